"""The read-only MCP server: what the page can find, for assistants, over stdio (`puljespor mcp`) or at `/mcp`.

Every tool is a thin call of the functions behind the API; none writes, and a draft is neither stored nor logged.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec
from urllib.parse import urlsplit

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.documents import document_json
from corpus.errors import NotFoundError, PuljesporError
from search.export import render_export
from search.request import SearchRequest
from ui.render import record_link

if TYPE_CHECKING:
    from ui.service import Service

PATH = "/mcp"
MOST_RESULTS = 50
MOST_CHARS = 20_000
"""Of a document's text in one answer; `next_offset` leads on."""
_MOST_EXPORTED = 1000

P = ParamSpec("P")

Filters = Annotated[
    dict[str, list[str]] | None,
    Field(
        description="Field -> values, any of which satisfies it, e.g. {'municipality': ['Vejle'], 'year': ['>=2018']}"
    ),
]
Query = Annotated[str, Field(description="Words or a question, Danish or English; quotes keep words together.")]
Mode = Annotated[str, Field(description="hybrid, lexical, dense or exact.")]
Version = Annotated[int | None, Field(description="Corpus version; the newest when left out.", ge=1)]

_INSTRUCTIONS = (
    "Puljespor holds grant-funded Danish municipal health projects and the pools (grant programmes) that paid them. "
    "Every value rests on a quote from a source. A null means that no source states it: never read it as zero, and "
    "never read 'not_reported' as 'no_change'. Search first, then fetch a record by its id to see its evidence."
)


def build_mcp(service: Service) -> MCPServer[Any]:
    """Give the server with its tools; it runs over whichever transport it is given."""
    server: MCPServer[Any] = MCPServer("puljespor", title="Puljespor", instructions=_INSTRUCTIONS, log_level="ERROR")
    logging.getLogger("mcp").setLevel(logging.ERROR)  # lower levels may repeat what was asked
    reading = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for function in (*_finding(service), *_reading(service)):
        server.tool(annotations=reading)(_translated(function))
    return server


