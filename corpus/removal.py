"""Removing a document from everything that is stored, and proving it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.audit import REMOVED, write_audit
from corpus.changes import ChangeKind, ProposalState, RecordChange
from corpus.database import sqlite_path
from corpus.documents import Document
from corpus.kept_out import address_hash, text_hash
from corpus.proposals import change_dict, load_proposals, set_state
from corpus.reading import valid_at
from corpus.rows import chunks, compact_json
from corpus.schema import documents, evidence, page_states
from corpus.schema import proposals as proposal_table
from corpus.versioning import current_version, open_revisions, write_revisions, write_version

if TYPE_CHECKING:
    from corpus.store import Store


@dataclass(frozen=True, slots=True)
class RemovalReport:
    """What was removed, and what was looked for afterwards."""

    document_id: str
    url: str
    sha256: str
    record_ids: tuple[str, ...]  # records that it was evidence for, in any version
    n_evidence: int  # rows of evidence removed
    n_proposals: int  # proposals that quoted it, emptied
    blob_removed: bool  # false where another document has the same bytes, or there were none
    version: int  # the corpus version without it: the index must be built for this one
    left: dict[str, int]  # by place, how many traces a second look found; all 0 when it is gone
    keeps_out_address: bool = True  # false where a newer version of the page stands, which goes on being read
    hashes: tuple[str, ...] = ()  # by which it is known when it is met again
    others: tuple[str, ...] = ()  # documents of the same address or the same bytes, which still stand

    @property
    def is_proven(self) -> bool:
        """Say whether nothing is left."""
        return not any(self.left.values())


def remove_document(store: Store, document_id: str, *, who: str, why: str) -> RemovalReport:
    """Remove a document, what it states and its bytes, from every version, and publish a version without it.

    This alone reaches into earlier versions: what must go must not be found by asking for last year's corpus. Index
    snapshots are built anew from the version that the report names. The document does not come back while the removal
    is in force (`corpus.removals`): not from its address, and its bytes and text from no other.

    Raises:
        NotFoundError: there is no such document.
    """
    document = store.document(document_id)
    is_newest = store.documents_at(document.canonical_url)[0].document_id == document_id
    with store.transaction() as connection:
        hashes = _hashes(connection, document, with_address=is_newest)
        here = evidence.c.document_id == document_id
        affected = set(connection.execute(sa.select(evidence.c.record_id).where(here)).scalars())
        n_evidence = connection.execute(evidence.delete().where(here)).rowcount
        n_proposals = _empty_proposals(connection, document_id)
        connection.execute(page_states.delete().where(page_states.c.document_id == document_id))
        connection.execute(documents.delete().where(documents.c.document_id == document_id))
        others = _others(connection, document)
        version = _publish_without(connection, affected, who, why)
        detail = {"records": sorted(affected), "evidence": n_evidence, "version": version, "hashes": hashes}
        write_audit(connection, who, REMOVED, document_id, why, detail)
    is_shared = any(sha256 == document.sha256 for sha256 in others.values())
    blob_removed = not is_shared and store.blobs.remove(document.sha256)
    for picture in store.settings.pages.glob(f"{document.sha256}-*") if not is_shared else ():
        picture.unlink(missing_ok=True)
    _overwrite_log(store)
    return RemovalReport(
        document_id=document_id,
        url=document.url,
        sha256=document.sha256,
        record_ids=tuple(sorted(affected)),
        n_evidence=n_evidence,
        n_proposals=n_proposals,
        blob_removed=blob_removed,
        version=version,
        left=_look_again(store, document_id, None if is_shared else document.sha256),
        keeps_out_address=is_newest and _is_on_the_web(document),
        hashes=tuple(hashes),
        others=tuple(others),
    )


def _others(connection: Connection, document: Document) -> dict[str, str]:
    """Give the documents left of the same address or the same bytes, with the hash of their bytes."""
    is_near = sa.or_(documents.c.canonical_url == document.canonical_url, documents.c.sha256 == document.sha256)
    query = sa.select(documents.c.document_id, documents.c.sha256).where(is_near).order_by(documents.c.sequence)
    return {row.document_id: row.sha256 for row in connection.execute(query)}


def _hashes(connection: Connection, document: Document, *, with_address: bool) -> list[str]:
    """Give what the document is known by when it is met again."""
    found = [document.sha256, text_hash(document.text)]
    if with_address and _is_on_the_web(document):
        here = page_states.c.canonical_url == document.canonical_url
        aliases = connection.execute(sa.select(page_states.c.aliases).where(here)).scalar_one_or_none() or ()
        found += [address_hash(url) for url in (document.canonical_url, *aliases)]
    return [value for value in dict.fromkeys(found) if value]


def _is_on_the_web(document: Document) -> bool:
    """Say whether an address is the page's own: two files of one name in folders of one name are not the same."""
    return document.canonical_url.startswith(("http://", "https://"))


