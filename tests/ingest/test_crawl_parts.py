"""The crawler's parts, each by its public function."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]  # ships no types
import pytest

from ingest.addresses import AddressGuard
from ingest.crawl.backoff import Hosts, backoff_s, parse_retry_after
from ingest.crawl.decode import TooLargeError, TruncatedError, UndecodableError, decode_body
from ingest.crawl.links import header_directives, read_page
from ingest.crawl.resolver import GuardedResolver, refusals
from ingest.crawl.robots import RobotsRules, parse_robots, rules_for
from ingest.crawl.sitemaps import SitemapError, parse_sitemap
from ingest.crawl.states import CrawlStates, Outcome, PageState
from ingest.crawl.traps import TrapGuard
from ingest.sources.description import CrawlLimits

PAGE = b"<p>" + b"Projekt " * 400 + b"</p>"


# robots.txt


@pytest.mark.parametrize(
    ("body", "allowed", "refused"),
    [
        (b"User-agent: *\nDisallow: /hemmelig\n", ["/aaben", "/"], ["/hemmelig/x", "/hemmeligt"]),
        (b"", ["/"], []),
        (b"User-agent: *\nDisallow: /\n", ["/robots.txt"], ["/", "/x"]),
        (b"\xef\xbb\xbfUSER-AGENT: *\r\ndisALLOW : /h # nej\r\n\r\nAllow:/h/ok\r", ["/h/ok", "/x"], ["/h/x"]),
        (b"User-agent: *\nDisallow: /*.pdf$\nAllow: /p\nDisallow: /\n", ["/p/a.pdf?x=1", "/p/x"], ["/p/a.pdf", "/x"]),
        (b"User-agent: x\nDisallow: /\n\nUser-agent: puljespor\nDisallow: /os\n\nUser-agent: *\nDisallow: /alle\n",
         ["/alle"], ["/os"]),
        ("User-agent: *\nDisallow: /løn\nDisallow: /s%C3%B8g\n".encode(), ["/x"], ["/l%C3%B8n", "/løn", "/søg"]),
        (b"\0\1\2" * 5000 + b"\nUser-agent: *\nDisallow: /h\n", ["/x"], ["/h"]),
        (b"<!doctype html><p>Disallow: /</p>", ["/"], []),
        (b"User-agent: *\nDisallow: /h\n" + b"# fyld\n" * 90_000 + b"Disallow: /efter\n", ["/efter", "/x"], ["/h"]),
    ],
)  # fmt: skip
def test_robots_txt_as_it_comes(body: bytes, allowed: list[str], refused: list[str]) -> None:
    rules = parse_robots(body)
    assert [path for path in allowed if not rules.allows(path)] == []
    assert [path for path in refused if rules.allows(path)] == []
    assert rules.allows("https://havby.dk" + allowed[0])


def test_what_a_missing_or_failing_robots_txt_means() -> None:
    old = RobotsRules("User-agent: *\nDisallow: /h\n")
    assert all(rules_for(status, b"").allows("/h") for status in (301, 401, 403, 404, 410, 429))
    assert not any(rules_for(status, b"").allows("/x") for status in (500, 503, None))
    assert [rules_for(503, b"", cached=old).allows(path) for path in ("/h", "/x")] == [False, True]
    assert rules_for(503, b"").reason
    assert parse_robots(b"User-agent: *\nCrawl-delay: 2.5\nSitemap: https://x.dk/s.xml").crawl_delay_s() == 2.5
    assert parse_robots(b"User-agent: *\nDisallow:\nSitemap: https://x.dk/s.xml").sitemaps() == ["https://x.dk/s.xml"]


# decoding


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (PAGE, ""),
        (PAGE, "identity"),
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE) + b"\0junk", "x-gzip"),
        (PAGE, "gzip"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),
        (brotli.compress(PAGE), "br"),
        (gzip.compress(brotli.compress(PAGE)), "br, gzip"),
    ],
    # by name: compressed bytes hold the second of compressing, and workers must agree on what a test is called
    ids=["plain", "identity", "gzip", "gzip-and-junk", "not-gzip", "zlib", "raw-deflate", "brotli", "brotli-in-gzip"],
)
def test_bodies_are_decoded(body: bytes, encoding: str) -> None:
    assert decode_body(body, encoding, max_bytes=len(PAGE)) == PAGE


@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress, brotli.compress])
def test_decoding_stops_at_the_cap_and_notices_a_cut(compress: Any) -> None:
    encoding = {gzip.compress: "gzip", zlib.compress: "deflate", brotli.compress: "br"}[compress]
    with pytest.raises(TooLargeError):
        decode_body(compress(b"\0" * 50_000_000), encoding, max_bytes=1_000_000)
    whole = compress(bytes(range(256)) * 40)
    with pytest.raises(TruncatedError):
        decode_body(whole[: len(whole) // 2], encoding, max_bytes=1_000_000)


def test_stacked_unknown_and_damaged_encodings() -> None:
    with pytest.raises(TooLargeError, match="upon each other"):
        decode_body(b"x", "gzip, gzip, gzip", max_bytes=10)
    with pytest.raises(UndecodableError, match="zstd"):
        decode_body(b"x", "zstd", max_bytes=10)
    damaged = bytearray(gzip.compress(bytes(range(256)) * 9))
    damaged[-6] ^= 0xFF  # in the checksum
    with pytest.raises(UndecodableError, match="damaged"):
        decode_body(bytes(damaged), "gzip", max_bytes=10_000)


# pages


def test_a_page_is_read_for_links_and_directives() -> None:
    html = """<html><head><base href="/under/"><title>En  side</title><link rel="Canonical" href="/ægte">
      <meta name="robots" content="NoIndex, follow"><meta http-equiv="refresh" content="0; url='/videre'"></head><body>
      <a href="a">1</a><a href=" b#x ">2</a><a href="/c" rel="nofollow">3</a><a href="JavaScript:x()">4</a>
      <a href="http://[">5</a><iframe src="ramme"></iframe><script>var x = '<a href="nej">';</script></body>""".encode()
    facts = read_page(html, "https://havby.dk/x", "text/html; charset=utf-8")
    assert facts.links == tuple(f"https://havby.dk/under/{name}" for name in ("a", "b#x", "ramme"))
    assert (facts.canonical, facts.refresh) == ("https://havby.dk/ægte", "https://havby.dk/videre")
    assert (facts.robots, facts.title) == (frozenset({"noindex", "follow"}), "En side")


def test_links_are_found_whatever_the_encoding_and_depth() -> None:
    latin = '<meta charset="iso-8859-1"><a href="/ældre">x</a>'.encode("cp1252")
    assert read_page(latin, "https://havby.dk/").links == ("https://havby.dk/ældre",)
    utf16 = "\ufeff<a href='/å'>x</a>".encode("utf-16-le")
    assert read_page(utf16, "https://havby.dk/").links == ("https://havby.dk/å",)
    deep = b"<div>" * 100_000 + b"<a href='/dyb'>x</a>"
    assert read_page(deep, "https://havby.dk/").links == ("https://havby.dk/dyb",)
    assert read_page(b"\0\xff\xfe", "https://havby.dk/").links == ()


def test_pages_that_only_count_further_have_one_fingerprint() -> None:
    first, second, other = (
        read_page(html.encode(), "https://x.dk/").fingerprint
        for html in ("<p>Møder 3. maj 2024</p>", "<p>Møder  4. maj 2025</p>", "<p>Møder 3. juni 2024</p>")
    )
    assert first == second != other


@pytest.mark.parametrize(
    ("html", "is_missing"),
    [
        ("<title>Siden findes ikke</title>", True),
        ("<title>404</title>", True),
        ("<p>Siden blev ikke fundet. Prøv søgningen.</p>", True),
        ("<p>Vi kunne desværre ikke finde siden.</p>", True),
        ("<p>Siden, du leder efter, er flyttet eller slettet.</p>", True),
        ("<p>Siden du søger findes desværre ikke</p>", True),
        ("<p>Projektet kunne ikke finde deltagere på den anden side.</p>", False),
        ("<title>Tilskud</title><p>Kommunen fik 404.000 kr.</p>", False),
        ("<p>Siden findes ikke i arkivet.</p>" + "<p>Men her står meget andet om projektet.</p>" * 30, False),
    ],
)
def test_pages_that_say_they_are_not_there(html: str, is_missing: bool) -> None:
    assert read_page(html.encode(), "https://x.dk/").says_missing is is_missing


def test_robots_tags_in_headers_concern_us_or_others() -> None:
    assert header_directives("noindex, nofollow") == {"noindex", "nofollow"}
    assert header_directives("googlebot: noindex") == frozenset()
    assert header_directives("puljespor: noindex") == {"noindex"}
    assert "noindex" in header_directives("unavailable_after: 25 Jun 2010 15:00:00 PST, noindex")


# sitemaps


def test_sitemaps_in_every_form() -> None:
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    xml = f"<urlset {space}><url><loc> https://x.dk/a </loc><lastmod>2024-05-03</lastmod></url></urlset>".encode()
    assert parse_sitemap(xml).pages == (("https://x.dk/a", "2024-05-03"),)
    assert parse_sitemap(gzip.compress(xml)) == parse_sitemap(xml)
    index = f"<sitemapindex {space}><sitemap><loc>https://x.dk/s.xml</loc></sitemap></sitemapindex>".encode()
    assert parse_sitemap(index).sitemaps == ("https://x.dk/s.xml",)
    assert parse_sitemap(b"https://x.dk/a\nhttps://x.dk/b\n").pages == (
        ("https://x.dk/a", None),
        ("https://x.dk/b", None),
    )


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>hej</body></html>",
        b"ikke noget",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><urlset><url><loc>https://x.dk/&a;</loc></url></urlset>',
        '<!DOCTYPE x [<!ENTITY a "ha">]><urlset><url><loc>&a;</loc></url></urlset>'.encode("utf-16"),
        gzip.compress(b"<urlset>" + b" " * 5_000_000),
    ],
)
def test_what_is_no_sitemap_or_a_trap_is_refused(body: bytes) -> None:
    with pytest.raises(SitemapError):
        parse_sitemap(body, max_bytes=1_000_000)


# waiting


def test_retry_after_in_every_form() -> None:
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert parse_retry_after("3") == 3.0
    assert parse_retry_after("Thu, 01 Jan 2026 12:00:05 GMT", now=now) == 5.0
    assert parse_retry_after("Thu, 01 Jan 2015 12:00:05 GMT", now=now) == 0.0
    assert (parse_retry_after("9" * 40) or 0) > 1e9
    assert [parse_retry_after(text) for text in ("-5", "snart", "", "٣")] == [None] * 4
    assert [2**n <= backoff_s(n) <= 1.5 * 2**n for n in (1, 2, 3)] == [True] * 3


def test_a_host_is_held_or_parked() -> None:
    hosts = Hosts(max_wait_s=60)
    assert hosts.note_wait("a", 30, now=100)
    assert hosts.of("a").not_before == 130
    assert not hosts.note_wait("b", 86_400, now=100)
    assert "24.0 h, and at most 60 s" in hosts.of("b").parked
    patient = Hosts(max_wait_s=1800)
    assert not patient.note_wait("b", 7000, now=100)
    assert "117 min, and at most 30 min" in patient.of("b").parked
    for n in (1, 2, 3, 4, 4, 4):  # tries of one page are one failure
        hosts.note_failure("c", f"https://c.example/{n}")
    assert not hosts.of("c").parked
    hosts.note_success("c")
    for n in range(5):
        hosts.note_failure("c", f"https://c.example/{n}")
    assert "5 requests in a row" in hosts.of("c").parked


# traps


def test_traps_close_what_repeats_and_leave_the_rest() -> None:
    guard = TrapGuard(CrawlLimits(max_query_pages_per_path=5, max_pages_per_pattern=30))
    assert [guard.refusal(f"https://x.dk/liste?f={n}") is None for n in range(7)] == [True] * 5 + [False] * 2
    assert guard.refusal("https://x.dk/anden?f=1") is None
    assert "repeats itself" in (guard.refusal("https://x.dk/a/b/a/b/a/b") or "")
    assert "levels deep" in (guard.refusal("https://x.dk/" + "/".join(map(str, range(20)))) or "")
    assert "characters" in (guard.refusal("https://x.dk/?q=" + "x" * 2000) or "")
    for n in range(9):
        guard.note_page(f"https://x.dk/side/{n}", "ens")
        guard.note_page(f"https://x.dk/sag/{n}", f"sag {n}")
    assert "nothing new" in (guard.refusal("https://x.dk/side/10") or "")
    assert guard.refusal("https://x.dk/sag/10") is None


# memory


def page(name: str, crawl_no: int, **values: Any) -> PageState:
    url = f"https://x.dk/{name}"
    return replace(PageState(url, url, crawl_no=crawl_no, sha256=name, links=("l",)), **values)


def test_an_unfinished_crawl_is_taken_up_again_within_a_day(tmp_path: Path) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with CrawlStates(tmp_path / "s.sqlite") as states:
        assert states.begin(now=now) == 1
        states.save(page("a", 1))
    with CrawlStates(tmp_path / "s.sqlite") as states:
        assert states.begin(now=now + timedelta(hours=2)) == 1
        assert list(states.pages(1)) == [page("a", 1)]
        assert states.begin(now=now + timedelta(days=2)) == 2
        states.finish(2)
        assert states.begin(now=now + timedelta(days=2)) == 3
        assert (states.last_yield(3), states.last_yield(2)) == (0, None)
        assert states.unvisited(3) == [page("a", 1)]


def test_one_address_stands_for_each_content(tmp_path: Path) -> None:
    with CrawlStates(tmp_path / "s.sqlite") as states:
        states.save(page("p?a=1", 1, sha256="same", changed_at="2"))
        states.save(page("p", 1, sha256="same", changed_at="2"))
        states.save(page("lang/sti/p", 1, sha256="same", changed_at="1"))
        states.save(page("alene", 1, outcome=Outcome.ALIAS, alias_of="https://x.dk/findes-ikke"))
        states.settle_duplicates(1)
        found = {p.canonical_url.removeprefix("https://x.dk/"): (p.outcome, p.alias_of) for p in states.pages()}
    first = "https://x.dk/lang/sti/p"  # known longest, so that re-crawls do not move a page about
    assert found == {
        "lang/sti/p": (Outcome.OK, None),
        "p": (Outcome.ALIAS, first),
        "p?a=1": (Outcome.ALIAS, first),
        "alene": (Outcome.OK, None),
    }


def test_robots_are_kept_a_day_and_failures_not_at_all(tmp_path: Path) -> None:
    with CrawlStates(tmp_path / "s.sqlite") as states:
        states.save_robots("x.dk", RobotsRules("User-agent: *\nDisallow: /h\n"))
        states.save_robots("x.dk", RobotsRules(reason="503", is_closed=True))
        rules = states.robots("x.dk")
        assert rules is not None
        assert not rules.allows("/h")
        assert states.robots("x.dk", now=datetime.now(UTC) + timedelta(hours=25)) is None


# name resolution


class _Address:
    def __init__(self, host: str) -> None:
        self.host = host


class _Receiver:
    def __init__(self) -> None:
        self.got: list[str] = []
        self.is_complete = False

    def resolutionBegan(self, resolution: object) -> None:  # Twisted's name
        pass

    def addressResolved(self, address: _Address) -> None:
        self.got.append(address.host)

    def resolutionComplete(self) -> None:
        self.is_complete = True


class _Reactor:
    """Resolves every name to the given addresses, as a hostile name server may."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses
        self.nameResolver = self

    def resolveHostName(self, receiver: Any, *args: object) -> object:
        receiver.resolutionBegan(self)
        for address in self.addresses:
            receiver.addressResolved(_Address(address))
        receiver.resolutionComplete()
        return self


