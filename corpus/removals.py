"""The register of removals: which documents were removed, and how they are known when they are met again.

It is read out of the audit log. What it keeps of a document is SHA-256 sums of its addresses, bytes and text: never an
address, never a word. A removal holds until a named editor lifts it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.audit import REMOVED, write_audit
from corpus.errors import ActError, NotFoundError
from corpus.kept_out import Removal, address_hash
from corpus.schema import audit

if TYPE_CHECKING:
    from corpus.store import Store

LIFTED = "lift_removal"
COPY_MET = "removed_copy_met"


def removals(store: Store) -> list[Removal]:
    """Give the removals in force, newest first."""
    with store.reading() as connection:
        return load_removals(connection)


def load_removals(connection: Connection) -> list[Removal]:
    """Give the removals in force, newest first."""
    acts = (REMOVED, COPY_MET, LIFTED)
    query = sa.select(audit).where(audit.c.action.in_(acts)).order_by(audit.c.audit_id)
    held: dict[str, Removal] = {}
    for row in connection.execute(query):
        hashes = frozenset(row.detail.get("hashes", ()))
        if row.action == LIFTED:
            held.pop(row.subject, None)
        elif row.action == REMOVED:
            held.pop(row.subject, None)  # removed again after it was let in: the newest act stands, and stands last
            held[row.subject] = Removal(row.subject, row.at, row.who, row.why, hashes)
        elif earlier := held.get(row.subject):
            held[row.subject] = replace(earlier, hashes=earlier.hashes | hashes)
    return list(reversed(held.values()))


def note_copy(connection: Connection, removal: Removal, canonical_url: str, *, who: str) -> None:
    """Note that what was removed stands at another address too, which is not asked for again."""
    detail = {"hashes": [address_hash(canonical_url)]}
    write_audit(connection, who, COPY_MET, removal.document_id, "the same text at another address", detail)


def lift_removal(store: Store, document_id: str, *, who: str, why: str) -> Removal:
    """Let a removed document in at its next fetch, and give the removal that held it.

    Raises:
        NotFoundError: no removal of such a document is in force.
        ActError: no reason is given.
    """
    if not why.strip():
        raise ActError("lifting a removal needs a reason.", remedy="Say why it may come back.")
    with store.transaction() as connection:
        held = {removal.document_id: removal for removal in load_removals(connection)}
        if document_id not in held:
            raise NotFoundError(
                f"no removal of a document {document_id!r} is in force.",
                remedy="`puljespor review removals` lists them.",
            )
        write_audit(connection, who, LIFTED, document_id, why)
    return held[document_id]
