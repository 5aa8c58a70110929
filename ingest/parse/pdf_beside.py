"""What persons have written in a PDF file beside its pages: properties, bookmarks, notes. For the guard alone."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_PROPERTIES = ("Title", "Subject", "Keywords", "Author")
_MAX_BOOKMARKS = 2000
_MAX_NOTES = 200  # a page
_MAX_NOTE_BYTES = 20_000
_MAX_PACKET = 200_000
# Of the XMP packet only what persons write: its ids and dates are digits by the dozen.
_PACKET = re.compile(rb"<x:xmpmeta\b")
_SAID = re.compile(
    rb"<(dc:(?:title|description|subject|creator)|pdf:Keywords)\b[^>]*>(.*?)</\1>"
    rb"|\b(?:dc:\w+|pdf:Keywords)=\"([^\"]*)\"",
    re.S,
)
_TAG = re.compile(rb"<[^<>]{0,500}>")


def written_beside(document: pdfium.PdfDocument, body: bytes) -> Iterator[str]:
    """Give the file's properties, in both forms that they stand in, and its bookmarks."""
    for name in _PROPERTIES:
        yield document.get_metadata_value(name) or ""
    try:
        for bookmark in islice(document.get_toc(), _MAX_BOOKMARKS):
            yield bookmark.get_title() or ""
    except (pdfium.PdfiumError, ValueError, RecursionError):
        pass  # a broken outline: the pages are read without it
    for packet in islice(_PACKET.finditer(body), 20):
        for said in _SAID.finditer(body[packet.start() : packet.start() + _MAX_PACKET]):
            yield _TAG.sub(b" ", said[2] or said[3] or b"").decode("utf-8", "replace")


def notes_on(page: pdfium.PdfPage) -> Iterator[str]:
    """Give the texts of a page's notes, marks and links."""
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), _MAX_NOTES)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            n_bytes = min(pdfium_c.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0), _MAX_NOTE_BYTES)
            if n_bytes > 2:  # more than the terminator
                buffer = (ctypes.c_ushort * (n_bytes // 2))()
                pdfium_c.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, n_bytes)
                yield bytes(buffer).decode("utf-16-le", "replace").rstrip("\x00")
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
