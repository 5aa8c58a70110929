"""HTML pages by structure: what a reader sees of the page's own content, block by block."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from corpus.documents import BlockKind, DocumentStatus
from ingest.parse.boilerplate import NOT_A_PAGE
from ingest.parse.draft import Draft, Parsed
from ingest.parse.encoding import decode_bytes
from ingest.parse.html_markup import count_text, cut_elements, unseen_text
from ingest.parse.html_meta import choose_title, json_nodes, read_meta
from ingest.parse.html_tree import Page, build_tree, index_tree
from ingest.parse.html_walk import Walker
from ingest.parse.labels import join_labels
from ingest.parse.text import clean_text
from ingest.parse.tidy import tidy
from ingest.parse.updated import find_last_updated, is_update_label

_MIN_CHARS = 40  # less visible text than this is an empty page
_THIN_CHARS = 220  # less content than this from structure makes the other extractor worth asking
_LOST_SHARE = 0.5  # less of the raw text than this in the tree: the tree parser has dropped something
_SHELL_ID = re.compile(r"^(?:root|app|__next|__nuxt|main-app|application|app-root)$")
_NEEDS_SCRIPT = re.compile(
    r"(?i)(?:enable|aktiv[eé]r|slå)\s.{0,30}javascript|javascript\s.{0,30}(?:required|påkrævet|slået fra|nødvendig)"
)


def parse_html(body: bytes, declared: str, url: str) -> Parsed:
    """Read an HTML page.

    Args:
        body: the bytes.
        declared: the Content-Type header's value, for its charset; may be wrong.
        url: where it came from; links are resolved against it or the page's base.
    """
    html, cut = cut_elements(decode_bytes(body, declared))
    page = index_tree(build_tree(html))
    meta = read_meta(page, url)
    if re.search(r"\b(?:noindex|none)\b", meta.get("robots", "")):
        return Parsed(
            status=DocumentStatus.REJECTED, reason="the page asks not to be indexed (robots noindex)", meta=meta
        )
    parsed = _read_structure(page, url, meta)
    kept = sum(len(d.text) for d in parsed.drafts)
    is_thin = kept < _THIN_CHARS and not (kept > _MIN_CHARS and page.by_name["main"])
    if is_thin or _lost_in_tree(html, page):
        parsed = _rescue(html, page, url, parsed, kept)
    parsed = _judge(page, url, parsed)
    parsed.unseen = unseen_text(html)
    if cut and parsed.status in (DocumentStatus.OK, DocumentStatus.EMPTY):
        is_empty = parsed.status is DocumentStatus.EMPTY
        parsed.status, parsed.reason = DocumentStatus.FAILED if is_empty else DocumentStatus.PARTIAL, cut
    return parsed


def _read_structure(page: Page, url: str, meta: dict[str, str]) -> Parsed:
    walker = Walker(page, url)
    drafts = walker.walk_page()
    title = choose_title(walker.h1s, meta, [d.text for d in drafts if d.kind is BlockKind.HEADING])
    lines = [d.text.replace("\t", " ") for d in drafts if _may_date(d)]
    updated = find_last_updated(lines, meta, outside=walker.dropped_lines)
    drafts = join_labels(tidy(drafts, title))
    status = DocumentStatus.PARTIAL if walker.cut else DocumentStatus.OK
    return Parsed(drafts, status, walker.cut, title, last_updated=updated, links=walker.links, meta=meta)


def _may_date(draft: Draft) -> bool:
    """Tell what may say when the page was updated: no item of a list, and a row or field only by its label."""
    if draft.kind in (BlockKind.TABLE_ROW, BlockKind.DEFINITION):
        return len(draft.cells) == 2 and is_update_label(draft.cells[0])
    return draft.kind is not BlockKind.LIST_ITEM


def _lost_in_tree(html: str, page: Page) -> bool:
    raw = count_text(html)
    return raw > 500 and page.text_chars < raw * _LOST_SHARE


def _rescue(html: str, page: Page, url: str, parsed: Parsed, kept: int) -> Parsed:
    """Read a page again whose structure gave little: with the forgiving tree parser, then by main-text extraction."""
    if _lost_in_tree(html, page):
        slow = _read_structure(index_tree(BeautifulSoup(html, "html.parser")), url, parsed.meta)
        if sum(len(d.text) for d in slow.drafts) > kept * 2:
            return slow
    body_text = clean_text(page.body.get_text(" "))
    if sum(len(a.get_text()) for a in page.body.find_all("a")) > 0.8 * len(body_text):
        return parsed  # a menu or front page: its teasers tell of other pages
    if len(body_text) < 3 * max(kept, _MIN_CHARS):
        return parsed
    from ingest.parse.fallback import main_text_drafts  # heavy, and seldom needed

    drafts = main_text_drafts(html, url)
    if sum(len(d.text) for d in drafts) > max(2 * kept, _THIN_CHARS):
        parsed.drafts = join_labels(tidy(drafts, parsed.title))
        parsed.meta["extractor"] = "main-text"
    return parsed


def _judge(page: Page, url: str, parsed: Parsed) -> Parsed:
    text = "\n".join(d.text for d in parsed.drafts)
    heading = parsed.title or ""
    if NOT_A_PAGE.match(heading) and len(text) < 2000:
        parsed.status, parsed.reason = DocumentStatus.REJECTED, "the page says that it does not exist (soft 404)"
    elif "docplayer" in (urlsplit(url).hostname or "") and "/amp/" in url:
        parsed.status, parsed.reason = DocumentStatus.REJECTED, "a list of links to other documents, no content"
    elif len(text) < 250 and (shell := _shell_reason(page.soup, text)):
        parsed.status, parsed.reason = DocumentStatus.NEEDS_RENDER, shell
        parsed.drafts += _embedded_drafts(page.soup)
    elif len(text.strip()) < _MIN_CHARS and len(text) <= len(heading) + 1:
        parsed.status, parsed.reason = DocumentStatus.EMPTY, "no visible text"
    return parsed


def _shell_reason(soup: BeautifulSoup, text: str) -> str | None:
    if soup.find("script") is None:
        return None
    shell = soup.find(id=_SHELL_ID) or soup.find(("app-root", "my-app"))
    if isinstance(shell, Tag) and len(shell.get_text().strip()) < 40:
        return "the page is drawn by JavaScript"
    noscript = " ".join(tag.get_text() for tag in soup.find_all("noscript"))
    return "the page asks for JavaScript" if _NEEDS_SCRIPT.search(text + noscript) and len(text) < 150 else None


def _embedded_drafts(soup: BeautifulSoup) -> list[Draft]:
    """Give the names and values that a JavaScript page carries as JSON."""
    drafts = []
    for script in soup.find_all("script", type=re.compile(r"(?i)^application/(?:ld\+)?json$")):
        for node in json_nodes(script.get_text()):
            for name, value in node.items():
                if (
                    isinstance(value, str | int | float)
                    and not isinstance(value, bool)
                    and not str(name).startswith(("@", "_"))
                ):
                    drafts.append(Draft(BlockKind.DEFINITION, (clean_text(str(name)), clean_text(str(value)))))
    return [d for d in drafts if all(d.cells)][:200]
