"""Totals and facets count what answers a query, not what was looked at."""

from __future__ import annotations

import pytest

from search.engine import Searcher, SearchRequest
from search.matching import FEWEST
from tests.search.toy import toy_record, toy_searcher


def test_a_total_counts_what_answers_the_query(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="rygestop", limit=100))
    holding = {i for i, r in enumerate(searcher.ids) if "rygestop" in str(searcher.snapshot.records.record(i)).lower()}
    assert answer.counts["found"] == answer.total <= max(FEWEST, len(holding) + FEWEST)
    assert {searcher.ids[i] for i in holding} <= {result.record_id for result in answer.results}
    assert len(answer.results) == answer.total


@pytest.mark.parametrize("field", ["theme", "record_type"])
def test_facets_count_the_same_records_as_the_total(field: str, searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="demens aflastning", limit=100))
    if field == "record_type":
        assert sum(row["count"] for row in answer.facets[field]) == answer.total
    for row in answer.facets[field]:
        names = f"{field}s" if field == "theme" else field
        held = [r.record.get(names) or [] for r in answer.results]
        if row["value"] != "unknown":
            assert row["count"] == sum(row["value"] in ([v] if isinstance(v, str) else v) for v in held)


def test_the_newest_of_what_answers_comes_first_not_the_newest_of_all(searcher: Searcher) -> None:
    listed = {r.record_id for r in searcher.search(SearchRequest(query="rygestop", limit=100)).results}
    newest = searcher.search(SearchRequest(query="rygestop", limit=100, sort="newest")).results
    assert {result.record_id for result in newest} == listed


def test_what_is_nothing_like_the_corpus_lists_the_nearest_only(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="qqqq wwww", limit=100))
    assert answer.total <= FEWEST


@pytest.mark.parametrize(
    "query", ["", "demens", "rygestop", "aflastning i Vejle", "qqqq wwww", "hvad har Odense fået?"]
)
@pytest.mark.parametrize("filters", [{}, {"record_type": ["project"]}, {"theme": ["demens"], "year": ["2018", "2020"]}])
def test_choosing_a_facet_s_value_gives_as_many_as_it_says(
    query: str, filters: dict[str, list[str]], searcher: Searcher
) -> None:
    facets = searcher.search(SearchRequest(query=query, filters=filters, limit=0)).facets
    said = {(name, row["value"]): row["count"] for name, rows in facets.items() for row in rows}
    totals = {
        (name, value): searcher.search(
            SearchRequest(query=query, filters={**filters, name: [value]}, limit=0, facets=False)
        ).total
        for name, value in said
    }
    assert totals == said


def test_a_filter_takes_away_and_adds_nothing(searcher: Searcher) -> None:
    whole = {r.record_id for r in searcher.search(SearchRequest(query="demens", limit=100)).results}
    kept = searcher.search(SearchRequest(query="demens", filters={"record_type": ["project"]}, limit=100))
    assert {r.record_id for r in kept.results} <= whole
    assert len(kept.results) == kept.total < len(whole)


def test_where_a_filter_leaves_nothing_of_the_answer_the_nearest_are_listed_and_it_is_said() -> None:
    bodies = [
        toy_record(f"rygestop-{i:02}", "Rygestop", texts=["Rygestop på værestedet."], year=2018) for i in range(12)
    ]
    searcher = toy_searcher([*bodies, toy_record("mad", "Mad sammen", texts=["Ældre spiser sammen."], year=2020)])
    assert "mad" not in [r.record_id for r in searcher.search(SearchRequest(query="rygestop", limit=100)).results]
    answer = searcher.search(SearchRequest(query="rygestop", filters={"year": ["2020"]}))
    assert [r.record_id for r in answer.results] == ["mad"]
    assert any("nærmeste" in notice for notice in answer.notices)


def test_what_no_record_has_is_said(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="tandpleje og demens i Hjørring"))
    assert "Ingen post opfylder ”Kommune: Hjørring”." in answer.notices
    assert "Ingen post indeholder ”tandpleje”." in answer.notices
    assert not searcher.search(SearchRequest(query="demens i Vejle")).notices
