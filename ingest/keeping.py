"""Keeping what was read: documents, originals and page states, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from corpus.documents import Document, DocumentStatus
from corpus.kept_out import KeptOut
from corpus.removals import load_removals, note_copy
from corpus.review import quarantine
from corpus.runs import PageState
from corpus.store import Store
from ingest.harvest import FILES, Harvest, refusal_state, removed_item
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
    with store.transaction() as connection:
        kept_out = KeptOut.of(load_removals(connection))
        items = []
        for reading in batch:
            document = reading.document
            removal = kept_out.content(document.sha256) or kept_out.text(document.text)
            if removal is None:
                items.append(_keep(store, reading, run_id, harvest, bodies))
                continue
            if harvest.source != FILES:
                note_copy(connection, removal, document.canonical_url, who=run_id)
            items.append(removed_item(document.url, removal, harvest.source))
        return items


def _keep(store: Store, reading: Reading, run_id: str, harvest: Harvest, bodies: bool) -> Item:
    document, source = reading.document, harvest.source
    known = store.page_state(document.canonical_url)
    earlier = store.documents_at(document.canonical_url)
    if known and (twin := _same_text(reading, known, earlier)):
        # Other bytes, the same words: a time stamp in the footer, a token in a form. No version of its own.
        _remember(store, reading, run_id, harvest, twin, known.status)
        return Item(document.url, ItemState.UNCHANGED, document_id=twin, source=source)
    if document.status is DocumentStatus.QUARANTINED:
        reason = document.status_reason
        counts = {"findings": reading.n_findings}
        quarantine(store, run_id=run_id, url=document.url, sha256=document.sha256, reason=reason, counts=counts)
        _remember(store, reading, run_id, harvest, None, "quarantined")
        return Item(document.url, ItemState.REFUSED, reason, reading.remedy, source=source)
    store.save_document(document, reading.raw.body if bodies else None)
    _remember(store, reading, run_id, harvest, document.document_id, "read" if reading.is_readable else "refused")
    if not reading.is_readable:
        reason = document.status_reason or document.status.value
        state = refusal_state(document.status, source)
        return Item(document.url, state, reason, reading.remedy, document.document_id, source=source)
    state = ItemState.CHANGED if known or earlier else ItemState.NEW
    partial = document.status_reason if document.status is DocumentStatus.PARTIAL else ""
    return Item(document.url, state, partial, "", document.document_id, document.kind.value, source)


def _same_text(reading: Reading, known: PageState, earlier: Sequence[Document]) -> str | None:
    """Give the id of the version in force if it says the very same, else `None`."""
    if known.status not in ("ok", "read"):
        return None
    document = reading.document
    for old in earlier:
        if old.document_id == known.document_id and old.status is document.status and reading.is_readable:
            same = (old.text, old.title, old.kind) == (document.text, document.title, document.kind)
            return old.document_id if same else None
    return None


def _remember(
    store: Store, reading: Reading, run_id: str, harvest: Harvest, document_id: str | None, status: str
) -> None:
    document = reading.document
    store.save_page_state(
        PageState(
            canonical_url=document.canonical_url,
            url=document.url,
            etag=reading.raw.etag,
            last_modified=document.last_modified,
            body_sha256=document.sha256,
            document_id=document_id,
            last_seen=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            status=status,
            aliases=tuple(harvest.aliases.get(document.canonical_url, ())),
            source=harvest.source,
            run_id=run_id,
        )
    )
