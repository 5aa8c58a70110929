"""News of several projects whose headline and lead count none of them."""

from __future__ import annotations

import pytest

from corpus.documents import Document, DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link import link_candidates
from tests.ingest.extract.pages import write_document

_HEAD = "# Tidlig indsats hjælper nye familier\nEkstra besøg kan give forældre en lettere start.\n21. marts 2023\n"
_FELL = "andelen med depressive tegn faldet fra 14 til 8 procent"


def news(text: str, url: str = "https://www.sst.dk/da/nyheder/2023/tidlig-indsats") -> Document:
    return write_document(_HEAD + text, url=url, kind=DocumentKind.NEWS)


def fared(document: Document) -> dict[str, object]:
    """How it went, by the municipalities of each project; "" where that is not told."""
    found: dict[str, object] = {}
    for c in extract_candidates(document):
        if c.record_type is RecordType.PROJECT:
            outcome = next((s.value for s in c.statements if s.field == "outcome_direction"), "")
            found[",".join(sorted(c.codes))] = outcome
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Evalueringen af Spædbarnspuljen er nu klar. Fem af otte kommuner har opnået bedre trivsel hos forældre.\n"
            "Særligt Sønderborg, Guldborgsund, Hvidovre, Kalundborg og Odder har gode erfaringer. I Norddjurs gik det "
            "den anden vej, og der fik flere forældre det dårligere.",
            dict.fromkeys(("0540", "0376", "0167", "0326", "0727"), "better") | {"0707": "worse"},
        ),
        (
            f"Evalueringen af Spædbarnspuljen er nu klar. I Sønderborg er {_FELL}. Guldborgsund har halveret antallet "
            "af underretninger. I Norddjurs gik det den anden vej, og der fik flere forældre det dårligere.",
            {"0540": "better", "0376": "better", "0707": "worse"},
        ),
        (
            f"Projekterne under Spædbarnspuljen er nu slut.\nI Sønderborg er {_FELL}.\nI Guldborgsund er antallet af "
            "underretninger halveret.\nI Norddjurs fik flere forældre det dårligere.",
            {"0540": "better", "0376": "better", "0707": "worse"},
        ),
        (
            "Spædbarnspuljen har gjort en forskel.\nSønderborg Kommune: Andelen med depressive tegn er faldet fra 14 "
            "til 8 procent.\nGuldborgsund Kommune: Antallet af underretninger er halveret.\nNorddjurs Kommune: Flere "
            "forældre fik det dårligere.",
            {"0540": "better", "0376": "better", "0707": "worse"},
        ),
        (
            "Evalueringen af Spædbarnspuljen er klar. Bedst gik det i Sønderborg (Godt fra land), hvor andelen med "
            "depressive tegn faldt fra 14 til 8 procent, mens flere forældre fik det dårligere i Norddjurs.",
            {"0540": "better", "0707": "worse"},
        ),
        (
            "Alle projekter i Spædbarnspuljen er evalueret. Både Sønderborg og Guldborgsund har fået færre forældre "
            "med tegn på depression, mens tallet er uændret i Høje-Taastrup.",
            {"0540": "better", "0376": "better", "0169": "no_change"},
        ),
        (
            "Projekterne under Spædbarnspuljen er slut. I Assens og Middelfart kunne Vi kommer forbi ikke vise nogen "
            f"forskel. I Sønderborg er {_FELL}.",
            {"0410,0420": "no_change", "0540": "better"},
        ),
        (
            "Spædbarnspuljen er nu fordelt til kommunerne. Sønderborg Kommune vil besøge alle nye familier i hjemmet. "
            "Guldborgsund Kommune ansætter to sundhedsplejersker, og Kalundborg Kommune åbner et mødested.",
            {"0540": "", "0376": "", "0326": ""},
        ),
        (
            "Nu har kommunerne fået penge fra Spædbarnspuljen.\nSønderborg Kommune vil besøge alle nye familier.\n"
            "Guldborgsund Kommune ansætter to sundhedsplejersker.\nKalundborg Kommune åbner et mødested.",
            {"0540": "", "0376": "", "0326": ""},
        ),
    ],
)
def test_each_place_that_news_of_a_pool_tells_of_has_a_project(text: str, expected: dict[str, object]) -> None:
    assert fared(news(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Et rum for ro i Norddjurs Kommune er støttet af Spædbarnspuljen. Andelen med depressive tegn er faldet. I "
        "Syddjurs, der ikke er med, er den steget fra 14 til 20 procent.",
        "Sønderborg og Aabenraa har sammen fået penge fra Spædbarnspuljen til et fælles mødested. I Sønderborg er "
        "andelen med depressive tegn faldet, mens den er uændret i Aabenraa.",
        "Norddjurs Kommune har med penge fra Spædbarnspuljen samlet sårbare familier. Flere forældre fik det "
        "dårligere. Det samme skete i Odder, hvor antallet af underretninger er steget.",
        "Spædbarnspuljen har betalt et mødested. I Norddjurs fik flere forældre det dårligere. I Odder har man før "
        "halveret antallet af underretninger på samme måde.",
    ],
)
def test_news_of_one_project_gives_no_others(text: str) -> None:
    assert len(fared(news(text))) <= 1