def _translated(function: Callable[P, dict[str, Any]]) -> Callable[P, dict[str, Any]]:
    """Give the tool with its expected failures told to the asker, remedy included."""

    @wraps(function)
    def tool(*args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
        try:
            return function(*args, **kwargs)
        except PuljesporError as exc:
            raise ToolError(str(exc)) from exc

    return tool


def _finding(service: Service) -> tuple[Callable[..., dict[str, Any]], ...]:
    def search_precedents(
        query: Query = "",
        filters: Filters = None,
        mode: Mode = "hybrid",
        sort: Annotated[str, Field(description="relevance, newest, oldest, amount or title.")] = "relevance",
        limit: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = 10,
        offset: Annotated[int, Field(ge=0)] = 0,
        version: Version = None,
    ) -> dict[str, Any]:
        """Find projects and pools, best first, each with the passages that speak for it and their sources."""
        request = SearchRequest(query, filters or {}, mode, limit, offset, sort, version, facets=False)
        answer = service.searcher(version).search(request).json()
        names = (
            "query",
            "channels",
            "corpus_version",
            "total",
            "understood",
            "did_you_mean",
            "nothing_close",
            "notices",
        )
        return {name: answer[name] for name in names} | {"results": [_brief(result) for result in answer["results"]]}

    def match_draft(
        text: Annotated[str, Field(description="A draft application; not stored, not logged.", max_length=400_000)],
        municipality: Annotated[str | None, Field(description="Your own, by name or code.")] = None,
        weights: Annotated[dict[str, float] | None, Field(description="What each aspect counts.")] = None,
        limit: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = 10,
    ) -> dict[str, Any]:
        """Find the nearest precedents of a draft, overall and by aspect, with reasons and differences."""
        answer = service.match(text, municipality=municipality, weights=weights, limit=limit)
        results = [
            _brief(result) | {name: result[name] for name in ("aspects", "likeness", "reasons", "differences")}
            for result in answer["results"]
        ]
        names = ("corpus_version", "weights", "nothing_close", "notices")
        return {name: answer[name] for name in names if name in answer} | {"results": results}

    def list_facets(
        query: Query = "", filters: Filters = None, mode: Mode = "hybrid", version: Version = None
    ) -> dict[str, Any]:
        """Give every field that can be filtered on, with its values and counts; 'unknown' is a value too."""
        request = SearchRequest(query, filters or {}, mode, limit=0, version=version)
        answer = service.searcher(version).search(request).json()
        return {name: answer[name] for name in ("corpus_version", "total", "facets")}

    def export_manifest(
        query: Query = "", filters: Filters = None, mode: Mode = "hybrid", version: Version = None
    ) -> dict[str, Any]:
        """Give the manifest that repeats a search (`puljespor replay`), and a methods paragraph to cite it by."""
        request = SearchRequest(query, filters or {}, mode, _MOST_EXPORTED, version=version)
        made = render_export(service.searcher(version), request, format="jsonl")
        return {"manifest": made.manifest, "methods": made.methods}

    return search_precedents, match_draft, list_facets, export_manifest


def _reading(service: Service) -> tuple[Callable[..., dict[str, Any]], ...]:
    def get_project(project_id: str, version: Version = None) -> dict[str, Any]:
        """Give one project whole, with the quote behind every field and its documents; a merged id gives its heir."""
        return _one(service, "project", project_id, version)

    def get_pool(pool_id: str, version: Version = None) -> dict[str, Any]:
        """Give one pool (grant programme) whole, with its evidence and documents."""
        return _one(service, "pool", pool_id, version)

    def get_document(document_id: str, offset: Annotated[int, Field(ge=0)] = 0) -> dict[str, Any]:
        """Give a document that records rest on: where it is from, and its main text from a character on."""
        body = document_json(service.document(document_id))
        text = str(body["text"])
        end = offset + MOST_CHARS
        more = {"n_chars": len(text), "offset": offset, "next_offset": end if end < len(text) else None}
        return body | more | {"text": text[offset:end]}

    return get_project, get_pool, get_document


def _one(service: Service, record_type: str, record_id: str, version: int | None) -> dict[str, Any]:
    record = service.record(record_id, version)
    if record["record_type"] != record_type:
        raise NotFoundError(f"{record_id[:80]!r} is a {record['record_type']}.", remedy="Use the other tool.")
    return record


def _brief(result: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a reader of a list needs; the record whole is one more call away, and ten of them fill a context."""
    record = result["record"]
    pool = record.get("pool") or record.get("programme")
    return {
        "rank": result["rank"],
        "record_type": result["record_type"],
        "record_id": result["record_id"],
        "title": result["title"],
        "score": result["score"],
        "municipalities": [place["name"] for place in record["municipalities"]],
        "pool": pool["name"] if pool else None,
        "year_awarded": record["year_awarded"],
        "amount_dkk": record["amount_dkk"],
        "status": record["status"],
        "outcome_direction": record["outcome"]["direction"],
        "page": record_link(result),
        "passages": [
            {name: passage[name] for name in ("text", "document_id", "url", "page_no")}
            for passage in result["passages"]
        ],
    }


class McpEndpoint:
    """ASGI app of the streamable HTTP transport; its sessions live as long as the lifespan of the app around it.

    A page of another site cannot reach it through a reader's browser: a request that states another origin than this
    host is refused, and no answer allows cross-origin reading.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self._app: ASGIApp | None = None

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Serve while the context lasts; may be entered again afterwards."""
        server = build_mcp(self.service)
        # Stateless and in JSON: each call is one request, so that no session is lost when the server is restarted.
        security = TransportSecuritySettings(enable_dns_rebinding_protection=False)  # the host is not known here
        self._app = server.streamable_http_app(
            streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=security
        )
        async with server.session_manager.run():
            yield
        self._app = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if self._app is None:
            await _refuse(send, 503, "The server is starting.")
        elif origin and urlsplit(origin).netloc != headers.get("host"):
            await _refuse(send, 403, "Another site's page may not ask.")
        else:
            await self._app({**scope, "path": PATH, "root_path": ""}, receive, send)


async def _refuse(send: Send, status: int, detail: str) -> None:
    body = f'{{"type":"about:blank","title":"Refused","status":{status},"detail":"{detail}"}}'.encode()
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
