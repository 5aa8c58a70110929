"""A small web server on a loopback socket, whose pages a test may change between crawls."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What the server answers."""

    body: bytes = b""
    status: int = 200
    content_type: str | None = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[["Site", BaseHTTPRequestHandler], Reply | None]
"""Makes an answer from the request; `None` when it has written to the socket itself."""


@dataclass
class Site:
    """The pages by path and query, and every request that came: (path, If-None-Match, User-Agent)."""

    pages: dict[str, Reply | Handler] = field(default_factory=dict)
    hits: list[tuple[str, str | None, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def n_hits(self, path: str) -> int:
        return sum(hit[0] == path for hit in self.hits)

    def paths(self) -> list[str]:
        return [hit[0] for hit in self.hits if hit[0] not in ("/robots.txt", "/sitemap.xml")]

    def page(self, path: str, body: str, *, title: str = "Side", head: str = "", **headers: str) -> None:
        """Put an HTML page at a path."""
        html = f'<!doctype html><html lang="da"><head><title>{title}</title>{head}</head>'
        html += f"<body><main><h1>{title}</h1>{body}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Reply(f"{html}</main></body></html>".encode(), headers=named)


@contextmanager
def serve(site: Site) -> Iterator[Site]:
    """Serve a site until the block ends."""

    class Requests(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            site.hits.append((self.path, self.headers.get("If-None-Match"), self.headers.get("User-Agent", "")))
            page = site.pages.get(self.path, Reply(b"intet her", 404))
            reply = page if isinstance(page, Reply) else page(site, self)
            if reply is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            if reply.content_type:
                self.send_header("Content-Type", reply.content_type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 304:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if reply.status != 304:
                self.wfile.write(reply.body)

        def handle(self) -> None:
            try:
                super().handle()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
