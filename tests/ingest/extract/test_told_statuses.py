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
