"""What lists say of each of their projects, and of all of them at once."""

from __future__ import annotations

from typing import Any

import pytest

from corpus.documents import Document, DocumentKind
from corpus.municipalities import municipality
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document


def by_place(document: Document) -> dict[str, dict[str, Any]]:
    """Give the surest value of each field by the names of a project's municipalities."""
    found: dict[str, dict[str, Any]] = {}
    for candidate in extract_candidates(document):
        if candidate.record_type is RecordType.PROJECT:
            places = [municipality(s.value).name for s in candidate.statements if s.field == "municipalities"]
            ranked = sorted(candidate.statements, key=lambda s: s.confidence)
            values = {s.field: s.value for s in ranked if s.field not in ("municipalities", "themes")}
            values["themes"] = {s.value for s in candidate.statements if s.field == "themes"}
            found[" og ".join(places)] = values
    return found


def award_list(markup: str) -> Document:
    return write_document(markup, kind=DocumentKind.AWARD_LIST)


def test_items_that_tell_what_each_does_are_rows_even_where_the_name_is_a_word() -> None:
    rows = by_place(
        write_document(
            "# Tre haver bliver til\nPuljen Spirende dage har fordelt 2,1 mio. kr. i 2022.\n"
            "- Skive Kommune anlægger en have ved værestedet (700.000 kr.)\n"
            "- Greve lader unge passe bierne på taget (650.000 kr.)\n"
            "- Odder Kommune samler frø med skoleklasser (750.000 kr.)",
            kind=DocumentKind.NEWS,
        )
    )
    assert {place: row["amount_dkk"] for place, row in rows.items()} == {
        "Skive": 700_000,
        "Greve": 650_000,
        "Odder": 750_000,
    }


def test_paragraphs_under_a_name_are_about_that_project_alone() -> None:
    rows = by_place(
        award_list(
            "# Tæt på havnen\nPuljen Tæt på havnen blev udmøntet i 2020.\n"
            "Assens Kommune: Molens mænd\n"
            "Pensionerede fiskere, der er ensomme, bøder garn. Tilskuddet er på 410.000 kr.\n"
            "Kerteminde Kommune: Tjek ved kajen\nFiskere får målt blodtryk. Kommunen har fået 380.000 kr.\n"
            "Lemvig Kommune: Ro på dækket\nProjektet stoppede før tid. Kommunen har fået 200.000 kr.\n"
            "Projekterne løber fra marts 2021 til udgangen af 2022."
        )
    )
    assert {place: (row["title"], row["amount_dkk"], row["status"]) for place, row in rows.items()} == {
        "Assens": ("Molens mænd", 410_000, "awarded"),
        "Kerteminde": ("Tjek ved kajen", 380_000, "awarded"),
        "Lemvig": ("Ro på dækket", 200_000, "stopped"),
    }
    assert {row["period_from"] for row in rows.values()} == {"2021-03"}
    assert "ensomhed" in rows["Assens"]["themes"]
    assert "ensomhed" not in rows["Kerteminde"]["themes"]


def test_periods_of_rounds_stay_with_their_round() -> None:
    rows = by_place(
        write_document(
            "# Lys i mørket\nPuljen Lys i mørket støtter natpleje.\n"
            "## 1. runde (2017)\n- Varde Kommune – 1.100.000 kr.\n- Tønder Kommune – 900.000 kr.\n"
            "## 2. runde (2019)\n- Skive Kommune – 1.300.000 kr.\n"
            "## Projektperiode\nFørste runde løber fra 2018 til 2020, mens anden runde løber fra 2020 til 2022.",
            kind=DocumentKind.POOL_PAGE,
        )
    )
    periods = {p: (r["year_awarded"], r["period_from"], r["period_to"]) for p, r in rows.items()}
    assert periods == {
        "Varde": (2017, "2018", "2020"),
        "Tønder": (2017, "2018", "2020"),
        "Skive": (2019, "2020", "2022"),
    }


