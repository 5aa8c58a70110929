"""What tables without lines are made of: rows of cells, and how a cell that wraps is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parse.pdf_lines import Segment


@dataclass(slots=True)
class TableRow:
    """One row: the text of each column, a line feed between the lines that it wraps to."""

    cells: list[str]
    y0: float
    y1: float


def column_of(segment: Segment, edges: Sequence[tuple[float, float]]) -> int:
    """Give the number of the column (x0, x1) that a segment lies over most; the first of equals."""
    overlaps = [min(segment.x1, x1) - max(segment.x0, x0) for x0, x1 in edges]
    return max(range(len(edges)), key=lambda n: (overlaps[n], -n))


def join_wrapped(before: str, after: str) -> str:
    """Put a line of a cell below those before it; how they read as one is known when all of the file has been read."""
    return f"{before}\n{after}".strip()
