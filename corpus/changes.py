"""Changes to records: what a run proposes, what an editor decides, what a version is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from corpus.evidence import Evidence
from corpus.records import RecordType


class ChangeKind(StrEnum):
    """What a change does to its record."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"  # every page it was read from has disappeared: it stays, marked
    CONFLICT = "conflict"  # extraction that disagrees with a staff correction
    QUARANTINED = "quarantined"  # personal data found: for a named editor to look at
    LINK = "link"  # perhaps the same undertaking as a record that is there already
    EDIT = "edit"  # a correction by staff
    MERGE = "merge"
    SPLIT = "split"


class ProposalState(StrEnum):
    """Where a proposal stands."""

    PENDING = "pending"
    APPROVED = "approved"  # in the next version
    REJECTED = "rejected"  # for good: the same content is not proposed again
    PUBLISHED = "published"
    SUPERSEDED = "superseded"  # a later reading of the same page took its place


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One change of one record.

    `add` is evidence to hold from the next version on, `retire` the ids of evidence to hold no longer. Payload by kind:

    - `link`: `new_record_id`, under which the evidence becomes a record of its own if the link is rejected, and
      anything that helps to decide, e.g. `reasons`;
    - `conflict`: `field`, `staff_value`, `extracted_value`;
    - `quarantined`: `url`, `sha256`, `reason`, `counts`: never the text;
    - `merge`: `drop`, the record that goes into `record_id`;
    - `split`: `from`, the record that the evidence comes from, and `keys`, what it states.
    """

    kind: ChangeKind
    record_id: str
    record_type: RecordType
    add: tuple[Evidence, ...] = ()
    retire: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()
    note: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record before and after, with the words that state each."""

    field: str
    old: Any  # JSON value; None for not stated
    new: Any
    old_quotes: tuple[str, ...] = ()
    new_quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that waits for a decision, or had one."""

    proposal_id: int
    change: RecordChange
    state: ProposalState
    run_id: str
    diff: tuple[FieldChange, ...]
    created_at: str
    decided_by: str | None = None
    decided_at: str | None = None
    why: str = ""
    version: int | None = None  # that it was published in


@dataclass(frozen=True, slots=True)
class Version:
    """One published state of the corpus."""

    version: int
    published_at: str  # ISO 8601, UTC
    who: str
    note: str
    restores: int | None = None  # the version whose content an undo brought back
    counts: Mapping[str, int] = field(default_factory=dict)  # records, new, changed, removed, added, retired


@dataclass(frozen=True, slots=True)
class Revision:
    """One state in the life of a record, and how it differs from the one before."""

    record_id: str
    revision: int
    valid_from: int  # versions valid_from <= N < valid_to
    valid_to: int | None
    published_at: str
    who: str
    note: str
    is_gone: bool
    changes: tuple[FieldChange, ...]
