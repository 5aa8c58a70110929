"""Which words of a passage answer a query: same stem, part of a compound, or a synonym."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from index.analysis import STOP_WORDS, clean, stem, tokens

MIN_COMPOUND_PART = 5
"""Shorter stems are inside too many words ("kol" in "skole")."""

MAX_PLACES = 60
_WORD = re.compile(r"§{1,2}\s?\d+(?:\s?[a-h]\b)?|[^\W_](?:[^\W_]|[-‐‑'’\u00ad](?=[^\W_]))*")


class Highlighter:
    """Marks the words of one query.

    What a word of a text comes to is remembered, for it stands in many passages.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._stems = frozenset(stem(term) for term in terms if term not in STOP_WORDS and len(term) > 1)
        self._long = tuple(part for part in sorted(self._stems) if len(part) >= MIN_COMPOUND_PART)
        self._known: dict[str, bool] = {}

    def places(self, text: str) -> list[tuple[int, int]]:
        """Give the places of the words that match, in order, none overlapping, in characters; `MAX_PLACES` at most."""
        if not self._stems:
            return []
        known = self._known
        found = []
        for word in _WORD.finditer(text):
            written = word[0]
            is_match = known.get(written)
            if is_match is None:
                is_match = known[written] = self._matches(written)
            if is_match:
                found.append(word.span())
        return found[:MAX_PLACES]

    def _matches(self, word: str) -> bool:
        """Say whether a word has one of the stems, or is a compound that begins or ends with one."""
        return any(
            own in self._stems
            or any(len(own) > len(part) and (own.startswith(part) or own.endswith(part)) for part in self._long)
            for own in _stems_of(word)
        )


@lru_cache(maxsize=100_000)
def _stems_of(word: str) -> tuple[str, ...]:
    """Give the stems of a written word and of its parts, if it has hyphens; none of a stop word."""
    return tuple(
        stem(term) for token in tokens(clean(word)) for term in (token.term, *token.parts) if term not in STOP_WORDS
    )
