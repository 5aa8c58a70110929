"""Parsing: bytes as fetched to a document of clean text in blocks, each file read in a limited worker process."""

from __future__ import annotations

import hashlib
from urllib.parse import unquote

from corpus.documents import Document, DocumentStatus, make_document_id
from ingest.parse.draft import Parsed, assemble
from ingest.parse.job import ParseJob
from ingest.parse.limits import DEFAULT_LIMITS, Limits
from ingest.parse.text import clean_text
from ingest.raw import HTML, TEXT, RawDocument, sniff_media_type
from ingest.worker import POOL, Failure

__all__ = ["DEFAULT_LIMITS", "Limits", "failed_document", "make_document", "parse_document", "refusal_of"]


def parse_document(raw: RawDocument, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read one fetched page or file.

    Never raises for what the bytes are: `status` and `status_reason` say how it went. Statuses: ok; partial (some
    pages or parts could not be read); empty; failed (broken, or past a limit); rejected (not a page or document, or
    it asks not to be indexed); needs_ocr, needs_password, needs_render. The text still holds personal data: pass the
    document to `ingest.guard.guard_document` before storing anything of it.
    """
    kind = sniff_media_type(raw.body, raw.media_type, raw.url)
    if refusal := refusal_of(raw, kind, limits):
        return make_document(raw, kind, refusal)
    parsed = POOL.run(ParseJob(kind, raw.media_type, raw.url, raw.body, limits))
    if isinstance(parsed, Failure):
        return failed_document(raw, kind, parsed.reason)
    return make_document(raw, kind, parsed)


def _named(parsed: Parsed, url: str) -> str:
    """Give the reason; a locked file is named in it, since a person must be asked for its password."""
    if parsed.status is not DocumentStatus.NEEDS_PASSWORD:
        return parsed.reason
    return f"{unquote(url.rpartition('/')[2])}: {parsed.reason}"


def refusal_of(raw: RawDocument, kind: str, limits: Limits) -> Parsed | None:
    """Give what a file is that need not be opened, by its size; `None` where it must be."""
    most = limits.max_html_bytes if kind in (HTML, TEXT) else limits.max_bytes
    if len(raw.body) > most:
        reason = f"too large: {len(raw.body) / 1e6:.0f} MB, at most {most / 1e6:.0f} MB are read"
        return Parsed(status=DocumentStatus.REJECTED, reason=reason)
    if not raw.body:
        is_page = kind in (HTML, TEXT)
        status = DocumentStatus.EMPTY if is_page else DocumentStatus.FAILED
        return Parsed(status=status, reason="the file is empty (0 bytes)")
    return None


def failed_document(raw: RawDocument, kind: str, reason: str) -> Document:
    """Give the document of a file that could not be read within its limits."""
    return make_document(raw, kind, Parsed(status=DocumentStatus.FAILED, reason=reason))


def make_document(raw: RawDocument, kind: str, parsed: Parsed) -> Document:
    """Give the document that a file's bytes, its media type and what was parsed of it make."""
    sha256 = hashlib.sha256(raw.body).hexdigest()
    text, blocks = assemble(parsed.drafts)
    return Document(
        document_id=make_document_id(raw.url, sha256),
        url=raw.url,
        canonical_url=raw.canonical_url,
        media_type=kind,
        fetched_at=raw.fetched_at,
        sha256=sha256,
        text=text,
        blocks=blocks,
        title=clean_text(parsed.title) or None if parsed.title else None,
        language=parsed.language,
        status=parsed.status,
        status_reason=_named(parsed, raw.url),
        last_modified=raw.last_modified,
        last_updated=parsed.last_updated,
        source=raw.source,
        n_pages=parsed.n_pages,
        links=tuple(parsed.links),
        meta=parsed.meta,
    )
