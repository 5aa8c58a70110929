"""Municipalities and regions named in a query, which is often in lower case and never a full sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.errors import CorpusError
from corpus.municipalities import municipalities, regions
from search.tokens import Token, tokenise

_PREPOSITIONS = frozenset("i fra hos ved for omkring på in from of near on within across".split())
_KOMMUNE = frozenset("kommune kommunes kommuner kommunerne kommunernes municipality municipalities".split())
# Everyday words that are names too: only with a capital letter, or beside "Kommune".
_WORDS = frozenset(
    "vejen greve skive struer odder varde faxe lejre give them ry hals gram helle bov ringe arden møn ribe hasle "
    "broby ejby egvad galten sindal års".split()
)
_REGION_NAMES = {
    "1081": "nordjylland|region nordjylland|region nord|nordjyske|nordjysk|north denmark|north denmark region",
    "1082": "midtjylland|region midtjylland|region midt|midtjyske|midtjysk|central denmark|central denmark region",
    "1083": "syddanmark|region syddanmark|region syd|syddanske|syddansk|southern denmark|region of southern denmark",
    "1084": "hovedstaden|region hovedstaden|region h|hovedstadsregionen|capital region|capital region of denmark",
    "1085": "sjælland|region sjælland|sjællandske|sjællandsk|zealand|region zealand|zealand region",
}


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place that a query names."""

    field: str  # "municipality" or "region"
    codes: tuple[str, ...]  # of a part of the country such as Fyn several municipalities
    name: str  # as a chip shows it
    first: int  # number of the first token, half-open with end
    end: int
    is_stated: bool  # "Kommune" or "Region" or a preposition stands by it, so that a filter is meant


_Place = tuple[str, tuple[str, ...], str]  # field, codes, name


def find_places(tokens: Sequence[Token]) -> list[PlaceFound]:
    """Give the places named, left to right, the longest name at each word."""
    table, longest = _names()
    found: list[PlaceFound] = []
    position = 0
    while position < len(tokens):
        place = None
        most = longest.get(tokens[position].term, longest.get(tokens[position].term.removesuffix("s"), 0))
        for length in range(min(most, len(tokens) - position), 0, -1):
            place = _place_at(tokens, position, length, table)
            if place:
                break
        if place:
            found.append(place)
        position = place.end if place else position + 1
    return found


def _place_at(
    tokens: Sequence[Token], first: int, length: int, table: dict[tuple[str, ...], _Place]
) -> PlaceFound | None:
    terms = tuple(token.term for token in tokens[first : first + length])
    entry = table.get(terms) or table.get((*terms[:-1], terms[-1].removesuffix("s")))
    if entry is None:
        return None
    field, codes, name = entry
    end = first + length
    is_beside = end < len(tokens) and tokens[end].term in _KOMMUNE
    if terms[0].removesuffix("s") in _WORDS and not is_beside and not tokens[first].text[0].isupper():
        return None
    before = first - 1
    if before >= 0 and tokens[before].term in _KOMMUNE:
        before -= 1
        is_beside = True
    if before >= 0 and tokens[before].term == "the":
        before -= 1
    is_asked = before >= 0 and tokens[before].term in _PREPOSITIONS
    is_region = field == "region" and terms[0] == "region"
    if is_beside and end < len(tokens) and tokens[end].term in _KOMMUNE:
        end += 1
    return PlaceFound(field, codes, name, first, end, is_beside or is_asked or is_region)


@cache
def _names() -> tuple[dict[tuple[str, ...], _Place], dict[str, int]]:
    """Give every spelling of every place as terms; and of each first term how many the longest of them has."""
    names: dict[tuple[str, ...], _Place] = {}
    for place in municipalities().values():
        aliases = [alias for alias in place.aliases if not alias.endswith("(del af)")]
        for name in (place.name, place.official_name.removesuffix(" Kommune"), *aliases):
            for spelling in (name, name.replace("-", " ")):
                terms = tuple(token.term for token in tokenise(spelling))
                names.setdefault(terms, ("municipality", (place.code,), place.name))
    names[("kbh",)] = ("municipality", ("0101",), "København")
    for code, spellings in _REGION_NAMES.items():
        for spelling in spellings.split("|"):
            terms = tuple(token.term for token in tokenise(spelling))
            names[terms] = ("region", (code,), regions()[code])
    for area_names, codes in _areas():
        for spelling in area_names:
            terms = tuple(token.term for token in tokenise(spelling))
            names.setdefault(terms, ("municipality", codes, f"{area_names[0]} ({len(codes)} kommuner)"))
    longest: dict[str, int] = {}
    for terms in names:
        longest[terms[0]] = max(len(terms), longest.get(terms[0], 0))
    return names, longest


def _areas() -> list[tuple[list[str], tuple[str, ...]]]:
    """Give the names of the parts of the country, each with the codes of its municipalities.

    Raises:
        CorpusError: a line of `areas.tsv` names a place that there is not.
    """
    codes_of: dict[str, tuple[str, ...]] = {place.name: (place.code,) for place in municipalities().values()}
    for code in regions():
        codes_of[code] = tuple(place.code for place in municipalities().values() if place.region_code == code)
    text = files("corpus").joinpath("data/areas.tsv").read_text("utf-8")
    areas = []
    for line in [line for line in text.splitlines() if line and not line.startswith("#")][1:]:
        names, places = ([item.strip() for item in cell.split(";")] for cell in line.split("\t"))
        unknown = [place for place in places if place not in codes_of]
        if unknown:
            raise CorpusError(f"areas.tsv: there is no place {unknown[0]!r}.", remedy="Write its short name.")
        areas.append((names, tuple(sorted(code for place in places for code in codes_of[place]))))
    return areas


_LIKE = (("som",), ("ligner",), ("der", "ligner"), ("som", "ligner"), ("magen", "til"), ("lignende",), ("like",),
         ("similar", "to"), ("på", "størrelse", "med"), ("på", "størrelse", "som"))  # fmt: skip


def likeness_before(tokens: Sequence[Token], place: PlaceFound) -> int | None:
    """Give the token at which "kommuner som" begins before a municipality's name; `None` where the place is meant."""
    if place.field != "municipality" or len(place.codes) != 1:
        return None
    terms = [token.term for token in tokens[: place.first]]
    for words in sorted(_LIKE, key=len, reverse=True):
        start = len(terms) - len(words)
        if start > 0 and tuple(terms[start:]) == words and terms[start - 1] in _KOMMUNE:
            return start - 1
    return None


def is_place_word(term: str) -> bool:
    """Say whether a term is a word of a place's name."""
    return term in _place_words()


@cache
def _place_words() -> frozenset[str]:
    return frozenset(term for terms in _names()[0] for term in terms if term not in ("region", "ø", "6"))
