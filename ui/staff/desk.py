"""What all pages of the staff share: who asks, whether they may, the frame around the page, and how an act ends."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from corpus.errors import NoCorpusError, PuljesporError
from corpus.review import Waiting, waiting
from corpus.store import Store
from ui.accounts import Accounts, Note, Role, Session, Sessions
from ui.jobs import Jobs
from ui.oidc import OpenIdConnect
from ui.render import render
from ui.said import said_failure
from ui.service import Service
from ui.texts import LANGUAGES, Texts, load_texts

PATH = "/redaktion"
COOKIE = "puljespor_session"
_MOST_FIELDS = 2000  # of one form: a page of proposals, each with its box


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of somebody who is signed in and may make it."""

    request: Request
    texts: Texts
    session: Session

    def get(self, name: str, usual: str = "") -> str:
        """Give a parameter of the address."""
        return self.request.query_params.get(name, usual)

    def number(self, name: str, usual: int = 0) -> int:
        """Give a parameter that is a whole number; the usual one where it is none."""
        text = self.get(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else usual


@dataclass(frozen=True, slots=True)
class Done:
    """How an act ended: what is said, and the page to go on with; without one, the page it came from."""

    text: str
    to: str = ""
    is_problem: bool = False


View = Callable[[Asked], Mapping[str, Any]]
Act = Callable[[Asked, FormData], Done]


class Desk:
    """Registers pages and acts, and is what they work on."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.settings = service.settings
        self.sessions = Sessions(Accounts(self.settings.data))
        self.jobs = Jobs(self.settings)
        self.provider = OpenIdConnect(self.settings)
        self.router = APIRouter(include_in_schema=False)

    # --- registering -----------------------------------------------------------------------------------------------

    def page(self, path: str, template: str, tab: str) -> Callable[[View], View]:
        """Register a page that every role may see; whoever is not signed in gets the form for it."""

        def register(view: View) -> View:
            @self.router.get(PATH + path, name=f"staff {path or '/'}")
            def run(request: Request) -> Response:
                asked = self.asked(request)
                if asked is None:
                    return self.sign_in_page(request, 401 if path else 200)
                return self.show(asked, template, tab, view(asked))

            return view

        return register

    def file(self, path: str) -> Callable[[Callable[[Asked], Response]], Callable[[Asked], Response]]:
        """Register an address that gives something else than a page, to every role."""

        def register(view: Callable[[Asked], Response]) -> Callable[[Asked], Response]:
            @self.router.get(PATH + path, name=f"staff {path}")
            def run(request: Request) -> Response:
                asked = self.asked(request)
                if asked is None:
                    raise HTTPException(401, "Nobody is signed in.")
                return view(asked)

            return view

        return register

    def act(self, path: str, role: Role = Role.EDITOR, *, max_files: int = 0) -> Callable[[Act], Act]:
        """Register an act: checked for session, form and role, done in a thread, and answered with a page to go to."""

        def register(act: Act) -> Act:
            @self.router.post(PATH + path, name=f"staff {path}")
            async def run(request: Request) -> Response:
                asked, form = await self.checked(request, role, max_files=max_files)
                typed: dict[str, str] = {}
                try:
                    done = await run_in_threadpool(act, asked, form)
                except PuljesporError as exc:
                    done = Done(said_failure(asked.texts, exc), is_problem=True)
                    typed = {name: value for name, value in form.items() if isinstance(value, str) and name != "csrf"}
                self.sessions.leave_note(request.cookies.get(COOKIE), Note(done.text, done.is_problem, typed))
                return RedirectResponse(here(asked.texts, done.to or _back(form)), 303)

            return act

        return register

    # --- who asks --------------------------------------------------------------------------------------------------

    def asked(self, request: Request) -> Asked | None:
        """Give the request of somebody who is signed in."""
        session = self.sessions.find(request.cookies.get(COOKIE))
        return Asked(request, texts_of(request), session) if session else None

    async def checked(self, request: Request, role: Role, *, max_files: int = 0) -> tuple[Asked, FormData]:
        """Give the request and form of somebody who may act. The form is read only when somebody is signed in.

        Raises:
            HTTPException: nobody is signed in, the role does not do, or the form is not from our own page.
        """
        asked = self.asked(request)
        if asked is None:
            raise HTTPException(401, "Nobody is signed in.")
        if asked.session.role < role:
            raise HTTPException(403, f"This needs the role of {role.name.lower()}.")
        form = await request.form(max_files=max_files, max_fields=_MOST_FIELDS)
        if not hmac.compare_digest(str(form.get("csrf") or "").encode(), asked.session.csrf.encode()):
            raise HTTPException(403, "The form is not from this session.")
        return asked, form

    # --- what is shown ---------------------------------------------------------------------------------------------

    def show(self, asked: Asked, template: str, tab: str, values: Mapping[str, Any]) -> HTMLResponse:
        """Give a page of the staff in their frame."""
        note = self.sessions.take_note(asked.request.cookies.get(COOKIE))
        frame = {
            "session": asked.session,
            "note": note,
            "tab": tab,
            "waiting": self.waiting(),
            "running": self.jobs.running(),
            "here_path": asked.request.url.path,
            "here_query": str(asked.request.url.query),
        }
        return page(template, asked.texts, asked.request, **frame, **values)

    def fragment(self, asked: Asked, template: str, values: Mapping[str, Any]) -> HTMLResponse:
        """Give a part of a page, without its frame."""
        return page(template, asked.texts, asked.request, session=asked.session, **values)

    def sign_in_page(self, request: Request, status: int = 200, *, problem: str = "") -> HTMLResponse:
        """Give the page to sign in on, which leads on to the page that was asked for."""
        is_page = request.method == "GET" and request.url.path.startswith(PATH) and "/oidc/" not in request.url.path
        to = request.url.path + (f"?{request.url.query}" if request.url.query else "") if is_page else PATH
        answer = page(
            "sign_in.html", texts_of(request), request, problem=problem, to=local_path(to), provider=self.provider
        )
        answer.status_code = status
        return answer

    def waiting(self) -> Waiting:
        """Count what waits; nothing where there is no corpus yet."""
        try:
            with Store.open(self.settings) as store:
                return waiting(store)
        except NoCorpusError:
            return Waiting({}, 0)

    def base(self, request: Request) -> str:
        """Give the address that browsers reach the pages by."""
        return (self.settings.public_url or str(request.base_url)).rstrip("/")


def page(template: str, texts: Texts, request: Request, **values: Any) -> HTMLResponse:
    """Fill in a template of the staff; it is kept in no cache."""
    other = request.url.include_query_params(lang=texts("site.other_language_code"))

    def here_(path: str, **parameters: object) -> str:
        return here(texts, path, **parameters)

    body = render(
        template,
        t=texts,
        current="staff",
        is_staff=True,
        here=here_,
        other_language_link=f"{other.path}?{other.query}",
        **values,
    )
    return HTMLResponse(body, headers={"Cache-Control": "no-store"})


def texts_of(request: Request) -> Texts:
    """Give the words of the language that a page is asked for in."""
    asked = request.query_params.get("lang", "")
    return load_texts(asked if asked in LANGUAGES else LANGUAGES[0])


def here(texts: Texts, path: str, **parameters: object) -> str:
    """Give the address of a page in the same language, with these parameters; empty ones are left out."""
    place, _, query = path.partition("?")
    pairs = [pair for pair in query.split("&") if pair and not pair.startswith("lang=")]
    added = urlencode([(name, str(value)) for name, value in parameters.items() if value not in ("", None)])
    pairs += [added] if added else []
    if texts.language != LANGUAGES[0]:
        pairs.append(f"lang={texts.language}")
    return f"{place}?{'&'.join(pairs)}" if pairs else place


def local_path(text: str) -> str:
    """Give an address of the staff's pages, whatever a form or link says: never another site's."""
    parts = urlsplit(text)
    is_ours = not parts.scheme and not parts.netloc and "\\" not in text and not any(ord(sign) < 32 for sign in text)
    if is_ours and (parts.path == PATH or parts.path.startswith(PATH + "/")):
        return text
    return PATH


def _back(form: FormData) -> str:
    return local_path(str(form.get("back") or PATH))


def words(form: FormData, name: str) -> str:
    """Give a form's field as text, without space around it."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def numbers(form: FormData, name: str) -> list[int]:
    """Give the whole numbers among a form's fields of one name."""
    values = [value for value in form.getlist(name) if isinstance(value, str)]
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 10]
