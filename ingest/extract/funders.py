"""Who pays: the funders that a page names, those beside words of funding first."""

from __future__ import annotations

import re

from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Page

_NAMES: tuple[tuple[str, str], ...] = (
    (r"KL og Sundhedskartellet|Sundhedskartellet og KL", "KL og Sundhedskartellet"),
    (r"Sundheds- og Ældreministeriet", "Sundheds- og Ældreministeriet"),
    (r"Indenrigs- og Sundhedsministeriet", "Indenrigs- og Sundhedsministeriet"),
    (r"Ministeriet for Sundhed og Forebyggelse", "Ministeriet for Sundhed og Forebyggelse"),
    (r"Social- og Ældreministeriet", "Social- og Ældreministeriet"),
    (r"Social- og Indenrigsministeriet", "Social- og Indenrigsministeriet"),
    (r"Social-, Bolig- og Ældreministeriet", "Social-, Bolig- og Ældreministeriet"),
    (r"(?<![\wæøå-] )(?<!og )Ældreministeriet", "Ældreministeriet"),
    (r"(?<!og )Sundhedsministeriet", "Sundhedsministeriet"),
    (r"Social- og Boligstyrelsen", "Social- og Boligstyrelsen"),
    (r"Sundhedsstyrelsen", "Sundhedsstyrelsen"),
    (r"Socialstyrelsen", "Socialstyrelsen"),
    (r"Servicestyrelsen", "Servicestyrelsen"),
    (r"Styrelsen for Patientsikkerhed", "Styrelsen for Patientsikkerhed"),
    (r"Trafik-, Bygge- og Boligstyrelsen", "Trafik-, Bygge- og Boligstyrelsen"),
    (r"Fremfærd", "Fremfærd"),
    (r"Nordea-fonden", "Nordea-fonden"),
    (r"Velux[ -]?[Ff]onden|VELUX FONDEN", "Velux Fonden"),
    (r"TrygFonden", "TrygFonden"),
    (r"A\.?P\.? Møller[ -]?[Ff]onden", "A.P. Møller Fonden"),
    (r"Novo Nordisk Fonden", "Novo Nordisk Fonden"),
    (r"Helsefonden", "Helsefonden"),
    (r"Steno Diabetes Center [A-ZÆØÅ]\w+", "Steno Diabetes Center"),
)
_PATTERNS = tuple((re.compile(rf"(?<![\w-]){pattern}(?![\w-])"), name) for pattern, name in _NAMES)
_ANY = re.compile(r"[Kk]artellet|[Mm]inisteriet|[Ss]tyrelsen|Fremfærd|[Ff]ond|FOND|Steno|Forebyggelse")
"""What every name holds: most sentences hold none."""

_CACHE: dict[str, list[Found]] = {}
_FUNDING = Cue(
    r"afsat|udmønt|bevil[gl]|finansier|støtte[rtd]|tildel|tilskud|pulje|midler|uddel|givet tilsagn|tilsagn|"
    r"modtaget|afsætte|aftal|udbudt|administrer"
)
_OTHER_ROLE = Cue(r"anbefaling|kvalitetsstandard|vejledning|rådgiv|retningslinj|forebyggelsespakke|inspiration")


def find_funders(page: Page) -> list[Found]:
    """Give the funders of what a page is about, most likely first, at most two; see `_find`."""
    key = page.document.document_id
    if key not in _CACHE:
        _CACHE.clear()  # pages are read one after another: only the current one is asked for again
        _CACHE[key] = _find(page)
    return _CACHE[key]


def _find(page: Page) -> list[Found]:
    """Give the funders of what a page is about, most likely first, at most two.

    A name in a sentence about money is a funder; a name alone is one only on that body's own site.
    """
    scored: dict[str, Found] = {}
    for sentence, _line in page.sentences:
        if not _ANY.search(sentence.text):
            continue
        for pattern, name in _PATTERNS:
            match = pattern.search(sentence.text)
            if match is None:
                continue
            near = sentence.text[max(0, match.start() - 90) : match.end() + 110]
            confidence = 0.85 if _FUNDING.search(near) else 0.45
            if _OTHER_ROLE.search(sentence.text[match.start() : match.end() + 40]) and confidence < 0.8:
                confidence = 0.3
            if confidence < 0.6 and _is_own_site(page.document.url, name):
                confidence = 0.65
            found = Found(name, sentence.char_start + match.start(), sentence.char_start + match.end(), confidence)
            if name not in scored or scored[name].confidence < confidence:
                scored[name] = found
    if "KL og Sundhedskartellet" in scored:
        scored = {"KL og Sundhedskartellet": scored["KL og Sundhedskartellet"]}
    ranked = sorted(scored.values(), key=lambda f: (-f.confidence, f.char_start))
    return [f for f in ranked if f.confidence >= 0.6][:2]


def _is_own_site(url: str, name: str) -> bool:
    hosts = {
        "Sundhedsstyrelsen": ("sst.dk", "sundhedsstyrelsen.dk"),
        "Socialstyrelsen": ("socialstyrelsen.dk",),
        "Social- og Boligstyrelsen": ("sbst.dk",),
        "Styrelsen for Patientsikkerhed": ("stps.dk",),
        "Fremfærd": ("vpt.dk", "fremfaerd.dk"),
    }
    return any(host in url for host in hosts.get(name, ()))
