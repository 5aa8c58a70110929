"""Synonyms and English: data that staff can edit, looked up by the words of a query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.errors import CorpusError
from corpus.settings import Settings
from corpus.synonyms import SynonymRow, names_of, parse_synonyms, read_synonyms, shipped_synonyms, synonym_version
from search.tokens import PhraseTable, Token, terms_of

_ENGLISH_STOP_WORDS = frozenset(
    "the a an of and or to in on at by for with from among is are was were be been this that these those what which "
    "who how when where why do does did has have had their our your its not as into about after before between over "
    "under there".split()
)


def is_english_stop_word(term: str) -> bool:
    """Say whether an English word tells nothing of what a query is about."""
    return term in _ENGLISH_STOP_WORDS


@dataclass(frozen=True, slots=True)
class Expansion:
    """What is looked up beside a query's words."""

    same: tuple[str, ...] = ()  # other names of one thing
    near: tuple[str, ...] = ()  # related, not identical
    danish: tuple[str, ...] = ()  # of English words
    share_translated: float = 0.0  # of an English query's words, stop words aside

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was found."""
        return not (self.same or self.near or self.danish)


@dataclass(frozen=True, slots=True)
class _Entry:
    same: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


class Synonyms:
    """One version of the synonym list, made ready for looking up; the English and Nordic glossaries stand beside it."""

    def __init__(self, rows: Iterable[SynonymRow]) -> None:
        danish: dict[str, _Entry] = {}
        called: dict[str, tuple[str, ...]] = {}
        near: set[str] = set()
        english: dict[str, tuple[str, ...]] = {}
        for row in rows:
            _merge(danish, row.term, _Entry(row.same, row.near))
            near.update(row.near)
            for name in (row.term, *row.same, *row.near):
                called[name] = _join(called.get(name, ()), (row.term, *row.same, *row.english))
            for name in row.same:  # each name of a term finds the term
                others = tuple(other for other in row.same if other != name)
                _merge(danish, name, _Entry((row.term, *others), row.near))
            for phrase in row.english:
                english[phrase.lower()] = _join(english.get(phrase.lower(), ()), (row.term,))
        for phrase, terms in _pairs("nordic.tsv"):
            _merge(danish, phrase, _Entry(terms))
        for phrase, terms in _pairs("english.tsv"):
            english[phrase] = _join(terms, english.get(phrase, ()))
        self._danish = PhraseTable(danish)
        self._called = PhraseTable(called)
        self._english = PhraseTable(english)
        self._other_words = frozenset(
            term
            for phrase in (*near, *(term for terms in english.values() for term in terms))
            for term in terms_of(phrase)
        )

    def expand(self, tokens: Sequence[Token], *, is_english: bool = False) -> Expansion:
        """Give the synonyms of every phrase in a query, longest phrases first, each once, in the query's order."""
        if is_english:
            return self._expand_english(tokens)
        same: dict[str, None] = {}
        near: dict[str, None] = {}
        for start, end, entry in self._danish.find(tokens):
            same |= dict.fromkeys(entry.same)
            near |= dict.fromkeys(entry.near)
            if end - start > 1:  # "demens pårørende" within a longer phrase has synonyms of its own words too
                for token in tokens[start:end]:
                    for _, _, inner in self._danish.find([token]):
                        near |= dict.fromkeys((*inner.same, *inner.near))
        for token in tokens:  # "MS-patienter"
            for part in token.parts:
                for _, _, inner in self._danish.find([token._replace(key=part, parts=())]):
                    same |= dict.fromkeys(inner.same)
                    near |= dict.fromkeys(inner.near)
        return Expansion(tuple(same), tuple(word for word in near if word not in same))

    def _expand_english(self, tokens: Sequence[Token]) -> Expansion:
        danish: dict[str, None] = {}
        translated: set[int] = set()
        for start, end, words in self._english.find(tokens):
            danish |= dict.fromkeys(words)
            translated |= set(range(start, end))
        telling = [i for i, token in enumerate(tokens) if token.term not in _ENGLISH_STOP_WORDS]
        share = sum(i in translated for i in telling) / max(len(telling), 1)
        return Expansion(danish=tuple(danish), share_translated=share)

    def known(self, tokens: Sequence[Token]) -> list[tuple[int, int, tuple[str, ...]]]:
        """Give the phrases that the list has: first token, half-open end, other names."""
        return [(start, end, entry.same) for start, end, entry in self._danish.find(tokens)]

    def other_names(self, name: str) -> tuple[str, ...]:
        """Give what a thing is also called: "SST" and "Danish Health Authority" of "Sundhedsstyrelsen".

        A name that stands among the near ones of a term is called by it too: a ministry by that of its successor.
        """
        return self._called.get(name) or ()

    def same_as(self, phrase: str) -> tuple[str, ...]:
        """Give the other names of one thing, by a phrase that the list has."""
        entry = self._danish.get(phrase)
        return entry.same if entry else ()

    def words(self) -> set[str]:
        """Give the terms of every phrase that is looked up."""
        return self._danish.words()

    def known_words(self) -> set[str]:
        """Give these and the Danish words that they, and English ones, stand for: none of them is a slip."""
        return self.words() | self._other_words


@cache
def shipped() -> Synonyms:
    """Give the list that the program brings."""
    return Synonyms(parse_synonyms(shipped_synonyms()).rows)


def load_synonyms(settings: Settings) -> Synonyms:
    """Give the list of a data folder: the newest that staff have saved there, or the shipped one.

    Raises:
        CorpusError: a line of it is wrong.
    """
    version = synonym_version(settings)
    return shipped() if version == 0 else Synonyms(read_synonyms(settings, version).rows)


def _merge(entries: dict[str, _Entry], term: str, entry: _Entry) -> None:
    old = entries.get(term, _Entry())
    entries[term] = _Entry(_join(old.same, entry.same), _join(old.near, entry.near))


def _join(left: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*left, *right)))


def _pairs(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for cells in _lines(name, 2):
        yield cells[0], names_of(cells[1])


def _lines(name: str, n_columns: int) -> Iterator[list[str]]:
    """Give the rows of a data file below its header; lines that begin with # are remarks."""
    text = files("corpus").joinpath(f"data/{name}").read_text("utf-8")
    lines = [(i, line) for i, line in enumerate(text.splitlines(), start=1) if line and not line.startswith("#")]
    for number, line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != n_columns:
            raise CorpusError(
                f"line {number} of {name} has {len(cells)} columns, not {n_columns}.", remedy="Separate them by tabs."
            )
        yield cells
