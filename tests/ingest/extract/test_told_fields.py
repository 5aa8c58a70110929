"""Periods, years of award and sums as one sentence of a project's page tells them, in many registers."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

FOLDER = Path(__file__).parent
FIELDS = {
    "told_periods.txt": ("period_from", "period_to"),
    "told_years.txt": ("year_awarded",),
    "told_amounts.txt": ("amount_dkk",),
}
FLOOR = 0.97
"""Share of each file's sentences that are read rightly; it may only rise."""


def told(sentence: str, fields: tuple[str, ...]) -> list[str]:
    page = (
        "# Morgenlys i Odder\nOdder Kommune hjælper borgere, der sover dårligt. Projektet hører under puljen Ro om "
        f"natten.\n{sentence}\nBorgerne får besøg af en sygeplejerske, der taler med dem om vaner."
    )
    found = extract_candidates(write_document(page, kind=DocumentKind.PROJECT_PAGE))
    (project,) = [c for c in found if c.record_type is RecordType.PROJECT]
    surest = sorted(project.statements, key=lambda s: s.confidence)
    values = {s.field: str(s.value) for s in surest}
    return [values.get(field, "-") for field in fields]


@pytest.mark.parametrize("name", FIELDS)
def test_sentences_of_many_registers_are_read(name: str) -> None:
    rows = [line.split("|") for line in (FOLDER / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(rows) >= 100
    wrong = [row for row in rows if told(row[-1], FIELDS[name]) != row[:-1]]
    assert len(wrong) <= (1 - FLOOR) * len(rows), wrong


def test_the_years_of_a_report_stand_behind_what_it_reports_on() -> None:
    page = (
        "# Målinger ved morgenkaffen\nViborg Kommunes erfaringer med telemedicin ved hjertesvigt 2020-2022\n\n"
        "164 borgere har vejet sig hver morgen. Projektet er afsluttet, og ordningen er gjort fast fra 2023."
    )
    found = extract_candidates(write_document(page, kind=DocumentKind.FINAL_REPORT))
    (project,) = [c for c in found if c.record_type is RecordType.PROJECT]
    ends = {s.field: s.value for s in project.statements if s.field in ("period_from", "period_to")}
    assert ends == {"period_from": "2020", "period_to": "2022"}
