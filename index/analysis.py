"""Danish text analysis for the keyword index.

`aa`/`å`, `ae`/`ä`/`æ` and `oe`/`ö`/`ø` are spelled alike in terms, without folding `ø` to `o`. A term is a word so
spelled; its Snowball stem stands beside it. Compounds are cut by the corpus's own words (`index.compounds`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

ANALYSER_VERSION = 3
"""Raise it when the terms of a text change, so that snapshots are built anew."""

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_SPELLING = (("aa", "å"), ("ae", "æ"), ("oe", "ø"), ("ä", "æ"), ("ö", "ø"), ("é", "e"), ("è", "e"), ("ü", "y"))
# "§ 83 a" is one term, but in "§ 107 i serviceloven" the letter is a word
_LAW = re.compile(r"(?:§§?|paragraf(?:fen)?)\s*(\d+)(?:\s?([a-hj-z])\b|(?<=\d)(i)\b)?")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![^\W_])|\d+(?:[.,]\d+)?(?![^\W_])")
_WORD = r"[^\W_]*(?:[-‐‑'’][^\W_]+)*"
_LAW_WHOLE = r"(?:§§?|paragraf(?:fen)?)\s*\d+(?:\s?[a-hj-z]\b|(?<=\d)i\b)?"
# Plain words first: of the four alternatives they are nearly all there is
_TOKEN = re.compile(rf"(?!paragraf(?:fen)?\s*\d)[^\W\d_]{_WORD}|{_LAW_WHOLE}|{_NUMBER.pattern}|[^\W_]{_WORD}")
_HYPHEN = re.compile(r"[-‐‑'’]")
GRAM = 4
SHORT = 300
"""Characters of a text that a query may have, and a draft has not."""

STOP_WORDS = frozenset(
    """ad af aldrig alle alt anden andet andre at bare begge blandt blev blive bliver da de dem den denne der deres
    det dette dig din disse dog du efter eller en end er et for fra få får før gennem god ha had han hans har havde
    have hen hende hendes her hos hun hvad hvem hver hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornår i ikke
    ind ingen intet ja jeg jer jeres kan kom kommer kun kunne lad lav man mange med meget mellem men mens mere mig min
    mit mod må ned nej noget nogle nok nu når og også om omkring op os over på samme samt se selv sig sin sine sit
    skal skulle som sådan til ud uden under var ved vi vil ville vor vores være været""".split()
)


class Token(NamedTuple):
    """A word of a text."""

    term: str  # as spelled in the index
    char_start: int  # in the text given, half-open with char_end
    char_end: int
    parts: tuple[str, ...] = ()  # of a word with hyphens, e.g. ("iv", "behandling")


def clean(text: str) -> str:
    """Give the text in NFC and lower case without invisible characters. Its length may differ from the text's."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).lower()


def spell(word: str) -> str:
    """Give a lower-case word as terms spell it."""
    for old, new in _SPELLING:
        word = word.replace(old, new)
    return word


def tokens(text: str) -> Iterator[Token]:
    """Give the words of a cleaned text, in order: law paragraphs, numbers and words, hyphened words as one."""
    for match in _TOKEN.finditer(text):
        term, parts = analyse_word(match.group())
        yield Token(term, match.start(), match.end(), parts)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Give the words of a text, not yet cleaned; of a short one they are remembered, for a query is read many times."""
    return _tokens_of_short(text) if len(text) <= SHORT else tuple(tokens(clean(text)))


@lru_cache(maxsize=64)
def _tokens_of_short(text: str) -> tuple[Token, ...]:
    return tuple(tokens(clean(text)))


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("danish", 0)


@lru_cache(maxsize=200_000)
def stem(term: str) -> str:
    """Give the Snowball stem of a term."""
    stemmed: str = _stemmer().stemWord(term)
    return stemmed


def raw_words(text: str) -> list[str]:
    """Give the words of a text as written, in lower case; `analyse_word` says what each becomes."""
    words: list[str] = _TOKEN.findall(clean(text))
    return words


@lru_cache(maxsize=200_000)
def analyse_word(raw: str) -> tuple[str, tuple[str, ...]]:
    """Give the term of one of `raw_words`, and the parts of one with hyphens."""
    if law := _LAW.fullmatch(raw):
        return f"§{law[1]}{law[2] or law[3] or ''}", ()
    if _NUMBER.fullmatch(raw):
        return raw.replace(".", ""), ()
    parts = tuple(spell(part) for part in _HYPHEN.split(raw))
    return "".join(parts), parts if len(parts) > 1 else ()


def surface_terms(text: str) -> list[str]:
    """Give the terms of a text as written, stop words too: what exact and phrase search looks up."""
    return [token.term for token in tokens_of(text)]


def word_terms(text: str) -> list[str]:
    """Give the words of a text and the parts of its hyphened words, without stop words.

    The `words` channel looks up their stems and, of compounds, the stems of their parts.
    """
    forms = (form for token in tokens_of(text) for form in (token.term, *token.parts))
    return [form for form in forms if form not in STOP_WORDS]


def gram_terms(text: str) -> list[str]:
    """Give the character 4-grams of a text's words, without stop words."""
    return [gram for token in tokens_of(text) if token.term not in STOP_WORDS for gram in grams_of(token.term)]


def grams_of(term: str) -> list[str]:
    """Give the character 4-grams of a word between two marks; a shorter word is one gram."""
    marked = f"_{term}_"
    return [marked[i : i + GRAM] for i in range(max(1, len(marked) - GRAM + 1))]
