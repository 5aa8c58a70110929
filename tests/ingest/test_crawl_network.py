"""Names, proxies and encryption on real sockets: what connects is what was checked."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from corpus.errors import FetchError
from corpus.settings import Settings
from ingest.addresses import AddressGuard
from ingest.crawl import Outcome, crawl
from ingest.crawl.plain_http import Asker
from ingest.sources.description import Politeness, Source
from tests.ingest.webserver import Site, serve

TEXT = "<p>" + "Kommunen har fået tilskud til en indsats for borgere med kronisk sygdom. " * 10 + "</p>"


def certified(name: str, folder: Path) -> ssl.SSLContext:
    """Give a server's side of encryption, with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@contextmanager
def tunnelling(context: ssl.SSLContext, page: bytes) -> Iterator[tuple[str, list[str]]]:
    """Serve as a proxy whose every tunnel ends at one encrypted page; give its address and what it was asked for."""
    asked: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def log_message(self, *args: object) -> None:
            pass

        def do_CONNECT(self) -> None:
            asked.append(f"CONNECT {self.path}")
            self.send_response(200)
            self.end_headers()
            self.close_connection = True
            with context.wrap_socket(self.connection, server_side=True) as inside:
                head = b""
                while b"\r\n\r\n" not in head and (piece := inside.recv(4096)):
                    head += piece
                path = head.split(b" ", 2)[1].decode()
                asked.append(path)
                status, body = ("404 Nej", b"intet") if path == "/robots.txt" else ("200 OK", page)
                answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n"
                inside.sendall(f"{answer}Connection: close\r\n\r\n".encode() + body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_encrypted_site_is_reached_through_a_proxy_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    page = f"<html lang='da'><title>Havby</title><h1>Havby</h1>{TEXT}</html>".encode()
    source = Source(
        "havby", "Havby", ("https://havby.example/",), politeness=Politeness(delay_s=0, timeout_s=15, min_bytes_per_s=0)
    )
    with tunnelling(certified("havby.example", tmp_path), page) as (proxy, asked):
        for name in ("https_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy)
        outcomes = []
        for _ in range(2):
            summary = crawl(
                source,
                Settings(data=tmp_path),
                states=tmp_path / "states.sqlite",
                spool=tmp_path / "spool",
                blobs=tmp_path / "blobs",
                log=tmp_path / "crawl.log",
            )
            outcomes.append([page.outcome for page in summary.pages])
    assert outcomes == [[Outcome.OK], [Outcome.UNCHANGED]]
    assert set(asked) == {"CONNECT havby.example:443", "/robots.txt", "/"}


def test_a_name_is_looked_up_once_and_connects_to_what_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: str, port: int, *args: Any, **named: Any) -> list[Any]:
        if not host.endswith(".example"):
            return real(host, port, *args, **named)
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "169.254.169.254"
        return real(address, port, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with serve(Site()) as site:
        site.page("/", TEXT)
        guard = AddressGuard(frozenset({f"havby.example:{site.port}"}))
        asker = Asker(guard, {"User-Agent": "puljespor"}, timeout_s=10)
        for _ in range(3):
            assert asker.ask(f"http://havby.example:{site.port}/", {}).status == 200
            assert TEXT.encode() in asker.body(max_bytes=10_000)
        asker.close()
        assert looked_up == ["havby.example"]
        stranger = Asker(AddressGuard(), {}, timeout_s=10)
        with pytest.raises(FetchError, match=r"169\.254\.169\.254"):
            stranger.ask("http://sydvig.example/", {})
