"""Where an article's project stood on the day of the page, by its words, its period and the page's date."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.records import Status
from ingest.candidates import Candidate, Statement
from ingest.cues import Cue
from ingest.extract.award_years import published_year
from ingest.extract.draft import Draft, Found
from ingest.extract.durations import find_end_by_duration
from ingest.extract.lines import Page
from ingest.extract.relative_times import end_without_year, page_date, start_without_year

_RESULTS = Cue(r"evaluer|regnskab|opgørelse|\bstatus\b|tallene|resultat|slutrapport|måling|erfaring|viser")
AWARD_NEWS = Cue(
    r"sagt ja|har (?:netop |nu )(?:fået|modtaget)|har (?:fået|modtaget) (?:\d|støtte|penge|midler|tilsagn|tilskud|"
    r"bevill?i?get)|"
    r"\bfår (?:nu )?(?:\d|støtte|penge|midler|tilsagn|tilskud)|er (?:netop )?(?:bevill?i?get|tildelt)|tilsagn|bevilger"
)


def status_by_period(page: Page, draft: Draft) -> Found | None:
    """Give where an undertaking stood on the page's day by its period: past its end completed, within it running.

    An end that was ahead then and had passed when the page was fetched leaves open which of both it is now.
    """
    day = page_date(page)
    ends = [s for s in draft.statements if s.field == "period_to"]
    if day is None or not ends:
        return None
    end = max(ends, key=lambda s: s.confidence)
    start = draft.value("period_from")
    value = str(end.value)
    if value < day[: len(value)]:
        return Found(Status.COMPLETED.value, end.char_start, end.char_end, 0.74, Origin.INFERRED)
    is_open = value >= page.document.fetched_at[: len(value)]
    if is_open and start is not None and str(start) <= day[: len(str(start))] and day[: len(value)] < value:
        return Found(Status.RUNNING.value, end.char_start, end.char_end, 0.74, Origin.INFERRED)
    return None


def with_dated_status(page: Page, candidate: Candidate) -> Candidate:
    """Give a page's only project, its status settled by period and page date where its words say no more than a grant.

    An end that was ahead when the page was written is no end reached, and a grant whose period is over has been used.
    """
    draft = Draft(page, candidate.record_type, "article/2", is_main=True, statements=list(candidate.statements))
    settle_status(page, draft)
    _state_year(page, draft)
    return replace(candidate, statements=tuple(draft.statements))


def _state_year(page: Page, draft: Draft) -> None:
    """State the year of a news item that is dated no later than its project began: the award was news then."""
    if page.document.kind is not DocumentKind.NEWS:
        return
    start = draft.value("period_from")
    year = None if draft.has("year_awarded") or start is None else published_year(page)
    if year is not None and year.value <= int(str(start)[:4]):
        draft.state("year_awarded", replace(year, confidence=min(year.confidence, 0.6)))


def settle_status(page: Page, draft: Draft) -> None:
    """State period and status as far as a page's dates settle what its words leave open."""
    if not any(s.field == "period_to" and s.confidence >= 0.78 for s in draft.statements):
        draft.state("period_to", end_without_year(page))
    if not draft.has("period_from") and (start := start_without_year(page)) is not None:
        draft.state("period_from", start)
        if not draft.has("period_to"):
            draft.state("period_to", find_end_by_duration(page, start))
    _end_what_ran_out(draft)
    stated = draft.value("status")
    if stated in (Status.STOPPED.value, Status.COMPLETED.value):
        return
    better = status_by_period(page, draft)
    if better is None and stated != Status.RUNNING.value:
        outcome = next((s for s in draft.statements if s.field == "outcome_direction"), None)
        told = _RESULTS.search(page.text)
        if outcome is not None and told:
            better = Found(Status.COMPLETED.value, told.start(), told.end(), 0.6, Origin.INFERRED)
        elif outcome is not None and not AWARD_NEWS.search(page.text):
            better = Found(Status.COMPLETED.value, outcome.char_start, outcome.char_end, 0.56, Origin.INFERRED)
    if better is not None:
        draft.statements = [s for s in draft.statements if s.field != "status"]
        draft.state("status", better)
    elif stated is None:
        told_support = next((s for s in draft.statements if s.field == "pool"), None)
        if told_support is not None:
            draft.state("status", _awarded(told_support))


_RUNS_FROM = re.compile(r"\b(?:løber|vil løbe|varer|strækker sig|forventes)\b", re.IGNORECASE)


def _end_what_ran_out(draft: Draft) -> None:
    """Take "løber til juli 2019" for an end, where it lies before the day on which the page was fetched."""
    running = [s for s in draft.statements if s.field == "status" and s.value == Status.RUNNING.value]
    ends = [s for s in draft.statements if s.field == "period_to"]
    if not running or not ends or not all(_RUNS_FROM.search(s.quote) for s in running):
        return
    end = max(ends, key=lambda s: s.confidence)
    if str(end.value) < draft.page.document.fetched_at[: len(str(end.value))]:
        draft.statements = [s for s in draft.statements if s not in running]
        draft.state("status", Found(Status.COMPLETED.value, end.char_start, end.char_end, 0.7, Origin.INFERRED))


def _awarded(pool: Statement) -> Found:
    return Found(Status.AWARDED.value, pool.char_start, pool.char_end, 0.55, Origin.INFERRED)
