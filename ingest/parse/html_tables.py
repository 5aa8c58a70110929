"""HTML tables to rows of cells, spans expanded."""

from __future__ import annotations

import re
from statistics import median

from bs4 import Tag
from bs4.element import NavigableString

from corpus.documents import BlockKind
from ingest.parse.draft import Draft
from ingest.parse.text import clean_text

MAX_COLUMNS = 60
MAX_ROWS = 4000
_BLOCK_IN_CELL = ("h1", "h2", "h3", "h4", "table", "ul", "ol", "dl", "article", "section")
HEADER_WORDS = frozenset(
    "kommune kommuner ansøger ansøgere projekt projekter projekttitel titel beløb bevilget tildelt tilskud bevilling "
    "periode projektperiode region navn kr tilsagnshaver projektnavn år emne resultat indsats kr. tilskudsmodtager "
    "modtager dato".split()
)

_REGION = re.compile(r"Region [A-ZÆØÅ]")  # who got it, not a column

Row = tuple[list[str], bool]  # cells, is every cell a header cell


def is_layout_table(table: Tag) -> bool:
    """Tell a table that only places things on the page from one that holds data."""
    if table.get("role") in ("presentation", "none"):
        return True
    if table.find("table") is not None:
        return True
    rows = table.find_all("tr")
    widest = max((len(row.find_all(("td", "th"), recursive=False)) for row in rows[:50]), default=0)
    if widest <= 1:
        return True
    return table.find("th") is None and table.find(_BLOCK_IN_CELL[:4]) is not None


def table_rows(table: Tag, hidden: frozenset[int] = frozenset()) -> list[Row]:
    """Read the rows of a data table, colspan and rowspan expanded into equal cells, both capped.

    Args:
        table: the `<table>`, or an element with role "table" or "grid".
        hidden: ids (Python's `id`) of elements that a reader does not see.
    """
    if table.name != "table":
        return _aria_rows(table)
    rows: list[Row] = []
    carried: dict[int, tuple[str, int]] = {}  # column -> (text, rows still to fill)
    for tr in table.find_all("tr", limit=MAX_ROWS):
        if id(tr) in hidden:
            continue
        cells: list[str] = []
        is_header = tr.parent is not None and tr.parent.name == "thead"
        own = [c for c in tr.children if isinstance(c, Tag) and c.name in ("td", "th") and id(c) not in hidden]
        all_th = bool(own) and all(c.name == "th" for c in own)
        for cell in own:
            _fill_carried(cells, carried)
            text = clean_text(_cell_text(cell))
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for _ in range(min(width, MAX_COLUMNS - len(cells))):
                if height > 1:
                    carried[len(cells)] = (text, height - 1)
                cells.append(text)
        _fill_carried(cells, carried)
        if any(cells):
            rows += [(c, is_header or all_th) for c in (_rows_within(own) or [cells])]
    return rows


_LEAST_WITHIN = 3  # lines of every cell that make them rows


def _rows_within(own: list[Tag]) -> list[list[str]]:
    """Give the rows that stand within one: each cell holds as many lines, the first of each belonging together."""
    if len(own) < 2 or any(_span(cell, name) > 1 for cell in own for name in ("colspan", "rowspan")):
        return []
    lines = [_cell_lines(cell) for cell in own]
    counts = {len(each) for each in lines}
    if len(counts) != 1 or counts.pop() < _LEAST_WITHIN:
        return []
    return [list(row) for row in zip(*lines, strict=True)]


def _cell_lines(cell: Tag) -> list[str]:
    """Give the lines of a cell that are set apart by breaks or paragraphs, none of them a sentence."""
    if cell.find(("br", "p", "li", "div")) is None:
        return []
    pieces = [""]
    for node in cell.descendants:
        if type(node) is NavigableString:
            pieces[-1] += str(node)
        elif isinstance(node, Tag) and node.name in ("br", "p", "div", "li"):
            pieces.append("")
    lines = [text for piece in pieces if (text := clean_text(piece))]
    is_told = any(line.endswith(".") and not line.endswith("kr.") for line in lines)
    return [] if is_told else lines


def _fill_carried(cells: list[str], carried: dict[int, tuple[str, int]]) -> None:
    while len(cells) in carried and len(cells) < MAX_COLUMNS:
        text, left = carried.pop(len(cells))
        if left > 1:
            carried[len(cells)] = (text, left - 1)
        cells.append(text)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    # a span of thousands is an attack or a slip, and browsers cap it as well
    return min(max(int(value), 1), MAX_COLUMNS) if value.isdecimal() and len(value) < 6 else 1


def _cell_text(cell: Tag) -> str:
    # a break between block children or at <br> is a space, inline children join as written
    pieces: list[str] = []
    for node in cell.descendants:
        if type(node) is NavigableString:
            pieces.append(str(node))
        elif isinstance(node, Tag) and node.name in ("br", "p", "div", "li"):
            pieces.append(" ")
    return "".join(pieces)


def _aria_rows(table: Tag) -> list[Row]:
    rows: list[Row] = []
    for row in table.find_all(True, role="row", limit=MAX_ROWS):
        cells = row.find_all(True, role=["cell", "gridcell", "columnheader", "rowheader"], limit=MAX_COLUMNS)
        texts = [clean_text(cell.get_text()) for cell in cells]
        if any(texts):
            rows.append((texts, all(cell.get("role") == "columnheader" for cell in cells)))
    return rows


def row_drafts(rows: list[Row], group: int, *, page_no: int | None = None) -> list[Draft]:
    """Turn rows into blocks; without marked header rows, a first row of column names is one.

    Two header rows directly above one another stay two blocks, both marked: joining them would lose the place. What is
    nothing but numbers and a text beside each is a numbered list.
    """
    if _is_numbered_list(rows):
        return [Draft(BlockKind.LIST_ITEM, (cells[1],), level=1, page_no=page_no, group=group) for cells, _ in rows]
    width = max((len(cells) for cells, _ in rows), default=0)
    drafts = []
    has_marked = any(is_header for _, is_header in rows)
    for n, (cells, is_header) in enumerate(rows):
        header = is_header or (not has_marked and n == 0 and len(rows) > 1 and _names_columns(cells))
        padded = tuple(cells) + ("",) * (width - len(cells))
        drafts.append(Draft(BlockKind.TABLE_ROW, padded, page_no=page_no, is_header=header, group=group))
    return drafts


_NUMBER = re.compile(r"(\d{1,2})[.)]?")
_LEAST_ITEMS = 3
_ITEM_CHARS = 40  # of a text beside a number, at the median; a table's cell is mostly shorter


def _is_numbered_list(rows: list[Row]) -> bool:
    if len(rows) < _LEAST_ITEMS or any(len(cells) != 2 or is_header for cells, is_header in rows):
        return False
    found = [_NUMBER.fullmatch(cells[0].strip()) for cells, _ in rows]
    numbers = [int(match[1]) for match in found if match is not None]
    in_order = len(numbers) == len(rows) and numbers == list(range(numbers[0], numbers[0] + len(rows)))
    return in_order and median(len(cells[1]) for cells, _ in rows) >= _ITEM_CHARS


def _names_columns(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or any(any(c.isdigit() for c in cell) for cell in filled):
        return False
    # "Roskilde Kommune" holds the word too, but does not begin with it
    named = sum(1 for c in filled if c.lower().split()[0].strip(":()*") in HEADER_WORDS and not _REGION.match(c))
    return named * 2 > len(filled)
