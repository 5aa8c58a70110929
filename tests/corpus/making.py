"""Documents, evidence and changes in few words, for the tests of the store."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from corpus.changes import ChangeKind, RecordChange
from corpus.documents import Document, DocumentKind, make_document_id
from corpus.evidence import MULTI_FIELDS, Evidence, Origin, make_evidence_id
from corpus.records import RecordType
from corpus.store import Store


def make_page(
    store: Store,
    text: str,
    *,
    url: str = "https://example.dk/side",
    fetched_at: str = "2026-01-01T00:00:00Z",
    kind: DocumentKind = DocumentKind.PROJECT_PAGE,
) -> Document:
    """Store a page with this text, its bytes too, and give it."""
    body = text.encode()
    sha256 = hashlib.sha256(body).hexdigest()
    document = Document(
        document_id=make_document_id(url, sha256),
        url=url,
        canonical_url=url,
        media_type="text/plain",
        fetched_at=fetched_at,
        sha256=sha256,
        text=text,
        kind=kind,
    )
    store.save_document(document, body)
    return document


def make_evidence(document: Document, record_id: str, field: str, value: Any, quote: str) -> Evidence:
    """Give the statement that the first place of `quote` in a document makes."""
    start = document.text.index(quote)
    return Evidence(
        evidence_id=make_evidence_id(record_id, field, value, document.document_id, start, Origin.EXTRACTED),
        record_id=record_id,
        field=field,
        value=value,
        quote=quote,
        document_id=document.document_id,
        url=document.url,
        page_no=None,
        char_start=start,
        char_end=start + len(quote),
        origin=Origin.EXTRACTED,
        confidence=0.9,
        extractor="test/1",
        observed_at=document.fetched_at,
    )


def make_change(
    document: Document,
    record_id: str,
    facts: Mapping[str, tuple[Any, str]],
    *,
    kind: ChangeKind = ChangeKind.NEW,
    record_type: RecordType = RecordType.PROJECT,
    retire: tuple[str, ...] = (),
    payload: Mapping[str, Any] | None = None,
) -> RecordChange:
    """Give the change that holds facts, each a value (or list of values) and the words that state it."""
    add = [
        make_evidence(document, record_id, field, one, quote)
        for field, (value, quote) in facts.items()
        for one in (value if field in MULTI_FIELDS else [value])
    ]
    return RecordChange(
        kind, record_id, record_type, tuple(add), retire, (document.document_id,), payload=dict(payload or {})
    )
