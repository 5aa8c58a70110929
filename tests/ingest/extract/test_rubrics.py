"""Lines that say when and under what a page is filed, which are no project's name."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from ingest.extract import extract_candidates
from tests.ingest.extract.pages import told, write_document


@pytest.mark.parametrize(
    "rubric",
    [
        "VIDEN OG INSPIRATION 01 NOV 2021",
        "Nyhed 12. marts 2021",
        "Publiceret d. 3. maj 2022",
        "Artikel | 14.03.2022",
        "Tirsdag den 4. juni 2019",
        "03-05-2021 Viden og inspiration",
        "ÆLDRE OG MÅLTIDER · 1. NOV. 2021",
    ],
)
@pytest.mark.parametrize("name", ["Kokken i køkkenet", "Smag på energien"])
def test_a_dated_rubric_is_no_name(rubric: str, name: str) -> None:
    page = write_document(
        f"# Randers Kommune\n{name}\n{rubric}\nPå plejehjemmene i Randers flytter kokken ind i de små køkkener, hvor "
        "beboerne kan se, lugte og høre maden blive til.\nTilskud: 3.015.000 kr.",
        kind=DocumentKind.PROJECT_PAGE,
    )

    assert told(extract_candidates(page)) == [(("0730",), name, 3_015_000)]


@pytest.mark.parametrize("name", ["Klar til 1. maj 2022", "Sund i 2020", "RO PÅ 2020", "Fra maj 2019 til bedre nætter"])
def test_a_name_with_a_date_in_it_is_one(name: str) -> None:
    page = write_document(
        f"# Randers Kommune\n{name}\nKommunen vil prøve noget nyt på plejehjemmene.\nTilskud: 3.015.000 kr.",
        kind=DocumentKind.PROJECT_PAGE,
    )

    assert told(extract_candidates(page)) == [(("0730",), name, 3_015_000)]
