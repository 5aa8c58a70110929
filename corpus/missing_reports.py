"""The register of projects that should have reported and, as far as is known, have not ("mangler slutrapport")."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus.documents import DocumentKind
from corpus.records import Record, RecordType, Status

if TYPE_CHECKING:
    from corpus.store import Store

GRACE_MONTHS = 3
"""Months after its end within which a project must have reported (Sundhedsstyrelsen's terms for its pools)."""

_REPORTS = (DocumentKind.FINAL_REPORT, DocumentKind.EVALUATION)


@dataclass(frozen=True, slots=True)
class MissingReport:
    """A project whose report is due and not found."""

    record_id: str
    title: str | None
    municipalities: tuple[str, ...]
    pool: str | None
    period_to: str  # as stated
    due: str  # ISO date: the end and three months
    days_overdue: int
    has_results: bool  # some source tells of results, though no report was found
    pool_is_evaluated: bool  # there is an evaluation of its pool as a whole


def missing_reports(store: Store, today: date) -> list[MissingReport]:
    """Give the projects whose report was due before `today` and is not in the corpus, longest overdue first.

    A project that was stopped owes none.
    """
    found: list[MissingReport] = []
    evaluated = {pool.record_id for pool in store.records(record_type=RecordType.POOL) if _has_report(pool)}
    for record in store.records(record_type=RecordType.PROJECT):
        ends = record.values.get("period_to")
        if not ends or record.values.get("status") == Status.STOPPED or _has_report(record):
            continue
        due = add_months(last_day(ends), GRACE_MONTHS)
        if due < today:
            found.append(
                MissingReport(
                    record_id=record.record_id,
                    title=record.values.get("title"),
                    municipalities=tuple(record.values.get("municipalities", ())),
                    pool=record.values.get("pool"),
                    period_to=ends,
                    due=due.isoformat(),
                    days_overdue=(today - due).days,
                    has_results=bool(record.values.get("effekt") or record.values.get("outcome_direction")),
                    pool_is_evaluated=record.pool_id in evaluated,
                )
            )
    return sorted(found, key=lambda item: (item.due, item.record_id))


def _has_report(record: Record) -> bool:
    return any(document.kind in _REPORTS for document in record.documents)


def last_day(iso: str) -> date:
    """Give the last day of an ISO 8601 year, month or day: "2018-02" ends on the 28th."""
    parts = [int(part) for part in iso.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """Give the same day some months later; the last of a shorter month, and of a month's last day the last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    length = calendar.monthrange(year, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if is_last else min(day.day, length))
