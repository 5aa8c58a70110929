"""Short lines that hold nothing but a sum, a period or both: "900.000 kr., 2018-2020"."""

from __future__ import annotations

import re

from corpus.dates import PeriodMention, find_periods
from corpus.money import find_amounts

_MOST_CHARS = 80
_SMALL_WORDS = re.compile(
    r"\b(?:fra|i|på|perioden?|over|år|måneder|to|tre|fire|kr|ca|bevilling|beløb|tilskud|støtte|periode|projektperiode)\b|[\W\d]",
    re.IGNORECASE,
)


def is_bare(text: str) -> bool:
    """Tell whether a line is sums and periods, with no words but those that stand with them."""
    if len(text) > _MOST_CHARS or not re.search(r"\d", text):
        return False
    spans = [(p.char_start, p.char_end) for p in find_periods(text)]
    spans += [(m.char_start, m.char_end) for m in find_amounts(text)]
    left = text
    for start, end in spans:
        left = left[:start] + " " * (end - start) + left[end:]
    return bool(spans) and not _SMALL_WORDS.sub("", left)


def bare_period(text: str) -> PeriodMention | None:
    """Give the whole period of a line that holds no other words; `None` for other lines."""
    whole = [p for p in find_periods(text) if p.from_iso and p.to_iso] if is_bare(text) else []
    return whole[0] if len(whole) == 1 else None
