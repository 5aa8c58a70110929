from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.evaluation import ExtractionReport, Score
from tests.eval.extraction_gate import SITES, check, current_hash, load_floors, repin, save_floors
from tests.site.build import site_hash

REPORT = ExtractionReport({"projects": Score(19, 20, 20), "amount": Score(2, 3, 3)})


def test_measure_under_its_floor_fails_and_at_it_passes() -> None:
    pinned = {"site": site_hash(), "floors": {"projects": 0.95, "amount": 0.667}}
    assert check(REPORT, pinned) == ["amount is 0.6667, under its floor 0.667"]
    pinned["floors"] = {"projects": 0.96, "amount": 0.6}
    assert check(REPORT, pinned) == ["projects is 0.95, under its floor 0.96"]


def test_measure_that_is_gone_or_has_no_floor_fails() -> None:
    wrong = check(REPORT, {"site": site_hash(), "floors": {"projects": 0.9, "linking": 0.9}})
    assert wrong == ["amount has no floor", "linking is None, under its floor 0.9"]


def test_floors_of_another_site_are_refused() -> None:
    (line,) = check(REPORT, {"site": "0" * 16, "floors": {}})
    assert "pin them anew" in line


def test_floors_only_fall_when_told_to(tmp_path: Path) -> None:
    pinned = {"site": "", "floors": {"projects": 0.96, "amount": 0.5}}
    with pytest.raises(ValueError, match=r"projects 0.96 -> 0.95"):
        repin(REPORT, pinned, may_lower=False)
    lowered = repin(REPORT, pinned, may_lower=True)
    assert lowered == {"site": site_hash(), "floors": {"amount": 0.666, "projects": 0.95}}
    save_floors(lowered, tmp_path / "floors.json")
    assert [p.name for p in tmp_path.iterdir()] == ["floors.json"]


def test_floors_of_one_site_stand_beside_the_others(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    save_floors({"site": "1", "floors": {}}, path)
    save_floors({"site": "2", "floors": {"amount": 0.9}}, path, site="second")
    assert json.loads(path.read_text("utf-8")) == {
        "first": {"site": "1", "floors": {}},
        "second": {"site": "2", "floors": {"amount": 0.9}},
    }


@pytest.mark.parametrize("site", SITES)
def test_pinned_floors_are_of_the_present_site(site: str) -> None:
    assert load_floors(site)["site"] == current_hash(site)
