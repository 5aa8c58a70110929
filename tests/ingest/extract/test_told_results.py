from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from corpus.documents import DocumentKind
from ingest.extract.comparisons import find_comparisons
from ingest.extract.directions import read_directions
from ingest.extract.lines import Page
from ingest.extract.measured_things import MEASURES, find_measured, word_sign
from ingest.extract.outcomes import find_outcome
from tests.ingest.extract.pages import write_document

TOLD = Path(__file__).with_name("told_results.txt")
FLOOR = 0.94
"""F1 of the directions of results over the sentences in `told_results.txt`; it may only rise."""


def told(sentence: str) -> str:
    page = Page(write_document(f"# Morgenlys\n## Resultater\n{sentence}", kind=DocumentKind.PROJECT_PAGE))
    outcome = find_outcome(page)
    return outcome.direction.value if outcome else "none"


def test_sentences_of_many_registers_are_read() -> None:
    rows = [line.split("|", 1) for line in TOLD.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    seen = Counter((wanted, told(sentence)) for wanted, sentence in rows)
    n_right = sum(n for (wanted, given), n in seen.items() if wanted == given != "none")
    n_wanted = sum(n for (wanted, _), n in seen.items() if wanted != "none")
    n_given = sum(n for (_, given), n in seen.items() if given != "none")
    assert len(rows) >= 200
    assert 2 * n_right / (n_wanted + n_given) >= FLOOR


@pytest.mark.parametrize(
    ("word", "sign"),
    [
        ("genindlæggelsesraten", -1),
        ("sygefraværet", -1),
        ("utrygge", -1),
        ("mistrivsel", -1),
        ("søvnløshed", -1),
        ("smertefri", 1),
        ("gennemførelsesprocenten", 1),
        ("brugertilfredsheden", 1),
        ("sundhedsstyrelsen", 0),
        ("faldforebyggelse", 0),
        ("deltagerne", 0),
        ("tilsammen", 0),
    ],
)
def test_a_compound_is_good_or_bad_by_its_head(word: str, sign: int) -> None:
    assert word_sign(word) == sign


@pytest.mark.parametrize(
    ("sentence", "signs"),
    [
        ("andelen af udækkede vagter", [-1]),
        ("medicinkort uden fejl", [1]),
        ("de fik målt blodtryk", []),
        ("antallet af dage mellem indlæggelserne", [1]),
        ("længere tid mellem indlæggelserne", [-1]),
        ("afværgede indlæggelser", [1]),
        ("rettidige besøg", [1]),
        ("sygdommen var under kontrol", [1]),
        ("ikke under kontrol", [-1]),
        ("phq-9-scoren", [-1]),
        ("who-5-scoren", [1]),
        ("regninger betalt til tiden", [1]),
        ("taljemålet", [-1]),
        ("rejse-sætte-sig-testen", [1]),
        ("ledige stillinger i sygeplejen", [-1]),
        ("ny mulighed i detaljer", []),
    ],
)
def test_what_stands_before_a_thing_turns_it(sentence: str, signs: list[int]) -> None:
    assert [thing.sign for thing in find_measured(sentence)] == signs


@pytest.mark.parametrize(
    ("sentence", "signs"),
    [
        ("faldt fra 48 til 31", [-1]),
        ("var 21 pct. før og 14 pct. efter", [-1]),
        ("8 ud af 10 mod 3 ud af 10 før", [1]),
        ("faldt fra fem uger til seks dage", [-1]),
        ("41 dage i begge grupper", [0]),
        ("i 2017 var tallet 29, i 2020 var det 41", [1]),
        ("lå på 7,1 procent før og 7,0 procent efter", [0]),
        ("4,2 pr. 1.000 borgere mod 6,0 i resten af regionen", [-1]),
        ("åbent fra otte til ti", []),
        ("på en skala fra 1 til 10", []),
        ("deltagerne var mellem 61 og 94 år", []),
        ("fra 12 til 18 mio. kr.", []),
    ],
)
def test_figures_are_compared_where_words_say_so(sentence: str, signs: list[int]) -> None:
    assert [comparison.sign for comparison in find_comparisons(sentence)] == signs


def test_two_sentences_tell_one_result() -> None:
    assert told("Før projektet blev 41 indlagt hvert kvartal. I projektets sidste år var tallet 29.") == "better"


def test_a_sum_outweighs_what_it_sums_up() -> None:
    assert told("Tilfredsheden steg en smule. Samlet set er der ingen effekt.") == "no_change"
    assert told("Borgerne var glade for ordningen. Antallet af fodsår er uændret.") == "no_change"


def test_what_happened_elsewhere_is_no_result() -> None:
    assert told("Et tilsvarende projekt i Norge gav færre fald.") == "none"
    assert told("Sygefraværet faldt til 5,9 procent, mens det var uforandret i resten af kommunen.") == "better"


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Målet var 80 procent røgfri efter et år, og resultatet blev 84 procent.", "better"),
        ("Målet var, at 80 procent kunne klare trapper, men kun 40 procent kunne.", "no_change"),
        ("Kravet var højst 5 procent fejl, og stikprøven viste 2 procent.", "better"),
        ("Scoren faldt fra 14 til 9 (lavere er bedre).", "better"),
        ("Skemaet gav 14 før og 9 efter, hvor lavere tal er bedre.", "better"),
        ("Skemaet gav 14 før og 9 efter, hvor et højere tal betyder større tryghed.", "worse"),
        ("Blodtrykket var det samme før og efter.", "no_change"),
        ("Niveauet svarede til niveauet før.", "no_change"),
    ],
)
def test_aims_and_what_figures_mean_are_taken_at_their_word(sentence: str, wanted: str) -> None:
    assert {direction.value for direction in read_directions(sentence)} == {wanted}


def test_measures_are_told_once_and_one_way() -> None:
    with MEASURES.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file, delimiter="\t")]
    assert len({row["measure"] for row in rows}) == len(rows) > 800
    assert {row["more_is"] for row in rows} == {"good", "bad"}
    assert all(row["field"] and row["measure"] == row["measure"].strip().lower() for row in rows)
    signs = {(m := row["measure"].rstrip("-")): [thing.sign for thing in find_measured(m)] for row in rows}
    assert not [row for row in rows if signs[row["measure"].rstrip("-")] != [1 if row["more_is"] == "good" else -1]]
