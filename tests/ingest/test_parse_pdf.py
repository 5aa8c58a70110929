from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
import reportlab
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from corpus.documents import BlockKind, Document, DocumentStatus
from tests.ingest.parsing import parse, table, texts
from tests.ingest.pdfs import HEIGHT, PageBreak, Paragraph, columns_pdf, flow_pdf, grid_pdf, lines_pdf, table_pdf

LONG = "Kommunen har arbejdet systematisk med at styrke borgernes mestring af hverdagen i hele perioden."
ROWS = [
    ["Projekt", "Ansøger", "Bevilget (kr.)", "Periode"],
    ["Tidlig opsporing af sygdom hos ældre borgere i eget hjem", "Havby Kommune", "1.250.000,00", "2018-2020"],
    ["Nattevagt", "Sydvig Kommune", "85.500,00", "2019"],
    ["Rygestop for borgere på bosteder", "Nordø Kommune, Center for Sundhed og Omsorg", "3.157.599,00", "2018-2021"],
    ["I alt", "", "4.493.099,00", ""],
]

MIDDLED = [
    ["Kommune", "Projekt", "Periode", "Bevilling"],
    [
        "Vejle Kommune",
        "Tryg hjemme med et akutteam, der kommer døgnet rundt",
        "2018-2020",
        "1.250.000 kr.",
    ],
    ["Ringkøbing-Skjern Kommune", "Ro i hverdagen", "2019-2021", "900.000 kr."],
    [
        "Odense Kommune",
        "Indsats for mennesker med demens og deres pårørende, i eget hjem og på plejecentre, dag og nat",
        "2018-2019",
        "2.400.000 kr.",
    ],
    ["Ærø Kommune", "Naboer hjælper", "2020", "75.000 kr."],
    [
        "Skive Kommune",
        "Genoptræning af alle borgere, der udskrives fra sygehus",
        "2019-2020",
        "1.100.000 kr.",
    ],
]


def read(body: bytes) -> Document:
    return parse(body, "application/pdf", url="https://www.eksempel.dk/a.pdf")


def test_pages_are_numbered_from_one_and_blocks_carry_them() -> None:
    style = getSampleStyleSheet()
    document = read(
        flow_pdf([Paragraph(LONG, style["BodyText"]), PageBreak(), Paragraph("Anden side.", style["BodyText"])])
    )
    assert [(b.page_no, document.block_text(b)) for b in document.blocks] == [(1, LONG), (2, "Anden side.")]
    assert document.n_pages == 2
    assert document.status is DocumentStatus.OK


def test_headings_are_told_by_their_size_and_title_is_the_largest() -> None:
    style = getSampleStyleSheet()
    story = [Paragraph("Slutrapport for Nordlys", style["Title"]), Paragraph("Baggrund", style["Heading2"])]
    document = read(flow_pdf([*story, *(Paragraph(LONG, style["BodyText"]) for _ in range(3))]))
    assert document.title == "Slutrapport for Nordlys"
    assert texts(document, BlockKind.HEADING) == ["Slutrapport for Nordlys", "Baggrund"]


@pytest.mark.parametrize("ruled", [True, False])
def test_tables_with_wrapped_cells_keep_their_rows_and_amounts(ruled: bool) -> None:
    assert table(read(table_pdf(ROWS, ruled=ruled, widths=(150, 130, 90, 80)))) == ROWS


@pytest.mark.parametrize(
    ("columns", "widths", "room", "align", "headed"),
    [
        (4, (110, 190, 70, 90), 3, TA_CENTER, True),
        (4, (95, 120, 60, 75), 1, TA_CENTER, True),
        (4, (110, 190, 70, 90), 2, TA_LEFT, True),
        (2, (120, 190), 2, TA_CENTER, True),
        (4, (110, 190, 70, 90), 3, TA_CENTER, False),
    ],
    ids=["centred", "narrow", "left", "no-values", "no-header"],
)
def test_cells_in_the_middle_of_rows_without_lines_stay_in_their_rows(
    columns: int, widths: tuple[float, ...], room: float, align: int, headed: bool
) -> None:
    rows = [row[:columns] for row in MIDDLED[0 if headed else 1 :]]
    assert table(read(table_pdf(rows, ruled=False, widths=widths, middled=room, align=align))) == rows


