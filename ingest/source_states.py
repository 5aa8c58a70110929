"""The state of every source: when it was last read, what that gave, and what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from corpus.errors import CorpusError, NoCorpusError, NotFoundError, SourceError
from corpus.review import coverage
from corpus.runs import Run
from corpus.settings import Settings
from corpus.store import Store
from ingest.report import FROZEN_REMEDY, load_report
from ingest.sources.catalogue import SHIPPED
from ingest.sources.description import Source, read_source

OLD_AFTER = timedelta(days=31)
"""A source that has not been read for longer than this is due: the sites publish new awards some times a year."""


class SourceHealth(StrEnum):
    """How a source stands."""

    NEVER = "never"  # not read yet
    RUNNING = "running"
    OK = "ok"
    OLD = "old"  # the last run went well, but is long ago
    STOPPED = "stopped"  # the last run was broken off; what it had fetched is kept
    PARTIAL = "partial"  # the last run did not see the whole site, so nothing was taken for gone
    FAILED = "failed"  # the last run proposed nothing, or fewer projects than expected are there
    WRONG = "wrong"  # its description cannot be used


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source as it stands."""

    name: str
    title: str
    health: SourceHealth
    start: tuple[str, ...] = ()
    publishes: bool = False  # what it gives is published without review
    least: int = 0  # expected projects
    most: int | None = None
    n_projects: int = 0  # projects of the current version that one of its pages tells of
    pages: dict[str, int] = field(default_factory=dict)  # known pages by state: ok, refused, quarantined, gone
    last_run: Run | None = None
    problem: str = ""  # what is wrong, where something is
    remedy: str = ""

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        run = self.last_run
        return {
            "name": self.name,
            "title": self.title,
            "health": self.health.value,
            "start": list(self.start),
            "publish": "auto" if self.publishes else "review",
            "expected": {"least": self.least, "most": self.most},
            "projects": self.n_projects,
            "pages": dict(self.pages),
            "last_run": {"run_id": run.run_id, "started": run.started, "state": run.state} if run else None,
            "problem": self.problem,
            "remedy": self.remedy,
        }


def source_states(settings: Settings, *, at: datetime | None = None) -> list[SourceState]:
    """Give the state of each source, in order of name; one whose description is wrong says so and hides no other."""
    runs: dict[str, Run] = {}
    projects: dict[str, int] = {}
    pages: dict[str, Counter[str]] = {}
    try:
        with Store.open(settings) as store:
            for run in store.runs():
                runs |= dict.fromkeys(run.targets, run)
            projects = {row.name: row.n_projects for row in coverage(store).by_source}
            for state in store.page_states():
                pages.setdefault(state.source, Counter())[state.status] += 1
    except NoCorpusError:
        pass
    found: dict[str, SourceState] = {}
    for folder in (SHIPPED, settings.data / "sources"):
        for path in sorted(folder.glob("*.toml")):
            try:
                source = read_source(path)
            except SourceError as exc:
                found[path.stem] = SourceState(
                    path.stem, path.stem, SourceHealth.WRONG, problem=str(exc.args[0]), remedy=exc.remedy
                )
                continue
            counts = pages.get(source.name, Counter())
            run_of = runs.get(source.name)
            found[source.name] = _state(settings, source, run_of, projects.get(source.name, 0), counts, at)
    return [found[name] for name in sorted(found)]


def _state(
    settings: Settings, source: Source, run: Run | None, n_projects: int, pages: Counter[str], at: datetime | None
) -> SourceState:
    health, problem, remedy = _health(settings, source, run, n_projects, at or datetime.now(UTC))
    return SourceState(
        name=source.name,
        title=source.title,
        health=health,
        start=source.start or source.sitemaps,
        publishes=source.publish == "auto",
        least=source.expected.min_projects,
        most=source.expected.max_projects,
        n_projects=n_projects,
        pages=dict(sorted(pages.items())),
        last_run=run,
        problem=problem,
        remedy=remedy,
    )


def _health(
    settings: Settings, source: Source, run: Run | None, n_projects: int, at: datetime
) -> tuple[SourceHealth, str, str]:
    if run is None:
        return SourceHealth.NEVER, "", "Start a run."
    if run.state == "running":
        return SourceHealth.RUNNING, "", ""
    if run.state != "done":
        return SourceHealth.STOPPED, "the last run was broken off", "Start it again; it goes on where it stopped."
    try:
        report = load_report(settings, run.run_id)
    except (NotFoundError, CorpusError):
        report = {"issues": [], "frozen": {}}
    own = [issue for issue in report["issues"] if issue["level"] == "error" and issue["url"] == source.name]
    if own:
        return SourceHealth.FAILED, own[-1]["cause"], own[-1]["remedy"]
    refused = {item["url"]: item for item in report.get("refused", [])}
    if source.start and all(url in refused for url in source.start):
        first = refused[source.start[0]]
        return SourceHealth.FAILED, f"its start page cannot be had: {first['reason']}", first["remedy"]
    if source.name in report["frozen"]:
        return SourceHealth.PARTIAL, report["frozen"][source.name], FROZEN_REMEDY
    if datetime.fromisoformat(run.started) < at - OLD_AFTER:
        return SourceHealth.OLD, "", "Start a run."
    return SourceHealth.OK, "", ""
