from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.settings import Settings
from corpus.starter import load_starter
from corpus.store import Store
from index.build import build_snapshot
from tests.eval.gate import FLOORS, judge, main, repinned


def scores(value: float, corpus: str = "c") -> dict[str, Any]:
    reached = {"queries_sha256": "q", "scores": {"all": {"ndcg@10": value, "recall@100": 1.0}}}
    return {"corpus_sha256": corpus, "sets": {"dev": reached}}


def test_a_broken_floor_fails_and_says_which() -> None:
    verdict = judge(scores(0.80), scores(0.90))
    assert not verdict.is_passed
    assert verdict.lines[0].endswith("BROKEN")
    assert judge(scores(0.90), scores(0.90)).is_passed


def test_another_corpus_is_refused() -> None:
    verdict = judge(scores(1.0, corpus="other"), scores(0.5))
    assert not verdict.is_passed
    assert "corpus_sha256 differs" in verdict.lines[0]
    other = scores(1.0)
    other["sets"]["dev"]["queries_sha256"] = "r"
    assert "its queries differ" in judge(other, scores(0.5)).lines[0]


def test_floors_rise_and_are_lowered_only_when_told() -> None:
    assert repinned(scores(0.95), scores(0.90), allow_lower=False)["sets"]["dev"]["scores"]["all"]["ndcg@10"] == 0.945
    with pytest.raises(ValueError, match="allow-lower"):
        repinned(scores(0.80), scores(0.90), allow_lower=False)
    assert repinned(scores(0.80), scores(0.90), allow_lower=True)["sets"]["dev"]["scores"]["all"]["ndcg@10"] == 0.795


def test_the_aims_are_pinned() -> None:
    floors = json.loads(FLOORS.read_text("utf-8"))["sets"]
    assert floors["dev"]["scores"]["all"]["ndcg@10"] >= 0.92
    for name in ("dev", "asked", "new"):
        assert min(row["ndcg@10"] for row in floors[name]["scores"].values()) >= 0.85


@pytest.mark.slow
def test_the_starter_corpus_reaches_its_floors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(data=tmp_path / "data")
    settings.data.mkdir()
    with Store.open(settings, write=True) as store:
        load_starter(store)
        records = list(store.records())
    build_snapshot(records, settings, corpus_version=1)
    assert main([str(settings.data)]) == 0, capsys.readouterr().out
