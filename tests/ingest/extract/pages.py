"""Documents for tests, written as light markup: `# ` headings, `- ` list items, tabs for cells, else paragraphs."""

from __future__ import annotations

import dataclasses
import hashlib

from corpus.documents import Block, BlockKind, Document, DocumentKind
from corpus.evidence import Origin
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.classify import classify_document
from ingest.extract import extract_candidates
from ingest.extract.lines import Page
from ingest.raw import RawDocument
from ingest.reading import read

DEFAULT_URL = "https://example.dk/side"
Told = tuple[tuple[str, ...], str | None, int | None]
"""A project as a page tells of it: its municipalities, its name where it is stated, and its sum."""


def write_document(markup: str, *, url: str = DEFAULT_URL, kind: DocumentKind | None = None) -> Document:
    """Give the document that a parser would make of this markup; its kind is the classifier's unless given."""
    blocks: list[Block] = []
    parts: list[str] = []
    path: list[tuple[int, str]] = []
    length = group = 0
    in_table = False
    for raw in markup.strip().splitlines():
        line = raw.strip()
        if not line:
            in_table = False
            continue
        level = len(line) - len(line.lstrip("#"))
        cells: tuple[tuple[int, int], ...] = ()
        if level:
            text, block_kind = line[level:].strip(), BlockKind.HEADING
            path = [p for p in path if p[0] < level]
        elif line.startswith("- "):
            text, block_kind = line[2:], BlockKind.LIST_ITEM
        elif "\t" in line:
            text, block_kind = line, BlockKind.TABLE_ROW
            group += not in_table
            at = length
            spans = []
            for cell in line.split("\t"):
                spans.append((at, at + len(cell)))
                at += len(cell) + 1
            cells = tuple(spans)
        else:
            text, block_kind = line, BlockKind.PARAGRAPH
        headings = tuple(title for _, title in path)
        is_row = block_kind is BlockKind.TABLE_ROW
        blocks.append(
            Block(
                block_kind,
                length,
                length + len(text),
                heading_path=headings,
                level=level,
                cells=cells,
                group=group if is_row else 0,
            )
        )
        if level:
            path.append((level, text))
        in_table = is_row
        parts.append(text)
        length += len(text) + 2
    return finish_document("\n\n".join(parts), tuple(blocks), url, kind)


def write_plain(text: str, *, url: str = DEFAULT_URL, kind: DocumentKind | None = None) -> Document:
    """Give the document of plain text, each line a paragraph: headings must be guessed."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    blocks: list[Block] = []
    length = 0
    for line in lines:
        blocks.append(Block(BlockKind.PARAGRAPH, length, length + len(line)))
        length += len(line) + 2
    return finish_document("\n\n".join(lines), tuple(blocks), url, kind)


def finish_document(text: str, blocks: tuple[Block, ...], url: str, kind: DocumentKind | None) -> Document:
    """Give the document with its ids, and its kind as classified unless given."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        document_id=hashlib.sha256(f"{url}{sha256}".encode()).hexdigest()[:20],
        url=url,
        canonical_url=url,
        media_type="text/html",
        fetched_at="2026-05-04T07:00:00Z",
        sha256=sha256,
        text=text,
        blocks=blocks,
        language="da",
    )
    title = Page(document).title
    document = dataclasses.replace(document, title=title.text if title else None)
    return dataclasses.replace(document, kind=kind or classify_document(document)[0])


def told(candidates: list[Candidate]) -> list[Told]:
    found = []
    for candidate in candidates:
        if candidate.record_type is not RecordType.PROJECT:
            continue
        best = {s.field: s.value for s in sorted(candidate.statements, key=lambda s: s.confidence)}
        titles = [s.value for s in candidate.statements if s.field == "title" and s.origin is Origin.EXTRACTED]
        codes = sorted(str(s.value) for s in candidate.statements if s.field == "municipalities")
        found.append((tuple(codes), str(best["title"]) if titles else None, best.get("amount_dkk")))
    return sorted(found, key=str)


def projects(body: bytes, media_type: str, url: str = "https://www.sst.dk/da/puljer/tid-til-ro") -> list[Told]:
    raw = RawDocument(url, url, media_type, body, "2026-05-01T08:00:00Z")
    return told(extract_candidates(read(raw, is_cleared=lambda _: False).document))
