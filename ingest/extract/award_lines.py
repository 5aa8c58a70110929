"""Award lists as lines: bullets, numbers, bare names, names with their amounts on the lines below."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.documents import BlockKind
from corpus.places import LIKELY, find_municipalities
from ingest.extract.award_siblings import read_alike
from ingest.extract.award_words import AWARD, NEGATIVE, NOT_OWNER, VERBS, context_of, is_total
from ingest.extract.draft import Found
from ingest.extract.entries import (
    MAX_ENTRIES,
    STRIP,
    AwardRun,
    Entry,
    amount_found,
    clean_title,
    line_amount,
)
from ingest.extract.line_entries import OWNER_LINE, read_line
from ingest.extract.lines import Line, Page, without_bullet

_DOCUMENT_WORD = re.compile(
    r"^(?:effekt|slut|proces|midtvejs|virknings)?evaluering(?:srapport)?$|^slutrapport$|^rapport$|^bilag\b",
    re.IGNORECASE,
)
_NEW_ROUND = re.compile(r"\b(?:20\d\d|opslag|runde|spor|model|region)\b", re.IGNORECASE)


def line_runs(page: Page) -> list[AwardRun]:
    """Give the lines of a page that name municipalities or amounts, those that stand together as one run."""
    entries: list[Entry] = []
    lines = [line for line in page.lines if _is_line(line) and not _is_field(page, line)]
    index = 0
    while index < len(lines) and len(entries) < MAX_ENTRIES:
        entry, used = _read_at(page, lines, index)
        if entry is not None:
            entry.path = lines[index].path
            entries.append(entry)
        index += used
    entries = read_alike(lines, entries)
    runs: list[AwardRun] = []
    for entry in entries:
        last = runs[-1].entries[-1] if runs and runs[-1].entries else None
        near = last is not None and entry.line_index - last.line_index <= 3 and not _heading_between(page, last, entry)
        if entry.is_total:
            if runs and near and last is not None:
                runs[-1].stated_total = runs[-1].stated_total or entry.amount
            continue
        if near and last is not None:
            runs[-1].entries.append(entry)
        else:
            line = page.lines[entry.line_index]
            runs.append(AwardRun([entry], context=context_of(page, line), context_line=line.index))
    return runs


def _is_line(line: Line) -> bool:
    """Tell whether a line may be an item of its own; a row of one column is."""
    return line.kind is not BlockKind.DEFINITION and (line.kind is not BlockKind.TABLE_ROW or len(line.cells) == 1)


_FIELD = re.compile(r"\w*(?:periode|løbetid|varighed|tidsrum)\s?:", re.IGNORECASE)


def _is_field(page: Page, line: Line) -> bool:
    """Tell whether a line is the end of the one before, cut off behind its sum: "Projektperiode: 2021-2023"."""
    before = page.text[max(0, line.char_start - 1) : line.char_start]
    return before not in ("", "\n") and _FIELD.match(line.text) is not None


def _heading_between(page: Page, first: Entry, second: Entry) -> bool:
    """Tell whether a line between two entries begins another list: a heading, or a line that introduces one."""
    between = [p for p in page.lines[first.line_index + 1 : second.line_index] if p.char_end <= second.char_start]
    introduces = any(
        NEGATIVE.search(p.text)
        or (p.text.endswith(":") and not p.is_list_item)
        or (AWARD.search(p.text) and not p.is_list_item and len(p.text) > 25)
        for p in between
    )
    if introduces or any(_NEW_ROUND.search(p.text) for p in between if not page.has_markup):
        return True
    here, there = page.lines[first.line_index], page.lines[second.line_index]
    return page.has_markup and here.path != there.path and not there.is_heading


def _read_at(page: Page, lines: list[Line], index: int) -> tuple[Entry | None, int]:
    """Read the entry that begins at a line, which may go on over the next two: name, title, amount."""
    line = lines[index]
    if len(line.text) < 60 and is_total(line.text) and index + 1 < len(lines) and not line_amount(line.text):
        total = line_amount(lines[index + 1].text)
        if total is not None and len(lines[index + 1].text) <= total.char_end - total.char_start + 6:
            found = amount_found(total, lines[index + 1].char_start)
            last = lines[index + 1]
            return Entry(line.char_start, last.char_end, last.index, amount=found, is_total=True), 2
    if len(line.text) > 260 or _DOCUMENT_WORD.match(line.text.strip(STRIP)):
        return None, 1
    if index + 1 < len(lines) and (owned := _owner_below(line, lines[index + 1])) is not None:
        return owned, 2
    entry = read_line(line.text, line.char_start, line.index)
    if entry is None:
        return _owner_above_amount(lines, index)
    if entry.form == "" and not entry.is_total:
        return None, 1
    # A sentence is prose, read elsewhere.
    if line.text.endswith(".") and not line.is_list_item and entry.amount is None and not entry.is_only_names:
        return None, 1
    is_sentence = line.text.endswith(".") and not re.search(r"(?:kr|mio|mill)\.$", line.text)
    if is_sentence and (VERBS.search(line.text) or not line.is_list_item) and not entry.is_only_names:
        return None, 1
    if entry.amount is None and entry.title is not None and entry.places and index + 1 < len(lines):
        below = _alone_below(lines[index + 1])
        if below is not None and len(line.text) < 90:
            entry.amount, entry.char_end, entry.form = below, below.char_end, "B"
            entry.line_index = lines[index + 1].index
            return entry, 2
    if entry.is_only_names and index + 1 < len(lines):
        ahead = lines[index + 1]
        amount = line_amount(ahead.text)
        if amount is not None and len(ahead.text) <= amount.char_end - amount.char_start + 6:
            entry.amount = amount_found(amount, ahead.char_start)
            entry.char_end, entry.is_only_names, entry.form = ahead.char_end, False, "B"
            entry.line_index = ahead.index
            return entry, 2
        if index + 2 < len(lines) and len(ahead.text) < 140 and not ahead.text.endswith("."):
            third = lines[index + 2]
            amount = line_amount(third.text)
            is_name = any(m.confidence >= LIKELY and m.char_start < 2 for m in find_municipalities(ahead.text))
            if amount is not None and len(third.text) <= amount.char_end - amount.char_start + 6 and not is_name:
                entry.title = clean_title(ahead.text, ahead.char_start)
                entry.amount = amount_found(amount, third.char_start)
                entry.char_end, entry.is_only_names, entry.form = third.char_end, False, "B"
                entry.line_index = third.index
                return entry, 3
    return entry, 1


def _owner_below(line: Line, below: Line) -> Entry | None:
    """Read a project's name over the line that says whose it is: "Friskere liv:" and "Projektejer: Havby Kommune"."""
    label = OWNER_LINE.match(below.text)
    if label is None or line.text.endswith(".") or line.is_heading or ": " in line.text or OWNER_LINE.match(line.text):
        return None
    body, cut = without_bullet(line.text)
    title = clean_title(body, line.char_start + cut)
    owner = read_line(below.text[label.end() :], below.char_start + label.end(), below.index)
    if title is None or owner is None or not (owner.places or owner.owner):
        return None
    return replace(owner, char_start=line.char_start + cut, title=title, form="F", is_only_names=False)


def _alone_below(line: Line) -> Found | None:
    """Give the sum that a line holds and nothing else."""
    amount = line_amount(line.text)
    if amount is None or len(line.text) > amount.char_end - amount.char_start + 6:
        return None
    return amount_found(amount, line.char_start)


def _owner_above_amount(lines: list[Line], index: int) -> tuple[Entry | None, int]:
    """Read a grantee that is no municipality, its amount alone on the next line."""
    line = lines[index]
    if index + 1 >= len(lines) or len(line.text) > 80 or not line.text[:1].isupper() or NOT_OWNER.search(line.text):
        return None, 1
    ahead = lines[index + 1]
    amount = line_amount(ahead.text)
    if amount is None or len(ahead.text) > amount.char_end - amount.char_start + 6 or line.text.endswith((".", ":")):
        return None, 1
    owner = clean_title(line.text, line.char_start)
    if owner is None:
        return None, 1
    entry = Entry(line.char_start, ahead.char_end, ahead.index, owner=owner, form="B")
    entry.amount = amount_found(amount, ahead.char_start)
    return entry, 2
