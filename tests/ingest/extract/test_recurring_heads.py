"""Reports whose projects and their parts have headings of one level: "Resultater" stands under each project."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import write_document

HEAD = "# Evaluering af Puljen til tryghed om natten\nEvalueringen bygger på projekternes egne data.\n"
PLACES = {
    "Rebild Kommune: Blodprøver ved bordet": ("Antallet af indlæggelser faldt fra 38 til 29.", "better"),
    "Skive Kommune: Døgnåben linje": ("Antallet af indlæggelser steg fra 29 til 38.", "worse"),
    "Thisted Kommune: Drop i stuen": ("Antallet af indlæggelser er uændret.", "no_change"),
}


def told(text: str) -> dict[str, str]:
    page = write_document(text, kind=DocumentKind.EVALUATION)
    stated = [{s.field: str(s.value) for s in c.statements} for c in extract_candidates(page)]
    return {s["title"]: s["outcome_direction"] for s in stated if "outcome_direction" in s}


def write(part: str, numbered: bool = False) -> str:
    sections = [
        f"## {f'{n}. ' if numbered else ''}{name}\nKommunen ville have, at sygeplejersken kommer hjem til borgeren, "
        f"så flere kan blive i eget hjem.\n## {part}\n{result}\n"
        for n, (name, (result, _)) in enumerate(PLACES.items(), 1)
    ]
    return HEAD + "".join(sections)


@pytest.mark.parametrize(
    "part",
    ["Resultater", "Hvad kom der ud af det?", "Resultater og effekt", "Hovedresultater", "Effekt", "Det viser tallene"],
)
def test_a_part_that_recurs_belongs_to_the_project_above_it(part: str) -> None:
    assert told(write(part)) == {name.partition(": ")[2]: direction for name, (_, direction) in PLACES.items()}


def test_projects_may_be_numbered() -> None:
    assert len(told(write("Resultater", numbered=True))) == len(PLACES)


def test_a_heading_that_stands_once_closes_the_last_project() -> None:
    text = HEAD + "".join(
        f"## {name}\nKommunen ville have, at sygeplejersken kommer hjem til borgeren, så flere kan blive hjemme.\n"
        for name in PLACES
    )
    assert told(f"{text}## Resultater på tværs\nAntallet af indlæggelser faldt fra 38 til 29.\n") == {}
