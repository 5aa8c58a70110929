"""Review: everything that people do to the corpus. The command line and the page call the same functions.

A run proposes; somebody approves, rejects or corrects; publishing makes one version of all that is approved; undoing
makes one more, equal to the version before. Every act names who did it and is in the audit log.
"""

from __future__ import annotations

from corpus.audit import AuditEntry, audit_log, audit_names
from corpus.changes import ChangeKind, FieldChange, Proposal, ProposalState, RecordChange, Revision, Version
from corpus.coverage import Coverage, CoverageReport, coverage
from corpus.decisions import ONE_BY_ONE, approve, reject
from corpus.edits import edit_field, merge, split
from corpus.kept_out import Removal
from corpus.missing_reports import MissingReport, missing_reports
from corpus.proposals import proposal, proposal_json, proposals
from corpus.proposing import propose
from corpus.publishing import publish, undo_publish
from corpus.quarantine import clear_quarantine, is_cleared, quarantine, quarantined
from corpus.queue import Waiting, find_proposals, sources_of, titles_of, waiting
from corpus.removal import RemovalReport, remove_document
from corpus.removals import lift_removal, removals

__all__ = [
    "ONE_BY_ONE",
    "AuditEntry",
    "ChangeKind",
    "Coverage",
    "CoverageReport",
    "FieldChange",
    "MissingReport",
    "Proposal",
    "ProposalState",
    "RecordChange",
    "Removal",
    "RemovalReport",
    "Revision",
    "Version",
    "Waiting",
    "approve",
    "audit_log",
    "audit_names",
    "clear_quarantine",
    "coverage",
    "edit_field",
    "find_proposals",
    "is_cleared",
    "lift_removal",
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
    "removals",
    "remove_document",
    "sources_of",
    "split",
    "titles_of",
    "undo_publish",
    "waiting",
]
