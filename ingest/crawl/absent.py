"""Pages that seem absent: asked for though nothing links to them, and again before they are taken for gone."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scrapy import Request

from ingest.crawl.answers import Answer
from ingest.crawl.frontier import Frontier
from ingest.crawl.ledger import Ledger
from ingest.crawl.states import Outcome, PageState

_SECOND_LOOK_S = 3.0  # a page that is missing is asked for again no sooner than this


class Absent:
    """Keeps what is to be asked for when all else is done."""

    def __init__(self, ledger: Ledger, frontier: Frontier, known: Mapping[str, str]) -> None:
        self.ledger, self.frontier = ledger, frontier
        self.known = known  # canonical URL -> URL of what stands in the corpus, whatever the last crawl made of it
        self.second_looks: deque[tuple[float, str, str]] = deque()  # (not before, canonical, url)
        self.has_checked_unvisited = False

    def note_missing(self, request: Any, answer: Answer, known: PageState) -> None:
        """A page that was there is not: sure at 410, and at 404 only if a second look, now or before, says so too."""
        if answer.http_status == 410 or request.meta.get("is_second_look") or known.outcome is Outcome.GONE:
            reason = f"the server answers {answer.http_status}; it was there before"
            self.ledger.save(replace(known, crawl_no=self.ledger.crawl_no, outcome=Outcome.GONE, reason=reason))
            return
        self.second_looks.append((time.monotonic() + _SECOND_LOOK_S, known.canonical_url, request.url))

    def due(self) -> list[Request]:
        """Give what is to be asked for now: once the pages that nothing linked to, and second looks that are due."""
        requests = [] if self.has_checked_unvisited else self._unvisited()
        self.has_checked_unvisited = True
        while self.second_looks and self.second_looks[0][0] <= time.monotonic():
            _, canonical, url = self.second_looks.popleft()
            request = self.frontier.request(url, canonical, 0, self.ledger.states.page(canonical))
            request.meta["is_second_look"] = True
            requests.append(request)
        return requests

    def _unvisited(self) -> list[Request]:
        """Give the pages that earlier crawls or the corpus know and that nothing links to, any more or for now."""
        states, crawl_no = self.ledger.states, self.ledger.crawl_no
        wanted: list[tuple[str, str, int, PageState | None]] = [
            (page.canonical_url, page.url, page.depth, page) for page in states.unvisited(crawl_no)
        ]
        for canonical, url in self.known.items():
            page = states.page(canonical)
            if page is None or page.crawl_no != crawl_no:  # else it was done before this crawl was broken off
                wanted.append((canonical, url, 1, page))
        requests: list[Request] = []
        for canonical, url, depth, page in wanted:
            if canonical not in self.ledger.seen and not self.frontier.is_removed(canonical):
                self.ledger.seen.add(canonical)
                requests.append(self.frontier.request(url, canonical, depth, page))
        return requests
