"""Pages that lead to their projects, and lists whose rows' own pages say which pool paid."""

from __future__ import annotations

import dataclasses

from corpus.documents import Document, DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link import Linking, link_candidates
from tests.ingest.extract.pages import write_document
from tests.ingest.parsing import parse

HOME = "https://stps.dk/laering/lokale-indsatser"
NAMES = {"Odder": "Pillerne i posen", "Skive": "Fald ikke i natten", "Struer": "Insulin med ro"}
CODES = {"Odder": "0727", "Skive": "0779", "Struer": "0671"}
Projects = dict[str, dict[str, set[str]]]


def landing(text: str, folder: str = HOME) -> Document:
    links = "".join(
        f'<li><a href="{folder}/projekter/{n}">2020: {name}</a></li>' for n, name in enumerate(NAMES.values())
    )
    markup = (
        f"<html><body><main><h1>Lokale indsatser for sikkerhed</h1><p>{text}</p><ul>{links}</ul></main></body></html>"
    )
    return dataclasses.replace(parse(markup, url=HOME), kind=DocumentKind.PROJECT_PAGE)


def pages(folder: str = HOME) -> list[Document]:
    text = "# {name}\n{place} Kommune har prøvet det i 2020.\n## Formål med projektet\nFærre fejl.\n"
    return [
        write_document(
            text.format(name=name, place=place), url=f"{folder}/projekter/{n}", kind=DocumentKind.PROJECT_PAGE
        )
        for n, (place, name) in enumerate(NAMES.items())
    ]


def link(*documents: Document) -> Linking:
    return link_candidates(documents, [c for d in documents for c in extract_candidates(d)])


def projects(linking: Linking, field: str) -> dict[str, set[str]]:
    """Give a field's values for each project, by its municipality."""
    found: dict[str, set[str]] = {}
    for record_id, evidence in linking.evidence.items():
        if linking.record_types[record_id] is RecordType.PROJECT:
            code = ",".join(sorted({str(e.value) for e in evidence if e.field == "municipalities"}))
            found.setdefault(code, set()).update(str(e.value) for e in evidence if e.field == field)
    return found


def test_a_page_that_leads_to_the_pages_of_its_folder_is_what_they_are_under() -> None:
    linking = link(landing("Kommuner kan søge om op til 450.000 kr. til at gøre noget ved fejl."), *pages())
    assert projects(linking, "pool") == {code: {"Lokale indsatser for sikkerhed"} for code in CODES.values()}


def test_a_page_that_tells_of_no_money_or_leads_elsewhere_is_no_pool() -> None:
    of_no_money = link(landing("Læs om det, der virker."), *pages())
    elsewhere = link(
        landing("Kommuner kan søge om op til 450.000 kr.", "https://stps.dk/andet"), *pages("https://stps.dk/andet")
    )
    for linking in (of_no_money, elsewhere):
        assert not any(projects(linking, "pool")[code] for code in CODES.values())


def test_a_row_has_the_pool_that_other_rows_own_pages_name() -> None:
    names = ("Odder", "Skive", "Struer", "Lemvig", "Herlev")
    rows = "\n".join(f"{name}\t{n + 1}.480.000" for n, name in enumerate(names))
    news = write_document(
        "# Fem projekter rykker ind i stuen\n02-03-2022\nFem kommuner får penge fra puljen.\n\n"
        f"Kommune\tTildelt beløb (kr.)\n{rows}",
        url="https://ism.dk/nyheder/2022/marts/fem-projekter",
        kind=DocumentKind.AWARD_LIST,
    )
    own = [
        write_document(
            f"# Skærm {n}\n{name} Kommune har fået {n + 1}.480.000 kr. fra puljen Digital sundhed i hjemmet i 2022.",
            url=f"https://by{n}.dk/skaerm",
            kind=DocumentKind.PROJECT_PAGE,
        )
        for n, name in enumerate(names[:3])
    ]
    found = projects(link(news, *own), "pool")
    assert found["0665"] == found["0163"] == {"Digital sundhed i hjemmet"}
    assert projects(link(news, own[0]), "pool")["0665"] == set()  # one row's page alone is not enough
