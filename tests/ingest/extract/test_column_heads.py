"""What the heads of a list's columns say, where a PDF runs two into one or one head tells of start and end."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

ROWS = (
    ("Odder Kommune", "Nat uden uro", "2018-2020", "1.250.000"),
    ("Vejen Kommune", "Lyset ned", "2018-2019", "655.000"),
    ("Struer Kommune", "Mørke vinduer", "2018-2020", "812.500"),
)
TITLE = "# Tildelte midler: Rolige nætter\n\nJuni 2018\n\n"


def stated(heads: str, rows: tuple[tuple[str, ...], ...]) -> list[tuple[object, ...]]:
    lines = "\n".join("\t".join(row) for row in rows)
    document = write_document(f"{TITLE}{heads}\n{lines}", kind=DocumentKind.AWARD_LIST)
    found = []
    for candidate in extract_candidates(document):
        values = {s.field: s.value for s in candidate.statements}
        if "municipalities" in values:
            found.append(tuple(values.get(f) for f in ("title", "amount_dkk", "period_from", "period_to")))
    return found


@pytest.mark.parametrize(
    "heads",
    [
        "Ansøger\tProjekttitel\tProjektperiode\tBevilget beløb i kr.",
        "Ansøger\tProjekttitel\tProjektperiode Bevilget beløb i\tkr.",
        "Ansøger\tProjekttitel\tProjektperiode Bevilget beløb\t",
        "Kommune\tProjekt\tPeriode Tilskud\ti kr.",
        "Kommune\tProjekt\tPeriode Støttebeløb\t",
        "Tilskudsmodtager\tProjekt\tLøbetid Bevilling\t(kr.)",
        "Kommune\tProjekt\tÅr Beløb i\tkroner",
    ],
)
def test_heads_that_run_into_one_are_parted_by_what_stands_under_them(heads: str) -> None:
    assert stated(heads, ROWS) == [
        ("Nat uden uro", 1_250_000, "2018", "2020"),
        ("Lyset ned", 655_000, "2018", "2019"),
        ("Mørke vinduer", 812_500, "2018", "2020"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Start og slut",
        "Start - slut",
        "Start/slut",
        "Startdato og slutdato",
        "Fra og til",
        "Tidsrum",
        "Løber",
        "Hvornår",
    ],
)
def test_one_head_may_tell_of_start_and_end(head: str) -> None:
    rows = tuple((r[0], r[1], times) for r, times in zip(ROWS, MONTHS, strict=True))
    assert [found[2:] for found in stated(f"Kommune\tProjekt\t{head}", rows)] == [
        ("2019-01", "2021-12"),
        ("2019-01", "2021-06"),
        ("2020-03", "2022-12"),
    ]


MONTHS = (
    "januar 2019 til december 2021",
    "januar 2019 til juni 2021",
    "marts 2020 til december 2022",
)


@pytest.mark.parametrize("head", ["Det vil kommunen", "Hvad vil kommunen", "Her skal pengene bruges", "Kommunen vil"])
def test_a_head_of_what_is_to_be_done_heads_no_owners(head: str) -> None:
    rows = tuple((owner, title, "Dæmpe lyset om aftenen", kroner) for owner, title, _, kroner in ROWS)
    document = write_document(
        f"{TITLE}Kommune\tTitel\t{head}\tBeløb (kr.)\n" + "\n".join(map("\t".join, rows)), kind=DocumentKind.AWARD_LIST
    )
    stated_places = [s.value for c in extract_candidates(document) for s in c.statements if s.field == "municipalities"]
    assert stated_places == ["0727", "0575", "0671"]
    assert not any(s.field == "grantees" for c in extract_candidates(document) for s in c.statements)


NAMED = (
    ("Odder Kommune", "Nat uden uro", "Færre fald om natten på plejecentrene i kommunen", "1.250.000 kr."),
    ("Vejen Kommune", "Lyset ned", "Beboerne skal sove bedre og længere end før", "655.000 kr."),
    ("Struer Kommune", "Mørke vinduer", "Rolige aftener for beboere med demens", "812.500 kr."),
)


@pytest.mark.parametrize("owner", ["Kommune", "By", "Sted", "Hvem har fået", "Modtager af tilskud", "Ansøger"])
@pytest.mark.parametrize("name", ["Navn", "Projekt", "Tiltag", "Initiativ", "Overskrift", "Kaldes"])
@pytest.mark.parametrize("purpose", ["Formål", "Kort beskrivelse", "Hvad går det ud på", "Om projektet"])
def test_what_describes_a_project_is_not_its_name(owner: str, name: str, purpose: str) -> None:
    found = stated(f"{owner}\t{name}\t{purpose}\tBeløb", NAMED)
    assert [each[:2] for each in found] == [
        ("Nat uden uro", 1_250_000),
        ("Lyset ned", 655_000),
        ("Mørke vinduer", 812_500),
    ]
