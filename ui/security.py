"""What every answer carries and what no request may do: headers, content security policy, size of uploads."""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.refusals import refuse

MAX_BODY_BYTES = 12 * 1024 * 1024
"""Largest request: a draft of 10 MB with its multipart frame."""

_UPLOAD = ("/redaktion/upload/se", 32 * 1024 * 1024)  # a report: the largest seen is 31 MB

_COMMON = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
_BASE_POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; form-action 'self'; "
    "base-uri 'self'; frame-ancestors 'none'; object-src 'none'; manifest-src 'self'"
)
# Gradio's gr.HTML compiles its template with `Function`, and its components write style elements: its own pages need
# 'unsafe-eval' for scripts and 'unsafe-inline' for styles. Inline scripts still need the nonce of this one answer.
_GRADIO_PATHS = frozenset({"/", "/match"})


class SecurityHeaders:
    """ASGI middleware: sets the headers, hands a nonce to whoever renders, refuses bodies that are too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        policy = content_policy(scope["path"], nonce)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _COMMON.items():
                    headers.setdefault(name, value)
                headers["Content-Security-Policy"] = policy
            await send(message)

        most = most_bytes(scope["path"])
        if _declared_length(scope) > most:
            detail = f"At most {most // 1024**2} MB are read."
            await refuse(scope, receive, send_with_headers, 413, detail, {"connection": "close"})
            return
        await self.app(scope, _limited(receive, most), send_with_headers)


class BodyTooLargeError(Exception):
    """A request without a declared length went on for longer than is read."""


def most_bytes(path: str) -> int:
    """Give how long a request to this path may be."""
    return _UPLOAD[1] if path == _UPLOAD[0] else MAX_BODY_BYTES


def _limited(receive: Receive, most: int) -> Receive:
    n_bytes = 0

    async def limited_receive() -> Message:
        nonlocal n_bytes
        message = await receive()
        if message["type"] == "http.request":
            n_bytes += len(message.get("body", b""))
            if n_bytes > most:
                raise BodyTooLargeError
        return message

    return limited_receive


def content_policy(path: str, nonce: str) -> str:
    """Give the content security policy of a page: no outside host on any, and no inline script without the nonce."""
    if path in _GRADIO_PATHS:
        return f"{_BASE_POLICY}; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'"
    return f"{_BASE_POLICY}; script-src 'self'; style-src 'self'"


def _declared_length(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isascii() and length.isdecimal() else 0
