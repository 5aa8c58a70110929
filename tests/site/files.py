"""PDF and Word files of the site: made by code from the papers, each with its gold."""

from __future__ import annotations

import io
import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document as WordDocument

from tests.site.markup import Part, read_markup
from tests.site.pdf import build_pdf, build_scan

FOLDER = Path(__file__).parent / "papers"

_PDF = "application/pdf"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@cache
def _papers() -> tuple[tuple[dict[str, Any], str], ...]:
    """Read every paper as its TOML head and its markup."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        _, head, body = path.read_text("utf-8").split("+++\n", 2)
        found.append((tomllib.loads(head), body))
    return tuple(found)


@cache
def build_files(version: int) -> dict[str, tuple[bytes, str]]:
    """Give each file's bytes and media type, by URL path."""
    found = {}
    for i, (head, _) in enumerate(_papers()):
        if version in head.get("versions", (1, 2)):
            media_type = _DOCX if head["build"] == "docx" else _PDF
            found[str(head["path"])] = (_built(i), media_type)
    return found


@cache
def _built(number: int) -> bytes:
    """Build a paper once: Word files and locked PDFs carry times and keys that differ from build to build."""
    return _build(*_papers()[number])


def _build(head: dict[str, Any], body: str) -> bytes:
    # A typed page keeps its lines; elsewhere each line is a paragraph of its own.
    keeps_lines = head.get("body") == "lines" or head["build"] == "scan"
    parts = read_markup(body) if keeps_lines else _one_paragraph_a_line(body)
    if head["build"] == "docx":
        return _build_docx(parts)
    if head["build"] == "scan":
        return build_scan(parts)
    whole = build_pdf(parts, head)
    return whole[: len(whole) // 3] if head["build"] == "truncated" else whole


def _one_paragraph_a_line(body: str) -> list[Part]:
    parts: list[Part] = []
    for part in read_markup(body):
        parts += [Part("paragraph", line, items=(line,)) for line in part.items] if part.kind == "paragraph" else [part]
    return parts


def _build_docx(parts: list[Part]) -> bytes:
    document = WordDocument()
    document.core_properties.created = document.core_properties.modified = datetime(2026, 5, 4, tzinfo=UTC)
    for part in parts:
        if part.kind == "heading":
            document.add_heading(part.text, part.level)
        elif part.kind == "bullets":
            for item in part.items:
                document.add_paragraph(item, style="List Bullet")
        elif part.kind == "table":
            table = document.add_table(rows=0, cols=len(part.rows[0]))
            table.style = "Table Grid"
            for row in part.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
        elif part.text:
            document.add_paragraph(part.text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def file_gold(version: int) -> list[dict[str, Any]]:
    """Give the gold of each file as a document, and its planted leaks."""
    rows: list[dict[str, Any]] = []
    for head, _ in _papers():
        if version in head.get("versions", (1, 2)):
            rows.append({"type": "document", "url": head["path"], **head["gold"]})
            for what, texts in head.get("leaks", {}).items():
                rows += [{"type": "leak", "text": text, "url": head["path"], "what": what} for text in texts]
    return rows
