"""Word files (DOCX): paragraphs, lists and tables in order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from corpus.documents import BlockKind, DocumentStatus
from ingest.parse.draft import Draft, Parsed
from ingest.parse.html_tables import MAX_COLUMNS, MAX_ROWS, Row, row_drafts
from ingest.parse.labels import join_labels
from ingest.parse.limits import Limits
from ingest.parse.text import clean_text
from ingest.parse.tidy import tidy
from ingest.parse.updated import find_stated_update

_MAX_RATIO = 200  # a document's XML packs to a twentieth; a bomb to a thousandth
_HEADING = re.compile(r"(?i)^(?:heading|overskrift)\s*([1-9])$")
_LIST = re.compile(r"(?i)^(?:list|opstilling|punktopstilling|talopstilling|listeafsnit)")
_UNSAFE_XML = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_ARCHIVES = (".zip", ".docx", ".xlsx", ".pptx", ".7z", ".rar", ".gz", ".tar")


def parse_docx(body: bytes, limits: Limits) -> Parsed:
    """Read a Word file; a container that is no such thing, or unpacks beyond the limits, is refused."""
    refusal = check_container(body, limits)
    if refusal:
        return Parsed(status=DocumentStatus.FAILED, reason=refusal)
    try:
        document = docx.Document(io.BytesIO(body))
    except (OpcError, KeyError, ValueError, zipfile.BadZipFile) as exc:
        return Parsed(
            status=DocumentStatus.FAILED, reason=f"not a readable Word file: {type(exc).__name__}: {exc}"[:200]
        )
    _cap_spans(document)
    drafts = list(_read_blocks(document))
    title = next((d.text for d in drafts if d.kind is BlockKind.HEADING), None)
    title = title or clean_text(document.core_properties.title or "") or None
    updated = find_stated_update([d.text for d in drafts])
    parsed = Parsed(drafts=join_labels(tidy(drafts, title)), title=title, last_updated=updated)
    parsed.links = _links(document)
    if not any(d.text for d in drafts):
        parsed.status, parsed.reason = DocumentStatus.EMPTY, "the file holds no text"
    return parsed


def check_container(body: bytes, limits: Limits) -> str | None:
    """Say why a ZIP container must not be opened; None where it may.

    Sizes are measured by unpacking with a cap, since the directory of a hostile file lies about them.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as container:
            members = container.infolist()
            if len(members) > 5000:
                return "resource limit: more than 5,000 files in the container"
            left = limits.max_unpacked_bytes
            for member in members:
                if member.flag_bits & 1:
                    return "a member of the container is encrypted"
                if member.filename.lower().endswith(_ARCHIVES) and "embeddings/" not in member.filename:
                    return "a container within the container"
                left -= _unpacked_size(container, member, left)
                if left < 0:
                    return f"resource limit: unpacks to more than {limits.max_unpacked_bytes // 1_000_000} MB"
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as exc:
        return f"damaged container ({type(exc).__name__})"
    except zipfile.LargeZipFile:
        return "resource limit: oversized container"
    return None


def _unpacked_size(container: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    if "embeddings/" in member.filename or not member.filename.endswith((".xml", ".rels")):
        return 0  # pictures and embedded files are never unpacked
    total = 0
    with container.open(member) as stream:
        while piece := stream.read(1 << 16):
            total += len(piece)
            if total > left or (total > 10_000_000 and total > _MAX_RATIO * max(member.compress_size, 1)):
                return left + 1
            if total <= len(piece) and _UNSAFE_XML.search(piece[:4096]):
                return left + 1  # Word writes no document types; an entity bomb needs one
    return total


def _cap_spans(document: WordDocument) -> None:
    """Lower what cells claim to span: the library makes a cell for each column of it."""
    for span in document.element.body.iter(qn("w:gridSpan")):
        value = span.get(qn("w:val"), "1")
        if not value.isdecimal() or int(value) > MAX_COLUMNS:
            span.set(qn("w:val"), str(MAX_COLUMNS) if value.isdecimal() else "1")


def _read_blocks(document: WordDocument) -> Iterator[Draft]:
    group = 0
    in_list = False
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            group += 1
            yield from row_drafts(_rows(part), group)
            in_list = False
            continue
        draft = _paragraph(part)
        if draft is None:
            continue
        if draft.kind is BlockKind.LIST_ITEM:
            group += 0 if in_list else 1
            draft.group = group
        in_list = draft.kind is BlockKind.LIST_ITEM
        yield draft


def _paragraph(paragraph: Paragraph) -> Draft | None:
    text = clean_text(paragraph.text)
    if not text:
        return None
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    heading = _HEADING.match(style)
    if heading:
        return Draft(BlockKind.HEADING, (text,), level=min(int(heading[1]), 6))
    if style.lower() in ("title", "titel"):
        return Draft(BlockKind.HEADING, (text,), level=1)
    numbering = paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    if numbering or _LIST.match(style):
        return Draft(BlockKind.LIST_ITEM, (text,), level=1)
    runs = [run for run in paragraph.runs if run.text.strip()]
    if runs and all(run.bold for run in runs) and len(text) <= 100 and text[-1] not in ".,;:":
        return Draft(BlockKind.HEADING, (text,), level=3)
    return Draft(BlockKind.PARAGRAPH, (text,))


def _rows(table: Table) -> list[Row]:
    return [
        ([clean_text(cell.text) for cell in row.cells[:MAX_COLUMNS]], _is_header(row))
        for row in table.rows[:MAX_ROWS]
        if any(cell.text.strip() for cell in row.cells)
    ]


def _is_header(row: object) -> bool:
    properties = row._tr.trPr  # type: ignore[attr-defined]  # python-docx has no public flag for repeated header rows
    return properties is not None and bool(properties.xpath("./w:tblHeader"))


def _links(document: WordDocument) -> list[tuple[str, str]]:
    return [
        (clean_text(link.text), link.url)
        for paragraph in document.paragraphs
        for link in paragraph.hyperlinks
        if link.url.startswith(("http://", "https://"))
    ]
