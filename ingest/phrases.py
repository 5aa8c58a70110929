"""Finding many known phrases in texts: names of projects and pools, word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"\w+")


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Give the words of a phrase as they are compared: lower case, `aa` as `å`; "2.0" and "2-0" are two words."""
    return tuple(_fold(word) for word in WORD.findall(phrase))


_DEFINITE = re.compile(r"(?<=\w{4})(?:e?n|e?t|e|erne|er)$")


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    """Give a word without what makes it definite or many: "sansehaven" and "sansehave" are one."""
    bare = _DEFINITE.sub("", word)
    return bare[:-1] if bare[-2:-1] == bare[-1:] else bare


def _fold(word: str) -> str:
    return word.casefold().replace("aa", "å")


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A known phrase in a text, as half-open characters."""

    words: tuple[str, ...]
    char_start: int
    char_end: int


class PhraseIndex:
    """Phrases by their first word, so that many cost no more than few."""

    def __init__(self, phrases: Iterable[tuple[str, ...]]) -> None:
        self._by_first: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._by_stem: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for words in sorted(set(phrases), key=lambda w: (-len(w), w)):
            if words:
                self._by_first[words[0]].append(words)
                if _may_be_inflected(words):
                    self._by_stem[_stem(words[0])].append(words)

    def find(self, text: str) -> Iterator[PhraseHit]:
        """Give the longest phrase at each place, in order; a name begins with a capital or figure, or in quotes.

        The last word may bear the genitive's s, and the words of a long name other endings. Phrases do not overlap.
        """
        if not self._by_first:
            return
        matches = list(WORD.finditer(text))
        folded = [_fold(m[0]) for m in matches]
        at = 0
        while at < len(folded):
            hit = self._at(text, matches, folded, at)
            if hit is None:
                at += 1
                continue
            yield hit
            at += len(hit.words)

    def _at(self, text: str, matches: list[re.Match[str]], folded: list[str], at: int) -> PhraseHit | None:
        start = matches[at].start()
        is_name = text[start].isupper() or text[start].isdigit() or text[max(0, start - 1) : start] in ('"', "”", "“")
        if not is_name and not _OF_POOL.search(text[max(0, start - 24) : start]):
            return None
        for words in self._by_first.get(folded[at], self._by_first.get(folded[at].removesuffix("s"), [])):
            end = at + len(words)
            told = tuple(folded[at:end])
            if told == words:
                return PhraseHit(words, start, matches[end - 1].end())
            if told[:-1] == words[:-1] and told[-1:] == (f"{words[-1]}s",):
                return PhraseHit(words, start, matches[end - 1].end() - 1)
        for words in self._by_stem.get(_stem(folded[at]), ()):
            end = at + len(words)
            if list(map(_stem, folded[at:end])) == list(map(_stem, words)):
                return PhraseHit(words, start, matches[end - 1].end())
        return None


_OF_POOL = re.compile(r"\bpuljen?s?\s(?:til|om|for|på|mod|vedr\.)\s$", re.IGNORECASE)
"""What stands before a pool's name in small letters: "styrelsens pulje til bedre mundpleje"."""

_LEAST_INFLECTED = 12  # letters of a name of several words that may be inflected; a shorter one may be another's


def _may_be_inflected(words: tuple[str, ...]) -> bool:
    return len(words) > 1 and len("".join(words)) >= _LEAST_INFLECTED
