"""What a condition is called on its chip, in Danish."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.municipalities import municipalities, regions
from search.columns import LABELS, Column, Columns
from search.fields import UNKNOWN, Field
from search.numbers import NumberRange


def span_label(span: NumberRange, unit: str = "") -> str:
    """Give a range in Danish: "mindst 1 mio. kr.", "under 2 mio. kr.", "2018-2020"."""
    tail = f" {unit}" if unit else ""
    low, high = span.low, span.high
    if low is not None and low == high:
        return f"{_danish(low, unit)}{tail}"
    if high is None:
        if unit == "kr." and low is not None and _is_one_beside(low - 1):  # as ">1mio" is kept
            return f"over {_danish(low - 1, unit)}{tail}"
        return f"mindst {_danish(low, unit)}{tail}" if unit else f"fra {_danish(low, unit)}"
    if low is None:
        if unit == "kr." and _is_one_beside(high + 1):
            return f"under {_danish(high + 1, unit)}{tail}"
        return f"højst {_danish(high, unit)}{tail}" if unit else f"til {_danish(high, unit)}"
    return f"{_danish(low, unit)}-{_danish(high, unit)}{tail}"


def _is_one_beside(number: float) -> bool:
    return number >= 1000 and number % 1000 == 0


def _danish(number: float | None, unit: str) -> str:
    value = number or 0.0
    if unit != "kr.":
        return f"{value:.0f}"
    if value >= 100_000 and value % 10_000 == 0:
        return f"{value / 1e6:.10g} mio.".replace(".", ",", 1 if value % 1e6 else 0)
    return f"{value:,.0f}".replace(",", ".")


def label_of(field: Field, op: str, values: Sequence[str], columns: Columns) -> str:
    """Give a chip's words: "Kommune: Vejle"."""
    column = columns.facets[field.column]
    names = ", ".join(_shown(field.name, value, column) for value in values)
    return f"{field.label}{' ikke' if op == 'not' else ''}: {names}"


def _shown(field: str, value: str, column: Column) -> str:
    if value == UNKNOWN:
        return "ukendt"
    if value in column.positions:
        return column.label(value)
    return LABELS.get(field, {}).get(value) or place_name(field, value)


def place_name(field: str, code: str) -> str:
    """Give the name of a municipality or region, else the code itself."""
    if field == "municipality" and code in municipalities():
        return municipalities()[code].name
    return regions().get(code, code) if field == "region" else code
