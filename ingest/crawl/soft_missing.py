"""Soft 404s: what a site shows, with status 200, for pages that do not exist."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapy import Request

from ingest.crawl.answers import judge
from ingest.crawl.decode import ACCEPT_ENCODING
from ingest.crawl.links import read_page
from ingest.crawl.states import CrawlStates, Outcome
from ingest.raw import HTML
from ingest.sources.description import Source
from ingest.urls import site_of

SOFT_404 = "it is what the site shows for pages that do not exist (soft 404)"
_MAX_PROBES = 12  # per site


class ShownForMissing:
    """Learns what each site shows for a page that cannot exist, and knows it again."""

    def __init__(self, source: Source, states: CrawlStates, crawl_no: int, starts: Collection[str]) -> None:
        self.source, self.states, self.crawl_no, self.starts = source, states, crawl_no, starts
        self.probed: dict[str, set[str]] = {}  # site -> folders asked for a page that cannot exist

    def is_shown(self, url: str, fingerprint: str) -> bool:
        """Say whether a page of this print is what the site of a URL shows for missing ones."""
        return fingerprint in self.states.missing_prints(site_of(url))

    def probe(self, url: str) -> Iterator[Request]:
        """Ask for a page that cannot exist, beside a suspiciously short page: below it, some sites show the page."""
        site = site_of(url)
        folder = urlsplit(url).path.rstrip("/").rpartition("/")[0]
        probed = self.probed.setdefault(site, set())
        if folder in probed or len(probed) >= _MAX_PROBES:
            return
        probed.add(folder)
        yield Request(
            urljoin(url, f"{folder}/{secrets.token_hex(8)}"),
            callback=self.learn,
            errback=lambda failure: None,
            headers={"Accept-Encoding": ACCEPT_ENCODING},
            meta={"handle_httpstatus_all": True, "site": site},
            dont_filter=True,
            priority=500,
        )

    def learn(self, response: Any) -> None:
        """Take the answer, and set aside the pages of this crawl that turn out to be the same."""
        if response.status != 200:
            return
        answer = judge(response, self.source, is_conditional=False)
        if not answer.outcome.has_body or answer.media_type != HTML:
            return
        facts = read_page(answer.body, response.url, answer.content_type)
        site = response.meta["site"]
        self.states.save_missing_print(site, facts.fingerprint)
        for page in list(self.states.pages(self.crawl_no)):
            is_same = page.fingerprint == facts.fingerprint and page.outcome.has_body and site_of(page.url) == site
            if is_same and page.canonical_url not in self.starts:
                self.states.save(replace(page, outcome=Outcome.REJECTED, reason=SOFT_404))
