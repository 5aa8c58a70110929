from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from corpus.errors import QueryError
from search.request import SearchRequest
from ui.said import chip_label, said, said_failure
from ui.texts import load_texts

DA, EN = load_texts("da"), load_texts("en")
WRONG = (
    '"uden slut',
    "kommune:",
    "komune:Vejle",
    "kommune:Xyzby",
    "beloeb:abc",
    "aar:2020..2018",
    'kommune:"Vejle',
    "a" * 30_000,
)


@pytest.mark.parametrize("query", WRONG, ids=[query[:12] for query in WRONG])
def test_what_is_wrong_with_a_query_is_said_in_the_language_of_the_page(client: TestClient, query: str) -> None:
    from ui.service import Service

    service: Service = client.app.state.service  # type: ignore[attr-defined]  # Starlette's app has a state
    with pytest.raises(QueryError) as caught:
        service.searcher().search(SearchRequest(query=query))
    message = str(caught.value)
    assert said(DA, message) != message, "the search says it in words that no shape knows"
    assert said(EN, message) != message
    assert not re.search(r"\b(the|has no|there is|nothing)\b", said(DA, message))


def test_a_page_says_it_in_its_own_language(client: TestClient) -> None:
    query = quote('"uden slut')
    assert "bliver ikke lukket" in client.get(f"/?q={query}").text
    assert "is never closed" in client.get(f"/?lang=en&q={query}").text


@pytest.mark.parametrize(
    ("path", "key"),
    [("/findes-ikke", "no_place"), ("/projekt/findes-ikke", "no_record"), ("/dokument/findes-ikke", "no_document")],
)
def test_what_is_not_there_is_said_in_a_page_of_ours(client: TestClient, path: str, key: str) -> None:
    for texts in (DA, EN):
        answer = client.get(f"{path}?lang={texts.language}", headers={"accept": "text/html"})
        assert answer.status_code == 404
        assert texts(f"said.{key}", value="findes-ikke") in answer.text
        assert f'<html lang="{texts.language}">' in answer.text


@pytest.mark.parametrize(
    ("path", "status", "key", "value"),
    [
        ("/projekt/p-demens?version=99", 404, "no_version", "99"),
        ("/projekt/p-demens?version=syv", 422, "no_integer", "version"),
        ("/notat.docx?id=findes-ikke", 400, "none_chosen", ""),
    ],
    ids=["version", "number", "brief"],
)
def test_a_wrong_address_is_told_in_a_page_and_tells_nothing_of_the_machine(
    client: TestClient, path: str, status: int, key: str, value: str
) -> None:
    for texts in (DA, EN):
        answer = client.get(f"{path}&lang={texts.language}", headers={"accept": "text/html"})
        assert answer.status_code == status
        assert texts(f"said.{key}", n=value, value=value) in answer.text
        assert "/data" not in answer.text.partition("<main")[2].partition("</main>")[0]


def test_notices_are_translated_with_their_figures() -> None:
    notice = "57 poster uden oplysning om år er udeladt af filteret ”År: 2019”; vælg også ”ukendt” for at se dem."
    assert said(EN, notice).startswith("57 records that do not state")
    assert "“År: 2019”" in said(EN, notice)
    notice = "1 post uden oplysning om år er udeladt af filteret ”År: 2019”; vælg også ”ukendt” for at se den."
    assert said(EN, notice).startswith("1 record that does not state")


def test_unknown_messages_are_given_as_they_stand() -> None:
    assert said(DA, "Something else.") == "Something else."
    assert said_failure(DA, QueryError("Something else.")).endswith("Something else.")
    assert said_failure(DA, QueryError("Something else.")).startswith("Systemet melder")


def test_braces_in_a_query_are_no_places_to_fill_in() -> None:
    assert "{0.__class__}" in said(DA, "municipality has no value '{0.__class__}'. Search first; x")


def test_chips_name_their_field_in_the_language_of_the_page() -> None:
    chip = {"field": "municipality", "label": "Kommune: Vejle"}
    assert chip_label(EN, chip) == "Municipality: Vejle"
    assert chip_label(EN, {"field": "ukendt", "label": "År: 2019"}) == "År: 2019"


def test_an_address_with_too_many_choices_is_refused_in_a_page(client: TestClient) -> None:
    full = "/?lang=en&" + "&".join(f"kommune={n:04}" for n in range(300))
    answer = client.get(full, headers={"accept": "text/html"})
    assert answer.status_code == 400
    assert EN("said.address_full") in answer.text
