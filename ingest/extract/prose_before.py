"""Awards told over two sentences: the first says whose the project is, the next what it got."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.money import AmountMention
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.award_said import project_quotes, quoted
from ingest.extract.draft import Found
from ingest.extract.entries import Entry, amount_found, place_founds
from ingest.extract.lines import Line, Page, Span
from ingest.extract.project_titles import NAMED_PROJECT
from ingest.extract.prose_sums import exact_amounts

_GOES_ON_GETS = re.compile(
    r"^(?:Kommunen|Byen|Øen|Det|Projektet|Indsatsen)\s(?:får|fik|modtager|modtog|har (?:fået|modtaget)|er (?:blevet )?"
    r"(?:støttet|bevilget|tildelt)|støttes|koster)\s(?:\w+\s){0,3}?(?:med\s)?\d"
)


def places_before(page: Page, sentence: Span, line: Line) -> list[PlaceMention]:
    """Give the one municipality of the sentence before, with its place in the page, where this one goes on from it."""
    if _GOES_ON_GETS.match(sentence.text) is None:
        return []
    found = _last_places(page, sentence, line)
    return found[:1] if len({m.code for m in found}) == 1 else []


def _last_places(page: Page, sentence: Span, line: Line) -> list[PlaceMention]:
    """Give the municipalities of the sentence before, with their places in the page; none where it tells of sums."""
    head = page.text[line.char_start : sentence.char_start].rstrip()
    cut = max(head[:-1].rfind(". "), head[:-1].rfind("! "), head[:-1].rfind("? ")) + 1
    last = head[cut:]
    if exact_amounts(last):
        return []
    start = line.char_start + cut
    found = [m for m in find_municipalities(last) if m.confidence >= LIKELY]
    return [replace(m, char_start=start + m.char_start, char_end=start + m.char_end) for m in found]


_RESPECTIVELY = re.compile(
    r"^(?:De|Kommunerne|Projekterne|Byerne)\b[^.]{0,60}?\b(?:får|fik|modtager|modtog|har fået|har modtaget|"
    r"er (?:blevet )?(?:bevilget|tildelt)|støttes)\s[^.]{0,30}?\b(?:henholdsvis|hhv\.)\s"
)


def respective_places(page: Page, sentence: Span, line: Line) -> list[PlaceMention]:
    """Give the municipalities of the sentence before where this one says, in their order, what each of them got."""
    return _last_places(page, sentence, line) if _RESPECTIVELY.match(sentence.text) else []


def read_in_order(sentence: Span, line: Line, whose: list[PlaceMention], amounts: list[AmountMention]) -> list[Entry]:
    """Read "De tre er Havby, Sydvig og Østby. De får henholdsvis 2, 3 og 4 mio. kr."; none unless as many as sums."""
    if len(whose) != len(amounts):
        return []
    return [
        Entry(
            place.char_start,
            sentence.char_start + amount.char_end,
            line.index,
            form="prose",
            path=line.path,
            places=place_founds([place], 0),
            amount=amount_found(amount, sentence.char_start, 0.86),
        )
        for place, amount in zip(whose, amounts, strict=True)
    ]


def read_on(sentence: Span, line: Line, whose: list[PlaceMention], amount: AmountMention) -> Entry:
    """Read "I Havby skal naboer mødes i projektet Åben dør. Kommunen får 2,9 mio. kr."."""
    begin = whose[0].char_start
    entry = Entry(begin, sentence.char_start + amount.char_end, line.index, form="prose", path=line.path)
    entry.places = place_founds(whose, 0)
    entry.amount = amount_found(amount, sentence.char_start, 0.86)
    text = line.text[begin - line.char_start : sentence.char_start - line.char_start]
    quotes = project_quotes(text)
    named = NAMED_PROJECT.search(text)
    if len(quotes) == 1:
        entry.title = quoted(quotes[0], begin)
    elif named is not None and not find_municipalities(named["name"]):
        entry.title = Found(named["name"], begin + named.start("name"), begin + named.end("name"), 0.84)
    return entry
