"""What users get of a data folder: the contract's JSON objects, and all text that it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.documents import document_json
from corpus.records import RecordType, record_json
from corpus.settings import Settings
from corpus.store import Store
from ingest.evaluation import ExtractionReport, evaluate_extraction
from ingest.report import RunReport
from ingest.run import ingest_targets
from tests.site.build import build_gold
from tests.site.server import SiteServer

Json = dict[str, Any]


def site_settings(data: Path, server: SiteServer) -> Settings:
    """Give settings that may reach the site's own address and nothing else on this machine."""
    return Settings(data=data, allow_addresses=server.address, threads=2)


def ingest_site(data: Path, server: SiteServer) -> RunReport:
    """Crawl the whole site into a data folder, and publish."""
    return ingest_targets([f"{server.base}/"], site_settings(data, server), publish=True)


def corpus_objects(settings: Settings) -> tuple[list[Json], list[Json], list[Json]]:
    """Give the published projects, pools and documents."""
    with Store.open(settings) as store:
        projects = [record_json(r) for r in store.records(record_type=RecordType.PROJECT)]
        pools = [record_json(r) for r in store.records(record_type=RecordType.POOL)]
        documents = [document_json(d) for d in store.documents()]
    return projects, pools, documents


def evaluate_site(settings: Settings, version: int = 1) -> ExtractionReport:
    """Score a data folder against the gold of this version of the site."""
    return evaluate_extraction(*corpus_objects(settings), build_gold(version))


def bytes_outside_blobs(data: Path) -> bytes:
    """Give every byte of the data folder but the originals: database, logs, run reports, crawl states."""
    return b"".join(
        path.read_bytes()
        for path in sorted(data.rglob("*"))
        if path.is_file() and "blobs" not in path.relative_to(data).parts
    )
