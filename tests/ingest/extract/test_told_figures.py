from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from ingest.extract.lines import Page
from ingest.extract.outcomes import find_outcome
from ingest.extract.quantities import find_quantities
from ingest.extract.told_figures import read_across
from tests.ingest.extract.pages import write_document


def across(*sentences: str) -> set[str]:
    return {direction.value for direction in read_across(sentences[:-1], sentences[-1])}


@pytest.mark.parametrize(
    ("sentences", "wanted"),
    [
        (("I januar måtte lederen ringe efter vikarer 64 gange.", "I november skete det 21 gange."), "better"),
        (
            ("I første kvartal 2019 var ventetiden 96 dage.", "Målingen fra fjerde kvartal 2020 viser 41 dage."),
            "better",
        ),
        (("I efteråret 2018 var der 17 fald om måneden.", "Efteråret 2019 sluttede på 26 om måneden."), "worse"),
        (("Sygefraværet var 5,8 procent inden forsøget.", "I dag er det 8,1 procent."), "worse"),
        (("Uge 1: 3.700 skridt om dagen.", "Uge 20: 2.900 skridt om dagen."), "worse"),
        (("Baseline (2016): 214 indlæggelser.", "Opfølgning (2019): 171."), "better"),
        (("Udgangspunktet var 19 overdoser.", "Status nu er 8."), "better"),
        (("Smertescoren var 6,1 hos deltagerne.", "I kontrolgruppen var den 5,2."), "worse"),
        (("WHO-5 blev målt ved inklusion.", "Gennemsnittet var 58.", "Et år senere var det 47."), "worse"),
        (("Da projektet begyndte, fik 42 af de 96 beboere sovemedicin.", "I dag er det 19."), "better"),
        (("Før indsatsen blev 17 ud af 100 indlagt igen.", "Efter indsatsen er det 17 ud af 100."), "no_change"),
        (("Der gik 21 dage mellem to fald.", "Før var det ni."), "better"),
    ],
)
def test_a_figure_answers_one_of_the_sentences_before(sentences: tuple[str, ...], wanted: str) -> None:
    assert across(*sentences) == {wanted}


@pytest.mark.parametrize(
    ("sentences", "wanted"),
    [
        (("Målet var, at 80 procent af borgerne kunne klare trapper.", "84 procent kunne."), "better"),
        (("Målet var, at 80 procent af borgerne kunne klare trapper.", "Det blev 61 procent."), "no_change"),
        (("Der måtte højst opstå tre tryksår.", "Der opstod ni."), "no_change"),
        (("Grænsen var højst 5 procent fejl i doseringen.", "Stikprøven viste 2."), "better"),
        (("98 procent af doserne var korrekte.", "Kravet er 95."), "better"),
        (("Mindst 50 af de 80 skulle tabe sig fem kilo.", "Det gjorde 14."), "no_change"),
        (("Mål: Mindst 50 borgere i arbejde.", "Resultat: 63."), "better"),
    ],
)
def test_an_aim_is_reached_or_not(sentences: tuple[str, ...], wanted: str) -> None:
    assert across(*sentences) == {wanted}


@pytest.mark.parametrize(
    "sentences",
    [
        ("Ved start svarede 480 unge.", "Holdet mødes i øens tre forsamlingshuse."),
        ("I 2019 var der 12 fald.", "Projektet fik 2.400.000 kr."),
        ("Før projektet ammede 54 procent.", "Tilbuddet er åbent fra fire til seks om natten."),
        ("I dag er der 12 på ventelisten.", "Der gik 61 meter tråd til."),
        ("Borgerne fik besøg af 14 hjælpere.", "Evalueringen bygger på svar fra 240 borgere."),
    ],
)
def test_figures_of_two_things_are_not_compared(sentences: tuple[str, ...]) -> None:
    assert across(*sentences) == set()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("gik fra 46 til 41.", [46, 41]),
        ("på en skala fra 1 til 5", []),
        ("rejste sig 8 gange på 30 sekunder", [8]),
        ("tolv uger senere var tallet 11,6", [11.6]),
        ("femogtyve borgere faldt", [25]),
        ("blandt de 64 deltagere", []),
        ("faldet med 31 procent", []),
    ],
)
def test_levels_are_told_from_other_numbers(text: str, values: list[float]) -> None:
    assert [quantity.value for quantity in find_quantities(text)] == values


_GAINS = ("Mål\tFør\tEfter", "Fald om natten\t31\t14", "Tryksår\t12\t5")


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (["Indikator\tFør\tEfter", "Fald om natten\t52\t31"], "better"),
        (["Mål\tUdgangspunkt\tVed afslutning\tOpfyldt", "Uplanlagt vægttab\t21 %\t21 %\tNej"], "no_change"),
        (["Andel, der bruger snus\t2018\t2020", "Klubber med besøg\t14 %\t21 %"], "worse"),
        (["Måling\tStart\tSlut", "Tryksår\t14\t6", "Livskvalitet\t61\t52"], "mixed"),
        (["Måling\tBaseline\tOpfølgning", "Ensomme borgere\t38 af 90\t17 af 90"], "better"),
        (["Hvad\tFørste måling\tSidste måling", "Genindlæggelser\t18 %\t24 %"], "worse"),
        ([*_GAINS, "Sygefravær\t5,1 %\t6,0 %", "Klager fra pårørende\t9\t3"], "better"),
        ([*_GAINS, "Sygefravær\t5,1 %\t6,0 %"], "mixed"),
        ([*_GAINS, "Sygefravær\t5,1 %\t6,0 %", "Klager fra pårørende\t9\t17"], "mixed"),
        ([*_GAINS, "Jeg er tryg ved natten\t58 %\t31 %", "Løn\t690.000\t688.900"], "better"),
        ([_GAINS[0], "Fald om natten\t14\t31", "Tryksår\t5\t12", "Klager\t3\t9", "Trivsel\t52\t53"], "worse"),
    ],
)
def test_rows_of_before_and_after_tell_results(rows: list[str], wanted: str) -> None:
    markup = "\n".join(("# Nyt forløb", "## Resultater", *rows))
    outcome = find_outcome(Page(write_document(markup, kind=DocumentKind.PROJECT_PAGE)))
    assert outcome is not None
    assert outcome.direction.value == wanted
