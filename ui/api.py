"""The HTTP API under `/api/v1/`: the same objects as the command line's `--json`."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Annotated, Any
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
from fastapi import APIRouter, Body, Depends, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.encoders import jsonable_encoder
from fastapi.responses import FileResponse, RedirectResponse, Response

from corpus.documents import document_json
from corpus.errors import NotFoundError, QueryError
from corpus.store import Store
from search.export import Export
from search.replay import read_manifest, replay_manifest
from search.request import SearchRequest
from search.versions import compare_stored
from ui.api_parameters import FILTERED, make_cursor, read_cursor, read_filters, refuse_unknown, wrong_cursor
from ui.api_schemas import DOCUMENT, POOL, PROBLEMS, PROJECT, SEARCH, answers, page_of
from ui.collection import MOST_COLLECTED
from ui.downloads import corpus_file
from ui.drafts import draft_text
from ui.explaining_api import add_explaining
from ui.judging_api import add_judging
from ui.quick_route import QuickRoute
from ui.record_pages import record_id_of
from ui.service import Service

_MOST_RESULTS = 1000
_MOST_RECORDS = 500
_N_SUGGESTIONS = 8

Version = Annotated[int | None, Query(description="Corpus version; the newest when left out.", ge=1)]
Question = Annotated[str, Query(description="Words, or a question; quotes keep words together.")]
Mode = Annotated[str, Query(description="hybrid, lexical, dense or exact.")]
Sort = Annotated[str, Query(description="relevance, newest, oldest, amount, amount_low or title.")]
SearchCursor = Annotated[str, Query(description="`next_cursor` of the page before; it names version and place.")]
Ignored = Annotated[list[str], Query(description="Ids of conditions read in the question that are not meant.")]
Language = Annotated[str, Query(description="Of the methods text: da or en.")]
Cursor = Annotated[str, Query(description="`next_cursor` of the page before.")]

Limit = Annotated[int, Query(ge=1, le=_MOST_RECORDS)]


def api_router(service: Service) -> APIRouter:
    """Give the API's routes."""
    router = APIRouter(prefix="/api/v1", responses=PROBLEMS, dependencies=[Depends(refuse_unknown)])
    _add_search(router, service)
    _add_records(router, service)
    _add_match(router, service)
    add_explaining(router, service)
    add_judging(router, service)

    @router.get("/{path:path}", include_in_schema=False)
    def unknown(path: str) -> None:
        raise NotFoundError(f"there is no /api/v1/{path[:80]}.", remedy="/api/v1/openapi.json describes what there is.")

    return router


