from __future__ import annotations

import re

import pytest

from corpus.records import DIMENSIONS, OutcomeDirection, RecordType, Status
from ui.address import FACETS, MODES, SORTS
from ui.search_view import facet_label
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


def test_one_thing_is_told_as_one_and_a_thousand_as_the_language_writes_it() -> None:
    danish, english = load_texts("da"), load_texts("en")
    assert english("staff.proposals_wait", count=1) == "1 proposal waits for you."
    assert english("staff.proposals_wait", count=0) == "0 proposals wait for you."
    assert danish("staff.next_brings", count=1) == "1 godkendt ændring venter:"
    assert danish("staff.next_brings", count=1234) == "1.234 godkendte ændringer venter:"
    assert english("staff.first_of", shown=300, total=12_345) == "The first 300 of 12,345 are shown."
    assert "2018" in danish("explore.timeline_note", year=2018, count=3, told=1)


def test_what_is_told_of_one_belongs_to_what_is_told_of_many() -> None:
    words = load_texts("da").words
    for key in (key for key in words if key.endswith("_one") and f"{key.removesuffix('_one')}" in words):
        assert "{count}" in words[key.removesuffix("_one")], key


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("outcome", "better", "better"), ("status", "completed", "completed"), ("has_results", "no", "no")],
)
def test_a_facets_value_whose_word_is_its_code_is_not_taken_for_unnamed(name: str, value: str, shown: str) -> None:
    assert facet_label(load_texts("en"), name, {"value": value, "label": "Dansk"}) == shown
    assert facet_label(load_texts("da"), name, {"value": value, "label": "Dansk"}) != "Dansk"
    assert facet_label(load_texts("en"), "pool", {"value": value, "label": "Puljen"}) == "Puljen"
