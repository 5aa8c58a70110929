"""Tables on a PDF page: segments that stand in columns over several lines, with rules or without."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.parse.pdf_breaks import goes_on
from ingest.parse.pdf_cells import TableRow, column_of, join_wrapped
from ingest.parse.pdf_lines import Line, Segment, make_segment
from ingest.parse.pdf_middled import read_middled

_KEY_VALUE = re.compile(
    r"(?i)^(?:kr\.?\s*)?-?[\d.,%/\s–-]*\d[\d.,%/\s–-]*(?:\s*(?:kr\.?|mio\.?(?:\s*kr\.?)?|pct\.?|%|t\.?kr\.?))?$|^[-–—]$"
)
_MIN_ROWS = 2
_WIDER, _SPACE = 1.3, 0.28  # times the other gaps of a cell, and line heights: a gap between two cells
_MOST_ALONE = 4  # lines of one cell below its row's other cells, unless they stand under one of these
_WRAP_GAP = 1.45  # lines of one cell follow closer than this many line heights; rows mostly stand further apart


@dataclass(slots=True)
class PdfTable:
    """A table on one page."""

    rows: list[TableRow]
    edges: list[tuple[float, float]]  # x0, x1 of each column
    page_no: int = 0
    first_line: int = 0
    n_lines: int = 0
    is_bold_first: bool = field(default=False)


def find_tables(lines: Sequence[Line], rules_h: Sequence[tuple[float, float, float]] = ()) -> list[PdfTable]:
    """Find the tables among a region's lines.

    A table is two or more lines of two or more segments, close to one another, whose segments fall into the same
    columns; lines of one segment between them belong to it when they fall into a column too.

    Args:
        lines: in order down the page.
        rules_h: horizontal rules (y, x0, x1); where they part rows, they decide what is a row.
    """
    tables: list[PdfTable] = []
    n = taken = 0
    while n < len(lines):
        end = _table_end(lines, n)
        n = _start_above(lines, taken, n, end)
        table = _read_table(lines[n:end], rules_h) if end - n >= _MIN_ROWS else None
        if table is None:
            n += 1
            continue
        table.first_line, table.n_lines = n, end - n
        tables.append(table)
        n = taken = end
    return tables


def _start_above(lines: Sequence[Line], first: int, start: int, end: int) -> int:
    """Give where a table begins: above its first full line where the first row's cells stand in the middle of it."""
    above = start
    while (
        above > first
        and len(lines[above - 1].segments) == 1
        and lines[above].y0 - lines[above - 1].y0 < (_WRAP_GAP * lines[above].height)
    ):
        above -= 1
    if above == start or end - start < _MIN_ROWS:
        return start
    edges = _columns([line for line in lines[start:end] if len(line.segments) > 1])
    return next((at for at in range(above, start) if len(edges) > 1 and _begins_row(lines[at:end], edges)), start)


def _begins_row(lines: Sequence[Line], edges: Sequence[tuple[float, float]]) -> bool:
    """Tell whether the first line is part of a row with others, and no paragraph above the table."""
    if any(sum(s.x0 < x1 and s.x1 > x0 for x0, x1 in edges) > 1 for s in lines[0].segments):
        return False
    rows = read_middled(lines, edges)
    return rows is not None and sum(map(bool, rows[0].cells)) > 1


def _table_end(lines: Sequence[Line], start: int) -> int:
    """Give the index after the last line that may belong to a table beginning here."""
    if len(lines[start].segments) < 2:
        return start
    end = start + 1
    last_multi = start
    n_alone = 0  # lines of one segment since then, those at half a line's distance not counted
    for n in range(start + 1, len(lines)):
        gap = lines[n].y0 - lines[n - 1].y1
        height = max(lines[n].height, lines[n - 1].height)
        if gap > 3.2 * height:
            break
        n_alone += gap > -0.2 * height
        if len(lines[n].segments) > 1:
            last_multi, n_alone = n, 0
        elif not _fits_column(lines[n].segments[0], lines[start : last_multi + 1]):
            break
        elif n_alone > _MOST_ALONE and not _is_under_column(lines[n], lines[n - 1], lines[start : last_multi + 1]):
            break
        end = n + 1
    # lines of one segment at the end: those that follow as closely as wrapped text does
    wraps = [n for n in range(start + 1, last_multi) if len(lines[n].segments) == 1]
    right = max(line.x1 for line in lines[start : last_multi + 1])
    while end > last_multi + 1 and not _wraps_on(
        lines[end - 2], lines[end - 1], lines[last_multi], right, lines, wraps
    ):
        end -= 1
    return end


