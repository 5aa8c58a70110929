"""The ledger of one crawl: what was asked for, and how each page went."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ingest.crawl.answers import Answer
from ingest.crawl.states import CrawlStates, Outcome, PageState
from ingest.crawl.trail import Step, Stop, answer_print, body_print

Report = Callable[[PageState, int, int], None]
"""Called with each page that is done, how many are, and how many are known of."""


class Ledger:
    """Writes page states, and tells whoever follows the crawl."""

    def __init__(self, states: CrawlStates, crawl_no: int, report: Report) -> None:
        self.states, self.crawl_no, self.report = states, crawl_no, report
        self.seen: set[str] = set()  # canonical URLs that this crawl has come to
        self.n_done = 0

    def known(self, request: Any) -> PageState:
        """Give what is known of the page that a request is for, as of this crawl."""
        canonical = request.meta["canonical"]
        url = request.meta["chain"][0] if request.meta["chain"] else request.url
        known = self.states.page(canonical) or PageState(canonical, url)
        return replace(known, crawl_no=self.crawl_no, depth=request.meta["depth_of_page"], alias_of=None)

    def record(self, request: Any, answer: Answer, links: tuple[str, ...] | None = None) -> None:
        """Write down how a request ended that brought no page to keep; without new links the earlier ones stand."""
        page = self.known(request)
        self.save(
            replace(
                page,
                outcome=answer.outcome,
                reason=answer.reason,
                http_status=answer.http_status,
                links=page.links if links is None else links,
            )
        )

    def alias(self, request: Any, target: str, how: str) -> None:
        """Write down that a request was for another address of a page."""
        page = self.known(request)
        reason = f"{how} {target}"
        self.save(replace(page, outcome=Outcome.ALIAS, alias_of=target, reason=reason, sha256=None, links=(target,)))

    def step(
        self,
        request: Any,
        status: int,
        *,
        page: str | None = None,
        location: str = "",
        tags: Iterable[str] = (),
        body: bytes = b"",
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        """Note a final answer in the trail, under a page or the one that the request is for."""
        if found := answer_print(status, location, tags, body):
            now = datetime.now(UTC).isoformat(timespec="seconds")
            address = request.meta["canonical"] if page is None else page
            self.states.trail.add(Step(address, request.url, found, etag, last_modified, now), self.crawl_no)

    def stopped_step(self, request: Any, stop: Stop) -> None:
        """Note in the trail that an answer was left at its head."""
        self.states.trail.add(Step(request.meta["canonical"], request.url, stop.value), self.crawl_no)

    def repeat_step(self, page: str, url: str) -> None:
        """Note in the trail that an answer still holds."""
        known = self.states.page(page)
        if not self.states.trail.keep(page, url, self.crawl_no) and known and known.sha256:
            found = body_print(known.sha256)
            step = Step(page, url, found, known.etag, known.last_modified, known.fetched_at)
            self.states.trail.add(step, self.crawl_no)

    def save(self, page: PageState) -> None:
        """Write down a page."""
        self.states.save(page)
        self.n_done += 1
        self.report(page, self.n_done, len(self.seen))
