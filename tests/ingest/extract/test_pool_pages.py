from __future__ import annotations

from typing import Any

import pytest

from corpus.documents import DocumentKind
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from ingest.extract.lines import Page
from ingest.extract.pool_forms import pool_in
from ingest.extract.pool_names import find_pool
from ingest.extract.pool_titles import pool_title
from tests.ingest.extract.pages import write_document

MARKUP = """# Ro om natten - 2. udmøntning
Der er på finansloven for 2018 afsat 42,5 mio. kr. til puljen "Ro om natten".
## Udmøntning af puljen
I juni 2019 blev puljen udmøntet. Styrelsen modtog i alt 41 ansøgninger til et samlet beløb på 72,3 mio. kr., og
31,9 mio. kr. er nu fordelt på 11 projekter. Der kunne søges mellem 2 og 3 mio. kr. pr. projekt.
Projekterne skal omfatte en af to følgende indsatser:
### Mørke på stuerne
Lamper kan dæmpes.
### Stilhed på gangene
Sko kan skiftes.
## Projektperiode
August 2019 til december 2021
## Ansøgningsfrister
Første opslag: 9. april 2018
Andet opslag: 3. december 2018"""


def all_of(candidate: Candidate, field: str) -> list[Any]:
    return [s.value for s in candidate.statements if s.field == field]


def test_a_pools_sums_are_told_apart() -> None:
    document = write_document(MARKUP, url="https://sst.dk/da/puljer/ro", kind=DocumentKind.POOL_PAGE)
    pool = extract_candidates(document)[0]
    assert all_of(pool, "title") == ["Ro om natten - 2. udmøntning"]
    assert all_of(pool, "frames") == [{"amount_dkk": 42_500_000, "year": 2018, "label": None}]
    assert all_of(pool, "applied_dkk") == [72_300_000]
    assert all_of(pool, "amount_dkk") == [31_900_000]
    assert all_of(pool, "n_applications") == [41]
    assert all_of(pool, "n_projects") == [11]
    assert all_of(pool, "tracks") == ["Mørke på stuerne", "Stilhed på gangene"]
    assert all_of(pool, "deadlines") == ["2018-04-09", "2018-12-03"]
    assert (all_of(pool, "period_from"), all_of(pool, "period_to")) == (["2019-08"], ["2021-12"])
    assert all_of(pool, "year_awarded") == [2019]
    for statement in pool.statements:
        assert document.text[statement.char_start : statement.char_end] == statement.quote


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Projektet er støttet af puljen ”Ro om natten”.", "Ro om natten"),
        ("Vejle fik midler fra puljen Ro om natten, som styrelsen har udmøntet.", "Ro om natten"),
        ("Pengene kommer fra Rygestoppuljen.", "Rygestoppuljen"),
        (
            "Midlerne er fra puljen til bedre nattesøvn på plejehjem, der løber til 2022.",
            "puljen til bedre nattesøvn på plejehjem",
        ),
        ("Støttet af Den Kommunale Søvnpulje i 2019.", "Den Kommunale Søvnpulje"),
        (
            "De får del i puljen til udgående støtte til borgere i botilbud.",
            "puljen til udgående støtte til borgere i botilbud",
        ),
        ("Puljen til social støtte i hjemmet er fordelt.", "Puljen til social støtte i hjemmet"),
        ("Hvem kan puljen til bedre nattesøvn støtte?", "puljen til bedre nattesøvn"),
        ("Pulje: Ro om natten", "Ro om natten"),
        ("Puljen er nu lukket.", None),
        ("Kommunen har en pulje af vikarer.", None),
    ],
)
def test_pool_names_are_read_out_of_sentences(text: str, name: str | None) -> None:
    page = Page(write_document(f"# Lyset ned\n{text}", kind=DocumentKind.PROJECT_PAGE))
    found = find_pool(page, DocumentKind.PROJECT_PAGE)
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KIK-puljen til lokale dataprojekter er på 5,4 mio. kr.", "KIK-puljen til lokale dataprojekter"),
        ("KL-puljen til nye faste teams uddeles i maj.", "KL-puljen til nye faste teams"),
        ("Fire kommuner får del i SST-puljen om søvn på plejehjem.", "SST-puljen om søvn på plejehjem"),
        ("LKT-puljen til tryksår, der er på 3 mio. kr.", "LKT-puljen til tryksår"),
        ("Pengene kommer fra FSU-puljen til rolige nætter.", "FSU-puljen til rolige nætter"),
        ("NÆR-puljen til kommunerne er åben.", "NÆR-pulje"),
        ("NÆR-puljen til fire kommuner er fordelt.", "NÆR-pulje"),
        ("Søg NÆR-puljen til efteråret.", "NÆR-pulje"),
        ("NÆR-puljen er åben.", "NÆR-pulje"),
    ],
)
def test_what_a_funders_pool_is_for_is_part_of_its_name(text: str, name: str) -> None:
    found = find_pool(Page(write_document(f"# Nyt\n{text}", kind=DocumentKind.NEWS)), DocumentKind.NEWS)
    assert found is not None
    assert found.value == name


