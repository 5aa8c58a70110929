"""Forms written again and again, whatever their labels are called, and what sentences say of each of several."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

Told = dict[str, object]


def projects(page: str, kind: DocumentKind = DocumentKind.AWARD_LIST) -> dict[object, Told]:
    """Give each project's values by its municipality, else its grantee."""
    found: dict[object, Told] = {}
    for candidate in extract_candidates(write_document(page, kind=kind)):
        if candidate.record_type is RecordType.PROJECT:
            told: Told = {s.field: s.value for s in sorted(candidate.statements, key=lambda s: s.confidence)}
            found[told.get("municipalities") or told.get("grantees")] = told
    return found


@pytest.mark.parametrize(
    "labels",
    [
        ("Hvem", "Hvad", "Hvor meget", "Hvornår"),
        ("Tilskudsmodtager", "Overskrift", "Tilsagn", "Forløb"),
        ("Sted", "Navn på tiltaget", "Penge", "Tid"),
    ],
)
def test_what_stands_before_the_colon_again_and_again_is_a_label(labels: tuple[str, ...]) -> None:
    rows = (
        ("Odder Kommune", "Mørkt og stille", "kr. 500.000,-", "maj 2022 - april 2024"),
        ("Hospice Havblik", "Det gode farvel", "kr. 750.000,-", "juni 2022 - maj 2023"),
        ("Vejle Kommune", "Nattevagten", "kr. 1.200.000,-", "august 2022 - juli 2025"),
    )
    form = "\n".join(f"{label}: {value}" for row in rows for label, value in zip(labels, row, strict=True))
    read = projects(f"# Tilsagn: Ro om natten\nPuljen Ro om natten er fordelt i april 2022.\n{form}")
    assert {
        who: (told["title"], told["amount_dkk"], told["period_from"], told["period_to"]) for who, told in read.items()
    } == {
        "0727": ("Mørkt og stille", 500_000, "2022-05", "2024-04"),
        "Hospice Havblik": ("Det gode farvel", 750_000, "2022-06", "2023-05"),
        "0630": ("Nattevagten", 1_200_000, "2022-08", "2025-07"),
    }


def test_a_form_with_instructions_for_values_is_no_project() -> None:
    form = (
        "# Vejledning til regnskab\nProjektets navn: Skriv det samme navn som i tilsagnsbrevet.\n"
        "Kommune: Skriv den kommune, der har fået tilsagn.\nBeløb: Angiv det beløb, I har brugt."
    )
    assert projects(form, DocumentKind.FINAL_REPORT) == {}


def test_names_and_sums_in_brackets_behind_their_owners_are_a_list() -> None:
    page = (
        "# Bofællesskab med bostøtte\nInitiativet afprøver bofællesskaber for unge.\n\nInitiativperiode\t2020 - 2023\n"
        "Deltagere\tOdder Kommune (Nøglen på gangen, 5,6 mio. kr.), Vejle Kommune (Køkkenbordet, 4,9 mio. kr.) og "
        "Fonden Brohuset (Huset ved broen, 5,7 mio. kr.)"
    )
    read = projects(page, DocumentKind.PROJECT_PAGE)
    assert {who: (told["title"], told["amount_dkk"], told["period_to"]) for who, told in read.items()} == {
        "0727": ("Nøglen på gangen", 5_600_000, "2023"),
        "0630": ("Køkkenbordet", 4_900_000, "2023"),
        "Fonden Brohuset": ("Huset ved broen", 5_700_000, "2023"),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Pengene går til Odder, Skive og Vejle Kommune, som hver får 1.250.000 kr.",
        "Odder, Skive og Vejle Kommuner modtager hver 1.250.000 kr.",
        "Odder, Skive og Vejle får hver især 1,25 mio. kr.",
    ],
)
def test_a_sum_for_each_of_several_makes_several_projects(sentence: str) -> None:
    read = projects(f"# Tre kommuner får støtte\nPuljen Ro om natten er fordelt. {sentence}", DocumentKind.NEWS)
    sums = {who: told["amount_dkk"] for who, told in read.items()}
    assert sums == dict.fromkeys(("0727", "0779", "0630"), 1_250_000)