LONG_CELLS = [
    ["Ansøger", "Titel", "Indhold", "Beløb"],
    *(
        [place, title, " ".join(n * ["Teamet øver sig sammen med borgerne og skriver ned, hvad der virker."]), amount]
        for place, title, n, amount in (
            ("Havby", "Fra seng til stol", 4, "1.420.000"),
            ("Nordkøbing", "Let på tå", 1, "980.500"),
            ("Søstrup", "Måltid med mening", 6, "2.105.000"),
            ("Engholm", "Ro om natten", 2, "640.000"),
            ("Bakkeby", "Vejen hjem igen", 5, "1.875.250"),
        )
    ),
]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 3), (1, 0, 2, 3), (0, 3, 1, 2)], ids=str)
@pytest.mark.parametrize("width", [120, 170, 230])
def test_a_long_description_stays_in_its_row_where_no_rules_part_the_rows(order: tuple[int, ...], width: int) -> None:
    rows = [[row[n] for n in order] for row in LONG_CELLS]
    widths = [{0: 80, 1: 100, 2: width, 3: 70}[n] for n in order]
    assert table(read(table_pdf(rows, ruled=False, widths=widths))) == rows


@pytest.mark.parametrize("gap", [5.0, 6.5, 8.0])
def test_a_name_that_fills_its_column_is_parted_from_the_next(gap: float) -> None:
    names = ["Vejle", "Odense", "Skanderborg", "Køge"]
    end = 60 + stringWidth("Skanderborg", "Helvetica", 11)
    lines = [(60.0, 100.0 + 16 * n, name) for n, name in enumerate(names)]
    lines += [(end + gap, 100.0 + 16 * n, "Akutteam om natten") for n in range(4)]
    lines += [(end + gap + 130, 100.0 + 16 * n, f"{n}.500.000") for n in range(4)]
    found = table(read(lines_pdf([lines])))
    assert found == [[name, "Akutteam om natten", f"{n}.500.000"] for n, name in enumerate(names)]


@pytest.mark.parametrize("turned", [0, 90])
def test_a_page_whose_size_stands_with_the_document_is_read_to_its_edges(turned: int) -> None:
    body = lines_pdf([[(60, 22, "Helt foroven står titlen"), (60, 400, LONG), (60, 825, "Helt forneden står resten")]])
    writer = PdfWriter(clone_from=io.BytesIO(body))
    (page,) = writer.pages
    above = page["/Parent"].get_object()
    assert isinstance(above, DictionaryObject)
    above[NameObject("/MediaBox")] = page.pop("/MediaBox")  # as many programs write it: said once for all pages
    page.rotate(turned)
    stream = io.BytesIO()
    writer.write(stream)
    text = read(stream.getvalue()).text
    if turned:
        assert "Helt foroven står titlen" in text
    else:
        assert text.split("\n\n") == ["Helt foroven står titlen", LONG, "Helt forneden står resten"]


def test_a_table_without_rules_goes_on_over_pages_without_its_header() -> None:
    title = "Et projekt med et langt navn der brydes over flere linjer, nummer"
    rows = [(f"Kommune {n}", f"{title} {n}", f"{n}.500.000,00") for n in range(1, 41)]
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    look = {"borders_layout": "NONE", "text_align": ("LEFT", "LEFT", "RIGHT"), "v_align": "T", "repeat_headings": 0}
    with pdf.table(col_widths=(30, 60, 25), **look) as made:
        for cells in [("Ansøger", "Projekt", "Bevilget (kr.)"), *rows]:
            row = made.row()
            for cell in cells:
                row.cell(cell)
    document = read(bytes(pdf.output()))
    assert document.n_pages == 3
    assert table(document)[1:] == [list(row) for row in rows]
    assert len({block.group for block in document.blocks}) == 1


def test_a_table_over_pages_is_one_table_with_one_header() -> None:
    rows = [ROWS[0], *([f"Projekt {n}", "Havby Kommune", f"1.{n:03d}.000", "2018"] for n in range(90))]
    document = read(table_pdf(rows, ruled=True, widths=(150, 130, 90, 80)))
    found = [b for b in document.blocks if b.kind is BlockKind.TABLE_ROW]
    assert table(document) == rows
    assert len({b.group for b in found}) == 1
    assert {b.page_no for b in found} == {1, 2, 3}
    assert [b.is_header for b in found] == [True] + [False] * 90


