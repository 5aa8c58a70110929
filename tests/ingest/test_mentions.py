from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import BlockKind, Document, DocumentKind
from corpus.records import RecordType
from ingest.extract import extract_candidates
from ingest.link import Linking, link_candidates
from ingest.phrases import PhraseIndex, phrase_words
from tests.ingest.extract.pages import write_document

LIST = """# Sansernes rum
Puljen ”Sansernes rum” er fordelt i oktober 2019 til dæmpning af uro hos mennesker med demens.
## Projekter, der har fået tildelt midler
Kommune\tProjekt\tBevilget beløb
Nyborg\tDuftenes have\t1.912.500 kr.
Lolland\tSang til kaffen\t2.480.000 kr.
Hjørring\tNathjemmet\t2.990.000 kr.
Hjørring\tGeden på gangen\t740.000 kr.
"""


def listed() -> Document:
    return write_document(LIST, url="https://sst.dk/da/puljer/sansernes-rum", kind=DocumentKind.POOL_PAGE)


def link(*documents: Document) -> Linking:
    return link_candidates(documents, [c for d in documents for c in extract_candidates(d)])


def told_in(linking: Linking, document: Document) -> list[tuple[str, str | None]]:
    """Give the listed title of every project that a document tells of, with the outcome it states."""
    titles = {
        record_id: next((e.value for e in items if e.field == "title" and e.extractor == "award-list/1"), "another")
        for record_id, items in linking.evidence.items()
    }
    return sorted(
        (
            str(titles[a.record_id]),
            next((s.value for s in a.candidate.statements if s.field == "outcome_direction"), None),
        )
        for a in linking.assignments
        if a.candidate.document_id == document.document_id and a.candidate.record_type is RecordType.PROJECT
    )


def other(markup: str, kind: DocumentKind = DocumentKind.NOISE, url: str = "https://avis.dk/nyt/side") -> Document:
    return write_document(markup, url=url, kind=kind)


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("# Haven dufter igen\nDuftenes have i Nyborg slog dørene op for beboerne.", "Duftenes have"),
        ("# Nyt fra centrene\nSang til kaffen klinger nu på fem centre, betalt af Sansernes rum.", "Sang til kaffen"),
        ("# Nathjemmet i Hjørring lukker\nDer er ikke penge til at blive ved med forsøget.", "Nathjemmet"),
        ("# Uro dæmpes\nLolland Kommune møder beboere med musik. Sansernes rum betaler.", "Sang til kaffen"),
    ],
)
def test_a_page_that_names_a_known_project_tells_of_it(markup: str, title: str) -> None:
    page = other(markup)
    linking = link(listed(), page)

    assert [t for t, _ in told_in(linking, page)] == [title]
    assert len({a.record_id for a in linking.assignments if a.candidate.record_type is RecordType.PROJECT}) == 4


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("# Et andet sted\nDuftenes have i Skive er et gartneri med udsalg.", DocumentKind.NOISE),
        ("# Duft\nGå en tur i duftenes have i Nyborg.", DocumentKind.NOISE),
        ("# Ferie\nHjørring har en strand. Lolland har flere.", DocumentKind.NOISE),
        ("# Ansøgning\nVi søger om midler til Duftenes have i Nyborg af Sansernes rum.", DocumentKind.APPLICATION),
        # the pool has two projects in Hjørring: which one is meant nobody can tell
        ("# Uro i Hjørring\nHjørring Kommune har brugt Sansernes rum til at skabe ro.", DocumentKind.NOISE),
    ],
)
def test_a_page_on_something_else_tells_of_none(markup: str, kind: DocumentKind) -> None:
    page = other(markup, kind)

    assert told_in(link(listed(), page), page) == []


def test_each_part_of_an_evaluation_tells_of_its_own_project() -> None:
    page = other(
        "# Hvad kan dæmpe uro?\nVi ser på tre projekter i Sansernes rum.\n"
        "## Duftenes have\nI Nyborg faldt antallet af episoder med uro fra 31 til 19 om måneden.\n"
        "## Sang til kaffen\nPå Lolland var antallet af episoder uændret.\n"
        "## Nathjemmet\nI Hjørring steg antallet af konflikter om natten.",
        DocumentKind.EVALUATION,
    )

    assert told_in(link(listed(), page), page) == [
        ("Duftenes have", "better"),
        ("Nathjemmet", "worse"),
        ("Sang til kaffen", "no_change"),
    ]


def test_a_report_may_call_a_pools_only_project_of_a_place_by_other_words() -> None:
    page = other(
        "# Evaluering af puljen Sansernes rum\n"
        "## Nyborg Kommune: haven ved plejehjemmet\nDer var færre episoder med uro.\n"
        "## Hjørring Kommune: dyr og nætter\nDer var færre episoder med uro.",
        DocumentKind.EVALUATION,
    )

    assert [t for t, _ in told_in(link(listed(), page), page)] == ["Duftenes have", "another"]


def test_a_link_below_a_row_leads_to_the_rows_page() -> None:
    rows = write_document(
        "# Sansernes rum\nPuljen ”Sansernes rum” er fordelt i oktober 2019.\n## Tildelte midler\n"
        "- Nyborg Kommune – 1.912.500 kr.\n- Lolland Kommune – 2.480.000 kr.\n"
        "## Læs om projekterne\n- Nyborg\n- Lolland",
        url="https://sst.dk/da/puljer/sansernes-rum",
        kind=DocumentKind.POOL_PAGE,
    )
    target = "https://sst.dk/media/4711"
    blocks = tuple(
        replace(b, kind=BlockKind.LINK, href=target) if rows.block_text(b) == "Lolland" else b for b in rows.blocks
    )
    rows = replace(rows, blocks=blocks)
    page = other("# Sang til kaffen\nLolland Kommune\nBeboerne vågner til sang.", DocumentKind.PROJECT_PAGE, target)
    linking = link(rows, page)
    ids = {a.record_id for a in linking.assignments if a.candidate.document_id == page.document_id}

    assert len(ids) == 1
    assert 2_480_000 in {e.value for e in linking.evidence[ids.pop()] if e.field == "amount_dkk"}


def test_phrases_are_found_as_names_longest_first() -> None:
    index = PhraseIndex([phrase_words("Sang til kaffen"), phrase_words("Sang"), phrase_words("Forløb 2.0")])
    text = "sang til kaffen. Sang til kaffens venner, Sangs og forløb; Forløb 2-0"

    assert [text[h.char_start : h.char_end] for h in index.find(text)] == ["Sang til kaffen", "Sang", "Forløb 2-0"]
