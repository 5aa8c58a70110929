"""Broken and malicious answers beside good pages: each ends as one recorded outcome, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from ingest.crawl import Outcome
from ingest.sources.description import CrawlLimits
from tests.ingest.test_crawl import QUICK, TEXT, Crawler
from tests.ingest.webserver import Handler, Reply, Site, serve

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve(Site()) as running:
        yield running


@pytest.fixture
def crawler(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Crawler:
    return Crawler(site, tmp_path_factory.mktemp("crawl"))


def wire(*pieces: bytes) -> Handler:
    """Answer with these bytes and nothing else."""

    def answer(_: Site, request: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            request.wfile.write(piece)

    return answer


def text(mark: str, content_type: str = "text/html; charset=utf-8", **headers: str) -> Reply:
    body = f"{TEXT}<p>{mark}</p>".encode()
    return Reply(body, content_type=content_type, headers={k.replace("_", "-"): v for k, v in headers.items()})


def to(location: str, status: int = 302) -> Reply:
    return Reply(b"", status, headers={"Location": location})


TRANSPORT: dict[str, tuple[Reply | Handler, Outcome]] = {
    "/lukket-midt": (wire(HEAD, b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc"), Outcome.PARTIAL),
    "/negativ-laengde": (wire(HEAD, b"Content-Length: -5\r\n\r\nabc"), Outcome.FAILED),
    "/uhyre-laengde": (wire(HEAD, b"Content-Length: 99999999999999999999\r\n\r\nabc"), Outcome.TOO_LARGE),
    "/stort-hoved": (wire(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 5_000_000, b"\r\n\r\n"), Outcome.FAILED),
    "/mange-fortsaet": (wire(b"HTTP/1.1 100 Continue\r\n\r\n" * 500, OK), Outcome.OK),
    "/bredt-hoved": (wire(HEAD, b"X-B: \xff\xfe\x00\r\n", b"Content-Length: 8\r\n\r\n<p>bredt"), Outcome.OK),
}
ANSWERS: dict[str, tuple[Reply | Handler, Outcome]] = {
    "/kun-en-del": (Reply(TEXT.encode(), 206, headers={"Content-Range": "bytes 0-9/99"}), Outcome.PARTIAL),
    "/valg": (Reply(TEXT.encode(), 300), Outcome.FAILED),
    "/status-999": (Reply(TEXT.encode(), 999), Outcome.FAILED),
    "/ukendt-kodning": (text("u", Content_Encoding="x-foo"), Outcome.FAILED),
    "/json-type": (text("json", "application/json"), Outcome.OK),
    "/ondt-tegnsaet": (text("idna", "text/html; charset=idna"), Outcome.OK),
    "/ondt-tegnsaet-2": (text("base64", "text/html; charset=base64"), Outcome.OK),
    "/volapyk-type": (text("type", ";;;///"), Outcome.OK),
    "/side-som.pdf": (text("pdf", "application/pdf"), Outcome.OK),
    "/svg": (Reply(b"<svg><script>1</script></svg>", content_type="image/svg+xml"), Outcome.REJECTED),
    "/etag-lang": (text("etag", ETag='"' + "x" * 9000 + '"'), Outcome.OK),
    "/dato-loegn": (text("dato", Last_Modified="Wed, 00 Mar 0000 99:00:00 GMT"), Outcome.OK),
    "/aldrig-kendt": (Reply(status=304), Outcome.FAILED),
    "/ftp": (to("ftp://127.0.0.1/x"), Outcome.BLOCKED),
    "/data": (to("data:text/html,x", 301), Outcome.BLOCKED),
    "/oktal": (to("http://0177.0.0.1/"), Outcome.BLOCKED),
    "/nul": (to("http://0/"), Outcome.BLOCKED),
    "/nat64": (to("http://[64:ff9b::7f00:1]/"), Outcome.BLOCKED),
    "/metadata": (to("http://169.254.169.254/latest/", 307), Outcome.BLOCKED),
    "/bruger": (to("http://a.dk@127.0.0.1/", 308), Outcome.BLOCKED),
    "/umulig-port": (to("http://127.0.0.1:99999/"), Outcome.BLOCKED),
    "/umulig-adresse": (to("http://[::1"), Outcome.BLOCKED),
    "/person": (to("/borger-070761-4285"), Outcome.BLOCKED),
    "/sig-selv": (to("#x"), Outcome.REDIRECT_LOOP),
}


@pytest.mark.parametrize("cases", [TRANSPORT, ANSWERS], ids=["transport", "answers"])
def test_every_answer_ends_as_one_outcome(
    site: Site, crawler: Crawler, cases: dict[str, tuple[Reply | Handler, Outcome]]
) -> None:
    good = {f"/god-{n}": text(f"god {'abcdefghijklmnopqrstuvwxyzæøå'[n]}") for n in range(len(cases))}
    # good pages between: five failures in a row would be the server's, and it would be left alone
    links = "".join(f'<a href="{a}">a</a><a href="{b}">b</a>' for a, b in zip(good, cases, strict=True))
    site.page("/", TEXT + links)
    site.pages |= good
    site.pages |= {path: answer for path, (answer, _) in cases.items()}
    limits = CrawlLimits(max_page_bytes=1_000_000, max_file_bytes=2_000_000)
    summary = crawler.run(politeness=QUICK, limits=limits)
    found = {page.url.removeprefix(site.url): page for page in summary.pages}
    assert {path: found[path].outcome for path in cases} == {path: outcome for path, (_, outcome) in cases.items()}
    assert all(page.outcome.has_body or page.reason for page in summary.pages)
    assert {found[path].outcome for path in good} == {Outcome.OK}


def test_an_address_with_a_number_of_a_person_is_neither_asked_for_nor_remembered(site: Site, crawler: Crawler) -> None:
    bad = ("/borger-070761-4285.html", "/x?cpr=070761%2D4285", "http://[::1", "/" + "a" * 5000, "//", "\x00/%zz")
    site.page("/", TEXT + "".join(f'<a href="{href}">x</a>' for href in bad) + '<a href="/god">god</a>')
    site.page("/god", TEXT + "<p>god</p>", head='<link rel="canonical" href="/sag-070761-4285">')
    outcomes = crawler.outcomes()
    assert (outcomes["/"], outcomes["/god"]) == (Outcome.OK, Outcome.OK)
    assert not any("070761" in path for path in site.paths())
    kept = [file for file in crawler.folder.rglob("*") if file.is_file() and "spool" not in file.parts]
    assert kept
    assert not any(b"070761" in file.read_bytes() for file in kept)


ROBOTS: dict[str, tuple[Reply | Handler, Outcome]] = {
    "nowhere": (to("http://[::1"), Outcome.OK),
    "a file": (to("file:///etc/passwd"), Outcome.OK),
    "a private address": (to("http://169.254.169.254/robots.txt"), Outcome.OK),
    "in a ring": (to("/robots.txt"), Outcome.OK),
    "garbage": (wire(b"SSH-2.0-x\r\n"), Outcome.DEFERRED),
    "too long": (Reply(b"User-agent: *\nDisallow: /god\n" + b"# fyld\n" * 1_500_000), Outcome.OK),
}


@pytest.mark.parametrize("name", ROBOTS)
def test_a_broken_robots_txt_opens_or_closes_the_site_and_says_so(site: Site, crawler: Crawler, name: str) -> None:
    site.pages["/robots.txt"], outcome = ROBOTS[name]
    site.page("/", TEXT)
    (page,) = crawler.run().pages
    assert page.outcome is outcome
    assert page.outcome.has_body or "robots.txt" in page.reason
