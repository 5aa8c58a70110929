"""Looking whether the stored corpus is whole: what `puljespor doctor` says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from corpus.database import sqlite_path
from corpus.errors import CorpusError, IntegrityError, NotFoundError
from corpus.schema import documents, evidence, revisions

if TYPE_CHECKING:
    from corpus.store import Store

MAX_FAULTS = 20
"""Faults named of one kind; a damaged disk would otherwise fill the screen."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be."""

    place: str  # database, evidence, records or originals
    text: str
    remedy: str


def verify_corpus(store: Store, *, originals: bool = True) -> list[Fault]:
    """Give what is wrong with the stored corpus; nothing when it is whole.

    Args:
        store: open for reading or writing.
        originals: read every original and compare it with its hash, too.
    """
    faults: list[Fault] = []
    checks = [_database, _evidence, _records] + ([_originals] if originals else [])
    for check in checks:
        found = check(store)
        faults += [fault for fault, _ in zip(found, range(MAX_FAULTS), strict=False)]
        if faults and check is _database:
            break  # what a damaged file answers means nothing
    return faults


def _database(store: Store) -> Iterator[Fault]:
    if sqlite_path(store.settings.database) is None:
        return
    remedy = "Put a backup in its place, or ingest again into a new data folder."
    try:
        with store.reading() as connection:
            for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
                if line != "ok":
                    yield Fault("database", line, remedy)
    except CorpusError as exc:
        yield Fault("database", str(exc), remedy)


def _evidence(store: Store) -> Iterator[Fault]:
    """Compare every quote with its document."""
    columns = (evidence.c.record_id, evidence.c.field, evidence.c.quote, evidence.c.char_start, evidence.c.char_end)
    joined = evidence.outerjoin(documents, documents.c.document_id == evidence.c.document_id)
    length = evidence.c.char_end - evidence.c.char_start
    there = sa.func.substr(documents.c.text, evidence.c.char_start + 1, length)
    query = (
        sa.select(*columns, evidence.c.document_id)
        .select_from(joined)
        .where(evidence.c.document_id.is_not(None), sa.or_(there.is_(None), there != evidence.c.quote))
    )
    with store.reading() as connection:
        for row in connection.execute(query):
            yield Fault(
                "evidence",
                f"the quote for {row.record_id}.{row.field} does not stand in document {row.document_id}.",
                "Ingest the document again.",
            )


def _records(store: Store) -> Iterator[Fault]:
    """Look for records that nothing states, and statements about no record, in the newest version."""
    with store.reading() as connection:
        listed = set(
            connection.execute(sa.select(revisions.c.record_id).where(revisions.c.valid_to.is_(None))).scalars()
        )
        query = sa.select(evidence.c.record_id).where(evidence.c.valid_to.is_(None)).distinct()
        stated = set(connection.execute(query).scalars())
    remedy = "Publish again; if it stays so, undo the last version."
    for record_id in sorted(listed - stated):
        yield Fault("records", f"nothing states the record {record_id}.", remedy)
    for record_id in sorted(stated - listed):
        yield Fault("records", f"evidence for {record_id} belongs to no record.", remedy)


def _originals(store: Store) -> Iterator[Fault]:
    query = sa.select(documents.c.sha256, documents.c.url).where(documents.c.has_body == 1).order_by(documents.c.url)
    with store.reading() as connection:
        wanted = connection.execute(query).all()
    for row in wanted:
        try:
            store.blobs.load(row.sha256)
        except (NotFoundError, IntegrityError) as exc:
            yield Fault("originals", f"{row.url}: {exc}", "Fetch the document again.")
