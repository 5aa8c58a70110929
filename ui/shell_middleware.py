"""Middleware that puts our frame and the first view into Gradio's pages before they are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.address import Address, read_address
from ui.match_view import match_view
from ui.refusals import refuse
from ui.search_view import page_title, search_view
from ui.service import Service
from ui.shell import FirstView, dress_shell
from ui.texts import load_texts


def _search_first(service: Service, address: Address) -> FirstView:
    texts = load_texts(address.language)
    other = address.link(language=texts("site.other_language_code"), page_no=address.page_no)
    view = search_view(service, address)
    return FirstView(texts, "search", page_title(address), view, other, service.version_or_none())


def _match_first(service: Service, address: Address) -> FirstView:
    """Give the first view of the match page: the form, empty or with a project of the corpus to begin with."""
    texts = load_texts(address.language)
    asked = {name: address.others[name] for name in ("som", "find") if address.others.get(name)}
    other = f"/match?{urlencode(asked | {'lang': texts('site.other_language_code')})}"
    title = f"{texts('match.title')} – {texts('site.name')}"
    view = match_view(service, like=asked.get("som", ""), find=asked.get("find", ""), language=address.language)
    return FirstView(texts, "match", title, view, other, service.version_or_none())


_FIRST_VIEWS: dict[str, Callable[[Service, Address], FirstView]] = {"/": _search_first, "/match": _match_first}


class DressedPages:
    """ASGI middleware around the interactive pages; other answers pass through untouched."""

    def __init__(self, app: ASGIApp, *, service: Service) -> None:
        self.app = app
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        first_view = _FIRST_VIEWS.get(scope.get("path", "")) if scope["type"] == "http" else None
        if first_view is None or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        try:
            address = read_address(scope["query_string"].decode("latin-1"))
        except ValueError:  # more parameters than an address has
            await refuse(scope, receive, send, 400, "The address holds too much.", {})
            return
        start: Message = {}
        parts: list[bytes] = []

        async def hold(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(parts)
            if _is_page(start):
                view = await run_in_threadpool(first_view, self.service, address)
                body = dress_shell(body.decode("utf-8"), view, nonce=scope["state"]["nonce"]).encode()
                headers = MutableHeaders(raw=start["headers"])
                headers["content-length"] = str(len(body))
                headers["cache-control"] = "no-cache"
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app(_without_compression(scope), receive, hold)


def _is_page(start: Message) -> bool:
    return start["status"] == 200 and Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")


def _without_compression(scope: Scope) -> dict[str, Any]:
    """Give the scope with no Accept-Encoding, so that the inner page comes as it is; the outer app compresses."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}
