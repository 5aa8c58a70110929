from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.errors import NotFoundError
from corpus.review import proposals
from corpus.runs import Run
from corpus.settings import Settings
from corpus.store import Store
from ingest.preview import preview_file
from ingest.report import ItemState, load_report
from ingest.run import ingest_targets
from ingest.source_states import SourceHealth, source_states
from tests.site.source import FOLDER

PROJECT = (
    "<html><head><title>Sikkert hjem</title></head><body><main><h1>Sikkert hjem efter indlæggelse</h1>"
    "<p>Vejle Kommune fik i 2019 bevilget 1.250.000 kr. fra Sundhedsstyrelsens pulje til ældre.</p>"
    "<h2>Formål</h2><p>Projektet skal forebygge genindlæggelser hos ældre medicinske patienter.</p>"
    "<p>Andre kommuner kan skrive til test@kommune.example og høre om erfaringerne med projektet.</p>"
    "</main></body></html>"
)


def test_a_preview_says_what_a_run_would_do_and_keeps_nothing(tmp_path: Path) -> None:
    file = tmp_path / "sikkert-hjem.html"
    file.write_text(PROJECT, "utf-8")
    settings = Settings(data=tmp_path / "data", threads=1)
    found = preview_file(file, settings)
    assert found.may_enter
    assert found.item.state is ItemState.NEW
    assert found.document is not None
    assert found.masked
    assert "test@kommune.example" not in found.document.text
    with Store.open(settings) as store:
        assert proposals(store) == []
        assert list(store.documents()) == []
    ingest_targets([str(file)], settings, publish=False)
    with Store.open(settings) as store:
        real = [(p.change.kind, p.change.record_id, p.diff) for p in proposals(store)]
    assert [(p.change.kind, p.change.record_id, p.diff) for p in found.proposals] == real
    assert preview_file(file, settings).item.state is ItemState.UNCHANGED


def test_a_preview_of_a_held_back_file_gives_no_text(tmp_path: Path) -> None:
    page = next(path for path in FOLDER.glob("municipal/cpr.html"))
    file = tmp_path / "cpr.html"
    file.write_text(page.read_text("utf-8").split("+++\n", 2)[2], "utf-8")
    found = preview_file(file, Settings(data=tmp_path / "data", threads=1))
    assert not found.may_enter
    assert (found.document, found.proposals, found.item.state) == (None, (), ItemState.REFUSED)
    assert found.n_findings >= 1


def test_a_run_keeps_its_report_and_a_broken_off_one_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(PROJECT, "utf-8")
    settings = Settings(data=tmp_path / "data", threads=1)
    report = ingest_targets([str(file)], settings, publish=False)
    assert load_report(settings, report.run_id) == json.loads(json.dumps(report.json()))
    with pytest.raises(NotFoundError):
        load_report(settings, "../../etc")

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    file.write_text(PROJECT.replace("2019", "2020"), "utf-8")
    with pytest.raises(KeyboardInterrupt):
        ingest_targets([str(file)], settings, progress=stop)
    with Store.open(settings) as store:
        assert sorted(run.state for run in store.runs()) == ["done", "stopped"]


def test_each_source_says_how_it_stands(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert {state.health for state in source_states(settings)} == {SourceHealth.NEVER}
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "skaev.toml").write_text("title = 3", "utf-8")
    old, new = "2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z"
    runs = {
        "kl": Run("20260501T000000-0001", ("kl",), new, new, "done"),
        "sst": Run("20260501T000000-0002", ("sst",), new, None, "running"),
        "vpt": Run("20260501T000000-0003", ("vpt",), new, new, "stopped"),
        "lkt": Run("20260501T000000-0004", ("lkt",), old, old, "done"),
        "kik": Run("20260501T000000-0005", ("kik",), new, new, "done"),
        "stps": Run("20260501T000000-0006", ("stps",), new, new, "done"),
    }
    with Store.open(settings, write=True) as store:
        for run in runs.values():
            store.save_run(run)
    issue = {"url": "kik", "cause": "it gives 0 projects", "remedy": "See.", "source": "kik", "level": "error"}
    for name, report in {
        "kik": {"issues": [issue], "frozen": {}},
        "stps": {"issues": [], "frozen": {"stps": "broken off"}},
    }.items():
        folder = settings.runs / runs[name].run_id
        folder.mkdir(parents=True)
        (folder / "report.json").write_text(json.dumps(report), "utf-8")
    states = {state.name: state for state in source_states(settings, at=datetime(2026, 5, 2, tzinfo=UTC))}
    health = {name: states[name].health.value for name in (*runs, "skaev", "ministries")}
    assert health == {
        "kl": "ok",
        "sst": "running",
        "vpt": "stopped",
        "lkt": "old",
        "kik": "failed",
        "stps": "partial",
        "skaev": "wrong",
        "ministries": "never",
    }
    assert states["kik"].remedy == "See."
    assert json.dumps(states["kl"].json()) != json.dumps(asdict(runs["kl"]))
