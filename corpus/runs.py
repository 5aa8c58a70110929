"""What the crawler remembers: the state of each page, and each run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PageState:
    """What is known of one page or file, so that the next run need not fetch or read it again."""

    canonical_url: str
    url: str  # as last fetched
    etag: str | None = None
    last_modified: str | None = None  # the HTTP header as sent, for If-Modified-Since
    body_sha256: str | None = None
    document_id: str | None = None
    last_seen: str = ""  # ISO 8601, UTC
    status: str = "ok"
    aliases: tuple[str, ...] = ()  # other addresses that led here, redirects included
    source: str = ""
    run_id: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One ingest run."""

    run_id: str
    targets: tuple[str, ...]
    started: str  # ISO 8601, UTC
    ended: str | None = None
    state: str = "running"
    counts: Mapping[str, Any] = field(default_factory=dict)
