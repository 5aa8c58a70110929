"""Main text of pages whose structure tells nothing: trafilatura, as a library."""

from __future__ import annotations

import logging

import trafilatura

from corpus.documents import BlockKind
from ingest.parse.draft import Draft
from ingest.parse.text import clean_text

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs each odd page as an error


def main_text_drafts(html: str, url: str) -> list[Draft]:
    """Give the page's main text as paragraphs, list items and headings; none where the extractor finds none."""
    text = trafilatura.extract(
        html, url=url or None, output_format="markdown", include_tables=True, include_comments=False, favor_recall=True
    )
    return [draft for line in (text or "").splitlines() if (draft := _draft(line)) is not None]


def _draft(line: str) -> Draft | None:
    line = clean_text(line)
    if not line or set(line) <= set("|-: "):
        return None
    if line.startswith("#"):
        level = len(line) - len(line.lstrip("#"))
        return Draft(BlockKind.HEADING, (line.lstrip("# "),), level=min(level, 6))
    if line.startswith("|"):
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        return Draft(BlockKind.TABLE_ROW, cells, group=1)
    if line.startswith(("- ", "* ")):
        return Draft(BlockKind.LIST_ITEM, (line[2:],), level=1, group=1)
    return Draft(BlockKind.PARAGRAPH, (line,))
