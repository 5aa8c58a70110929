"""Headlines and headings that are about several projects, and so the name of none."""

from __future__ import annotations

import pytest

from corpus.documents import DocumentKind
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from ingest.extract.project_titles import tells_of_several
from tests.ingest.extract.pages import write_document


def projects(text: str, kind: DocumentKind) -> list[Candidate]:
    return [c for c in extract_candidates(write_document(text, kind=kind)) if c.record_type is RecordType.PROJECT]


@pytest.mark.parametrize(
    "title",
    [
        "Her er de otte projekter, der får del i Roligpuljen",
        "Otte kommunale akutprojekter er evalueret",
        "De 12 projekter er i gang",
        "Fjorten nye projekter om søvn",
        "Flere projekter får støtte",
        "Projekter uden slutmåling",
        "Øvrige projekter",
        "De projekter, der fortsætter",
    ],
)
def test_a_headline_that_counts_projects_is_the_name_of_none(title: str) -> None:
    assert tells_of_several(title)
    page = f"# {title}\n\nI Vejle Kommune skal en tavle samle alle. Projektet får 2,21 mio. kr. fra puljen Rolig nat."
    titles = {s.value for c in projects(page, DocumentKind.NEWS) for s in c.statements if s.field == "title"}
    assert title not in titles


@pytest.mark.parametrize(
    "title",
    [
        "Projekt Rolig nat",
        "Projektet Rolig nat",
        "Otte timers søvn",
        "To skridt frem",
        "Flere gode dage",
        "Syv slags ro",
    ],
)
def test_a_name_may_count_other_things(title: str) -> None:
    assert not tells_of_several(title)
    page = f"# {title}\n\nProjektejer: Vejle Kommune\nPulje: Rolig nat\nBevilling: 2.210.000 kr."
    (project,) = projects(page, DocumentKind.PROJECT_PAGE)
    assert any(s.field == "municipalities" and s.value == "0630" for s in project.statements)


def test_a_heading_over_what_is_left_names_no_project_of_those_below_it() -> None:
    page = (
        "# Evaluering af puljen Rolig nat\n\n## Odder Kommune: Mørket ned\nBorgerne sover bedre.\n\n"
        "## Skive Kommune: Lyset op\nBorgerne sover dårligere.\n\n"
        "## Projekter uden slutmåling\nVejle Kommune gennemførte Ro i natten, men har ikke målt på borgerne."
    )
    titles = [s.value for c in projects(page, DocumentKind.EVALUATION) for s in c.statements if s.field == "title"]
    assert "Projekter uden slutmåling" not in titles
    assert {"Mørket ned", "Lyset op"} <= set(titles)