def test_lines_around_cells_tell_what_belongs_together() -> None:
    rows = [
        ["Ansøger", "Projekt", "Tilskud"],
        ["Ikast-Brande Kommune i samarbejde med Herning Kommune", "Hede og hygge", "3.120.000 kr."],
        ["Morsø Kommune", "Øens stemmer og hvad de fortæller hinanden om aftenen", "1.110.000 kr."],
        ["Morsø Kommune", "Aften på fjorden", "^"],
    ]
    document = read(grid_pdf(rows, widths=(130, 200, 120), height=62))
    assert table(document) == [["1.110.000 kr." if cell == "^" else cell for cell in row] for row in rows]


@pytest.mark.parametrize("n_right", [4, 6])
def test_a_short_last_column_and_headings_of_two_lines_are_read_in_order(n_right: int) -> None:
    left = [(50.0, 100 + 14.0 * n + 9 * (n // 4), f"Venstre spalte har her linje nummer {n}") for n in range(36)]
    right = [(320.0, 100 + 14.0 * n, f"Højre spalte har her sin linje nummer {n}") for n in range(n_right)]
    text = read(lines_pdf([[line for line in [*left, *right]]], size=10)).text
    assert text.index("linje nummer 35") < text.index("Højre spalte har her sin linje nummer 0")
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 780, "Haderslev Kommune: følg hjem og bliv der så længe at")
    canvas.drawString(60, 761, "kaffen er drukket")
    canvas.setFont("Helvetica", 10)
    for n in range(6):
        canvas.drawString(60, 730 - 13 * n, LONG)
    canvas.save()
    document = read(stream.getvalue())
    headings = [document.block_text(b) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert headings == ["Haderslev Kommune: følg hjem og bliv der så længe at kaffen er drukket"]


def test_a_large_headline_beside_a_last_column_of_few_lines_stays_in_its_own() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 780, "Måling af puljen Rolig")
    canvas.drawString(60, 758, "aften i plejeboliger")
    canvas.setFont("Helvetica-Bold", 13)
    gap = 60 + canvas.stringWidth("Måling af puljen Rolig", "Helvetica-Bold", 16) + 9
    canvas.drawString(gap, 780, "Råd")
    canvas.setFont("Helvetica", 10)
    for n in range(3):
        canvas.drawString(gap, 760 - 13 * n, f"Råd nummer {n} er at begynde i det små.")
    for n in range(26):
        canvas.drawString(60, 720 - 13 * n, f"Linje {n} om beboernes ro om aftenen"[:34])
    canvas.save()
    document = read(stream.getvalue())
    assert texts(document, BlockKind.HEADING)[0] == "Måling af puljen Rolig aften i plejeboliger"
    assert document.text.index("Linje 25 om") < document.text.index("Råd nummer 0")


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [(50.0, 100 + 14.0 * n, f"Venstre spalte har her sin linje nummer {n}") for n in range(25)]
    right = [(320.0, 100 + 14.0 * n, f"Højre spalte har her sin linje nummer {n}") for n in range(25)]
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    text = read(lines_pdf([[(50.0, 60.0, "Årsrapport"), *mixed]], size=10)).text
    assert text.index("Årsrapport") < text.index("Venstre spalte har her sin linje nummer 0")
    assert text.index("linje nummer 24") < text.index("Højre spalte har her sin linje nummer 0")


@pytest.mark.parametrize(("columns", "gutter", "size"), [(2, 8, 9), (3, 10, 8), (3, 7, 7.5)])
def test_narrow_columns_of_justified_text_are_read_one_after_the_other(
    columns: int, gutter: float, size: float
) -> None:
    rnd = random.Random(columns)
    words = sorted({*LONG.split(), *"i dag og nat hos dem der bor alene på øen med langt til nærmeste sygehus".split()})
    written = [
        f"Afsnit {n} " + " ".join(rnd.choice(words) for _ in range(rnd.randint(18, 55))) + f" slut {n}."
        for n in range(4 * columns)
    ]
    document = read(columns_pdf(written, columns=columns, gutter=gutter, size=size))
    assert texts(document, BlockKind.TABLE_ROW) == []
    assert document.text.split() == " ".join(written).split()


def test_line_end_hyphens_go_and_those_of_words_stay() -> None:
    lines = [
        "Kommunen har bevilget et anlægstil-",
        "skud til sundheds- og ældreområdet i havne-",
        "fronten i Aarhus-",
        "området og e-",
        "handel i 2024-",
        "2027 for KOL-",
        "forløb.",
    ]
    document = read(lines_pdf([[(60.0, 60 + 14.0 * n, line) for n, line in enumerate(lines)]]))
    assert document.text == (
        "Kommunen har bevilget et anlægstilskud til sundheds- og ældreområdet i havnefronten i Aarhus-området "
        "og e-handel i 2024-2027 for KOL-forløb."
    )


def test_running_headers_and_page_numbers_are_removed() -> None:
    pages = [
        [
            (60.0, 30.0, "Nordlys – Slutrapport"),
            (60.0, 200.0, f"Side {n} handler om noget for sig selv."),
            (280.0, 810.0, f"Side {n} af 4"),
        ]
        for n in range(1, 5)
    ]
    document = read(lines_pdf(pages))
    assert document.text.count("Nordlys – Slutrapport") == 1  # the only place that may name the case
    assert "af 4" not in document.text
    assert document.text.count("handler om noget for sig selv.") == 4


def test_hidden_text_is_left_out_and_flagged() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawString(60, 780, LONG)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 700, "HVID 99.999.999 kr.")
    canvas.saveState()
    invisible = canvas.beginText(60, 650)
    invisible.setTextRenderMode(3)
    invisible.textOut("USYNLIG 99.999.999 kr.")
    canvas.drawText(invisible)
    canvas.restoreState()
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(60, -300, "UDENFOR")
    canvas.rect(50, 590, 300, 30, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.drawString(60, 600, "Hvidt på sort er synligt.")
    canvas.save()
    document = read(stream.getvalue())
    assert texts(document) == [LONG, "Hvidt på sort er synligt."]
    assert "hidden_text" in document.meta["flags"].split(",")


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_pages_laid_on_their_side_are_read_as_written(angle: int) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(table_pdf(ROWS, ruled=True, widths=(150, 130, 90, 80)))))
    writer.pages[0].rotate(angle)
    stream = io.BytesIO()
    writer.write(stream)
    assert table(read(stream.getvalue())) == ROWS


