from __future__ import annotations

from typing import Annotated, Any

import pytest
from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import JSONResponse, Response
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from ui.problems import add_handlers
from ui.quick_route import QuickRoute


def app_of(route: type[APIRoute]) -> FastAPI:
    def echo(
        request: Request,
        q: Annotated[str, Query(description="Words.")] = "",
        limit: Annotated[int, Query(ge=0, le=9)] = 3,
        version: Annotated[int | None, Query(ge=1)] = None,
        ignore: Annotated[list[str], Query()] = [],  # noqa: B006
    ) -> Response:
        return JSONResponse({"q": q, "limit": limit, "version": version, "ignore": ignore, "at": request.url.path})

    app, router = FastAPI(), APIRouter(prefix="/api/v1")
    router.add_api_route("/echo", echo, route_class_override=route)
    app.include_router(router)
    add_handlers(app)
    return app


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?q=%C3%A6ldre+%26+unge",
        "?q=a&q=b",
        "?limit=0&version=2",
        "?ignore=a&ignore=b",
        "?ignore=a",
        "?limit=ti",
        "?limit=10&version=0",
        "?version=",
    ],
)
def test_parameters_are_read_as_by_the_framework(address: str) -> None:
    answers: list[tuple[int, Any]] = []
    for route in (QuickRoute, APIRoute):
        response = TestClient(app_of(route)).get(f"/api/v1/echo{address}")
        answers.append((response.status_code, response.json()))
    assert answers[0] == answers[1]


def test_a_parameter_that_nothing_reads_is_refused() -> None:
    response = TestClient(app_of(QuickRoute)).get("/api/v1/echo?limt=3")
    assert (response.status_code, response.json()["did_you_mean"]) == (400, ["limit"])


def test_the_parameters_are_described_all_the_same() -> None:
    quick, plain = (app_of(route).openapi() for route in (QuickRoute, APIRoute))
    assert [p["name"] for p in quick["paths"]["/api/v1/echo"]["get"]["parameters"]] == [
        "q",
        "limit",
        "version",
        "ignore",
    ]
    assert quick == plain
