"""Retracing a crawl: asking again for what the last one asked for, for as long as every answer is as it was.

An unchanged site costs a small conditional request a page, and no crawler has to be started for it. At the first
answer that is another, or none, the crawler takes over: what was found unchanged until then is done, the rest is not.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from corpus.blobs import BlobStore
from corpus.errors import FetchError
from ingest.addresses import AddressGuard
from ingest.crawl.backoff import backoff_s, parse_retry_after
from ingest.crawl.decode import ACCEPT_ENCODING, decode_body
from ingest.crawl.identity import HEADERS, authority, product_version, user_agent
from ingest.crawl.plain_http import TROUBLE, Asker, Head
from ingest.crawl.robots import MAX_BYTES, RobotsRules, rules_for
from ingest.crawl.states import SAME_CONTENT, CrawlStates, Outcome, PageState
from ingest.crawl.trail import MAX_HEADER, SITEMAP, Step, announced_stop, answer_print, most_bytes
from ingest.crawl.validators import conditions_of
from ingest.sources.description import Source

_RULES = 2  # one more whenever crawling makes something else of the same answers
_PAGES_A_TURN = 25  # written down together: what a kill can cost


@dataclass(slots=True)
class Retraced:
    """What came of it."""

    crawl_no: int | None = None  # of the crawl that is done, where every answer was as before
    notices: tuple[str, ...] = ()
    robots: list[str] = field(default_factory=list)  # sites whose robots.txt was read just now
    waits: dict[str, float] = field(default_factory=dict)  # site -> seconds for which it is to be left alone
    tried: str | None = None  # the URL at which the server failed


class _OtherwiseError(Exception):
    """Something is not as it was, and the crawler must see to it."""


def terms(source: Mapping[str, object], removed: Collection[str], allow_addresses: str) -> str:
    """Give a hash of all that decides what a crawl makes of the answers it gets, besides them."""
    said = json.dumps([_RULES, product_version(), source, sorted(removed), allow_addresses], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def retrace(
    source: Source,
    states: CrawlStates,
    guard: AddressGuard,
    *,
    blobs: BlobStore,
    spool: BlobStore,
    contact: str,
    given_terms: str,
    known: Collection[str],
    report: Callable[[int, int, str], None] | None = None,
) -> Retraced:
    """Go the last crawl's way again, as long as nothing has changed.

    Args:
        source: what is crawled.
        states: what the last crawl knows; nobody else may be writing it.
        guard: says which addresses may be connected to.
        blobs: the bodies that are kept.
        spool: takes the bodies of pages that are not.
        contact: for the User-Agent.
        given_terms: `terms` of this crawl; a crawl under others is not retraced.
        known: canonical URLs that the corpus wants looked at.
        report: called with each page that is done, how many are, and of how many.
    """
    end = states.last_end()
    if end is None or not end.is_complete or end.terms != given_terms:
        return Retraced()
    pages = {page.canonical_url: page for page in states.pages(end.crawl_no)}
    steps = states.trail.steps(end.crawl_no)
    way = _Way(source, states, guard, blobs, spool, contact)
    if not way.covers(pages, steps, known):
        return Retraced()
    crawl_no = states.begin()
    try:
        with states.turns():
            way.go(pages, steps, crawl_no, report)
            states.settle_duplicates(crawl_no)
            states.finish(crawl_no)
            states.save_end(crawl_no, given_terms, is_complete=True, notices=end.notices)
    except _OtherwiseError:
        return Retraced(robots=list(way.rules), waits=way.waits, tried=way.tried)
    finally:
        way.asker.close()
    return Retraced(crawl_no, end.notices)


class _Way:
    """One way gone again."""

    def __init__(
        self,
        source: Source,
        states: CrawlStates,
        guard: AddressGuard,
        blobs: BlobStore,
        spool: BlobStore,
        contact: str,
    ) -> None:
        self.source, self.states, self.guard, self.blobs, self.spool = source, states, guard, blobs, spool
        headers = {**HEADERS, "User-Agent": user_agent(contact), "Accept-Encoding": ACCEPT_ENCODING}
        self.asker = Asker(guard, headers, timeout_s=source.politeness.timeout_s)
        self.rules: dict[str, RobotsRules] = {}
        self.waits: dict[str, float] = {}
        self.tried: str | None = None
        self._next_start: dict[str, float] = {}
        self._deadline = time.monotonic() + source.limits.max_minutes * 60

    def covers(self, pages: Mapping[str, PageState], steps: Sequence[Step], known: Collection[str]) -> bool:
        """Say whether the trail tells all that there is to ask for, and may be asked for without the crawler."""
        if not steps or not pages.keys() >= set(known):
            return False
        stepped = {step.page for step in steps}
        for page in pages.values():
            if page.canonical_url not in stepped and page.outcome is not Outcome.DISALLOWED:
                return False
        return not self._has_proxy(steps)

    def _has_proxy(self, steps: Sequence[Step]) -> bool:
        if not any(name.lower().endswith("_proxy") for name in os.environ):
            return False
        from urllib.request import getproxies  # a tenth of what a whole retracing loads

        proxies = getproxies()
        sites = {authority(step.url): step.url for step in steps}
        try:
            return any(
                url.partition(":")[0] in proxies and not self.guard.allows_pair(*self.guard.check_url(url))
                for url in sites.values()
            )
        except FetchError:
            return True  # not to be asked at all any more: the crawler says why

    def go(
        self,
        pages: Mapping[str, PageState],
        steps: Sequence[Step],
        crawl_no: int,
        report: Callable[[int, int, str], None] | None,
    ) -> None:
        """Ask step by step.

        Raises:
            _OtherwiseError: an answer differs, or there is none.
        """
        asked: dict[str, Step] = {}
        by_page: dict[str, list[Step]] = defaultdict(list)
        for step in steps:
            by_page[step.page].append(step)
        for url in dict.fromkeys([step.url for step in steps] + [page.url for page in pages.values()]):
            if (site := authority(url)) not in self.rules:
                self.rules[site] = self._robots(site)
        pages_without = [page for page in pages.values() if page.canonical_url not in by_page]
        if any(self.rules[authority(page.url)].allows(page.url) for page in pages_without):
            raise _OtherwiseError
        order: list[tuple[str, PageState | None]] = [(page.canonical_url, page) for page in pages_without]
        order += [(address, pages.get(address)) for address in by_page]
        for n_done, (address, page) in enumerate(order, start=1):
            if n_done % _PAGES_A_TURN == 0:
                self.states.turn()
            for step in by_page.get(address, ()):
                if step.url not in asked:
                    asked[step.url] = self._ask(step, is_kept=page is None or self._is_kept(page))
                elif asked[step.url].print != step.print:
                    raise _OtherwiseError  # it changed while the last crawl asked for it twice
                self.states.trail.add(replace(asked[step.url], page=step.page), crawl_no)
            if page is not None:
                self.states.save(_again(page, by_page.get(address, ()), asked, crawl_no))
            if report is not None and address != SITEMAP:
                report(n_done, len(order), page.url if page else address)

    def _robots(self, site: str) -> RobotsRules:
        """Give the rules of a site, where they are what they were."""
        before = self.states.last_robots(site)
        head = self._send(f"{site}/robots.txt", {})
        if head.status >= 500 or 300 <= head.status < 400:
            raise _OtherwiseError
        try:
            rules = rules_for(head.status, self._read(head, 2 * MAX_BYTES))
        except TROUBLE as exc:
            raise _OtherwiseError from exc
        self.states.save_robots(site, rules)
        if before is None or rules.text != before.text or rules.crawl_delay_s() > self.source.politeness.max_wait_s:
            self.rules[site] = rules
            raise _OtherwiseError
        return rules

    def _is_kept(self, page: PageState) -> bool:
        """Say whether all that may be wanted of a page lies here: what is held back for personal data does not."""
        return not page.sha256 or any(store.path(page.sha256).is_file() for store in (self.blobs, self.spool))

    def _ask(self, step: Step, *, is_kept: bool) -> Step:
        """Make a step again, and give it as it is now: the same, or the same read anew."""
        site = authority(step.url)
        rules = self.rules[site]
        if not rules.allows(step.url):
            raise _OtherwiseError
        self._wait(site, max(self.source.politeness.delay_s, rules.crawl_delay_s()))
        conditions = conditions_of(step, full_refetch_days=self.source.full_refetch_days) if is_kept else {}
        head = self._send(step.url, conditions)
        if head.status == 304 and conditions:
            self._read(head, 0)
            return step
        limits = self.source.limits
        stop = announced_stop(head.get("Content-Type"), head.n_announced(), limits) if head.status != 304 else None
        if stop is not None:
            self.asker.drop()
            found: str | None = stop.value
        else:
            body = self._read(head, most_bytes(head.get("Content-Type"), limits))
            tags = head.headers.get_all("X-Robots-Tag") or []
            found = answer_print(head.status, head.get("Location").strip(), tags, body)
            if not is_kept and found == step.print:
                self.spool.save(body)  # as the crawler would: an editor may have let it in
        if found is None or found != step.print:
            raise _OtherwiseError
        now = datetime.now(UTC).isoformat(timespec="seconds")
        etag, changed = head.get("ETag")[:MAX_HEADER] or None, head.get("Last-Modified")[:MAX_HEADER] or None
        return replace(step, etag=etag, last_modified=changed, fetched_at=now)

    def _send(self, url: str, conditions: Mapping[str, str]) -> Head:
        if time.monotonic() > self._deadline:
            raise _OtherwiseError
        try:
            head = self.asker.ask(url, conditions)
        except FetchError as exc:
            raise _OtherwiseError from exc
        except TROUBLE as exc:
            self.tried, self.waits[authority(url)] = url, self._retry_wait(1)
            raise _OtherwiseError from exc
        if head.status in (408, 429) or head.status >= 500:
            asked = parse_retry_after(head.get("Retry-After"))
            self.tried, self.waits[authority(url)] = url, self._retry_wait(1) if asked is None else asked
            raise _OtherwiseError
        return head

    def _retry_wait(self, attempt: int) -> float:
        return min(backoff_s(attempt), self.source.politeness.max_wait_s)

    def _read(self, head: Head, max_bytes: int) -> bytes:
        try:
            return decode_body(self.asker.body(max_bytes=max_bytes), head.get("Content-Encoding"), max_bytes=max_bytes)
        except TROUBLE as exc:
            raise _OtherwiseError from exc

    def _wait(self, site: str, delay_s: float) -> None:
        if delay_s > 0:
            now = time.monotonic()
            start = max(now, self._next_start.get(site, 0.0))
            self._next_start[site] = start + delay_s
            time.sleep(start - now)


def _again(page: PageState, steps: Sequence[Step], asked: Mapping[str, Step], crawl_no: int) -> PageState:
    """Give the state of a page whose every step is as it was, as the crawler would write it down."""
    is_doubled = page.outcome is Outcome.ALIAS and page.sha256 and page.reason == SAME_CONTENT
    if page.outcome.has_body or is_doubled:  # which address stands for the content is settled at the end
        page = replace(page, outcome=Outcome.UNCHANGED, reason="", alias_of=None)
    read = next((asked[step.url] for step in steps if step.url == page.url), None)
    if read is not None and page.sha256 and page.outcome in (Outcome.UNCHANGED, Outcome.ALIAS):
        page = replace(page, etag=read.etag, last_modified=read.last_modified, fetched_at=read.fetched_at)
    return replace(page, crawl_no=crawl_no)
