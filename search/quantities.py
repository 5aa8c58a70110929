"""Years, amounts and counts in a question: "2018-2021", "over 100 mio. kr.", "mindst fire kommuner"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.money import AmountMention, find_amounts
from corpus.number_words import SIMPLE
from search.condition_labels import span_label
from search.numbers import NumberRange

_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_RANGE = re.compile(
    rf"(?:(?:fra|mellem|between|from|i perioden|perioden)\s+)?\b(?P<low>{_YEAR})"
    rf"(?:\s*(?:-|–|—|/|til|og|to|and|\.\.)\s*(?P<high>{_YEAR})|[-–/](?P<short>\d\d))(?![\d/-])",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"\b(?P<word>efter|siden|fra og med|since|after)\s+(?P<year>{_YEAR})\b(?!\s*[-–])", re.IGNORECASE)
_ONWARDS = re.compile(
    rf"(?:\b(?:fra|from|siden)\s+)?\b(?P<year>{_YEAR})\s+(?:og|eller|and|or)\s+"
    r"(?:(?P<later>frem|fremad|fremover|fremefter|senere|derefter|nyere|later|after|onwards)|"
    r"(?P<earlier>før|tidligere|ældre|before|earlier))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"\b(?P<word>før|inden|til og med|until|before)\s+(?P<year>{_YEAR})\b", re.IGNORECASE)
_SINGLE = re.compile(rf"(?P<in>\b(?:i|fra|fra år|året|in|from)\s+)?(?<![\d.,/-])(?P<year>{_YEAR})(?![\d/-]|[.,]\d)")
# Of two digits only those that are nobody's age: "ældre i 80'erne"
_DECADE = re.compile(
    r"\b(?:(?:i|fra|in|from)\s+)?(?:the\s+)?(?P<first>(?:19[89]|20[0-4])0|[01]0)['’]?(?:erne|s)\b", re.IGNORECASE
)
_ENGLISH = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
NUMBER_WORDS = {word: n for word, n in SIMPLE.items() if 1 <= n <= 20 and word not in ("et", "ét")} | _ENGLISH
_LAST = re.compile(
    r"\b(?:(?:i|inden for|over|from|in|within)\s+)?(?:de\s+|the\s+)?(?:sidste|seneste|senere|last|past|recent)\s+"
    rf"(?P<n>\d{{1,2}}|{'|'.join(NUMBER_WORDS)})\s+(?:år|years)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"\b(?:(?P<least>mindst|minimum|min\.?|at least)|(?P<more>mere end|flere end|over|more than)|"
    rf"(?P<most>højst|maks\.?|maksimalt|at most)|(?P<less>færre end|under|fewer than|less than)|"
    rf"(?P<only>kun|netop|præcis|only|exactly))\s+"
    rf"(?P<n>\d{{1,2}}|{'|'.join(NUMBER_WORDS)})\s+(?:deltagende\s+|forskellige\s+)?(?:kommuner?|municipalit(?:y|ies))\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:over|mere end|mindst|fra|minimum|større end|højere end|dyrere end|more than|above|at least|exceeding)\s+"
    r"(?:kr\.?\s*|dkk\s*)?$",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:under|mindre end|lavere end|billigere end|højst|op til|maks\.?|maksimalt|below|less than|up to|at most)\s+"
    r"(?:kr\.?\s*|dkk\s*)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:ca\.?|cirka|omkring|omtrent|knap|godt|about|around)\s+$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:mellem|fra|between|from)\s+$", re.IGNORECASE)
_OR_MORE = re.compile(
    r"\s*(?:eller|og|or|and)\s+(?:mere|derover|opefter|opad|opover|over|højere|more|above|upwards)\b", re.IGNORECASE
)
_OR_LESS = re.compile(
    r"\s*(?:eller|og|or|and)\s+(?:mindre|derunder|nedefter|nedad|under|lavere|less|below)\b", re.IGNORECASE
)
# "mellem to og fire millioner": the scale stands for both
_LOW_BEFORE = re.compile(
    rf"\b(?:(?P<between>mellem|fra|between|from)\s+)?(?P<n>\d{{1,3}}(?:[,.]\d)?|{'|'.join(NUMBER_WORDS)})\s*"
    r"(?:og|til|and|to|-|–)\s*$",
    re.IGNORECASE,
)
# "over 500.000": an amount by its size, if it counts nothing
_BARE = re.compile(
    r"\b(?:(?P<least>over|mere end|mindst|minimum|dyrere end|more than|above|at least)|"
    r"(?P<most>under|mindre end|højst|op til|billigere end|less than|below|up to|at most))\s+"
    r"(?P<n>\d{1,3}(?:[. ]\d{3})+|\d{5,10})(?=\s*$|\s*[,;?!)]|\s+(?:til|om|i|for|ved|med|fra|og|på|to|in|for|on)\b)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:og|til|and|to|-|–)\s*", re.IGNORECASE)
_SCALE_WORDS = (("mia", 1e9), ("milliard", 1e9), ("mi", 1e6), ("tusind", 1e3), ("t.", 1e3), ("tkr", 1e3))
ABOUT_SHARE = 0.25
"""How far from a rough amount ("omkring 5 mio.") a record's may lie."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A range that a question states."""

    field: str  # "year", "amount" or "n_municipalities"
    span: NumberRange
    label: str
    char_start: int
    char_end: int
    is_stated: bool  # a word such as "over" or "i" says that it is a condition


def find_quantities(text: str, *, this_year: int | None = None) -> list[Quantity]:
    """Give every range that a text states, left to right, none over the words of another.

    Args:
        text: a question.
        this_year: what "de sidste fem år" count back from; without it they are not read.
    """
    found = [*_counts(text), *_amounts(text), *_bare_amounts(text), *_last_years(text, this_year), *_years(text)]
    kept: list[Quantity] = []
    for item in found:
        if all(item.char_end <= other.char_start or item.char_start >= other.char_end for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda q: q.char_start)


