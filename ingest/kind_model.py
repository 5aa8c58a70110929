"""The weights that turn signs into kinds: a logistic regression fitted on labelled pages by `tests.kinds.fit`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.documents import Document, DocumentKind
from ingest.extract.lines import Page
from ingest.kind_points import judge_structure, word_points
from ingest.kind_shape import measure_shape
from ingest.kind_signs import read_signs

_WEIGHTS = Path(__file__).with_name("kind_weights.json")
_POINTS_SCALE = 4.0
_TELLS_OF_AWARDS = ("owner", "awarded", "award lines")
_LISTS = (DocumentKind.POOL_PAGE, DocumentKind.AWARD_LIST)


@dataclass(frozen=True, slots=True)
class KindModel:
    """A weight for each sign and kind; what a sign is worth does not depend on the others."""

    bias: dict[DocumentKind, float]
    weights: dict[str, dict[DocumentKind, float]]  # by sign

    def probabilities(self, signs: Mapping[str, float]) -> dict[DocumentKind, float]:
        """Give each kind's probability, 0 to 1, in sum 1; a sign that the model does not know counts for nothing."""
        sums = dict(self.bias)
        for sign, value in signs.items():
            if value:
                for kind, weight in self.weights.get(sign, {}).items():
                    sums[kind] += weight * value
        top = max(sums.values())
        powers = {kind: math.exp(value - top) for kind, value in sums.items()}
        total = sum(powers.values())
        return {kind: power / total for kind, power in powers.items()}

    def choose(self, signs: Mapping[str, float]) -> tuple[DocumentKind, float]:
        """Give the kind and its probability.

        Pool pages and award lists are read alike and weigh together against the rest; what tells of money given is no
        noise.
        """
        p = self.probabilities(signs)
        if any(signs[name] for name in _TELLS_OF_AWARDS):
            p[DocumentKind.NOISE] = 0.0
        best = max(p, key=p.__getitem__)
        lists = max(_LISTS, key=p.__getitem__)
        if best not in _LISTS and signs["award lines"] and sum(p[kind] for kind in _LISTS) > p[best]:
            best = lists
        return best, p[best]


@cache
def kind_model() -> KindModel:
    """Give the model that is shipped."""
    stored = json.loads(_WEIGHTS.read_text("utf-8"))
    return KindModel(
        bias={DocumentKind(kind): value for kind, value in stored["bias"].items()},
        weights={
            sign: {DocumentKind(kind): value for kind, value in weights.items()}
            for sign, weights in stored["weights"].items()
        },
    )


def kind_signs(document: Document, page: Page) -> dict[str, float]:
    """Give all signs of a document: what is seen in it, and the points that were set for each kind by hand."""
    shape = measure_shape(page)
    signs = read_signs(document, page, shape)
    points = word_points(signs)
    judge_structure(document, page, shape, signs, points)
    return signs | {f"points {kind}": points.get(kind, 0.0) / _POINTS_SCALE for kind in DocumentKind}
