"""Making proposals: what a run found, held against what is published, corrected and decided already."""

from __future__ import annotations

from collections import defaultdict
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
from corpus.proposals import content_hash, insert_proposal, proposal_from_row, set_state, statement_key
from corpus.reading import load_evidence, load_redirects, resolve_id
from corpus.records import RecordType, derive_values
from corpus.rows import chunks
from corpus.schema import documents, moves, revisions
from corpus.schema import proposals as table
from corpus.versioning import current_version, move_evidence

if TYPE_CHECKING:
    from corpus.store import Store

_READ = (ChangeKind.NEW, ChangeKind.CHANGED)
_FROM_PAGES = (*_READ, ChangeKind.LINK, ChangeKind.CONFLICT, ChangeKind.GONE)
_STANDING = (ProposalState.PENDING, ProposalState.APPROVED, ProposalState.REJECTED)


def propose(store: Store, run_id: str, changes: Iterable[RecordChange]) -> list[Proposal]:
    """Keep the changes that a run found as proposals, and give those that are new.

    What is published or approved already is left out. A change that waits for a decision, or was rejected, is not
    proposed again. Evidence for a merged or split record goes to the record it is now. Where extraction disagrees with
    staff, that part becomes a proposal of its own, of kind `conflict`. A change that retires what an undecided
    proposal would add takes its place, and brings along the rest of it.

    Raises:
        IntegrityError: evidence does not quote its document.
    """
    with store.transaction() as connection:
        found = list(changes)
        _check_quotes(connection, found)
        known = _Known.load(connection, found)
        made: list[Proposal] = []
        for change in found:
            for part in _prepare(known, change):
                proposal = _keep(connection, known, part, run_id)
                if proposal is not None:
                    made.append(proposal)
        return made


@dataclass
class _Known:
    """What is published, decided and waiting of the records that some changes are about, read at once."""

    leads: dict[str, str]
    moved: dict[str, str]  # statement key -> the record that a split gave it to
    held: dict[str, list[Evidence]] = field(default_factory=dict)
    revisions: dict[str, Row[Any]] = field(default_factory=dict)
    waiting: defaultdict[str, list[Proposal]] = field(default_factory=lambda: defaultdict(list))  # by record
    hashes: set[str] = field(default_factory=set)  # of what waits, is approved or rejected
    hash_of: dict[int, str] = field(default_factory=dict)  # by proposal, of what waits

    @classmethod
    def load(cls, connection: Connection, changes: Sequence[RecordChange]) -> _Known:
        version = current_version(connection)
        query = sa.select(moves).where(moves.c.valid_to.is_(None)).order_by(moves.c.row_id)
        moved = {row.statement_key: row.record_id for row in connection.execute(query)}
        known = cls(load_redirects(connection, version), moved)
        ids = {change.record_id for change in changes} | {change.payload.get("drop", "") for change in changes}
        ids = {resolve_id(i, known.leads) for i in ids} | {resolve_id(i, known.leads) for i in moved.values()}
        known.held = load_evidence(connection, sorted(ids), version)
        for some in chunks(sorted(ids)):
            open_ones = sa.select(revisions).where(revisions.c.record_id.in_(some), revisions.c.valid_to.is_(None))
            known.revisions |= {row.record_id: row for row in connection.execute(open_ones)}
            standing = sa.select(table).where(
                table.c.record_id.in_(some), table.c.state.in_([state.value for state in _STANDING])
            )
            for row in connection.execute(standing.order_by(table.c.proposal_id)):
                known.hashes.add(row.content_hash)
                if row.state != ProposalState.REJECTED.value:
                    known.hash_of[row.proposal_id] = row.content_hash
                    known.waiting[row.record_id].append(proposal_from_row(row))
        return known

    def approved(self, record_id: str) -> list[Evidence]:
        """Give what the next version adds to a record already."""
        return [e for p in self.waiting[record_id] if p.state is ProposalState.APPROVED for e in p.change.add]


@dataclass(frozen=True)
class _Part:
    """A change as it may be proposed, beside the evidence that its record has, or is about to have, without it."""

    change: RecordChange
    held: list[Evidence] = field(default_factory=list)

    def after(self) -> list[Evidence]:
        """Give the evidence that the record would have."""
        have = {e.evidence_id: e for e in self.held} | {e.evidence_id: e for e in self.change.add}
        return [e for i, e in have.items() if i not in self.change.retire]

    def retired(self) -> list[Evidence]:
        """Give the evidence that would end."""
        return [e for e in self.held if e.evidence_id in self.change.retire]


def _keep(connection: Connection, known: _Known, part: _Part, run_id: str) -> Proposal | None:
    """Make a proposal, unless it is there already."""
    part = _take_over(connection, known, part)
    change, retired = part.change, part.retired()
    content = content_hash(change, retired)
    row = known.revisions.get(change.record_id)
    is_empty = change.kind in _READ and not change.add and not change.retire and not (row is not None and row.is_gone)
    if is_empty or content in known.hashes:
        return None
    known.hashes.add(content)
    made = insert_proposal(
        connection, change, run_id=run_id, diff=diff_evidence(part.held, part.after()), content=content
    )
    known.waiting[change.record_id].append(made)
    known.hash_of[made.proposal_id] = content
    return made


