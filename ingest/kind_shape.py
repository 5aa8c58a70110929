"""The shape of a document: how many award lines, names, questions, parts and sums it has, whatever its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.documents import BlockKind
from corpus.money import find_amounts
from corpus.places import LIKELY, find_municipalities
from ingest.extract.lines import Line, Page

_GRANTEE_COLUMN = re.compile(
    r"\b(?:kommuner?|ansøgere?|tilskudsmodtagere?|modtagere?|projektejere?|bevillingshavere?|hvem)\b", re.IGNORECASE
)
_SUM_COLUMN = re.compile(r"beløb|tilskud\b|bevil|tilsagn|støtte|\bsum\b|\b(?:t?\.?kr|kroner)\b|midler", re.IGNORECASE)
_ENTRY = re.compile(r"(?P<place>[A-ZÆØÅ][\w -]{1,30}?)(?:\s?:\s|\s[-–—]\s|\t)(?P<title>[^\d\W][^\t]+)$")
_MAX_ENTRY = 120  # characters
_HEAD_LINES = 6


@dataclass(frozen=True, slots=True)
class Shape:
    """What the structure of a page shows."""

    n_award_lines: int  # lines or rows that begin with a municipality and end with an amount
    n_names: int  # lines that are a municipality's name and nothing else
    n_place_rows: int  # table rows that begin with a municipality and say more
    n_questions: int
    n_agenda: int
    n_lines: int
    n_parts: int  # headings that name municipalities, or stand over a line of their names, different ones
    n_sums: int  # lines outside tables that state an amount of some size
    n_rows: int  # table rows
    n_headings: int
    n_links: int  # lines that lead elsewhere
    n_award_tables: int  # tables whose header names who gets and how much
    n_entries: int  # short lines of a municipality and a title, different municipalities: "Havby: Friskere liv"
    n_places: int  # different municipalities in headings, names and rows


def measure_shape(page: Page) -> Shape:
    """Count what a page is made of."""
    n_award = n_names = n_rows = n_questions = n_agenda = n_sums = 0
    parts: set[frozenset[str]] = set()
    all_places: set[str] = set()
    previous_names = False
    for line in page.lines:
        text = line.text
        if text.endswith("?") and len(text) < 160:
            n_questions += 1
        if re.match(r"(?:pkt\.?|punkt)\s?\d+|\d{1,2}\.\s+[A-ZÆØÅ][^.]{8,80}$", text) and not find_amounts(text):
            n_agenda += 1
        n_sums += line.kind is not BlockKind.TABLE_ROW and any(a.amount_dkk >= 50_000 for a in find_amounts(text))
        if len(text) > 200:
            previous_names = False
            continue
        places = [m for m in find_municipalities(text) if m.confidence >= LIKELY]
        all_places |= {m.code for m in places}
        bare = re.sub(r"[^\w]", "", text)
        names_only = bool(places) and len(re.sub(r"(?i)kommuner?|regionskommune|og", "", bare)) <= sum(
            m.char_end - m.char_start for m in places
        )
        above = page.lines[line.index - 1] if line.index else None
        if places and page.has_markup and (line.is_heading or (names_only and above is not None and above.is_heading)):
            parts.add(frozenset(m.code for m in places))
        has_amount = bool(find_amounts(text))
        if (
            places
            and has_amount
            and not (text.endswith(".") and len(text) > 90 and line.kind is not BlockKind.TABLE_ROW)
        ):
            n_award += 1
        elif has_amount and previous_names and len(text) < 30:
            n_award += 1
        if line.kind is BlockKind.TABLE_ROW and places and places[0].char_start < 2 and not names_only:
            n_rows += 1
        if names_only and not has_amount:
            n_names += 1
        previous_names = names_only
    return Shape(
        n_award_lines=n_award,
        n_names=n_names,
        n_place_rows=n_rows,
        n_questions=n_questions,
        n_agenda=n_agenda,
        n_lines=len(page.lines),
        n_parts=len(parts),
        n_sums=n_sums,
        n_rows=sum(line.kind is BlockKind.TABLE_ROW for line in page.lines),
        n_headings=sum(line.is_heading for line in page.lines),
        n_links=sum(line.href is not None for line in page.lines),
        n_entries=_count_entries(page),
        n_award_tables=_count_award_tables(page),
        n_places=len(all_places),
    )


def _count_entries(page: Page) -> int:
    """Count the municipalities that begin a short line and are followed by a title, a dash or colon between them."""
    found = set()
    for line in page.lines:
        parts = _ENTRY.match(line.text) if len(line.text) <= _MAX_ENTRY else None
        if parts is None or line.text.endswith("."):
            continue
        places = [m for m in find_municipalities(parts["place"]) if m.confidence >= LIKELY or m.char_start == 0]
        if len(places) == 1:
            found.add(places[0].code)
    return len(found)


def _count_award_tables(page: Page) -> int:
    """Count the tables of three rows and more whose first rows hold a column of grantees and one of sums."""
    tables: dict[int, list[Line]] = {}
    for line in page.lines:
        if line.kind is BlockKind.TABLE_ROW:
            tables.setdefault(line.group, []).append(line)
    found = 0
    for rows in tables.values():
        cells = [page.text[start:end] for row in rows[:2] for start, end in row.cells]
        heads = [cell for cell in cells if len(cell) < 60]
        grantees = [cell for cell in heads if _GRANTEE_COLUMN.search(cell)]
        sums = [cell for cell in heads if _SUM_COLUMN.search(cell)]
        found += len(rows) >= 3 and any(g != s for g in grantees for s in sums)
    return found


def subtitles(page: Page) -> str:
    """Give the short lines that follow the title: "Midtvejsevaluering, maj 2022"."""
    return "\n".join(line.text for line in page.lines[1:_HEAD_LINES] if len(line.text) < 100 and line.href is None)
