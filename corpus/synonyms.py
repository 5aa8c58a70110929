"""The synonym list: shipped with the program, edited by staff in the data folder, every version kept.

A list is a table of four columns, separated by tabs: term; other names of the same thing; near-synonyms; English.
Several of one kind are separated by "; ". The first line names the columns; lines that begin with # are remarks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ActError, CorpusError, NotFoundError
from corpus.settings import Settings

if TYPE_CHECKING:
    from corpus.store import Store

HEADER = "term\tsame\tnear\tenglish"
ACTION = "synonyms"
_COLUMNS = ("term", "same", "near", "english")
_LONGEST = 120  # characters of one name
_MOST_NAMES = 40  # in one column of one line
_MOST_ROWS = 10_000
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LAW = re.compile(r"§\s*(\d+\s*[a-z]?)\b", re.IGNORECASE)
_FILE = re.compile(r"(\d{4,})\.tsv")


@dataclass(frozen=True, slots=True)
class SynonymRow:
    """One term, and what is looked up beside it."""

    term: str
    same: tuple[str, ...] = ()  # other names of one thing: full weight
    near: tuple[str, ...] = ()  # related, not identical: lower weight
    english: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SynonymList:
    """One version of the list; version 0 is the one that is shipped."""

    version: int
    rows: tuple[SynonymRow, ...]
    remarks: tuple[str, ...] = ()  # lines that begin with #

    def find(self, words: str) -> list[SynonymRow]:
        """Give the rows that contain some words, in any case; all where there are none."""
        wanted = words.casefold().strip()
        return [row for row in self.rows if wanted in _line(row).casefold()]

    def get(self, term: str) -> SynonymRow | None:
        """Give the row of a term."""
        return next((row for row in self.rows if row.term.casefold() == term.casefold()), None)


def read_synonyms(settings: Settings, version: int | None = None) -> SynonymList:
    """Give the list that search uses, or an earlier version of it.

    Raises:
        NotFoundError: there is no such version.
        CorpusError: its file cannot be read.
    """
    number = synonym_version(settings) if version is None else version
    path = _path(settings, number)
    try:
        text = shipped_synonyms() if number == 0 else path.read_text("utf-8")
    except FileNotFoundError as exc:
        raise NotFoundError(
            f"no version {number} of the synonym list.", remedy=f"The newest is {synonym_version(settings)}."
        ) from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise CorpusError(f"cannot read {path.name}: {exc}.", remedy="Restore it, or remove it.") from exc
    return replace(parse_synonyms(text), version=number)


def synonym_version(settings: Settings) -> int:
    """Give the number of the newest version; 0 where staff have edited nothing."""
    folder = settings.data / "synonyms"
    numbers = [int(m[1]) for path in folder.glob("*.tsv") if (m := _FILE.fullmatch(path.name))]
    return max(numbers, default=0)


def shipped_synonyms() -> str:
    """Give the text of the list that the program brings."""
    return files("corpus").joinpath("data/synonyms.tsv").read_text("utf-8")


def parse_synonyms(text: str) -> SynonymList:
    """Read and check a list.

    Raises:
        ActError: a line is wrong; the message gives its number and says what is wrong with it.
    """
    rows: list[SynonymRow] = []
    remarks: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if line.startswith("#"):
            remarks.append(line)
        elif line.strip() and line != HEADER:
            row = _read_row(number, line)
            if (first := seen.setdefault(row.term.casefold(), number)) != number:
                raise _wrong(number, f"the term {row.term!r} stands in line {first} already", "Join the two lines.")
            rows.append(row)
    if not rows or len(rows) > _MOST_ROWS:
        raise ActError(f"the list has {len(rows)} terms.", remedy=f"It has 1 to {_MOST_ROWS}.")
    return SynonymList(0, tuple(rows), tuple(remarks))


def format_synonyms(made: SynonymList) -> str:
    """Give a list as the text of a file."""
    return "\n".join([*made.remarks, HEADER, *map(_line, made.rows)]) + "\n"


def save_synonyms(store: Store, rows: Sequence[SynonymRow], *, who: str, why: str) -> SynonymList:
    """Keep rows as the next version of the list, which search uses from then on, and log what changed.

    Raises:
        ActError: no reason is given, a row is wrong, or nothing has changed.
    """
    if not why.strip():
        raise ActError("a change of the synonym list needs a reason.", remedy="Say why.")
    before = read_synonyms(store.settings)
    after = parse_synonyms(format_synonyms(replace(before, rows=tuple(rows))))
    old, new = ({row.term: row for row in made.rows} for made in (before, after))
    detail = {
        "added": sorted(new.keys() - old.keys()),
        "removed": sorted(old.keys() - new.keys()),
        "changed": sorted(term for term in old.keys() & new.keys() if old[term] != new[term]),
    }
    if not any(detail.values()):
        raise ActError("nothing in the synonym list has changed.", remedy="Change something, or leave it.")
    with store.transaction() as connection:
        number = synonym_version(store.settings) + 1
        from corpus.audit import write_audit  # brings the database, which a search never opens

        write_audit(connection, who, ACTION, f"synonyms {number}", why, detail)
        path = _path(store.settings, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        work = path.with_suffix(".tmp")
        work.write_text(format_synonyms(after), "utf-8")
        work.replace(path)
    return replace(after, version=number)


def change_row(made: SynonymList, term: str, row: SynonymRow | None) -> tuple[SynonymRow, ...]:
    """Give a list's rows with that of a term replaced; added where there is none, removed where `row` is none."""
    rows = [known for known in made.rows if known.term.casefold() != term.casefold()]
    if row is None:
        return tuple(rows)
    place = next((i for i, known in enumerate(made.rows) if known.term.casefold() == term.casefold()), len(rows))
    return (*rows[:place], row, *rows[place:])


