from __future__ import annotations

import dataclasses

import pytest

from corpus.documents import DocumentKind, DocumentStatus
from ingest.classify import classify_document
from tests.ingest.extract.pages import write_document

K = DocumentKind
CASES = [
    (K.CALL, "# Kommuner søges til projekt om søvn\nVil I være med? Ansøgningsfrist: 1. maj 2023\nSend en mail.", ""),
    (
        K.POOL_PAGE,
        "# Ro om natten\nDer er afsat 8 mio. kr. til puljen i 2019-2020.\n## Udmøntning af puljen\n"
        "Puljen er udmøntet i juni 2019.\n- Vejle Kommune – 3.000.000 kr.\n- Assens Kommune – 2.000.000 kr.\n"
        "## Formål\nAt give ro.\n## Ansøgningsfrist\n1. april 2019",
        "https://www.sst.dk/da/puljer/ro-om-natten",
    ),
    (
        K.AWARD_LIST,
        "# Tildelte midler 2020\nKommune\tProjekt\tBevilget beløb\nVejle Kommune\tRo\t3.000.000\n"
        "Assens Kommune\tFred\t2.000.000\nGreve Kommune\tSøvn\t1.000.000\nI alt\t\t6.000.000",
        "https://sst.dk/media/tildelte-midler.pdf",
    ),
    (
        K.FINAL_REPORT,
        "# Slutrapport\nTilskudsmodtager: Vejle Kommune\nProjektets navn: Ro om natten\n## 1. Er projektets "
        "mål opnået?\nJa.",
        "",
    ),
    (
        K.EVALUATION,
        "# Evaluering af puljen Ro om natten\nEvalueringen bygger på 40 interview og et spørgeskema. "
        "Konklusionen er klar.",
        "",
    ),
    (
        K.GOVERNANCE,
        "# Udpegning af medlemmer til styregruppen\nKKR udpeger to repræsentanter. Frist for tilbagemelding er 3. maj.",
        "",
    ),
    (
        K.PROJECT_PAGE,
        "# Vejle Kommune\nRo om natten\nEmneord: søvn, plejehjem\n## Resumé af projektet\nProjektet dæmper lyset.",
        "",
    ),
    (
        K.PROGRAMME_PAGE,
        "# Kvalitet i alle kommuner\nProgrammet er for alle kommuner, har tre arbejdsspor og løber frem til 2027. "
        "Programmet ledes af et programsekretariat.",
        "",
    ),
    (K.FAQ, "# Spørgsmål og svar\nHvem kan søge?\nKommuner.\nHvornår er fristen?\nI maj.\nKan man få løn?\nJa.", ""),
    (K.APPLICATION, "# Ansøgning til puljen Ro\nVi ansøger hermed om 2 mio. kr. Ansøgt beløb: 2 mio. kr.", ""),
    (
        K.NEWS,
        "# Ny formand for udvalget\n3. maj 2021\nDer er valgt en ny formand. - Jeg glæder mig, siger formanden. "
        "Udvalget mødes igen efter sommeren, og der er mange sager på bordet, som skal behandles inden jul.",
        "https://kl.dk/nyheder/2021/maj/ny-formand",
    ),
    (
        K.NOISE,
        "# Bidrag till kommuner\nKommunen har fått bidrag för att utveckla vården och omsorgen om äldre, och "
        "det är även "
        "ett samarbete mellan kommuner och regioner från hela landet.",
        "",
    ),
    (
        K.NOISE,
        "# Prosjekt i kommunene\nProsjektet skal bidra til utvikling av tjenester. Brukere av hjemmetjenesten får "
        "opplæring, og kommunene får tilskudd fra Helsedirektoratet. Sykehjemmet skal legge til rette for språk.",
        "",
    ),
]


@pytest.mark.parametrize(("kind", "markup", "url"), CASES, ids=[f"{c[0].value}-{i}" for i, c in enumerate(CASES)])
def test_each_kind_is_told_by_its_shape_and_words(kind: DocumentKind, markup: str, url: str) -> None:
    document = write_document(markup, url=url or "https://example.dk/side", kind=K.NOISE)
    found, confidence = classify_document(document)
    assert found is kind
    assert 0.2 <= confidence <= 1  # a page of three lines says little


def test_a_page_that_was_not_read_is_noise() -> None:
    document = write_document("# Puljen Ro om natten\nKommuner har fået tildelt midler.", kind=K.NOISE)
    failed = dataclasses.replace(document, status=DocumentStatus.FAILED)
    assert classify_document(failed)[0] is K.NOISE
    assert classify_document(dataclasses.replace(document, text="", blocks=()))[0] is K.NOISE


FORM = (
    "Kommune\tVejle Kommune\nPulje\tRoligpuljen\nBevilling\t2.640.000 kr.\nPeriode\t2014-2017\n## Resultater\n"
    "35 unge har haft den samme voksne fra hospital til job. 23 er i job eller uddannelse.\n## Fremtiden\n{end}"
)


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("Koordinator hele vejen: slutrapport", "Stillingen er gjort fast."),
        ("Koordinator hele vejen: slutrapport", "Stillingen besættes igen til sommer."),
        ("Sygeplejerske på bostedet – slutrapport", "Stillingen videreføres af kommunen."),
        ("Konsulent for de unge, afrapportering", "Stillingen er nu nedlagt."),
        ("Koordinator hele vejen", "Stillingen er blevet permanent."),
    ],
)
def test_a_report_on_somebody_who_was_hired_is_no_vacancy(title: str, end: str) -> None:
    assert classify_document(write_document(f"# {title}\n{FORM.format(end=end)}"))[0] is not K.NOISE


@pytest.mark.parametrize(
    "text",
    [
        "Vi søger en koordinator til puljeprojektet. Stillingen er på 37 timer.",
        "Stillingen er ledig fra 1. maj. Send din ansøgning senest 3. april.",
        "Samtalerne holdes i uge 12. Løn efter aftale.",
    ],
)
def test_a_vacancy_is_noise_whatever_pool_pays(text: str) -> None:
    page = f"# Koordinator til Roligpuljen\n{text}\nVejle Kommune har fået 2 mio. kr. fra puljen."
    assert classify_document(write_document(page))[0] is K.NOISE
