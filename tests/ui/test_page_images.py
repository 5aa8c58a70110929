from __future__ import annotations

import hashlib
import io
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.documents import Document, DocumentKind, make_document_id
from corpus.errors import NotFoundError
from corpus.review import remove_document
from corpus.settings import Settings
from corpus.store import Store
from corpus.versioning import apply_changes
from tests.corpus.making import make_change
from ui.page_drawing import draw_page
from ui.page_images import NoPageImageError, page_image
from ui.service import Service

QUOTE = "Færre borgere blev genindlagt, nemlig 12 procent mod 19 året før."


def report(*lines: str, rotate: int = 0) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1)
    canvas.drawString(72, 700, "En forside uden noget")
    canvas.showPage()
    canvas.setPageRotation(rotate)
    for n, line in enumerate(lines):
        canvas.drawString(72, 600 - 20 * n, line)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


# cut as a report cuts it, with a hyphen at the line's end
LINES = ("Resultater", "Færre borgere blev gen-", "indlagt, nemlig 12 procent mod 19 året før.", "Slut.")


def marked_rows(picture: Image.Image) -> list[int]:
    """Give the rows of the picture, in points from the page's top, that hold the marking pen's yellow."""
    width, height = picture.size
    pixels = picture.load()
    assert pixels is not None
    rows = [y for y in range(height) if any(pixels[x, y] == (253, 226, 140) for x in range(0, width, 2))]
    return [round(y * A4[1] / height) for y in rows]


def test_the_quote_is_marked_where_it_stands() -> None:
    picture, is_marked = draw_page(report(*LINES), 2, QUOTE)
    assert is_marked
    rows = marked_rows(picture)
    from_top = [A4[1] - (600 - 20 * n) for n in (1, 2)]  # baselines of the second and the third line
    assert min(rows) == pytest.approx(from_top[0] - 10, abs=5)
    assert max(rows) == pytest.approx(from_top[1] + 3, abs=5)


def test_a_turned_page_is_marked_as_it_is_shown() -> None:
    picture, is_marked = draw_page(report(*LINES, rotate=90), 2, QUOTE)
    assert is_marked
    assert picture.width < picture.height  # lines run downwards
    assert min(marked_rows(picture)) == pytest.approx(72, abs=5)  # where they begin


def test_words_that_the_page_lacks_mark_nothing() -> None:
    picture, is_marked = draw_page(report(*LINES), 2, "noget helt andet")
    assert not is_marked
    assert marked_rows(picture) == []


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7 brudt", b"<html>"], ids=["empty", "broken", "html"])
def test_what_is_no_pdf_is_an_expected_failure(body: bytes) -> None:
    with pytest.raises(ValueError, match="page 1"):
        draw_page(body, 1, QUOTE)


def publish_report(settings: Settings, body: bytes, record_id: str = "x-rapport") -> Document:
    """Publish a project that a PDF report tells of, its quote on page 2."""
    url = f"https://kommune.example/{record_id}.pdf"
    sha256 = hashlib.sha256(body).hexdigest()
    document = Document(
        document_id=make_document_id(url, sha256),
        url=url,
        canonical_url=url,
        media_type="application/pdf",
        fetched_at="2026-01-01T00:00:00Z",
        sha256=sha256,
        text=f"Færre genindlæggelser\n\n{QUOTE}",
        kind=DocumentKind.FINAL_REPORT,
        title="Slutrapport <b>",
        n_pages=2,
    )
    with Store.open(settings, write=True) as store:
        store.save_document(document, body)
        facts = {"title": ("Færre genindlæggelser", "Færre genindlæggelser"), "effekt": (QUOTE, QUOTE)}
        change = make_change(document, record_id, facts)
        paged = tuple(replace(item, page_no=2) for item in change.add)
        with store.transaction() as connection:
            apply_changes(connection, [replace(change, add=paged)], who="tests", note="")
    return document


def evidence_of(settings: Settings, record_id: str, field: str) -> str:
    with Store.open(settings) as store:
        return next(e.evidence_id for e in store.record(record_id).evidence if e.field == field)


@pytest.fixture
def settings(tmp_path: Path, small_data: Settings) -> Settings:
    shutil.copy(small_data.data / "corpus.sqlite", tmp_path / "corpus.sqlite")
    return Settings(data=tmp_path)


def test_a_statement_of_a_published_report_has_a_picture_that_is_kept(settings: Settings) -> None:
    document = publish_report(settings, report(*LINES))
    service = Service(settings)
    evidence_id = evidence_of(settings, "x-rapport", "effekt")
    image = page_image(service, evidence_id)
    assert (image.page_no, image.quote, image.is_marked) == (2, QUOTE, True)
    assert Image.open(io.BytesIO(image.body)).size == (image.width, image.height)
    started = time.process_time()
    assert page_image(service, evidence_id) == image
    assert time.process_time() - started < 0.5
    with Store.open(settings, write=True) as store:
        remove_document(store, document.document_id, who="tests", why="personoplysninger")
    assert list(settings.pages.iterdir()) == []
    with pytest.raises(NotFoundError):
        page_image(service, evidence_id)


def test_what_cannot_be_drawn_says_why(settings: Settings) -> None:
    service = Service(settings)
    with pytest.raises(NotFoundError):
        page_image(service, "findes-ikke")
    with pytest.raises(NoPageImageError) as not_pdf:
        page_image(service, evidence_of(settings, "x-script", "title"))
    assert not_pdf.value.reason == "not_pdf"
    publish_report(settings, b"%PDF-1.7 brudt")
    with pytest.raises(NoPageImageError) as broken:
        page_image(service, evidence_of(settings, "x-rapport", "effekt"))
    assert broken.value.reason == "cannot_draw"
    (original,) = [path for path in settings.blobs.rglob("*") if path.is_file()]
    original.unlink()
    with pytest.raises(NoPageImageError) as lost:
        page_image(service, evidence_of(settings, "x-rapport", "effekt"))
    assert lost.value.reason == "not_kept"
