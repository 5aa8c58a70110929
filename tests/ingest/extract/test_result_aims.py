from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import OutcomeDirection
from ingest.extract.directions import read_directions, without_aim
from ingest.extract.lines import Page
from ingest.extract.outcomes import find_outcome
from ingest.extract.plain_words import plain_words, without_names
from ingest.extract.result_cues import is_of_others, is_too_early, sets_aim, tells_habit, tells_idea, tells_plans
from ingest.extract.told_figures import read_across
from tests.ingest.extract.pages import write_document

BETTER, SAME, WORSE = OutcomeDirection.BETTER, OutcomeDirection.NO_CHANGE, OutcomeDirection.WORSE


def told(text: str) -> str:
    outcome = find_outcome(Page(write_document(f"# Morgenlys\n## Resultater\n{text}", kind=DocumentKind.PROJECT_PAGE)))
    return outcome.direction.value if outcome else "none"


@pytest.mark.parametrize(
    "sentence",
    [
        "Det var forventet, at flere ville komme ud.",
        "Det var ventet, at beboerne sov bedre.",
        "Forventningen var færre indlæggelser.",
        "Vi havde regnet med at spare 20 timer om ugen.",
        "Kommunen havde håbet på færre fald.",
    ],
)
def test_what_was_expected_is_an_aim(sentence: str) -> None:
    assert sets_aim(sentence)


@pytest.mark.parametrize("sentence", ["Som forventet faldt indlæggelserne.", "Forventningerne blev indfriet."])
def test_what_came_as_expected_is_no_aim(sentence: str) -> None:
    assert not sets_aim(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Kommunen ønskede færre klager, men fik flere.", {WORSE}),
        ("Vi håbede på færre fald, men de steg fra 8 til 13 om måneden.", {WORSE}),
        ("Målet var kortere ventetid, men den blev længere.", {WORSE}),
        ("Vi havde ventet flere klager, men fik færre.", {BETTER}),
        ("Ambitionen var bedre søvn, men søvnen er uændret.", {SAME}),
        ("Fejlene er færre, men klagerne er steget.", {BETTER, WORSE}),
    ],
)
def test_what_was_wanted_is_not_what_came(sentence: str, expected: set[OutcomeDirection]) -> None:
    assert read_directions(sentence) == expected


def test_what_somebody_wishes_for_himself_is_no_plan() -> None:
    assert not tells_plans("Flere får lov at dø hjemme, når de ønsker det.")
    assert tells_plans("Kommunen ønsker, at flere kan dø hjemme.")


def test_an_aim_is_cut_off_before_what_came() -> None:
    assert without_aim("Vi ønskede færre klager, men fik flere.") == "fik flere."
    assert without_aim("Klagerne faldt, men ønsket om ro er der stadig.") == (
        "Klagerne faldt, men ønsket om ro er der stadig."
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Andelen, der blev screenet for underernæring, er gået fra 22 til 81 procent.", {BETTER}),
        ("Antallet af borgere, der blev røgfri, faldt.", {WORSE}),
        ("Andelen af beboere, der fik det bedre, er dalet.", {WORSE}),
        ("Gennemsnittet gik fra 31 til 30, og det er inden for den usikkerhed, vi måler med.", {SAME}),
        ("Beboerne sov 6 timer og 20 minutter før og 6 timer og 22 minutter efter.", {SAME}),
        ("Ingen af deltagerne er blevet røgfri.", {SAME}),
        ("Der er ingen nye tryksår.", {BETTER}),
        ("De pårørende ved mere om demens end før.", {BETTER}),
        ("Personalet har fået styr på medicinskabene.", {BETTER}),
        ("Ønsket om, at flere kunne dø hjemme, blev ikke indfriet.", {SAME}),
        ("Ønsket om, at flere kunne dø hjemme, blev indfriet.", {BETTER}),
        ("Familierne sparede tilsammen 5.200 kilometers kørsel.", {BETTER}),
        ("Antallet, der følte sig udkørte, faldt fra 18 til 6.", {BETTER}),
        ("De ubrugte midler er ført tilbage.", set()),
        ("Trivslen er gået tilbage.", {WORSE}),
    ],
)
def test_sentences_tell_what_befell_whom(sentence: str, expected: set[OutcomeDirection]) -> None:
    assert read_directions(sentence) == expected


