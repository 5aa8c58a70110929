"""Spelling tolerance: a word that nobody knows becomes the nearest word of the corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from index.analysis import stem

MIN_LENGTH = 5
"""Shorter words have too many neighbours: "kost" is one letter from "kort", "post" and "kast"."""

LONG = 8
"""From this length two slips are forgiven ("rehabillitring"), below it one."""

LONGEST = 60
"""Longer ones are no words, and cutting them everywhere takes seconds."""

MANY_WORDS = 400_000
"""In a corpus of more, words that stand in one passage only are mostly slips themselves: none is corrected to them."""

_LINKS = ("", "s", "e")
_LETTERS_KEPT, _ALL_LETTERS = 8, 64
"""First letters whose words are kept by length: few of a corpus of `MANY_WORDS`, in which they take some MB each."""


class Lexicon(Protocol):
    """The words of a corpus, spelled as the index spells them (`index.analysis.spell`)."""

    @property
    def n_words(self) -> int:
        """How many there are."""
        ...

    def frequency(self, word: str) -> int:
        """Give the number of passages that hold a word; 0 for one that is not there."""
        ...

    def has_stem(self, stem: str) -> bool:
        """Say whether a word has this stem."""
        ...

    def words_beginning(self, letters: str, *, at_least: int = 1) -> Sequence[str]:
        """Give the words that begin so and stand in so many passages, in alphabetical order."""
        ...


class Speller:
    """Corrects words against a corpus's words; nothing is read of them before it is asked for.

    Args:
        lexicon: the corpus's words.
        also_known: words that are no slips even where the corpus lacks them, spelled alike.
    """

    def __init__(self, lexicon: Lexicon, also_known: Iterable[str] = ()) -> None:
        self._lexicon = lexicon
        self._listed = frozenset(word for word in also_known if _is_word(word))
        self._listed_stems = frozenset(map(stem, self._listed))
        n_kept = _LETTERS_KEPT if lexicon.n_words > MANY_WORDS else _ALL_LETTERS
        self._by_length: Callable[[str], Mapping[int, Sequence[str]]] = lru_cache(n_kept)(self._read)
        self.correct: Callable[[str], str | None] = lru_cache(maxsize=4096)(self._correct)

    def is_known(self, word: str) -> bool:
        """Say whether the corpus has the word, an inflection of it, or its parts if it is a compound."""
        return self._is_there(word) or self._has_stem(word) or self._is_compound(word)

    def _frequency(self, word: str) -> int:
        """Give in how many passages a word stands, 1 of one that only our lists have."""
        return self._lexicon.frequency(word) or int(word in self._listed) if _is_word(word) else 0

    def _is_there(self, word: str) -> bool:
        return self._frequency(word) > 0

    def _has_stem(self, word: str) -> bool:
        own = stem(word)
        return own in self._listed_stems or self._lexicon.has_stem(own)

    def _is_compound(self, word: str) -> bool:
        """Say whether a word is put together of two that are known."""
        for cut in range(4, len(word) - 3 if len(word) <= LONGEST else 0):
            left, right = word[:cut], word[cut:]
            if (self._is_there(right) or self._has_stem(right)) and any(
                left == known + link
                for link in _LINKS
                for known in (left.removesuffix(link) if link else left,)
                if len(known) >= 4 and self._is_there(known)
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
        from rapidfuzz.distance import OSA  # of queries without a slip, the most, it takes a tenth to import
        from rapidfuzz.process import extract

        most = 1 if len(word) < LONG else 2
        near: list[tuple[int, int, str]] = []
        for first in sorted({word[0], word[1]}):  # a slip in the first letter, other than a swap, is rare
            words = self._by_length(first)
            for length in range(len(word) - most, len(word) + most + 1):
                found = extract(word, words.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=None)
                near += [(int(distance), -self._frequency(other), other) for other, distance, _ in found]
        return min(near)[2] if near else None

    def _read(self, letter: str) -> Mapping[int, Sequence[str]]:
        """Give the words that begin with a letter, by their length."""
        at_least = 2 if self._lexicon.n_words > MANY_WORDS else 1
        words = dict.fromkeys(self._lexicon.words_beginning(letter, at_least=at_least))
        words |= dict.fromkeys(word for word in self._listed if word.startswith(letter))
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in words:
            if _is_word(word):
                by_length[len(word)].append(word)
        return by_length


def _is_word(text: str) -> bool:
    return text.isalpha() and len(text) >= 3
