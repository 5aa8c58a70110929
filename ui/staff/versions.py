"""Versions: what publishing would bring, publishing and undoing, and quality from version to version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData

from corpus.changes import ChangeKind, ProposalState
from corpus.errors import ActError, CorpusError, NoCorpusError, QueryError
from corpus.review import CoverageReport, coverage, find_proposals, waiting
from corpus.store import Store
from index.snapshot import list_snapshots
from search.quality import Quality, read_quality
from ui.accounts import Role
from ui.mailing import can_mail
from ui.staff.desk import PATH, Asked, Desk, Done, words
from ui.staff.queue import show_proposals
from ui.tasks import left_to_index

_N_VERSIONS = 15
_N_APPROVED = 25
_N_GROUPS = 40


def register(desk: Desk) -> None:
    """Add the pages and acts."""

    @desk.page("/udgaver", "staff/versions.html", "versions")
    def versions(asked: Asked) -> Mapping[str, Any]:
        values: dict[str, Any] = {"approved": [], "n_approved": 0, "kinds": {}, "versions": [], "most": _N_APPROVED}
        measured = {row.version: row for row in read_quality(desk.settings)}
        try:
            with Store.open(desk.settings) as store:
                kinds = [kind for kind in ChangeKind if kind is not ChangeKind.QUARANTINED]
                found, total = find_proposals(store, state=ProposalState.APPROVED, kinds=kinds, limit=10_000)
                values["kinds"] = dict(Counter(item.change.kind.value for item in found))
                values["approved"] = show_proposals(store, asked.texts, found[:_N_APPROVED])
                values["n_approved"] = total
                values["unindexed"] = None if desk.jobs.running() else left_to_index(store)
                newest = list(reversed(store.versions()))[:_N_VERSIONS]
                values["versions"] = [
                    {
                        "version": one,
                        "coverage": _coverage(desk, store, one.version),
                        "quality": measured.get(one.version),
                    }
                    for one in newest
                ]
        except NoCorpusError:
            pass
        kept = {manifest.corpus_version for manifest in list_snapshots(desk.settings)}
        return values | {
            "can_mail": can_mail(desk.settings),
            "chart": _chart([row for row in values["versions"] if row["quality"]]),
            "served": desk.service.version_or_none(),
            "kept": kept,
        }

    @desk.act("/udgaver/udgiv")
    def publish(asked: Asked, form: FormData) -> Done:
        with Store.open(desk.settings) as store:
            if not waiting(store).approved and not left_to_index(store):  # said at once, not by the job
                raise ActError(
                    "nothing is approved, so there is nothing to publish.",
                    remedy="See `puljespor review list`, then `puljespor review approve`.",
                )
        arguments = {"note": words(form, "note")[:400], "mail": words(form, "mail") == "1"}
        job = desk.jobs.start("publish", arguments, who=asked.session.name)
        return Done(asked.texts("staff.publishing"), f"{PATH}/job/{job.job_id}")

    @desk.act("/udgaver/fortryd", Role.ADMINISTRATOR)
    def undo(asked: Asked, form: FormData) -> Done:
        if not words(form, "why"):
            raise QueryError("undoing a version needs a reason.", remedy="Say why.")
        job = desk.jobs.start("undo", {"why": words(form, "why")[:400]}, who=asked.session.name)
        return Done(asked.texts("staff.undoing"), f"{PATH}/job/{job.job_id}")

    @desk.act("/udgaver/maal")
    def measure(asked: Asked, form: FormData) -> Done:
        job = desk.jobs.start("measure", {}, who=asked.session.name)
        return Done(asked.texts("staff.measuring"), f"{PATH}/job/{job.job_id}")

    @desk.act("/udgaver/indeks", Role.ADMINISTRATOR)
    def index(asked: Asked, form: FormData) -> Done:
        accept = words(form, "accept_worse") == "1"
        job = desk.jobs.start("index", {"accept_worse": accept}, who=asked.session.name)
        return Done(asked.texts("staff.indexing"), f"{PATH}/job/{job.job_id}")

    @desk.page("/daekning", "staff/coverage.html", "coverage")
    def covered(asked: Asked) -> Mapping[str, Any]:
        try:
            with Store.open(desk.settings) as store:
                report = coverage(store)
                titles = {row.name: _title(store, row.name) for row in report.by_pool[:_N_GROUPS] if row.name}
        except NoCorpusError:
            return {"report": None, "titles": {}, "most": _N_GROUPS}
        return {"report": report, "titles": titles, "most": _N_GROUPS}


def _coverage(desk: Desk, store: Store, version: int) -> CoverageReport | None:
    """Give a version's coverage; counted once while its snapshot is served, since versions do not change."""
    if desk.service.version_or_none() is None:
        return coverage(store, version=version)
    return desk.service.remembered(("coverage", version), lambda: coverage(store, version=version))


def _title(store: Store, record_id: str) -> str:
    try:
        return str(store.record(record_id).values.get("title") or record_id)
    except CorpusError:
        return record_id


def _chart(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the bars of quality over versions, oldest first: place and height in a box of 100 by 100."""
    bars: list[dict[str, Any]] = []
    for i, row in enumerate(reversed(rows)):
        quality: Quality = row["quality"]
        width = 100 / len(rows)
        height = round(100 * quality.ndcg_at_10, 2)
        bars.append(
            {"version": quality.version, "score": quality.ndcg_at_10}
            | {"x": round(i * width, 2), "width": round(width * 0.7, 2), "height": height, "y": 100 - height}
        )
    return bars
