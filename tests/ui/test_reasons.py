from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from search.match import match_draft
from ui.reasons import reason
from ui.service import Service
from ui.texts import load_texts

DA, EN = load_texts("da"), load_texts("en")
DRAFT = (
    "Målgruppen er pårørende til ældre med demens på plejehjem. Metoden er aflastning og undervisning. "
    "Vi samarbejder med almen praksis, og effekten måles på færre indlæggelser. Vi søger 500.000 kr."
)
DANISH = re.compile(r"\b(fælles|ligner|skala|ramme|økonomi|ikke|begge|indbyggere|kommuner?|pulje|mod|hjem)\b")


@pytest.mark.parametrize(
    "draft", [DRAFT, "Rygestop til unge i hele landet. " * 4, "KOL og telemedicin i eget hjem " * 5]
)
def test_each_reason_that_a_match_gives_has_english(client: TestClient, draft: str) -> None:
    service: Service = client.app.state.service  # type: ignore[attr-defined]  # Starlette's app has a state
    answer = match_draft(service.searcher(), draft, municipality="Esbjerg", limit=60).json()
    lines = {line for result in answer["results"] for line in (*result["reasons"], *result["differences"])}
    assert len(lines) > 10
    for line in lines:
        assert reason(DA, line) == line
        told = reason(EN, line)
        assert told != line
        if not line.startswith("fælles ord"):  # those are words of the draft
            assert not DANISH.search(told), (line, told)


def test_figures_are_written_as_the_language_writes_them() -> None:
    line = "Herning: 89.230 indbyggere mod 115.652, begge er provinsbykommuner, begge i Region Midtjylland"
    assert reason(EN, line) == (
        "Herning: 89,230 inhabitants against 115,652, both provincial town municipalities, both in Region Midtjylland"
    )
    assert reason(EN, "økonomi: 1.200,5 mio. kr. mod 0,5 mio. kr. i udkastet") == (
        "money: DKK 1,200.5 m against DKK 0.5 m in the draft"
    )
    assert reason(EN, "noget helt andet") == "noget helt andet"


def test_an_english_page_names_its_themes_in_english(client: TestClient) -> None:
    page = client.get("/?tema=demens&lang=en").text
    assert "dementia" in page
    understood = client.get("/?q=tema:demens&lang=en").text
    assert "Theme: dementia" in understood
    assert "Corpus version 1" in client.post("/match?lang=en", data={"text": DRAFT}).text
