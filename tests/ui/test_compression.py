from __future__ import annotations

import gzip

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ui.compression import Compression

BODY = "Æblegrød til ældre borgere. ".encode() * 200


def answer(request: Request) -> Response:
    kind = request.query_params["kind"]
    if request.query_params.get("parts"):
        return StreamingResponse(iter([BODY, BODY]), media_type=kind)
    return Response(BODY[: int(request.query_params.get("n", len(BODY)))], media_type=kind)


@pytest.fixture
def client() -> TestClient:
    return TestClient(Compression(Starlette(routes=[Route("/", answer)])))


@pytest.mark.parametrize("kind", ["application/json", "text/html; charset=utf-8", "text/css"])
def test_what_is_sent_is_gzip_and_reads_back(kind: str, client: TestClient) -> None:
    with client.stream("GET", "/", params={"kind": kind}, headers={"accept-encoding": "gzip"}) as sent:
        raw = b"".join(sent.iter_raw())
    assert gzip.decompress(raw) == BODY
    assert len(raw) < len(BODY) / 10
    assert (sent.headers["content-encoding"], int(sent.headers["content-length"])) == ("gzip", len(raw))
    assert "accept-encoding" in sent.headers["vary"].lower()


def test_a_stream_reads_back_whole(client: TestClient) -> None:
    sent = client.get("/", params={"kind": "application/json", "parts": 1}, headers={"accept-encoding": "gzip"})
    assert sent.headers["content-encoding"] == "gzip"
    assert sent.content == 2 * BODY


@pytest.mark.parametrize(
    ("accepted", "n"), [("identity", len(BODY)), ("", len(BODY)), ("gzip", 900)], ids=["identity", "nothing", "short"]
)
def test_what_is_short_or_not_wanted_so_goes_as_it_is(accepted: str, n: int, client: TestClient) -> None:
    sent = client.get("/", params={"kind": "application/json", "n": n}, headers={"accept-encoding": accepted})
    assert "content-encoding" not in sent.headers
    assert sent.content == BODY[:n]
