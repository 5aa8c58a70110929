"""The spider: walks one source, and writes down how each page went."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import DontCloseSpider

from corpus.blobs import BlobStore
from corpus.errors import FetchError
from ingest.addresses import AddressGuard
from ingest.crawl.answers import Answer, failure_of, judge, retry_wait
from ingest.crawl.backoff import MAX_TRIES, Hosts
from ingest.crawl.decode import ACCEPT_ENCODING
from ingest.crawl.gate import authority
from ingest.crawl.links import PageFacts, read_page
from ingest.crawl.robots import RobotsRules
from ingest.crawl.scope import Scope, is_root
from ingest.crawl.sitemap_walk import SitemapWalk
from ingest.crawl.soft_missing import SOFT_404, ShownForMissing
from ingest.crawl.states import CrawlStates, Outcome, PageState
from ingest.crawl.traps import TrapGuard
from ingest.guard_cpr import address_holds_cpr
from ingest.raw import HTML
from ingest.sources.description import Source
from ingest.urls import site_of

MAX_HOPS = 10  # redirects and refreshes in a row; browsers stop at 20
_SECOND_LOOK_S = 3.0  # a page that is missing is asked for again no sooner than this
_NAMES_ANOTHER = "names another address as its own"
_SHORT_PAGE = 600  # characters; a page for "not found" is rarely longer
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class SourceSpider(scrapy.Spider):
    """Follows one source's links and sitemaps, one request chain per page."""

    name = "puljespor"

    def __init__(
        self,
        *,
        source: Source,
        states: CrawlStates,
        spool: BlobStore,
        blobs: BlobStore,
        guard: AddressGuard,
        hosts: Hosts,
        crawl_no: int,
        report: Any,
        known: Mapping[str, str],
        **_: Any,
    ) -> None:
        super().__init__()
        self.source, self.states, self.guard, self.hosts = source, states, guard, hosts
        self.spool, self.blobs = spool, blobs
        self.crawl_no = crawl_no
        self.report = report
        self.known = known  # canonical URL -> URL of what stands in the corpus, whatever the last crawl made of it
        self.scope = Scope(source)
        self.traps = TrapGuard(source.limits)
        self.seen: set[str] = set()
        self.n_done = 0
        self.n_skipped: dict[str, int] = {}  # why -> how many links
        self.sitemaps = SitemapWalk(source, self.scope, lambda url: self.visit(url, 1))
        self.shown_for_missing = ShownForMissing(source, states, crawl_no, self.scope.starts)
        self.second_looks: deque[tuple[float, str, str]] = deque()  # (not before, canonical, url)
        self.has_checked_unvisited = False

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> SourceSpider:
        """Build, and ask to be told when nothing is left to do."""
        spider: SourceSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for start pages and sitemaps."""
        for url in self.source.start:
            for request in self.visit(url, 0, is_start=True):
                yield request
        for url in self.source.sitemaps:
            for request in self.sitemaps.ask(url, 0):
                yield request

    # asking

    def visit(self, url: str, depth: int, *, is_start: bool = False) -> Iterator[Request]:
        """Ask for a page unless it was asked for, and replay the links of pages that this crawl has done already."""
        waiting = deque([(url, depth)])
        while waiting:
            url, depth = waiting.popleft()
            if why := self.traps.closed_reason(url):
                self.n_skipped[why] = self.n_skipped.get(why, 0) + 1
                continue
            if not (is_start or self.scope.takes(url)):
                continue
            is_start = False
            canonical = self.source.canonical(url)
            if canonical in self.seen:
                continue
            known = self.states.page(canonical)
            if known and known.crawl_no == self.crawl_no and known.outcome is not Outcome.DEFERRED:
                self.seen.add(canonical)
                self.n_done += 1
                if known.fingerprint:
                    self.traps.note_page(canonical, known.fingerprint)
                waiting.extend((link, depth + 1) for link in known.links)
                if known.alias_of:
                    waiting.append((known.alias_of, depth))
                continue
            if why := self._limit(canonical, depth):
                self.n_skipped[why] = self.n_skipped.get(why, 0) + 1
                continue
            self.seen.add(canonical)
            yield self.request(url, canonical, depth, known)

    def _limit(self, canonical: str, depth: int) -> str | None:
        limits = self.source.limits
        if depth > limits.max_depth:
            return f"more than {limits.max_depth} links from a start page"
        if len(self.seen) >= limits.max_pages:
            return f"the limit of {limits.max_pages} pages is reached"
        return self.traps.refusal(canonical)

    def request(
        self, url: str, canonical: str, depth: int, known: PageState | None, *, chain: tuple[str, ...] = ()
    ) -> Request:
        """Build the request for a page, conditional where what is stored may still be right."""
        headers = {"Accept-Encoding": ACCEPT_ENCODING}
        # After any other answer the page itself is wanted: what was missing may be back under its old validators.
        is_whole = bool(known and (known.outcome.has_body or known.outcome is Outcome.ALIAS))
        is_conditional = bool(known and known.sha256 and is_whole and not chain and self._is_fresh(known))
        if known and is_conditional:
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
        meta = {
            "canonical": canonical,
            "depth_of_page": depth,
            "chain": chain,
            "is_conditional": is_conditional,
            "attempt": 1,
            "handle_httpstatus_all": True,
        }
        return Request(
            url,
            callback=self.on_page,
            errback=self.on_failure,
            headers=headers,
            meta=meta,
            dont_filter=True,
            priority=-depth,
        )

    def _is_fresh(self, known: PageState) -> bool:
        """Say whether validators may be trusted: not for longer than the source says, and only if the body is here."""
        kept = any(store.path(known.sha256 or "").is_file() for store in (self.blobs, self.spool))
        if not known.fetched_at or not kept:
            return False
        age = datetime.now(UTC) - datetime.fromisoformat(known.fetched_at)
        return age < timedelta(days=self.source.full_refetch_days)

    # answers

    def on_page(self, response: Any) -> Iterator[Request]:
        """Take an answer: follow a redirect, wait and ask again, or write down the page."""
        request = response.request
        site = authority(response.url)
        most = self.source.politeness.max_wait_s
        wait = retry_wait(response.status, response.headers, request.meta["attempt"], max_wait_s=most)
        if wait is not None:
            yield from self._again(request, site, wait, response.status)
            return
        self.hosts.note_success(site)
        if response.status in _REDIRECTS:
            yield from self._redirect(response)
            return
        answer = judge(response, self.source, is_conditional=request.meta["is_conditional"])
        try:
            yield from self._settle(request, response, answer)
        except Exception as exc:
            # What a page says goes through parsers of addresses, dates and markup, each with errors of its own; Scrapy
            # would log them and forget the page. It ends as a failure like any other, and the log has the traceback.
            self.logger.exception("cannot be taken: %s", request.url)
            self._record(request, Answer(Outcome.FAILED, f"cannot be taken ({type(exc).__name__})", response.status))

    def on_failure(self, failure: Any) -> Iterator[Request]:
        """Take a request that brought no answer."""
        request = failure.request
        outcome, reason, is_retriable = failure_of(failure, request)
        site = authority(request.url)
        if outcome in (Outcome.FAILED, Outcome.TIMEOUT, Outcome.PARTIAL) and "stopped" not in request.meta:
            self.hosts.note_failure(site)
        if is_retriable and request.meta["attempt"] < MAX_TRIES and not self.hosts.of(site).parked:
            yield self._next_try(request)
            return
        self._record(request, Answer(outcome, reason))

    def _again(self, request: Any, site: str, wait_s: float, status: int) -> Iterator[Request]:
        self.hosts.note_failure(site)
        may_wait = self.hosts.note_wait(site, wait_s, time.monotonic())
        if may_wait and request.meta["attempt"] < MAX_TRIES and not self.hosts.of(site).parked:
            yield self._next_try(request)
            return
        parked = self.hosts.of(site).parked
        outcome = Outcome.DEFERRED if status in (429, 503) or parked else Outcome.FAILED
        reason = f"the server answers {status}" + (f"; {site} is left alone: {parked}" if parked else "")
        self._record(request, Answer(outcome, reason, http_status=status))

    def _next_try(self, request: Any) -> Request:
        meta = {k: v for k, v in request.meta.items() if k not in ("progress", "stopped", "download_slot")}
        again: Request = request.replace(meta=meta | {"attempt": meta["attempt"] + 1}, priority=request.priority - 1)
        return again

    def _redirect(self, response: Any) -> Iterator[Request]:
        request = response.request
        location = (response.headers.get(b"Location") or b"").strip()
        if not location:
            self._record(request, Answer(Outcome.FAILED, f"{response.status} without a Location", response.status))
            return
        chain = (*request.meta["chain"], response.url)
        try:
            target = urljoin(response.url, location.decode("utf-8", "replace"))
            if address_holds_cpr(target):
                raise FetchError("redirects to an address that holds what looks like a CPR number.")
            if urlsplit(target).scheme.lower() not in ("http", "https"):
                raise FetchError(f"redirects to {target[:100]!r}, which is no web address.")
            self.guard.check_url(scrapy.Request(target).url)
        except (FetchError, ValueError) as exc:
            self._record(request, Answer(Outcome.BLOCKED, str(exc.args[0]), response.status))
            return
        if target in chain or len(chain) > MAX_HOPS:
            self._record(
                request, Answer(Outcome.REDIRECT_LOOP, f"{len(chain)} redirects without a page", response.status)
            )
            return
        origin, depth = request.meta["canonical"], request.meta["depth_of_page"]
        canonical = self.source.canonical(target)
        if canonical == origin:  # http to https, a slash, www: the same page under its other spelling
            yield self.request(target, origin, depth, None, chain=chain)
        elif site_of(target, self.source.url_rules) not in self.scope.document_sites:
            where = urlsplit(target).hostname
            self._record(request, Answer(Outcome.REJECTED, f"redirects to another site, {where}", response.status))
        elif canonical in self.seen:
            self._alias(request, canonical, "redirects to")
        else:
            yield self.request(target, origin, depth, None, chain=chain)

    def _settle(self, request: Any, response: Any, answer: Answer) -> Iterator[Request]:
        origin, depth, chain = request.meta["canonical"], request.meta["depth_of_page"], request.meta["chain"]
        canonical = self.source.canonical(response.url) if chain else origin
        if canonical != origin:
            # The page stands under the address that the redirects ended at.
            if canonical in self.seen:
                self._alias(request, canonical, "redirects to")
                return
            if not answer.outcome.has_body:
                self._record(request, answer)
                return
            self.seen.add(canonical)
            self._alias(request, canonical, "redirects to")
            request = request.replace(meta=request.meta | {"canonical": canonical})
        known = self.states.page(canonical)
        if answer.http_status in (404, 410) and known and known.sha256:
            yield from self._missing(request, answer, known)
            return
        if answer.outcome is Outcome.UNCHANGED and known:
            if known.outcome is Outcome.ALIAS and known.reason == _NAMES_ANOTHER and known.alias_of:
                self._save(replace(known, crawl_no=self.crawl_no, depth=depth))  # the same bytes say the same
                yield from self.visit(known.alias_of, depth)
            else:
                self._save(
                    replace(
                        known, crawl_no=self.crawl_no, outcome=Outcome.UNCHANGED, reason="", depth=depth, alias_of=None
                    )
                )
            for link in known.links:
                yield from self.visit(link, depth + 1)
            return
        if not answer.outcome.has_body:
            self._record(request, answer)
            return
        yield from self._keep(request, response, answer, known)

    def _keep(self, request: Any, response: Any, answer: Answer, known: PageState | None) -> Iterator[Request]:
        """Write down a page that was read, and follow its links."""
        canonical, depth = request.meta["canonical"], request.meta["depth_of_page"]
        facts = PageFacts()
        if answer.media_type == HTML:
            facts = read_page(answer.body, response.url, answer.content_type)
            rejection = self._html_rejection(response.url, facts, is_start=canonical in self.scope.starts)
            if rejection:
                self._record(request, Answer(Outcome.REJECTED, rejection, response.status), links=facts.links)
                if "noindex" in facts.robots:
                    for link in facts.links:
                        yield from self.visit(link, depth + 1)
                return
            if facts.n_chars < _SHORT_PAGE:
                yield from self.shown_for_missing.probe(response.url)
            self.traps.note_page(canonical, facts.fingerprint)
        sha256 = self.spool.save(answer.body)
        is_same = bool(known and known.sha256 == sha256 and known.outcome is not Outcome.ALIAS)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        page = PageState(
            canonical_url=canonical,
            url=response.url,
            depth=depth,
            crawl_no=self.crawl_no,
            outcome=Outcome.UNCHANGED if is_same else Outcome.OK,
            http_status=response.status,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            sha256=sha256,
            media_type=answer.content_type or answer.media_type,
            fingerprint=facts.fingerprint,
            links=facts.links,
            fetched_at=now,
            changed_at=known.changed_at if known and is_same else now,
        )
        target = self._canonical_link(facts, canonical)
        if target:
            page = replace(page, outcome=Outcome.ALIAS, alias_of=target, reason=_NAMES_ANOTHER)
        self._save(page)
        if target and facts.canonical:
            yield from self.visit(facts.canonical, depth)
        if facts.refresh and len(request.meta["chain"]) + depth < MAX_HOPS:
            yield from self.visit(facts.refresh, depth + 1)
        for link in facts.links:
            yield from self.visit(link, depth + 1)

    def _canonical_link(self, facts: PageFacts, canonical: str) -> str | None:
        """Give the page that this one calls its real address, where that can be believed."""
        if not facts.canonical or not self.scope.takes(facts.canonical):
            return None
        target = self.source.canonical(facts.canonical)
        # Some sites call their front page the canonical form of everything.
        return None if target == canonical or is_root(target) else target

    def _html_rejection(self, url: str, facts: PageFacts, *, is_start: bool) -> str | None:
        if facts.robots & {"noindex", "none"}:
            return "the page asks not to be indexed"
        if facts.asks_login:
            return "the page asks for a login"
        if facts.says_missing:
            return "the page says that there is no such page (soft 404)"
        # A start page was asked for by name: where every address gives it, it is a small site and no soft 404.
        if not is_start and self.shown_for_missing.is_shown(url, facts.fingerprint):
            return SOFT_404
        return None

    # pages that are gone

    def _missing(self, request: Any, answer: Answer, known: PageState) -> Iterator[Request]:
        """A page that was there is not: sure at 410, and at 404 only if a second look says so too."""
        if answer.http_status == 410 or request.meta.get("is_second_look"):
            reason = f"the server answers {answer.http_status}; it was there before"
            self._save(replace(known, crawl_no=self.crawl_no, outcome=Outcome.GONE, reason=reason))
            return
        self.second_looks.append((time.monotonic() + _SECOND_LOOK_S, known.canonical_url, request.url))
        yield from ()

    def on_idle(self) -> None:
        """When all is done: look again at missing pages, and at those that nothing links to (any more, or for now).

        Raises:
            DontCloseSpider: there is something left to ask for.
        """
        requests: list[Request] = []
        if not self.has_checked_unvisited:
            self.has_checked_unvisited = True
            for page in self.states.unvisited(self.crawl_no):
                if page.canonical_url not in self.seen:
                    self.seen.add(page.canonical_url)
                    requests.append(self.request(page.url, page.canonical_url, page.depth, page))
            for canonical, url in self.known.items():
                known = self.states.page(canonical)
                is_done = known is not None and known.crawl_no == self.crawl_no  # before this crawl was broken off
                if canonical not in self.seen and not is_done:
                    self.seen.add(canonical)
                    requests.append(self.request(url, canonical, 1, known))
        while self.second_looks and self.second_looks[0][0] <= time.monotonic():
            _, canonical, url = self.second_looks.popleft()
            request = self.request(url, canonical, 0, self.states.page(canonical))
            request.meta["is_second_look"] = True
            requests.append(request)
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests or self.second_looks:
            raise DontCloseSpider

    def on_robots(self, rules: RobotsRules) -> None:
        """Take the sitemaps that a robots.txt names, where the source reads sitemaps at all."""
        if self.source.sitemaps:
            for url in rules.sitemaps():
                for request in self.sitemaps.ask(url, 0):
                    self.crawler.engine.crawl(request)

    # writing down

    def _alias(self, request: Any, target: str, how: str) -> None:
        page = self._state(request)
        reason = f"{how} {target}"
        self._save(replace(page, outcome=Outcome.ALIAS, alias_of=target, reason=reason, sha256=None, links=(target,)))

    def _record(self, request: Any, answer: Answer, links: tuple[str, ...] | None = None) -> None:
        page = self._state(request)
        self._save(
            replace(
                page,
                outcome=answer.outcome,
                reason=answer.reason,
                http_status=answer.http_status,
                links=page.links if links is None else links,
            )
        )

    def _state(self, request: Any) -> PageState:
        """Give what is known of the page that a request is for, as of this crawl."""
        canonical = request.meta["canonical"]
        url = request.meta["chain"][0] if request.meta["chain"] else request.url
        known = self.states.page(canonical) or PageState(canonical, url)
        return replace(known, crawl_no=self.crawl_no, depth=request.meta["depth_of_page"], alias_of=None)

    def _save(self, page: PageState) -> None:
        self.states.save(page)
        self.n_done += 1
        self.report(page, self.n_done, len(self.seen))


def _header(response: Any, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1")[:500] if value else None
