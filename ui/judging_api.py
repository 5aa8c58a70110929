"""Judging hits over HTTP: one mark at a time, and all of them for whoever evaluates."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from fastapi.responses import PlainTextResponse

from corpus.errors import QueryError
from search.judgements import judge_hit, read_judgements, to_lines, to_query_lines, to_trec
from search.request import MAX_QUERY_CHARS
from ui.service import Service

READER = "reader"
"""Who judges on the page without an account: all together have one voice beside those of the staff."""

_WRITERS = {"jsonl": to_lines, "queries": to_query_lines, "trec": to_trec}


def add_judging(router: APIRouter, service: Service) -> None:
    """Add the routes of judging."""

    @router.post("/judgements", tags=["judgements"], status_code=201)
    def judge(
        query: Annotated[str, Body(description="What was searched for.", max_length=MAX_QUERY_CHARS)],
        record_id: Annotated[str, Body(description="The record judged.", max_length=200)],
        grade: Annotated[int, Body(description="3 direct match, 2 clearly useful, 1 marginal, 0 not relevant.")],
    ) -> dict[str, Any]:
        """Judge a hit; the newest grade counts, and every new index is scored on what was judged."""
        made = judge_hit(service.settings, service.searcher(), query, record_id, grade, judge=READER)
        return {"query": made.query, "record_id": made.record_id, "grade": made.grade, "judged_at": made.judged_at}

    @router.get("/judgements", tags=["judgements"], response_class=PlainTextResponse)
    def judgements(
        format: Annotated[str, Query(description="jsonl (everything), queries (for evaluate) or trec.")] = "jsonl",
    ) -> PlainTextResponse:
        """Give the judgements, a line each."""
        if format not in _WRITERS:
            raise QueryError(f"unknown format {format[:40]!r}.", remedy=f"Known: {', '.join(_WRITERS)}.")
        return PlainTextResponse(_WRITERS[format](read_judgements(service.settings)))
