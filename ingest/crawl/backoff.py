"""Waiting: what an answer asks us to wait, how long we wait unasked, and when a host is left alone."""

from __future__ import annotations

import email.utils
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime

MAX_TRIES = 3  # requests for one page in one crawl
_FIRST_WAIT_S = 2.0
_BREAKER = 5  # pages that fail in a row after which a host is parked: one may be broken, five are the server


def parse_retry_after(value: str, *, now: datetime | None = None) -> float | None:
    """Give the seconds that a Retry-After header asks for; `None` where it says nothing usable.

    Takes both forms of RFC 9110, seconds and HTTP date; a date in the past is 0.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])  # beyond some thousand years the figure does not matter, only that it is large
    try:
        at = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - (now or datetime.now(UTC))).total_seconds())


def backoff_s(attempt: int, *, jitter: random.Random | None = None) -> float:
    """Give the wait before try `attempt` + 1: 2, 4, 8 ... seconds, up to half as much again."""
    base: float = _FIRST_WAIT_S * 2 ** max(0, attempt - 1)
    return base * (1 + (jitter or random).uniform(0, 0.5))


@dataclass(slots=True)
class HostState:
    """How one host stands in this crawl."""

    not_before: float = 0.0  # monotonic seconds; no request starts earlier
    failed: set[str] = field(default_factory=set)  # URLs, in a row; tries of one page are one failure
    parked: str = ""  # why it is left alone for the rest of the crawl; empty: it is not


@dataclass(slots=True)
class Hosts:
    """Every host's state. Times are the caller's monotonic clock."""

    max_wait_s: float
    states: dict[str, HostState] = field(default_factory=dict)

    def of(self, site: str) -> HostState:
        """Give a site's state, fresh at first."""
        return self.states.setdefault(site, HostState())

    def note_success(self, site: str) -> None:
        """An answer came: the row of failures is broken."""
        self.of(site).failed.clear()

    def note_failure(self, site: str, url: str) -> None:
        """The server failed or did not answer for a URL; after some pages in a row the host is parked."""
        state = self.of(site)
        state.failed.add(url)
        if len(state.failed) >= _BREAKER and not state.parked:
            state.parked = f"{len(state.failed)} requests in a row failed"

    def note_wait(self, site: str, wait_s: float, now: float) -> bool:
        """The host asks for a pause: hold it that long, or park it where that is too long. Say whether it waits."""
        state = self.of(site)
        if wait_s > self.max_wait_s:
            state.parked = f"it asks for a pause of {_spell(wait_s)}, and at most {_spell(self.max_wait_s)} is waited"
            return False
        state.not_before = max(state.not_before, now + wait_s)
        return True


def _spell(seconds: float) -> str:
    if seconds < 600:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h" if seconds < 172_800 else f"{seconds / 86_400:.0f} days"