def test_a_period_in_a_heading_is_of_the_rows_under_it() -> None:
    rows = by_place(
        write_document(
            "# Lys i mørket\nPuljen Lys i mørket støtter natpleje.\n"
            "## Tildelte midler 2017 (projektperiode 2017-2019)\n- Varde Kommune – 1.100.000 kr.\n"
            "- Tønder Kommune – 900.000 kr.\n"
            "## Tildelte midler 2019 (projektperiode 2019-2021)\n- Skive Kommune – 1.300.000 kr.\n"
            "- Lejre Kommune – 700.000 kr.",
            kind=DocumentKind.POOL_PAGE,
        )
    )
    periods = {p: (r["year_awarded"], r["period_from"], r["period_to"]) for p, r in rows.items()}
    first, second = (2017, "2017", "2019"), (2019, "2019", "2021")
    assert periods == {"Varde": first, "Tønder": first, "Skive": second, "Lejre": second}


def test_a_table_under_a_title_over_all_its_columns_is_read_by_its_real_header() -> None:
    rows = by_place(
        award_list(
            "# Trygt frem\nPuljen Trygt frem er fordelt.\n"
            "Støttede projekter\tStøttede projekter\nAnsøger\tBevilget beløb\n"
            "Rebild\t1.245.300 kr.\nLejre\t980.000 kr.\n"
            "Samlet\t2.225.300 kr."
        )
    )
    assert {place: row["amount_dkk"] for place, row in rows.items()} == {"Rebild": 1_245_300, "Lejre": 980_000}


def test_a_label_above_a_cards_heading_is_its_owner() -> None:
    rows = by_place(
        award_list(
            "# Styrk ryggen\nPuljen Styrk ryggen har fordelt 3 mio. kr. i 2021.\n"
            "Hjørring Kommune\n### Ryghuset\nEn fysioterapeut træner med håndværkere. Støttebeløb: 1,4 mio. kr.\n"
            "Brøndby og Ishøj Kommune\n### Løft rigtigt\nTo kommuner deler en bus. Støttebeløb: 1,6 mio. kr."
        )
    )
    found = {place: (row["title"], row["amount_dkk"]) for place, row in rows.items()}
    assert found == {"Hjørring": ("Ryghuset", 1_400_000), "Brøndby og Ishøj": ("Løft rigtigt", 1_600_000)}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Der går 950.000 kr. til Ærø, 610.000 kr. til Fanø og en halv million kroner til Læsø Kommune.",
            {"Ærø": 950_000, "Fanø": 610_000, "Læsø": 500_000},
        ),
        ("Roskilde og Lejre Kommuner får tilsammen 2.650.000 kr. til ”Ét hus”.", {"Roskilde og Lejre": 2_650_000}),
    ],
    ids=("sums-first", "together"),
)
def test_sums_in_sentences_go_to_those_who_got_them(sentence: str, expected: dict[str, int]) -> None:
    page = f"# Penge på vej\nMidlerne kommer fra puljen Små skridt og er fordelt i 2021.\n{sentence}"
    rows = by_place(write_document(page, kind=DocumentKind.NEWS))
    assert {place: row.get("amount_dkk") for place, row in rows.items()} == expected


def test_what_each_got_and_that_all_have_ended_reaches_every_row() -> None:
    rows = by_place(
        award_list(
            "# Værkstedet\nPuljen Værkstedet er fordelt. Hver kommune har fået 900.000 kr. i 2021. "
            "Alle tre projekter er nu afsluttet.\n- Vejle - Søm\n- Faxe - Skruer\n- Samsø - Lim"
        )
    )
    assert {(r["amount_dkk"], r["year_awarded"], r["status"]) for r in rows.values()} == {(900_000, 2021, "completed")}
    assert len(rows) == 3


def test_an_award_told_ahead_is_not_ended() -> None:
    rows = by_place(
        award_list(
            "# X\nPuljen Ro om natten er fordelt. Alle projekter skal være afsluttet i 2025.\n"
            "- Vejle - Søm\n- Faxe - Skruer"
        )
    )
    assert {row["status"] for row in rows.values()} == {"awarded"}


