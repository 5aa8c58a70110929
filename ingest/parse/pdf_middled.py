"""Tables whose cells stand in the middle or at the foot of their rows: one of two lines begins above one of one.

Read line by line, its first line would go to the row above. Here the lines of each column are put together by their
distance first, and rows are what has its middle, or its foot, at one height.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

from ingest.parse.pdf_cells import TableRow, column_of, join_wrapped
from ingest.parse.pdf_lines import Line

_SAME_CELL = 1.1  # times the least distance of two lines: rows stand further apart, if only by a point or two
_OFF = 0.3  # of that distance, by which the middles of one row's cells may differ
_MIN_ROWS = 3


@dataclass(slots=True)
class _Cell:
    texts: list[str]
    y0: float
    y1: float

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2


def read_middled(lines: Sequence[Line], edges: Sequence[tuple[float, float]]) -> list[TableRow] | None:
    """Give the rows of a table whose cells are set in their middle or at their foot; `None` where they are not.

    It is `None` too where nothing tells: cells of one height stand at one height however they are set.

    Args:
        lines: the table's, in order down the page.
        edges: x0, x1 of each column.
    """
    columns = _columns(lines, edges)
    steps = [b.y0 - a.y0 for column in columns for a, b in pairwise(column)]
    if not steps or min(steps) <= 0:
        return None
    step = min(steps)
    cells = [_cells(column, _SAME_CELL * step) for column in columns]
    return _rows(cells, step, lambda cell: cell.middle) or _rows(cells, step, lambda cell: cell.y1)


def _rows(columns: Sequence[Sequence[_Cell]], step: float, place_of: Callable[[_Cell], float]) -> list[TableRow] | None:
    places = [place_of(cell) for cell in max(columns, key=len)]
    if len(places) < _MIN_ROWS:
        return None
    rows = [TableRow([""] * len(columns), place, place) for place in places]
    heights: list[set[int]] = [set() for _ in rows]
    for number, column in enumerate(columns):
        for cell in column:
            at = place_of(cell)
            place = min(range(len(rows)), key=lambda n: abs(places[n] - at))
            row = rows[place]
            if abs(places[place] - at) > _OFF * step or row.cells[number]:
                return None
            row.cells[number] = reduce(join_wrapped, cell.texts)
            row.y0, row.y1 = min(row.y0, cell.y0), max(row.y1, cell.y1)
            heights[place].add(len(cell.texts))
    n_telling = sum(len(found) > 1 for found in heights)
    is_full = all(sum(map(bool, row.cells)) > 1 for row in rows)
    return rows if n_telling >= (1 if is_full else 2) else None


def _columns(lines: Sequence[Line], edges: Sequence[tuple[float, float]]) -> list[list[_Cell]]:
    """Give each column's lines of text, as cells of one line."""
    columns: list[list[_Cell]] = [[] for _ in edges]
    for line in lines:
        for segment in line.segments:
            column = columns[column_of(segment, edges)]
            if column and segment.y0 < (column[-1].y0 + column[-1].y1) / 2:
                column[-1].texts[0] += f" {segment.text}"  # two parts of one line
            else:
                column.append(_Cell([segment.text], segment.y0, segment.y1))
    return columns


def _cells(column: Sequence[_Cell], most: float) -> list[_Cell]:
    """Join the lines of a column that stand no further apart than this, from top to top."""
    cells: list[_Cell] = []
    last = 0.0
    for line in column:
        if cells and line.y0 - last <= most:
            cells[-1].texts += line.texts
            cells[-1].y1 = line.y1
        else:
            cells.append(_Cell(list(line.texts), line.y0, line.y1))
        last = line.y0
    return cells
