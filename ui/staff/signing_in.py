"""Signing in and out: local accounts, and the OpenID Connect provider where one is set."""

from __future__ import annotations

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from ui.accounts import SESSION_S, Role
from ui.oidc import BEGIN_S, CALLBACK, SignInError
from ui.staff.desk import COOKIE, PATH, Desk, here, local_path, page, texts_of, words

_BEGUN = "puljespor_oidc"


def register(desk: Desk) -> None:
    """Add the routes."""
    _add_local(desk)
    _add_provider(desk)

    @desk.router.post(PATH + "/ud")
    async def sign_out(request: Request) -> Response:
        asked, _ = await desk.checked(request, Role.READER)
        desk.sessions.sign_out(request.cookies.get(COOKIE))
        response: Response = RedirectResponse(here(asked.texts, PATH), 303)
        if not asked.session.is_local:
            # A page between: the policy on forms would stop a form that ends at another host.
            back = desk.base(request) + PATH
            url = await run_in_threadpool(desk.provider.end_session_url, asked.session.id_token, back)
            response = page("staff/signed_out.html", asked.texts, request, url=url, label=desk.provider.label)
        response.delete_cookie(COOKIE, path=PATH)
        return response


def _add_local(desk: Desk) -> None:
    @desk.router.post(PATH + "/ind")
    async def sign_in(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise HTTPException(403, "The form is not from this site.")
        form = await request.form(max_files=0, max_fields=10)
        token = await run_in_threadpool(desk.sessions.sign_in, words(form, "name"), str(form.get("password") or ""))
        texts = texts_of(request)
        if token is None:
            return desk.sign_in_page(request, 401, problem=texts("staff.wrong"))
        response = RedirectResponse(here(texts, local_path(words(form, "to") or PATH)), 303)
        _set_session(response, token, request, desk)
        return response


def _add_provider(desk: Desk) -> None:
    provider = desk.provider

    @desk.router.get(PATH + "/oidc")
    def begin(request: Request, to: str = PATH) -> Response:
        if not provider.is_on:
            raise HTTPException(404)
        texts = texts_of(request)
        try:
            url, cookie = provider.begin(desk.base(request) + CALLBACK, to=here(texts, local_path(to)))
        except SignInError as exc:
            return desk.sign_in_page(request, 502, problem=texts(f"staff.{exc.key}"))
        response = RedirectResponse(url, 303)
        # Lax: the provider sends the browser back from its own site.
        response.set_cookie(
            *(_BEGUN, cookie), max_age=int(BEGIN_S), httponly=True, samesite="lax", secure=_is_secure(request, desk),
            path=CALLBACK,
        )  # fmt: skip
        return response

    @desk.router.get(CALLBACK)
    def finish(request: Request) -> Response:
        if not provider.is_on:
            raise HTTPException(404)
        texts = texts_of(request)
        try:
            person = provider.finish(request.cookies.get(_BEGUN), request.query_params)
        except SignInError as exc:
            response: Response = desk.sign_in_page(request, 403, problem=texts(f"staff.{exc.key}"))
        else:
            # A page of ours that leads on: a strict cookie does not go along with a redirect from another site.
            token = desk.sessions.open(person.name, person.role, id_token=person.id_token)
            response = page("staff/signed_in.html", texts, request, to=local_path(person.to))
            _set_session(response, token, request, desk)
        response.delete_cookie(_BEGUN, path=CALLBACK)
        return response


def _set_session(response: Response, token: str, request: Request, desk: Desk) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_S,
        httponly=True,
        samesite="strict",
        secure=_is_secure(request, desk),
        path=PATH,
    )


def _is_secure(request: Request, desk: Desk) -> bool:
    return desk.base(request).startswith("https://")
