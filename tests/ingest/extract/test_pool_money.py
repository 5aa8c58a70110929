from __future__ import annotations

from typing import Any

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

# What a pool's page says, a stroke for the edge of a cell, and what of it is the pool's money.
SAID: tuple[tuple[str, dict[str, int]], ...] = (
    ("27 ansøgninger på i alt 51,9 mio. kr.", {"applied": 51_900_000, "n": 27}),
    ("Der kom 27 ansøgninger på i alt 51,9 mio. kr.", {"applied": 51_900_000, "n": 27}),
    ("Styrelsen modtog 27 ansøgninger om i alt 51,9 mio. kr.", {"applied": 51_900_000, "n": 27}),
    ("Sundhedsstyrelsen modtog i alt 23 ansøgninger om 41,7 mio. kr.", {"applied": 41_700_000, "n": 23}),
    ("38 kommuner søgte om i alt 94,6 mio. kr.", {"applied": 94_600_000, "n": 38}),
    ("I alt 38 kommuner har søgt om tilsammen 94,6 mio. kr.", {"applied": 94_600_000, "n": 38}),
    ("Der var 52 ansøgere.", {"n": 52}),
    ("Der blev søgt for 94,6 mio. kr.", {"applied": 94_600_000}),
    ("Der er søgt om mere, end der var: 94,6 mio. kr.", {"applied": 94_600_000}),
    ("Søgt i alt: 94,6 mio. kr.", {"applied": 94_600_000}),
    ("Ansøgt beløb: 94.600.000 kr.", {"applied": 94_600_000}),
    ("Antal ansøgninger: 38", {"n": 38}),
    ("Ansøgninger: 38", {"n": 38}),
    ("Ansøgninger modtaget | 38", {"n": 38}),
    ("Antal ansøgere | 38", {"n": 38}),
    ("Søgt beløb i alt | 94.600.000 kr.", {"applied": 94_600_000}),
    ("Interessen var stor: 38 ansøgninger for i alt 94,6 mio. kr.", {"applied": 94_600_000, "n": 38}),
    ("Ud af 38 ansøgninger blev 9 imødekommet.", {"n": 38}),
    ("9 af 38 ansøgere fik ja.", {"n": 38}),
    ("Puljen blev overansøgt: Der kom ansøgninger for 94,6 mio. kr.", {"applied": 94_600_000}),
    ("Kommunerne har i alt ansøgt om 94,6 mio. kr. fordelt på 38 ansøgninger.", {"applied": 94_600_000, "n": 38}),
    ("Puljen er på 12 mio. kr.", {"frame": 12_000_000}),
    ("Baggrund for projektet: | Puljen til ro om natten er på 15 mio. kr.", {"frame": 15_000_000}),
    ("Om puljen | Der er afsat 15 mio. kr. til bedre søvn.", {"frame": 15_000_000}),
    ("Formål | Puljen på 15 mio. kr. skal give ældre ro om natten.", {"frame": 15_000_000}),
    ("Kort beskrivelse | Puljen rummer 15 mio. kr.", {"frame": 15_000_000}),
    ("Ansøgninger: | 38 ansøgninger om i alt 29,4 mio. kr.", {"applied": 29_400_000, "n": 38}),
    ("19 kommuner ansøgte om tilsammen 49,8 mio. kr.", {"applied": 49_800_000, "n": 19}),
    ("Projektbudget | Puljen til ro om natten er på 15 mio. kr.", {}),
    ("Medfinansiering | Kommunen har afsat 15 mio. kr.", {}),
    ("Der er afsat 12 mio. kr. til puljen.", {"frame": 12_000_000}),
    ("Puljens ramme: 12 mio. kr.", {"frame": 12_000_000}),
    ("Puljebeløb | 12.000.000 kr.", {"frame": 12_000_000}),
    ("Ramme: 12 mio. kr.", {"frame": 12_000_000}),
    ("Samlet ramme | 12,0 mio. kr.", {"frame": 12_000_000}),
    ("I puljen er der 12 mio. kr.", {"frame": 12_000_000}),
    ("Puljen råder over 12 mio. kr.", {"frame": 12_000_000}),
    ("Der kan søges om midler fra en pulje på 12 mio. kr.", {"frame": 12_000_000}),
    ("Regeringen har sat 12 mio. kr. af til formålet.", {"frame": 12_000_000}),
    ("Folketingets partier har afsat i alt 12 mio. kr. over tre år.", {"frame": 12_000_000}),
    ("Ni kommuner får tilsammen 8,5 mio. kr.", {"awarded": 8_500_000}),
    ("Fem kommuner får i alt 8,5 mio. kr. til at hjælpe unge.", {"awarded": 8_500_000}),
    ("I første runde er der uddelt 8,5 mio. kr. til ni projekter.", {"awarded": 8_500_000}),
    ("Tilsammen får projekterne 8,5 mio. kr.", {"awarded": 8_500_000}),
    ("Ni kommuner får del i de 12 mio. kr., som partierne satte af.", {"frame": 12_000_000}),
    ("Ni kommuner har fået del i 12 mio. kr.", {"awarded": 12_000_000}),
    ("Puljen er fordelt.\nNi kommuner får i alt 8,5 mio. kr. til at hjælpe unge.", {"awarded": 8_500_000}),
    ("Hvert projekt kan højst få 2 mio. kr.", {}),
    ("Der kan søges om mellem 500.000 og 2 mio. kr.", {}),
    ("Kommunerne skal selv betale 2 mio. kr.", {}),
)


