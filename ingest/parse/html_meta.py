"""What an HTML page says about itself: title, dates, JSON-LD, whether it wants to be indexed."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from ingest.parse.html_tree import Page
from ingest.parse.text import clean_text

_SITE_SUFFIX = re.compile(r"\s+(?:[-–—|·»:]|::)\s+")
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "publishdate",
    "pubdate",
    "date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
    "revised",
    "lastmod",
)
_MAX_JSON_CHARS = 400_000
_MAX_VALUES = 300


def read_meta(page: Page, url: str) -> dict[str, str]:
    """Give what the page's head says, under names of our own; absent where it says nothing.

    Names: `title` (of the window), `og_title`, `description`, `robots`, `published`, `modified`, `time` (the only
    `<time>` of the page), `canonical` (absolute, same host only: another host's claim is not believed), `lang`,
    `jsonld_title`, `site`.
    """
    meta: dict[str, str] = {}
    titles = [tag for tag in page.by_name["title"] if tag.find_parent("svg") is None]
    if titles:
        meta["title"] = clean_text(titles[0].get_text())
    for tag in page.by_name["meta"]:
        _read_meta_tag(tag, meta)
    _read_json_ld(page, meta)
    times = {str(tag["datetime"]) for tag in page.by_name["time"] if tag.get("datetime")}
    if len(times) == 1:
        meta["time"] = times.pop()
    for link in page.by_name["link"]:
        if "canonical" in str(link.get("rel") or "").lower().split() and link.get("href"):
            meta |= _canonical(str(link["href"]), url)
    for html in page.by_name["html"]:
        meta["lang"] = str(html.get("lang") or "")[:20]
    return {name: value for name, value in meta.items() if value}


def _read_meta_tag(tag: Tag, meta: dict[str, str]) -> None:
    name = str(tag.get("name") or tag.get("property") or tag.get("itemprop") or tag.get("http-equiv") or "").lower()
    content = clean_text(str(tag.get("content") or ""))[:1000]
    if name in ("robots", "puljesporbot", "googlebot"):
        meta["robots"] = f"{meta.get('robots', '')} {content.lower()}".strip()
    elif name in ("description", "og:description"):
        meta.setdefault("description", content)
    elif name == "og:title":
        meta["og_title"] = content
    elif name == "og:site_name":
        meta["site"] = content
    elif name in _PUBLISHED:
        meta.setdefault("published", content)
    elif name in _MODIFIED:
        meta.setdefault("modified", content)


def _canonical(href: str, url: str) -> dict[str, str]:
    try:
        absolute = urljoin(url, href)
        same = (urlsplit(absolute).hostname or "").removeprefix("www.") == (urlsplit(url).hostname or "").removeprefix(
            "www."
        )
    except ValueError:
        return {}
    return {"canonical": absolute} if same else {}


def _read_json_ld(page: Page, meta: dict[str, str]) -> None:
    for script in page.by_name["script"]:
        if "ld+json" not in str(script.get("type", "")).lower():
            continue
        for node in json_nodes(script.get_text()):
            for name, key in (
                ("datePublished", "published"),
                ("dateModified", "modified"),
                ("headline", "jsonld_title"),
            ):
                if isinstance(value := node.get(name), str):
                    meta.setdefault(key, clean_text(value)[:500])


def json_nodes(text: str) -> list[dict[str, Any]]:
    """Give the objects of a JSON text, outermost first; none for broken or very deep JSON."""
    try:
        top = json.loads(text[:_MAX_JSON_CHARS].strip().removeprefix("<!--").removesuffix("-->"))
    except (ValueError, RecursionError):
        return []
    found: list[dict[str, Any]] = []
    waiting: list[Any] = [top]
    while waiting and len(found) < _MAX_VALUES:
        node = waiting.pop(0)
        if isinstance(node, dict):
            found.append(node)
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node[:_MAX_VALUES]
    return found


def choose_title(h1s: list[str], meta: dict[str, str], headings: list[str]) -> str | None:
    """Choose the page's title: the H1 that the head agrees with, else the first H1, else what the head says.

    Args:
        h1s: texts of the visible H1 elements, in order.
        meta: as `read_meta` gives it.
        headings: other headings, in order.
    """
    said = [t for t in (meta.get("og_title"), meta.get("jsonld_title"), strip_site(meta.get("title", ""))) if t]
    for h1 in h1s:
        if any(
            h1.casefold() == t.casefold() or meta.get("title", "").casefold().startswith(h1.casefold()) for t in said
        ):
            return h1
    for options in (h1s, said, headings):
        if options:
            return options[0]
    return None


def strip_site(title: str) -> str:
    """Take the site's name off a window title: "Page - KL" and "Page | Sundhedsstyrelsen" give "Page"."""
    parts = _SITE_SUFFIX.split(title)
    if len(parts) < 2 or len(parts[-1]) > 40:
        return title
    cut = title[: title.rindex(parts[-1])]
    return re.sub(r"\s*(?:[-–—|·»:]|::)\s*$", "", cut)
