"""Review: everything that people do to the corpus. The command line and the page call the same functions.

A run proposes; somebody approves, rejects or corrects; publishing makes one version of all that is approved; undoing
makes one more, equal to the version before. Every act names who did it and is in the audit log.
"""

from __future__ import annotations

from corpus.audit import AuditEntry, audit_log
from corpus.changes import ChangeKind, FieldChange, Proposal, ProposalState, RecordChange, Revision, Version
from corpus.decisions import approve, reject
from corpus.edits import edit_field, merge, split
from corpus.missing_reports import MissingReport, missing_reports
from corpus.proposals import proposal, proposal_json, proposals
from corpus.proposing import propose
from corpus.publishing import publish, undo_publish
from corpus.quarantine import clear_quarantine, is_cleared, quarantine, quarantined

__all__ = [
    "AuditEntry",
    "ChangeKind",
    "FieldChange",
    "MissingReport",
    "Proposal",
    "ProposalState",
    "RecordChange",
    "Revision",
    "Version",
    "approve",
    "audit_log",
    "clear_quarantine",
    "edit_field",
    "is_cleared",
    "merge",
    "missing_reports",
    "proposal",
    "proposal_json",
    "proposals",
    "propose",
    "publish",
    "quarantine",
    "quarantined",
    "reject",
    "split",
    "undo_publish",
]
