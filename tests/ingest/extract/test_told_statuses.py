from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import DocumentKind
from corpus.records import Status
from ingest.extract.lines import Page
from ingest.extract.status_values import status_of_value
from ingest.extract.statuses import find_status
from tests.ingest.extract.pages import write_document

TOLD = Path(__file__).with_name("told_statuses.txt")
VALUES = Path(__file__).with_name("status_values.txt")
FLOOR = 0.97
"""Share of the sentences in `told_statuses.txt` that are read rightly; it may only rise."""


def labelled(path: Path) -> list[tuple[str, str]]:
    rows = [line.split("|", 1) for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(wanted, said) for wanted, said in rows]


def told(sentence: str) -> str:
    found = find_status(Page(write_document(f"# Morgenlys\n{sentence}", kind=DocumentKind.PROJECT_PAGE)))
    return str(found.value) if found else "none"


def test_sentences_of_many_registers_are_read() -> None:
    rows = labelled(TOLD)
    assert len(rows) >= 330
    assert sum(told(sentence) == wanted for wanted, sentence in rows) / len(rows) >= FLOOR


def test_values_of_a_status_field_are_read() -> None:
    rows = labelled(VALUES)
    assert len(rows) >= 120
    wrong = []
    for wanted, value in rows:
        status = status_of_value(value)
        if (status.value if status else "none") not in wanted.split("/"):
            wrong.append(value)
    assert not wrong


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Projektet blev standset i december.", "stopped"),
        ("De unge, der blev, stoppede i stort tal.", "none"),
        ("Projektet nåede mange, og de, der blev, stoppede i stort tal.", "none"),
        ("Projektet er ikke blevet afbrudt.", "none"),
        ("Projektet er endnu ikke afsluttet.", "running"),
        ("Målet er at stoppe unødig medicin.", "none"),
        ("Stillingen blev nedlagt i 2020.", "none"),
        ("Projektet løber til maj 2027. Vi gør status første gang i 2027.", "running"),
        ("Vi gør status hvert halve år.", "none"),
        ("Styregruppen gør status løbende.", "none"),
        ("Kommunen gør status igen til efteråret.", "none"),
        ("Vi gør status midtvejs og til sidst.", "none"),
        ("Nu gør kommunen status over projektet.", "none"),
        ("Efter tre år med indsatsen gøres status i dag.", "completed"),
        ("Ordningen er standset på fire af de fem centre.", "none"),
        ("Forsøget blev indstillet i to ud af tre kommuner.", "none"),
        ("Tilbuddet er lukket på halvdelen af plejehjemmene.", "none"),
        ("På et af de fire plejecentre blev ordningen droppet.", "none"),
        ("Indsatsen blev opgivet ved flere af kommunens lægehuse.", "none"),
        ("Ordningen er standset på alle fem centre.", "stopped"),
        ("Projektet blev stoppet i et af de første år.", "stopped"),
        ("Projektet blev standset efter to af de tre år.", "stopped"),
        ("Forsøget blev afbrudt i en af de sidste uger.", "stopped"),
        ("Ordningen er standset på begge centre.", "stopped"),
        ("Turen blev aflyst på grund af regn.", "none"),
        ("Gruppen på Nordvej kom aldrig i gang.", "none"),
        ("”Gå med mormor” blev afblæst.", "stopped"),
        ("44 procent stoppede før tid.", "none"),
        ("26 af 60 deltagere stoppede.", "none"),
        ("Halvdelen stoppede efter en måned.", "none"),
        ("En tredjedel droppede ud, inden holdet var slut.", "none"),
        ("De sidste elleve er flyttet fra kommunen eller er stoppet.", "none"),
        ("Fire er stoppet undervejs.", "none"),
        ("De får et skilt til døren, så alle kan se, at her må man godt standse op.", "none"),
        ("- Så må man stoppe og tænke sig om, siger lederen.", "none"),
        ("Før tog det i gennemsnit 19 uger, før et sår var lukket.", "none"),
        ("Kommunen stoppede forsøget i marts.", "stopped"),
        ("Kommunen måtte stoppe projektet efter ni måneder.", "stopped"),
        ("Projektet blev lukket, da sygeplejersken rejste.", "stopped"),
    ],
)
def test_who_stops_what_decides(sentence: str, status: str) -> None:
    assert told(sentence) == status