@pytest.mark.parametrize("about", ["over", "mere end", "næsten", "lidt over", "lidt under", "op mod"])
def test_about_what_each_got_is_no_sum_of_any_of_them(about: str) -> None:
    sentence = f"Odder, Skive og Vejle får hver {about} tre mio. kr."
    read = projects(f"# Tre kommuner får støtte\nPuljen Ro om natten er fordelt. {sentence}", DocumentKind.NEWS)
    assert set(read) == {"0727", "0779", "0630"}
    assert not any(told.get("amount_dkk") for told in read.values())


def test_each_project_of_a_track_has_its_tracks_sum() -> None:
    page = (
        "# Pulje til akuthold\n## Udmøntning\nHvert projekt under model A har fået 2.400.000 kr., og hvert projekt "
        "under model B har fået 1.650.000 kr.\n### Model A\n- Odder, Skive og Lejre\n### Model B\n- Faxe, Stevns\n"
        "## Projektperiode\nProjekterne løber fra september 2017 til juni 2020."
    )
    read = projects(page, DocumentKind.POOL_PAGE)
    assert [read[code]["amount_dkk"] for code in ("0727", "0779", "0350", "0320", "0336")] == [2_400_000] * 3 + [
        1_650_000
    ] * 2
    assert {told["period_to"] for told in read.values()} == {"2020-06"}


def test_periods_of_rounds_are_told_by_their_order_where_their_numbers_are_no_text() -> None:
    page = (
        "# Pulje til plejehjem\n## Tildelt\n### 1. udmøntning, maj 2019\n- Odder Kommune – 4.120.000 kr.\n"
        "- Skive Kommune – 3.640.000 kr.\n### 2. udmøntning, marts 2020\n- Lejre Kommune – 2.990.000 kr.\n"
        "- Faxe Kommune – 3.405.000 kr.\n## Projektperiode\n- udmøntning: 2019 - 2022\n- udmøntning: 2020 - 2023"
    )
    read = projects(page, DocumentKind.POOL_PAGE)
    assert {who: (told["period_from"], told["period_to"]) for who, told in read.items()} == {
        "0727": ("2019", "2022"),
        "0779": ("2019", "2022"),
        "0350": ("2020", "2023"),
        "0320": ("2020", "2023"),
    }


def test_what_is_said_to_run_in_a_period_that_is_over_has_ended() -> None:
    page = (
        "# Ro om natten\nPuljen er fordelt. Alle to projekter er i gang fra maj 2021 til april 2024.\n"
        "- Odder Kommune – 1.200.000 kr.\n- Skive Kommune – 900.000 kr."
    )
    assert {told["status"] for told in projects(page).values()} == {"completed"}


def test_a_line_that_stands_above_others_again_and_again_is_their_label() -> None:
    rows = (
        ("Odder Kommune", "Simulation i laden", "1.380.000 kr.", "03.2023-02.2025"),
        ("SOSU-skolen Åvang", "Eleven underviser", "640.000 kr.", "05.2023-12.2024"),
        ("Vejle Kommune", "Mester og svend", "1.160.000 kr.", "04.2023-08.2024"),
    )
    labels = ("Organisation", "Hvad hedder projektet?", "Bevilget", "Løbetid")
    form = "\n".join(f"{label}\n{value}" for row in rows for label, value in zip(labels, row, strict=True))
    read = projects(f"# Kloge hænder: bevillinger 2023\nVedtaget af parternes styregruppe.\n{form}")
    assert {
        who: (told["title"], told["amount_dkk"], told["period_from"], told["period_to"]) for who, told in read.items()
    } == {
        "0727": ("Simulation i laden", 1_380_000, "2023-03", "2025-02"),
        "SOSU-skolen Åvang": ("Eleven underviser", 640_000, "2023-05", "2024-12"),
        "0630": ("Mester og svend", 1_160_000, "2023-04", "2024-08"),
    }


def test_grants_for_houses_are_no_projects() -> None:
    page = (
        "# Tilskud til ombygning af væresteder\nTre væresteder får hjælp.\n\nKommune\tByggeri\tAnlægstilskud\n"
        "Odder\tNyt køkken\t850.000 kr.\nSkive\tTo toiletter\t420.000 kr.\nVejle\tNyt gulv\t310.000 kr."
    )
    assert projects(page, DocumentKind.POOL_PAGE) == {}
