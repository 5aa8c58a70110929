"""News that says who has a grant alone and who shares one."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

_LEAD = "# Penge til nye forsøg\n\n12-06-2019\n\nSundhedsstyrelsen har fordelt puljen ”Gode dage”.\n\n"


def places(sentence: str, lead: str = _LEAD) -> list[list[str]]:
    page = write_document(f"{lead}{sentence}", kind=DocumentKind.NEWS)
    return sorted(
        sorted(str(s.value) for s in c.statements if s.field == "municipalities")
        for c in extract_candidates(page)
        if c.record_type is RecordType.PROJECT
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Odense og Vejle får hver sit tilskud, mens Assens og Middelfart deler en bevilling.",
        "Odense og Vejle får hver en bevilling, imens Assens og Middelfart har en fælles bevilling.",
        "Odense og Vejle har hver for sig fået støtte; Assens og Middelfart er gået sammen om et projekt.",
        "Assens deler en bevilling med Middelfart, mens Odense og Vejle får hver sit tilskud.",
        "Odense og Vejle får hver især penge, hvorimod Assens og Middelfart er fælles om et tilskud.",
        "Odense får sit eget tilskud, Vejle får sit, og Assens og Middelfart har søgt sammen.",
    ],
)
def test_who_has_a_grant_alone_is_told_from_who_shares_one(sentence: str) -> None:
    assert places(sentence) == [["0410", "0420"], ["0461"], ["0630"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Assens og Middelfart deler en bevilling til projektet ”Varm suppe”.",
        "Assens og Middelfart er gået sammen om projektet ”Varm suppe” og får støtte.",
        "Assens deler tilskuddet til ”Varm suppe” med Middelfart.",
        "Assens og Middelfart har fået en fælles bevilling til ”Varm suppe”.",
        "I fællesskab får Assens og Middelfart støtte til ”Varm suppe”.",
    ],
)
def test_those_who_share_a_grant_have_one_project(sentence: str) -> None:
    assert places(sentence) == [["0410", "0420"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Borgerne i Assens og Middelfart har hver sin kontaktperson.",
        "Assens og Middelfart er gået sammen om en ny skole.",
        "Assens og Middelfart deler erfaringer om aftensmaden hver uge.",
        "Hver tredje borger i Assens og i Middelfart har ingen at tale med.",
        "I Assens og Middelfart har hver borger et ønske.",
    ],
)
def test_what_else_is_shared_is_no_award(sentence: str) -> None:
    lead = "# Gode råd om aftensmad\n\n12-06-2019\n\nMange ældre spiser alene.\n\n"
    assert places(sentence, lead) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Fra fodpleje i Odense til fællessang i Vejle: her er projekterne, der får støtte.",
        "Lige fra madklubber i Odense til ro om natten i Vejle – disse projekter har fået tilskud.",
        "Fra ture i det fri i Odense til varm suppe i Vejle: kommunerne får støtte fra puljen.",
        "Fra fodpleje i Odense og frisk luft til fællessang i Vejle: projekterne deler puljen.",
        "Fra aftenbad i Odense til morgensang i Vejle: to projekter har fået penge.",
    ],
)
def test_from_one_place_to_another_is_a_project_at_each(sentence: str) -> None:
    assert places(sentence) == [["0461"], ["0630"]]


def test_from_one_place_to_another_is_also_a_way() -> None:
    assert places("Fra et møde i Odense til et møde i Vejle er der en time, og støtten blev drøftet.") == []
