from __future__ import annotations

import pytest

from tests.eval.extraction_gate import check, load_floors
from tests.sites.score import NAMES, evaluate

pytestmark = [pytest.mark.slow, pytest.mark.ocr]


@pytest.mark.parametrize("site", NAMES)
def test_scores_on_a_further_site_do_not_fall_under_their_floors(site: str) -> None:
    report = evaluate(site)
    assert check(report, load_floors(site), site) == [], report.table()
