"""Fusing the lists of several channels into one score.

The default is a weighted sum of min-max normalised scores; reciprocal rank fusion stands beside it for comparison.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

DEPTH = 200
"""How deep each list is read: nDCG@10 on two Danish sets 0.705 and 0.753 at 100, 0.707 and 0.758 at 200."""


EQUAL = 1e-5
"""Scores nearer than this are one: the last bits of equal dot products differ by their place in memory."""


def normalise(scores: Floats, *, depth: int = DEPTH) -> Floats:
    """Scale a list's best `depth` scores to 0-1, and give 0 to the rest.

    Args:
        scores: float, shape (n,), -inf where the channel did not find the item.
        depth: how many of the best are kept; ties at the cut are all kept, so that order of storage never matters.

    Returns:
        float32, shape (n,). The best found item has 1, the worst kept one 0; items that tie throughout all have 1.
    """
    found = np.isfinite(scores)
    kept = scores[found]
    if not kept.shape[0]:
        return np.zeros(scores.shape[0], dtype=np.float32)
    if kept.shape[0] > depth:
        kept = np.partition(kept, kept.shape[0] - depth)[-depth:]
    low, high = float(kept.min()), float(kept.max())
    if high - low <= EQUAL * max(1.0, abs(high)):
        return (found & (scores >= low)).astype(np.float32)
    out = (scores - low) / (high - low)
    np.maximum(out, 0.0, out=out)
    np.minimum(out, 1.0, out=out)
    return out


def fuse_weighted(lists: Mapping[str, Floats], weights: Mapping[str, float], *, depth: int = DEPTH) -> Floats:
    """Sum the channels' normalised scores, weighted; the weights are scaled to sum to 1.

    Args:
        lists: per channel a float array, shape (n,), -inf where the channel did not find the item.
        weights: per channel a weight of at least 0; channels without one count nothing.
        depth: how deep each list is read.

    Raises:
        ValueError: no list has a weight above 0.
    """
    total = sum(weights.get(name, 0.0) for name in lists)
    if total <= 0:
        raise ValueError(f"no channel of {sorted(lists)} has a weight above 0")
    n = next(iter(lists.values())).shape[0]
    fused = np.zeros(n, dtype=np.float32)
    for name in sorted(lists):
        weight = weights.get(name, 0.0) / total
        if weight:
            fused += np.float32(weight) * normalise(lists[name], depth=depth)
    return fused


def fuse_rrf(rankings: Sequence[Sequence[str]], *, k: int = 60) -> list[tuple[str, float]]:
    """Merge rankings by reciprocal rank fusion, best first.

    score(d) = sum over rankings of 1 / (k + rank), rank from 1; equal scores are ordered by id, so runs repeat.

    Args:
        rankings: one list of ids per channel, best first, no id twice in a list.
        k: damping constant; 60 is the paper's value.

    Raises:
        ValueError: k is negative, or a ranking repeats an id.

    Source: Cormack, Clarke & Buettcher, SIGIR 2009, doi:10.1145/1571941.1572114.
    """
    if k < 0:
        raise ValueError(f"k must be >= 0, got {k}")
    scores: defaultdict[str, float] = defaultdict(float)
    for i, ranking in enumerate(rankings):
        if len(set(ranking)) != len(ranking):
            raise ValueError(f"ranking {i} repeats an id")
        for rank, item in enumerate(ranking, start=1):
            scores[item] += 1 / (k + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
