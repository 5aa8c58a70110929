"""The lock of a data folder's index: one process builds at a time, and others can see that one does."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from corpus.errors import BusyError
from corpus.settings import Settings

_PATIENCE_S = 0.2  # whoever only asks whether one builds has the lock for a moment too


@contextmanager
def building(settings: Settings) -> Iterator[None]:
    """Hold the lock while an index is built. The system lets go of it when the process ends, however it ends.

    Raises:
        BusyError: another process is building.
    """
    with _path(settings).open("w") as stream:
        _take(stream, settings)
        yield


def _take(stream: TextIO, settings: Settings) -> None:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except OSError as exc:
            if time.monotonic() > until:
                raise BusyError(
                    f"another process is building the index in {settings.index}.", remedy="Wait until it is done."
                ) from exc
            time.sleep(_PATIENCE_S / 10)


def is_being_built(settings: Settings) -> bool:
    """Say whether a process is building the index."""
    try:
        with _path(settings).open() as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # nobody has built yet, or this file system has no locks
        return False
    return False


def _path(settings: Settings) -> Path:
    return settings.index / "building.lock"
