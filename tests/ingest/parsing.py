"""Short ways for tests to parse bytes as a fetched document."""

from __future__ import annotations

from corpus.documents import Block, BlockKind, Document
from ingest.parse import DEFAULT_LIMITS, Limits, parse_document
from ingest.raw import RawDocument

URL = "https://www.eksempel.dk/projekter/side"


def parse(
    body: bytes | str, media_type: str = "text/html; charset=utf-8", *, url: str = URL, limits: Limits = DEFAULT_LIMITS
) -> Document:
    data = body.encode() if isinstance(body, str) else body
    return parse_document(RawDocument(url, url, media_type, data, "2026-05-01T08:00:00Z"), limits=limits)


def page(body: str, *, head: str = "", title: str = "Titel - KL") -> str:
    top = f'<!doctype html><html lang="da"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
    return f"{top}<body>{body}</body></html>"


def kinds_and_texts(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.block_text(block)) for block in document.blocks]


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [document.block_text(block) for block in document.blocks if kind is None or block.kind is kind]


def cells(document: Document, block: Block) -> list[str]:
    return [document.text[start:end] for start, end in block.cells]


def table(document: Document) -> list[list[str]]:
    return [cells(document, block) for block in document.blocks if block.kind is BlockKind.TABLE_ROW]
