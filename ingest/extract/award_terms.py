"""Award lists as terms: each municipality with its project and sum as the value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.documents import BlockKind
from ingest.extract.award_siblings import names_someone
from ingest.extract.award_words import context_of
from ingest.extract.entries import AwardRun, Entry, amount_found, clean_title, line_amount
from ingest.extract.line_entries import read_line
from ingest.extract.lines import Page


def term_runs(page: Page) -> Iterator[AwardRun]:
    """Give the terms of a page that are municipalities as one run of entries."""
    entries: list[Entry] = []
    lines = [line for line in page.lines if line.kind is BlockKind.DEFINITION and len(line.cells) == 2]
    heads = {line.index: read_line(page.text[slice(*line.cells[0])], line.cells[0][0], line.index) for line in lines}
    of_places = Counter(line.group for line in lines if (h := heads[line.index]) is not None and h.is_only_names)
    for line in lines:
        (a, b), (c, d) = line.cells
        head = heads[line.index]
        if head is None and of_places[line.group] >= 2 and names_someone(page.text[a:b]):
            head = Entry(a, b, line.index, owner=clean_title(page.text[a:b], a), is_only_names=True)
        if head is None or not head.is_only_names or d - c > 220:
            continue
        value = page.text[c:d]
        amount = line_amount(value)
        head.is_only_names, head.form, head.path, head.char_end = False, "A", line.path, d
        head.amount = amount_found(amount, c) if amount else None
        head.title = clean_title(value[: amount.char_start] if amount else value, c)
        if entries and _is_further_value(page, entries[-1], head, page.text[a:b]):
            continue
        entries.append(head)
    if entries:
        yield AwardRun(entries, context=context_of(page, page.lines[entries[0].line_index]))


def _is_further_value(page: Page, before: Entry, entry: Entry, term: str) -> bool:
    """Tell whether a term's value goes with the one before, and add it: its title in one and its sum in the next."""
    line = page.lines[before.line_index]
    if line.index + 1 != entry.line_index or page.text[slice(*line.cells[0])] != term:
        return False
    if (before.amount and entry.amount) or (before.title and entry.title):
        return False
    before.amount, before.title = before.amount or entry.amount, before.title or entry.title
    before.line_index, before.char_end = entry.line_index, entry.char_end
    return True
