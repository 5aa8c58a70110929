"""Other orders of the results than by relevance; records without the field come last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from search.rank import Ranking
from search.request import Sort

if TYPE_CHECKING:
    from search.engine import Searcher


def sort_by_field(ranking: Ranking, sort: Sort, searcher: Searcher) -> Ranking:
    """Give the same records in another order; equal ones stay in the order of relevance."""
    numbers = ranking.numbers
    if sort is Sort.TITLE:
        titles = [str(searcher.snapshot.records.record(int(n))["title"] or "") for n in numbers]
        keys = np.array([title.lower() for title in titles], dtype=object)
        order = np.argsort(keys, kind="stable")
    else:
        column = "amount_dkk" if sort is Sort.AMOUNT else "year_awarded"
        values = searcher.columns.numbers[column][numbers]
        if column == "year_awarded":
            values = np.where(np.isnan(values), searcher.columns.numbers["period_from"][numbers], values)
        signed = values if sort is Sort.OLDEST else -values
        order = np.argsort(np.where(np.isnan(signed), np.inf, signed), kind="stable")
    return Ranking(
        numbers[order],
        ranking.scores[order],
        ranking.text_scores[order],
        ranking.condition_scores[order],
        ranking.penalties[order],
        ranking.text_weight,
    )
