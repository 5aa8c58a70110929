"""The site as it stands at one version: every URL path with its bytes, and the gold of what they say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.municipalities import municipalities
from ingest.gold import Gold, read_gold
from tests.site.files import GOLD as FILE_GOLD
from tests.site.files import build_files
from tests.site.layouts import COMMON_ABSENT, render
from tests.site.source import Page, read_pages

GOLD_FOLDER = Path(__file__).parent / "gold"

_DEFAULT_MODIFIED = "Mon, 04 May 2026 07:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Resource:
    """What one URL path answers with."""

    path: str
    body: bytes
    media_type: str
    last_modified: str
    title: str
    is_listed: bool = True  # in the sitemap

    @property
    def etag(self) -> str:
        """Give the entity tag: a hash of the bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


@cache
def build_site(version: int = 1) -> Mapping[str, Resource]:
    """Give every page and file of this version of the site, by URL path."""
    found: dict[str, Resource] = {}
    for page in read_pages():
        if version in page.versions:
            body, title = render(page), str(page.head.get("title", page.path))
            media_type = str(page.head.get("media_type", "text/html; charset=utf-8"))
            for path in (page.path, *page.aliases):
                if path in found:
                    raise ValueError(f"two pages at {path} in version {version}")
                is_listed = page.is_listed and path == page.path
                found[path] = Resource(path, body, media_type, page.modified, title, is_listed)
    for path, (body, media_type) in build_files(version).items():
        found[path] = Resource(path, body, media_type, _DEFAULT_MODIFIED, path.rsplit("/", 1)[-1])
    for host in sorted({path.split("/")[1] for path in found}):
        found[f"/{host}/"] = _front_page(host, found)
    return found


def _front_page(host: str, found: Mapping[str, Resource]) -> Resource:
    """Give a host's front page: nothing but a list of its pages, so that a crawl can find those no page links to."""
    links = "".join(
        f'<li><a href="{r.path}">{r.title}</a></li>'
        for r in found.values()
        if r.path.split("/")[1] == host and r.media_type.startswith("text/html")
    )
    head = f'<!DOCTYPE html><html lang="da"><head><title>{host}</title></head>'
    body = f"{head}<body><nav><ul>{links}</ul></nav></body></html>"
    return Resource(f"/{host}/", body.encode(), "text/html; charset=utf-8", _DEFAULT_MODIFIED, host)


def _document_rows(pages: list[Page]) -> Iterator[dict[str, Any]]:
    """Give the gold of each page as a document: what its head says, and its layout's boilerplate to be absent."""
    for page in pages:
        gold = dict(page.gold)
        if not gold:
            continue
        absent = [*gold.pop("absent", []), *COMMON_ABSENT[page.layout]]
        for path in (page.path, *page.aliases):
            yield {"type": "document", "url": path.rstrip("/"), "absent": absent, **gold}


def _leak_rows(pages: list[Page]) -> Iterator[dict[str, Any]]:
    for page in pages:
        for what, texts in page.head.get("leaks", {}).items():
            for text in texts:
                yield {"type": "leak", "text": text, "url": page.path, "what": what}


def _rows_of(name: str) -> Iterator[dict[str, Any]]:
    """Read a gold file; municipalities stand there by name."""
    codes = {m.name: m.code for m in municipalities().values()}
    for line in (GOLD_FOLDER / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            row = json.loads(line)
            if "municipalities" in row:
                row["municipalities"] = [codes[each] for each in row["municipalities"]]
            yield row


def gold_rows(version: int = 1) -> list[dict[str, Any]]:
    """Give all gold of this version of the site as JSON objects."""
    pages = [p for p in read_pages() if version in p.versions]
    names = ("projects.jsonl", "pools.jsonl", "doubts.jsonl")
    rows = [*(row for name in names for row in _rows_of(name)), *_document_rows(pages), *_leak_rows(pages)]
    rows += [dict(row) for row in FILE_GOLD]
    for row in rows:
        if row["type"] in ("project", "pool"):
            row["documents"] = [path.rstrip("/") for path in row.get("documents", [])]
    return rows


def build_gold(version: int = 1) -> Gold:
    """Give the gold of this version of the site."""
    return read_gold(gold_rows(version))


def site_hash() -> str:
    """Give a hash of every byte of both versions and of their gold: figures are only compared on equal ones."""
    digest = hashlib.sha256()
    for version in (1, 2):
        for path, resource in sorted(build_site(version).items()):
            digest.update(path.encode() + hashlib.sha256(resource.body).digest())
        digest.update(json.dumps(gold_rows(version), sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()[:16]
