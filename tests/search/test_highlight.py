from __future__ import annotations

import random
import re

import pytest

from index.analysis import clean, stem, tokens
from search.highlight import MAX_PLACES, Highlighter

WORDS = (
    "§ 83 a|§§ 107|Aarhus|Århus|ældre|Aeldre|IV-behandling|e-mail|1.200.000|2018-2019|a--b|'ord'|projekt’s|Öresund|"
    "café|KOL|akutfunktion|Akut\u00adteam|-ord|x_y|borgere|sygepleje|løst|skole|den|paragraf 83"
).split("|")
TERMS = "§83a §107 århus ældre behandling email kol akut team ord projekt løst cafe øresund skole 200 funktion".split()


def every_word(text: str, terms: list[str]) -> list[tuple[int, int]]:
    """Look at each word of a text in turn."""
    stems = {stem(term) for term in terms}
    long = tuple(s for s in stems if len(s) >= 5)
    found = []
    for word in re.finditer(r"§{1,2}\s?\d+(?:\s?[a-h]\b)?|[^\W_]+(?:[-‐‑'’\u00ad][^\W_]+)*", text):
        own = [stem(t) for token in tokens(clean(word.group())) for t in (token.term, *token.parts)]
        if any(s in stems or s.startswith(long) or s.endswith(long) for s in own):
            found.append(word.span())
    return found


def test_the_words_marked_are_those_that_match() -> None:
    choice = random.Random(1)
    for _ in range(400):
        gaps = [choice.choice((" ", ",", ".\n", "-", "  ", "/")) for _ in range(9)]
        text = "".join(choice.choice(WORDS) + gap for gap in gaps)
        terms = choice.sample(TERMS, 3)
        assert Highlighter(terms).places(text) == every_word(text, terms), (text, terms)


def test_texts_looked_through_together_are_marked_as_each_alone() -> None:
    choice = random.Random(2)
    highlighter = Highlighter(["akut", "§107", "løst"], ["akut hjælp", "hjælp akut"])
    words = [*WORDS, "akut", "hjælp", "akut hjælp", "§", "107"]
    texts = [choice.choice((" ", "\n", "-")).join(choice.choices(words, k=choice.randrange(9))) for _ in range(300)]
    texts += ["akut " * (MAX_PLACES + 9), "akut", "", "akut"]
    for more in ([], ["İstanbul: akut"]):
        together = highlighter.places_in([*more, *texts])
        assert together == [highlighter.places(text) for text in [*more, *texts]]
    assert len(together[-4]) == MAX_PLACES


def test_letters_that_grow_in_lower_case_keep_the_places_right() -> None:
    assert Highlighter(["akut"]).places("İstanbul: akut") == [(10, 14)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Den kommunale akutfunktion kører ud.", ["kommunale akutfunktion"]),
        ("Kommunale tilbud og en akutfunktion.", []),
        ("Kommunal\nakutfunktion; en kommunal akutfunktionssygeplejerske.", ["Kommunal\nakutfunktion"]),
        ("Pleje i hjemmet, pleje på centret, hjemmet.", ["Pleje i hjemmet"]),
        ("Røgfri pleje i hjemmet", ["Røgfri", "pleje i hjemmet"]),
    ],
)
def test_a_phrase_is_marked_as_a_whole_and_its_words_alone_are_not(text: str, marked: list[str]) -> None:
    highlighter = Highlighter(["røgfri"], ["kommunal akutfunktion", "pleje i hjemmet"])
    assert [text[start:end] for start, end in highlighter.places(text)] == marked
