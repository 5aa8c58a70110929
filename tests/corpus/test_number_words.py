"""Danish words for numbers."""

from __future__ import annotations

import re

import pytest

from corpus.number_words import NUMBER_WORDS, pattern_of_words, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("nul", 0), ("Ét", 1), ("tolv", 12), ("nitten", 19), ("femogtyve", 25), ("nioghalvfems", 99), ("17", 17)],
)
def test_reads_words_and_digits(text: str, number: int) -> None:
    assert whole_number(text) == number


def test_has_every_number_to_a_hundred_and_refuses_what_is_none() -> None:
    assert sorted(set(NUMBER_WORDS.values())) == list(range(101))
    with pytest.raises(KeyError):
        whole_number("mange")


def test_pattern_takes_the_longest_word_and_none_outside_its_range() -> None:
    pattern = re.compile(pattern_of_words(2, 45))
    assert [match[0] for match in pattern.finditer("fireogtyve, fire og tretten")] == ["fireogtyve", "fire", "tretten"]
    assert not pattern.fullmatch("halvtreds")
    assert not pattern.fullmatch("en")
