"""The shared hostile web cases, on their own server: every case ends as its manifest says.

The cases that need files the shared folder does not carry (compressed bombs) have stand-ins in `test_crawl.py`.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.settings import Settings
from ingest.crawl import CrawlSummary, Outcome, crawl
from ingest.crawl.robots import rules_for
from ingest.sources.description import Politeness, Source
from tests.measuring import largest_child_mb

SHARED = Path(__file__).parents[3] / "shared" / "hostile"
pytestmark = [
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/hostile is not beside this checkout"),
    pytest.mark.slow,
]
POLITE = Politeness(delay_s=0.0, concurrency=4, timeout_s=4.0, max_wait_s=20.0)
OUTCOMES = {outcome.value: outcome for outcome in Outcome}
"""The manifest's names of outcomes are ours; a redirect that was followed is an alias of where it ended."""

CRAWL_ALONE = """
import sys
from pathlib import Path
from tests.ingest.test_hostile_web import Server, run
run(Server(int(sys.argv[1])), Path(sys.argv[2]), sys.argv[3])
"""


def rows(kind: str) -> list[dict[str, Any]]:
    if not SHARED.is_dir():
        return []
    lines = (SHARED / "manifest.jsonl").read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["kind"] == kind]


class Server:
    """The shared server in a process of its own, on a run of free ports."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.base = f"http://127.0.0.1:{port}"

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"{self.base}{path}", timeout=20) as answer:
            body: bytes = answer.read()
            return body

    def hits(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.get("/_hits"))
        return found


def _free_run(n_ports: int) -> int:
    for port in range(21000, 29000, 150):
        try:
            for n in range(n_ports):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port + n))
        except OSError:
            continue
        return port
    pytest.skip(f"no run of {n_ports} free ports")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server(_free_run(100))
    child = subprocess.Popen(
        [sys.executable, str(SHARED / "server.py"), "--port", str(running.port), "--seconds", "900"],
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    child.stdout.readline()
    try:
        yield running
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def run(server: Server, folder: Path, url: str, *, offset: int = 0) -> CrawlSummary:
    path = "/" + url.split("/", 3)[3]
    source = Source("fjendtlig", url, start=(url,), follow=(path.partition("?")[0] + "*", "/c/dup*"), politeness=POLITE)
    return crawl(
        source,
        Settings(data=folder, allow_addresses=f"127.0.0.1:{server.port + offset}"),
        states=folder / "s.sqlite",
        spool=folder / "spool",
        blobs=folder / "blobs",
        log=folder / "log",
    )


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in rows("web")])
def test_case(row: dict[str, Any], server: Server, tmp_path: Path) -> None:
    name, check = row["id"].removeprefix("web-"), row["check"]
    if name.endswith("bomb") and not (SHARED / "web").is_dir():
        pytest.skip("the shared folder does not carry the bombs; test_crawl.py makes its own")
    if name == "file":
        pytest.skip("the shared folder does not carry the table that this case reads")
    server.get("/_reset")
    url = row["url"].replace("{base}", server.base)
    started = time.monotonic()
    summary = run(server, tmp_path, url)
    seconds = time.monotonic() - started
    hits = server.hits()
    asked = [hit for hit in hits if hit["path"] != "/robots.txt"]
    first = next((page for page in summary.pages if page.url == url or url.startswith(page.url)), summary.pages[0])
    if "outcome" in check:
        allowed = {OUTCOMES[part] for part in check["outcome"].split("|")}
        outcome = first.outcome
        if outcome is Outcome.ALIAS:  # a redirect that was followed: what counts is where it ended
            outcome = next(page.outcome for page in summary.pages if page.canonical_url == first.alias_of)
        assert outcome in allowed, (outcome, first.reason)
    assert first.outcome.has_body or first.reason
    assert len(asked) <= check.get("max_requests", 2000)
    assert seconds <= check.get("max_seconds", 120)
    assert sum(hit["port"] == 99 for hit in hits) == 0
    if "distinct_docs" in check:
        assert sum(page.outcome.has_body for page in summary.pages) == check["distinct_docs"]
    if "max_rss_mb" in check:
        folder = tmp_path / "measured"
        folder.mkdir()
        used = largest_child_mb(CRAWL_ALONE, str(server.port), str(folder), url)
        assert 10 < used < max(check["max_rss_mb"], 300)
    if check.get("conditional") or "versions" in check:
        again = run(server, tmp_path, url)
        page = next(page for page in again.pages if page.url == first.url)
        if check.get("conditional"):
            assert any(hit["inm"] or hit["ims"] for hit in server.hits())
        versions = 2 if page.sha256 != first.sha256 else 1
        assert versions == check.get("versions", 1)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in rows("robots")])
def test_robots_case(row: dict[str, Any], server: Server, tmp_path: Path) -> None:
    offset, check = row["port_offset"], row["check"]
    base = f"http://127.0.0.1:{server.port + offset}"
    try:
        with urllib.request.urlopen(f"{base}/robots.txt", timeout=5) as answer:
            rules = rules_for(answer.status, answer.read())
    except urllib.error.HTTPError as exc:
        rules = rules_for(exc.code, b"")
    assert {path: rules.allows(path, check["ua"]) for path in check["paths"]} == check["paths"]
    # One whole crawl each; the other paths by the rules alone.
    path = next(iter(check["paths"]))
    server.get("/_reset")
    (page,) = (p for p in run(server, tmp_path, base + path, offset=offset).pages if p.url == base + path)
    assert page.outcome.has_body is rules.allows(path), page.reason
    asked = {hit["path"] for hit in server.hits() if hit["port"] == offset}
    assert (path in asked) is rules.allows(path)
