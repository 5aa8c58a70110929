"""Ways of telling of awards that once were misread, each as small as it can be."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.documents import Document, DocumentKind
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document
from tests.ingest.extract.test_awards import projects

POOL = "# Puljen til lys om morgenen\nPuljen er udmøntet i maj 2021.\n"


def found(document: Document, kind: RecordType = RecordType.PROJECT) -> list[Candidate]:
    return [c for c in extract_candidates(document) if c.record_type is kind]


def values(candidate: Candidate, *fields: str) -> tuple[Any, ...]:
    best = []
    for field in fields:
        stated = [s for s in candidate.statements if s.field == field]
        best.append(max(stated, key=lambda s: s.confidence).value if stated else None)
    return tuple(best)


def test_names_after_a_colon_and_a_joint_project_beside_them() -> None:
    page = write_document(
        "# Penge til lys om morgenen\nPuljen til lys om morgenen er nu fordelt.\nFølgende kommuner har modtaget "
        "tilskud: Hillerød, Furesø, Køge og Stevns. Desuden får kommunerne Varde, Tønder og Fanø tilskud til et "
        "fælles projekt, ”Havet som nabo”.",
        kind=DocumentKind.NEWS,
    )
    names = sorted(names for names, _, _ in projects(page))
    assert names == [("Furesø",), ("Hillerød",), ("Køge",), ("Stevns",), ("Varde", "Tønder", "Fanø")]


def test_names_between_verb_and_support() -> None:
    page = write_document(
        "# Puljen til lys om morgenen\nI juni 2019 fik kommunerne Gladsaxe, Rødovre og Skive tilsagn om støtte.",
        kind=DocumentKind.POOL_PAGE,
    )
    assert sorted(names for names, _, _ in projects(page)) == [("Gladsaxe",), ("Rødovre",), ("Skive",)]
    assert {values(c, "year_awarded") for c in found(page)} == {(2019,)}


def test_each_quoted_name_belongs_to_the_municipality_before_it() -> None:
    page = write_document(
        POOL + "De tre projekter er Randers Kommunes ”Pust op”, Vejles ”Den lette samtale” og et fælles projekt mellem "
        "Sorø og Slagelse kommuner, ”Vi ses i morgen”. Hvert af de tre projekter får 3,4 mio. kr.",
        kind=DocumentKind.NEWS,
    )
    assert projects(page) == [
        (("Randers",), "Pust op", 3_400_000),
        (("Vejle",), "Den lette samtale", 3_400_000),
        (("Sorø", "Slagelse"), "Vi ses i morgen", 3_400_000),
    ]


def test_second_track_of_a_list_is_read_as_the_first() -> None:
    page = write_document(
        POOL + "## Kommuner, der har fået støtte\n### Model A\n- Aabenraa, Haderslev og Billund.\n### Model B\n"
        "- Gladsaxe, Rødovre, Albertslund",
        kind=DocumentKind.POOL_PAGE,
    )
    assert len(projects(page)) == 6


def test_name_in_brackets_over_its_sum() -> None:
    page = write_document(
        POOL
        + "Pengene fordeler sig således:\nHerning (Klubben ved mosen)\n1.300.000\nHerning (Hænder på søen)\n985.000",
        kind=DocumentKind.AWARD_LIST,
    )
    assert projects(page) == [
        (("Herning",), "Klubben ved mosen", 1_300_000),
        (("Herning",), "Hænder på søen", 985_000),
    ]


def test_sum_that_slipped_into_the_title_and_an_old_name_alone() -> None:
    page = write_document(
        POOL + "Ansøger\tProjekt\tBevilget beløb\nKalundborg\tEn dør for alle på 1.775.500 øerne\t \n"
        "Frederiksværk-Hundested\tHavnens hold\t2.050.000",
        kind=DocumentKind.AWARD_LIST,
    )
    assert [(names, amount) for names, _, amount in projects(page)] == [
        (("Kalundborg",), 1_775_500),
        (("Halsnæs",), 2_050_000),
    ]


def test_municipality_with_a_section_for_each_of_its_grants() -> None:
    page = write_document(
        "# Puljeprojekter i Horsens Kommune\nKommunen har fået penge udefra.\n## Kræfter igen\nTilskud: 1.260.000 kr. "
        "fra puljen Stærk igen. Projektperiode: 1. marts 2021 – 28. februar 2023.\n## En sund start\nTilskud: "
        "2.480.000 kr. fra puljen Små skridt. Projektperiode: 1. januar 2025 – 31. december 2027.",
        kind=DocumentKind.PROJECT_PAGE,
    )
    assert [values(c, "title", "municipalities", "amount_dkk", "pool", "period_to") for c in found(page)] == [
        ("Kræfter igen", "0615", 1_260_000, "Stærk igen", "2023-02-28"),
        ("En sund start", "0615", 2_480_000, "Små skridt", "2027-12-31"),
    ]


def test_what_was_spent_is_not_what_was_awarded() -> None:
    page = write_document(
        "# Slutrapport\nProjektets navn: Set i tide\nTilskudsmodtager: Kerteminde Kommune\nDer er brugt 2.298.020 kr. "
        "af det bevilgede tilskud på 2.377.415 kr.",
        kind=DocumentKind.FINAL_REPORT,
    )
    assert [values(c, "amount_dkk") for c in found(page)] == [(2_377_415,)]


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("Sundhedsstyrelsen gav i august 2016 tilskud til projekterne.", 2016),
        ("Støtten blev givet i juni 2023.", 2023),
        ("Styregruppen traf sin beslutning den 14. marts 2022.", 2022),
        ("I november 2021 har styregruppen valgt følgende projekter.", 2021),
    ],
)
def test_year_of_an_award_in_other_words(sentence: str, year: int) -> None:
    page = write_document(
        f"# Puljen til lys om morgenen\n{sentence}\n## Projekter, der har fået støtte\n"
        "- Vejle Kommune – 1.500.000 kr.\n- Skive Kommune – 2.500.000 kr.",
        kind=DocumentKind.POOL_PAGE,
    )
    assert {values(c, "year_awarded") for c in found(page)} == {(year,)}


def test_projects_that_are_said_to_run_now_are_running_and_those_of_a_column_are_awarded() -> None:
    rows = "## Projekter, der har fået støtte\n- Vejle Kommune – 1.500.000 kr.\n- Skive Kommune – 2.500.000 kr.\n"
    told = write_document(
        POOL + rows + "Projekterne løber fra 1. maj 2025 til 30. april 2027.", kind=DocumentKind.POOL_PAGE
    )
    labelled = write_document(POOL + "Projektperiode: 2025-2027\n" + rows, kind=DocumentKind.POOL_PAGE)
    table = "Kommune\tBeløb\tPeriode\nVejle\t1.500.000 kr.\t2025-2027\nSkive\t2.500.000 kr.\t2025-2027"
    planned = write_document(f"{POOL}{table}", kind=DocumentKind.POOL_PAGE)
    assert {values(c, "status") for c in found(told)} == {("running",)}
    assert {values(c, "status") for c in found(labelled)} == {("running",)}
    assert {values(c, "status") for c in found(planned)} == {("awarded",)}


def test_a_part_of_the_frame_is_no_frame_of_its_own() -> None:
    page = write_document(
        "# Puljen til lys om morgenen\nDer er afsat i alt 15,5 mio. kr. til puljen, heraf 500.000 kr. til "
        "administration. I alt 38 kommuner sendte en ansøgning.",
        kind=DocumentKind.POOL_PAGE,
    )
    (pool,) = found(page, RecordType.POOL)
    assert [s.value["amount_dkk"] for s in pool.statements if s.field == "frames"] == [15_500_000]
    assert values(pool, "n_applications") == (38,)


def test_a_model_of_quality_without_money_is_no_pool() -> None:
    page = write_document(
        "# Model for kvalitet i plejen\nModellen samler viden om kvalitet i plejen og viser vej til et fælles sprog.",
        kind=DocumentKind.POOL_PAGE,
    )
    assert found(page, RecordType.POOL) == []


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Kommunen har talt genindlæggelser. Antallet er faldet fra 40 til 22.", "better"),
        ("Tilfredsheden steg fra 62 til 84 procent. Til gengæld er antallet af genindlæggelser også steget.", "mixed"),
        ("Indlæggelser på grund af forværring er nedbragt med en fjerdedel.", "better"),
    ],
)
def test_how_it_went(text: str, direction: str) -> None:
    page = write_document(
        "# Ringer hjem\nProjektet Ringer hjem i Favrskov Kommune har fået støtte fra puljen Tæt på.\n"
        f"## Resultater\n{text}",
        kind=DocumentKind.PROJECT_PAGE,
    )
    assert [values(c, "outcome_direction") for c in found(page)] == [(direction,)]


def test_result_behind_a_municipality_in_an_evaluation_is_no_title() -> None:
    page = write_document(
        "# Evaluering af puljen Mod på hverdagen\nTre kommuner har fået støtte. Evalueringen dækker "
        "de tre projekter, der blev gennemført.\n"
        "- Gladsaxe: Deltagernes livskvalitet er forbedret.\n- Skive: Ventetiden er faldet.\n"
        "- Rødovre: Deltagerne har fået det dårligere.",
        kind=DocumentKind.EVALUATION,
    )
    assert [values(c, "municipalities", "outcome_direction") for c in found(page)] == [
        ("0159", "better"),
        ("0779", "better"),
        ("0175", "worse"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Projektoversigt: Lys om morgenen",
        "Oversigt over projekter – Lys om morgenen",
        "Støttede projekter 2024: Lys om morgenen",
        "Tilsagnsliste: Lys om morgenen (2024)",
        "Lys om morgenen: Oversigt over projekter",
    ],
)
def test_a_list_in_blocks_is_of_the_pool_that_its_title_names(title: str) -> None:
    page = write_document(
        f"# {title}\nPuljen er udmøntet 8. november 2024 med i alt 3,9 mio. kr.\n"
        "### Trappen ned\nTilskudsmodtager: Køge Kommune\nTilskud: 1.875.000 kr.\nProjektperiode: 2025 - 2027\n"
        "Unge går ind fra gaden.\n### Åben dør\nTilskudsmodtager: Varde Kommune\nTilskud: 2.040.000 kr.\n"
        "Projektperiode: 2025 - 2027\nEt værested får en psykolog.",
        kind=DocumentKind.AWARD_LIST,
    )
    assert [(*values(c, "pool"), *values(c, "status")) for c in found(page)] == [("Lys om morgenen", "running")] * 2


_GIVEN = (
    "- Skive Kommune: Lys i gangen, 450.000 kr.\n"
    "- Varde Kommune: Morgensol, 510.000 kr.\n"
    "- Vejen Kommune: Tidligt oppe, 620.000 kr."
)


@pytest.mark.parametrize(
    "aside",
    [
        "Ansøgninger, som alene drejede sig om indkøb af lamper, er ikke imødekommet.",
        "De øvrige 14 ansøgere fik afslag.",
        "Projekter uden plan for tiden efter puljen er ikke blevet prioriteret.",
        "Flere gode ansøgninger måtte desværre afvises, og ni er afslået.",
        "Der er givet afslag til 22 kommuner.",
    ],
)
@pytest.mark.parametrize("kind", [DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE, DocumentKind.NEWS])
def test_who_was_turned_down_takes_nothing_from_who_was_not(aside: str, kind: DocumentKind) -> None:
    lead = "Styrelsen har givet tilskud til nedenstående projekter."
    page = write_document(f"# Puljen til lys om morgenen: tildeling 2021\n{lead}\n{aside}\n{_GIVEN}", kind=kind)
    assert sorted(names for names, _, _ in projects(page)) == [("Skive",), ("Varde",), ("Vejen",)]


@pytest.mark.parametrize(
    "lead",
    [
        "Følgende ansøgninger er ikke imødekommet.",
        "Nedenstående kommuner fik afslag.",
        "Disse projekter er ikke blevet støttet:",
    ],
)
def test_a_list_of_those_turned_down_gives_no_projects(lead: str) -> None:
    page = write_document(f"# Puljen til lys om morgenen\n{lead}\n{_GIVEN}", kind=DocumentKind.AWARD_LIST)
    assert projects(page) == []
