"""The HTTP API under `/api/v1/`: the same objects as the command line's `--json`."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from search.request import SearchRequest
from ui.address import FACETS
from ui.service import Service

_NOT_FILTERS = {"q", "mode", "limit", "offset", "sort", "version", "ignore", "lang"}


def api_router(service: Service) -> APIRouter:
    """Give the API's routes."""
    router = APIRouter(prefix="/api/v1")

    @router.get("/search", tags=["search"])
    def search(
        request: Request,
        q: str = "",
        mode: str = "hybrid",
        limit: int = 10,
        offset: int = 0,
        sort: str = "relevance",
        version: int | None = None,
    ) -> dict[str, Any]:
        """Find projects and pools. Every other parameter is a filter: `municipality=0630&theme=demens`."""
        asked = SearchRequest(
            query=q,
            filters=read_filters(request),
            mode=mode,
            limit=min(limit, 1000),
            offset=offset,
            sort=sort,
            version=version,
            ignore=request.query_params.getlist("ignore"),
        )
        return service.searcher(version).search(asked).json()

    return router


def read_filters(request: Request) -> dict[str, list[str]]:
    """Give the filters among a request's parameters: every parameter that is not one of the named ones."""
    filters: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in _NOT_FILTERS:
            filters.setdefault(name, []).append(value)
    return filters


__all__ = ["FACETS", "api_router", "read_filters"]
