"""The job process: does one job of the staff, tells how far it is, and says how it ended."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from corpus.errors import PuljesporError
from corpus.settings import Settings, load_settings
from ui.jobs import JobState, now, read_json, write_json

if TYPE_CHECKING:
    from ingest.progress import Progress

_DENMARK = ZoneInfo("Europe/Copenhagen")  # as the pages' clocks
_NICE = 5  # readers come first
_EVERY_S = 0.3
_REMEDY_MACHINE = "See that the disk has room and that the data folder can be written, then start it again."
_REMEDY_FAULT = (
    "Start it again; what was kept so far stays. If it comes back, run `puljespor doctor`, and give the log to whoever "
    "looks after the server."
)


class Stopped(BaseException):
    """Somebody asked the job to stop. No `Exception`: nothing on the way may take it for a fault of a page."""


class Teller:
    """Writes how far a job is: the newest step to `progress.json`, what is worth reading again to the log."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "progress.json"
        self._last = 0.0
        self._stage = ""

    def say(self, line: str) -> None:
        """Add a line to the log."""
        sys.stdout.write(f"{datetime.now(_DENMARK):%H:%M:%S}  {line}\n")
        sys.stdout.flush()

    def step(self, step: Progress) -> None:
        """Tell of one step of a run."""
        at = time.monotonic()
        is_new = f"{step.stage} {step.target}" != self._stage
        if not is_new and step.done != step.total and at - self._last < _EVERY_S:
            return
        self._last, self._stage = at, f"{step.stage} {step.target}"
        write_json(self.path, asdict(step))
        self.say(f"{step.stage}  {step.done}/{step.total if step.total is not None else '?'}  {step.item}")


def _ingest(settings: Settings, arguments: Mapping[str, Any], who: str, tell: Teller) -> dict[str, Any]:
    from ui.tasks import ingest_and_index

    publish = arguments.get("publish")
    report = ingest_and_index(
        settings,
        arguments["targets"],
        publish=publish,
        accepts_gone=bool(arguments.get("accepts_gone")),
        who=who,
        why=str(arguments.get("why", "")),
        progress=tell.step,
    )
    for name, count in report.counts.items():
        if count:
            tell.say(f"{name}: {count}")
    return {
        "run_id": report.run_id,
        "counts": report.counts,
        "waiting": _waiting(settings, report.run_id),
        "version": report.published_version,
        "n_issues": sum(issue.level == "error" for issue in report.issues),
    }


def _waiting(settings: Settings, run_id: str) -> int:
    """Count the proposals of a run that wait in the queue; what is in quarantine waits elsewhere."""
    from corpus.review import ChangeKind, find_proposals
    from corpus.store import Store

    kinds = [kind for kind in ChangeKind if kind is not ChangeKind.QUARANTINED]
    with Store.open(settings) as store:
        return find_proposals(store, run_id=run_id, kinds=kinds, limit=0)[1]


def _publish(settings: Settings, arguments: Mapping[str, Any], who: str, tell: Teller) -> dict[str, Any]:
    from ui.alerts import tell_followers
    from ui.tasks import publish_and_index

    tell.say("publishing what is approved")
    version = publish_and_index(settings, who=who, note=str(arguments.get("note", "")), say=tell.say)
    result = {"version": version.version, "counts": dict(version.counts)} | _measured(settings, tell)
    if arguments.get("mail"):
        result["mails"] = tell_followers(settings, say=tell.say)
    return result


def _undo(settings: Settings, arguments: Mapping[str, Any], who: str, tell: Teller) -> dict[str, Any]:
    from ui.tasks import undo_and_index

    tell.say("taking the newest version back")
    version = undo_and_index(settings, who=who, why=str(arguments["why"]))
    return {"version": version.version, "restores": version.restores} | _measured(settings, tell)


def _remove(settings: Settings, arguments: Mapping[str, Any], who: str, tell: Teller) -> dict[str, Any]:
    from ui.tasks import remove_and_index

    proof = remove_and_index(settings, str(arguments["document_id"]), who=who, why=str(arguments["why"]), say=tell.say)
    tell.say(f"removed; looked for again in {', '.join(proof['left'])}")
    return {"proof": proof, "is_proven": proof["is_proven"], "version": proof["version"]}


def _index(settings: Settings, arguments: Mapping[str, Any], who: str, tell: Teller) -> dict[str, Any]:
    from ui.tasks import build_index

    manifest = build_index(settings, say=tell.say, accept_worse=bool(arguments.get("accept_worse")))
    return {"version": manifest["corpus_version"]} | _measured(settings, tell)


def _measure(settings: Settings, arguments: Mapping[str, Any], who: str, tell: Teller) -> dict[str, Any]:
    return _measured(settings, tell)


def _measured(settings: Settings, tell: Teller) -> dict[str, Any]:
    """Score the search of the newest snapshot, so that its quality stands beside those before it."""
    from search.quality import measure_quality

    measured = measure_quality(settings)
    if measured is None:
        tell.say("no judged queries about this corpus: its quality is not measured")
        return {"quality": None}
    tell.say(f"nDCG@10 {measured.ndcg_at_10:.3f} on {measured.n_queries} judged queries")
    return {"quality": asdict(measured)}


_KINDS: dict[str, Callable[[Settings, Mapping[str, Any], str, Teller], dict[str, Any]]] = {
    "ingest": _ingest,
    "publish": _publish,
    "undo": _undo,
    "remove": _remove,
    "index": _index,
    "measure": _measure,
}


def run_job(settings: Settings, job_id: str) -> JobState:
    """Do a job whose folder is there, write its result, and say how it ended."""
    folder = settings.data / "jobs" / job_id
    job = read_json(folder / "job.json") or {}
    tell = Teller(folder)
    result: dict[str, Any] = {}
    try:
        result = _KINDS[job["kind"]](settings, job["arguments"], job["who"], tell)
        state = JobState.DONE
    except Stopped:
        tell.say("stopped; what was kept so far stays")
        state = JobState.STOPPED
    except PuljesporError as exc:
        tell.say(str(exc))
        result, state = {"message": str(exc)}, JobState.FAILED
    except OSError as exc:
        traceback.print_exc(file=sys.stdout)
        result, state = {"message": f"the machine refused the job ({exc}). {_REMEDY_MACHINE}"}, JobState.FAILED
    except Exception as exc:  # the last seam before the process ends: what passes it is a fault that no page could tell
        traceback.print_exc(file=sys.stdout)
        fault = f"a fault of the program ended the job ({type(exc).__name__}: {exc}). {_REMEDY_FAULT}"
        result, state = {"message": fault}, JobState.FAILED
    write_json(folder / "result.json", {"state": state.value, "ended": now(), "result": result})
    return state


def _stop(signal_no: int, frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough; what follows must be let finish
    raise Stopped


def main(data: str, job_id: str) -> int:
    """Do the job of this id in this data folder."""
    signal.signal(signal.SIGTERM, _stop)
    os.nice(_NICE)
    return int(run_job(load_settings(data), job_id) is not JobState.DONE)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
