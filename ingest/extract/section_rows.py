"""What a table or list of a page says of the projects that its sections are about: name, sum, time, where it stands."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.records import Status
from ingest.candidates import Candidate, Statement
from ingest.extract.award_lines import line_runs
from ingest.extract.award_lists import find_award_runs
from ingest.extract.award_pages import extract_awards
from ingest.extract.draft import Found
from ingest.extract.entries import AwardRun, Entry
from ingest.extract.lines import Page

_ROW_FIELDS = frozenset(("amount_dkk", "year_awarded", "period_from", "period_to", "outcome_direction", "effekt"))
_LEAST_NAMED = 3


def with_rows(
    page: Page, kind: DocumentKind, pool: Found | None, candidates: list[Candidate], own_lines: Collection[int]
) -> list[Candidate]:
    """Give sections' projects with what a table of the same page says of them beside: sum, name, period, result."""
    runs = [
        replace(run, entries=[e for e in run.entries if _is_row(e) and e.line_index not in own_lines])
        for run in find_award_runs(page, kind)
    ]
    runs = [run for run in runs if len(run.entries) > 1] or _sums_of_named(page, own_lines)
    rows = extract_awards(page, kind, pool, runs)
    alone = {code for row in rows for code in row.codes if len(row.codes) == 1}
    # "Havby og Sydvig" over what is told of each, where the table has both apart
    completed = [c for c in candidates if len(c.codes) < 2 or not c.codes <= alone]
    for row in rows if any(run.entries for run in runs) else ():
        codes = row.codes
        same = [n for n, c in enumerate(completed) if codes and c.codes == codes]
        if len(same) == 1:
            stated = {s.field for s in completed[same[0]].statements}
            more = tuple(s for s in row.statements if s.field in _ROW_FIELDS and s.field not in stated)
            more += _better_status(completed[same[0]], row)
            names = tuple(s for s in row.statements if s.field == "title" and s.origin is Origin.EXTRACTED)
            completed[same[0]] = replace(completed[same[0]], statements=(*completed[same[0]].statements, *more, *names))
        elif not same and codes and len(row.statements) > 2:
            completed.append(row)
    return completed


def _better_status(candidate: Candidate, row: Candidate) -> tuple[Statement, ...]:
    """Give the status that a table states of a project, where its text lets one only be inferred."""
    own = max((s.confidence for s in candidate.statements if s.field == "status"), default=0.0)
    return tuple(
        s for s in row.statements if s.field == "status" and s.confidence > own and s.value != Status.AWARDED.value
    )


def _sums_of_named(page: Page, own_lines: Collection[int]) -> list[AwardRun]:
    """Give the lists whose lines each say what a place's project is called and what it got, whatever stands above."""
    runs = [
        replace(run, entries=[e for e in run.entries if e.title and e.amount and e.places])
        for run in line_runs(page)
        if run.entries[0].line_index not in own_lines
    ]
    return [run for run in runs if len(run.entries) >= _LEAST_NAMED]


def _is_row(entry: Entry) -> bool:
    """Tell a row of a table, or a line of a list that says who got how much, from what prose tells."""
    is_line = entry.form != "prose" and bool(entry.places) and entry.amount is not None
    return entry.form == "table" or is_line
