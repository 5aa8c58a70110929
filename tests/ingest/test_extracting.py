from __future__ import annotations

from dataclasses import replace

from corpus.documents import DocumentKind
from ingest.extracting import extract_all
from ingest.parse import DEFAULT_LIMITS
from tests.ingest.extract.pages import write_document


def test_a_document_past_its_limits_costs_only_its_own_records() -> None:
    project = write_document("# Lyset ned\nKommune: Vejle", kind=DocumentKind.PROJECT_PAGE)
    endless = replace(project, url="https://kl.example/uendelig")
    found = extract_all([project, project])
    assert (found.documents, found.failed) == ((project, project), {})
    assert {c.document_id for c in found.candidates} == {project.document_id}
    cut = extract_all([endless], limits=replace(DEFAULT_LIMITS, timeout_s=0.0))
    assert (cut.documents, cut.candidates) == ((), ())
    assert list(cut.failed) == [endless.url]
    assert cut.failed[endless.url].startswith("time limit")