def test_a_call_gives_its_pool_and_no_more() -> None:
    markup = "# Puljen Ro om natten\nKommuner kan søge nu. Samlet ramme: 10 mio. kr.\nAnsøgningsfrist: 3. maj 2024"
    (pool,) = extract_candidates(write_document(markup, kind=DocumentKind.CALL))
    assert all_of(pool, "title") == ["Ro om natten"]
    assert all_of(pool, "deadlines") == ["2024-05-03"]
    assert all_of(pool, "status") == []


def test_a_programme_is_a_pool_of_its_own_kind() -> None:
    markup = (
        "# Søvn i kommunerne - SIK\nIndsatsen er forankret i KL. Den er opstartet i 2023, og vil løbe indtil 2028.\n"
        "- Bedre data: Vi måler søvn.\n- Nye vaner: Vi slukker lyset."
    )
    (pool,) = extract_candidates(write_document(markup, kind=DocumentKind.PROGRAMME_PAGE))
    assert all_of(pool, "pool_kind") == ["programme"]
    assert (all_of(pool, "period_from"), all_of(pool, "period_to")) == (["2023"], ["2028"])
    assert all_of(pool, "tracks") == ["Bedre data", "Nye vaner"]
    assert all_of(pool, "status") == ["running"]


@pytest.mark.parametrize(
    "field",
    [
        "Økonomi\tDer er afsat 28,8 mio. kr. til initiativet",
        "Puljens størrelse\t28,8 mio. kr.",
        "Samlet ramme\t28,8 mio. kr.",
        "Afsat beløb\t28.800.000 kr.",
        "Økonomi\t28,8 millioner kroner over fire år",
    ],
)
def test_a_labelled_field_states_the_frame(field: str) -> None:
    markup = f"# Puljen Ro om natten\nKommuner kunne søge i 2022.\n{field}\nMålgruppe\tUnge\n"
    found = extract_candidates(write_document(markup, kind=DocumentKind.POOL_PAGE))
    assert [s.value["amount_dkk"] for s in found[0].statements if s.field == "frames"] == [28_800_000]


def test_what_a_pool_shall_do_is_no_part_of_its_name() -> None:
    for sentence in (
        "Nu skal puljen til bedre søvn hjælpe med at dæmpe lyset.",
        "I tre år kan puljen til bedre søvn bidrage til ro.",
        "Puljen til bedre søvn for at hjælpe beboere",
    ):
        found = find_pool(Page(write_document(f"# Nyt\n{sentence}")), DocumentKind.NEWS)
        assert found is not None
        assert str(found.value).removesuffix(" for at hjælpe beboere").lower() == "puljen til bedre søvn"


@pytest.mark.parametrize(
    "sentence",
    [
        "Fem kommuner har deltaget i puljen Ro om natten fra august 2018 til december 2021.",
        "Fem kommuner var med i puljen Ro om natten i årene 2018 til 2021.",
        "Puljen Ro om natten fra 2018 er slut.",
        "De er støttet af puljen Ro om natten frem til 1. maj 2021.",
    ],
)
def test_when_a_pool_ran_is_no_part_of_its_name(sentence: str) -> None:
    found = find_pool(Page(write_document(f"# Evaluering\n{sentence}")), DocumentKind.EVALUATION)
    assert found is not None
    assert found.value == "Ro om natten"
    assert sentence[: sentence.index("Ro om")] + str(found.value) in sentence