def _wraps_on(before: Line, line: Line, row: Line, right: float, lines: Sequence[Line], wraps: Sequence[int]) -> bool:
    # in a table set wide, as closely as the lines that its rows above wrap to in the same column
    usual = max((lines[n].y0 - lines[n - 1].y0 for n in wraps if abs(lines[n].x0 - line.x0) < 4), default=0.0)
    close = line.y0 - before.y0 < max(_WRAP_GAP * max(before.height, 1.0), usual + 1)
    # a value set in the middle of its row has no part of the wrapped cell on its own line
    beside = [s for n in lines if 0 <= row.y0 - n.y0 < 1.5 * row.height for s in n.segments]
    inside = any(abs(line.x0 - s.x0) < 4 or abs((line.x0 + line.x1) - (s.x0 + s.x1)) < 8 for s in beside)
    return close and inside and line.x1 < right + 4 and len(line.text) < 60


def _fits_column(segment: Segment, lines: Sequence[Line]) -> bool:
    """Tell whether a lone segment stands within one column of the lines before it."""
    touched: set[int] = set()
    for line in lines:
        if len(line.segments) > 1:
            touched.add(sum(1 for s in line.segments if s.x0 < segment.x1 + 1 and s.x1 > segment.x0 - 1))
    return bool(touched) and max(touched) <= 1


def _is_under_column(line: Line, before: Line, rows: Sequence[Line]) -> bool:
    """Tell whether a lone line goes on, at the pitch of wrapped text, in a cell beside the first."""
    close = line.y0 - before.y0 < _WRAP_GAP * max(before.height, 1.0)
    return close and any(abs(segment.x0 - line.x0) < 2 for row in rows for segment in row.segments[1:])


def _read_table(lines: Sequence[Line], rules_h: Sequence[tuple[float, float, float]]) -> PdfTable | None:
    multi = [line for line in lines if len(line.segments) > 1]
    if len(multi) < _MIN_ROWS:
        return None
    edges = _columns(multi)
    if len(edges) < 2:
        return None
    lines = [_parted(line, edges) for line in lines]
    rows = read_middled(lines, edges) if _rule_bands(lines, rules_h) is None else None
    if rows is None:
        grid = [_to_cells(line, edges) for line in lines]
        if _is_prose_with_gaps(grid):
            return None
        rows = _join_rows(lines, grid, rules_h)
    return (
        PdfTable(rows, edges, is_bold_first=lines[0].is_bold and not lines[-1].is_bold)
        if len(rows) >= _MIN_ROWS
        else None
    )


def _parted(line: Line, edges: Sequence[tuple[float, float]]) -> Line:
    """Part a line where a word begins a column after a wider gap than others: the cell before it fills its own."""
    segments: list[Segment] = []
    for segment in line.segments:
        start = 0
        gaps = {n: b.x0 - a.x1 for n, (a, b) in enumerate(pairwise(segment.words), start=1)}
        begins = [n for n in gaps if any(abs(segment.words[n].x0 - x0) < 1 for x0, _ in edges[1:])]
        others = [gap for n, gap in gaps.items() if n not in begins]
        for at in begins:
            if gaps[at] >= _WIDER * max([*others, _SPACE * line.height]):
                segments.append(make_segment(segment.words[start:at]))
                start = at
        segments.append(make_segment(segment.words[start:]) if start else segment)
    return line if len(segments) == len(line.segments) else Line(segments, line.y0, line.y1)


def _columns(multi: Sequence[Line]) -> list[tuple[float, float]]:
    """Give the columns: where the segments of most lines, laid over one another, leave gaps.

    Lines with fewer segments than usual may span columns (a heading row, a long name), so the fullest lines decide,
    and the others only add columns of their own.
    """
    most = max(len(line.segments) for line in multi)
    fullest = [line for line in multi if len(line.segments) == most]
    if len(fullest) == 1 and len(multi) > 2:
        fullest = [line for line in multi if len(line.segments) >= most - 1]
    edges = _union([(s.x0, s.x1) for line in fullest for s in line.segments])
    for line in multi:
        for segment in line.segments:
            over = [e for e in edges if segment.x0 < e[1] and segment.x1 > e[0]]
            if not over:
                edges = sorted([*edges, (segment.x0, segment.x1)])
            elif len(over) == 1 and over[0] in edges:
                place = edges.index(over[0])
                left = edges[place - 1][1] if place else float("-inf")
                right = edges[place + 1][0] if place + 1 < len(edges) else float("inf")
                edges[place] = (max(min(over[0][0], segment.x0), left), min(max(over[0][1], segment.x1), right))
    return edges


