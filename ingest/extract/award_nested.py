"""Award lists within lists: a municipality's bullet, and below it what it got money for and how much."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.documents import BlockKind
from corpus.places import LIKELY, find_municipalities
from ingest.extract.award_siblings import names_someone
from ingest.extract.award_words import context_of, is_total
from ingest.extract.entries import STRIP, AwardRun, Entry, amount_found, clean_title, line_amount, place_founds
from ingest.extract.lines import Line, Page, without_bullet
from ingest.extract.project_places import is_only_names

_LEAST = 2  # municipalities with items of their own
_MAX_ITEM = 160  # characters
_LABEL = re.compile(r"(?:projekt(?:ets navn|navn|titel)?|titel|indsats)\s*:\s*", re.IGNORECASE)


def nested_runs(page: Page) -> Iterator[AwardRun]:
    """Give the lists of which most items are municipalities with items below them, each as a run of entries."""
    items = [line for line in page.lines if line.kind is BlockKind.LIST_ITEM]
    groups: dict[int, list[tuple[Line, list[Line]]]] = {}
    for n, line in enumerate(items):
        below: list[Line] = []
        for child in items[n + 1 :]:
            if child.level <= line.level or child.index != line.index + len(below) + 1:
                break
            below.append(child)
        groups.setdefault(line.group, []).append((line, below))
    for parents in groups.values():
        whole = [(line, below) for line, below in parents if below]
        named = [line for line, _ in whole if is_only_names(line.text.strip(STRIP))]
        if len(named) < _LEAST or len(named) * 2 < len(parents):
            continue
        entries = [e for line, below in whole if names_someone(line.text) for e in _entries(line, below)]
        if entries:
            yield AwardRun(entries, context=context_of(page, parents[0][0]), context_line=parents[0][0].index)


def _entries(parent: Line, below: list[Line]) -> list[Entry]:
    """Give what one municipality got: one award, or as many as items below it that have a sum or a name each."""
    whose = _whose(parent)
    parts = [part for line in below if (part := _part(line)) is not None]
    n_sums = sum(part.amount is not None for part in parts)
    n_titles = sum(part.title is not None for part in parts)
    if n_sums <= 1 and (n_titles <= 1 or n_sums):
        first = next((part.title for part in parts if part.title is not None), None)
        amount = next((part.amount for part in parts if part.amount is not None), None)
        form = "A" if amount is not None else "C" if first is not None else "names"
        last = below[-1]
        whole = replace(whose, title=first, amount=amount, form=form, is_only_names=form == "names")
        return [replace(whole, char_end=last.char_end, line_index=last.index)]
    return [
        replace(part, places=whose.places, owner=whose.owner, path=parent.path)
        for part in parts
        if part.title is not None or part.amount is not None
    ]


def _whose(line: Line) -> Entry:
    entry = Entry(line.char_start, line.char_end, line.index, path=line.path)
    mentions = [m for m in find_municipalities(line.text) if m.confidence >= LIKELY]
    entry.places = place_founds(mentions, line.char_start)
    entry.owner = None if entry.places else clean_title(line.text, line.char_start)
    return entry


def _part(line: Line) -> Entry | None:
    """Read an item below a municipality: a name, a sum, or both; `None` for a sentence or a total."""
    body, cut = without_bullet(line.text)
    label = _LABEL.match(body)
    if label is not None:
        body, cut = body[label.end() :], cut + label.end()
    if len(body) > _MAX_ITEM or is_total(body):
        return None
    at = line.char_start + cut
    entry = Entry(line.char_start, line.char_end, line.index, path=line.path)
    amount = line_amount(body)
    entry.amount = amount_found(amount, at) if amount is not None else None
    name = clean_title(body[: amount.char_start] if amount is not None else body, at)
    is_told = name is not None and body.endswith(".") and amount is None
    is_name = name is not None and not is_told and not str(name.value)[0].islower()
    entry.title = name if is_name else None
    entry.form = "A" if entry.amount is not None else "C"
    return entry if entry.title is not None or entry.amount is not None else None
