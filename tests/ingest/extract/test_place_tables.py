"""Tables that tell how it went place by place: one project a place, called nothing, with all its rows' results."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from ingest.extract.award_lists import find_award_runs
from ingest.extract.evaluations import extract_evaluation
from ingest.extract.lines import Page
from tests.ingest.extract.pages import write_document

LEAD = "# Evaluering af Puljen til friskere hverdage\nRapporten samler op på projekterne i tre kommuner.\n"


def table(header: str, *rows: str) -> str:
    return "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in (header, *rows)) + "\n\n"


def projects(markup: str) -> list[Candidate]:
    page = Page(write_document(markup, kind=DocumentKind.EVALUATION))
    return [c for c in extract_evaluation(page, None) if c.record_type is RecordType.PROJECT]


def told(markup: str) -> dict[str, str | None]:
    """Give how it went by the places' codes, and that no project is called anything."""
    found: dict[str, str | None] = {}
    for candidate in projects(markup):
        stated = {s.field: s for s in candidate.statements if s.field in ("title", "outcome_direction")}
        assert stated["title"].origin is Origin.INFERRED, stated["title"].value
        codes = "+".join(sorted(candidate.codes))
        assert codes not in found
        found[codes] = str(stated["outcome_direction"].value) if "outcome_direction" in stated else None
    return found


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        (
            "Kommune | Mål | Før | Efter | Vurdering",
            (
                "Struer | Ventetid, dage | 40 | 22 | Nået",
                "Skive | Ventetid, dage | 38 | 20 | Nået",
                "Skive | Fald pr. 100 borgere | 12 | 12 | Ikke nået",
                "Odder og Samsø | Ventetid, dage | 30 | 45 | Forværret",
            ),
            {"0671": "better", "0779": "mixed", "0727+0741": "worse"},
        ),
        (
            "Kommune | Indikator | Baseline | Slutmåling",
            (
                "Struer | Genindlæggelser pr. 100 | 18 | 11",
                "– | Fald pr. 100 borgere | 9 | 4",
                "Skive | Genindlæggelser pr. 100 | 15 | 21",
                "– | Fald pr. 100 borgere | 7 | 7",
            ),
            {"0671": "better", "0779": "worse"},
        ),
        (
            "Sted | Hvad blev målt? | Resultat",
            (
                "Struer Kommune | Søvn | Uændret",
                "Skive Kommune | Smerter | Delvist nået",
                "Odder Kommune | Fald | Ja",
            ),
            {"0671": "no_change", "0779": "mixed", "0727": "better"},
        ),
        (
            "Kommune | Succeskriterium | Opfyldt?",
            ("Struer | 30 borgere i gang | Ja", "Struer | Færre indlæggelser | Nej", "Skive | 30 borgere i gang | Nej"),
            {"0671": "mixed", "0779": "no_change"},
        ),
        (
            "Kommune | Deltagere | Fald før | Fald efter | Indlæggelser før | Indlæggelser efter",
            ("Struer | 88 | 40 | 22 | 31 | 14", "Skive | 61 | 38 | 20 | 18 | 29", "Odder | 40 | 25 | 25 | 12 | 12"),
            {"0671": "better", "0779": "mixed", "0727": "no_change"},
        ),
        (
            "Kommune | Område | 2018 | 2021",
            (
                "Struer | Indlæggelser pr. 1.000 ældre | 61 | 44",
                "Skive | Indlæggelser pr. 1.000 ældre | 58 | 58",
                "Odder | Indlæggelser pr. 1.000 ældre | 50 | 66",
            ),
            {"0671": "better", "0779": "no_change", "0727": "worse"},
        ),
    ],
)
def test_a_place_is_one_project_with_all_its_rows(
    header: str, rows: tuple[str, ...], expected: dict[str, str | None]
) -> None:
    assert told(LEAD + table(header, *rows)) == expected


def test_what_is_measured_may_stand_above_the_table() -> None:
    markup = LEAD + "Tabellen viser, hvor mange af deltagerne der var røgfri et halvt år efter.\n"
    rows = ("Struer | 24 procent | 36 procent", "Skive | 27 procent | 27 procent", "Odder | 31 procent | 22 procent")
    measured = table("Kommune | Almindelige kurser (2016) | I projektet (2019)", *rows)
    assert told(markup + measured) == {"0671": "better", "0779": "no_change", "0727": "worse"}


def test_text_beside_a_table_tells_the_other_side_and_of_more_places() -> None:
    rows = table("Kommune | Fald før | Fald efter", "Struer | 40 | 22", "Skive | 38 | 20")
    text = "I Skive faldt færre, men flere fik smerter end før.\nI Odder blev antallet af fald halveret.\n"
    assert told(LEAD + rows + text) == {"0671": "better", "0779": "mixed", "0727": "better"}


def test_a_table_completes_the_sections_of_its_places() -> None:
    rows = table("Kommune | Mål | Vurdering", "Struer | Færre fald | Nået", "Skive | Færre fald | Ikke nået")
    text = "## Struer\nFaldene blev mere end halveret på to år.\n## Odder\nAntallet af fald er steget fra 12 til 30.\n"
    assert told(f"{LEAD}## Resultater\n{rows}{text}") == {"0671": "better", "0779": "no_change", "0727": "worse"}