def _union(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if merged and x0 < merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _to_cells(line: Line, edges: Sequence[tuple[float, float]]) -> list[str]:
    cells = [""] * len(edges)
    for segment in line.segments:
        place = column_of(segment, edges)
        cells[place] = f"{cells[place]} {segment.text}".strip()
    return cells


def _is_prose_with_gaps(grid: Sequence[Sequence[str]]) -> bool:
    """Tell justified or ragged text with chance gaps from a table: its cells are long and have no values."""
    cells = [cell for row in grid for cell in row if cell]
    filled = sum(1 for row in grid if sum(map(bool, row)) > 1)
    values = sum(1 for cell in cells if _KEY_VALUE.match(cell))
    if filled * 2 < len(grid) and values < 2:
        return True
    return median(len(cell) for cell in cells) > 60 and values == 0


def _join_rows(
    lines: Sequence[Line], grid: list[list[str]], rules_h: Sequence[tuple[float, float, float]]
) -> list[TableRow]:
    """Join the lines of one row: by the rules between rows where there are enough, else by what each line holds."""
    bands = _rule_bands(lines, rules_h)
    keys = _key_columns(grid)
    rows: list[TableRow] = []
    band = -1
    for n, (line, cells) in enumerate(zip(lines, grid, strict=True)):
        if bands is not None:
            joins = bool(rows) and bands[n] == band
            band = bands[n]
        else:
            joins = bool(rows) and _continues_row(lines[n - 1], line, rows[-1].cells, cells, keys)
        if joins:
            last = rows[-1]
            last.cells = [join_wrapped(a, b) for a, b in zip(last.cells, cells, strict=True)]
            last.y1 = line.y1
        else:
            rows.append(TableRow(list(cells), line.y0, line.y1))
    return rows


def _rule_bands(lines: Sequence[Line], rules_h: Sequence[tuple[float, float, float]]) -> list[int] | None:
    """Give for each line the number of rules above it; None where the rules do not part the rows.

    Rules under the header and above the total alone leave most lines in one band, so they decide nothing.
    """
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    heights = sorted(
        {round(y) for y, left, right in rules_h if right > x0 + 0.3 * (x1 - x0) and left < x1 - 0.3 * (x1 - x0)}
    )
    inside = [y for y in heights if lines[0].y0 < y < lines[-1].y1]
    merged = [y for n, y in enumerate(inside) if n == 0 or y - inside[n - 1] > 3]
    bands = [sum(1 for y in merged if y < (line.y0 + line.y1) / 2) for line in lines]
    n_multi = sum(1 for line in lines if len(line.segments) > 1)
    return bands if len(set(bands)) >= max(3, 0.45 * n_multi) else None


def _key_columns(grid: Sequence[Sequence[str]]) -> list[int]:
    """Give the columns that hold an amount, a date or a year in most filled rows: each such value is a row."""
    keys = []
    for column in range(len(grid[0])):
        filled = [row[column] for row in grid if row[column]]
        values = sum(1 for cell in filled if _KEY_VALUE.match(cell))
        if values >= 2 and values * 2 >= len(filled) - 1:
            keys.append(column)
    return keys


def _continues_row(before: Line, line: Line, row: list[str], cells: Sequence[str], keys: Sequence[int]) -> bool:
    filled = [n for n, cell in enumerate(cells) if cell]
    close = line.y0 - before.y0 < _WRAP_GAP * max(before.height, 1.0)
    both = [key for key in keys if cells[key] and row[key]]
    if both:
        return close and all(goes_on(row[key], cells[key]) for key in both)
    if any(cells[key] for key in keys):
        # values set in the middle of a row whose text began a line above
        return (
            close
            and not any(row[key] for key in keys)
            and all(not cells[n] or cells[n][:1].islower() or n in keys for n in filled)
        )
    if keys and not any(row[key] for key in keys) and not _is_header_like(row):
        return close
    if len(filled) == len(cells) and not keys:
        return close and all(cells[n][:1].islower() for n in filled)
    return close or (not cells[0] and line.y0 - before.y0 < 2 * before.height)


def _is_header_like(row: Sequence[str]) -> bool:
    return sum(map(bool, row)) > 1 and not any(_KEY_VALUE.match(cell) for cell in row if cell)
