"""Fits what readers' confidence is worth: `python -m tests.sites.calibrate [--write]`.

Prints, for each site, how far confidence is from the share that is right as read, and as moved by the other sites'
figures; then, for each field, what values are said to be and what they are, by the other sites' figures. With `--write`
it stores the figures of all sites in `ingest/calibration.json`. Themes are not among them: `fit_themes` fits their
probability by itself.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from sklearn.isotonic import IsotonicRegression

from corpus.documents import document_json
from corpus.records import OUTVOTED
from ingest.calibration import KNOTS, interpolate, stored_knots
from ingest.evaluation import pair_projects
from ingest.evaluation.fields import judged_statements
from ingest.reading import read
from tests.sites import score

FIELDS = (
    "amount_dkk",
    "municipalities",
    "outcome_direction",
    "period_from",
    "period_to",
    "pool",
    "status",
    "year_awarded",
)
"""Fields whose confidence decides nothing but which of a field's statements is believed."""

_AT = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
_FROM = {"pool": 0.7}  # least confidence that is moved: a pool below `ingest.profiles.SOFT_POOL` stays below it
_TRUST = 0.9  # of the way to what was measured: the sites are known to the readers, the next one is not
_PRIOR = 4.0  # values as which each point counts as read: three wrong ones do not make all of their confidence wrong
_MOST = 0.99
_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)  # of confidence, as values are told in groups

Knots = dict[str, list[tuple[float, float]]]


class Statement(NamedTuple):
    """One value that a site's gold can judge."""

    site: str
    field: str
    confidence: float  # as its reader gave it
    is_right: bool


def statements() -> Iterator[Statement]:
    """Give every judged statement of the labelled sites that its record believes, its confidence as it was read."""
    for site in score.NAMES:
        documents = [read(raw, is_cleared=lambda _: False).document for raw in score.raw_documents(site)]
        paired = pair_projects(score.records(documents)[0], [document_json(d) for d in documents], score.gold(site))
        for field, confidence, is_right in judged_statements(paired):
            if field in FIELDS and confidence > OUTVOTED.get(field, 0):
                back = [(y, x) for x, y in stored_knots().get(field, [])]
                yield Statement(site, field, interpolate(back, confidence), is_right)


def fit(found: Iterable[Statement]) -> Knots:
    """Give the points of each field's line, rising with confidence."""
    rows = list(found)
    knots: Knots = {}
    for field in FIELDS:
        at = [x for x in _AT if x >= _FROM.get(field, 0)]
        own = [s for s in rows if s.field == field and s.confidence >= at[0]]
        model = IsotonicRegression(out_of_bounds="clip")
        weights = [1.0] * len(own) + [_PRIOR] * len(at)
        model.fit([*(s.confidence for s in own), *at], [*(float(s.is_right) for s in own), *at], weights)
        moved = [x + _TRUST * (float(y) - x) for x, y in zip(at, model.predict(at), strict=True)]
        rising = np.maximum.accumulate(np.minimum(moved, _MOST)) + np.arange(len(at)) * 0.001
        knots[field] = [(x, round(float(y), 3)) for x, y in zip(at, rising, strict=True)]
    return knots


Moved = tuple[float, bool]  # confidence, and whether the value is right


def move(found: Iterable[Statement], knots: Knots) -> list[Moved]:
    """Give the statements' confidence as moved."""
    return [(interpolate(knots.get(s.field, []), s.confidence), s.is_right) for s in found]


def groups(moved: Sequence[Moved]) -> Iterator[tuple[int, float, float]]:
    """Give of each group of like confidence its size, its mean confidence and the share that is right."""
    for low, high in pairwise(_EDGES):
        own = [(confidence, right) for confidence, right in moved if low <= confidence < high]
        if own:
            yield len(own), sum(c for c, _ in own) / len(own), sum(right for _, right in own) / len(own)


def distance(moved: Sequence[Moved]) -> float:
    """Give the expected calibration error: how far confidence is from the share that is right, by groups' sizes."""
    return sum(n * abs(said - right) for n, said, right in groups(moved)) / len(moved)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Fit what readers' confidence is worth.")
    parser.add_argument("--write", action="store_true", help="store the figures of all sites")
    arguments = parser.parse_args()
    found = list(statements())
    left_out: defaultdict[str, list[Moved]] = defaultdict(list)
    for site in score.NAMES:
        own = [s for s in found if s.site == site]
        others = fit(s for s in found if s.site != site)
        sys.stdout.write(f"{site:15}{len(own):6} values  {distance(move(own, {})):.3f}")
        sys.stdout.write(f" -> {distance(move(own, others)):.3f}\n")
        for s in own:
            left_out[s.field] += move([s], others)
    left_out["all"] = [each for field in FIELDS for each in left_out[field]]
    for field, moved in sorted(left_out.items()):
        told = "  ".join(f"{said:.2f}: {right:.3f} of {n}" for n, said, right in groups(moved))
        sys.stdout.write(f"{field:18}{distance(moved):.3f}  {told}\n")
    if arguments.write:
        KNOTS.write_text(json.dumps(fit(found), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
