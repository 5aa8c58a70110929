from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from corpus.errors import EncoderError, QueryError
from search.engine import Mode, Searcher, SearchRequest
from search.fusion import normalise
from search.retrieve import WEIGHTS
from tests.search.toy import toy_record, toy_searcher


def ids(searcher: Searcher, query: str = "", **options: Any) -> list[str]:
    return [result.record_id for result in searcher.search(SearchRequest(query=query, **options)).results]


def test_a_search_finds_by_stem_and_marks_the_words(searcher: Searcher) -> None:
    response = searcher.search(SearchRequest(query="aflastning pårørende")).json()
    first = response["results"][0]
    assert (first["record_id"], first["rank"], first["record_type"]) == ("demens-vejle", 1, "project")
    passage = first["passages"][0]
    marked = [passage["text"][start:end].lower() for start, end in passage["highlights"]]
    assert "pårørende" in marked
    assert passage["url"] == "https://eksempel.dk/demens-vejle"
    assert response["channels"] == ["words", "grams", "dense", "sentences"]


def test_the_answer_has_the_contract_s_fields(searcher: Searcher) -> None:
    response = searcher.search(SearchRequest(query="demens", limit=2)).json()
    assert set(response) >= {
        "query", "mode", "channels", "corpus_version", "snapshot", "total", "took_ms", "facets", "results",
        "understood", "did_you_mean", "nothing_close", "notices",
    }  # fmt: skip
    assert set(response["results"][0]) >= {
        "rank", "record_type", "record_id", "title", "score", "scores", "passages", "record"
    }  # fmt: skip
    assert [result["rank"] for result in response["results"]] == [1, 2]
    json.dumps(response)  # every value is plain JSON


def test_equal_requests_have_equal_answers(bodies: list[dict[str, Any]]) -> None:
    answers = []
    for _ in range(2):
        body = toy_searcher(bodies).search(SearchRequest(query="rygestop udsatte")).json()
        body.pop("took_ms")
        answers.append(json.dumps(body, ensure_ascii=False))
    assert answers[0] == answers[1]


def test_ties_are_ordered_by_record_id() -> None:
    same = [toy_record(name, "Ens titel", texts=["Ens tekst om demens."]) for name in ("c", "a", "b")]
    assert ids(toy_searcher(same), "demens") == ["a", "b", "c"]


def test_text_score_is_the_weighted_sum_of_the_channels(searcher: Searcher) -> None:
    found = searcher.find(SearchRequest(query="rygestop rådgiver"))
    candidates = found.candidates
    weights = WEIGHTS[found.query.language]
    expected = sum(
        weights[name] / sum(weights.values()) * normalise(scores) for name, scores in candidates.record_scores.items()
    )
    np.testing.assert_allclose(candidates.text_scores, expected, rtol=1e-5)


@pytest.mark.parametrize(
    ("mode", "channels"), [("lexical", ["words", "grams"]), ("dense", ["dense", "sentences"]), ("exact", ["surface"])]
)
def test_modes_run_their_channels_and_no_others(bodies: list[dict[str, Any]], mode: str, channels: list[str]) -> None:
    searcher = toy_searcher(bodies)
    response = searcher.search(SearchRequest(query="demens", mode=mode, facets=False)).json()
    assert (response["mode"], response["channels"]) == (mode, channels)
    assert ("demens" in searcher.snapshot.n_encoded) == (mode == "dense")


def test_each_channel_changes_the_result(searcher: Searcher) -> None:
    def scores(**weights: float) -> list[float]:
        found = searcher.find(SearchRequest(query="hjælp til rygestop", weights=weights))
        return [float(score) for score in found.candidates.text_scores]

    whole = scores()
    for channel in ("words", "grams", "dense", "sentences"):
        assert scores(**{channel: 0.0}) != whole


