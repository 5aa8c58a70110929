"""Serves the site over real loopback sockets, as polite servers do: validators, sitemap, robots.txt, redirects."""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from tests.site.build import Resource, build_site

ROBOTS = "User-agent: *\nDisallow: /intern/\nCrawl-delay: 0\nSitemap: {base}/sitemap.xml\n"

REDIRECTS = {
    "/www.kl.dk/faglighed": "/kl.dk/arbejdsgiver/kompetence-og-udvikling/faglighed-taet-paa/",
    "/sst.dk/da/puljer/gammel-hverdag": "/sst.dk/da/puljer/styrket-naerhed-i-hjemmesygeplejen",
}


class SiteServer:
    """The running site. `version` may be changed between requests; `hits` counts them by path and status."""

    def __init__(self, httpd: ThreadingHTTPServer) -> None:
        self.version = 1
        self.hits: Counter[tuple[str, int]] = Counter()
        self.user_agents: set[str] = set()
        self.fail_after: int | None = None  # from this many answers on, close the connection without one
        self._lock = threading.Lock()
        host, port = httpd.server_address[:2]
        self.address = f"{host!s}:{port}"
        self.base = f"http://{self.address}"

    @property
    def site(self) -> Mapping[str, Resource]:
        """Give the pages served at present, by URL path."""
        return build_site(self.version)

    def count(self, path: str, status: int, user_agent: str) -> None:
        """Note one answer."""
        with self._lock:
            self.hits[path, status] += 1
            self.user_agents.add(user_agent)

    def n_answers(self, status: int) -> int:
        """Give how many answers had this status."""
        return sum(n for (_, s), n in self.hits.items() if s == status)


def _sitemap(site: Mapping[str, Resource], base: str) -> bytes:
    urls = "".join(
        f"<url><loc>{base}{quote(path)}</loc></url>" for path, resource in sorted(site.items()) if resource.is_listed
    )
    xml = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return xml.encode()


def _handler(server: list[SiteServer]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            state = server[0]
            path = unquote(urlsplit(self.path).path)
            if state.fail_after is not None and sum(state.hits.values()) >= state.fail_after:
                self.close_connection = True
                return
            if path == "/robots.txt":
                self._send(200, ROBOTS.format(base=state.base).encode(), {"Content-Type": "text/plain"})
            elif path == "/sitemap.xml":
                self._send(200, _sitemap(state.site, state.base), {"Content-Type": "application/xml"})
            elif path in REDIRECTS:
                self._send(301, b"", {"Location": state.base + quote(REDIRECTS[path])})
            else:
                self._resource(state.site.get(path))

        def _resource(self, resource: Resource | None) -> None:
            if resource is None:
                body = "<html><head><title>Siden findes ikke</title></head><body><h1>404</h1></body></html>"
                self._send(404, body.encode(), {"Content-Type": "text/html; charset=utf-8"})
                return
            validators = {"ETag": resource.etag, "Last-Modified": resource.last_modified}
            if self.headers.get("If-None-Match") == resource.etag:
                self._send(304, b"", validators)
            else:
                self._send(200, resource.body, validators | {"Content-Type": resource.media_type})

        def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
            path = unquote(urlsplit(self.path).path)
            server[0].count(path, status, self.headers.get("User-Agent", ""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD" and status != 304:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep test output clean."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over a client that was killed in the middle of a request; show anything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve_site(version: int = 1) -> Iterator[SiteServer]:
    """Serve the site on a free loopback port until the block ends."""
    for each in (1, 2):  # before any thread asks: two that build at once would build two different files
        build_site(each)
    holder: list[SiteServer] = []
    httpd = _Server(("127.0.0.1", 0), _handler(holder))
    server = SiteServer(httpd)
    server.version = version
    holder.append(server)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
