"""What a crawl remembers of each page: validators, content hash, links and how the last request went.

One SQLite file per source, written by the crawl process alone and after each page, so that a crawl that is killed
goes on where it stopped: pages done in the unfinished crawl are not asked for again, their links are replayed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from corpus.errors import CorpusError
from corpus.kept_out import address_hash
from ingest.crawl.robots import RobotsRules
from ingest.crawl.trail import SCHEMA as TRAIL_SCHEMA
from ingest.crawl.trail import Trail

RESUME_WITHIN = timedelta(hours=24)
"""A crawl broken off longer ago is begun anew: half its pages would be from another day."""


class Outcome(StrEnum):
    """How asking for a page ended."""

    OK = "ok"  # fetched, and new or changed
    UNCHANGED = "unchanged"
    ALIAS = "alias"  # another address of a page that stands under its own
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    REDIRECT_LOOP = "redirect_loop"
    BLOCKED = "blocked"  # by the address guard
    REJECTED = "rejected"  # not to be indexed, a login, a soft 404, no document
    PARTIAL = "partial"  # cut off on the way
    FAILED = "failed"
    DEFERRED = "deferred"  # the host asked to be left alone
    DISALLOWED = "disallowed"  # by robots.txt
    GONE = "gone"  # was there, and is not any more

    @property
    def has_body(self) -> bool:
        """Say whether the page's content is known as of this crawl."""
        return self in (Outcome.OK, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True)
class PageState:
    """One page as of the crawl `crawl_no`. Validators, hash and links are of the last time it was read."""

    canonical_url: str
    url: str
    depth: int = 0
    crawl_no: int = 0
    outcome: Outcome = Outcome.OK
    reason: str = ""
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None  # the header as sent
    sha256: str | None = None  # of the decoded body
    media_type: str = ""
    fingerprint: str = ""
    links: tuple[str, ...] = ()
    alias_of: str | None = None  # canonical URL of the page that this is another address of
    fetched_at: str = ""  # when the body was last read, ISO 8601
    changed_at: str = ""  # when the body last differed


