from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest

from corpus.documents import Document
from tests.ingest.parsing import parse
from tests.ingest.pdfs import lines_pdf

Drawn = list[tuple[float, float, str]]
BODY = (
    "Kommunen har prøvet en ny måde at følge op på, når borgere kommer hjem.",
    "Sygeplejersken ringer dagen efter, og lægen får besked samme dag.",
    "Erfaringen er, at pårørende spørger mindre, når nogen ringer først.",
)
ROMAN = ("i", "ii", "iii")
PULJE, REPORT = "Puljen til nære overgange", "Slutrapport"


def read(n_pages: int, edges: Callable[[int, int], Drawn], n_lines: int = 6) -> Document:
    """Draw pages of text under the pool's name; `edges` gives what stands at the edges of page `n` of how many."""
    pages: list[Drawn] = []
    for n in range(1, n_pages + 1):
        body = [(60.0, 140.0 + 18 * row, f"{BODY[row % 3]} ({n}.{row})") for row in range(n_lines)]
        top = [(60.0, 100.0, f"{REPORT} fra {PULJE}, del {n}")]
        pages.append([*edges(n, n_pages), *top, *body])
    return parse(lines_pdf(pages, size=10), "application/pdf", url="https://www.eksempel.dk/media/rapport.pdf")


def footer(text: str, x: float = 60.0) -> Drawn:
    return [(x, 806.0, text)]


def header(text: str, x: float = 60.0) -> Drawn:
    return [(x, 36.0, text)]


EDGES: dict[str, Callable[[int, int], Drawn]] = {
    "label and number on one line": lambda n, of: footer(f"{PULJE} · {REPORT} · Side {n} af {of}"),
    "label left, number right": lambda n, of: [*footer(PULJE), *footer(f"Side {n}", 500.0)],
    "number first": lambda n, of: footer(f"Side {n} | {PULJE}"),
    "number before a stroke": lambda n, of: footer(f"{n} | {PULJE}"),
    "number after a dash": lambda n, of: footer(f"{PULJE} - {n}"),
    "number after a space": lambda n, of: footer(f"{PULJE} {n}"),
    "part of whole": lambda n, of: footer(f"{PULJE} {n}/{of}"),
    "number alone": lambda n, of: footer(f"{n}", 290.0),
    "number in dashes": lambda n, of: footer(f"– {n} –", 280.0),
    "number in words": lambda n, of: footer(f"Side {n} ud af {of}", 280.0),
    "roman": lambda n, of: footer(ROMAN[n - 1], 290.0),
    "roman with a label": lambda n, of: footer(f"{PULJE} · side {ROMAN[n - 1]}"),
    "header alone": lambda n, of: header(PULJE),
    "firm alone": lambda n, of: header("Analysehuset Lyngbakken"),
    "header and footer": lambda n, of: [*header(REPORT), *footer("Maj 2022"), *footer(f"Side {n}", 500.0)],
    "month and number": lambda n, of: footer(f"Maj 2022 Side {n}"),
    "header with number": lambda n, of: header(f"{REPORT} · {n}"),
    "turning sides": lambda n, of: header(f"{n} · {PULJE}") if n % 2 else header(f"{REPORT} · {n}", 400.0),
    "two lines": lambda n, of: [*header(PULJE), (60.0, 50.0, "Lyngbakken Analyse"), *footer(f"s. {n}", 500.0)],
}


def lines_at_edges(document: Document) -> list[str]:
    text = document.text
    for line in BODY:
        text = re.sub(rf"{re.escape(line)} \(\d\.\d\)", "\n", text)
    return [line.strip() for line in text.splitlines() if line.strip() and ", del " not in line]


@pytest.mark.parametrize("n_pages", [2, 3])
@pytest.mark.parametrize("shape", EDGES)
def test_running_lines_go_however_their_page_number_stands(shape: str, n_pages: int) -> None:
    document = read(n_pages, EDGES[shape])
    assert lines_at_edges(document) == []
    assert all(f"({n}.{row})" in document.text for n in range(1, n_pages + 1) for row in range(6))


@pytest.mark.parametrize(
    "text",
    [
        "Side 1 af 1",
        f"{PULJE} · Side 1 af 1",
        "Side 1/1",
        "1 af 1",
        f"{PULJE}   Side 1",
        "Lyngbakken Analyse, side 1",
        "Slutrapport til puljen Side 1",
        "Rapport for projektet · side 1",
    ],
    ids=("label", "pool", "slash", "bare", "alone", "firm", "what it is", "whose it is"),
)
def test_a_single_page_may_be_numbered(text: str) -> None:
    assert lines_at_edges(read(1, lambda n, of: footer(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kolding Kommune, Sundhedscentret Side 1",
        "Kolding Kommune, november 2022 Side 1",
        "Sundhed og Ældre, Kolding Kommune · Side 1 af 1",
        "Side 1 | Kolding Kommune",
        "Kolding 2022 – side 1",
    ],
)
def test_a_single_pages_footer_goes_if_the_text_names_its_place_too(text: str) -> None:
    drawn = [*footer(text), (60.0, 120.0, "Kolding Kommune har prøvet noget nyt.")]
    assert lines_at_edges(read(1, lambda n, of: drawn)) == ["Kolding Kommune har prøvet noget nyt."]
    assert "Side 1" in read(1, lambda n, of: footer("Kolding Kommune, Sundhedscentret Side 1")).text


CLOSING = [
    "Side 1",
    "Side 1 af 1",
    "side 1/1",
    "Side 1 af 3",
    "Side 1 ud af 1",
    "- 1 -",
    "– 1 –",
    "1/1",
    "1 af 1",
    "(1/1)",
]


@pytest.mark.parametrize("height", [262.0, 500.0, 700.0])
@pytest.mark.parametrize("text", CLOSING)
def test_a_short_pages_number_goes_however_far_up_its_text_ends(text: str, height: float) -> None:
    assert lines_at_edges(read(1, lambda n, of: [(280.0, height, text)])) == []


@pytest.mark.parametrize(
    "text", ["12", "1-2", "1/2", "1 af 4", "Side 7", "– 5 –", "Side 1 i bilag 2 viser tallene", "1 af 1 borger"]
)
def test_a_short_pages_last_line_stays_if_it_may_be_text(text: str) -> None:
    assert lines_at_edges(read(1, lambda n, of: [(280.0, 262.0, text)])) == [text.removeprefix("– ")]


KEPT: dict[str, tuple[Callable[[int, int], Drawn], Sequence[str]]] = {
    "the only line that names the place": (lambda n, of: header("Havby Kommune"), ["Havby Kommune"]),
    "projects that count": (lambda n, of: header(f"Projekt {n}"), ["Projekt 1", "Projekt 2", "Projekt 3"]),
    "sums": (lambda n, of: footer(f"Havby {n}.250.000 kr."), [f"Havby {n}.250.000 kr." for n in (1, 2, 3)]),
    "years in a row": (lambda n, of: footer(f"I alt for {2018 + n}"), [f"I alt for {2018 + n}" for n in (1, 2, 3)]),
    "years": (lambda n, of: footer(f"I alt for {2017 + 2 * n}"), [f"I alt for {2017 + 2 * n}" for n in (1, 2, 3)]),
    "different lines": (lambda n, of: header(BODY[n - 1][:24]), [BODY[n - 1][:24] for n in (1, 2, 3)]),
}


@pytest.mark.parametrize("case", KEPT)
def test_lines_that_say_something_stay(case: str) -> None:
    edges, kept = KEPT[case]
    assert lines_at_edges(read(3, edges)) == list(kept)
