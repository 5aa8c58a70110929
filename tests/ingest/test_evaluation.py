from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CorpusError
from ingest.evaluation import evaluate_extraction
from ingest.evaluation.assignment import assign, name_likeness
from ingest.gold import Gold, GoldDocument, GoldLeak, GoldPool, GoldProject, load_gold, read_gold, url_path

PAGE = "http://127.0.0.1:80/sst.dk/puljer/a"
TEXT = "Vejle Kommune – 3.157.599 kr.\n\nÆrø Kommune – 216.800 kr.\n\nPuljen er på 5 mio. kr."


def _evidence(name: str, value: Any, quote: str, confidence: float = 0.97) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "field": name,
        "value": value,
        "quote": quote,
        "document_id": "d1",
        "url": PAGE,
        "char_start": start,
        "char_end": start + len(quote),
        "origin": "extracted",
        "confidence": confidence,
    }


def _project(code: str, name: str, amount: int, quote: str, **fields: Any) -> dict[str, Any]:
    return {
        "project_id": f"p-{code}",
        "title": None,
        "municipalities": [{"code": code, "name": name}],
        "amount_dkk": amount,
        "status": "unknown",
        "outcome": {"direction": "not_reported"},
        "documents": [{"document_id": "d1", "url": PAGE}],
        "evidence": [_evidence("amount_dkk", amount, quote), _evidence("municipalities", code, name)],
    } | fields


def _document(**fields: Any) -> dict[str, Any]:
    return {
        "document_id": "d1",
        "url": PAGE,
        "kind": "award_list",
        "language": "da",
        "last_updated": "2019-03-28",
        "fetched_at": "2026-05-04T07:00:00",
        "status": "ok",
        "text": TEXT,
    } | fields


VEJLE = _project("0630", "Vejle", 3157599, "3.157.599 kr.")
AEROE = _project("0492", "Ærø", 216800, "216.800 kr.")
GOLD_VEJLE = GoldProject("vejle", ("0630",), ("/sst.dk/puljer/a",), amount_dkk=3157599, status="*")
GOLD_AEROE = GoldProject("aeroe", ("0492",), ("/sst.dk/puljer/a",), amount_dkk=216800, status="*")


def test_all_right_scores_one_everywhere() -> None:
    gold = Gold(
        projects=(GOLD_VEJLE, GOLD_AEROE),
        documents=(
            GoldDocument("/sst.dk/puljer/a", ("award_list",), last_updated="2019-03-28", present=("Ærø Kommune",)),
        ),
    )
    report = evaluate_extraction([AEROE, VEJLE], [], [_document()], gold)
    assert set(report.measures().values()) == {1.0}
    assert report.misses == ()
    assert [(b.low, b.n_values, b.n_right) for b in report.calibration if b.n_values] == [(0.95, 4, 4)]


def test_missed_and_invented_projects_lower_recall_and_precision() -> None:
    report = evaluate_extraction(
        [VEJLE, _project("0851", "Vejle", 1, "5 mio. kr.")], [], [_document()], Gold((GOLD_VEJLE, GOLD_AEROE))
    )
    score = report.scores["projects"]
    assert (score.n_right, score.n_given, score.n_gold) == (1, 2, 2)
    assert {m.what.split(":")[0] for m in report.misses if m.measure == "projects"} == {"none such", "not found"}


def test_optional_gold_counts_neither_way() -> None:
    optional = GoldProject("aeroe", ("0492",), ("/sst.dk/puljer/a",), amount_dkk=216800, is_optional=True)
    for projects in ([VEJLE], [VEJLE, AEROE]):
        report = evaluate_extraction(projects, [], [_document()], Gold((GOLD_VEJLE, optional)))
        assert report.measures()["projects"] == 1.0
        assert report.measures()["linking"] == 1.0


def test_wrong_amount_is_wrong_and_missing_value_is_only_missed() -> None:
    wrong = VEJLE | {"amount_dkk": 3157600}
    missing = AEROE | {"amount_dkk": None}
    score = evaluate_extraction([wrong, missing], [], [_document()], Gold((GOLD_VEJLE, GOLD_AEROE))).scores["amount"]
    assert (score.n_right, score.n_given, score.n_gold) == (0, 1, 2)


