"""Awards told over two sentences: one says whose the projects are, the other what they got."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from corpus.money import AmountMention
from corpus.number_words import pattern_of_words, whole_number
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_said import project_quotes, quoted
from ingest.extract.draft import Found
from ingest.extract.entries import Entry, amount_found, names_run, place_founds
from ingest.extract.lines import Line, Page, Span
from ingest.extract.project_places import is_only_names, only_names
from ingest.extract.project_titles import NAMED_PROJECT
from ingest.extract.prose_sums import exact_amounts, gets_each

_GOES_ON_GETS = re.compile(
    r"^(?:Kommunen|Byen|Øen|Det|Projektet|Indsatsen)\s(?:får|fik|modtager|modtog|har (?:fået|modtaget)|er (?:blevet )?"
    r"(?:støttet|bevill?i?get|tildelt)|støttes|koster)\s(?:\w+\s){0,3}?(?:med\s)?\d"
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
    r"er (?:blevet )?(?:bevill?i?get|tildelt)|støttes)\s[^.]{0,30}?\b(?:henholdsvis|hhv\.)\s"
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


_SEVERAL = re.compile(
    rf"\b(?:(?P<n>\d{{1,2}}|{pattern_of_words(2, 20)})\s(?:\w+\s){{0,2}}?(?:kommuner|projekter)|"
    r"kommunerne|projekterne)\b",
    re.IGNORECASE,
)
_GOT = Cue(
    r"\b(?:får|fik|fået|modtager|modtaget|modtog|giver|gav|givet|tildelt|bevill?i?get|støttet?|støttes|udmøntet)\b"
)
_THEY_ARE = re.compile(
    r"(?:\w+\s){0,2}(?:kommuner(?:ne)?|projekter(?:ne)?|modtager(?:ne|e)|deltager(?:ne|e)|de|det|der|pengene|midlerne)\b"
    r"[^.:]{0,40}(?:\ber\b|\bdrejer sig om\b|\bgår til\b|\btale om\b|\bligger i\b|:)",
    re.IGNORECASE,
)
_NEAR_LINES = 3  # lines after it, headings apart, in which a sum for each may have its names


def each_award(page: Page, sentence: Span, line: Line, amounts: list[AmountMention]) -> list[Entry]:
    """Read the sum that several got each, in a sentence that names none of them.

    "Fem kommuner har fået hver 400.000 kr. ... Det er: Havby, Sydvig, ...": as many names as the sentence says, or,
    where it says no number, those of a sentence that says it is them.
    """
    said = _SEVERAL.search(sentence.text) if _GOT.search(sentence.text) else None
    each = [a for a in amounts if gets_each(sentence.text, a)]
    if said is None or len(each) != 1:
        return []
    got = amount_found(each[0], sentence.char_start, 0.86)
    return [
        Entry(
            m.char_start, m.char_end, line.index, form="prose", path=line.path, places=place_founds([m], 0), amount=got
        )
        for m in _who_got(page, sentence, line, whole_number(said["n"]) if said["n"] else None)
    ]


def _who_got(page: Page, sentence: Span, line: Line, number: int | None) -> list[PlaceMention]:
    before = _last_places(page, sentence, line)
    if number is not None and len({m.code for m in before}) == number:
        return before
    lines = [x for x in page.lines[line.index :] if not x.is_heading][: _NEAR_LINES + 1]
    for other, _ in page.sentences_of(lines):
        if other.char_start <= sentence.char_start or exact_amounts(other.text):
            continue
        run = names_run(other.text, [m for m in find_municipalities(other.text) if m.confidence >= LIKELY])
        names = run[2] if run is not None else []
        is_told = is_only_names(other.text) or _THEY_ARE.match(other.text) is not None
        if is_told and len(names) > 1 and number in (None, len({m.code for m in names})):
            at = other.char_start
            return [replace(m, char_start=at + m.char_start, char_end=at + m.char_end) for m in names]
    rows = list(takewhile(lambda x: x.is_list_item and only_names(x), page.lines[line.index + 1 :]))
    listed = [(x.char_start, m) for x in rows for m in find_municipalities(x.text) if m.confidence >= LIKELY]
    if len(rows) != len(listed) or len({m.code for _, m in listed}) != number:
        return []
    return [replace(m, char_start=at + m.char_start, char_end=at + m.char_end) for at, m in listed]


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
