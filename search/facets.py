"""Facet counts over the records of an answer; "ukendt" counts those that lack the field."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from search.columns import Columns
from search.fields import FIELDS

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
    rows = columns.tally.rows(numbers, max_values)
    return {field.name: rows[field.column] for field in FIELDS if field.has_facet}
