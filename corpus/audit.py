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


def audit_log(
    store: Store,
    *,
    limit: int | None = None,
    offset: int = 0,
    who: str = "",
    action: str = "",
    words: str = "",
    since: str = "",
    until: str = "",
) -> list[AuditEntry]:
    """Give what was done, newest first.

    Args:
        store: opened for reading or writing.
        limit: most entries to give; `None` for all.
        offset: how many to pass over.
        who: only this person's acts.
        action: only acts of this name, such as "approve".
        words: only acts whose subject or reason contains this, in any case.
        since: only from this ISO day on.
        until: only up to and with this ISO day.
    """
    query = sa.select(audit).order_by(audit.c.audit_id.desc()).limit(limit).offset(offset)
    for column, value in ((audit.c.who, who), (audit.c.action, action)):
        if value:
            query = query.where(column == value)
    if words:
        columns = (audit.c.subject, audit.c.why)
        query = query.where(sa.or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if since:
        query = query.where(audit.c.at >= since)
    if until:
        query = query.where(sa.func.substr(audit.c.at, 1, 10) <= until)
    with store.reading() as connection:
        return [AuditEntry(**row._mapping) for row in connection.execute(query)]


def audit_names(store: Store) -> tuple[list[str], list[str]]:
    """Give the people and the actions that the log names, each in alphabetical order."""
    with store.reading() as connection:
        people, actions = (
            list(connection.execute(sa.select(column).distinct().order_by(column)).scalars())
            for column in (audit.c.who, audit.c.action)
        )
    return people, actions
