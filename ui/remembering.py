"""What was made for the pages and may be asked for again, in bounded memory."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

_MOST_BYTES = 64 * 1024**2  # some 500 views of search pages
_NOMINAL_BYTES = 2_000  # of what is no text: a list of numbers


class Memory:
    """Remembers what was made under a key; threads may share it, and the least lately used goes first."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._made: OrderedDict[Hashable, Any] = OrderedDict()
        self._being_made: dict[Hashable, threading.Event] = {}
        self._n_bytes = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what was made for a key, or make it; of several who ask at once one makes it and the others wait."""
        while True:
            with self._lock:
                if key in self._made:
                    self._made.move_to_end(key)
                    return self._made[key]  # type: ignore[no-any-return]  # each key is made by one function
                maker = self._being_made.get(key)
                if maker is None:
                    done = self._being_made[key] = threading.Event()
                    break
            maker.wait()  # it may have failed, or what it made be forgotten: then this one makes it
        try:
            made = make()
            self._keep(key, made)
        finally:
            with self._lock:
                del self._being_made[key]
            done.set()
        return made

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._made.clear()
            self._n_bytes = 0

    def _keep(self, key: Hashable, made: Any) -> None:
        with self._lock:
            self._made[key] = made
            self._n_bytes += _size(made)
            while self._n_bytes > self._most_bytes:
                _, gone = self._made.popitem(last=False)
                self._n_bytes -= _size(gone)


def _size(made: Any) -> int:
    return sys.getsizeof(made) if isinstance(made, str | bytes) else _NOMINAL_BYTES