def money(said: str) -> dict[str, Any]:
    page = (
        "# Pulje til ro om natten\nPuljen til ro om natten skal hjælpe ældre, der sover dårligt.\n"
        f"{said}\n## Formål\nAt flere ældre sover godt om natten hjemme hos sig selv."
    )
    found = extract_candidates(write_document(page.replace(" | ", "\t"), kind=DocumentKind.POOL_PAGE))
    (pool,) = [c for c in found if c.record_type is RecordType.POOL]
    values = {s.field: s.value for s in pool.statements}
    if "frames" in values:
        values["frame"] = values["frames"]["amount_dkk"]
    names = {"applied_dkk": "applied", "n_applications": "n", "frame": "frame", "amount_dkk": "awarded"}
    return {short: values[name] for name, short in names.items() if name in values}


@pytest.mark.parametrize(("said", "wanted"), SAID)
def test_frames_applications_and_awards_are_told_apart(said: str, wanted: dict[str, int]) -> None:
    assert money(said) == wanted


FORM = (
    "# Skema til slutafrapportering\nTilskudsmodtager\tOdder Kommune\nProjektets navn\tRo om natten\n"
    "{label}\t2.150.000 kr.\nProjektperiode\taugust 2020 – oktober 2022\n\n"
    "Spørgsmål 1. Er projektets mål opfyldt?\n\nJa, 60 procent sover bedre."
)


@pytest.mark.parametrize(
    ("label", "amount"),
    [
        ("Tilskud fra Sundhedsstyrelsen", 2_150_000),
        ("Tilskud fra Social- og Boligstyrelsen i kr.", 2_150_000),
        ("Bevilling fra puljen", 2_150_000),
        ("Bevilget af Sundhedsstyrelsen", 2_150_000),
        ("Midler fra satspuljen i alt", 2_150_000),
        ("Tilsagn fra styrelsen (kr.)", 2_150_000),
        ("Midler fra kommunen", None),
        ("Tilskud fra egne midler", None),
        ("Tilskud fra private fonde", None),
        ("Støtte fra andre", None),
    ],
)
def test_a_forms_grant_may_say_from_whom_it_is(label: str, amount: int | None) -> None:
    report = write_document(FORM.format(label=label), kind=DocumentKind.FINAL_REPORT)
    told = [s.value for c in extract_candidates(report) for s in c.statements if s.field == "amount_dkk"]
    assert told == ([amount] if amount else [])


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("1.660.000 kr. i 2023, 1.660.000 kr. i 2024 og 830.000 kr. i 2025, i alt 4.150.000 kr.", 4_150_000),
        ("I alt 4.150.000 kr. (1.660.000 kr. i 2023 og 2.490.000 kr. i 2024)", 4_150_000),
        ("1.660.000 kr. i 2023 og 2.490.000 kr. i 2024", 4_150_000),
        ("2023: 1.660.000 kr., 2024: 2.490.000 kr.", 4_150_000),
        ("1.660.000 kr. (2023), 2.490.000 kr. (2024)", 4_150_000),
        ("1,66 mio. kr. i 2023 og 2,49 mio. kr. i 2024", 4_150_000),
        ("1.660.000 kr. i 2023, heraf 900.000 kr. til løn", 1_660_000),
        ("1.660.000 kr. i 2023 (ansøgt 2.400.000 kr. i 2022)", 1_660_000),
        ("1.660.000 kr. i 2023, 1.660.000 kr. i 2024 og 30.000 kr. til kørsel", 1_660_000),
    ],
)
def test_a_grant_told_a_year_each_is_their_sum(value: str, amount: int) -> None:
    report = write_document(
        FORM.format(label="Tilskud").replace("2.150.000 kr.", value), kind=DocumentKind.FINAL_REPORT
    )
    assert [s.value for c in extract_candidates(report) for s in c.statements if s.field == "amount_dkk"] == [amount]
