from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from corpus.documents import BlockKind, Document, DocumentStatus
from ingest.raw import DOCX
from tests.ingest.parsing import kinds_and_texts, parse, table, texts

LONG = "Kommunen har arbejdet systematisk med at styrke borgernes mestring af hverdagen gennem hele perioden."


def read(body: bytes) -> Document:
    return parse(body, DOCX, url="https://www.eksempel.dk/a.docx")


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_headings_lists_tables_and_text_in_order() -> None:
    word = docx.Document()
    word.add_heading("Slutrapport", level=0)
    word.add_heading("Formål", level=2)
    word.add_paragraph(LONG)
    word.add_paragraph("Havby", style="List Bullet")
    grid = word.add_table(rows=2, cols=2)
    for row, values in zip(grid.rows, (("Kommune", "Beløb"), ("Havby", "1.250.000,00")), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document = read(saved(word))
    assert document.title == "Slutrapport"
    assert kinds_and_texts(document) == [
        ("heading", "Slutrapport"),
        ("heading", "Formål"),
        ("paragraph", LONG),
        ("list_item", "Havby"),
        ("table_row", "Kommune\tBeløb"),
        ("table_row", "Havby\t1.250.000,00"),
    ]
    assert table(document)[1] == ["Havby", "1.250.000,00"]


def test_the_stamp_of_the_template_is_no_update() -> None:
    word = docx.Document()
    word.add_paragraph(LONG)
    assert read(saved(word)).last_updated is None


def container(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"word/document.xml": b"<x>" + b"A" * 120_000_000}, "resource limit"),
        ({"word/document.xml": b"<x/>", "indre.zip": b"PK"}, "container within"),
        ({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "document type"),
        ({"word/document.xml": b"<!--" + b"x" * 65_530 + b"--><!DOCTYPE x><x/>"}, "document type"),
        ({"word/document.xml": "<!DOCTYPE x><x/>".encode("utf-16")}, "document type"),
        ({"word/document.xml": b"<a>" * 3000 + b"</a>" * 3000}, "nested too deeply"),
        ({"word/document.xml": b"<x/>"}, "not a readable Word file"),
    ],
)
def test_hostile_containers_are_refused_with_the_reason(members: dict[str, bytes], reason: str) -> None:
    document = read(container(members))
    assert document.status is DocumentStatus.FAILED
    assert reason in document.status_reason


def test_a_truncated_word_file_fails() -> None:
    word = docx.Document()
    word.add_paragraph(LONG)
    assert read(saved(word)[:9000]).status is DocumentStatus.FAILED


def test_an_empty_word_file_is_empty() -> None:
    assert read(saved(docx.Document())).status is DocumentStatus.EMPTY


def test_bold_lines_alone_read_as_headings() -> None:
    word = docx.Document()
    word.add_paragraph().add_run("Resultater").bold = True
    word.add_paragraph(LONG)
    assert texts(read(saved(word)), BlockKind.HEADING) == ["Resultater"]


def test_a_cell_that_claims_to_span_a_billion_columns_costs_no_more_than_it_says() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Struer Kommune"
    cell._tc.grid_span = 1
    cell._tc.get_or_add_tcPr()._add_gridSpan().set(qn("w:val"), "2000000000")
    stream = io.BytesIO()
    document.save(stream)
    read = parse(stream.getvalue(), DOCX)
    assert (read.status, "Struer Kommune" in read.text) == (DocumentStatus.OK, True)


@pytest.mark.parametrize(
    ("inside", "status", "said"),
    [
        ("EncryptedPackage", DocumentStatus.NEEDS_PASSWORD, "needs a password"),
        ("WordDocument", DocumentStatus.REJECTED, "save it as .docx"),
    ],
)
def test_old_and_locked_office_files_are_told_apart(inside: str, status: DocumentStatus, said: str) -> None:
    body = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + inside.encode("utf-16le") + b"\0" * 600
    read = parse(body, DOCX, url="https://eksempel.dk/rapport.docx")
    assert read.status is status
    assert said in read.status_reason


NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NAMES += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def word(body: str, **parts: str) -> bytes:
    """Make a Word file out of its body alone, as programs other than Word write them: no styles, no content types."""
    members = {"word/document2.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()}
    return container(members | {name.replace("__", "/") + ".xml": part.encode() for name, part in parts.items()})


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_what_a_reader_of_the_document_sees_is_read_and_nothing_else() -> None:
    body = f"""
      <w:p>{run("Struer Kommune fik ")}<w:del><w:r><w:delText>99.999</w:delText></w:r></w:del>
      <w:ins>{run("75.000")}</w:ins>{run(" kr.")}{run(" Skjult.", "<w:vanish/>")}</w:p>
      <w:sdt><w:sdtContent><w:p>{run("I et felt af skabelonen.")}</w:p></w:sdtContent></w:sdt>
      <w:p>{run("Ved siden af.")}<w:r><w:pict><w:txbxContent><w:p>{run("I en tekstboks.")}</w:p></w:txbxContent>
      </w:pict></w:r></w:p>"""
    assert texts(read(word(body))) == [
        "Struer Kommune fik 75.000 kr.",
        "I et felt af skabelonen.",
        "Ved siden af.",
        "I en tekstboks.",
    ]


def test_a_style_based_on_a_heading_is_one_and_merged_cells_keep_their_text() -> None:
    styles = f"""<w:styles {NAMES}>
      <w:style w:styleId="KL1"><w:name w:val="KL rubrik"/><w:basedOn w:val="H2"/></w:style>
      <w:style w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H2"/></w:style></w:styles>"""
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p>{}</w:p></w:tc>"
    body = f"""<w:p><w:pPr><w:pStyle w:val="KL1"/></w:pPr>{run("Resultater")}</w:p><w:tbl>
      <w:tr>{cell.format('<w:vMerge w:val="restart"/>', run("Struer"))}{cell.format("", run("Et"))}</w:tr>
      <w:tr>{cell.format("<w:vMerge/>", "")}{cell.format("", run("To"))}</w:tr>
      <w:tr>{cell.format('<w:gridSpan w:val="2"/>', run("I alt"))}</w:tr></w:tbl>"""
    document = read(word(body, word__styles=styles))
    assert texts(document, BlockKind.HEADING) == ["Resultater"]
    assert table(document) == [["Struer", "Et"], ["Struer", "To"], ["I alt", "I alt"]]


def test_more_than_can_be_read_is_read_in_part() -> None:
    document = read(word("<w:p><w:r><w:t>Et afsnit.</w:t></w:r></w:p>" * 40_000))
    assert (document.status, len(document.blocks)) == (DocumentStatus.PARTIAL, 30_000)
    assert "30000 blocks" in document.status_reason
