"""Publishing what is approved as a version, and taking a version back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import Row, Table
from sqlalchemy.engine import Connection

from corpus.audit import write_audit
from corpus.changes import ProposalState, Version
from corpus.errors import ActError
from corpus.proposals import approved_changes, set_state
from corpus.reading import valid_at
from corpus.rows import chunks
from corpus.schema import evidence, moves, redirects, revisions, versions
from corpus.schema import proposals as proposal_table
from corpus.versioning import apply_changes, current_version, open_revisions, write_revisions, write_version

if TYPE_CHECKING:
    from corpus.store import Store


def publish(store: Store, *, who: str, note: str = "") -> Version:
    """Make everything that is approved, corrections by staff included, the next version: all of it or nothing.

    Raises:
        ActError: nothing is approved.
    """
    with store.transaction() as connection:
        approved = approved_changes(connection)
        if not approved:
            raise ActError(
                "nothing is approved, so there is nothing to publish.",
                remedy="See `puljespor review list`, then `puljespor review approve`.",
            )
        made = apply_changes(connection, approved.values(), who=who, note=note)
        set_state(connection, approved, ProposalState.PUBLISHED, version=made.version)
        write_audit(connection, who, "publish", f"version {made.version}", note, dict(made.counts))
        return made


def undo_publish(store: Store, *, who: str, why: str) -> Version:
    """Take the newest version back: make a further one whose content is that of the version before it.

    What it had published waits for a decision again. Undoing once more goes one version further back, and before the
    first there is nothing.

    Raises:
        ActError: there is nothing to take back.
    """
    with store.transaction() as connection:
        current = current_version(connection)
        undone = _content_of(connection, current)
        if undone < 1:
            raise ActError(
                "nothing is published, so there is nothing to take back.",
                remedy="See `puljespor review list`; what is approved there goes out with `puljespor publish`.",
            )
        target = _content_of(connection, undone - 1)
        version = current + 1
        touched = _restore_evidence(connection, target, version)
        for table in (redirects, moves):
            _restore_rows(connection, table, target, version)
        counts = _restore_revisions(connection, target, version, touched)
        made = write_version(connection, version, who=who, note=why, restores=target, counts=counts)
        again = sa.select(proposal_table.c.proposal_id).where(proposal_table.c.version == undone)
        set_state(connection, list(connection.execute(again).scalars()), ProposalState.PENDING)
        write_audit(connection, who, "undo", f"version {undone}", why, {"restores": target, "version": version})
        return made


def _content_of(connection: Connection, version: int) -> int:
    """Give the version that first had the content of this one; 0, which has none, where it was emptied."""
    query = sa.select(versions.c.restores).where(versions.c.version == version)
    restores = connection.execute(query).scalar_one_or_none()
    return version if restores is None else restores


def _restore_evidence(connection: Connection, target: int, version: int) -> set[str]:
    """Hold again what was held at `target` and nothing else; give the records that this touches."""
    ids = (evidence.c.evidence_id, evidence.c.row_id, evidence.c.record_id)
    held = {r.evidence_id: r for r in connection.execute(sa.select(*ids).where(evidence.c.valid_to.is_(None)))}
    wanted = {r.evidence_id: r for r in connection.execute(sa.select(*ids).where(valid_at(evidence, target)))}
    ending = [held[i].row_id for i in held.keys() - wanted.keys()]
    coming = [wanted[i].row_id for i in wanted.keys() - held.keys()]
    _end(connection, evidence, ending, version)
    _repeat(connection, evidence, coming, version)
    return {row.record_id for i, row in (held | wanted).items() if (i in held) != (i in wanted)}


def _restore_rows(connection: Connection, table: Table, target: int, version: int) -> None:
    held = set(connection.execute(sa.select(table.c.row_id).where(table.c.valid_to.is_(None))).scalars())
    wanted = set(connection.execute(sa.select(table.c.row_id).where(valid_at(table, target))).scalars())
    _end(connection, table, sorted(held - wanted), version)
    _repeat(connection, table, sorted(wanted - held), version)


def _end(connection: Connection, table: Table, row_ids: list[int], version: int) -> None:
    for some in chunks(row_ids):
        connection.execute(table.update().where(table.c.row_id.in_(some)).values(valid_to=version))


def _repeat(connection: Connection, table: Table, row_ids: list[int], version: int) -> None:
    """Add rows that say from `version` on what some older rows said."""
    for some in chunks(row_ids):
        query = sa.select(table).where(table.c.row_id.in_(some)).order_by(table.c.row_id)
        rows = [dict(row._mapping) for row in connection.execute(query)]
        for row in rows:
            del row["row_id"]
            row |= {"valid_from": version, "valid_to": None}
        connection.execute(table.insert(), rows)


def _restore_revisions(connection: Connection, target: int, version: int, touched: set[str]) -> dict[str, int]:
    before = open_revisions(connection)
    query = sa.select(revisions).where(valid_at(revisions, target))
    wanted = {row.record_id: row for row in connection.execute(query)}
    rows = {
        record_id: _state(row)
        for record_id, row in wanted.items()
        if record_id in touched or record_id not in before or _state(before[record_id]) != _state(row)
    }
    ended = before.keys() - wanted.keys()
    write_revisions(connection, rows, ended, version)
    n_new = sum(record_id not in before for record_id in rows)
    return {"records": len(wanted), "new": n_new, "changed": len(rows) - n_new, "removed": len(ended)}


def _state(row: Row[Any]) -> dict[str, Any]:
    return {"record_type": row.record_type, "pool_id": row.pool_id, "is_gone": row.is_gone}
