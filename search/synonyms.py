"""Synonyms and English: data that staff can edit, looked up by the words of a query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.errors import CorpusError
from search.tokens import PhraseTable, Token

_ENGLISH_STOP_WORDS = frozenset(
    "the a an of and or to in on at by for with from among is are was were be been this that these those what which "
    "who how when where why do does did has have had their our your its not as into about after before between".split()
)


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


def expand(tokens: Sequence[Token], *, is_english: bool = False) -> Expansion:
    """Give the synonyms of every phrase in a query, longest phrases first, each once, in the order of the query."""
    if is_english:
        return _expand_english(tokens)
    same: dict[str, None] = {}
    near: dict[str, None] = {}
    for start, end, entry in synonym_table().find(tokens):
        same |= dict.fromkeys(entry.same)
        near |= dict.fromkeys(entry.near)
        if end - start > 1:  # "demens pårørende" within a longer phrase has synonyms of its own words too
            for _, _, inner in _single_words(tokens[start:end]):
                near |= dict.fromkeys((*inner.same, *inner.near))
    return Expansion(tuple(same), tuple(word for word in near if word not in same))


def _single_words(tokens: Sequence[Token]) -> list[tuple[int, int, _Entry]]:
    return [hit for token in tokens for hit in synonym_table().find([token])]


def _expand_english(tokens: Sequence[Token]) -> Expansion:
    danish: dict[str, None] = {}
    translated: set[int] = set()
    for start, end, words in english_table().find(tokens):
        danish |= dict.fromkeys(words)
        translated |= set(range(start, end))
    telling = [i for i, token in enumerate(tokens) if token.term not in _ENGLISH_STOP_WORDS]
    share = sum(i in translated for i in telling) / max(len(telling), 1)
    return Expansion(danish=tuple(danish), share_translated=share)


@cache
def synonym_table() -> PhraseTable[_Entry]:
    """Give the synonym list as a table: a term finds its names, and each name of a term finds the term.

    Raises:
        CorpusError: a line of the list has not four columns.
    """
    entries: dict[str, _Entry] = {}
    for term, same, near, _ in _rows("synonyms.tsv", 4):
        _merge(entries, term, _Entry(same, near))
        for name in same:
            _merge(entries, name, _Entry((term, *(other for other in same if other != name)), near))
    return PhraseTable(entries)


def _merge(entries: dict[str, _Entry], term: str, entry: _Entry) -> None:
    old = entries.get(term, _Entry())
    entries[term] = _Entry(_join(old.same, entry.same), _join(old.near, entry.near))


def _join(left: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*left, *right)))


@cache
def english_table() -> PhraseTable[tuple[str, ...]]:
    """Give English phrases with their Danish, out of the glossary and the synonym list."""
    entries: dict[str, tuple[str, ...]] = {}
    for term, _, _, english in _rows("synonyms.tsv", 4):
        for phrase in english:
            entries[phrase.lower()] = _join(entries.get(phrase.lower(), ()), (term,))
    for phrase, danish in ((row[0], row[1]) for row in _pairs("english.tsv")):
        entries[phrase] = _join(danish, entries.get(phrase, ()))
    return PhraseTable(entries)


def _pairs(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for cells in _lines(name, 2):
        yield cells[0], _several(cells[1])


def _rows(name: str, n_columns: int) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    for cells in _lines(name, n_columns):
        yield cells[0], _several(cells[1]), _several(cells[2]), _several(cells[3])


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


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
