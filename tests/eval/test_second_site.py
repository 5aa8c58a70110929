from __future__ import annotations

import pytest

from tests.eval.extraction_gate import check, load_floors
from tests.site_b.score import evaluate

pytestmark = [pytest.mark.slow, pytest.mark.ocr]


def test_scores_on_the_second_site_do_not_fall_under_their_floors() -> None:
    report = evaluate()
    assert check(report, load_floors("second"), "second") == [], report.table()
