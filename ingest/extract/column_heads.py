"""The rows at the top of a table that head its columns, and what they call each."""

from __future__ import annotations

import re

from corpus.money import find_amounts
from corpus.places import LIKELY, find_municipalities
from ingest.extract.column_cells import holds_place, holds_sum
from ingest.extract.column_words import heads_column
from ingest.extract.lines import Line, Page
from ingest.extract.result_tables import pairs_of
from ingest.extract.units import without_unit


def header_names(page: Page, rows: list[Line]) -> tuple[list[str], int]:
    """Give what the header rows call each column, and how many such rows there are."""
    headers: list[Line] = []
    for row in rows[: 3 + _n_spanning(page, rows)]:
        words = [without_unit(page.text[a:b]) for a, b in row.cells]
        is_title = row in rows[: _n_spanning(page, rows)] and not find_amounts(row.text)
        is_header = (
            row.is_header
            or is_title
            or _heads_times(page, row)
            or (
                not any(find_amounts(w) for w in words)
                and sum(heads_column(w) for w in words) >= min(2, len(words))
                and not any(m.confidence >= LIKELY for w in words for m in find_municipalities(w))
            )
        )
        if not is_header:
            break
        headers.append(row)
    if not headers and _is_unlike(page, rows):
        headers = rows[:1]
    width = max(len(r.cells) for r in rows)
    names = [""] * width
    for row in headers:
        if len({page.text[a:b] for a, b in row.cells if b > a}) < 2 <= width:
            continue  # one cell over the whole table is its title and names no column
        for i, (a, b) in enumerate(row.cells):
            name = _CUT_WORD.sub("", page.text[a:b].strip())
            if name not in names[i]:
                names[i] = _joined(names[i], name)
    return names, len(headers)


def _heads_times(page: Page, row: Line) -> bool:
    """Tell whether a row heads columns of the time before and after, and names no place."""
    words = [page.text[a:b] for a, b in row.cells]
    return bool(pairs_of(row)) and not any(m.confidence >= LIKELY for w in words for m in find_municipalities(w))


def parted(page: Page, rows: list[Line], names: list[str]) -> list[str]:
    """Give the names of the columns, each where its cells are: "Periode Bevilget beløb" over two parted.

    The next column has no name but a unit, or the end of one, and holds the sums that the first is named for and lacks.
    """
    names = [*names]
    for i in range(len(names) - 1):
        at = _SUM_HEAD.search(names[i])
        if at is None or at.start() == 0 or not _UNIT_HEAD.fullmatch(names[i + 1]):
            continue
        here, beside = ([page.text[slice(*r.cells[j])].strip() for r in rows if j < len(r.cells)] for j in (i, i + 1))
        if sum(map(holds_sum, here)) * 4 < len(here) and sum(map(holds_sum, beside)) * 2 > len(beside):
            names[i], names[i + 1] = names[i][: at.start()].strip(), f"{names[i][at.start() :]} {names[i + 1]}".strip()
    return names


_SUM_HEAD = re.compile(
    r"(?:(?:bevill?i?get|bevill?i?gede|tildelt|samlet|støttet|tilskud|støtte|bevilling\w*|tilsagn\w*)\b\s?)?"
    r"\b(?:\w*beløb|bevill?i?get|bevilling|tilskud|tilsagn|støtte|sum|kr|kroner)\b",
    re.IGNORECASE,
)
_UNIT_HEAD = re.compile(r"\W*(?:i |beløb )?(?:hele )?(?:kr|kroner|dkk|mio\.? kr|1\.?000 kr|beløb)?\W*", re.IGNORECASE)
_CUT_WORD = re.compile(r"(?<=[a-zæøå])-\s(?=(?!og\b|eller\b)[a-zæøå])")  # "Tilskuds- modtager", cut by its column


def _joined(first: str, second: str) -> str:
    """Join two lines of a header; a word that was cut at the end of the first is whole again."""
    if first.endswith("-") and second[:1].islower():
        return first[:-1] + second
    return f"{first} {second}".strip()


def _is_unlike(page: Page, rows: list[Line]) -> bool:
    """Tell whether the first row heads columns in words of its own: short, and none of what stands under it.

    "Hvem | Hvad | Hvor meget" over names and sums: no place, no sum and no figure, where most rows below have them.
    """
    if len(rows) < 3 or any(len(row.cells) != len(rows[0].cells) for row in rows):
        return False
    names = [page.text[a:b].strip() for a, b in rows[0].cells]
    if not all(name and len(name) < 40 and not re.search(r"\d", name) for name in names):
        return False
    if any(m.confidence >= LIKELY for m in find_municipalities(rows[0].text)):
        return False
    for holds in (holds_sum, holds_place):
        for column in range(len(names)):
            cells = [page.text[slice(*row.cells[column])].strip() for row in rows[1:]]
            if sum(holds(cell) for cell in cells) * 4 >= len(cells) * 3:
                return True
    return False


def _n_spanning(page: Page, rows: list[Line]) -> int:
    """Give how many rows at the top are one cell over all columns: the table's own title."""
    width = max(len(row.cells) for row in rows)
    n_titles = 0
    for row in rows[:2]:
        if len({page.text[a:b] for a, b in row.cells if b > a}) > 1 or width < 2:
            break
        n_titles += 1
    return n_titles
