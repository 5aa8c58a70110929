"""Sums whose unit stands once: in a label, a column's header, a table's title, or a note above or below."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

WANTED = {"Odder": 1_450_000, "Skive": 980_000, "Vejle": 2_100_500}
THOUSANDS = ("1.450", "980", "2.100,5")
MILLIONS = ("1,45", "0,98", "2,1005")
KRONER = ("1.450.000", "980.000", "2.100.500")


def projects(markup: str, kind: DocumentKind) -> list[Candidate]:
    return [c for c in extract_candidates(write_document(markup, kind=kind)) if c.record_type is RecordType.PROJECT]


def sums(markup: str, kind: DocumentKind = DocumentKind.AWARD_LIST) -> dict[str, int]:
    names = {"0727": "Odder", "0779": "Skive", "0630": "Vejle"}
    found: dict[str, int] = {}
    for project in projects(markup, kind):
        values = {s.field: s.value for s in project.statements}
        if "amount_dkk" in values:
            found[names[values["municipalities"]]] = values["amount_dkk"]
    return found


def one_sum(line: str) -> int | None:
    page = (
        "# Morgenlys i Odder\nOdder Kommune hjælper borgere, der sover dårligt. Projektet hører under puljen Ro om "
        f"natten.\n{line}\nBorgerne får besøg af en sygeplejerske, der taler med dem om vaner."
    )
    (project,) = projects(page, DocumentKind.PROJECT_PAGE)
    return next((s.value for s in project.statements if s.field == "amount_dkk"), None)


LABELS = (
    ("Bevilling i 1.000 kr.", "1.450"),
    ("Bevilling i 1000 kr.", "1450"),
    ("Bevilling (1.000 kr.)", "1.450"),
    ("Bevilling (i 1.000 kr.)", "1.450"),
    ("Bevilling, 1.000 kr.", "1.450"),
    ("Beløb i t.kr.", "1.450"),
    ("Beløb (t.kr.)", "1.450"),
    ("Beløb i tkr.", "1.450"),
    ("Tilskud i tusinde kr.", "1.450"),
    ("Tilskud i hele tusinde kroner", "1.450"),
    ("Tilsagn i mio. kr.", "1,45"),
    ("Tilsagn (mio. kr.)", "1,45"),
    ("Tilsagn i millioner kroner", "1,45"),
    ("Bevilget beløb i mio. kr.", "1,450"),
    ("Støtte i mill. kr.", "1,45"),
    ("Støtte (mio. kr.)", "1,45 (over tre år)"),
    ("Bevilling i kr.", "1.450.000"),
    ("Bevilling i hele kroner", "1.450.000"),
    ("Bevilling i 1.000 kr.", "1.450.000 kr."),
    ("Tildelt støtte i 1.000 kr.", "1.450,0"),
)


@pytest.mark.parametrize(("label", "value"), LABELS)
@pytest.mark.parametrize("form", ["{0}: {1}", "{0}\t{1}", "## {0}\n{1}", "{0}:\n{1}"])
def test_a_labels_unit_is_read_with_its_number(label: str, value: str, form: str) -> None:
    assert one_sum(form.format(label, value)) == 1_450_000


def rows(values: tuple[str, ...], form: str) -> str:
    return "\n".join(form.format(name, value) for name, value in zip(WANTED, values, strict=True))


HEADERS = (
    ("Kommune\tBevilling i 1.000 kr.", THOUSANDS),
    ("Kommune\tBevilling (t.kr.)", THOUSANDS),
    ("Kommune\tTildelt beløb, 1.000 kr.", THOUSANDS),
    ("Kommune\tTilskud i tusinde kroner", THOUSANDS),
    ("Kommune\tTkr.", THOUSANDS),
    ("Kommune\tMio. kr.", MILLIONS),
    ("Kommune\tTilsagn i mio. kr.", MILLIONS),
    ("Kommune\tStøtte (millioner kroner)", MILLIONS),
    ("Kommune\tBevilling i kr.", KRONER),
    ("Kommune\tBevilling (1.000 kr.)", KRONER),
    ("Kommune\tBeløb i hele kr.", KRONER),
)


@pytest.mark.parametrize(("header", "values"), HEADERS)
def test_a_columns_unit_is_read_with_its_numbers(header: str, values: tuple[str, ...]) -> None:
    table = rows(values, "{0} Kommune\t{1}")
    assert sums(f"# Tildelte midler\n{header}\n{table}") == WANTED


ABOVE = (
    ("Alle beløb er i 1.000 kr.", THOUSANDS),
    ("Beløb i 1.000 kr.", THOUSANDS),
    ("Tabel 1. Tildelte midler (1.000 kr.)", THOUSANDS),
    ("Beløbene er angivet i t.kr.", THOUSANDS),
    ("Beløb opgjort i tusinde kroner.", THOUSANDS),
    ("1.000 kr.", THOUSANDS),
    ("Mio. kr.", MILLIONS),
    ("Tabellen viser støtten i mio. kr.", MILLIONS),
    ("Beløbene er i millioner kroner.", MILLIONS),
    ("Tallene er i kroner.", KRONER),
)


@pytest.mark.parametrize(("note", "values"), ABOVE)
@pytest.mark.parametrize("place", ["above", "below", "title"])
def test_a_tables_unit_is_said_once(note: str, values: tuple[str, ...], place: str) -> None:
    table = "Kommune\tProjekt\tBevilling\n" + rows(values, "{0} Kommune\tRo i {0}\t{1}")
    page = {"above": f"{note}\n{table}", "below": f"{table}\n\n{note}", "title": f"{note}\t{note}\t{note}\n{table}"}
    assert sums(f"# Tildelte midler\nPuljen er fordelt.\n{page[place]}") == WANTED


@pytest.mark.parametrize(
    ("label", "values"),
    [("Bevilling i 1.000 kr.", THOUSANDS), ("Beløb (mio. kr.)", MILLIONS), ("Tilskud i t.kr.", THOUSANDS)],
)
def test_fields_that_are_written_for_each_project_bear_their_unit(label: str, values: tuple[str, ...]) -> None:
    form = f"Kommune: {{0}} Kommune\nProjekt: Ro i {{0}}\n{label}: {{1}}"
    assert sums(f"# Tildelte midler\n{rows(values, form)}") == WANTED


LISTS = (
    ("Støttede projekter (beløb i 1.000 kr.)", THOUSANDS),
    ("Tildelte midler i t.kr.", THOUSANDS),
    ("Tildelte midler i mio. kr.", MILLIONS),
    ("Bevillinger, alle beløb i mio. kr.", MILLIONS),
)


@pytest.mark.parametrize(("heading", "values"), LISTS)
@pytest.mark.parametrize("form", ["- {0} Kommune – {1}", "- {0} Kommune: {1}", "- {0} Kommune - {1}"])
def test_a_lists_unit_stands_in_its_heading(heading: str, values: tuple[str, ...], form: str) -> None:
    assert sums(f"# Ro om natten\nPuljen er fordelt.\n## {heading}\n{rows(values, form)}") == WANTED
