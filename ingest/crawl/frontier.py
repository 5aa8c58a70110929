"""The frontier: which pages are asked for, each once, and with what request."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from scrapy import Request

from corpus.blobs import BlobStore
from corpus.kept_out import address_hash
from ingest.crawl.decode import ACCEPT_ENCODING
from ingest.crawl.ledger import Ledger
from ingest.crawl.scope import Scope
from ingest.crawl.states import Outcome, PageState
from ingest.crawl.traps import TrapGuard
from ingest.crawl.validators import conditions_of, is_fresh
from ingest.sources.description import Source
from ingest.urls import other_spelling

_SPELLINGS_AT_ONCE = 50
"""Other spellings that are asked for before it is seen whether a site gives other pages at them at all."""


class Frontier:
    """Takes links, and gives the requests for those that are wanted, allowed by the limits and not asked for yet."""

    def __init__(
        self,
        source: Source,
        ledger: Ledger,
        bodies: Sequence[BlobStore],
        removed: Collection[str],
        *,
        tried: str | None = None,
        on_page: Callable[[Any], Any],
        on_failure: Callable[[Any], Any],
    ) -> None:
        self.source, self.ledger, self.bodies, self.removed = source, ledger, bodies, removed
        self.on_page, self.on_failure = on_page, on_failure
        self.tried = tried  # the URL at which the server has failed once in this crawl
        self.scope = Scope(source)
        self.traps = TrapGuard(source.limits)
        self.n_skipped: dict[str, int] = {}  # why -> how many links
        self.first_urls: dict[str, str] = {}  # canonical URL -> the URL at which this crawl asked for it
        self.other_urls: dict[str, tuple[str, str, int]] = {}  # key -> URL, canonical URL, depth
        self.asked_spellings: list[str] = []  # keys of other spellings (`other_spelling`) that were asked for
        self.n_removed = 0  # addresses passed over because an editor removed what stands there

    def visit(self, url: str, depth: int, *, is_start: bool = False) -> Iterator[Request]:
        """Ask for a page unless it was asked for, and replay the links of pages that this crawl has done already."""
        waiting = deque([(url, depth)])
        while waiting:
            url, depth = waiting.popleft()
            if why := self.traps.closed_reason(url):
                self._skip(why)
                continue
            if not (is_start or self.scope.takes(url)):
                continue
            is_start = False
            canonical = self.source.canonical(url)
            if other := other_spelling(url, self._first_url(canonical, url), self.source.url_rules):
                self.other_urls.setdefault(other, (url, canonical, depth))
                continue
            if canonical in self.ledger.seen or self.is_removed(canonical):
                continue
            known = self.ledger.states.page(canonical)
            if known and known.crawl_no == self.ledger.crawl_no and known.outcome is not Outcome.DEFERRED:
                waiting.extend(self._replay(known, depth))
            elif why := self._limit(canonical, depth):
                self._skip(why)
            else:
                self.ledger.seen.add(canonical)
                yield self.request(url, canonical, depth, known)

    def _first_url(self, canonical: str, url: str) -> str:
        """Give the URL at which a page stands: as it was read before, as this crawl first asked for it, or this one."""
        if canonical not in self.first_urls:
            known = self.ledger.states.page(canonical)
            self.first_urls[canonical] = known.url if known else url
        return self.first_urls[canonical]

    def other_spellings(self) -> list[Request]:
        """Give requests for addresses that end in a slash where their page was read without one, or the reverse.

        They are asked for when all else is done. A site that gives the same page at the first fifty is asked for no
        more of them.
        """
        states, due = self.ledger.states, list[Request]()
        if self.asked_spellings and not any(_is_apart(states.page(key)) for key in self.asked_spellings):
            if len(self.asked_spellings) >= _SPELLINGS_AT_ONCE:
                self.other_urls.clear()
        while self.other_urls and len(due) < _SPELLINGS_AT_ONCE:
            key = next(iter(self.other_urls))
            url, canonical, depth = self.other_urls.pop(key)
            first, known = states.page(canonical), states.page(key)
            is_one = first is not None and other_spelling(url, first.url, self.source.url_rules) is None
            if is_one or key in self.ledger.seen or self.is_removed(canonical) or self.is_removed(key):
                continue  # a redirect has led there, or it was looked at
            if known and known.crawl_no == self.ledger.crawl_no and known.outcome is not Outcome.DEFERRED:
                for link, link_depth in self._replay(known, depth):
                    due.extend(self.visit(link, link_depth))
            elif why := self._limit(key, depth):
                self._skip(why)
            else:
                self.ledger.seen.add(key)
                self.asked_spellings.append(key)
                due.append(self.request(url, key, depth, known))
        return due

    def is_removed(self, canonical: str) -> bool:
        """Say whether an editor has removed what stands at an address; it is counted once, and never asked for."""
        if not self.removed or address_hash(canonical) not in self.removed:
            return False
        if canonical not in self.ledger.seen:
            self.ledger.seen.add(canonical)
            self.n_removed += 1
        return True

    def _replay(self, known: PageState, depth: int) -> Iterator[tuple[str, int]]:
        """Take a page as done, as it was before this crawl was broken off, and give what it leads to."""
        self.ledger.seen.add(known.canonical_url)
        self.ledger.n_done += 1
        if known.fingerprint:
            self.traps.note_page(known.canonical_url, known.fingerprint)
        yield from ((link, depth + 1) for link in known.links)
        if known.alias_of:
            yield known.alias_of, depth

    def _skip(self, why: str) -> None:
        self.n_skipped[why] = self.n_skipped.get(why, 0) + 1

    def _limit(self, canonical: str, depth: int) -> str | None:
        limits = self.source.limits
        if depth > limits.max_depth:
            return f"more than {limits.max_depth} links from a start page"
        if len(self.ledger.seen) >= limits.max_pages:
            return f"the limit of {limits.max_pages} pages is reached"
        return self.traps.refusal(canonical)

    def request(
        self, url: str, canonical: str, depth: int, known: PageState | None, *, chain: tuple[str, ...] = ()
    ) -> Request:
        """Build the request for a page, conditional where what is stored may still be right."""
        headers = {"Accept-Encoding": ACCEPT_ENCODING}
        # After any other answer the page itself is wanted: what was missing may be back under its old validators.
        is_whole = bool(known and (known.outcome.has_body or known.outcome is Outcome.ALIAS))
        is_conditional = bool(known and is_whole and not chain and self._may_stand(known))
        if known and is_conditional:
            headers |= conditions_of(known, full_refetch_days=self.source.full_refetch_days)
        meta = {
            "canonical": canonical,
            "depth_of_page": depth,
            "chain": chain,
            "is_conditional": is_conditional,
            "attempt": 2 if url == self.tried else 1,
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

    def _may_stand(self, known: PageState) -> bool:
        """Say whether validators may be trusted: not for longer than the source says, and only if the body is here."""
        is_kept = bool(known.sha256) and any(store.path(known.sha256 or "").is_file() for store in self.bodies)
        return is_kept and is_fresh(known, full_refetch_days=self.source.full_refetch_days)


def _is_apart(page: PageState | None) -> bool:
    """Say whether what stands at another spelling is a page of its own."""
    return page is not None and page.outcome.has_body
