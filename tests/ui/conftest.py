from __future__ import annotations

import gc
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus.settings import Settings
from tests.ui.corpus import publish_small_corpus
from ui.tasks import build_index

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient
    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE_MS = 60_000  # a machine may have other work; what waits for a state costs nothing where it comes at once


@pytest.fixture(scope="session")
def small_data(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Settings:
    """A data folder with the small corpus, indexed with the bundled encoder; who changes it takes a copy."""
    settings = Settings(data=tmp_path_factory.mktemp("ui") / "data", threads=1)
    settings.data.mkdir()
    settings.models.symlink_to(models)
    publish_small_corpus(settings)
    build_index(settings)
    return settings


def make_app(settings: Settings) -> FastAPI:
    """Make the web application.

    Gradio leaves event loops of its own unclosed when it is imported and mounted: collected here, they fail no test.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ui.server import create_app

        app = create_app(settings)
        gc.collect()
    return app


@pytest.fixture(scope="session")
def client(small_data: Settings) -> Iterator[TestClient]:
    from fastapi.testclient import TestClient

    with TestClient(make_app(small_data), follow_redirects=False) as client:
        yield client


@dataclass
class Site:
    """A server in a process of its own."""

    url: str
    settings: Settings


@pytest.fixture(scope="session")
def site(small_data: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages, served from a copy of the small corpus on a loopback port."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(small_data.data, data, symlinks=True)
    with serving(Settings(data=data, threads=1)) as site:
        yield site


@contextmanager
def serving(settings: Settings) -> Iterator[Site]:
    """Serve a data folder on a loopback port, in a process of its own, until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "import sys; from corpus.settings import load_settings; from ui.server import run_server; "
        "run_server(load_settings(sys.argv[1]), port=int(sys.argv[2]))"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(settings.data), str(port)]) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url + "/healthz", process)
            yield Site(url, settings)
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the server at {url} does not answer; exit status {process.poll()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium")
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install playwright"
    )
    playwright.expect.set_options(timeout=PATIENCE_MS)
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@dataclass
class Tab:
    """A page of a browser, with what it asked for and complained of."""

    page: Page
    requests: list[str]
    complaints: list[str]

    def outside(self, url: str) -> list[str]:
        return [asked for asked in self.requests if not asked.startswith((url, "data:", "blob:"))]


@pytest.fixture(params=[1280], ids=lambda width: f"{width}px")
def tab(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Tab]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, locale="da-DK", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    tab = Tab(page, [], [])
    page.on("request", lambda asked: tab.requests.append(asked.url))
    page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    page.on("console", lambda line: tab.complaints.append(line.text) if line.type == "error" else None)
    yield tab
    context.close()
