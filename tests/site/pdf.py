"""PDF files as authorities make them: flowing reports, typed lines, two columns, tables, scans, locked and cut-off."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import reportlab
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Preformatted,
    Spacer,
    Table,
    TableStyle,
)

from tests.site.markup import Part

rl_config.invariant = 1  # the same bytes in every build, so that validators and hashes hold

_STYLES = getSampleStyleSheet()
_CELL = ParagraphStyle("cell", parent=_STYLES["BodyText"], fontSize=9, leading=11)
_MARGIN = 56
_FONT = str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")  # so that a scan looks alike on every machine


def build_pdf(parts: list[Part], head: dict[str, Any]) -> bytes:
    """Give the file's bytes; `head` chooses page, body, table, running_head, running_foot, toc and password."""
    buffer = io.BytesIO()
    size = landscape(A4) if head.get("page") == "rotated" else A4
    document = BaseDocTemplate(buffer, pagesize=size, title="", author="", invariant=1)
    width, height = size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN
    if head.get("body") == "two_columns":
        half = (width - 18) / 2
        frames = [
            Frame(_MARGIN, _MARGIN, half, 230, id="left"),
            Frame(_MARGIN + half + 18, _MARGIN, half, 230, id="right"),
        ]
    else:
        frames = [Frame(_MARGIN, _MARGIN, width, height, id="whole")]

    def furnish(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        if head.get("running_head"):
            canvas.drawString(_MARGIN, size[1] - 34, str(head["running_head"]))
        if head.get("running_foot"):
            canvas.drawString(_MARGIN, 30, str(head["running_foot"]))
        if head.get("running_head") or head.get("running_foot"):
            canvas.drawRightString(size[0] - _MARGIN, 30, f"Side {template.page}")

    document.addPageTemplates([PageTemplate(id="page", frames=frames, onPage=furnish)])
    document.build(_flow(parts, head, width))
    return _lock(_turn(buffer.getvalue(), head), head)


def _flow(parts: list[Part], head: dict[str, Any], width: float) -> list[Flowable]:
    flow: list[Flowable] = []
    for part in parts:
        if part.kind == "heading":
            flow.append(Paragraph(part.text, _STYLES[f"Heading{part.level}"]))
            if part.level == 1 and head.get("toc"):
                flow += _contents(parts)
        elif part.kind == "newpage":
            flow.append(PageBreak())
        elif part.kind == "bullets":
            flow.append(ListFlowable([Paragraph(i, _STYLES["BodyText"]) for i in part.items], bulletType="bullet"))
        elif part.kind == "table":
            flow += [_table(part, head, width), Spacer(1, 8)]
        elif head.get("body") == "lines":
            flow += [Preformatted("\n".join(part.items), _STYLES["BodyText"]), Spacer(1, 6)]
        else:
            text = f"<b>{part.text.strip('*')}</b>" if part.text.startswith("**") else part.text
            flow.append(Paragraph(text, _STYLES["BodyText"]))
    return flow


def _contents(parts: list[Part]) -> list[Flowable]:
    headings = [p.text for p in parts if p.kind == "heading" and p.level > 1]
    lines = [f"{text} {'.' * (70 - len(text))} {2 + i // 3}" for i, text in enumerate(headings)]
    return [Paragraph("Indhold", _STYLES["Heading3"]), Preformatted("\n".join(lines), _STYLES["BodyText"])]


def _table(part: Part, head: dict[str, Any], width: float) -> Table:
    rows = [[Paragraph(f"<b>{cell}</b>" if i == 0 else cell, _CELL) for cell in row] for i, row in enumerate(part.rows)]
    n_columns = len(part.rows[0])
    widths = {2: [0.5, 0.3], 3: [0.3, 0.42, 0.24], 4: [0.28, 0.36, 0.16, 0.2]}[n_columns]
    heights = [head["row_height"]] * len(rows) if head.get("row_height") else None
    table = Table(rows, [width * share for share in widths], heights, repeatRows=1)
    style: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if head.get("table") == "ruled":
        style += [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]
    table.setStyle(TableStyle(style))
    return table


def _turn(body: bytes, head: dict[str, Any]) -> bytes:
    """Lie a landscape page on its side, with a rotation entry that stands it up again, as scanners do."""
    if head.get("page") != "rotated":
        return body
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(body)))
    for page in writer.pages:
        page.rotate(90).transfer_rotation_to_content()
        page.rotate(270)
    return _written(writer)


def _lock(body: bytes, head: dict[str, Any]) -> bytes:
    if "password" not in head:
        return body
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(body)))
    writer.encrypt(user_password=str(head["password"]), owner_password="ejer", algorithm="RC4-128")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def build_scan(parts: list[Part]) -> bytes:
    """Give a PDF that is one image of a typed page, a little askew and specked; there is no text layer."""
    image = Image.new("L", (1654, 2339), 250)  # A4 at 200 dpi
    draw = ImageDraw.Draw(image)
    y = 220
    for part in parts:
        size = 52 if part.kind == "heading" else 40
        for line in part.items or [part.text]:
            draw.text((180, y), line, fill=20, font=ImageFont.truetype(_FONT, size))
            y += int(size * 1.6)
        y += 30
    image = image.rotate(0.4, resample=Image.Resampling.BICUBIC, fillcolor=250)
    chance = random.Random(7)
    for _ in range(900):
        image.putpixel((chance.randrange(1654), chance.randrange(2339)), chance.randrange(120, 230))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    picture = io.BytesIO()
    image.save(picture, "PNG")
    picture.seek(0)
    canvas.drawImage(ImageReader(picture), 0, 0, width=A4[0], height=A4[1])
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