def test_names_joined_by_words_are_one_project_and_the_others_their_own() -> None:
    rows = by_place(
        write_document(
            "# Fem sundhedsrum\nSeks kommuner har fået støtte fra puljen Åben dør.\n"
            "## Kommuner, der har fået støtte\n- Helsingør samt Hillerød og Fredensborg i fællesskab.",
            kind=DocumentKind.POOL_PAGE,
        )
    )
    assert set(rows) == {"Helsingør", "Hillerød og Fredensborg"}


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("Beløb (mio. kr.)", "2,4", 2_400_000),
        ("Bevilling (1.000 kr.)", "1.245", 1_245_000),
        ("Tilskud i t.kr.", "980", 980_000),
        ("Beløb (mio. kr.)", "850.000 kr.", 850_000),
    ],
    ids=("millions", "thousands", "tkr", "own-unit"),
)
def test_a_bare_number_counts_what_its_header_says(header: str, cell: str, expected: int) -> None:
    rows = by_place(
        award_list(
            f"# Gang i den\nPuljen Gang i den er fordelt.\nKommune\tProjekt\t{header}\n"
            f"Morsø\tStien\t{cell}\nGreve\tTrappen\t{cell}"
        )
    )
    assert {row["amount_dkk"] for row in rows.values()} == {expected}


def test_forms_one_after_another_are_a_project_each() -> None:
    rows = by_place(
        award_list(
            "# Hjem fra herberget\nSocialstyrelsen har den 12. november 2020 givet støtte til to projekter.\n"
            "Ansøger: Randers Kommune\nProjekt: Nøgle på vej\nBeløb: 2.200.000 kr.\nPeriode: 2021 - 2023\n"
            "Ansøger: Esbjerg Kommune\nProjekt: Hjem igen\nBeløb: 1.750.000 kr.\nPeriode: 2021"
        )
    )
    fields = ("title", "amount_dkk", "year_awarded", "period_from", "period_to")
    assert {place: tuple(row[f] for f in fields) for place, row in rows.items()} == {
        "Randers": ("Nøgle på vej", 2_200_000, 2020, "2021", "2023"),
        "Esbjerg": ("Hjem igen", 1_750_000, 2020, "2021", "2021"),
    }


def test_titles_in_single_quotes_take_the_sum_in_brackets_after_them() -> None:
    rows = by_place(
        write_document(
            "# Søvn på plejehjem\nKL's søvnpulje er nu fordelt. Blandt modtagerne er Egedal Kommune med projektet "
            "’Mørkets magt’ (1,2 mio. kr.) og Skanderborg Kommune med ’Stille timer’ (900.000 kr.).",
            kind=DocumentKind.NEWS,
        )
    )
    assert {place: (row["title"], row["amount_dkk"]) for place, row in rows.items()} == {
        "Egedal": ("Mørkets magt", 1_200_000),
        "Skanderborg": ("Stille timer", 900_000),
    }


def test_the_chosen_few_are_rows_where_the_page_tells_of_an_award_only() -> None:
    names = "De tre kommuner er Hillerød, Lolland og Assens."
    awarded = f"# Bedre mad\nSundhedsstyrelsen har fordelt midlerne i puljen Mad med mål. {names}"
    network = f"# Netværk om mad\nKL samler kommuner, der vil lære af hinanden. {names}"
    assert set(by_place(write_document(awarded, kind=DocumentKind.NEWS))) == {"Hillerød", "Lolland", "Assens"}
    assert by_place(write_document(network, kind=DocumentKind.NEWS)) == {}


def test_each_told_after_the_sum_and_two_years_that_it_ran_in() -> None:
    rows = by_place(
        award_list(
            "# Skolehaver\nPuljen Skolehaver har givet tre kommuner 400.000 kr. hver. "
            "Projekterne løb i 2016 og 2017.\n- Vejle - Søm\n- Faxe - Skruer\n- Samsø - Lim"
        )
    )
    found = {(row["amount_dkk"], row["period_from"], row["period_to"]) for row in rows.values()}
    assert found == {(400_000, "2016", "2017")}


