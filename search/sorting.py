"""Other orders of the results than by relevance; records without the field come last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from search.degrees import satisfied
from search.matching import held_by_words
from search.rank import Ranking
from search.request import Sort
from search.retrieve import Candidates
from search.understanding import Understanding

if TYPE_CHECKING:
    from search.engine import Searcher

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


_RISING = (Sort.OLDEST, Sort.AMOUNT_LOW)


def sort_by_field(ranking: Ranking, sort: Sort, searcher: Searcher, *, first: Bools | None = None) -> Ranking:
    """Give the same records in another order; equal ones stay in the order of relevance.

    Args:
        ranking: the records, by relevance.
        sort: the order.
        searcher: whose records they are.
        first: mask over all records of those that are sorted; the others follow as they stood. None for all.
    """
    order = np.argsort(sort_keys(ranking.numbers, sort, searcher), kind="stable")
    if first is not None:
        is_first = first[ranking.numbers]
        order = np.concatenate([order[is_first[order]], np.flatnonzero(~is_first)])
    return Ranking(
        ranking.numbers[order],
        ranking.scores[order],
        ranking.text_scores[order],
        ranking.condition_scores[order],
        ranking.penalties[order],
        ranking.text_weight,
    )


def sort_keys(numbers: Ints, sort: Sort, searcher: Searcher) -> npt.NDArray[Any]:
    """Give what records are sorted by, ascending: shape (n,); inf where a record has nothing to go by."""
    if sort is Sort.TITLE:
        titles = [str(searcher.snapshot.records.record(int(n))["title"] or "") for n in numbers]
        return np.array([title.lower() for title in titles], dtype=object)
    columns = searcher.columns.numbers
    values = columns["amount_dkk" if sort in (Sort.AMOUNT, Sort.AMOUNT_LOW) else "year_awarded"][numbers]
    if sort in (Sort.NEWEST, Sort.OLDEST):
        for name in ("period_from", "period_to"):
            values = np.where(np.isnan(values), columns[name][numbers], values)
    signed = values if sort in _RISING else -values
    return np.where(np.isnan(signed), np.inf, signed)


def asked_first(found: Understanding, candidates: Candidates, searcher: Searcher) -> Bools | None:
    """Say which records an order that is asked for in words is about: "de dyreste rygestopprojekter i Vejle".

    Those that satisfy every condition and, if there are such, hold what words are left. None where no record does.
    """
    mask = satisfied(found.constraints, searcher.columns)
    if not found.is_listing:
        narrow = mask & held_by_words(found, candidates, searcher.snapshot)
        mask = narrow if narrow.any() else mask
    return mask if mask.any() else None
