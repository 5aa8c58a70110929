"""Evaluations of several projects, agendas with one grant among their items, and results in tables."""

from __future__ import annotations

import dataclasses

import pytest

from corpus.documents import BlockKind, Document, DocumentKind
from corpus.evidence import Origin
from corpus.municipalities import municipality
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from ingest.extract.undertaking_events import is_of_people
from tests.ingest.extract.pages import write_document


def projects(document: Document) -> list[Candidate]:
    return [c for c in extract_candidates(document) if c.record_type is RecordType.PROJECT]


def told(candidate: Candidate, *fields: str) -> list[object]:
    return [next((s.value for s in candidate.statements if s.field == f), None) for f in fields]


def test_a_sentence_that_names_whose_projects_were_evaluated_gives_each_its_result() -> None:
    page = write_document(
        "# Evaluering af puljen Ro i maven\nEvaluator har fulgt projekterne i Assens, Greve og Faxe. I Assens er "
        "antallet af indlæggelser faldet, i Greve er der ikke sket nogen ændring, og i Faxe steg antallet.",
        kind=DocumentKind.EVALUATION,
    )
    assert [told(c, "municipalities", "status", "outcome_direction") for c in projects(page)] == [
        ["0420", "completed", "better"],
        ["0253", "completed", "no_change"],
        ["0320", "completed", "worse"],
    ]


def test_rows_of_results_say_what_was_measured_and_what_was_broken_off() -> None:
    page = write_document(
        "# Erfaringsopsamling: Ro i maven\nKommune\tProjekt\tHvad blev målt?\tResultat\n"
        "Assens Kommune\tDen stille stue\tSøvntimer pr. nat\tSteg fra 5,1 til 6,4 timer\n"
        "Greve Kommune\tSuppe til to\tGlemte måltider\tFærre på hverdage, ingen ændring i weekender\n"
        "Faxe Kommune\tKokken kommer\tAppetit\tAfbrudt i foråret 2022",
        kind=DocumentKind.EVALUATION,
    )
    first = next(b for b in page.blocks if b.kind is BlockKind.TABLE_ROW)
    blocks = tuple(dataclasses.replace(b, is_header=b is first) for b in page.blocks)
    page = dataclasses.replace(page, blocks=blocks)
    assert [told(c, "title", "status", "outcome_direction") for c in projects(page)] == [
        ["Den stille stue", "completed", "better"],
        ["Suppe til to", "completed", "mixed"],
        ["Kokken kommer", "stopped", None],
    ]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            "Assens Kommune fik i maj 2023 tilsagn om støtte fra puljen Ro i maven til projektet Den stille stue. "
            "Det anbefales, at kommunen trækker sig fra projektet.",
            [["Den stille stue", "0420", "Ro i maven", "stopped"]],
        ),
        ("Det foreslås, at Assens Kommune ansøger puljen Ro i maven om støtte til projektet Den stille stue.", []),
        ("Assens Kommune fik i maj tilsagn om støtte til en cykelsti.", []),
    ],
)
def test_an_agenda_item_that_tells_of_a_grant_gives_its_project(item: str, expected: list[list[object]]) -> None:
    page = write_document(
        f"# Dagsorden for Omsorgsudvalget\nPunkt 1. Budget\nRammen er på 90 mio. kr.\nPunkt 2. Puljemidler\n{item}\n"
        "Punkt 3. Eventuelt\nIntet.",
        kind=DocumentKind.GOVERNANCE,
    )
    assert [told(c, "title", "municipalities", "pool", "status") for c in projects(page)] == expected


