"""Numbers of persons where no reader of a file sees them: its bytes are kept, so the file is held back all the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.documents import DocumentStatus
from ingest.guard_cpr import mask_address
from ingest.reading import read
from tests.hostile.making import html, pdf, raw, shown, stream, word

# The usual textbook number, which passes modulus 11, and a case number of the same length that is no date.
PERSON, CASE = "070761-4285", "991399-4285"


def _info(number: str) -> bytes:
    return pdf(trailer=b"/Info 6 0 R", more={6: b"<</Keywords(Sag %s)>>" % number.encode()})


def _info_utf16(number: str) -> bytes:
    title = b"\xfe\xff" + f"Sag {number}".encode("utf-16-be")
    return pdf(trailer=b"/Info 6 0 R", more={6: b"<</Subject<%s>>>" % title.hex().encode()})


def _note(number: str) -> bytes:
    note = b"/Annots[<</Type/Annot/Subtype/Text/Rect[10 10 20 20]/Contents(Borger %s)>>]" % number.encode()
    return pdf(page=b"/MediaBox[0 0 595 842]" + note)


def _bookmark(number: str) -> bytes:
    entry = b"<</Title(Borger %s)/Parent 6 0 R>>" % number.encode()
    return pdf(catalog=b"/Outlines 6 0 R", more={6: b"<</First 7 0 R/Last 7 0 R/Count 1>>", 7: entry})


def _packet(number: str) -> bytes:
    said = f"<x:xmpmeta><dc:description><rdf:li>Borger {number}</rdf:li></dc:description></x:xmpmeta>".encode()
    return pdf(catalog=b"/Metadata 6 0 R", more={6: stream(b"/Type/Metadata/Subtype/XML", said)})


def _outside(number: str) -> bytes:
    return pdf(content=shown("x" * 300) + b" BT /F1 10 Tf 4000 4000 Td (%s) Tj ET" % number.encode())


def _properties(number: str) -> bytes:
    core = f'<p xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>{number}</dc:description></p>'
    return word(parts={"docProps/core.xml": core})


def _custom(number: str) -> bytes:
    part = f'<Properties><property name="Borger"><v>{number}</v></property></Properties>'
    return word(parts={"docProps/custom.xml": part})


def _chunk(number: str) -> bytes:
    return word(parts={"word/afchunk.htm": f"<p>Borger {number}</p>"})


def _picture(number: str) -> bytes:
    return word(f'<w:p><w:r><w:drawing><d:docPr xmlns:d="d" descr="Brev til {number}"/></w:drawing></w:r></w:p>')


def _field(number: str) -> bytes:
    return word(f'<w:p><w:r><w:instrText>HYPERLINK "https://x.example/{number}"</w:instrText></w:r></w:p>')


def _deleted(number: str) -> bytes:
    return word(f"<w:p><w:del><w:r><w:delText>{number}</w:delText></w:r></w:del></w:p>")


def _data(number: str) -> bytes:
    return html(f'<script type="application/ld+json">{{"@type":"Article","description":"{number}"}}</script>')


def _bare(number: str) -> bytes:
    return html(f"<img src=a.png alt={number}>")


def _embedded(number: str) -> bytes:
    return html(f'<iframe srcdoc="<p>{number}</p>"></iframe>')


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.pdf", make) for make in (_info, _info_utf16, _note, _bookmark, _packet, _outside)]
    + [("a.docx", make) for make in (_properties, _custom, _chunk, _picture, _field, _deleted)]
    + [("a.html", make) for make in (_data, _bare, _embedded)],
)
def test_a_number_that_no_reader_sees_holds_the_file_back(name: str, make: Callable[[str], bytes]) -> None:
    held, free = (read(raw(make(number), name), is_cleared=lambda _: False).document for number in (PERSON, CASE))
    assert (held.status, held.text, held.title) == (DocumentStatus.QUARANTINED, "", None)
    assert "4285" not in f"{held.status_reason} {held.meta} {held.links}"
    assert free.status is DocumentStatus.OK


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("https://x.example/borger/070761-4285", "https://x.example/borger/xxxxxx-xxxx"),
        ("https://x.example/b?cpr=0707614285&a=1", "https://x.example/b?cpr=xxxxxx-xxxx&a=1"),
        ("https://x.example/b?CPR_nr=0707614285", "https://x.example/b?CPR_nr=xxxxxx-xxxx"),
        ("https://x.example/cpr/0707614285", "https://x.example/cpr/xxxxxx-xxxx"),
        ("https://x.example/b?id=0707614285", "https://x.example/b?id=0707614285"),
        ("https://x.example/cprogram/0707614285.pdf", "https://x.example/cprogram/0707614285.pdf"),
    ],
)
def test_an_address_is_masked_where_it_names_a_person(address: str, masked: str) -> None:
    assert mask_address(address) == masked
