"""BM25 over a passage collection, in channels: words, character 4-grams, and words as written.

A passage is the sequence of its words; each word stands once in a vocabulary, where its terms in each channel are.
`words` holds Danish stems and the stems of a compound's parts, `grams` the 4-grams of words, `surface` words as
written, whose order is kept for phrases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.analysis import GRAM, gram_terms, stem, surface_terms, word_terms
from index.compounds import MIN_LENGTH, MIN_PART, split_compound
from index.postings import Postings, map_array

CHANNELS = ("words", "grams", "surface")

K1 = 1.2
B = {"words": 0.75, "grams": 0.9, "surface": 0.75}
"""Measured on three Danish sets: 0.9 for grams gives mean nDCG@10 0.673, 0.75 gives 0.669; k1 hardly matters."""

VOCABULARY_NAME = "vocabulary.marisa"
"""The words as written in lower case."""

MIN_LEXICON_FREQUENCY = 2
"""A word that stands in one passage only is a slip too often to cut others by."""

_ANALYSERS: dict[str, Callable[[str], list[str]]] = {
    "words": word_terms,
    "grams": gram_terms,
    "surface": surface_terms,
}

Hits = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Passage numbers and scores, best first; equal scores by passage number."""


def stems_of(term: str, frequency: Callable[[str], int]) -> list[str]:
    """Give a term's stem and the stems of its parts, if it is a compound of words of the corpus."""

    def lexicon(word: str) -> int:
        if len(word) < MIN_PART or not word.isalpha():
            return 0
        n_passages = frequency(word)
        return n_passages if n_passages >= MIN_LEXICON_FREQUENCY else 0

    parts = split_compound(term, lexicon) if len(term) >= MIN_LENGTH else ()
    return [stem(term), *(stem(part) for part in parts)]


