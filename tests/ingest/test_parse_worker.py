from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from corpus.documents import DocumentStatus
from ingest.parse import DEFAULT_LIMITS, Limits
from ingest.parse.job import ParseJob
from ingest.raw import HTML, PDF
from ingest.worker import Failure, Worker, WorkerPool
from tests.ingest.parsing import page, parse
from tests.ingest.pdfs import lines_pdf

GOOD = page("<main><h1>Titel</h1><p>En hel sætning om et projekt i Havby Kommune.</p></main>").encode()


def endless_pdf() -> bytes:
    """Twelve form objects, each drawing the next ten times: 10^12 texts from two kilobytes."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</F 6 0 R>>/Font<</A 5 0 R>>>>>>",
        b"<</Length 4>>stream\n/F Do\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n in range(12):
        drawing = b"/F Do " * 10 if n < 11 else b"BT /A 9 Tf 1 1 Td (tekst) Tj ET "
        inner = b"/XObject<</F %d 0 R>>" % (7 + n) if n < 11 else b""
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<%b/Font<</A 5 0 R>>>>/Length %d>>" % (
            inner,
            len(drawing),
        )
        objects.append(head + b"stream\n" + drawing + b"\nendstream")
    body = b"%PDF-1.4\n"
    for number, each in enumerate(objects, start=1):
        body += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    return body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


def test_a_file_that_never_ends_is_a_recorded_failure_and_the_next_is_read() -> None:
    limits = replace(DEFAULT_LIMITS, timeout_s=3.0)
    document = parse(endless_pdf(), PDF, limits=limits)
    assert document.status is DocumentStatus.FAILED
    assert document.status_reason.startswith(("time limit", "resource limit"))
    assert parse(GOOD).status is DocumentStatus.OK


def test_too_large_a_page_is_refused_before_it_is_read() -> None:
    document = parse(GOOD, limits=replace(DEFAULT_LIMITS, max_html_bytes=50))
    assert document.status is DocumentStatus.REJECTED
    assert "too large" in document.status_reason


def test_pages_past_the_limit_make_a_partial_document() -> None:
    body = lines_pdf([[(60, 400, f"Dette er den {n}. tekst i filen")] for n in range(5)])
    document = parse(body, PDF, limits=replace(DEFAULT_LIMITS, max_pages=3))
    assert (document.status, document.n_pages) == (DocumentStatus.PARTIAL, 5)
    assert {b.page_no for b in document.blocks} == {1, 2, 3}


@dataclass(frozen=True)
class Killed:
    """Work whose process is ended in the midst of it, as the kernel does when memory runs out."""

    limits: Limits = DEFAULT_LIMITS
    n_bytes: int = 0

    def do(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_worker_is_a_failure_of_its_file_only() -> None:
    worker = Worker()
    pid = worker._process.pid
    failure = worker.run(Killed())
    assert isinstance(failure, Failure)
    assert failure.reason.startswith("resource limit")
    assert not Path(f"/proc/{pid}").exists()


def test_threads_share_the_pool() -> None:
    pool = WorkerPool(max_workers=2)
    found: list[object] = []
    job = ParseJob(HTML, HTML, "https://x.dk/", GOOD, DEFAULT_LIMITS)
    threads = [threading.Thread(target=lambda: found.append(getattr(pool.run(job), "status", None))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()
    assert found == [DocumentStatus.OK] * 4


def test_a_worker_ends_with_its_parent() -> None:
    worker = Worker()
    worker.run(ParseJob(HTML, HTML, "https://x.dk/", GOOD, DEFAULT_LIMITS))
    assert worker._process.stdin is not None
    worker._process.stdin.close()  # what happens when the parent is killed
    deadline = time.monotonic() + 30
    while worker._process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert worker._process.poll() is not None
    worker.kill()


@pytest.mark.parametrize("body", [b"\x00" * 100, b"\xff" * 5000, b"PK\x03\x04", b"<", b"%PDF-", bytes(range(256)) * 20])
@pytest.mark.parametrize("media_type", ["text/html", PDF, "text/plain", ""])
def test_no_bytes_raise(body: bytes, media_type: str) -> None:
    document = parse(body, media_type)
    assert document.status is not DocumentStatus.OK or document.text


_HUNGRY_LIMITS = replace(DEFAULT_LIMITS, timeout_s=60.0, memory_mb=300)


@dataclass(frozen=True)
class Hungry:
    """Work that needs some memory, or fails repeating a number of a person."""

    n_mb: int
    limits: Limits = _HUNGRY_LIMITS
    n_bytes: int = 0

    def do(self) -> int:
        if not self.n_mb:
            raise ValueError("not a year: 070761-4285")
        return len(bytearray(self.n_mb * 1_000_000))


def test_work_that_needs_much_memory_gets_it_alone_and_no_more_than_it_may() -> None:
    pool = WorkerPool(max_workers=2)
    assert [pool.run(Hungry(n_mb)) for n_mb in (10, 200)] == [10_000_000, 200_000_000]
    assert pool.run(Hungry(400)) == Failure("resource limit: needs more than 300 MB of memory")
    assert pool.run(Hungry(0)) == Failure("cannot be read: ValueError: not a year: ...")
    pool.close()