def _add_search(router: APIRouter, service: Service) -> None:
    def search(
        request: Request,
        q: Question = "",
        mode: Mode = "hybrid",
        limit: Annotated[int, Query(ge=0, le=_MOST_RESULTS)] = 10,
        offset: Annotated[int, Query(ge=0)] = 0,
        sort: Sort = "relevance",
        version: Version = None,
        cursor: SearchCursor = "",
        ignore: Ignored = [],  # noqa: B006
    ) -> Response:
        """Find projects and pools. Every other parameter is a filter: `municipality=0630&theme=demens`."""
        if cursor:
            version, place = read_cursor(cursor, version)
            offset = _offset(place)
        asked = SearchRequest(
            query=q,
            filters=read_filters(request),
            mode=mode,
            limit=limit,
            offset=offset,
            sort=sort,
            version=version,
            ignore=ignore,
        )
        answer = service.answer(asked)
        end = offset + limit
        is_last = end >= answer["total"] or not answer["results"]
        answer["next_cursor"] = None if is_last else make_cursor(answer["corpus_version"], str(end))
        return tagged(request, service, answer, passing=("took_ms",))

    router.add_api_route(
        "/search",
        search,
        tags=["search"],
        responses=answers(SEARCH),
        openapi_extra=FILTERED,
        route_class_override=QuickRoute,
    )

    @router.get("/facets", tags=["search"], openapi_extra=FILTERED)
    def facets(
        request: Request,
        q: Question = "",
        mode: Mode = "hybrid",
        version: Version = None,
        ignore: Ignored = [],  # noqa: B006
    ) -> dict[str, Any]:
        """Give the facets of a search, or of the whole corpus: field, values, counts, "unknown" among them."""
        filters = read_filters(request)
        asked = SearchRequest(query=q, filters=filters, mode=mode, limit=0, version=version, ignore=ignore)
        answer = service.answer(asked)
        return {name: answer[name] for name in ("corpus_version", "total", "facets")}

    @router.get("/suggest", tags=["search"])
    def suggest(q: Question = "") -> dict[str, list[str]]:
        """Give names in the corpus that begin with, or hold a word that begins with, what has been written."""
        return {"suggestions": service.suggest(q, _N_SUGGESTIONS)}

    @router.get("/export", tags=["search"], response_class=Response, openapi_extra=FILTERED)
    def export(
        request: Request,
        q: Question = "",
        mode: Mode = "hybrid",
        sort: Sort = "relevance",
        version: Version = None,
        format: Annotated[str, Query(description="csv, json, xlsx, jsonl, ris, bib, 360, parquet or brief.")] = "csv",
        id: Annotated[list[str], Query(max_length=MOST_COLLECTED, description="These records only.")] = [],  # noqa: B006
        column: Annotated[list[str], Query(description="These columns of a table only.")] = [],  # noqa: B006
        bundle: Annotated[bool, Query(description="A zip with the manifest and the methods text beside it.")] = False,
        lang: Language = "da",
    ) -> Response:
        """Give a search's results, or the chosen records, as a file."""
        asked = _export_request(request, q, mode, sort, version, id)
        chosen = column or None
        made = service.export(asked, format=format, ids=id, columns=chosen, language=lang)
        name, media_type, body = made.name, made.media_type, made.body
        if bundle:
            name, media_type, body = "puljespor.zip", "application/zip", zip_bundle(made)
        return Response(body, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    @router.get("/export/manifest", tags=["search"], openapi_extra=FILTERED)
    def manifest(
        request: Request,
        q: Question = "",
        mode: Mode = "hybrid",
        sort: Sort = "relevance",
        version: Version = None,
        id: Annotated[list[str], Query(max_length=MOST_COLLECTED, description="These records only.")] = [],  # noqa: B006
        lang: Language = "da",
    ) -> dict[str, Any]:
        """Give what an export would be repeated by, and its methods text, without the file."""
        asked = _export_request(request, q, mode, sort, version, id)
        made = service.export(asked, format="jsonl", ids=id, language=lang)
        return {"manifest": made.manifest, "methods": made.methods}

    @router.post("/replay", tags=["search"])
    async def replay(request: Request) -> dict[str, Any]:
        """Repeat an export, its manifest sent as the body, and say what differs today."""
        body = read_manifest(await request.body(), "the manifest")
        return (await run_in_threadpool(replay_manifest, service.settings, body)).json()


def _export_request(
    request: Request, q: str, mode: str, sort: str, version: int | None, ids: list[str]
) -> SearchRequest:
    limit = 0 if ids and not q else _MOST_RESULTS  # chosen from many searches: no one search found them
    filters = read_filters(request)
    return SearchRequest(query=q, filters=filters, mode=mode, limit=limit, sort=sort, version=version)


def _add_records(router: APIRouter, service: Service) -> None:
    def records_page(request: Request, record_type: str, limit: int, cursor: str, version: int | None) -> Response:
        version, place = read_cursor(cursor, version) if cursor else (version or service.version(), "")
        ids = service.ids_of(record_type, version)
        first = bisect_right(ids, place)
        if place and (not first or ids[first - 1] != place):
            raise wrong_cursor()
        shown = ids[first : first + limit]
        body: dict[str, Any] = {
            "corpus_version": version,
            "total": len(ids),
            f"{record_type}s": [service.record(record_id, version) for record_id in shown],
            "next_cursor": make_cursor(version, shown[-1]) if first + limit < len(ids) else None,
        }
        return tagged(request, service, body)

    @router.get("/projects", tags=["records"], responses=answers(page_of("projects", PROJECT)))
    def projects(request: Request, limit: Limit = 100, cursor: Cursor = "", version: Version = None) -> Response:
        """Give every project, a page at a time, in the order of their ids."""
        return records_page(request, "project", limit, cursor, version)

    @router.get("/pools", tags=["records"], responses=answers(page_of("pools", POOL)))
    def pools(request: Request, limit: Limit = 100, cursor: Cursor = "", version: Version = None) -> Response:
        """Give every pool (grant programme), a page at a time, in the order of their ids."""
        return records_page(request, "pool", limit, cursor, version)

    def one(request: Request, record_type: str, record_id: str, version: int | None) -> Response:
        record = service.record(record_id, version)
        if (heir := record_id_of(record)) != record_id:
            place = f"/api/v1/{record['record_type']}s/{quote(heir, safe='')}"
            return RedirectResponse(place + (f"?{request.url.query}" if request.url.query else ""), 301)
        if record["record_type"] != record_type:
            raise NotFoundError(f"{record_id[:80]!r} is not a {record_type}.", remedy="Look under the other kind.")
        return tagged(request, service, record)

    @router.get("/projects/{record_id}", tags=["records"], responses=answers(PROJECT))
    def project(request: Request, record_id: str, version: Version = None) -> Response:
        """Give one project, with its evidence and documents; a merged project's id leads (301) to its heir."""
        return one(request, "project", record_id, version)

    @router.get("/pools/{record_id}", tags=["records"], responses=answers(POOL))
    def pool(request: Request, record_id: str, version: Version = None) -> Response:
        """Give one pool, with its evidence and documents."""
        return one(request, "pool", record_id, version)

    @router.get("/projects/{record_id}/similar", tags=["records"])
    def similar(record_id: str, version: Version = None) -> dict[str, Any]:
        """Give the records nearest in meaning to one, itself left out."""
        return {"results": service.matched(record_id_of(service.record(record_id, version)), version)}

    @router.get("/projects/{record_id}/history", tags=["records"])
    @router.get("/pools/{record_id}/history", tags=["records"])
    def history(request: Request, record_id: str) -> Response:
        """Give how a record came to be what it is: its revisions, oldest first, each with what it changed."""
        revisions = service.history(record_id_of(service.record(record_id)))
        # Who published it is the staff's own affair; what was changed is everybody's.
        rows = [{k: v for k, v in asdict(revision).items() if k not in ("who", "note")} for revision in revisions]
        return tagged(request, service, {"revisions": rows})

    @router.get("/versions", tags=["records"])
    def versions(request: Request) -> Response:
        """Give the published corpus versions, oldest first; each can be named as `version` while its index is kept."""
        return tagged(request, service, {"versions": service.versions(), "current": service.version()})

    @router.get("/versions/{before}/diff", tags=["records"])
    def diff(
        before: Annotated[int, Path(ge=1)],
        after: Annotated[int | None, Query(ge=1, description="The newer version; the newest when left out.")] = None,
    ) -> dict[str, Any]:
        """Say what differs between two corpus versions: records new, gone and changed, and in which fields."""
        with Store.open(service.settings) as store:
            return compare_stored(store, before, after)

    @router.get("/corpus.zip", tags=["records"], response_class=FileResponse)
    def corpus(request: Request) -> Response:
        """Give the whole corpus of the version that is served: projects, pools and documents as JSON Lines in a zip."""
        path = corpus_file(service)
        tag = f'"{path.stem}"'
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": tag})
        return FileResponse(path, media_type="application/zip", filename=path.name, headers={"ETag": tag})

    @router.get("/documents/{document_id}", tags=["records"], responses=answers(DOCUMENT))
    def document(request: Request, document_id: str) -> Response:
        """Give one document that published records rest on, with its main text."""
        return tagged(request, service, document_json(service.document(document_id)))

    @router.get("/documents", tags=["records"], responses=answers(page_of("documents", DOCUMENT)))
    def documents(
        request: Request, limit: Limit = 100, cursor: Cursor = "", version: Version = None, text: bool = False
    ) -> Response:
        """Give every document, a page at a time, in the order of their ids; `text=true` adds the main text."""
        version, place = read_cursor(cursor, version) if cursor else (version, "")
        if place:
            _known_document(service, place)
        body = service.documents_page(limit=limit, cursor=place, version=version, text=text)
        if body["next_cursor"]:
            body["next_cursor"] = make_cursor(body["corpus_version"], body["next_cursor"])
        return tagged(request, service, body)


def _add_match(router: APIRouter, service: Service) -> None:
    @router.post("/match", tags=["match"])
    def match(
        text: Annotated[str, Body(description="The draft; it is neither stored nor logged.", max_length=400_000)],
        municipality: Annotated[str | None, Body(description="Your own, by name or code.")] = None,
        weights: Annotated[dict[str, float] | None, Body(description="What each aspect counts.")] = None,
        unlike: Annotated[tuple[str, ...], Body(description="Ids of records not like it.", max_length=100)] = (),
        limit: Annotated[int, Body(ge=1, le=100)] = 10,
    ) -> dict[str, Any]:
        """Find the nearest precedents of a draft; records marked as not like it, and their like, go down."""
        return service.match(text, municipality=municipality, weights=weights, unlike=unlike, limit=limit)

    @router.post("/match/text", tags=["match"])
    async def match_text(request: Request) -> dict[str, str]:
        """Give the text of a draft's file, sent as the body; it is read in memory and kept nowhere."""
        # Not a form: what a form carries is spooled to a file as soon as it is large.
        body = await request.body()
        if not body:
            raise QueryError("the file is empty.", remedy="Paste the text instead.")
        return {"text": await run_in_threadpool(draft_text, body, "the file")}


def zip_bundle(export: Export) -> bytes:
    """Give an export's file with its manifest, by which it is replayed, and its methods text, in one archive."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr(export.name, export.body)
        archive.writestr("manifest.json", json.dumps(export.manifest, ensure_ascii=False, indent=1))
        archive.writestr("methods.txt", export.methods + "\n")
    return stream.getvalue()


def _offset(place: str) -> int:
    """Give the offset in a search's cursor.

    Raises:
        ParameterError: it is none.
    """
    if not re.fullmatch(r"\d{1,9}", place, re.A):
        raise wrong_cursor()
    return int(place)


def _known_document(service: Service, document_id: str) -> None:
    try:
        service.document(document_id)
    except NotFoundError:
        raise wrong_cursor() from None


def tagged(request: Request, service: Service, body: dict[str, Any], *, passing: Collection[str] = ()) -> Response:
    """Give an answer with an ETag, or 304 when the asker has it already; `passing` fields do not make it another."""
    whole = lasting = _json_bytes(body)
    for name in passing:  # numbers; where a text holds the like, a backslash stands before its quotes
        lasting = re.sub(rb'"%b":[\d.e+-]+' % name.encode(), b"", lasting, count=1)
    tag = f'W/"{hashlib.sha256(lasting).hexdigest()[:20]}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    return Response(whole, media_type="application/json", headers={"ETag": tag})


def _json_bytes(body: Mapping[str, Any]) -> bytes:
    # FastAPI's own encoder walks the whole answer in Python first: 4 ms of a search's 19.
    return orjson.dumps(body, default=jsonable_encoder)
