"""Small PDF files for tests, drawn with ReportLab."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

WIDTH, HEIGHT = A4


def lines_pdf(pages: Sequence[Sequence[tuple[float, float, str]]], *, size: float = 11, **options: object) -> bytes:
    """Draw text at places: (x, distance from the top, text), in points."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, **options)
    for page in pages:
        canvas.setFont("Helvetica", size)
        for x, y, text in page:
            canvas.drawString(x, HEIGHT - y, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def flow_pdf(story: Sequence[object]) -> bytes:
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4).build(list(story))
    return stream.getvalue()


def columns_pdf(texts: Sequence[str], *, columns: int, gutter: float, size: float) -> bytes:
    """Draw paragraphs in justified columns, with so many points between them."""
    body = getSampleStyleSheet()["BodyText"].clone("column", fontSize=size, leading=1.2 * size, alignment=TA_JUSTIFY)
    width = (WIDTH - 100 - (columns - 1) * gutter) / columns
    room = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    frames = [Frame(50 + n * (width + gutter), 560, width, 230, **room) for n in range(columns)]
    stream = io.BytesIO()
    document = BaseDocTemplate(stream, pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build([Paragraph(text, body) for text in texts])
    return stream.getvalue()


def grid_pdf(rows: Sequence[Sequence[str]], *, widths: Sequence[float], height: float) -> bytes:
    """Draw a ruled table with rows of one height, justified text at the top of each cell; "^" goes on from above."""
    body = getSampleStyleSheet()["BodyText"].clone("cell", fontSize=9, leading=11, alignment=TA_JUSTIFY)
    spans = [("SPAN", (n, m - 1), (n, m)) for m, row in enumerate(rows) for n, cell in enumerate(row) if cell == "^"]
    style = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("GRID", (0, 0), (-1, -1), 0.5, colors.grey), *spans])
    cells = [["" if cell == "^" else Paragraph(cell, body) for cell in row] for row in rows]
    return flow_pdf([Table(cells, colWidths=list(widths), rowHeights=[height] * len(rows), style=style)])


def table_pdf(
    rows: Sequence[Sequence[str]],
    *,
    ruled: bool,
    widths: Sequence[float],
    repeat: int = 1,
    middled: float | None = None,
    set_at: str = "",
    size: float = 9,
    align: int = TA_LEFT,
) -> bytes:
    """Draw a table; cells wrap in their columns, at the top of their rows, or in the middle with this much room.

    A word too long for its column is broken anywhere; a line feed is a break that the writer set.
    """
    body = getSampleStyleSheet()["BodyText"]
    body.fontSize, body.leading, body.alignment = size, size + 2, align
    style: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), set_at or ("TOP" if middled is None else "MIDDLE"))]
    if middled is not None:
        style += [(side, (0, 0), (-1, -1), middled) for side in ("TOPPADDING", "BOTTOMPADDING")]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)] if ruled else []
    cells = [[Paragraph(cell.replace("\n", "<br/>"), body) for cell in row] for row in rows]
    table = Table(cells, colWidths=list(widths), repeatRows=repeat, style=TableStyle([*style, *grid]))
    heading = Paragraph("Bevilgede projekter", getSampleStyleSheet()["Heading1"])
    return flow_pdf(
        [heading, Spacer(1, 8), table, Spacer(1, 12), Paragraph("Udbetaling sker efter endt projekt.", body)]
    )


__all__ = [
    "HEIGHT",
    "WIDTH",
    "PageBreak",
    "Paragraph",
    "columns_pdf",
    "flow_pdf",
    "grid_pdf",
    "lines_pdf",
    "table_pdf",
]