def test_a_title_after_its_sum_loses_the_word_that_joins_them() -> None:
    rows = by_place(
        award_list(
            "# Nabohold\nPuljen Nabohold er fordelt.\n- Rudersdal Kommune: 4.120.000 kr. til Kvarteret kender dig\n"
            "- Langeland Kommune: 2.650.000 kr. til Øens egne hold"
        )
    )
    assert {row["title"] for row in rows.values()} == {"Kvarteret kender dig", "Øens egne hold"}


def test_a_table_and_the_headings_under_it_tell_of_the_same_projects() -> None:
    page = write_document(
        "# Trygt hjem igen\nSlutevaluering af puljen Trygt hjem igen\nPuljen blev udmøntet i 2012.\n"
        "Kommune\tProjekt\tTilskud\nVordingborg\tVejviseren\t2.700.000 kr.\nSilkeborg\tCaféen\t3.050.000 kr.\n"
        "Ishøj og Vallensbæk\tBroen\t2.650.000 kr.\n"
        "## Vejviseren i Vordingborg\nGenindlæggelserne faldt fra 23 til 16 procent.\n"
        "## Caféen i Silkeborg\nDer er ingen effekt på genindlæggelser eller tryghed.",
        kind=DocumentKind.EVALUATION,
    )
    found = {p: (r["title"], r["amount_dkk"], r.get("outcome_direction")) for p, r in by_place(page).items()}
    assert found == {
        "Vordingborg": ("Vejviseren", 2_700_000, "better"),
        "Silkeborg": ("Caféen", 3_050_000, "no_change"),
        "Ishøj og Vallensbæk": ("Broen", 2_650_000, None),
    }


@pytest.mark.parametrize(
    ("markup", "places"),
    [
        ("Spor\tKommuner\nSpor 1: Tidligt møde\tKøge og Greve\nSpor 2: Besøg\tVejen, Varde", "Køge Greve Vejen Varde"),
        ("Kommuner\tModel\nKøge, Stevns\tA\nVejen og Varde\tB\nRanders\tB", "Køge Stevns Vejen Varde Randers"),
        ("Hvem deltager?\tTema\nKøge, Stevns\tSøvn\nVejen, Varde\tMad", "Køge Stevns Vejen Varde"),
        ("Indhold\tKommuner\nDelpulje A: Søvn\tKøge, Stevns\nDelpulje B: Mad\tVarde", "Køge Stevns Varde"),
        ("- Spor 1 (aften): Køge, Stevns og Varde\n- Spor 2 (nat): Odense og Vejen", "Køge Stevns Varde Odense Vejen"),
        ("Indsats\tKommuner\nAftenbesøg\tKøge og Greve i fællesskab\nMad\tVejen, Varde", "Køge og Greve, Vejen Varde"),
    ],
)
def test_names_beside_a_track_are_projects_one_by_one_unless_the_words_join_them(markup: str, places: str) -> None:
    rows = by_place(award_list(f"# Sammen om natten\nKommunerne fik tilsagn i 2022.\n## Deltagende kommuner\n{markup}"))
    joint, _, alone = places.rpartition(", ")
    assert set(rows) == {*alone.split(), *([joint] if joint else [])}
    assert not any(row["title"].startswith(("Spor", "Delpulje", "Aftenbesøg")) for row in rows.values())


def test_names_beside_an_intervention_are_one_by_one_where_the_page_says_that_each_has_its_own() -> None:
    table = "Hjælp\tKommuner\nHjemmebesøg om aftenen\tKøge og Greve\nRådgivning i telefonen\tVejen, Varde"
    page = "# Sammen om natten\nKommunerne fik tilsagn i 2022. {}\n## Deltagende kommuner\n" + table
    own = by_place(award_list(page.format("Alle kommunerne gennemfører deres eget projekt.")))
    assert set(own) == {"Køge", "Greve", "Vejen", "Varde"}
    assert set(by_place(award_list(page.format("")))) == {"Køge og Greve", "Vejen og Varde"}


