"""PDF files (interim: pdfium text)."""

from __future__ import annotations

import pypdfium2 as pdfium

from corpus.documents import BlockKind, DocumentStatus
from ingest.parse.draft import Draft, Parsed
from ingest.parse.limits import Limits
from ingest.parse.text import clean_text


def parse_pdf(body: bytes, limits: Limits) -> Parsed:
    """Read a PDF file."""
    pdf = pdfium.PdfDocument(body)
    drafts = []
    for number in range(min(len(pdf), limits.max_pages)):
        text = pdf[number].get_textpage().get_text_bounded()
        drafts += [Draft(BlockKind.PARAGRAPH, (clean_text(line),), page_no=number + 1) for line in text.splitlines()]
    parsed = Parsed(drafts=drafts, n_pages=len(pdf))
    if not any(d.text for d in drafts):
        parsed.status, parsed.reason = DocumentStatus.NEEDS_OCR, "no text layer"
    return parsed
