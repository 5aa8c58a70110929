from __future__ import annotations

from pathlib import Path

import pytest

from ingest.classify import classify_document
from tests.ingest.parsing import page, parse

# Pages of forms that the labelled sites have few of: a name, its kinds, a path; then what is on it.
FORMS = {
    head.split(" | ")[0]: (head.split(" | ")[1].split(), head.split(" | ")[2], html)
    for head, _, html in (
        part.partition("\n") for part in Path(__file__).with_name("forms.txt").read_text("utf-8").split("== ")[1:]
    )
}


@pytest.mark.parametrize("form", FORMS)
def test_a_page_of_a_rare_form_gets_its_kind(form: str) -> None:
    kinds, path, html = FORMS[form]
    document = parse(page(f"<main>{html}</main>"), url=f"https://www.eksempel.dk{path}")
    kind, _ = classify_document(document)
    assert kind.value in kinds
