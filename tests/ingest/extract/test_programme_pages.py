from __future__ import annotations

import dataclasses

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document
from tests.ingest.parsing import parse

HEAD = """# Rolige aftener på bosteder
Fire kommuner deltager i forløbet, som KL driver. De første begyndte i foråret 2023.
"""


def projects_of(markup: str) -> list[tuple[tuple[str, ...], str]]:
    """Give the places and the name of each project of a programme's page."""
    document = write_document(markup, url="https://kik.dk/forloeb/aftener", kind=DocumentKind.PROGRAMME_PAGE)
    told = []
    for candidate in extract_candidates(document):
        if candidate.record_type is RecordType.PROJECT:
            titles = [str(s.value) for s in candidate.statements if s.field == "title"]
            places = tuple(str(s.value) for s in candidate.statements if s.field == "municipalities")
            told.append((places, titles[0] if titles else ""))
    return told


@pytest.mark.parametrize(
    "heads",
    [
        ("Odense Kommune: Tavlen ved døren", "Vejle Kommune: Medicin i ro"),
        ("Odense: Tavlen ved døren", "Vejle: Medicin i ro"),
        ("Tavlen ved døren (Odense)", "Medicin i ro (Vejle)"),
        ("Tavlen ved døren – Odense Kommune", "Medicin i ro – Vejle Kommune"),
        ("Tavlen ved døren, Odense Kommune", "Medicin i ro, Vejle Kommune"),
        ("Odense Kommune - Tavlen ved døren", "Vejle Kommune - Medicin i ro"),
    ],
)
def test_projects_that_a_programme_heads_one_each_are_found(heads: tuple[str, str]) -> None:
    markup = f"""{HEAD}
## {heads[0]}
Personalet samles ti minutter om aftenen om beboernes søvn og uro.
## {heads[1]}
Et rum er indrettet, hvor ingen forstyrrer den, der doserer medicinen."""
    assert projects_of(markup) == [(("0461",), "Tavlen ved døren"), (("0630",), "Medicin i ro")]


@pytest.mark.parametrize(
    "parts",
    [
        "## Fase 1: Start\nVi måler først.\n## Fase 2: Afprøvning\nSå prøver vi.",
        "## Læringsdage: Odense\nMødet holdes den 3. maj.\n## Læringsdage: Vejle\nMødet holdes den 9. juni.",
        "## Kontakt: Odense Kommune\nRing til os.\n## Kontakt: Vejle Kommune\nSkriv til os.",
        "## Tilmelding, Odense\nTilmelding sker på siden.\n## Tilmelding, Vejle\nTilmelding sker på siden.",
    ],
)
def test_what_else_a_programme_heads_is_no_project(parts: str) -> None:
    assert projects_of(f"{HEAD}\n{parts}") == []


@pytest.mark.parametrize(
    "head", ["Deltagende kommuner", "De fire kommuner", "Medvirkende kommuner", "Udvalgte kommuner"]
)
def test_a_list_of_who_takes_part_names_no_project(head: str) -> None:
    markup = f"{HEAD}## {head}\n- Odense Kommune\n- Vejle Kommune\n- Greve Kommune\n- Køge Kommune"
    told = projects_of(markup)
    assert told in ([], [(("0461", "0630", "0253", "0259"), "Rolige aftener på bosteder")])


def test_a_programme_that_leads_to_its_projects_is_what_they_are_under() -> None:
    links = "".join(f'<p><a href="/da/naer/{n}">{n} Kommune</a></p>' for n in ("Gladsaxe", "Tønder", "Esbjerg"))
    markup = f"<main><h1>Nær omsorg</h1><p>Her kan du læse om projekterne i de tre kommuner.</p>{links}</main>"
    page = parse(f"<html><body>{markup}</body></html>", url="https://sst.dk/da/naer-omsorg")
    told = extract_candidates(dataclasses.replace(page, kind=DocumentKind.PROGRAMME_PAGE))
    pools = {str(s.value) for c in told for s in c.statements if s.field == "pool"}
    assert [s.value for c in told for s in c.statements if s.field == "municipalities"] == ["0159", "0550", "0561"]
    assert pools == {"Nær omsorg"}


def test_a_partnership_that_gives_each_a_grant_has_a_project_for_each() -> None:
    page = """# Sikker medicin på bosteder
Partnerskabet begyndte i september 2019. De deltagende bosteder får støtte fra en rådgiver.
## Model A: Farmaceut på bostedet
Randers, Vejle og Sorø.
## Model B: Faste medicinansvarlige
Rebild og Fanø.
## Hvad får kommunerne?
Rådgivning og tre seminarer. Hvert bosted får desuden et mindre tilskud."""
    assert [places for places, _ in projects_of(page)] == [("0730",), ("0630",), ("0340",), ("0840",), ("0563",)]
