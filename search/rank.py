"""Records in order: text and conditions together, ties by id, near-identical records of one pool kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.columns import Columns
from search.constraints import Constraint, Strength
from search.degrees import degrees, satisfied
from search.retrieve import Candidates
from search.spread import spread_penalties
from search.understanding import Understanding

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

LISTING_TEXT_WEIGHT = 0.3
"""What the text score counts where a question states nothing but conditions ("projekter i Region Nordjylland")."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Records, best first."""

    numbers: Ints  # record numbers
    scores: Floats
    text_scores: Floats
    condition_scores: Floats  # what satisfied conditions added
    penalties: Floats  # what was taken off for coming after several of a kind
    text_weight: float = 1.0  # that the text score was multiplied by

    def of(self, kept: Bools) -> Ranking:
        """Give the records of a mask over all records, in the same order."""
        places = kept[self.numbers]
        return Ranking(
            self.numbers[places],
            self.scores[places],
            self.text_scores[places],
            self.condition_scores[places],
            self.penalties[places],
            self.text_weight,
        )


def rank(
    query: Understanding,
    candidates: Candidates,
    constraints: Sequence[Constraint],
    columns: Columns,
    places: Ints,
    *,
    allowed: Bools | None,
    is_spread: bool = True,
) -> Ranking:
    """Order the records that were found, or, for a listing, all that satisfy its conditions.

    score = text score (0-1) + for every condition its weight x how well the record satisfies it, less what it loses by
    coming after several of its kind; that last only where the query names no pool or funder. `places` is the place of
    each record in the order of ids, by which equal ones stand.
    """
    numbers = candidates.records
    text = candidates.text_scores
    if query.is_listing:
        numbers, text = _listed(query, candidates, columns, allowed)
    bonus = np.zeros(len(numbers), dtype=np.float32)
    for constraint in constraints:
        found = degrees(constraint, columns)[numbers]
        bonus += np.float32(constraint.weight) * found
    scores = text + bonus
    order = sort_by_score(scores, numbers, places)
    penalties = np.zeros(len(numbers), dtype=np.float32)
    is_asked_for = query.is_listing or any(c.field in ("pool", "funder") for c in constraints)
    if is_spread and not is_asked_for:
        penalties[order] = spread_penalties(numbers[order], scores[order], columns)
        if penalties.any():
            scores = scores - penalties
            order = sort_by_score(scores, numbers, places)
    weight = LISTING_TEXT_WEIGHT if query.is_listing else 1.0
    return Ranking(numbers[order], scores[order], text[order], bonus[order], penalties[order], weight)


def sort_by_score(scores: Floats, numbers: Ints, places: Ints) -> Ints:
    """Give the order by falling score; equal ones, to six decimals, by record id, so that runs repeat.

    Args:
        scores: of some records.
        numbers: theirs.
        places: the place of each record of the snapshot in the order of ids.
    """
    return np.lexsort((places[numbers], -np.round(scores.astype(np.float64), 6)))


def _listed(
    query: Understanding, candidates: Candidates, columns: Columns, allowed: Bools | None
) -> tuple[Ints, Floats]:
    """Give every allowed record that satisfies some condition, and its text score, which counts little.

    Where the question asks for an order of them, only those that satisfy all: the first of the order are its answer.
    """
    mask = np.ones(columns.n_records, dtype=bool) if allowed is None else allowed.copy()
    asked = [c for c in query.constraints if c.strength is Strength.HARD or c.field != "record_type"]
    if asked and query.ordering and (mask & satisfied(asked, columns)).any():
        mask &= satisfied(asked, columns)
    elif asked:
        mask &= np.any([degrees(c, columns) > 0 for c in asked], axis=0)
    numbers = np.flatnonzero(mask).astype(np.int64)
    text = np.zeros(columns.n_records, dtype=np.float32)
    text[candidates.records] = candidates.text_scores
    return numbers, np.float32(LISTING_TEXT_WEIGHT) * text[numbers]
