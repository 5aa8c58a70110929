"""Lists whose items ran together into one paragraph: after each sum, or from number to number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.money import find_amounts
from corpus.places import find_municipalities

_LABELLED_SUM = re.compile(
    r"\b(?:bevil(?:get|ling)|tildelt|tilskud|støtte|tilsagn)(?:\s?beløb)?:\s?(?:kr\.?\s?)?\d[\d.]*(?:,\d+)?"
    r"(?:\s?(?:mio\.\s?)?kr\b\.?)?\s*",
    re.IGNORECASE,
)
_ITEM_START = re.compile(r"(?:^|(?<=[.!?:]\s))(?=[A-ZÆØÅ][^.:!?\n]{1,80}?\s(?:Regionsk|K|k)ommuner?\b[,:]\s)")
# "1. ", "2) ", "(3) ", "Projekt 4: "; what joins it to the item before is no part of either
_NUMBER = re.compile(
    r"(?:^|(?:[,;]?\s(?:og|samt))?\s)(?P<mark>(?P<word>Projekt\s(?:nr\.?\s?)?)?\(?(?P<number>\d{1,2})"
    r"(?P<sign>\s?:|[.)]|\s[–-](?=\s)))\s*(?=[A-ZÆØÅ\"”“»„])"
)
_OWNER = re.compile(
    r"\b(?:projektejer|(?:hoved)?ansøger|tilskudsmodtager|tilsagnshaver|(?:projekt|regions)?kommune)(?:e|r|re)?\s?:\s",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<!\b[A-ZÆØÅ])\.\s+(?=[A-ZÆØÅ])")  # an initial ends no sentence
_LONGEST = 260  # characters of an item; what is longer tells, and is read as prose


def split_items(text: str) -> Iterator[tuple[str, int, bool]]:
    """Give a paragraph in pieces with their places, and whether each is an item of a list; most are one piece.

    "Puljen er fordelt. 1. Friskere liv: Projektejer: Havby Kommune 2. Ro i natten: Projektejer: Sydvig Kommune" is a
    sentence and two items; each item says whose it is, or the numbers are of something else. "Havby Kommune, Friskere
    liv. Bevilget: kr. 900.000 Sydvig Kommune, Ro i natten. Bevilget: kr. 700.000" is two pieces. "Havby: Friskere
    liv (1,2 mio. kr.); Sydvig: Ro i natten (900.000 kr.); Østby: Ud igen (700.000 kr.)" is three items, and so is
    "De tre er: Friskere liv (Havby) 1,2 mio. kr.; Ro i natten (Sydvig) ..."
    """
    items = (_numbered(text) if ":" in text else []) or _parted(text)
    if not items:
        yield from ((piece, at, False) for piece, at in _after_sums(text))
        return
    (begin, _), (_, end) = items[0], items[-1]
    yield text[:begin], 0, False
    yield from ((text[a:b], a, True) for a, b in items)
    yield text[end:], end, False


def _numbered(text: str) -> list[tuple[int, int]]:
    """Give where the items stand that are numbered from 1 in one way; none if one of them has no owner."""
    marks: list[re.Match[str]] = []
    for mark in _NUMBER.finditer(text):
        number = int(mark["number"])
        if number == 1 and len(marks) < 2:
            marks = [mark]
        elif number == len(marks) + 1 and _way(mark) == _way(marks[0]):
            marks.append(mark)
    if len(marks) < 2:
        return []
    starts = [mark.start("mark") for mark in marks]
    items = list(zip(starts, [*(mark.start() for mark in marks[1:]), len(text)], strict=True))
    most = max(len(_STOP.findall(text, a, b)) for a, b in items[:-1])  # sentences of an item
    begin, end = items[-1]
    stops = list(_STOP.finditer(text, begin, end))
    if len(stops) > most:
        items[-1] = begin, stops[most].start() + 1
    return items if all(b - a <= _LONGEST and _OWNER.search(text, a, b) for a, b in items) else []


def _parted(text: str) -> list[tuple[int, int]]:
    """Give where the items stand that semicolons part; none if one lacks a sum, or whose it is where the others say it.

    All begin with a municipality, or all have it in brackets behind their name.
    """
    if text.count(";") < _LEAST_PARTED - 1:
        return []
    cuts = [m.span() for m in re.finditer(r";\s+(?:(?:og|samt)\s)?", text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    lead = next((m.char_start for m in find_municipalities(text[: ends[0]])), 0)
    colon = text.find(": ", 0, lead)
    if colon >= 0 and all(_is_named(text[a:b]) for a, b in zip([colon + 2, *starts[1:]], ends, strict=True)):
        return list(zip([colon + 2, *starts[1:]], ends, strict=True))
    if lead and not text[:lead].rstrip().endswith(":"):
        return []
    items = list(zip([lead, *starts[1:]], ends, strict=True))
    return items if all(_is_parted(text[a:b]) for a, b in items) else []


def _is_parted(item: str) -> bool:
    whose = next(iter(find_municipalities(item)), None)
    return len(item) <= _LONGEST and whose is not None and whose.char_start == 0 and len(find_amounts(item)) == 1


_NAMED = re.compile(r"[A-ZÆØÅ\d\"”“»„][^;()\n]{2,90}\s\((?P<whose>[^;()\n]{3,60})\)")


def _is_named(item: str) -> bool:
    named = _NAMED.match(item)
    sums = find_amounts(item)
    return (
        named is not None
        and len(item) <= _LONGEST
        and len(sums) == 1
        and sums[0].char_start >= named.end()
        and bool(find_municipalities(named["whose"]))
    )


_LEAST_PARTED = 3


def _way(mark: re.Match[str]) -> tuple[bool, str]:
    return mark["word"] is not None, mark["sign"].strip()


def _after_sums(text: str) -> Iterator[tuple[str, int]]:
    """Give a text cut before each item whose owner it begins with, and behind each labelled sum."""
    begin = 0
    for label in _LABELLED_SUM.finditer(text) if ":" in text else ():
        items = list(_ITEM_START.finditer(text, begin, label.start()))
        if items and items[-1].start() > begin:
            yield text[begin : items[-1].start()], begin
            begin = items[-1].start()
        if items:
            yield text[begin : label.end()], begin
            begin = label.end()
    if begin < len(text):
        yield text[begin:], begin
