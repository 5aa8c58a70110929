"""Fields of one project's own page: its money, labelled periods and years, status and keywords."""

from __future__ import annotations

import re

from corpus.dates import find_dates, find_periods
from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.records import Status
from ingest.extract.draft import Draft, Found
from ingest.extract.labels import Label
from ingest.extract.lines import Line, Page, Span
from ingest.extract.status_values import status_of_value
from ingest.extract.statuses import find_status


def state_labels(draft: Draft, labels: list[Label]) -> None:
    """State periods, year, target group and status as the labelled values have them."""
    for label in labels:
        text, start = label.value.text, label.value.char_start
        if label.role == "period" and re.fullmatch(r"20\d\d", text):
            draft.state("period_from", Found(text, start, start + 4, 0.93))
            draft.state("period_to", Found(text, start, start + 4, 0.93))
        elif label.role == "period":
            for p in find_periods(text):
                span = (start + p.char_start, start + p.char_end)
                draft.state("period_from", Found(p.from_iso, *span, 0.95) if p.from_iso else None)
                draft.state("period_to", Found(p.to_iso, *span, 0.95) if p.to_iso else None)
        elif label.role in ("start", "end") and (dates := find_dates(text)):
            d = dates[0]
            name = "period_from" if label.role == "start" else "period_to"
            draft.state(name, Found(d.iso, start + d.char_start, start + d.char_end, 0.94))
        elif label.role == "year" and (year := re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)):
            draft.state("year_awarded", Found(int(year[0]), start + year.start(), start + year.end(), 0.93))
        elif label.role in ("funder", "amount") and find_amounts(text) and (year := _GIVEN_IN.search(text)):
            draft.state("year_awarded", Found(int(year["y"]), start + year.start("y"), start + year.end("y"), 0.8))
        elif label.role == "target":
            draft.state(
                "target_group",
                Found(text.rstrip("."), start, start + len(text.rstrip(".")), 0.93) if len(text) < 260 else None,
            )
        elif label.role == "status":
            status = status_of_value(text)
            draft.state("status", Found(status.value, start, start + len(text), 0.95) if status else None)


# "1.960.000 kr. givet i 2014", "900.000 kr. (2018)"
_GIVEN_IN = re.compile(r"(?:\(|\b(?:givet|bevill?i?get|tildelt|udmøntet) i )(?P<y>20\d\d)\)?\.?$", re.IGNORECASE)


def find_keywords(lines: list[Line]) -> list[tuple[Span, str]]:
    """Give the page's own keywords ("Emneord: a, b, c") as signs of its themes."""
    for line in lines:
        if re.match(r"(?:emneord|nøgleord|temaer|emner)\s*:", line.text, re.IGNORECASE):
            return [(Span(line.text, line.char_start, line.char_end), "keyword")]
    return []


_CLOSING_TITLE = re.compile(
    r"\b(?:slut(?:notat|rapport|status|opgørelse|evaluering)\w*|afslutning(?:en)? (?:på|af)|afsluttende (?:rapport|"
    r"notat|status))\b",
    re.IGNORECASE,
)
"""A title that says itself that its page closes a project."""


def find_project_status(page: Page, lines: list[Line], kind: DocumentKind, draft: Draft) -> Found | None:
    """Give where the project stands: what words say, else that a report or a section of results exists."""
    stated = find_status(page, lines)
    if stated is not None and stated.value == Status.STOPPED.value:
        return stated
    if (
        kind in (DocumentKind.FINAL_REPORT, DocumentKind.EVALUATION)
        and page.title is not None
        and not re.search(r"midtvejs|status", page.title.text, re.I)
    ):
        word = re.search(
            r"slutrapport\w*|slutafrapportering\w*|slutevaluering\w*|evaluering\w*|erfaringsopsamling\w*|"
            r"afrapportering\w*",
            page.text,
            re.IGNORECASE,
        )
        if word:
            sure = 0.9 if kind is DocumentKind.FINAL_REPORT else 0.86  # what tells of a stop outranks an evaluation
            return Found(Status.COMPLETED.value, word.start(), word.end(), sure)
    closing = _CLOSING_TITLE.search(page.title.text) if page.title is not None and lines is page.lines else None
    if closing is not None and page.title is not None:
        at = page.title.char_start
        return Found(Status.COMPLETED.value, at + closing.start(), at + closing.end(), 0.86)
    outcome = [s for s in draft.statements if s.field == "outcome_direction"]
    if stated is not None and stated.value in (Status.COMPLETED.value, Status.RUNNING.value):
        return stated
    section = next(
        (
            line
            for line in lines
            if line.is_heading and re.search(r"hvad kom der ud af|resultater|hvad opnåede", line.text, re.IGNORECASE)
        ),
        None,
    )
    if outcome and section is not None:
        return Found(Status.COMPLETED.value, section.char_start, section.char_end, 0.75, Origin.INFERRED)
    return stated