def test_a_municipalitys_own_news_is_of_its_own_project() -> None:
    text = (
        "Evalueringen af Spædbarnspuljen er nu klar. I Norddjurs fik flere forældre det dårligere. I Odder er "
        f"{_FELL}, og i Sønderborg er antallet af underretninger halveret."
    )

    assert len(fared(news(text, "https://www.norddjurs.dk/nyheder/2023/familier"))) <= 1


def test_news_of_a_pool_joins_the_projects_of_its_list_and_parts_two_of_one_place() -> None:
    rows = write_document(
        "# Spædbarnspuljen\n\nI 2019 fik fire projekter støtte.\n\nKommune\tProjekt\tBeløb\n\n"
        "Sønderborg\tGodt fra land\t5.120.000\nGuldborgsund\tTættere på\t4.875.000\n"
        "Norddjurs\tEt rum for ro\t3.275.000\nNorddjurs\tFar med fra start\t2.960.000",
        url="https://www.sst.dk/da/puljer/spaedbarnspuljen",
        kind=DocumentKind.AWARD_LIST,
    )
    told = news(
        f"Evalueringen af Spædbarnspuljen er nu klar. I Sønderborg er {_FELL}. Guldborgsund har halveret antallet af "
        "underretninger. I Norddjurs (Et rum for ro) fik flere forældre det dårligere."
    )
    linking = link_candidates([rows, told], [c for d in (rows, told) for c in extract_candidates(d)])
    names = {
        str(max((e for e in evidence if e.field == "title"), key=lambda e: e.confidence).value): {
            e.url for e in evidence
        }
        for record_id, evidence in linking.evidence.items()
        if linking.record_types[record_id] is RecordType.PROJECT
    }

    both = {rows.url, told.url}
    assert names == {
        "Godt fra land": both,
        "Tættere på": both,
        "Et rum for ro": both,
        "Far med fra start": {rows.url},
    }


