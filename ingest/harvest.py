"""Harvests: what a target gave, told apart into what must be read and what need not be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from pathlib import Path

from corpus.blobs import BlobStore
from corpus.documents import Document, DocumentStatus
from corpus.errors import FetchError
from corpus.kept_out import KeptOut, Removal
from corpus.runs import PageState
from ingest.crawl import CrawlSummary, Outcome
from ingest.crawl import PageState as CrawlPage
from ingest.files import FoundFile, LeftOut, find_files, read_file
from ingest.guard_cpr import mask_address
from ingest.progress import Stage
from ingest.raw import RawDocument
from ingest.report import FROZEN_REMEDY, REMEDIES, Item, ItemState
from ingest.sources.description import Expected, Source

FILES = "files"
SETTLED = frozenset({"ok", "refused", "quarantined"})
"""States of a page that is not looked at again while its bytes stay the same; `read` ones wait to be linked."""

_STATES = {
    Outcome.ALIAS: ItemState.ALIAS,
    Outcome.DEFERRED: ItemState.DEFERRED,
    Outcome.DISALLOWED: ItemState.SKIPPED,
    Outcome.REJECTED: ItemState.SKIPPED,
    Outcome.GONE: ItemState.GONE,
}
_CRAWL_REMEDIES = {
    Outcome.BLOCKED: "An intranet host can be allowed as host:port in the setting allow_addresses.",
    Outcome.DEFERRED: "Run the same again later.",
    Outcome.DISALLOWED: "Ask the site's owner, or give another address.",
    Outcome.EMPTY: "Open the address in a browser to see whether it has content.",
    Outcome.FAILED: "Open the address in a browser; if it works there, run the same again later.",
    Outcome.PARTIAL: "Run the same again later.",
    Outcome.REJECTED: "Give the address of a page, PDF or Word file that may be read.",
    Outcome.REDIRECT_LOOP: "Open the address in a browser, and give the address that it ends at.",
    Outcome.TIMEOUT: "Run the same again later, or raise politeness.timeout_s of the source.",
    Outcome.TOO_LARGE: "Raise limits.max_page_bytes or max_file_bytes of the source if it is worth reading.",
}
REMOVED_REMEDY = "`puljespor review removals` lists it; an editor may lift it with a reason."
INCOMPLETE = "the crawl was not complete"
"""How a reason begins that nobody can overrule: what was not looked for is not missing."""
_BREAKER_SHARE = 0.5
"""A crawl with fewer than this share of the known pages says more about the site's state than about its pages."""
_BREAKER_LEAST = 5  # known pages below which shares mean nothing


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier runs know of the pages of a source, by canonical URL."""

    states: Mapping[str, PageState] = field(default_factory=dict)
    refusals: Mapping[str, Document] = field(default_factory=dict)  # documents that gave nothing
    cleared: frozenset[str] = frozenset()  # SHA-256 of documents that an editor has let out of quarantine
    kept_out: KeptOut = field(default_factory=KeptOut)  # documents that an editor has removed

    @property
    def has_unsettled(self) -> bool:
        """Say whether an earlier run was killed between reading and settling, or could not read all out."""
        return any(state.status == "read" for state in self.states.values())

    def settled(self, canonical_url: str, sha256: str | None) -> PageState | None:
        """Give what is known of a page with these bytes, if nothing of it is left to do."""
        known = self.states.get(canonical_url)
        if known is None or known.body_sha256 != sha256 or known.status not in SETTLED:
            return None
        return None if known.status == "quarantined" and sha256 in self.cleared else known


@dataclass
class Harvest:
    """What one target gave. `raws` reads lazily; `items` grows with what need not be read while it does."""

    target: str
    source: str
    raws: Iterator[RawDocument]
    n_raws: int | None
    publishes: bool
    items: list[Item] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)  # canonical URL -> reason
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)  # canonical URL -> other canonical URLs
    frozen: str = ""  # why nothing is taken for gone
    overruled: str = ""  # why it would not be, had nobody accepted that it is
    notices: list[str] = field(default_factory=list)
    expected: Expected = field(default_factory=Expected)
    has_unsettled: bool = False  # an earlier run has read pages of this source that it did not settle


def harvest_files(
    paths: Sequence[Path], memory: Memory, stage: Stage, *, at_most: int | None = None, own: Path | None = None
) -> Harvest:
    """Harvest files and folders; what is unchanged is hashed and not read further.

    Args:
        paths: of files and folders.
        memory: what earlier runs know.
        stage: told how it goes.
        at_most: how many files and folders one folder may hold; one that holds more is refused.
        own: a folder that is left out because it is Puljespor's.
    """
    harvest = Harvest(mask_address(", ".join(map(str, paths))), FILES, iter(()), None, publishes=True)
    harvest.has_unsettled = memory.has_unsettled
    found: list[FoundFile] = []
    left_out = LeftOut()
    for path in paths:
        try:
            found += list(find_files(path, at_most=at_most, own=own, left_out=left_out))
        except FetchError as exc:
            harvest.items.append(Item(mask_address(str(path)), ItemState.REFUSED, str(exc.args[0]), exc.remedy))
    if left_out.names:
        harvest.notices.append(f"left out {left_out}")
    harvest.raws = _file_raws(found, memory, harvest, stage)
    return harvest


def _file_raws(found: Sequence[FoundFile], memory: Memory, harvest: Harvest, stage: Stage) -> Iterator[RawDocument]:
    by_hash = {state.body_sha256: state for state in memory.states.values()}
    seen: set[str] = set()
    harvest.n_raws = len(found)
    for n_done, file in enumerate(found, start=1):
        if file.url in seen:
            continue
        seen.add(file.url)
        stage.tell(n_done, len(found), file.url)
        if file.problem:
            harvest.items.append(Item(file.url, ItemState.REFUSED, file.problem, file.remedy))
            continue
        try:
            raw = read_file(file)
        except FetchError as exc:
            harvest.items.append(Item(file.url, ItemState.REFUSED, str(exc.args[0]), exc.remedy))
            continue
        sha256 = hashlib.sha256(raw.body).hexdigest()
        known, twin = memory.settled(file.url, sha256), by_hash.get(sha256)
        if removal := memory.kept_out.content(sha256):
            harvest.items.append(removed_item(file.url, removal, FILES))
        elif known:
            harvest.items.append(_repeat(known, memory.refusals))
        elif twin and twin.canonical_url != file.url and twin.status in SETTLED:
            reason = f"the same content as {twin.canonical_url}"
            harvest.items.append(Item(file.url, ItemState.ALIAS, reason, document_id=twin.document_id))
        else:
            by_hash[sha256] = PageState(file.url, file.url, body_sha256=sha256, source=FILES, status="ok")
            yield raw


def refusal_state(status: DocumentStatus, source: str) -> ItemState:
    """Say whether a document that gives nothing is refused, or a page that a site just happens to have."""
    is_nothing = status in (DocumentStatus.EMPTY, DocumentStatus.REJECTED)
    return ItemState.SKIPPED if is_nothing and source != FILES else ItemState.REFUSED


def removed_item(url: str, removal: Removal, source: str) -> Item:
    """Give the line for what an editor has removed: a file that was named is refused, a site's page passed over."""
    state = ItemState.REFUSED if source == FILES else ItemState.SKIPPED
    return Item(url, state, removal.reason, REMOVED_REMEDY, source=source)


