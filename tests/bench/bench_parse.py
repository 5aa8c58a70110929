"""Pages parsed per second of CPU time, beside the bare libraries on the same files in the same run.

The HTML pages are those of the fixture site, and larger ones with the menus of a content management system; the PDF is
plain running text. "Through a worker" is the product's own path: the CPU time of both processes, pickling included.
Figures of one run compare with one another, not with those of another machine or hour.
"""

# ruff: noqa: T201 - a benchmark prints its table
from __future__ import annotations

import io
import os
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from bs4 import BeautifulSoup
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.guard import guard_document
from ingest.parse import DEFAULT_LIMITS, parse_document
from ingest.parse.html import parse_html
from ingest.parse.pdf import parse_pdf
from ingest.raw import HTML, PDF, RawDocument
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


def plain_page(number: int) -> bytes:
    """Make an HTML page of some 25 kB and 540 elements, most of them in menus: what such a site sends."""
    menu = "".join(
        f'<li class="item level-{n % 3}"><a href="/side/{n}" data-id="{n}"><span>Punkt {n}</span></a></li>'
        for n in range(120)
    )
    words = _SENTENCE.split()
    text = "".join(
        f'<h2 id="h{n}">Afsnit {n}</h2>' + "".join(f"<p>{' '.join(words[k:] + words * 3)}</p>" for k in range(3))
        for n in range(10)
    )
    rows = "".join(f"<tr><td>{n}</td><td>Projekt {n}</td><td>{n}.250.000 kr.</td></tr>" for n in range(1, 9))
    links = "".join(f'<li><a href="/f/{n}">Link {n}</a></li>' for n in range(40))
    return (
        f"<!doctype html><html lang=da><head><meta charset=utf-8><title>Side {number}</title>"
        f"<script>var pages = {list(range(300))};</script></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><h1>Side {number}</h1>{text}<table>{rows}</table><p>Sidst opdateret: 3. maj 2024</p></main>"
        f"<footer><ul>{links}</ul></footer></body></html>"
    ).encode()


def through_worker(raws: Sequence[RawDocument], n_pages: int) -> float:
    """Give the pages per second of CPU time, this process's and its workers' together; the best of three rounds."""
    for raw in raws[:1]:
        parse_document(raw)  # starts the worker
    times = []
    for _ in range(_ROUNDS):
        started = time.process_time() + _children_s()
        for raw in raws:
            parse_document(raw)
        times.append(time.process_time() + _children_s() - started)
    return n_pages / min(times)


def _children_s() -> float:
    """Give the CPU seconds that child processes have used, those that run and those that have ended."""
    pid = os.getpid()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    ticks = 0
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ticks / os.sysconf("SC_CLK_TCK") + ended.ru_utime + ended.ru_stime


def _raw(number: int, media_type: str, body: bytes) -> RawDocument:
    url = f"https://x.dk/{number}"
    return RawDocument(url, url, media_type, body, "2026-05-01T08:00:00Z")


def bench_html(pages: Sequence[bytes]) -> list[tuple[str, float]]:
    """Time the HTML readers over all pages."""
    raws = [_raw(number, HTML, body) for number, body in enumerate(pages)]
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
        ("through a worker (parse_document)", through_worker(raws, n)),
        ("personal-data guard alone", pages_per_s(lambda: [guard_document(d) for d in documents if d.text], n)),
    ]


def bench_pdf(body: bytes, n_pages: int) -> list[tuple[str, float]]:
    """Time the PDF readers over one file."""

    def bare_pdfium() -> None:
        document = pdfium.PdfDocument(body)
        for page in document:
            page.get_textpage().get_text_bounded()

    return [
        ("through a worker (parse_document)", through_worker([_raw(0, PDF, body)], n_pages)),
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
    for some in (pages, [plain_page(number) for number in range(40)]):
        mean_kb = sum(map(len, some)) / len(some) / 1000
        print(f"HTML, {len(some)} pages of {mean_kb:.1f} kB (goal: at least 40 pages/s)")
        for name, rate in bench_html(some):
            print(f"  {name:<40}{rate:>8.1f} pages/s")
    print(f"PDF, {_N_PDF_PAGES} plain pages of 45 lines (goal: at least 60 pages/s)")
    for name, rate in bench_pdf(plain_pdf(), _N_PDF_PAGES):
        print(f"  {name:<40}{rate:>8.1f} pages/s")


if __name__ == "__main__":
    main()
