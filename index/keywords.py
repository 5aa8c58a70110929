"""BM25 over a passage collection, in channels: words, character 4-grams, and words as written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from index.analysis import gram_terms, surface_terms, word_terms

CHANNELS = ("words", "grams", "surface")
K1, B = 1.2, 0.75  # Robertson & Zaragoza 2009; the set's best values differ by less than its noise

_ANALYSERS = {"words": word_terms, "grams": gram_terms, "surface": surface_terms}
Hits = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Passage numbers and scores, best first; equal scores by passage number."""


def write_channel(folder: Path, name: str, texts: Sequence[Sequence[str]]) -> None:
    """Write one channel's postings: for each term the passages that hold it and what it adds to their scores."""
    counts: dict[str, list[tuple[int, int]]] = {}
    lengths = np.array([len(terms) for terms in texts], dtype=np.float64)
    for number, terms in enumerate(texts):
        for term, count in Counter(terms).items():
            counts.setdefault(term, []).append((number, count))
    trie = marisa_trie.Trie(list(counts))
    ordered = sorted(counts, key=trie.__getitem__)
    starts = np.cumsum([0, *(len(counts[term]) for term in ordered)], dtype=np.int64)
    numbers = np.fromiter((n for term in ordered for n, _ in counts[term]), dtype=np.int32, count=starts[-1])
    times = np.fromiter((c for term in ordered for _, c in counts[term]), dtype=np.float64, count=starts[-1])
    frequency = np.diff(starts)
    idf = np.log1p((len(texts) - frequency + 0.5) / (frequency + 0.5))
    norm = K1 * (1 - B + B * lengths / max(lengths.mean() if len(lengths) else 1.0, 1e-9))
    weights = np.repeat(idf, frequency) * times * (K1 + 1) / (times + norm[numbers])
    trie.save(str(folder / f"{name}.terms.marisa"))
    np.save(folder / f"{name}.starts.npy", starts)
    np.save(folder / f"{name}.numbers.npy", numbers)
    np.save(folder / f"{name}.weights.npy", weights.astype(np.float32))


def write_sequence(folder: Path, texts: Sequence[Sequence[str]]) -> None:
    """Write the passages' words in order, as term numbers of the `surface` channel: what phrases are looked up in."""
    trie = marisa_trie.Trie()
    trie.mmap(str(folder / "surface.terms.marisa"))
    np.save(folder / "sequence.starts.npy", np.cumsum([0, *map(len, texts)], dtype=np.int64))
    np.save(folder / "sequence.npy", np.array([trie[term] for terms in texts for term in terms], dtype=np.int32))


class Channel:
    """One channel's postings, memory-mapped."""

    def __init__(self, folder: Path, name: str, n_passages: int) -> None:
        self.terms = marisa_trie.Trie()
        self.terms.mmap(str(folder / f"{name}.terms.marisa"))
        self._starts = np.load(folder / f"{name}.starts.npy", mmap_mode="r")
        self._numbers = np.load(folder / f"{name}.numbers.npy", mmap_mode="r")
        self._weights = np.load(folder / f"{name}.weights.npy", mmap_mode="r")
        self._n = n_passages

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """Give every passage's BM25 score: float32, shape (n_passages,)."""
        scores = np.zeros(self._n, dtype=np.float32)
        for term, count in Counter(terms).items():
            if term in self.terms:
                key = self.terms[term]
                start, end = self._starts[key], self._starts[key + 1]
                scores[self._numbers[start:end]] += self._weights[start:end] * np.float32(count)
        return scores

    def holders(self, keys: NDArray[np.int32]) -> NDArray[np.int32]:
        """Give the numbers of the passages that hold every one of these terms, ascending."""
        rows = [self._numbers[self._starts[key] : self._starts[key + 1]] for key in np.unique(keys)]
        rows.sort(key=len)
        found = np.asarray(rows[0])
        for row in rows[1:]:
            found = np.intersect1d(found, row, assume_unique=True)
        return found


class KeywordIndex:
    """The keyword channels of a snapshot."""

    def __init__(self, folder: Path, n_passages: int) -> None:
        self._channels = {name: Channel(folder, name, n_passages) for name in CHANNELS}
        self._sequence = np.load(folder / "sequence.npy", mmap_mode="r")
        self._sequence_starts = np.load(folder / "sequence.starts.npy", mmap_mode="r")

    def search(
        self, channel: str, query: str | Sequence[str], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> Hits:
        """Give the k best passages of a channel, of those that share a term with the query.

        Args:
            channel: one of `CHANNELS`.
            query: text, which is analysed as the channel's passages were, or terms.
            k: how many at most.
            allowed: which passages may be found, shape (n_passages,); None for all.
        """
        terms = _ANALYSERS[channel](query) if isinstance(query, str) else query
        scores = self._channels[channel].scores(terms)
        if allowed is not None:
            scores[~allowed] = 0
        return best(scores, k)

    def phrase(self, terms: Sequence[str], allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
        """Give the numbers of the passages in which the terms stand one after the other, ascending."""
        surface = self._channels["surface"]
        if not terms or any(term not in surface.terms for term in terms):
            return np.zeros(0, dtype=np.int32)
        wanted = np.array([surface.terms[term] for term in terms], dtype=np.int32)
        holders = surface.holders(wanted)
        if allowed is not None:
            holders = holders[allowed[holders]]
        return holders[[self._has_run(int(number), wanted) for number in holders]] if len(holders) else holders

    def _has_run(self, number: int, wanted: NDArray[np.int32]) -> bool:
        row = self._sequence[self._sequence_starts[number] : self._sequence_starts[number + 1]]
        if len(row) < len(wanted):
            return False
        return bool((np.lib.stride_tricks.sliding_window_view(row, len(wanted)) == wanted).all(axis=1).any())


def best(scores: NDArray[np.float32], k: int) -> Hits:
    """Give the numbers and scores of the k greatest positive scores, best first, ties by number."""
    found = np.flatnonzero(scores > 0)
    if len(found) > k:
        cut = np.partition(scores[found], len(found) - k)[len(found) - k]
        found = found[scores[found] >= cut]
    order = np.lexsort((found, -scores[found]))[:k]
    numbers = found[order].astype(np.int32)
    return numbers, scores[numbers]
