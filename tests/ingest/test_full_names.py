"""What a project's pool is called where an evaluation has a nickname for it."""

from __future__ import annotations

import pytest

from corpus.documents import Document, DocumentKind
from corpus.records import RecordType, derive_values
from ingest.extract import extract_candidates
from ingest.link import link_candidates
from tests.ingest.extract.pages import write_document

NAME = "Pulje til nærvær og fællesskaber for ensomme ældre"
LIST = f"""# Fire kommuner får penge
{NAME} er nu fordelt i juni 2019.

Kommune\tProjekt\tTildelt beløb (kr.)
Odder\tSpiseven\t1.964.400
Skive\tNaboskab\t1.510.000
Vejle\tKør med\t1.120.750
Struer\tVærkstedet\t2.045.000
"""


def evaluation(nickname: str) -> Document:
    rows = (
        "Spiseven (Odder)\t142\tEnsomheden er gået fra 38 til 17 procent.\nNaboskab (Skive)\t88\tIngen forskel.\n"
        "Kør med (Vejle)\t203\tAntallet af ture er fordoblet.\nVærkstedet (Struer)\t51\tFlere mødes hver uge."
    )
    text = f"# Erfaringer fra {nickname}\n\nProjekt\tDeltagere\tHvad skete der?\n{rows}"
    return write_document(text, url="https://sum.dk/media/e.pdf", kind=DocumentKind.EVALUATION)


@pytest.mark.parametrize("nickname", ["Nærværspuljen", "Fællesskabspuljen", "Ældrepuljen"])
def test_a_project_has_the_whole_name_of_its_pool_and_not_the_nickname(nickname: str) -> None:
    documents = [write_document(LIST, url="https://sum.dk/nyt/l", kind=DocumentKind.AWARD_LIST), evaluation(nickname)]
    linking = link_candidates(documents, [c for d in documents for c in extract_candidates(d)])
    projects = {a.record_id for a in linking.assignments if a.candidate.record_type is RecordType.PROJECT}
    assert len(projects) == 4
    for record_id in projects:
        told = [e for e in linking.evidence[record_id] if e.field == "pool"]
        assert {e.value for e in told} == {NAME, nickname}
        assert derive_values(told)["pool"] == NAME


def test_a_nickname_alone_is_the_pools_name() -> None:
    document = evaluation("Nærværspuljen")
    linking = link_candidates([document], extract_candidates(document))
    assert {e.value for es in linking.evidence.values() for e in es if e.field == "pool"} == {"Nærværspuljen"}
    assert all(e.confidence > 0.6 for es in linking.evidence.values() for e in es if e.field == "pool")
