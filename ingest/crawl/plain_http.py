"""One request after the other, without Scrapy: what asking again for pages that have not changed is done with.

It knows no redirects, retries, proxies or cookies, and each trouble is an exception: whoever meets one hands over to
the crawler, which knows them all.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any
from urllib.parse import urlsplit

from ingest.addresses import AddressGuard

TROUBLE = (OSError, http.client.HTTPException, ValueError)
"""What a request may raise, besides `FetchError` where the guard refuses an address."""
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """An answer's status and headers."""

    status: int
    headers: Message

    def get(self, name: str) -> str:
        """Give a header's value; empty where there is none."""
        value: str = self.headers.get(name, "")
        return value

    def n_announced(self) -> int | None:
        """Give the length that is announced."""
        length = self.get("Content-Length").strip()
        return int(length) if length.isascii() and length.isdigit() else None


class Asker:
    """Keeps a connection to each site, and makes one request at a time."""

    def __init__(self, guard: AddressGuard, headers: Mapping[str, str], *, timeout_s: float) -> None:
        self.guard, self.headers, self.timeout_s = guard, headers, timeout_s
        self._connections: dict[tuple[str, str], http.client.HTTPConnection] = {}
        self._answer: http.client.HTTPResponse | None = None
        self._key = ("", "")
        self._deadline = 0.0

    def ask(self, url: str, headers: Mapping[str, str]) -> Head:
        """Ask for a URL, and give the head of the answer; `body` reads on.

        Raises:
            FetchError: the address guard refuses it.
            OSError, http.client.HTTPException, ValueError: there was no answer, or none that makes sense.
        """
        parts = urlsplit(url)
        self._key = (parts.scheme, parts.netloc)
        self._deadline = time.monotonic() + self.timeout_s
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        is_kept = self._key in self._connections
        try:
            self._answer = self._send(url, target, headers)
        except (http.client.RemoteDisconnected, ConnectionError, BrokenPipeError):
            self.drop()
            if not is_kept:
                raise
            self._answer = self._send(url, target, headers)  # the server had closed what we kept open
        return Head(self._answer.status, self._answer.headers)

    def body(self, *, max_bytes: int) -> bytes:
        """Give the body of the last answer as it comes, content encoding and all.

        Raises:
            ValueError: it is larger than `max_bytes`.
            OSError, http.client.HTTPException: it does not come whole, or not in time.
        """
        assert self._answer is not None, "nothing was asked for"
        pieces: list[bytes] = []
        n_bytes = 0
        while piece := self._answer.read1(_CHUNK):
            pieces.append(piece)
            n_bytes += len(piece)
            if n_bytes > max_bytes:
                raise ValueError("the body is larger than it may be")
            if time.monotonic() > self._deadline:
                raise TimeoutError("the body does not come in time")
        if self._answer.length:  # `read1` does not notice a body that ends before its announced length
            raise http.client.IncompleteRead(b"", self._answer.length)
        self._answer.close()  # an empty body is not noticed as read: the connection would seem busy
        return b"".join(pieces)

    def drop(self) -> None:
        """Close the connection of the last request: its answer is not read to the end."""
        if connection := self._connections.pop(self._key, None):
            connection.close()

    def close(self) -> None:
        """Close every connection."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()

    def _send(self, url: str, target: str, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        connection = self._connections.get(self._key)
        if connection is None:
            connection = self._connections[self._key] = self._connect(url)
        connection.request("GET", target, headers={**self.headers, **headers})
        return connection.getresponse()

    def _connect(self, url: str) -> http.client.HTTPConnection:
        """Connect to an address that the guard has checked: the name is not asked about a second time."""
        host, port = self.guard.check_url(url)
        addresses = self.guard.check(url, _resolve)
        addresses.sort(key=lambda text: ipaddress.ip_address(text.partition("%")[0]).version)
        if self._key[0] == "https":
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, port, timeout=self.timeout_s)
        else:
            connection = http.client.HTTPConnection(host, port, timeout=self.timeout_s)
        vars(connection)["_create_connection"] = lambda *_, **__: _connect_first(addresses, port, self.timeout_s)
        return connection


def _resolve(host: str, port: int) -> list[str]:
    found: list[Any] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def _connect_first(addresses: list[str], port: int, timeout_s: float) -> socket.socket:
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), timeout_s)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), timeout_s)
