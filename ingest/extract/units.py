"""The unit of bare numbers, where a label, a column's header or a note says it once: "Bevilling i 1.000 kr."."""

from __future__ import annotations

import re

from corpus.money import AmountMention, parse_number
from ingest.extract.lines import Line, Page

_THOUSANDS = (
    r"(?:(?<![\d.])1\.?000(?:\s|(?=kr|dkk))(?:kr|dkk)\w*|(?<!\w)t\.?\s?(?:kr|dkk)\b|"
    r"(?:hele\s)?\btusind(?:e|er)?\b(?:\skr\w*)?)"
)
_MILLIONS = r"(?:\b(?:mio|mill)\b|\bmillion(?:er)?\b)"
_IN_THOUSANDS = re.compile(_THOUSANDS, re.IGNORECASE)
_IN_MILLIONS = re.compile(_MILLIONS, re.IGNORECASE)
_BARE = re.compile(
    r"(?P<n>(?:\d{1,3}(?:[. \u00a0]\d{3})*|\d{1,6})(?:,\d{1,6})?)(?:\s?[*¹²³]|\s?\(?\d\)|,-|"
    r"\s\(.{1,60}\)|,?\s(?:i alt|over|fordelt|til|fra|ekskl|inkl|heraf)\b.{0,80})?"
)
_SAID_ONCE = re.compile(
    rf"(?:\b(?:beløb(?:ene)?|tal(?:lene)?|summer(?:ne)?|bevilling(?:er|erne|en)?|tilskud(?:dene|det)?|støtten?|tilsagn\w*|"
    rf"tildelt\w*|midler(?:ne)?|priser)\b[^.\n\d]{{0,40}}?\b(?:i|som)\s(?:hele\s)?|\((?:i\s)?|^(?:i\s)?)"
    rf"(?P<unit>{_THOUSANDS}|{_MILLIONS}(?:\.?\s?kr\w*)?)\.?(?:\)|\W*$|(?=[.,;]))",
    re.IGNORECASE,
)
_LINES_ABOVE = 3
_MOST_CHARS = 160  # a line that says the unit of what stands under it is short
_TOO_MUCH = 500_000_000  # no project got as much: the number is in kroner, whatever the header says


def unit_of(label: str) -> int:
    """Give the kroner that a bare number under a label counts: 1, 1000 or 1000000."""
    if _IN_THOUSANDS.search(label):
        return 1_000
    return 1_000_000 if _IN_MILLIONS.search(label) else 1


def without_unit(label: str) -> str:
    """Give a label whose thousands are no number any more: "Beløb i 1.000 kr." is "Beløb i kr."."""
    return _IN_THOUSANDS.sub("kr", label)


def stated_unit(page: Page, first: Line, last: Line) -> int:
    """Give the unit that a short line above a table or list, its first line, or the line below it says once."""
    around = [
        *page.lines[max(0, first.index - _LINES_ABOVE) : first.index + 1],
        *page.lines[last.index + 1 : last.index + 2],
    ]
    for line in around:
        said = _SAID_ONCE.search(line.text) if len(line.text) <= _MOST_CHARS else None
        if said is not None:
            return unit_of(said["unit"])
    return 1


def amount_in_list(page: Page, line: Line) -> tuple[int, int, int] | None:
    """Give the sum that a list's line ends in, with its place, where only the list's heading or lead says its unit."""
    heading = _SAID_ONCE.search(line.section)
    unit = unit_of(heading["unit"]) if heading is not None else 1
    ends_in = _AT_END.search(line.text) if unit > 1 else None
    amount = in_unit(ends_in["n"], unit) if ends_in is not None else None
    if ends_in is None or amount is None:
        return None
    return amount.amount_dkk, line.char_start + ends_in.start("n"), line.char_start + ends_in.end("n")


_AT_END = re.compile(r"\s?[–—:|·-]\s?(?P<n>\d[\d.]*(?:,\d{1,6})?)$")


def in_unit(text: str, unit: int) -> AmountMention | None:
    """Read a bare number of a unit; a number with a unit of its own, or in kroner after all, is none."""
    bare = _BARE.fullmatch(text) if unit > 1 else None
    if bare is None:
        return None
    amount = int(parse_number(bare["n"]) * unit)
    return AmountMention(0, bare.end("n"), amount) if amount < _TOO_MUCH else None
