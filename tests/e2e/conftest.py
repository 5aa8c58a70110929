from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.settings import Settings
from ingest.report import RunReport
from tests.e2e.corpus_objects import ingest_site, site_settings
from tests.site.server import SiteServer, serve_site


@dataclass(frozen=True)
class Ingested:
    """The first version of the site, crawled and published once for all tests; who changes it takes a copy."""

    server: SiteServer
    settings: Settings
    report: RunReport


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ingested]:
    data = tmp_path_factory.mktemp("site") / "data"
    with serve_site() as server:
        report = ingest_site(data, server)
        yield Ingested(server, site_settings(data, server), report)


@pytest.fixture
def copied(ingested: Ingested, tmp_path: Path) -> Iterator[Ingested]:
    data = tmp_path / "data"
    shutil.copytree(ingested.settings.data, data)
    yield Ingested(ingested.server, site_settings(data, ingested.server), ingested.report)
    ingested.server.version = 1
