"""The gate each request passes: address form, parked hosts, robots.txt, and waiting as the host asks."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
)

from corpus.errors import FetchError
from ingest.addresses import AddressGuard
from ingest.crawl.backoff import MAX_TRIES, Hosts
from ingest.crawl.decode import ACCEPT_ENCODING, decode_body
from ingest.crawl.identity import authority
from ingest.crawl.resolver import refusals
from ingest.crawl.robots import MAX_BYTES, MAX_REDIRECTS, RobotsRules, rules_for
from ingest.crawl.states import CrawlStates, Outcome
from ingest.sources.description import Source

_ROBOTS_TIMEOUT_S = 15.0
_NO_ANSWER = (
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    StopDownload,
    OSError,
)
"""What Scrapy's download handler raises where there was no whole answer; anything else fails the request itself."""
_ROBOTS_WAIT_S = 1.0  # before the second try; twice that before the third


class Refused(IgnoreRequest):
    """A request that is not sent, with how it is to be reported."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


class Gate:
    """Scrapy downloader middleware; requests wait here without holding up other hosts."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        spider = crawler.spider  # Scrapy copies settings deeply, so our objects come with the spider
        self.guard: AddressGuard = spider.guard
        self.source: Source = spider.source
        self.states: CrawlStates = spider.states
        self.hosts: Hosts = spider.hosts
        self.rules: dict[str, RobotsRules] = {}
        self.robots_read: frozenset[str] = spider.robots_read
        self._locks: dict[str, asyncio.Lock] = {}
        self._next_start: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Any) -> Gate:
        """Build as Scrapy does."""
        return cls(crawler)

    async def process_request(self, request: Any) -> None:
        """Hold or refuse a request.

        Raises:
            Refused: it may not be sent.
        """
        try:
            host, port = self.guard.check_url(request.url)
        except FetchError as exc:
            raise Refused(Outcome.BLOCKED, exc.args[0]) from exc
        if self.guard.allows_pair(host, port):
            request.meta["proxy"] = None  # an intranet's own host; the proxy leads out
        if request.meta.get("is_robots"):
            return
        site = authority(request.url)
        self._check_parked(site)
        rules = await self._rules(site, request.url)
        if not rules.allows(request.url):
            if rules.is_closed:
                raise Refused(Outcome.DEFERRED, rules.reason)
            raise Refused(Outcome.DISALLOWED, "robots.txt forbids it")
        await self._wait(site, rules.crawl_delay_s())
        self._check_parked(site)

    def _check_parked(self, site: str) -> None:
        if reason := self.hosts.of(site).parked:
            raise Refused(Outcome.DEFERRED, f"{site} is left alone: {reason}")

    async def _wait(self, site: str, crawl_delay_s: float) -> None:
        state = self.hosts.of(site)
        if crawl_delay_s > self.source.politeness.max_wait_s:
            self.hosts.note_wait(site, crawl_delay_s, time.monotonic())
            return
        now = time.monotonic()
        start = max(now, state.not_before, self._next_start.get(site, 0.0))
        self._next_start[site] = start + crawl_delay_s
        while (left := max(start, state.not_before) - time.monotonic()) > 0:
            await asyncio.sleep(left)

    async def _rules(self, site: str, url: str) -> RobotsRules:
        """Give a site's rules, fetched once however many requests wait for them."""
        async with self._locks.setdefault(site, asyncio.Lock()):
            if site not in self.rules:
                self.rules[site] = rules = await self._ask_for_rules(site, url)
                self.crawler.spider.on_robots(rules)
            return self.rules[site]

    async def _ask_for_rules(self, site: str, url: str) -> RobotsRules:
        cached = self.states.robots(site)
        if cached is not None and site in self.robots_read:
            return cached
        status, body = await self._ask_for_robots(urljoin(url, "/robots.txt"), is_urgent=cached is None)
        rules = rules_for(status, body, cached=cached)
        self.states.save_robots(site, rules)
        return rules

    async def _ask_for_robots(self, url: str, *, is_urgent: bool) -> tuple[int | None, bytes]:
        """Ask again where one lost connection or one 503 would close the whole site; a server that hangs is left."""
        for attempt in range(1, MAX_TRIES + 1):
            started = time.monotonic()
            status, body = await self._fetch_robots(url)
            is_answer = status is not None and status < 500
            if is_answer or not is_urgent or attempt == MAX_TRIES or time.monotonic() - started > _ROBOTS_TIMEOUT_S / 2:
                break
            await asyncio.sleep(_ROBOTS_WAIT_S * attempt)
        return status, body

    async def _fetch_robots(self, url: str) -> tuple[int | None, bytes]:
        for _ in range(MAX_REDIRECTS + 1):
            request = Request(
                url,
                dont_filter=True,
                priority=1000,
                headers={"Accept-Encoding": ACCEPT_ENCODING},
                meta={"is_robots": True, "download_timeout": _ROBOTS_TIMEOUT_S, "autothrottle_dont_adjust_delay": True},
            )
            try:
                response = await self.crawler.engine.download_async(request)
            except Refused:
                return 404, b""  # a redirect to where nothing may be fetched: as if there were no file
            except CannotResolveHostError as exc:
                raise unresolved(url) from exc
            except _NO_ANSWER as exc:
                self.crawler.spider.logger.info("robots.txt of %s: %r", url, exc)
                return None, b""
            location = response.headers.get(b"Location")
            if response.status not in (301, 302, 303, 307, 308) or not location:
                encoding = (response.headers.get(b"Content-Encoding") or b"").decode("latin-1")
                try:
                    # Up to ten times what is read of it: beyond that it is no robots.txt.
                    return response.status, decode_body(response.body, encoding, max_bytes=20 * MAX_BYTES)
                except ValueError:
                    return response.status, b""
            try:
                url = Request(urljoin(url, location.decode("utf-8", "replace"))).url
            except ValueError:
                return 404, b""  # it leads to no address at all
        return 404, b""


def unresolved(url: str) -> Refused:
    """Give what a host without usable addresses means: refused by the guard, or no such host."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if refusal := refusals.get(((parts.hostname or "").lower(), port)):
        return Refused(Outcome.BLOCKED, refusal)
    return Refused(Outcome.FAILED, f"{parts.hostname} has no address")
