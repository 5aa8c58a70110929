"""One project told of in an article: pool and municipality suffice, and what is no grant gives nothing."""

from __future__ import annotations

import pytest

from corpus.documents import Document
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from ingest.link import link_candidates
from tests.ingest.extract.pages import write_document

LIST = """
# Ro i maven
Puljen Ro i maven støtter kommuner, der hjælper småtspisende ældre.
I juni 2020 fik tre projekter støtte.
- Assens Kommune – Den stille stue: 1.250.000 kr.
- Greve Kommune – Suppe til to: 900.000 kr.
- Greve Kommune – Kokken kommer: 700.000 kr.
"""


def news(text: str, url: str = "https://kommune.dk/nyheder/2023/artikel") -> Document:
    return write_document(text, url=url)


def projects(document: Document) -> list[Candidate]:
    return [c for c in extract_candidates(document) if c.record_type is RecordType.PROJECT]


def told(candidate: Candidate, *fields: str) -> list[object]:
    return [next((s.value for s in candidate.statements if s.field == f), None) for f in fields]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# Ældre spiser mere i selskab\n12. maj 2023\nI Assens Kommune har 40 ældre spist i Den stille stue, et "
            "tilbud som puljen Ro i maven har betalt. Nu er det slut. Beboernes appetit steg.",
            ["Den stille stue", "0420", "Ro i maven", "completed", "better"],
        ),
        (
            "# Natteroen udeblev\n2. februar 2022\nAssens Kommune måtte opgive Lampen tændt, et forsøg med aftenhjælp "
            "til ældre under puljen Ro i maven.",
            ["Lampen tændt", "0420", "Ro i maven", "stopped", None],
        ),
        (
            "# Kokken er på vej\n1. marts 2021\nGreve Kommune har sat gang i hjælpen til småtspisende ældre for penge "
            "fra puljen Ro i maven.",
            ["Kokken er på vej", "0253", "Ro i maven", "running", None],
        ),
    ],
)
def test_article_of_one_project_gives_it(text: str, expected: list[object]) -> None:
    found = projects(news(text))

    assert [told(c, "title", "municipalities", "pool", "status", "outcome_direction") for c in found] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "# Assens vil søge penge\n1. maj 2020\nAssens Kommune vil søge puljen Ro i maven om støtte til ældre.",
        "# Afslag til Assens\n1. maj 2020\nAssens Kommune fik nej, da den bad om støtte fra puljen Ro i maven.",
        "# Webinar om puljen Ro i maven\n1. maj 2020\nHør Assens Kommune fortælle om støtten fra puljen Ro i maven. "
        "Tilmelding senest fredag.",
        "# Ny cykelsti\n1. maj 2020\nAssens Kommune åbner en cykelsti. Pengene kom fra puljen Sunde hjul.",
        "# Ny vej\n1. maj 2020\nAssens Kommune har fået støtte fra Vejdirektoratet.",
    ],
)
def test_no_grant_gives_no_project(text: str) -> None:
    assert projects(news(text)) == []


def test_duration_from_a_stated_start_gives_the_end() -> None:
    (found,) = projects(
        news("# Suppe\n1. marts 2021\nGreve Kommune har fået penge fra puljen Ro i maven til småtspisende ældre. "
             "Projektet begynder i september 2021 og varer 18 måneder.")
    )  # fmt: skip

    assert told(found, "period_from", "period_to") == ["2021-09", "2023-02"]


def test_month_without_year_is_read_from_the_page_date() -> None:
    (found,) = projects(
        news("# Suppe\n4. februar 2023\nGreve Kommune fik penge fra puljen Ro i maven til småtspisende ældre. "
             "Projektet sluttede i november.")
    )  # fmt: skip

    assert told(found, "period_to", "status") == ["2022-11", "completed"]


def test_articles_join_the_listed_project_unless_two_fit() -> None:
    listed = write_document(LIST, url="https://sst.dk/da/puljer/ro")
    one = news(
        "# Ældre spiser mere i selskab\n12. maj 2023\nAssens Kommune har brugt penge fra puljen Ro i maven på ældre.",
        "https://assens.dk/nyheder/stuen",
    )
    either = news(
        "# Mad med omtanke\n12. maj 2021\nGreve Kommune har brugt penge fra puljen Ro i maven på ældre.",
        "https://greve.dk/nyheder/mad",
    )
    documents = [listed, one, either]
    linking = link_candidates(documents, [c for d in documents for c in extract_candidates(d)])
    by_document = {d.document_id: d.url for d in documents}
    joined: dict[str, list[str]] = {}
    for a in linking.assignments:
        if a.candidate.record_type is RecordType.PROJECT:
            joined.setdefault(a.record_id, []).append(by_document[a.candidate.document_id])

    assert sorted(sorted(urls) for urls in joined.values()) == [
        ["https://assens.dk/nyheder/stuen", "https://sst.dk/da/puljer/ro"],
        ["https://greve.dk/nyheder/mad"],
        ["https://sst.dk/da/puljer/ro"],
        ["https://sst.dk/da/puljer/ro"],
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Tilbuddet begynder til september og kører i to år.", ["2023-09", "2025-08"]),
        ("Det startede i november og slutter til juni.", ["2022-11", "2023-06"]),
        ("Kokken har været på arbejde siden august 2021.", ["2021-08", None]),
    ],
)
def test_times_without_a_year_go_by_the_page_date(sentence: str, expected: list[object]) -> None:
    (found,) = projects(
        news(f"# Suppe\n4. februar 2023\nGreve Kommune fik penge fra puljen Ro i maven til ældre. {sentence}")
    )

    assert told(found, "period_from", "period_to") == expected


def test_names_of_pools_are_no_results() -> None:
    (found,) = projects(
        news(
            "# Bænke til ældre\n6. juni 2018\nI Greve kan ældre hvile på gåturen. Bænkebider er et af to projekter, "
            "som Greve Kommune har fået støttet af puljen Små skridt til stærkere ben."
        )
    )

    assert told(found, "title", "outcome_direction") == ["Bænkebider", None]


def test_a_municipal_site_that_says_only_the_municipality_means_its_own() -> None:
    text = (
        "# Suppe på hjul kører ud på øen\n18. juni 2021\nHver onsdag kører en vogn ud til ældre. "
        "Kommunen har fået 1,1 mio. kr. til projektet Suppe på hjul af Sundhedsstyrelsen."
    )
    (found,) = projects(news(text, "https://www.langeland.dk/nyheder/suppe"))

    assert told(found, "title", "municipalities", "amount_dkk") == ["Suppe på hjul", "0482", 1_100_000]
    assert projects(news(text, "https://avisen.dk/nyheder/suppe")) == []
