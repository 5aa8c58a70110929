"""What looks like a project or a pool and is none, and what several municipalities do together."""

from __future__ import annotations

import re

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.classify import classify_document
from ingest.extract import extract_candidates
from ingest.extract.pool_forms import pool_in
from tests.ingest.extract.pages import write_document
from tests.ingest.parsing import parse
from tests.ingest.pdfs import lines_pdf

K = DocumentKind
NEWS, PDF = "https://www.eksempel.dk/nyheder/2019/maj/om-natten", "https://www.odense.dk/media/rapport.pdf"


def stated(candidate: Candidate, field: str) -> list[str]:
    return [str(s.value) for s in candidate.statements if s.field == field]


def projects(markup: str, *, url: str, kind: DocumentKind | None = None) -> list[Candidate]:
    found = extract_candidates(write_document(markup, url=url, kind=kind))
    return [c for c in found if c.record_type is RecordType.PROJECT]


PLACES = "Odense, Horsens, Viborg og Tårnby"
JOINED = {
    "chosen for a wave": f"Det er {PLACES} kommuner, som er udvalgt til tredje bølge af Rolig nu.",
    "a quoted programme": f"{PLACES} kommuner går ind i programmet ”Rolig nu”.",
    "part in an initiative": f"{PLACES} deltager i initiativet Rolig nu fra august.",
    "joins a partnership": f"{PLACES} kommuner tilslutter sig partnerskabet »Rolig nu«.",
    "a new team": f"Nyt hold af kommuner. {PLACES} kommuner er det 2. hold af Rolig nu.",
    "the wave is over": f"Efter to år er første runde af Rolig nu slut. De fire kommuner, {PLACES}, har lært meget.",
    "places before": f"Fire kommuner er med: {PLACES}. De er optaget i projektet Rolig nu.",
}


@pytest.mark.parametrize("form", JOINED)
def test_what_municipalities_join_is_one_project_of_all(form: str) -> None:
    money = "Der er afsat 9,8 mio. kr. fra satspuljen for 2016-2019."
    text = f"# Fire kommuner sammen\n{JOINED[form]}\n{money}\nDe ældre får ro."
    found = projects(text, url=NEWS, kind=K.NEWS)
    assert [stated(c, "title") for c in found] == [["Rolig nu"]]
    assert sorted(stated(found[0], "municipalities")) == ["0185", "0461", "0615", "0791"]
    assert not stated(found[0], "pool")
    assert (stated(found[0], "amount_dkk"), stated(found[0], "period_to")) == (["9800000"], ["2019"])


@pytest.mark.parametrize(
    "text",
    [
        f"{PLACES} kommuner er udvalgt til anden bølge af Rolig nu. De får hver 2 mio. kr.",
        f"{PLACES} kommuner er udvalgt til anden bølge af Rolig nu. De gennemfører hver sit projekt.",
        "Odense Kommune får 2 mio. kr. til Stille stunder, og Horsens Kommune får 3 mio. kr. til Nattero. "
        "De er udvalgt til anden bølge af Rolig nu.",
    ],
)
def test_what_each_does_by_itself_stays_several(text: str) -> None:
    titles = [stated(c, "title") for c in projects(f"# Nyt om natten\n{text}", url=NEWS, kind=K.NEWS)]
    assert len(titles) > 1


@pytest.mark.parametrize(
    "text",
    [
        "Der er afsat 9,8 mio. kr. fra satspuljen for 2016-2019 til arbejdet.",
        "Der er afsat penge i puljen for 2018.",
        "Indsatsen er betalt af satspuljen.",
        "Midlerne kommer fra finansloven for 2016.",
        "Projektet er finansieret af ansøgningspuljen i 2018-2020.",
    ],
)
def test_that_there_was_money_is_no_pools_name(text: str) -> None:
    assert pool_in(text, 0) is None


@pytest.mark.parametrize("text", ["Støttet af satspuljen Ro om natten.", "Fra puljen til bedre søvn for ældre."])
def test_a_pool_with_a_name_is_one(text: str) -> None:
    assert pool_in(text, 0) is not None


REPORT = (
    "# Erfaringer fra Ro om natten\nPuljen Ro om natten har støttet tre kommuner.\n"
    + "\n".join(
        f"## {place}: {name}\nBeboerne sover længere: 40 minutter i snit. Færre bruger sovemedicin."
        for place, name in (("Odense", "Stille stunder"), ("Horsens", "Nattero"), ("Viborg", "Sov godt"))
    )
    + "\n## {}\n- Sørg for, at borgeren møder den samme person\n- Planlæg afslutningen fra begyndelsen"
)


@pytest.mark.parametrize(
    "heading",
    [
        "Tre råd",
        "Fem gode råd til andre kommuner",
        "Anbefalinger",
        "Fem anbefalinger til andre kommuner",
        "Vigtige pointer",
        "3 læringspunkter",
        "Råd til kommunale ledere",
        "Gode råd, når I går i gang",
    ],
)
@pytest.mark.parametrize("is_first", [False, True])
def test_advice_at_the_end_of_a_report_is_no_project(heading: str, is_first: bool) -> None:
    text = REPORT.format(heading)
    if is_first:  # between two projects, and not behind them
        parts = text.split("\n## ")
        text = "\n## ".join([*parts[:2], parts[-1], *parts[2:-1]])
    names = [stated(c, "title")[0] for c in projects(text, url=PDF, kind=K.EVALUATION)]
    assert names == ["Stille stunder", "Nattero", "Sov godt"]


