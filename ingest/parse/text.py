"""Text as it is stored: NFC, white space collapsed, nothing invisible in it."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width characters, directional marks, byte order mark, interlinear and tag characters: they are
# not seen, but break words, hide numbers from the personal-data guard and turn file names round.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SPACE = re.compile(r"\s+")
# Marks piled on one letter: no script has more than a few, and sorting a long row of them takes its square.
_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_PILED = re.compile(f"([{_MARK}]{{8}})[{_MARK}]+")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
# What UTF-8 looks like when read as Windows-1252, for the letters and signs of Danish text. None of these pairs
# occurs in right text, so that replacing them is certain.
_ONCE_WRONG = "æøåÆØÅéÉäÄöÖüÜàèêëáíóúñçß§°·«»½¼²³´®©€–—‘’“”•…"


def _as_cp1252(char: str) -> str:
    """Give a character's UTF-8 bytes as browsers read them in Windows-1252: unassigned bytes become C1 controls."""
    return "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in char.encode())


_MOJIBAKE = {_as_cp1252(good): good for good in _ONCE_WRONG}
_MOJIBAKE |= {good.encode().decode("latin-1"): good for good in _ONCE_WRONG}
_MOJIBAKE_RE = re.compile("|".join(sorted(map(re.escape, _MOJIBAKE), key=len, reverse=True)))


def clean_text(text: str) -> str:
    """Give text as it is stored: NFC, invisible characters and ligatures gone, white space runs one space."""
    if text.isascii():
        return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()
    text = _PILED.sub(r"\1", _INVISIBLE.sub("", text).translate(_LIGATURES))
    return unicodedata.normalize("NFC", _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip())


def repair_mojibake(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 or Latin-1; text without such pairs is returned as it is."""
    if "Ã" not in text and "â" not in text and "Â" not in text:
        return text
    return _MOJIBAKE_RE.sub(lambda m: _MOJIBAKE[m[0]], text)
