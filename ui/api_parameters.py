"""What a request of the API may carry: a parameter that nothing reads, or a cursor that nobody gave, is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Any

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from corpus.errors import QueryError
from search.fields import FIELDS, is_field_name

_CURSOR = re.compile(r"(\d{1,9})-(.{1,300})", re.A | re.S)
_FIELD_NAMES = [name for field in FIELDS for name in (field.name, *field.aliases)]

FILTERED: dict[str, Any] = {
    "parameters": [
        {
            "name": field.name,
            "in": "query",
            "required": False,
            "description": f"Filter ({field.label}); given again, any of the values fits. "
            f"{'A number, or a range such as 10..20.' if field.is_number else '`unknown` finds records without it.'}",
            "schema": {"type": "array", "items": {"type": "string"}},
        }
        for field in FIELDS
    ]
}
"""The description of a route that searches: every field of a record is a parameter of it, by any of its names."""


class ParameterError(QueryError):
    """A parameter is none that the address takes, or its value none that it can have."""

    def __init__(self, message: str, *, parameter: str, near: Collection[str] = (), remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.parameter = parameter
        self.near = list(near)


async def refuse_unknown(request: Request) -> None:  # no thread is needed for it
    """Refuse a parameter that the asked route does not read; the routes that search read every field as a filter.

    Raises:
        ParameterError: there is one; it names near ones.
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or not route.include_in_schema:
        return
    own = _names(route.dependant)
    is_search = route.openapi_extra is FILTERED
    for name in dict.fromkeys(request.query_params):
        if name not in own and not (is_search and is_field_name(name)):
            raise _unknown(name, [*own, *_FIELD_NAMES] if is_search else own, route.path)


def _names(dependant: Dependant) -> list[str]:
    names = [str(field.alias) for field in dependant.query_params]
    return names + [name for inner in dependant.dependencies for name in _names(inner)]


def _unknown(name: str, known: Iterable[str], path: str) -> ParameterError:
    names = list(dict.fromkeys(known))
    near = get_close_matches(name.lower(), names, n=3, cutoff=0.6)
    takes = f"{path} takes {', '.join(names)}." if names else f"{path} takes none."
    return ParameterError(
        f"there is no parameter {name[:60]!r}.",
        parameter=name[:60],
        near=near,
        remedy=f"Did you mean {', '.join(near)}?" if near else takes,
    )


def read_filters(request: Request) -> dict[str, list[str]]:
    """Give the filters among a request's parameters: every parameter that is the name of a field."""
    filters: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if is_field_name(name):
            filters.setdefault(name, []).append(value)
    return filters


def make_cursor(version: int, record_id: str) -> str:
    """Give the cursor that stands for what comes after a record, in the order of ids of one corpus version."""
    return f"{version}-{record_id}"


def read_cursor(cursor: str, version: int | None = None) -> tuple[int, str]:
    """Give the corpus version and the place that a cursor stands for.

    Args:
        cursor: as it was given out.
        version: the version asked for beside it, if any.

    Raises:
        ParameterError: it is none, or of another version than the one asked for.
    """
    found = _CURSOR.fullmatch(cursor)
    if not found:
        raise wrong_cursor()
    if version is not None and version != int(found[1]):
        raise wrong_cursor(f"this cursor is of version {found[1]}, not of {version}.")
    return int(found[1]), found[2]


def wrong_cursor(message: str = "this is no cursor.") -> ParameterError:
    """Give the refusal of a cursor."""
    remedy = "Give the `next_cursor` of the page before, or none for the first page."
    return ParameterError(message, parameter="cursor", remedy=remedy)
