"""The period that stands within a list's own line: "Havby Kommune: Friskere liv (2018-2020), 900.000 kr."."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.dates import find_periods
from corpus.places import LIKELY, find_municipalities
from ingest.extract.draft import Found
from ingest.extract.entries import STRIP, Entry
from ingest.extract.lines import Page
from ingest.extract.sentence_periods import NO_PROJECT_PERIOD

_MOST_CHARS = 300  # of a line that lists; what is longer tells, and is read as prose
_LEAD = re.compile(
    r"[\s(,.;:|·–—-]*(?:\b(?:i (?:perioden|årene)|(?:projekt)?periode\w*|løber|fra|over)\s?:?\s*)*$", re.I
)


_FIELD = re.compile(r"[.,;]?[ \u00a0]+\w*(?:periode|løbetid|varighed|tidsrum)\s?:\s[^\n.:]{3,80}", re.IGNORECASE)


def with_line_period(page: Page, entry: Entry) -> Entry:
    """Give an entry with the one period that its line states; it is no part of the title then."""
    if entry.form == "table" or entry.period_from or entry.period_to:
        return entry
    start = entry.char_start
    if entry.form == "prose" and not page.lines[entry.line_index].is_list_item:
        return _with_sentence_period(page, _with_title_period(entry))
    end = max(entry.char_end, page.lines[entry.line_index].char_end)
    if (field := _FIELD.match(page.text, end)) is not None:
        end = field.end()  # what the item says of itself behind its sum, read as a line of its own
    text = page.text[start:end]
    if len(text) > _MOST_CHARS or not re.search(r"\d", text):
        return entry
    stated = [
        p for p in find_periods(text) if not NO_PROJECT_PERIOD.search(text[max(0, p.char_start - 45) : p.char_start])
    ]
    is_told_in_two = len(stated) == 2 and not stated[1].from_iso  # "Start: maj 2020, slut: juni 2022"
    if len(stated) != 1 and not is_told_in_two:
        return entry
    period = replace(stated[0], char_end=stated[-1].char_end, to_iso=stated[-1].to_iso)
    first, last = (
        Found(iso, start + period.char_start, start + period.char_end, 0.86) if iso else None
        for iso in (period.from_iso, period.to_iso)
    )
    return replace(entry, period_from=first, period_to=last, title=_without(entry.title, start + period.char_start))


def _with_title_period(entry: Entry) -> Entry:
    """Give an award told in a sentence with the period that its name was read with: "Friskere liv i 2018-2020"."""
    periods = find_periods(str(entry.title.value)) if entry.title is not None else []
    if entry.title is None or len(periods) != 1 or not (periods[0].from_iso and periods[0].to_iso):
        return entry
    at = entry.title.char_start
    first, last = (
        Found(iso, at + periods[0].char_start, at + periods[0].char_end, 0.82)
        for iso in (periods[0].from_iso, periods[0].to_iso)
    )
    return replace(entry, period_from=first, period_to=last, title=_without(entry.title, at + periods[0].char_start))


def _with_sentence_period(page: Page, entry: Entry) -> Entry:
    """Give an award with the period of its sum's sentence, where that names no other place: "der løber til 2023"."""
    sentence = page.sentence_at(entry.amount.char_start) if entry.amount is not None else None
    if sentence is None or entry.period_from or entry.period_to or not entry.places:
        return entry
    codes = {m.code for m in find_municipalities(sentence.text) if m.confidence >= LIKELY}
    periods = [p for p in find_periods(sentence.text) if p.from_iso and p.to_iso]
    if len(periods) != 1 or not codes <= {place.value for place in entry.places}:
        return entry
    if not _RUNS.search(sentence.text[: periods[0].char_start]):
        return entry
    at = sentence.char_start
    first, last = (
        Found(iso, at + periods[0].char_start, at + periods[0].char_end, 0.82)
        for iso in (periods[0].from_iso, periods[0].to_iso)
    )
    return replace(entry, period_from=first, period_to=last)


_RUNS = re.compile(
    r"\b(?:løber|løb|kører|kørte|varer|gennemføres|afvikles|afprøves)\s(?:\w+\s){0,3}$|"
    r"\bprojekt\w*\b[^.;]{0,40}\bi perioden\s$"
)


def without_times(text: str) -> str:
    """Give an item's text with spaces for the periods that stand at its end or in brackets, all else in its place."""
    if not re.search(r"20\d\d|19\d\d", text):
        return text
    for period in find_periods(text):
        lead = _LEAD.search(text[: period.char_start])
        begin, end = (lead.start() if lead is not None else period.char_start), period.char_end
        opens, closes = text.find("(", begin, period.char_start), text.startswith(")", end)
        if opens >= 0 and closes:
            begin, end = opens, end + 1
        elif opens >= 0 or not (closes or _CLOSE.fullmatch(text, end)) or begin == 0:
            continue
        text = text[:begin] + " " * (end - begin) + text[end:]
    return text


_CLOSE = re.compile(r"[\s).;]*")


def _without(title: Found | None, at: int) -> Found | None:
    """Give a title cut where the period begins that stands at its end."""
    if title is None or not title.char_start < at < title.char_end:
        return title
    name = str(title.value)[: at - title.char_start]
    lead = _LEAD.search(name)
    name = name[: lead.start()].rstrip(STRIP) if lead is not None else name
    return replace(title, value=name, char_end=title.char_start + len(name)) if len(name) > 3 else title
