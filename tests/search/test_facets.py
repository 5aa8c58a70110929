from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from search.columns import Column, Columns
from search.facets import count_facets
from search.fields import FIELDS

N_RECORDS = 40


def made_columns() -> Columns:
    """Give every facet column some values, among them records with none and labels out of the order of values."""
    source = np.random.default_rng(4)
    facets = {}
    for name in {field.column for field in FIELDS if field.has_facet}:
        rows = [sorted(set(source.integers(0, 9, source.integers(0, 4)).tolist())) for _ in range(N_RECORDS)]
        facets[name] = Column(
            values=tuple(f"v{i}" for i in range(9)),
            labels=tuple(f"{'xbnmaqwez'[i]} {name}" for i in range(9)),
            starts=np.cumsum([0, *map(len, rows)]),
            numbers=np.array([value for row in rows for value in row], dtype=np.int64),
        )
    return Columns(facets, {}, N_RECORDS)


@pytest.mark.parametrize("most", [0, 2, 100])
@pytest.mark.parametrize("n_records", [0, 1, 7, N_RECORDS])
def test_facets_are_what_a_plain_count_gives(n_records: int, most: int) -> None:
    columns = made_columns()
    numbers = np.random.default_rng(n_records).permutation(N_RECORDS)[:n_records]
    facets = count_facets(numbers, columns, max_values=most)
    for field in FIELDS:
        if not field.has_facet:
            continue
        column = columns.facets[field.column]
        rows = [column.row(int(number)) for number in numbers]
        counted = Counter((column.values[i], column.labels[i]) for row in rows for i in row)
        expected = [
            {"value": value, "label": label, "count": n}
            for (value, label), n in sorted(counted.items(), key=lambda item: (-item[1], item[0][1]))
        ][:most]
        n_lacking = sum(not row for row in rows)
        unknown = [{"value": "unknown", "label": "ukendt", "count": n_lacking}] if n_lacking else []
        assert facets[field.name] == expected + unknown