def names_of(text: str) -> tuple[str, ...]:
    """Give the names in a cell, each once, in order."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def _path(settings: Settings, version: int) -> Path:
    return settings.data / "synonyms" / f"{version:04}.tsv"


def _line(row: SynonymRow) -> str:
    return "\t".join([row.term, *("; ".join(names) for names in (row.same, row.near, row.english))])


def _read_row(number: int, line: str) -> SynonymRow:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS):
        raise _wrong(number, f"it has {len(cells)} columns, not {len(_COLUMNS)}", "Separate them by tabs.")
    term, *rest = (cell.strip() for cell in cells)
    same, near, english = (names_of(cell) for cell in rest)
    if not term or ";" in term:
        raise _wrong(number, "it does not begin with one term", "Write one term first.")
    names = (term, *same, *near, *english)
    for name in names:
        if len(name) > _LONGEST or _CONTROL.search(name):
            raise _wrong(number, f"{name[:40]!r} is no name", f"Use at most {_LONGEST} plain characters.")
    if max(len(same), len(near), len(english)) > _MOST_NAMES:
        raise _wrong(number, "it has too many names", f"Use at most {_MOST_NAMES} of a kind.")
    if not (same or near or english):
        raise _wrong(number, f"{term!r} has no synonym", "Give one, or remove the line.")
    if term.casefold() in {name.casefold() for name in (*same, *near)}:
        raise _wrong(number, f"{term!r} is its own synonym", "Leave it out.")
    own, others = _paragraphs([term]), _paragraphs((*same, *near))
    if own and others - own:
        raise _wrong(number, "it makes two paragraphs of law one", "Paragraphs that differ in law stay apart.")
    return SynonymRow(term, same, near, english)


def _paragraphs(names: Sequence[str]) -> set[str]:
    return {re.sub(r"\s", "", found).lower() for name in names for found in _LAW.findall(name)}


def _wrong(number: int, problem: str, remedy: str) -> ActError:
    return ActError(f"line {number} of the synonym list: {problem}.", remedy=remedy)
