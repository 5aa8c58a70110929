"""What the end of a line parted: words, sums and periods put together again, in running text and in narrow cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from corpus.municipalities import municipalities
from ingest.parse.html_tables import HEADER_WORDS

_SUSPENDED = frozenset(("og", "eller", "samt", "og/eller", "til", "and", "or"))
_AHEAD = 3  # lines that one word or sum may stand over, in a column of a few characters

# "1.450.000", "1.450.000,00", "1.450.000,-"; "01.08.2022"; "2021-2023": what a narrow column breaks anywhere
_WHOLE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d\d|,-)?|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d[-–—](?:19|20)\d\d")
_COMPLETE = re.compile(r"\d+|\d+,\d+|\d{1,3}(?:\.\d{3})+(?:,\d\d)?|(?:19|20)\d\d")
_OPEN = re.compile(r"(?i)(?:\d\s*[-–—/,]|\d\s(?:og|til|samt|eller)|(?:^|\s)(?:kr|dkk|ca|i|for|fra|pr|år)\.?)$")
_CLOSING = re.compile(
    r"(?i)^(?:[-–—]\s?(?:(?:19|20)\d\d\b|\d{1,2}[./]\d{1,2}[./])|(?:000[\s.]?)+(?:,-)?(?:\s?kr\.?)?$|"
    r"(?:,-|,\d\d)$|(?:mio\.?|mia\.?|t\.)?\s?(?:kr(?:oner)?\.?|dkk|pct\.?|procent|%|mio\.?|mia\.?)$|(?:inkl|ekskl)\.?\s)"
)
# "i" over "gang" are two words though "igang" is one as well
_SMALL = frozenset(
    "i en et to de den det der ny nye god godt på til for fra med mod ved af om op ned ind ud over under efter før "
    "mere alle selv frem hen bag hos og eller som at er har kan vil skal hver ene anden".split()
)
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

IsWord = Callable[[str], bool]
"""Tells whether a word, in lower case, is one that somebody writes."""


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of a paragraph; hyphens of line breaks go, those of the words stay.

    A hyphen stays before a capital or digit ("2024-/2027"), after a digit, a single letter ("e-/handel"), a place or
    an abbreviation ("Aarhus-/området", "KOL-/forløb"), and in "sundheds- og". Else the word is put together.
    """
    text = ""
    for line in lines:
        line = line.strip()
        if not text or not line:
            text = text or line
        elif text.endswith("-") and not text.endswith((" -", ",-")):
            first = line.split(" ", 1)[0]
            stem = re.split(r"[\s(/]", text[:-1])[-1]
            if first in _SUSPENDED:
                text = f"{text} {line}"
            elif _keeps_hyphen(stem, first):
                text += line
            else:
                text = text[:-1] + line
        elif text.endswith("/") and len(text) > 1 and text[-2].isalpha():
            text += line
        else:
            text = f"{text} {line}"
    return text


def join_cell(lines: Sequence[str], is_word: IsWord) -> str:
    """Join the lines of a table's cell: as a paragraph, and what a column too narrow for it broke without a hyphen.

    Args:
        lines: from the top.
        is_word: tells the words that a break inside them may be mended to; those of `is_known_word` are taken too.
    """
    text = ""
    for n, line in enumerate(lines):
        text = text + line if text and _parts_one(text, lines[n : n + _AHEAD], is_word) else join_lines([text, line])
    return text


def goes_on(before: str, after: str) -> bool:
    """Tell whether a line of a column of values can only be the rest of the value above it: "1.450." over "000"."""
    is_open = bool(_OPEN.search(before)) and after[:1].isdigit()
    is_text = after[:1].islower() and not any(c.isdigit() for c in before + after)  # a column's name
    return is_open or is_text or bool(_CLOSING.match(after)) or _parts_one(before, [after], lambda _: False)


def is_known_word(word: str) -> bool:
    """Tell whether a word, in lower case, is a municipality or stands in the texts that come with the corpus."""
    return word in _known_words()


def _parts_one(before: str, lines: Sequence[str], is_word: IsWord) -> bool:
    """Tell whether a line break stands inside a word, a sum, a date or a span of years."""
    start, token = before.split()[-1].lstrip("("), ""
    for line in lines:
        tokens = line.split()
        if not tokens:
            return False
        token += tokens[0]
        if _is_one(start, token.rstrip(".;:)*?!"), is_word) or _is_one(start, token.rstrip(";:)*,?!"), is_word):
            return True
        if len(tokens) > 1:
            return False
    return False


def _is_one(start: str, end: str, is_word: IsWord) -> bool:
    if start[:1].isdigit():
        is_cut = end[:1] in ".," or not _COMPLETE.fullmatch(start)
        return is_cut and bool(_WHOLE.fullmatch(start + end))
    if not end[:1].islower() or start.casefold() in _SMALL or not _LETTERS.fullmatch(start + end):
        return False
    word = (start + end).casefold()
    return is_word(word) or is_known_word(word)


def _keeps_hyphen(stem: str, first: str) -> bool:
    if not first[:1].islower() or not stem[-1:].isalpha() or len(stem) <= 2:
        return True
    letters = stem.split("-")[-1]
    return letters in _place_names() or (len(letters) > 1 and letters.isupper())


@cache
def _place_names() -> frozenset[str]:
    return frozenset(name for m in municipalities().values() for name in (m.name, *m.aliases))


@cache
def _known_words() -> frozenset[str]:
    data = files("corpus").joinpath("data")
    texts = [data.joinpath(name).read_text("utf-8") for name in ("starter.jsonl", "synonyms.tsv", "english.tsv")]
    words = {word for text in texts for word in _LETTERS.findall(text.casefold()) if len(word) > 3}
    return HEADER_WORDS | words | {name.casefold() for name in _place_names()}
