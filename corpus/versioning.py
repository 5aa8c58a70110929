"""Versions: how changes become version N+1, all at once. Decides nothing; see `corpus.publishing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.engine import Connection

from corpus.changes import ChangeKind, RecordChange, Version
from corpus.database import now
from corpus.evidence import Evidence, make_evidence_id
from corpus.pool_links import link_pools
from corpus.reading import load_evidence, load_redirects, resolve_id, valid_at
from corpus.records import RecordType
from corpus.rows import chunks, evidence_row
from corpus.schema import documents, evidence, moves, redirects, revisions, versions


@dataclass
class _Batch:
    """What a version changes, gathered before anything is written."""

    add: dict[str, Evidence] = field(default_factory=dict)
    retire: set[str] = field(default_factory=set)
    types: dict[str, RecordType] = field(default_factory=dict)
    gone: dict[str, bool] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)  # every redirect, those of this version included
    redirects: dict[str, str] = field(default_factory=dict)  # those of this version
    moves: dict[str, str] = field(default_factory=dict)  # statement key -> record
    touched: set[str] = field(default_factory=set)

    def hold(self, item: Evidence) -> None:
        self.retire.discard(item.evidence_id)
        self.add[item.evidence_id] = item
        self.touched.add(item.record_id)

    def drop(self, evidence_id: str) -> None:
        self.add.pop(evidence_id, None)
        self.retire.add(evidence_id)


def current_version(connection: Connection) -> int:
    """Give the number of the newest version; 0 where nothing is published."""
    return connection.execute(sa.select(sa.func.max(versions.c.version))).scalar_one() or 0


def move_evidence(item: Evidence, record_id: str) -> Evidence:
    """Give a statement as one about another record."""
    moved = make_evidence_id(record_id, item.field, item.value, item.document_id, item.char_start, item.origin)
    return replace(item, record_id=record_id, evidence_id=moved)


def apply_changes(
    connection: Connection, changes: Iterable[RecordChange], *, who: str, note: str, restores: int | None = None
) -> Version:
    """Write changes as the next version, within the transaction of `connection`.

    Later changes win over earlier ones. Evidence that is held already is not held twice; a record that loses its last
    evidence ends; one that gets some again goes on under its old id.
    """
    version = current_version(connection) + 1
    batch = _gather(connection, changes, version)
    _write_evidence(connection, batch, version)
    _write_redirects(connection, batch, version)
    counts = _write_revisions(connection, batch, version)
    return write_version(connection, version, who=who, note=note, restores=restores, counts=counts)


def write_version(
    connection: Connection, version: int, *, who: str, note: str, restores: int | None, counts: Mapping[str, int]
) -> Version:
    """Write the line that makes a version be, and take the documents that have arrived since the last into it."""
    made = Version(version, now(), who, note, restores, dict(counts))
    connection.execute(
        versions.insert().values(
            version=made.version,
            published_at=made.published_at,
            who=who,
            note=note,
            restores=restores,
            counts=dict(counts),
        )
    )
    connection.execute(documents.update().where(documents.c.valid_from.is_(None)).values(valid_from=version))
    return made


def _gather(connection: Connection, changes: Iterable[RecordChange], version: int) -> _Batch:
    batch = _Batch(leads=load_redirects(connection, version - 1))
    for proposed in changes:
        change = _at_home(proposed, batch)
        batch.touched.add(change.record_id)
        if change.kind is ChangeKind.GONE:
            batch.gone[change.record_id] = True
            continue
        batch.types.setdefault(change.record_id, change.record_type)
        if change.kind is ChangeKind.MERGE:
            _gather_merge(connection, batch, change, version)
            continue
        if change.kind is ChangeKind.SPLIT:
            batch.moves |= dict.fromkeys(change.payload["keys"], change.record_id)
        if change.kind in (ChangeKind.NEW, ChangeKind.CHANGED):
            batch.gone[change.record_id] = False  # what is read again is there again
        for evidence_id in change.retire:
            batch.drop(evidence_id)
        for item in change.add:
            batch.hold(item)
    return batch


def _at_home(change: RecordChange, batch: _Batch) -> RecordChange:
    """Give a change as of the record that its record has been merged into since it was proposed."""
    home = resolve_id(change.record_id, batch.leads)
    if home == change.record_id:
        return change
    return replace(change, record_id=home, add=tuple(move_evidence(e, home) for e in change.add))


def _gather_merge(connection: Connection, batch: _Batch, change: RecordChange, version: int) -> None:
    """Move what is held of one record, this version's additions included, to another.

    What it held when the merge was decided is not looked at: some of it may have gone since.
    """
    drop = resolve_id(change.payload["drop"], batch.leads)
    if drop == change.record_id:  # merged into it already, by another way
        return
    batch.redirects[drop] = batch.leads[drop] = change.record_id
    batch.touched.add(drop)
    held = load_evidence(connection, [drop], version - 1).get(drop, [])
    held += [e for e in batch.add.values() if e.record_id == drop and e not in held]
    for item in held:
        if item.evidence_id not in batch.retire:
            batch.drop(item.evidence_id)
            batch.hold(move_evidence(item, change.record_id))


def _write_evidence(connection: Connection, batch: _Batch, version: int) -> None:
    held: set[str] = set()
    for ids in chunks(batch.add):
        query = sa.select(evidence.c.evidence_id).where(evidence.c.evidence_id.in_(ids), evidence.c.valid_to.is_(None))
        held.update(connection.execute(query).scalars())
    for evidence_id in held:
        del batch.add[evidence_id]
    for ids in chunks(sorted(batch.retire)):
        still = sa.and_(evidence.c.evidence_id.in_(ids), evidence.c.valid_to.is_(None))
        batch.touched.update(connection.execute(sa.select(evidence.c.record_id).where(still)).scalars())
        connection.execute(evidence.update().where(still).values(valid_to=version))
    if batch.add:
        rows = [evidence_row(item, valid_from=version) for item in batch.add.values()]
        connection.execute(evidence.insert(), rows)


def _write_redirects(connection: Connection, batch: _Batch, version: int) -> None:
    for record_id, target in batch.redirects.items():
        connection.execute(redirects.insert().values(record_id=record_id, target=target, valid_from=version))
    for key, record_id in batch.moves.items():
        connection.execute(moves.insert().values(statement_key=key, record_id=record_id, valid_from=version))


def _write_revisions(connection: Connection, batch: _Batch, version: int) -> dict[str, int]:
    """Close the old revision and open the new one of every record that is touched or whose pool has changed."""
    before = open_revisions(connection)
    held = _holding(connection, batch.touched, version)
    types = {r: RecordType(row.record_type) for r, row in before.items()}
    types |= {r: kind for r, kind in batch.types.items() if r not in before}
    ended = {r for r in batch.touched if r in before and r not in held}
    rows: dict[str, dict[str, Any]] = {}
    for record_id, pool_id in _relink(connection, batch, types, held, ended, version).items():
        old = before.get(record_id)
        if record_id in held or (old is not None and old.pool_id != pool_id):
            was_gone = bool(old.is_gone) if old is not None else False
            is_gone = int(batch.gone.get(record_id, was_gone))
            rows[record_id] = {"record_type": types[record_id].value, "pool_id": pool_id, "is_gone": is_gone}
    n_new = sum(record_id not in before for record_id in rows)
    write_revisions(connection, rows, ended, version)
    return {
        "records": len(before) + n_new - len(ended),
        "new": n_new,
        "changed": len(rows) - n_new,
        "removed": len(ended),
    }


def _relink(
    connection: Connection,
    batch: _Batch,
    types: dict[str, RecordType],
    held: set[str],
    ended: set[str],
    version: int,
) -> dict[str, str | None]:
    """Give the pools of the touched records, or of all where a pool is among those: its name may have changed."""
    pool_touched = any(types.get(record_id) is RecordType.POOL for record_id in batch.touched)
    return link_pools(connection, types, types.keys() - ended if pool_touched else held, version)


def _holding(connection: Connection, record_ids: Iterable[str], version: int) -> set[str]:
    """Give those of some records about which something is stated at a version."""
    found: set[str] = set()
    for ids in chunks(sorted(record_ids)):
        query = sa.select(evidence.c.record_id).where(evidence.c.record_id.in_(ids), valid_at(evidence, version))
        found.update(connection.execute(query.distinct()).scalars())
    return found


def open_revisions(connection: Connection) -> dict[str, Row[Any]]:
    """Give the revision of every record of the newest version, by record."""
    query = sa.select(revisions).where(revisions.c.valid_to.is_(None))
    return {row.record_id: row for row in connection.execute(query)}


def write_revisions(
    connection: Connection, rows: Mapping[str, Mapping[str, Any]], ended: Iterable[str], version: int
) -> None:
    """Close the open revisions of some records, and open a next one for those of `rows`."""
    last: dict[str, int] = {}
    for ids in chunks(sorted(rows)):
        query = sa.select(revisions.c.record_id, sa.func.max(revisions.c.revision).label("last"))
        query = query.where(revisions.c.record_id.in_(ids)).group_by(revisions.c.record_id)
        last |= {row.record_id: row.last for row in connection.execute(query)}
    for ids in chunks(sorted({*rows, *ended})):
        still = sa.and_(revisions.c.record_id.in_(ids), revisions.c.valid_to.is_(None))
        connection.execute(revisions.update().where(still).values(valid_to=version))
    new = [
        {"record_id": r, "revision": last.get(r, 0) + 1, "valid_from": version, **values} for r, values in rows.items()
    ]
    if new:
        connection.execute(revisions.insert(), new)
