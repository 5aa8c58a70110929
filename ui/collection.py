"""`/samling`, `/sammenlign`, `/notat`: what a reader chose, side by side, and as a brief to print or edit in Word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import UploadFile

from corpus.errors import NotFoundError, PuljesporError, QueryError
from corpus.records import DIMENSIONS
from search.formats.table import COLUMNS
from search.replay import read_manifest, replay_manifest
from ui.formats import format_date, format_kroner, format_period, host_name, plain, safe_link
from ui.record_pages import record_id_of
from ui.render import record_link, render
from ui.said import said_failure
from ui.service import Service
from ui.texts import LANGUAGES, Texts, load_texts

MOST_COMPARED = 5
MOST_COLLECTED = 500
EXPORT_FORMATS = ("csv", "xlsx", "jsonl", "ris", "bib", "360", "parquet")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Row of a comparison -> the field of evidence that states it.
_ROWS = {
    "pool": "pool",
    "municipalities": "municipalities",
    "year_awarded": "year_awarded",
    "period": "period_from",
    "amount_dkk": "amount_dkk",
    "status": "status",
    "target_group": "target_group",
    "outcome_direction": "outcome_direction",
} | {name: name for name in DIMENSIONS}

Ids = Annotated[list[str], Query(alias="id", max_length=MOST_COLLECTED)]


def collection_router(service: Service) -> APIRouter:
    """Give the routes of collection, comparison and brief."""
    router = APIRouter(include_in_schema=False)

    @router.get("/samling")
    def collection(lang: str = LANGUAGES[0]) -> HTMLResponse:
        texts = load_texts(lang)
        other = f"/samling?lang={texts('site.other_language_code')}"
        page = render(
            "collection.html",
            t=texts,
            current="collection",
            formats=EXPORT_FORMATS,
            columns=list(COLUMNS),
            version=service.version_or_none(),
            other_language_link=other,
        )
        return HTMLResponse(page)

    @router.post("/samling/gentag")
    async def repeat(request: Request, lang: str = LANGUAGES[0]) -> HTMLResponse:
        async with request.form(max_files=1, max_fields=5) as form:
            upload = form.get("manifest")
            body = await upload.read() if isinstance(upload, UploadFile) else b""
        return HTMLResponse(await run_in_threadpool(replay_html, service, load_texts(lang), body))

    @router.get("/samling/poster")
    def collected(id: Ids = [], lang: str = LANGUAGES[0]) -> HTMLResponse:  # noqa: B006  # FastAPI copies it
        found, missing = known_records(service, id)
        return HTMLResponse(render("_collected.html", t=load_texts(lang), records=found, missing=missing))

    @router.get("/sammenlign")
    def compare(request: Request, id: Ids = [], lang: str = LANGUAGES[0]) -> HTMLResponse:  # noqa: B006
        texts = load_texts(lang)
        found, _ = known_records(service, id[:MOST_COMPARED])
        ids = [("id", record_id_of(record)) for record in found]
        page = render(
            "compare.html",
            t=texts,
            current="collection",
            version=service.version_or_none(),
            records=found,
            rows=comparison(texts, found),
            left_out=max(0, len(id) - MOST_COMPARED),
            brief_link="/notat?" + urlencode([*ids, *_language(texts)]),
            other_language_link="/sammenlign?" + urlencode([*ids, ("lang", texts("site.other_language_code"))]),
        )
        return HTMLResponse(page)

    @router.get("/notat")
    def brief(request: Request, id: Ids = [], lang: str = LANGUAGES[0]) -> HTMLResponse:  # noqa: B006
        texts = load_texts(lang)
        found, _ = known_records(service, id)
        ids = [("id", record_id_of(record)) for record in found]
        page = render(
            "brief.html",
            t=texts,
            current="collection",
            version=service.version_or_none(),
            records=found,
            facts={record_id_of(record): brief_facts(texts, record) for record in found},
            lead=brief_lead(service, texts, found),
            docx_link="/notat.docx?" + urlencode([*ids, *_language(texts)]),
            base=str(request.base_url).rstrip("/"),
            other_language_link="/notat?" + urlencode([*ids, ("lang", texts("site.other_language_code"))]),
        )
        return HTMLResponse(page)

    @router.get("/notat.docx")
    def brief_docx(request: Request, id: Ids = [], lang: str = LANGUAGES[0]) -> Response:  # noqa: B006
        texts = load_texts(lang)
        found, _ = known_records(service, id)
        if not found:
            raise QueryError("none of the chosen records is in the corpus.", remedy="Choose some and try again.")
        body = docx_brief(service, texts, found, base=str(request.base_url).rstrip("/"))
        return Response(body, media_type=_DOCX, headers={"Content-Disposition": 'attachment; filename="notat.docx"'})

    return router


def replay_html(service: Service, texts: Texts, manifest: bytes) -> str:
    """Give the page that says how today's answer differs from an exported one; the manifest is kept nowhere."""
    report: dict[str, Any] | None = None
    body: dict[str, Any] = {}
    problem = ""
    try:
        body = read_manifest(manifest, "manifest.json")
        report = replay_manifest(service.settings, body).json()
    except PuljesporError as exc:
        problem = said_failure(texts, exc)
    return render(
        "replay.html",
        t=texts,
        current="collection",
        report=report,
        manifest=body,
        problem=problem,
        reasons=replay_reasons(texts, service, body) if report else [],
        version=service.version_or_none(),
        other_language_link=f"/samling?lang={texts('site.other_language_code')}",
    )