class KeywordIndex:
    """The keyword channels of a snapshot."""

    def __init__(self, folder: Path, n_passages: int) -> None:
        self._channels = {name: Postings(folder, name, n_passages) for name in CHANNELS}
        self._sequence = map_array(folder / "sequence.npy")
        self._sequence_starts = map_array(folder / "sequence.starts.npy")
        self._surface_of = map_array(folder / "vocabulary.surface.npy")  # one term a word
        self._stems = lru_cache(maxsize=50_000)(lambda t: stems_of(t, self._channels["surface"].frequency))

    @property
    def n_words(self) -> int:
        """How many different words there are, as terms spell them."""
        return len(self._channels["surface"].terms)

    def frequency(self, word: str) -> int:
        """Give the number of passages that hold a word, as terms spell it."""
        return self._channels["surface"].frequency(word)

    def stem_frequency(self, stem: str) -> int:
        """Give the number of passages that hold a word, or a part of one, with this stem."""
        return self._channels["words"].frequency(stem)

    def has_stem(self, stem: str) -> bool:
        """Say whether a word that is no stop word, or a part of one, has this stem."""
        return stem in self._channels["words"].terms

    def words_beginning(self, letters: str, *, at_least: int = 1) -> list[str]:
        """Give the words that begin so and stand in so many passages, in alphabetical order."""
        surface = self._channels["surface"]
        return sorted(word for word, key in surface.terms.items(letters) if surface.frequencies[key] >= at_least)

    def is_in_a_word(self, part: str) -> bool:
        """Say whether a word holds these letters. Nearly always it takes a look at the 4-grams only."""
        if not part or self.frequency(part):
            return bool(part)
        grams = self._channels["grams"].terms
        if any(part[i : i + GRAM] not in grams for i in range(len(part) - GRAM + 1)):
            return False
        return part in self._all_words

    @cached_property
    def _all_words(self) -> str:
        return "\n".join(self._channels["surface"].terms.keys())

    def search(
        self,
        channel: str,
        query: str | Sequence[str] | Mapping[str, float],
        k: int,
        allowed: NDArray[np.bool_] | None = None,
    ) -> Hits:
        """Give the k best passages of a channel, of those that share a term with the query.

        Args:
            channel: one of `CHANNELS`.
            query: text, or what the channel's function of `index.analysis` makes of it, or how much each of those terms
                counts. Compounds are cut here, by the words of this corpus: on three Danish sets that gives mean
                nDCG@10 0.647, cutting the passages' alone 0.625.
            k: how many at most.
            allowed: which passages may be found, shape (n_passages,); None for all.
        """
        scores = self.scores(channel, query)
        if allowed is not None:
            scores *= allowed
        return best(scores, k)

    def scores(self, channel: str, query: str | Sequence[str] | Mapping[str, float]) -> NDArray[np.float32]:
        """Give every passage's score in a channel, 0 where it shares no term: float32, shape (n_passages,).

        Args:
            channel: one of `CHANNELS`.
            query: as `search` takes it.
        """
        terms = _ANALYSERS[channel](query) if isinstance(query, str) else query
        weights: Mapping[str, float] = terms if isinstance(terms, Mapping) else Counter(terms)
        if channel == "words":
            weights = self._stemmed(weights)
        return self._channels[channel].scores(weights)

    def _stemmed(self, weights: Mapping[str, float]) -> dict[str, float]:
        stemmed: dict[str, float] = {}
        for term, weight in weights.items():
            for part in self._stems(term):
                stemmed[part] = stemmed.get(part, 0) + weight
        return stemmed

    def covering(self, scores: NDArray[np.float32], asked: Sequence[Sequence[str]], share: float) -> NDArray[np.int64]:
        """Give the numbers of the passages that hold a share of what is asked, by the `words` channel.

        A word that stands once in a passage of usual length scores its idf, so the score against the sum of the idf is
        about the share held, common words counting little.

        Args:
            scores: what `scores` gives of the `words` channel for all that is looked for, synonyms among it.
            asked: wordings; a passage must hold the share of one of them.
            share: 0-1.
        """
        channel = self._channels["words"]
        masses = [
            sum(count * channel.idf(term) for term, count in self._stemmed(Counter(terms)).items())
            for terms in asked
            if terms
        ]
        if not masses:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(scores >= np.float32(share * min(masses)))

    def phrase(self, terms: Sequence[str], allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
        """Give the numbers of the passages in which the terms stand one after the other, ascending.

        Args:
            terms: as `index.analysis.surface_terms` gives them.
            allowed: which passages may be found, shape (n_passages,); None for all.
        """
        surface = self._channels["surface"]
        keys = [surface.terms.get(term) for term in terms]
        if not keys or None in keys:
            return np.zeros(0, dtype=np.int32)
        wanted = np.array(keys, dtype=np.int32)
        holders = surface.holders(wanted)
        if allowed is not None:
            holders = holders[allowed[holders]]
        if len(wanted) == 1:
            return holders
        return holders[[self._has_run(int(number), wanted) for number in holders]] if len(holders) else holders

    def _has_run(self, number: int, wanted: NDArray[np.int32]) -> bool:
        row = self._surface_of[self._sequence[self._sequence_starts[number] : self._sequence_starts[number + 1]]]
        if len(row) < len(wanted):
            return False
        return bool((np.lib.stride_tricks.sliding_window_view(row, len(wanted)) == wanted).all(axis=1).any())


def best(scores: NDArray[np.float32], k: int) -> Hits:
    """Give the numbers and scores of the k greatest positive scores, best first, ties by number."""
    cut = _cut(scores, k)
    found = np.flatnonzero(scores >= cut) if cut > 0 else np.flatnonzero(scores > 0)
    order = np.argsort(-scores[found], kind="stable")[: max(k, 0)]  # of equal ones the first stays first
    numbers = found[order].astype(np.int32)
    return numbers, scores[numbers]


def _cut(scores: NDArray[np.float32], k: int) -> float:
    """Give a score that at least k passages have and few more, or 0.

    Of columns that split the passages, the k best have k passages of at least the least one's greatest score; columns
    are compared whole rows at a time, which takes a tenth of the time of a partition of all scores.
    """
    n_columns = 4 * k
    height = len(scores) // n_columns if k > 0 else 0
    if height < 2:
        return 0.0
    greatest = scores[: height * n_columns].reshape(height, n_columns).max(axis=0)
    return float(np.partition(greatest, n_columns - k)[n_columns - k])
