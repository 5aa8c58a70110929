"""Broken and malicious files of our own making: each ends as it should, with what it says or with the reason."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pypdf
import pytest

from corpus.documents import DocumentStatus
from ingest.reading import read
from tests.hostile.making import FONT, SENTENCE, TEXT, html, pdf, pdf_of, raw, shown, stream, word

OK, PARTIAL, FAILED = DocumentStatus.OK, DocumentStatus.PARTIAL, DocumentStatus.FAILED
PASSWORD, REJECTED, EMPTY = DocumentStatus.NEEDS_PASSWORD, DocumentStatus.REJECTED, DocumentStatus.EMPTY
_PICTURE = b"/XObject<</I 6 0 R>>"
_DRAWN = shown(TEXT) + b" q 500 0 0 500 0 0 cm /I Do Q"


def _deep_tree(depth: int) -> bytes:
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    objects |= {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, depth + 2)}
    leaf = depth + 2
    page = b"/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F1 %d 0 R>>>>" % (leaf + 1, leaf + 2)
    return pdf_of(objects | {leaf: b"<</Type/Page%s>>" % page, leaf + 1: stream(b"", shown(TEXT)), leaf + 2: FONT})


def _picture(width: int, height: int, extra: bytes, data: bytes) -> bytes:
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (width, height)
    return pdf(content=_DRAWN, resources=_PICTURE, more={6: stream(head + extra, data)})


def _locked(password: str, algorithm: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt(password, owner_password="ejer", algorithm=algorithm)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _bomb(n_bytes: int) -> bytes:
    return zlib.compress(zlib.compress(b"0" * n_bytes, 9), 9)


_MAP = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 100 beginbfrange %s endbfrange endcmap"
PDFS = {
    "earlier-table-is-itself": (pdf(trailer=b"/Prev HERE"), OK),
    "earlier-table-nowhere": (pdf(trailer=b"/Prev 999999999"), OK),
    "tree-of-3000-levels": (_deep_tree(3000), PARTIAL),
    "no-pages": (pdf(pages=b"/Kids[]/Count 0", page=b"/X 1").replace(b"/Type/Page/", b"/Type/Font/"), FAILED),
    "object-stream-bomb": (
        pdf(more={6: stream(b"/Type/ObjStm/N 9999/First 10/Filter[/FlateDecode/FlateDecode]", _bomb(100_000_000))}),
        OK,
    ),
    "picture-of-3600-megapixels": (
        _picture(60_000, 60_000, b"/ColorSpace/DeviceRGB/Filter/FlateDecode", zlib.compress(b"\0" * 9_000_000, 9)),
        OK,
    ),
    "picture-that-is-none": (_picture(5, 5, b"/Filter/JPXDecode", b"\0\0\0\x0cjP  " + b"\xff" * 5000), OK),
    "page-turned-inside-out": (pdf(page=b"/MediaBox[595 842 0 0]"), OK),
    "page-of-no-size": (pdf(page=b"/MediaBox[0 0 1e99 -1e99]"), OK),
    "outline-in-a-circle": (
        pdf(catalog=b"/Outlines 6 0 R", more={6: b"<</First 7 0 R>>", 7: b"<</Title(x)/Next 7 0 R/First 7 0 R>>"}),
        OK,
    ),
    "names-in-a-circle": (
        pdf(catalog=b"/Names<</JavaScript 6 0 R/EmbeddedFiles 6 0 R>>", more={6: b"<</Kids[6 0 R 6 0 R]>>"}),
        OK,
    ),
    "form-in-a-circle": (
        pdf(catalog=b"/AcroForm<</Fields[6 0 R]>>", more={6: b"<</T(a)/Kids[6 0 R]/Parent 6 0 R>>"}),
        OK,
    ),
    "many-notes": (
        pdf(page=b"/MediaBox[0 0 595 842]/Annots[%s]" % (b"<</Subtype/Text/Contents(x)>>" * 20_000)),
        OK,
    ),
    "letters-without-end": (
        pdf(font=FONT[:-2] + b"/ToUnicode 6 0 R>>", more={6: stream(b"", _MAP % (b"<00> <ffffffff> <0041> " * 9))}),
        OK,
    ),
    "only-its-first-line": (b"%PDF-1.7\n", FAILED),
    "a-flood-of-objects": (b"%PDF-1.4\n" + b"1 0 obj " * 100_000, FAILED),
    "locked-with-nothing": (_locked("", "AES-256"), OK),
    "locked-with-a-password": (_locked("hemmelig", "AES-256"), PASSWORD),
    "locked-in-an-unknown-way": (
        pdf(trailer=b"/Encrypt<</Filter/Standard/V 99/R 99/O()/U()/P -1>>"),
        PASSWORD,
    ),
}
PAGES = {
    "attribute-of-9-megabytes": (html(f'<p title="{"a" * 9_000_000}">x</p>'), OK),
    "inline-elements-100000-deep": (html("<b>" * 100_000 + "x"), OK),
    "mixed-20000-deep": (html("<div><p><table><tr><td>" * 20_000 + "x"), OK),
    "entities-of-its-own": (
        f'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html><p>{TEXT}&b;'.encode(),
        OK,
    ),
    "utf-16-unsaid": (f"<html><head><title>Æble</title></head><body><p>{TEXT}".encode("utf-16-le"), OK),
    "utf-32": (f"<html><head><title>Æble</title></head><body><p>{TEXT}".encode("utf-32"), OK),
    "said-to-be-utf-16": (f"<html><head><meta charset=utf-16></head><body><p>{TEXT}".encode(), OK),
    "two-byte-order-marks": (b"\xef\xbb\xbf" * 2 + f"<html><body><p>{TEXT}".encode(), OK),
    "a-million-nuls": (f"<html><body><p>{TEXT}".encode() + b"\0" * 1_000_000, OK),
    "halves-of-characters": (html("<p>&#xD800;&#xFFFFFFFF;&#0;").replace(b"<h1>", b"\xed\xa0\x80<h1>"), OK),
    "comment-without-end": (html("<!-- " + SENTENCE * 100), OK),
    "script-without-end": (html("<script>" + "x" * 100_000), OK),
    "title-without-end": (f"<html><head><title>Hej<body><p>{TEXT}".encode(), EMPTY),
    "frames-alone": (b'<html><frameset><frame src="a.html"><frame src="b.html"></frameset></html>', EMPTY),
    "base-elsewhere": (html('<a href="x">x</a>', '<base href="javascript:1//"><base href="file:///etc/">'), OK),
    "cells-over-a-million": (html("<table>" + "<tr><td colspan=1000000 rowspan=1000000>a<td>b" * 300), OK),
    "tables-3000-deep": (html("<table><tr><td>" * 3000 + "x"), OK),
    "data-200000-deep": (html(f'<script type="application/ld+json">{"[" * 200_000}</script>'), OK),
    "drawing-50000-deep": (html("<svg>" + "<g>" * 50_000 + "<text>x"), OK),
}
WORDS = {
    "parts-outside": (word(parts={"../../../udenfor.xml": "x", "/etc/udenfor.xml": "<a/>"}), OK),
    "with-macros": (word(parts={"word/vbaProject.bin": b"\0" * 1000}), OK),
    "tables-5000-deep": (word("<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000), FAILED),
    "entities-in-a-part": (
        word(parts={"word/footnotes.xml": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'}),
        FAILED,
    ),
    "properties-that-are-no-xml": (word(parts={"docProps/core.xml": b"\xff\xfe\0<"}), OK),
    "an-archive-of-another-kind": (word().replace(b"word/", b"ward/"), REJECTED),
}
CASES = [
    (f"{name}.{kind}", *case)
    for kind, cases in (("pdf", PDFS), ("html", PAGES), ("docx", WORDS))
    for name, case in cases.items()
]


@pytest.mark.parametrize(("name", "body", "status"), CASES, ids=[name for name, _, _ in CASES])
def test_a_hostile_file_ends_as_it_should(name: str, body: bytes, status: DocumentStatus) -> None:
    document = read(raw(body, name), is_cleared=lambda _: False).document
    assert document.status is status, document.status_reason
    if status in (OK, PARTIAL):
        assert SENTENCE.strip() in " ".join(document.text.split())
    else:
        assert (document.text, bool(document.status_reason)) == ("", True)
    assert not any(target.startswith(("file:", "javascript:")) for _, target in document.links)


def test_nothing_is_unpacked_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert read(raw(WORDS["parts-outside"][0], "a.docx"), is_cleared=lambda _: False).document.status is OK
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
