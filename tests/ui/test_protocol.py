from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import uvicorn

from ui.protocol import LONGEST_ADDRESS, ProblemProtocol


async def app(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def answer_to(request: bytes) -> bytes:
    with ThreadPoolExecutor(1) as pool:  # where browser tests have run, this thread's event loop is still theirs
        return pool.submit(lambda: asyncio.run(_answer(request))).result()


async def _answer(request: bytes) -> bytes:
    config = uvicorn.Config(app, port=0, http=ProblemProtocol, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        host, port = server.servers[0].sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(request)
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(), timeout=60)
        writer.close()
        return answer
    finally:
        await server.shutdown()


@pytest.mark.parametrize(
    ("request_line", "status", "said"),
    [
        ("GET /api/v1/search?q=a" + "&municipality=Vejle" * 10_000 + " HTTP/1.1", 414, str(LONGEST_ADDRESS)),
        ("no request at all", 400, "can be read"),
    ],
    ids=["ten-thousand-values", "nonsense"],
)
def test_what_no_application_sees_is_refused_with_a_problem_object(request_line: str, status: int, said: str) -> None:
    answer = answer_to(f"{request_line}\r\nhost: localhost\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"content-type: application/problem+json" in head
    problem = json.loads(body)
    assert (problem["status"], said in problem["detail"]) == (status, True)


def test_a_request_is_served_as_ever() -> None:
    answer = answer_to(b"GET /?q=a HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"ok")


def test_an_address_without_end_is_not_waited_for() -> None:
    protocol = object.__new__(ProblemProtocol)
    protocol.url = b""
    protocol.on_url(b"/" * LONGEST_ADDRESS * 2)
    with pytest.raises(ValueError, match="does not end"):
        protocol.on_url(b"/" * 5_000_000)
