"""Traps: endless calendars, filter combinations, paths that grow, and lists that repeat themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ingest.sources.description import CrawlLimits
from ingest.urls import path_pattern

MAX_URL_CHARS = 1000  # addresses of real pages stay under some 300
MAX_SEGMENTS = 15
_SAME_SEGMENT = 3  # "a/a/a": a relative link that lacks its slash
_STALE_AFTER = 8  # pages of one template in a row without new text


@dataclass(slots=True)
class TrapGuard:
    """Counts what each template of pages has cost and brought, and closes those that bring nothing more."""

    limits: CrawlLimits
    n_asked: Counter[str] = field(default_factory=Counter)
    n_stale: Counter[str] = field(default_factory=Counter)  # in a row
    closed: dict[str, str] = field(default_factory=dict)  # pattern -> why
    seen_texts: set[str] = field(default_factory=set)

    def closed_reason(self, url: str) -> str | None:
        """Say why the template of a URL as linked is closed; `None` where it is not, or only its canonical form is."""
        return self.closed.get(path_pattern(url)) if self.closed else None

    def refusal(self, url: str) -> str | None:
        """Say why a URL looks like a trap; `None` where it does not. Counts it as asked for when it does not."""
        if len(url) > MAX_URL_CHARS:
            return f"the address has {len(url)} characters"
        segments = [segment for segment in urlsplit(url).path.split("/") if segment]
        if len(segments) > MAX_SEGMENTS:
            return f"the path is {len(segments)} levels deep"
        if segments and max(Counter(segments).values()) >= _SAME_SEGMENT:
            return "the path repeats itself"
        pattern = path_pattern(url)
        if pattern in self.closed:
            return self.closed[pattern]
        most = self.limits.max_query_pages_per_path if pattern.endswith("?") else self.limits.max_pages_per_pattern
        if self.n_asked[pattern] >= most:
            return self._close(pattern, f"{most} pages of this form have been fetched")
        self.n_asked[pattern] += 1
        return None

    def note_page(self, url: str, fingerprint: str) -> None:
        """Tell what text a page brought; a template that only repeats itself is closed."""
        pattern = path_pattern(url)
        is_new = fingerprint not in self.seen_texts
        self.seen_texts.add(fingerprint)
        self.n_stale[pattern] = 0 if is_new else self.n_stale[pattern] + 1
        if self.n_stale[pattern] >= _STALE_AFTER:
            self._close(pattern, f"{_STALE_AFTER} pages of this form in a row brought nothing new")

    def _close(self, pattern: str, why: str) -> str:
        return self.closed.setdefault(pattern, why)
