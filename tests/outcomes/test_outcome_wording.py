from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import pytest

from corpus.records import OutcomeDirection
from ingest.extract.outcome_model import outcome_model
from ingest.extract.outcome_wording import BIAS, MAX_WINDOW, VERDICTS, Wording, signs_of_wording, weigh_rarity
from tests.outcomes.labelled import labelled_passages

BETTER, WORSE, SAME, MIXED, NONE = VERDICTS
GOOD, BAD, STILL, SILENT = "Godt gik det.", "Skidt gik det.", "Ens gik det.", "Holdet mødtes."


def wording() -> Wording:
    """Give one that a word each tells better, worse, no change and nothing."""
    sure = {BETTER: "god", WORSE: "skid", SAME: "ens", NONE: "hold"}
    weights = {word: [12.0 * (verdict is told) for verdict in VERDICTS] for told, word in sure.items()}
    return Wording({word: 1.0 for word in weights}, {BIAS: [0.0] * len(VERDICTS), **weights})


def test_signs_are_stems_their_pairs_and_the_beginnings_of_long_ones() -> None:
    signs = signs_of_wording("Ventetiden faldt 12 dage, faldt")
    assert {"ventetid", "fald", "#", "vente-", "# dag", "dag fald"} <= set(signs)
    assert signs["fald"] == 2


def test_signs_weigh_by_rarity_and_make_a_length_of_one() -> None:
    weighed = dict(weigh_rarity({"ofte": 1, "sjælden": 1, "ukendt": 5}, {"ofte": 1.0, "sjælden": 3.0}))
    assert weighed["sjælden"] == pytest.approx(3 * weighed["ofte"])
    assert sum(value**2 for value in weighed.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        ([GOOD], BETTER),
        ([SILENT], NONE),
        ([GOOD, SILENT], BETTER),
        ([GOOD, STILL], MIXED),
        ([GOOD, BAD], MIXED),
        ([BAD, STILL], WORSE),
        ([SILENT, STILL], SAME),
    ],
)
def test_windows_of_a_long_passage_are_told_of_together(passages: Sequence[str], expected: OutcomeDirection) -> None:
    fill = ["De sad længe og så på de andre."] * (MAX_WINDOW - 1)
    told = wording().tell([line for passage in passages for line in (passage, *fill)])
    assert max(told, key=told.__getitem__) is expected
    assert sum(told.values()) == pytest.approx(1)


def test_few_words_tell_less_surely() -> None:
    few, many = wording().tell([GOOD]), wording().tell([f"{GOOD} De sad længe og så på de andre."])
    assert 1 / len(VERDICTS) < few[BETTER] < many[BETTER]


def test_nothing_read_tells_nothing() -> None:
    assert wording().tell([])[NONE] == 1


def test_the_stored_weights_tell_most_labelled_passages_right() -> None:
    chosen = list(islice(labelled_passages(), 0, None, 15))
    told = [outcome_model().wording.tell([one.text]) for one in chosen]
    right = [max(t, key=t.__getitem__) is one.direction for t, one in zip(told, chosen, strict=True)]
    assert sum(right) / len(right) > 0.85


def test_names_within_a_sentence_are_no_signs() -> None:
    signs = set(signs_of_wording("Særligt Odder, Sønderborg og Norddjurs gik frem"))
    assert {"særlig", "frem"} <= signs
    assert not {"odder", "sønderborg", "norddjurs"} & signs


def test_figures_and_letters_are_no_words_to_be_sure_of() -> None:
    figures = wording().tell(["Godt. T0: 8,1. T1: 6,0. T2: 5,5. T3: 5,1."])
    words = wording().tell(["Godt gik det med alle dem, der kom på de nye hold."])
    assert figures[BETTER] < words[BETTER]
