"""Columns that count people beside sums, and sums applied for in passing above a list of grants."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

ROWS = ("Odder\t3.450.000\t38\t27", "Skive\t2.980.000\t41\t12", "Vejle\t2.300.000\t30\t9")
SUMS = {"0727": 3_450_000, "0779": 2_980_000, "0630": 2_300_000}


def sums(text: str, kind: DocumentKind) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for c in extract_candidates(write_document(text, kind=kind)):
        told = {s.field: s.value for s in c.statements}
        if c.record_type is RecordType.PROJECT:
            found[str(told["municipalities"])] = told.get("amount_dkk")
    return found


@pytest.mark.parametrize("kind", [DocumentKind.EVALUATION, DocumentKind.AWARD_LIST])
@pytest.mark.parametrize(
    "head",
    [
        "Kommune\tTilskud i kr.\tUnge i alt\tKommet i job",
        "Kommune\tTilskud\tBorgere i alt\tI job",
        "Kommune\tBeløb\tDeltagere\tRygestop",
        "Kommune\tStøtte (kr.)\tAntal deltagere\tGennemført",
        "Kommune\tBevilget\tDeltagende borgere\tTotal",
    ],
)
def test_a_column_that_counts_people_is_no_sum_and_no_owner(head: str, kind: DocumentKind) -> None:
    rows = "\n".join(ROWS)
    text = f"# Slutevaluering af tre projekter\n\n## De tre projekter, der fik støtte\n\n{head}\n{rows}\n\nDet var det."
    assert sums(text, kind) == SUMS


@pytest.mark.parametrize(
    "aside",
    [
        "Der var ansøgt om i alt 33,7 mio. kr.",
        "Der blev ansøgt om 33,7 mio. kr.",
        "21 kommuner havde søgt om støtte.",
        "I alt er der søgt om 33,7 mio. kr.",
        "Tilsammen havde de søgt om 33,7 mio. kr.",
    ],
)
def test_what_was_applied_for_in_passing_does_not_undo_a_list_of_grants(aside: str) -> None:
    rows = "Odder Kommune – 3.450.000 kr.\n\nSkive Kommune - 2.980.000 kr.\n\nVejle Kommune – 2.300.000 kr."
    lead = f"I august 2019 fik tre kommuner tilsagn. {aside}"
    text = f"# Puljen Rolig nat\n\n## 1. udmøntning\n\n{lead}\n\n{rows}"
    assert sums(text, DocumentKind.POOL_PAGE) == SUMS


def test_a_list_of_what_was_applied_for_is_no_list_of_grants() -> None:
    rows = "Odder Kommune – 3.450.000 kr.\n\nSkive Kommune - 2.980.000 kr.\n\nVejle Kommune – 2.300.000 kr."
    text = f"# Puljen Rolig nat\n\n## Ansøgninger\n\nFølgende kommuner har søgt om midler:\n\n{rows}"
    assert sums(text, DocumentKind.POOL_PAGE) == {}


def test_a_share_is_no_name_of_a_project() -> None:
    rows = "Odder\t312\t34 procent\nSkive\t64\t13 procent\nVejle\t120\t29 procent"
    text = f"# Evaluering af puljen Rolig nat\n\nTre kommuner fik støtte.\n\nKommune\tDeltagere\tRøgfri\n{rows}"
    found = extract_candidates(write_document(text, kind=DocumentKind.EVALUATION))
    assert not any("procent" in str(s.value) for c in found for s in c.statements if s.field == "title")
