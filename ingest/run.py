"""One run: fetch, read, link, propose, and where wanted publish. Bad input is a line in the report, never the end.

A run may be killed at any moment: what it has read is kept some pages at a time (page state `read`), and what is
proposed and published stands in one transaction with the pages' final state, so the next run takes up the rest.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.blobs import BlobStore
from corpus.database import sqlite_path
from corpus.errors import BusyError, IngestError
from corpus.queue import waiting
from corpus.runs import Run
from corpus.settings import Settings
from corpus.store import Store
from ingest.files import MOST_FILES
from ingest.guard_cpr import mask_address
from ingest.harvest import FILES, Harvest, harvest_crawl, harvest_files
from ingest.issues import Issue, IssueLog
from ingest.memory import before_crawl, is_let_in, load_memory
from ingest.progress import ProgressCallback, Stage
from ingest.report import FROZEN_REMEDY, Item, ItemState, Planned, RunReport, planned_changes, save_report
from ingest.targets import CrawlTarget, FileTargets, StarterTarget, Target, resolve_targets

if TYPE_CHECKING:
    from ingest.parse.limits import Limits
    from ingest.reading import Reading

_BATCH = 8  # documents read between two turns of writing: what a kill can cost
_WAIT_FOR_WRITER_S = 60.0


class _Undo(Exception):  # control flow of dry runs, not an error
    """Ends a dry run's transaction without keeping it."""


