from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.extract.theme_facts import own_words
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


def of_pool(name: str) -> set[str]:
    """Give the themes of the projects of a pool of this name, which themselves tell of none."""
    rows = "- Odder Kommune: Lyset på gangen, 1.250.000 kr.\n- Skive Kommune: Døren på klem, 980.000 kr."
    return themes(f"# {name}\nFølgende projekter har modtaget støtte:", rows)


@pytest.mark.parametrize(
    "name",
    [
        "Puljen Kvalitet i fællesskab",
        "Pulje til udvikling i fællesskab",
        "Puljen Sundhed i fællesskab",
        "Puljen I fællesskab om kvalitet",
        "Pulje til læring i fællesskab",
    ],
)
def test_what_is_done_together_is_no_company_for_the_lonely(name: str) -> None:
    assert "ensomhed" not in of_pool(name)


@pytest.mark.parametrize(
    "name", ["Pulje til fællesskaber mod ensomhed", "Pulje til nærhed og fællesskab for ensomme ældre"]
)
def test_company_for_the_lonely_stays(name: str) -> None:
    assert "ensomhed" in of_pool(name)


@pytest.mark.parametrize(
    ("text", "gone", "stays"),
    [
        ("Vi screener ved indlæggelse", "indlæggelse", "screener"),
        ("mad efter en indlæggelse", "indlæggelse", "mad"),
        ("under borgerens indlæggelse på sygehus", "indlæggelse", "sygehus"),
        ("Før indlæggelsen ringer vi", "indlæggelsen", "ringer"),
        ("færre indlæggelser efter indlæggelse", "efter", "færre indlæggelser"),
        ("for at undgå indlæggelse", "", "undgå indlæggelse"),
        ("Kurser for voksne børn", "børn", "Kurser for voksne"),
        ("børn og voksne i Odder", "", "børn og voksne"),
        ("voksne og børn", "", "voksne og børn"),
        ("Meningsfulde fællesskaber", "", "fællesskaber"),
        ("De spiser i fællesskab med andre", "", "i fællesskab med andre"),
    ],
)
def test_a_time_and_a_relative_are_no_themes(text: str, gone: str, stays: str) -> None:
    own = own_words(text)
    assert len(own) == len(text)
    assert stays in own
    assert not gone or gone not in own