def test_sections_take_sums_from_the_table_above_them_and_places_from_their_first_words() -> None:
    page = write_document(
        "# Slutevaluering af puljen Ro i maven\n## Om puljen\nPuljen Ro i maven gav støtte i 2012.\n"
        "Kommune\tProjekt\tTilskud\nAssens Kommune\tDen stille stue\t2.700.000 kr.\n"
        "Greve Kommune\tSuppe til to\t3.050.000 kr.\nFaxe og Stevns kommuner\tKokken kommer\t650.000 kr.\n"
        "## Den stille stue i Assens\nTretten borgere spiste sammen hver dag, og indlæggelserne faldt fra 23 til 16.\n"
        "## Suppe til to i Greve\nEvalueringen finder ingen effekt på appetitten.\n"
        "## Kokken kommer\nFaxe og Stevns har haft en fælles kok. Appetitten steg, men indlæggelserne er uændrede.",
        kind=DocumentKind.EVALUATION,
    )
    assert sorted(told(c, "municipalities", "amount_dkk", "outcome_direction") for c in projects(page)) == [
        ["0253", 3_050_000, "no_change"],
        ["0320", 650_000, "mixed"],
        ["0420", 2_700_000, "better"],
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Projektkommune\tDet gjorde kommunen\tDet kom der ud af det",
        "Kommune\tHvad gjorde de?\tHvad viste målingerne?",
        "Sted\tDet satte vi i gang\tHvordan gik det?",
        "Hvem\tDet brugte de pengene på\tUdbytte for borgerne",
        "Kommune\tDet arbejdede de med\tKonklusion",
    ],
)
def test_a_table_of_results_tells_how_each_municipalitys_project_went(header: str) -> None:
    page = write_document(
        f"# Evaluering af Puljen til fælles måltider\nErfaringer fra fire kommuner, marts 2023.\n{header}\n"
        "Køge Kommune\tBusture\tDeltagernes ensomhed er mindsket\n"
        "Lemvig og Struer Kommuner\tBesøgsvenner\tIngen målbar forskel på ensomhed\n"
        "Thisted Kommune\tCaféer\tDer er ikke indsamlet data om effekt\n"
        "Ærø Kommune\tSpisefællesskab\tFærre føler sig ensomme, men flere er holdt op med at komme\n"
        "## Sammenfatning\nVærtskabet er vigtigere end aktiviteten.",
        kind=DocumentKind.EVALUATION,
    )
    found = projects(page)
    results = {municipality(str(told(c, "municipalities")[0])).name: told(c, "outcome_direction")[0] for c in found}
    assert results == {"Køge": "better", "Lemvig": "no_change", "Thisted": None, "Ærø": "mixed"}
    assert {told(c, "pool")[0] for c in found} == {"Puljen til fælles måltider"}


LEFT = ("Køge", "Lemvig", "Thisted")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (
            "Kommune\tIndsats\tZarit før\tZarit efter\tEvaluators vurdering",
            (
                "Dagpladser\t41\t32\tDe pårørende er klart mindre belastede.",
                "Ledsagere\t39\t39\tIngen forskel på belastningen.",
                "Klub\t40\t45\tFamilierne har fået det sværere.",
            ),
        ),
        (
            "Kommune\tIndsats\tBelastning før\tBelastning efter",
            ("Dagpladser\t41\t32", "Ledsagere\t39\t39", "Klub\t40\t45"),
        ),
        (
            "Kommune\tProjekt\tZarit ved start\tZarit ved slut",
            ("Dagpladser\t41\t32", "Ledsagere\t39\t39", "Klub\t40\t45"),
        ),
        (
            "Kommune\tIndsats\tVurdering",
            (
                "Dagpladser\tStor lettelse for familierne",
                "Ledsagere\tDer er ikke fundet nogen effekt",
                "Klub\tDe pårørende er blevet mere belastede",
            ),
        ),
        (
            "Kommune\tMål\tOpnået",
            (
                "20 procent mindre belastning\tBelastningen faldt med 22 procent",
                "20 procent mindre belastning\tBelastningen er uændret",
                "20 procent mindre belastning\tBelastningen steg med 12 procent",
            ),
        ),
        (
            "Kommune\tIndsats\tStatus efter projektet",
            ("Dagpladser\tFærre pårørende er stressede", "Ledsagere\tIngen målbar ændring", "Klub\tFlere er indlagt"),
        ),
    ],
)
def test_columns_of_figures_goals_and_judgements_tell_results(header: str, cells: tuple[str, ...]) -> None:
    rows = "\n".join(f"{place} Kommune\t{row}" for place, row in zip(LEFT, cells, strict=True))
    page = write_document(
        "# Slutevaluering af Puljen til aflastning\nZarits skala måler de pårørendes belastning; et lavt tal er godt.\n"
        f"## Resultater\n{header}\n{rows}",
        kind=DocumentKind.EVALUATION,
    )
    first = next(b for b in page.blocks if b.kind is BlockKind.TABLE_ROW)
    page = dataclasses.replace(page, blocks=tuple(dataclasses.replace(b, is_header=b is first) for b in page.blocks))
    assert by_place(page) == dict(zip(LEFT, ("better", "no_change", "worse"), strict=True))