def _take_over(connection: Connection, known: _Known, part: _Part) -> _Part:
    """Set aside the undecided proposals whose additions a change retires, and give the change with the rest of them."""
    change = part.change
    if change.kind not in _READ:
        return part
    for earlier in list(known.waiting[change.record_id]):
        theirs = {e.evidence_id for e in earlier.change.add}
        if earlier.state is not ProposalState.PENDING or not theirs.intersection(change.retire):
            continue
        if earlier.change.kind in _READ:
            have = {e.evidence_id for e in change.add}
            rest = [e for e in earlier.change.add if e.evidence_id not in have and e.evidence_id not in change.retire]
            change = replace(
                change,
                add=(*rest, *change.add),
                retire=tuple(dict.fromkeys((*earlier.change.retire, *change.retire))),
                document_ids=tuple(dict.fromkeys((*earlier.change.document_ids, *change.document_ids))),
            )
        set_state(connection, [earlier.proposal_id], ProposalState.SUPERSEDED)
        known.waiting[change.record_id].remove(earlier)
        # what takes its place may say the very same, out of a newer version of the page
        known.hashes.discard(known.hash_of.pop(earlier.proposal_id, ""))
    stays = {e.evidence_id for e in part.held}
    return replace(part, change=replace(change, retire=tuple(i for i in change.retire if i in stays)))


def _check_quotes(connection: Connection, changes: Sequence[RecordChange]) -> None:
    """Refuse evidence whose words do not stand where it says: nothing may enter that cannot be shown in its source."""
    added: defaultdict[str, list[Evidence]] = defaultdict(list)
    for change in changes:
        for item in change.add:
            if item.document_id is not None:
                added[item.document_id].append(item)
    for ids in chunks(sorted(added), 100):  # a text may be large; no need to hold them all
        query = sa.select(documents.c.document_id, documents.c.text).where(documents.c.document_id.in_(ids))
        texts = {row.document_id: row.text for row in connection.execute(query)}
        for document_id in ids:
            for item in added[document_id]:
                _check_quote(item, texts.get(document_id))


def _check_quote(item: Evidence, text: str | None) -> None:
    if text is None:
        raise IntegrityError(f"evidence for {item.record_id} quotes a document that is not stored.", url=item.url or "")
    if text[item.char_start : item.char_end] != item.quote:
        raise IntegrityError(
            f"evidence for {item.record_id}.{item.field} does not stand at {item.char_start} in its document.",
            url=item.url or "",
        )


def _prepare(known: _Known, change: RecordChange) -> list[_Part]:
    """Give what of a change is news: nothing, the change, or the change and a conflict."""
    if change.kind is ChangeKind.MERGE:
        return _prepare_merge(known, change)
    if change.kind not in _FROM_PAGES:
        return [_Part(change)]
    parts: list[_Part] = []
    for target in _retarget(known, change):
        held = [*known.held.get(target.record_id, []), *known.approved(target.record_id)]
        row = known.revisions.get(target.record_id)
        if target.kind is not ChangeKind.GONE:
            waiting = {e.evidence_id for p in known.waiting[target.record_id] for e in p.change.add}
            parts += _news(target, held, row, waiting)
        elif row is not None and not row.is_gone:
            parts.append(_Part(replace(target, retire=()), held))
    return parts


def _prepare_merge(known: _Known, change: RecordChange) -> list[_Part]:
    """Give the proposal to make two records one, with what the one would take over from the other."""
    keep, drop = (resolve_id(i, known.leads) for i in (change.record_id, change.payload["drop"]))
    if keep == drop:
        return []
    added = tuple(move_evidence(e, keep) for e in known.held.get(drop, []))
    asked = replace(change, record_id=keep, add=added, retire=(), payload={**change.payload, "drop": drop})
    return [_Part(asked, known.held.get(keep, []))]


def _retarget(known: _Known, change: RecordChange) -> list[RecordChange]:
    """Give a change, or its parts, as of the records that merges and splits have made of its record."""
    record_id = resolve_id(change.record_id, known.leads)
    if record_id == change.record_id and not known.moved:
        return [change]
    targets: dict[str, list[Evidence]] = {record_id: []}
    for item in change.add:
        at_home = item if item.record_id == record_id else move_evidence(item, record_id)
        to = resolve_id(known.moved.get(statement_key(at_home), record_id), known.leads)
        targets.setdefault(to, []).append(at_home if to == record_id else move_evidence(item, to))
    # what is to be retired may lie with any of them; an id that a record does not hold is dropped there
    return [replace(change, record_id=target, add=tuple(found)) for target, found in targets.items()]


def _news(change: RecordChange, held: list[Evidence], row: Row[Any] | None, waiting: set[str]) -> list[_Part]:
    have = {e.evidence_id for e in held}
    add = [e for e in change.add if e.evidence_id not in have]
    ends_some = not (have | waiting).isdisjoint(change.retire)
    if not add and not ends_some and not (row is not None and row.is_gone):
        return []
    kind = change.kind
    if kind in _READ:
        kind = ChangeKind.NEW if row is None else ChangeKind.CHANGED
    record_type = change.record_type if row is None else RecordType(row.record_type)
    conflicting = [] if kind is ChangeKind.CONFLICT else _conflicts(held, add, change.retire)
    rest = tuple(e for e in add if e not in conflicting)
    parts: list[_Part] = []
    if rest or ends_some or not conflicting:
        parts.append(_Part(replace(change, kind=kind, record_type=record_type, add=rest), held))
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