@pytest.mark.parametrize(
    "sentence",
    [
        "Projektet løber til sommeren 2022 og er finansieret af ministeriet.",
        "Projektet løber frem til udgangen af 2021.",
        "Forsøget kører til og med 2023.",
        "Indsatsen løber indtil ultimo juni 2020.",
    ],
)
def test_an_end_that_minutes_saw_ahead_and_that_has_passed_is_an_end(sentence: str) -> None:
    page = Page(write_document(f"# Udvalget\n\n{sentence}", kind=DocumentKind.GOVERNANCE))
    over = find_status(page)
    assert over is not None
    assert over.value == Status.COMPLETED.value
    ahead = find_status(Page(write_document("# Udvalget\n\nProjektet løber til 2031.", kind=DocumentKind.GOVERNANCE)))
    assert ahead is not None
    assert ahead.value == Status.RUNNING.value


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        # another thing was stopped, in a clause that says when or why
        ("Da den fælles oprydning blev droppet, faldt støjen til det halve.", "none"),
        ("Idéen kom, da biblioteket måtte lukke i 2020.", "none"),
        ("Beboerne sover bedre, efter at de sene runder blev droppet.", "none"),
        ("Det blev sværere, da lederen stoppede i 2021.", "none"),
        ("Travlt er der mellem kl. 7 og 9. Da den store samling blev droppet, blev der ro.", "none"),
        ("Før projektet blev en frokost afbrudt otte gange.", "none"),
        ("Inden forsøget blev hver anden samtale afbrudt af telefonen.", "none"),
        ("Da projektet blev stoppet, var der brugt 300.000 kr.", "stopped"),
        ("Projektet blev stoppet, da lederen rejste.", "stopped"),
        ("Pengene var brugt, da ordningen blev droppet.", "stopped"),
        ("Efter to måneder blev forsøget afbrudt.", "stopped"),
        ("Borgerne savner stedet, efter at Havestuen blev droppet.", "stopped"),
        # slow, and not stopped
        ("Projektet kom aldrig rigtig op i omdrejninger.", "none"),
        ("Ordningen kom aldrig rigtigt i gear.", "none"),
        ("Projektet kom aldrig rigtig i gang.", "stopped"),
        ("Projektet stoppede i 2023 og videreføres ikke.", "completed"),
        # the next clause has a subject of its own
        ("Projektet kører fra april 2024 til marts 2031, og snedkerne er færdige.", "running"),
        ("Projektet er slut, og rådgiveren fortsætter til sommer.", "completed"),
        ("Projektet er gennemført, og resultaterne er samlet.", "completed"),
        ("Projektet bliver afsluttet til sommer, og så ser vi på det.", "running"),
        # no word within a word
        ("Kommunen fortsætter tilbuddet.", "none"),
        ("Projektet, der begyndte i april, har hjulpet mange.", "none"),
        ("Bussen er et treårigt projekt, der begyndte den 1. april 2022.", "running"),
    ],
)
def test_another_subject_than_the_undertaking_tells_nothing_of_it(sentence: str, status: str) -> None:
    assert told(sentence) == status


@pytest.mark.parametrize(
    ("sentence", "is_open"),
    [
        ("Kommunen har lukket projektet.", True),
        ("Kommunen lukkede ordningen ved udgangen af 2021.", True),
        ("Projektet stoppede i 2023.", True),
        ("Byrådet lukkede forsøget i foråret 2022.", True),
        ("Kommunen lukkede ordningen før tid.", False),
        ("Projektet stoppede efter tre måneder.", False),
        ("Projektet blev lukket ned.", False),
        ("Kommunen besluttede at lukke projektet.", False),
        ("Projektet stoppede, fordi ingen meldte sig.", False),
        ("Kommunen måtte lukke projektet.", False),
    ],
)
def test_a_closing_that_may_be_the_planned_end_yields_to_a_report_of_the_end(sentence: str, is_open: bool) -> None:
    found = find_status(Page(write_document(f"# Morgenlys\n{sentence}", kind=DocumentKind.PROJECT_PAGE)))
    assert found is not None
    assert (found.value, found.confidence < 0.86) == ("stopped", is_open)


@pytest.mark.parametrize(
    ("date", "sentence", "status"),
    [
        ("11. december 2020", "Små portioner hedder projektet, som slutter til nytår.", "completed"),
        ("4. december 2021", "Projektet slutter ved årsskiftet, men kommunen fortsætter tilbuddet.", "completed"),
        ("4. maj 2019", "Forsøget slutter til sommer.", "completed"),
        ("2. marts 2020", "Projektet udløber næste år.", "completed"),
        ("4. december 2098", "Projektet slutter til nytår.", "running"),
    ],
)
def test_an_end_that_was_near_when_an_old_page_was_written_is_reached(date: str, sentence: str, status: str) -> None:
    page = Page(write_document(f"# Morgenlys\n{date}\n{sentence}", kind=DocumentKind.NEWS))
    found = find_status(page)
    assert found is not None
    assert found.value == status