def by_place(page: Document) -> dict[str, object]:
    """Give each place's result; places of one project together."""
    return {
        " og ".join(municipality(str(s.value)).name for s in c.statements if s.field == "municipalities"): told(
            c, "outcome_direction"
        )[0]
        for c in projects(page)
    }


BODIES = (
    "åbnede ti pladser. Liggetiden er blevet kortere: fra 6,2 til 4,9 døgn.",
    "kørte droppet ud til borgerne. Hverken liggetid eller genindlæggelser har ændret sig.",
    "gav personalet ét nummer at ringe til. Antallet af indlæggelser er steget fra 17 til 21.",
)


@pytest.mark.parametrize("pool", ["Puljen Ro i maven støttede projekterne.", "Forsøget er fulgt i tre år."])
@pytest.mark.parametrize(
    "form",
    [
        "{place} Kommune {body}",
        "I {place} Kommune fik borgerne hjælp, og kommunen {body}",
        "{place} Kommune: Hjælp i tide. Kommunen {body}",
        "{place}: Kommunen {body}",
        "### {place}\nKommunen {body}",
        "### {place} Kommune: Hjælp i tide\nKommunen {body}",
    ],
)
def test_paragraphs_and_small_headings_that_begin_with_places_are_a_project_each(form: str, pool: str) -> None:
    told_ = "\n".join(form.format(place=place, body=body) for place, body in zip(LEFT, BODIES, strict=True))
    page = write_document(
        f"# Evaluering af hjælp i tide\n## Indledning\n{pool} Tre kommuner var med.\n## Resultater\n{told_}\n"
        "## Konklusion\nIngen af stederne er klart bedre end de andre.",
        kind=DocumentKind.EVALUATION,
    )
    assert by_place(page) == dict(zip(LEFT, ("better", "no_change", "worse"), strict=True))


def test_a_table_without_results_takes_them_from_the_text_beside_it() -> None:
    rows = "\n".join(f"{place} Kommune\tHjælp i tide {n}\t{n} mio. kr." for n, place in enumerate(LEFT, 1))
    text = "\n".join(f"{place} Kommune {body}" for place, body in zip(LEFT, BODIES, strict=True))
    page = write_document(
        f"# Evaluering af puljen Ro i maven\nKommune\tProjekt\tTilskud\n{rows}\n{text}", kind=DocumentKind.EVALUATION
    )
    assert by_place(page) == dict(zip(LEFT, ("better", "no_change", "worse"), strict=True))


PARTS = (
    "# Evaluering af puljen Ro i maven\n## Assens Kommune\nAntallet af indlæggelser faldt fra 40 til 22 i projektets "
    "sidste år.\n## Faxe Kommune\nAntallet af indlæggelser steg fra 20 til 31 i projektets sidste år.\n"
)


@pytest.mark.parametrize(
    ("head", "text", "n_projects"),
    [
        ("Ishøj og Greve kommuner", "Borgerne får hurtigere hjælp i Ishøj. I Greve er der ingen forskel.", 1),
        ("Lejre og Sorø", "Projektet har dannet 78 par. I Lejre tog flere på, i Sorø er vægten uændret.", 1),
        ("Lejre og Sorø", "Det fælles madhold gav færre vægttab i Lejre. I Sorø er vægten uændret.", 1),
        ("Odder og Skive", "De to er gået sammen om en bus. I Odder faldt ventetiden, i Skive steg den.", 1),
        ("Køge og Aabenraa", "Bold i gården i Køge gav færre fald. Stolene i Aabenraa har ikke ændret noget.", 2),
    ],
)
def test_a_heading_of_two_places_among_headings_of_one_is_of_a_project_that_they_share(
    head: str, text: str, n_projects: int
) -> None:
    page = write_document(f"{PARTS}## {head}\n{text}", kind=DocumentKind.EVALUATION)
    assert len(projects(page)) == 2 + n_projects


