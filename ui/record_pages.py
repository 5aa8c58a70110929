"""`/projekt/ID` and `/pulje/ID`: one record on a page of its own, that prints, is linked to, and needs no script."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from corpus.errors import NotFoundError
from ui.page_images import NoPageImageError, page_image
from ui.render import record_link, render
from ui.service import Service
from ui.texts import LANGUAGES, Texts, load_texts


def record_router(service: Service) -> APIRouter:
    """Give the routes of the record pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/projekt/{record_id}")
    @router.get("/pulje/{record_id}")
    def record_page(request: Request, record_id: str, lang: str = LANGUAGES[0], version: int | None = None) -> Response:
        texts = load_texts(lang)
        try:
            record = service.record(record_id, version)
        except NotFoundError as exc:
            exc.remedy = ""
            raise
        address = record_link(record, texts.language)
        if record_id_of(record) != record_id or not request.url.path.startswith(address.partition("?")[0][:4]):
            return RedirectResponse(address, 301)
        with service.turns.take():
            return HTMLResponse(record_html(service, texts, record, version, base=str(request.base_url).rstrip("/")))

    @router.get("/dokument/{document_id}")
    def document_page(document_id: str, lang: str = LANGUAGES[0]) -> HTMLResponse:
        texts = load_texts(lang)
        other = f"/dokument/{quote(document_id, safe='')}?lang={texts('site.other_language_code')}"
        page = render(
            "document.html",
            t=texts,
            document=service.document(document_id),
            version=service.version_or_none(),
            other_language_link=other,
        )
        return HTMLResponse(page)

    @router.get("/belaeg/{evidence_id}.webp")
    def evidence_picture(request: Request, evidence_id: str) -> Response:
        image = page_image(service, evidence_id)
        tag = f'"{hashlib.sha256(image.body).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Cache-Control": "max-age=3600"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(image.body, media_type="image/webp", headers=headers)

    @router.get("/belaeg/{evidence_id}")
    def evidence_page(evidence_id: str, lang: str = LANGUAGES[0]) -> HTMLResponse:
        texts = load_texts(lang)
        other = f"/belaeg/{quote(evidence_id, safe='')}?lang={texts('site.other_language_code')}"
        statement, document = service.statement(evidence_id)
        image, problem = None, ""
        try:
            image = page_image(service, evidence_id)
        except NoPageImageError as exc:
            problem = texts(f"page_image.{exc.reason}")
        page = render(
            "evidence.html",
            t=texts,
            statement=statement,
            document=document,
            image=image,
            problem=problem,
            version=service.version_or_none(),
            other_language_link=other,
        )
        return HTMLResponse(page)

    return router


def record_id_of(record: Mapping[str, Any]) -> str:
    """Give a record's id, whichever kind it is."""
    return str(record.get("project_id") or record.get("pool_id"))


def record_html(service: Service, texts: Texts, record: Mapping[str, Any], version: int | None, *, base: str) -> str:
    """Give the page of one record."""
    record_id = record_id_of(record)
    by_field: dict[str, list[Mapping[str, Any]]] = {}
    for item in record["evidence"]:
        by_field.setdefault(item["field"], []).append(item)
    other = texts("site.other_language_code")
    page_url = base + record_link(record)
    documents = record["documents"]
    return render(
        "record.html",
        t=texts,
        record=record,
        record_id=record_id,
        by_field=by_field,
        page_url=page_url,
        json_ld=json_ld(record, page_url),
        timeline=timeline(texts, record),
        is_from_facts=bool(documents) and all(d["kind"] == "facts" for d in documents),
        archived=service.archived(documents),
        pictured=service.kept_originals(documents),
        children=service.projects_of(record_id, version) if record["record_type"] == "pool" else [],
        history=service.history(record_id),
        similar=service.similar(record_id, version),
        version=version or service.version_or_none(),
        today=datetime.now(UTC).date().isoformat(),
        other_language_link=record_link(record, other),
    )


def timeline(texts: Texts, record: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give what is known to have happened when, oldest first."""
    moments: list[tuple[str, str, str]] = []
    if record["year_awarded"]:
        moments.append((str(record["year_awarded"]), "award", texts("record.timeline_award")))
    for end, key in (("from", "start"), ("to", "end")):
        if record["period"][end]:
            moments.append((record["period"][end], key, texts(f"record.timeline_{key}")))
    for day in record.get("deadlines") or ():
        moments.append((day, "deadline", texts("record.timeline_deadline")))
    seen = set()
    for document in record["documents"]:
        # A retelling is no event in the project's life: only pages that were really fetched have their day.
        moment = (document["fetched_at"][:10], texts.label("kind", document["kind"]))
        if document["kind"] != "facts" and moment not in seen:
            seen.add(moment)
            moments.append((moment[0], "document", f"{texts('record.timeline_document')}: {moment[1]}"))
    return [{"iso": iso, "kind": kind, "label": label} for iso, kind, label in sorted(moments)]


def json_ld(record: Mapping[str, Any], page_url: str) -> dict[str, Any]:
    """Give the record as schema.org JSON-LD: a grant, or the programme that grants; unknown fields are left out."""
    is_pool = record["record_type"] == "pool"
    places = [
        {"@type": "AdministrativeArea", "name": p["name"], "identifier": p["code"]} for p in record["municipalities"]
    ]
    body: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "FundingScheme" if is_pool else "MonetaryGrant",
        "@id": page_url,
        "identifier": record_id_of(record),
        "name": record["title"],
        "description": record["summary"],
        "url": page_url,
        "funder": _organizations(record["funders"]),
        "isBasedOn": sorted({d["url"] for d in record["documents"] if d["url"]}),
        "inLanguage": "da",
        "keywords": ", ".join(record["themes"]),
    }
    if is_pool:
        body["areaServed"] = places
    else:
        body["fundedItem"] = {
            "@type": "Project",
            "name": record["title"],
            "foundingDate": record["period"]["from"],
            "dissolutionDate": record["period"]["to"],
            "areaServed": places,
        }
        body["recipient"] = _organizations(record["grantees"])
        if record["amount_dkk"] is not None:
            body["amount"] = {"@type": "MonetaryAmount", "currency": "DKK", "value": record["amount_dkk"]}
    return _without_empty(body)


def _organizations(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"@type": "Organization", "name": name} for name in names]


def _without_empty(body: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in body.items():
        value = _without_empty(value) if isinstance(value, dict) else value
        if value not in (None, "", [], {}):
            kept[name] = value
    return kept