def test_value_where_gold_has_none_counts_against_precision_and_unscored_counts_nowhere() -> None:
    dated = VEJLE | {"year_awarded": 2018, "period": {"from": "2018-09", "to": None}}
    gold = GoldProject(
        "vejle",
        ("0630",),
        ("/sst.dk/puljer/a",),
        amount_dkk=3157599,
        period_from="2018",
        year_awarded=None,
        period_to="*",
    )
    score = evaluate_extraction([dated], [], [_document()], Gold((gold,))).scores["period_year"]
    assert (score.n_right, score.n_given, score.n_gold) == (1, 2, 1)


def test_status_may_name_alternatives_and_unknown_is_no_value() -> None:
    gold = GoldProject("vejle", ("0630",), ("/sst.dk/puljer/a",), status="awarded|running")
    for status, right in (("awarded", 1), ("running", 1), ("completed", 0), ("unknown", 0)):
        score = evaluate_extraction([VEJLE | {"status": status}], [], [_document()], Gold((gold,))).scores["status"]
        assert (score.n_right, score.n_given) == (right, int(status != "unknown"))


def test_linking_counts_pairs_split_apart_and_merged() -> None:
    second = _document(document_id="d2", url="http://127.0.0.1:80/vejle.dk/nyt", text="Vejle Kommune")
    both = ("/sst.dk/puljer/a", "/vejle.dk/nyt")
    gold = Gold((GoldProject("vejle", ("0630",), both), GoldProject("aeroe", ("0492",), both)))

    def cite(project: dict[str, Any], *ids: str) -> dict[str, Any]:
        return project | {"documents": [{"document_id": i} for i in ids], "evidence": []}

    whole = evaluate_extraction([cite(VEJLE, "d1", "d2"), cite(AEROE, "d1", "d2")], [], [_document(), second], gold)
    assert whole.scores["linking"].f1 == 1.0
    other = cite(VEJLE, "d2") | {"project_id": "p-other"}
    split = evaluate_extraction([cite(VEJLE, "d1"), other, cite(AEROE, "d1", "d2")], [], [_document(), second], gold)
    assert (split.scores["linking"].n_right, split.scores["linking"].n_given, split.scores["linking"].n_gold) == (
        1,
        1,
        2,
    )
    extra = cite(VEJLE, "d1", "d2")
    only_first = Gold((GOLD_VEJLE, GoldProject("aeroe", ("0492",), both)))
    merged = evaluate_extraction([extra, cite(AEROE, "d1", "d2")], [], [_document(), second], only_first)
    assert (merged.scores["linking"].n_right, merged.scores["linking"].n_given, merged.scores["linking"].n_gold) == (
        1,
        2,
        1,
    )


def test_quote_that_is_not_at_its_place_is_counted() -> None:
    moved = VEJLE | {"evidence": [VEJLE["evidence"][0] | {"char_start": 0, "char_end": 13}]}
    report = evaluate_extraction([moved], [], [_document()], Gold((GOLD_VEJLE,)))
    assert report.scores["evidence"].f1 == 0.0
    assert [m.given for m in report.misses if m.measure == "evidence"] == [TEXT[:13]]


def test_field_without_evidence_is_counted() -> None:
    report = evaluate_extraction([VEJLE | {"title": "Opfundet"}], [], [_document()], Gold((GOLD_VEJLE,)))
    assert [m.what for m in report.misses if m.measure == "stated_fields"] == ["title without evidence"]


def test_leak_is_found_wherever_it_stands() -> None:
    gold = Gold(leaks=(GoldLeak("Ada Opdigt", "/a", "name"), GoldLeak("101010-1234", "/a", "cpr")))
    report = evaluate_extraction([VEJLE | {"summary": "Kontakt Ada Opdigt"}], [], [_document()], gold)
    assert (report.scores["leaks"].n_right, report.scores["leaks"].n_gold) == (1, 2)


def test_documents_are_judged_by_their_newest_version() -> None:
    wanted = GoldDocument(
        "/sst.dk/puljer/a",
        ("award_list", "pool_page"),
        last_updated="2019-03-28",
        present=("mangler her",),
        absent=("Puljen er på",),
    )
    old = _document(document_id="d0", kind="call", fetched_at="2020-01-01T00:00:00")
    report = evaluate_extraction(
        [], [], [_document(kind="pool_page", last_updated=None), old], Gold(documents=(wanted,))
    )
    measures = report.measures()
    names = ("kinds", "language", "last_updated", "text_present", "text_absent", "document_found")
    assert {name: measures[name] for name in names} == dict(zip(names, (1.0, 1.0, 0.0, 0.0, 0.0, 1.0), strict=True))


