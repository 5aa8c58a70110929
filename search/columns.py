"""The snapshot's columns as search sees them: values as strings, labels in Danish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from search.fields import UNKNOWN

Floats = npt.NDArray[np.float64]

LABELS: Mapping[str, Mapping[str, str]] = {
    "record_type": {"project": "Projekt", "pool": "Pulje eller program"},
    "status": {"awarded": "Bevilget", "running": "I gang", "completed": "Afsluttet", "stopped": "Stoppet"},
    "outcome": {
        "better": "Bedre",
        "no_change": "Uændret",
        "worse": "Værre",
        "mixed": "Blandet",
        "not_reported": "Ikke oplyst",
    },
    "has_results": {"yes": "Ja", "no": "Nej"},
    "municipality_type": {
        "hovedstadskommune": "Hovedstadskommune",
        "storbykommune": "Storbykommune",
        "provinsbykommune": "Provinsbykommune",
        "oplandskommune": "Oplandskommune",
        "landkommune": "Landkommune",
    },
}
"""What is shown for the values of fields whose values are known beforehand."""


UNKNOWN_LABEL = "ukendt"
_LAST = np.iinfo(np.int64).max  # among labels


@dataclass(frozen=True)
class Column:
    """One facet field over all records; record r has the values `numbers[starts[r]:starts[r + 1]]`."""

    values: tuple[str, ...]
    labels: tuple[str, ...]
    starts: npt.NDArray[np.int64]  # shape (n_records + 1,)
    numbers: npt.NDArray[np.int64]

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """How many values each record has: shape (n_records,)."""
        return np.diff(self.starts)

    @cached_property
    def positions(self) -> dict[str, int]:
        """The position of each value."""
        return {value: position for position, value in enumerate(self.values)}

    @cached_property
    def owners(self) -> npt.NDArray[np.int64]:
        """The record of each entry of `numbers`."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    @cached_property
    def label_order(self) -> npt.NDArray[np.int64]:
        """The place of each value among the labels in order."""
        order = np.empty(len(self.labels), dtype=np.int64)
        order[sorted(range(len(self.labels)), key=self.labels.__getitem__)] = np.arange(len(self.labels))
        return order

    def row(self, number: int) -> tuple[int, ...]:
        """Give the positions of one record's values."""
        return tuple(self.numbers[self.starts[number] : self.starts[number + 1]].tolist())

    def label(self, value: str) -> str:
        """Give what is shown for a value."""
        position = self.positions.get(value)
        return value if position is None else self.labels[position]

    def count_of(self, values: Sequence[str]) -> npt.NDArray[np.int64]:
        """Count how many of some values each record has: shape (n_records,)."""
        wanted = np.zeros(len(self.values) + 1, dtype=bool)
        wanted[[self.positions[value] for value in values if value in self.positions]] = True
        counted: npt.NDArray[np.int64] = np.bincount(
            self.owners[wanted[self.numbers]], minlength=len(self.counts)
        ).astype(np.int64)
        return counted


class Tally:
    """The values of all columns laid end to end, record by record, so that all are counted at once.

    A record that lacks a field has one more value of it, the last: "unknown".
    """

    def __init__(self, facets: Mapping[str, Column], n_records: int) -> None:
        self._names = tuple(facets)
        self._entries: list[tuple[str, str]] = []  # value and label of each code
        owners, codes, fields, n_codes = [], [], [], 0
        label_places: list[npt.NDArray[np.int64]] = []
        for number, column in enumerate(facets.values()):
            lacking = np.flatnonzero(column.counts == 0)
            owners += [column.owners, lacking]
            codes += [column.numbers + n_codes, np.full(len(lacking), n_codes + len(column.values), dtype=np.int64)]
            self._entries += [*zip(column.values, column.labels, strict=True), (UNKNOWN, UNKNOWN_LABEL)]
            fields.append(np.full(len(column.values) + 1, number))
            label_places += [column.label_order, np.array([_LAST])]
            n_codes = len(self._entries)
        self._field_of = np.concatenate(fields) if fields else np.zeros(0, dtype=np.int64)
        self._label_places = np.concatenate(label_places) if fields else self._field_of
        owner = np.concatenate(owners) if owners else np.zeros(0, dtype=np.int64)
        order = np.argsort(owner, kind="stable")
        self._n_codes = n_codes
        self._codes = (np.concatenate(codes) if codes else owner)[order].astype(np.int32)
        self._lengths = np.bincount(owner, minlength=n_records)
        self._starts = np.cumsum(self._lengths) - self._lengths

    def rows(self, numbers: npt.NDArray[np.int64], most: int) -> dict[str, list[dict[str, Any]]]:
        """Count the values of some records, each given once.

        Returns:
            By column a list of {"value", "label", "count"}, `most` at most: most frequent first, equal ones by label,
            and "unknown" last, beyond the most. All columns are put in order at once.
        """
        counts = self._counts(numbers)
        found = np.flatnonzero(counts)
        is_known = self._label_places[found] < _LAST
        found = found[np.lexsort((self._label_places[found], -counts[found] * is_known, self._field_of[found]))]
        fields = self._field_of[found]
        ranks = np.arange(len(found)) - np.searchsorted(fields, fields)
        found = found[(ranks < most) | (self._label_places[found] == _LAST)]
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in self._names}
        for code, field, count in zip(
            found.tolist(), self._field_of[found].tolist(), counts[found].tolist(), strict=True
        ):
            value, label = self._entries[code]
            rows[self._names[field]].append({"value": value, "label": label, "count": count})
        return rows

    def _counts(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        lengths = self._lengths[numbers]
        before = np.cumsum(lengths) - lengths
        places = np.arange(int(lengths.sum())) + np.repeat(self._starts[numbers] - before, lengths)
        return np.bincount(self._codes[places], minlength=self._n_codes)


@dataclass(frozen=True)
class Columns:
    """All columns of a snapshot."""

    facets: Mapping[str, Column]
    numbers: Mapping[str, Floats]
    n_records: int

    @cached_property
    def tally(self) -> Tally:
        """What counts the values of all columns at once."""
        return Tally(self.facets, self.n_records)

    @cached_property
    def _kinds(self) -> dict[int, tuple[tuple[int, ...], ...]]:
        return {}

    def kind(self, number: int) -> tuple[tuple[int, ...], ...]:
        """Give a record's pool, target group and themes, by which records of a kind are told; remembered."""
        kind = self._kinds.get(number)
        if kind is None:
            kind = tuple(self.facets[name].row(number) for name in ("pool", "target_group", "theme"))
            self._kinds[number] = kind
        return kind

    @classmethod
    def of(cls, snapshot: Any) -> Columns:
        """Read the columns of an opened snapshot."""
        facets = {name: _column(name, raw) for name, raw in snapshot.columns.items()}
        numbers = {name: np.asarray(values, dtype=np.float64) for name, values in snapshot.numbers.items()}
        return cls(facets, numbers, len(snapshot.records))


def _column(name: str, raw: Any) -> Column:
    values = tuple(_text(value) for value in raw.values)
    known = LABELS.get(name, {})
    labels = tuple(known.get(value, str(label)) for value, label in zip(values, raw.labels, strict=True))
    return Column(values, labels, np.asarray(raw.starts, dtype=np.int64), np.asarray(raw.numbers, dtype=np.int64))


def _text(value: Any) -> str:
    """Give a stored value as filters write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
