from __future__ import annotations

from itertools import islice

import pytest

from corpus.records import OutcomeDirection
from ingest.extract.lines import Page
from ingest.extract.outcome_model import TELLS, OutcomeModel, outcome_model, signs_of_passage
from ingest.extract.outcomes import find_outcome
from ingest.extract.told_outcomes import read_told
from tests.outcomes.fit import Example, f1, fit_clauses, verdict
from tests.outcomes.labelled import Labelled, labelled_passages

BETTER, WORSE, SAME, MIXED = TELLS
NONE = OutcomeDirection.NOT_REPORTED


def read(labelled: Labelled, heading: str = "") -> Example:
    return Example(labelled, (read_told(Page(labelled.document(heading))),))


def passage(text: str) -> Page:
    return Page(Labelled(text, frozenset(), "test").document("Resultater"))


def test_the_stored_weights_are_of_the_signs_that_are_read() -> None:
    told = [(0.9, 0.1, 0.1, 0.1), (0.1, 0.9, 0.1, 0.1)]
    signs = set().union(*(signs_of_passage(told, turns=True, ruled=direction) for direction in (*TELLS, NONE)))
    assert signs <= set(outcome_model().passages) | {f"agreed {direction.value}" for direction in TELLS}


@pytest.mark.parametrize("heading", ["Resultater", ""])
def test_labelled_passages_are_told_right(heading: str) -> None:
    examples = [read(one, heading) for one in islice(labelled_passages(), 0, None, 12)]
    found = [(e.labelled.direction, verdict(e.told[0], outcome_model())) for e in examples]
    assert f1(found) >= 0.85


def test_what_a_passage_tells_is_learned_from_others() -> None:
    clauses = [one for one in labelled_passages() if one.register == "clause"]
    chosen = [read(one) for one in clauses[::25]]
    weights = fit_clauses(chosen)
    assert weights == fit_clauses(chosen)
    model = OutcomeModel(weights, {})
    wrong = [
        e.labelled.text
        for e in chosen
        if e.labelled.tells != {t for t, c in zip(TELLS, model.tell(e.clauses), strict=True) if c > 0.5}
    ]
    assert len(wrong) <= 0.1 * len(chosen), wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brugerne af klubben ryger mindre, end da de kom der første gang.", BETTER),
        ("Sårbare familier finder nu selv vej til sundhedsplejersken, og børnene trives bedre.", BETTER),
        ("Efter et år med fælles frokost er flere af de ældre begyndt at tabe sig, og humøret er dalet.", WORSE),
        ("Det blev sværere at få fat i en læge, og smerterne tog til.", WORSE),
        ("Hverken vægt eller humør havde flyttet sig, da forløbet var slut.", SAME),
        ("Antallet af faldulykker er nede. Til gengæld er flere begyndt at blive hjemme.", MIXED),
        ("Der var kaffe på kanden hver tirsdag, og 40 ældre kom forbi.", NONE),
        ("Vi fik aldrig målt, om det hjalp.", NONE),
    ],
)
def test_results_are_told_in_words_that_no_rule_knows(text: str, expected: OutcomeDirection) -> None:
    found = find_outcome(passage(text))
    assert (found.direction if found else NONE) is expected


def test_the_sentence_that_tells_most_is_quoted() -> None:
    tells = "Deltagerne ryger mindre, end da de kom der første gang."
    text = f"Forløbet varer tolv uger og foregår i svømmehallen. {tells} Holdet er støttet af kommunen."
    found = find_outcome(passage(text))
    assert found is not None
    assert (found.direction, found.sentences[0].text) == (BETTER, tells)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Vi har fået et bedre hus, og beboerne sover roligere om natten,” siger en nattevagt.", BETTER),
        ('"Jeg har fået det bedre og klarer trappen igen," fortæller en af deltagerne.', BETTER),
        ('"Det er blevet værre, og ingen har tid til os," siger en beboer.', WORSE),
        ("»Sårene heler hurtigere, og smerterne er væk,« lyder det fra sygeplejersken.", BETTER),
        ('"Der er ikke sket nogen ting med mit blodsukker," konstaterer en borger.', SAME),
        ("Samarbejdet med hospitalet kører på skinner.", BETTER),
        ("De unge ryger mindre, og de drikker sjældnere.", BETTER),
        ("Lederen har ikke haft en eneste opsigelse siden.", BETTER),
        ("Hjælperne er segnefærdige, og samarbejdet er gået i stykker.", WORSE),
        ("Resultaterne er negative hele vejen rundt.", WORSE),
        ("Sygeplejersken har aldrig oplevet så mange tryksår.", WORSE),
        ("Undersøgelsen endte med et nulresultat.", SAME),
        ("Sygefraværet rokkede vi ikke ved.", SAME),
        ("Borgerne venter fem uger. Det gjorde de også, før projektet kom.", SAME),
        ("Efter tre år er situationen på afdelingerne den samme.", SAME),
        ("Smerterne holdt sig på seks gennem hele forløbet.", SAME),
        ("Mændene fik kortere ventetid. Kvinderne har fået længere.", MIXED),
        ("Infektionerne er blevet færre. Faldene er blevet hyppigere.", MIXED),
        ("PHQ-9. T0: 13,4. T1: 9,0.", BETTER),
        ("Ubesatte stillinger\nStatus 1. januar 2020: 9 pct. Status 31. december 2021: 16 pct.", WORSE),
        ("Urinvejsinfektioner på centrene. Nulpunkt, efterår 2019: 46. Slutmåling, efterår 2020: 22.", BETTER),
        ("I kontrolperioden fik 19 procent en infektion, i forsøgsperioden otte procent.", BETTER),
        ("Første registrering gav 58 fald. Ved gentagelsen var der 31.", BETTER),
        ("Braden-score (høj = lav risiko): 19,3 -> 16,4.", WORSE),
        ("FACIT-F, hvor lave tal betyder udtalt træthed, faldt fra 36 til 27.", WORSE),
        ("Da vi gik i gang, var der 11 tryksår om måneden. Det tal har vi fået ned på tre.", BETTER),
        ("GDS-15. T0: 8,1. T1 (3 mdr.): 6,0.", BETTER),
        ("Deltagerne er glade for projektet “Bedre søvn og færre smerter” og for lederen.", NONE),
        ("Intet er, som det var på bostedet: Der er ro, og ingen har været indlagt.", BETTER),
    ],
)
def test_results_are_told_in_peoples_words_and_by_figures_apart(text: str, expected: OutcomeDirection) -> None:
    found = find_outcome(passage(text))
    assert (found.direction if found else NONE) is expected
