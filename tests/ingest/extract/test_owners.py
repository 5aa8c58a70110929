"""Grantees that are no municipality: associations, regions, hospitals and institutions, wherever a page names them."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.extract.lines import Page
from ingest.extract.owners import find_owner
from tests.ingest.extract.pages import write_document

OWNERS = (
    "Foreningen Mødestedet",
    "Region Sjælland",
    "Hospice Havblik",
    "Aarhus Universitetshospital",
    "Ældre Sagen",
    "Den selvejende institution Solbakken",
    "VIA University College",
    "Lungeforeningen",
)
FORMS = {
    "fields": (
        DocumentKind.PROJECT_PAGE,
        "# Stærke nætter\n\nModtager: {owner}\nPulje: Ro om natten\nBevilling: 850.000 kr.",
    ),
    "news of one": (
        DocumentKind.NEWS,
        "# Frivillige får støtte\n{owner} har fået 850.000 kr. fra puljen Ro om natten til projektet ”Stærke nætter”.\n"
        "Projektet skal hjælpe ældre, der sover dårligt.",
    ),
    "own page": (
        DocumentKind.PROJECT_PAGE,
        "# Stærke nætter\n{owner} hjælper ældre, der sover dårligt. Projektet er støttet med 850.000 kr. fra puljen Ro "
        "om natten.",
    ),
    "sums first": (
        DocumentKind.NEWS,
        "# Tre projekter får støtte\nPuljen Ro om natten er fordelt. Der er givet 1,2 mio. kr. til Vejle Kommune til "
        "projektet ”Nattevagten”, 850.000 kr. til {owner} til projektet ”Stærke nætter” og 500.000 kr. til Odder "
        "Kommune til projektet ”Mørkt og stille”.",
    ),
    "items, title first": (
        DocumentKind.AWARD_LIST,
        "# Tre projekter får støtte\nPuljen Ro om natten er fordelt.\n- ”Nattevagten”, Vejle Kommune, 1.200.000 kr.\n"
        "- ”Stærke nætter”, {owner}, 850.000 kr.\n- ”Mørkt og stille”, Odder Kommune, 500.000 kr.",
    ),
    "folded": (
        DocumentKind.AWARD_LIST,
        "# Ro om natten\n## Tre projekter får støtte\n"
        "### Vejle Kommune: Nattevagten\nBevilling: 1.200.000 kr.\n"
        "### {owner}: Stærke nætter\nBevilling: 850.000 kr.\n"
        "### Odder Kommune: Mørkt og stille\nBevilling: 500.000 kr.",
    ),
    "folded, owners alone": (
        DocumentKind.AWARD_LIST,
        "# Ro om natten\n## Tre projekter får støtte\n"
        "### Vejle Kommune\nProjekt: Nattevagten\nBevilling: 1.200.000 kr.\n"
        "### Odder Kommune\nProjekt: Mørkt og stille\nBevilling: 500.000 kr.\n"
        "### {owner}\nProjekt: Stærke nætter\nBevilling: 850.000 kr.",
    ),
}


def awards(kind: DocumentKind, page: str) -> set[tuple[object, object, object]]:
    found: set[tuple[object, object, object]] = set()
    for candidate in extract_candidates(write_document(page, kind=kind)):
        if candidate.record_type is RecordType.PROJECT:
            values = {s.field: s.value for s in candidate.statements}
            who = values.get("municipalities") or values.get("grantees")
            found.add((who, values.get("title"), values.get("amount_dkk")))
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("owner", OWNERS)
def test_a_grantee_that_is_no_municipality_is_read_in_each_form(form: str, owner: str) -> None:
    kind, page = FORMS[form]
    others = {("0630", "Nattevagten", 1_200_000), ("0727", "Mørkt og stille", 500_000)} if "Vejle" in page else set()
    assert awards(kind, page.format(owner=owner)) == {(owner, "Stærke nætter", 850_000)} | others


def test_a_region_that_got_an_award_is_its_region() -> None:
    kind, page = FORMS["fields"]
    (project,) = extract_candidates(write_document(page.format(owner="Psykiatrien i Region Syddanmark"), kind=kind))[
        -1:
    ]
    assert [(s.value, s.quote) for s in project.statements if s.field == "regions"] == [("1083", "Region Syddanmark")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Puljen har fået 850.000 kr. fra staten.",
        "Ministeriet har bevilget 850.000 kr.",
        "Borgerne har fået støtte til deres medicin.",
        "Odder Kommune har fået 850.000 kr.",
        "Projektet gennemføres af frivillige.",
        "Plejehjemmets have har fået varme bænke for 850.000 kr.",
        "Hverdagen Først 2-0 er slut.",
    ],
)
def test_who_pays_and_who_is_helped_are_no_grantees(sentence: str) -> None:
    assert find_owner(Page(write_document(f"# Ro\n{sentence}", kind=DocumentKind.NEWS))) is None
