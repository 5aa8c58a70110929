"""Keeping what was read: documents, originals and page states, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from corpus.documents import DocumentStatus
from corpus.review import quarantine
from corpus.runs import PageState
from corpus.store import Store
from ingest.harvest import Harvest
from ingest.reading import Reading
from ingest.report import Item, ItemState


def keep_readings(store: Store, batch: Sequence[Reading], *, run_id: str, harvest: Harvest, bodies: bool) -> list[Item]:
    """Store what was read, in one transaction, and give a line for each.

    Args:
        store: open for writing.
        batch: what was read.
        run_id: the run that read it.
        harvest: where it comes from.
        bodies: whether the original bytes are kept too (not in a dry run, whose files no transaction takes back).
    """
    with store.transaction():
        return [_keep(store, reading, run_id, harvest, bodies) for reading in batch]


def _keep(store: Store, reading: Reading, run_id: str, harvest: Harvest, bodies: bool) -> Item:
    document = reading.document
    known = store.page_state(document.canonical_url)
    was_there = known is not None or bool(store.documents_at(document.canonical_url))
    if document.status is DocumentStatus.QUARANTINED:
        quarantine(
            store,
            run_id=run_id,
            url=document.url,
            sha256=document.sha256,
            reason=document.status_reason,
            counts={"findings": 1},
        )
        status = "quarantined"
    else:
        store.save_document(document, reading.raw.body if bodies else None)
        status = "read" if reading.is_readable else "refused"
    store.save_page_state(
        PageState(
            canonical_url=document.canonical_url,
            url=document.url,
            etag=reading.raw.etag,
            last_modified=document.last_modified,
            body_sha256=document.sha256,
            document_id=None if status == "quarantined" else document.document_id,
            last_seen=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            status=status,
            aliases=tuple(harvest.aliases.get(document.canonical_url, ())),
            source=harvest.source,
            run_id=run_id,
        )
    )
    if status != "read":
        reason = document.status_reason or document.status.value
        return Item(
            document.url, ItemState.REFUSED, reason, reading.remedy, document.document_id, source=harvest.source
        )
    state = ItemState.CHANGED if was_there else ItemState.NEW
    partial = document.status_reason if document.status is DocumentStatus.PARTIAL else ""
    return Item(document.url, state, partial, "", document.document_id, document.kind.value, harvest.source)
