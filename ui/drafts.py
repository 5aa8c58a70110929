"""Reading a planner's draft; it is held in memory only, never stored nor logged."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from corpus.documents import DocumentStatus
from corpus.errors import QueryError

MAX_DRAFT_BYTES = 20_000_000  # a long application with pictures; more is a mistake


def read_draft(source: str) -> str:
    """Give the text of a draft: a file (text, PDF, DOCX, HTML), or standard input for `-`.

    Raises:
        QueryError: there is no such file, it is too large, or it holds no text.
    """
    if source == "-":
        return draft_text(sys.stdin.buffer.read(MAX_DRAFT_BYTES + 1), "standard input")
    path = Path(source)
    try:
        with path.open("rb") as file:
            body = file.read(MAX_DRAFT_BYTES + 1)
    except OSError as exc:
        raise QueryError(f"cannot read the draft {source}: {exc.strerror}.", remedy="Give a file, or -.") from exc
    return draft_text(body, path.name)


def draft_text(body: bytes, name: str) -> str:
    """Give the text of a draft's bytes; `name` is what error messages call it."""
    from ingest.parse import parse_document
    from ingest.raw import RawDocument, sniff_media_type

    if len(body) > MAX_DRAFT_BYTES:
        raise QueryError(f"{name} is larger than {MAX_DRAFT_BYTES // 1_000_000} MB.", remedy="Paste the text instead.")
    raw = RawDocument(
        url="draft:",
        canonical_url="draft:",
        media_type=sniff_media_type(body, "", name),
        body=body,
        fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        last_modified=None,
        etag=None,
        source="draft",
    )
    document = parse_document(raw)
    if document.status not in (DocumentStatus.OK, DocumentStatus.PARTIAL) or not document.text.strip():
        reason = (document.status_reason or document.status.value).removeprefix("draft:").lstrip(": ")
        raise QueryError(f"no text can be read from {name} ({reason}).", remedy="Paste the text instead.")
    return document.text
