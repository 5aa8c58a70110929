"""Every spelling of a sum and of a period in every place where pages write one: text, field, cell, item of a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

FOLDER = Path(__file__).parent
SUM = ("amount_dkk",)
PERIOD = ("period_from", "period_to")
NAMES = ("Odder", "Skive", "Vejle", "Herning", "Randers", "Viborg", "Horsens", "Esbjerg", "Odense", "Svendborg")


def spellings(name: str) -> list[list[str]]:
    rows = [line.split("|") for line in (FOLDER / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    return [row for row in rows if set(row[:-1]) != {"-"}]


SUMS, PERIODS = spellings("spelled_amounts.txt"), spellings("spelled_periods.txt")


def stated(markup: str, fields: tuple[str, ...], kind: DocumentKind) -> list[list[str]]:
    """Give the surest value of each field of each project of a page, in the order in which they stand."""
    found: list[list[str]] = []
    for project in extract_candidates(write_document(markup, kind=kind)):
        if project.record_type is RecordType.PROJECT:
            values = {s.field: str(s.value) for s in sorted(project.statements, key=lambda s: s.confidence)}
            found.append([values.get(field, "-") for field in fields])
    return found


def wrong_in_text(rows: list[list[str]], form: str, fields: tuple[str, ...]) -> list[tuple[str, list[list[str]]]]:
    page = (
        "# Morgenlys i Odder\nOdder Kommune hjælper borgere, der sover dårligt. Projektet hører under puljen Ro om "
        "natten.\n{0}\nBorgerne får besøg af en sygeplejerske, der taler med dem om vaner."
    )
    told = [
        (row, stated(page.format(form.format(row[-1])), fields, DocumentKind.PROJECT_PAGE))
        for row in rows
        if not (row[-1][0].isupper() and "{0}." in form)  # "Start: maj 2020" is a field, no part of a sentence
    ]
    return [(row[-1], found) for row, found in told if found != [row[:-1]]]


def wrong_in_list(
    rows: list[list[str]], head: str, form: str, fields: tuple[str, ...]
) -> list[tuple[list[str], list[str]]]:
    wrong: list[tuple[list[str], list[str]]] = []
    for at in range(0, len(rows), len(NAMES)):
        some = rows[at : at + len(NAMES)]
        lines = "\n".join(form.format(name, row[-1]) for name, row in zip(NAMES, some, strict=False))
        page = f"# Tildelte midler fra puljen Ro om natten\nPuljen er fordelt.\n{head}{lines}"
        found = stated(page, fields, DocumentKind.AWARD_LIST)
        assert len(found) == len(some)
        wrong += [(row, values) for row, values in zip(some, found, strict=True) if row[:-1] != values]
    return wrong


@pytest.mark.parametrize("form", ["Bevilling\t{0}", "Projektet har fået {0}."])
def test_a_sum_is_read_however_it_is_spelled(form: str) -> None:
    assert wrong_in_text(SUMS, form, SUM) == []


@pytest.mark.parametrize(
    ("head", "form"),
    [
        ("Kommune\tProjekt\tBevilling\n", "{0} Kommune\tRo i {0}\t{1}"),
        ("", "- {0} Kommune – {1}"),
        ("", "- {0} Kommune: Ro om natten i {0} ({1})"),
    ],
)
def test_a_sum_is_read_in_every_list(head: str, form: str) -> None:
    assert wrong_in_list(SUMS, head, form, SUM) == []


@pytest.mark.parametrize("form", ["Projektperiode: {0}", "Projektet løber {0}."])
def test_a_period_is_read_however_it_is_spelled(form: str) -> None:
    assert wrong_in_text(PERIODS, form, PERIOD) == []


@pytest.mark.parametrize(
    ("head", "form"),
    [
        ("Kommune\tProjekt\tPeriode\n", "{0} Kommune\tRo i {0}\t{1}"),
        ("", "- {0} Kommune: Ro om natten i {0}, {1}"),
        ("", "- {0} Kommune: Ro om natten i {0} ({1}), 900.000 kr."),
        ("", "- {0} Kommune – Ro om natten i {0} – 900.000 kr. – {1}"),
        ("", "### {0} Kommune\nProjekt: Ro i {0}\nPeriode: {1}"),
    ],
)
def test_a_period_is_read_in_every_list(head: str, form: str) -> None:
    assert wrong_in_list(PERIODS, head, form, PERIOD) == []
