from __future__ import annotations

from typing import Any

import pytest

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document, write_plain


def best(candidate: Candidate, field: str) -> Any:
    stated = [s for s in candidate.statements if s.field == field]
    return max(stated, key=lambda s: s.confidence).value if stated else None


def values(candidate: Candidate, field: str) -> list[Any]:
    return [s.value for s in candidate.statements if s.field == field]


def test_a_page_under_a_municipalitys_name() -> None:
    (project,) = extract_candidates(
        write_document(
            "# Morsø Kommune\nHjælp på borgerens ur\nEmneord: hjemmepleje, faste teams\n## Resumé af projektet\n"
            "Det er borgeren og ikke køreplanen, der bestemmer, hvornår hjælpen kommer. Faste teams har 40 "
            "borgere hver.\n"
            "Projektet er støttet af puljen Ro om dagen og løber fra oktober 2020 til december 2022.",
            kind=DocumentKind.PROJECT_PAGE,
        )
    )
    assert best(project, "title") == "Hjælp på borgerens ur"
    assert values(project, "municipalities") == ["0773"]
    assert best(project, "pool") == "Ro om dagen"
    assert (best(project, "period_from"), best(project, "period_to")) == ("2020-10", "2022-12")
    assert best(project, "status") == "completed"  # what it says it runs to is past by the day it was fetched
    assert values(project, "themes") == ["organisering af hjemmepleje"]
    assert project.is_main


def test_labelled_fields_beside_and_below() -> None:
    (project,) = extract_candidates(
        write_document(
            "# Digital ro\n## Projektperiode:\n2014 - 2017\n## Målgruppe:\nÆldre med hjemmepleje\n"
            "Kommuner: Odense, Viborg og Ærø\nBevilget beløb: 2.150.000 kr.\nPulje: Ro om dagen\nStatus: Afsluttet",
            kind=DocumentKind.PROJECT_PAGE,
        )
    )
    assert (best(project, "period_from"), best(project, "period_to")) == ("2014", "2017")
    assert best(project, "target_group") == "Ældre med hjemmepleje"
    assert values(project, "municipalities") == ["0461", "0791", "0492"]
    assert best(project, "amount_dkk") == 2_150_000
    assert best(project, "pool") == "Ro om dagen"
    assert best(project, "status") == "completed"


def test_a_final_report_fills_the_five_dimensions() -> None:
    (project,) = extract_candidates(
        write_document(
            "# Slutrapport: Trygt hjem\nTilskudsmodtager: Hedensted Kommune\nProjektets navn: Trygt hjem\n"
            "## 1. Er projektets mål opnået?\nAndelen af genindlæggelser faldt fra 21 til 15 procent.\n"
            "## 2. Målgruppe\nBorgere over 75 år.\n## 3. Metode\nEn koordinator kom på besøg inden for tre dage.\n"
            "## 4. Forankring\nKommunen har ansat to koordinatorer.\n## 5. Økonomi\nDer er brugt 2,1 mio. kr.",
            kind=DocumentKind.FINAL_REPORT,
        )
    )
    assert best(project, "title") == "Trygt hjem"
    assert best(project, "maalgruppe") == "Borgere over 75 år."
    assert best(project, "metode") == "En koordinator kom på besøg inden for tre dage."
    assert best(project, "implementering") == "Kommunen har ansat to koordinatorer."
    assert best(project, "oekonomi") == "Der er brugt 2,1 mio. kr."
    assert best(project, "outcome_direction") == "better"
    assert best(project, "status") == "completed"


def test_an_article_with_a_section_for_each_municipality() -> None:
    article = write_document(
        "# Tre veje til ro\nAf Redaktionen 01/06/2021\nFremfærd\nTre kommuner har arbejdet med søvn i hvert "
        "sit projekt.\n"
        "## Lyset ned i Vejle\nVejle Kommune dæmpede lyset på to plejehjem, og beboerne sov bedre end før projektet.\n"
        "## Filtsko i Greve\nI Greve Kommune gik nattevagten i filtsko på alle gange, og det blev en fast "
        "del af driften.",
        url="https://vpt.dk/plejecenter/tre-veje",
        kind=DocumentKind.PROJECT_PAGE,
    )
    found = extract_candidates(article)
    assert [(best(c, "title"), values(c, "municipalities")) for c in found] == [
        ("Lyset ned i Vejle", ["0630"]),
        ("Filtsko i Greve", ["0253"]),
    ]


def test_municipalities_that_are_only_mentioned_take_no_part() -> None:
    (project,) = extract_candidates(
        write_document(
            "# Om projektet ”Lyset ned”\nTo kommuner, Vejle og Greve, deltager i projektet.\n"
            "Metoden er inspireret af Odense Kommune og blev fortalt på en konference i Aarhus.",
            kind=DocumentKind.PROJECT_PAGE,
        )
    )
    assert values(project, "municipalities") == ["0630", "0253"]
    assert best(project, "title") == "Lyset ned"