def test_one_partner_that_stops_has_no_project_of_its_own() -> None:
    page = write_document(
        "# Evaluering af puljen Ro i maven\nKommune\tProjekt\tResultat\nAssens\tStille nætter\tHalvdelen sover bedre.\n"
        "Brøndby og Glostrup\tVarme hænder\tI Brøndby kom 102 i gang. I Glostrup blev tilbuddet lukket, og "
        "kommunen trak sig."
        "\nFaxe\tRo på\tTo ud af tre sover bedre.",
        kind=DocumentKind.EVALUATION,
    )
    assert [c.codes for c in projects(page)] == [{"0420"}, {"0153", "0161"}, {"0320"}]


@pytest.mark.parametrize(
    ("lead", "n_projects"),
    [
        ("Erfaringsopsamling fra fire projekter", 3),
        ("Resultater fra de 4 kommuner", 3),
        ("Evaluering af fire forskellige projekter", 3),
        ("Evaluering", 1),
    ],
)
def test_an_evaluation_that_counts_its_projects_is_of_no_single_one(lead: str, n_projects: int) -> None:
    page = write_document(
        f"# En god nat hjemme\n{lead}\n## Flere sover igennem\nI Assens er de natlige opkald faldet fra 40 til 12. I "
        "Greve er der ingen ændring.\n## Udstyr\nRingsted har bragt ventetiden ned fra tre timer til 30 minutter. "
        "Ringsted Kommune har købt ti kasser, og Ringsted bruger dem hver nat.",
        kind=DocumentKind.EVALUATION,
    )
    assert len(projects(page)) == n_projects


@pytest.mark.parametrize(("counted", "n_projects"), [("de fem projekter", 5), ("de tre projekter", 3)])
def test_a_table_without_all_that_an_evaluation_counts_leaves_the_rest_to_its_text(
    counted: str, n_projects: int
) -> None:
    page = write_document(
        f"# Ro i maven\nEvaluering. Udarbejdet for Sundhedsstyrelsen\nVi har set på {counted} i puljen Ro i maven.\n"
        "Projekt\tDeltagere\tRøgfri efter 6 mdr.\tMål\nPause uden røg, Assens\t188\t41 %\t30 %\n"
        "Havnens hold, Syddjurs\t74\t38 %\t30 %\nNattevagten stopper, Randers\t103\t17 %\t30 %\n"
        "## De enkelte projekter\nI Assens er målet nået. I Syddjurs er antallet af rygere faldet.\n"
        "I Randers var der ingen forskel.\nI Struer er antallet af rygere faldet fra 40 til 22.\n"
        "I Skive steg forbruget fra 19 til 24 cigaretter om dagen.",
        kind=DocumentKind.EVALUATION,
    )
    assert len(projects(page)) == n_projects


@pytest.mark.parametrize(
    ("sentence", "is_people"),
    [
        ("I Assens stoppede 46 procent mod 12 før.", True),
        ("I Greve stoppede hver tredje.", True),
        ("I Greve stoppede kun 6 borgere.", True),
        ("I Struer stoppede projektet i 2014.", False),
        ("Odder stoppede 3 måneder før tid.", False),
    ],
)
def test_so_many_that_stopped_are_people(sentence: str, is_people: bool) -> None:
    at = sentence.index("stoppede")
    assert is_of_people(sentence, at, at + len("stoppede")) is is_people


