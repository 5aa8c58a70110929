"""Totals and facets count what answers a query, not what was looked at."""

from __future__ import annotations

import pytest

from search.engine import Searcher, SearchRequest
from search.matching import FEWEST


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
