"""Sums that are said by the year: "400.000 kr. om året i tre år", "400.000 kr. i 2023 og 250.000 kr. i 2024"."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


_YEAR_BEHIND = re.compile(r"\s?(?:\((?:i\s)?|(?:i|for|til)\s(?:år\s)?|/)(20\d\d)\b(?!\s?(?:[-–]|til|og)\s?20)")
_YEAR_BEFORE = re.compile(r"(?<![-–\d])(20\d\d)\s?[:=(–-]?\s?$")


def year_by_year(text: str, amounts: Sequence[AmountMention]) -> tuple[int, int, int] | None:
    """Give the whole of a grant that is told a year each, and from where to where it is told.

    Returns:
        The sum of two or more years, its start and end in the text: those of the printed total where it agrees, else of
        all its years; `None` where a year comes twice, or another sum than the total belongs to no year.
    """
    years: list[str] = []
    parts: list[AmountMention] = []
    others: list[AmountMention] = []
    for amount in amounts:
        behind = _YEAR_BEHIND.match(text, amount.char_end)
        year = behind or _YEAR_BEFORE.search(text, 0, amount.char_start)
        years += [year[1]] if year is not None else []
        (parts if year is not None else others).append(amount)
    whole = sum(amount.amount_dkk for amount in parts)
    is_told = len(parts) > 1 and len(set(years)) == len(years)
    if not is_told or any(amount.amount_dkk != whole for amount in others):
        return None
    told = others or parts
    return whole, told[0].char_start, told[-1].char_end