def test_what_a_row_of_an_evaluation_says_is_its_result_where_most_are_sentences() -> None:
    rows = (
        "Holbæk: 68 procent af børnene fik lavere vægt.\n\nGladsaxe: Der er ikke belæg for en effekt.\n\n"
        "Tårnby: Børnene spiser grønt fem dage om ugen mod to tidligere.\n\nMorsø: Konditionen er steget.\n\n"
    )
    page = f"# Hvad virkede i Sunde vaner?\n\nSlutevaluering af fire kommuners arbejde.\n\n{rows}"
    found = extract_candidates(write_document(page, kind=DocumentKind.EVALUATION))
    told = [c for c in found if c.record_type is RecordType.PROJECT]
    assert len(told) == 4
    names = {str(s.value) for c in told for s in c.statements if s.field == "title" and s.origin is Origin.EXTRACTED}
    assert not names
    assert all(any(s.field == "outcome_direction" for s in c.statements) for c in told)


def test_an_evaluation_of_the_projects_in_a_row_of_places_is_of_each() -> None:
    page = (
        "# Rygestop på egne præmisser\n\nSamlet evaluering af projekter i Hvidovre, Greve, Silkeborg og Skive.\n\n"
        "I Hvidovre var 41 procent røgfri, hvor det plejede at være 24 procent. Greve endte på 25 procent røgfri mod "
        "25 procent før.\n\nSilkeborg lod alle stoppe på én gang, og halvdelen var stadig røgfri."
    )
    found = extract_candidates(write_document(page, kind=DocumentKind.EVALUATION))
    told = {
        s.value: {x.field: x.value for x in c.statements}
        for c in found
        for s in c.statements
        if s.field == "municipalities"
    }
    assert sorted(told) == ["0167", "0253", "0740", "0779"]
    assert told["0253"]["outcome_direction"] == "no_change"
    assert {str(fields["status"]) for fields in told.values()} == {"completed"}


def test_a_report_on_more_projects_than_its_table_has_takes_the_rest_from_its_text() -> None:
    text = """# Evaluering af støtte til pårørende i fire projekter
Her er, hvad der kom ud af Pårørendepuljen, som blev givet i 2021.

Projekt\tBelastning før\tBelastning efter
Struer\t29\t21
Skive\t31\t24
Odder\t25\t29

I Lemvig er billedet delt. De pårørende er gladere, men de sover ikke bedre.
"""
    told = extract_candidates(write_document(text, kind=DocumentKind.EVALUATION))
    found = {
        next(str(s.value) for s in c.statements if s.field == "municipalities"): next(
            (str(s.value) for s in c.statements if s.field == "outcome_direction"), None
        )
        for c in told
        if c.record_type is RecordType.PROJECT
    }
    assert found == {"0671": "better", "0779": "better", "0727": "worse", "0665": "mixed"}


def test_one_place_that_is_late_moves_no_other_places_end() -> None:
    text = """# Slutevaluering af Rolige nætter
To af de tre projekter er afsluttet. Herlev er forsinket og fortsætter frem til sommeren 2027.
## Struer
Fejlene er faldet fra 41 til 15.
## Skive
Der er hverken flere eller færre fejl end før.
"""
    told = extract_candidates(write_document(text, kind=DocumentKind.EVALUATION))
    assert not [s.value for c in told for s in c.statements if s.field == "period_to"]


def test_a_list_of_sums_above_an_evaluations_parts_is_of_its_projects() -> None:
    text = """# Skærmbesøg: tre kommuners resultater
Midlerne blev givet i januar 2023. Marts 2025
- Doktor på dug (Struer Kommune): 1.310.000 kr.
- Havet imellem (Skive Kommune): 740.000 kr.
- Klik og klem (Odder Kommune): 1.625.000 kr.
## Struer
I Struer overgik hvert femte besøg til skærm, og indlæggelserne faldt fra 74 til 49.
## Skive
I Skive blev 27 ture med færgen undgået, og borgerne er glade.
## Odder
Tidsforbruget i Odder er uændret.
"""
    found = {}
    for candidate in extract_candidates(write_document(text, kind=DocumentKind.EVALUATION)):
        values = {s.field: s.value for s in candidate.statements}
        found[values.get("municipalities")] = (values.get("title"), values.get("amount_dkk"))
    assert found["0671"] == ("Doktor på dug", 1_310_000)
    assert found["0779"] == ("Havet imellem", 740_000)
    assert found["0727"] == ("Klik og klem", 1_625_000)
