from __future__ import annotations

import pytest

from ingest.classify import classify_document
from ingest.kind_model import Seen, kind_model
from tests.kinds.fit import cross_validate, documents_and_seen
from tests.kinds.labelled import Labelled, labelled_documents

Read = tuple[list[Labelled], list[Seen]]


@pytest.fixture(scope="module")
def read() -> Read:
    return documents_and_seen(labelled_documents())


def test_the_stored_weights_are_of_the_signs_that_are_read(read: Read) -> None:
    _, seen = read
    assert set(seen[0].signs) == set(kind_model().weights)


def test_weights_of_other_sites_tell_most_kinds_of_a_site(read: Read) -> None:
    found = list(cross_validate(*read, n_groups=3))
    assert sum(right for _, right, _ in found) / sum(total for *_, total in found) >= 0.97
    assert all(right / total >= 0.92 for _, right, total in found)


def test_every_labelled_document_gets_a_right_kind() -> None:
    wrong = [d.document.url for d in labelled_documents() if classify_document(d.document)[0] not in d.kinds]
    assert len(wrong) <= 3, wrong