@pytest.mark.parametrize(
    ("title", "pool"),
    [
        ("Aflastning og støtte til pårørende", "Aflastning og støtte til pårørende"),
        ("Rådgivning og støtte ved sorg", "Rådgivning og støtte ved sorg"),
        ("Mere hjælp og støtte i eget hjem", "Mere hjælp og støtte i eget hjem"),
        ("Støtte fra fonden", None),
        ("Her går støtten hen", None),
        ("Otte får støtte", None),
        ("De støttede i anden runde", None),
    ],
)
def test_a_lists_title_is_the_pool_unless_it_says_who_was_supported(title: str, pool: str | None) -> None:
    rows = "- Havby Kommune – 3.990.000 kr.\n- Vejle Kommune – 1.480.000 kr."
    text = f"# {title}\nDer er afsat 39 mio. kr. til formålet.\n{rows}"
    found = find_pool(Page(write_document(text, kind=DocumentKind.AWARD_LIST)), DocumentKind.AWARD_LIST)
    assert (found.value if found else None) == pool


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Evaluering af Røgfri-puljen", "Røgfri"),
        ("De fik penge fra Røgfri-puljen i 2020", "Røgfri"),
        ("Hånden under armen-puljen", "Hånden under armen"),
        ("I 2019 gav puljen til sikre hænder på plejehjem 410.000 kr.", "puljen til sikre hænder på plejehjem"),
        ("Puljen til sikre hænder på plejehjem 2 mio. kr.", "Puljen til sikre hænder på plejehjem"),
        ("Puljen til sikre hænder fase 2", "Puljen til sikre hænder fase 2"),
    ],
)
def test_a_pools_name_begins_behind_what_is_said_of_it_and_ends_before_a_sum(text: str, expected: str) -> None:
    found = pool_in(text, 0)
    assert found is not None
    assert found.value == expected


@pytest.mark.parametrize("title", ['Om projektet "Fagligt afsæt"', "Om projektet Fagligt afsæt"])
def test_a_page_about_a_programme_is_called_as_the_programme(title: str) -> None:
    page = write_document(
        f"# {title}\nSeks kommuner, Hedensted, Aalborg, Sønderborg, Ærø, Skanderborg og Frederikssund, deltager i "
        "projektet. Hver kommune har sin egen prøvehandling.",
        url="https://vpt.dk/fagligtafsaet",
        kind=DocumentKind.POOL_PAGE,
    )
    told = pool_title(Page(page))
    assert told is not None
    assert told.value == "Fagligt afsæt"


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Fire kommuner fik midler i første runde af Pulje til røgfrie liv i psykiatrien.", "Pulje til røgfrie liv"),
        ("Fire kommuner fik midler i første runde af Pulje til bedre nætter på bosteder.", "Røgfri"),
        ("Fire kommuner fik midler i første runde.", "Røgfri"),
    ],
)
def test_a_page_that_has_a_hyphened_pools_whole_name_means_that(lead: str, expected: str) -> None:
    page = write_document(f"# Evaluering af Røgfri-puljen\n{lead}", kind=DocumentKind.EVALUATION)
    found = find_pool(Page(page), DocumentKind.EVALUATION)
    assert found is not None
    assert str(found.value).startswith(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Evalueringen af Pulje til lindring i eget hjem bygger på dødssteder og interview.",
        "Puljen til lindring i eget hjem samler ni kommuner.",
        "Puljen til lindring i eget hjem retter sig mod de sidste uger.",
    ],
)
def test_a_pools_name_ends_before_the_verb_that_tells_of_it(text: str) -> None:
    found = pool_in(text, 0)
    assert found is not None
    assert str(found.value).lower().removeprefix("puljen").removeprefix("pulje") == " til lindring i eget hjem"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Lindringspuljen 2020: tilskud til syv kommuner", "Lindringspuljen"),
        ("Storrygerpuljen: bevilgede beløb", "Storrygerpuljen"),
        ("Kompetencepuljen: oversigt over tilskud", "Kompetencepuljen"),
    ],
)
def test_what_a_list_is_of_its_pool_is_no_part_of_the_name(title: str, expected: str) -> None:
    told = pool_title(Page(write_document(f"# {title}\nOdder Kommune: 900.000 kr.", kind=DocumentKind.AWARD_LIST)))
    assert told is not None
    assert told.value == expected


@pytest.mark.parametrize(("text", "name"), [("Støttet af Madpuljen.", "Madpuljen"), ("Støttet af Delpuljen.", None)])
def test_a_nickname_may_be_short(text: str, name: str | None) -> None:
    found = pool_in(text, 0)
    assert (found.value if found is not None else None) == name
