"""The many plain ways in which a sentence names all who got money from a pool, and those that name others."""

from __future__ import annotations

from itertools import product

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

NAMES = "Hjørring, Morsø, Lolland, Odsherred og Vejen"
TITLES = ("Fem kommuner får penge til fællesskaber", "Nye midler mod ensomhed")
LEADS = (
    "Fem kommuner får del i puljen til fællesskaber mod ensomhed.",
    "Ministeren uddeler 5,3 mio. kr. til nye fællesskaber for ældre.",
    "Der var 23 ansøgninger til puljen, og fem projekter er udvalgt.",
)
GIVEN = (
    *("De fem kommuner er {}.", "Det drejer sig om {}.", "Det er {}.", "Kommunerne er {}.", "Pengene går til {}."),
    *("Midlerne går til kommunerne {}.", "Støtten går til {} kommuner.", "De heldige kommuner er {}."),
    *("Projekterne ligger i {}.", "Projekterne foregår i {}.", "{} får hver op til 1,5 mio. kr."),
    *("{} Kommuner er blandt modtagerne.", "{} har fået tilsagn om støtte.", "De udvalgte er {}."),
    *("Der er givet støtte til projekter i {}.", "Tilsagn er givet til {}.", "De fem projekter hører hjemme i {}."),
    *("Projekterne gennemføres i {} kommuner.", "Modtagere: {}.", "Fem kommuner – {} – skal afprøve metoderne."),
    *("Fem kommuner ({}) skal afprøve metoderne.", "Initiativerne skal i gang i {}."),
)
OTHERS = (
    *("Informationsmøderne holdes i {}.", "{} har søgt, men fik afslag.", "Ministeren har besøgt {}."),
    *("Repræsentanter fra {} er med i følgegruppen.", "{} udpeger medlemmer til styregruppen."),
    *("Flest ensomme ældre bor i {}.", "Puljen kan søges af {}."),
)


def places_of(title: str, lead: str, said: str, kind: DocumentKind) -> list[list[str]]:
    """Give the municipalities of each project of a page with one such sentence."""
    markup = (
        f"# {title}\n12. marts 2021\n{lead} {said.format(NAMES)}\nMinisteren glæder sig til at se resultaterne. "
        "Det hele følges af en evaluering."
    )
    document = write_document(markup, url="https://sum.dk/nyheder/2021/marts/ensomhed", kind=kind)
    return [sorted(c.codes) for c in extract_candidates(document) if c.record_type is RecordType.PROJECT]


@pytest.mark.parametrize("said", GIVEN)
@pytest.mark.parametrize("kind", [DocumentKind.NEWS, DocumentKind.POOL_PAGE])
def test_all_who_got_money_are_read_from_one_sentence(said: str, kind: DocumentKind) -> None:
    wanted = [["0306"], ["0360"], ["0575"], ["0773"], ["0860"]]
    pairs = list(product(TITLES, LEADS))
    assert [p for p in pairs if sorted(places_of(*p, said, kind)) != wanted] == []


@pytest.mark.parametrize("said", OTHERS)
@pytest.mark.parametrize("kind", [DocumentKind.NEWS, DocumentKind.POOL_PAGE])
def test_others_that_a_sentence_names_got_none(said: str, kind: DocumentKind) -> None:
    assert [p for p in product(TITLES, LEADS) if places_of(*p, said, kind)] == []
