"""Documents kept out for personal data: what is known of them is their address, hash and what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.audit import write_audit
from corpus.changes import ChangeKind, Proposal, ProposalState, RecordChange
from corpus.errors import ActError
from corpus.proposals import load_proposals, proposals, set_state
from corpus.proposing import propose
from corpus.records import RecordType

if TYPE_CHECKING:
    from corpus.store import Store


def quarantine(
    store: Store, *, run_id: str, url: str, sha256: str, reason: str, counts: dict[str, int]
) -> Proposal | None:
    """Note a document that must not enter; give the entry, or `None` where it is noted already.

    Args:
        store: opened for writing.
        run_id: the run that met it.
        url: where it stands.
        sha256: of its bytes; the bytes and the text are not kept anywhere.
        reason: what was found, in words that do not repeat it, e.g. "CPR numbers".
        counts: how many of what.
    """
    change = RecordChange(
        kind=ChangeKind.QUARANTINED,
        record_id="",
        record_type=RecordType.PROJECT,
        payload={"url": url, "sha256": sha256, "reason": reason, "counts": counts},
    )
    return next(iter(propose(store, run_id, [change])), None)


def quarantined(store: Store) -> list[Proposal]:
    """Give the documents that wait in quarantine, oldest first."""
    return proposals(store, state=ProposalState.PENDING, kind=ChangeKind.QUARANTINED)


def clear_quarantine(store: Store, proposal_id: int, *, who: str, why: str) -> Proposal:
    """Let a document in at its next fetch: a named editor has looked at it and says why it may.

    Raises:
        NotFoundError: there is no such entry.
        ActError: it is none of quarantine, or no reason is given.
    """
    if not why.strip():
        raise ActError("clearing a document needs a reason.", remedy="Say why it may enter.")
    with store.transaction() as connection:
        item = load_proposals(connection, [proposal_id])[0]
        if item.change.kind is not ChangeKind.QUARANTINED or item.state is not ProposalState.PENDING:
            raise ActError(f"proposal {proposal_id} does not wait in quarantine.")
        set_state(connection, [proposal_id], ProposalState.APPROVED, who=who, why=why)
        write_audit(
            connection, who, "clear", item.change.payload["url"], why, {"sha256": item.change.payload["sha256"]}
        )
        return load_proposals(connection, [proposal_id])[0]


def is_cleared(store: Store, sha256: str) -> bool:
    """Say whether an editor has let the document with these bytes in."""
    cleared = proposals(store, state=ProposalState.APPROVED, kind=ChangeKind.QUARANTINED)
    return any(item.change.payload["sha256"] == sha256 for item in cleared)
