"""The report of a run: what became of each page and file, and what is proposed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.documents import DocumentStatus
from corpus.errors import NotFoundError
from corpus.settings import Settings
from ingest.issues import Issue

if TYPE_CHECKING:
    from corpus.changes import Proposal
    from corpus.store import Store

REPORT_NAME = "report.json"
RUN_ID = re.compile(r"[0-9]{8}T[0-9]{6}(?:[0-9]{6})?-[0-9a-f]{4}")  # to the microsecond, and once to the second

REMEDIES = {
    DocumentStatus.NEEDS_PASSWORD: "Take the password off the file and try again.",
    DocumentStatus.NEEDS_OCR: "Install tesseract with Danish (tesseract-ocr-dan) and try again.",
    DocumentStatus.NEEDS_RENDER: "The page is made by a script; save it from a browser and ingest the file.",
    DocumentStatus.EMPTY: "Check that the page or file has content.",
    DocumentStatus.FAILED: "Open the file in its own program, save it anew and try again.",
    DocumentStatus.REJECTED: "Give a page, PDF, Word or text file.",
    DocumentStatus.QUARANTINED: "`puljespor review quarantine` lists it; an editor may clear it with a reason.",
}
"""What can be done about a document that cannot be read, by its status."""


FROZEN_REMEDY = (
    "If its pages are really gone, accept that, on the staff's page or with --accept-gone; else run it again when the "
    "site answers as before."
)


class ItemState(StrEnum):
    """What a run found out about one page or file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"
    ALIAS = "alias"  # another address of a page that is listed under its own
    SKIPPED = "skipped"  # as its site wants: robots.txt, noindex, no such page
    REFUSED = "refused"  # cannot or must not be taken in; the reason says why
    DEFERRED = "deferred"  # not had this time; another run may


@dataclass(frozen=True, slots=True)
class Item:
    """One page or file of a run."""

    url: str
    state: ItemState
    reason: str = ""
    remedy: str = ""
    document_id: str | None = None
    kind: str | None = None  # document kind, where it was read
    source: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """One change of a dry run, which nobody can look up afterwards."""

    kind: str  # of change: new, changed, gone, ...
    record_id: str
    title: str = ""
    fields: tuple[str, ...] = ()  # that it would set or change


def planned_changes(store: Store, made: Sequence[Proposal]) -> list[Planned]:
    """Give the changes of a dry run, in the order in which they were proposed."""
    from corpus.review import titles_of

    titles = titles_of(store, made)
    return [
        Planned(p.change.kind.value, p.change.record_id, titles.get(p.change.record_id, ""), _fields(p)) for p in made
    ]


def _fields(proposal: Proposal) -> tuple[str, ...]:
    return tuple(change.field for change in proposal.diff)


@dataclass(frozen=True, slots=True)
class RunReport:
    """What one run did."""

    run_id: str
    targets: tuple[str, ...]
    started: str  # ISO 8601, UTC
    ended: str
    is_dry_run: bool
    items: tuple[Item, ...]
    proposals: Mapping[str, int]  # by kind of change, what this run proposed (or would)
    issues: tuple[Issue, ...]
    planned: tuple[Planned, ...] = ()  # of a dry run alone: what it would propose
    published_version: int | None = None
    waiting: int = 0  # proposals that now wait for review, of this run or earlier ones, quarantined files among them
    frozen: Mapping[str, str] = field(default_factory=dict)  # source -> why nothing of it was taken for gone
    issues_path: str | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Number of items in each state, all states named."""
        found = Counter(item.state.value for item in self.items)
        return {state.value: found[state.value] for state in ItemState}

    @property
    def exit_code(self) -> int:
        """0: done; 1: done, with refused items or a source that failed."""
        return int(any(issue.level == "error" for issue in self.issues))

    def of(self, state: ItemState) -> list[Item]:
        """Give the items in one state, in order."""
        return [item for item in self.items if item.state is state]

    def json(self) -> dict[str, Any]:
        """Give the report as one JSON object; `unchanged` and `alias` are counted, not listed."""
        listed = [state for state in ItemState if state not in (ItemState.UNCHANGED, ItemState.ALIAS)]
        return {
            "run_id": self.run_id,
            "targets": list(self.targets),
            "started": self.started,
            "ended": self.ended,
            "dry_run": self.is_dry_run,
            "counts": self.counts,
            **{state.value: [_item_json(item) for item in self.of(state)] for state in listed},
            "proposals": dict(self.proposals),
            "planned": [asdict(change) for change in self.planned],
            "waiting": self.waiting,
            "published_version": self.published_version,
            "frozen": dict(self.frozen),
            "notices": [f"{issue.url}: {issue.cause}" for issue in self.issues if issue.level == "notice"],
            "issues": [asdict(issue) for issue in self.issues],
            "issues_path": self.issues_path,
        }


def save_report(report: RunReport, folder: Path) -> None:
    """Keep a report in its run's folder, to be shown later."""
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / f"{REPORT_NAME}.tmp"
    work.write_text(json.dumps(report.json(), ensure_ascii=False), "utf-8")
    work.replace(folder / REPORT_NAME)


def load_report(settings: Settings, run_id: str) -> dict[str, Any]:
    """Give a kept report, as `RunReport.json` gave it.

    Raises:
        NotFoundError: no report of such a run is kept.
    """
    path = settings.runs / run_id / REPORT_NAME
    if RUN_ID.fullmatch(run_id) is None or not path.is_file():
        raise NotFoundError(f"no report of the run {run_id[:60]!r} is kept.", remedy="A broken-off run has none.")
    body: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return body


def _item_json(item: Item) -> dict[str, Any]:
    return {"url": item.url, "kind": item.kind, "reason": item.reason, "remedy": item.remedy}
