from __future__ import annotations

import logging
from typing import Any

import pytest

from corpus.errors import NotFoundError, QueryError
from corpus.municipalities import municipality
from search.alike import nearest_records, passages_of, record_number
from search.aspects import ASPECTS, aspects_of, split_draft
from search.differences import Draft
from search.engine import Searcher
from search.match import match_draft, match_record
from search.similar import best_likeness, likeness, most_similar, read_municipality
from search.syntax import ParsedQuery

DRAFT = (
    "Vi vil give pårørende til borgere med demens aflastning i eget hjem. Frivillige kommer på besøg hver uge. "
    "Samarbejdet med hjemmeplejen skal organiseres af en koordinator. Vi måler, om de pårørende sover bedre. "
    "Budgettet er 30 mio. kr."
)


def match(searcher: Searcher, text: str = DRAFT, **options: Any) -> dict[str, Any]:
    return match_draft(searcher, text, **options).json()


def test_the_nearest_precedent_comes_first_with_pairs_that_quote_both(searcher: Searcher) -> None:
    first = match(searcher)["results"][0]
    assert first["record_id"] == "demens-vejle"
    pair = first["passages"][0]
    assert DRAFT[pair["draft_start"] : pair["draft_end"]] == pair["draft_text"]
    assert {"pårørende", "aflastning"} <= set(first["shared_terms"])
    assert set(first["aspects"]) == set(ASPECTS)


def test_what_differs_is_said(searcher: Searcher) -> None:
    by_id = {result["record_id"]: result for result in match(searcher)["results"]}
    assert any("økonomi: 3,0 mio. kr. mod 30,0 mio. kr." in text for text in by_id["demens-vejle"]["differences"])
    assert any("skala: en pulje" in text for text in by_id["demenspuljen"]["differences"])


def test_the_municipality_is_scored_apart_and_counts_only_when_weighed(searcher: Searcher) -> None:
    plain, own = match(searcher), match(searcher, municipality="Vejle")
    assert [r["record_id"] for r in plain["results"]] == [r["record_id"] for r in own["results"]]
    by_id = {result["record_id"]: result for result in own["results"]}
    assert by_id["demens-vejle"]["likeness"]["score"] == 1.0
    assert by_id["ukendt-sted"]["likeness"] is None
    weighed = match(searcher, municipality="Odense", weights={"kommune": 100})
    scores = [{r["record_id"]: r["score"] for r in answer["results"]} for answer in (plain, weighed)]
    gaps = [by["demens-odense"] - by["demens-vejle"] for by in scores]
    assert gaps[1] > gaps[0]


def test_not_like_this_lowers_a_record_s_like_and_leaves_it_out(searcher: Searcher) -> None:
    before = {r["record_id"]: r["score"] for r in match(searcher)["results"]}
    after = {r["record_id"]: r["score"] for r in match(searcher, unlike=["demens-odense"])["results"]}
    assert "demens-odense" not in after
    assert after["demenspuljen"] < before["demenspuljen"]


def test_like_this_takes_a_stored_record_and_holds_its_passages_against_theirs(searcher: Searcher) -> None:
    found = [item.json() for item in match_record(searcher, "rygestop-vejle", limit=5)]
    ids = [item["record_id"] for item in found]
    assert ids[0] == "national"
    assert "rygestop-vejle" not in ids
    assert [item["rank"] for item in found] == [1, 2, 3, 4, 5]
    nearest = nearest_records(searcher, "rygestop-vejle", limit=5)
    assert [searcher.ids[number] for number, _ in nearest] == ids
    numbers = passages_of(searcher, record_number(searcher, "rygestop-vejle"))
    own = [searcher.snapshot.passages.passage(n).text for n in numbers]
    pair = found[0]["passages"][0]
    assert pair["draft_text"] in own
    assert "\n".join(own)[pair["draft_start"] : pair["draft_end"]] == pair["draft_text"]


def test_there_is_nothing_like_a_record_that_is_not(searcher: Searcher) -> None:
    with pytest.raises(NotFoundError):
        match_record(searcher, "nobody")


