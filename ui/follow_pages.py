"""`/foelg`: searches and projects that a reader follows, in the browser, by Atom, and by mail where one can be sent."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from corpus.errors import QueryError
from ui.address import Address, read_address
from ui.alerts import confirm_words, followed_records, has_results, newest_change, search_name
from ui.follows import Follow, Follows
from ui.formats import plain
from ui.mailing import MailError, can_mail, open_mailer
from ui.rates import Bucket
from ui.record_pages import record_id_of
from ui.render import record_link, render
from ui.service import Service
from ui.texts import LANGUAGES, Texts, load_texts

_MOST_NEWS = 30
_ASK_BURST, _ASK_PER_S = 10.0, 1 / 60  # mails that one connection may cause: some at once, then one a minute
_LONGEST = 2_000  # characters of a followed address


def follow_router(service: Service) -> APIRouter:
    """Give the routes."""
    router = APIRouter(include_in_schema=False)
    asking = Bucket(_ASK_BURST, _ASK_PER_S)
    follows = Follows(service.settings.data)

    @router.get("/foelg")
    def follow_page(request: Request, post: str = "") -> HTMLResponse:
        return HTMLResponse(_page(service, request, read_address(request.url.query), post))

    @router.post("/foelg")
    async def ask(request: Request, lang: str = LANGUAGES[0]) -> HTMLResponse:
        texts = load_texts(lang)
        if not can_mail(service.settings):
            raise HTTPException(404)
        if asking.take(request.client.host if request.client else ""):
            raise HTTPException(429, "This address asks too much. Wait a minute.")
        form = await request.form(max_files=0, max_fields=10)
        values = {name: str(form.get(name) or "") for name in ("email", "what", "post")}
        said = await run_in_threadpool(_ask, service, follows, texts, **values)
        return HTMLResponse(_message(service, texts, *said))

    @router.get("/foelg/nyt")
    def news(request: Request, post: str = "", siden: str = "") -> HTMLResponse:
        address = read_address(request.url.query)
        dropped = set(request.query_params.getlist("udeladt"))
        kind, what = ("record", post) if post else ("search", urlencode(address.parameters()))
        found = [r for r in followed_records(service, kind, what) if record_id_of(r) not in dropped]
        fresh = sorted((r for r in found if (r["updated_at"] or "") > siden), key=lambda r: r["updated_at"] or "")
        page = render(
            "_news.html",
            t=load_texts(address.language),
            records=fresh[::-1][:_MOST_NEWS],
            n_new=len(fresh),
            n_all=len(found),
            until=newest_change(found),
        )
        return HTMLResponse(page)

    @router.get("/foelg/bekraeft/{token}")
    def confirm_page(token: str, lang: str = LANGUAGES[0]) -> HTMLResponse:
        # A button, and not the link alone, confirms: mail filters open links on their own.
        texts = load_texts(lang)
        return HTMLResponse(_message(service, texts, "confirm_heading", "confirm_lead", button="confirm_button"))

    @router.post("/foelg/bekraeft/{token}")
    def confirm(token: str, lang: str = LANGUAGES[0]) -> HTMLResponse:
        follow = follows.confirm(token)
        return HTMLResponse(_message(service, load_texts(follow.language), "confirmed_heading", "confirmed_lead"))

    @router.get("/foelg/stop/{follow_id}/{token}")
    def stop_page(follow_id: str, token: str, post: str = "") -> HTMLResponse:
        follow = follows.find(follow_id, token)
        texts = load_texts(follow.language)
        if post:
            title = _title(service, texts, post)
            return HTMLResponse(
                _message(service, texts, "drop_heading", "drop_lead", button="drop_button", name=title, post=post)
            )
        name = _name(service, texts, follow)
        return HTMLResponse(_message(service, texts, "stop_heading", "stop_lead", button="stop_button", name=name))

    @router.post("/foelg/stop/{follow_id}/{token}")
    async def stop(request: Request, follow_id: str, token: str) -> HTMLResponse:
        form = await request.form(max_files=0, max_fields=10)
        post = str(form.get("post") or "")
        follow = await run_in_threadpool(follows.find, follow_id, token)
        texts = load_texts(follow.language)
        if post:
            await run_in_threadpool(follows.drop, follow, post[:200])
            return HTMLResponse(_message(service, texts, "dropped_heading", "dropped_lead"))
        await run_in_threadpool(follows.stop, follow)
        return HTMLResponse(_message(service, texts, "stopped_heading", "stopped_lead"))

    @router.get("/følg", include_in_schema=False)
    def spelled(request: Request) -> Response:
        return RedirectResponse("/foelg" + (f"?{request.url.query}" if request.url.query else ""), 301)

    return router


def _ask(service: Service, follows: Follows, texts: Texts, *, email: str, what: str, post: str) -> tuple[str, str]:
    """Mail an address to confirm; what is answered does not tell whether it follows anything already."""
    kind, what = ("record", post) if post else ("search", what)
    if not what or len(what) > _LONGEST or (kind == "search" and not read_address(what).is_asked):
        raise QueryError("neither a query nor a filter is given.", remedy="Search first, then follow.")
    if kind == "search":
        what = urlencode([(n, v) for n, v in read_address(what).parameters() if n not in ("side", "lang", "version")])
    else:
        service.record(what)
    records = followed_records(service, kind, what)
    results = kind == "record" and any(has_results(record) for record in records)
    try:
        token = follows.ask(email, kind, what, texts.language, told_until=newest_change(records), has_results=results)
    except QueryError:
        return "failed_heading", "failed_address"
    if token is not None:
        subject, text = confirm_words(service.settings, texts, _what_name(service, texts, kind, what), token)
        try:
            with open_mailer(service.settings) as mailer:
                mailer.send(email.strip(), subject, text)
        except MailError:
            return "failed_heading", "failed_lead"
    return "asked_heading", "asked_lead"


def _page(service: Service, request: Request, address: Address, post: str) -> str:
    texts = load_texts(address.language)
    record = service.record(post) if post else None
    pairs = [(n, v) for n, v in address.parameters() if n not in ("side", "lang", "version")]
    what = urlencode([("post", record_id_of(record))]) if record else urlencode(pairs)
    is_chosen = bool(record) or address.is_asked
    language = [] if texts.language == LANGUAGES[0] else [("lang", texts.language)]
    other = [(n, v) for n, v in parse_qsl(what)] + [("lang", texts("site.other_language_code"))]
    return render(
        "follow.html",
        t=texts,
        current="follow",
        what=what if is_chosen else "",
        name=_title(service, texts, post) if record else search_name(texts, address) if is_chosen else "",
        back=record_link(record, texts.language) if record else address.link(),
        feed=f"/feed.atom?{urlencode([*parse_qsl(what), *language])}",
        until=newest_change(followed_records(service, "record" if record else "search", post or what))
        if is_chosen
        else "",
        record_id=record_id_of(record) if record else "",
        can_mail=can_mail(service.settings),
        version=service.version_or_none(),
        other_language_link=f"/foelg?{urlencode(other)}",
    )


def _message(
    service: Service, texts: Texts, heading: str, lead: str, *, button: str = "", name: str = "", post: str = ""
) -> str:
    return render(
        "follow_message.html",
        t=texts,
        current="follow",
        heading=texts(f"follow.{heading}"),
        lead=texts(f"follow.{lead}", name=name) if name else texts(f"follow.{lead}"),
        button=texts(f"follow.{button}") if button else "",
        post=post,
        version=service.version_or_none(),
        other_language_link=f"/foelg?lang={texts('site.other_language_code')}",
    )


def _name(service: Service, texts: Texts, follow: Follow) -> str:
    return _what_name(service, texts, follow.kind, follow.what)


def _what_name(service: Service, texts: Texts, kind: str, what: str) -> str:
    return _title(service, texts, what) if kind == "record" else search_name(texts, read_address(what))


def _title(service: Service, texts: Texts, record_id: str) -> str:
    records: list[dict[str, Any]] = followed_records(service, "record", record_id)
    return plain(records[0]["title"] or texts("card.untitled"), 160) if records else plain(record_id, 80)
