"""What words say of themes beside the dictionary's: each stem's weight, by place and theme, of labelled projects.

The dictionary knows what a theme is called; these know what is said where it is labelled ("hjem fra sygehuset").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.candidates import Told

LETTERS = 7
"""Letters by which the inflections of a word are one stem."""
OF_POOL = "pool"
PLACES: Mapping[str, Sequence[str]] = {
    "title": ("title", "line"),
    "body": ("body", "sentence", "summary", "target_group", "metode", "keyword", "page"),
    OF_POOL: ("pool", "ctxtitle", "ctxlead", "ctxpurpose"),
}
"""The roles of `ingest.theme_features` whose words are weighed together."""
HANDED_ROLES = ("title", "summary", "target_group", "ctxtitle", "ctxlead", "ctxpurpose", "track")
"""Roles of a pool's own pages that tell what its projects are about."""
_PLACE_OF = {role: place for place, roles in PLACES.items() for role in roles}
_WORD = re.compile(r"[^\W\d_]{3,}")

Bags = Mapping[str, AbstractSet[str]]  # stems by place


@lru_cache(maxsize=512)  # a page's lead is read anew for each of the projects it lists
def stems(text: str) -> frozenset[str]:
    """Give the stems of a text's words."""
    return frozenset(word[:LETTERS] for word in _WORD.findall(text.lower()))


def bags_of(told: Iterable[Told], handed: Iterable[Told] = (), *, of_pool: bool = False) -> dict[str, set[str]]:
    """Give the stems of each place.

    Args:
        told: stretches that tell of an undertaking.
        handed: stretches of its pool's own pages.
        of_pool: whether `told` is of a pool itself.
    """
    bags: dict[str, set[str]] = {place: set() for place in PLACES}
    for each in told:
        place = OF_POOL if of_pool and each.role in HANDED_ROLES else _PLACE_OF.get(each.role)
        if place is not None:
            bags[place] |= stems(each.text)
    for each in handed:
        if each.role in HANDED_ROLES:
            bags[OF_POOL] |= stems(each.text)
    return bags


@dataclass(frozen=True, slots=True)
class WordModel:
    """A weight for each place, stem and theme. A place's stems count by how rare they are, to a length of 1."""

    places: Mapping[tuple[str, str], int]  # row of a place and stem
    rarity: NDArray[np.float64]  # by row
    weights: NDArray[np.float64]  # rows by themes
    bias: NDArray[np.float64]  # by theme

    def points(self, bags: Bags) -> NDArray[np.float64]:
        """Give each theme's log-odds."""
        total = self.bias.copy()
        for place in PLACES:
            rows, worth = self.weigh(place, bags.get(place, frozenset()))
            if rows:
                total += worth @ self.weights[rows]
        return total

    def weigh(self, place: str, said: AbstractSet[str]) -> tuple[list[int], NDArray[np.float64]]:
        """Give the rows of the stems of one place that are known, and what each counts there."""
        rows = sorted(self.places[place, stem] for stem in said if (place, stem) in self.places)
        worth = self.rarity[rows]
        return rows, worth / max(float(np.linalg.norm(worth)), 1e-9)

    def tell(self, text: str, role: str) -> dict[int, tuple[float, int, int]]:
        """Give the word of a stretch that says most for each theme, by the theme's number: points and place."""
        best: dict[int, tuple[float, int, int]] = {}
        place = _PLACE_OF.get(role)
        if place is None:
            return best
        seen: set[str] = set()
        for match in _WORD.finditer(text.lower() if len(text.lower()) == len(text) else text):
            stem = match[0][:LETTERS]
            row = self.places.get((place, stem))
            if row is None or stem in seen:
                continue
            seen.add(stem)
            points = self.weights[row] * self.rarity[row]
            for number in np.flatnonzero(points > _SAYS_IT).tolist():
                if number not in best or points[number] > best[number][0]:
                    best[number] = (float(points[number]), match.start(), match.end())
        return best


_SAYS_IT = 2.0  # points of a word, rarity times weight, that may be quoted for a theme
