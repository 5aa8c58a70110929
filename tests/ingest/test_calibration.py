from __future__ import annotations

from itertools import pairwise

import pytest

from ingest.calibration import calibrated, interpolate, stored_knots
from ingest.profiles import SOFT_POOL


@pytest.mark.parametrize("field", sorted(stored_knots()))
def test_a_surer_statement_stays_the_surer(field: str) -> None:
    moved = [calibrated(field, step / 100) for step in range(50, 101)]
    assert all(first < second for first, second in pairwise(moved))
    assert max(moved) <= 1


def test_a_field_without_figures_is_given_as_read() -> None:
    assert "title" not in stored_knots()
    assert calibrated("title", 0.73) == 0.73


@pytest.mark.parametrize("confidence", [0.3, 0.5, SOFT_POOL - 0.01, SOFT_POOL])
def test_a_pool_that_is_named_softly_stays_soft(confidence: float) -> None:
    assert calibrated("pool", confidence) == confidence


def test_line_between_points_and_outside_them() -> None:
    knots = [(0.5, 0.6), (1.0, 0.9)]
    assert [interpolate(knots, x) for x in (0.4, 0.5, 0.75, 1.0)] == [0.4, 0.6, 0.75, 0.9]
