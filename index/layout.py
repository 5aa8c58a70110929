"""How the inverted lists of a channel are laid out in files, and what their weights are, however they come about."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.postings import COMMON
from index.ragged import Ints

AT_ONCE = 40_000
"""Passages that are inverted at a time, in 0.5 GB."""

_STEPS = 64
"""Of a usual length between one power of two and the next: 1.1 % apart, so that one changed passage among thousands
leaves the usual length, and with it every other passage's weights, as they were. A weight moves by half a hundredth at
the most, about as much as by being rounded to 255 steps."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the postings of each term stand."""

    n_passages: int
    frequency: Ints  # in how many passages each term stands, by its key
    row_of: NDArray[np.int32]  # by term; -1 of one that has a list
    starts: Ints  # of the lists; shape (n_terms + 1,), an empty list of a term that has a row

    @classmethod
    def of(cls, frequency: Ints, n_passages: int) -> Layout:
        """Give the layout for terms of some frequencies."""
        is_common = frequency * COMMON >= max(n_passages, 1)
        starts = np.concatenate([[0], np.cumsum(np.where(is_common, 0, frequency))])
        return cls(n_passages, frequency, np.where(is_common, np.cumsum(is_common) - 1, -1).astype(np.int32), starts)

    @property
    def is_common(self) -> NDArray[np.bool_]:
        """Which terms have rows."""
        return self.row_of >= 0

    @property
    def n_rows(self) -> int:
        """How many terms have rows."""
        return int(np.count_nonzero(self.row_of >= 0))

    @property
    def n_postings(self) -> int:
        """How many postings stand in lists."""
        return int(self.starts[-1])

    def write(self, folder: Path, name: str, k1: float) -> None:
        """Write it, and what a weight counts in each term's list."""
        idf = np.log1p((self.n_passages - self.frequency + 0.5) / (self.frequency + 0.5))
        np.save(folder / f"{name}.starts.npy", self.starts)
        np.save(folder / f"{name}.row_of.npy", self.row_of)
        np.save(folder / f"{name}.frequency.npy", self.frequency.astype(np.int32))
        np.save(folder / f"{name}.scales.npy", (idf * (k1 + 1) / 255).astype(np.float32))


def usual_length(n_terms: int, n_passages: int) -> float:
    """Give the length that passages are held against: their mean length in terms, in steps of a hundredth."""
    if not n_terms:
        return 1.0
    return float(2 ** (round(math.log2(n_terms / n_passages) * _STEPS) / _STEPS))


def length_norms(lengths: Ints, usual: float, k1: float, b: float) -> NDArray[np.float32]:
    """Give how much passages of some lengths are held back: BM25's k1 (1 - b + b length / usual)."""
    norms: NDArray[np.float32] = (k1 * (1 - b + b * lengths / usual)).astype(np.float32)
    return norms


def weigh(times: NDArray[np.float32], norms: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Give the weights of terms that stand so many times in passages of these norms: 1 to 255. Overwrites `norms`."""
    norms += times
    np.divide(255 * times, norms, out=norms)
    steps: NDArray[np.uint8] = np.maximum(np.rint(norms, out=norms), 1, out=norms).astype(np.uint8)
    return steps