def test_a_failing_channel_is_an_error_and_no_silent_fallback(bodies: list[dict[str, Any]]) -> None:
    searcher = toy_searcher(bodies)

    def fail(text: str, meanwhile: Any) -> Any:
        raise EncoderError("the encoder cannot be loaded.")

    searcher.snapshot.encode_query = fail
    with pytest.raises(EncoderError):
        searcher.search(SearchRequest(query="demens"))
    assert searcher.search(SearchRequest(query="demens", mode="lexical")).results


def test_exact_mode_matches_as_written(searcher: Searcher) -> None:
    assert ids(searcher, '"yngre med demens"', mode="exact") == ["demens-odense"]
    assert ids(searcher, '"demens med yngre"', mode="exact") == []
    assert ids(searcher, "pårørend", mode="exact") == []  # a stem is not a word


def test_quotes_and_minus_hold_in_every_mode(searcher: Searcher) -> None:
    assert ids(searcher, 'demens "yngre med demens"') == ["demens-odense"]
    assert "demens-vejle" not in ids(searcher, "demens -aflastning")


def test_a_filter_keeps_what_satisfies_it_and_tells_what_it_cannot_judge(searcher: Searcher) -> None:
    response = searcher.search(SearchRequest(query="hjælp", filters={"kommune": ["Vejle"]})).json()
    assert {result["record_id"] for result in response["results"]} <= {"demens-vejle", "rygestop-vejle"}
    assert "3 poster uden oplysning om kommune" in response["notices"][0]
    assert set(ids(searcher, filters={"municipality": ["unknown"]})) == {"ukendt-sted", "demenspuljen", "national"}


def test_what_a_filter_cannot_judge_is_counted_among_what_the_query_is_about(searcher: Searcher) -> None:
    of_all = searcher.search(SearchRequest(query="", filters={"kommune": ["Vejle"]})).json()
    of_query = searcher.search(SearchRequest(query="demens", mode="exact", filters={"kommune": ["Vejle"]})).json()
    assert of_all["notices"][0].startswith("3 poster uden oplysning om kommune er udeladt")
    assert of_query["notices"][0].startswith("1 post uden oplysning om kommune er udeladt")


def test_filters_combine_fields_and_exclude_values(searcher: Searcher) -> None:
    assert set(ids(searcher, filters={"theme": ["demens", "rygestop"], "status": ["running"]})) == {
        "demens-odense",
        "rygestop-vejle",
    }
    assert "demens-vejle" not in ids(searcher, filters={"theme": ["demens"], "municipality": ["!Vejle"]})
    assert set(ids(searcher, filters={"amount": [">=2mio", "<=3mio"]})) == {"demens-vejle", "tobs-koebenhavn"}


def test_field_syntax_is_kept_to_strictly(searcher: Searcher) -> None:
    assert set(ids(searcher, "kommune:Vejle")) == {"demens-vejle", "rygestop-vejle"}
    assert ids(searcher, "demens år:2019") == ["demens-odense"]


def test_plain_words_grade_unknown_below_and_drop_what_contradicts(searcher: Searcher) -> None:
    found = ids(searcher, "projekter i Vejle Kommune", limit=20)
    assert set(found[:2]) == {"demens-vejle", "rygestop-vejle"}
    assert "demens-odense" not in found
    assert "ukendt-sted" in found


def test_many_municipalities_can_be_asked_for(searcher: Searcher) -> None:
    assert ids(searcher, "projekter med mindst fire kommuner")[0] == "faelles-mad"


def test_typos_are_read_and_told(searcher: Searcher) -> None:
    response = searcher.search(SearchRequest(query="aflasning pårørnde")).json()
    assert response["did_you_mean"] == "aflastning pårørende"
    assert response["results"][0]["record_id"] == "demens-vejle"
    kept = searcher.search(SearchRequest(query="aflasning pårørnde", ignore=["spelling"])).json()
    assert kept["did_you_mean"] is None