def test_an_evaluation_of_several_projects_gives_each_its_result() -> None:
    found = extract_candidates(
        write_document(
            "# Evaluering af puljen Ro om natten\n## Sammenfatning\nTre kommuner fik støtte. Ærø Kommune "
            "trådte ud af puljen "
            "i 2019.\n## Lyset ned (Vejle Kommune)\nBeboerne sov bedre, og antallet af fald blev halveret i "
            "alle huse.\n"
            "## Filtsko i Greve\nDer ses ingen ændring i de målte udfald fra start til slut i projektperioden.",
            kind=DocumentKind.EVALUATION,
        )
    )
    told = [
        (best(c, "title"), values(c, "municipalities"), best(c, "outcome_direction"), best(c, "status"))
        for c in found
        if c.record_type is RecordType.PROJECT
    ]
    assert told == [
        ("Lyset ned", ["0630"], "better", "completed"),
        ("Filtsko i Greve", ["0253"], "no_change", "completed"),
        ("Ærø: projekt under Ro om natten", ["0492"], None, "stopped"),
    ]


def test_what_a_page_does_not_say_is_absent() -> None:
    (project,) = extract_candidates(write_document("# Lyset ned\nKommune: Vejle", kind=DocumentKind.PROJECT_PAGE))
    fields = {s.field for s in project.statements}
    assert fields.isdisjoint(
        {"amount_dkk", "period_from", "period_to", "pool", "outcome_direction", "year_awarded", "effekt"}
    )


def test_every_statement_quotes_the_document() -> None:
    document = write_plain(
        "Fra nat til dag\nProjektet ”Fra nat til dag” i Vejle Kommune er støttet med 1,2 mio. kr. af puljen "
        "Ro om natten.\n"
        "Projektet løber fra primo 2020 til medio 2022.\nMålgruppen er ældre med demens.",
        kind=DocumentKind.PROJECT_PAGE,
    )
    (project,) = extract_candidates(document)
    assert best(project, "amount_dkk") == 1_200_000
    for statement in project.statements:
        assert document.text[statement.char_start : statement.char_end] == statement.quote
        assert 0 < statement.confidence <= 1
        if statement.origin is Origin.EXTRACTED and statement.field == "title":
            assert statement.value == statement.quote


def test_hostile_text_is_read_in_bounded_time() -> None:
    text = "# Ro\n" + "Vejle, " * 4000 + "\n" + "1.000." * 4000 + "\n" + "puljen til " * 3000 + "\n" + "(" * 4000
    document = write_document(text, kind=DocumentKind.POOL_PAGE)
    assert isinstance(extract_candidates(document), list)


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("I stedet undersøger vi et samarbejde med Holbæk Kommune.", {"0326"}),
        ("Kommunen overvejer nu et tættere samarbejde med Holbæk Kommune.", {"0326"}),
        ("Det drøftes at lave en fælles ordning med Holbæk Kommune.", {"0326"}),
        ("På sigt er der planer om et samarbejde med Holbæk.", {"0326"}),
        ("Næste skridt er et samarbejde med Holbæk Kommune om nattevagten.", {"0326"}),
        ("Projektet er gennemført i samarbejde med Holbæk Kommune.", {"0326", "0316"}),
        ("Vi samarbejder med Holbæk Kommune om projektet.", {"0326", "0316"}),
        ("Projektet undersøger, om borgerne i Holbæk Kommune får færre fald.", {"0326", "0316"}),
    ],
)
def test_a_partner_that_is_only_thought_of_takes_no_part(sentence: str, places: set[str]) -> None:
    markup = (
        "# Nattevagt med ekstra kompetencer\nKalundborg Kommune fik i 2019 støtte fra Sundhedsstyrelsen til fire "
        f"akutsygeplejersker om natten. Projektet er slut med udgangen af 2022.\n{sentence}"
    )
    document = write_document(markup, url="https://kalundborg.dk/nattevagt", kind=DocumentKind.PROJECT_PAGE)
    (candidate,) = extract_candidates(document)
    assert {s.value for s in candidate.statements if s.field == "municipalities"} == places


@pytest.mark.parametrize(
    "below",
    [
        "Projektbeskrivelse, Holbæk Kommune",
        "# Projektbeskrivelse, Holbæk Kommune",
        "# Holbæk Kommune",
        "Projektskema for Holbæk Kommune",
        "# Ansøgt af Holbæk Kommune",
    ],
)
def test_a_row_of_label_and_value_below_whose_it_is_is_no_name(below: str) -> None:
    markup = f"""# Vagten vælger
{below}
Pulje\tPulje til rolige nætter
Tilskud 2025\t3.500.000 kr.
Tilskud 2026\t3.280.000 kr.
Projektejer\tSundhed og Ældre
"""
    (candidate,) = extract_candidates(write_document(markup, kind=DocumentKind.PROJECT_PAGE))
    stated = {s.field: s.value for s in candidate.statements}
    assert (stated["title"], stated["amount_dkk"]) == ("Vagten vælger", 6_780_000)
