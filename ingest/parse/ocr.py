"""Scanned pages: rendered at 300 dpi, straightened, read by Tesseract."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from functools import cache
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from ingest.parse.pdf_words import PageWords, Word
from ingest.parse.text import clean_text

DPI = 300
_MAX_PIXELS = 16_000_000  # A4 at 300 dpi has 8.7 million
_MAX_SIDE = 5000
_MIN_CONFIDENCE = 10.0  # of 100; what Tesseract is less sure of is specks and rules
_MAX_SKEW = 5.0  # degrees
_SPECK_SHARE = 0.3  # of the ink goes with the filter on a noisy page; on clean text under a tenth does
_TIMEOUT_S = 60.0


@cache
def ocr_remedy() -> str | None:
    """Say what must be installed before scanned pages can be read; None where all is there."""
    if shutil.which("tesseract") is None:
        return "Install tesseract-ocr and tesseract-ocr-dan to read scanned pages."
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False, timeout=30)
    if "dan" not in listed.stdout.split():
        return "Install tesseract-ocr-dan to read scanned Danish pages."
    return None


def read_scan(page: pdfium.PdfPage, timeout_s: float = _TIMEOUT_S) -> tuple[PageWords, float]:
    """Read a page from its picture.

    Returns:
        The words found, in points, and the mean confidence, 0-100.
    """
    width, height = page.get_size()
    width, height = max(width, 1.0), max(height, 1.0)
    scale = min(DPI / 72, (_MAX_PIXELS / (width * height)) ** 0.5, _MAX_SIDE / max(width, height))
    image = page.render(scale=scale, grayscale=True).to_pil()
    image = _straighten(_despeckle(image))
    found = PageWords(width=image.width / scale, height=image.height / scale)
    confidences: list[float] = []
    for row in _tesseract(image, timeout_s):
        text, confidence = clean_text(row["text"] or ""), float(row["conf"])
        if text and confidence >= _MIN_CONFIDENCE and any(c.isalnum() or c in "-–•|" for c in text):
            x0, y0 = int(row["left"]) / scale, int(row["top"]) / scale
            found.words.append(Word(text, x0, y0, x0 + int(row["width"]) / scale, y0 + int(row["height"]) / scale))
            confidences.append(confidence)
    _repair_total(found.words)
    _even_heights(found.words)
    return found, sum(confidences) / len(confidences) if confidences else 0.0


def _tesseract(image: Image.Image, timeout_s: float) -> list[dict[str, str]]:
    stream = io.BytesIO()
    image.save(stream, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", "dan", "--dpi", str(DPI), "--psm", "6", "tsv"]
    done = subprocess.run(
        command,
        input=stream.getvalue(),
        capture_output=True,
        check=False,
        timeout=timeout_s,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    reader = csv.DictReader(
        io.StringIO(done.stdout.decode("utf-8", errors="replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return [row for row in reader if row.get("level") == "5"]


def _despeckle(image: Image.Image) -> Image.Image:
    """Take a scanner's noise off a page; clean pages are left alone, since the filter rounds thin strokes."""
    dark = image.point(lambda v: 255 if v < 160 else 0)
    ink = float(np.asarray(dark, dtype=np.float32).mean())
    smooth = image.filter(ImageFilter.MedianFilter(5))
    left = float(np.asarray(smooth.point(lambda v: 255 if v < 160 else 0), dtype=np.float32).mean())
    return smooth if ink > 0 and left < (1 - _SPECK_SHARE) * ink else image


def _straighten(image: Image.Image) -> Image.Image:
    """Turn a page that was laid askew; the right angle is where the rows of ink are sharpest."""
    small = image.resize((max(image.width // 4, 1), max(image.height // 4, 1)), Image.Resampling.BOX)
    dark = small.point(lambda v: 255 if v < 140 else 0)

    def sharpness(angle: float) -> float:
        rows = np.asarray(dark.rotate(angle, fillcolor=0), dtype=np.float32).sum(axis=1)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    coarse = max(np.arange(-_MAX_SKEW, _MAX_SKEW + 0.1, 1.0), key=lambda a: sharpness(float(a)))
    best = max(np.arange(coarse - 0.8, coarse + 0.9, 0.2), key=lambda a: sharpness(float(a)))
    # under a quarter of a degree Tesseract needs no help, and turning blurs
    if abs(best) < 0.25 or sharpness(float(best)) < 1.05 * sharpness(0.0):
        return image
    return image.rotate(float(best), resample=Image.Resampling.BICUBIC, fillcolor=255)


def _repair_total(words: list[Word]) -> None:
    """Read "| alt" and "l alt" as "I alt", the label of totals; other lone strokes are rules."""
    for word, after in pairwise(words):
        if word.text in ("|", "l", "1", "!") and after.text.lower().startswith("alt"):
            word.text = "I"
    words[:] = [word for word in words if word.text != "|"]


def _even_heights(words: list[Word]) -> None:
    """Give all words the height of a line of text: Tesseract's boxes fit the letters, so "en" is lower than "på"."""
    if not words:
        return
    usual = float(np.median([w.height for w in words]))
    for word in words:
        if word.height < 1.5 * usual:
            middle = (word.y0 + word.y1) / 2
            word.y0, word.y1 = middle - usual / 2, middle + usual / 2
