"""Whose site a page stands on: a municipality's own pages say "kommunen" and mean themselves."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote, urlsplit

from corpus.evidence import Origin
from corpus.municipalities import municipalities
from corpus.places import find_municipalities
from ingest.extract.draft import Found, slug
from ingest.extract.lines import Page

_HOST = re.compile(r"(?:^|[/.@])(?P<name>[a-zæøå0-9-]+)\.dk(?=[/:?#]|$)", re.IGNORECASE)
_OWN = re.compile(r"\b(?:[Kk]ommunens?|[Bb]yrådet|[Ff]orvaltningen|[Uu]dvalget)\b")


@cache
def _codes_by_host() -> dict[str, str]:
    """Give the municipality of each spelling of a host: "aabenraa", "hoeje-taastrup", "brondby", "ikastbrande"."""
    codes: dict[str, str] = {}
    for code, place in municipalities().items():
        plain = slug(place.name)
        bare = plain.replace("oe", "o").replace("ae", "a")
        for spelling in (plain, bare, place.name.casefold().replace(" ", "-")):
            codes.setdefault(spelling.replace("-", ""), code)
    return codes


def home_municipality(url: str) -> str | None:
    """Give the code of the municipality whose site an address is on, by its host; `None` for any other site."""
    names = (re.sub(r"-?kommune$", "", m["name"].casefold()).replace("-", "") for m in _HOST.finditer(url))
    return next((code for name in names if (code := _codes_by_host().get(name))), None)


_PAPER = re.compile(r"(?:kommune|avisen|avis|posten|bladet|blad|nyt|folkeblad|tidende|dagblad|lokalavis)$")


def municipalities_of_path(url: str) -> set[str]:
    """Give the municipalities that an address is named after: ".../hoeje-taastrup/nyheder", "lemvigposten.dk"."""
    parts = urlsplit(url)
    names = [*unquote(parts.path).casefold().split("/")[1:], *(parts.hostname or "").split(".")[:-1]]
    plain = [slug(name).replace("-", "") for name in names]
    return {code for name in plain for n in (name, _PAPER.sub("", name)) if (code := _codes_by_host().get(n))}


def home_place(page: Page) -> Found | None:
    """Give the municipality whose own page this is, at a mention of its name, however doubtful, or of "kommunen"."""
    code = home_municipality(page.document.url)
    named_after = municipalities_of_path(page.document.url)
    if code is None and len(named_after) == 1:
        code = next(iter(named_after))
    if code is None:
        return None
    named = next((m for m in find_municipalities(page.text) if m.code == code), None)
    if named is not None:
        return Found(code, named.char_start, named.char_end, 0.82)
    said = _OWN.search(page.text)
    return Found(code, said.start(), said.end(), 0.7, Origin.INFERRED) if said else None
