"""Facet counts over the records of an answer; "ukendt" counts those that lack the field."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from search.columns import Column, Columns
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
    counts = columns.tally.counts(numbers)
    return {
        field.name: _rows(columns.facets[field.column], counts[columns.tally.places[field.column]], max_values)
        for field in FIELDS
        if field.has_facet
    }


def count_field(
    name: str, chosen: npt.NDArray[np.bool_], columns: Columns, max_values: int = MAX_VALUES
) -> list[dict[str, Any]]:
    """Count one field's values over the records of a mask."""
    counts = columns.tally.counts(np.flatnonzero(chosen))
    return _rows(columns.facets[name], counts[columns.tally.places[name]], max_values)


def _rows(column: Column, counts: npt.NDArray[np.int64], max_values: int) -> list[dict[str, Any]]:
    """Write out counts of a column's values, and last of the records that have none."""
    present = np.flatnonzero(counts[:-1])
    ordered = present[np.lexsort((column.label_order[present], -counts[present]))][:max_values]
    rows: list[dict[str, Any]] = [
        {"value": column.values[i], "label": column.labels[i], "count": n}
        for i, n in zip(ordered.tolist(), counts[ordered].tolist(), strict=True)
    ]
    if counts[-1]:
        rows.append({"value": UNKNOWN, "label": "ukendt", "count": int(counts[-1])})
    return rows