@pytest.mark.parametrize("angle", [90, 270])
def test_text_drawn_sideways_is_read_along_its_line(angle: int) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawString(60, 780, LONG)
    canvas.saveState()
    canvas.translate(300, 400)
    canvas.rotate(angle)
    canvas.drawString(0, 0, "Lodret: bevilling 75.000 kr.")
    canvas.restoreState()
    canvas.save()
    assert "Lodret: bevilling 75.000 kr." in texts(read(stream.getvalue()))


def encrypted(user_password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(lines_pdf([[(60, 60, LONG)]]))))
    writer.encrypt(user_password=user_password, owner_password="ejer", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_signs_that_a_font_gives_no_meaning_are_not_taken_for_text() -> None:
    # the numbers of glyphs, as a subset font without a table of meanings has them: pdfium reads them as letters
    writer = PdfWriter(clone_from=io.BytesIO(lines_pdf([[(60, 100, "Vejle Kommune fik 1.250.000 kr.")]])))
    page = writer.pages[0]
    info = {"/Registry": "Adobe", "/Ordering": "Identity"}
    system = DictionaryObject({NameObject(k): TextStringObject(v) for k, v in info.items()})
    system[NameObject("/Supplement")] = NumberObject(0)
    names = {"/Type": "/Font", "/Subtype": "/CIDFontType2", "/BaseFont": "/ABCDEF+Ukendt"}
    cid = DictionaryObject({NameObject(k): NameObject(v) for k, v in names.items()})
    cid[NameObject("/CIDSystemInfo")] = system
    font = DictionaryObject(
        {NameObject(k): NameObject(v) for k, v in (names | {"/Subtype": "/Type0", "/Encoding": "/Identity-H"}).items()}
    )
    font[NameObject("/DescendantFonts")] = ArrayObject([writer._add_object(cid)])
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]  # a dictionary in any page that ReportLab draws
    fonts[NameObject("/F1")] = writer._add_object(font)
    content = StreamObject()
    content.set_data(b"BT /F1 12 Tf 60 700 Td <0026002700280029002A002B002C002D002E002F0030> Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content)
    stream = io.BytesIO()
    writer.write(stream)
    document = read(stream.getvalue())
    assert "&'()*+" not in document.text
    assert document.status is not DocumentStatus.OK or "ocr" in document.meta.get("flags", "")


def test_an_empty_password_opens_and_a_real_one_is_asked_for() -> None:
    assert LONG in read(encrypted("")).text
    locked = read(encrypted("hemmelig"))
    assert (locked.status, locked.text) == (DocumentStatus.NEEDS_PASSWORD, "")
    assert "password" in locked.status_reason
    assert "a.pdf" in locked.status_reason


def test_form_values_are_read_as_fields() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.drawString(60, 780, "Ansøgningsskema for puljen")
    canvas.acroForm.textfield(name="projekt", value="Nordlys i Havby", x=60, y=700, width=300, height=20)
    canvas.save()
    document = read(stream.getvalue())
    assert "projekt\tNordlys i Havby" in texts(document, BlockKind.DEFINITION)


def test_scripts_are_flagged_and_never_run() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(lines_pdf([[(60, 60, LONG)]]))))
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    stream = io.BytesIO()
    writer.write(stream)
    document = read(stream.getvalue())
    assert (document.text, document.meta["flags"]) == (LONG, "has_javascript")


