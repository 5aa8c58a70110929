from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.rates import Bucket, RateLimit
from ui.security import SecurityHeaders


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse("her")


def make_client(clock: Clock, *, burst: float = 3, sign_ins: float = 1) -> TestClient:
    app = Starlette(
        routes=[
            Route("/", answer),
            Route("/healthz", answer),
            Route("/static/a.css", answer),
            Route("/redaktion/ind", answer, methods=["GET", "POST"]),
        ]
    )
    asking, signing_in = Bucket(burst, 0.5, clock=clock), Bucket(sign_ins, 0.1, clock=clock)
    app.add_middleware(RateLimit, asking=asking, signing_in=signing_in)
    app.add_middleware(SecurityHeaders)
    return TestClient(app)


def test_a_bucket_empties_and_fills_with_time() -> None:
    clock = Clock()
    bucket = Bucket(2, 0.5, clock=clock)
    assert [bucket.take("a"), bucket.take("a"), bucket.take("a"), bucket.take("b")] == [0, 0, 2.0, 0]
    clock.now = 1.0
    assert bucket.take("a") == 1.0
    clock.now = 2.0
    assert [bucket.take("a"), bucket.take("a")] == [0, 2.0]
    clock.now = 1000.0
    assert [bucket.take("a"), bucket.take("a"), bucket.take("a")] == [0, 0, 2.0]


def test_too_many_requests_are_refused_with_problem_details_and_when_to_come_again() -> None:
    clock = Clock()
    client = make_client(clock)
    assert [client.get("/").status_code for _ in range(3)] == [200, 200, 200]
    refused = client.get("/")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "2"
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert {key: refused.json()[key] for key in ("title", "status")} == {"title": "Too Many Requests", "status": 429}
    clock.now = 2.0
    assert client.get("/").status_code == 200


def test_styles_and_health_are_not_counted() -> None:
    client = make_client(Clock(), burst=1)
    assert {client.get(path).status_code for path in ("/static/a.css", "/healthz") * 5} == {200}
    assert client.get("/").status_code == 200


def test_signing_in_has_a_limit_of_its_own() -> None:
    client = make_client(Clock(), burst=10)
    assert client.get("/redaktion/ind").status_code == 200
    assert [client.post("/redaktion/ind").status_code for _ in range(2)] == [200, 429]
    assert client.get("/").status_code == 200


def test_people_are_told_in_a_page_in_its_language() -> None:
    client = make_client(Clock(), burst=1)
    assert client.get("/").status_code == 200
    for lang, words in (("da", "for mange forespørgsler"), ("en", "Too many requests")):
        page = client.get(f"/?lang={lang}", headers={"accept": "text/html"})
        assert (page.status_code, words in page.text) == (429, True)
        assert f'<html lang="{lang}">' in page.text
        assert page.headers["retry-after"] == "2"
