from __future__ import annotations

import unicodedata

import pytest

from corpus.municipalities import municipalities, municipality
from corpus.places import LIKELY, PlaceMention, find_municipalities, municipality_codes


def names(text: str) -> list[str]:
    return [municipality(code).name for code in municipality_codes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vejle Kommune", ["Vejle"]),
        ("HERNING KOMMUNE", ["Herning"]),
        ("Københavns Kommune og Aarhus", ["København", "Aarhus"]),
        ("Randers’ indsats og Vejles ældre", ["Randers", "Vejle"]),
        ("Bornholms Regionskommune", ["Bornholm"]),
        ("Nordfyns Kommune", ["Nordfyns"]),
        ("Sønderborg og Tønder kommuner", ["Sønderborg", "Tønder"]),
        ("kommunerne Assens, Odense og Ærø", ["Assens", "Odense", "Ærø"]),
        ("Assens-, Odense- og Ærø Kommune", ["Assens", "Odense", "Ærø"]),
        ("Odense Kommune i samarbejde med Svendborg og Ærø", ["Odense", "Svendborg", "Ærø"]),
        ("Det er: Vejle, Kolding, Billund og Varde (se figur 1)", ["Vejle", "Kolding", "Billund", "Varde"]),
        ("Ikast- Brande Kommune", ["Ikast-Brande"]),
        ("Ringkøbing - Skjern", ["Ringkøbing-Skjern"]),
        ("Århus, Ålborg og Høje Taastrup", ["Aarhus", "Aalborg", "Høje-Taastrup"]),
        ("Frederiksværk-Hundested Kommune", ["Halsnæs"]),
        ("Mariager Kommune", ["Mariagerfjord"]),
        ("Kommunen i Vejen har søgt", ["Vejen"]),
        ("Region Syddanmark: Struer", ["Struer"]),
        ("Nabokommunen Hedensted får også penge", ["Hedensted"]),
    ],
)
def test_municipalities_are_found_in_their_spellings(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Vejen til et sundere liv",
        "noget kom i vejen",
        "Holstebrovej 12",
        "Region Midtjylland",
        "Formanden, Anders Skive, er glad",
        "Holbæk Sygehus",
        "Herlev og Gentofte Hospital",
        "Odense Universitetshospital",
        "ASV Horsens",
        "8000 Aarhus C",
        "Fredericia-modellen",
        "Lolland-Falster",
        "Give borgerne mere tid",
        "plejehjemmet i Skagen",
        "https://example.dk/Vejle",
    ],
)
def test_lookalikes_are_not_taken_for_municipalities(text: str) -> None:
    assert names(text) == []


def test_a_mention_has_its_place_and_form() -> None:
    assert find_municipalities("Støtte til Vejle Kommune.") == [PlaceMention(11, 24, "0630", "kommune", 0.98)]


def test_decomposed_letters_and_every_official_name() -> None:
    assert names(unicodedata.normalize("NFD", "Århus Kommune")) == ["Aarhus"]
    for place in municipalities().values():
        mentions = find_municipalities(f"Projektet i {place.official_name} er slut.")
        assert [(m.code, m.confidence >= LIKELY) for m in mentions] == [(place.code, True)], place.name


def test_lower_case_only_on_request() -> None:
    assert municipality_codes("rygestop i vejle") == []
    assert [m.code for m in find_municipalities("rygestop i vejle", ignore_case=True)] == ["0630"]
