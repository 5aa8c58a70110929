from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

ROWS = "- Odder Kommune: Sluk sammen, 1.250.000 kr.\n- Skive Kommune: Skift smøgen ud, 980.000 kr."
FAMILIES = "børn og familier"


def themes(head: str, rows: str = ROWS) -> set[str]:
    found = extract_candidates(write_document(f"{head}\n{rows}", kind=DocumentKind.POOL_PAGE))
    return {
        str(s.value) for c in found if c.record_type is RecordType.PROJECT for s in c.statements if s.field == "themes"
    }


@pytest.mark.parametrize(
    "origin",
    [
        "Puljen er en del af aftalen om en forstærket indsats mod rygning blandt børn og unge.",
        "Pengene kommer fra satspuljen for børn og unge med rygning tæt på.",
        "Puljen udspringer af handlingsplanen for forebyggelse blandt børn og unge.",
        "Midlerne er en del af finanslovsaftalen om børn og unge.",
        "Puljen følger sundhedsaftalen om børn og gravide.",
    ],
)
def test_what_an_agreement_is_about_is_no_theme_of_its_pool(origin: str) -> None:
    found = themes(f"# Pulje til røgfri arbejdspladser\n{origin}\nFølgende projekter har modtaget støtte:")
    assert "rygestop" in found
    assert FAMILIES not in found


@pytest.mark.parametrize(
    "purpose",
    [
        "Puljen skal give aflastning til familier med demens.",
        "Familier, hvor den ene har demens, skal have mere aflastning.",
        "Målet er, at familien til et menneske med demens kan få fri.",
    ],
)
def test_families_beside_dementia_are_no_children(purpose: str) -> None:
    rows = "- Odder Kommune: Fri lørdag, 1.250.000 kr.\n- Skive Kommune: Aflastning hjemme, 980.000 kr."
    head = f"# Pulje til aflastning ved demens\n{purpose}\nFølgende projekter har modtaget støtte:"
    assert "demens" in themes(head, rows)
    assert FAMILIES not in themes(head, rows)


def test_families_with_children_stay() -> None:
    rows = "- Odder Kommune: Tidlig hjælp, 1.250.000 kr.\n- Skive Kommune: Ny i livet, 980.000 kr."
    head = "# Pulje til sårbare familier\nPuljen skal hjælpe familier med spædbørn.\nFølgende har modtaget støtte:"
    assert FAMILIES in themes(head, rows)
