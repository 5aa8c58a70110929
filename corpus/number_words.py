"""Danish words for whole numbers: "nul" to "hundrede", with those between the tens ("femogtyve")."""

from __future__ import annotations

from collections.abc import Mapping

_ONES = "en to tre fire fem seks syv otte ni".split()
_TEENS = "ti elleve tolv tretten fjorten femten seksten sytten atten nitten".split()
_TENS = {
    "tyve": 20, "tredive": 30, "fyrre": 40, "halvtreds": 50, "tres": 60, "halvfjerds": 70, "firs": 80, "halvfems": 90,
}  # fmt: skip
SIMPLE: Mapping[str, int] = {
    **{word: n for n, word in enumerate(["nul", *_ONES, *_TEENS])},
    **{"et": 1, "én": 1, "ét": 1},
    **_TENS,
    "hundrede": 100,
}
"""Those of one part, in lower case, and what each is worth."""
NUMBER_WORDS: Mapping[str, int] = {
    **SIMPLE,
    **{f"{one}og{ten}": n + k for ten, n in _TENS.items() for k, one in enumerate(_ONES, 1)},
}
"""All of them."""


def pattern_of_words(least: int, most: int) -> str:
    """Give the alternatives of a regular expression for the words from one number to another, the longer first."""
    found = (word for word, n in NUMBER_WORDS.items() if least <= n <= most)
    return "|".join(sorted(found, key=lambda word: (-len(word), word)))


def whole_number(text: str) -> int:
    """Give the number that digits or a word say, whatever the word's case.

    Raises:
        KeyError: it is neither.
    """
    return int(text) if text.isdecimal() else NUMBER_WORDS[text.lower()]
