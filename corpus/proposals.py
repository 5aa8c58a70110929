"""Proposals as they are kept: what is proposed, in which state, decided by whom."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.engine import Connection

from corpus.changes import ChangeKind, FieldChange, Proposal, ProposalState, RecordChange
from corpus.database import now
from corpus.errors import NotFoundError
from corpus.evidence import Evidence
from corpus.records import RecordType
from corpus.rows import chunks, compact_json, evidence_dict, evidence_from_dict
from corpus.schema import proposals as table

if TYPE_CHECKING:
    from corpus.store import Store

_INSERT = table.insert()  # made once: building a statement costs more than running it


@dataclass(frozen=True, slots=True)
class Outline:
    """A proposal less what it says."""

    proposal_id: int
    kind: ChangeKind
    state: ProposalState
    record_id: str
    run_id: str


def proposals(
    store: Store,
    *,
    state: ProposalState | None = None,
    kind: ChangeKind | None = None,
    record_id: str | None = None,
) -> list[Proposal]:
    """Give proposals, oldest first: all, or those in a state, of a kind, or about a record."""
    query = sa.select(table).order_by(table.c.proposal_id)
    for column, wanted in ((table.c.state, state), (table.c.kind, kind), (table.c.record_id, record_id)):
        if wanted is not None:
            query = query.where(column == str(wanted))
    with store.reading() as connection:
        return [proposal_from_row(row) for row in connection.execute(query)]


def outlines(
    connection: Connection, *, state: ProposalState | None = None, ids: Collection[int] | None = None
) -> list[Outline]:
    """Give what proposals are about, oldest first, without reading what they say: all, those in a state, or by number.

    Raises:
        NotFoundError: a number that was asked for does not exist.
    """
    columns = (table.c.proposal_id, table.c.kind, table.c.state, table.c.record_id, table.c.run_id)
    query = sa.select(*columns).order_by(table.c.proposal_id)
    if state is not None:
        query = query.where(table.c.state == state.value)
    rows: list[Row[Any]] = []
    if ids is None:
        rows.extend(connection.execute(query))
    else:
        for some in chunks(sorted(set(ids))):
            rows.extend(connection.execute(query.where(table.c.proposal_id.in_(some))))
        _require(set(ids), rows)
    return [Outline(r.proposal_id, ChangeKind(r.kind), ProposalState(r.state), r.record_id, r.run_id) for r in rows]


def approved_changes(connection: Connection) -> dict[int, RecordChange]:
    """Give the changes that the next version is made of, by the number of their proposal, oldest first."""
    query = sa.select(table.c.proposal_id, table.c.change).where(
        table.c.state == ProposalState.APPROVED.value, table.c.kind != ChangeKind.QUARANTINED.value
    )
    rows = connection.execute(query.order_by(table.c.proposal_id))
    return {row.proposal_id: change_from_dict(json.loads(row.change)) for row in rows}


def proposal(store: Store, proposal_id: int) -> Proposal:
    """Give one proposal.

    Raises:
        NotFoundError: there is none with this number.
    """
    with store.reading() as connection:
        return load_proposals(connection, [proposal_id])[0]


def load_proposals(connection: Connection, ids: Iterable[int]) -> list[Proposal]:
    """Give the proposals with some numbers, in order of their numbers.

    Raises:
        NotFoundError: one of them does not exist.
    """
    wanted = sorted(set(ids))
    rows: list[Row[Any]] = []
    for some in chunks(wanted):
        query = sa.select(table).where(table.c.proposal_id.in_(some)).order_by(table.c.proposal_id)
        rows += connection.execute(query).all()
    _require(set(wanted), rows)
    return [proposal_from_row(row) for row in rows]


def _require(wanted: set[int], rows: Iterable[Row[Any]]) -> None:
    if missing := sorted(wanted - {row.proposal_id for row in rows}):
        raise NotFoundError(f"no proposal {missing[0]}.", remedy="`puljespor review list` shows them.")


def content_hash(change: RecordChange, retired: Sequence[Evidence] = ()) -> str:
    """Give a hash of what a change says, the same wherever in a page and in whichever version of it that stands.

    So a change that was rejected is known again when the page has since been edited elsewhere.
    """
    if change.kind is ChangeKind.MERGE:  # a pair is a pair, whatever either of them states by now
        pair = sorted([change.record_id, change.payload["drop"]])
        return hashlib.sha256(compact_json([change.kind.value, pair]).encode()).hexdigest()
    content = [
        change.kind.value,
        change.record_id,
        sorted({statement_key(e) for e in change.add}),
        sorted({statement_key(e) for e in retired}),
        {k: v for k, v in change.payload.items() if k not in ("keys", "reasons", "likeness", "counts")},
    ]
    return hashlib.sha256(compact_json(content).encode()).hexdigest()


def statement_key(item: Evidence) -> str:
    """Give a hash of who says what in which words where, less its place in the text."""
    quote = " ".join(item.quote.split())
    key = compact_json([item.record_id, item.field, item.value, quote, item.url or "", item.origin.value])
    return hashlib.sha256(key.encode()).hexdigest()


def insert_proposal(
    connection: Connection,
    change: RecordChange,
    *,
    run_id: str,
    diff: Sequence[FieldChange],
    content: str = "",
    state: ProposalState = ProposalState.PENDING,
    who: str | None = None,
    why: str = "",
) -> Proposal:
    """Keep a proposal; one that staff make themselves is decided as it is made.

    Args:
        connection: of a transaction.
        change: what is proposed.
        run_id: the run or the person that proposes it.
        diff: how the record's fields would change.
        content: the change's `content_hash`, where that is worked out already.
        state: of the proposal.
        who: who decided it, if anybody has.
        why: with which reason.
    """
    at = now()
    values = {
        "content_hash": content or content_hash(change),
        "run_id": run_id,
        "kind": change.kind.value,
        "state": state.value,
        "record_id": change.record_id,
        "record_type": change.record_type.value,
        "change": compact_json(change_dict(change)),
        "diff": compact_json([diff_dict(item) for item in diff]),
        "created_at": at,
        "decided_by": who,
        "decided_at": at if who else None,
        "why": why,
    }
    key = connection.execute(_INSERT, values).inserted_primary_key
    assert key is not None
    decided_at = at if who else None
    return Proposal(key[0], change, state, run_id, tuple(diff), at, decided_by=who, decided_at=decided_at, why=why)


def set_state(
    connection: Connection,
    ids: Iterable[int],
    state: ProposalState,
    *,
    who: str | None = None,
    why: str | None = None,
    version: int | None = None,
) -> None:
    """Move proposals to a state; the decision that was noted stays where none is given."""
    values: dict[str, Any] = {"state": state.value, "version": version}
    if who is not None:
        values |= {"decided_by": who, "decided_at": now()}
    if why is not None:
        values["why"] = why
    for some in chunks(ids):
        connection.execute(table.update().where(table.c.proposal_id.in_(some)).values(**values))


def change_dict(change: RecordChange) -> dict[str, Any]:
    """Give a change as a JSON object."""
    return {
        "kind": change.kind.value,
        "record_id": change.record_id,
        "record_type": change.record_type.value,
        "add": [evidence_dict(item) for item in change.add],
        "retire": list(change.retire),
        "document_ids": list(change.document_ids),
        "note": change.note,
        "payload": dict(change.payload),
    }


def change_from_dict(values: Mapping[str, Any]) -> RecordChange:
    """Give the change that a JSON object of `change_dict` holds."""
    return RecordChange(
        kind=ChangeKind(values["kind"]),
        record_id=values["record_id"],
        record_type=RecordType(values["record_type"]),
        add=tuple(evidence_from_dict(item) for item in values["add"]),
        retire=tuple(values["retire"]),
        document_ids=tuple(values["document_ids"]),
        note=values["note"],
        payload=values["payload"],
    )


def diff_dict(change: FieldChange) -> dict[str, Any]:
    """Give a field's change as a JSON object."""
    return {
        "field": change.field,
        "old": change.old,
        "new": change.new,
        "old_quotes": change.old_quotes,
        "new_quotes": change.new_quotes,
    }


def proposal_from_row(row: Row[Any]) -> Proposal:
    """Give the proposal that a row holds."""
    diff = tuple(
        FieldChange(item["field"], item["old"], item["new"], tuple(item["old_quotes"]), tuple(item["new_quotes"]))
        for item in json.loads(row.diff)
    )
    return Proposal(
        proposal_id=row.proposal_id,
        change=change_from_dict(json.loads(row.change)),
        state=ProposalState(row.state),
        run_id=row.run_id,
        diff=diff,
        created_at=row.created_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        why=row.why,
        version=row.version,
    )


def proposal_json(item: Proposal) -> dict[str, Any]:
    """Give a proposal as a JSON object."""
    return {
        "proposal_id": item.proposal_id,
        "state": item.state.value,
        "run_id": item.run_id,
        **change_dict(item.change),
        "diff": [diff_dict(change) for change in item.diff],
        "created_at": item.created_at,
        "decided_by": item.decided_by,
        "decided_at": item.decided_at,
        "why": item.why,
        "version": item.version,
    }
