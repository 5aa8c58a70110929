"""Draws one page of a PDF file with a quote marked on it; run as a process of its own, with limits, by `page_images`.

Reads a line of JSON (`page_no`, `quote`) and then the file from standard input. Writes a line of JSON (`is_marked`,
`width`, `height` in pixels) and then the picture as WebP; or exits with a reason on standard error.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import unicodedata
from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops, ImageDraw

Box = tuple[float, float, float, float]  # left, bottom, right, top in PDF points

MEMORY_BYTES, CPU_S = 1_500_000_000, 15
_WIDTH, _HEIGHT = 1100, 2200  # pixels at most: legible at 200 %, some 100 kB
_MOST_SCALE = 2.5  # of a small page
_MOST_CHARS = 60_000  # of a page's text layer
_QUALITY = 72
_MARKER, _FRAME = (253, 226, 140), (122, 82, 0)


def draw_page(body: bytes, page_no: int, quote: str) -> tuple[Image.Image, bool]:
    """Give a page as a picture and whether the quote was found on it and marked.

    Raises:
        ValueError: the file cannot be opened, or has no such page.
    """
    try:
        document = pdfium.PdfDocument(body)
        page = document[page_no - 1]
    except (pdfium.PdfiumError, IndexError) as exc:
        raise ValueError(f"page {page_no} cannot be opened") from exc
    width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        raise ValueError(f"page {page_no} measures {width:.0f} by {height:.0f} points")
    scale = min(_WIDTH / width, _HEIGHT / height, _MOST_SCALE)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    turn = page.get_rotation()
    found = find_quote(page, quote)
    if not found and turn:  # pdfium reads the lines of a turned page in the order of the page before it was turned
        page.set_rotation(0)
        found = find_quote(page, quote)
        page.set_rotation(turn)
    boxes = [_on_picture(page, box, picture.size) for box in found]
    return mark(picture, boxes), bool(boxes)


def _on_picture(page: pdfium.PdfPage, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        at_x, at_y = pdfium_c.c_int(), pdfium_c.c_int()
        pdfium_c.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, at_x, at_y)  # rotation and crop box included
        corners.append((at_x.value, at_y.value))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1) - 2, min(y0, y1) - 2, max(x0, x1) + 2, max(y0, y1) + 2


def mark(picture: Image.Image, boxes: Iterable[tuple[int, int, int, int]]) -> Image.Image:
    """Give the picture with each box as under a marking pen, and a line below it: colour alone says nothing."""
    boxes = list(boxes)
    pen = Image.new("RGB", picture.size, (255, 255, 255))
    for box in boxes:
        ImageDraw.Draw(pen).rectangle(box, fill=_MARKER)
    marked = ImageChops.multiply(picture, pen)
    for left, _, right, bottom in boxes:
        ImageDraw.Draw(marked).line((left, bottom, right, bottom), fill=_FRAME, width=2)
    return marked


def find_quote(page: pdfium.PdfPage, quote: str) -> list[Box]:
    """Give the boxes, one a line, of a quote's first place on a page; none where its text layer lacks the quote.

    Spaces, hyphens and case are passed over: the cleaned text has joined what the page's lines had cut.
    """
    wanted = "".join(_letters(quote))
    text = page.get_textpage()
    found: list[tuple[str, int]] = []
    for i in range(min(text.count_chars(), _MOST_CHARS)):
        char = chr(pdfium_c.FPDFText_GetUnicode(text, i) or 32)
        found += [(letter, i) for letter in _letters(char)]
    start = "".join(letter for letter, _ in found).find(wanted) if wanted else -1
    if start < 0:
        return []
    return _lines(text.get_charbox(i) for i in dict.fromkeys(i for _, i in found[start : start + len(wanted)]))


def _letters(text: str) -> Iterator[str]:
    for char in unicodedata.normalize("NFKD", text).lower():
        if char.isalnum() or unicodedata.category(char) in ("Sc", "Sm"):
            yield char


def _lines(boxes: Iterable[Box]) -> list[Box]:
    """Join the boxes of letters that stand on one line."""
    lines: list[Box] = []
    for left, bottom, right, top in boxes:
        if lines:
            a, b, c, d = lines[-1]
            shared = min(d, top) - max(b, bottom)
            if left >= a - 1 and shared > 0.3 * min(d - b, top - bottom):
                lines[-1] = (a, min(b, bottom), max(c, right), max(d, top))
                continue
        lines.append((left, bottom, right, top))
    return lines


def main() -> None:
    """Draw what standard input asks for."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    asked = json.loads(sys.stdin.buffer.readline())
    try:
        picture, is_marked = draw_page(sys.stdin.buffer.read(), int(asked["page_no"]), str(asked["quote"]))
    except (ValueError, MemoryError) as exc:
        sys.exit(f"{exc or type(exc).__name__}")
    stream = io.BytesIO()
    picture.save(stream, "WEBP", quality=_QUALITY, method=4)
    told = {"is_marked": is_marked, "width": picture.width, "height": picture.height}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + stream.getvalue())


if __name__ == "__main__":
    main()