_COLUMNS = [f.name for f in fields(PageState)]
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS pages ({", ".join(_COLUMNS)}, PRIMARY KEY (canonical_url)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS crawls (crawl_no INTEGER PRIMARY KEY, state TEXT, started TEXT, ended TEXT, n_pages INTEGER);
CREATE TABLE IF NOT EXISTS robots (site TEXT PRIMARY KEY, rules TEXT, fetched_at TEXT);
CREATE TABLE IF NOT EXISTS missing (site TEXT, fingerprint TEXT, PRIMARY KEY (site, fingerprint));
CREATE TABLE IF NOT EXISTS ends (crawl_no INTEGER PRIMARY KEY, terms TEXT, is_complete INTEGER, notices TEXT);
{TRAIL_SCHEMA}
"""
SAME_CONTENT = "the same content"


@dataclass(frozen=True, slots=True)
class CrawlEnd:
    """How a crawl ended."""

    crawl_no: int
    terms: str  # hash of what it was to do (`ingest.crawl.retrace.terms`)
    is_complete: bool
    notices: tuple[str, ...]


class CrawlStates:
    """The page states of one source."""

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            self.trail = Trail(self._db)
        except (OSError, sqlite3.Error) as exc:
            raise CorpusError(
                f"cannot use the crawl states {path.name}: {exc}.", remedy="Remove the file to crawl anew."
            ) from exc

    def __enter__(self) -> CrawlStates:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # crawls

    def begin(self, *, now: datetime | None = None) -> int:
        """Give the number of the crawl to work on: the unfinished one of today, or a new one."""
        at = now or datetime.now(UTC)
        last = self._db.execute("SELECT crawl_no, state, started FROM crawls ORDER BY crawl_no DESC LIMIT 1").fetchone()
        if last and last[1] == "running" and at - datetime.fromisoformat(last[2]) < RESUME_WITHIN:
            return int(last[0])
        crawl_no = (int(last[0]) if last else 0) + 1
        self._db.execute("INSERT INTO crawls VALUES (?, 'running', ?, NULL, 0)", (crawl_no, at.isoformat()))
        return crawl_no

    def finish(self, crawl_no: int, state: str = "done") -> None:
        """Note that a crawl has ended, and how many pages it had."""
        has_body = [outcome.value for outcome in Outcome if outcome.has_body]
        marks = ", ".join("?" for _ in has_body)
        (n_pages,) = self._db.execute(
            f"SELECT count(*) FROM pages WHERE crawl_no = ? AND outcome IN ({marks})", (crawl_no, *has_body)
        ).fetchone()
        ended = datetime.now(UTC).isoformat()
        self._db.execute(
            "UPDATE crawls SET state = ?, ended = ?, n_pages = ? WHERE crawl_no = ?", (state, ended, n_pages, crawl_no)
        )

    def save_end(self, crawl_no: int, terms: str, *, is_complete: bool, notices: Sequence[str]) -> None:
        """Remember how a crawl ended that has finished."""
        values = (crawl_no, terms, is_complete, json.dumps(notices))
        self._db.execute("INSERT OR REPLACE INTO ends VALUES (?, ?, ?, ?)", values)

    def last_end(self) -> CrawlEnd | None:
        """Give how the last crawl ended; `None` where there was none, or it was broken off."""
        row = self._db.execute(
            "SELECT crawls.crawl_no, terms, is_complete, notices FROM crawls LEFT JOIN ends USING (crawl_no)"
            " WHERE crawl_no = (SELECT max(crawl_no) FROM crawls) AND state = 'done' AND terms IS NOT NULL"
        ).fetchone()
        return CrawlEnd(row[0], row[1], bool(row[2]), tuple(json.loads(row[3]))) if row else None

    def last_yield(self, before: int) -> int | None:
        """Give how many pages the last finished crawl before this one had; `None` where there was none."""
        row = self._db.execute(
            "SELECT n_pages FROM crawls WHERE state = 'done' AND crawl_no < ? ORDER BY crawl_no DESC LIMIT 1", (before,)
        ).fetchone()
        return int(row[0]) if row else None

    @contextmanager
    def turns(self) -> Iterator[None]:
        """Write together what is saved within, up to each `turn`; what was saved before an error is kept."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            self._db.execute("COMMIT")

    def turn(self) -> None:
        """Write down what was saved since the last turn."""
        self._db.execute("COMMIT")
        self._db.execute("BEGIN IMMEDIATE")

    # pages

    def page(self, canonical_url: str) -> PageState | None:
        """Give what is known of a page."""
        row = self._db.execute("SELECT * FROM pages WHERE canonical_url = ?", (canonical_url,)).fetchone()
        return _from_row(row) if row else None

    def pages(self, crawl_no: int | None = None) -> Iterator[PageState]:
        """Give every known page in order of address, or those that one crawl asked for."""
        where, values = ("", ()) if crawl_no is None else (" WHERE crawl_no = ?", (crawl_no,))
        for row in self._db.execute(f"SELECT * FROM pages{where} ORDER BY canonical_url", values).fetchall():
            yield _from_row(row)

    def save(self, page: PageState) -> None:
        """Remember a page in place of what was known of it."""
        marks = ", ".join("?" for _ in _COLUMNS)
        self._db.execute(f"INSERT OR REPLACE INTO pages VALUES ({marks})", _to_row(page))

    def among(self, removed: Collection[str]) -> list[str]:
        """Give the pages whose address, other address or content is among some hashes, by canonical URL."""
        if not removed:
            return []
        rows = self._db.execute("SELECT canonical_url, alias_of, sha256 FROM pages ORDER BY canonical_url").fetchall()
        return [
            canonical
            for canonical, alias_of, sha256 in rows
            if sha256 in removed or any(address_hash(url) in removed for url in (canonical, alias_of) if url)
        ]

    def forget(self, removed: Collection[str]) -> int:
        """Forget the pages that are `among` some hashes, and give how many they were."""
        gone = [(canonical,) for canonical in self.among(removed)]
        self._db.execute("PRAGMA secure_delete=ON")  # overwritten, not only unlinked
        self._db.executemany("DELETE FROM pages WHERE canonical_url = ?", gone)
        self.trail.forget(canonical for (canonical,) in gone)
        if gone:
            self._db.execute("DELETE FROM ends")  # the way that is left does not lead to them: it must not be retraced
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(gone)

    def unvisited(self, crawl_no: int) -> list[PageState]:
        """Give the pages that were there and that this crawl has not come to."""
        return [
            page
            for page in self.pages()
            if page.crawl_no != crawl_no and page.sha256 and page.outcome not in (Outcome.GONE, Outcome.ALIAS)
        ]

    def leave_out(self, crawl_no: int, seen: Collection[str]) -> None:
        """Take pages without a body that a crawl did not come to out of it: nothing leads to them any more."""
        for page in list(self.pages(crawl_no)):
            if page.canonical_url not in seen and not page.outcome.has_body:
                self.save(replace(page, crawl_no=0))

    def aliases(self) -> dict[str, list[str]]:
        """Give the other addresses of each page, by its canonical URL."""
        found: dict[str, list[str]] = {}
        for row in self._db.execute("SELECT alias_of, url FROM pages WHERE alias_of IS NOT NULL ORDER BY url"):
            found.setdefault(row[0], []).append(row[1])
        return found

    def settle_duplicates(self, crawl_no: int) -> None:
        """Let one address stand for each content, and undo canonical links to pages that could not be had.

        Of several addresses with the same bytes the one known longest stands, then the shortest without parameters:
        the order in which they happened to arrive must not matter.
        """
        pages = {page.canonical_url: page for page in self.pages(crawl_no)}
        for page in pages.values():
            target = pages.get(page.alias_of or "")
            if page.outcome is Outcome.ALIAS and page.sha256 and not (target and target.outcome.has_body):
                self.save(replace(page, outcome=Outcome.OK, alias_of=None, reason=""))
        groups: dict[str, list[PageState]] = {}
        for page in self.pages(crawl_no):
            if page.outcome.has_body and page.sha256:
                groups.setdefault(page.sha256, []).append(page)
        for group in groups.values():
            first, *others = sorted(group, key=_seniority)
            for page in others:
                self.save(replace(page, outcome=Outcome.ALIAS, alias_of=first.canonical_url, reason=SAME_CONTENT))

    # robots.txt and soft 404s

    def robots(self, site: str, *, now: datetime | None = None) -> RobotsRules | None:
        """Give a site's rules of the last 24 hours."""
        row = self._db.execute("SELECT rules, fetched_at FROM robots WHERE site = ?", (site,)).fetchone()
        if not row or (now or datetime.now(UTC)) - datetime.fromisoformat(row[1]) > timedelta(hours=24):
            return None
        return RobotsRules(**json.loads(row[0]))

    def last_robots(self, site: str) -> RobotsRules | None:
        """Give the rules that a site had when it was last asked, however long ago."""
        row = self._db.execute("SELECT rules FROM robots WHERE site = ?", (site,)).fetchone()
        return RobotsRules(**json.loads(row[0])) if row else None

    def save_robots(self, site: str, rules: RobotsRules) -> None:
        """Remember a site's rules; those made up because the server failed are not kept."""
        if rules.is_closed:
            return
        text = json.dumps({"text": rules.text})
        at = datetime.now(UTC).isoformat()
        self._db.execute("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (site, text, at))

    def missing_prints(self, site: str) -> set[str]:
        """Give the fingerprints of what a site shows for pages that do not exist."""
        rows = self._db.execute("SELECT fingerprint FROM missing WHERE site = ?", (site,)).fetchall()
        return {row[0] for row in rows}

    def save_missing_print(self, site: str, fingerprint: str) -> None:
        """Remember what a site shows for a page that does not exist."""
        self._db.execute("INSERT OR IGNORE INTO missing VALUES (?, ?)", (site, fingerprint))


def _seniority(page: PageState) -> tuple[bool, str, bool, int, str]:
    return (
        page.outcome is not Outcome.UNCHANGED,
        page.changed_at,
        "?" in page.canonical_url,
        len(page.canonical_url),
        page.canonical_url,
    )


def _to_row(page: PageState) -> Sequence[object]:
    values = {name: getattr(page, name) for name in _COLUMNS}
    return list((values | {"outcome": page.outcome.value, "links": json.dumps(page.links)}).values())


def _from_row(row: Sequence[object]) -> PageState:
    values: dict[str, object] = dict(zip(_COLUMNS, row, strict=True))
    values |= {"outcome": Outcome(str(values["outcome"])), "links": tuple(json.loads(str(values["links"])))}
    return PageState(**values)  # type: ignore[arg-type]  # columns are the fields, written by _to_row
