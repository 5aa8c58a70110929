"""Conditions that a "not" turns round, and where it does not."""

from __future__ import annotations

import pytest

from search.engine import Searcher, SearchRequest
from search.negation import turned_spans
from search.tokens import tokenise


@pytest.mark.parametrize(
    ("query", "word", "is_turned"),
    [
        ("rygestop undtagen Vejle", "vejle", True),
        ("rygestop, ikke i Vejle", "vejle", True),
        ("projekter bortset fra Vejle Kommune", "vejle", True),
        ("uden for Vejle", "vejle", True),
        ("andre kommuner end Vejle", "vejle", True),
        ("smoking cessation not in Vejle", "vejle", True),
        ("projekter der ikke handler om demens", "demens", True),
        ("ikke kun demens", "demens", False),
        ("ikke mindst demens", "demens", False),
        ("ikke det store, men demens", "demens", False),
        ("mere end demens", "demens", False),
        ("demens uden ensomhed", "demens", False),
    ],
)
def test_what_a_not_turns_round(query: str, word: str, is_turned: bool) -> None:
    tokens = tokenise(query)
    first = next(i for i, token in enumerate(tokens) if token.term == word)
    assert bool(turned_spans(tokens, [(first, first + 1)])) is is_turned


def test_a_list_is_turned_as_a_whole_and_a_neighbour_is_not() -> None:
    tokens = tokenise("rygestop ikke i Vejle og Odense")
    assert set(turned_spans(tokens, [(0, 1), (3, 4), (5, 6)])) == {(3, 4), (5, 6)}
    tokens = tokenise("uden for Vejle demens")
    assert set(turned_spans(tokens, [(2, 3), (3, 4)])) == {(2, 3)}


def test_what_is_turned_round_is_left_out_and_shown(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="demens, ikke i Vejle", limit=50))
    assert [chip["label"] for chip in answer.understood if chip["op"] == "not"] == ["Kommune ikke: Vejle"]
    assert "demens-vejle" not in [result.record_id for result in answer.results]
    assert "demens-odense" in [result.record_id for result in answer.results[:2]]
    chip = next(chip["id"] for chip in answer.understood if chip["op"] == "not")
    again = searcher.search(SearchRequest(query="demens, ikke i Vejle", limit=50, ignore=(chip,)))
    assert "demens-vejle" in [result.record_id for result in again.results]
