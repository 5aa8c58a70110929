"""What stands beside a result does not turn it to a mixed one; what stands against it does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.documents import DocumentKind
from corpus.records import OutcomeDirection
from ingest.extract.lines import Page, Span
from ingest.extract.outcomes import find_outcome
from ingest.extract.result_asides import is_aside, parts_of
from tests.ingest.extract.pages import write_document

_GAIN = "Antallet af tryksår er faldet fra 31 til 12 på et år."
_ASIDES = (
    "Driften blev dog dyrere, end der var budgetteret med.",
    "Opstarten var svær, og to gruppeledere stoppede undervejs.",
    "Det tog længere tid end ventet at få vagtplanen til at gå op.",
    "Beboere med svær demens havde mindre gavn af tilbuddet.",
    "Enkelte syntes, at det var vanskeligt at bestille en tid.",
    "Målet på 10 tryksår blev ikke helt nået.",
    "På de øvrige plejehjem er tallet uændret.",
    "Hos de beboere, der stod på venteliste, skete der ingen udvikling.",
    "Antallet af indlæggelser, som ikke var et mål for projektet, er det samme som før.",
    "Der er ikke set flere indlæggelser.",
    "Der er ikke forskel på beboernes vægt, men det var heller ikke ventet.",
    "Trivslen steg, mens den faldt lidt i de kommuner, der er sammenlignet med.",
    "Vi kan ikke udelukke, at andre forhold spiller ind.",
    "Fælles for de fire projekter er, at den syge fik besøg i hjemmet, mens den pårørende var væk.",
)


PASSAGES = Path(__file__).with_name("told_passages.txt")
FLOOR = 0.87
"""F1 of the directions of the passages in `told_passages.txt`; it may only rise."""


def direction(text: str) -> OutcomeDirection | None:
    outcome = find_outcome(
        Page(write_document(f"# Hel hud\n## Resultater\n{text}", kind=DocumentKind.FINAL_REPORT)), is_report=True
    )
    return outcome.direction if outcome is not None else None


@pytest.mark.parametrize("aside", _ASIDES)
def test_an_aside_does_not_turn_a_gain_to_a_mixed_result(aside: str) -> None:
    assert direction(f"{_GAIN} {aside}") is OutcomeDirection.BETTER
    assert direction(f"{aside} {_GAIN}") is OutcomeDirection.BETTER


@pytest.mark.parametrize(
    "against",
    [
        "Til gengæld falder beboerne oftere, og de er mere utrygge.",
        "Sygefraværet blandt medarbejderne er vokset fra 5 til 9 procent.",
        "Omvendt er udgiften pr. borger steget med en fjerdedel.",
        "Beboernes smerter er blevet værre.",
    ],
)
def test_what_got_worse_does(against: str) -> None:
    assert direction(f"{_GAIN} {against}") is OutcomeDirection.MIXED


@pytest.mark.parametrize(
    "praise",
    [
        "Beboerne er begejstrede for musikken, og de ansatte vil anbefale den.",
        "De pårørende roser ordningen.",
        "Samarbejdet med lægerne er blevet tættere, og vi har lært meget.",
    ],
)
def test_praise_is_no_effect(praise: str) -> None:
    assert direction(f"{praise} Forbruget af sovemedicin er det samme som før.") is OutcomeDirection.NO_CHANGE


def test_what_stands_beside_counts_where_nothing_else_tells() -> None:
    assert direction("Målet på 50 procent blev ikke nået.") is OutcomeDirection.NO_CHANGE


def test_a_sentence_is_cut_where_an_aside_begins() -> None:
    text = "Ventetiden er kortere, men vagtplanen var svær at få til at gå op."
    parts = list(parts_of(Span(text, 40, 40 + len(text))))
    assert [part.text for part in parts] == [
        "Ventetiden er kortere, ",
        "men vagtplanen var svær at få til at gå op.",
    ]
    assert [(part.char_start, part.char_end) for part in parts] == [(40, 63), (63, 106)]
    assert [is_aside(part.text) for part in parts] == [False, True]


def test_a_sentence_of_one_kind_stays_whole() -> None:
    text = "Ventetiden er kortere, men smerterne er værre."
    assert [part.text for part in parts_of(Span(text, 0, len(text)))] == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Projektet Ø uden ensomhed er slut. Andelen, der er ensomme, er den samme som før.",
            OutcomeDirection.NO_CHANGE,
        ),
        ("Vi har også undersøgt, om de pårørende er mindre stressede. Det er de ikke.", OutcomeDirection.NO_CHANGE),
        ("Faldene er gået ned med en femtedel, mens de er uændrede i nabokommunerne.", OutcomeDirection.BETTER),
        ("Formålet var færre indlæggelser. Antallet steg fra 40 til 55.", OutcomeDirection.WORSE),
    ],
)
def test_names_questions_other_places_and_aims_are_no_results(text: str, expected: OutcomeDirection) -> None:
    assert direction(text) is expected


def test_a_conclusion_without_a_result_leaves_it_to_the_summary() -> None:
    page = (
        "# Bussen\n## Resumé\nDeltagernes livskvalitet steg fra 58 til 71 point.\n"
        "## Konklusion\nUdvalget har valgt at gøre bussen permanent."
    )
    found = find_outcome(Page(write_document(page, kind=DocumentKind.EVALUATION)))
    assert found is not None
    assert found.direction is OutcomeDirection.BETTER


def test_sections_are_read_as_a_careful_reader_does() -> None:
    none = OutcomeDirection.NOT_REPORTED
    pairs: list[tuple[OutcomeDirection, OutcomeDirection]] = []
    for part in re.split(r"^=== ", PASSAGES.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, markup = part.split("\n", 1)
        wanted, kind = head.split()
        page = Page(write_document(markup, kind=DocumentKind(kind)))
        outcome = find_outcome(page, is_report=page.document.kind is DocumentKind.FINAL_REPORT)
        pairs.append((OutcomeDirection(wanted), outcome.direction if outcome is not None else none))
    n_right = sum(wanted is given is not none for wanted, given in pairs)
    n_told = sum(given is not none for _, given in pairs) + sum(wanted is not none for wanted, _ in pairs)
    assert len(pairs) >= 80
    assert 2 * n_right / n_told >= FLOOR


def test_the_headline_of_a_news_item_decides_where_the_item_tells_both_ways() -> None:
    text = "Færre elever ryger end før. Antallet, der snuser, er steget, og flere ryger efter skole."
    for headline, expected in (
        ("Forsøg med røgfri lærlinge gav bagslag", OutcomeDirection.WORSE),
        ("Skoler i Havby går sammen om røgfri dage", OutcomeDirection.MIXED),
    ):
        found = find_outcome(Page(write_document(f"# {headline}\n{text}", kind=DocumentKind.NEWS)))
        assert found is not None
        assert found.direction is expected