_ROWS = write_document(
    "# Puljen Røgfri hverdag\n\nI 2018 fik tre projekter støtte.\n\nKommune\tProjekt\tBeløb\n\n"
    "Svendborg\tPauser uden røg\t2.450.000\nNyborg\tFri luft\t1.320.000\nHerlev\tKvit sammen\t1.610.000",
    url="https://www.sst.dk/da/puljer/roegfri",
    kind=DocumentKind.AWARD_LIST,
)
_ALL = {"Pauser uden røg", "Fri luft", "Kvit sammen"}
_LESS = "forbruget faldet fra 24 til 15 cigaretter om dagen"


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            DocumentKind.EVALUATION,
            "# Røgfri hverdag: slutevaluering\nEvalueringen dækker projekterne under puljen Røgfri hverdag.\n"
            f"På bostedet Kærvang i Svendborg er {_LESS}.\nPå værestedet i Nyborg er andelen af rygere uændret.\n"
            "Botilbuddet Åsen i Herlev har fået 18 af 55 røgfri mod 3 af 50 før.",
            _ALL,
        ),
        (
            DocumentKind.EVALUATION,
            "# Røgfri hverdag: slutevaluering\nEvalueringen dækker projekterne under puljen Røgfri hverdag.\n"
            "## Bostedet Kærvang, Svendborg\nForbruget er faldet fra 24 til 15 cigaretter om dagen.\n"
            "## Værestedet i Nyborg\nAndelen af rygere er uændret.\n"
            "## Botilbuddet Åsen i Herlev\n18 af 55 er røgfri mod 3 af 50 før.",
            _ALL,
        ),
        (
            DocumentKind.NEWS,
            f"# Færre ryger på bostederne\nPuljen Røgfri hverdag har virket. På bostedet Kærvang i Svendborg er "
            f"{_LESS}. På værestedet i Nyborg er andelen af rygere uændret. Botilbuddet i Herlev har flere røgfri.",
            _ALL,
        ),
        (
            DocumentKind.FINAL_REPORT,
            "# Afrapportering til Sundhedsstyrelsen\nPuljen Røgfri hverdag\nBostedet Kærvang i Svendborg har fra "
            f"oktober 2018 til december 2020 haft pauser uden røg. I dag er {_LESS}.",
            {"Pauser uden røg"},
        ),
        (
            DocumentKind.NEWS,
            "# Bostedet slukker smøgerne\nBeboerne på Kærvang i Svendborg ryger nu 15 cigaretter om dagen mod 24 før. "
            "Penge fra puljen Røgfri hverdag har betalt for pauserne.",
            {"Pauser uden røg"},
        ),
    ],
)
def test_an_institution_at_its_place_tells_of_the_project_there(
    kind: DocumentKind, text: str, expected: set[str]
) -> None:
    told = write_document(text, url="https://www.sst.dk/da/udgivelser/2021/roegfri", kind=kind)
    linking = link_candidates([_ROWS, told], [c for d in (_ROWS, told) for c in extract_candidates(d)])
    of = {
        str(max((e for e in evidence if e.field == "title"), key=lambda e: e.confidence).value)
        for record_id, evidence in linking.evidence.items()
        if linking.record_types[record_id] is RecordType.PROJECT and told.url in {e.url for e in evidence}
    }

    assert of == expected
    titles = {s.value for c in extract_candidates(told) for s in c.statements if s.field == "title"}
    assert "til Sundhedsstyrelsen" not in titles


def test_an_evaluation_tells_of_the_project_that_was_halted() -> None:
    told = write_document(
        "# Røgfri hverdag: slutevaluering\nEvalueringen dækker to projekter under puljen Røgfri hverdag. Et tredje "
        "projekt i Nyborg blev standset undervejs og indgår ikke.\n## Svendborg: Pauser uden røg\nForbruget er "
        "faldet fra 24 til 15 cigaretter.\n## Herlev: Kvit sammen\n18 af 55 er røgfri mod 3 af 50 før.\n"
        "## Hvorfor kun to?\nI Nyborg flyttede bostedet.",
        kind=DocumentKind.EVALUATION,
    )
    status = {
        ",".join(c.codes): next((s.value for s in c.statements if s.field == "status"), None)
        for c in extract_candidates(told)
        if c.record_type is RecordType.PROJECT
    }

    assert status == {"0479": "completed", "0163": "completed", "0450": "stopped"}


@pytest.mark.parametrize(
    "facts", ["Pulje: 12 mio. kr. Ansøgninger: 29. Støttede projekter: 3.", "Pulje: 4,2 mio. kr.", "Pulje: 900.000 kr."]
)
def test_a_label_that_states_a_frame_names_no_pool(facts: str) -> None:
    document = news(
        "De valgte projekter får støtte fra Fælles om hverdagen.\nHerning, Horsens og Sorø kan efter nytår gå i gang "
        f"med at prøve nye måder at rehabilitere på.\nFakta\n{facts}"
    )
    named = {str(s.value) for c in extract_candidates(document) for s in c.statements if s.field in ("pool", "title")}

    assert not any(name[0].isdigit() for name in named)