def _counts(text: str) -> list[Quantity]:
    out = []
    for found in _COUNT.finditer(text):
        number = int(found["n"]) if found["n"].isdigit() else NUMBER_WORDS[found["n"].lower()]
        if found["least"] or found["more"]:
            span = NumberRange(number + bool(found["more"]), None)
        elif found["only"]:
            span = NumberRange(number, number)
        else:
            span = NumberRange(1, number - bool(found["less"]))
        unit = "kommune" if span.low == span.high == 1 else "kommuner"
        label = f"Antal kommuner: {span_label(span, unit)}"
        out.append(Quantity("n_municipalities", span, label, found.start(), found.end(), True))
    return out


def _amounts(text: str) -> list[Quantity]:
    out: list[Quantity] = []
    previous: Quantity | None = None  # "mellem 5 og 1 mio. kr.", in either order
    for amount in find_amounts(text):
        if previous is not None and _AND.fullmatch(text[previous.char_end : amount.char_start]):
            ends = sorted((previous.span.low or 0.0, float(amount.amount_dkk)))
            span = NumberRange(ends[0], ends[1])
            start = previous.char_start
            out.pop()
            out.append(Quantity("amount", span, f"Beløb: {span_label(span, 'kr.')}", start, amount.char_end, True))
            previous = None
            continue
        before = text[: amount.char_start]
        low, high, end = float(amount.amount_dkk), amount.amount_to_dkk, amount.char_end
        cue = _LEAST.search(before) or _MOST.search(before) or _ABOUT.search(before)
        if high is not None:
            cue = _BETWEEN.search(before)
            span = NumberRange(low, float(high))
        elif (lower := _LOW_BEFORE.search(before)) and (least := _number(lower["n"]) * _scale(text, amount)) < low:
            cue, span = lower, NumberRange(least, low)
        elif _LEAST.search(before):
            span = NumberRange(low, None)
        elif _MOST.search(before):
            span = NumberRange(None, low)
        elif more := _OR_MORE.match(text, end):
            cue, end, span = more, more.end(), NumberRange(low, None)
        elif less := _OR_LESS.match(text, end):
            cue, end, span = less, less.end(), NumberRange(None, low)
        else:
            span = NumberRange(low * (1 - ABOUT_SHARE), low * (1 + ABOUT_SHARE))
        if high is None and cue is None and (between := _BETWEEN.search(before)):
            previous = Quantity("amount", NumberRange(low, low), "", between.start(), amount.char_end, True)
        start = min(cue.start(), amount.char_start) if cue else amount.char_start
        is_stated = cue is not None or high is not None
        label = f"Beløb: {span_label(span, 'kr.')}"
        out.append(Quantity("amount", span, label, start, end, is_stated))
    return out


def _number(text: str) -> float:
    return float(NUMBER_WORDS.get(text.lower()) or text.replace(",", "."))


def _scale(text: str, amount: AmountMention) -> float:
    """Give what the number of an amount is multiplied by: 1 000 000 of "4 mio. kr."."""
    written = text[amount.char_start : amount.char_end].lower()
    return next((scale for word, scale in _SCALE_WORDS if word in written), 1.0)


def _bare_amounts(text: str) -> list[Quantity]:
    out = []
    for found in _BARE.finditer(text):
        number = float(re.sub(r"[. ]", "", found["n"]))
        span = NumberRange(number, None) if found["least"] else NumberRange(None, number)
        label = f"Beløb: {span_label(span, 'kr.')}"
        out.append(Quantity("amount", span, label, found.start(), found.end(), True))
    return out


def _last_years(text: str, this_year: int | None) -> list[Quantity]:
    if this_year is None:
        return []
    return [
        _year(NumberRange(this_year - int(_number(found["n"])), None), found.start(), found.end(), is_stated=True)
        for found in _LAST.finditer(text)
    ]


def _years(text: str) -> list[Quantity]:
    out: list[Quantity] = []
    for found in _DECADE.finditer(text):
        first = int(f"20{found['first']}"[-4:])
        out.append(_year(NumberRange(first, first + 9), found.start(), found.end(), is_stated=True))
    for found in _RANGE.finditer(text):
        low = int(found["low"])
        high = int(found["high"]) if found["high"] else low - low % 100 + int(found["short"])
        if found["short"] and high <= low:  # "2018-09" is a month
            continue
        low, high = sorted((low, high))
        out.append(_year(NumberRange(low, high), found.start(), found.end(), is_stated=True))
    for found in _ONWARDS.finditer(text):
        year = int(found["year"])
        span = NumberRange(year, None) if found["later"] else NumberRange(None, year)
        out.append(_year(span, found.start(), found.end(), is_stated=True))
    for found in _AFTER.finditer(text):
        year = int(found["year"]) + (found["word"].lower() in ("efter", "after"))
        out.append(_year(NumberRange(year, None), found.start(), found.end(), is_stated=True))
    for found in _BEFORE.finditer(text):
        year = int(found["year"]) - (found["word"].lower() in ("før", "inden", "before"))
        out.append(_year(NumberRange(None, year), found.start(), found.end(), is_stated=True))
    for found in _SINGLE.finditer(text):
        year = int(found["year"])
        start = found.start("in") if found["in"] else found.start("year")
        out.append(_year(NumberRange(year, year), start, found.end("year"), is_stated=bool(found["in"])))
    return out


def _year(span: NumberRange, start: int, end: int, *, is_stated: bool) -> Quantity:
    return Quantity("year", span, f"År: {span_label(span)}", start, end, is_stated)
