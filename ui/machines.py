"""For machines and those who run them: robots.txt, sitemap, Atom, DCAT-AP, health, metrics, and the page about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from ui.address import Address, read_address
from ui.alerts import followed_records
from ui.formats import plain
from ui.record_pages import record_id_of
from ui.render import record_link, render
from ui.service import Service
from ui.texts import LANGUAGES, Texts, load_texts

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_N_FEED = 50
_NEVER = "1970-01-01T00:00:00+00:00"


def machine_router(service: Service) -> APIRouter:
    """Give the routes."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    def healthz() -> JSONResponse:
        version = service.version_or_none()
        state = {"status": "ok" if version is not None else "no snapshot", "corpus_version": version}
        return JSONResponse(state, 200 if version is not None else 503, headers={"Cache-Control": "no-store"})

    @router.get("/metrics")
    def metrics() -> Response:
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @router.get("/robots.txt")
    def robots(request: Request) -> PlainTextResponse:
        lines = [
            "User-agent: *",
            "Disallow: /api/",
            "Disallow: /gradio_api/",
            "Disallow: /redaktion",
            "Disallow: /foelg/",
            "Disallow: /?*",
        ]
        return PlainTextResponse("\n".join([*lines, f"Sitemap: {_base(request)}/sitemap.xml", ""]))

    @router.get("/sitemap.xml")
    def sitemap(request: Request) -> Response:
        return Response(sitemap_xml(service, _base(request)), media_type="application/xml")

    @router.get("/feed.atom")
    def feed(request: Request) -> Response:
        dropped = set(request.query_params.getlist("udeladt"))
        post = request.query_params.get("post", "")
        address = read_address(request.url.query)
        if post:
            body = record_feed(service, load_texts(address.language), service.record(post), _base(request))
        else:
            body = atom_feed(service, address, _base(request), dropped=dropped)
        return Response(body, media_type="application/atom+xml")

    @router.get("/dcat.jsonld")
    def dcat(request: Request) -> JSONResponse:
        return JSONResponse(dcat_catalog(service, _base(request)), media_type="application/ld+json")

    @router.get("/data")
    def data(request: Request, lang: str = LANGUAGES[0]) -> HTMLResponse:
        return _page("data.html", lang, "/data", service, base=_base(request))

    @router.get("/was")
    def accessibility(lang: str = LANGUAGES[0]) -> HTMLResponse:
        return _page("accessibility.html", lang, "/was", service)

    return router


def _page(template: str, lang: str, path: str, service: Service, **values: str) -> HTMLResponse:
    texts = load_texts(lang)
    other = f"{path}?lang={texts('site.other_language_code')}"
    version = service.version_or_none()
    return HTMLResponse(render(template, t=texts, version=version, other_language_link=other, **values))


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def sitemap_xml(service: Service, base: str) -> bytes:
    """Give the addresses that are worth finding: the pages, and every record's own."""
    root = ET.Element("urlset", xmlns=_SITEMAP)
    for path in ("/", "/match", "/udforsk", "/data", "/was"):
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = base + path
    for record in service.records():
        entry = ET.SubElement(root, "url")
        ET.SubElement(entry, "loc").text = base + record_link(record)
        if record["updated_at"]:
            ET.SubElement(entry, "lastmod").text = record["updated_at"][:10]
    return _xml_bytes(root)


def atom_feed(service: Service, address: Address, base: str, *, dropped: Collection[str] = ()) -> bytes:
    """Give what an address finds as an Atom feed, the most lately changed first, without the dropped records."""
    texts = load_texts(address.language)
    asked = urlencode(address.parameters())
    found = [record for record in followed_records(service, "search", asked) if record_id_of(record) not in dropped]
    records = sorted(found, key=lambda r: (r["updated_at"] or "", r["title"] or ""), reverse=True)[:_N_FEED]
    own = f"{base}/feed.atom?{urlencode([*address.parameters(), *(('udeladt', one) for one in sorted(dropped))])}"
    updated = records[0]["updated_at"] if records else _NEVER
    root = _feed(texts, _xml(address.query) or texts("search.all_link"), own, base + address.link(), updated)
    for record in records:
        entry = ET.SubElement(root, "entry")
        link = base + record_link(record, address.language)
        ET.SubElement(entry, "id").text = base + record_link(record)
        ET.SubElement(entry, "title").text = _xml(record["title"] or texts("card.untitled"))
        ET.SubElement(entry, "updated").text = record["updated_at"] or _NEVER
        ET.SubElement(entry, "link", rel="alternate", href=link)
        ET.SubElement(entry, "summary").text = _xml(record["summary"] or "")
    return _xml_bytes(root)


