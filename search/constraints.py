"""Conditions on records: how well each record satisfies one, as a number per record.

1 is satisfied, 0 contradicted, and a record that lacks the field stands between, so that nothing silently vanishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import QueryError
from corpus.municipalities import municipalities, regions
from corpus.themes import themes
from search.columns import LABELS, Column, Columns
from search.cues import cue_table
from search.fields import UNKNOWN, Field, find_field
from search.names import names_of_label
from search.numbers import NumberRange, parse_number_range
from search.similar import most_similar, read_municipality
from search.synonyms import shipped
from search.tokens import tokenise

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]

UNKNOWN_DEGREE = 0.2
"""Degree of a record that lacks the field: below every one that satisfies the condition, above one that breaks it."""

_UNKNOWN_WORDS = {UNKNOWN, "ukendt", "ikke oplyst", "uoplyst"}
_KNOWN_WORDS = {"known", "oplyst", "kendt"}


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


def resolve_filter(
    name: str,
    text: str,
    columns: Columns,
    *,
    char_start: int | None = None,
    char_end: int | None = None,
    value_start: int | None = None,
) -> Constraint:
    """Read one filter as given: a field and the text of its value.

    Args:
        name: field or alias.
        text: `Vejle`, `0630`, `!Vejle`, `unknown`, `2018..2020`, `>1mio`; `a|b` means either.
        columns: the snapshot's columns.
        char_start: where the filter stands in the query, if it does; for messages and chips.
        char_end: its end.
        value_start: where its value stands, for messages.

    Raises:
        QueryError: there is no such field or value (near ones are named), or a number cannot be read.
    """
    field = find_field(name, char_start=char_start)
    is_excluded = text.startswith("!")
    wanted = text.removeprefix("!").strip()
    if wanted.lower() in _KNOWN_WORDS:
        known_op = "is" if is_excluded else "known"
        known_values = (UNKNOWN,) if is_excluded else ()
        label = f"{field.label} oplyst"
        return Constraint(field.name, known_op, known_values, None, label, Strength.HARD, char_start, char_end)
    if field.name == "similar_to":
        return _similar_filter(wanted, is_excluded, char_start, char_end)
    if field.is_number or (field.name == "year" and _looks_like_range(wanted)):
        return _number_filter(field, wanted, is_excluded, char_start, char_end, value_start)
    parts = [part.strip() for part in wanted.split("|") if part.strip()]
    values = tuple(dict.fromkeys(v for part in parts for v in _values(field, part, columns, value_start)))
    if not values:
        raise QueryError(f"the filter on {field.name} has no value.", remedy=f"Give e.g. {field.name}=unknown.")
    op = "not" if is_excluded else "is"
    return Constraint(
        field=field.name,
        op=op,
        values=values,
        label=label_of(field, op, values, columns)
        if len(values) <= max(len(parts), 3)
        else f"{field.label}{' ikke' if is_excluded else ''}: {', '.join(parts)} ({len(values)})",
        char_start=char_start,
        char_end=char_end,
    )


def _similar_filter(text: str, is_excluded: bool, char_start: int | None, char_end: int | None) -> Constraint:
    """Read `similar_to:Vejle`: the municipality and those most like it in population, type and region."""
    own = read_municipality(text)
    alike = most_similar(own)
    op, negation = ("not", " ikke") if is_excluded else ("is", "")
    names = ", ".join(f"{other.name} ({round(other.population / 1000)}.000)" for other in alike)
    label = f"Kommuner{negation} som {own.name} ({round(own.population / 1000)}.000 indb.): {names}"
    values = (own.code, *(other.code for other in alike))
    return Constraint("municipality", op, values, None, label, Strength.HARD, char_start, char_end)


def _looks_like_range(text: str) -> bool:
    return ".." in text or text[:1] in "<>≤≥" or (text.count("-") == 1 and len(text) == 9)


def _number_filter(
    field: Field,
    wanted: str,
    is_excluded: bool,
    char_start: int | None,
    char_end: int | None,
    value_start: int | None,
) -> Constraint:
    if wanted.lower() in _UNKNOWN_WORDS:
        op = "known" if is_excluded else "is"
        return Constraint(
            field.name, op, (UNKNOWN,), None, f"{field.label}: ukendt", Strength.HARD, char_start, char_end
        )
    if is_excluded:
        raise QueryError(
            f"{field.name} cannot be excluded by a number.", remedy=f"Give the range you want, e.g. {field.name}:>1mio."
        )
    span = parse_number_range(wanted, field=field.name, char_start=value_start)
    label = f"{field.label} {span_label(span, field.unit)}"
    return Constraint(field.name, "range", (), span, label, Strength.HARD, char_start, char_end)


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


def _values(field: Field, text: str, columns: Columns, value_start: int | None) -> tuple[str, ...]:
    """Give the stored values that a text names: a value or its label, any case.

    Also a word that states one ("igangværende"), a pool's or funder's other name ("SST"), and of pools, funders and
    target groups, whose labels are long, every one that holds the words ("unge").
    """
    wanted = text.strip().lower()
    if wanted in _UNKNOWN_WORDS:
        return (UNKNOWN,)
    column = columns.facets[field.column]
    for value, label in zip(column.values, column.labels, strict=True):
        if wanted in (value.lower(), label.lower()):
            return (value,)
    if (known := known_value(field.name, wanted)) is not None:
        return (known,)
    if field.name in _NAMED:
        named = _named(field, wanted, column)
        if named:
            return named
    parts = [part for part in text.split(",") if part.strip()]
    if len(parts) > 1:  # "tema:demens,kræft"
        return tuple(value for part in parts for value in _values(field, part, columns, value_start))
    near = _near(wanted, column.labels) or list(LABELS.get(field.name, {}).values())
    place = f" at character {value_start + 1}" if value_start is not None else ""
    remedy = f"Near: {', '.join(near)}." if near else f"Search first; the facet {field.name} lists all."
    raise QueryError(f"{field.name} has no value {text.strip()[:60]!r}{place}.", remedy=remedy)


_NAMED = ("pool", "funder", "target_group")


def _named(field: Field, wanted: str, column: Column) -> tuple[str, ...]:
    """Give the values whose label, or another name of it, is the wanted text, else all whose label holds its words."""
    terms = {token.key for token in tokenise(wanted)}
    if not terms:
        return ()
    exact, holding = [], []
    for value, label in zip(column.values, column.labels, strict=True):
        names = [] if field.name == "target_group" else [*names_of_label(label), *shipped().other_names(label)]
        if any(name.lower() == wanted for name in names):
            exact.append(value)
        elif all(_is_held(term, label) for term in terms):
            holding.append(value)
    return tuple(exact or holding)


def _is_held(term: str, label: str) -> bool:
    """Say whether a label has a word, or one that begins with it: "rygestop" of "Rygestoppuljen"."""
    keys = {token.key for token in tokenise(label)}
    return term in keys or (len(term) >= 4 and any(key.startswith(term) for key in keys))


def _near(wanted: str, labels: Sequence[str]) -> list[str]:
    """Give up to three labels near a text, by the whole or by a word of theirs."""
    shown = {label.lower(): label for label in reversed(labels)}
    near = [shown[label] for label in get_close_matches(wanted, shown, n=3, cutoff=0.5)]
    if near:
        return near
    words: dict[str, str] = {}
    for label in labels:
        for token in tokenise(label):
            if not token.is_stop_word:
                words.setdefault(token.term, label)
    found = (word for part in tokenise(wanted) for word in get_close_matches(part.term, words, n=3, cutoff=0.75))
    return list(dict.fromkeys(words[word] for word in found))[:3]


def known_value(field: str, wanted: str) -> str | None:
    """Give a value that exists though no record has it, e.g. of a municipality: an empty answer, not an error."""
    if field == "municipality":
        for place in municipalities().values():
            names = {place.code, place.name.lower(), place.official_name.lower(), *(a.lower() for a in place.aliases)}
            if wanted in names:
                return place.code
    for value, label in LABELS.get(field, {}).items():
        if wanted in (value, label.lower()):
            return value
    if field == "theme" and wanted in themes():
        return wanted
    for cue in cue_table().get(wanted) or ():
        if cue.field == field and cue.value in LABELS.get(field, {}):
            return cue.value
    if field == "region":
        for code, name in regions().items():
            if wanted in (code, name.lower(), name.lower().removeprefix("region ")):
                return code
    return None


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


def satisfied(constraints: Sequence[Constraint], columns: Columns) -> Bools:
    """Say which records satisfy all of some conditions; one that lacks a field satisfies none on it.

    Unlike by a filter, an award that only ran on into the wanted years is left out: "største bevillinger siden 2019".
    """
    masks = [
        degrees(c, columns) >= 1 if c.field == "year" and c.span is not None else strict_mask(c, columns)
        for c in constraints
    ]
    kept: Bools = np.logical_and.reduce([np.ones(columns.n_records, dtype=bool), *masks])
    return kept


def degrees(constraint: Constraint, columns: Columns) -> Floats:
    """Say how well each record satisfies a condition.

    Returns:
        float32, shape (n_records,): 1 satisfied, 0 contradicted, `UNKNOWN_DEGREE` where the record lacks the field.
        Of regions, the root of the share of a record's regions that are wanted, so that a record about all of Denmark
        counts less than one about the region alone.
    """
    field = find_field(constraint.field)
    if constraint.span is not None:
        return _range_degrees(constraint.span, field, columns)
    if field.column in columns.numbers:
        known = ~np.isnan(columns.numbers[field.column])
        return (known if constraint.op == "known" else ~known).astype(np.float32)
    column = columns.facets[field.column]
    is_known = _is_known(column)
    if constraint.op == "known":
        return is_known.astype(np.float32)
    hits = column.count_of(constraint.values)
    if constraint.op == "not":
        excluded = (hits > 0) | (~is_known if UNKNOWN in constraint.values else False)
        return (~excluded).astype(np.float32)
    if field.name == "region":
        out = np.sqrt(hits / np.maximum(column.counts, 1))
    else:
        out = (hits > 0).astype(np.float64)
    out[~is_known] = 1.0 if UNKNOWN in constraint.values else UNKNOWN_DEGREE
    return out.astype(np.float32)


def _is_known(column: Column) -> Bools:
    """Say which records have a value."""
    return column.counts > 0


def _range_degrees(span: NumberRange, field: Field, columns: Columns) -> Floats:
    low = -np.inf if span.low is None else span.low
    high = np.inf if span.high is None else span.high
    if field.name in ("year", "period"):
        return _year_degrees(low, high, columns)
    if field.name == "n_municipalities":
        counts = columns.facets[field.column].counts
        numbers = np.where(counts == 0, np.nan, counts)
    else:
        numbers = columns.numbers[field.column]
    inside = (numbers >= low) & (numbers <= high)
    return np.where(np.isnan(numbers), UNKNOWN_DEGREE, inside).astype(np.float32)


RUNNING_DEGREE = 0.7
"""Degree of a record that ran in the wanted years, but was awarded in others."""


def _year_degrees(low: float, high: float, columns: Columns) -> Floats:
    """Awarded (or, where that is not known, begun) within the years: 1; running in them: less."""
    awarded, start, end = (columns.numbers[name] for name in ("year_awarded", "period_from", "period_to"))
    first = np.where(np.isnan(awarded), start, awarded)
    first = np.where(np.isnan(first), end, first)  # only an end is stated: it ran then
    begins = np.fmin(np.where(np.isnan(start), first, start), first)
    ends = np.fmax(np.where(np.isnan(end), first, end), first)
    inside = (first >= low) & (first <= high)
    running = (begins <= high) & (ends >= low)
    out = np.where(inside, 1.0, np.where(running, RUNNING_DEGREE, 0.0))
    return np.where(np.isnan(first), UNKNOWN_DEGREE, out).astype(np.float32)


def strict_mask(constraint: Constraint, columns: Columns) -> Bools:
    """Say which records a filter keeps: those that satisfy it; a record that lacks the field is not kept.

    Of a year filter a record is kept that ran in the wanted years.
    """
    is_exact = constraint.op in ("not", "known") or UNKNOWN in constraint.values
    kept: Bools = degrees(constraint, columns) > (0 if is_exact else UNKNOWN_DEGREE)
    return kept


def lacks_field(constraint: Constraint, columns: Columns) -> Bools:
    """Say which records state nothing that a condition could be held against."""
    if constraint.op in ("not", "known") or UNKNOWN in constraint.values:
        return np.zeros(columns.n_records, dtype=bool)
    lacking: Bools = degrees(constraint, columns) == np.float32(UNKNOWN_DEGREE)
    return lacking
