"""Sources and runs: how each stands, starting a run in a process of its own, following and stopping it, its report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi.responses import Response
from starlette.datastructures import FormData

from corpus.errors import FetchError, NoCorpusError, QueryError
from corpus.settings import Settings
from corpus.store import Store
from ingest.harvest import INCOMPLETE
from ingest.report import load_report
from ingest.source_states import SourceHealth, source_states
from ingest.targets import source_for_url
from ui.said import said
from ui.staff.desk import PATH, Asked, Desk, Done, words

_N_RUNS = 25
_N_LISTED = 300  # pages of one state in a report
_LISTED = ("new", "changed", "gone", "refused", "deferred", "skipped")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f]{3,2000}", re.IGNORECASE)
_PUBLISH = {"": None, "review": False, "publish": True}


def register(desk: Desk) -> None:
    """Add the pages and acts."""

    @desk.page("/kilder", "staff/runs.html", "runs")
    def sources(asked: Asked) -> Mapping[str, Any]:
        runs = []
        try:
            with Store.open(desk.settings) as store:
                runs = list(reversed(store.runs()))[:_N_RUNS]
        except NoCorpusError:
            pass
        states = source_states(desk.settings)
        frozen = {state.name: state.problem for state in states if state.health is SourceHealth.PARTIAL}
        return {
            "sources": states,
            "runs": runs,
            "jobs": desk.jobs.all()[:_N_RUNS],
            "missing": _missing(frozen, frozen, desk.settings).values(),
        }

    @desk.act("/kilder/start")
    def start(asked: Asked, form: FormData) -> Done:
        return begin(asked, words(form, "target"), {"publish": _PUBLISH.get(words(form, "publish"))})

    @desk.act("/kilder/vaek")
    def accept_gone(asked: Asked, form: FormData) -> Done:
        why = words(form, "why")
        if not why:
            raise QueryError("taking pages for gone needs a reason.", remedy="Say how you know.")
        return begin(asked, words(form, "target"), {"publish": None, "accepts_gone": True, "why": why})

    def begin(asked: Asked, target: str, how: Mapping[str, Any]) -> Done:
        if target not in {state.name for state in source_states(desk.settings)}:
            # Never a file or folder of the server: who writes here is not who may read its disk.
            if not _ADDRESS.fullmatch(target):
                raise QueryError(
                    f"{target[:80]!r} is no source and no address.", remedy="Choose a source, or write https://..."
                )
            try:
                source_for_url(target, desk.settings)
            except FetchError as exc:
                return Done(asked.texts("staff.address_refused", why=said(asked.texts, str(exc))), is_problem=True)
        job = desk.jobs.start("ingest", {"targets": [target], **how}, who=asked.session.name)
        return Done(asked.texts("staff.started", target=target), f"{PATH}/job/{job.job_id}")

    @desk.page("/job/{job_id}", "staff/job.html", "runs")
    def job(asked: Asked) -> Mapping[str, Any]:
        found = desk.jobs.get(asked.request.path_params["job_id"])
        if found.is_over:
            desk.service.look_again()
        return {"job": found}

    @desk.file("/job/{job_id}/stand")
    def job_state(asked: Asked) -> Response:
        found = desk.jobs.get(asked.request.path_params["job_id"])
        if found.is_over:
            desk.service.look_again()
        return desk.fragment(asked, "staff/_job.html", {"job": found})

    @desk.act("/job/stop")
    def stop(asked: Asked, form: FormData) -> Done:
        job_id = words(form, "job_id")
        desk.jobs.stop(job_id, who=asked.session.name)
        return Done(asked.texts("staff.stopping"), f"{PATH}/job/{job_id}")

    @desk.page("/koersel/{run_id}", "staff/report.html", "runs")
    def report(asked: Asked) -> Mapping[str, Any]:
        found = load_report(desk.settings, asked.request.path_params["run_id"])
        wanted = asked.get("tilstand")
        listed = [name for name in _LISTED if found[name] and wanted in ("", name)]
        missing = _missing(found["frozen"], found["targets"], desk.settings)
        return {
            "report": found,
            "listed": listed,
            "states": _LISTED,
            "wanted": wanted,
            "most": _N_LISTED,
            "missing": missing,
        }


def _missing(frozen: Mapping[str, str], targets: Iterable[str], settings: Settings) -> dict[str, str]:
    """Give the targets of which so much is missing that somebody must say whether it is gone, by source."""
    names = {name for name, why in frozen.items() if not why.startswith(INCOMPLETE)}
    return {name: target for target in targets if (name := _source_name(target, settings)) in names}


def _source_name(target: str, settings: Settings) -> str:
    try:
        return source_for_url(target, settings).name if _ADDRESS.fullmatch(target) else target
    except FetchError:
        return ""
