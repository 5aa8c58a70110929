"""`/redaktion`: the review queue, publishing and the log, for those who are signed in. No script is needed."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from corpus.errors import PuljesporError
from ui.accounts import SESSION_S, Accounts, Role, Session, Sessions
from ui.render import render
from ui.service import Service
from ui.tasks import build_index
from ui.texts import LANGUAGES, Texts, load_texts

_COOKIE = "puljespor_session"
_N_SHOWN = 60
_PATH = "/redaktion"

Act = Callable[[Session, FormData], str]


def staff_router(service: Service) -> APIRouter:
    """Give the routes of the staff's pages; every one checks the role on the server."""
    router = APIRouter(include_in_schema=False)
    sessions = Sessions(Accounts(service.settings.data))

    @router.get(_PATH)
    def staff(request: Request, lang: str = LANGUAGES[0], forkert: bool = False) -> HTMLResponse:
        texts = load_texts(lang)
        token = request.cookies.get(_COOKIE)
        session = sessions.find(token)
        if session is None:
            return _page("sign_in.html", texts, is_wrong=forkert)
        return _page("staff.html", texts, session=session, message=sessions.take_message(token), **queue(service))

    @router.post(_PATH + "/ind")
    async def sign_in(request: Request, lang: str = LANGUAGES[0]) -> Response:
        form = await request.form(max_files=0, max_fields=10)
        name, password = str(form.get("name") or ""), str(form.get("password") or "")
        token = await run_in_threadpool(sessions.sign_in, name, password)
        if token is None:
            return _back(lang, is_wrong=True)
        response = _back(lang)
        is_secure = request.url.scheme == "https"
        response.set_cookie(
            _COOKIE, token, max_age=SESSION_S, httponly=True, samesite="strict", secure=is_secure, path=_PATH
        )
        return response

    @router.post(_PATH + "/ud")
    async def sign_out(request: Request, lang: str = LANGUAGES[0]) -> Response:
        await _checked(request, sessions, Role.READER)
        sessions.sign_out(request.cookies.get(_COOKIE))
        response = _back(lang)
        response.delete_cookie(_COOKIE, path=_PATH)
        return response

    for path, (role, act) in _acts(service).items():
        _add_act(router, sessions, path, role, act)
    return router


def _add_act(router: APIRouter, sessions: Sessions, path: str, role: Role, act: Act) -> None:
    @router.post(f"{_PATH}/{path}", name=path)
    async def run(request: Request, lang: str = LANGUAGES[0]) -> Response:
        session, form = await _checked(request, sessions, role)
        try:
            message = await run_in_threadpool(act, session, form)
        except PuljesporError as exc:
            message = str(exc)
        sessions.leave_message(request.cookies.get(_COOKIE), message)
        return _back(lang)


async def _checked(request: Request, sessions: Sessions, role: Role) -> tuple[Session, FormData]:
    """Give the session and form of a request that may act.

    Raises:
        HTTPException: nobody is signed in, the role does not do, or the form is not from our own page.
    """
    session = sessions.find(request.cookies.get(_COOKIE))
    if session is None:
        raise HTTPException(401, "Nobody is signed in.")
    form = await request.form(max_files=0, max_fields=1000)
    if not hmac.compare_digest(str(form.get("csrf") or "").encode(), session.csrf.encode()):
        raise HTTPException(403, "The form is not from this session.")
    if session.role < role:
        raise HTTPException(403, f"This needs the role of {role.name.lower()}.")
    return session, form


def _acts(service: Service) -> dict[str, tuple[Role, Act]]:
    from corpus import review
    from corpus.store import Store

    def ids_of(form: FormData) -> list[int]:
        return [int(value) for value in form.getlist("id") if isinstance(value, str) and value.isdecimal()]

    def decide(session: Session, form: FormData) -> str:
        ids, why = ids_of(form), str(form.get("why") or "")
        with Store.open(service.settings, write=True) as store:
            if form.get("decision") == "approve":
                return f"Godkendt: {len(review.approve(store, ids, who=session.name, why=why))}"
            return f"Afvist: {len(review.reject(store, ids, why, who=session.name))}"

    def edit(session: Session, form: FormData) -> str:
        record_id, name, value = (str(form.get(key) or "").strip() for key in ("record_id", "field", "value"))
        with Store.open(service.settings, write=True) as store:
            review.edit_field(
                store, record_id, name, read_value(name, value), who=session.name, why=str(form.get("why") or "")
            )
        return f"Rettet: {record_id}, {name}"

    def publish(session: Session, form: FormData) -> str:
        with Store.open(service.settings, write=True) as store:
            version = review.publish(store, who=session.name, note=str(form.get("note") or ""))
        build_index(service.settings)
        service.look_again()
        return f"Udgivet: udgave {version.version}"

    def undo(session: Session, form: FormData) -> str:
        with Store.open(service.settings, write=True) as store:
            version = review.undo_publish(store, who=session.name, why=str(form.get("why") or ""))
        build_index(service.settings)
        service.look_again()
        return f"Fortrudt: udgave {version.version}"

    return {
        "afgoer": (Role.EDITOR, decide),
        "ret": (Role.EDITOR, edit),
        "udgiv": (Role.EDITOR, publish),
        "fortryd": (Role.ADMINISTRATOR, undo),
    }


def read_value(field: str, text: str) -> Any:
    """Give a field's value as an editor wrote it: a number where the field is one, a list where it has several."""
    from corpus.evidence import MULTI_FIELDS

    if not text:
        return None
    if field in MULTI_FIELDS:
        return [part.strip() for part in text.split(";") if part.strip()]
    digits = text.replace(".", "").replace(" ", "")
    is_number = field in ("year_awarded", "n_applications", "n_projects") or field.endswith("_dkk")
    return int(digits) if is_number and digits.isdecimal() else text


def queue(service: Service) -> dict[str, Any]:
    """Give what waits for a decision, what is approved, the versions, what is missing, and the newest of the log."""
    from corpus import review
    from corpus.evidence import MULTI_FIELDS, SINGLE_FIELDS
    from corpus.store import Store

    with Store.open(service.settings) as store:
        pending = review.proposals(store, state=review.ProposalState.PENDING)
        approved = review.proposals(store, state=review.ProposalState.APPROVED)
        return {
            "pending": pending[:_N_SHOWN],
            "n_pending": len(pending),
            "n_approved": len(approved),
            "versions": list(reversed(store.versions()))[:10],
            "log": review.audit_log(store, limit=30),
            "missing": review.missing_reports(store, datetime.now(UTC).date())[:30],
            "fields": [*SINGLE_FIELDS, *MULTI_FIELDS],
        }


def _page(template: str, texts: Texts, **values: Any) -> HTMLResponse:
    other = f"{_PATH}?lang={texts('site.other_language_code')}"
    page = render(template, t=texts, current="staff", is_staff=True, other_language_link=other, **values)
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})


def _back(lang: str, *, is_wrong: bool = False) -> RedirectResponse:
    pairs = [("forkert", "1")] if is_wrong else []
    pairs += [("lang", lang)] if lang in LANGUAGES[1:] else []
    return RedirectResponse(f"{_PATH}?{urlencode(pairs)}" if pairs else _PATH, 303)