@pytest.mark.parametrize(
    ("header", "rows", "titles"),
    [
        (
            "Kommune | Projekt | Resultat | Beløb",
            ("Struer | Ro på natten | Færre fald | 900.000 kr.", "Skive | Gang i den | Uændret | 800.000 kr."),
            ["Ro på natten", "Gang i den"],
        ),
        (
            "Kommune | Projekttitel | Status",
            ("Struer | Ro på natten | Afsluttet", "Skive | Gang i gaden | I gang"),
            ["Ro på natten", "Gang i gaden"],
        ),
        (
            "Kommune | Indsats | Før | Efter",
            ("Struer | Ro på natten | 12 fald | 4 fald", "Skive | Gang i gaden | 9 fald | 9 fald"),
            ["Ro på natten", "Gang i gaden"],
        ),
        (
            "Ansøger | Titel | Start | Slut | Tilsagn",
            ("Struer | Ro på natten | 2018 | 2020 | 900.000", "Skive | Gang i gaden | 2018 | 2021 | 800.000"),
            ["Ro på natten", "Gang i gaden"],
        ),
    ],
)
def test_a_list_of_names_is_still_a_list(header: str, rows: tuple[str, ...], titles: list[str]) -> None:
    markup = "# Puljen til friskere hverdage\nFølgende kommuner har fået støtte:\n" + table(header, *rows)
    found = extract_candidates(write_document(markup, kind=DocumentKind.AWARD_LIST))
    named = [s.value for c in found if c.record_type is RecordType.PROJECT for s in c.statements if s.field == "title"]
    assert named == titles


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Kommune | 2018 | 2021", ("Struer | 12 | 9", "Skive | 14 | 15", "Odder | 11 | 11")),
        ("Kommune | Start | Slut", ("Struer | 2018 | 2020", "Skive | 2018 | 2021", "Odder | 2019 | 2021")),
    ],
)
def test_figures_of_places_are_no_awards(header: str, rows: tuple[str, ...]) -> None:
    page = Page(write_document("# Tal om kommunerne\n" + table(header, *rows), kind=DocumentKind.NEWS))
    assert not find_award_runs(page, DocumentKind.NEWS)


def test_rows_of_one_shared_project_are_its_partners() -> None:
    markup = "# Slutrapport: Ro på\nProjektet er et fælles projekt mellem Struer og Skive kommuner.\n"
    page = Page(
        write_document(markup + table("Kommune | Fald før | Fald efter", "Struer | 40 | 22", "Skive | 38 | 20"))
    )
    assert not find_award_runs(page, DocumentKind.EVALUATION)


def test_what_is_said_of_one_place_and_what_they_came_to_date_no_others() -> None:
    told_of = "Tre projekter fik støtte, og to var i mål ved udgangen af 2020. Projektet på Samsø løber til 2023.\n"
    rows = table("Kommune | Mål | Nået", "Struer | Færre fald | Ja", "Skive | Færre fald | Nej")
    for candidate in projects(LEAD + told_of + rows):
        assert not {"year_awarded", "period_to"} & {s.field for s in candidate.statements}


def test_a_result_behind_a_place_is_no_name() -> None:
    lines = (
        "# Evaluering af Puljen til friskere hverdage\nPuljen har støttet projekter i fire kommuner.\n"
        "Struer: Ventetiden er kommet under en uge, og færre blev indlagt.\n"
        "Skive: Der ses ingen ændring i antallet af fald fra før til efter.\n"
        "Odder: Antallet af fald blev halveret på et år, og flere kom ud.\n"
        "Lemvig: Flere borgere blev indlagt end før. Ventetiden steg til seks uger.\n"
    )
    expected = {"0671": "better", "0779": "no_change", "0727": "better", "0665": "worse"}
    assert told(lines) == expected


def test_the_title_of_a_table_of_places_is_what_they_are_part_of() -> None:
    rows = ("Struer | 40 | Deltagerne faldt mindre end før.", "Skive | 31 | Ingen forskel.", "Odder | 9 | Flere fald.")
    markup = "# Friskere hverdage. Slutevaluering\nFire projekter fik støtte.\n"
    for candidate in projects(markup + table("Kommune | Deltagere | Hvad viser målingen?", *rows)):
        assert {s.value for s in candidate.statements if s.field == "pool"} == {"Friskere hverdage"}
        assert len(candidate.codes) == 1


