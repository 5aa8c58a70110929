"""A refusal in the form that the asker reads: a page in its language for people, a problem object for machines."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from ui.render import render
from ui.said import said
from ui.texts import LANGUAGES, load_texts


def problem(status: int, detail: str, *, title: str = "", **more: object) -> JSONResponse:
    """Give a problem object (RFC 9457)."""
    body = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JSONResponse(body | more, status, media_type="application/problem+json")


def wants_page(path: str, accept: str) -> bool:
    """Tell whether a person's browser asked, outside the API."""
    return not path.startswith("/api/") and "text/html" in accept


def refusal_page(path: str, query: str, status: int, detail: str, *, title: str = "") -> HTMLResponse:
    """Give a failure as a page in the language that the address asks for."""
    pairs = dict(parse_qsl(query))
    asked = pairs.get("lang", "")
    texts = load_texts(asked if asked in LANGUAGES else LANGUAGES[0])
    link = f"{path}?{urlencode(pairs | {'lang': texts('site.other_language_code')})}"
    page = render(
        "error.html",
        t=texts,
        title=title or texts("error.heading"),
        detail=said(texts, detail),
        other_language_link=link,
        sign_in=status in (401, 403) and path.startswith("/redaktion"),
    )
    return HTMLResponse(page, status)


async def refuse(
    scope: Scope, receive: Receive, send: Send, status: int, detail: str, headers: Mapping[str, str]
) -> None:
    """Answer a request that no application has seen."""
    accept = Headers(scope=scope).get("accept", "")
    answer: Response
    if wants_page(scope["path"], accept):
        answer = refusal_page(scope["path"], scope.get("query_string", b"").decode("latin-1"), status, detail)
    else:
        answer = problem(status, detail)
    answer.headers.update(dict(headers) | {"cache-control": "no-store"})
    await answer(scope, receive, send)
