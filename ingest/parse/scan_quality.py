"""Whether a scan's own text layer is good enough to use."""

from __future__ import annotations

import re

_DIGIT_IN_WORD = re.compile(r"[a-zæøå]{2,}[01][a-zæøå]|\d[OolI]\d|\b[OIl]\d{2}|\d{2}[OIl]\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_MIN_SHARE_DANISH = 0.012  # of the letters are æ, ø or å in Danish text: 2.5 % on average, and never none


def is_poor_layer(text: str) -> bool:
    """Tell whether a text layer looks like poor OCR: Danish letters lost, digits for letters, broken words."""
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    if letters < 20:
        return True
    danish = sum(1 for c in text.lower() if c in "æøå")
    confused = len(_DIGIT_IN_WORD.findall(text))
    if confused * 25 > len(words):
        return True
    return danish < _MIN_SHARE_DANISH * letters and letters < 20_000