def _repeat(known: PageState, refusals: Mapping[str, Document]) -> Item:
    """Give the line for a page whose bytes are as they were: a refusal stays one, with its reason."""
    if known.status == "quarantined":
        reason, remedy = "held back for personal data, as before", REMEDIES[DocumentStatus.QUARANTINED]
        return Item(known.url, ItemState.REFUSED, reason, remedy, source=known.source)
    document = refusals.get(known.canonical_url)
    if document is not None:
        state = refusal_state(document.status, known.source)
        remedy = REMEDIES.get(document.status, "")
        return Item(known.url, state, f"as before: {document.status_reason}", remedy, known.document_id)
    return Item(known.url, ItemState.UNCHANGED, document_id=known.document_id, source=known.source)


def harvest_crawl(
    source: Source, summary: CrawlSummary, memory: Memory, bodies: Sequence[BlobStore], *, accepts_gone: bool = False
) -> Harvest:
    """Harvest a crawl: pages whose bytes are new are to be read, the others only noted.

    Args:
        source: what was crawled.
        summary: what came of it.
        memory: what earlier runs know.
        bodies: where the originals lie.
        accepts_gone: take what is missing for gone although it is much: somebody has seen that it is.
    """
    harvest = Harvest(source.name, source.name, iter(()), 0, publishes=source.publish == "auto")
    harvest.expected = source.expected
    harvest.has_unsettled = memory.has_unsettled
    harvest.notices = list(summary.notices)
    wanted: list[CrawlPage] = []
    starts = {source.canonical(url) for url in source.start}
    for page in summary.pages:
        known = memory.states.get(page.canonical_url)
        if page.outcome.has_body:
            if removal := memory.kept_out.content(page.sha256):
                harvest.items.append(removed_item(page.url, removal, source.name))
            elif settled := memory.settled(page.canonical_url, page.sha256):
                harvest.items.append(_repeat(settled, memory.refusals))
            else:
                wanted.append(page)
            continue
        if known and known.status == "gone" and page.outcome is Outcome.GONE:
            harvest.items.append(Item(page.url, ItemState.SKIPPED, f"as before: {page.reason}", source=source.name))
            continue  # told when it went
        is_moved = bool(page.outcome is Outcome.ALIAS and known and known.document_id)
        if known and known.status != "gone" and (page.outcome is Outcome.GONE or is_moved):
            harvest.gone[page.canonical_url] = page.reason
        harvest.items.append(_crawl_item(page, is_start=page.canonical_url in starts))
    n_standing = sum(state.status != "gone" for state in memory.states.values())
    # Not the last crawl alone: where the site was down then too, its few pages prove nothing.
    harvest.frozen = _freeze(summary, harvest, n_known=max(n_standing, summary.last_yield or 0))
    if accepts_gone and summary.is_complete:
        harvest.overruled, harvest.frozen = harvest.frozen, ""
    if harvest.overruled and harvest.gone:
        harvest.notices.append(f"{len(harvest.gone)} pages are taken for gone, as somebody has accepted")
    if harvest.frozen:
        harvest.gone = {}
        harvest.items = [_held(item) for item in harvest.items]
    harvest.aliases = {c: [source.canonical(url) for url in urls] for c, urls in summary.aliases.items()}
    harvest.n_raws = len(wanted)
    harvest.raws = _crawl_raws(source, wanted, bodies)
    return harvest


