"""Reading: raw bytes to a guarded document of known kind, or the reason why not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice

from corpus.documents import Document, DocumentKind, DocumentStatus
from corpus.errors import QuarantineError
from ingest.classify import classify_document
from ingest.guard import guard_document
from ingest.guard_cpr import find_cpr
from ingest.parse import parse_document
from ingest.parse.draft import assemble, drafts_of
from ingest.raw import RawDocument
from ingest.report import REMEDIES

READABLE = frozenset({DocumentStatus.OK, DocumentStatus.PARTIAL})
"""Statuses of documents that records are read from."""

CPR_MASK = "[cpr]"


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


def read(raw: RawDocument, *, is_cleared: Callable[[str], bool]) -> Reading:
    """Parse, guard and classify one page or file. Never raises for what the bytes are.

    Args:
        raw: the bytes.
        is_cleared: says whether an editor has let the document with this SHA-256 in although the guard holds it back;
            it then enters with the numbers masked.
    """
    document = parse_document(raw)
    if document.status not in READABLE:
        return Reading(raw, replace(document, text="", blocks=(), kind=DocumentKind.NOISE))
    try:
        guarded = guard_document(document)
    except QuarantineError as exc:
        masked, n_masked = mask_cpr(document)
        if not is_cleared(document.sha256):
            return Reading(raw, _held_back(document, str(exc.args[0])), n_masked)
        guarded = guard_document(masked)
    kind, _ = classify_document(guarded)
    return Reading(raw, replace(guarded, kind=kind))


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
    return replace(
        document,
        text="",
        blocks=(),
        links=(),
        meta={},
        title=None,
        kind=DocumentKind.NOISE,
        status=DocumentStatus.QUARANTINED,
        status_reason=reason,
    )


def read_all(raws: Iterable[RawDocument], *, threads: int, is_cleared: Callable[[str], bool]) -> Iterator[Reading]:
    """Read many, some at a time, in order. Only a few bodies are in memory at once.

    The threads only wait: parsing is done by worker processes.
    """
    n_threads = max(1, min(threads or os.cpu_count() or 1, 4))
    source = iter(raws)
    with ThreadPoolExecutor(n_threads) as pool:
        waiting: list[Future[Reading]] = []
        while True:
            fresh = islice(source, 2 * n_threads - len(waiting))
            waiting += [pool.submit(read, raw, is_cleared=is_cleared) for raw in fresh]
            if not waiting:
                return
            yield waiting.pop(0).result()
