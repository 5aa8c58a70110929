"""Raw documents: bytes as they came, with where and when, and what kind of bytes they are."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
XML = "application/xml"
OLE = "application/x-ole-storage"  # .doc and .xls, and new files under a password
ZIP = "application/zip"
BINARY = "application/octet-stream"

_MAGIC = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "application/x-riff"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-elf"),
)
_HTML_MARKS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<main",
    b"<article",
    b"<div",
    b"<p>",
    b"<table",
    b"<h1",
)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PREFIX_BYTES = 4096  # a PDF may have junk before its header; readers look this far
_SUFFIXES = {".html": HTML, ".htm": HTML, ".aspx": HTML, ".pdf": PDF, ".docx": DOCX, ".txt": TEXT, ".md": TEXT}


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One fetched page or file, before anyone has looked inside it."""

    url: str  # as fetched
    canonical_url: str
    media_type: str  # as declared, with any charset parameter; bytes win over it
    body: bytes
    fetched_at: str  # ISO 8601, UTC, seconds
    last_modified: str | None = None  # from the HTTP header, ISO 8601
    etag: str | None = None
    source: str = ""  # name of the source it came from


def sniff_media_type(body: bytes, declared: str = "", name: str = "") -> str:
    """Tell what the bytes are; they win over the declared type, and that over the name's suffix.

    Args:
        body: the bytes; a few kilobytes of the beginning are enough for all but ZIP containers.
        declared: a Content-Type value, parameters allowed.
        name: a file name or URL path.

    Returns:
        A media type without parameters; `BINARY` for bytes that are no text and of no known kind.
    """
    said = declared.partition(";")[0].strip().lower()
    suffix = _SUFFIXES.get(PurePosixPath(name.partition("?")[0]).suffix.lower(), "")
    head = body[:_PREFIX_BYTES]
    if not body:
        return said or suffix or TEXT
    if b"%PDF-" in head:
        return PDF
    if body.startswith(b"PK\x03\x04") or body.startswith(b"PK\x05\x06"):
        return _zip_kind(body)
    for magic, kind in _MAGIC:
        if body.startswith(magic):
            return kind
    return _text_kind(head, said, suffix)


def _zip_kind(body: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(body)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        # a truncated Word file has no directory, but still the names of its members
        return DOCX if b"word/document.xml" in body else ZIP
    # some programs number the main part: word/document2.xml
    return DOCX if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names) else ZIP


def _text_kind(head: bytes, said: str, suffix: str) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[2:].replace(b"\x00", b"")
    elif head[:400].count(0) > 100:  # UTF-16 without a mark: every other byte is zero
        head = head.replace(b"\x00", b"")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00").lower()
    if start.startswith(b"<?xml") and b"<html" not in start:
        return XML
    if start.startswith(b"<") and any(mark in start for mark in _HTML_MARKS):
        return HTML
    if _is_binary(head):
        return BINARY
    if said in (HTML, "application/xhtml+xml") or (not said.startswith("text/") and suffix == HTML):
        return HTML
    if sum(start.count(mark) for mark in _HTML_MARKS) >= 2:
        return HTML
    return TEXT


def _is_binary(head: bytes) -> bool:
    """Tell bytes from text: control characters that no text has, more than one in twenty."""
    if not head:
        return False
    controls = sum(head.count(bytes([c])) for c in range(32) if c not in (0, 9, 10, 12, 13, 27))
    # a page with stray NULs is still a page; a third of NULs is not
    return controls * 20 > len(head) or head.count(0) * 3 > len(head)