class IngestRun:
    """One run over some targets. Use `ingest_targets`."""

    def __init__(
        self,
        targets: Sequence[str],
        resolved: Sequence[Target],
        settings: Settings,
        *,
        progress: ProgressCallback | None,
        dry_run: bool,
        publish: bool | None,
        accepts_gone: bool,
        takes_many: bool,
        limits: Limits | None,
        who: str,
        why: str,
        own: Path,
    ) -> None:
        self.targets, self.resolved, self.settings = tuple(map(mask_address, targets)), tuple(resolved), settings
        self.progress, self.dry_run, self.publish = progress, dry_run, publish
        self.accepts_gone, self.limits, self.who, self.why = accepts_gone, limits, who, why
        self.takes_many, self.own = takes_many, own
        self.started = _now()
        self.run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.urandom(2).hex()}"
        self.folder = settings.runs / self.run_id
        self.issues = IssueLog(None if dry_run else self.folder / "issues.jsonl")
        self.items: list[Item] = []
        self.proposals: Counter[str] = Counter()
        self.planned: list[Planned] = []
        self.frozen: dict[str, str] = {}
        self.version: int | None = None

    def run(self) -> RunReport:
        """Work through the targets and give the report."""
        if not self.dry_run:
            with self._writing() as store:
                store.save_run(Run(self.run_id, self.targets, self.started))
        try:
            for target in self.resolved:
                try:
                    self._take(target)
                except IngestError as exc:
                    name = mask_address(exc.source or exc.url or str(target))
                    self.issues.write(Issue(name, str(exc.args[0]), exc.remedy, exc.source))
                    self.items.append(Item(name, ItemState.REFUSED, str(exc.args[0]), exc.remedy))
        except BaseException:  # stopped, or a fault: either way the register must not say that it still runs
            if not self.dry_run:
                with self._writing() as store:
                    store.save_run(Run(self.run_id, self.targets, self.started, _now(), "stopped"))
            raise
        return self._finish()

    def _take(self, target: Target) -> None:
        if isinstance(target, StarterTarget):
            self._take_starter()
        elif isinstance(target, FileTargets):
            name = ", ".join(map(str, target.paths))
            stage = Stage("fetch", name, self.progress)
            at_most = None if self.takes_many else MOST_FILES
            memory = load_memory(self.settings, FILES)
            self._process(harvest_files(target.paths, memory, stage, at_most=at_most, own=self.own))
        else:
            self._take_crawl(target)

    def _take_starter(self) -> None:
        from corpus.starter import load_starter, starter_corpus

        if self.dry_run:
            self.proposals["new"] += len(starter_corpus()[1])
            return
        with self._writing() as store:
            made = load_starter(store, who=self.who)
        if made is not None:
            self.version = made.version
            self.items += [
                Item(d.url, ItemState.NEW, document_id=d.document_id, kind=d.kind.value, source=d.source)
                for d in starter_corpus()[0]
            ]

    def _take_crawl(self, target: CrawlTarget) -> None:
        from ingest.crawl import crawl

        source = target.source
        stage = Stage("fetch", source.title, self.progress)
        known, removed = before_crawl(self.settings, source.name)
        with self._crawl_folder() as folder:
            spool = BlobStore(folder / "spool")
            summary = crawl(
                source,
                self.settings,
                states=folder / f"{source.name}.sqlite",
                spool=spool.folder,
                blobs=self.settings.blobs,
                log=(folder if self.dry_run else self.folder) / f"{source.name}.log",
                known=known,
                removed=removed,
                progress=stage.tell,
            )
            blobs = BlobStore(self.settings.blobs)
            memory = load_memory(self.settings, source.name)
            harvest = harvest_crawl(source, summary, memory, [spool, blobs], accepts_gone=self.accepts_gone)
            self._process(harvest)
            for sha256 in {page.sha256 or "" for page in summary.pages} & set(spool.hashes()):
                spool.remove(sha256)  # what is kept is in the blob store by now; the rest must not stay

    @contextmanager
    def _crawl_folder(self) -> Iterator[Path]:
        """Give the folder of page states: the data folder's own, or for a dry run a copy that is thrown away."""
        kept = self.settings.data / "crawl"
        if not self.dry_run:
            yield kept
            return
        import shutil
        import tempfile  # with shutil, a fiftieth of what an unchanged site costs: only dry runs need them

        with tempfile.TemporaryDirectory(prefix="puljespor-") as name:
            if kept.is_dir():
                shutil.copytree(kept, name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.lock"))
            yield Path(name)

    # reading and settling

    def _process(self, harvest: Harvest) -> None:
        """Read what a target gave, keep it, and settle what it says."""
        if self.dry_run:
            with self._writing() as store:
                try:
                    with store.transaction():
                        self._read(harvest, store)
                        self._settle(harvest, store)
                        raise _Undo
                except _Undo:
                    pass
        else:
            n_read = self._read(harvest, None)
            if n_read or harvest.gone or harvest.has_unsettled:
                with self._writing() as store:
                    self._settle(harvest, store)
        for item in harvest.items:
            # what is missing while nothing is taken for gone is one notice, below, and no error a page
            if item.state in (ItemState.REFUSED, ItemState.DEFERRED) and item.remedy != FROZEN_REMEDY:
                self.issues.write(Issue(item.url, item.reason, item.remedy, item.source or harvest.source))
        for notice in harvest.notices:
            self.issues.write(Issue(harvest.target, notice, source=harvest.source, level="notice"))
        if harvest.frozen:
            self.frozen[harvest.target] = harvest.frozen
            cause = f"nothing of it is taken for gone: {harvest.frozen}"
            self.issues.write(Issue(harvest.target, cause, FROZEN_REMEDY, harvest.source, level="notice"))
        self.items += harvest.items

    def _read(self, harvest: Harvest, store: Store | None) -> int:
        """Read and keep what is new, and give how much that was."""
        first = next(harvest.raws, None)
        if first is None:
            return 0
        from ingest.reading import read_all  # loads the parsers' and classifier's modules: not for an unchanged site

        stage = Stage("read", harvest.target, self.progress)
        batch: list[Reading] = []
        raws = chain([first], harvest.raws)
        n_done = 0
        for n_done, reading in enumerate(
            read_all(raws, threads=self.settings.threads, is_cleared=self._is_let_in), start=1
        ):
            batch.append(reading)
            stage.tell(n_done, harvest.n_raws, reading.document.url)
            if len(batch) >= _BATCH:
                self._keep(batch, harvest, store)
                batch = []
        if batch:
            self._keep(batch, harvest, store)
        return n_done

    def _keep(self, batch: Sequence[Reading], harvest: Harvest, store: Store | None) -> None:
        from ingest.keeping import keep_readings

        if store is not None:
            harvest.items += keep_readings(store, batch, run_id=self.run_id, harvest=harvest, bodies=False)
            return
        with self._writing() as own:
            harvest.items += keep_readings(own, batch, run_id=self.run_id, harvest=harvest, bodies=True)

    def _settle(self, harvest: Harvest, store: Store) -> None:
        from ingest.parse.limits import DEFAULT_LIMITS
        from ingest.settle import settle

        stage = Stage("link", harvest.target, self.progress)
        publishes = harvest.publishes if self.publish is None else self.publish
        outcome = settle(
            store,
            harvest,
            run_id=self.run_id,
            publishes=publishes and not self.dry_run,
            who=self.who,
            why=self.why,
            limits=self.limits or DEFAULT_LIMITS,
        )
        self.proposals.update(outcome.proposals)
        if self.dry_run:
            self.planned += planned_changes(store, outcome.made)
        self.version = outcome.version or self.version
        if outcome.failure:
            self.issues.write(Issue(harvest.target, outcome.failure, outcome.remedy, harvest.source))
        for url, cause in outcome.unread.items():
            self.issues.write(
                Issue(url, cause, "Split the page or file, or enter its projects by hand.", harvest.source)
            )
        for notice in outcome.notices:
            self.issues.write(Issue(harvest.target, notice, source=harvest.source, level="notice"))
        stage.tell(1, 1)

    # the store

    def _is_let_in(self, sha256: str) -> bool:
        return is_let_in(self.settings, sha256)

    @contextmanager
    def _writing(self) -> Iterator[Store]:
        """Open the store for writing, waiting a while for another writer: turns are short."""
        deadline = time.monotonic() + _WAIT_FOR_WRITER_S
        while True:
            try:
                store = Store.open(self.settings, write=True)
                break
            except BusyError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        with store:
            yield store

    def _finish(self) -> RunReport:
        if self.dry_run:
            return self._report(waiting=0)
        with self._writing() as store:
            report = self._report(waiting=waiting(store).total)
            save_report(report, self.folder)
            store.save_run(Run(self.run_id, self.targets, self.started, report.ended, "done", report.counts))
        return report

    def _report(self, *, waiting: int) -> RunReport:
        return RunReport(
            run_id=self.run_id,
            targets=self.targets,
            started=self.started,
            ended=_now(),
            is_dry_run=self.dry_run,
            items=tuple(self.items),
            proposals=dict(self.proposals),
            planned=tuple(self.planned),
            issues=tuple(self.issues.issues),
            published_version=self.version,
            waiting=waiting,
            frozen=dict(self.frozen),
            issues_path=str(self.issues.path) if self.issues.path and self.issues.issues else None,
        )


def ingest_targets(
    targets: Sequence[str],
    settings: Settings,
    *,
    progress: ProgressCallback | None = None,
    dry_run: bool = False,
    publish: bool | None = None,
    accepts_gone: bool = False,
    takes_many: bool = False,
    limits: Limits | None = None,
    who: str = "cli",
    why: str = "",
) -> RunReport:
    """Take in sources, addresses, files and folders.

    Args:
        targets: source names, `starter`, URLs, files, folders.
        settings: of the data folder to take them into.
        progress: called with counts and an estimate while it works.
        dry_run: say what would change, and keep nothing.
        publish: whether what is found is published at once; `None` leaves it to each target (files publish, sources
            as they say, other addresses wait for review).
        accepts_gone: take pages that are missing for gone although they are more than half of what is known.
        takes_many: take folders that hold more than `MOST_FILES` files and folders.
        limits: what reading the records out of one document may cost; the usual where none are given.
        who: for the audit log.
        why: for the audit log, where `accepts_gone` is what was asked for.

    Raises:
        FetchError: a target is none of these.
        SourceError: a source's description is wrong.
        BusyError: another process keeps writing the data folder.
        CorpusError: the data folder cannot be used.
    """
    resolved = resolve_targets(targets, settings)
    options: dict[str, Any] = {"progress": progress, "dry_run": dry_run, "publish": publish, "who": who, "why": why}
    options |= {"accepts_gone": accepts_gone, "takes_many": takes_many, "limits": limits, "own": settings.data}
    file = sqlite_path(settings.database)
    if file is not None and not file.is_file() and (dry_run or not any(map(_is_there, resolved))):
        import tempfile

        # What would hold nothing is not made: for a dry run, or for names of files of which none is there.
        with tempfile.TemporaryDirectory(prefix="puljespor-") as name:
            elsewhere = replace(settings, data=Path(name))
            report = IngestRun(targets, resolved, elsewhere, **options | {"dry_run": True}).run()
        return replace(report, is_dry_run=dry_run)
    return IngestRun(targets, resolved, settings, **options).run()


def _is_there(target: Target) -> bool:
    return not isinstance(target, FileTargets) or any(map(os.path.lexists, target.paths))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
