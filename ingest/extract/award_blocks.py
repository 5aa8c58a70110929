"""Award lists whose items are a name, whose it is, some words on it and a labelled sum, with nothing between them.

"Friskere liv Havby Kommune Ældre cykler sammen hver uge. Beløb: 900.000 kr. Ro i natten Sydvig Kommune ...": so reads
a file without rules or bullets, whether its lines were kept or have run together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from corpus.documents import BlockKind
from corpus.places import LIKELY, find_municipalities
from ingest.extract.award_words import VERBS, context_of, is_total
from ingest.extract.entries import (
    MAX_ENTRIES,
    STRIP,
    AwardRun,
    Entry,
    amount_found,
    clean_title,
    line_amount,
    names_run,
    place_founds,
)
from ingest.extract.labels import role_of
from ingest.extract.lines import Line, Page

_SUM = re.compile(
    r"\b(?P<label>(?:tilskuds|støtte|tilsagns|bevillings)?beløb|(?:pulje)?tilskud|støtte|tilsagn|bevilling|bevill?i?get"
    r"(?:\sbeløb)?|tildelt(?:\sbeløb)?)\s?:\s?(?P<sum>(?:kr\.?\s?)?\d[^\n:]{2,24}?(?:kr\b\.?|kroner\b|,-|(?=\s*(?:\n|$))))",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?:;]\s+|\n")
_JOINED = re.compile(r"\s?(?:,|/|&|\bog\b|\bsamt\b|,\sog\b)\s?")  # "Sydvig og Havby Kommuner"
_COUNCIL = re.compile(r".{0,7}?(?<=[a-zæøå]|\s)(?:\s?(?:regionsk|k)ommuner?)\b", re.IGNORECASE)
_AFTER_OWNER = re.compile(r"\s*(?:$|\n|[,.:;(–—-]|[A-ZÆØÅ\d\"”“»„])")
_UNFINISHED = re.compile(
    r"\b(?:i|af|for|fra|med|og|til|hos|ved|under|om|på|samt|hvor|når|som|at|har|er|blandt)$", re.IGNORECASE
)
_MAX_TITLE = 110  # characters
_LEAST = 2  # items of a page that make it a list


def block_runs(page: Page) -> Iterator[AwardRun]:
    """Give the items of a page as one run, if from the first on every labelled sum in its text closes such an item."""
    entries: list[Entry] = []
    for lines in _stretches(page):
        begin = lines[0].char_start
        text = page.text[begin : lines[-1].char_end]
        ends = [line.char_end for line in lines]
        at = 0
        for match in _SUM.finditer(text) if ":" in text else ():
            entry = _read(text[at : match.start()], begin + at)
            amount = line_amount(match["sum"])
            at = match.end()
            if entry is None or amount is None:
                if entries:
                    return
                continue
            entry.amount = amount_found(amount, begin + match.start("sum"))
            entry.char_end = begin + at
            line = lines[bisect_left(ends, entry.char_end)]
            entry.line_index, entry.path = line.index, line.path
            entries.append(entry)
    if _LEAST <= len(entries) <= MAX_ENTRIES:
        yield AwardRun(entries, context=context_of(page, page.lines[entries[0].line_index]))


def _stretches(page: Page) -> Iterator[list[Line]]:
    """Give the paragraphs that no heading, list or table parts."""
    stretch: list[Line] = []
    for line in page.lines:
        is_text = line.kind is BlockKind.PARAGRAPH and not (line.is_heading and page.has_markup)
        if is_text and not line.is_list_item and not is_total(line.text):
            stretch.append(line)
            continue
        if stretch:
            yield stretch
        stretch = []
    if stretch:
        yield stretch


def _read(text: str, start: int) -> Entry | None:
    """Read what stands before a labelled sum: a name, right behind it whose it is, then what is told of it."""
    mentions = [m for m in find_municipalities(text) if m.confidence >= LIKELY]
    owned = next((n for n, m in enumerate(mentions) if _COUNCIL.match(text, m.char_end - 7)), None)
    if owned is None:
        return None
    first = owned
    while first and _JOINED.fullmatch(text[mentions[first - 1].char_end : mentions[first].char_start]):
        first -= 1
    run = names_run(text, mentions[first:])
    if run is None or not _AFTER_OWNER.match(text, run[1]):
        return None
    before = text[: run[0]].rstrip(STRIP + "\n")
    stops = list(_STOP.finditer(before))
    begin = stops[-1].end() if stops else 0
    name = before[begin:]
    if len(name) > _MAX_TITLE or _UNFINISHED.search(name) or VERBS.search(name) or role_of(name):
        return None
    title = clean_title(name, start + begin)
    if title is None or not str(title.value)[:1].isalnum():
        return None
    entry = Entry(title.char_start, start + len(text), 0, title=title, form="block")
    entry.places = place_founds(run[2], start)
    return entry