def test_an_organisation_that_is_a_council_stays_a_project() -> None:
    text = (
        REPORT.format("Foreningen Gode Råd i Odense").split("\n- ")[0]
        + "\nRådet har mødt beboerne hver uge, og de sover godt."
    )
    assert len(projects(text, url=PDF, kind=K.EVALUATION)) == 4


POLICIES = (
    "Sundhedspolitik 2020 - 2024",
    "Ældrepolitik for Odense Kommune",
    "Odense Kommunes demensstrategi 2019-2022",
    "Handleplan mod ensomhed 2021–2025",
    "Ny værdighedspolitik",
    "Strategi for sundhed og trivsel 2018-2022",
    "Udkast til psykiatrihandleplan (2023)",
)
VISION = "Alle borgere skal kunne leve et sundt og aktivt liv. Byrådet følger op hvert andet år i fagudvalgene."


@pytest.mark.parametrize("title", POLICIES)
def test_a_councils_policy_is_governance(title: str) -> None:
    markup = f"# {title}\nOdense Kommune\n## Vores vision\n{VISION}\n## Opfølgning\nKommunen skal skabe flere stier."
    document = write_document(markup, url=PDF)
    assert classify_document(document)[0] is K.GOVERNANCE
    assert extract_candidates(document) == []


@pytest.mark.parametrize("title", ["En strategi mod ensomhed", "Handleplan for hverdagen"])
def test_a_project_named_after_a_plan_stays_one(title: str) -> None:
    paid = "Projektet er støttet af puljen Ro om natten med 1.200.000 kr. og løb fra 2018 til 2020 i Odense Kommune."
    assert len(projects(f"# {title}\nOdense Kommune\n{paid}\n{VISION}", url=PDF)) == 1


@pytest.mark.parametrize(
    "title",
    [
        "Ansøg om midler til rehabilitering af de svageste ældre",
        "Søg støtte til rehabilitering af svage ældre",
        "Nu kan kommuner søge om rehabilitering af de svageste ældre",
        "Mulighed for tilskud til rehabilitering af de svageste ældre",
        "Indkaldelse af ansøgninger til rehabilitering af ældre",
    ],
)
def test_a_calls_headline_is_not_its_pool_besides(title: str) -> None:
    text = (
        f"# {title}\nStyrelsen indkalder ansøgninger til puljen Styrket rehabilitering af de svageste ældre. Der er "
        "afsat 18,5 mio. kr.\n## Ansøgningsfrist\nTirsdag d. 3. april 2018 kl. 12.00"
    )
    found = extract_candidates(write_document(text, url="https://www.eksempel.dk/puljer/opslag", kind=K.CALL))
    assert [stated(c, "title") for c in found] == [["Styrket rehabilitering af de svageste ældre"]]


@pytest.mark.parametrize(
    ("first", "second"), [("A. Sov hele natten", "B. Sensor i sengen"), ("Sov hele natten", "Sensor i sengen")]
)
@pytest.mark.parametrize("title", ["To projekter om natten", "Nætter på plejehjem", "Ro om natten og om dagen"])
def test_a_municipalitys_report_on_its_own_projects_is_a_report(first: str, second: str, title: str) -> None:
    text = (
        f"# {title}\nOdense Kommunes afsluttende rapport til Sundhedsstyrelsen, december 2023\n"
        "Kommunen har gennemført to projekter med tilskud fra puljen Rolige nætter. De afrapporteres samlet.\n"
        f"## {first}\nTilskud: 1.100.000 kr. Beboerne sov længere, 40 minutter i snit.\n"
        f"## {second}\nTilskud: 650.000 kr. Antallet af fald er faldet fra 3,2 til 1,4."
    )
    document = write_document(text, url=PDF)
    assert document.kind is K.FINAL_REPORT
    found = [c for c in extract_candidates(document) if c.record_type is RecordType.PROJECT]
    assert [stated(c, "amount_dkk") for c in found] == [["1100000"], ["650000"]]


@pytest.mark.parametrize("n_pages", [1, 3])
@pytest.mark.parametrize(
    "label",
    ["Side {} af rapporten", "side {} i notatet", "Ro om natten · Side {} af rapporten", "Side {} af dette notat"],
)
def test_a_page_of_the_report_is_no_text(label: str, n_pages: int) -> None:
    body = "Kommunen har prøvet en ny måde at følge op på, når borgere kommer hjem."
    pages = [
        [
            (60.0, 100.0, "Ro om natten"),
            *((60.0, 140.0 + 18 * r, body) for r in range(6)),
            (60.0, 806.0, label.format(n)),
        ]
        for n in range(1, n_pages + 1)
    ]
    text = parse(lines_pdf(pages, size=10), "application/pdf", url=PDF).text
    assert not re.search(r"(?i)\bside \d", text)
    assert body in text
