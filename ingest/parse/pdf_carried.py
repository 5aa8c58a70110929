"""Rows that a page break has left alone: one line at the top of a page is no table by itself."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.parse.pdf_cells import TableRow, column_of, join_wrapped
from ingest.parse.pdf_flow import Flow
from ingest.parse.pdf_lines import Line, Segment
from ingest.parse.pdf_tables import PdfTable

_WRAP_GAP = 1.45  # line heights; as within tables
_MOST_WRAPPED = 4  # lines of one row
_SHIFT = 4.0  # points that a cell may stand out of its column


def carry_rows(flows: Sequence[Flow]) -> None:
    """Read the first lines of a page as a row of the table that ends the page before, where they stand in its columns.

    Tables are joined over pages afterwards; a page that begins with two rows and more has a table of its own by then.
    """
    table: PdfTable | None = None
    for flow in flows:
        n_lines = _row_lines(flow, table) if table is not None else 0
        if table is not None and n_lines:
            flow.parts[:n_lines] = [_as_table(flow, n_lines, table)]
            flow.breaks = {max(0, n - n_lines + 1) for n in flow.breaks if n == 0 or n >= n_lines}
            flow.breaks |= {1} if len(flow.parts) > 1 else set()
        last = flow.parts[-1] if flow.parts else None
        table = last if isinstance(last, PdfTable) else None


def _row_lines(flow: Flow, table: PdfTable) -> int:
    """Give how many lines at the top of a page are one row of a table; 0 where they are none."""
    first = flow.parts[0] if flow.parts else None
    if not isinstance(first, Line) or len(first.segments) < 2:
        return 0
    columns = [_column(segment, table.edges) for segment in first.segments]
    if None in columns or len(set(columns)) < max(2, len(table.edges) - 1) or columns[0] != 0:
        return 0
    n_lines = 1
    for part in flow.parts[1:_MOST_WRAPPED]:
        before = flow.parts[n_lines - 1]
        if not isinstance(part, Line) or not isinstance(before, Line) or n_lines in flow.breaks:
            break
        close = part.y0 - before.y0 < _WRAP_GAP * max(before.height, 1.0)
        if not close or None in [_column(segment, table.edges) for segment in part.segments]:
            break
        n_lines += 1
    return n_lines


def _column(segment: Segment, edges: Sequence[tuple[float, float]]) -> int | None:
    """Give the column that a cell stands in alone; `None` where it lies over two, or beside all."""
    over = [n for n, (x0, x1) in enumerate(edges) if segment.x0 < x1 and segment.x1 > x0]
    place = column_of(segment, edges)
    begins = abs(segment.x0 - edges[place][0]) <= _SHIFT or abs(segment.x1 - edges[place][1]) <= _SHIFT
    inside = edges[place][0] - _SHIFT <= segment.x0 and segment.x1 <= edges[place][1] + _SHIFT
    return place if len(over) <= 1 and (begins or inside) else None


def _as_table(flow: Flow, n_lines: int, table: PdfTable) -> PdfTable:
    lines = [part for part in flow.parts[:n_lines] if isinstance(part, Line)]
    cells = [""] * len(table.edges)
    for line in lines:
        for segment in line.segments:
            place = column_of(segment, table.edges)
            cells[place] = join_wrapped(cells[place], segment.text) if cells[place] else segment.text
    return PdfTable([TableRow(cells, lines[0].y0, lines[-1].y1)], list(table.edges), page_no=flow.page_no)
