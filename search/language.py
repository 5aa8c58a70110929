"""Which language a query is in: Danish, unless its words or letters say otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files


class Language(StrEnum):
    """Languages that queries come in."""

    DANISH = "da"
    ENGLISH = "en"
    SWEDISH = "sv"
    NORWEGIAN = "no"


# Function words that the other language lacks: one counts as much as a long word's letters.
_ENGLISH = frozenset(
    "the of and to with from by on an is are was were that this these those which what where who how when why among "
    "between about into without within during before after their our your its not or as be been have has do "
    "does did can could should would will than other at".split()
)
_DANISH = frozenset(
    "og af til med fra ved der det den de et en på som er var har hvad hvilke hvilken hvor hvordan ikke eller hos "
    "efter mellem blandt uden skal vil kan vores deres mange får fået om".split()
)
_SWEDISH = frozenset("och inte är från äldre sjukvård vård kommunen hemtjänst hälsa ett att för av".split())
_NORWEGIAN = frozenset(
    "ikkje eldre helse sykehus sykepleie sykepleier hjemmetjenesten utskrivning oppfølging innleggelse legevakt "
    "hverdagsmestring sykehjem omsorgsbolig".split()
)
_SWEDISH_LETTERS = re.compile(r"[äö]")
_DANISH_LETTERS = re.compile(r"[æøå]")
FUNCTION_WORD = 3.0
"""What a function word counts, in the unit of the trigrams (bits); three clear trigrams are about as much."""

GLOSSARY_WORD = 2.0
"""What a word of the English glossary counts, unless the corpus has it too."""

MIN_BITS = 1.0
"""Evidence for English below this is Danish: a wrong "English" costs Danish queries their keyword channels."""


def detect_language(words: Sequence[str], is_known: Callable[[str], bool] | None = None) -> Language:
    """Say which language a query is in.

    Args:
        words: the query's words.
        is_known: tells whether the corpus has a word; one that it has says little for English.

    A tie, or nothing to go by, is Danish.
    """
    lowered = [word.lower() for word in words if not re.fullmatch(r"[\d.,§]+|AND|OR|NOT", word)]
    # abbreviations alone tell no language, unless the English glossary has them: "STPS", "COPD"
    if all(_is_abbreviation(word) and not is_glossary_word(word.lower()) for word in words if word.isalpha()):
        return Language.DANISH
    if sum(_word_bits(word, is_known) for word in lowered) >= MIN_BITS:
        return Language.ENGLISH
    danish = sum(word in _DANISH or bool(_DANISH_LETTERS.search(word)) for word in lowered)
    if sum(word in _SWEDISH or bool(_SWEDISH_LETTERS.search(word)) for word in lowered) > danish:
        return Language.SWEDISH
    if any(word in _NORWEGIAN for word in lowered):
        return Language.NORWEGIAN
    return Language.DANISH


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= 6


def _word_bits(word: str, is_known: Callable[[str], bool] | None) -> float:
    """Give how much a word speaks for English against Danish, in bits, at most a few either way."""
    if _DANISH_LETTERS.search(word) or word in _DANISH:
        return -FUNCTION_WORD
    if word in _ENGLISH:
        return FUNCTION_WORD
    bits = _bits_of_letters(word)
    if is_known is not None and is_known(word):
        return min(bits / 2, bits) - 0.5
    return max(bits, GLOSSARY_WORD) if word in _glossary_words() else bits


@lru_cache(maxsize=2_000)
def _bits_of_letters(word: str) -> float:
    padded = f"_{word}_"
    table = _trigram_bits()
    return max(-4.0, min(4.0, sum(table.get(padded[i : i + 3], 0.0) for i in range(len(padded) - 2))))


def is_glossary_word(word: str) -> bool:
    """Say whether the English glossary has a word."""
    return word in _glossary_words()


@cache
def _glossary_words() -> frozenset[str]:
    text = files("corpus").joinpath("data/english.tsv").read_text("utf-8")
    phrases = (line.split("\t")[0] for line in text.splitlines() if not line.startswith("#"))
    return frozenset(phrase for phrase in phrases if " " not in phrase)


@cache
def _trigram_bits() -> dict[str, float]:
    text = files("corpus").joinpath("data/trigrams.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {trigram: float(bits) for trigram, bits in rows}
