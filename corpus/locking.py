"""One writer at a time in a data folder: a lock that the operating system takes back when its holder dies."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from corpus.errors import BusyError, CorpusError

_held: set[Path] = set()
"""Locks of this process: POSIX locks keep other processes out, not a second lock of the same one."""


class WriterLock:
    """The lock file `writer.lock`, held by one process and naming it: `pid command`.

    A POSIX record lock, since it ends with the process (kill -9 too) and is not inherited by the worker processes
    that parse files: a worker left over from a killed run must not keep the folder locked.
    """

    def __init__(self, folder: Path) -> None:
        self.path = (folder / "writer.lock").resolve()
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Take the lock, without waiting.

        Raises:
            BusyError: another process, or another part of this one, is writing.
            CorpusError: the lock file cannot be written.
        """
        if self.path in _held:
            raise self._busy(f"process {os.getpid()} (this one)")
        try:
            file = self.path.open("a+", encoding="utf-8")
        except OSError as exc:
            raise CorpusError(
                f"cannot write in {self.path.parent}: {exc.strerror}.",
                remedy="Choose another --data, or a copy of it; a dry run writes too, and takes it all back.",
            ) from exc
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise self._busy(f"process {holder}" if holder else "another process") from None
        file.truncate(0)
        file.write(f"{os.getpid()} {' '.join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200]}")
        file.flush()
        self._file = file
        _held.add(self.path)

    def release(self) -> None:
        """Give the lock back; does nothing when it is not held."""
        if self._file is not None:
            _held.discard(self.path)
            self._file.truncate(0)
            self._file.close()
            self._file = None

    def _busy(self, holder: str) -> BusyError:
        return BusyError(
            f"{holder} is writing {self.path.parent}.", remedy="Wait until it is done, or stop it, and try again."
        )


class DatabaseLock:
    """The same for a database that several machines use: an advisory lock of PostgreSQL, which ends with its session.

    SQLite needs none, since its file lies in the folder that `WriterLock` guards.
    """

    KEY = 0x50554C4A  # "PULJ"; any number that no other program is likely to take

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None

    def acquire(self) -> None:
        """Take the lock, without waiting.

        Raises:
            BusyError: somebody else is writing the database.
        """
        if self._engine.dialect.name != "postgresql":
            return
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(self.KEY))).scalar_one():
            connection.close()
            raise BusyError(
                "another process is writing the database, perhaps on another machine.",
                remedy="Wait until it is done, or stop it, and try again.",
            )
        self._connection = connection

    def release(self) -> None:
        """Give the lock back; does nothing when it is not held."""
        if self._connection is not None:
            self._connection.execute(sa.select(sa.func.pg_advisory_unlock(self.KEY)))
            self._connection.close()
            self._connection = None
