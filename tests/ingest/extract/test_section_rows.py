"""Evaluations with a table of their projects above what is told of each place."""

from __future__ import annotations

from typing import Any

from corpus.documents import DocumentKind
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

HEAD = """
# Rolige nætter på plejehjem

Rapporten evaluerer de fire projekter, som i 2018 fik midler fra Natpuljen.

Kommune\tProjekt\tStatus
Odder\tNat uden uro\tAfsluttet
Vejen\tLyset ned\tAfsluttet
Struer\t(uden titel)\tIndstillet 2019
Køge\tRo på gangen\tAfsluttet

## Odder

Antallet af fald om natten er halveret.

## Vejen

Beboerne sover lige så dårligt som før.
"""
APART = """
## Struer og Køge

Køge Kommune har haft svært ved at få vagter. Projektet i Struer Kommune blev indstillet i 2019.
"""


def projects(markup: str) -> dict[str, dict[str, Any]]:
    document = write_document(markup, kind=DocumentKind.EVALUATION)
    return {"+".join(sorted(c.codes)): _values(c) for c in extract_candidates(document) if c.codes}


def _values(candidate: Candidate) -> dict[str, Any]:
    best: dict[str, tuple[float, Any]] = {}
    for statement in candidate.statements:
        best[statement.field] = max(
            best.get(statement.field, (0.0, None)), (statement.confidence, statement.value), key=lambda x: x[0]
        )
    return {name: value for name, (_, value) in best.items()}


def test_the_table_names_the_sections_projects_and_says_where_they_stand() -> None:
    found = projects(HEAD)
    assert {code: (v["title"], v["status"]) for code, v in found.items() if code in ("0727", "0575", "0259")} == {
        "0727": ("Nat uden uro", "completed"),
        "0575": ("Lyset ned", "completed"),
        "0259": ("Ro på gangen", "completed"),
    }
    assert found["0671"]["status"] == "stopped"
    assert found["0671"]["title"] != "uden titel"
    assert found["0727"]["outcome_direction"] == "better"


def test_a_heading_of_two_places_is_no_joint_project_where_the_table_has_them_apart() -> None:
    assert set(projects(HEAD + APART)) == {"0727", "0575", "0671", "0259"}


def test_an_evaluation_of_several_that_names_one_in_passing_is_not_of_that_one() -> None:
    text = """
# Evaluering af Natpuljen

Evalueringen samler erfaringerne fra de otte projekter under Natpuljen.

Rapporten viser, at en fast nattevagt giver beboerne større tryghed.

Projektet i Struer Kommune blev indstillet i 2019.
"""
    found = projects(text)
    assert set(found) == {"0671"}
    assert found["0671"]["status"] == "stopped"
    assert "outcome_direction" not in found["0671"]
