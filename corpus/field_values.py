"""Which values each field of a record may have; checked where people type them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from corpus.errors import ActError
from corpus.evidence import MULTI_FIELDS, SINGLE_FIELDS
from corpus.municipalities import municipalities, regions
from corpus.records import OutcomeDirection, Status
from corpus.themes import themes

_ISO_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_COUNTS = ("amount_dkk", "applied_dkk", "n_applications", "n_projects", "stated_total_dkk")
_CODED: dict[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "outcome_direction": tuple(OutcomeDirection),
    "pool_kind": ("pool", "programme"),
}


def check_value(field: str, value: Any) -> None:
    """Check that a field may have a value; `None` ("not known") is always one.

    Raises:
        ActError: there is no such field, or the value is none of its.
    """
    if field not in SINGLE_FIELDS and field not in MULTI_FIELDS:
        known = ", ".join((*SINGLE_FIELDS, *MULTI_FIELDS))
        raise ActError(f"there is no field {field!r}.", remedy=f"The fields are: {known}.")
    if value is None:
        return
    if field not in MULTI_FIELDS:
        _check_one(field, value)
        return
    if not isinstance(value, list) or not value:
        raise ActError(f"{field} has a list of values, got {value!r}.", remedy="Give a list, or null for none.")
    for item in value:
        _check_one(field, item)


def _check_one(field: str, value: Any) -> None:
    is_allowed, wanted = _rule(field)
    if not is_allowed(value):
        raise ActError(f"{value!r} is no value for {field}.", remedy=f"It must be {wanted}.")


def _rule(field: str) -> tuple[Callable[[Any], bool], str]:
    if field in _COUNTS:
        return _is_count, "a whole number that is not negative"
    if field == "year_awarded":
        return lambda v: _is_count(v) and 1990 <= v <= 2100, "a year such as 2018"
    if field in ("period_from", "period_to", "deadlines"):
        return (
            lambda v: isinstance(v, str) and bool(_ISO_DATE.fullmatch(v)),
            "a date such as 2018, 2018-09 or 2018-09-01",
        )
    if field == "municipalities":
        return lambda v: v in municipalities(), "a municipality's four digits, such as 0630"
    if field == "regions":
        return lambda v: v in regions(), f"one of {', '.join(regions())}"
    if field == "themes":
        return lambda v: v in themes(), f"one of {', '.join(themes())}"
    if field in _CODED:
        return lambda v: v in _CODED[field], f"one of {', '.join(_CODED[field])}"
    if field in ("frames", "flags"):
        return lambda v: isinstance(v, dict), "an object"
    return lambda v: isinstance(v, str) and bool(v.strip()) and len(v) <= 20_000, "text"


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
