"""The snapshot's columns as search sees them: values as strings, labels in Danish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

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


@dataclass(frozen=True)
class Columns:
    """All columns of a snapshot."""

    facets: Mapping[str, Column]
    numbers: Mapping[str, Floats]
    n_records: int

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
