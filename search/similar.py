"""How alike two municipalities are: population, type and region, each with its reason."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpus.errors import QueryError
from corpus.municipalities import Municipality, municipalities

POPULATION_SHARE, TYPE_SHARE, REGION_SHARE = 0.5, 0.35, 0.15
"""What each counts. Size decides staff and economy most; the five types tell towns from country; a region shares its
hospitals. These are our judgement, so both parts are shown with every score."""

_TYPES = {
    "hovedstadskommune": "hovedstadskommuner",
    "storbykommune": "storbykommuner",
    "provinsbykommune": "provinsbykommuner",
    "oplandskommune": "oplandskommuner",
    "landkommune": "landkommuner",
}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like another municipality is."""

    code: str
    name: str
    score: float  # 0-1, 1 for the same
    reasons: tuple[str, ...]  # in Danish
    population: int
    own_population: int

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "code": self.code,
            "name": self.name,
            "score": round(self.score, 4),
            "reasons": list(self.reasons),
            "population": self.population,
            "own_population": self.own_population,
        }


def read_municipality(text: str) -> Municipality:
    """Give the municipality of a name or code, with or without "Kommune", any case.

    Raises:
        QueryError: there is none; the message names near ones.
    """
    from difflib import get_close_matches

    wanted = text.strip().lower()
    names: dict[str, Municipality] = {}
    for place in municipalities().values():
        spellings = (place.code, place.name, place.official_name, f"{place.name} Kommune", *place.aliases)
        names |= {spelling.lower(): place for spelling in spellings if not spelling.endswith("(del af)")}
    if wanted in names:
        return names[wanted]
    near = get_close_matches(wanted, names, n=3, cutoff=0.6)
    places = dict.fromkeys(names[n].name for n in near)  # two spellings may be of one place
    remedy = f"Did you mean {', '.join(places)}?" if near else "Give a name or a code, e.g. 0630."
    raise QueryError(f"there is no municipality {text.strip()[:60]!r}.", remedy=remedy)


def likeness(own: Municipality, other: Municipality) -> Likeness:
    """Compare two municipalities."""
    if own.code == other.code:
        return Likeness(other.code, other.name, 1.0, ("samme kommune",), other.population, own.population)
    ratio = other.population / own.population
    size = math.exp(-abs(math.log(ratio)))
    score = POPULATION_SHARE * size
    reasons = [f"{_thousands(other.population)} indbyggere mod {_thousands(own.population)}"]
    if own.dst_group == other.dst_group:
        score += TYPE_SHARE
        reasons.append(f"begge er {_TYPES.get(own.dst_group, own.dst_group)}")
    else:
        reasons.append(f"{other.dst_group}, ikke {own.dst_group}")
    if own.region_code == other.region_code:
        score += REGION_SHARE
        reasons.append(f"begge i {own.region_name}")
    return Likeness(other.code, other.name, score, tuple(reasons), other.population, own.population)


def most_similar(own: Municipality, *, limit: int = 10) -> list[Likeness]:
    """Give the municipalities most like one, best first, ties by code; itself is not among them."""
    found = [likeness(own, other) for other in municipalities().values() if other.code != own.code]
    return sorted(found, key=lambda item: (-item.score, item.code))[:limit]


def best_likeness(own: Municipality, codes: Iterable[str]) -> Likeness | None:
    """Give the likeness of the municipality most like one among some; `None` where none is known."""
    found = [likeness(own, municipalities()[code]) for code in codes if code in municipalities()]
    return max(found, key=lambda item: (item.score, item.code)) if found else None


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
