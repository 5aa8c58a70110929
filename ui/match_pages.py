"""`POST /match`: the match page for browsers without script; the draft comes in the body and is kept nowhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from ui.match_view import match_view
from ui.render import render
from ui.service import Service
from ui.texts import LANGUAGES, load_texts


def match_router(service: Service) -> APIRouter:
    """Give the route."""
    router = APIRouter(include_in_schema=False)

    @router.post("/match")
    async def match_page(request: Request, lang: str = LANGUAGES[0]) -> HTMLResponse:
        texts = load_texts(lang)
        form = await request.form(max_files=0)
        text, municipality, like = (str(form.get(name) or "") for name in ("text", "municipality", "som"))
        view = await run_in_threadpool(
            match_view, service, text=text, municipality=municipality, like=like, language=texts.language
        )
        other = f"/match?lang={texts('site.other_language_code')}"
        version = service.version_or_none()
        page = render("match.html", t=texts, current="match", content=view, version=version, other_language_link=other)
        return HTMLResponse(page)

    return router
