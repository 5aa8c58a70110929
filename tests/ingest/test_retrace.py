"""Going the last crawl's way again: what comes of it is what the crawler itself would make of the site."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path

import pytest

from corpus.settings import Settings
from ingest.crawl import CrawlSummary, Outcome, PageState, crawl
from ingest.sources.description import Politeness, Source
from tests.ingest.webserver import Reply, Site, serve

TEXT = "<p>" + "Kommunen har fået tilskud til en indsats for borgere med kronisk sygdom. " * 10 + "</p>"
QUICK = Politeness(delay_s=0.0, concurrency=4, timeout_s=4.0, max_wait_s=2.0, min_bytes_per_s=0)
DATE = "Wed, 12 Mar 2025 10:00:00 GMT"


def _tagged(_: Site, request: BaseHTTPRequestHandler) -> Reply:
    if request.headers.get("If-None-Match") == '"v1"':
        return Reply(status=304, headers={"ETag": '"v1"'})
    return Reply(f'{TEXT}<p>mærket</p><a href="/b">b</a>'.encode(), headers={"ETag": '"v1"'})


def _sitemap(site: Site, *paths: str) -> Reply:
    urls = "".join(f"<url><loc>{site.url}{path}</loc></url>" for path in paths)
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return Reply(f"<urlset {space}>{urls}</urlset>".encode(), content_type="application/xml")


def build(site: Site) -> None:
    """Put a page of every kind of answer that a crawl settles."""
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /hemmelig\n", content_type="text/plain")
    site.pages["/sitemap.xml"] = _sitemap(site, "/fra-kortet")
    links = "/a /b /rapport.pdf /mangler /hemmelig/x /gammel /samme /kanonisk /skjult /logo /notat.docx /tom".split()
    site.page("/", TEXT + "".join(f'<a href="{link}">x</a>' for link in links))
    site.pages["/a"] = _tagged
    site.page("/b", TEXT + "<p>B</p>", Last_Modified=DATE)
    site.pages["/rapport.pdf"] = Reply(b"%PDF-1.4 indhold", content_type="application/pdf")
    site.pages["/gammel"] = Reply(status=301, headers={"Location": "/ny"})
    site.page("/ny", TEXT + "<p>flyttet</p>")
    site.page("/samme", TEXT + "<p>B</p>")  # the bytes of /b
    site.page("/kanonisk", TEXT + "<p>k</p>", head='<link rel="canonical" href="/ny">')
    site.page("/skjult", TEXT + '<a href="/bag">bag</a>', head='<meta name="robots" content="noindex">')
    site.page("/bag", TEXT + "<p>bag</p>")
    site.pages["/logo"] = Reply(b"\x89PNG", content_type="image/png")
    site.pages["/notat.docx"] = Reply(b"PK\x03\x04 intet dokument", content_type="application/zip")
    site.pages["/tom"] = Reply(b"  ")
    site.page("/fra-kortet", TEXT + "<p>kort</p>")


class Crawls:
    """Crawls of one site, each in a folder of its own that begins as a copy of the first crawl's."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder, self.numbers = site, folder, count(1)
        maps = (f"{site.url}/sitemap.xml",)
        self.source = Source("prøve", "Prøve", (f"{site.url}/",), sitemaps=maps, politeness=QUICK)

    def first(self) -> CrawlSummary:
        return self._crawl(self.folder / "0", self.source)

    def again(self, *, may_retrace: bool = True, source: Source | None = None) -> tuple[CrawlSummary, bool]:
        """Crawl after the first crawl, and say whether the crawler was started."""
        folder = self.folder / str(next(self.numbers))
        shutil.copytree(self.folder / "0", folder)
        (folder / "crawl.log").unlink()
        if not may_retrace:
            with closing(sqlite3.connect(folder / "states.sqlite", isolation_level=None)) as db:
                db.execute("DELETE FROM ends")
        self.site.hits.clear()
        summary = self._crawl(folder, source or self.source)
        return summary, (folder / "crawl.log").exists()

    def _crawl(self, folder: Path, source: Source) -> CrawlSummary:
        settings = Settings(data=folder, allow_addresses=self.site.address)
        return crawl(
            source,
            settings,
            states=folder / "states.sqlite",
            spool=folder / "spool",
            blobs=folder / "blobs",
            log=folder / "crawl.log",
        )


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    with serve(Site()) as site:
        build(site)
        crawls = Crawls(site, tmp_path_factory.mktemp("retrace"))
        crawls.first()
        yield crawls


@pytest.fixture
def crawls(crawled: Crawls) -> Iterator[Crawls]:
    yield crawled
    crawled.site.pages.clear()
    build(crawled.site)


def told(summary: CrawlSummary) -> list[PageState]:
    """Give what a crawl says of its pages, without when it was read and how far from the start."""
    return [replace(page, fetched_at="", changed_at="", depth=0) for page in summary.pages]


def outcomes(crawls: Crawls, summary: CrawlSummary) -> dict[str, Outcome]:
    return {page.canonical_url.removeprefix(crawls.site.url): page.outcome for page in summary.pages}


