"""Writes inverted lists with their BM25 weights, in bounded memory. Needed at building only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from index.layout import AT_ONCE, Layout, length_norms, weigh
from index.ragged import Ints, Ragged

_CHUNK = AT_ONCE


class WordCounts:
    """How often each passage has each word.

    Args:
        words: the passages' words, by number.
        n_words: how many words there are.
    """

    def __init__(self, words: Ragged, n_words: int) -> None:
        self.n_passages = len(words)
        self.n_words = n_words
        self._parts = [
            _count(words, start, min(start + _CHUNK, self.n_passages), n_words)
            for start in range(0, self.n_passages, _CHUNK)
        ]

    def plus(self, words: Ragged) -> WordCounts:
        """Give these counts with further words of the same passages."""
        more = WordCounts(words, self.n_words)
        more._parts = [mine + theirs for mine, theirs in zip(self._parts, more._parts, strict=True)]
        return more

    def sums(self, values: Ints) -> Ints:
        """Give each passage's sum of its words' values."""
        parts = [part @ values for part in self._parts]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    def inverted(self, terms_of: Any) -> Iterator[tuple[int, Any]]:
        """Give (number of the first passage, counts by term and passage) a chunk of passages at a time.

        Args:
            terms_of: sparse, shape (n_words, n_terms): how often each word has each term.
        """
        for i, part in enumerate(self._parts):
            yield i * _CHUNK, (part @ terms_of).tocsc()

    @property
    def is_one_part(self) -> bool:
        """Say whether all passages fit into one chunk."""
        return len(self._parts) <= 1


def _count(words: Ragged, start: int, end: int, n_words: int) -> Any:
    first, last = words.starts[start], words.starts[end]
    values = words.values[first:last].copy()  # which the matrix sorts in place
    counts = sp.csr_matrix(
        (np.ones(len(values), dtype=np.int32), values, words.starts[start : end + 1] - first),
        shape=(end - start, n_words),
    )
    counts.sum_duplicates()
    return counts


def write_postings(
    folder: Path, name: str, counts: WordCounts, terms_of: Ragged, n_terms: int, *, usual: float, k1: float, b: float
) -> Ints:
    """Write the inverted lists of a channel, but for its terms' trie.

    Args:
        folder: where to.
        name: of the channel.
        counts: of the passages' words.
        terms_of: each word's terms, by their keys in the channel's trie.
        n_terms: how many terms there are.
        usual: length that passages are held against, in terms.
        k1: how soon a repeated term adds no more (BM25).
        b: how much long passages are held back (BM25).

    Returns:
        In how many passages each term stands, by its key.
    """
    table = sp.csr_matrix(
        (np.ones(len(terms_of.values), dtype=np.int32), terms_of.values, terms_of.starts),
        shape=(counts.n_words, n_terms),
    )
    table.sum_duplicates()
    norms = length_norms(counts.sums(terms_of.lengths()), usual, k1, b)
    inverted = counts.inverted(table)
    if counts.is_one_part:
        inverted = iter(list(inverted))
    frequency = np.zeros(n_terms, dtype=np.int64)
    parts: list[tuple[int, Any]] = []
    for start, part in inverted:
        frequency += np.diff(part.indptr)
        if counts.is_one_part:  # the lists of several chunks would not fit into memory together
            parts.append((start, part))
    layout = Layout.of(frequency, counts.n_passages)
    files = _Files(folder, name, layout, is_mapped=not counts.is_one_part)
    free = layout.starts[:-1].copy()
    for start, part in parts or counts.inverted(table):
        _write_part(files, start, part, norms[start : start + part.shape[0]], layout.row_of, free)
    files.write()
    layout.write(folder, name, k1)
    return frequency


class _Files:
    """The arrays that are filled a part at a time: of many passages in their files, of few in memory.

    To write them at once in place of through a mapping saves a tenth of the processor time of 20 000 passages.
    """

    def __init__(self, folder: Path, name: str, layout: Layout, *, is_mapped: bool) -> None:
        def create(part: str, dtype: Any, shape: tuple[int, ...]) -> NDArray[Any]:
            path = folder / f"{name}.{part}.npy"
            if is_mapped:
                return np.lib.format.open_memmap(path, "w+", dtype=dtype, shape=shape)
            self._unwritten[path] = np.zeros(shape, dtype=dtype)
            return self._unwritten[path]

        self._unwritten: dict[Path, NDArray[Any]] = {}
        self.numbers = create("numbers", np.int32, (layout.n_postings,))
        self.weights = create("weights", np.uint8, (layout.n_postings,))
        self.rows = create("rows", np.uint8, (layout.n_rows, layout.n_passages))

    def write(self) -> None:
        """Write what is in memory; that all is on the disk is seen to when the snapshot is whole (`index.build`)."""
        for path, array in self._unwritten.items():
            np.save(path, array)


def _write_part(
    files: _Files, start: int, part: Any, norms: NDArray[np.float32], rows: NDArray[np.int32], free: Ints
) -> None:
    here = np.diff(part.indptr)
    steps = weigh(part.data.astype(np.float32), norms[part.indices])
    for key in np.flatnonzero((rows >= 0) & (here > 0)):
        entries = slice(part.indptr[key], part.indptr[key + 1])
        files.rows[rows[key], part.indices[entries] + start] = steps[entries]
    in_list = np.repeat(rows < 0, here)
    places = _next_places(free, np.where(rows < 0, here, 0))
    files.numbers[places] = part.indices[in_list] + start
    files.weights[places] = steps[in_list]


def _next_places(free: Ints, lengths: Ints) -> Ints | slice:
    """Take so many places of each list, and give them: one run where they are all there is."""
    n = int(lengths.sum())
    if n and bool((free[:-1] + lengths[:-1] == free[1:]).all()):
        places: Ints | slice = slice(int(free[0]), int(free[0]) + n)
    else:
        places = np.repeat(free, lengths) + np.arange(n) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    free += lengths
    return places
