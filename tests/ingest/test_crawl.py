"""Whole crawls over loopback sockets, by the crawler's public function."""

from __future__ import annotations

import email.utils
import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from corpus.blobs import BlobStore
from corpus.settings import Settings
from ingest.crawl import CrawlSummary, Outcome, crawl
from ingest.sources.description import CrawlLimits, Politeness, Source
from tests.ingest.webserver import Handler, Reply, Site, serve

TEXT = "<p>" + "Kommunen har fået tilskud til en indsats for borgere med kronisk sygdom. " * 10 + "</p>"
QUICK = Politeness(delay_s=0.0, concurrency=4, timeout_s=4.0, max_wait_s=5.0, min_bytes_per_s=0)


@pytest.fixture
def site() -> Iterator[Site]:
    with serve(Site()) as running:
        yield running


class Crawler:
    """Crawls one site again and again with the same memory."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.source = Source(name="prøve", title="Prøve", start=(site.url + "/",), politeness=QUICK)

    def run(self, known: Mapping[str, str] | None = None, **changes: object) -> CrawlSummary:
        source = replace(self.source, **changes)  # type: ignore[arg-type]
        return crawl(
            source,
            Settings(data=self.folder, allow_addresses=self.site.address),
            states=self.folder / "states.sqlite",
            spool=self.folder / "spool",
            blobs=self.folder / "blobs",
            log=self.folder / "crawl.log",
            known=known,
        )

    def outcomes(self, known: Mapping[str, str] | None = None, **changes: object) -> dict[str, Outcome]:
        pages = self.run(known, **changes).pages
        return {page.url.removeprefix(self.site.url): page.outcome for page in pages}


@pytest.fixture
def crawler(site: Site, tmp_path: Path) -> Crawler:
    return Crawler(site, tmp_path)


def test_follows_pages_and_files_of_its_own_site_and_says_who_it_is(site: Site, crawler: Crawler) -> None:
    links = '<a href="/a">A</a><a href="bilag/rapport.pdf">R</a><a href="https://andet.example/">x</a>'
    site.page(
        "/",
        TEXT + links + '<a href="/b.zip">z</a><a href="mailto:x@x.example">m</a><a rel="nofollow" href="/skjult">s</a>',
    )
    site.page("/a", TEXT + "<p>A</p>" + '<a href="/#top">hjem</a><a href="/mangler">m</a>')
    site.pages["/bilag/rapport.pdf"] = Reply(b"%PDF-1.4 indhold", content_type="application/pdf")
    summary = crawler.run()
    assert {p.url.removeprefix(site.url): (p.outcome, p.http_status) for p in summary.pages} == {
        "/": (Outcome.OK, 200),
        "/a": (Outcome.OK, 200),
        "/bilag/rapport.pdf": (Outcome.OK, 200),
        "/mangler": (Outcome.FAILED, 404),
    }
    assert summary.is_complete
    assert {agent.split("/")[0] for _, _, agent in site.hits} == {"puljespor"}
    assert all("(+https://" in agent for _, _, agent in site.hits)
    stored = {p.url: BlobStore(crawler.folder / "spool").load(p.sha256 or "") for p in summary.pages if p.sha256}
    assert stored[site.url + "/bilag/rapport.pdf"] == b"%PDF-1.4 indhold"


def test_robots_txt_is_obeyed_and_asked_for_once(site: Site, crawler: Crawler) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /hemmelig\n", content_type="text/plain")
    site.page("/", TEXT + '<a href="/hemmelig/x">1</a><a href="/aaben">2</a>')
    site.page("/aaben", TEXT + "<p>to</p>")
    site.page("/hemmelig/x", TEXT)
    assert crawler.outcomes() == {"/": Outcome.OK, "/aaben": Outcome.OK, "/hemmelig/x": Outcome.DISALLOWED}
    assert site.n_hits("/hemmelig/x") == 0
    assert site.n_hits("/robots.txt") == 1


def test_a_failing_robots_txt_closes_the_site_for_now(site: Site, crawler: Crawler) -> None:
    site.pages["/robots.txt"] = Reply(b"", 503)
    site.page("/", TEXT)
    assert crawler.outcomes() == {"/": Outcome.DEFERRED}
    assert site.paths() == []


def test_one_lost_connection_at_robots_txt_does_not_close_the_site(site: Site, crawler: Crawler) -> None:
    def robots(site: Site, request: BaseHTTPRequestHandler) -> Reply | None:
        return Reply(b"User-agent: *\nDisallow: /hemmelig\n") if site.n_hits("/robots.txt") > 1 else None

    site.pages["/robots.txt"] = robots
    site.page("/", TEXT + '<a href="/hemmelig/x">1</a>')
    assert crawler.outcomes() == {"/": Outcome.OK, "/hemmelig/x": Outcome.DISALLOWED}


def test_sitemaps_that_robots_txt_names_are_read_where_sitemaps_are_wanted(site: Site, crawler: Crawler) -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    urls = f"<url><loc>{site.url}/fra-kortet</loc></url>"
    site.pages["/kort.xml"] = Reply(f"<urlset {space}>{urls}</urlset>".encode(), content_type="application/xml")
    elsewhere = "Sitemap: https://andet.example/sitemap.xml"
    site.pages["/robots.txt"] = Reply(f"User-agent: *\nSitemap: {site.url}/kort.xml\n{elsewhere}\n".encode())
    site.page("/", TEXT)
    site.page("/fra-kortet", TEXT + "<p>kort</p>")
    assert crawler.outcomes() == {"/": Outcome.OK}
    assert crawler.outcomes(sitemaps=(f"{site.url}/sitemap.xml",)) == {
        "/": Outcome.UNCHANGED,
        "/fra-kortet": Outcome.OK,
    }


def test_an_unchanged_site_is_asked_conditionally_and_not_fetched_twice(site: Site, crawler: Crawler) -> None:
    def tagged(_: Site, request: BaseHTTPRequestHandler) -> Reply:
        if request.headers.get("If-None-Match") == '"v1"':
            return Reply(status=304, headers={"ETag": '"v1"'})
        return Reply(f'<title>A</title>{TEXT}<a href="/b">b</a>'.encode(), headers={"ETag": '"v1"'})

    site.page("/", TEXT + '<a href="/a">A</a>')
    site.pages["/a"] = tagged
    site.page("/b", TEXT + "<p>B</p>")
    assert set(crawler.outcomes().values()) == {Outcome.OK}
    site.hits.clear()
    assert crawler.outcomes() == {"/": Outcome.UNCHANGED, "/a": Outcome.UNCHANGED, "/b": Outcome.UNCHANGED}
    assert ("/a", '"v1"') in [hit[:2] for hit in site.hits]
    # not trusted for ever: a server may send the same tag for a changed page
    site.hits.clear()
    crawler.run(full_refetch_days=0.0)
    assert {hit[1] for hit in site.hits} == {None}


def test_a_changed_body_is_found_whatever_the_validators_say(site: Site, crawler: Crawler) -> None:
    site.page("/", TEXT, ETag='"s"', Last_Modified="Wed, 12 Mar 2025 10:00:00 GMT")
    first = crawler.run().pages[0]
    site.page("/", TEXT + "<p>Nyt beløb: 200.000 kr.</p>", ETag='"s"', Last_Modified="Wed, 12 Mar 2025 10:00:00 GMT")
    second = crawler.run().pages[0]
    assert (first.outcome, second.outcome) == (Outcome.OK, Outcome.OK)
    assert first.sha256 != second.sha256


def test_a_date_of_change_is_asked_with_only_where_it_tells_versions_apart(site: Site, crawler: Crawler) -> None:
    def dated(modified: str) -> Handler:
        def answer(site: Site, request: BaseHTTPRequestHandler) -> Reply:
            headers = {"Last-Modified": modified}
            if request.headers.get("If-Modified-Since") == modified:
                return Reply(status=304, headers=headers)
            return Reply(f"{TEXT}<p>Læst {site.n_hits(request.path)} gange</p>".encode(), headers=headers)

        return answer

    site.page("/", TEXT + '<a href="/nu">n</a><a href="/foer">f</a>')
    site.pages["/nu"] = dated(email.utils.formatdate(usegmt=True))  # the next version may have the same second
    site.pages["/foer"] = dated("Wed, 12 Mar 2025 10:00:00 GMT")
    crawler.run()
    assert crawler.outcomes() == {"/": Outcome.UNCHANGED, "/nu": Outcome.OK, "/foer": Outcome.UNCHANGED}


def test_an_unasked_304_is_a_failure(site: Site, crawler: Crawler) -> None:
    site.pages["/"] = Reply(status=304)
    assert crawler.outcomes() == {"/": Outcome.FAILED}


def test_gone_needs_a_second_look_at_404_and_none_at_410(site: Site, crawler: Crawler) -> None:
    site.page("/", TEXT + '<a href="/a">a</a><a href="/b">b</a><a href="/c">c</a>')
    for path in ("/a", "/b", "/c"):
        site.page(path, f"{TEXT}<p>Side {path}</p>")
    assert set(crawler.outcomes().values()) == {Outcome.OK}

    kept = site.pages["/c"]
    assert isinstance(kept, Reply)
    answers = {1: Reply(b"", 404)}
    site.hits.clear()
    site.pages["/c"] = lambda site, _: answers.get(site.n_hits("/c"), kept)
    site.pages["/b"] = Reply(b"", 410)
    del site.pages["/a"]
    site.page("/", TEXT + '<a href="/c">c</a>')  # nothing links to /a and /b any more; they are asked for all the same
    assert crawler.outcomes() == {"/": Outcome.OK, "/a": Outcome.GONE, "/b": Outcome.GONE, "/c": Outcome.UNCHANGED}
    assert (site.n_hits("/a"), site.n_hits("/b"), site.n_hits("/c")) == (2, 1, 2)
    site.hits.clear()
    site.page("/", TEXT + '<a href="/a">a</a>')
    assert crawler.outcomes()["/a"] is Outcome.GONE
    assert site.n_hits("/a") == 1  # known to be gone


def test_after_an_outage_every_page_is_found_again(site: Site, crawler: Crawler) -> None:
    def tagged(body: str) -> Handler:
        def answer(_: Site, request: BaseHTTPRequestHandler) -> Reply:
            if request.headers.get("If-None-Match") == '"v1"':
                return Reply(status=304, headers={"ETag": '"v1"'})
            return Reply(f"<title>Side</title>{TEXT}{body}".encode(), headers={"ETag": '"v1"'})

        return answer

    for path, onward in (("/", "/a"), ("/a", "/b"), ("/b", "/c"), ("/c", "/")):
        site.pages[path] = tagged(f'<p>Side {path}</p><a href="{onward}">videre</a>')
    assert set(crawler.outcomes().values()) == {Outcome.OK}
    links = {page.canonical_url: page.links for page in crawler.run().pages}

    up = dict(site.pages)
    site.pages.clear()
    assert set(crawler.outcomes().values()) == {Outcome.GONE}
    site.pages.update(up)
    site.hits.clear()
    back = crawler.run().pages
    assert {page.outcome for page in back} == {Outcome.UNCHANGED}
    assert {page.canonical_url: page.links for page in back} == links
    assert {tag for _, tag, _ in site.hits} == {None}  # a 304 would say nothing of a page that was missing
    site.hits.clear()
    assert set(crawler.outcomes().values()) == {Outcome.UNCHANGED}
    assert {tag for path, tag, _ in site.hits if path in up} == {'"v1"'}


def test_pages_of_the_corpus_are_asked_for_though_nothing_links_to_them(site: Site, crawler: Crawler) -> None:
    site.page("/", TEXT + '<a href="/a">a</a>')
    site.page("/a", TEXT)
    crawler.run()
    del site.pages["/a"]
    site.page("/", TEXT)
    assert crawler.outcomes()["/a"] is Outcome.GONE
    site.page("/a", TEXT + "<p>Igen</p>")
    assert set(crawler.outcomes()) == {"/"}
    url = site.url + "/a"
    assert crawler.outcomes({crawler.source.canonical(url): url}) == {"/": Outcome.UNCHANGED, "/a": Outcome.OK}


def test_a_page_that_names_another_address_stays_one_when_unchanged(site: Site, crawler: Crawler) -> None:
    def printed(_: Site, request: BaseHTTPRequestHandler) -> Reply:
        if request.headers.get("If-None-Match") == '"p"':
            return Reply(status=304, headers={"ETag": '"p"'})
        head = f'<title>Udskrift</title><link rel="canonical" href="{site.url}/a">'
        return Reply(f"{head}{TEXT}<p>Udskrift</p>".encode(), headers={"ETag": '"p"'})

    site.page("/", TEXT + '<a href="/udskrift">udskrift</a>')
    site.page("/a", TEXT + "<p>A</p>")
    site.pages["/udskrift"] = printed
    assert crawler.outcomes() == {"/": Outcome.OK, "/a": Outcome.OK, "/udskrift": Outcome.ALIAS}
    assert crawler.outcomes() == {"/": Outcome.UNCHANGED, "/a": Outcome.UNCHANGED, "/udskrift": Outcome.ALIAS}


def test_redirects_keep_the_way_and_end_somewhere(site: Site, crawler: Crawler) -> None:
    site.page("/", TEXT + "".join(f'<a href="/{name}">x</a>' for name in ("gammel", "ring", "ud", "intet", "fil")))
    site.pages["/gammel"] = Reply(status=301, headers={"Location": "/ny?x=ærø".encode().decode("latin-1")})
    site.page("/ny?x=%C3%A6r%C3%B8", TEXT + "<p>ny</p>")
    site.pages["/ring"] = Reply(status=302, headers={"Location": "/ring"})
    site.pages["/ud"] = Reply(status=302, headers={"Location": "http://127.0.0.1:9/"})
    site.pages["/intet"] = Reply(status=302)
    site.pages["/fil"] = Reply(status=302, headers={"Location": "file:///etc/passwd"})
    summary = crawler.run()
    found = {page.url.removeprefix(site.url): page.outcome for page in summary.pages}
    assert found == {
        "/": Outcome.OK,
        "/gammel": Outcome.ALIAS,
        "/ny?x=%C3%A6r%C3%B8": Outcome.OK,
        "/ring": Outcome.REDIRECT_LOOP,
        "/ud": Outcome.BLOCKED,
        "/intet": Outcome.FAILED,
        "/fil": Outcome.BLOCKED,
    }
    assert summary.aliases == {f"{site.url}/ny?x=%C3%A6r%C3%B8": [f"{site.url}/gammel"]}


def test_an_endless_chain_of_redirects_is_cut(site: Site, crawler: Crawler) -> None:
    def onward(_: Site, request: BaseHTTPRequestHandler) -> Reply:
        return Reply(status=302, headers={"Location": f"/r{int(request.path[2:]) + 1}"})

    site.pages |= {f"/r{n}": onward for n in range(40)}
    outcomes = crawler.outcomes(start=(site.url + "/r0",))
    assert outcomes == {"/r0": Outcome.REDIRECT_LOOP}
    assert len(site.paths()) == 11


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "[::ffff:127.0.0.1]", "[::1]"])
def test_no_way_to_another_loopback_address(site: Site, crawler: Crawler, host: str) -> None:
    with serve(Site()) as canary:
        site.pages["/"] = Reply(status=302, headers={"Location": f"http://{host}:{canary.port}/hemmelig"})
        assert crawler.outcomes() == {"/": Outcome.BLOCKED}
        assert canary.hits == []


def test_a_host_that_does_not_exist_fails(crawler: Crawler) -> None:
    summary = crawler.run(start=("http://findes-ikke.invalid/",))
    assert [(page.outcome, page.reason) for page in summary.pages] == [
        (Outcome.FAILED, "findes-ikke.invalid has no address")
    ]


def test_a_proxy_is_used_for_the_world_and_not_for_allowed_hosts(
    site: Site, crawler: Crawler, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(Site()) as proxy:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        proxy.page("http://havby.example/", TEXT)  # a name that only the proxy can resolve
        summary = crawler.run(start=("http://havby.example/",))
        assert [(page.url, page.outcome) for page in summary.pages] == [("http://havby.example/", Outcome.OK)]
        n_asked = len(proxy.hits)
        site.page("/", TEXT + "<p>Internt</p>")
        assert crawler.outcomes()["/"] is Outcome.OK
        assert site.n_hits("/") == 1
        assert len([hit for hit in proxy.hits[n_asked:] if "127.0.0.1" in hit[0]]) == 0


def test_waits_as_asked_and_leaves_a_host_that_asks_too_much(site: Site, crawler: Crawler) -> None:
    times: list[float] = []

    def busy_once(_: Site, request: BaseHTTPRequestHandler) -> Reply:
        times.append(time.monotonic())
        return Reply(b"", 429, headers={"Retry-After": "2"}) if len(times) == 1 else Reply(TEXT.encode())

    site.pages["/"] = busy_once
    assert crawler.outcomes() == {"/": Outcome.OK}
    assert times[1] - times[0] >= 2
    site.pages["/"] = Reply(b"", 429, headers={"Retry-After": "31536000"})
    site.hits.clear()
    summary = crawler.run()
    assert [page.outcome for page in summary.pages] == [Outcome.DEFERRED]
    assert not summary.is_complete
    assert "365 days" in summary.notices[0]
    assert site.paths() == ["/"]


def test_flaky_answers_are_tried_again_a_few_times(site: Site, crawler: Crawler) -> None:
    site.pages["/"] = lambda site, _: Reply(b"", 500) if site.n_hits("/") == 1 else Reply(TEXT.encode())
    assert crawler.outcomes() == {"/": Outcome.OK}
    site.pages["/"] = Reply(b"", 500)
    site.hits.clear()
    assert crawler.outcomes() == {"/": Outcome.FAILED}
    assert site.n_hits("/") == 3
    site.pages["/"] = Reply(b"", 401, headers={"WWW-Authenticate": 'Basic realm="x"'})
    site.hits.clear()
    assert crawler.outcomes() == {"/": Outcome.FAILED}
    assert site.n_hits("/") == 1


def test_bodies_that_are_not_what_they_should_be(site: Site, crawler: Crawler) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)

    def cut_off(_: Site, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<p>start")

    def garbage(_: Site, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"SSH-2.0-OpenSSH_9\r\n")

    def slow(_: Site, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        time.sleep(6)

    def endless(_: Site, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _n in range(4000):
            request.wfile.write(b"<p>mere og mere</p>" * 500)

    cases: dict[str, tuple[object, Outcome]] = {
        "/bombe": (Reply(bomb, headers={"Content-Encoding": "gzip"}), Outcome.TOO_LARGE),
        "/tre-lag": (Reply(bomb, headers={"Content-Encoding": "gzip, gzip, gzip"}), Outcome.TOO_LARGE),
        "/halv-gzip": (
            Reply(gzip.compress(os.urandom(9000))[:4000], headers={"Content-Encoding": "gzip"}),
            Outcome.PARTIAL,
        ),
        "/ikke-gzip": (Reply((TEXT + "1").encode(), headers={"Content-Encoding": "gzip"}), Outcome.OK),
        "/rest": (
            Reply(gzip.compress((TEXT + "2").encode()) + b"junk", headers={"Content-Encoding": "gzip"}),
            Outcome.OK,
        ),
        "/billede": (Reply(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + os.urandom(500)), Outcome.REJECTED),
        "/billede2": (Reply(b"x", content_type="image/png"), Outcome.REJECTED),
        "/arkiv": (Reply(b"PK\x03\x04" + os.urandom(99), content_type="application/zip"), Outcome.REJECTED),
        "/pdf-som-html": (Reply(b"%PDF-1.7 x"), Outcome.OK),
        "/uden-type": (Reply((TEXT + "3").encode(), content_type=None), Outcome.OK),
        "/tom": (Reply(b""), Outcome.EMPTY),
        "/intet": (Reply(status=204, content_type=None), Outcome.EMPTY),
        "/login": (Reply(b"<h1>Log ind</h1><form><input type=password></form>"), Outcome.REJECTED),
        "/noindex": (Reply(b"<meta name=robots content='noindex'><p>x"), Outcome.REJECTED),
        "/xrobots": (Reply(TEXT.encode(), headers={"X-Robots-Tag": "googlebot: nofollow"}), Outcome.OK),
        "/xrobots2": (Reply(b"%PDF-1.4", headers={"X-Robots-Tag": "noindex, nofollow"}), Outcome.REJECTED),
        "/afbrudt": (cut_off, Outcome.PARTIAL),
        "/stum": (slow, Outcome.TIMEOUT),
        "/uendelig": (endless, Outcome.TOO_LARGE),
    }
    site.page("/", TEXT + "".join(f'<a href="{path}">x</a>' for path in cases))
    site.pages |= {path: page for path, (page, _) in cases.items()}  # type: ignore[misc]
    found = crawler.outcomes(limits=CrawlLimits(max_page_bytes=1_000_000, max_file_bytes=2_000_000))
    assert {path: found.get(path) for path in cases} == {path: outcome for path, (_, outcome) in cases.items()}
    # by itself: with the other broken connections, each tried again, it would be five in a row, and the host parked
    site.page("/", TEXT + '<a href="/volapyk">x</a>')
    site.pages["/volapyk"] = garbage
    assert crawler.outcomes()["/volapyk"] is Outcome.FAILED


def test_one_document_under_many_addresses(site: Site, crawler: Crawler) -> None:
    forms = ("/p", "/p/", "/p?utm_source=a", "/p#x", "/p/index.html", "/p?a=1&b=2", "/p?b=2&a=1", "/udskrift")
    site.page("/", TEXT + "".join(f'<a href="{form}">x</a>' for form in forms))
    site.page("/p", TEXT + "<p>p</p>")
    site.pages |= dict.fromkeys(
        ("/p/", "/p?utm_source=a", "/p/index.html", "/p?a=1&b=2", "/p?b=2&a=1"), site.pages["/p"]
    )
    site.page("/udskrift", TEXT + "<p>p, udskrevet i dag</p>", head='<link rel="canonical" href="/p">')
    summary = crawler.run()
    assert {p.canonical_url.removeprefix(site.url) for p in summary.pages if p.outcome.has_body} == {"/", "/p"}
    assert {p.alias_of for p in summary.pages if p.outcome is Outcome.ALIAS} == {site.url + "/p"}


def test_a_slash_at_the_end_may_lead_to_another_page_and_mostly_does_not(site: Site, crawler: Crawler) -> None:
    links = ("/liste/", "/liste", "/ens", "/ens/", "/omvejen", "/omvejen/", "/egen", "/egen/", "/kun/", "/kun", "/i/")
    site.page("/", TEXT + "".join(f'<a href="{link}">x</a>' for link in links))
    site.page("/liste", TEXT + "<p>Ti kommuner fik del i puljen</p>")
    site.page("/liste/", TEXT + '<p>Kommuner kan søge puljen</p><a href="/kun-herfra">x</a>')
    site.page("/kun-herfra", TEXT + "<p>vejledning</p>")
    for path in ("/ens", "/ens/"):
        site.page(path, TEXT + f"<p>ens</p><!-- {path} -->")
    site.pages["/omvejen"] = Reply(status=301, headers={"Location": "/omvejen/"})
    site.page("/omvejen/", TEXT + "<p>omvejen</p>")
    for path in ("/egen", "/egen/"):
        site.page(path, TEXT + f"<p>egen {'a' * len(path)}</p>", head=f'<link rel="canonical" href="{path}">')
    site.page("/kun/", TEXT + "<p>kun med skråstreg</p>")
    site.page("/i/", TEXT + "<p>indeks</p>" + '<a href="/i/index.html">x</a>')

    def standing() -> dict[str, str]:
        pages = [page for page in crawler.run().pages if page.outcome.has_body]
        return {p.canonical_url.removeprefix(site.url): p.url.removeprefix(site.url) for p in pages}

    expected = {
        "/": "/",
        "/liste": "/liste/",
        "/liste/": "/liste",
        "/kun-herfra": "/kun-herfra",
        "/ens": "/ens",
        "/omvejen": "/omvejen/",
        "/egen": "/egen",
        "/egen/": "/egen/",
        "/kun": "/kun/",
        "/i": "/i/",
    }
    assert standing() == expected
    assert standing() == expected  # and again, though nothing is new
    site.page("/liste", TEXT + "<p>Elleve kommuner fik del i puljen</p>")
    assert standing() == expected


def test_a_site_that_gives_one_page_at_both_spellings_is_asked_for_few_of_them(site: Site, crawler: Crawler) -> None:
    names = [f"/{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(120)]
    site.page("/", TEXT + "".join(f'<a href="{name}">x</a><a href="{name}/">x</a>' for name in names))
    for name in names:
        for path in (name, name + "/"):
            site.page(path, TEXT + f"<p>{name}</p>")
    pages = crawler.run().pages
    assert sum(page.outcome.has_body for page in pages) == 1 + len(names)
    assert sum(path.endswith("/") for path in site.paths()) == 1 + 50


def test_a_canonical_link_to_another_site_or_the_front_page_is_not_believed(site: Site, crawler: Crawler) -> None:
    site.page("/", TEXT + '<a href="/a">a</a><a href="/b">b</a><a href="/c">c</a>')
    site.page("/a", TEXT + "<p>a</p>", head='<link rel="canonical" href="https://evil.example/x">')
    site.page("/b", TEXT + "<p>b</p>", head='<link rel="canonical" href="/">')
    site.page("/c", TEXT + "<p>c</p>", head='<link rel="canonical" href="/findes-ikke">')
    found = crawler.outcomes()
    assert {path: found[path] for path in ("/a", "/b", "/c")} == dict.fromkeys(("/a", "/b", "/c"), Outcome.OK)


def test_traps_end(site: Site, crawler: Crawler) -> None:
    def calendar(_: Site, request: BaseHTTPRequestHandler) -> Reply:
        n = int(request.path.partition("m=")[2] or 0)
        days = "".join(f'<a href="/kalender?m={n}&d={d}">{d}</a>' for d in range(28))
        return Reply(f"<p>Ingen møder.</p>{days}<a href='/kalender?m={n + 1}'>næste</a>".encode())

    def growing(_: Site, request: BaseHTTPRequestHandler) -> Reply:
        return Reply(f'{TEXT}<p>{len(request.path)}</p><a href="a/">videre</a>'.encode())

    class Everything(dict[str, object]):
        def get(self, path: str, default: object = None) -> object:
            if path.startswith("/kalender"):
                return calendar if "d=" not in path else Reply(b"<p>Ingen m\xc3\xb8der.</p>")
            if path.startswith("/vokser"):
                return growing
            return super().get(path, default)

    pages = Everything(site.pages)
    site.pages = pages  # type: ignore[assignment]
    site.page("/", TEXT + '<a href="/kalender?m=1">k</a><a href="/vokser/">v</a>')
    summary = crawler.run()
    assert sum(path.startswith("/kalender") for path in site.paths()) <= 60
    assert sum(path.startswith("/vokser") for path in site.paths()) <= 5
    assert any("brought nothing new" in notice or "have been fetched" in notice for notice in summary.notices)


def test_soft_404s_are_learned_from_a_page_that_cannot_exist(site: Site, crawler: Crawler) -> None:
    class Friendly(dict[str, object]):
        def get(self, path: str, default: object = None) -> object:
            return super().get(path) or (Reply(b"", 404) if path in ("/robots.txt", "/sitemap.xml") else shrug)

    shrug = Reply(b"<title>Hov</title><p>Her er ikke noget at komme efter.</p>")
    site.pages = Friendly(site.pages)  # type: ignore[assignment]
    site.page("/", TEXT + '<a href="/rigtig">1</a><a href="/forkert">2</a><a href="/andet">3</a>')
    site.page("/rigtig", "<p>En kort, men rigtig side om akutfunktioner.</p>", title="Rigtig")
    site.page("/andet", "<p>x</p>", title="Siden findes ikke")
    found = crawler.outcomes()
    assert found == {
        "/": Outcome.OK,
        "/rigtig": Outcome.OK,
        "/forkert": Outcome.REJECTED,
        "/andet": Outcome.REJECTED,
    }


def test_sitemaps_add_pages_and_cannot_lead_astray(site: Site, crawler: Crawler) -> None:
    def xml(body: str) -> Reply:
        return Reply(f'<?xml version="1.0"?>{body}'.encode(), content_type="application/xml")

    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    index = "".join(
        f"<sitemap><loc>{url}</loc></sitemap>"
        for url in (f"{site.url}/s.xml", f"{site.url}/a.xml.gz", f"{site.url}/onde.xml", "http://127.0.0.1:9/s.xml")
    )
    site.pages["/s.xml"] = xml(f"<sitemapindex {space}>{index}</sitemapindex>")
    urls = f"<url><loc>{site.url}/kun-her</loc></url><url><loc>https://andet.example/</loc></url>"
    zipped = gzip.compress(f"<urlset {space}>{urls}</urlset>".encode())
    site.pages["/a.xml.gz"] = Reply(zipped, content_type="application/gzip")
    entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    site.pages["/onde.xml"] = xml(f"{entities}<urlset {space}><url><loc>{site.url}/onde?&b;</loc></url></urlset>")
    site.page("/", TEXT)
    site.page("/kun-her", TEXT + "<p>her</p>")
    found = crawler.outcomes(sitemaps=(site.url + "/s.xml",))
    assert found == {"/": Outcome.OK, "/kun-her": Outcome.OK}
    assert site.n_hits("/s.xml") == 1


def test_follow_and_never_patterns(site: Site, crawler: Crawler) -> None:
    site.page(
        "/",
        TEXT + '<a href="/Puljer/en">1</a><a href="/puljer/job">2</a><a href="/andet">3</a><a href="/x/b.pdf">4</a>',
    )
    site.page("/Puljer/en", TEXT + "<p>1</p>")
    site.page("/puljer/job", TEXT + "<p>2</p>")
    site.page("/andet", TEXT + "<p>3</p>")
    site.pages["/x/b.pdf"] = Reply(b"%PDF-1.4", content_type="application/pdf")
    found = crawler.outcomes(follow=("/puljer/*",), never=("*/job*",))
    assert found == {"/": Outcome.OK, "/Puljer/en": Outcome.OK, "/x/b.pdf": Outcome.OK}


def test_a_killed_crawl_goes_on_where_it_stopped(site: Site, crawler: Crawler) -> None:
    paths = [f"/side/{n}" for n in "abcdefgh"]
    for path, onward in zip(paths, [*paths[1:], None], strict=True):
        site.page(path, f'{TEXT}<p>{path}</p><a href="{onward or "/"}">videre</a>')
    site.page("/", TEXT + f'<a href="{paths[0]}">start</a>')
    code = (
        "from tests.ingest.test_crawl import Crawler; from tests.ingest.webserver import Site;"
        f"from pathlib import Path; Crawler(Site(port={site.port}), Path({str(crawler.folder)!r})).run()"
    )
    child = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2], start_new_session=True)
    deadline = time.monotonic() + 60
    while len(site.paths()) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    before = set(site.paths()[:-3])  # the last ones may have been asked for and not been written down
    site.hits.clear()
    outcomes = crawler.outcomes()
    assert set(outcomes) == {"/", *paths}
    assert all(outcome.has_body for outcome in outcomes.values())
    assert not before & set(site.paths())
