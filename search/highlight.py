"""Which words of a passage answer a query: same stem, part of a compound, or a synonym."""

from __future__ import annotations

from collections.abc import Sequence

from index.analysis import STOP_WORDS, clean, spell, stem, tokens

MIN_COMPOUND_PART = 5
"""Shorter stems are inside too many words ("kol" in "skole")."""


def query_stems(terms: Sequence[str]) -> frozenset[str]:
    """Give the stems by which words are marked."""
    return frozenset(stem(term) for term in terms if term not in STOP_WORDS and len(term) > 1)


def highlight(text: str, stems: frozenset[str], *, most: int = 60) -> list[tuple[int, int]]:
    """Give the places of the words that match, in order, none overlapping, in characters of `text`.

    Args:
        text: a passage, in NFC, as stored.
        stems: of the query's words.
        most: how many places are given at most.
    """
    if not stems or len(clean(text)) != len(text):  # invisible characters would shift the places
        return _by_parts(text, stems) if stems else []
    return _places(clean(text), stems, 0)[:most]


def _by_parts(text: str, stems: frozenset[str]) -> list[tuple[int, int]]:
    """Look at each word by itself, where cleaning the whole text would shift the places."""
    places: list[tuple[int, int]] = []
    position = 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        if any(matches(token.term, stems) for token in tokens(clean(word))):
            places.append((start, position))
    return places


def _places(text: str, stems: frozenset[str], offset: int) -> list[tuple[int, int]]:
    return [
        (offset + token.char_start, offset + token.char_end)
        for token in tokens(text)
        if matches(token.term, stems) or any(matches(part, stems) for part in token.parts)
    ]


def matches(term: str, stems: frozenset[str]) -> bool:
    """Say whether a term has one of the stems, or is a compound that begins or ends with one."""
    if term in STOP_WORDS:
        return False
    own = stem(spell(term))
    if own in stems:
        return True
    return any(
        len(part) >= MIN_COMPOUND_PART and len(own) > len(part) and (own.startswith(part) or own.endswith(part))
        for part in stems
    )
