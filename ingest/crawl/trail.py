"""The trail of a crawl: each request that got a final answer, and a print of that answer.

A crawl is decided by the answers that it gets. Where each of them is as it was, the whole crawl would go as it went:
`ingest.crawl.retrace` asks again along the trail, and the crawler itself is only started when something differs.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ingest.sources.description import CrawlLimits

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_HEADER = 500  # characters of a validator that are kept
SITEMAP = ""  # stands for the page in the steps of sitemaps
# Never a document, whatever the bytes: not worth the download. Types that lie the other way are sniffed afterwards.
_USELESS = ("image/", "video/", "audio/", "font/", "text/css", "text/javascript", "application/javascript")

SCHEMA = """
CREATE TABLE IF NOT EXISTS trail (
  page TEXT, url TEXT, print TEXT, etag TEXT, last_modified TEXT, fetched_at TEXT, crawl_no INTEGER,
  PRIMARY KEY (page, url)
) WITHOUT ROWID;
"""


class Stop(StrEnum):
    """Why an answer is not worth its download, going by its head alone."""

    USELESS = "useless"
    TOO_LARGE = "too large"


@dataclass(frozen=True, slots=True)
class Step:
    """One request and its answer, as of the last time that the answer was read."""

    page: str  # canonical URL of the page it was made for; SITEMAP for a sitemap
    url: str
    print: str  # `answer_print`
    etag: str | None = None
    last_modified: str | None = None
    fetched_at: str = ""  # ISO 8601


class Trail:
    """The steps of one source's crawls, in its file of page states."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, step: Step, crawl_no: int) -> None:
        """Note a step of a crawl, in place of what is known of it."""
        values = (step.page, step.url, step.print, step.etag, step.last_modified, step.fetched_at, crawl_no)
        self._db.execute("INSERT OR REPLACE INTO trail VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def keep(self, page: str, url: str, crawl_no: int) -> bool:
        """Note that a step was answered in a crawl as before, and say whether it is known at all."""
        where = (crawl_no, page, url)
        return self._db.execute("UPDATE trail SET crawl_no = ? WHERE page = ? AND url = ?", where).rowcount > 0

    def steps(self, crawl_no: int) -> list[Step]:
        """Give the steps of a crawl: sitemaps first, then page by page."""
        rows = self._db.execute(
            "SELECT page, url, print, etag, last_modified, fetched_at FROM trail WHERE crawl_no = ? ORDER BY page, url",
            (crawl_no,),
        )
        return [Step(*row) for row in rows]

    def forget(self, pages: Iterable[str]) -> None:
        """Forget the steps of some pages."""
        self._db.executemany("DELETE FROM trail WHERE page = ?", [(page,) for page in pages])


def answer_print(status: int, location: str, robots_tags: Iterable[str], body: bytes) -> str | None:
    """Give what an answer comes down to for a crawl; `None` where it is not final, or says nothing of its own.

    Args:
        status: HTTP status.
        location: the header of a redirect, as sent.
        robots_tags: values of X-Robots-Tag.
        body: decoded.
    """
    if status in (304, 408, 429) or status >= 500:
        return None
    if status in REDIRECTS:
        return f"{status} {location}"
    if 200 <= status < 300:
        return body_print(hashlib.sha256(body).hexdigest(), status, robots_tags)
    return str(status)


def body_print(sha256: str, status: int = 200, robots_tags: Iterable[str] = ()) -> str:
    """Give the print of an answer whose decoded body has a known hash."""
    return " ".join((str(status), sha256, *sorted(tag.strip().lower() for tag in robots_tags)))


def announced_stop(content_type: str, n_bytes: int | None, limits: CrawlLimits) -> Stop | None:
    """Say whether the head of an answer shows that its body is not worth the download."""
    kind = content_type.strip().lower()
    if kind.startswith(_USELESS):
        return Stop.USELESS
    return Stop.TOO_LARGE if n_bytes is not None and n_bytes > most_bytes(kind, limits) else None


def most_bytes(content_type: str, limits: CrawlLimits) -> int:
    """Give how large a body of a declared type may be."""
    is_page = content_type.strip().lower().startswith(("text/html", "application/xhtml"))
    return limits.max_page_bytes if is_page else limits.max_file_bytes
