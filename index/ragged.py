"""Rows of unequal length, laid end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of numbers: row i is `values[starts[i]:starts[i + 1]]`."""

    starts: Ints
    values: NDArray[np.int32]

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        """Lay rows end to end."""
        starts = np.cumsum([0, *map(len, rows)], dtype=np.int64)
        values = np.fromiter((value for row in rows for value in row), dtype=np.int32, count=int(starts[-1]))
        return cls(starts, values)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def lengths(self) -> Ints:
        """Give the rows' lengths."""
        return np.diff(self.starts)

    def heads(self, n: int, times: int) -> Ragged:
        """Give the first n values of every row, as often as `times` says."""
        lengths = np.minimum(self.lengths(), n)
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(times * lengths)])
        within = np.arange(starts[-1]) - np.repeat(starts[:-1], times * lengths)
        head = self.values[np.repeat(self.starts[:-1], times * lengths) + within % np.repeat(lengths, times * lengths)]
        return Ragged(starts, head)

    def take(self, numbers: NDArray[np.integer]) -> Ragged:
        """Give the rows of these numbers, in this order."""
        lengths = self.lengths()[numbers]
        starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
        offsets = np.repeat(self.starts[numbers] - starts[:-1], lengths)
        return Ragged(starts, self.values[np.arange(starts[-1]) + offsets])

    def then(self, other: Ragged) -> Ragged:
        """Give these rows followed by those of another."""
        starts = np.concatenate([self.starts, self.starts[-1] + other.starts[1:]])
        return Ragged(starts, np.concatenate([self.values, other.values]))

    def renumbered(self, numbers: NDArray[np.int32]) -> Ragged:
        """Replace every value v by `numbers[v]`."""
        return Ragged(self.starts, numbers[self.values] if len(self.values) else self.values)
