"""The address of a search page: everything that is shown follows from it, and a link made from it shows the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote_plus, urlencode

from search.request import ANY_ORDER
from ui.texts import LANGUAGES

FACETS = {
    "record_type": "type",
    "theme": "tema",
    "municipality": "kommune",
    "region": "region",
    "municipality_type": "kommunetype",
    "outcome": "resultat",
    "has_results": "resultater",
    "status": "status",
    "year": "aar",
    "pool": "pulje",
    "funder": "giver",
    "target_group": "maalgruppe",
    "source": "kilde",
    "amount": "beloeb",
    "period": "periode",
    "n_municipalities": "antal_kommuner",
}
"""Facet field -> its name in the address, in the order shown."""

MODES = ("hybrid", "exact", "lexical", "dense")
SORTS = {
    "relevans": "relevance",
    "nyeste": "newest",
    "aeldste": "oldest",
    "beloeb": "amount",
    "mindste": "amount_low",
}
"""Name of an order in the address -> its name in a search request; the first is the default."""

UNASKED_SORT = "bedste"
"""In the address: the best first, also where the question asks for another order."""

PAGE_SIZE = 10
MAX_PAGES = 20
MAX_QUERY_CHARS = 2_000  # of an address; the API says itself what it can take
_PARAMETERS = {parameter: name for name, parameter in FACETS.items()}
_OWN = {"q", "tilstand", "sort", "side", "version", "lang"}
_ORDER = {name: place for place, name in enumerate(FACETS)}
_ORDER_IN_ADDRESS = {"q": -1} | {parameter: _ORDER[name] for parameter, name in _PARAMETERS.items()}


@dataclass(frozen=True, slots=True)
class Address:
    """What is asked, in which language, on which corpus version."""

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # facet field -> chosen values
    mode: str = MODES[0]
    sort: str = "relevans"
    page_no: int = 1
    version: int | None = None  # None: the newest
    language: str = LANGUAGES[0]
    ignored: tuple[str, ...] = ()  # ids of understood chips that the reader has removed
    others: Mapping[str, str] = field(default_factory=dict, compare=False)  # parameters that are no part of a search

    @property
    def is_asked(self) -> bool:
        """Tell whether there is anything to search for."""
        return bool(self.query.strip() or self.filters)

    def link(self, path: str = "/", **changes: object) -> str:
        """Give the address of the same search with changes; any change but of page goes back to the first page."""
        if "page_no" not in changes:
            changes["page_no"] = 1
        other = replace(self, **changes)  # type: ignore[arg-type]  # callers give fields by name
        query = urlencode(other.parameters())
        return f"{path}?{query}" if query else path

    def with_value(self, name: str, value: str) -> Address:
        """Give the address with one more facet value chosen, from the first page."""
        values = (*self.filters.get(name, ()), value)
        return replace(self, filters={**self.filters, name: tuple(dict.fromkeys(values))}, page_no=1)

    def chooser(self, name: str, path: str = "/") -> Callable[[str], str]:
        """Give what makes `with_value(name, value).link(path)` of a value; quick, for a page has a hundred of them."""
        chosen = self.filters.get(name, ())
        pairs = replace(self, page_no=1).parameters()
        own = _ORDER[name]
        at = sum(_ORDER_IN_ADDRESS.get(parameter, len(FACETS)) <= own for parameter, _ in pairs)
        before, after = urlencode(pairs[:at]), urlencode(pairs[at:])
        start = f"{path}?{before}&{FACETS[name]}=" if before else f"{path}?{FACETS[name]}="
        end = f"&{after}" if after else ""
        return lambda value: self.link(path) if value in chosen else f"{start}{quote_plus(value)}{end}"

    def without_value(self, name: str, value: str) -> Address:
        """Give the address with one facet value let go, from the first page."""
        values = tuple(v for v in self.filters.get(name, ()) if v != value)
        others = {k: v for k, v in self.filters.items() if k != name}
        return replace(self, filters={**others, name: values} if values else others, page_no=1)

    def parameters(self) -> list[tuple[str, str]]:
        """Give the address's parameters, defaults left out, in a fixed order."""
        pairs = [("q", self.query)] if self.query else []
        for name in [*FACETS, *sorted(set(self.filters) - set(FACETS))]:
            pairs += [(FACETS.get(name, name), value) for value in self.filters.get(name, ())]
        if self.mode != MODES[0]:
            pairs.append(("tilstand", self.mode))
        pairs += [("uden", chip) for chip in self.ignored]
        if self.sort != next(iter(SORTS)):
            pairs.append(("sort", self.sort))
        if self.page_no > 1:
            pairs.append(("side", str(self.page_no)))
        if self.version is not None:
            pairs.append(("version", str(self.version)))
        if self.language != LANGUAGES[0]:
            pairs.append(("lang", self.language))
        return pairs


def read_address(query_string: str) -> Address:
    """Read an address; what is unknown or out of range falls back to its default, as a link may be old or mistyped."""
    return read_pairs(parse_qsl(query_string.lstrip("?"), keep_blank_values=False, max_num_fields=200))


def read_pairs(pairs: Iterable[tuple[str, str]]) -> Address:
    """Read an address from its parameters."""
    filters: dict[str, list[str]] = {}
    last: dict[str, str] = {}
    ignored: list[str] = []
    for name, value in pairs:
        if name in _PARAMETERS:
            filters.setdefault(_PARAMETERS[name], []).append(value)
        elif name == "uden":
            ignored.append(value)
        else:
            last[name] = value
    if last.get("sort") == UNASKED_SORT:
        ignored.append(ANY_ORDER)
    return Address(
        query=last.get("q", "")[:MAX_QUERY_CHARS],
        filters={name: tuple(dict.fromkeys(values)) for name, values in filters.items()},
        mode=_one_of(last.get("tilstand"), MODES),
        sort=_one_of(last.get("sort"), tuple(SORTS)),
        page_no=_number(last.get("side"), 1, MAX_PAGES) or 1,
        version=_number(last.get("version"), 1, 10**9),
        language=_one_of(last.get("lang"), LANGUAGES),
        ignored=tuple(dict.fromkeys(ignored)),
        others={name: value for name, value in last.items() if name not in _OWN},
    )


def _one_of(value: str | None, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]


def _number(value: str | None, low: int, high: int) -> int | None:
    # isdecimal() alone takes digits of every script, and int() reads those too: both ends agree.
    if value is None or not value.isdecimal() or len(value) > 9:
        return None
    return min(max(int(value), low), high)
