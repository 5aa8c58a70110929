"""CPR numbers where no reader of a page or file sees them: its bytes would be kept all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import DocumentStatus
from ingest.raw import DOCX, PDF, RawDocument
from ingest.reading import Reading, read
from tests.ingest.parsing import page
from tests.ingest.test_parse_docx import LONG, NAMES, run, word

SEEN = f"<main><h1>Projekt</h1><p>{LONG}</p><p>Ring på 12 34 56 78. CVR 12032099.</p></main>"


def reading(body: bytes, media_type: str = "text/html; charset=utf-8", *, is_cleared: bool = False) -> Reading:
    raw = RawDocument("https://kl.example/a", "https://kl.example/a", media_type, body, "2026-05-01T08:00:00Z")
    return read(raw, is_cleared=lambda _: is_cleared)


@pytest.mark.parametrize(
    "extra",
    [
        "<!-- borger 070761-4285 -->",
        '<img src="a.png" alt="Borger 070761-4285">',
        '<p style="display:none">Borger 070761-<b>4285</b></p>',
        "<footer>Borger 070761&#8209;4285</footer>",
        '<input type="hidden" value="0707614285">',
        "<p hidden>Borger 120320\u00ad-9999</p>",
    ],
    ids=["comment", "alt", "hidden", "footer", "value", "date alone"],
)
def test_a_page_is_held_back_for_a_number_that_it_does_not_show(extra: str) -> None:
    held = reading(page(SEEN + extra).encode())
    assert (held.document.status, held.document.text, held.n_findings > 0) == (DocumentStatus.QUARANTINED, "", True)
    assert "070761" not in repr(replace(held, raw=None))  # type: ignore[arg-type]
    cleared = reading(page(SEEN + extra).encode(), is_cleared=True)
    assert cleared.document.status is DocumentStatus.OK


@pytest.mark.parametrize(
    "extra",
    ["<script>var id = '070761-4285';</script>", '<div data-id="070761-4285" id="x0707614285">x</div>', ""],
    ids=["script", "identifiers", "nothing"],
)
def test_what_no_person_wrote_holds_nothing_back(extra: str) -> None:
    assert reading(page(SEEN + extra).encode()).document.status is DocumentStatus.OK


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("<w:p><w:del><w:r><w:delText>070761-4285</w:delText></w:r></w:del></w:p>", {}),
        (f"<w:p>{run('070761-4285', '<w:vanish/>')}</w:p>", {}),
        ("", {"word__comments": f"<w:comments {NAMES}><w:p>{run('070761-4285')}</w:p></w:comments>"}),
        ("", {"word__header1": f"<w:hdr {NAMES}><w:p>{run('0707')}{run('61-4285')}</w:p></w:hdr>"}),
    ],
    ids=["deleted", "hidden", "comment", "header"],
)
def test_a_word_file_is_held_back_too(body: str, parts: dict[str, str]) -> None:
    seen = f"<w:p>{run(LONG)}</w:p>"
    assert reading(word(seen, **parts), DOCX).document.status is (
        DocumentStatus.QUARANTINED if parts else DocumentStatus.OK
    )
    assert reading(word(seen + body, **parts), DOCX).document.status is DocumentStatus.QUARANTINED


def test_invisible_ink_in_a_pdf_holds_it_back() -> None:
    from tests.ingest.pdfs import lines_pdf

    seen = lines_pdf([[(60, 700, LONG[:60]), (60, 680, LONG[60:])]])
    assert reading(seen, PDF).document.status is DocumentStatus.OK
    hidden = lines_pdf([[(60, 700, LONG[:60]), (60, 680, LONG[60:]), (60, -90, "070761-4285")]])
    assert reading(hidden, PDF).document.status is DocumentStatus.QUARANTINED


def test_words_of_a_page_that_cannot_be_read_are_not_kept() -> None:
    head = '<meta name="robots" content="noindex"><meta name="description" content="Borger 070761-4285">'
    refused = reading(page("<p>x</p>", head=head, title="Sag 070761-4285").encode()).document
    assert refused.status is DocumentStatus.REJECTED
    assert "070761" not in repr(refused)
