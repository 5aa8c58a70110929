"""What figures tell beside those of the sentences before: "I 2018 blev 41 indlagt. Sidste år var tallet 29."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.records import OutcomeDirection
from ingest.extract.comparisons import Across, find_across
from ingest.extract.figure_verdicts import TAKES, guess_sign, hardly_differs, verdict_of
from ingest.extract.measured_things import find_stated
from ingest.extract.quantities import Quantity
from ingest.extract.thing_signs import fold, things_in, weight_nouns


def read_across(earlier: Sequence[str], sentence: str, context: str = "") -> set[OutcomeDirection]:
    """Give what figures of a sentence tell beside those before: "I 2018 blev 41 indlagt. Sidste år var tallet 29.".

    Args:
        earlier: the sentences before it, nearest last.
        sentence: the sentence.
        context: what the project is about, as for `read_directions`.
    """
    found: set[OutcomeDirection] = set()
    for across, sign in _across(tuple(earlier), sentence, context):
        if (direction := verdict_of(across.compared, sign)) is not None:
            found.add(OutcomeDirection.NO_CHANGE if hardly_differs(across.compared, sentence) else direction)
    return found


@lru_cache(maxsize=64)  # rules ask, and then the signs of the learned model
def _across(earlier: tuple[str, ...], sentence: str, context: str) -> list[tuple[Across, int]]:
    """Give figures set against those of sentences before, and whether more of what they measure is good (+1) or bad."""
    if not _DIGIT.search(sentence) or not any(_DIGIT.search(text) for text in earlier):
        return []
    weight = weight_nouns(context or sentence)
    every = [*earlier, sentence]
    things = [things_in(text, *weight) for text in every]
    beginnings = [{fold(text)[a : a + 5] for a, _, _ in of} for text, of in zip(every, things, strict=True)]
    folded = [fold(text) for text in every]
    found: list[tuple[Across, int]] = []
    stated = next((s for s in map(find_stated, reversed(folded)) if s is not None), None)
    for across in find_across(folded[:-1], folded[-1], beginnings):
        if stated is not None:
            found.append((across, stated.sign))
            continue
        at = len(earlier) - across.n_back
        sign = 1 if _AT_HOME.search(folded[at]) else 0
        sign = sign or _own_sign(things[at], across.earlier) or _own_sign(things[-1], across.later)
        for n in (at, len(earlier), *([at - 1] if at and _REFERS.search(folded[at]) else ())):
            named = [t[2] for t in things[n] if not _counts(across.earlier, t[0], n == at)]
            sign = sign or (named[-1 if n == at - 1 else 0] if named else 0)
        if not sign and at and not _DIGIT.search(every[at - 1]) and _LABEL.fullmatch(every[at - 1]):
            sign = things[at - 1][-1][2] if things[at - 1] else 0  # "Ubesatte stillinger. Ved start: 9. Ved slut: 16."
        if sign > 0 and _DENIED.search(folded[at]) and across.earlier.unit in ("%", ""):
            sign = -1  # "57 procent spiste aldrig sammen med andre"
        if _BETWEEN.search(folded[at]):
            sign = 1
        sign = sign or across.compared.unit_sign
        if not sign and across.compared.is_of_time and any(TAKES.search(folded[n]) for n in (at, len(earlier))):
            sign = -1
        found.append((across, sign or guess_sign(f"{every[at]} {sentence}")))
    return found


_DIGIT = re.compile(
    r"\d|\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|\w+ten|\w*tyve|hver\w?|\w+del(?:en|e)?)\b"
)


_REFERS = re.compile(
    r"\b(?:gennemsnittet|tallet|andelen|antallet|scoren|niveauet|gruppen|det blev|var det|første gang)\b"
)
_BETWEEN = re.compile(r"(?:dage|uger|måneder|timer|tid|år)\b[^.;]{0,12}? mellem\b")
_DENIED = re.compile(r"\b(?:ikke|aldrig|sjældent)\b")


def _own_sign(things: list[tuple[int, int, int]], figure: Quantity) -> int:
    a, b = figure.words
    return next((sign for start, _, sign in things if a <= start < b and not _counts(figure, start, True)), 0)


def _counts(figure: Quantity, at: int, is_beside: bool) -> bool:
    """Tell whether a thing is what a share is of ("ni af ti opkald"), not what is told of it."""
    return is_beside and figure.factor != 1 and figure.unit == "%" and 0 <= at - figure.end < _BESIDE


_LABEL = re.compile(r"(?!.*\b(?:er|var|har|kan|kunne|blev|fik|ses|skal)\b).{,69}")  # names what figures under it are of
_BESIDE = 3  # characters
_AT_HOME = re.compile(r"\bdø(?:r|de|d)\b[^.;]*\b(?:hjemme|eget hjem)\b")


def compare_across(earlier: Sequence[str], sentence: str) -> list[tuple[int, int, str]]:
    """Give the figures of a sentence set against those before: +1 if it rose, +1 if that is good, and any aim."""
    return [
        (a.compared.sign, a.compared.sign * sign, a.compared.aim) for a, sign in _across(tuple(earlier), sentence, "")
    ]
