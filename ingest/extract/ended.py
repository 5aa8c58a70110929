"""Undertakings that are over as the form of a document tells: it gives their results, reports on them, or says so.

A section that tells how a project went need not say "er afsluttet"; nor need the row of a final evaluation.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.places import LIKELY, find_municipalities
from corpus.records import RecordType, Status
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.draft import Draft, Found
from ingest.extract.lines import Page

_REPORTS = (DocumentKind.EVALUATION, DocumentKind.FINAL_REPORT)
_HALF_WAY = Cue(r"midtvejs|halvvejs|foreløbig|statusnotat|statusrapport|årsberetning|delrapport|\bstatus\b")
_TO_COME = Cue(
    r"midtvejs|halvvejs|foreløbig|indtil videre|\bså ved vi\b|undervejs|endnu|hidtil|i gang|ventes|forventes"
)
# "Tandpuljen er slut", "Puljens projekter er afsluttet", "Erfaringer fra de afsluttede projekter"
_ALL_OVER = Cue(
    r"\b(?:\w*pulje\w*|projekterne|projekter|indsatserne|forsøgene|kommunerne)\b[^.?!]{0,40}"
    r"\b(?:er|var|blev|har|nu) (?:\w+ )?(?:slut|afsluttet|afsluttede|forbi|ovre|overstået|evalueret|sluttet|"
    r"nået i mål|i mål|gennemført)\b(?! i (?:samarbejde|tæt))|"
    r"\bafsluttede (?:pulje)?projekter\b"
)
_LEAD_LINES = 4


@lru_cache(maxsize=8)  # every project of a page asks
def _said_of_all(text: str, lead_end: int) -> tuple[int, int] | None:
    """Give where the lead of a page says that all its projects are over."""
    said = _ALL_OVER.search(text[:lead_end])
    return None if said is None or _HALF_WAY.search(text[:lead_end]) else said.span()


def _sign(page: Page, kind: DocumentKind, candidate: Candidate) -> Found | None:
    """Give the sign that an undertaking is over which its document's form holds."""
    outcome = next((s for s in candidate.statements if s.field == "outcome_direction"), None)
    if outcome is not None and not _TO_COME.search(outcome.quote):
        return Found(Status.COMPLETED.value, outcome.char_start, outcome.char_end, 0.56, Origin.INFERRED)
    title = page.title
    if title is None:
        return None
    at = next((line.index for line in page.lines if line.char_start >= title.char_start), 0)
    lead_end = page.lines[min(at + _LEAD_LINES, len(page.lines)) - 1].char_end
    end = next((str(s.value) for s in candidate.statements if s.field == "period_to"), "")
    is_to_come = end > page.document.fetched_at[: len(end)]  # of a later round than those that are over
    said = _said_of_all(page.text, lead_end)
    if said is not None and not is_to_come:
        return Found(Status.COMPLETED.value, *said, 0.7, Origin.INFERRED)
    if kind in _REPORTS and not _HALF_WAY.search(page.text[:lead_end]):
        return Found(Status.COMPLETED.value, title.char_start, title.char_end, 0.6, Origin.INFERRED)
    return None


def with_end(page: Page, kind: DocumentKind, candidate: Candidate) -> Candidate:
    """Give a project, completed where its document says no more than its grant, but tells of it as one that is over.

    Args:
        page: the page.
        kind: what kind of document it is.
        candidate: what it tells of a project or a pool; a pool is given back as it is.
    """
    if candidate.record_type is not RecordType.PROJECT:
        return candidate
    stated = {s.value for s in candidate.statements if s.field == "status"}
    sign = None if stated - {Status.AWARDED.value} else _sign(page, kind, candidate)
    if sign is None:
        return candidate
    draft = Draft(page, candidate.record_type, candidate.statements[0].extractor)
    draft.state("status", sign)
    kept = tuple(s for s in candidate.statements if s.field != "status")
    return replace(candidate, statements=(*kept, *draft.statements))


_STILL_GOES_ON = Cue(
    r"\b(?:er|var) (?:stadig(?:væk)?|fortsat|endnu|først nu|ikke færdig\w*|endnu ikke \w+|stadig ikke (?:færdig\w*|"
    r"slut))\b(?! (?:en|et|for|flere|færre|\w*fri|indlagt|hjemme|i live|i job|i arbejde))(?: i gang)?|"
    r"\b(?:har fået|fik) (?:\w+ )?(?:forlænget|udsat|udskudt|lov (?:til )?at fortsætte)|"
    r"\bfortsætter (?:\w+ ){0,2}?(?:til|indtil|ind i|i hele|ud)\b|\bkører (?:stadig|fortsat|endnu|videre til)\b|"
    r"\ber (?:blevet )?forlænget\b"
)
"""What an evaluation says of the one project that is not over yet: "Havby er stadig i gang"."""


def goes_on(page: Page, places: list[Found]) -> Found | None:
    """Give the words that say of one place's project alone that it goes on."""
    for sentence, line in page.sentences if len(places) == 1 else ():
        said = None if line.is_heading else _STILL_GOES_ON.search(sentence.text)
        if said is None:
            continue
        if {m.code for m in find_municipalities(sentence.text) if m.confidence >= LIKELY} == {places[0].value}:
            start = sentence.char_start
            return Found(Status.RUNNING.value, start + said.start(), start + said.end(), 0.8)
    return None