def test_english_finds_danish_through_the_glossary(searcher: Searcher) -> None:
    response = searcher.search(SearchRequest(query="smoking cessation for vulnerable people")).json()
    assert response["language"] == "en"
    assert {result["record_id"] for result in response["results"][:2]} == {"rygestop-vejle", "national"}


def test_facets_count_what_was_found_and_unknown(searcher: Searcher) -> None:
    facets = searcher.search(SearchRequest(limit=0)).json()["facets"]
    assert facets["record_type"] == [
        {"value": "project", "label": "Projekt", "count": 6},
        {"value": "pool", "label": "Pulje eller program", "count": 2},
    ]
    assert {row["value"]: row["count"] for row in facets["status"]} == {
        "completed": 3,
        "running": 2,
        "awarded": 1,
        "unknown": 2,
    }


def test_a_filtered_field_still_offers_its_other_values(searcher: Searcher) -> None:
    facets = searcher.search(SearchRequest(filters={"theme": ["demens"]})).json()["facets"]
    assert {row["value"] for row in facets["theme"]} >= {"demens", "rygestop", "ernæring"}
    assert sum(row["count"] for row in facets["record_type"]) == 3


def test_sorting_puts_records_without_the_field_last(searcher: Searcher) -> None:
    assert ids(searcher, sort="newest", limit=20)[-1] == "ukendt-sted"
    assert ids(searcher, sort="amount")[:2] == ["demenspuljen", "national"]
    assert ids(searcher, sort="title")[0] == "demens-vejle"


def test_paging_gives_the_same_list_in_parts(searcher: Searcher) -> None:
    whole = ids(searcher, "demens", limit=6)
    assert ids(searcher, "demens", limit=3) + ids(searcher, "demens", limit=3, offset=3) == whole


@pytest.mark.parametrize(
    "query", ["", "   ", '""', "og i at det", "\x00\x01\x02", "中文 поиск", "🙂", "-", "§", "a" * 20_000]
)
def test_odd_queries_have_answers(searcher: Searcher, query: str) -> None:
    for mode in Mode:
        response = searcher.search(SearchRequest(query=query, mode=mode)).json()
        assert response["total"] >= 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"query": "a" * 20_001}, "20001 characters"),
        ({"mode": "magic"}, "unknown mode"),
        ({"sort": "magic"}, "unknown sort"),
        ({"limit": -1}, "cannot be negative"),
        ({"weights": {"magic": 1.0}}, "unknown channel"),
        ({"weights": {"dense": -1.0}}, "must lie in"),
        ({"query": 'a "b'}, "never closed"),
    ],
)
def test_wrong_requests_are_refused_with_a_remedy(searcher: Searcher, options: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        searcher.search(SearchRequest(**options))


def test_nothing_is_close_to_a_query_about_something_else(searcher: Searcher) -> None:
    assert not searcher.search(SearchRequest(query="aflastning til pårørende ved demens")).nothing_close
    assert searcher.search(SearchRequest(query='"zzz qqq"')).nothing_close


def test_a_sentence_lifts_a_passage_that_tells_of_many_things(bodies: list[dict[str, Any]]) -> None:
    told = "Borgerne i Lemvig sover bedre, siden natholdet begyndte at liste."
    others = " ".join(f"I kommune nummer {n} blev der bygget et køkken og en hal til boldspil." for n in range(12))
    long = toy_record("samlet", "Samling", texts=[f"{others} {told} {others}"])
    short = toy_record("kort", "Kort", texts=["Borgerne i hallen spiller bold og laver mad hver uge."])
    searcher = toy_searcher([*bodies, long, short])
    query = "sover borgerne bedre, siden natholdet begyndte at liste"
    found = searcher.find(SearchRequest(query=query, mode="dense", weights={"dense": 0.01}))
    assert searcher.ids[int(found.ranking.numbers[0])] == "samlet"
    found = searcher.find(SearchRequest(query=query, mode="dense", weights={"sentences": 0.0}))
    assert searcher.ids[int(found.ranking.numbers[0])] != "samlet"
