"""Explaining a place in a list over HTTP: why a record stands where it does, and why before another."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from search.explain import explain, explain_order
from search.request import SearchRequest
from ui.api_parameters import FILTERED, read_filters
from ui.service import Service


def add_explaining(router: APIRouter, service: Service) -> None:
    """Add the route of explaining."""

    @router.get("/explain", tags=["search"], openapi_extra=FILTERED)
    def why(
        request: Request,
        id: Annotated[str, Query(description="The record whose place is explained.", max_length=200)],
        q: Annotated[str, Query(description="The question that it answers.")] = "",
        before: Annotated[str, Query(description="The record that it is held against.", max_length=200)] = "",
        mode: Annotated[str, Query(description="hybrid, lexical, dense or exact.")] = "hybrid",
        ignore: Annotated[list[str], Query(description="Ids of conditions read in it that are not meant.")] = [],  # noqa: B006
        version: Annotated[int | None, Query(description="Corpus version; the newest when left out.", ge=1)] = None,
    ) -> dict[str, Any]:
        """Say what a record's score is made of: channels, conditions, words; or what sets two records apart."""
        asked = SearchRequest(query=q, filters=read_filters(request), mode=mode, version=version, ignore=ignore)
        searcher = service.searcher(version)
        return explain_order(searcher, asked, id, before) if before else explain(searcher, asked, id).json()
