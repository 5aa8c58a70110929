"""Award lists whose fields stand a line each, over and over: name, project, sum; name, project, sum.

So a grid of boxes reads that no table marks, and a table whose cells came as lines. One place in the cycle holds names
of municipalities, one may hold sums, and the one that is left what was to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.documents import BlockKind
from corpus.places import LIKELY, find_municipalities
from ingest.extract.award_siblings import names_someone
from ingest.extract.award_words import context_of, is_total
from ingest.extract.draft import Found
from ingest.extract.entries import STRIP, AwardRun, Entry, amount_found, clean_title, line_amount, place_founds
from ingest.extract.lines import Line, Page
from ingest.extract.project_places import is_only_names

_MAX_CELL = 140  # characters
_LABEL = re.compile(r"[A-ZÆØÅ][^:]{1,40}:\s")
_LENGTHS = (3, 2)  # fields of an award
_LEAST = 3  # awards that make a cycle


def cycle_runs(page: Page) -> Iterator[AwardRun]:
    """Give the stretches of short lines that repeat one pattern of fields, each as a run of entries."""
    for lines in _stretches(page):
        run = next((run for length in _LENGTHS if (run := _read(page, lines, length)) is not None), None)
        if run is not None:
            yield run


def _stretches(page: Page) -> Iterator[list[Line]]:
    """Give the stretches of plain lines that are short enough to be fields, and tell nothing."""
    stretch: list[Line] = []
    for line in page.lines:
        is_field = (
            line.kind is BlockKind.PARAGRAPH
            and not (line.is_heading and page.has_markup)
            and not line.is_list_item
            and len(line.text) <= _MAX_CELL
            and (not line.text.endswith((".", ":", "?")) or line_amount(line.text) is not None)
        )
        if is_field:
            stretch.append(line)
            continue
        if len(stretch) >= _LEAST * _LENGTHS[-1]:
            yield stretch
        stretch = []
    if len(stretch) >= _LEAST * _LENGTHS[-1]:
        yield stretch


def _read(page: Page, lines: list[Line], length: int) -> AwardRun | None:
    """Read a stretch as a cycle of so many lines, whatever stands before its first and after its last."""
    is_names = [is_only_names(line.text.strip(STRIP)) for line in lines]
    is_sum = [_is_sum(line) for line in lines]
    for start in range(min(length + 2, len(lines))):
        if not is_names[start]:
            continue
        n_cycles = 0
        while start + (n_cycles + 1) * length <= len(lines) and _fits(lines, is_names, is_sum, start, n_cycles, length):
            n_cycles += 1
        named = sum(is_names[start + n * length] for n in range(n_cycles))
        if n_cycles < _LEAST or named * 2 < n_cycles:
            continue
        cycles = [lines[start + n * length : start + (n + 1) * length] for n in range(n_cycles)]
        return AwardRun([_entry(cycle) for cycle in cycles], context=context_of(page, cycles[0][0]))
    return None


def _fits(lines: list[Line], is_names: list[bool], is_sum: list[bool], start: int, number: int, length: int) -> bool:
    """Tell whether the next lines are one more award: who first, then the same kinds of fields as in the first."""
    at = start + number * length
    if _is_row(lines[at]) or not (is_names[at] or names_someone(lines[at].text)):
        return False
    for offset in range(1, length):
        if is_sum[at + offset] != is_sum[start + offset] or is_names[at + offset]:
            return False
        if (label := _LABEL.match(lines[at + offset].text)) and lines[start + offset].text.startswith(label[0]):
            if number:
                return False  # "Projekt: ..." under each name is a labelled field, and read as such
        if not is_sum[at + offset] and (_is_row(lines[at + offset]) or clean_title(lines[at + offset].text, 0) is None):
            return False
    return sum(is_sum[at + 1 : at + length]) <= 1 and (length == 2 or any(is_sum[at + 1 : at + length]))


def _is_row(line: Line) -> bool:
    """Tell whether a line is an award whole or their total: "Havby 1.890.400 kr." where others have sums below."""
    return is_total(line.text) or line_amount(line.text) is not None


def _is_sum(line: Line) -> bool:
    amount = line_amount(line.text)
    return amount is not None and len(line.text) <= amount.char_end - amount.char_start + 6


def _entry(cycle: list[Line]) -> Entry:
    first, last = cycle[0], cycle[-1]
    mentions = [m for m in find_municipalities(first.text) if m.confidence >= LIKELY]
    entry = Entry(first.char_start, last.char_end, last.index, form="B", path=first.path)
    entry.places = place_founds(mentions, first.char_start)
    entry.owner = None if entry.places else _owner(first)
    for line in cycle[1:]:
        amount = line_amount(line.text) if _is_sum(line) else None
        if amount is not None:
            entry.amount = amount_found(amount, line.char_start)
        else:
            entry.title = clean_title(line.text, line.char_start)
    if entry.amount is None:
        entry.form = "C"
    return entry


def _owner(line: Line) -> Found | None:
    return clean_title(line.text, line.char_start)
