"""The weights that turn signs and words into kinds: a logistic regression fitted on labelled pages."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.documents import Document, DocumentKind
from ingest.extract.lines import Page
from ingest.kind_points import judge_structure, word_points
from ingest.kind_shape import measure_shape
from ingest.kind_signs import read_signs
from ingest.kind_vocabulary import page_words

_WEIGHTS = Path(__file__).with_name("kind_weights.json")
_POINTS_SCALE = 4.0
SURE_OF_NOISE = 0.6
_SURE = 0.9
_PLAIN_POINTS = 3.0  # a report's template, or a title that says what it is
_TELLS_OF_AWARDS = ("owner", "awarded", "award lines", "paid for")
_OF_SEVERAL = (DocumentKind.PROGRAMME_PAGE, DocumentKind.POOL_PAGE, DocumentKind.AWARD_LIST)
_LISTS = (DocumentKind.POOL_PAGE, DocumentKind.AWARD_LIST)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of a document: signs that were set by hand, as numbers of about 0 to 1, and its words."""

    signs: Mapping[str, float]
    words: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class KindModel:
    """A weight for each sign, each word and each kind; what one is worth does not depend on the others."""

    kinds: tuple[DocumentKind, ...]
    bias: tuple[float, ...]  # by kind, as are the rows of weights
    weights: Mapping[str, tuple[float, ...]]  # by sign
    words: Mapping[str, tuple[int, ...]]  # in thousandths: sums of whole numbers do not depend on their order

    def probabilities(self, seen: Seen) -> dict[DocumentKind, float]:
        """Give each kind's probability, 0 to 1, in sum 1; what the model does not know counts for nothing."""
        rows = [self.words[word] for word in self.words.keys() & seen.words]
        of_words = map(sum, zip(*rows, strict=True)) if rows else (0,) * len(self.kinds)
        sums = [bias + thousandths / 1000 for bias, thousandths in zip(self.bias, of_words, strict=True)]
        for sign, value in seen.signs.items():
            if value and (row := self.weights.get(sign)) is not None:
                sums = [total + weight * value for total, weight in zip(sums, row, strict=True)]
        top = max(sums)
        powers = [math.exp(value - top) for value in sums]
        total = sum(powers)
        return {kind: power / total for kind, power in zip(self.kinds, powers, strict=True)}

    def choose(self, seen: Seen) -> tuple[DocumentKind, float]:
        """Give the kind and its probability among those that are not ruled out.

        Pool pages and award lists are read alike and weigh together against the rest; what tells of money given is no
        noise, nor is a page of few words whose heading and form are plainly of a kind.
        """
        p = self.probabilities(seen)
        if any(seen.signs[name] for name in _TELLS_OF_AWARDS):
            p[DocumentKind.NOISE] = 0.0
        best = max(p, key=p.__getitem__)
        if best is DocumentKind.NOISE and p[best] < SURE_OF_NOISE:
            plain = max(p, key=lambda kind: seen.signs.get(f"points {kind}", 0.0))
            if seen.signs.get(f"points {plain}", 0.0) >= _PLAIN_POINTS:
                best, p[DocumentKind.NOISE] = plain, 0.0
        if seen.signs["entries"] >= 1 and p[best] < _SURE and best in (DocumentKind.PROJECT_PAGE, DocumentKind.NOISE):
            best = max(
                _OF_SEVERAL, key=p.__getitem__
            )  # a title for each of several municipalities is of no one project
        lists = max(_LISTS, key=p.__getitem__)
        if best not in _LISTS and seen.signs["award lines"] and sum(p[kind] for kind in _LISTS) > p[best]:
            best = lists
        return best, p[best] / sum(p.values())


def read_model(stored: Mapping[str, Any]) -> KindModel:
    """Give the model of stored weights, which are in thousandths."""
    return KindModel(
        kinds=tuple(DocumentKind(kind) for kind in stored["kinds"]),
        bias=_row(stored["bias"]),
        weights={sign: _row(weights) for sign, weights in stored["signs"].items()},
        words={word: tuple(weights) for word, weights in stored["words"].items()},
    )


def _row(thousandths: Iterable[int]) -> tuple[float, ...]:
    return tuple(value / 1000 for value in thousandths)


@cache
def kind_model() -> KindModel:
    """Give the model that is shipped."""
    return read_model(json.loads(_WEIGHTS.read_text("utf-8")))


def see(document: Document, page: Page) -> Seen:
    """Give all that a document's kind is told by, with the points that were set for each kind by hand."""
    shape = measure_shape(page)
    signs = read_signs(document, page, shape)
    points = word_points(signs)
    judge_structure(document, page, shape, signs, points)
    by_hand = {f"points {kind}": points.get(kind, 0.0) / _POINTS_SCALE for kind in DocumentKind}
    return Seen(signs | by_hand, page_words(document))
