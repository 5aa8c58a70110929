"""Vectors of the passages' sentences, one byte a dimension.

A passage that tells of five projects is near none of the questions about one of them; one of its sentences is. Short
neighbours and the lines of tables are taken together until they are `FEWEST_WORDS` long. A passage that is one sentence
has no rows: its own vector says the same.
"""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.passages import SENTENCE_END
from index.postings import map_array
from index.renewing import Carried
from index.rows import RenewedRows

CODES_NAME, SCALES_NAME, STARTS_NAME = "sentences.codes.npy", "sentences.scales.npy", "sentences.starts.npy"

FEWEST_WORDS = 8

_LEVELS = 127
_LINE_END = re.compile(r"\n\s*")
_MAPPED_UP_TO = 2**28  # bytes of codes; more are read, not mapped, lest the process come to hold them all

Codes = NDArray[np.int8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def split_sentences(text: str) -> list[str]:
    """Give a passage's sentences, none where it is but one."""
    ends = sorted({m.end() for pattern in (SENTENCE_END, _LINE_END) for m in pattern.finditer(text)} | {len(text)})
    sentences: list[str] = []
    start = 0
    for end in ends:
        if len(text[start:end].split()) >= FEWEST_WORDS or (end == len(text) and text[start:].strip()):
            sentences.append(text[start:end].strip())
            start = end
    return sentences if len(sentences) > 1 else []


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of some passages, in the order of the passages."""

    codes: Codes  # (n_sentences, dim)
    scales: Floats  # (n_sentences,), by which a row's codes are multiplied
    counts: Ints  # (n_passages,), how many each passage has

    @classmethod
    def of(cls, vectors: Floats, counts: Sequence[int]) -> Sentences:
        """Round vectors, float32, shape (n_sentences, dim), to codes."""
        greatest = np.abs(vectors).max(axis=1, initial=0.0)
        scales = (np.maximum(greatest, 1e-9) / _LEVELS).astype(np.float32)
        return cls(np.round(vectors / scales[:, None]).astype(np.int8), scales, np.array(counts, dtype=np.int64))


def write_sentences(folder: Path, sentences: Sentences) -> None:
    """Write the sentences of all passages."""
    np.save(folder / CODES_NAME, sentences.codes)
    np.save(folder / SCALES_NAME, sentences.scales)
    np.save(folder / STARTS_NAME, _starts(sentences.counts))


class RenewedSentences:
    """Writes the sentences of passages of which some come from an older snapshot: theirs at once, the others' later.

    `growing` are the files that wait for the others.

    Args:
        folder: where to.
        older: the older snapshot's.
        carried: which passages go over.
        counts: how many sentences each of the other passages has.
    """

    growing = frozenset({CODES_NAME, SCALES_NAME})

    def __init__(self, folder: Path, older: SentenceIndex, carried: Carried, counts: Sequence[int]) -> None:
        self._counts = counts
        all_counts = np.zeros(len(carried.old_of), dtype=np.int64)
        all_counts[carried.kept] = np.diff(older.starts)[carried.old_of[carried.kept]]
        all_counts[carried.added] = counts
        starts = _starts(all_counts)
        np.save(folder / STARTS_NAME, starts)
        runs = [
            (int(older.starts[old]), int(starts[new]), int(starts[new + length] - starts[new]))
            for old, new, length in carried.runs
        ]
        self._codes = RenewedRows(folder / CODES_NAME, older.codes, int(starts[-1]), runs)
        self._scales = RenewedRows(folder / SCALES_NAME, older.scales, int(starts[-1]), runs)
        self._added = np.flatnonzero(np.repeat(carried.old_of < 0, all_counts))

    def fill(self, vectors: Floats) -> None:
        """Write the others, given their vectors: float32, shape (n_sentences, dim)."""
        added = Sentences.of(vectors, self._counts)
        self._codes.fill(self._added, added.codes)
        self._scales.fill(self._added, added.scales)


def _starts(counts: Ints) -> Ints:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])


class SentenceIndex:
    """The sentences' vectors of a snapshot."""

    def __init__(self, folder: Path) -> None:
        self.codes: Codes = map_array(folder / CODES_NAME)
        self.scales: Floats = map_array(folder / SCALES_NAME)
        self.starts: Ints = map_array(folder / STARTS_NAME)
        self._file = os.open(folder / CODES_NAME, os.O_RDONLY)
        self._offset = (folder / CODES_NAME).stat().st_size - self.codes.nbytes
        weakref.finalize(self, os.close, self._file)

    def _rows_of(self, passages: NDArray[np.integer]) -> tuple[Ints, Ints]:
        """Give the numbers of the passages' sentences, end to end, and how many each passage has."""
        firsts = self.starts[passages]
        counts = self.starts[np.asarray(passages) + 1] - firsts
        offsets = np.repeat(firsts - np.cumsum(counts) + counts, counts)
        return np.arange(len(offsets)) + offsets, counts

    def best(self, vector: Floats, passages: NDArray[np.integer]) -> Floats:
        """Give the inner product of a vector with each passage's nearest sentence; -inf where it has no sentences.

        Args:
            vector: float32, shape (dim,).
            passages: passage numbers, shape (n,).

        Returns:
            float32, shape (n,). The same for a passage whatever the others are.
        """
        rows, counts = self._rows_of(passages)
        out = np.full(len(counts), -np.inf, dtype=np.float32)
        if not len(rows):
            return out
        # einsum sums each row alike whatever its neighbours, so that a search repeats to the last bit
        scores = np.einsum("ij,j->i", self._codes_of(rows, counts).astype(np.float32), vector) * self.scales[rows]
        has_some = counts > 0
        ends = np.cumsum(counts)
        out[has_some] = np.maximum.reduceat(scores, (ends - counts)[has_some])
        return out

    def _codes_of(self, rows: Ints, counts: Ints) -> Codes:
        if self.codes.nbytes <= _MAPPED_UP_TO:
            return self.codes.take(rows, axis=0)
        codes = np.empty((len(rows), self.codes.shape[1]), dtype=np.int8)
        width = self.codes.shape[1]
        start = 0
        for count in counts[counts > 0].tolist():
            part = codes[start : start + count]
            os.preadv(self._file, [part.reshape(-1).data], self._offset + int(rows[start]) * width)
            start += count
        return codes
