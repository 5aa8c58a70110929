"""Text that repeats itself without end: whatever is read out of it must take time in proportion to its length."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from corpus.documents import Document, DocumentKind
from ingest.classify import classify_document
from ingest.extract import extract_candidates
from ingest.guard import guard_document
from ingest.parse.html_markup import count_text
from tests.ingest.parsing import page, parse

# Each of these once took minutes, or is of the kind that does.
PHRASES = {
    "years": "2018-2019-",
    "contacts": "Kontakt: Jens Hansen Jensen, tlf. 12 34 56 78. ",
    "capitals": "Aa",
    "places": "Vejle, Struer og Skive Kommune, ",
    "amounts": "1.000.000 kr. og ",
    "periods": "fra 2018 til ",
    "addresses": "a.a.a.a@",
}


def _document(phrase: str, n_chars: int) -> Document:
    text = (phrase * (n_chars // len(phrase) + 1))[:n_chars]
    award = "<p>Struer Kommune har fået 775.500 kr. til projektet i 2019.</p>"
    return parse(page(f"<main><h1>Pulje til projekter</h1><p>{text}</p>{award}</main>"))


def _seconds(document: Document) -> float:
    started = time.process_time()
    guarded = guard_document(document)
    kind, _ = classify_document(guarded)
    extract_candidates(replace(guarded, kind=kind))
    return time.process_time() - started


@pytest.mark.parametrize("name", PHRASES)
def test_reading_takes_time_in_proportion(name: str) -> None:
    _seconds(_document(PHRASES[name], 1000))  # loads what is loaded once
    short, long = (_seconds(_document(PHRASES[name], n_chars)) for n_chars in (4000, 16_000))
    assert long < 0.5 + 8 * short  # four times the text; sixteen times would be its square


@pytest.mark.parametrize("opening", ["<!--", "<", "<p", "<script>", '<a href="'])
def test_markup_left_open_is_counted_in_one_pass(opening: str) -> None:
    started = time.process_time()
    assert count_text("ord " + opening * 50_000 + " mere") > 0
    assert time.process_time() - started < 2


def test_text_is_counted_without_markup() -> None:
    html = "<!-- en > to --><style>p {}</style><p class='a'>Otte ord</p><script>1 < 2</script>!"
    assert count_text(html) == len("Otte ord!")


@pytest.mark.parametrize("kind", [DocumentKind.GOVERNANCE, DocumentKind.EVALUATION, DocumentKind.AWARD_LIST])
def test_awards_told_over_and_over_take_time_in_proportion(kind: DocumentKind) -> None:
    row = "Vejle Kommune får 1,2 mio. kr. til projektet ”Friskere liv” fra puljen X. "

    def seconds(n_chars: int) -> float:
        document = replace(_document(row, n_chars), kind=kind)
        started = time.process_time()
        extract_candidates(document)
        return time.process_time() - started

    seconds(1000)
    assert seconds(32_000) < 0.5 + 8 * seconds(8000)
