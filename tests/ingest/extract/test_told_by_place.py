from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from ingest.extract.draft import Found
from ingest.extract.evaluations import extract_evaluation
from ingest.extract.lines import Page
from ingest.extract.told_by_place import results_by_place
from tests.ingest.extract.pages import write_document

POOL = "Puljen til friskere hverdage"


def page(markup: str) -> Page:
    return Page(write_document(markup, kind=DocumentKind.EVALUATION))


def told(text: str) -> list[tuple[str, str | None, str]]:
    results = results_by_place(page(f"# Evaluering\n{text}"))
    return [(r.code, str(r.title.value) if r.title else None, found.value) for r in results if (found := r.found())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I Assens (På benene igen) faldt antallet af indlæggelser. I Holbæk, hvor projektet hedder Ro på, kunne "
            "der ikke måles nogen forskel.",
            [("0420", "På benene igen", "better"), ("0316", "Ro på", "no_change")],
        ),
        (
            "Bænken ved havnen i Struer er nået længst. Deltagerne er mindre ensomme end før. Varme fødder i Skive har "
            "slået fejl: Flere har smerter nu end før.",
            [("0671", "Bænken ved havnen", "better"), ("0779", "Varme fødder", "worse")],
        ),
        (
            "I Viborg har Gang i gaden hjulpet 90 borgere, og de falder sjældnere. Her er smerterne også mindre.",
            [("0791", "Gang i gaden", "better")],
        ),
        (
            "Deltagerne i Ringsted blev gladere, mens de i Sorø fik det værre.",
            [("0329", None, "better"), ("0340", None, "worse")],
        ),
        ("Viborg og Skive har været med i projektet siden 2019.", []),
        (
            "Kommunerne er Greve og Odder. Greve endte på 25 fald mod 25 før. Odder gik fra 40 til 12 fald.",
            [("0253", None, "no_change"), ("0727", None, "better")],
        ),
        (
            "Bedst gik det i Struer, hvor antallet af fald blev halveret. Et tredje projekt, Varme fødder i Skive, har "
            "givet flere smerter end før.",
            [("0671", None, "better"), ("0779", "Varme fødder", "worse")],
        ),
    ],
)
def test_results_go_to_the_place_that_they_are_told_of(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert told(text) == expected


def test_two_projects_of_a_place_are_apart_by_their_names() -> None:
    text = "Fødder i vejret i Randers halverede smerterne.\nRo i natten i Randers gjorde søvnen dårligere.\n"
    assert told(text) == [("0730", "Fødder i vejret", "better"), ("0730", "Ro i natten", "worse")]


def test_a_heading_of_two_places_holds_two_projects() -> None:
    text = (
        f"# {POOL}: evaluering\n## Køge og Solrød\nI Køge faldt antallet af fald fra 40 til 22. I Solrød var tallet "
        "det samme før og efter.\n## Greve\nSøvnen er blevet dårligere.\n"
    )
    document = page(text)
    pool = Found(POOL, document.text.index(POOL), document.text.index(POOL) + len(POOL), 0.9)
    found = [
        (
            sorted(s.value for s in c.statements if s.field == "municipalities"),
            next((s.value for s in c.statements if s.field == "outcome_direction"), None),
        )
        for c in extract_evaluation(document, pool)
        if c.record_type.value == "project"
    ]
    assert found == [(["0259"], "better"), (["0269"], "no_change"), (["0253"], "worse")]
