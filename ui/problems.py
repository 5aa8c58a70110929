"""Failures as RFC 9457 problem objects for machines, and as a page for people."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from corpus.errors import BusyError, NoCorpusError, NotFoundError, PuljesporError, QueryError, SearchIndexError
from ui.api_parameters import ParameterError
from ui.refusals import problem, refusal_page, wants_page
from ui.security import BodyTooLargeError, most_bytes

_STATUS: tuple[tuple[type[PuljesporError], int], ...] = (
    (QueryError, 400),
    (NotFoundError, 404),
    (BusyError, 503),
    (NoCorpusError, 503),
    (SearchIndexError, 503),
)


def status_of(error: PuljesporError) -> int:
    """Give the HTTP status of an expected failure."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def failure(request: Request, status: int, detail: str, *, title: str = "", **more: Any) -> Response:
    """Give the failure in the form the asker reads."""
    if not wants_page(request.url.path, request.headers.get("accept", "")):
        return problem(status, detail, title=title, **more)
    return refusal_page(request.url.path, request.url.query, status, detail, title=title)


def add_page_handler(app: FastAPI) -> None:
    """Let the interactive pages' own application say in our frame that a page is not there; its data stays its own."""

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        if wants_page(request.url.path, request.headers.get("accept", "")):
            return failure(request, error.status_code, str(error.detail))
        if request.url.path.startswith("/api/"):
            return _nothing_there(request, error)
        return JSONResponse({"detail": error.detail}, error.status_code, headers=error.headers)


def _nothing_there(request: Request, error: HTTPException) -> Response:
    """Give the problem of a request that no route of the API takes: it ends at the interactive pages' application."""
    detail = f"nothing answers {request.method} {request.url.path}. /api/v1/openapi.json describes what there is."
    return problem(error.status_code, detail if error.status_code in (404, 405) else str(error.detail))


def add_handlers(app: FastAPI) -> None:
    """Register one handler for each family of failures."""

    @app.exception_handler(PuljesporError)
    def expected(request: Request, error: PuljesporError) -> Response:
        wrong: dict[str, Any] = {}
        if isinstance(error, ParameterError):
            wrong = {"parameter": error.parameter, "did_you_mean": error.near}
        return failure(request, status_of(error), str(error), **wrong)

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> Response:  # the server logs it and goes on
        return failure(request, 500, "The server failed at this.")

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        errors = [{"where": ".".join(str(p) for p in e["loc"]), "message": e["msg"]} for e in error.errors()]
        detail = "; ".join(f"{e['where']}: {e['message']}" for e in errors)
        if wants_page(request.url.path, request.headers.get("accept", "")):
            return failure(request, 422, detail)
        return problem(422, detail, title="The request is not understood", errors=errors)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        return failure(request, error.status_code, str(error.detail))

    @app.exception_handler(BodyTooLargeError)
    def too_large(request: Request, error: BodyTooLargeError) -> Response:
        return failure(request, 413, f"At most {most_bytes(request.url.path) // 1024**2} MB are read.")
