"""One condition on records, as a filter, a field in a query or plain words state it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from search.numbers import NumberRange


class Strength(StrEnum):
    """A hard condition leaves out what breaks it; a soft one lifts what satisfies it."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One condition, as a chip shows it.

    `op` is "is", "not", "range" or "known". Of several values one is enough.
    """

    field: str
    op: str
    values: tuple[str, ...] = ()
    span: NumberRange | None = None
    label: str = ""
    strength: Strength = Strength.HARD
    char_start: int | None = None  # in the query, half-open with char_end; None where a filter was given
    char_end: int | None = None
    weight: float = 1.0  # how much satisfying it counts when it is soft, against a text score of 0-1

    @property
    def chip_id(self) -> str:
        """Give the name by which a reader takes the condition away."""
        return f"{self.field}:{'!' if self.op == 'not' else ''}{self.value}"

    @property
    def value(self) -> str:
        """Give the condition's value as a filter would state it."""
        if self.op == "known":
            return "known"
        return self.span.text if self.span is not None else "|".join(self.values)

    def json(self) -> dict[str, Any]:
        """Give the public object of a chip."""
        return {
            "id": self.chip_id,
            "field": self.field,
            "op": self.op,
            "value": self.value,
            "label": self.label,
            "char_start": self.char_start,
            "char_end": self.char_end,
            "strength": self.strength.value,
        }
