"""Where a build gets records from: all of them, or those that changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Protocol

from corpus.records import Record, record_json
from index.passages import Owners

if TYPE_CHECKING:
    from corpus.store import Store


class RecordSource(Protocol):
    """The records of one corpus version."""

    def states(self) -> Mapping[str, str]:
        """Give each record's state by id, in the order in which records are to be numbered.

        Equal states mean equal records, with equal documents.
        """
        ...

    def load(self, record_ids: Sequence[str]) -> Iterator[Record]:
        """Give some of the records with their documents, in any order."""
        ...

    def changed_since(self, version: int, *, at_most: int) -> tuple[list[Record], Owners]:
        """Give the records that later versions than this have changed, and the owners of their documents.

        None where they are more than so many. Quicker than `states`, which alone tells of all that has changed.
        """
        ...


class GivenRecords:
    """Records at hand."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = {record.record_id: record for record in records}

    def states(self) -> Mapping[str, str]:
        """Give each record's state: a checksum of it and of its documents."""
        return {record_id: _checksum(record) for record_id, record in self._records.items()}

    def load(self, record_ids: Sequence[str]) -> Iterator[Record]:
        """Give some of the records."""
        return (self._records[record_id] for record_id in record_ids)

    def changed_since(self, version: int, *, at_most: int) -> tuple[list[Record], Owners]:
        """Give nothing: what changed is not known before the states are."""
        return [], {}


class StoredRecords:
    """Records of a version in the store."""

    def __init__(self, store: Store, version: int) -> None:
        self._store = store
        self._version = version

    def states(self) -> Mapping[str, str]:
        """Give each record's state."""
        return self._store.record_states(version=self._version)

    def load(self, record_ids: Sequence[str]) -> Iterator[Record]:
        """Give some of the records."""
        return self._store.records(version=self._version, record_ids=record_ids)

    def changed_since(self, version: int, *, at_most: int) -> tuple[list[Record], Owners]:
        """Give the records that later versions than this have changed, unless they are many."""
        ids = self._store.changed_since(version, at_most=at_most)
        records = list(self.load(ids)) if ids else []
        return records, self._store.owners({d.document_id for record in records for d in record.documents})


def _checksum(record: Record) -> str:
    documents = [[d.document_id, d.url, d.kind.value, d.text, [asdict(b) for b in d.blocks]] for d in record.documents]
    body = json.dumps([record_json(record), documents], ensure_ascii=False)
    return hashlib.sha256(body.encode()).hexdigest()[:20]
