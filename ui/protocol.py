"""Requests that no application sees, answered like all others: with a problem object (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_ADDRESS = 65_535
"""Bytes of an address that the parser of addresses takes; some 3000 values of a filter."""

_MOST_READ = 4 * 1024 * 1024  # of an address: more is not waited for


class ProblemProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it; what cannot be read is refused with a problem object instead of plain text."""

    def on_url(self, url: bytes) -> None:
        """Take a further part of the address.

        Raises:
            ValueError: it goes on for longer than anybody waits; the request is then refused.
        """
        super().on_url(url)
        if len(self.url) > _MOST_READ:
            raise ValueError("the address does not end")

    def send_400_response(self, msg: str) -> None:
        """Refuse a request, and end the connection."""
        length = len(getattr(self, "url", b""))
        status = HTTPStatus.BAD_REQUEST
        detail = "This is no request that can be read."
        if length > LONGEST_ADDRESS:
            status = HTTPStatus.REQUEST_URI_TOO_LONG
            detail = f"The address has more than {LONGEST_ADDRESS} characters; give fewer or shorter values."
        problem = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
        body = json.dumps(problem).encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: application/problem+json\r\n"
            f"content-length: {len(body)}\r\nx-content-type-options: nosniff\r\ncache-control: no-store\r\n"
            "connection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
