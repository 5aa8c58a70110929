"""What can be asked: one frozen request, the same for command line, API and page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from corpus.errors import QueryError

MAX_QUERY_CHARS = 20_000
"""Longest query that is read; a pasted application of ten pages is about this long."""


class Mode(StrEnum):
    """Which channels answer."""

    HYBRID = "hybrid"
    LEXICAL = "lexical"
    DENSE = "dense"
    EXACT = "exact"


class Sort(StrEnum):
    """Order of the results; records without the field come last in every order but relevance."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    AMOUNT = "amount"
    AMOUNT_LOW = "amount_low"
    TITLE = "title"


ANY_ORDER = "sort"
"""Id in `ignore` that takes away whatever order is read out of a query's words."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One question.

    `filters` maps a field to values that may each satisfy it: a value or its label (`Vejle`, `0630`), `!Vejle` to
    leave out, `unknown` for records that lack the field, `2018..2020`, `>1mio`, `<=2019` for numbers.
    `ignore` holds ids of chips that the reader has removed (`municipality:0630`); see `understood` in the response.
    `weights` overrides channel weights, e.g. `{"dense": 0.7}`.
    """

    query: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    mode: Mode | str = Mode.HYBRID
    limit: int = 10
    offset: int = 0
    sort: Sort | str = Sort.RELEVANCE
    version: int | None = None
    weights: Mapping[str, float] | None = None
    ignore: Sequence[str] = ()
    facets: bool = True
    diversify: bool = True

    def checked(self) -> SearchRequest:
        """Give the same request with its enumerations read and its ranges checked.

        Raises:
            QueryError: an unknown mode or sort, a negative limit or offset, or a query that is too long.
        """
        mode = _member(Mode, self.mode, "mode")
        sort = _member(Sort, self.sort, "sort")
        if self.limit < 0 or self.offset < 0:
            raise QueryError(
                f"limit and offset cannot be negative, got {self.limit} and {self.offset}.",
                remedy="Ask for limit=10, offset=0.",
            )
        if len(self.query) > MAX_QUERY_CHARS:
            raise QueryError(
                f"the query has {len(self.query)} characters; at most {MAX_QUERY_CHARS} are read.",
                remedy="Shorten it, or give the whole text as a draft to match.",
            )
        weights = self.weights
        if weights is not None:
            _check_weights(weights)
        return SearchRequest(
            query=self.query,
            filters={name: tuple(values) for name, values in self.filters.items()},
            mode=mode,
            limit=self.limit,
            offset=self.offset,
            sort=sort,
            version=self.version,
            weights=weights,
            ignore=tuple(self.ignore),
            facets=self.facets,
            diversify=self.diversify,
        )


CHANNELS = ("words", "grams", "dense", "sentences")
"""Channels whose scores are fused, in the order in which they are reported."""


def _check_weights(weights: Mapping[str, float]) -> None:
    unknown = sorted(set(weights) - set(CHANNELS))
    if unknown:
        raise QueryError(f"unknown channel {unknown[0]!r} in weights.", remedy=f"Channels: {', '.join(CHANNELS)}.")
    for name, weight in weights.items():
        if not 0 <= weight <= 1000:
            raise QueryError(f"the weight of {name} must lie in 0-1000, got {weight}.", remedy="Give e.g. 0.5.")


_E = TypeVar("_E", bound=StrEnum)


def _member(kind: type[_E], value: str, name: str) -> _E:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise QueryError(f"unknown {name} {str(value)[:60]!r}.", remedy=f"Known: {known}.") from None
