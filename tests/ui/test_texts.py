from __future__ import annotations

import re

import pytest

from corpus.records import DIMENSIONS, OutcomeDirection, RecordType, Status
from ui.address import FACETS, MODES, SORTS
from ui.texts import load_texts


def test_both_languages_say_the_same_things_with_the_same_places() -> None:
    danish, english = (load_texts(language).words for language in ("da", "en"))
    assert danish.keys() == english.keys()
    places = {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in danish.items()}
    assert places == {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in english.items()}


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_coded_value_has_words(language: str) -> None:
    words = load_texts(language).words
    coded = {
        "facet": FACETS,
        "mode": MODES,
        "sort": SORTS,
        "dimension": DIMENSIONS,
        "status": [status.value for status in Status],
        "outcome": [direction.value for direction in OutcomeDirection],
        "record_type": [kind.value for kind in RecordType],
    }
    assert [
        f"{group}.{value}" for group, values in coded.items() for value in values if f"{group}.{value}" not in words
    ] == []


def test_an_unknown_language_gets_danish_and_an_unknown_text_is_an_error() -> None:
    assert load_texts("fr").language == "da"
    with pytest.raises(KeyError):
        load_texts("da")("search.nosuch")
