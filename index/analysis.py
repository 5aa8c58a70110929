"""Danish text analysis for the keyword index.

`aa`/`å`, `ae`/`ä`/`æ` and `oe`/`ö`/`ø` are spelled alike in terms, without folding `ø` to `o`. A term is a word so
spelled; its Snowball stem stands beside it. Compounds are cut at index time only, by a lexicon (`index.compounds`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

ANALYSER_VERSION = 1
"""Raise it when the terms of a text change, so that snapshots are built anew."""

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SPELLING = (("aa", "å"), ("ae", "æ"), ("oe", "ø"), ("ä", "æ"), ("ö", "ø"), ("é", "e"), ("è", "e"), ("ü", "y"))
# "§ 83 a" is one term, but in "§ 107 i serviceloven" the letter is a word
_LAW = r"(?:§§?|\bparagraf(?:fen)?)\s*(?P<law>\d+)(?:\s?(?P<letter>[a-hj-z])\b|(?P<close>i)\b(?<=\di))?"
_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?(?![^\W\d_])"
_WORD = r"[^\W_]+(?:[-‐‑'’][^\W_]+)*"
_TOKEN = re.compile(f"{_LAW}|(?P<number>{_NUMBER})|(?P<word>{_WORD})")
_HYPHEN = re.compile(r"[-‐‑'’]")
_GRAM = 4

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
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE).lower()


def spell(word: str) -> str:
    """Give a lower-case word as terms spell it."""
    for old, new in _SPELLING:
        word = word.replace(old, new)
    return word


def tokens(text: str) -> Iterator[Token]:
    """Give the words of a cleaned text, in order: law paragraphs, numbers and words, hyphened words as one."""
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match["law"]:
            yield Token(f"§{match['law']}{match['letter'] or match['close'] or ''}", start, end)
        elif match["number"]:
            yield Token(match["number"].replace(".", ""), start, end)
        else:
            parts = tuple(spell(part) for part in _HYPHEN.split(match["word"]))
            yield Token("".join(parts), start, end, parts if len(parts) > 1 else ())


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("danish", 0)


@lru_cache(maxsize=200_000)
def stem(term: str) -> str:
    """Give the Snowball stem of a term."""
    stemmed: str = _stemmer().stemWord(term)
    return stemmed


def surface_terms(text: str) -> list[str]:
    """Give the terms of a text as written, stop words too: what exact and phrase search looks up."""
    return [token.term for token in tokens(clean(text))]


def word_terms(text: str) -> list[str]:
    """Give the terms of a text for the `words` channel: each word and its stem, without stop words."""
    terms: list[str] = []
    for token in tokens(clean(text)):
        for form in (token.term, *token.parts):
            if form not in STOP_WORDS:
                terms += forms(form)
    return terms


def forms(term: str) -> tuple[str, ...]:
    """Give a term's stem, marked as one, and the term itself."""
    return (f"{stem(term)}~", term)


def gram_terms(text: str) -> list[str]:
    """Give the character 4-grams of a text's words, each word between two marks; a short word is one gram."""
    grams: list[str] = []
    for token in tokens(clean(text)):
        if token.term in STOP_WORDS:
            continue
        word = f"_{token.term}_"
        grams += [word[i : i + _GRAM] for i in range(max(1, len(word) - _GRAM + 1))]
    return grams
