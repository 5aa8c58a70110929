"""Conditions as they are applied: filters by value and name, degrees, errors."""

from __future__ import annotations

import pytest

from corpus.errors import QueryError
from search.degrees import degrees
from search.engine import Searcher, SearchRequest
from search.filters import resolve_filter


def test_filters_are_resolved_by_value_label_and_official_name(searcher: Searcher) -> None:
    for text in ("0630", "Vejle", "vejle kommune"):
        assert resolve_filter("kommune", text, searcher.columns).values == ("0630",)
    assert resolve_filter("status", "I gang", searcher.columns).values == ("running",)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("kommune", "Vejl", "no value 'Vejl'. Near: Vejle"),
        ("komune", "Vejle", "no field 'komune'"),
        ("amount", "mange", "no number"),
        ("year", "2020..2018", "turned round"),
    ],
)
def test_wrong_filters_say_what_is_near(searcher: Searcher, name: str, value: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        resolve_filter(name, value, searcher.columns)


def test_degrees_put_unknown_between_right_and_wrong(searcher: Searcher) -> None:
    found = degrees(resolve_filter("kommune", "Vejle", searcher.columns), searcher.columns)
    by_id = dict(zip(searcher.ids, found.tolist(), strict=True))
    assert by_id["demens-vejle"] == 1.0
    assert by_id["demens-odense"] == 0.0
    assert 0 < by_id["ukendt-sted"] < 1


def test_a_region_counts_less_for_a_record_of_many_regions(searcher: Searcher) -> None:
    found = degrees(resolve_filter("region", "Syddanmark", searcher.columns), searcher.columns)
    by_id = dict(zip(searcher.ids, found.tolist(), strict=True))
    assert by_id["demens-vejle"] == 1.0
    assert by_id["national"] == pytest.approx((1 / 3) ** 0.5)
    assert by_id["tobs-koebenhavn"] == 0.0


def test_years_count_awarded_above_running(searcher: Searcher) -> None:
    found = degrees(resolve_filter("year", "2019..2019", searcher.columns), searcher.columns)
    by_id = dict(zip(searcher.ids, found.tolist(), strict=True))
    assert by_id["demens-odense"] == 1.0  # awarded in 2019
    assert by_id["demens-vejle"] == pytest.approx(0.7)  # ran 2018-2020
    assert by_id["rygestop-vejle"] == 0.0


def test_municipalities_like_one_are_a_filter(searcher: Searcher) -> None:
    constraint = resolve_filter("lignende", "Vejle", searcher.columns)
    assert (constraint.field, constraint.values[0], len(constraint.values)) == ("municipality", "0630", 11)
    assert "Vejle (12" in constraint.label
    assert "Horsens" in constraint.label
    found = searcher.search(SearchRequest(query="", filters={"similar_to": ["Vejle"]}, limit=50))
    assert "demens-vejle" in [result.record_id for result in found.results]
    with pytest.raises(QueryError, match=r"no municipality 'Vejll'.*Vejle"):
        resolve_filter("lignende", "Vejll", searcher.columns)


def test_an_error_in_a_value_points_at_the_value(searcher: Searcher) -> None:
    for query, place in (("demens kommune:Vejlee", 16), ("demens år:2020..2018", 11), ("demens beløb:mange", 14)):
        with pytest.raises(QueryError, match=f"at character {place}"):
            searcher.search(SearchRequest(query=query))
    with pytest.raises(QueryError, match="I gang, Afsluttet"):
        searcher.search(SearchRequest(query="status:kører"))
