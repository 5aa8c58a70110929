"""The whole of ingest over real sockets: crawl, parse, guard, classify, extract, link, propose, publish."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.store import Store
from ingest.gold import url_path
from ingest.report import ItemState, RunReport
from ingest.run import ingest_targets
from tests.e2e.conftest import Ingested
from tests.e2e.corpus_objects import bytes_outside_blobs, corpus_objects, evaluate_site, ingest_site, site_settings
from tests.eval.extraction_gate import check, load_floors
from tests.site.build import build_gold, build_site

pytestmark = [pytest.mark.slow, pytest.mark.ocr]

_INGEST = """
import sys
from pathlib import Path
from corpus.settings import Settings
from ingest.run import ingest_targets

base, address, data = sys.argv[1:]
ingest_targets([base + "/"], Settings(data=Path(data), allow_addresses=address, threads=2), publish=True)
"""


def _paths(report: RunReport, state: ItemState) -> set[str]:
    return {url_path(item.url) for item in report.of(state)}


def _said(projects: list[dict[str, Any]]) -> Counter[str]:
    """Give what projects say, but for titles and pool names.

    Where two pages name a thing differently and are believed alike, the one fetched last is shown, and which that
    is changes from run to run.
    """
    kept = ("amount_dkk", "year_awarded", "period", "status")
    rows = [
        {name: p[name] for name in kept}
        | {"outcome": p["outcome"]["direction"]}
        | {"places": sorted(m["code"] for m in p["municipalities"]), "themes": sorted(p["themes"])}
        for p in projects
    ]
    return Counter(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


def test_scores_do_not_fall_under_their_floors(ingested: Ingested) -> None:
    report = evaluate_site(ingested.settings)
    assert check(report, load_floors()) == [], report.table()


def test_crawler_is_polite_and_names_itself(ingested: Ingested) -> None:
    assert not any(path.startswith("/intern/") for path, _ in ingested.server.hits)
    assert ingested.server.hits["/robots.txt", 200] >= 1
    assert all("puljespor" in agent.casefold() and "http" in agent for agent in ingested.server.user_agents)


def test_nothing_personal_is_stored_but_in_the_originals(ingested: Ingested) -> None:
    stored = bytes_outside_blobs(ingested.settings.data)
    assert [leak for leak in build_gold().leaks if leak.text.encode() in stored] == []


def test_personal_numbers_are_held_back(ingested: Ingested) -> None:
    wanted = {d.url for d in build_gold().documents if d.statuses == ("quarantined",)}
    refused = {url_path(item.url) for item in ingested.report.of(ItemState.REFUSED) if "CPR" in item.reason}
    assert refused == wanted


def test_second_ingest_proposes_nothing_and_reads_nothing(copied: Ingested) -> None:
    before = corpus_objects(copied.settings)
    n_not_modified = copied.server.n_answers(304)
    stages: dict[str, int] = {}
    report = ingest_targets(
        [f"{copied.server.base}/"],
        copied.settings,
        publish=True,
        progress=lambda p: stages.__setitem__(p.stage, p.done),
    )
    states = {state: report.counts[state.value] for state in (ItemState.NEW, ItemState.CHANGED, ItemState.GONE)}
    assert states == {ItemState.NEW: 0, ItemState.CHANGED: 0, ItemState.GONE: 0}
    assert sum(report.proposals.values()) == 0
    assert stages.get("read", 0) == 0
    assert copied.server.n_answers(304) - n_not_modified >= len(before[2])
    assert corpus_objects(copied.settings) == before


def test_changed_site_proposes_exactly_what_changed(copied: Ingested) -> None:
    first, second = build_site(1), build_site(2)
    copied.server.version = 2
    before = {p["project_id"]: p for p in corpus_objects(copied.settings)[0]}
    report = ingest_targets([f"{copied.server.base}/"], copied.settings, publish=True)
    changed = {p.rstrip("/") for p in first.keys() & second.keys() if first[p].body != second[p].body}
    pages = {path for path in changed if path.count("/") > 1}  # front pages are lists of links, not documents
    assert {path for path in _paths(report, ItemState.CHANGED) if path.count("/") > 1} == pages
    assert _paths(report, ItemState.GONE) == {p.rstrip("/") for p in first.keys() - second.keys()}
    assert _paths(report, ItemState.NEW) == {p.rstrip("/") for p in second.keys() - first.keys()}
    after = {p["project_id"]: p for p in corpus_objects(copied.settings)[0]}
    added = [project for project_id, project in after.items() if project_id not in before]
    new = {(place["name"], p["amount_dkk"]) for p in added for place in p["municipalities"]}
    assert new == {("Hørsholm", 2900000), ("Skanderborg", 2450000), ("Sorø", 2100000), ("Gentofte", 750000)}
    gone = {place["name"] for p in after.values() if p["is_gone"] for place in p["municipalities"]}
    assert gone == {"Allerød", "Vallensbæk", "Albertslund"}
    assert before.keys() <= after.keys()


def _kill_when(command: list[str], is_time: Callable[[], bool]) -> None:
    """Run a command and kill it, with all its children, as soon as it is time."""
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 150
    while not is_time() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL, "it was done before it could be killed"


def test_killed_run_is_taken_up_and_ends_the_same(ingested: Ingested, tmp_path: Path) -> None:
    data, server = tmp_path / "data", ingested.server
    n_before = sum(server.hits.values())
    command = [sys.executable, "-c", _INGEST, server.base, server.address, str(data)]
    _kill_when(command, lambda: sum(server.hits.values()) >= n_before + 30)  # during the crawl
    _kill_when(command, lambda: sum(1 for p in data.glob("blobs/**/*") if p.is_file()) >= 30)  # while reading
    report = ingest_site(data, server)
    with Store.open(site_settings(data, server)) as store:  # the second run may have published just before it died
        assert store.current_version(), [issue for issue in report.issues if "held back" not in issue.cause]
    resumed = corpus_objects(site_settings(data, server))
    whole = corpus_objects(ingested.settings)
    first, second = _said(resumed[0]), _said(whole[0])
    assert first == second, f"only resumed: {first - second}; only whole: {second - first}"
    assert sorted(p["title"] for p in resumed[1]) == sorted(p["title"] for p in whole[1])
    assert sorted(d["sha256"] for d in resumed[2]) == sorted(d["sha256"] for d in whole[2])
