"""Whose turn it is: few pages and answers are made at a time, the others wait in the order in which they came.

Python runs one thread at a time, and passes on after 5 ms. Twenty threads at work would each take twenty times as long,
the quick among them too, and so would every look of the server's own loop at its connections. Of long work (exports,
drafts, figures) fewer still are done at a time, so that searches always have a turn between.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 3  # two processors, and one more for while another waits for what runs outside Python
LONG_AT_ONCE = 2  # so that one place is always left for a search


class Queue:
    """Lets `at_once` threads in, and the next in the order of their coming."""

    def __init__(self, at_once: int) -> None:
        self._n_free = at_once
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def enter(self) -> None:
        """Wait for a turn."""
        with self._lock:
            if self._n_free:
                self._n_free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def leave(self) -> None:
        """Give the turn to the next."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._n_free += 1


class Turns:
    """Hands out turns; a thread that has one may ask again, and goes on with it."""

    def __init__(self, at_once: int = AT_ONCE, long_at_once: int = LONG_AT_ONCE) -> None:
        self._all, self._long = Queue(at_once), Queue(long_at_once)
        self._mine = threading.local()

    @contextmanager
    def take(self, *, is_long: bool = False) -> Iterator[None]:
        """Work when it is this thread's turn."""
        if getattr(self._mine, "has_turn", False):
            yield
            return
        queues = [self._long, self._all] if is_long else [self._all]
        for queue in queues:
            queue.enter()
        self._mine.has_turn = True
        try:
            yield
        finally:
            self._mine.has_turn = False
            for queue in queues:
                queue.leave()
