"""Councils' agendas: dozens of items on one page, of which one may tell of a grant or of giving it back."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.documents import DocumentKind
from corpus.money import find_amounts
from corpus.places import LIKELY, find_municipalities
from corpus.records import Status
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.award_pages import award_candidates
from ingest.extract.award_prose import find_prose_awards
from ingest.extract.draft import Draft, Found
from ingest.extract.home_place import home_place
from ingest.extract.lines import Line, Page, Span
from ingest.extract.pool_forms import pool_in
from ingest.extract.project_pages import extract_project
from ingest.extract.project_places import founds_of
from ingest.extract.project_titles import find_named_project
from ingest.extract.statuses import find_status
from ingest.extract.told_gifts import find_gift
from ingest.extract.told_projects import is_of_health

EXTRACTOR = "agenda/1"
_ITEM = re.compile(r"^(?:(?:pkt|punkt|sag|dagsordenspunkt)\.?\s*(?:nr\.?\s*)?\d+|\d{1,3}\.\s)", re.IGNORECASE)
_GIVEN = Cue(
    r"\b(?:fået|fik|modtaget|modtog|bevill?i?get|tildelt|givet)\b(?:[^.]|\.\d|(?<=mio)\.){0,80}\b(?:tilsagn|støtte|tilskud|midler|penge|kr\.|"
    r"pulje\w*)|\btilsagn (?:fra|om)\b|\bstøttet af\b|\bprojekt(?:et)? (?:fra|under|i) [\w-]*puljen?\b"
)
# money from outside the municipality, for what the item calls a project
_FUNDED = Cue(
    r"\b(?:fik|fået|modtog|modtaget)\b(?:[^.]|\.\d){0,40}"
    r"\b(?:tilskud|tilsagn|puljemidler|statslige?|statens|fra staten)\b"
)
_LEAST_GRANT = 50_000
_PROJECT = Cue(r"\bprojekt(?:et|ets)?\b")
_UNDER_WAY = Cue(r"gang|undervejs|halvvejs|midtvejs|som planlagt|efter planen")
_ASKED = Cue(r"\b(?:ansøger?|ansøgning(?:en)?|ansøges|søge[rs]?)\b")


def extract_agenda(page: Page) -> list[Candidate]:
    """Give the projects of items that tell of a grant: place, pool and a sum or a name; plans to apply give none."""
    found: list[Candidate] = []
    told: set[int] = set()
    items = _items(page)
    for entry in find_prose_awards(page):
        line = page.lines[entry.line_index]
        pool = pool_in(line.text, line.char_start)
        if pool is not None and (entry.amount is not None or entry.title is not None):
            lines = next((x for x in items if any(y.index == entry.line_index for y in x)), [line])
            rows = award_candidates(page, DocumentKind.GOVERNANCE, pool, [entry])
            found += [_with_status(page, candidate, lines) for candidate in rows]
            told.add(entry.line_index)
    for lines in items:
        if not told & {line.index for line in lines} and (project := _item_project(page, lines)) is not None:
            found.append(project)
    return found


def _with_status(page: Page, candidate: Candidate, lines: list[Line]) -> Candidate:
    """Give the project with where it stands, if the rest of its item says more than that it got a grant."""
    status = find_status(page, lines)
    # that it "løber fra" a day says nothing of whether that day has come
    is_ahead = (
        status is not None and status.value == Status.RUNNING.value and not _UNDER_WAY.search(_quote(page, status))
    )
    if status is None or status.value == Status.AWARDED.value or is_ahead:
        return candidate
    draft = Draft(page, candidate.record_type, EXTRACTOR)
    draft.state("status", status)
    kept = tuple(s for s in candidate.statements if s.field != "status")
    return replace(candidate, statements=(*kept, *draft.statements))


def _quote(page: Page, found: Found) -> str:
    return page.text[found.char_start : found.char_end]


def _items(page: Page) -> list[list[Line]]:
    """Give the lines of each item, cut at its number; none where the page has no numbered items."""
    starts = [line.index for line in page.lines if _ITEM.match(line.text) and len(line.text) < 200]
    ends = [*starts[1:], len(page.lines)]
    return [page.lines[start:end] for start, end in zip(starts, ends, strict=True)] if starts else []


def _item_project(page: Page, lines: list[Line]) -> Candidate | None:
    given = next((line for line in lines if _GIVEN.search(line.text) and not _ASKED.search(line.text)), None)
    if given is None:
        return None
    pool = next((p for line in (given, *lines) if (p := pool_in(line.text, line.char_start)) is not None), None)
    places = _places(page, given, lines)
    title = find_named_project(page, lines)
    has_sum = any(m.amount_dkk >= _LEAST_GRANT for line in lines for m in find_amounts(line.text))
    is_funded = has_sum and any(_FUNDED.search(x.text) for x in lines) and any(_PROJECT.search(x.text) for x in lines)
    is_paid = pool is not None or find_gift(page, lines) is not None or is_funded
    headed = _headed(lines[0]) if title is not None else None
    if title is not None and headed is not None and str(headed.value).startswith(f"{title.value} "):
        title = headed  # "Akut på Lolland", whose name ends in a place
    if title is None and is_paid and (pool is None or has_sum) and is_of_health(lines):
        title = _headed(lines[0])
    if not places or title is None or not is_paid:
        return None
    return extract_project(page, DocumentKind.GOVERNANCE, pool, lines, title=title, places=places)


_HEAD = re.compile(
    rf"(?:{_ITEM.pattern})[.:)]?\s*(?:(?:orientering|drøftelse|status|beslutning|godkendelse|afslutning|afrapportering|"
    r"slutrapport|evaluering)\w*\s?(?:om|af|på|for|fra|vedr\.?|:)?\s)?(?:projekt(?:et)?:?\s)?"
    r"(?P<name>[A-ZÆØÅ”\"“»][^–—:(]{2,60}?)"
    r"(?:,\s(?:afslutning|status|evaluering|orientering|afrapportering|slutrapport)\w*|\s?[–—:(-]\s?.*)?$",
    re.IGNORECASE,
)


def _headed(line: Line) -> Found | None:
    """Give the name in an item's heading: "2. Pausen - aflastning til pårørende"."""
    head = _HEAD.match(line.text)
    if head is None:
        return None
    at = line.char_start + head.start("name")
    return Found(head["name"].strip(), at, at + len(head["name"].rstrip()), 0.7)


def _places(page: Page, given: Line, lines: list[Line]) -> list[Found]:
    """Give whose grant it is: whom its line names, else the item, else the council whose agenda it is."""
    spans = [given, *lines, *page.lines[:3]]
    for span in [Span(line.text, line.char_start, line.char_end) for line in spans]:
        mentions = [m for m in find_municipalities(span.text) if m.confidence >= LIKELY]
        named = [m for m in mentions if m.form == "kommune"] or mentions
        if named:
            return founds_of(named, span.char_start, 0.85)
    home = home_place(page)
    return [home] if home is not None else []