def test_pools_are_paired_by_name_and_their_money_told_apart() -> None:
    gold = Gold(
        pools=(GoldPool("x", "Nære hænder", ("Puljen til nære hænder",), frames_dkk=(5000000,), applied_dkk=72000000),)
    )
    pool = {"title": "”Nære hænder”", "frames": [{"amount_dkk": 72000000}], "applied_dkk": None, "n_applications": None}
    report = evaluate_extraction([], [pool, {"title": "Noget helt andet"}], [], gold)
    assert (report.scores["pools"].n_right, report.scores["pools"].n_given) == (1, 2)
    assert (
        report.scores["pool_money"].n_right,
        report.scores["pool_money"].n_given,
        report.scores["pool_money"].n_gold,
    ) == (0, 1, 2)


def test_assignment_is_best_in_total_not_greedy() -> None:
    assert assign([[0.9, 0.8], [0.85, 0.1]]) == {0: 1, 1: 0}
    assert assign([[0.4]]) == {}
    assert assign([]) == {}


def test_names_agree_over_quotes_case_and_double_a() -> None:
    assert name_likeness("”Tryg på Gaarden”", "TRYG PÅ GÅRDEN") == 1.0
    assert name_likeness("Tryg på gården", "Fri luft på værestedet") < 0.6


def test_a_project_told_of_under_an_alias_is_told_of_by_its_page() -> None:
    rows = [
        {"type": "document", "url": "/sst/a", "kinds": ["award_list"], "aliases": ["/www.sst/A"]},
        {"type": "project", "id": "p", "municipalities": ["0630"], "documents": ["/www.sst/A", "/sst/a", "/kl/b"]},
    ]
    assert read_gold(rows).projects[0].documents == ("/sst/a", "/kl/b")


def test_a_final_slash_counts_only_where_gold_has_a_page_with_and_one_without() -> None:
    rows = [
        {"type": "document", "url": "/kl/pulje", "kinds": ["award_list"]},
        {"type": "document", "url": "/kl/pulje/", "kinds": ["call"]},
        {"type": "document", "url": "/kl/nyhed/", "kinds": ["news"]},
        {"type": "document", "url": "/sst/a", "kinds": ["faq"], "aliases": ["/sst/b/"]},
    ]
    urls = ["/kl/pulje", "/kl/pulje/", "/kl/nyhed", "/kl/nyhed/", "/sst/a/", "/sst/b", "/sst/c/"]
    paths = read_gold(rows).paths_of(f"https://x.example{url}" for url in urls)
    assert paths == ["/kl/pulje", "/kl/pulje/", "/kl/nyhed/", "/kl/nyhed/", "/sst/a", "/sst/a", "/sst/c"]


def test_url_path_is_decoded() -> None:
    assert url_path("http://x:1/da/Tid%20til%20%C3%A6ldre/") == "/da/Tid til ældre"


def test_gold_names_pages_decoded_too() -> None:
    row = {"type": "document", "url": "/da/Tid%20til", "kinds": ["call"], "aliases": ["/%C3%B8"]}
    gold = read_gold([row])
    assert gold.documents[0].url == "/da/Tid til"
    assert gold.own_paths() == {"/ø": "/da/Tid til"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"type": "projekt"}, "unknown type"),
        ({"type": "project", "id": "a", "beloeb": 1}, "unknown field 'beloeb'"),
    ],
)
def test_wrong_gold_is_refused(row: dict[str, Any], words: str) -> None:
    with pytest.raises(CorpusError, match=words):
        read_gold([row])


def test_gold_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("ikke json", "utf-8")
    with pytest.raises(CorpusError, match="cannot read gold"):
        load_gold(path)


def test_page_counts_under_any_of_its_names() -> None:
    alias = _document(url="http://127.0.0.1:80/www.sst.dk/Puljer/A")
    wanted = GoldDocument(
        "/sst.dk/puljer/a", ("award_list",), last_updated="2019-03", aliases=("/www.sst.dk/Puljer/A",)
    )
    report = evaluate_extraction([VEJLE], [], [alias], Gold((GOLD_VEJLE,), documents=(wanted,)))
    assert report.measures()["document_found"] == 1.0
    assert report.misses == ()