def _crawl_item(page: CrawlPage, *, is_start: bool) -> Item:
    state = _STATES.get(page.outcome, ItemState.REFUSED)
    if page.outcome is Outcome.FAILED and page.http_status in (404, 410):
        state = ItemState.SKIPPED  # a link on the site that leads nowhere is the site's matter
    if is_start and state is ItemState.SKIPPED:
        state = ItemState.REFUSED  # but this one was asked for by name
    remedy = _CRAWL_REMEDIES.get(page.outcome, "") if state in (ItemState.REFUSED, ItemState.DEFERRED) else ""
    return Item(page.url, state, page.reason or page.outcome.value, remedy)


def _held(item: Item) -> Item:
    """Give the line for a page that is missing while nothing is taken for gone: it must not read as gone."""
    if item.state is not ItemState.GONE:
        return item
    return replace(item, state=ItemState.DEFERRED, reason=f"missing for now: {item.reason}", remedy=FROZEN_REMEDY)


def _freeze(summary: CrawlSummary, harvest: Harvest, *, n_known: int) -> str:
    """Say why a crawl proves nothing about what is absent; empty where it does."""
    n_pages = sum(page.outcome.has_body for page in summary.pages)
    if not summary.is_complete:
        return f"{INCOMPLETE} ({'; '.join(summary.notices) or 'broken off'})"
    if n_known >= _BREAKER_LEAST and n_pages < n_known * _BREAKER_SHARE:
        return f"it gave {n_pages} pages where {n_known} are known"
    if n_known >= _BREAKER_LEAST and len(harvest.gone) > n_known * (1 - _BREAKER_SHARE):
        return f"{len(harvest.gone)} of {n_known} pages would be gone at once"
    return ""


def _crawl_raws(source: Source, pages: Sequence[CrawlPage], bodies: Sequence[BlobStore]) -> Iterator[RawDocument]:
    for page in pages:
        sha256 = page.sha256 or ""
        store = next((store for store in bodies if store.path(sha256).is_file()), bodies[0])
        yield RawDocument(
            url=page.url,
            canonical_url=page.canonical_url,
            media_type=page.media_type,
            body=store.load(sha256),
            fetched_at=page.fetched_at.replace("+00:00", "Z"),
            last_modified=_iso(page.last_modified),
            etag=page.etag,
            source=source.name,
        )


def _iso(http_date: str | None) -> str | None:
    if not http_date:
        return None
    try:
        return parsedate_to_datetime(http_date).isoformat()
    except (TypeError, ValueError):
        return None
