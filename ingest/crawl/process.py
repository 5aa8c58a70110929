"""Starting the crawl process, and reading what it says while it works.

Scrapy's reactor can run once in a process, and a crawl must be able to die without taking the caller along: so each
crawl is a process of its own, which writes page states and bodies, and reports on its standard output in JSON lines.
"""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from corpus.blobs import BlobStore
from corpus.errors import BusyError, FetchError
from corpus.settings import Settings
from ingest.addresses import AddressGuard
from ingest.crawl.retrace import retrace, terms
from ingest.crawl.states import CrawlStates, PageState
from ingest.sources.description import Source

_DYING_S = 5.0
"""How long a crawl whose caller was killed may take to notice; a crawl that works holds its lock for longer."""

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
    job: dict[str, Any] = {
        "source": described,
        "states": str(states),
        "spool": str(spool),
        "blobs": str(blobs),
        "allow_addresses": settings.allow_addresses,
        "contact": settings.contact,
        "known": dict(known or {}),
        "removed": sorted(removed),
        "terms": terms(described, removed, settings.allow_addresses),
    }
    with crawling(states, source.name), CrawlStates(states) as found:
        found.forget(frozenset(removed))
        gone_over = retrace(
            source,
            found,
            AddressGuard.parse(settings.allow_addresses),
            blobs=BlobStore(blobs),
            spool=BlobStore(spool),
            contact=settings.contact,
            given_terms=job["terms"],
            known=(known or {}).keys(),
            report=progress,
        )
        if gone_over.crawl_no is not None:
            return _summary(found, gone_over.crawl_no, is_complete=True, notices=gone_over.notices)
    job |= {"robots_read": gone_over.robots, "waits": gone_over.waits, "tried": gone_over.tried}
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
        raise _busy(source.name)
    if last.get("event") != "end":
        raise FetchError(
            f"the crawl of {source.name} broke off ({_last_line(log)}).",
            source=source.name,
            remedy=f"Run the same again to go on; the log is {log.name} in the run's folder.",
        )
    with CrawlStates(states) as found:
        return _summary(found, last["crawl_no"], is_complete=last["is_complete"], notices=last["notices"])


def _summary(states: CrawlStates, crawl_no: int, *, is_complete: bool, notices: Iterable[str]) -> CrawlSummary:
    return CrawlSummary(
        crawl_no=crawl_no,
        is_complete=is_complete,
        pages=tuple(states.pages(crawl_no)),
        last_yield=states.last_yield(crawl_no),
        aliases=states.aliases(),
        notices=tuple(notices),
    )


@contextmanager
def crawling(states: Path, name: str) -> Iterator[None]:
    """Hold a source's page states for one crawl.

    Raises:
        BusyError: another process holds them.
    """
    states.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + _DYING_S
    with states.with_suffix(".lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise _busy(name) from None
                time.sleep(0.1)
        yield


def _busy(name: str) -> BusyError:
    return BusyError(f"another process is crawling {name}.", remedy="Wait until it is done, or stop it.")


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
