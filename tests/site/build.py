"""The site as it stands at one version: every URL path with its bytes, and the gold of what they say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpus.municipalities import municipalities
from ingest.gold import Gold, read_gold
from tests.site.files import build_files, file_gold
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
        name = path.rsplit("/", 1)[-1]
        found[path] = Resource(path, body, media_type, _DEFAULT_MODIFIED, name, is_listed=False)
    hosts = sorted({path.split("/")[1] for path in found})
    fronts = [_front_page(host, found) for host in hosts]
    root = _link_list("/", "Alle steder", [(front.path, front.title) for front in fronts])
    return found | {front.path: front for front in (*fronts, root)}


def _front_page(host: str, found: Mapping[str, Resource]) -> Resource:
    """Give a host's front page: nothing but a list of its pages and files, so that a crawl can find every one."""
    links = [(r.path, r.title) for r in found.values() if r.path.split("/")[1] == host]
    return _link_list(f"/{host}/", host, [*links, ("/intern/kladde", "Intern kladde")])


def _link_list(path: str, title: str, links: list[tuple[str, str]]) -> Resource:
    items = "".join(f'<li><a href="{quote(target)}">{escape(label)}</a></li>' for target, label in links)
    head = f'<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>{title}</title></head>'
    body = f"{head}<body><nav><ul>{items}</ul></nav></body></html>"
    return Resource(path, body.encode(), "text/html; charset=utf-8", _DEFAULT_MODIFIED, title)


def _document_rows(pages: list[Page]) -> Iterator[dict[str, Any]]:
    """Give the gold of each page as a document: what its head says, and its layout's boilerplate to be absent."""
    for page in pages:
        gold = dict(page.gold)
        if not gold:
            continue
        absent = [*gold.pop("absent", []), *COMMON_ABSENT[page.layout]]
        aliases = [path.rstrip("/") for path in page.aliases]
        yield {"type": "document", "url": page.path.rstrip("/"), "aliases": aliases, "absent": absent, **gold}


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
    stated = [row for name in names for row in _rows_of(name)]
    kept = [row for row in stated if version in row.pop("versions", (1, 2))]
    rows = [*kept, *_document_rows(pages), *_leak_rows(pages)]
    rows += file_gold(version)
    for row in rows:
        if row["type"] in ("project", "pool"):
            row["documents"] = [path.rstrip("/") for path in row.get("documents", [])]
    return rows


def build_gold(version: int = 1) -> Gold:
    """Give the gold of this version of the site."""
    return read_gold(gold_rows(version))


def site_hash() -> str:
    """Give a hash of every page, paper and gold row of both versions: figures are only compared on equal ones."""
    digest = hashlib.sha256()
    for folder in ("pages", "papers"):  # sources, not built bytes: those of a locked PDF differ at each build
        for path in sorted((GOLD_FOLDER.parent / folder).glob("**/*.*")):
            digest.update(path.name.encode() + path.read_bytes())
    for version in (1, 2):
        digest.update(json.dumps(gold_rows(version), sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()[:16]


def write_gold(path: Path = GOLD_FOLDER.parent / "gold.jsonl") -> None:
    """Write the gold of the first version as one file, for `puljespor evaluate-extraction`."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in gold_rows(1)), "utf-8")


if __name__ == "__main__":
    write_gold()
