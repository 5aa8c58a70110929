"""Words of a query with their places, in the form in which they are looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Generic, NamedTuple, TypeVar

from index.analysis import STOP_WORDS, analyse_word, raw_words, stem, tokens_of


class Token(NamedTuple):
    """One word of a text."""

    text: str  # as written
    term: str  # as the index spells it
    key: str  # its stem, which inflections share
    char_start: int  # half-open with char_end
    char_end: int
    parts: tuple[str, ...] = ()  # keys of the parts of a word with hyphens

    @property
    def is_stop_word(self) -> bool:
        """Say whether the word is in nearly every text."""
        return self.term in STOP_WORDS


def tokenise(text: str) -> list[Token]:
    """Give the words of a text in order; a law's section is one word ("§83a").

    The text must be as `search.syntax.clean_query` leaves it, so that places in it hold.
    """
    return [
        Token(
            text[token.char_start : token.char_end],
            token.term,
            _key(token.term),
            token.char_start,
            token.char_end,
            tuple(map(_key, token.parts)),
        )
        for token in tokens_of(text)
    ]


def keys_of(text: str) -> set[str]:
    """Give the distinct keys of a text's words; the text may be as found, for no places are given."""
    return set(map(_key_of_word, set(raw_words(text))))


@lru_cache(maxsize=50_000)
def _key_of_word(raw: str) -> str:
    return _key(analyse_word(raw)[0])


@lru_cache(maxsize=50_000)
def _key(term: str) -> str:
    """Give a term's stem; a genitive's s after a vowel, which Snowball keeps, goes too ("Køges")."""
    stemmed = stem(term)
    return stemmed[:-1] if len(stemmed) > 4 and stemmed.endswith("es") else stemmed


def terms_of(phrase: str) -> list[str]:
    """Give the terms of a phrase's words: a quarter of the work of its tokens, whose places nobody asks for."""
    return [term for term, _ in _terms_and_keys(phrase)]


@lru_cache(maxsize=50_000)
def _terms_and_keys(phrase: str) -> tuple[tuple[str, str], ...]:
    return tuple((token.term, _key(token.term)) for token in tokens_of(phrase))


def _keys(phrase: str) -> tuple[str, ...]:
    return tuple(key for _, key in _terms_and_keys(phrase))


T = TypeVar("T")


class PhraseTable(Generic[T]):
    """Looks up phrases of one word or more in a list of tokens, longest first.

    Phrases are compared by their words' keys, so case, inflection and aa/å make no difference; of several with the same
    keys the first counts. They are read when one is first looked up: a Danish query never needs the English ones.
    """

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._given = entries

    @cached_property
    def _entries(self) -> dict[tuple[str, ...], T]:
        entries: dict[tuple[str, ...], T] = {}
        for phrase, value in self._given.items():
            if keys := _keys(phrase):
                entries.setdefault(keys, value)
        return entries

    @cached_property
    def _longest(self) -> dict[str, int]:
        """Of each first key how many words the longest phrase has: most words of a query begin none."""
        longest: dict[str, int] = {}
        for keys in self._entries:
            longest[keys[0]] = max(len(keys), longest.get(keys[0], 0))
        return longest

    def words(self) -> set[str]:
        """Give the terms of every phrase."""
        return {term for phrase in self._given for term in terms_of(phrase)}

    def get(self, phrase: str) -> T | None:
        """Give the value of a phrase, if it is there."""
        return self._entries.get(_keys(phrase))

    def find(self, tokens: Sequence[Token]) -> list[tuple[int, int, T]]:
        """Give (first token, end token, value) of every phrase found, left to right, longest first."""
        found: list[tuple[int, int, T]] = []
        keys = [token.key for token in tokens]
        position = 0
        while position < len(keys):
            for length in range(min(self._longest.get(keys[position], 0), len(keys) - position), 0, -1):
                value = self._entries.get(tuple(keys[position : position + length]))
                if value is not None:
                    found.append((position, position + length, value))
                    position += length
                    break
            else:
                position += 1
        return found
