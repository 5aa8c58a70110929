"""Documents and records of the index tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.documents import Block, BlockKind, Document, DocumentKind, make_document_id
from corpus.evidence import Evidence, Origin, make_evidence_id
from corpus.records import Record, RecordType


def make_document(
    paragraphs: Sequence[str], *, url: str = "https://kommune.example/projekt", kind: str = "project_page", **more: Any
) -> Document:
    """A document of plain paragraphs; one that starts with "# " is a heading."""
    blocks: list[Block] = []
    length = 0
    texts = []
    path: tuple[str, ...] = ()
    for paragraph in paragraphs:
        is_heading = paragraph.startswith("# ")
        text = paragraph.removeprefix("# ")
        end = length + len(text)
        kind_of = BlockKind.HEADING if is_heading else BlockKind.PARAGRAPH
        blocks.append(Block(kind_of, length, end, heading_path=() if is_heading else path))
        if is_heading:
            path = (text,)
        texts.append(text)
        length = end + 2
    return Document(
        document_id=make_document_id(url, "\n".join(texts)),
        url=url,
        canonical_url=url,
        media_type="text/html",
        fetched_at="2026-01-01T00:00:00Z",
        sha256="0" * 64,
        text="\n\n".join(texts),
        blocks=tuple(blocks),
        kind=DocumentKind(kind),
        **more,
    )


def make_record(
    record_id: str, *documents: Document, quotes: Sequence[str] = (), is_pool: bool = False, **values: Any
) -> Record:
    """A record with some values, and evidence for each quote in the document that holds it."""
    evidence: list[Evidence] = []
    for quote in quotes:
        document = next(d for d in documents if quote in d.text)
        start = document.text.index(quote)
        evidence.append(
            Evidence(
                evidence_id=make_evidence_id(
                    record_id, "summary", quote, document.document_id, start, Origin.EXTRACTED
                ),
                record_id=record_id,
                field="summary",
                value=quote,
                quote=quote,
                document_id=document.document_id,
                url=document.url,
                page_no=None,
                char_start=start,
                char_end=start + len(quote),
                origin=Origin.EXTRACTED,
                confidence=0.9,
                extractor="test/1",
            )
        )
    record_type = RecordType.POOL if is_pool else RecordType.PROJECT
    return Record(record_id, record_type, values, tuple(evidence), documents)