def test_figures_of_two_sentences_that_hardly_differ_are_no_change() -> None:
    assert read_across(["I 2017 var der 43 fald."], "I 2020 var der 45.") == {SAME}
    assert read_across(["I 2017 var der 43 fald."], "I 2020 var der 54.") == {WORSE}
    assert read_across(["I 2017 var der 43 fald."], "I 2020 var tallet steget til 45.") == {WORSE}


@pytest.mark.parametrize(
    "sentence",
    [
        "Vi nåede ikke at se, om det virkede.",
        "Vi ved ikke, om det virkede.",
        "Ingen kan sige, om det virkede.",
        "Det lykkedes aldrig at måle, hvorvidt det virkede.",
    ],
)
def test_what_nobody_knows_is_blanked(sentence: str) -> None:
    assert "virkede" not in plain_words(sentence, ())


def test_what_is_known_stays() -> None:
    sentence = "Ingen er i tvivl: Det virkede, siger de om tilbuddet."
    assert plain_words(sentence, ()) == sentence


def test_whom_nobody_found_for_the_work_is_no_result() -> None:
    assert "lykkedes" not in without_names("Projektet stoppede, fordi det ikke lykkedes at ansætte en læge.")
    assert "lykkedes" not in without_names("Det lykkedes ikke at finde en ny projektleder, og det blev lukket.")
    assert "lykkedes" in without_names("Det lykkedes ikke at finde flere borgere med tryksår.")


def test_groups_without_the_offer_are_blanked() -> None:
    said = "Indlæggelserne faldt, mens de tre hold uden tavler lå stille."
    assert plain_words(said, ()) == "Indlæggelserne faldt ."
    said = "Vægten faldt, mens mænd uden arbejde tog på."
    assert plain_words(said, ()) == said


@pytest.mark.parametrize(
    ("sentence", "is_beside"),
    [
        ("De ubrugte midler er ført tilbage til puljen.", True),
        ("En del af de sparede penge bliver brugt på nye stole.", True),
        ("Pengene er brugt på oplæring.", False),
        ("Borgerne bruger færre penge på medicin.", False),
    ],
)
def test_money_that_moves_is_no_result(sentence: str, is_beside: bool) -> None:
    assert is_of_others(sentence) == is_beside


@pytest.mark.parametrize(
    ("sentence", "is_beside"),
    [
        ("Kommunen har fået 4,1 millioner kroner til at give borgerne et bedre forløb.", True),
        ("Kommunen fik 2 millioner kroner til at prøve det, og vægttabet blev halveret.", False),
        ("Pusterummet blev stoppet i 2020.", True),
        ("Tilbuddet blev lukket, fordi flere faldt.", False),
    ],
)
def test_what_was_paid_for_and_that_it_ended_is_no_result(sentence: str, is_beside: bool) -> None:
    assert is_of_others(sentence) == is_beside


def test_results_that_are_not_made_up_yet_are_early() -> None:
    assert is_too_early("Der er endnu ikke gjort resultater op.")
    assert is_too_early("Der er stadig ingen resultater.")
    assert not is_too_early("Der er gode resultater.")


def test_an_idea_is_told_in_the_present() -> None:
    assert tells_idea("I Havby var planen god.")
    assert tells_idea("Idéen var enkel.")
    assert not tells_idea("Planen var god og gav færre fald.")
    assert tells_habit("Borgeren tager et billede, og lægen svarer.")
    assert not tells_habit("Borgeren blev rask.")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Planen var enkel. Borgeren tager et billede og slipper for turen til sygehuset.", "none"),
        ("Borgeren tager et billede og slipper for turen til sygehuset.", "better"),
        ("Idéen var god. Lægen svarer samme dag. Men sårene var to uger længere om at hele end året før.", "worse"),
        ("Badene tog længere tid, 40 minutter mod 30, og medarbejderne fik flere skader.", "worse"),
        ("Trygheden steg fra 5 til 7. Evaluator konkluderer, at projektet ikke har haft en effekt.", "no_change"),
        ("Magtanvendelserne faldt fra 88 til 40. Der er ingen tegn på, at beboerne i stedet indlægges.", "better"),
    ],
)
def test_results_stand_beside_what_is_none(text: str, wanted: str) -> None:
    assert told(text) == wanted
