"""Number conditions in filters: `2018`, `2018..2020`, `>1mio`, `<=500.000`, `1mio..5mio`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.errors import QueryError

_SCALES = {"": 1, "t": 1_000, "tusind": 1_000, "mio": 1_000_000, "million": 1_000_000, "millioner": 1_000_000,
           "mia": 1_000_000_000, "milliard": 1_000_000_000, "milliarder": 1_000_000_000}  # fmt: skip
_NUMBER = re.compile(
    r"(?P<digits>\d{1,3}(?:[. ]\d{3})+|\d{1,15})(?:,(?P<decimals>\d{1,4}))?\s*(?P<scale>[a-z]*)\.?\s*(?:kr\.?|dkk)?"
)
_RANGE = re.compile(r"(?P<low>.+?)\s*(?:\.\.|…|–|(?<=\d)-(?=\d))\s*(?P<high>.+)")
_COMPARED = re.compile(r"(?P<sign>[<>]=?|≥|≤)\s*(?P<number>.+)")


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers from `low` to `high`, both included; `None` leaves an end open."""

    low: float | None
    high: float | None

    @property
    def text(self) -> str:
        """Give the range as a filter value, so that it can be read again."""
        if self.low == self.high:
            return _plain(self.low)
        if self.high is None:
            return f">={_plain(self.low)}"
        if self.low is None:
            return f"<={_plain(self.high)}"
        return f"{_plain(self.low)}..{_plain(self.high)}"


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"


def parse_number_range(text: str, *, field: str, char_start: int | None = None) -> NumberRange:
    """Read a number condition.

    Args:
        text: the condition.
        field: name of the field, for the message.
        char_start: where it stands in the query, for the message.

    Raises:
        QueryError: it cannot be read, or the range is turned round.
    """
    folded = text.strip().lower()
    if compared := _COMPARED.fullmatch(folded):
        number = _number(compared["number"], text, field, char_start)
        if compared["sign"] in (">", ">=", "≥"):
            return NumberRange(number + 1 if compared["sign"] == ">" else number, None)
        return NumberRange(None, number - 1 if compared["sign"] == "<" else number)
    if folded.startswith("..") and len(folded) > 2:
        return NumberRange(None, _number(folded[2:], text, field, char_start))
    if folded.endswith("..") and len(folded) > 2:
        return NumberRange(_number(folded[:-2], text, field, char_start), None)
    if not _NUMBER.fullmatch(folded) and (ranged := _RANGE.fullmatch(folded)):
        low_text, high_text = ranged["low"], ranged["high"]
        low = _number(low_text, text, field, char_start)
        high = _number(high_text, text, field, char_start)
        # "2..5mio": the scale stands for both
        if low < 1000 <= high and not re.search(r"[a-z]", low_text) and re.search(r"[a-z]", high_text):
            low *= _SCALES[re.sub(r"[^a-z]", "", high_text.replace("kr", "").replace("dkk", ""))]
        if low > high:
            raise QueryError(
                f"the range {text.strip()!r} of {field}{_place(char_start)} is turned round.",
                remedy=f"Write {_plain(high)}..{_plain(low)}.",
            )
        return NumberRange(low, high)
    number = _number(folded, text, field, char_start)
    return NumberRange(number, number)


def _number(text: str, whole: str, field: str, char_start: int | None) -> float:
    found = _NUMBER.fullmatch(text.strip())
    if not found or found["scale"].removesuffix("kr") not in _SCALES:
        raise QueryError(
            f"{whole.strip()[:60]!r} is no number for {field}{_place(char_start)}.",
            remedy="Write e.g. 2018, 2018..2020, >1mio or <=500.000.",
        )
    digits = re.sub(r"[. ]", "", found["digits"])
    return float(f"{digits}.{found['decimals'] or 0}") * _SCALES[found["scale"].removesuffix("kr")]


def _place(char_start: int | None) -> str:
    return f" at character {char_start + 1}" if char_start is not None else ""
