"""What the reports of offices hold beside running text: notes, boxes, contents, stamps, columns with a footer."""

from __future__ import annotations

import io

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, FrameBreak, PageTemplate, Table, TableStyle

from corpus.documents import BlockKind, Document
from tests.ingest.parsing import kinds_and_texts, parse, texts
from tests.ingest.pdfs import Paragraph, flow_pdf, lines_pdf

STYLES = getSampleStyleSheet()
BODY = STYLES["BodyText"]
GRANT = "Kommunen fik i 2020 en bevilling på 1.450.000 kr. til at styrke borgernes mestring af hverdagen i eget hjem."
TRAINED = "Medarbejderne blev oplært i at møde borgerne i øjenhøjde, og de pårørende blev inddraget fra den første dag."
RESULT = "Ved afslutningen var antallet af indlæggelser faldet fra 64 til 41 om året, og borgerne var mere trygge."


def read(body: bytes) -> Document:
    return parse(body, "application/pdf", url="https://www.eksempel.dk/a.pdf")


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Der blev brugt 1.450.000<super>1</super> kr. i alt.", "Der blev brugt 1.450.000 kr. i alt."),
        (
            "Pengene blev brugt.<super>2</super> Resten er givet tilbage.",
            "Pengene blev brugt. Resten er givet tilbage.",
        ),
        ("Målingen<super>12</super> er kommunens egen.", "Målingen er kommunens egen."),
        (
            "Stuen er på 40 m<super>2</super> og måler CO<sub>2</sub> hver dag.",
            "Stuen er på 40 m2 og måler CO2 hver dag.",
        ),
        ("Hold 2 fik 12 uger i 2021, hold A1 fik 14.", "Hold 2 fik 12 uger i 2021, hold A1 fik 14."),
    ],
)
def test_raised_numbers_of_notes_are_no_part_of_their_word(marked: str, plain: str) -> None:
    assert texts(read(flow_pdf([Paragraph(marked, BODY)]))) == [plain]


@pytest.mark.parametrize("ground", [[], [("BACKGROUND", (0, 0), (-1, -1), colors.lightgrey)]], ids=["frame", "tinted"])
@pytest.mark.parametrize("is_left", [True, False])
def test_a_box_beside_text_is_read_after_the_section(ground: list[tuple[object, ...]], is_left: bool) -> None:
    facts = ["Bevilling: 1,2 mio. kr.", "Periode: 2020-2022", "Pulje: Værdighedspuljen"]
    frame = TableStyle([("BOX", (0, 0), (-1, -1), 1, colors.black), *ground])
    box = Table([[Paragraph("<b>Fakta</b>", BODY)], *([Paragraph(fact, BODY)] for fact in facts)], [150], style=frame)
    text = [Paragraph(part, BODY) for part in (GRANT, TRAINED, RESULT)]
    top = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
    both = Table([[box, text] if is_left else [text, box]], [165, 300] if is_left else [300, 165], style=top)
    document = read(
        flow_pdf([Paragraph("Ro i hverdagen", STYLES["Heading1"]), both, Paragraph("Hvad så?", STYLES["Heading2"])])
    )
    assert texts(document) == ["Ro i hverdagen", GRANT, TRAINED, RESULT, "Fakta", *facts, "Hvad så?"]


def test_items_are_known_by_whatever_sign_begins_them() -> None:
    signs = ["•", "–", "»", "*", "o"]
    items = [Paragraph(f"{sign}&nbsp;&nbsp;{GRANT}", BODY) for sign in signs]
    assert kinds_and_texts(read(flow_pdf(items))) == [("list_item", GRANT)] * len(signs)


def test_contents_stamps_and_spaced_letters() -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(70, 780, "R E S U L T A T E R")
    canvas.setFont("Helvetica", 11)
    for n, title in enumerate(("Indledning", "Metode", "Det lærte vi")):
        canvas.drawString(70, 740 - 16 * n, f"{n + 1} {title}{'.' * 50} {n + 3}")
    canvas.drawString(70, 660, GRANT[:80])
    canvas.setFont("Helvetica", 60)
    canvas.setFillGray(0.85)
    canvas.translate(200, 300)
    canvas.rotate(40)
    canvas.drawString(0, 0, "UDKAST")
    canvas.showPage()
    canvas.save()
    assert texts(read(stream.getvalue())) == ["RESULTATER", GRANT[:80]]


def columns(page_number: str) -> Document:
    """Draw a page of two columns; a sentence goes on from the first to the second, over the footer."""

    def footer(canvas: Canvas, _: object) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(65, 30, "Sundhedsstyrelsens serie, marts 2023")
        canvas.drawRightString(535, 30, page_number)

    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=A4)
    frames = [Frame(60, 60, 230, 720), Frame(305, 60, 230, 720)]
    document.addPageTemplates([PageTemplate(frames=frames, onPage=footer)])
    left = [Paragraph(text, BODY) for text in (GRANT, TRAINED, RESULT, GRANT[:-1] + " og")]
    right = [Paragraph(text, BODY) for text in ("på de to plejecentre i byen, hvor det begyndte.", *(4 * [TRAINED]))]
    title = "En god begyndelse på livet. Evaluering af de fem projekter for sårbare familier"
    document.build([Paragraph(title, STYLES["Title"].clone("t", alignment=0, fontSize=20, leading=23)), *left,
                    FrameBreak(), *right])  # fmt: skip
    return read(stream.getvalue())


@pytest.mark.parametrize("page_number", ["Side 1", "1", "1/1", "- 1 -"])
def test_a_footer_under_columns_goes_with_its_page_number(page_number: str) -> None:
    found = texts(columns(page_number))
    assert "Sundhedsstyrelsens serie, marts 2023" not in found
    assert GRANT[:-1] + " og på de to plejecentre i byen, hvor det begyndte." in found


def test_a_title_of_many_lines_in_a_column_is_the_title() -> None:
    document = columns("Side 1")
    assert document.title == "En god begyndelse på livet. Evaluering af de fem projekter for sårbare familier"
    assert texts(document, BlockKind.HEADING) == [document.title]


def test_a_line_at_the_foot_that_has_no_number_beside_it_stays() -> None:
    lines = [(60.0, 90.0 + 16 * n, text) for n, text in enumerate((GRANT, TRAINED[:70], RESULT[:70]))]
    assert "Bevilling: 400.000 kr." in texts(read(lines_pdf([[*lines, (60.0, 800.0, "Bevilling: 400.000 kr.")]])))
