"""Every form of list under every heading that a pool's page may set over it, and under headings of other lists."""

from __future__ import annotations

from itertools import product

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

PROJECTS = (
    ("Hjørring", "Bordet fanger", "1.200.000"),
    ("Morsø", "En stol til", "900.000"),
    ("Lolland", "Ud af sofaen", "1.450.000"),
    ("Odsherred", "Kaffe på torvet", "740.000"),
    ("Vejen", "Sammen om maden", "1.010.000"),
)
NAMES = [name for name, _, _ in PROJECTS]
FORMS = {
    "bullets with sums": "\n".join(f"- {name} Kommune: {title}, {sum_} kr." for name, title, sum_ in PROJECTS),
    "bullets of sums": "\n".join(f"- {name} Kommune, {sum_} kr." for name, _, sum_ in PROJECTS),
    "table with sums": "Kommune\tProjekt\tBeløb\n" + "\n".join("\t".join(row) for row in PROJECTS),
    "table of names": "Kommune\tProjekt\n" + "\n".join(f"{name}\t{title}" for name, title, _ in PROJECTS),
    "bullets, dash": "\n".join(f"- {name} - {title}" for name, title, _ in PROJECTS),
    "bullets, place last": "\n".join(f"- {title}, {name} Kommune" for name, title, _ in PROJECTS),
    "bullets, brackets": "\n".join(f"- {title} ({name})" for name, title, _ in PROJECTS),
    "lines, colon": "\n".join(f"{name} Kommune: {title}" for name, title, _ in PROJECTS),
    "one bullet": f"- {', '.join(NAMES[:-1])} og {NAMES[-1]}.",
    "bullets of places": "\n".join(f"- {name} Kommune" for name in NAMES),
    "numbered, owner last": "\n".join(
        f"{n}. {title} i {name}: Projektejer: {name} Kommune, Center for Sundhed"
        for n, (name, title, _) in enumerate(PROJECTS, 1)
    ),
}
LEADS = (
    "Der er på finansloven afsat 8,2 mio. kr. til puljen i 2020-2022.",
    "Puljen skal hjælpe ensomme ældre. Fem kommuner er med.",
)
HEADINGS = (
    *("Projekter", "Projekterne", "Oversigt", "Kommunerne", "Deltagende kommuner", "Modtagere", "Hvem er med?"),
    *("Her er projekterne", "De fem projekter", "Puljens projekter", "Bevillinger", "Første runde 2020", "2019"),
    *("2. udmøntning", "Model A", "Spor 1: Forebyggelse", "Liste over projekter", "Projektkommuner", "Indsatserne"),
    *("Lokale projekter", "Resultat af ansøgningsrunden", "Valgte projekter", "Støttede projekter", "Udmøntning"),
    *("De støttede kommuner", "Hvem fik penge?", "Projektbeskrivelser", "Projekter i puljen"),
)
OTHERS = (
    *("Informationsmøder", "Kontaktpersoner", "Kontakt", "Ansøgere", "Kommuner, der fik afslag", "Reserveliste"),
    *("Netværksmøder", "Læs også", "Høringsparter", "Kommuner, der kan søge", "Mødesteder", "Her kan du høre mere"),
    *("Følgegruppen", "Oplæg", "Ekspertpanel", "Rådgivere", "Tidligere projekter", "Andre puljer", "Kalender"),
)


def places_of(form: str, heading: str, lead: str) -> list[list[str]]:
    """Give the municipalities of each project that a pool's page of one list gives."""
    markup = f"# Pulje til fællesskaber mod ensomhed\n{lead}\n## {heading}\n{FORMS[form]}\n## Kontakt\nSkriv til os."
    document = write_document(markup, url="https://sst.dk/da/puljer/faelles", kind=DocumentKind.POOL_PAGE)
    return [sorted(c.codes) for c in extract_candidates(document) if c.record_type is RecordType.PROJECT]


@pytest.mark.parametrize("form", FORMS)
def test_a_pools_list_is_read_whatever_stands_over_it(form: str) -> None:
    wanted = [["0306"], ["0360"], ["0575"], ["0773"], ["0860"]]
    wrong = [pair for pair in product(HEADINGS, LEADS) if sorted(places_of(form, *pair)) != wanted]
    assert wrong == []


@pytest.mark.parametrize("form", FORMS)
def test_lists_of_other_things_are_no_projects(form: str) -> None:
    assert [pair for pair in product(OTHERS, LEADS) if places_of(form, *pair)] == []