@pytest.mark.parametrize(
    "header", ["Kommune | Projekt | Ensomhed før | Ensomhed efter", "Kommune | Projekt | Ensomhed 2021 | Ensomhed 2023"]
)
def test_a_table_of_figures_may_name_the_projects(header: str) -> None:
    rows = table(
        header,
        "Struer | Færre stille dage | 5,9 | 4,4",
        "Skive | Sange ved bordet | 6,3 | 6,3",
        "Odder | Klub 80 plus | 5,3 | 6,2",
    )
    found = [
        {s.field: s.value for s in c.statements if s.field in ("title", "outcome_direction")}
        for c in projects(LEAD + rows)
    ]
    assert [(f["title"], f["outcome_direction"]) for f in found] == [
        ("Færre stille dage", "better"),
        ("Sange ved bordet", "no_change"),
        ("Klub 80 plus", "worse"),
    ]


def test_one_places_being_prolonged_or_still_going_on_is_not_the_others() -> None:
    page = write_document(
        "# Puljen til friskere hverdage\n## Støttede projekter\nSkive Kommune: Sange ved bordet, 900.000 kr.\n"
        "Odder Kommune: Klub 80 plus, 800.000 kr.\nStruer Kommune: Morgenlys, 700.000 kr.\n## Projektperiode\n"
        "Oktober 2019 til september 2021. Struer Kommune har fået forlænget sit projekt til udgangen af december "
        "2026. Det tredje, Morgenlys i Struer, er stadig i gang.",
        kind=DocumentKind.POOL_PAGE,
    )
    found = [c for c in extract_candidates(page) if c.record_type is RecordType.PROJECT]
    assert len(found) == 3
    for candidate in found[:2]:
        stated = {s.field: s.value for s in candidate.statements}
        assert stated["period_to"] == "2021-09"
        assert stated["status"] != "running"


def test_what_the_money_was_spent_on_and_who_takes_a_pause_are_not_the_projects() -> None:
    page = write_document(
        "# Søvn på skemaet\nOdder Kommune fik i 2017 tilskud på 4.655.300 kr. fra Puljen til friskere hverdage.\n"
        "## Resultater\nTrætheden er faldet.\n## Hvad fortsætter?\nSamarbejdet med jobcentret er sat på pause.\n"
        "## Økonomi\nDet meste er løn. Knap 300.000 kr. er gået til oplæring, og resten er brugt til tryk.",
        kind=DocumentKind.FINAL_REPORT,
    )
    stated = {s.field: s.value for c in extract_candidates(page) for s in c.statements if s.field != "frames"}
    assert (stated["amount_dkk"], stated["status"]) == (4_655_300, "completed")


def test_what_stands_under_one_lists_heading_is_not_the_other_lists() -> None:
    page = write_document(
        "# Datapuljen\n## De korte projekter: april 2024 til december 2025\nSkive Kommune: Tal på tavlen\n"
        "Odder Kommune: Ét blik på fald\nDe to projekter er afsluttet.\n"
        "## De lange projekter: april 2024 til marts 2027\n"
        "Struer Kommune: Kvalitet i realtid\nKøge Kommune: Hvem venter på hvad?\nProjekterne er i fuld gang.",
        kind=DocumentKind.POOL_PAGE,
    )
    found = [c for c in extract_candidates(page) if c.record_type is RecordType.PROJECT]
    assert [next(s.value for s in c.statements if s.field == "status") for c in found] == [
        "completed",
        "completed",
        "running",
        "running",
    ]


def test_an_end_told_of_some_places_is_theirs_alone() -> None:
    page = write_document(
        "# Puljen til friskere hverdage\nProjektperiode: 2016 - 2019\n## Tildelte midler, december 2015\n"
        + table(
            "Ansøger | Bevilget beløb",
            "Struer | 3.940.000 kr.",
            "Skive | 2.418.000 kr.",
            "Odder | 655.000 kr.",
            "Samsø | 800.000 kr.",
        )
        + "Projektet i Skive var et år kortere end de øvrige og sluttede i 2018.",
        kind=DocumentKind.POOL_PAGE,
    )
    found = [c for c in extract_candidates(page) if c.record_type is RecordType.PROJECT]
    ends = {c.codes: next(s.value for s in c.statements if s.field == "period_to") for c in found}
    assert ends == {
        frozenset({"0671"}): "2019",
        frozenset({"0779"}): "2018",
        frozenset({"0727"}): "2019",
        frozenset({"0741"}): "2019",
    }


def test_a_round_that_is_over_ends_no_project_of_a_later_one() -> None:
    page = write_document(
        "# Pulje til et godt liv\n## Udmøntning 2023\nProjekterne løb fra marts 2023 til februar 2025 og er "
        "afsluttede.\n"
        + table("Ansøger | Projekt | Bevilget", "Struer | Føl efter | 1.320.000", "Skive | På arbejde | 1.760.000")
        + "## Udmøntning 2025\nProjektperioden er april 2025 til marts 2028.\n"
        + table("Ansøger | Projekt | Bevilget", "Odder | Hjernetåge | 1.280.000", "Samsø | Bagefter | 1.110.000"),
        kind=DocumentKind.POOL_PAGE,
    )
    found = [c for c in extract_candidates(page) if c.record_type is RecordType.PROJECT]
    statuses = [next(s.value for s in c.statements if s.field == "status") for c in found]
    assert statuses[:2] == ["completed", "completed"]
    assert "completed" not in statuses[2:]
