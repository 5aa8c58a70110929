"""Names of projects that a list states, found under the headings of an evaluation."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.known_titles import state_known_titles
from tests.ingest.extract.pages import write_document

LIST = write_document(
    "# Puljen til rolige nætter\nStøttede projekter\nKommune\tProjekt\tBeløb\nVejen Kommune\tFrisk luft ved midnat\t"
    "1.200.000 kr.\nNyborg Kommune\tSidste runde\t900.000 kr.",
    url="https://sst.dk/puljer/rolige-naetter",
    kind=DocumentKind.AWARD_LIST,
)


def titles(vejen: str, heading: str = "Vejen") -> list[set[str]]:
    """Give what an evaluation's projects are called, of which one is told of with these words."""
    document = write_document(
        f"# Evaluering af to projekter\n## {heading}\n{vejen}\n"
        "## Nyborg\nNyborg har en vagt, og 12 borgere sover bedre.",
        url="https://sst.dk/udgivelser/naetter.pdf",
        kind=DocumentKind.EVALUATION,
    )
    told = [c for page in (LIST, document) for c in extract_candidates(page)]
    stated = state_known_titles(told, {d.document_id: d for d in (LIST, document)}, ())
    return [
        {s.value for s in c.statements if s.field == "title" and s.extractor == "known-title/1"}
        for c in stated
        if c.document_id == document.document_id and c.record_type is RecordType.PROJECT
    ]


@pytest.mark.parametrize(
    ("vejen", "expected"),
    [
        ("Frisk luft ved midnat gav færre natlige opkald: 12 mod 30.", {"Frisk luft ved midnat"}),
        ("Opkaldene faldt fra 30 til 12. Borgerne kalder det Frisk luft ved midnat.", {"Frisk luft ved midnat"}),
        ("Beboerne fik frisk luft ved midnat, og opkaldene faldt fra 30 til 12.", set()),
        ("Vejen så på Sidste runde i Nyborg. Opkaldene faldt fra 30 til 12.", set()),
    ],
)
def test_a_name_under_the_heading_of_its_place_is_the_projects(vejen: str, expected: set[str]) -> None:
    assert titles(vejen) == [expected, set()]


def test_a_name_in_the_text_goes_before_what_the_part_is_headed() -> None:
    told = "Med Frisk luft ved midnat faldt antallet af natlige opkald fra 30 til 12."
    assert titles(told, "Luften i Vejen Kommune") == [{"Frisk luft ved midnat"}, set()]
    assert titles("Antallet af natlige opkald faldt fra 30 til 12.", "Luften i Vejen Kommune") == [set(), set()]
