"""The spider: takes the answers of one crawl, and says of each what it means and what comes next."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.exceptions import CloseSpider, DontCloseSpider

from corpus.blobs import BlobStore
from corpus.errors import CorpusError, FetchError
from ingest.addresses import AddressGuard
from ingest.crawl.absent import Absent
from ingest.crawl.answers import Answer, failure_of, judge, retry_wait
from ingest.crawl.backoff import MAX_TRIES, Hosts
from ingest.crawl.decode import decode_body
from ingest.crawl.frontier import Frontier
from ingest.crawl.identity import authority
from ingest.crawl.ledger import Ledger, Report
from ingest.crawl.links import PageFacts, read_page
from ingest.crawl.robots import RobotsRules
from ingest.crawl.scope import is_root
from ingest.crawl.sitemap_walk import SitemapWalk
from ingest.crawl.soft_missing import SOFT_404, ShownForMissing
from ingest.crawl.states import CrawlStates, Outcome, PageState
from ingest.crawl.trail import MAX_HEADER, REDIRECTS
from ingest.guard_cpr import address_holds_cpr
from ingest.raw import HTML
from ingest.sources.description import Source
from ingest.urls import other_spelling, site_of

_OF_ONE_TRY = frozenset({"progress", "stopped", "stopped_by_head", "download_slot"})
MAX_HOPS = 10  # redirects and refreshes in a row; browsers stop at 20
_NAMES_ANOTHER = "names another address as its own"
_REMOVED_CONTENT = "it says what an editor has removed"
_REMOVED_TARGET = "it leads to what an editor has removed"
_SHORT_PAGE = 600  # characters; a page for "not found" is rarely longer


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
        report: Report,
        known: Mapping[str, str],
        removed: Collection[str],
        robots_read: Collection[str] = (),
        tried: str | None = None,
        **_: Any,
    ) -> None:
        super().__init__()
        self.source, self.states, self.spool, self.guard, self.hosts = source, states, spool, guard, hosts
        self.crawl_no, self.removed = crawl_no, removed
        self.robots_read = frozenset(robots_read)  # sites whose rules in the states are of this crawl
        self.ledger = Ledger(states, crawl_no, report)
        self.frontier = Frontier(
            source, self.ledger, (blobs, spool), removed, tried=tried, on_page=self.on_page, on_failure=self.on_failure
        )
        self.scope = self.frontier.scope
        self.absent = Absent(self.ledger, self.frontier, known)
        self.sitemaps = SitemapWalk(source, self.scope, self.ledger, lambda url: self.frontier.visit(url, 1))
        self.shown_for_missing = ShownForMissing(source, states, crawl_no, self.scope.starts)

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> SourceSpider:
        """Build, and ask to be told when nothing is left to do."""
        spider: SourceSpider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_idle, signal=signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask for start pages and sitemaps."""
        for url in self.source.start:
            for request in self.frontier.visit(url, 0, is_start=True):
                yield request
        for url in self.source.sitemaps:
            for request in self.sitemaps.ask(url, 0):
                yield request

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
        if response.status in REDIRECTS:
            self.ledger.step(request, response.status, location=_header(response, "Location") or "")
            yield from self._redirect(response)
            return
        answer = judge(response, self.source, is_conditional=request.meta["is_conditional"])
        self._note_step(request, response, answer)
        try:
            yield from self._settle(request, response, answer)
        except (CorpusError, sqlite3.Error) as exc:
            # Our disk's fault and not the page's, which stays unread for the next run: no further one is asked for.
            raise CloseSpider(str(exc)) from exc
        except Exception as exc:
            # What a page says goes through parsers of addresses, dates and markup, each with errors of its own; Scrapy
            # would log them and forget the page. It ends as a failure like any other, and the log has the traceback.
            self.logger.exception("cannot be taken: %s", request.url)
            self.ledger.record(
                request, Answer(Outcome.FAILED, f"cannot be taken ({type(exc).__name__})", response.status)
            )

    def on_failure(self, failure: Any) -> Iterator[Request]:
        """Take a request that brought no answer."""
        request = failure.request
        outcome, reason, is_retriable = failure_of(failure, request)
        site = authority(request.url)
        if outcome in (Outcome.FAILED, Outcome.TIMEOUT, Outcome.PARTIAL) and "stopped" not in request.meta:
            self.hosts.note_failure(site, request.url)
        if is_retriable and request.meta["attempt"] < MAX_TRIES and not self.hosts.of(site).parked:
            yield self._next_try(request)
            return
        if stop := request.meta.get("stopped_by_head"):
            self.ledger.stopped_step(request, stop)
        self.ledger.record(request, Answer(outcome, reason))

    def _note_step(self, request: Any, response: Any, answer: Answer) -> None:
        chain = request.meta["chain"]
        page = self.source.canonical(response.url) if chain else request.meta["canonical"]
        if answer.http_status == 304:
            self.ledger.repeat_step(page, request.url)
            return
        encoding = b", ".join(response.headers.getlist(b"Content-Encoding")).decode("latin-1")
        try:
            body = answer.body or decode_body(response.body, encoding, max_bytes=self.source.limits.max_file_bytes)
        except ValueError:
            return
        tags = [tag.decode("latin-1") for tag in response.headers.getlist(b"X-Robots-Tag")]
        etag, changed = _header(response, "ETag"), _header(response, "Last-Modified")
        self.ledger.step(request, response.status, page=page, tags=tags, body=body, etag=etag, last_modified=changed)

    def _again(self, request: Any, site: str, wait_s: float, status: int) -> Iterator[Request]:
        self.hosts.note_failure(site, request.url)
        may_wait = self.hosts.note_wait(site, wait_s, time.monotonic())
        if may_wait and request.meta["attempt"] < MAX_TRIES and not self.hosts.of(site).parked:
            yield self._next_try(request)
            return
        parked = self.hosts.of(site).parked
        outcome = Outcome.DEFERRED if status in (429, 503) or parked else Outcome.FAILED
        reason = f"the server answers {status}" + (f"; {site} is left alone: {parked}" if parked else "")
        self.ledger.record(request, Answer(outcome, reason, http_status=status))

    def _next_try(self, request: Any) -> Request:
        meta = {k: v for k, v in request.meta.items() if k not in _OF_ONE_TRY}
        again: Request = request.replace(meta=meta | {"attempt": meta["attempt"] + 1}, priority=request.priority - 1)
        return again

    def _redirect(self, response: Any) -> Iterator[Request]:
        request = response.request
        location = (response.headers.get(b"Location") or b"").strip()
        if not location:
            self.ledger.record(
                request, Answer(Outcome.FAILED, f"{response.status} without a Location", response.status)
            )
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
            self.ledger.record(request, Answer(Outcome.BLOCKED, str(exc.args[0]), response.status))
            return
        if target in chain or len(chain) > MAX_HOPS:
            self.ledger.record(
                request, Answer(Outcome.REDIRECT_LOOP, f"{len(chain)} redirects without a page", response.status)
            )
            return
        origin, depth = request.meta["canonical"], request.meta["depth_of_page"]
        canonical = self.source.canonical(target)
        if canonical == origin:  # http to https, a slash, www: the same page under its other spelling
            yield self.frontier.request(target, origin, depth, None, chain=chain)
        elif site_of(target, self.source.url_rules) not in self.scope.document_sites:
            where = urlsplit(target).hostname
            self.ledger.record(
                request, Answer(Outcome.REJECTED, f"redirects to another site, {where}", response.status)
            )
        elif self.frontier.is_removed(canonical):
            self.ledger.record(request, Answer(Outcome.REJECTED, _REMOVED_TARGET, response.status))
        elif canonical in self.ledger.seen:
            self.ledger.alias(request, canonical, "redirects to")
        else:
            yield self.frontier.request(target, origin, depth, None, chain=chain)

    def _settle(self, request: Any, response: Any, answer: Answer) -> Iterator[Request]:
        origin, depth, chain = request.meta["canonical"], request.meta["depth_of_page"], request.meta["chain"]
        canonical = self.source.canonical(response.url) if chain else origin
        if canonical != origin:
            # The page stands under the address that the redirects ended at.
            if canonical in self.ledger.seen:
                self.ledger.alias(request, canonical, "redirects to")
                return
            if not answer.outcome.has_body:
                self.ledger.record(request, answer)
                return
            self.ledger.seen.add(canonical)
            self.ledger.alias(request, canonical, "redirects to")
            request = request.replace(meta=request.meta | {"canonical": canonical})
        known = self.states.page(canonical)
        if answer.http_status in (404, 410) and known and known.sha256:
            self.absent.note_missing(request, answer, known)
            return
        if answer.outcome is Outcome.UNCHANGED and known:
            if known.outcome is Outcome.ALIAS and known.reason == _NAMES_ANOTHER and known.alias_of:
                self.ledger.save(replace(known, crawl_no=self.crawl_no, depth=depth))  # the same bytes say the same
                yield from self.frontier.visit(known.alias_of, depth)
            else:
                self.ledger.save(
                    replace(
                        known, crawl_no=self.crawl_no, outcome=Outcome.UNCHANGED, reason="", depth=depth, alias_of=None
                    )
                )
            for link in known.links:
                yield from self.frontier.visit(link, depth + 1)
            return
        if not answer.outcome.has_body:
            self.ledger.record(request, answer)
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
                self.ledger.record(request, Answer(Outcome.REJECTED, rejection, response.status), links=facts.links)
                if "noindex" in facts.robots:
                    for link in facts.links:
                        yield from self.frontier.visit(link, depth + 1)
                return
            if facts.n_chars < _SHORT_PAGE:
                yield from self.shown_for_missing.probe(response.url)
            self.frontier.traps.note_page(canonical, facts.fingerprint)
            if first := self._same_page(canonical, facts):
                self.ledger.alias(request, first, "says the same as")
                return
        target = self._canonical_link(facts, canonical, response.url)
        if why := self._removal(answer.body, target):
            self.ledger.record(request, Answer(Outcome.REJECTED, why, response.status), links=facts.links)
            for link in facts.links:
                yield from self.frontier.visit(link, depth + 1)
            return
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
        if target:
            page = replace(page, outcome=Outcome.ALIAS, alias_of=target, reason=_NAMES_ANOTHER)
        self.ledger.save(page)
        if target and facts.canonical:
            yield from self.frontier.visit(facts.canonical, depth)
        if facts.refresh and len(request.meta["chain"]) + depth < MAX_HOPS:
            yield from self.frontier.visit(facts.refresh, depth + 1)
        for link in facts.links:
            yield from self.frontier.visit(link, depth + 1)

    def _same_page(self, canonical: str, facts: PageFacts) -> str | None:
        """Give the page that the same address without a slash, or with one, gave, where the texts are the same."""
        first = self.states.page(canonical[:-1]) if canonical.endswith("/") else None
        is_same = first is not None and first.outcome.has_body and first.fingerprint == facts.fingerprint
        return first.canonical_url if first is not None and is_same else None

    def _canonical_link(self, facts: PageFacts, canonical: str, url: str) -> str | None:
        """Give the page that this one calls its real address, where that can be believed."""
        if not facts.canonical or not self.scope.takes(facts.canonical):
            return None
        target = self.source.canonical(facts.canonical)
        if canonical == target + "/" and other_spelling(url, facts.canonical, self.source.url_rules) is None:
            return None  # the other spelling of that page, and this one
        # Some sites call their front page the canonical form of everything.
        return None if target == canonical or is_root(target) else target

    def _removal(self, body: bytes, target: str | None) -> str | None:
        """Say why a page must not be kept, where an editor has removed its content or the page that it stands for."""
        if self.removed and hashlib.sha256(body).hexdigest() in self.removed:
            return _REMOVED_CONTENT
        return _REMOVED_TARGET if target and self.frontier.is_removed(target) else None

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

    # when nothing is left

    def on_idle(self) -> None:
        """When all is done, ask for what seems absent.

        Raises:
            DontCloseSpider: there is something left to ask for.
        """
        requests = self.frontier.other_spellings() or self.absent.due()
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests or self.absent.second_looks:
            raise DontCloseSpider

    def on_robots(self, rules: RobotsRules) -> None:
        """Take the sitemaps that a robots.txt names, where the source reads sitemaps at all."""
        if self.source.sitemaps:
            for url in rules.sitemaps():
                for request in self.sitemaps.ask(url, 0):
                    self.crawler.engine.crawl(request)


def _header(response: Any, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1").strip()[:MAX_HEADER] if value else None
