"""How well each record satisfies a condition, as a number per record.

1 is satisfied, 0 contradicted, and a record that lacks the field stands between, so that nothing silently vanishes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.columns import Column, Columns
from search.constraints import Constraint
from search.fields import UNKNOWN, Field, find_field
from search.numbers import NumberRange

Floats = npt.NDArray[np.float32]
Bools = npt.NDArray[np.bool_]


UNKNOWN_DEGREE = 0.2
"""Degree of a record that lacks the field: below every one that satisfies the condition, above one that breaks it."""


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
