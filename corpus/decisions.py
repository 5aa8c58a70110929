"""Deciding on proposals: approve, reject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from corpus.audit import write_audits
from corpus.changes import ChangeKind, Proposal, ProposalState
from corpus.errors import ActError
from corpus.proposals import Outline, load_proposals, outlines, set_state
from corpus.proposing import propose
from corpus.versioning import move_evidence

if TYPE_CHECKING:
    from corpus.store import Store

ONE_BY_ONE = (ChangeKind.CONFLICT, ChangeKind.LINK, ChangeKind.MERGE, ChangeKind.QUARANTINED)
"""Kinds that "approve all" leaves alone: each wants somebody to look at both sides."""


def approve(
    store: Store, ids: Iterable[int] | Literal["all"] | None, *, who: str, why: str = "", run_id: str | None = None
) -> list[Proposal]:
    """Take proposals into the next version, and give them.

    Args:
        store: opened for writing.
        ids: their numbers; "all" or `None` means every pending one that need not be looked at one by one.
        who: the editor.
        why: the reason, if one is wanted.
        run_id: of all of them, only what this run proposed.

    Raises:
        NotFoundError: a proposal does not exist.
        ActError: one was decided before, or is a quarantined document.
    """
    with store.transaction() as connection:
        if ids is None or ids == "all":
            waiting = outlines(connection, state=ProposalState.PENDING)
            chosen = [p for p in waiting if p.kind not in ONE_BY_ONE and (run_id is None or p.run_id == run_id)]
        else:
            chosen = outlines(connection, ids=list(ids))
        wanted = [item.proposal_id for item in chosen]
        for item in chosen:
            if item.kind is ChangeKind.QUARANTINED:
                raise ActError(
                    f"proposal {item.proposal_id} is a quarantined document.", remedy="Clear it by name, with a reason."
                )
            _check_undecided(item, ProposalState.PENDING, ProposalState.REJECTED)
        write_audits(connection, who, "approve", [_subject(item) for item in chosen], why)
        set_state(connection, wanted, ProposalState.APPROVED, who=who, why=why)
        return load_proposals(connection, wanted)


def reject(store: Store, ids: Iterable[int], why: str, *, who: str) -> list[Proposal]:
    """Turn proposals down for good, and give them; the same content is not proposed again.

    A doubtful link that is rejected makes its evidence a proposal for a record of its own.

    Raises:
        NotFoundError: a proposal does not exist.
        ActError: one is published, or no reason is given.
    """
    if not why.strip():
        raise ActError("a rejection needs a reason.", remedy="Say why; it holds for later runs too.")
    wanted = list(ids)
    with store.transaction() as connection:
        chosen = outlines(connection, ids=wanted)
        for item in chosen:
            _check_undecided(item, ProposalState.PENDING, ProposalState.APPROVED)
        write_audits(connection, who, "reject", [_subject(item) for item in chosen], why)
        set_state(connection, wanted, ProposalState.REJECTED, who=who, why=why)
        rejected = load_proposals(connection, wanted)
        for proposal in rejected:
            _propose_apart(store, proposal)
        return rejected


def _propose_apart(store: Store, item: Proposal) -> None:
    change, own_id = item.change, item.change.payload.get("new_record_id")
    if change.kind is ChangeKind.LINK and own_id:
        add = tuple(move_evidence(e, own_id) for e in change.add)
        apart = replace(change, kind=ChangeKind.NEW, record_id=own_id, add=add, retire=(), payload={})
        propose(store, item.run_id, [apart])


def _check_undecided(item: Outline, *states: ProposalState) -> None:
    if item.state not in states:
        raise ActError(
            f"proposal {item.proposal_id} is {item.state.value} already.",
            remedy="`puljespor review list` shows the rest.",
        )


def _subject(item: Outline) -> tuple[str, dict[str, int]]:
    return f"{item.kind.value} {item.record_id}", {"proposal_id": item.proposal_id}
