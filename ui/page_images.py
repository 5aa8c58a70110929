"""Pictures of PDF pages with a statement's quote marked: drawn in a process with limits, kept in the data folder."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.documents import Document, DocumentStatus
from corpus.errors import NotFoundError, PuljesporError

if TYPE_CHECKING:
    from ui.service import Service

_TIMEOUT_S = 20.0
_AT_ONCE = threading.BoundedSemaphore(2)  # drawing is the dearest thing that a reader can ask for
_MOST_KEPT = 2_000  # pictures of some 100 kB
_PDF = "application/pdf"


class NoPageImageError(NotFoundError):
    """A page cannot be shown as a picture; `reason` names a text of the pages."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"this page cannot be shown as a picture ({reason}).", remedy="Read the archived text.")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of a page, and what it is of."""

    document: Document
    page_no: int  # from 1
    quote: str
    is_marked: bool  # False: the page's text layer does not hold the quote as read, e.g. in a scan
    width: int  # pixels
    height: int
    body: bytes  # WebP


def page_image(service: Service, evidence_id: str) -> PageImage:
    """Give the page that a published statement stands on, its quote marked.

    Only a statement of a published version has a picture: neither what waits for review nor any other page of the
    file can be asked for.

    Raises:
        NotFoundError: there is no such statement.
        NoPageImageError: it stands on no PDF page, its original was not kept, or the page cannot be drawn in time.
    """
    from corpus.store import Store

    with Store.open(service.settings) as store:
        statement = store.published_evidence(evidence_id)
        if statement is None or not statement.document_id:
            raise NotFoundError(f"no statement {evidence_id[:80]!r}.", remedy="Open the project's page instead.")
        document = store.document(statement.document_id)
        if document.status not in (DocumentStatus.OK, DocumentStatus.PARTIAL):
            raise NoPageImageError("removed")
        if statement.page_no is None or document.media_type != _PDF:
            raise NoPageImageError("not_pdf")
        kept = _kept_at(service, document.sha256, statement.page_no, statement.quote)
        made = _read(kept)
        if made is None:
            try:
                original = store.body(document.document_id)
            except PuljesporError as exc:
                raise NoPageImageError("not_kept") from exc
            made = _draw(original, statement.page_no, statement.quote)
            _keep(kept, made)
    head, _, picture = made.partition(b"\n")
    told = json.loads(head)
    size = (int(told["width"]), int(told["height"]))
    return PageImage(document, statement.page_no, statement.quote, bool(told["is_marked"]), *size, picture)


def _kept_at(service: Service, sha256: str, page_no: int, quote: str) -> Path:
    # The original's checksum stands first, so that its pictures go when it is removed.
    key = hashlib.sha256(f"{page_no}\n{quote}".encode()).hexdigest()
    return service.settings.pages / f"{sha256}-{key[:20]}.webp"


def _read(path: Path) -> bytes | None:
    try:
        made = path.read_bytes()
        os.utime(path)  # so that the least lately used goes first
    except OSError:
        return None
    return made


def _keep(path: Path, made: bytes) -> None:
    """Keep a picture where the folder may be written; the least lately used go where there are too many."""
    try:
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            file.write(made)
        Path(file.name).replace(path)
        kept = sorted(path.parent.glob("*.webp"), key=lambda other: other.stat().st_mtime)
        for old in kept[: max(0, len(kept) - _MOST_KEPT)]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # served all the same, and drawn again the next time


def _draw(original: bytes, page_no: int, quote: str) -> bytes:
    asked = json.dumps({"page_no": page_no, "quote": quote}).encode() + b"\n"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "OMP_NUM_THREADS": "1"}
    if not _AT_ONCE.acquire(timeout=_TIMEOUT_S):
        raise NoPageImageError("busy")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ui.page_drawing"],
            input=asked + original,
            capture_output=True,
            timeout=_TIMEOUT_S,
            env=env,
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise NoPageImageError("too_slow") from exc
    finally:
        _AT_ONCE.release()
    if done.returncode or not done.stdout:
        raise NoPageImageError("cannot_draw")
    return done.stdout
