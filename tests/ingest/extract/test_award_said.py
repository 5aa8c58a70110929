"""News that tells of awards in running text: names without quotes, organisations, sentences that go on."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

_LEAD = "# Tre projekter får støtte\n\nSundhedsstyrelsen har fordelt puljen Gode dage. Tre projekter er udvalgt.\n\n"
_OTHER = "Skanderborg Kommune får 1.230.000 kr. til projektet ”Rundt om bordet”."


def awards(sentences: str) -> set[tuple[str, object, object]]:
    page = write_document(f"{_LEAD}{_OTHER}\n\n{sentences}", kind=DocumentKind.NEWS)
    found: set[tuple[str, object, object]] = set()
    for c in extract_candidates(page):
        if c.record_type is RecordType.PROJECT:
            told = {s.field: s.value for s in sorted(c.statements, key=lambda s: s.confidence)}
            who = str(told.get("municipalities") or told.get("grantees"))
            found.add((who, told.get("title"), told.get("amount_dkk")))
    return found - {("0746", "Rundt om bordet", 1_230_000)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Odense Kommune får 2,3 mio. kr. til projektet Pillepausen.",
        "2,3 mio. kr. går til Pillepausen i Odense.",
        "I Odense er der givet 2,3 mio. kr. til Pillepausen, der hjælper ældre.",
        "Odense har fået 2,3 mio. kr. til Pillepausen.",
        "Odense får 2,3 mio. kr. til forsøget Pillepausen, som begynder i august.",
        "I Odense skal ældre have færre piller i projektet Pillepausen. Kommunen får 2,3 mio. kr.",
        "Odense vil give ældre en pause i projektet ”Pillepausen”. Projektet er støttet med 2,3 mio. kr.",
    ],
)
def test_a_name_needs_no_quotes(sentence: str) -> None:
    assert awards(sentence) == {("0461", "Pillepausen", 2_300_000)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Odense Kommune får 2,3 mio. kr. til formålet.",
        "Odense Kommune er bevilget 2,3 mio. kr. til dette.",
        "2,3 mio. kr. går til Odense, der vil hjælpe flere ældre.",
        "Odense har fået 2,3 mio. kr. fra Sundhedsstyrelsen til at hjælpe flere.",
    ],
)
def test_whom_and_what_it_is_for_are_no_names(sentence: str) -> None:
    assert {(who, amount) for who, _, amount in awards(sentence)} == {("0461", 2_300_000)}
    assert not any(title and "projekt" not in str(title) for _, title, _ in awards(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Odense Kommune lader en bus køre om aftenen, og Foreningen Åbne Døre får 1,5 mio. kr. til Varm suppe.",
        "Odense er med igen, mens Hospice Havblik har fået 1,5 mio. kr. til ”Varm suppe”.",
    ],
)
def test_an_organisation_gets_what_its_own_clause_says(sentence: str) -> None:
    ((who, title, amount),) = [a for a in awards(sentence) if a[2] is not None]
    assert who in ("Foreningen Åbne Døre", "Hospice Havblik")
    assert (title, amount) == ("Varm suppe", 1_500_000)


@pytest.mark.parametrize("name", ["Vejen", "Greve", "Skive", "Odder", "Struer"])
def test_a_municipality_called_as_a_common_word_gets_money(name: str) -> None:
    ((who, title, amount),) = awards(f"{name} har fået 1,9 mio. kr. til projektet ”Ud i haven”.")
    assert (title, amount) == ("Ud i haven", 1_900_000)
    assert who in {"0575", "0253", "0779", "0727", "0671"}


def test_roads_that_get_money_are_no_municipality() -> None:
    assert awards("Vejen har fået 1,9 mio. kr. til ny belægning.") == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "Pengene går til Randers, Kolding og Vordingborg samt til et samarbejde mellem Assens og Middelfart.",
        "De fire projekter ligger i Randers, Kolding og Vordingborg samt i Assens og Middelfart, der har søgt sammen.",
        "Det er Randers, Kolding, Vordingborg samt et fælles projekt i Assens og Middelfart, der er med.",
    ],
)
def test_names_that_words_join_are_one_project(sentence: str) -> None:
    lead = "# Fire projekter\n\n12-06-2019\n\nSundhedsstyrelsen har fordelt puljen ”Gode dage” til fire projekter.\n\n"
    page = write_document(lead + sentence, kind=DocumentKind.NEWS)
    found = sorted(
        sorted(str(s.value) for s in c.statements if s.field == "municipalities")
        for c in extract_candidates(page)
        if c.record_type is RecordType.PROJECT
    )
    assert found == [["0390"], ["0410", "0420"], ["0621"], ["0730"]]


def test_a_table_of_courses_and_prices_awards_nothing() -> None:
    rows = "Sted\tDato\tPris\nFredericia\t12. september\t7.200 kr.\nRingsted\t3. oktober\t7.200 kr."
    page = write_document(f"# Bliv vejleder: kursus\n\nSeks dage.\n\n{rows}", kind=DocumentKind.AWARD_LIST)
    assert extract_candidates(page) == []


def test_a_sum_that_is_given_to_each_of_a_row_is_theirs() -> None:
    more = "Derudover gives der 2.180.000 kr. til Rødovre, 1.945.000 kr. til Favrskov og 1.388.000 kr. til Fredensborg."
    lead = "Fra Natlyspuljen går det største beløb til Varde Kommune, der får 3.015.000 kr."
    found = {amount for _, _, amount in awards(f"{lead} {more}") if amount}
    assert found >= {2_180_000, 1_945_000, 1_388_000}
