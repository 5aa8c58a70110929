"""What the directions of a passage's sentences come to by rule: one of four, with the sentences that state it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import OutcomeDirection
from ingest.extract.directions import OPPOSES
from ingest.extract.lines import Span
from ingest.extract.result_cues import denies_difference, draws_total


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence and the directions it tells."""

    sentence: Span
    directions: set[OutcomeDirection]
    sums_up: bool = False  # it draws the sum of those before it
    is_liked: bool = False  # it tells that people liked what was offered
    is_aside: bool = False  # it counts where no other tells how it went


@dataclass(frozen=True, slots=True)
class Outcome:
    """The direction of the results and the sentences that state it, first the one to quote."""

    direction: OutcomeDirection
    sentences: tuple[Span, ...]
    confidence: float


_CONCLUDES = re.compile(r"\bkonklu[^.;]*\b(?:effekt|virkning|forskel)", re.IGNORECASE)


def _weigh(read: Sequence[Reading]) -> Sequence[Reading]:
    """Give the readings that count: a sum outweighs what it sums up, an effect the praise of what was offered."""
    taken_back = {
        n - 1
        for n, r in enumerate(read)
        if r.sums_up and r.directions == {OutcomeDirection.NO_CHANGE} and denies_difference(r.sentence.text)
    }
    read = [r for n, r in enumerate(read) if n not in taken_back]
    sums = [n for n, reading in enumerate(read) if reading.sums_up]
    if sums and len(read[sums[-1]].directions) == 1:
        last = read[sums[-1]]
        spoken_against = OutcomeDirection.WORSE in set().union(*(r.directions for r in read[: sums[-1]]))
        worse_in_all = last.directions == {OutcomeDirection.WORSE} and draws_total(last.sentence.text)
        if last.directions == {OutcomeDirection.NO_CHANGE} and _CONCLUDES.search(last.sentence.text):
            return [last]
        if last.directions == {OutcomeDirection.MIXED} or worse_in_all or not spoken_against:
            read = read[sums[-1] :]
    effects = [r for r in read if not r.is_liked]
    found = set().union(*(r.directions for r in effects)) if effects else set()
    return effects if effects and OutcomeDirection.WORSE not in found else read


def _clear_side(read: Sequence[Reading]) -> OutcomeDirection:
    """Give the side that many readings tell and hardly any speaks against; mixed where none does, or one says so."""
    if any(r.sums_up or OutcomeDirection.MIXED in r.directions or OPPOSES.match(r.sentence.text) for r in read):
        return OutcomeDirection.MIXED
    told = Counter(direction for r in read for direction in r.directions)
    (side, n_for), *_ = told.most_common()
    n_against = sum(bool(r.directions - {side}) for r in read)
    is_clear = n_for >= CLEAR and n_for >= CLEAR * n_against and side is not OutcomeDirection.NO_CHANGE
    return side if is_clear else OutcomeDirection.MIXED


CLEAR = 3
"""Readings of one side for each that tells something else, from which on that side is the verdict."""


def combine(every: Sequence[Reading], *, certain: bool) -> Outcome:
    """Give what sentences that tell directions come to.

    Args:
        every: the readings, at least one, in order of the text.
        certain: they stand where results are told.
    """
    read = _weigh([r for r in every if not r.is_aside] or every)
    directions = set().union(*(r.directions for r in read))
    if directions == {OutcomeDirection.WORSE, OutcomeDirection.NO_CHANGE}:
        directions = {OutcomeDirection.WORSE}  # what did not change is no comfort
    direction = next(iter(directions)) if len(directions) == 1 else _clear_side(read)
    first = max(read[:6], key=lambda r: len(r.directions)) if direction is OutcomeDirection.MIXED else read[0]
    if direction not in first.directions and direction is not OutcomeDirection.MIXED:
        first = next(r for r in read if direction in r.directions)
    others = [r.sentence for r in every if r is not first]
    confidence = (0.88 if certain else 0.7) - (0.08 if direction is OutcomeDirection.MIXED else 0.0)
    return Outcome(direction, (first.sentence, *others[:3]), confidence)
