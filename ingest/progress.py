"""How far a run has come: counts, and an estimate of what is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of a run."""

    stage: str  # "fetch", "read", "link" or "publish"
    target: str  # source name, URL, file or folder
    done: int
    total: int | None  # as far as known; a crawl finds more as it goes
    seconds_left: float | None  # None while nothing can be said
    item: str = ""  # the page or file last done


ProgressCallback = Callable[[Progress], None]


class Stage:
    """Counts one stage, and speaks at most some times a second."""

    def __init__(self, stage: str, target: str, callback: ProgressCallback | None, *, every_s: float = 0.1) -> None:
        self.stage, self.target, self.callback, self.every_s = stage, target, callback, every_s
        self.started = time.monotonic()
        self._last = 0.0

    def tell(self, done: int, total: int | None, item: str = "") -> None:
        """Tell how far it is; the last step is always told."""
        now = time.monotonic()
        if self.callback is None or (now - self._last < self.every_s and done != total):
            return
        self._last = now
        self.callback(Progress(self.stage, self.target, done, total, self._left(done, total, now), item))

    def _left(self, done: int, total: int | None, now: float) -> float | None:
        # The first steps start processes and say nothing about the rest.
        if total is None or done < 3 or now - self.started < 1:
            return None
        return (now - self.started) / done * max(0, total - done)
