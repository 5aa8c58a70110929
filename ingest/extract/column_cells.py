"""What a cell of a table holds: a sum, a place, a name, a bare figure."""

from __future__ import annotations

import re

from corpus.places import LIKELY, find_municipalities
from ingest.extract.entries import line_amount

FIGURE = re.compile(r"\W*\d{1,4}(?:,\d)?\W*(?:pct\.?|procent|%|stk\.?)?\W*")
_NAME_CHARS = 60  # of a column of names, at most on average


def holds_sum(cell: str) -> bool:
    """Tell whether a cell is a sum of money and little else."""
    return len(cell) < 30 and line_amount(cell) is not None


def may_be_name(cell: str) -> bool:
    """Tell whether a cell has words enough for a name."""
    return len(cell) > 8 and re.search(r"[^\W\d_]{3}", cell) is not None and not FIGURE.fullmatch(cell)


def holds_place(cell: str) -> bool:
    """Tell whether a short cell names a municipality."""
    return len(cell) < 90 and any(m.confidence >= LIKELY for m in find_municipalities(cell))


def are_names(cells: list[str]) -> bool:
    """Tell whether all cells of a column may be names, and are short on average."""
    whole = [cell for cell in cells if cell]
    return bool(whole) and all(map(may_be_name, whole)) and sum(map(len, whole)) <= _NAME_CHARS * len(whole)
