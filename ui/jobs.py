"""Long work of the staff - runs, publishing, measuring - in a process of its own, with progress, a log and a stop.

A job is a folder: `job.json` says what is to be done and by whom, `progress.json` how far it is, `log.txt` what
happened, `result.json` how it ended. The job process holds a lock on `jobs/lock` for as long as it lives, so there is
one at a time, and one that died without a result is known for what it is.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from corpus.errors import BusyError, NotFoundError
from corpus.settings import Settings

_KEPT = 40  # folders of finished jobs
_LOG_LINES = 400
_LOOK_S = 0.25  # whoever only looks whether the lock is free holds it for a moment
_ENDING_S = 10.0  # a job that has said how it ended may hold the lock until its process is gone
_STOP_S = 10.0  # from asking a job to stop until it is killed
_ID = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{4}")  # to the microsecond: the newest is the last by name


class JobState(StrEnum):
    """Where a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # an expected failure: the result says why
    STOPPED = "stopped"  # by somebody
    LOST = "lost"  # its process died without a word


@dataclass(frozen=True, slots=True)
class Job:
    """One job, as it stands now."""

    job_id: str
    kind: str  # "ingest", "publish", "undo", "remove", "index" or "measure"
    arguments: Mapping[str, Any]
    who: str
    started: str  # ISO 8601, UTC
    state: JobState
    ended: str | None = None
    progress: Mapping[str, Any] = field(default_factory=dict)  # stage, target, done, total, seconds_left, item
    result: Mapping[str, Any] = field(default_factory=dict)  # by kind; `message` of a failure
    log: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Say whether nothing more will happen."""
        return self.state is not JobState.RUNNING


class Jobs:
    """The jobs of one data folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = settings.data / "jobs"

    def start(self, kind: str, arguments: Mapping[str, Any], *, who: str) -> Job:
        """Start a job.

        Raises:
            BusyError: another one is at work.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            _take(lock, _LOOK_S if self.running() else _ENDING_S)
            self._forget()
            job_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(2)}"
            folder = self.folder / job_id
            folder.mkdir()
            body = {"kind": kind, "arguments": dict(arguments), "who": who, "started": now()}
            write_json(folder / "job.json", body)
            with (folder / "log.txt").open("ab") as log:
                # The lock goes along with the open file: it is held until the child ends, however it ends.
                process = subprocess.Popen(
                    [sys.executable, "-m", "ui.job_process", str(self.settings.data), job_id],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    pass_fds=(lock.fileno(),),
                    start_new_session=True,
                    env=os.environ | _environment(self.settings),
                )
            write_json(folder / "process.json", {"pid": process.pid})
        _reap(process)
        return self.get(job_id)

    def get(self, job_id: str) -> Job:
        """Give a job.

        Raises:
            NotFoundError: there is none of this id.
        """
        folder = self.folder / job_id
        body = read_json(folder / "job.json") if _ID.fullmatch(job_id) else None
        if body is None:
            raise NotFoundError(f"no job {job_id[:40]!r}.", remedy="Look in the list of jobs.")
        is_at_work = self._is_locked() and self._newest() == job_id
        result = read_json(folder / "result.json")  # after the lock was looked at: a result is written before it goes
        if result is not None:
            state = JobState(result["state"])
        elif is_at_work:
            state = JobState.RUNNING
        else:
            state = JobState.STOPPED if (folder / "stop").exists() else JobState.LOST
        return Job(
            job_id=job_id,
            kind=body["kind"],
            arguments=body["arguments"],
            who=body["who"],
            started=body["started"],
            state=state,
            ended=(result or {}).get("ended"),
            progress=read_json(folder / "progress.json") or {},
            result=(result or {}).get("result", {}),
            log=_last_lines(folder / "log.txt"),
        )

    def all(self) -> list[Job]:
        """Give every kept job, newest first."""
        return [self.get(job_id) for job_id in self._ids()]

    def running(self) -> Job | None:
        """Give the job that is at work."""
        newest = self._newest()
        job = self.get(newest) if newest else None
        return job if job and not job.is_over else None

    def stop(self, job_id: str, *, who: str) -> None:
        """Ask a job to stop, and kill it where it does not; what it has kept so far stays.

        Raises:
            NotFoundError: there is none of this id.
        """
        if self.get(job_id).is_over:
            return
        folder = self.folder / job_id
        (folder / "stop").write_text(who, "utf-8")
        process = read_json(folder / "process.json")
        if process is None:
            return
        for sign, wait_s in ((signal.SIGTERM, _STOP_S), (signal.SIGKILL, 1.0)):
            try:
                os.killpg(process["pid"], sign)  # crawler and parsers of the job are in its group
            except ProcessLookupError:
                return
            deadline = time.monotonic() + wait_s
            while time.monotonic() < deadline:
                if self.get(job_id).is_over:
                    return
                time.sleep(0.1)

    def _ids(self) -> list[str]:
        if not self.folder.is_dir():
            return []
        return sorted((path.name for path in self.folder.iterdir() if _ID.fullmatch(path.name)), reverse=True)

    def _newest(self) -> str | None:
        return next(iter(self._ids()), None)

    def _is_locked(self) -> bool:
        try:
            with (self.folder / "lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        return False

    def _forget(self) -> None:
        for job_id in self._ids()[_KEPT:]:
            shutil.rmtree(self.folder / job_id, ignore_errors=True)


def _take(lock: TextIO, wait_s: float) -> None:
    """Take the lock, and wait for it for so many seconds.

    Raises:
        BusyError: a job holds it.
    """
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as exc:
            if time.monotonic() > deadline:
                raise BusyError("another job is at work.", remedy="Wait until it is done, or stop it.") from exc
            time.sleep(0.05)
        else:
            return


def now() -> str:
    """Give the time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def write_json(path: Path, body: Mapping[str, Any]) -> None:
    """Write a JSON file, whole or not at all."""
    work = path.with_suffix(".tmp")
    work.write_text(json.dumps(body, ensure_ascii=False, default=str), "utf-8")
    work.replace(path)


def read_json(path: Path) -> dict[str, Any] | None:
    """Give the object in a JSON file; `None` where there is none."""
    try:
        body: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return body


def _environment(settings: Settings) -> dict[str, str]:
    """Give what the job must know of settings that do not stand in the data folder."""
    return {"PULJESPOR_ALLOW_ADDRESSES": settings.allow_addresses, "PULJESPOR_THREADS": str(settings.threads)}


def _last_lines(path: Path) -> tuple[str, ...]:
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 200 * _LOG_LINES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(lines[-_LOG_LINES:])


def _reap(process: subprocess.Popen[bytes]) -> None:
    """Wait for a child in the background, so that it leaves no zombie."""
    import threading

    threading.Thread(target=process.wait, daemon=True, name=f"job-{process.pid}").start()
