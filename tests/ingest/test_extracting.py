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


def test_a_list_without_end_gives_its_first_entries_and_says_so() -> None:
    rows = "".join(
        f"- {place} Kommune – {n}.000 kr.\n" for n, place in enumerate(("Vejle", "Greve", "Lemvig", "Ribe"), 1)
    )
    text = "# Lys og luft\nPuljen Lys og luft er fordelt i 2019.\n## Projekter, der har fået tildelt midler\n"
    listed = write_document(text + rows, kind=DocumentKind.AWARD_LIST)
    whole = extract_all([listed])
    n_all = len(whole.candidates)
    assert n_all > 2
    assert whole.cut == {}
    few = extract_all([listed], limits=replace(DEFAULT_LIMITS, max_candidates=2))
    assert few.candidates == whole.candidates[:2]
    assert few.cut == {listed.url: f"only the first 2 of its {n_all} entries are read"}
    n_first = len(whole.candidates[0].statements)
    little = extract_all([listed], limits=replace(DEFAULT_LIMITS, max_statements=n_first))
    assert little.candidates == whole.candidates[:1]


def test_of_too_many_entries_in_all_the_longest_documents_are_left_out() -> None:
    page = write_document("# Lyset ned\nKommune: Vejle", kind=DocumentKind.PROJECT_PAGE)
    text = "# Lys og luft\nPuljen Lys og luft er fordelt i 2019.\n## Projekter, der har fået tildelt midler\n"
    rows = "- Vejle Kommune – 1.000 kr.\n- Greve Kommune – 2.000 kr.\n- Lemvig Kommune – 3.000 kr.\n"
    listed = write_document(text + rows, url="https://kl.example/liste", kind=DocumentKind.AWARD_LIST)
    n_listed = len(extract_all([listed]).candidates)
    found = extract_all([listed, page], most=n_listed)
    assert found.documents == (page,)
    assert found.failed == {listed.url: f"the run has more than {n_listed} entries, and this has {n_listed} of them"}
