from __future__ import annotations

import json
import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp import Client, StdioServerParameters, stdio_client

from corpus.settings import Settings
from tests.ui.conftest import Site
from tests.ui.corpus import SCRIPT_TITLE

TOOLS = {
    *("search_precedents", "match_draft", "list_facets", "export_manifest", "get_project", "get_pool", "get_document"),
}


def with_client(server: Any, ask: Callable[[Client], Awaitable[Any]]) -> Any:
    """Ask in a thread of its own: Gradio leaves its event loop to the main thread, and `run` would drop it unclosed."""

    async def run() -> Any:
        async with Client(server) as client:
            return await ask(client)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, run).result()


async def called(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    answer = await client.call_tool(name, arguments)
    assert not answer.is_error, answer.content
    body: dict[str, Any] = answer.structured_content or {}
    return body


@pytest.fixture(scope="module")
def in_process(small_data: Settings) -> Any:
    from ui.mcp_server import build_mcp
    from ui.service import Service

    return build_mcp(Service(small_data))


def test_every_tool_says_that_it_only_reads(in_process: Any) -> None:
    listed = with_client(in_process, lambda client: client.list_tools()).tools
    assert {tool.name for tool in listed} == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description for tool in listed)


def test_the_tools_give_what_the_api_gives(in_process: Any, client: TestClient) -> None:
    async def ask(assistant: Client) -> None:
        found = await called(assistant, "search_precedents", query="demens", filters={"municipality": ["Esbjerg"]})
        answer = client.get("/api/v1/search", params={"q": "demens", "municipality": "Esbjerg"}).json()
        assert [r["record_id"] for r in found["results"]] == [r["record_id"] for r in answer["results"]]
        assert all(passage["url"] for result in found["results"] for passage in result["passages"])
        first = found["results"][0]
        kind = first["record_type"]
        record = await called(assistant, f"get_{kind}", **{f"{kind}_id": first["record_id"]})
        assert record == client.get(f"/api/v1/{kind}s/{first['record_id']}").json()
        assert record["evidence"]
        document = await called(assistant, "get_document", document_id=record["documents"][0]["document_id"])
        assert document["text"]
        assert document["next_offset"] is None
        facets = await called(assistant, "list_facets", query="demens")
        assert facets["facets"] == client.get("/api/v1/facets", params={"q": "demens"}).json()["facets"]
        draft = "Aflastning af pårørende til mennesker med demens i et rådgivningscenter."
        matched = await called(assistant, "match_draft", text=draft, municipality="0561", limit=3)
        assert len(matched["results"]) == 3
        assert matched["results"][0]["aspects"]
        manifest = (await called(assistant, "export_manifest", query="demens"))["manifest"]
        assert manifest["request"]["query"] == "demens"
        assert manifest["records"]

    with_client(in_process, ask)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("get_project", {"project_id": "findes-ikke"}, "findes-ikke"),
        ("get_document", {"document_id": "findes-ikke"}, "findes-ikke"),
        ("search_precedents", {"query": "demens", "filters": {"nosuchfield": ["1"]}}, "nosuchfield"),
        ("search_precedents", {"query": "demens", "limit": 5000}, "limit"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(in_process: Any, name: str, arguments: dict[str, Any], words: str) -> None:
    answer = with_client(in_process, lambda client: client.call_tool(name, arguments))
    assert answer.is_error
    assert words in answer.content[0].text


def test_over_http_the_same_tools_answer(site: Site) -> None:
    async def ask(client: Client) -> tuple[set[str], dict[str, Any]]:
        listed = await client.list_tools()
        return {tool.name for tool in listed.tools}, await called(client, "get_project", project_id="x-script")

    names, record = with_client(site.url + "/mcp", ask)
    assert names == TOOLS
    assert record["title"] == SCRIPT_TITLE


def test_a_page_of_another_site_is_refused(client: TestClient) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"Accept": "application/json, text/event-stream", "Origin": "https://ond.example"}
    assert client.post("/mcp", json=asked, headers=headers).status_code == 403
    headers["Origin"] = "http://testserver"
    assert client.post("/mcp", json=asked, headers=headers).status_code == 200


def test_over_standard_input_and_output_the_same_tools_answer(small_data: Settings) -> None:
    async def ask(client: Client) -> dict[str, Any]:
        assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
        return await called(client, "list_facets")

    command = ["-c", "from ui.cli import main; main()", "mcp", "--data", str(small_data.data)]
    server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))
    facets = with_client(stdio_client(server), ask)
    assert json.dumps(facets["facets"]["theme"])
    assert facets["total"] > 0
