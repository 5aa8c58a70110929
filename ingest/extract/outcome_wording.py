"""What the wording of a passage tells of how a project went: a second opinion, beside rules and clauses.

A logistic regression on stems and pairs of neighbouring stems (TF-IDF, of length 1), fitted on whole labelled passages
(`python -m tests.outcomes.fit`). It knows nothing of what rules see, and so errs elsewhere: multiplied with what those
make of a passage, it puts right a third of their errors on passages that nobody has seen.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.records import OutcomeDirection
from ingest.extract.outcome_signs import stem

BETTER, WORSE, SAME, MIXED, NONE = VERDICTS = (
    OutcomeDirection.BETTER,
    OutcomeDirection.WORSE,
    OutcomeDirection.NO_CHANGE,
    OutcomeDirection.MIXED,
    OutcomeDirection.NOT_REPORTED,
)
"""What a passage may come to, in the order of the weights."""
MAX_WINDOW = 12
"""Sentences read as one passage: nearly all that a page tells of one project; 8 gives .01 less on unseen sites."""
BIAS = "bias"
"""Name of the weights that every passage has."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[a-zæøåéü]+|%")
_ENOUGH = 10  # words; fewer tell less surely: three stems in ten labelled passages are no sample
_IN_LETTERS = re.compile(r"[a-zæøåéü]{2,}")
_NAME = re.compile(r"(?<=[a-zæøå,;0-9%)] )[A-ZÆØÅ][\w-]*")
_LONG, _PREFIX = 6, 5  # letters above which a stem's beginning is a sign of its own

Verdicts = dict[OutcomeDirection, float]
"""Probability of each of `VERDICTS`; they sum to 1."""


def signs_of_wording(text: str) -> Counter[str]:
    """Count the stems of a text, their pairs, and the beginnings of long ones; names within a sentence tell nothing."""
    stems = ["#" if word[0].isdigit() else stem(word) for word in _WORD.findall(_NAME.sub(" ", text).lower())]
    signs = Counter(stems)
    signs.update(f"{a} {b}" for a, b in pairwise(stems))
    signs.update(f"{one[:_PREFIX]}-" for one in stems if len(one) > _LONG)
    return signs


def weigh_rarity(signs: Mapping[str, int], rarity: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Give the known signs with what they weigh: more where a sign is rare or repeated; their squares sum to 1."""
    values = {sign: (1 + math.log(n)) * rarity[sign] for sign, n in signs.items() if sign in rarity}
    length = math.sqrt(sum(value * value for value in values.values()))
    return ((sign, value / length) for sign, value in values.items())


@dataclass(frozen=True, slots=True)
class Wording:
    """Rarity of each sign and its weights, one for each of `VERDICTS`."""

    rarity: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def tell(self, sentences: Sequence[str]) -> Verdicts:
        """Give what sentences in the order of the text come to, read some at a time."""
        told = {verdict: float(verdict is NONE) for verdict in VERDICTS}
        for at in range(0, len(sentences), MAX_WINDOW):
            told = _together(told, self._read(" ".join(sentences[at : at + MAX_WINDOW])))
        return told

    def _read(self, text: str) -> Verdicts:
        sums = list(self.weights.get(BIAS, [0.0] * len(VERDICTS)))
        for sign, value in weigh_rarity(signs_of_wording(text), self.rarity):
            sums = [total + value * weight for total, weight in zip(sums, self.weights[sign], strict=True)]
        n_words = len(_IN_LETTERS.findall(_NAME.sub(" ", text).lower()))
        sums = [value * min(1.0, n_words / _ENOUGH) for value in sums]
        top = max(sums)
        powers = [math.exp(value - top) for value in sums]
        return {verdict: power / sum(powers) for verdict, power in zip(VERDICTS, powers, strict=True)}


def _together(first: Verdicts, second: Verdicts) -> Verdicts:
    """Give what two passages come to as one, each of which tells what it tells whatever the other does."""
    told = dict.fromkeys(VERDICTS, 0.0)
    for one, chance in first.items():
        for other, beside in second.items():
            told[_sum_of(one, other)] += chance * beside
    return told


def _sum_of(one: OutcomeDirection, other: OutcomeDirection) -> OutcomeDirection:
    if NONE in (one, other):
        return other if one is NONE else one
    if one is other:
        return one
    return WORSE if {one, other} == {WORSE, SAME} else MIXED
