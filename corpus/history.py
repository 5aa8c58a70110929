"""How a record came to be what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.changes import FieldChange, Revision
from corpus.evidence import MULTI_FIELDS, SINGLE_FIELDS, Evidence
from corpus.records import derive_values, evidence_order
from corpus.rows import evidence_from_row
from corpus.schema import evidence, revisions, versions

__all__ = ["Revision", "diff_evidence", "load_history", "quotes"]


def diff_evidence(old: Sequence[Evidence], new: Sequence[Evidence]) -> tuple[FieldChange, ...]:
    """Give the fields whose shown value differs, in the order of the fields, with the words on either side."""
    before, after = derive_values(old), derive_values(new)
    return tuple(
        FieldChange(
            field=name,
            old=before.get(name),
            new=after.get(name),
            old_quotes=quotes(old, name, before.get(name)),
            new_quotes=quotes(new, name, after.get(name)),
        )
        for name in (*SINGLE_FIELDS, *MULTI_FIELDS)
        if before.get(name) != after.get(name)
    )


def quotes(items: Iterable[Evidence], name: str, value: Any) -> tuple[str, ...]:
    """Give the words that state a shown value, best first, each once."""
    shown = value if name in MULTI_FIELDS and isinstance(value, list) else [value]
    stating = sorted((e for e in items if e.field == name and e.value in shown), key=evidence_order, reverse=True)
    return tuple(dict.fromkeys(e.quote for e in stating if e.quote))


def load_history(connection: Connection, record_id: str) -> list[Revision]:
    """Give the revisions of a record, oldest first."""
    query = (
        sa.select(revisions, versions.c.published_at, versions.c.who, versions.c.note)
        .join(versions, versions.c.version == revisions.c.valid_from)
        .where(revisions.c.record_id == record_id)
        .order_by(revisions.c.revision)
    )
    rows = connection.execute(query).all()
    dated = [
        (row.valid_from, row.valid_to, evidence_from_row(row))
        for row in connection.execute(sa.select(evidence).where(evidence.c.record_id == record_id))
    ]
    history: list[Revision] = []
    before: list[Evidence] = []
    for row in rows:
        after = [e for start, end, e in dated if start <= row.valid_from and (end is None or end > row.valid_from)]
        history.append(
            Revision(
                record_id=record_id,
                revision=row.revision,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                published_at=row.published_at,
                who=row.who,
                note=row.note,
                is_gone=bool(row.is_gone),
                changes=diff_evidence(before, after),
            )
        )
        before = after
    return history