def _publish_without(connection: Connection, affected: set[str], who: str, why: str) -> int:
    """Make a version in which the affected records are a revision further, or have ended."""
    version = current_version(connection)
    if not affected:
        return version
    before = open_revisions(connection)
    held: set[str] = set()
    for ids in chunks(sorted(affected)):
        query = sa.select(evidence.c.record_id).where(evidence.c.record_id.in_(ids), valid_at(evidence, version))
        held.update(connection.execute(query).scalars())
    rows: dict[str, dict[str, Any]] = {
        r: {"record_type": before[r].record_type, "pool_id": before[r].pool_id, "is_gone": before[r].is_gone}
        for r in affected & before.keys() & held
    }
    ended = (affected & before.keys()) - held
    write_revisions(connection, rows, ended, version + 1)
    counts = {"records": len(before) - len(ended), "new": 0, "changed": len(rows), "removed": len(ended)}
    write_version(connection, version + 1, who=who, note=why, restores=None, counts=counts)
    return version + 1


def _empty_proposals(connection: Connection, document_id: str) -> int:
    """Take words of the document out of proposals; those that wait are set aside."""
    mentions = proposal_table.c.change.contains(document_id, autoescape=True)
    ids = list(connection.execute(sa.select(proposal_table.c.proposal_id).where(mentions)).scalars())
    for item in load_proposals(connection, ids):
        values = {"change": compact_json(change_dict(_without(item.change, document_id))), "diff": "[]"}
        connection.execute(
            proposal_table.update().where(proposal_table.c.proposal_id == item.proposal_id).values(**values)
        )
        if item.state in (ProposalState.PENDING, ProposalState.APPROVED):
            set_state(connection, [item.proposal_id], ProposalState.SUPERSEDED)
    return len(ids)


def _without(change: RecordChange, document_id: str) -> RecordChange:
    is_decided_by_hand = change.kind in (ChangeKind.EDIT, ChangeKind.MERGE, ChangeKind.SPLIT)
    return replace(
        change,
        add=tuple(e for e in change.add if e.document_id != document_id),
        document_ids=tuple(i for i in change.document_ids if i != document_id),
        payload=change.payload if is_decided_by_hand else {},  # the others' may repeat the page's words
        note="",
    )


def _look_again(store: Store, document_id: str, sha256: str | None) -> dict[str, int]:
    """Count what is left of a document in every place where it could be."""
    with store.reading() as connection:

        def count(condition: sa.ColumnElement[bool]) -> int:
            return connection.execute(sa.select(sa.func.count()).where(condition)).scalar_one()

        return {
            "documents": count(documents.c.document_id == document_id),
            "evidence": count(evidence.c.document_id == document_id),
            "page_states": count(page_states.c.document_id == document_id),
            "proposals": count(proposal_table.c.change.contains(document_id, autoescape=True)),
            "blobs": int(sha256 is not None and store.blobs.path(sha256).exists()),
        }


def _overwrite_log(store: Store) -> None:
    """Empty SQLite's write-ahead log, which holds pages as they were; freed pages are overwritten by themselves."""
    if sqlite_path(store.settings.database) is not None:
        connection = store.engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