def test_the_draft_is_never_logged(searcher: Searcher, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        match(searcher)
    assert "aflastning" not in caplog.text
    with pytest.raises(QueryError) as caught:
        match(searcher, weights={"magic": 1})
    assert "demens" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "options", "error"),
    [
        ("", {}, QueryError),
        ("…", {}, QueryError),
        ("a " * 600_000, {}, QueryError),
        (DRAFT, {"municipality": "Vejl"}, QueryError),
        (DRAFT, {"weights": {"metode": -1}}, QueryError),
        (DRAFT, {"unlike": ["nobody"]}, NotFoundError),
    ],
)
def test_wrong_drafts_are_refused(
    searcher: Searcher, text: str, options: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        match(searcher, text, **options)


def test_segments_are_whole_sentences_at_their_places() -> None:
    segments = split_draft(DRAFT)
    assert all(DRAFT[s.char_start : s.char_end] == s.text for s in segments)
    assert " ".join(s.text for s in segments) == DRAFT
    assert split_draft("   ") == []
    assert len(split_draft("ord " * 50_000)) <= 40


def test_aspects_are_told_by_words() -> None:
    assert aspects_of("Målgruppen er borgere med KOL") == ("maalgruppe",)
    assert "effekt" in aspects_of("Vi måler effekten")
    assert aspects_of("xyzzy") == ()


def test_likeness_has_both_numbers_and_its_reasons() -> None:
    vejle, kolding = municipality("0630"), municipality("0621")
    found = likeness(vejle, kolding)
    assert found.score == pytest.approx(0.5 * kolding.population / vejle.population + 0.35 + 0.15)
    assert "begge i Region Syddanmark" in found.reasons
    assert likeness(vejle, vejle).score == 1.0
    assert most_similar(vejle, limit=1)[0].score >= found.score
    assert best_likeness(vejle, []) is None


def test_municipalities_are_read_by_name_and_code() -> None:
    assert read_municipality("vejle kommune").code == read_municipality("0630").code == "0630"
    with pytest.raises(QueryError, match="Did you mean Vejle"):
        read_municipality("Vejl")


def test_shared_terms_leave_out_stop_words_and_places() -> None:
    draft = Draft("Demens og aflastning i Vejle")
    terms = draft.shared_terms(["Aflastning ved demens i Vejle og andre steder"], lambda _stem: 1, 9)
    assert set(terms) == {"demens", "aflastning"}


def test_shared_terms_are_the_sector_s_words_before_words_that_stand_anywhere() -> None:
    draft = Draft("Derfor gives der hjælp af et akutteam, og forløbskoordinatoren ringer hver dag.")
    terms = draft.shared_terms(["Der gives hjælp, hver gang en forløbskoordinator eller et akutteam ringer."], len, 999)
    assert terms[:2] == ("forløbskoordinatoren", "akutteam")
    assert not {"gives", "ringer", "gang"} & set(terms)
    everywhere = draft.shared_terms(
        ["Et akutteam og en forløbskoordinator."], lambda stem: 90 if stem == "akutteam" else 1, 99
    )
    assert everywhere == ("forløbskoordinatoren",)


def _theme_weights(searcher: Searcher, draft: str) -> dict[str, float]:
    chips = searcher.reader.read(ParsedQuery(draft, draft)).constraints
    return {chip.value: chip.weight for chip in chips if chip.field == "theme"}


def test_a_draft_is_most_about_the_theme_of_its_heading_and_the_one_it_repeats(searcher: Searcher) -> None:
    body = "Kommunen vil prøve noget nyt sammen med andre, og det skal vare i to år for de borgere, der vil være med. "
    weights = _theme_weights(searcher, f"Rygestop for alle\n{body}Enkelte borgere har demens. {body}")
    assert weights["rygestop"] > 2 * weights["demens"]
    repeated = _theme_weights(
        searcher, f"{body}Demens er svært. {body}Demens tager tid. Andre tilbyder rygestop. {body}"
    )
    assert repeated["demens"] > repeated["rygestop"]
    # what is taken away of many mentions changes the weights a little, and not from all to nothing
    less = _theme_weights(searcher, f"{body}Demens er svært. {body}Andre tilbyder rygestop. {body}")
    assert abs(less["demens"] - repeated["demens"]) < 0.15
    assert sum(weights.values()) == pytest.approx(
        sum(_theme_weights(searcher, f"Demens. {body * 3}").values()), abs=0.2
    )


def test_a_draft_is_cut_at_its_lines_so_that_a_change_stays_in_its_paragraph() -> None:
    paragraphs = [
        " ".join(f"Afsnit {number} har en sætning {place} af fem." for place in range(5)) for number in range(9)
    ]
    whole = [segment.text for segment in split_draft("\n".join(paragraphs))]
    first = paragraphs[0].replace("Afsnit 0 har en sætning 1 af fem. ", "")
    changed = [segment.text for segment in split_draft("\n".join([first, *paragraphs[1:]]))]
    after_first = [text for text in whole if "Afsnit 0" not in text]
    assert len(after_first) > 8
    assert changed[-len(after_first) :] == after_first


def test_nothing_is_said_to_differ_where_nothing_is_stated() -> None:
    assert Draft("Noget helt andet").differences({"record_type": "project", "municipalities": []}) == ()
