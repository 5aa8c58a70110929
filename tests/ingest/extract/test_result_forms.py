from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import OutcomeDirection
from ingest.extract.lines import Page
from ingest.extract.outcomes import find_outcome
from ingest.extract.result_forms import read_form
from tests.ingest.extract.pages import write_document

BETTER, SAME, WORSE, MIXED = (
    OutcomeDirection.BETTER,
    OutcomeDirection.NO_CHANGE,
    OutcomeDirection.WORSE,
    OutcomeDirection.MIXED,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Indikator: Andel beboere med vægttab. Start: 31 %. Slut: 12 %.", {BETTER}),
        ("Indikator: Andel beboere med vægttab. Start: 12 %. Slut: 31 %.", {WORSE}),
        ("Effektmål: Kortere sagsbehandling. Før: 44 dage. Efter: 44 dage.", {SAME}),
        ("Mål 3: Mindre medicin. Resultat: Ikke nået, forbruget er tværtimod steget.", {WORSE}),
        ("Mål 1: Flere røgfri. Status: Opfyldt. Mål 2: Bedre kondition. Status: Ikke opfyldt.", {BETTER, SAME}),
        ("Fald: -22 pct. Tryksår: +15 pct.", {BETTER, WORSE}),
        ("Sygefravær. 2019: 8,1 pct. 2021: 5,4 pct.", {BETTER}),
        ("Mål: Færre indlæggelser. Resultat: Delvis nået.", {MIXED}),
        ("Mål 1: Ansættelse af en koordinator. Resultat: Opfyldt.", None),
        ("Mål: 30 procent færre fald. Metode: holdtræning og hjemmebesøg.", None),
        ("Målgruppe: Ældre over 80 år. Periode: 2019-2021. Bevilling: 900.000 kr.", None),
        ("Det gik godt: færre faldt.", None),
    ],
)
def test_entries_of_a_form_tell_how_it_went(text: str, expected: set[OutcomeDirection] | None) -> None:
    assert read_form(text) == expected


def test_a_form_is_quoted_whole() -> None:
    form = "Mål 1: Øget fremmøde. Resultat: Nået. Mål 2: Færre afbud. Resultat: Ikke nået."
    page = Page(write_document(f"# Nyt forløb\n## Opfølgning\n{form}", kind=DocumentKind.FINAL_REPORT))
    found = find_outcome(page)
    assert found is not None
    assert (found.direction, found.sentences[0].text) == (MIXED, form)
