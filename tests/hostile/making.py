"""Files written byte by byte, so that they can lie in ways that no library writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from ingest.raw import RawDocument

SENTENCE = "Kommunen har fået bevilget 1.250.000 kr. til projektet Tryg hjemme, der løber fra 2021 til 2023. "
TEXT = SENTENCE * 8
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def raw(body: bytes, name: str, content_type: str = "") -> RawDocument:
    """Give a file as it was fetched."""
    url = f"https://kl.example/{name}"
    return RawDocument(url, url, content_type, body, "2026-05-01T08:00:00Z")


def shown(text: str) -> bytes:
    """Give the page content that shows a text."""
    lines = [text[start : start + 80].encode("cp1252") for start in range(0, len(text), 80)]
    return b"BT /F1 10 Tf 40 800 Td 12 TL " + b" ".join(b"(%s) '" % line for line in lines) + b" ET"


def stream(entries: bytes, data: bytes) -> bytes:
    """Give a stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def pdf_of(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """Give a PDF file of some objects, number 1 the catalog."""
    out, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % places.get(number, 0) for number in range(1, size))
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    start = out.rfind(b"xref\n0")
    trailer = trailer.replace(b"HERE", b"%d" % start)
    return out + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)


def pdf(
    *,
    content: bytes = shown(TEXT),
    catalog: bytes = b"",
    pages: bytes = b"/Kids[3 0 R]/Count 1",
    page: bytes = b"/MediaBox[0 0 595 842]",
    resources: bytes = b"",
    font: bytes = FONT,
    more: Mapping[int, bytes] | None = None,
    trailer: bytes = b"",
) -> bytes:
    """Give a PDF file of one page that says `TEXT`, with additions at any place; further objects from 6 on."""
    body = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>%s>>" % (resources, page)
    objects = {1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog, 2: b"<</Type/Pages%s>>" % pages, 3: body}
    return pdf_of(objects | {4: stream(b"", content), 5: font} | dict(more or {}), trailer=trailer)


def html(body: str, head: str = "") -> bytes:
    """Give a page that says `TEXT`, and more after it."""
    return f"<!doctype html><html lang=da><head>{head}</head><body><main><h1>T</h1><p>{TEXT}</p>{body}".encode()


def word(after: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Give a Word file that says `TEXT`, and more after it, with further parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as container:
        first = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
        container.writestr("[Content_Types].xml", "<Types/>")
        container.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{first}{after}</w:body></w:document>'
        )
        for name, part in (parts or {}).items():
            container.writestr(name, part)
    return made.getvalue()
