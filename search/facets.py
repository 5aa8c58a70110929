"""Facet counts over the records of an answer; "ukendt" counts those that lack the field."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from search.columns import Columns
from search.fields import FIELDS, UNKNOWN

MAX_VALUES = 100
"""Values shown of each field; a page cannot show more, and a filter may still name any."""


def count_facets(numbers: npt.NDArray[np.int64], columns: Columns, *, max_values: int = MAX_VALUES) -> dict[str, Any]:
    """Count each field's values over some records.

    Args:
        numbers: record numbers, each once.
        columns: the snapshot's columns.
        max_values: how many values of a field are given at most.

    Returns:
        Per field a list of {"value", "label", "count"}: most frequent first, equal ones by label, "unknown" last.
    """
    chosen = np.zeros(columns.n_records, dtype=bool)
    chosen[numbers] = True
    return {field.name: count_field(field.column, chosen, columns, max_values) for field in FIELDS if field.has_facet}


def count_field(
    name: str, chosen: npt.NDArray[np.bool_], columns: Columns, max_values: int = MAX_VALUES
) -> list[dict[str, Any]]:
    """Count one field's values over the records of a mask."""
    column = columns.facets[name]
    entries = chosen[column.owners]
    counts = np.bincount(column.numbers[entries], minlength=len(column.values))
    present = np.flatnonzero(counts)
    if len(present) > 4 * max_values:  # 10 000 values: sort only those that can be shown
        cut = np.partition(counts[present], len(present) - max_values)[len(present) - max_values]
        present = present[counts[present] >= cut]
    ordered = sorted(map(int, present), key=lambda i: (-counts[i], column.labels[i]))
    rows: list[dict[str, Any]] = [
        {"value": column.values[i], "label": column.labels[i], "count": int(counts[i])} for i in ordered[:max_values]
    ]
    unknown = int((chosen & (column.counts == 0)).sum())
    if unknown:
        rows.append({"value": UNKNOWN, "label": "ukendt", "count": unknown})
    return rows
