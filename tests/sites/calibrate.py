"""Fits what readers' confidence is worth: `python -m tests.sites.calibrate [--write]`.

Prints, for each site, how far confidence is from the share that is right as read, and as moved by the other sites'
figures; with `--write` it stores the figures of all of them in `ingest/calibration.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
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
    "status",
    "themes",
    "year_awarded",
)
"""Fields whose confidence decides nothing but which of a field's statements is believed."""

_AT = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0)
_TRUST = 0.8  # of the way to what was measured: the sites are known to the readers, the next one is not
_PRIOR = 8.0  # values as which each point counts as read: six wrong ones do not make all of their confidence wrong
_MOST = 0.985

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
        own = [s for s in rows if s.field == field]
        model = IsotonicRegression(out_of_bounds="clip")
        weights = [1.0] * len(own) + [_PRIOR] * len(_AT)
        model.fit([*(s.confidence for s in own), *_AT], [*(float(s.is_right) for s in own), *_AT], weights)
        moved = [x + _TRUST * (float(y) - x) for x, y in zip(_AT, model.predict(_AT), strict=True)]
        rising = np.maximum.accumulate(np.minimum(moved, _MOST)) + np.arange(len(_AT)) * 0.001
        knots[field] = [(x, round(float(y), 3)) for x, y in zip(_AT, rising, strict=True)]
    return knots


def distance(found: Sequence[Statement], knots: Knots) -> float:
    """Give the mean distance of confidence from the share that is right, over tenths, each by its size."""
    moved = [(interpolate(knots.get(s.field, []), s.confidence), s.is_right) for s in found]
    total = 0.0
    for low in np.arange(0, 1, 0.1):
        own = [(c, right) for c, right in moved if low <= c < low + 0.1 or (c == 1 and low > 0.85)]
        total += abs(sum(c for c, _ in own) - sum(right for _, right in own))
    return total / len(moved)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Fit what readers' confidence is worth.")
    parser.add_argument("--write", action="store_true", help="store the figures of all sites")
    arguments = parser.parse_args()
    found = list(statements())
    for site in score.NAMES:
        own = [s for s in found if s.site == site]
        others = fit(s for s in found if s.site != site)
        sys.stdout.write(f"{site:8}{len(own):6} values  {distance(own, {}):.3f} -> {distance(own, others):.3f}\n")
    if arguments.write:
        path = KNOTS
        path.write_text(json.dumps(fit(found), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