@pytest.mark.parametrize("share", [0.5, 0.75, 0.9, 0.99])
def test_a_file_cut_short_gives_its_whole_pages_as_partial(share: float) -> None:
    whole = lines_pdf([[(60, 400, f"{n}. afsnit: {LONG}")] for n in range(30)], pageCompression=0)
    document = read(whole[: int(len(whole) * share)])
    assert document.status is DocumentStatus.PARTIAL
    assert "cut short" in document.status_reason


def test_zeros_after_the_end_are_no_damage() -> None:
    assert read(lines_pdf([[(60, 400, LONG)]]) + bytes(9000)).status is DocumentStatus.OK


@pytest.mark.parametrize("body", [b"%PDF-1.7\n", b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF", b"%PDF-1.4" + bytes(5000)])
def test_what_only_begins_like_a_pdf_fails_with_a_reason(body: bytes) -> None:
    document = read(body)
    assert document.status is DocumentStatus.FAILED
    assert document.status_reason


def test_a_page_without_anything_is_empty() -> None:
    assert read(lines_pdf([[]])).status is DocumentStatus.EMPTY


def scan(text: list[str], angle: float = 0.0) -> bytes:
    font = str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    for n, line in enumerate(text):
        draw.text((120, 150 + 60 * n), line, fill=0, font=ImageFont.truetype(font, 34))
    stream = io.BytesIO()
    image.rotate(angle, fillcolor=255).save(stream, "PDF", resolution=150)
    return stream.getvalue()


@pytest.mark.ocr
@pytest.mark.parametrize("angle", [0.0, 2.0])
def test_scanned_pages_are_read_in_danish(angle: float) -> None:
    ocr = pytest.importorskip("ingest.parse.ocr")
    if ocr.ocr_remedy():
        pytest.skip(ocr.ocr_remedy())
    document = read(scan(["Tildelinger i 2019", "Ærø Kommune: 1.250.000 kr.", "Læsø Kommune: 85.500 kr."], angle))
    assert "Ærø Kommune: 1.250.000 kr." in document.text
    assert "Læsø Kommune: 85.500 kr." in document.text
    assert "ocr" in document.meta["flags"].split(",")


def test_lists_keep_one_item_a_block() -> None:
    lines = [
        "• Havby Kommune – 3.157.599 kr.",
        "• Sydvig Kommune - 3.056.440 kr.",
        "• Nordø Kommune – et projekt med en lang titel,",
        "  der går over to linjer",
    ]
    document = read(lines_pdf([[(60.0, HEIGHT / 4 + 14.0 * n, line) for n, line in enumerate(lines)]]))
    assert texts(document, BlockKind.LIST_ITEM) == [
        "Havby Kommune – 3.157.599 kr.",
        "Sydvig Kommune - 3.056.440 kr.",
        "Nordø Kommune – et projekt med en lang titel, der går over to linjer",
    ]
