"""Award lists as forms, one after another: "Ansøger: ...", "Projekt: ...", "Beløb: ..." for each project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import find_periods
from corpus.places import find_municipalities
from ingest.extract.award_words import context_of
from ingest.extract.draft import Found
from ingest.extract.entries import AwardRun, Entry, amount_found, clean_title, line_amount, place_founds
from ingest.extract.labels import Label, find_labels
from ingest.extract.lines import Page


def field_runs(page: Page) -> Iterator[AwardRun]:
    """Give the labelled fields of a page as one run, if they begin anew at least once; one form is no list."""
    labels = [label for label in find_labels(page) if label.role in ("owner", "title", "amount", "period")]
    groups: list[list[Label]] = []
    for label in labels:
        if not groups or label.role in (groups[-1][0].role,):
            groups.append([])
        groups[-1].append(label)
    entries = [entry for group in groups if (entry := _read_group(page, group)) is not None]
    if len(entries) >= 2 and len(entries) == len(groups):
        yield AwardRun(entries, context=context_of(page, page.lines[entries[0].line_index]))


def _read_group(page: Page, group: list[Label]) -> Entry | None:
    roles = [label.role for label in group]
    if "owner" not in roles or len(set(roles)) < 2 or len(set(roles)) != len(roles):
        return None
    start, end = group[0].value.char_start, group[-1].value.char_end
    entry = Entry(start, end, group[0].line_index, form="fields", path=page.lines[group[0].line_index].path)
    for label in group:
        text, at = label.value.text, label.value.char_start
        if label.role == "owner":
            entry.places = place_founds(find_municipalities(text), at)
            entry.owner = None if entry.places else clean_title(text, at)
        elif label.role == "title":
            entry.title = clean_title(text, at)
        elif label.role == "amount" and (amount := line_amount(text)) is not None:
            entry.amount = amount_found(amount, at)
        elif label.role == "period":
            if re.fullmatch(r"20\d\d", text):
                entry.period_from = entry.period_to = Found(text, at, at + 4, 0.9)
            for period in find_periods(text):
                span = (at + period.char_start, at + period.char_end)
                entry.period_from = Found(period.from_iso, *span, 0.93) if period.from_iso else None
                entry.period_to = Found(period.to_iso, *span, 0.93) if period.to_iso else None
    return entry if entry.places or entry.owner else None
