"""Rows of unequal length, laid end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_Number = TypeVar("_Number", bound=np.generic)
_LONG_RUN = 8  # rows that stand together on average, from which they are copied run by run


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

    def row(self, number: int) -> NDArray[np.int32]:
        """Give one row."""
        return self.values[self.starts[number] : self.starts[number + 1]]

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
        return Ragged(starts, take_rows(self.starts, self.values, numbers))

    def then(self, other: Ragged) -> Ragged:
        """Give these rows followed by those of another."""
        starts = np.concatenate([self.starts, self.starts[-1] + other.starts[1:]])
        return Ragged(starts, np.concatenate([self.values, other.values]))

    def renumbered(self, numbers: NDArray[np.int32]) -> Ragged:
        """Replace every value v by `numbers[v]`."""
        return Ragged(self.starts, numbers[self.values] if len(self.values) else self.values)

    def holding(self, is_wanted: NDArray[np.bool_]) -> Ints:
        """Give the numbers of the rows that hold a value of a mask, ascending."""
        places = np.flatnonzero(is_wanted[self.values])
        return np.unique(np.searchsorted(self.starts, places, side="right") - 1)


def take_rows(starts: Ints, values: NDArray[_Number], numbers: NDArray[np.integer]) -> NDArray[_Number]:
    """Give the values of some rows, in the order of their numbers; rows that stand together are copied together."""
    firsts, ends = starts[numbers], starts[numbers + 1]
    breaks = np.flatnonzero(firsts[1:] != ends[:-1])
    if (len(breaks) + 1) * _LONG_RUN <= len(numbers):
        runs = zip(firsts[[0, *(breaks + 1)]].tolist(), ends[[*breaks, -1]].tolist(), strict=True)
        parts = [values[first:end] for first, end in runs]
        return np.concatenate(parts) if len(parts) > 1 else parts[0]
    lengths = ends - firsts
    offsets = np.cumsum(lengths)
    places = np.arange(offsets[-1] if len(offsets) else 0) + np.repeat(firsts - offsets + lengths, lengths)
    taken: NDArray[_Number] = values[places]
    return taken
