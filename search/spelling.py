"""Spelling tolerance: a word that nobody knows becomes the nearest word of the corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from index.analysis import stem

MIN_LENGTH = 5
"""Shorter words have too many neighbours: "kost" is one letter from "kort", "post" and "kast"."""

LONG = 8
"""From this length two slips are forgiven ("rehabillitring"), below it one."""

LONGEST = 60
"""Longer ones are no words, and cutting them everywhere takes seconds."""

_LINKS = ("", "s", "e")


class Speller:
    """Corrects words against a vocabulary.

    The vocabulary's words are spelled as the index spells them (`index.analysis.spell`).
    """

    def __init__(
        self, document_frequency: Mapping[str, int], also_known: Iterable[str] = (), *, max_terms: int = 400_000
    ) -> None:
        self._frequency = {
            word: count for word, count in document_frequency.items() if word.isalpha() and len(word) >= 3
        }
        for word in also_known:
            if word.isalpha() and len(word) >= 3:
                self._frequency.setdefault(word, 1)
        if len(self._frequency) > max_terms:  # the rarest words of a huge corpus are mostly slips themselves
            kept = sorted(self._frequency.items(), key=lambda pair: (-pair[1], pair[0]))[:max_terms]
            self._frequency = dict(kept)
        self._stems = {stem(word) for word in self._frequency}
        self._by_shape: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._frequency:
            self._by_shape[word[0], len(word)].append(word)
        self.correct: Callable[[str], str | None] = lru_cache(maxsize=4096)(self._correct)

    def is_known(self, word: str) -> bool:
        """Say whether the corpus has the word, an inflection of it, or its parts if it is a compound."""
        return word in self._frequency or stem(word) in self._stems or self._is_compound(word)

    def _is_compound(self, word: str) -> bool:
        for cut in range(4, len(word) - 3 if len(word) <= LONGEST else 0):
            left, right = word[:cut], word[cut:]
            if (right in self._frequency or stem(right) in self._stems) and any(
                left == known + link
                for link in _LINKS
                for known in (left.removesuffix(link) if link else left,)
                if known in self._frequency and len(known) >= 4
            ):
                return True
        return False

    def _correct(self, word: str) -> str | None:
        """Give the nearest known word, or `None` where the word is known, too short, or nothing is near enough.

        Nearest by optimal string alignment (a swap of two letters is one slip), then by document frequency, then in
        alphabetical order, so that the answer repeats.
        """
        if not MIN_LENGTH <= len(word) <= LONGEST or not word.isalpha() or self.is_known(word):
            return None
        most = 1 if len(word) < LONG else 2
        best: tuple[int, int, str] | None = None
        for first in sorted({word[0], word[1]}):  # a slip in the first letter, other than a swap, is rare
            for length in range(len(word) - most, len(word) + most + 1):
                for candidate in self._by_shape.get((first, length), ()):
                    distance = OSA.distance(word, candidate, score_cutoff=most)
                    if distance <= most:
                        key = (distance, -self._frequency[candidate], candidate)
                        if best is None or key < best:
                            best = key
        return best[2] if best else None
