"""Validators: when an earlier answer may be asked about instead of for, and with what headers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

_SETTLED_AFTER = timedelta(seconds=60)
"""RFC 9110, 8.8.2.2: a date of change this near to the fetch may hold for the next version too."""


class Answered(Protocol):
    """What was answered once: its validators as sent, and when it was read."""

    @property
    def etag(self) -> str | None:
        """The ETag header."""

    @property
    def last_modified(self) -> str | None:
        """The Last-Modified header."""

    @property
    def fetched_at(self) -> str:
        """When the body was read, ISO 8601; empty where it never was."""


def conditions_of(answered: Answered, *, full_refetch_days: float) -> dict[str, str]:
    """Give the headers that ask whether an answer still holds; none where its validators cannot be trusted.

    Args:
        answered: the earlier answer.
        full_refetch_days: age from which it is asked for anew whatever its validators say, since they lie.
    """
    if not is_fresh(answered, full_refetch_days=full_refetch_days):
        return {}
    headers = {}
    if answered.etag:
        headers["If-None-Match"] = answered.etag
    if answered.last_modified and _tells_versions_apart(answered.last_modified, answered.fetched_at):
        headers["If-Modified-Since"] = answered.last_modified
    return headers


def is_fresh(answered: Answered, *, full_refetch_days: float) -> bool:
    """Say whether an answer was read so lately that its validators may be trusted."""
    if not answered.fetched_at:
        return False
    return datetime.now(UTC) - datetime.fromisoformat(answered.fetched_at) < timedelta(days=full_refetch_days)


def _tells_versions_apart(last_modified: str, fetched_at: str) -> bool:
    """Say whether a page that changes after it was fetched must get another Last-Modified."""
    try:
        changed = parsedate_to_datetime(last_modified)
    except (TypeError, ValueError):
        return False
    changed = changed if changed.tzinfo else changed.replace(tzinfo=UTC)
    return datetime.fromisoformat(fetched_at) - changed >= _SETTLED_AFTER
