"""Programmes: undertakings for all municipalities that award nothing ("KIK"), kept as pools of kind programme."""

from __future__ import annotations

import re

from corpus.evidence import Origin
from corpus.records import RecordType, Status
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.draft import Draft, Found, slug
from ingest.extract.lines import Page, without_bullet
from ingest.extract.periods import find_period
from ingest.extract.projects import state_body, state_funders, state_themes
from ingest.extract.statuses import find_status

EXTRACTOR = "programme/1"
_TRACK = re.compile(r"^(?P<name>[A-ZÆØÅ][^:.]{4,80}):\s")
_ANCHORED = re.compile(
    r"(?:forankret (?:i|hos)|drives af|ledes af|varetages af)\s(?P<who>KL|Sundhedsstyrelsen|Danske Regioner|"
    r"Dansk Selskab for Patientsikkerhed)"
)
# who takes part, when, or what for; a page that only names a team or a model has none of them
_UNDERTAKES = Cue(
    r"\b(?:kommuner(?:ne)?|regioner(?:ne)?|afdelinger(?:ne)?|sygehuse(?:ne)?|teams|delt(?:ager|og)\w*|"
    r"(?:program|indsats|projekt|initiativ|forløb|samarbejde)\w*|(?:for)?mål(?:et|ene)?|20\d\d)\b"
)


def extract_programme(page: Page) -> Candidate | None:
    """Write the programme that a page describes; `None` if it has no title, or tells of no undertaking."""
    title = page.title
    if title is None or not _UNDERTAKES.search(page.text, title.char_end):
        return None
    draft = Draft(page, RecordType.POOL, EXTRACTOR, is_main=True)
    draft.state("title", Found(title.text, title.char_start, title.char_end, 0.92))
    draft.state("pool_kind", Found("programme", title.char_start, title.char_end, 0.85, Origin.INFERRED))
    start, end = find_period(page)
    draft.state("period_from", start)
    draft.state("period_to", end)
    anchored = _ANCHORED.search(page.text)
    if anchored:
        draft.state("funders", Found(anchored["who"], anchored.start("who"), anchored.end("who"), 0.75))
    else:
        state_funders(draft, page)
    status = find_status(page)
    running = re.search(r"(?:opstartet|igangsat|startet) i 20\d\d", page.text)
    if running and end is not None:
        draft.state("status", Found(Status.RUNNING.value, running.start(), running.end(), 0.8))
    elif status is not None and status.value in (Status.RUNNING.value, Status.COMPLETED.value):
        draft.state("status", status)
    for line in page.lines:
        body, cut = without_bullet(line.text)
        track = _TRACK.match(body) if line.is_list_item else None
        if track and draft.has("title"):
            draft.state(
                "tracks", Found(track["name"], line.char_start + cut, line.char_start + cut + len(track["name"]), 0.8)
            )
    state_body(draft, page, needs_result_section=True)
    state_themes(draft, page)
    return draft.build(f"pool/{slug(title.text, 80)}")
