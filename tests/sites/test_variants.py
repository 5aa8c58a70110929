from __future__ import annotations

import pytest

from tests.sites import score
from tests.sites.variants import VARIANTS, measure

pytestmark = [pytest.mark.slow, pytest.mark.ocr]

FLOORS = {
    "projects": 0.98,
    "municipalities": 0.99,
    "amount": 0.98,
    "period_year": 0.98,
    "status": 0.96,
    "kinds": 0.97,
    "linking": 0.97,
    "evidence": 1.0,
}

_SITES = score.NAMES[:7]  # which the floors were taken on


@pytest.mark.parametrize("variant", [v for v in VARIANTS if v.name.startswith("many")], ids=lambda v: str(v.name))
def test_pages_that_say_the_same_are_read_alike(variant: object) -> None:
    """Many changes at once; `python -m tests.sites.variants` takes each alone."""
    chosen = next(v for v in VARIANTS if v is variant)
    found = {name: each.f1 for name, each in measure(chosen, _SITES).items()}
    assert {name: value for name, value in found.items() if value < FLOORS[name]} == {}
