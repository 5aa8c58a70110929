"""Pages parsed per second of CPU time, beside the bare libraries on the same files in the same run.

The HTML pages are those of the fixture site; the PDF is plain running text. Figures of one run compare with one
another, not with those of another machine or hour.
"""

# ruff: noqa: T201 - a benchmark prints its table
from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence

import pypdfium2 as pdfium
from bs4 import BeautifulSoup
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.guard import guard_document
from ingest.parse import DEFAULT_LIMITS, parse_document
from ingest.parse.html import parse_html
from ingest.parse.pdf import parse_pdf
from ingest.raw import HTML, RawDocument
from tests.site.build import build_site

_SENTENCE = "Kommunen har i perioden 2018-2020 arbejdet med at styrke borgernes mestring af hverdagen. "
_N_PDF_PAGES = 60
_ROUNDS = 3


def plain_pdf(n_pages: int = _N_PDF_PAGES) -> bytes:
    """Make pages of 45 full lines each."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for page in range(n_pages):
        canvas.setFont("Helvetica", 11)
        for line in range(45):
            canvas.drawString(60, 780 - 15 * line, f"{page}.{line} {_SENTENCE}"[:88])
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def pages_per_s(read: Callable[[], object], n_pages: int) -> float:
    """Give the best of three rounds, by the CPU time of this process."""
    times = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        read()
        times.append(time.process_time() - started)
    return n_pages / min(times)


def _wall_pages_per_s(read: Callable[[], object], n_pages: int) -> float:
    read()  # starts the worker
    started = time.perf_counter()
    read()
    return n_pages / (time.perf_counter() - started)


def bench_html(pages: Sequence[bytes]) -> list[tuple[str, float]]:
    """Time the HTML readers over all pages."""
    raws = [RawDocument("https://x.dk/a", "https://x.dk/a", HTML, body, "2026-05-01T08:00:00Z") for body in pages]
    documents = [parse_document(raw) for raw in raws]
    n = len(pages)

    def ours() -> None:
        for body in pages:
            parse_html(body, "text/html; charset=utf-8", "https://x.dk/a")

    def bare() -> None:
        for body in pages:
            BeautifulSoup(body, "lxml").get_text(" ")

    return [
        ("structure and cleaning (parse_html)", pages_per_s(ours, n)),
        ("BeautifulSoup, all text", pages_per_s(bare, n)),
        ("through a worker, wall clock", _wall_pages_per_s(lambda: [parse_document(raw) for raw in raws], n)),
        ("personal-data guard alone", pages_per_s(lambda: [guard_document(d) for d in documents if d.text], n)),
    ]


def bench_pdf(body: bytes, n_pages: int) -> list[tuple[str, float]]:
    """Time the PDF readers over one file."""

    def bare_pdfium() -> None:
        document = pdfium.PdfDocument(body)
        for page in document:
            page.get_textpage().get_text_bounded()

    return [
        ("layout, tables, furniture (parse_pdf)", pages_per_s(lambda: parse_pdf(body, DEFAULT_LIMITS), n_pages)),
        ("pypdfium2, text only", pages_per_s(bare_pdfium, n_pages)),
        (
            "pypdf, text only",
            pages_per_s(lambda: [p.extract_text() for p in PdfReader(io.BytesIO(body)).pages], n_pages),
        ),
    ]


def main() -> None:
    """Print the tables."""
    pages = [r.body for r in build_site(1).values() if "html" in r.media_type and len(r.body) > 1500]
    mean_kb = sum(map(len, pages)) / len(pages) / 1000
    print(f"HTML, {len(pages)} pages of {mean_kb:.1f} kB (goal: at least 40 pages/s)")
    for name, rate in bench_html(pages):
        print(f"  {name:<40}{rate:>8.1f} pages/s")
    print(f"PDF, {_N_PDF_PAGES} plain pages of 45 lines (goal: at least 60 pages/s)")
    for name, rate in bench_pdf(plain_pdf(), _N_PDF_PAGES):
        print(f"  {name:<40}{rate:>8.1f} pages/s")


if __name__ == "__main__":
    main()
