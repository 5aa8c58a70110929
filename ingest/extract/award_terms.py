"""Award lists as terms: each municipality with its project and sum as the value."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.documents import BlockKind
from ingest.extract.award_words import context_of
from ingest.extract.entries import AwardRun, Entry, amount_found, clean_title, line_amount
from ingest.extract.line_entries import read_line
from ingest.extract.lines import Page


def term_runs(page: Page) -> Iterator[AwardRun]:
    """Give the terms of a page that are municipalities as one run of entries."""
    entries: list[Entry] = []
    for line in page.lines:
        if line.kind is not BlockKind.DEFINITION or len(line.cells) != 2:
            continue
        (a, b), (c, d) = line.cells
        head = read_line(page.text[a:b], a, line.index)
        if head is None or not head.is_only_names or d - c > 220:
            continue
        value = page.text[c:d]
        amount = line_amount(value)
        head.is_only_names, head.form, head.path, head.char_end = False, "A", line.path, d
        head.amount = amount_found(amount, c) if amount else None
        head.title = clean_title(value[: amount.char_start] if amount else value, c)
        entries.append(head)
    if entries:
        yield AwardRun(entries, context=context_of(page, page.lines[entries[0].line_index]))
