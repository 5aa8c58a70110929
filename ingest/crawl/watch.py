"""Watching a download while it runs: wrong kinds, too many bytes, too slow."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from scrapy import signals
from scrapy.exceptions import StopDownload

from ingest.crawl.robots import MAX_BYTES
from ingest.crawl.states import Outcome
from ingest.crawl.trail import Stop, announced_stop, most_bytes
from ingest.sources.description import CrawlLimits, Politeness

_ROBOTS_BYTES = 2 * MAX_BYTES
_SLOW_AFTER_S = 10.0  # a rate over less time is noise


@dataclass(slots=True)
class Received:
    """What has come of one answer so far."""

    started: float
    max_bytes: int
    n_bytes: int = 0
    n_announced: int | None = None


class Watch:
    """Scrapy extension that stops downloads; the request's meta key `stopped` says (outcome, reason)."""

    def __init__(self, limits: CrawlLimits, politeness: Politeness) -> None:
        self.limits = limits
        self.politeness = politeness

    @classmethod
    def from_crawler(cls, crawler: Any) -> Watch:
        """Build from the spider's source."""
        source = crawler.spider.source
        watch = cls(source.limits, source.politeness)
        crawler.signals.connect(watch.headers_received, signal=signals.headers_received)
        crawler.signals.connect(watch.bytes_received, signal=signals.bytes_received)
        return watch

    def headers_received(self, headers: Any, body_length: int | None, request: Any, **_: Any) -> None:
        """Look at what is announced."""
        kind = (headers.get(b"Content-Type") or b"").decode("latin-1").strip().lower()
        max_bytes = most_bytes(kind, self.limits)
        announced = body_length if isinstance(body_length, int) else None
        request.meta["progress"] = Received(time.monotonic(), max_bytes, n_announced=announced)
        if request.meta.get("is_robots"):
            request.meta["progress"].max_bytes = _ROBOTS_BYTES
            return
        stop = announced_stop(kind, announced, self.limits)
        request.meta["stopped_by_head"] = stop
        if stop is Stop.USELESS:
            self._stop(request, Outcome.REJECTED, f"{kind.partition(';')[0]} is no document")
        if stop is Stop.TOO_LARGE:
            self._stop(request, Outcome.TOO_LARGE, f"{announced} bytes announced, more than {max_bytes}")

    def bytes_received(self, data: bytes, request: Any, **_: Any) -> None:
        """Count what arrives, and how fast."""
        progress: Received | None = request.meta.get("progress")
        if progress is None:
            return
        progress.n_bytes += len(data)
        elapsed = time.monotonic() - progress.started
        if progress.n_bytes > progress.max_bytes and request.meta.get("is_robots"):
            raise StopDownload(fail=False)  # its beginning holds: RFC 9309, 2.5
        if progress.n_bytes > progress.max_bytes:
            self._stop(request, Outcome.TOO_LARGE, f"more than {progress.max_bytes} bytes")
        if elapsed > _SLOW_AFTER_S and progress.n_bytes < elapsed * self.politeness.min_bytes_per_s:
            rate = progress.n_bytes / elapsed
            self._stop(
                request, Outcome.TIMEOUT, f"{rate:.0f} bytes a second, fewer than {self.politeness.min_bytes_per_s}"
            )

    def _stop(self, request: Any, outcome: Outcome, reason: str) -> None:
        request.meta["stopped"] = (outcome, reason)
        raise StopDownload(fail=True)