def replay_reasons(texts: Texts, service: Service, manifest: Mapping[str, Any]) -> list[str]:
    """Give what has changed since an export that can move its results, in words."""
    now = service.searcher().snapshot.manifest
    reasons = []
    if manifest["corpus_version"] != now.corpus_version:
        reasons.append(texts("replay.why_version", now=now.corpus_version, then=manifest["corpus_version"]))
    if manifest["encoder_checksum"] != now.encoder_checksum:
        reasons.append(texts("replay.why_encoder"))
    if manifest["analyser_version"] != now.analyser_version:
        reasons.append(texts("replay.why_analyser"))
    if not reasons and manifest["snapshot"] != now.name:
        reasons.append(texts("replay.why_snapshot"))
    return reasons or [texts("replay.why_program")]


def known_records(service: Service, ids: Sequence[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Give the records with these ids, in their order and each once, and the ids that are no longer known."""
    found: dict[str, dict[str, Any]] = {}
    missing = []
    for record_id in dict.fromkeys(ids):
        try:
            record = service.record(record_id)
        except NotFoundError:
            missing.append(record_id)
        else:
            found.setdefault(record_id_of(record), record)
    return list(found.values()), missing


def comparison(texts: Texts, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Give the rows of a comparison: a name, and for each record the value in words with its best evidence."""
    return [
        {
            "name": texts.label("field", name),
            "is_quote": name in DIMENSIONS,
            "cells": [{"value": shown_value(texts, r, name), "evidence": best_evidence(r, field)} for r in records],
        }
        for name, field in _rows(records).items()
    ]


def _rows(records: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Give the rows to show: the target group once, where its quote says no more than its value."""
    said_twice = all(r["dimensions"]["maalgruppe"] in (None, r["target_group"]) for r in records)
    return {name: field for name, field in _ROWS.items() if not (said_twice and name == "maalgruppe")}


def shown_value(texts: Texts, record: Mapping[str, Any], name: str) -> str:
    """Give a field's value in words; empty when nothing states it."""
    match name:
        case "pool":
            parent = record.get("pool") or record.get("programme")
            return str(parent["name"]) if parent else ""
        case "municipalities":
            return ", ".join(place["name"] for place in record["municipalities"])
        case "period":
            return format_period(record["period"]["from"], record["period"]["to"], texts.language)
        case "amount_dkk":
            return format_kroner(record["amount_dkk"], texts.language)
        case "status":
            return "" if record["status"] == "unknown" else texts.label("status", record["status"])
        case "outcome_direction":
            direction = record["outcome"]["direction"]
            return "" if direction == "not_reported" else texts.label("outcome", direction)
        case _ if name in DIMENSIONS:
            return str(record["dimensions"][name] or "")
        case _:
            return str(record[name] or "")


def best_evidence(record: Mapping[str, Any], field: str) -> Mapping[str, Any] | None:
    """Give the statement that a field's value rests on; the record's evidence is ordered best first."""
    fields = (field, "period_to") if field == "period_from" else (field,)
    found = (item for name in fields for item in record["evidence"] if item["field"] == name)
    return next(found, None)


def brief_facts(texts: Texts, record: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any] | None]]:
    """Give what a brief says of a record: name, value in words, evidence; what no source states is said to be so."""
    return [
        (
            texts.label("field", name),
            shown_value(texts, record, name) or texts("record.not_stated"),
            best_evidence(record, field),
        )
        for name, field in _rows([record]).items()
    ]


def brief_lead(service: Service, texts: Texts, records: Sequence[Mapping[str, Any]]) -> str:
    """Give the sentence that says what the brief is and what it was made on."""
    today = format_date(datetime.now(UTC).date().isoformat(), texts.language)
    return texts("compare.brief_lead", count=len(records), date=today, version=service.version())


def docx_brief(service: Service, texts: Texts, records: Sequence[Mapping[str, Any]], *, base: str) -> bytes:
    """Give the brief as a Word document."""
    from docx import Document

    document = Document()
    document.core_properties.title = texts("compare.brief_heading")
    document.core_properties.author = texts("site.name")
    document.add_heading(texts("compare.brief_heading"), 0)
    document.add_paragraph(brief_lead(service, texts, records))
    for record in records:
        document.add_heading(_xml_text(record["title"] or texts("card.untitled")), 1)
        document.add_paragraph(f"{base}{record_link(record, texts.language)}")
        if record["summary"]:
            document.add_paragraph(_xml_text(record["summary"]))
        table = document.add_table(rows=0, cols=3, style="Light List")
        for name, value, evidence in brief_facts(texts, record):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = name, _xml_text(value)
            cells[2].text = _source_words(texts, evidence)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _source_words(texts: Texts, evidence: Mapping[str, Any] | None) -> str:
    if evidence is None or not safe_link(evidence["url"]):
        return ""
    page = f", {texts('card.page_no', page=evidence['page_no'])}" if evidence["page_no"] else ""
    return f"»{_xml_text(plain(evidence['quote'], 200))}« ({host_name(evidence['url'])}{page})"


def _xml_text(text: object) -> str:
    # XML has no place for surrogates and a few noncharacters; `plain` has already dropped the control characters.
    return "".join(c for c in plain(text) if c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")


def _language(texts: Texts) -> list[tuple[str, str]]:
    return [] if texts.language == LANGUAGES[0] else [("lang", texts.language)]
