"""Ruled tables on a PDF page: cells between drawn lines, whatever the text in them looks like.

Where lines part every cell, they tell what belongs together: a wrapped first cell beside a centred sum, rows of text at
the top of tall cells, words that justification has pulled apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.parse.pdf_cells import TableRow
from ingest.parse.pdf_lines import read_regions
from ingest.parse.pdf_tables import PdfTable
from ingest.parse.pdf_words import Word

Rule = tuple[float, float, float]
"""Place across, and where it begins and ends: (y, x0, x1) of a horizontal rule, (x, y0, y1) of a vertical one."""

_TOUCH = 3.0  # points; a cell drawn as a rectangle overlaps its neighbour by the width of its line
_MIN_SHARE = 0.5  # of the text's width; a narrower grid stands beside text and is read with it
_MAX_CELLS = 20_000  # more are a drawing
_MAX_CROSSINGS = 300_000  # rules across times rules down; a map has more


@dataclass
class Grid:
    """Lines that cross one another, and the table of the words between them."""

    ys: list[float]
    xs: list[float]
    rules_h: list[Rule]
    rules_v: list[Rule]
    words: list[Word] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Height of its first line."""
        return self.ys[0]

    @property
    def bottom(self) -> float:
        """Height of its last line."""
        return self.ys[-1]

    def holds(self, word: Word) -> bool:
        """Tell whether the middle of a word lies within it."""
        x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1


def find_grids(words: Sequence[Word], rules_h: Sequence[Rule], rules_v: Sequence[Rule]) -> list[Grid]:
    """Give the ruled tables with their words, from the top: two rows and columns or more, most of the text's width."""
    if not words or len(rules_h) * len(rules_v) > _MAX_CROSSINGS:
        return []
    width = max(w.x1 for w in words) - min(w.x0 for w in words)
    grids = []
    for across, down in _crossing(rules_h, rules_v):
        ys, xs = _places(across), _places(down)
        if len(ys) < 3 or len(xs) < 3 or len(ys) * len(xs) > _MAX_CELLS or xs[-1] - xs[0] < _MIN_SHARE * width:
            continue
        grid = Grid(ys, xs, across, down)
        grid.words = [word for word in words if grid.holds(word)]
        grids.append(grid)
    grids.sort(key=lambda g: g.top)
    apart = [g for n, g in enumerate(grids) if n == 0 or g.top >= grids[n - 1].bottom - _TOUCH]
    return [grid for grid in apart if grid.words and _is_table(grid)]


def _crossing(rules_h: Sequence[Rule], rules_v: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Put together the rules that touch one another."""
    parent = list(range(len(rules_h) + len(rules_v)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for h, (y, x0, x1) in enumerate(rules_h):
        for v, (x, y0, y1) in enumerate(rules_v, start=len(rules_h)):
            if x0 - _TOUCH <= x <= x1 + _TOUCH and y0 - _TOUCH <= y <= y1 + _TOUCH:
                parent[root(v)] = root(h)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for n, rule in enumerate((*rules_h, *rules_v)):
        across, down = groups.setdefault(root(n), ([], []))
        (across if n < len(rules_h) else down).append(rule)
    return [(across, down) for across, down in groups.values() if across and down]


def _places(rules: Sequence[Rule]) -> list[float]:
    places: list[float] = []
    for place in sorted(rule[0] for rule in rules):
        if not places or place - places[-1] > _TOUCH:
            places.append(place)
    return places


def _is_table(grid: Grid) -> bool:
    """Tell a table from boxes around running text: two rows or more hold two cells of text."""
    filled = [sum(map(bool, row)) for row in _cells(grid)]
    return sum(n >= 2 for n in filled) >= 2


def read_grid(grid: Grid) -> PdfTable:
    """Give the table; a cell that spans columns stands in its first, one that spans rows in each of them."""
    cells = _cells(grid)
    rows = [TableRow(row, y0, y1) for row, y0, y1 in zip(cells, grid.ys, grid.ys[1:], strict=False) if any(row)]
    edges = list(zip(grid.xs, grid.xs[1:], strict=False))
    used = [n for n in range(len(edges)) if any(row.cells[n] for row in rows)]
    for row in rows:
        row.cells = [row.cells[n] for n in used]
    first, last = rows[0], rows[-1]
    return PdfTable(
        rows,
        [edges[n] for n in used],
        is_bold_first=_is_bold(grid, first) and not _is_bold(grid, last),
    )


def _is_bold(grid: Grid, row: TableRow) -> bool:
    return all(w.is_bold for w in grid.words if row.y0 <= (w.y0 + w.y1) / 2 <= row.y1)


def _cells(grid: Grid) -> list[list[str]]:
    n_rows, n_columns = len(grid.ys) - 1, len(grid.xs) - 1
    owner = {(r, c): _owner(grid, r, c) for r in range(n_rows) for c in range(n_columns)}
    held: dict[tuple[int, int], list[Word]] = {}
    for word in grid.words:
        row = _band(grid.ys, (word.y0 + word.y1) / 2)
        column = _band(grid.xs, (word.x0 + word.x1) / 2)
        held.setdefault(owner[row, column], []).append(word)
    texts = {
        place: "\n".join(line.text for region in read_regions(words) for line in region)
        for place, words in held.items()
    }
    table = [["" for _ in range(n_columns)] for _ in range(n_rows)]
    for (row, column), place in owner.items():
        if place[1] == column:  # a cell over several columns stands in the first
            table[row][column] = texts.get(place, "")
    return table


def _band(places: Sequence[float], at: float) -> int:
    return max(0, min(sum(1 for place in places if place <= at) - 1, len(places) - 2))


def _owner(grid: Grid, row: int, column: int) -> tuple[int, int]:
    """Give the cell that one is part of: as far left and up as no line parts them."""
    y = (grid.ys[row] + grid.ys[row + 1]) / 2
    while column > 0 and not _covers(grid.rules_v, grid.xs[column], y):
        column -= 1
    x = (grid.xs[column] + grid.xs[column + 1]) / 2
    while row > 0 and not _covers(grid.rules_h, grid.ys[row], x):
        row -= 1
    return row, column


def _covers(rules: Sequence[Rule], place: float, at: float) -> bool:
    return any(abs(rule[0] - place) <= _TOUCH and rule[1] - _TOUCH <= at <= rule[2] + _TOUCH for rule in rules)
