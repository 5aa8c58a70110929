"""Reading records out of the database, many at a time."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row, Table
from sqlalchemy.engine import Connection

from corpus.documents import Document
from corpus.evidence import MULTI_FIELDS, SINGLE_FIELDS, Evidence
from corpus.records import Record, RecordType, derive_values, evidence_order
from corpus.rows import CHUNK, chunks, document_from_row, evidence_from_row
from corpus.schema import documents, evidence, redirects, revisions, versions

MAX_CACHED_DOCUMENTS = 2000
"""Documents kept while records are read in order; a list of awards is shared by the records beside each other."""

_FIELD_ORDER = {name: i for i, name in enumerate(SINGLE_FIELDS + MULTI_FIELDS)}


def valid_at(table: Table, version: int) -> ColumnElement[bool]:
    """Give the condition that a dated row belongs to a version."""
    return sa.and_(table.c.valid_from <= version, sa.or_(table.c.valid_to.is_(None), table.c.valid_to > version))


def load_redirects(connection: Connection, version: int) -> dict[str, str]:
    """Give where the ids of merged records lead at a version, one step each."""
    query = sa.select(redirects).where(valid_at(redirects, version)).order_by(redirects.c.row_id)
    return {row.record_id: row.target for row in connection.execute(query)}


def resolve_id(record_id: str, leads: Mapping[str, str]) -> str:
    """Follow redirects from an id to the last; a circle ends where it would begin again."""
    seen = {record_id}
    while (target := leads.get(record_id)) is not None and target not in seen:
        seen.add(target)
        record_id = target
    return record_id


def follow_redirects(connection: Connection, record_id: str, version: int) -> str:
    """Give the id that a record goes by at a version, after any number of merges."""
    return resolve_id(record_id, load_redirects(connection, version))


def load_evidence(connection: Connection, record_ids: Iterable[str], version: int) -> dict[str, list[Evidence]]:
    """Give the statements about some records at a version, by record."""
    found: defaultdict[str, list[Evidence]] = defaultdict(list)
    for some in chunks(record_ids):
        query = sa.select(evidence).where(evidence.c.record_id.in_(some), valid_at(evidence, version))
        for row in connection.execute(query):
            found[row.record_id].append(evidence_from_row(row))
    return dict(found)


def load_documents(connection: Connection, document_ids: Iterable[str]) -> dict[str, Document]:
    """Give some documents by id; ids that are not stored are left out."""
    found: dict[str, Document] = {}
    for some in chunks(document_ids):
        for row in connection.execute(sa.select(documents).where(documents.c.document_id.in_(some))):
            found[row.document_id] = document_from_row(row)
    return found


def load_record(connection: Connection, record_id: str, version: int) -> Record | None:
    """Give one record at a version, or `None`."""
    return next(load_records(connection, version, record_ids=[record_id]), None)


def load_records(
    connection: Connection,
    version: int,
    *,
    record_type: RecordType | None = None,
    record_ids: Sequence[str] | None = None,
) -> Iterator[Record]:
    """Give records at a version, in order of their ids, with their evidence and documents.

    Four statements for every `CHUNK` records, so that a corpus larger than memory can be read.
    """
    cache: dict[str, Document] = {}
    for rows in _revision_pages(connection, version, record_type, record_ids):
        statements = load_evidence(connection, [row.record_id for row in rows], version)
        wanted = {e.document_id for items in statements.values() for e in items if e.document_id}
        if len(cache) > MAX_CACHED_DOCUMENTS:
            cache = {k: v for k, v in cache.items() if k in wanted}
        cache |= load_documents(connection, sorted(wanted - cache.keys()))
        for row in rows:
            if items := statements.get(row.record_id):  # none left where the only document was removed
                yield _make_record(row, items, cache)


def load_states(connection: Connection, version: int) -> dict[str, str]:
    """Give a checksum of each record at a version, in order of their ids, without reading its evidence.

    A record is what its revision says, and what its documents are. Those may be read better without a new revision,
    but for their text: what is quoted stays (`Store.save_document`).
    """
    held: defaultdict[str, list[str]] = defaultdict(list)
    pairs = sa.select(evidence.c.record_id, evidence.c.document_id).where(valid_at(evidence, version)).distinct()
    for record_id, document_id in connection.execute(pairs):
        held[record_id].append(document_id or "")
    wanted = {document_id for ids in held.values() for document_id in ids}
    parts = ("document_id", "url", "title", "kind", "status", "fetched_at", "sha256", "blocks")
    query = sa.select(*(documents.c[name] for name in parts)).execution_options(yield_per=CHUNK)
    readings = {row[0]: _checksum(*row) for row in connection.execute(query) if row[0] in wanted}
    states: dict[str, str] = {}
    for page in _revision_pages(connection, version, None, None):
        for row in page:
            if ids := held.get(row.record_id):
                revision = (row.record_type, row.revision, row.published_at, row.is_gone, row.pool_id)
                states[row.record_id] = _checksum(*revision, *(readings.get(i, i) for i in sorted(ids)))
    return states


def load_changed(connection: Connection, since: int, version: int, *, at_most: int) -> list[str]:
    """Give the ids of the records of a version that are not as they were at an earlier one; none if they are more."""
    query = sa.select(revisions.c.record_id).where(revisions.c.valid_from > since, valid_at(revisions, version))
    ids = list(connection.execute(query.limit(at_most + 1)).scalars())
    return ids if len(ids) <= at_most else []


def load_owners(connection: Connection, document_ids: Iterable[str], version: int) -> dict[str, list[RecordType]]:
    """Give the types of the records of a version that each of some documents belongs to."""
    owners: defaultdict[str, list[RecordType]] = defaultdict(list)
    for some in chunks(sorted(document_ids)):
        query = (
            sa.select(evidence.c.document_id, evidence.c.record_id, revisions.c.record_type)
            .join(revisions, revisions.c.record_id == evidence.c.record_id)
            .where(evidence.c.document_id.in_(some), valid_at(evidence, version), valid_at(revisions, version))
            .distinct()
        )
        for document_id, _, record_type in connection.execute(query):
            owners[document_id].append(RecordType(record_type))
    return dict(owners)


def _checksum(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:20]


def _revision_pages(
    connection: Connection, version: int, record_type: RecordType | None, record_ids: Sequence[str] | None
) -> Iterator[Sequence[Row[Any]]]:
    query = (
        sa.select(revisions, versions.c.published_at)
        .join(versions, versions.c.version == revisions.c.valid_from)
        .where(valid_at(revisions, version))
        .order_by(revisions.c.record_id)
        .limit(CHUNK)
    )
    if record_type is not None:
        query = query.where(revisions.c.record_type == record_type.value)
    if record_ids is not None:
        for some in chunks(sorted(set(record_ids))):
            yield connection.execute(query.where(revisions.c.record_id.in_(some))).all()
        return
    last = ""
    while rows := connection.execute(query.where(revisions.c.record_id > last)).all():
        yield rows
        last = rows[-1].record_id


def _make_record(row: Row[Any], items: list[Evidence], cache: dict[str, Document]) -> Record:
    ordered = sorted(items, key=evidence_order, reverse=True)
    ordered.sort(key=lambda e: _FIELD_ORDER.get(e.field, len(_FIELD_ORDER)))
    ids = sorted({e.document_id for e in items if e.document_id and e.document_id in cache})
    used = sorted((cache[i] for i in ids), key=lambda d: (d.fetched_at, d.document_id))
    return Record(
        record_id=row.record_id,
        record_type=RecordType(row.record_type),
        values=derive_values(items),
        evidence=tuple(ordered),
        documents=tuple(used),
        pool_id=row.pool_id,
        revision=row.revision,
        updated_at=row.published_at,
        is_gone=bool(row.is_gone),
    )
