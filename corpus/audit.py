"""The audit log: who did what to the corpus, when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.database import now
from corpus.schema import audit

if TYPE_CHECKING:  # the store itself writes to the log
    from corpus.store import Store

REMOVED = "remove_document"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act."""

    audit_id: int
    at: str  # ISO 8601, UTC
    who: str
    action: str
    subject: str  # what was acted on: a record, proposal, document or version
    why: str
    detail: Mapping[str, Any]


def write_audit(
    connection: Connection, who: str, action: str, subject: str, why: str, detail: Mapping[str, Any] | None = None
) -> None:
    """Add a line, in the transaction of the act itself.

    Raises:
        ValueError: nobody is named.
    """
    write_audits(connection, who, action, [(subject, detail or {})], why)


def write_audits(
    connection: Connection, who: str, action: str, subjects: Sequence[tuple[str, Mapping[str, Any]]], why: str
) -> None:
    """Add a line for each subject, with its detail, of one act.

    Raises:
        ValueError: nobody is named.
    """
    if not who.strip():
        raise ValueError("every act on the corpus names who did it")
    common = {"at": now(), "who": who, "action": action, "why": why}
    if subjects:
        rows = [common | {"subject": subject, "detail": dict(detail)} for subject, detail in subjects]
        connection.execute(audit.insert(), rows)


def audit_log(store: Store, *, limit: int | None = None) -> list[AuditEntry]:
    """Give what was done, newest first."""
    query = sa.select(audit).order_by(audit.c.audit_id.desc()).limit(limit)
    with store.reading() as connection:
        return [AuditEntry(**row._mapping) for row in connection.execute(query)]


def removed_documents(connection: Connection) -> set[str]:
    """Give the ids of documents that were removed for good."""
    return set(connection.execute(sa.select(audit.c.subject).where(audit.c.action == REMOVED)).scalars())
