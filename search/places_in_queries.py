"""Municipalities and regions named in a query, which is often in lower case and never a full sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.municipalities import municipalities, regions
from search.tokens import Token, tokenise

_PREPOSITIONS = frozenset("i fra hos ved for omkring in from of near på".split())
_KOMMUNE = frozenset("kommune kommunes kommuner kommunerne kommunernes municipality municipalities".split())
# Everyday words that are names too: only with a capital letter, or beside "Kommune".
_WORDS = frozenset(
    "vejen greve skive struer odder varde faxe lejre give them ry hals gram helle bov ringe arden møn ribe hasle "
    "broby ejby egvad galten sindal års".split()
)
_REGION_NAMES = {
    "1081": ("nordjylland", "region nordjylland", "region nord", "nordjyske", "nordjysk", "north denmark region"),
    "1082": ("midtjylland", "region midtjylland", "region midt", "midtjyske", "midtjysk", "central denmark region"),
    "1083": ("syddanmark", "region syddanmark", "region syd", "syddanske", "syddansk", "region of southern denmark"),
    "1084": ("hovedstaden", "region hovedstaden", "region h", "hovedstadsregionen", "capital region of denmark"),
    "1085": ("sjælland", "region sjælland", "sjællandske", "sjællandsk", "region zealand"),
}


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place that a query names."""

    field: str  # "municipality" or "region"
    code: str
    name: str
    first: int  # number of the first token, half-open with end
    end: int
    is_stated: bool  # "Kommune" or "Region" or a preposition stands by it, so that a filter is meant


def find_places(tokens: Sequence[Token]) -> list[PlaceFound]:
    """Give the places named, left to right, the longest name at each word."""
    table, longest = _names()
    found: list[PlaceFound] = []
    position = 0
    while position < len(tokens):
        place = None
        for length in range(min(longest, len(tokens) - position), 0, -1):
            place = _place_at(tokens, position, length, table)
            if place:
                break
        if place:
            found.append(place)
        position = place.end if place else position + 1
    return found


def _place_at(
    tokens: Sequence[Token], first: int, length: int, table: dict[tuple[str, ...], tuple[str, str, str]]
) -> PlaceFound | None:
    terms = tuple(token.term for token in tokens[first : first + length])
    entry = table.get(terms) or table.get((*terms[:-1], terms[-1].removesuffix("s")))
    if entry is None:
        return None
    field, code, name = entry
    end = first + length
    is_beside = end < len(tokens) and tokens[end].term in _KOMMUNE
    if terms[0].removesuffix("s") in _WORDS and not is_beside and not tokens[first].text[0].isupper():
        return None
    before = first - 1
    if before >= 0 and tokens[before].term in _KOMMUNE:
        before -= 1
        is_beside = True
    is_asked = before >= 0 and tokens[before].term in _PREPOSITIONS
    is_region = field == "region" and terms[0] == "region"
    if is_beside and end < len(tokens) and tokens[end].term in _KOMMUNE:
        end += 1
    return PlaceFound(field, code, name, first, end, is_beside or is_asked or is_region)


@cache
def _names() -> tuple[dict[tuple[str, ...], tuple[str, str, str]], int]:
    """Give every spelling of every place as terms, and the number of words of the longest."""
    names: dict[tuple[str, ...], tuple[str, str, str]] = {}
    for place in municipalities().values():
        aliases = [alias for alias in place.aliases if not alias.endswith("(del af)")]
        for name in (place.name, place.official_name.removesuffix(" Kommune"), *aliases):
            for spelling in (name, name.replace("-", " ")):
                terms = tuple(token.term for token in tokenise(spelling))
                names.setdefault(terms, ("municipality", place.code, place.name))
    names[("kbh",)] = ("municipality", "0101", "København")
    for code, spellings in _REGION_NAMES.items():
        for spelling in spellings:
            terms = tuple(token.term for token in tokenise(spelling))
            names[terms] = ("region", code, regions()[code])
    return names, max(map(len, names))


def is_place_word(term: str) -> bool:
    """Say whether a term is a word of a place's name."""
    return term in _place_words()


@cache
def _place_words() -> frozenset[str]:
    return frozenset(term for terms in _names()[0] for term in terms if term != "region")
