"""How good a ranking is: nDCG, recall, reciprocal rank, with intervals and paired comparison."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


def ndcg(ranking: Sequence[str], relevant: Mapping[str, int], *, k: int = 10) -> float:
    """Give the normalised discounted cumulative gain at k: gain 2^grade - 1, discount log2(rank + 1).

    0 where nothing is relevant. Ids beyond the judged ones count as grade 0.

    Raises:
        ValueError: the ranking repeats an id, which would count its gain twice.
    """
    if len(set(ranking)) != len(ranking):
        raise ValueError("the ranking repeats an id")
    gains = [2 ** relevant.get(item, 0) - 1 for item in ranking[:k]]
    ideal = sorted((2**grade - 1 for grade in relevant.values()), reverse=True)[:k]
    best = _discounted(ideal)
    return _discounted(gains) / best if best > 0 else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def recall(ranking: Sequence[str], relevant: Mapping[str, int], *, k: int = 100) -> float:
    """Give the share of relevant ids (grade above 0) among the first k; 0 where nothing is relevant."""
    wanted = {item for item, grade in relevant.items() if grade > 0}
    return len(wanted & set(ranking[:k])) / len(wanted) if wanted else 0.0


def reciprocal_rank(ranking: Sequence[str], relevant: Mapping[str, int], *, k: int = 10) -> float:
    """Give 1 / rank of the first relevant id among the first k, else 0."""
    for rank, item in enumerate(ranking[:k], start=1):
        if relevant.get(item, 0) > 0:
            return 1 / rank
    return 0.0


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float


def bootstrap(values: Sequence[float], *, n_samples: int = 2000, seed: int = 13) -> Interval:
    """Give the mean and its percentile bootstrap interval (95 %); the seed is fixed, so runs repeat.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values to average")
    array = np.asarray(values, dtype=np.float64)
    rng = np.random.default_rng(seed)
    means = array[rng.integers(0, array.size, size=(n_samples, array.size))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(float(array.mean()), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run B against run A on the same queries."""

    n_queries: int
    mean_difference: float  # B - A
    low: float  # 95 % bootstrap interval of the difference
    high: float
    p_value: float  # two-sided, paired randomisation test
    n_better: int
    n_worse: int


def compare_paired(a: Mapping[str, float], b: Mapping[str, float], *, n_samples: int = 10_000) -> Comparison:
    """Compare two runs' per-query scores by a paired randomisation test; the seed is fixed, so runs repeat.

    Raises:
        ValueError: the runs do not cover the same queries, or none.

    Source: Smucker, Allan & Carterette, CIKM 2007, doi:10.1145/1321440.1321528.
    """
    if set(a) != set(b):
        odd = sorted(set(a) ^ set(b))[0]
        raise ValueError(f"the runs do not cover the same queries: {odd!r} is in one only")
    differences = np.array([b[key] - a[key] for key in sorted(a)], dtype=np.float64)
    interval = bootstrap(list(differences))
    rng = np.random.default_rng(13)
    signs = rng.choice(np.array([-1.0, 1.0]), size=(n_samples, differences.size))
    chance = np.abs((signs * differences).mean(axis=1))
    extreme = int((chance >= abs(differences.mean()) - 1e-12).sum())
    return Comparison(
        n_queries=differences.size,
        mean_difference=interval.mean,
        low=interval.low,
        high=interval.high,
        p_value=(extreme + 1) / (n_samples + 1),
        n_better=int((differences > 0).sum()),
        n_worse=int((differences < 0).sum()),
    )
