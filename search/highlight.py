"""Which words of a passage answer a query: same stem, part of a compound, or a synonym."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate

from index.analysis import STOP_WORDS, clean, stem, tokens

MIN_COMPOUND_PART = 5
"""Shorter stems are inside too many words ("kol" in "skole")."""

MAX_PLACES = 60
# Letters that `index.analysis` spells otherwise, and what makes a word more than a run of letters: looked at closely
_ODD = "[-‐‑'’§\\d\u00ad\u200b\u200c\u200d\u2060\ufeffäöéèü]"
_SPELLED = (("å", "(?:å|aa)"), ("æ", "(?:æ|ae)"), ("ø", "(?:ø|oe)"))
# In a group, so that splitting gives gaps and words in turn: a third of the time of asking each word for its place
_WORD = re.compile(r"(§{1,2}\s?\d+(?:\s?[a-h]\b)?|[^\W_]+(?:[-‐‑'’\u00ad][^\W_]+)*)")


class Highlighter:
    """Marks the words of one query.

    What a word of a text comes to is remembered, for it stands in many passages.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._stems = frozenset(stem(term) for term in terms if term not in STOP_WORDS and len(term) > 1)
        self._long = tuple(part for part in sorted(self._stems) if len(part) >= MIN_COMPOUND_PART)
        # A word's stem is its beginning, so a word that matches holds one of the stems: a tenth of the time of asking
        self._may_match = re.compile("|".join([*map(_as_written, sorted(self._stems)), _ODD])).search
        self._read: set[str] = set()
        self._matching: set[str] = set()  # of those read

    def places(self, text: str) -> list[tuple[int, int]]:
        """Give the places of the words that match, in order, none overlapping, in characters; `MAX_PLACES` at most."""
        if not self._stems:
            return []
        pieces = _WORD.split(text)
        words = pieces[1::2]
        unread = set(words) - self._read
        self._matching.update(word for word in unread if self._may_match(word.lower()) and self._matches(word))
        self._read |= unread  # last: another thread may not take them for read before that
        ends = list(accumulate(map(len, pieces)))[1::2]
        matching = self._matching
        found = [(end - len(word), end) for word, end in zip(words, ends, strict=True) if word in matching]
        return found[:MAX_PLACES]

    def _matches(self, word: str) -> bool:
        """Say whether a word has one of the stems, or is a compound that begins or ends with one."""
        for own in _stems_of(word):
            if own in self._stems or own.startswith(self._long) or own.endswith(self._long):
                return True
        return False


def _as_written(stem: str) -> str:
    """Give a pattern for the ways in which a stem may be written in lower case."""
    pattern = re.escape(stem)
    for letter, ways in _SPELLED:
        pattern = pattern.replace(letter, ways)
    return pattern


@lru_cache(maxsize=100_000)
def _stems_of(word: str) -> tuple[str, ...]:
    """Give the stems of a written word and of its parts, if it has hyphens; none of a stop word."""
    return tuple(
        stem(term) for token in tokens(clean(word)) for term in (token.term, *token.parts) if term not in STOP_WORDS
    )
