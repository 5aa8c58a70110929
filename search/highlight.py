"""Which words of a passage answer a query: same stem, part of a compound, a synonym, or all words of a phrase."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from index.analysis import STOP_WORDS, clean, spell, stem, tokens

MIN_COMPOUND_PART = 5
"""Shorter stems are inside too many words ("kol" in "skole")."""

MAX_PLACES = 60
_JOINS = "-‐‑'’\u00ad"
_WORD = re.compile(rf"§{{1,2}}\s?\d+(?:\s?[a-h]\b)?|[^\W_]+(?:[{_JOINS}][^\W_]+)*")
# What makes a word more than a run of letters, or is spelled otherwise in stems (`index.analysis`): looked at closely
_ODD = f"{_JOINS}§\u200b\u200c\u200d\u2060\ufeffäöéèü"
_DIGITS = "0123456789"
_BORDER = "\0"  # between texts that are looked through together: it is in no word, and in no gap of a phrase
_GAPS = f" \n{_BORDER}"
_SPELLED = (("å", "aa"), ("æ", "ae"), ("ø", "oe"))


class Highlighter:
    """Marks the words of one query, each by itself, and phrases as a whole: "borgernær sundhed", not each "sundhed".

    A word's stem is its beginning, so a word that matches holds one of the stems. Texts are searched for those letters,
    and only the words around them are looked at: a tenth of the time of looking at every word.
    """

    def __init__(self, terms: Iterable[str], phrases: Iterable[str] = ()) -> None:
        self._stems = frozenset(stem(term) for term in terms if term not in STOP_WORDS and len(term) > 1)
        self._long = tuple(part for part in sorted(self._stems) if len(part) >= MIN_COMPOUND_PART)
        self._phrases: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)  # by their first stem
        for phrase in phrases:
            if stems := _all_stems_of(phrase):
                self._phrases[stems[0]].append(stems[1:])
        self._written = tuple(sorted({way for part in {*self._stems, *self._phrases} for way in _ways(part)}))
        has_number = any(letter.isdigit() for part in self._written for letter in part)
        self._looked_for = (*self._written, *_ODD, *(_DIGITS if has_number else ""))
        self._known: dict[str, bool] = {}  # whether a word matches

    def places(self, text: str) -> list[tuple[int, int]]:
        """Give the places of the words that match, in order, none overlapping, in characters; `MAX_PLACES` at most."""
        return self.places_in([text])[0]

    def places_in(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Give for each of several texts what `places` gives; looked through as one, which takes half the time."""
        found: list[list[tuple[int, int]]] = [[] for _ in texts]
        if not self._written or not texts:
            return found
        whole = _BORDER.join(texts)
        lowered = whole.lower()
        if len(lowered) == len(whole):
            hints = self._hints(lowered)
        elif len(texts) == 1:  # a letter became two: places would be off
            hints = list(range(len(whole)))
        else:
            return [self.places(text) for text in texts]
        number, start, stop, end = 0, 0, len(texts[0]), 0
        for position in hints:
            if position < end:  # of the word before
                continue
            while position > stop:
                number += 1
                start = end = stop + 1
                stop = start + len(texts[number])
            if len(found[number]) == MAX_PLACES:
                continue
            word = _word_at(whole, position, end)
            end = word.end() if word else position + 1
            phrase_end = self._phrase_end(whole, word) if word and self._phrases else None
            if word and (phrase_end or self._is_match(word.group())):
                end = phrase_end or end
                found[number].append((word.start() - start, end - start))
        return found

    def _hints(self, lowered: str) -> list[int]:
        """Give the places, ascending, at which a word may match."""
        hints: list[int] = []
        find = lowered.find
        for letters in self._looked_for:  # one by one: a pattern of them all takes four times as long
            at = find(letters)
            while at >= 0:
                hints.append(at)
                at = find(letters, at + 1)
        hints.sort()
        return hints

    def _is_match(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._matches(word)
        return known

    def _matches(self, word: str) -> bool:
        """Say whether a word has one of the stems, or is a compound that begins or ends with one."""
        for own in _stems_of(word):
            if own in self._stems or own.startswith(self._long) or own.endswith(self._long):
                return True
        return False

    def _phrase_end(self, text: str, word: re.Match[str]) -> int | None:
        """Give the end of the longest phrase that begins with a word of the text."""
        ends = [
            end
            for first in _all_stems_of(word.group())
            for rest in self._phrases.get(first, ())
            if (end := _end_of(rest, text, word.end())) is not None
        ]
        return max(ends, default=None)


def _end_of(stems: tuple[str, ...], text: str, position: int) -> int | None:
    """Give where words of these stems end, if they follow a place one after another."""
    for wanted in stems:
        word = _WORD.search(text, position)
        if (
            word is None
            or text[position : word.start()].strip(_JOINS + " \n\t")
            or wanted not in _all_stems_of(word.group())
        ):
            return None
        position = word.end()
    return position


def _word_at(text: str, position: int, first: int) -> re.Match[str] | None:
    """Give the word that holds a place, of those that begin at `first` or later."""
    if position == first or text[position - 1] in _GAPS:  # as nearly always
        return _WORD.match(text, position)
    start = max(text.rfind(" ", first, position) + 1, first)  # a word with a space begins with "§", which is a hint
    word = _WORD.search(text, start)
    while word and word.end() <= position:
        word = _WORD.search(text, word.end())
    return word if word and word.start() <= position else None


def _ways(part: str) -> list[str]:
    """Give the ways in which a stem may be written in lower case."""
    ways = [part]
    for letter, letters in _SPELLED:
        ways += [way.replace(letter, letters) for way in ways if letter in way]
    return ways


@lru_cache(maxsize=100_000)
def _stems_of(word: str) -> tuple[str, ...]:
    """Give the stems of a written word and of its parts, if it has hyphens; none of a stop word."""
    lowered = word.lower()
    if lowered.isalpha() and unicodedata.is_normalized("NFC", word):  # as most are: there is nothing to take apart
        term = spell(lowered)
        return () if term in STOP_WORDS else (stem(term),)
    return tuple(
        stem(term) for token in tokens(clean(word)) for term in (token.term, *token.parts) if term not in STOP_WORDS
    )


@lru_cache(maxsize=10_000)
def _all_stems_of(words: str) -> tuple[str, ...]:
    """Give the stems of written words, stop words among them: phrases have them inside."""
    return tuple(stem(token.term) for token in tokens(clean(words)))
