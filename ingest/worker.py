"""Workers: processes in which documents are worked on, so that a hostile one can cost no more than its limits.

A worker is a Python process that runs `serve`, spoken to by pickles over its pipes. It is reused until it has grown,
and killed, with what it has started, when a piece of work takes too long. It ends by itself when its parent does.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import os
import pickle
import re
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar

if TYPE_CHECKING:
    from ingest.parse.limits import Limits

_HEADER = struct.Struct("!Q")
_START_S = 60.0  # imports on a machine that is busy
_MAX_JOBS = 400
_SHARED_MB = 150  # of memory that work may use beside other work; a page of 30 MB needs some 100
_MAX_RSS_KB = 200_000  # a worker that has grown past this is replaced
_MAX_WORKERS = 4
_LOADED_FIRST = ("ingest.parse.dispatch", "ingest.guard", "ingest.classify")  # before the first work's clock runs
_COLLECT_BYTES = 500_000  # of input; a tree takes some twenty times its page


T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Work(Protocol[T_co]):
    """One piece of work: something that can be pickled, and so can what it gives."""

    @property
    def limits(self) -> Limits:
        """What it may cost; the worker is killed past its time."""

    @property
    def n_bytes(self) -> int:
        """Size of what is worked on, roughly."""

    def do(self) -> T_co:
        """Do the work, in the worker."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Work that gave nothing, with the reason; it repeats no more of what was worked on than an error's name says."""

    reason: str


class Worker:
    """One worker process; not safe to share between threads."""

    def __init__(self) -> None:
        env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
            "OMP_NUM_THREADS": "1",
            "OMP_THREAD_LIMIT": "1",
            "OPENBLAS_NUM_THREADS": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from ingest.worker import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=env,
            start_new_session=True,  # so that it and what it has started can be killed together
        )
        self.n_jobs = 0
        self._ready = False

    def run(self, work: Work[T], *, memory_mb: int | None = None) -> T | Failure:
        """Do one piece of work, within less memory than it asks for where that is said. The worker may be dead then."""
        if not self._ready:
            self._ready = self._receive(time.monotonic() + _START_S) is not None
        if not self._ready:
            self.kill()
            return Failure("the worker process did not start")
        self.n_jobs += 1
        try:
            self._send(work, memory_mb or work.limits.memory_mb)
        except OSError:
            self.kill()
            return Failure("resource limit: the worker process ended")
        deadline = time.monotonic() + work.limits.timeout_s
        answer = self._receive(deadline)
        if answer is not None:
            result: T | Failure = answer[0]
            return result
        self.kill()
        if time.monotonic() >= deadline:
            return Failure(f"time limit: not read within {work.limits.timeout_s:g} s")
        return Failure("resource limit: the worker process ended (memory limit or a crash in a library)")

    def is_worn(self) -> bool:
        """Tell whether the worker should be replaced: dead, old, or grown."""
        return self._process.poll() is not None or self.n_jobs >= _MAX_JOBS or _rss_kb(self._process.pid) > _MAX_RSS_KB

    def kill(self) -> None:
        """End the worker and whatever it has started, at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()

    def _send(self, work: Work[Any], memory_mb: int) -> None:
        assert self._process.stdin is not None
        payload = pickle.dumps((work, memory_mb))
        self._process.stdin.write(_HEADER.pack(len(payload)))
        self._process.stdin.write(payload)
        self._process.stdin.flush()

    def _receive(self, deadline: float) -> Any:
        """Read one message, a tuple; None when the deadline passes or the worker ends."""
        assert self._process.stdout is not None
        head = _read_exactly(self._process.stdout.fileno(), _HEADER.size, deadline)
        if head is None:
            return None
        payload = _read_exactly(self._process.stdout.fileno(), _HEADER.unpack(head)[0], deadline)
        return None if payload is None else pickle.loads(payload)


class WorkerPool:
    """Idle workers, lent one piece of work at a time; any number of threads may use it."""

    def __init__(self, max_workers: int = _MAX_WORKERS) -> None:
        self._idle: list[Worker] = []
        self._lock = threading.Lock()
        self._alone = threading.Lock()  # held by what needs much memory
        self._slots = threading.BoundedSemaphore(max_workers)
        self._pid = os.getpid()

    def run(self, work: Work[T]) -> T | Failure:
        """Do one piece of work in a worker.

        Nearly all work needs little memory. What needs more is done again with all that it may use, one at a time:
        so a folder of hostile files costs no more memory than one of them.
        """
        with self._slots:
            result = self._run(work, min(_SHARED_MB, work.limits.memory_mb))
        hungry = isinstance(result, Failure) and result.reason.startswith("resource limit")
        if hungry and work.limits.memory_mb > _SHARED_MB:
            with self._alone, self._slots:
                return self._run(work, work.limits.memory_mb)
        return result

    def _run(self, work: Work[T], memory_mb: int) -> T | Failure:
        worker = self._take()
        try:
            result = worker.run(work, memory_mb=memory_mb)
        except BaseException:
            worker.kill()  # interrupted half-way through an answer: its pipe cannot be used again
            raise
        if worker.is_worn():
            worker.kill()
        else:
            with self._lock:
                self._idle.append(worker)
        return result

    def close(self) -> None:
        """End the idle workers."""
        with self._lock:
            idle, self._idle = self._idle, []
        if os.getpid() == self._pid:
            for worker in idle:
                worker.kill()

    def _take(self) -> Worker:
        with self._lock:
            if os.getpid() != self._pid:  # after a fork the parent's workers are the parent's
                self._idle, self._pid = [], os.getpid()
            return self._idle.pop() if self._idle else Worker()


POOL = WorkerPool()
atexit.register(POOL.close)


def serve() -> None:
    """Do work from standard input until it ends; the worker's main loop."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    for name in _LOADED_FIRST:
        importlib.import_module(name)
    _write(answers, "ready")
    gc.freeze()
    gc.disable()  # it would search each growing tree again and again; a quarter of a page's time
    uncollected = 0
    while (asked := _read_work(sys.stdin.buffer)) is not None:
        work, memory_mb = asked
        _limit_memory(memory_mb)
        _write(answers, (_do_safely(work, memory_mb),))
        uncollected += work.n_bytes
        if uncollected > _COLLECT_BYTES:
            gc.collect()
            uncollected = 0


