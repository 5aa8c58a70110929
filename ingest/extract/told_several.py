"""News of what came of a pool's projects, place by place, whose headline and lead count none of them.

"Evalueringen af Spædbarnspuljen er klar. I Havby er ... faldet, og Sydvig har ... Men i Østby gik det den anden vej."
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.places import LIKELY, find_municipalities
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.entries import names_run, place_founds
from ingest.extract.evaluations import project_of_place
from ingest.extract.home_place import home_place
from ingest.extract.lines import Page
from ingest.extract.told_by_place import PlaceResult, results_by_place
from ingest.extract.told_pools import find_paying_pool

_LEAST = 2  # places that a result is told of; what one has done is one project
_SURE = 3  # places from which on nothing need say that they are of several
_SEVERAL = Cue(
    r"\b(?:projekterne|kommunerne|indsatserne|forsøgene)\b|\bevaluering(?:en)? af \w*pulje|"
    r"\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|\d{1,2}|flere|alle|mange)\s(?:\w+\s){0,3}?"
    r"(?:projekter|kommuner|forsøg|indsatser)\b"
)
_TOGETHER = Cue(r"\b(?:fælles|sammen om|i fællesskab|gået sammen|gik sammen|delt(?:e|es)?|deler|partner\w*)\b")
_EACH = Cue(r"\b(?:både|begge|hver|henholdsvis|hhv\.|dels)\b")
_FARED = Cue(
    r"\b(?:gode|dårlige|blandede|positive|negative|lovende|klare)\s(?:\w+\s)?(?:erfaringer|resultater|effekter|takter)\b|"
    r"\b(?:gik|gået|lykkedes|lykkes|nået|opnået|fremgang|tilbagegang|længst|bedst|dårligst|sværest)\b"
)


def extract_several(page: Page, pool: Found | None) -> list[Candidate]:
    """Give a project for each municipality that a news item tells of as one of its pool's; none where it tells of one.

    The sentence that names the pool names nobody: "Norddjurs Kommune har med penge fra ..." is of Norddjurs' project,
    whatever the item compares it with.

    Args:
        page: the news item.
        pool: the pool that it names, if that is known already.
    """
    paid = find_paying_pool(page)
    named = pool or (paid[0] if paid is not None else None)
    if named is None or home_place(page) is not None or _TOGETHER.search(page.text):
        return []
    own = [s for s, _ in page.sentences if str(named.value).casefold() in s.text.casefold()]
    if any(m.confidence >= LIKELY for s in own for m in find_municipalities(s.text)):
        return []
    told: dict[str, PlaceResult] = {r.code: r for r in reversed(results_by_place(page))}
    places = {str(p.value): p for p in _fared(page)} | {code: r.place for code, r in told.items()}
    if not told or len(places) < (_LEAST if _SEVERAL.search(page.text) else _SURE):
        return []
    groups: dict[int, list[str]] = {}
    for code in sorted(places, key=lambda c: places[c].char_start):
        at = told[code].sentences[0].char_start if code in told else places[code].char_start
        groups.setdefault(at, []).append(code)
    found: list[Candidate] = []
    for alike in groups.values():
        first = told.get(alike[0])
        # "I Havby og Sydvig kunne Vi kommer forbi ikke vise ..." is one project of both; more are a list of those alike
        is_one = len(alike) == _LEAST and first is not None and not _EACH.search(first.sentences[0].text)
        whose = [alike] if is_one else [[code] for code in alike]
        found += [project_of_place(page, named, [places[c] for c in own], told.get(own[0])) for own in whose]
    return found


def _fared(page: Page) -> Iterator[Found]:
    """Give the municipalities that a sentence names side by side as those with whom it went well, or did not."""
    for sentence, line in page.sentences:
        run = names_run(sentence.text, [m for m in find_municipalities(sentence.text) if m.confidence >= LIKELY])
        if run is not None and len(run[2]) > 1 and not line.is_heading and _FARED.search(sentence.text):
            yield from place_founds(run[2], sentence.char_start)
