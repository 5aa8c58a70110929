"""The first page: what waits, which sources want something, what happened last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from corpus.errors import NoCorpusError
from corpus.review import AuditEntry, audit_log, missing_reports
from corpus.store import Store
from ingest.source_states import SourceHealth, source_states
from ui.staff.desk import Asked, Desk

_N_LOG = 8
_N_READ = 200  # lines of the log, of which many may be one act
_N_VERSIONS = 3
_AT_EASE = (SourceHealth.OK, SourceHealth.RUNNING)


def register(desk: Desk) -> None:
    """Add the page."""

    @desk.page("", "staff/home.html", "home")
    def home(asked: Asked) -> Mapping[str, Any]:
        states = source_states(desk.settings)
        values: dict[str, Any] = {
            "wanting": [state for state in states if state.health not in (*_AT_EASE, SourceHealth.NEVER)],
            "never": [state for state in states if state.health is SourceHealth.NEVER],
            "n_sources": len(states),
            "n_missing": 0,
            "versions": [],
            "log": [],
        }
        try:
            with Store.open(desk.settings) as store:
                values["n_missing"] = len(missing_reports(store, datetime.now(UTC).date()))
                values["versions"] = list(reversed(store.versions()))[:_N_VERSIONS]
                values["log"] = _together(audit_log(store, limit=_N_READ))[:_N_LOG]
        except NoCorpusError:
            pass
        return values


def _together(entries: list[AuditEntry]) -> list[tuple[AuditEntry, int]]:
    """Give each act once, with how many things it was about: fifty approvals in one go are one act."""
    acts: list[tuple[AuditEntry, int]] = []
    for entry in entries:
        last = acts[-1][0] if acts else None
        if last and (last.who, last.action, last.why, last.at[:16]) == (
            entry.who,
            entry.action,
            entry.why,
            entry.at[:16],
        ):
            acts[-1] = (last, acts[-1][1] + 1)
        else:
            acts.append((entry, 1))
    return acts