@pytest.mark.parametrize(
    "label",
    ["I alt", "Tilsagn i alt", "Alle to projekter tilsammen", "Puljens samlede beløb", "Bevilget sum", "Sum, kr."],
)
def test_a_total_is_no_project_wherever_its_word_stands(label: str) -> None:
    table = (
        f"Projekt\tKommune\tBeløb\nBroen\tKøge\t2.000.000 kr.\nStien\tVarde\t1.500.000 kr.\n{label}\t\t3.500.000 kr."
    )
    assert set(by_place(award_list(f"# Veje ud\nTildelte midler i 2022.\n{table}"))) == {"Køge", "Varde"}
    listed = f"- Køge Kommune: Broen, 2.000.000 kr.\n- Varde Kommune: Stien, 1.500.000 kr.\n- {label}: 3.500.000 kr."
    assert set(by_place(award_list(f"# Veje ud\nTildelte midler i 2022.\n{listed}"))) == {"Køge", "Varde"}


def test_a_name_with_a_word_of_total_is_a_project() -> None:
    table = "Projekt\tKommune\tBeløb\nFolket samlet\tKøge\t2.000.000 kr.\nMad til alle\tVarde\t1.500.000 kr."
    rows = by_place(award_list(f"# Veje ud\nTildelte midler i 2022.\n{table}"))
    assert {row["title"] for row in rows.values()} == {"Folket samlet", "Mad til alle"}


@pytest.mark.parametrize(
    "told",
    [
        "Projekter fra 2016 gennemføres fra 2017 til 2019. Projekter fra 2018 gennemføres fra 2019 til 2021.",
        "2016-projekterne løber fra 2017 til 2019, og 2018-projekterne løber fra 2019 til 2021.",
        "De kommuner, der fik støtte i 2016, har projekter fra 2017 til 2019, dem fra 2018 fra 2019 til 2021.",
        "For tilsagn givet i 2018 er projektperioden 2019-2021. For tilsagn givet i 2016 er den 2017-2019.",
        "Midlerne fra 2016 kan bruges fra 2017 til 2019. Runden i 2018 dækker 2019 til 2021.",
    ],
)
def test_periods_of_a_years_projects_stay_with_that_year(told: str) -> None:
    rows = by_place(
        award_list(
            "# Puljen Lette skridt\n## Støttede projekter\n### 2016\n- Varde Kommune – 1.100.000 kr.\n"
            "- Tønder Kommune – 900.000 kr.\n### 2018\n- Skive Kommune – 1.300.000 kr.\n"
            f"- Odder Kommune – 1.700.000 kr.\n## Projektperiode\n{told}"
        )
    )
    periods = {place: (row["period_from"][:4], row["period_to"][:4]) for place, row in rows.items()}
    early, late = ("2017", "2019"), ("2019", "2021")
    assert periods == {"Varde": early, "Tønder": early, "Skive": late, "Odder": late}


def test_periods_of_tracks_stay_with_their_track() -> None:
    rows = by_place(
        award_list(
            "# Puljen Lette skridt\nTildelt i 2018.\n## Spor A\n- Varde Kommune – 1.100.000 kr.\n"
            "## Spor B\n- Skive Kommune – 1.300.000 kr.\n"
            "## Tidsplan\nProjekter i spor A varer fra 2019 til 2020, i spor B fra 2019 til 2022."
        )
    )
    assert {place: row["period_to"] for place, row in rows.items()} == {"Varde": "2020", "Skive": "2022"}


def test_sums_told_after_a_list_of_places_belong_to_its_places() -> None:
    markup = (
        "# Fire kommuner skal styrke aftenerne\n3. maj 2022\n"
        "Pengene fra ”Ro om aftenen” går til Vejle, Assens, Greve og Solrød.\n"
        "Assens Kommune får 1.250.000 kr. til at ansætte en aftenvært, mens Solrød Kommune får 980.000 kr. til at åbne "
        "køkkenet."
    )
    found = by_place(write_document(markup, kind=DocumentKind.NEWS))
    amounts = {place: values.get("amount_dkk") for place, values in found.items()}
    assert amounts == {"Vejle": None, "Assens": 1_250_000, "Greve": None, "Solrød": 980_000}


