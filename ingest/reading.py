"""Reading: raw bytes to a guarded document of known kind, or the reason why not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from corpus.documents import Document, DocumentKind, DocumentStatus
from corpus.errors import QuarantineError
from ingest.guard_cpr import CPR_MASK, find_cpr
from ingest.parse import DEFAULT_LIMITS, Limits, failed_document, make_document, refusal_of
from ingest.parse.draft import assemble, drafts_of
from ingest.parse.job import ParseJob
from ingest.raw import RawDocument, sniff_media_type
from ingest.report import REMEDIES
from ingest.worker import POOL, Failure

READABLE = frozenset({DocumentStatus.OK, DocumentStatus.PARTIAL})
"""Statuses of documents that records are read from."""

_MAX_WAITING_BYTES = 64_000_000  # of originals in memory at once; one more may be on its way


@dataclass(frozen=True, slots=True)
class Reading:
    """One page or file as read. A document that is held back has neither text nor title."""

    raw: RawDocument
    document: Document
    n_findings: int = 0  # of personal data that hold it back

    @property
    def is_readable(self) -> bool:
        """Say whether records may be read from it."""
        return self.document.status in READABLE and bool(self.document.text.strip())

    @property
    def remedy(self) -> str:
        """Give what can be done about a document that cannot be read."""
        status = self.document.status
        if status is DocumentStatus.PARTIAL and not self.document.text.strip():
            status = DocumentStatus.FAILED  # its pages are there, the words on them are not
        return REMEDIES.get(status, "")


@dataclass(frozen=True, slots=True)
class _ReadJob:
    """One file to parse, guard and classify in a worker: what it says leaves the worker guarded."""

    raw: RawDocument
    media_type: str  # as sniffed
    is_cleared: bool  # an editor has let it in; its numbers are masked
    limits: Limits

    @property
    def n_bytes(self) -> int:
        return len(self.raw.body)

    def do(self) -> tuple[Document, int]:
        """Give the document, and how many findings hold it back."""
        from ingest.classify import classify_document
        from ingest.guard import guard_document, refuse_unseen

        raw = self.raw
        parsed = ParseJob(self.media_type, raw.media_type, raw.url, raw.body, self.limits).do()
        document = make_document(raw, self.media_type, parsed)
        if document.status not in READABLE:
            return _emptied(document), 0
        try:
            guarded = guard_document(document)
            if not self.is_cleared:
                refuse_unseen(parsed.unseen, document)
        except QuarantineError as exc:
            masked, n_masked = mask_cpr(document)
            if not self.is_cleared:
                return _held_back(document, str(exc.args[0])), max(n_masked, 1)
            guarded = guard_document(masked)
        kind, _ = classify_document(guarded)
        return replace(guarded, kind=kind), 0


def read(raw: RawDocument, *, is_cleared: Callable[[str], bool], limits: Limits = DEFAULT_LIMITS) -> Reading:
    """Parse, guard and classify one page or file. Never raises for what the bytes are.

    All of it is done in a worker, within the limits of time and memory: a document past them has failed, and says so.

    Args:
        raw: the bytes.
        is_cleared: says whether an editor has let the document with this SHA-256 in although the guard holds it back;
            it then enters with the numbers masked.
        limits: what it may cost.
    """
    media_type = sniff_media_type(raw.body, raw.media_type, raw.url)
    if refusal := refusal_of(raw, media_type, limits):
        return Reading(raw, _emptied(make_document(raw, media_type, refusal)))
    reading = _read_in_worker(_ReadJob(raw, media_type, False, limits))
    if reading.document.status is DocumentStatus.QUARANTINED and is_cleared(reading.document.sha256):
        return _read_in_worker(_ReadJob(raw, media_type, True, limits))
    return reading


def _read_in_worker(job: _ReadJob) -> Reading:
    result = POOL.run(job)
    if isinstance(result, Failure):
        return Reading(job.raw, _emptied(failed_document(job.raw, job.media_type, result.reason)))
    document, n_findings = result
    return Reading(job.raw, document, n_findings)


def _emptied(document: Document) -> Document:
    """Give a document that nothing is read from, without the words of it that the guard has not seen."""
    flags = {name: value for name, value in document.meta.items() if name == "flags"}
    return replace(document, text="", blocks=(), links=(), title=None, meta=flags, kind=DocumentKind.NOISE)


def mask_cpr(document: Document) -> tuple[Document, int]:
    """Give the document with every CPR number replaced by a mask, in all its parts, and how many there were."""
    n_masked = 0

    def mask(text: str) -> str:
        nonlocal n_masked
        for found in reversed(find_cpr(text)):
            n_masked += 1
            text = text[: found.char_start] + CPR_MASK + text[found.char_end :]
        return text

    drafts = drafts_of(document)
    for draft in drafts:
        draft.cells = tuple(mask(cell) for cell in draft.cells)
    text, blocks = assemble(drafts)
    links = tuple((mask(label), target) for label, target in document.links if not find_cpr(target))
    meta = {name: mask(value) for name, value in document.meta.items()}
    title = mask(document.title) if document.title else document.title
    return replace(document, text=text, blocks=blocks, links=links, meta=meta, title=title), n_masked


def _held_back(document: Document, reason: str) -> Document:
    return replace(_emptied(document), meta={}, status=DocumentStatus.QUARANTINED, status_reason=reason)


def read_all(raws: Iterable[RawDocument], *, threads: int, is_cleared: Callable[[str], bool]) -> Iterator[Reading]:
    """Read many, some at a time, in order. Only a few bodies are in memory at once.

    The threads only wait: the work is done by worker processes.
    """
    n_threads = max(1, min(threads or os.cpu_count() or 1, 4))
    source = iter(raws)
    with ThreadPoolExecutor(n_threads) as pool:
        waiting: list[tuple[Future[Reading], int]] = []
        while True:
            while len(waiting) < 2 * n_threads and sum(size for _, size in waiting) < _MAX_WAITING_BYTES:
                raw = next(source, None)
                if raw is None:
                    break
                waiting.append((pool.submit(read, raw, is_cleared=is_cleared), len(raw.body)))
            if not waiting:
                return
            yield waiting.pop(0)[0].result()