def _do_safely(work: Work[T], memory_mb: int) -> T | Failure:
    try:
        return work.do()
    except MemoryError:
        return Failure(f"resource limit: needs more than {memory_mb} MB of memory")
    except RecursionError:
        return Failure("resource limit: nested too deeply")
    except Exception as exc:
        # The seam between hostile bytes and us: libraries fail on them with whatever they please, and what failed is
        # recorded with the document. Long numbers of the message are blanked: it may repeat the document's words.
        said = re.sub(r"\d[\d .-]{5,}\d", "...", str(exc))[:160]
        return Failure(f"cannot be read: {type(exc).__name__}: {said}")


def _limit_memory(memory_mb: int) -> None:
    import resource

    with open("/proc/self/statm") as statm:  # noqa: PTH123  # called per file; Path costs more than the read
        in_use = int(statm.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (in_use + memory_mb * 1_000_000, hard))


def _read_work(pipe: BinaryIO) -> tuple[Work[Any], int] | None:
    head = pipe.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    payload = pipe.read(_HEADER.unpack(head)[0])
    asked: tuple[Work[Any], int] = pickle.loads(payload)
    return asked


def _write(pipe: BinaryIO, message: object) -> None:
    payload = pickle.dumps(message)
    pipe.write(_HEADER.pack(len(payload)))
    pipe.write(payload)
    pipe.flush()


def _read_exactly(fd: int, n: int, deadline: float) -> bytes | None:
    pieces: list[bytes] = []
    while n:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            return None
        piece = os.read(fd, min(n, 1 << 20))
        if not piece:
            return None
        pieces.append(piece)
        n -= len(piece)
    return b"".join(pieces)


def _rss_kb(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm") as statm:  # noqa: PTH123  # as above
            return int(statm.read().split()[1]) * 4
    except (OSError, ValueError, IndexError):
        return 0
