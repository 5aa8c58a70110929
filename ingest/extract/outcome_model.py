"""The learned part of reading results: what the signs of a clause tell, and what a passage's sentences come to.

Both are logistic regressions fitted on labelled passages (`python -m tests.outcomes.fit`). A clause tells better,
worse, no change, mixed or nothing; a sentence tells what any of its clauses tells. What a whole passage comes to is
decided from its strongest sentences, from words of contrast, and from what the rules make of it; its wording as a whole
is a second opinion (`outcome_wording`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from corpus.records import OutcomeDirection
from ingest.extract.outcome_wording import BIAS, VERDICTS, Verdicts, Wording

WEIGHTS = Path(__file__).with_name("outcome_weights.json")
TELLS = (
    OutcomeDirection.BETTER,
    OutcomeDirection.WORSE,
    OutcomeDirection.NO_CHANGE,
    OutcomeDirection.MIXED,
)
"""What a clause may tell, in the order of the weights; telling nothing weighs 0."""
_SURE_BOTH = 0.95
_MIXED_IF_BOTH = 0.75
_EDGE = 0.02  # probabilities nearer to 0 or 1 are no surer than this
_LEAST_DOUBT = 0.35
_OF_RULES = 0.7  # how sure rules are that decide alone; .5 gives the same on labelled sites, .9 less

Chances = tuple[float, float, float, float]
"""Probabilities (0-1) that a sentence tells each of `TELLS`; it may tell several."""


@dataclass(frozen=True, slots=True)
class OutcomeModel:
    """Weights by sign; in thousandths for clauses, as sums of whole numbers do not depend on their order."""

    clauses: Mapping[str, Sequence[int]]
    passages: Mapping[str, Sequence[float]]
    wording: Wording = field(default_factory=Wording)

    def tell(self, clauses: Iterable[Iterable[str]]) -> Chances:
        """Give what a sentence tells, of the signs of its clauses."""
        silent = [1.0] * len(TELLS)
        for signs in clauses:
            rows = [self.clauses[sign] for sign in signs if sign in self.clauses]
            sums = [sum(column) / 1000 for column in zip(*rows, strict=True)] or [0.0] * len(TELLS)
            top = max(0.0, *sums)
            powers = [math.exp(value - top) for value in sums]
            total = sum(powers) + math.exp(-top)
            silent = [s * (1 - p / total) for s, p in zip(silent, powers, strict=True)]
        better, worse, same, mixed = (1 - s for s in silent)
        return better, worse, same, mixed

    def weigh(self, told: Sequence[Chances], *, turns: bool, ruled: OutcomeDirection) -> Verdicts:
        """Give the probability of each verdict on a passage.

        Args:
            told: what each sentence tells; at least one.
            turns: it has words of contrast.
            ruled: what the rules make of it.
        """
        sums = [0.0] * len(VERDICTS)
        for name, value in signs_of_passage(told, turns=turns, ruled=ruled).items():
            row = self.passages.get(name)
            if value and row is not None:
                sums = [total + weight * value for total, weight in zip(sums, row, strict=True)]
        top = max(sums)
        powers = [math.exp(value - top) for value in sums]
        chances = {verdict: power / sum(powers) for verdict, power in zip(VERDICTS, powers, strict=True)}
        better, worse, same, _ = (max(column) for column in zip(*told, strict=True))
        return _with_both(chances, min(better, max(worse, same)))


def settled(ruled: OutcomeDirection) -> Verdicts:
    """Give the probability of each verdict on a passage that rules decide alone."""
    rest = (1 - _OF_RULES) / (len(VERDICTS) - 1)
    return {verdict: _OF_RULES if verdict is ruled else rest for verdict in VERDICTS}


def agreed(first: Verdicts, second: Verdicts) -> Verdicts:
    """Give the probability of each verdict by two opinions that err apart from each other."""
    both = {verdict: chance * second[verdict] for verdict, chance in first.items()}
    total = sum(both.values())
    return {verdict: chance / total for verdict, chance in both.items()}


def doubted(said: Verdicts) -> Verdicts:
    """Give what wording tells of a passage in which rules see a result: that it tells none is at most as likely as not.

    Sums, dates and names around a short result make it look like a passage without any.
    """
    nothing = said[OutcomeDirection.NOT_REPORTED]
    if nothing <= _LEAST_DOUBT:
        return said
    rest = (1 - _LEAST_DOUBT) / (1 - nothing)
    return {v: _LEAST_DOUBT if v is OutcomeDirection.NOT_REPORTED else chance * rest for v, chance in said.items()}


def _with_both(chances: Verdicts, both: float) -> Verdicts:
    """Give the chances of verdicts on a passage that is told, as surely as `both`, to be good and not good."""
    mixed = chances[OutcomeDirection.MIXED]
    if both < _SURE_BOTH or mixed >= _MIXED_IF_BOTH:
        return chances
    rest = (1 - _MIXED_IF_BOTH) / (1 - mixed)
    return {v: _MIXED_IF_BOTH if v is OutcomeDirection.MIXED else chance * rest for v, chance in chances.items()}


def signs_of_passage(told: Sequence[Chances], *, turns: bool, ruled: OutcomeDirection) -> dict[str, float]:
    """Give what a verdict is told by, for sentences in order of the text."""
    columns = [sorted(column, reverse=True) for column in zip(*told, strict=True)]
    best = [column[0] for column in columns]
    second = [column[1] if len(column) > 1 else 0.0 for column in columns]
    better, worse, same, mixed = best
    bad = max(worse, same)
    both = min(better, bad)
    at_good = max(range(len(told)), key=lambda n: told[n][0])
    at_bad = max(range(len(told)), key=lambda n: max(told[n][1:3]))
    strongest = max(range(3), key=lambda n: best[n])
    names = [direction.value for direction in TELLS]
    signs = {"bias": 1.0}
    signs |= {f"best {name}": _logit(value) for name, value in zip(names, best, strict=True)}
    signs |= {f"second {name}": _logit(value) for name, value in zip(names[:3], second[:3], strict=True)}
    signs |= {
        "both": both,
        "both, logit": _logit(both),
        "both, with a turn": both * turns,
        "both at once": both * (at_good == at_bad),
        "good, then bad": both * (at_good < at_bad),
        "good, then bad, with a turn": both * turns * (at_good <= at_bad),
        "turn": float(turns),
        "any": _logit(max(better, bad, mixed)),
        "better over worse": better - worse,
        "better over same": better - same,
        "worse over same": worse - same,
        f"ruled {ruled.value}": 1.0,
    }
    if ruled is TELLS[strongest]:
        signs[f"agreed {ruled.value}"] = 1.0
    return signs


def _logit(value: float) -> float:
    value = min(max(value, _EDGE), 1 - _EDGE)
    return math.log(value / (1 - value))


def read_model(stored: Mapping[str, Any]) -> OutcomeModel:
    """Give the model of stored weights, which are in thousandths."""
    passages = {name: tuple(value / 1000 for value in row) for name, row in stored["passages"].items()}
    rows = {name: [value / 1000 for value in row] for name, row in stored["wording"].items()}
    wording = Wording(
        {name: row[0] for name, row in rows.items() if name != BIAS}, {name: row[1:] for name, row in rows.items()}
    )
    return OutcomeModel({name: tuple(row) for name, row in stored["clauses"].items()}, passages, wording)


@cache
def outcome_model() -> OutcomeModel:
    """Give the model that is shipped."""
    return read_model(json.loads(WEIGHTS.read_text("utf-8")))
