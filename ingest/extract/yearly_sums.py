"""Sums that are said by the year: "400.000 kr. om året i tre år", "3 x 400.000 kr."."""

from __future__ import annotations

import re

from corpus.money import AmountMention
from corpus.number_words import pattern_of_words, whole_number
from ingest.cues import Cue

_COUNT = rf"(?P<n>[2-6]|{pattern_of_words(2, 6)})"
_BY_YEAR = r"(?:om\såret|årligt|årlig|pr\.?\sår|per\sår|hvert\sår|i\shvert\saf\s(?:årene\s)?)"
_FOR_YEARS = Cue(rf"\s?,?\s?{_BY_YEAR}\s(?:\w+\s){{0,3}}?(?:i|over|gennem)\s(?:de\s)?(?:\w+\s)?{_COUNT}\sår\b")
_IN_YEARS = Cue(
    rf"\s?,?\s?{_BY_YEAR}\s?(?:i\s|fra\s)?(?:årene\s)?(?P<years>20\d\d(?:,\s20\d\d){{0,4}}\sog\s20\d\d|"
    r"(?P<first>20\d\d)\s?(?:[-–]|til)\s?(?P<last>20\d\d))"
)
_TIMES = Cue(rf"(?<![\w.,]){_COUNT}\s?(?:x|×|\*|gange|rater\s(?:à|á|a|på))\s?$")


def years_of(text: str, amount: AmountMention) -> tuple[int, int, int] | None:
    """Give how many times a sum is given, and from where to where the words that say so stand with it.

    Returns:
        The number of times (2 to 6), the start and the end of sum and words in the text; `None` where the sum stands
        for itself.
    """
    before = text[max(0, amount.char_start - 16) : amount.char_start]
    if (times := _TIMES.search(before)) is not None:
        return whole_number(times["n"]), amount.char_start - len(before) + times.start(), amount.char_end
    behind = text[amount.char_end : amount.char_end + 70]
    if (told := _FOR_YEARS.match(behind)) is not None:
        return whole_number(told["n"]), amount.char_start, amount.char_end + told.end()
    if (told := _IN_YEARS.match(behind)) is not None:
        if told["first"]:
            count = int(told["last"]) - int(told["first"]) + 1
        else:
            count = len(re.findall(r"20\d\d", told["years"]))
        return (count, amount.char_start, amount.char_end + told.end()) if 2 <= count <= 6 else None
    return None