def test_a_site_as_it_was_needs_no_crawler(crawls: Crawls) -> None:
    retraced, started = crawls.again()
    asked = sorted(crawls.site.hits)
    crawled, crawler_started = crawls.again(may_retrace=False)
    assert (started, crawler_started) == (False, True)
    assert told(retraced) == told(crawled)
    assert (retraced.is_complete, retraced.notices, retraced.aliases, retraced.last_yield) == (
        crawled.is_complete,
        crawled.notices,
        crawled.aliases,
        crawled.last_yield,
    )
    assert Outcome.UNCHANGED in outcomes(crawls, retraced).values()
    paths = [path for path, _, _ in asked]
    assert sorted(set(paths)) == paths  # each once
    assert ("/a", '"v1"') in [hit[:2] for hit in asked]
    assert {agent.split("/")[0] for _, _, agent in asked} == {"puljespor"}
    assert "/hemmelig/x" not in paths


def _other_body(site: Site) -> None:
    site.page("/b", TEXT + "<p>B2</p>", Last_Modified=DATE)


def _no_longer_linked(site: Site) -> None:
    site.page("/", TEXT + '<a href="/a">x</a><a href="/helt-ny">x</a>')
    site.page("/helt-ny", TEXT + "<p>helt ny</p>")


def _gone(site: Site) -> None:
    site.pages["/ny"] = Reply(b"", 410)


def _moved_elsewhere(site: Site) -> None:
    site.pages["/gammel"] = Reply(status=301, headers={"Location": "/nyere"})
    site.page("/nyere", TEXT + "<p>flyttet igen</p>")


def _forbidden(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /hemmelig\nDisallow: /b$\n", content_type="text/plain")


def _listed_anew(site: Site) -> None:
    site.pages["/sitemap.xml"] = _sitemap(site, "/fra-kortet", "/ny-paa-kortet")
    site.page("/ny-paa-kortet", TEXT + "<p>ny på kortet</p>")


def _hidden(site: Site) -> None:
    site.page("/bag", TEXT + "<p>bag</p>", X_Robots_Tag="noindex")


def _made_whole(site: Site) -> None:
    site.page("/tom", TEXT + "<p>ikke tom</p>")
    site.page("/logo", TEXT + "<p>ikke et billede</p>")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_other_body, {"/b": Outcome.OK, "/samme": Outcome.OK}),  # no longer the same bytes
        (
            _no_longer_linked,
            {"/": Outcome.OK, "/helt-ny": Outcome.OK}
            | dict.fromkeys(
                ["/mangler", "/hemmelig/x", "/gammel", "/logo", "/notat.docx", "/tom", "/skjult", "/samme", "/kanonisk"]
            ),
        ),
        (_gone, {"/ny": Outcome.GONE, "/kanonisk": Outcome.OK}),
        (_moved_elsewhere, {"/nyere": Outcome.OK}),
        (_forbidden, {"/b": Outcome.DISALLOWED, "/samme": Outcome.OK}),
        (_listed_anew, {"/ny-paa-kortet": Outcome.OK}),
        (_hidden, {"/bag": Outcome.REJECTED}),
        (_made_whole, {"/tom": Outcome.OK, "/logo": Outcome.OK}),
    ],
)
def test_whatever_changes_is_found(
    crawls: Crawls, change: Callable[[Site], None], expected: dict[str, Outcome | None]
) -> None:
    before = outcomes(crawls, crawls.again()[0])
    change(crawls.site)
    summary, started = crawls.again()
    assert started
    after = before | expected
    assert outcomes(crawls, summary) == {path: outcome for path, outcome in after.items() if outcome is not None}


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_validators_that_change_each_time_say_nothing(crawls: Crawls, header: str) -> None:
    numbers = count(1)
    crawls.site.pages["/b"] = lambda _, request: replace(
        _page("B"), headers={header: f'"v{next(numbers)}"' if header == "ETag" else DATE.replace("10:", "11:")}
    )
    retraced, started = crawls.again()
    assert not started
    assert outcomes(crawls, retraced)["/b"] is Outcome.UNCHANGED


def _page(name: str) -> Reply:
    site = Site()
    site.page("/", f"{TEXT}<p>{name}</p>")
    reply = site.pages["/"]
    assert isinstance(reply, Reply)
    return reply


def test_a_tag_that_stays_while_the_page_changes_is_not_trusted_for_ever(crawls: Crawls) -> None:
    def lies(_: Site, request: BaseHTTPRequestHandler) -> Reply:
        if request.headers.get("If-None-Match"):
            return Reply(status=304, headers={"ETag": '"v1"'})
        return Reply(f'{TEXT}<p>ændret</p><a href="/b">b</a>'.encode(), headers={"ETag": '"v1"'})

    crawls.site.pages["/a"] = lies
    assert outcomes(crawls, crawls.again()[0])["/a"] is Outcome.UNCHANGED
    careful = replace(crawls.source, full_refetch_days=0.0)
    assert outcomes(crawls, crawls.again(source=careful)[0])["/a"] is Outcome.OK


def test_a_server_in_trouble_is_left_to_the_crawler_and_asked_no_more_often(crawls: Crawls) -> None:
    crawls.site.pages["/b"] = Reply(b"", 500)
    _, started = crawls.again()
    assert (started, crawls.site.n_hits("/b")) == (True, 3)


def test_a_source_that_is_described_otherwise_is_crawled_anew(crawls: Crawls) -> None:
    shallow = replace(crawls.source, never=("/mangler",))
    before = outcomes(crawls, crawls.again()[0])
    summary, started = crawls.again(source=shallow)
    assert started
    assert outcomes(crawls, summary) == {path: outcome for path, outcome in before.items() if path != "/mangler"}
