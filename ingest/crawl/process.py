"""Starting the crawl process, and reading what it says while it works.

Scrapy's reactor can run once in a process, and a crawl must be able to die without taking the caller along: so each
crawl is a process of its own, which writes page states and bodies, and reports on its standard output in JSON lines.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import BusyError, FetchError
from corpus.settings import Settings
from ingest.crawl.states import CrawlStates, PageState
from ingest.sources.description import Source

CrawlProgress = Callable[[int, int, str], None]
"""Called with pages done, pages known so far, and the address of the last one."""


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """One crawl: its pages, and what was left out."""

    crawl_no: int
    is_complete: bool  # False: broken off, parked or at a limit, so that absence says nothing
    pages: tuple[PageState, ...]  # that this crawl asked for, in order of address
    last_yield: int | None  # pages of the crawl before; None at the first
    aliases: dict[str, list[str]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def crawl(
    source: Source,
    settings: Settings,
    *,
    states: Path,
    spool: Path,
    blobs: Path,
    log: Path,
    known: Mapping[str, str] | None = None,
    removed: Collection[str] = (),
    progress: CrawlProgress | None = None,
) -> CrawlSummary:
    """Crawl a source in a process of its own.

    Args:
        source: what to crawl.
        settings: for the contact address and the allow-list of addresses.
        states: the SQLite file of page states.
        spool: folder for the bodies that are fetched; the caller takes out of it what may be kept.
        blobs: folder of the originals that are kept: what lies there need not be fetched again while it is unchanged.
        log: file that the crawler's log is added to.
        known: the pages of this source that stand in the corpus, by canonical URL; each is asked for, whether or not
            anything links to it.
        removed: hashes of addresses and contents that an editor has removed (`corpus.kept_out`): such an address is
            neither asked for nor remembered, such a content not kept.
        progress: called after each page.

    Raises:
        BusyError: another process is crawling this source.
        FetchError: the crawl process failed; what it had fetched is kept, and the next crawl goes on from there.
    """
    described = asdict(source)
    described["url_rules"]["caseless_hosts"] = sorted(source.url_rules.caseless_hosts)
    job = {
        "source": described,
        "states": str(states),
        "spool": str(spool),
        "blobs": str(blobs),
        "allow_addresses": settings.allow_addresses,
        "contact": settings.contact,
        "known": dict(known or {}),
        "removed": sorted(removed),
    }
    log.parent.mkdir(parents=True, exist_ok=True)
    last: dict[str, Any] = {}
    with log.open("ab") as log_file:
        child = subprocess.Popen(
            [sys.executable, "-m", "ingest.crawl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log_file
        )
        try:
            last = _follow(child, job, progress)
        finally:
            if child.poll() is None and not last:
                child.terminate()
            child.wait()
    if last.get("event") == "busy":
        raise BusyError(f"another process is crawling {source.name}.", remedy="Wait until it is done, or stop it.")
    if last.get("event") != "end":
        raise FetchError(
            f"the crawl of {source.name} broke off ({_last_line(log)}).",
            source=source.name,
            remedy=f"Run the same again to go on; the log is {log.name} in the run's folder.",
        )
    with CrawlStates(states) as found:
        return CrawlSummary(
            crawl_no=last["crawl_no"],
            is_complete=last["is_complete"],
            pages=tuple(found.pages(last["crawl_no"])),
            last_yield=found.last_yield(last["crawl_no"]),
            aliases=found.aliases(),
            notices=tuple(last["notices"]),
        )


def _follow(child: subprocess.Popen[bytes], job: dict[str, Any], progress: CrawlProgress | None) -> dict[str, Any]:
    """Hand over the job, pass on progress, and give the last event that ends a crawl."""
    last: dict[str, Any] = {}
    if child.stdin is None or child.stdout is None:
        raise ValueError("the crawl process was started without pipes")
    with child.stdin, child.stdout:
        child.stdin.write(json.dumps(job).encode() + b"\n")
        child.stdin.flush()
        # Standard input stays open: when we die, the child reads its end and stops.
        for line in child.stdout:
            event: dict[str, Any] = json.loads(line)
            if event["event"] == "page":
                if progress is not None:
                    progress(event["n_done"], event["n_known"], event["url"])
            else:
                last = event
    return last


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "nothing in the log"
