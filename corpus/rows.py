"""Between the frozen records and the rows that hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Row, Table
from sqlalchemy.engine import Connection

from corpus.documents import Block, BlockKind, Document, DocumentKind, DocumentStatus
from corpus.evidence import Evidence, Origin

T = TypeVar("T")

CHUNK = 500
"""Ids a statement names at once; SQLite allows 32,766 parameters, and PostgreSQL plans short lists better."""


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_ORIGINS = {origin.value: origin for origin in Origin}  # looked up for every statement that is read


def compact_json(value: Any) -> str:
    """Give JSON without spaces, keys sorted, letters as they are."""
    return _COMPACT.encode(value)


def chunks(items: Iterable[T], size: int = CHUNK) -> list[list[T]]:
    """Cut a sequence into lists of at most `size`."""
    rest = list(items)
    return [rest[i : i + size] for i in range(0, len(rest), size)]


def upsert(connection: Connection, table: Table, values: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    """Insert a row, or replace the one with the same keys."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as pg_insert

        pg = pg_insert(table).values(**values)
        rest = {k: pg.excluded[k] for k in values if k not in keys}
        connection.execute(pg.on_conflict_do_update(index_elements=list(keys), set_=rest))
    else:
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        lite = sqlite_insert(table).values(**values)
        rest = {k: lite.excluded[k] for k in values if k not in keys}
        connection.execute(lite.on_conflict_do_update(index_elements=list(keys), set_=rest))


def document_row(document: Document, *, has_body: bool) -> dict[str, Any]:
    """Give a document as a row of `documents`, less its sequence and version."""
    return {
        "document_id": document.document_id,
        "url": document.url,
        "canonical_url": document.canonical_url,
        "media_type": document.media_type,
        "fetched_at": document.fetched_at,
        "sha256": document.sha256,
        "has_body": int(has_body),
        "text": document.text,
        "blocks": compact_json([_block_list(b) for b in document.blocks]),
        "title": document.title,
        "kind": document.kind.value,
        "language": document.language,
        "status": document.status.value,
        "status_reason": document.status_reason,
        "last_modified": document.last_modified,
        "last_updated": document.last_updated,
        "source": document.source,
        "n_pages": document.n_pages,
        "links": compact_json(document.links),
        "meta": dict(document.meta),
    }


def document_from_row(row: Row[Any]) -> Document:
    """Give the document that a row of `documents` holds."""
    return Document(
        document_id=row.document_id,
        url=row.url,
        canonical_url=row.canonical_url,
        media_type=row.media_type,
        fetched_at=row.fetched_at,
        sha256=row.sha256,
        text=row.text,
        blocks=tuple(_block_from_list(b) for b in json.loads(row.blocks)),
        title=row.title,
        kind=DocumentKind(row.kind),
        language=row.language,
        status=DocumentStatus(row.status),
        status_reason=row.status_reason,
        last_modified=row.last_modified,
        last_updated=row.last_updated,
        source=row.source,
        n_pages=row.n_pages,
        links=tuple((label, url) for label, url in json.loads(row.links)),
        meta=dict(row.meta),
    )


def _block_list(block: Block) -> list[Any]:
    """Give a block as a list: a document of a thousand blocks would repeat ten keys a thousand times."""
    return [
        block.kind.value,
        block.char_start,
        block.char_end,
        block.heading_path,
        block.level,
        block.page_no,
        block.cells,
        int(block.is_header),
        block.group,
        block.href,
    ]


def _block_from_list(values: list[Any]) -> Block:
    kind, char_start, char_end, heading_path, level, page_no, cells, is_header, group, href = values
    return Block(
        kind=BlockKind(kind),
        char_start=char_start,
        char_end=char_end,
        heading_path=tuple(heading_path),
        level=level,
        page_no=page_no,
        cells=tuple((start, end) for start, end in cells),
        is_header=bool(is_header),
        group=group,
        href=href,
    )


def evidence_row(item: Evidence, *, valid_from: int, valid_to: int | None = None) -> dict[str, Any]:
    """Give a statement as a row of `evidence`."""
    return evidence_dict(item) | {"value": compact_json(item.value), "valid_from": valid_from, "valid_to": valid_to}


def evidence_dict(item: Evidence) -> dict[str, Any]:
    """Give a statement as a JSON object."""
    return {
        "evidence_id": item.evidence_id,
        "record_id": item.record_id,
        "field": item.field,
        "value": item.value,
        "quote": item.quote,
        "document_id": item.document_id,
        "url": item.url,
        "page_no": item.page_no,
        "char_start": item.char_start,
        "char_end": item.char_end,
        "origin": item.origin.value,
        "confidence": item.confidence,
        "extractor": item.extractor,
        "observed_at": item.observed_at,
    }


def evidence_from_dict(values: Mapping[str, Any]) -> Evidence:
    """Give the statement that a JSON object of `evidence_dict` holds."""
    return Evidence(**{**values, "origin": _ORIGINS[values["origin"]]})


def evidence_from_row(row: Row[Any]) -> Evidence:
    """Give the statement that a row of `evidence` holds."""
    return Evidence(
        evidence_id=row.evidence_id,
        record_id=row.record_id,
        field=row.field,
        value=json.loads(row.value),
        quote=row.quote,
        document_id=row.document_id,
        url=row.url,
        page_no=row.page_no,
        char_start=row.char_start,
        char_end=row.char_end,
        origin=_ORIGINS[row.origin],
        confidence=row.confidence,
        extractor=row.extractor,
        observed_at=row.observed_at,
    )
