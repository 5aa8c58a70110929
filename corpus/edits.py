"""What staff do to records by hand: correct a field, merge two records, split one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Connection

from corpus.audit import write_audit
from corpus.changes import ChangeKind, Proposal, ProposalState, RecordChange
from corpus.database import now
from corpus.errors import ActError, NotFoundError
from corpus.evidence import MULTI_FIELDS, Evidence, Origin, make_evidence_id
from corpus.field_values import check_value
from corpus.history import diff_evidence
from corpus.proposals import insert_proposal, proposals, set_state, statement_key
from corpus.reading import follow_redirects, load_evidence
from corpus.records import Record, RecordType
from corpus.versioning import current_version, move_evidence

if TYPE_CHECKING:
    from corpus.store import Store

BY_HAND = "staff"
"""Stands for the run that a proposal of staff did not come from."""


def edit_field(store: Store, record_id: str, field: str, value: Any, *, who: str, why: str) -> Proposal:
    """Correct a field, from the next version on and for ever: extraction never overwrites it.

    Args:
        store: opened for writing.
        record_id: the record, by its present or a former id.
        field: one of the fields of `corpus.evidence`.
        value: a JSON value; a list for fields with several; `None` for "not known".
        who: the editor.
        why: the reason.

    Raises:
        NotFoundError: there is no such record.
        ActError: there is no such field, or it cannot have this value.
    """
    check_value(field, value)
    with store.transaction() as connection:
        record = store.record(record_id)
        set_aside = [
            p.proposal_id
            for p in proposals(store, kind=ChangeKind.EDIT, record_id=record.record_id)
            if p.state in (ProposalState.PENDING, ProposalState.APPROVED) and p.change.payload["field"] == field
        ]
        set_state(connection, set_aside, ProposalState.SUPERSEDED)
        several = value if field in MULTI_FIELDS and value is not None else [value]
        change = RecordChange(
            kind=ChangeKind.EDIT,
            record_id=record.record_id,
            record_type=record.record_type,
            add=tuple(_statement(record.record_id, field, item, i, who) for i, item in enumerate(several)),
            retire=_staff_ids(record, field),
            note=why,
            payload={"field": field, "value": value},
        )
        return _decided(connection, change, list(record.evidence), who=who, why=why)


def merge(store: Store, keep: str, drop: str, *, who: str, why: str) -> Proposal:
    """Make two records one from the next version on; the other id leads to it.

    Raises:
        NotFoundError: one of them does not exist.
        ActError: they are one already, or a project and a pool.
    """
    with store.transaction() as connection:
        kept, dropped = store.record(keep), store.record(drop)
        if kept.record_id == dropped.record_id:
            raise ActError(f"{keep} and {drop} are one record already.")
        if kept.record_type is not dropped.record_type:
            raise ActError(
                f"{keep} is a {kept.record_type.value} and {drop} a {dropped.record_type.value}.",
                remedy="Only records of one type can be merged.",
            )
        moved = tuple(move_evidence(e, kept.record_id) for e in dropped.evidence)
        change = RecordChange(
            kind=ChangeKind.MERGE,
            record_id=kept.record_id,
            record_type=kept.record_type,
            add=moved,
            note=why,
            payload={"drop": dropped.record_id},
        )
        return _decided(connection, change, list(kept.evidence), who=who, why=why)


def split(
    store: Store,
    record_id: str,
    evidence_ids: Iterable[str],
    *,
    who: str,
    why: str,
    new_record_id: str | None = None,
    record_type: RecordType | None = None,
) -> Proposal:
    """Make part of a record's evidence a record of its own from the next version on; both stay.

    The proposal's `change.record_id` is the new record. What was taken away goes to the new record also when its page
    is read again.

    Raises:
        NotFoundError: there is no such record, or it has no such evidence.
        ActError: nothing or everything is to be taken away, or the new id is in use.
    """
    with store.transaction() as connection:
        record = store.record(record_id)
        by_id = {e.evidence_id: e for e in record.evidence}
        wanted = list(dict.fromkeys(evidence_ids))
        for evidence_id in wanted:
            if evidence_id not in by_id:
                raise NotFoundError(f"{record.record_id} has no evidence {evidence_id!r}.")
        if not wanted or len(wanted) == len(by_id):
            raise ActError(
                f"{record.record_id} cannot be split there.",
                remedy="Choose some of its evidence, not none and not all.",
            )
        new_id = _free_id(connection, store, record.record_id, new_record_id)
        taken = [by_id[evidence_id] for evidence_id in wanted]
        change = RecordChange(
            kind=ChangeKind.SPLIT,
            record_id=new_id,
            record_type=record_type or record.record_type,
            add=tuple(move_evidence(e, new_id) for e in taken),
            retire=tuple(wanted),
            note=why,
            payload={"from": record.record_id, "keys": [statement_key(e) for e in taken if e.document_id]},
        )
        return _decided(connection, change, [], who=who, why=why)


def _decided(connection: Connection, change: RecordChange, held: list[Evidence], *, who: str, why: str) -> Proposal:
    """Keep what staff decide as a proposal that is approved already, and log it."""
    after = [e for e in held if e.evidence_id not in change.retire] + list(change.add)
    diff = diff_evidence(held, after)
    made = insert_proposal(
        connection, change, run_id=BY_HAND, diff=diff, state=ProposalState.APPROVED, who=who, why=why
    )
    detail = {"proposal_id": made.proposal_id, **{k: v for k, v in change.payload.items() if k != "keys"}}
    write_audit(connection, who, change.kind.value, change.record_id, why, detail)
    return made


def _statement(record_id: str, field: str, value: Any, place: int, who: str) -> Evidence:
    return Evidence(
        evidence_id=make_evidence_id(record_id, field, value, None, None, Origin.STAFF),
        record_id=record_id,
        field=field,
        value=value,
        quote="",
        document_id=None,
        url=None,
        page_no=None,
        char_start=None,
        char_end=None,
        origin=Origin.STAFF,
        confidence=1.0,
        extractor=who,
        observed_at=now().replace("Z", f".{place:03}Z"),  # several values keep the order that the editor gave
    )


def _staff_ids(record: Record, field: str) -> tuple[str, ...]:
    return tuple(e.evidence_id for e in record.evidence if e.field == field and e.origin is Origin.STAFF)


def _free_id(connection: Connection, store: Store, record_id: str, wanted: str | None) -> str:
    version = current_version(connection)
    waiting = {p.change.record_id for p in proposals(store, state=ProposalState.APPROVED)}
    candidates = [wanted] if wanted else [f"{record_id}-{n}" for n in range(2, 1000)]
    for candidate in candidates:
        is_redirect = follow_redirects(connection, candidate, version) != candidate
        if not is_redirect and candidate not in waiting and not load_evidence(connection, [candidate], version):
            return candidate
    raise ActError(f"the id {candidates[-1]} is in use.", remedy="Choose another for the new record.")
