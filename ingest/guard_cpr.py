"""CPR numbers (Danish civil registration numbers) in text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote

_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_DASH = r"[-‐‑‒–—―−﹣－⁃·/]"
# Six digits (perhaps as DD MM YY), four digits, and between them nothing, a dash, white space or a line break.
_NUMBER = re.compile(
    rf"(?<![\d])(?<!\d[.,])(\d\d)(?P<in1>[ .\u00a0]?)(\d\d)(?P=in1)(?:(?P<cc>18|19|"
    rf"20)(?=\d\d{_DASH}))?(\d\d)(?P<sep>\s{{0,3}}{_DASH}\s{{0,3}}|\s{{0,3}})(\d\s?\d\s?\d\s?\d)(?!\d)(?![.,]\d)"
)
# Further ways to write one, and to misread one: weak signs, which count with a label near or modulus 11 right.
_LIKE_DIGITS = str.maketrans("OoIl|SB", "0011158")  # what OCR makes of digits
_LEAST_DIGITS = 7  # of the ten; fewer and it is a word
_ODD = re.compile(
    rf"(?<![\w.,/-])(?<!\d\s)(?:\d\d([-/])\d\d\1\d\d(?:\s?{_DASH}\s?|[ _\u00a0])\d{{4}}"  # 07-07-61-4285
    rf"|\d\d\s?\d\d\s?\d\d\s?{_DASH}\s?\d\d\s\d\d|\d{{6}}_\d{{4}}"  # 07 07 61 - 42 85, 070761_4285
    rf"|(?:\d ){{6}}(?:{_DASH} )?(?:\d ){{3}}\d"  # 0 7 0 7 6 1 - 4 2 8 5
    rf"|[\dOoIl|SB]{{6}}\s?{_DASH}\s?[\dOoIl|SB]{{4}})(?!\w)(?![.,-]\d)(?!\s\d)"  # O70761-4285
)
_LABEL = re.compile(r"(?i)\b(?:cpr|personn(?:umme)?r|person-?id|personnummer|fødselsnr|cpr-?(?:nr|nummer))\b")
# Labels of numbers that are something else; they clear ten digits run together, never the form 6-4.
_OTHER = re.compile(
    r"(?i)(?:\bEAN|\bCVR|\bSE-?nr|\bP-?nr|\bISBN|\bISSN|\bDOI|sagsn(?:umme)?r|sags-?id|journaln(?:umme)?r|j\.\s?nr|"
    r"dok(?:ument)?\.?\s?-?(?:nr|id)|"
    r"konto(?:n(?:umme)?r)?|\breg\.?\s?nr|fakturan(?:umme)?r|faktura|ordren(?:umme)?r|tlf|telefon|\btel\b|mobil|"
    r"\bfax|\+45|projektn(?:umme)?r|bilagsn(?:umme)?r|varen(?:umme)?r|\bID|\bIBAN)\W{0,3}(?:nummer|nr\.?)?[\W_]{0,4}$"
)
_AMOUNT_AFTER = re.compile(r"(?i)^(?:,\d\d|,-|\s{0,2}(?:kr\b|kroner|dkk|mio\b|euro?\b|€|%|pct))")
_CONTEXT_CHARS = 40


@dataclass(frozen=True, slots=True)
class CprMention:
    """Where a CPR number stands; the number itself is kept nowhere."""

    char_start: int
    char_end: int
    confidence: float  # 0.99 with modulus 11 or a label, else 0.9; numbers issued since 2007 may fail the modulus


def find_cpr(text: str) -> list[CprMention]:
    """Find CPR numbers: ten digits that begin with a date, or nearly so behind a CPR label, written in any usual way.

    The form 6-4 with any dash always counts. Ten digits run together or parted by a space count unless a label just
    before says that they are another number, or an amount's unit follows. Parted by a line or a cell they count with
    a CPR label near or modulus 11 right, and so do spaced-out, slashed and misread ones (O for 0). Full-width and
    other digits are read as digits.

    Args:
        text: any text; offsets in the result are into it.
    """
    plain = _ascii_digits(text)
    if sum(map(plain.count, "0123456789")) < _LEAST_DIGITS:
        return []
    found = [mention for match in _NUMBER.finditer(plain) if (mention := _judge(plain, match)) is not None]
    taken = {place for mention in found for place in range(mention.char_start, mention.char_end)}
    odd = (match for match in _ODD.finditer(plain) if taken.isdisjoint(range(*match.span())))
    found += [mention for match in odd if (mention := _judge_odd(plain, match)) is not None]
    return sorted(found, key=lambda mention: mention.char_start)


# In addresses ten digits run together are an id; with a dash between they are a number of a person.
_IN_ADDRESS = re.compile(rf"\d{{6}}(?:{_DASH}|%2D|_)\d{{4}}(?!\d)", re.I)
# but not where a parameter or folder says what they are
_NAMED_IN_ADDRESS = re.compile(
    r"(?i)(?<![a-z])(?:cpr|personn(?:umme)?r)(?:[_-]?(?:nr|no|num|nummer))?[=/:]((?:[0-2]\d|3[01])[01]\d{7})(?!\d)"
)
CPR_MASK = "[cpr]"
_ADDRESS_MASK = "xxxxxx-xxxx"  # brackets are markup to some who print addresses


def address_holds_cpr(address: str) -> bool:
    """Say whether a URL or file name holds what looks like a CPR number."""
    return mask_address(address) != address


def mask_address(address: str) -> str:
    """Give a URL or file name with the CPR numbers in it masked."""
    is_named = _NAMED_IN_ADDRESS.search(address) is not None
    if _IN_ADDRESS.search(address) is None and "%" not in address and address.isascii() and not is_named:
        return address
    plain = unquote(address)
    found = [m for m in find_cpr(plain) if _IN_ADDRESS.fullmatch(plain[m.char_start : m.char_end])]
    spans = [(m.char_start, m.char_end) for m in found] + [m.span(1) for m in _NAMED_IN_ADDRESS.finditer(plain)]
    for start, end in sorted(set(spans), reverse=True):
        plain = plain[:start] + _ADDRESS_MASK + plain[end:]
    return plain if spans else address


def _judge(text: str, match: re.Match[str]) -> CprMention | None:
    day, month, year, serial = match[1], match[3], match[5], re.sub(r"\s", "", match[7])
    separator = match["sep"]
    before = text[max(0, match.start() - _CONTEXT_CHARS) : match.start()]
    labelled = bool(_LABEL.search(before))
    if not _is_date(int(day), int(month), int(year)) and not (labelled and _is_like_date(int(day), int(month))):
        return None
    passes = _modulus_11(day + month + year + serial)
    dashed = bool(separator.strip())
    if not dashed and not labelled:
        if _OTHER.search(before) or _AMOUNT_AFTER.match(text[match.end() : match.end() + 12]):
            return None
        loose = (
            bool(separator.strip(" ")) or len(separator) > 1 or bool(match["in1"]) or bool(re.search(r"\s", match[7]))
        )
        # "2 1 01 18 2018"-like runs of numbers in tables: parted digits alone are no evidence
        if loose and not passes:
            return None
        if loose and re.search(r"\d[ \u00a0\t\n]{1,3}$", before):
            return None
    if dashed and re.search(r"\s", match[7]):
        return None
    return CprMention(match.start(), match.end(), 0.99 if passes or labelled else 0.9)


def _judge_odd(text: str, match: re.Match[str]) -> CprMention | None:
    written = match[0]
    digits = re.sub(r"\D", "", written.translate(_LIKE_DIGITS))
    n_sure = sum(char.isdigit() for char in written)
    if len(digits) != 10 or n_sure < _LEAST_DIGITS or not _is_date(int(digits[:2]), int(digits[2:4]), int(digits[4:6])):
        return None
    before = text[max(0, match.start() - _CONTEXT_CHARS) : match.start()]
    labelled = bool(_LABEL.search(before))
    if not labelled and (not _modulus_11(digits) or _OTHER.search(before)):
        return None
    return CprMention(match.start(), match.end(), 0.99 if labelled else 0.9)


def _is_date(day: int, month: int, year: int) -> bool:
    for century in (1900, 2000, 1800):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False


def _is_like_date(day: int, month: int) -> bool:
    """Tell whether a labelled number may be a slip (31 February) or one given for want of another (day and 60)."""
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)


def _modulus_11(digits: str) -> bool:
    return sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def _ascii_digits(text: str) -> str:
    """Give the text with every decimal digit as an ASCII digit; offsets stay."""
    if text.isascii():
        return text
    return re.sub(
        r"[^\x00-\x7f]", lambda m: str(d) if (d := unicodedata.decimal(m[0], None)) is not None else m[0], text
    )