def test_a_period_that_is_a_sentence_of_its_own_is_the_projects() -> None:
    rows = by_place(
        award_list(
            "# Rolige nætter\nPuljen Rolige nætter har fordelt 1,9 mio. kr. i april 2023.\n"
            "### Skive Kommune\nNattelampen. 730.000 kr. Juni 2023 til udgangen af december 2026.\n"
            "### Greve Kommune\nDen sene vagt. 598.000 kr. Teamet kører ud til ti. Maj 2023 - december 2024.\n"
            "### Odder Kommune\nHjem igen. 572.000 kr. Teamet blev bemandet i august 2022 og har siden kørt ud.\n"
        )
    )
    assert {place: (row["title"], row["amount_dkk"]) for place, row in rows.items()} == {
        "Skive": ("Nattelampen", 730_000),
        "Greve": ("Den sene vagt", 598_000),
        "Odder": ("Hjem igen", 572_000),
    }
    assert [(row.get("period_from"), row.get("period_to")) for row in rows.values()] == [
        ("2023-06", "2026-12"),
        ("2023-05", "2024-12"),
        (None, None),
    ]


def test_a_sum_in_the_midst_of_a_section_is_no_row_of_its_name() -> None:
    rows = by_place(
        award_list(
            "# Rolige nætter\nPuljen Rolige nætter har fordelt midler i april 2023.\n"
            "### Skive Kommune\nTeamet fik nye lokaler. 730.000 kr. gik til en bil, og resten blev løn til vagterne.\n"
            "### Greve Kommune\nVagten er flyttet. 598.000 kr. blev sparet, da de to hold blev lagt sammen i maj.\n"
        )
    )
    assert all("lokaler" not in row["title"] and "flyttet" not in row["title"] for row in rows.values())
    assert all("amount_dkk" not in row for row in rows.values())


def test_a_list_printed_for_a_meeting_is_one_of_awards() -> None:
    rows = "\n".join(
        f"- {title}, {owner} Kommune: kr. {kroner},-"
        for title, owner, kroner in (("Lyset ned", "Odder", "1.100.000"), ("Nat uden uro", "Vejen", "870.000"))
    )
    document = write_document(
        f"# Nattepuljen: oversigt over tilskud\nBilag til mødet i styregruppen den 22. juni 2023\n{rows}",
        kind=DocumentKind.AWARD_LIST,
    )
    sums = [s.value for c in extract_candidates(document) for s in c.statements if s.field == "amount_dkk"]
    assert sums == [1_100_000, 870_000]


@pytest.mark.parametrize("number", ["1.", "1)", "1"])
def test_a_name_an_owner_and_a_sentence_on_one_line_are_told_apart(number: str) -> None:
    document = write_document(
        "# De udvalgte projekter fra puljen Nærhed\n"
        f"- {number} Styrk hoften - Odder Kommune. Tung træning efter hoftebrud. Støtte: 1.875.000 kr.\n"
        "- 2. Kræft og kræfter - Skive Kommune. Træning, mens kemobehandlingen står på. Støtte: 2.090.000 kr.",
        kind=DocumentKind.AWARD_LIST,
    )
    found = [{s.field: s.value for s in c.statements} for c in extract_candidates(document)]
    told = [(v["title"].lstrip("1. "), v["amount_dkk"]) for v in found if "municipalities" in v]
    assert told == [("Styrk hoften", 1_875_000), ("Kræft og kræfter", 2_090_000)]


def test_a_lower_case_headline_behind_a_place_is_no_name() -> None:
    text = """# Nyt om sikkerhed
## Dragør: ti minutter om faldet
Hvert fald gennemgås næste morgen. Faldraten er gået fra 8,9 til 5,1.
## Solrød: når teknikken driller
Scanneren gav flere glemte doser.
"""
    told = extract_candidates(write_document(text, kind=DocumentKind.EVALUATION))
    names = {str(s.value) for c in told for s in c.statements if s.field == "title"}
    assert not {"ti minutter om faldet", "når teknikken driller"} & names
