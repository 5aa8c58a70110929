from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from corpus.documents import DocumentStatus
from ingest.raw import RawDocument
from ingest.reading import Reading, read

BODY = b"<html lang='da'><body><h1>Akutteam i Vejle</h1><p>Vejle Kommune fik 2 mio. kr.</p></body></html>"
RAW = RawDocument(
    url="https://kl.example/a",
    canonical_url="https://kl.example/a",
    media_type="text/html",
    body=BODY,
    fetched_at="2024-05-01T10:00:00Z",
    last_modified=None,
    etag=None,
    source="files",
)


@pytest.mark.parametrize(("text", "is_readable"), [("Vejle fik støtte.", True), (" \n", False)])
def test_a_document_cut_short_before_its_first_word_is_refused_with_a_remedy(text: str, is_readable: bool) -> None:
    whole = read(RAW, is_cleared=lambda _: False).document
    assert whole.sha256 == hashlib.sha256(BODY).hexdigest()
    cut = Reading(RAW, replace(whole, status=DocumentStatus.PARTIAL, text=text, blocks=()))
    assert cut.is_readable is is_readable
    assert bool(cut.remedy) is not is_readable
