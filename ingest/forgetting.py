"""Forgetting a removed document where ingestion keeps traces of it: crawl states, spooled bodies, reports and logs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from corpus.blobs import BlobStore
from corpus.settings import Settings
from ingest.crawl.states import CrawlStates

_MASK = b"(removed)"


def forget(settings: Settings, *, url: str, sha256: str, hashes: Collection[str]) -> dict[str, int]:
    """Forget a document, and say by place how many traces of it a second look found: none.

    Args:
        settings: of the data folder.
        url: the address it was fetched from; what earlier reports say of it is masked.
        sha256: of its bytes.
        hashes: by which it and its addresses are known in crawl states (`corpus.kept_out`).
    """
    for path in _crawls(settings):
        with CrawlStates(path) as states:
            states.forget(hashes)
    spool = BlobStore(settings.data / "crawl" / "spool")
    if spool.path(sha256).exists():
        spool.remove(sha256)
    for path in _naming(settings, url):
        work = path.with_name(path.name + ".tmp")
        work.write_bytes(_whole(url).sub(_MASK, path.read_bytes()))
        work.replace(path)
    return {"crawl_states": _count_states(settings, hashes), "reports": sum(1 for _ in _naming(settings, url))}


def _crawls(settings: Settings) -> list[Path]:
    return sorted((settings.data / "crawl").glob("*.sqlite"))


def _count_states(settings: Settings, hashes: Collection[str]) -> int:
    n_left = 0
    for path in _crawls(settings):
        with CrawlStates(path) as states:
            n_left += len(states.among(hashes))
    return n_left


def _naming(settings: Settings, url: str) -> Iterator[Path]:
    """Give the files of earlier runs that name an address."""
    files = (path for path in settings.runs.rglob("*") if path.is_file())
    yield from (path for path in files if _whole(url).search(path.read_bytes()))


def _whole(url: str) -> re.Pattern[bytes]:
    """Give a pattern of an address that no longer one begins with: /a, and not the /a of /a/b."""
    return re.compile(re.escape(url.encode()) + rb"(?![\w/?&=%#~+-]|\.\w)")