def record_feed(service: Service, texts: Texts, record: Mapping[str, Any], base: str) -> bytes:
    """Give one record's revisions as an Atom feed, the newest first, each with the fields that it changed."""
    link = base + record_link(record, texts.language)
    own = f"{base}/feed.atom?{urlencode([('post', record_id_of(record))])}"
    title = _xml(record["title"] or texts("card.untitled"))
    root = _feed(texts, title, own, link, record["updated_at"] or _NEVER)
    for revision in reversed(service.history(record_id_of(record))[-_N_FEED:]):
        entry = ET.SubElement(root, "entry")
        fields = [texts.label("field", change.field) for change in revision.changes]
        ET.SubElement(entry, "id").text = f"{base}{record_link(record)}#revision-{revision.revision}"
        ET.SubElement(entry, "title").text = f"{title}: {texts('record.revision', revision=revision.revision)}"
        ET.SubElement(entry, "updated").text = revision.published_at
        ET.SubElement(entry, "link", rel="alternate", href=link)
        ET.SubElement(entry, "summary").text = _xml(", ".join(dict.fromkeys(fields)))
    return _xml_bytes(root)


def _feed(texts: Texts, title: str, own: str, page: str, updated: str) -> ET.Element:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": texts.language})
    ET.SubElement(root, "id").text = own
    ET.SubElement(root, "title").text = f"{texts('site.name')}: {title}"
    ET.SubElement(root, "updated").text = updated
    ET.SubElement(root, "link", rel="self", href=own)
    ET.SubElement(root, "link", rel="alternate", href=page)
    ET.SubElement(ET.SubElement(root, "author"), "name").text = texts("site.name")
    return root


def _xml_bytes(root: ET.Element) -> bytes:
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _xml(text: str) -> str:
    return "".join(c for c in plain(text) if c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")


def dcat_catalog(service: Service, base: str) -> dict[str, Any]:
    """Give the corpus as a data set, in the terms of DCAT-AP-DK 2."""
    danish, english = (load_texts(language) for language in ("da", "en"))

    def both(key: str) -> list[dict[str, str]]:
        return [{"@value": t(key), "@language": t.language} for t in (danish, english)]

    def distribution(path: str, media_type: str, title: str) -> dict[str, Any]:
        media = f"https://www.iana.org/assignments/media-types/{media_type}"
        return {
            "@type": "dcat:Distribution",
            "dct:title": title,
            "dcat:accessURL": {"@id": base + "/data"},
            "dcat:downloadURL": {"@id": base + path},
            "dcat:mediaType": {"@id": media},
        }

    manifest = service.searcher().snapshot.manifest
    publisher = {"@type": "foaf:Agent", "@id": f"{base}/#publisher", "foaf:name": danish("site.name")}
    data_set = {
        "@type": "dcat:Dataset",
        "@id": f"{base}/data#corpus",
        "dct:identifier": f"puljespor-{service.version()}",
        "dct:title": both("site.tagline"),
        "dct:description": both("site.description"),
        "dct:issued": {"@value": manifest.built_at[:10], "@type": "xsd:date"},
        "dct:modified": {"@value": manifest.built_at[:10], "@type": "xsd:date"},
        "dct:publisher": publisher,
        "dcat:version": str(manifest.corpus_version),
        "dct:spatial": {"@id": "http://publications.europa.eu/resource/authority/country/DNK"},
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/DAN"},
        "dcat:theme": {"@id": "http://publications.europa.eu/resource/authority/data-theme/HEAL"},
        "dcat:keyword": [
            {"@value": word, "@language": "da"} for word in ("sundhed", "kommuner", "puljer", "projekter")
        ],
        "dcat:landingPage": {"@id": base + "/data"},
        "dcat:distribution": [
            distribution("/api/v1/projects", "application/json", "Projekter"),
            distribution("/api/v1/pools", "application/json", "Puljer"),
            distribution("/api/v1/corpus.zip", "application/zip", "Hele samlingen, JSON Lines"),
        ],
    }
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Catalog",
        "@id": f"{base}/dcat.jsonld",
        "dct:title": both("site.name"),
        "dct:description": both("site.description"),
        "dct:publisher": publisher,
        "dcat:dataset": [data_set],
        "dcat:service": [
            {
                "@type": "dcat:DataService",
                "@id": f"{base}/api/v1",
                "dct:title": both("api.heading"),
                "dcat:endpointURL": {"@id": f"{base}/api/v1"},
                "dcat:endpointDescription": {"@id": f"{base}/api/v1/openapi.json"},
                "dcat:servesDataset": {"@id": f"{base}/data#corpus"},
            }
        ],
    }