@pytest.mark.parametrize(
    ("addresses", "given"),
    [
        (("93.184.216.34",), ["93.184.216.34"]),
        (("2a00:1450:400f::1", "93.184.216.34"), ["93.184.216.34", "2a00:1450:400f::1"]),
        (("93.184.216.34", "127.0.0.1"), []),
        (("169.254.169.254",), []),
        (("::ffff:10.0.0.1",), []),
    ],
)
def test_connections_get_checked_addresses_or_none(addresses: tuple[str, ...], given: list[str]) -> None:
    refusals.clear()
    receiver = _Receiver()
    resolver = GuardedResolver(_Reactor(*addresses), AddressGuard(frozenset({"127.0.0.1:80"})))
    resolver.resolveHostName(receiver, "Havby.dk", 443)  # type: ignore[arg-type]  # a receiver of our own
    assert (receiver.got, receiver.is_complete) == (given, True)
    assert (("havby.dk", 443) in refusals) is (not given)


SHARED = Path(__file__).parents[3] / "shared" / "hostile"


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/hostile is not beside this checkout")
def test_shared_sitemap_with_entities_is_refused() -> None:
    rows = [json.loads(line) for line in (SHARED / "manifest.jsonl").read_text("utf-8").splitlines()]
    files = [row["file"] for row in rows if row["category"] == "xml" or ("sitemap" in row["id"] and row.get("file"))]
    assert files
    for name in files:
        with pytest.raises(SitemapError, match="entities"):
            parse_sitemap((SHARED / name).read_bytes())
