"""The store: documents, records by version, page states and runs, over one database and one folder of originals."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from corpus.blobs import BlobStore
from corpus.changes import Revision, Version
from corpus.database import WRITES, open_database, sqlite_path, translated
from corpus.documents import Document
from corpus.errors import CorpusError, NotFoundError
from corpus.evidence import Evidence
from corpus.history import load_history
from corpus.locking import DatabaseLock, WriterLock
from corpus.reading import follow_redirects, load_changed, load_owners, load_record, load_records, load_states
from corpus.records import Record, RecordType
from corpus.rows import document_from_row, document_row, evidence_from_row, upsert
from corpus.runs import PageState, Run
from corpus.schema import documents, evidence, page_states, runs, versions
from corpus.settings import Settings

__all__ = ["PageState", "Run", "Store"]

_DOCUMENTS_AT_ONCE = 100  # a report of 300 pages has a megabyte of text


class Store:
    """The corpus of one data folder.

    Readers are never blocked, and see whole versions only. There is one writer at a time; its object may be used by
    several threads, whose transactions follow one another.
    """

    def __init__(self, engine: Engine, settings: Settings, lock: WriterLock | None) -> None:
        self.engine = engine
        self.settings = settings
        self.blobs = BlobStore(settings.blobs)
        self._lock = lock
        self._database_lock = DatabaseLock(engine)
        self._one_at_a_time = threading.RLock()
        self._mine = threading.local()

    @classmethod
    def open(cls, settings: Settings, *, write: bool = False) -> Store:
        """Open the corpus; for writing, create or upgrade it and keep other writers out.

        Raises:
            NoCorpusError: there is nothing to read.
            BusyError: another process is writing.
            SchemaError: another release wrote the folder, and it cannot be used as it is.
            CorpusError: the folder is a file or cannot be written, or the database is damaged.
        """
        if settings.data.exists() and not settings.data.is_dir():
            raise CorpusError(f"{settings.data} is a file, not a data folder.", remedy="Choose another --data.")
        if not write:
            return cls(open_database(settings.database, write=False), settings, None)
        try:
            settings.data.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise CorpusError(
                f"cannot make the data folder {settings.data}: {exc.strerror}.", remedy="Choose another --data."
            ) from exc
        lock = WriterLock(settings.data)
        lock.acquire()
        try:
            store = cls(open_database(settings.database, write=True), settings, lock)
        except BaseException:
            lock.release()
            raise
        try:
            store._database_lock.acquire()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Give back connections and the writer's lock."""
        self._database_lock.release()
        self.engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection whose changes all hold or none; one inside another is part of it.

        Raises:
            ValueError: the store was opened for reading.
        """
        if self._lock is None:
            raise ValueError("the store is open for reading; open it with write=True")
        with self._one_at_a_time:
            if (outer := self._current()) is not None:
                yield outer
                return
            with translated(sqlite_path(self.settings.database)), self.engine.connect() as connection:
                connection = connection.execution_options(**{WRITES: True})
                with connection.begin():
                    self._mine.connection = connection
                    try:
                        yield connection
                    finally:
                        self._mine.connection = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection to read with: within a transaction of this thread, that one."""
        if (outer := self._current()) is not None:
            yield outer
            return
        with translated(sqlite_path(self.settings.database)), self.engine.connect() as connection:
            yield connection

    def _current(self) -> Connection | None:
        connection: Connection | None = getattr(self._mine, "connection", None)
        return connection

    # documents

    def save_document(self, document: Document, body: bytes | None) -> bool:
        """Keep a document and its original bytes; say whether anything was new.

        A document that is stored already is replaced (a better reading of the same bytes), unless evidence quotes it:
        then its text must stay as it is, and only what is not text is taken over.
        """
        has_body = body is not None
        if body is not None:
            self.blobs.save(body)
        row = document_row(document, has_body=has_body)
        with self.transaction() as connection:
            mine = documents.c.document_id == document.document_id
            stored = connection.execute(sa.select(documents).where(mine)).first()
            if stored is None:
                connection.execute(documents.insert().values(**row))
                return True
            quoted = sa.select(evidence.c.row_id).where(evidence.c.document_id == document.document_id).limit(1)
            row["has_body"] = int(has_body or stored.has_body)
            if stored.text != document.text and connection.execute(quoted).first() is not None:
                for name in ("text", "blocks", "title"):
                    del row[name]
            if all(getattr(stored, name) == value for name, value in row.items()):
                return False
            connection.execute(documents.update().where(mine).values(**row))
            return True

    def document(self, document_id: str) -> Document:
        """Give a document.

        Raises:
            NotFoundError: it is not stored.
        """
        with self.reading() as connection:
            row = connection.execute(sa.select(documents).where(documents.c.document_id == document_id)).first()
        if row is None:
            raise NotFoundError(f"no document {document_id!r}.", remedy="`puljespor documents` lists them.")
        return document_from_row(row)

    def is_published(self, document_id: str) -> bool:
        """Say whether a document is quoted by a record of any version that was published."""
        query = sa.select(evidence.c.row_id).where(evidence.c.document_id == document_id).limit(1)
        with self.reading() as connection:
            return connection.execute(query).first() is not None

    def published_evidence(self, evidence_id: str) -> Evidence | None:
        """Give a statement of any version that was published, or `None`."""
        query = sa.select(evidence).where(evidence.c.evidence_id == evidence_id).limit(1)
        with self.reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else evidence_from_row(row)

    def documents(self, *, version: int | None = None) -> Iterator[Document]:
        """Give every stored document in order of arrival, or those that had arrived when a version was published."""
        last = 0
        query = sa.select(documents).order_by(documents.c.sequence).limit(_DOCUMENTS_AT_ONCE)
        if version is not None:
            query = query.where(documents.c.valid_from <= self._known(version))
        while True:
            with self.reading() as connection:
                rows = connection.execute(query.where(documents.c.sequence > last)).all()
            if not rows:
                return
            yield from map(document_from_row, rows)
            last = rows[-1].sequence

    def documents_at(self, canonical_url: str) -> list[Document]:
        """Give every version of the page at an address, newest first."""
        query = sa.select(documents).where(documents.c.canonical_url == canonical_url)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(documents.c.fetched_at.desc(), documents.c.sequence.desc())).all()
        return [document_from_row(row) for row in rows]

    def body(self, document_id: str) -> bytes:
        """Give a document's original bytes.

        Raises:
            NotFoundError: no such document, or its bytes were never kept.
            IntegrityError: the stored bytes are damaged.
        """
        return self.blobs.load(self.document(document_id).sha256)

    # versions and records

    def current_version(self) -> int:
        """Give the number of the newest version; 0 where nothing is published."""
        with self.reading() as connection:
            return connection.execute(sa.select(sa.func.max(versions.c.version))).scalar_one() or 0

    def versions(self) -> list[Version]:
        """Give every version, oldest first."""
        with self.reading() as connection:
            rows = connection.execute(sa.select(versions).order_by(versions.c.version)).all()
        return [Version(**row._mapping) for row in rows]

    def record(self, record_id: str, *, version: int | None = None) -> Record:
        """Give a record at a version (the newest where none is named), following merges.

        Raises:
            NotFoundError: there is no such record or version.
        """
        at = self._known(version)
        with self.reading() as connection:
            record = load_record(connection, follow_redirects(connection, record_id, at), at)
        if record is None:
            raise NotFoundError(
                f"no project or pool {record_id!r} in version {at}.", remedy="`puljespor projects` lists them."
            )
        return record

    def records(
        self,
        *,
        record_type: RecordType | None = None,
        version: int | None = None,
        record_ids: Sequence[str] | None = None,
    ) -> Iterator[Record]:
        """Give the records of a version, or some of them, in order of their ids.

        Raises:
            NotFoundError: there is no such version.
        """
        at = self._known(version)
        with self.reading() as connection:
            yield from load_records(connection, at, record_type=record_type, record_ids=record_ids)

    def record_states(self, *, version: int | None = None) -> dict[str, str]:
        """Give the state of each record of a version, in order of their ids; equal states mean equal records.

        Raises:
            NotFoundError: there is no such version.
        """
        at = self._known(version)
        with self.reading() as connection:
            return load_states(connection, at)

    def changed_since(self, version: int, *, at_most: int) -> list[str]:
        """Give the ids of the records that are not as they were at a version; none if they are more than so many."""
        at = self.current_version()
        with self.reading() as connection:
            return load_changed(connection, version, at, at_most=at_most)

    def owners(self, document_ids: Collection[str]) -> dict[str, list[RecordType]]:
        """Give the types of the records that each of some documents belongs to in the newest version."""
        at = self.current_version()
        with self.reading() as connection:
            return load_owners(connection, document_ids, at)

    def history(self, record_id: str) -> list[Revision]:
        """Give the revisions of a record, oldest first, each with what it changed; empty for an unknown record."""
        with self.reading() as connection:
            return load_history(connection, record_id)

    def redirect(self, record_id: str) -> str | None:
        """Give the record that this one was merged into; `None` where it was not."""
        at = self.current_version()
        with self.reading() as connection:
            target = follow_redirects(connection, record_id, at)
        return None if target == record_id else target

    def _known(self, version: int | None) -> int:
        current = self.current_version()
        if version is None:
            return current
        if not 0 <= version <= current:
            raise NotFoundError(f"no corpus version {version}.", remedy=f"The newest is {current}.")
        return version

    # the crawler's memory

    def page_state(self, canonical_url: str) -> PageState | None:
        """Give what is known of a page, or `None`."""
        query = sa.select(page_states).where(page_states.c.canonical_url == canonical_url)
        with self.reading() as connection:
            row = connection.execute(query).first()
        return _page_state(row._mapping) if row else None

    def save_page_state(self, state: PageState) -> None:
        """Remember the state of a page in place of what was known of it."""
        values = {name: getattr(state, name) for name in page_states.c.keys()} | {"aliases": list(state.aliases)}
        with self.transaction() as connection:
            upsert(connection, page_states, values, ("canonical_url",))

    def page_states(self, source: str | None = None) -> Iterator[PageState]:
        """Give the known pages in order of address, all or those of one source."""
        query = sa.select(page_states).order_by(page_states.c.canonical_url)
        if source is not None:
            query = query.where(page_states.c.source == source)
        with self.reading() as connection:
            rows = connection.execute(query).all()
        yield from (_page_state(row._mapping) for row in rows)

    def save_run(self, run: Run) -> None:
        """Remember a run in place of what was known of it."""
        values = {name: getattr(run, name) for name in runs.c.keys()}
        values |= {"targets": list(run.targets), "counts": dict(run.counts)}
        with self.transaction() as connection:
            upsert(connection, runs, values, ("run_id",))

    def runs(self) -> list[Run]:
        """Give every run, oldest first."""
        with self.reading() as connection:
            rows = connection.execute(sa.select(runs).order_by(runs.c.started, runs.c.run_id)).all()
        return [Run(**(dict(row._mapping) | {"targets": tuple(row.targets)})) for row in rows]


def _page_state(values: Any) -> PageState:
    return PageState(**(dict(values) | {"aliases": tuple(values["aliases"])}))
