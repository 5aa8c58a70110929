from __future__ import annotations

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from corpus.errors import BusyError, NotFoundError
from corpus.settings import Settings
from corpus.store import Store
from tests.ingest.webserver import Reply, Site, serve
from ui.jobs import Job, Jobs, JobState, now, read_json, write_json


@pytest.fixture
def slow() -> Iterator[Site]:
    """A site that answers its front page when the test is over."""
    is_over = threading.Event()

    def wait(site: Site, request: BaseHTTPRequestHandler) -> Reply:
        is_over.wait(60)
        return Reply(b"")

    with serve(Site()) as site:
        site.pages["/puljer"] = wait
        yield site
        is_over.set()


def start(jobs: Jobs, site: Site) -> Job:
    """Start reading the site, and wait until it is asked for its page."""
    job = jobs.start("ingest", {"targets": [f"{site.url}/puljer"], "publish": False}, who="anna")
    until(lambda: site.n_hits("/puljer") > 0)
    return job


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 90
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_one_job_at_a_time_and_a_stopped_one_says_so(tmp_path: Path, slow: Site) -> None:
    settings = Settings(data=tmp_path, allow_addresses=slow.address, threads=1)
    jobs = Jobs(settings)
    assert (jobs.all(), jobs.running()) == ([], None)
    job = start(jobs, slow)
    assert (job.kind, job.who, job.state) == ("ingest", "anna", JobState.RUNNING)
    running = Jobs(settings).running()  # another server, or this one after a restart
    assert running is not None
    assert running.job_id == job.job_id
    with pytest.raises(BusyError):
        jobs.start("measure", {}, who="bo")
    jobs.stop(job.job_id, who="bo")
    until(lambda: jobs.get(job.job_id).is_over)
    over = jobs.get(job.job_id)
    assert over.state is JobState.STOPPED
    assert "stopped; what was kept so far stays" in over.log[-1]
    with Store.open(settings) as store:
        assert [run.state for run in store.runs()] == ["stopped"]
    jobs.stop(job.job_id, who="bo")  # once more does no harm
    assert jobs.running() is None


def test_a_job_that_has_ended_and_is_still_going_away_is_waited_for(tmp_path: Path) -> None:
    jobs = Jobs(Settings(data=tmp_path, threads=1))
    ended = jobs.folder / "20260501T120000000000-0001"
    ended.mkdir(parents=True)
    write_json(ended / "job.json", {"kind": "measure", "arguments": {}, "who": "anna", "started": now()})
    write_json(ended / "result.json", {"state": "done", "ended": now(), "result": {}})
    with (jobs.folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        going = threading.Timer(0.6, fcntl.flock, (lock, fcntl.LOCK_UN))
        going.start()
        job = jobs.start("measure", {}, who="bo")
        going.join()
    assert job.who == "bo"
    until(lambda: jobs.get(job.job_id).is_over)


def test_a_job_that_dies_without_a_word_is_lost_and_blocks_nobody(tmp_path: Path, slow: Site) -> None:
    jobs = Jobs(Settings(data=tmp_path, allow_addresses=slow.address, threads=1))
    job = start(jobs, slow)
    process = read_json(jobs.folder / job.job_id / "process.json")
    assert process is not None
    os.killpg(process["pid"], signal.SIGKILL)
    until(lambda: jobs.get(job.job_id).is_over)
    assert jobs.get(job.job_id).state is JobState.LOST
    failing = jobs.start("measure", {}, who="bo")
    until(lambda: jobs.get(failing.job_id).is_over)
    failed = jobs.get(failing.job_id)
    assert failed.state is JobState.FAILED
    assert "there is no index" in failed.result["message"]
    assert [one.job_id for one in jobs.all()] == sorted((job.job_id, failing.job_id), reverse=True)
    for wrong in ("../..", "findes-ikke", ""):
        with pytest.raises(NotFoundError):
            jobs.get(wrong)
