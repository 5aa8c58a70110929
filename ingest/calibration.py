"""What readers' confidence is worth: how often values that they give so much are right on labelled sites.

A reader says how sure it is beside its own kin: enough to choose between two statements of a field. What a record shows
is a probability, so each field's statements are moved to what `python -m tests.sites.calibrate` measures. The order of
a field's statements stays as it is. Fields that are missing here are given as read.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

KNOTS = Path(__file__).with_name("calibration.json")


@cache
def stored_knots() -> dict[str, list[tuple[float, float]]]:
    """Give each field's points: confidence as read, and the share that is right; both rise."""
    stored = json.loads(KNOTS.read_text("utf-8"))
    return {field: [(float(x), float(y)) for x, y in knots] for field, knots in stored.items()}


def calibrated(field: str, confidence: float) -> float:
    """Give the probability that a value of a field is right which its reader gave this confidence (0-1)."""
    return interpolate(stored_knots().get(field, []), confidence)


def interpolate(knots: list[tuple[float, float]], x: float) -> float:
    """Give the height at `x` of the line through points in ascending order; beyond its ends `x` itself."""
    for (x0, y0), (x1, y1) in pairwise(knots):
        if x0 <= x <= x1:
            return round(y0 + (y1 - y0) * (x - x0) / (x1 - x0), 4)
    return x
