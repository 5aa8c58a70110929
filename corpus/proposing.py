"""Making proposals: what a run found, held against what is published, corrected and decided already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import Row
from sqlalchemy.engine import Connection

from corpus.changes import ChangeKind, Proposal, ProposalState, RecordChange
from corpus.errors import IntegrityError
from corpus.evidence import Evidence, Origin
from corpus.history import diff_evidence
from corpus.proposals import (
    content_hash,
    insert_proposal,
    proposal_from_row,
    set_state,
    statement_key,
)
from corpus.reading import follow_redirects, load_documents, load_evidence
from corpus.records import RecordType, derive_values
from corpus.rows import chunks
from corpus.schema import documents, moves, revisions
from corpus.schema import proposals as table
from corpus.versioning import current_version, move_evidence

if TYPE_CHECKING:
    from corpus.store import Store

_FROM_PAGES = (ChangeKind.NEW, ChangeKind.CHANGED, ChangeKind.LINK, ChangeKind.CONFLICT)
_STANDING = (ProposalState.PENDING, ProposalState.APPROVED, ProposalState.REJECTED)


def propose(store: Store, run_id: str, changes: Iterable[RecordChange]) -> list[Proposal]:
    """Keep the changes that a run found as proposals, and give those that are new.

    What is published already is left out. A change that waits for a decision, or was rejected, is not proposed again.
    Evidence for a merged or split record goes to the record it is now. Where extraction disagrees with staff, that
    part becomes a proposal of its own, of kind `conflict`. A later reading of the same pages takes the place of an
    earlier one that nobody has decided on.

    Raises:
        IntegrityError: evidence does not quote its document.
    """
    with store.transaction() as connection:
        found = list(changes)
        _check_quotes(connection, found)
        made: list[Proposal] = []
        for change in found:
            for part in _prepare(connection, change):
                retired = [e for e in part.held if e.evidence_id in part.change.retire]
                if _is_known(connection, content_hash(part.change, retired)):
                    continue
                _supersede(connection, part.change)
                diff = diff_evidence(part.held, part.after())
                made.append(insert_proposal(connection, part.change, run_id=run_id, diff=diff, retired=retired))
        return made


@dataclass(frozen=True)
class _Part:
    """A change as it may be proposed, beside the evidence that its record has now."""

    change: RecordChange
    held: list[Evidence] = field(default_factory=list)

    def after(self) -> list[Evidence]:
        """Give the evidence that the record would have."""
        return [e for e in self.held if e.evidence_id not in self.change.retire] + list(self.change.add)


def _check_quotes(connection: Connection, changes: Sequence[RecordChange]) -> None:
    """Refuse evidence whose words do not stand where it says: nothing may enter that cannot be shown in its source."""
    added = [e for change in changes for e in change.add if e.document_id is not None]
    texts = {i: d.text for i, d in load_documents(connection, {e.document_id or "" for e in added}).items()}
    for item in added:
        text = texts.get(item.document_id or "")
        if text is None:
            raise IntegrityError(
                f"evidence for {item.record_id} quotes a document that is not stored.", url=item.url or ""
            )
        if text[item.char_start : item.char_end] != item.quote:
            raise IntegrityError(
                f"evidence for {item.record_id}.{item.field} does not stand at {item.char_start} in its document.",
                url=item.url or "",
            )


def _prepare(connection: Connection, change: RecordChange) -> list[_Part]:
    """Give what of a change is news: nothing, the change, or the change and a conflict."""
    if change.kind not in _FROM_PAGES and change.kind is not ChangeKind.GONE:
        return [_Part(change)]
    version = current_version(connection)
    parts: list[_Part] = []
    for target in _retarget(connection, change, version):
        held = load_evidence(connection, [target.record_id], version).get(target.record_id, [])
        row = _open_revision(connection, target.record_id)
        if target.kind is ChangeKind.GONE:
            if row is not None and not row.is_gone:
                parts.append(_Part(target, held))
            continue
        parts += _news(target, held, row)
    return parts


def _retarget(connection: Connection, change: RecordChange, version: int) -> list[RecordChange]:
    """Give a change, or its parts, as of the records that merges and splits have made of its record."""
    record_id = follow_redirects(connection, change.record_id, version)
    items = [e if e.record_id == record_id else move_evidence(e, record_id) for e in change.add]
    split_off = _moved(connection, items)
    targets: dict[str, list[Evidence]] = {record_id: []}
    for item in items:
        to = follow_redirects(connection, split_off.get(statement_key(item), record_id), version)
        targets.setdefault(to, []).append(item if to == record_id else move_evidence(item, to))
    # what is to be retired may lie with any of them; an id that a record does not hold is dropped there
    return [replace(change, record_id=target, add=tuple(found)) for target, found in targets.items()]


def _moved(connection: Connection, items: Sequence[Evidence]) -> dict[str, str]:
    found: dict[str, str] = {}
    for keys in chunks({statement_key(e) for e in items}):
        query = sa.select(moves).where(moves.c.statement_key.in_(keys), moves.c.valid_to.is_(None))
        found |= {row.statement_key: row.record_id for row in connection.execute(query.order_by(moves.c.row_id))}
    return found


def _news(change: RecordChange, held: list[Evidence], row: Row[Any] | None) -> list[_Part]:
    have = {e.evidence_id for e in held}
    add = [e for e in change.add if e.evidence_id not in have]
    retire = tuple(i for i in change.retire if i in have)
    if not add and not retire and not (row is not None and row.is_gone):
        return []
    kind = change.kind
    if kind in (ChangeKind.NEW, ChangeKind.CHANGED):
        kind = ChangeKind.NEW if row is None else ChangeKind.CHANGED
    record_type = change.record_type if row is None else RecordType(row.record_type)
    conflicting = [] if kind is ChangeKind.CONFLICT else _conflicts(held, add, retire)
    rest = tuple(e for e in add if e not in conflicting)
    parts: list[_Part] = []
    if rest or retire or not conflicting:
        parts.append(_Part(replace(change, kind=kind, record_type=record_type, add=rest, retire=retire), held))
    for name in dict.fromkeys(e.field for e in conflicting):
        against = [e for e in conflicting if e.field == name]
        parts.append(_Part(_conflict(change, record_type, name, against, held), held))
    return parts


def _conflicts(held: Sequence[Evidence], add: Sequence[Evidence], retire: Sequence[str]) -> list[Evidence]:
    """Give what disagrees with staff and is not just an old disagreement read again in a new version of its page."""
    staff = derive_values(e for e in held if e.origin is Origin.STAFF)
    corrected = {e.field for e in held if e.origin is Origin.STAFF}
    known = {(e.field, repr(e.value)) for e in held if e.evidence_id in retire}
    return [
        e
        for e in add
        if e.field in corrected
        and e.origin is not Origin.STAFF
        and not _agrees(e.value, staff.get(e.field))
        and (e.field, repr(e.value)) not in known
    ]


def _agrees(value: Any, corrected: Any) -> bool:
    return value in corrected if isinstance(corrected, list) else bool(value == corrected)


def _conflict(
    change: RecordChange, record_type: RecordType, name: str, against: list[Evidence], held: Sequence[Evidence]
) -> RecordChange:
    """Give the proposal to believe extraction after all: its evidence comes, and the correction goes."""
    staff = [e for e in held if e.field == name and e.origin is Origin.STAFF]
    return replace(
        change,
        kind=ChangeKind.CONFLICT,
        record_type=record_type,
        add=tuple(against),
        retire=tuple(e.evidence_id for e in staff),
        payload={
            "field": name,
            "staff_value": derive_values(staff).get(name),
            "extracted_value": derive_values(against).get(name),
            "staff": sorted({e.extractor for e in staff}),
        },
    )


def _is_known(connection: Connection, content: str) -> bool:
    query = sa.select(table.c.proposal_id).where(
        table.c.content_hash == content, table.c.state.in_([state.value for state in _STANDING])
    )
    return connection.execute(query.limit(1)).first() is not None


def _supersede(connection: Connection, change: RecordChange) -> None:
    """Set aside what an earlier reading of the same pages proposed for the record, if nobody has decided on it."""
    query = sa.select(table).where(
        table.c.record_id == change.record_id,
        table.c.state == ProposalState.PENDING.value,
        table.c.kind.in_([change.kind.value, *_same_reading(change.kind)]),
    )
    pages = _pages(connection, change)
    for row in connection.execute(query).all():
        earlier = proposal_from_row(row)
        same_field = earlier.change.payload.get("field") == change.payload.get("field")
        if same_field and pages & _pages(connection, earlier.change):
            set_state(connection, [earlier.proposal_id], ProposalState.SUPERSEDED)


def _same_reading(kind: ChangeKind) -> list[str]:
    both = (ChangeKind.NEW, ChangeKind.CHANGED)
    return [other.value for other in both] if kind in both else []


def _pages(connection: Connection, change: RecordChange) -> set[str]:
    ids = {*change.document_ids, *(e.document_id for e in change.add if e.document_id)}
    found: set[str] = set()
    for some in chunks(sorted(ids)):
        query = sa.select(documents.c.canonical_url).where(documents.c.document_id.in_(some))
        found.update(connection.execute(query).scalars())
    return found


def _open_revision(connection: Connection, record_id: str) -> Row[Any] | None:
    query = sa.select(revisions).where(revisions.c.record_id == record_id, revisions.c.valid_to.is_(None))
    return connection.execute(query).first()
