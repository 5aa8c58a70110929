"""Keeping near-identical records of one programme from filling the top of a list."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from search.columns import Columns

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

FREE = 3
"""Records of one kind that stand where their score puts them."""

STEP, MOST = 0.02, 0.1
"""What each further one of a kind loses of its score, and at most: enough to let a record through that is nearly as
good, too little to bury what was asked for."""

READ = 60
"""How deep the list is looked at; deeper ones are not read from the top."""


def spread_penalties(numbers: Ints, scores: Floats, columns: Columns) -> Floats:
    """Give what records lose for coming after several of their kind.

    Of one kind are records of one pool with the same target group and themes: the awards of one round, mostly.

    Args:
        numbers: record numbers, best first.
        scores: theirs.
        columns: the snapshot's columns.

    Returns:
        float32, shape (n,), at least 0.
    """
    out = np.zeros(len(numbers), dtype=np.float32)
    seen: Counter[tuple[tuple[int, ...], ...]] = Counter()
    of_a_pool = np.flatnonzero(columns.facets["pool"].counts[numbers[:READ]])
    for position in of_a_pool.tolist():
        kind = columns.kind(int(numbers[position]))
        before = seen[kind]
        seen[kind] += 1
        if before >= FREE:
            out[position] = min(STEP * (before - FREE + 1), MOST) * scores[position]
    return out
