"""Documents: one version of one page or file, cleaned, cut into blocks that keep their place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is, which decides what may be read out of it."""

    PROJECT_PAGE = "project_page"
    POOL_PAGE = "pool_page"
    PROGRAMME_PAGE = "programme_page"
    AWARD_LIST = "award_list"
    FINAL_REPORT = "final_report"
    EVALUATION = "evaluation"
    CALL = "call"
    APPLICATION = "application"
    GOVERNANCE = "governance"
    NEWS = "news"
    FAQ = "faq"
    FACTS = "facts"  # a record retold from public facts; the page itself was not fetched
    NOISE = "noise"

    @property
    def broad(self) -> DocumentKind:
        """The kind as the contract knows it: what is read in a way of its own is told as the kind nearest to it."""
        return _BROAD.get(self, self)


_BROAD = {
    DocumentKind.PROGRAMME_PAGE: DocumentKind.GOVERNANCE,
    DocumentKind.FAQ: DocumentKind.GOVERNANCE,
    DocumentKind.APPLICATION: DocumentKind.CALL,
}


class DocumentStatus(StrEnum):
    """How reading the document went; only `OK`, `PARTIAL` and `FACTS` documents are read for records."""

    OK = "ok"
    PARTIAL = "partial"
    FACTS = "facts"
    EMPTY = "empty"
    FAILED = "failed"
    REJECTED = "rejected"
    NEEDS_OCR = "needs_ocr"
    NEEDS_PASSWORD = "needs_password"
    NEEDS_RENDER = "needs_render"
    QUARANTINED = "quarantined"
    GONE = "gone"


class BlockKind(StrEnum):
    """The structural role of a block."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    DEFINITION = "definition"  # two cells: term, value
    LINK = "link"  # a line that is nothing but a link label
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document's cleaned text, with its place and role.

    `document.text[char_start:char_end]` is the block's text, always.
    """

    kind: BlockKind
    char_start: int  # in the cleaned document text, half-open with char_end
    char_end: int
    heading_path: tuple[str, ...] = ()  # enclosing headings, outermost first; a heading's own text is not in its path
    level: int = 0  # 1-6 for headings, nesting depth for list items
    page_no: int | None = None  # 1-based PDF page; None elsewhere
    cells: tuple[tuple[int, int], ...] = ()  # char spans of a table row's or definition's cells
    is_header: bool = False  # a table's header row
    group: int = 0  # equal for rows of one table, items of one list; 0 for none
    href: str | None = None  # absolute link target of the block's only or first link


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one page or file.

    `document_id` hashes the source URL and the bytes: the same bytes fetched again from the same place are the
    same document, and changed bytes are a new version that stands beside the old one.
    """

    document_id: str
    url: str  # as fetched
    canonical_url: str
    media_type: str
    fetched_at: str  # ISO 8601, UTC, seconds
    sha256: str  # of the original bytes
    text: str = ""  # main text, NFC, boilerplate and contact blocks removed
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    kind: DocumentKind = DocumentKind.NOISE
    language: str | None = None  # ISO 639-1
    status: DocumentStatus = DocumentStatus.OK
    status_reason: str = ""
    last_modified: str | None = None  # from the HTTP header, ISO 8601
    last_updated: str | None = None  # as the page itself states it, ISO 8601 at the precision stated
    source: str = ""  # name of the source it came from
    n_pages: int | None = None
    links: tuple[tuple[str, str], ...] = ()  # (label, absolute URL), in order
    meta: dict[str, str] = field(default_factory=dict)

    def block_text(self, block: Block) -> str:
        """Give the text of one of this document's blocks."""
        return self.text[block.char_start : block.char_end]


def make_document_id(url: str, sha256: str) -> str:
    """Give the stable id of the version with these bytes at this URL."""
    return hashlib.sha256(f"{url}\n{sha256}".encode()).hexdigest()[:20]


def document_json(document: Document) -> dict[str, object]:
    """Give the public JSON object of a document, as the contract states it."""
    return {
        "document_id": document.document_id,
        "url": document.url,
        "canonical_url": document.canonical_url,
        "kind": document.kind.broad.value,
        "subkind": document.kind.value,
        "title": document.title,
        "language": document.language,
        "last_updated": document.last_updated,
        "fetched_at": document.fetched_at,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "status": document.status.value,
        "status_reason": document.status_reason,
        "n_pages": document.n_pages,
        "source": document.source,
        "text": document.text,
    }
