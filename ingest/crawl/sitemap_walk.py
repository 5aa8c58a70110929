"""Following sitemaps: each asked for once, of the source's own sites, to a depth and number that end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from scrapy import Request

from ingest.crawl.answers import judge
from ingest.crawl.decode import ACCEPT_ENCODING
from ingest.crawl.ledger import Ledger
from ingest.crawl.scope import Scope
from ingest.crawl.sitemaps import MAX_DEPTH, MAX_SITEMAPS, SitemapError, parse_sitemap
from ingest.crawl.trail import MAX_HEADER, SITEMAP
from ingest.sources.description import Source
from ingest.urls import site_of

_log = logging.getLogger(__name__)


class SitemapWalk:
    """Asks for sitemaps, and hands on the pages that they list."""

    def __init__(self, source: Source, scope: Scope, ledger: Ledger, visit: Callable[[str], Iterator[Request]]) -> None:
        self.source, self.scope, self.ledger, self.visit = source, scope, ledger, visit
        self.seen: set[str] = set()

    def ask(self, url: str, depth: int) -> Iterator[Request]:
        """Ask for a sitemap of the source's own sites, once."""
        try:
            is_own = site_of(url, self.source.url_rules) in self.scope.sites
        except ValueError:
            return
        if not is_own or url in self.seen or depth > MAX_DEPTH or len(self.seen) >= MAX_SITEMAPS:
            return
        self.seen.add(url)
        yield Request(
            url,
            callback=self.read,
            errback=lambda failure: None,
            headers={"Accept-Encoding": ACCEPT_ENCODING},
            meta={"handle_httpstatus_all": True, "sitemap_depth": depth},
            dont_filter=True,
            priority=100,
        )

    def read(self, response: Any) -> Iterator[Request]:
        """Follow what a sitemap lists; one that cannot be read is noted and left."""
        location = (response.headers.get(b"Location") or b"").decode("latin-1").strip()
        if response.status != 200:
            self.ledger.step(response.request, response.status, page=SITEMAP, location=location)
            return
        answer = judge(response, self.source, is_conditional=False, is_sitemap=True)
        if not answer.outcome.has_body:
            _log.warning("sitemap %s left out: %s", response.url, answer.reason)
            return
        etag, changed = (response.headers.get(name) for name in (b"ETag", b"Last-Modified"))
        self.ledger.step(
            response.request,
            response.status,
            page=SITEMAP,
            body=answer.body,
            etag=etag.decode("latin-1").strip()[:MAX_HEADER] if etag else None,
            last_modified=changed.decode("latin-1").strip()[:MAX_HEADER] if changed else None,
        )
        try:
            sitemap = parse_sitemap(answer.body)
        except SitemapError as exc:
            _log.warning("sitemap %s left out: %s", response.url, exc)
            return
        for url in sitemap.sitemaps:
            yield from self.ask(url, response.meta["sitemap_depth"] + 1)
        for url, _ in sitemap.pages:
            yield from self.visit(url)
