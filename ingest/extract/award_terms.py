"""Award lists as terms: each municipality with its project and sum as the value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.dates import find_periods
from corpus.documents import BlockKind
from corpus.places import LIKELY, find_municipalities
from ingest.extract.award_siblings import names_someone
from ingest.extract.award_words import TRACK, context_of
from ingest.extract.draft import Found
from ingest.extract.entries import AwardRun, Entry, amount_found, clean_title, line_amount, place_founds
from ingest.extract.labels import role_of
from ingest.extract.line_entries import OWNER_LINE, read_line
from ingest.extract.lines import Line, Page
from ingest.extract.project_places import is_only_names, names_in


def term_runs(page: Page) -> Iterator[AwardRun]:
    """Give the terms of a page that are municipalities as a run of entries, and those that are projects as another."""
    if (named := _of_projects(page)) is not None:
        yield named
    if (tracks := _of_tracks(page)) is not None:
        yield tracks
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
        if amount is not None and head.title is None:  # "900.000 kr. til Friskere liv"
            head.title = clean_title(value[amount.char_end :], c + amount.char_end)
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


_LEAST = 2  # terms of several values that make a list


def _of_tracks(page: Page) -> AwardRun | None:
    """Give the terms that are tracks, each with the names of the municipalities that are in it."""
    entries: list[Entry] = []
    for line in page.lines:
        if line.kind is not BlockKind.DEFINITION or len(line.cells) != 2:
            continue
        (a, b), (c, d) = line.cells
        if not TRACK.match(page.text[a:b]) or not names_in(page.text[c:d]):
            continue
        mentions = [m for m in find_municipalities(page.text[c:d]) if m.confidence >= LIKELY]
        entry = Entry(line.char_start, d, line.index, form="names", path=line.path, is_only_names=True)
        entry.places = place_founds(mentions, c)
        entries.append(entry)
    return AwardRun(entries, context=context_of(page, page.lines[entries[0].line_index])) if entries else None


def _of_projects(page: Page) -> AwardRun | None:
    """Give the terms that are projects' names: the values of each are its owner, and its sum or its period."""
    terms: dict[tuple[str, int], list[Line]] = {}
    for line in page.lines:
        if line.kind is BlockKind.DEFINITION and len(line.cells) == 2:
            terms.setdefault((page.text[slice(*line.cells[0])].strip(), line.group), []).append(line)
    told = {term: lines for (term, _), lines in terms.items() if len(lines) > 1 or _is_award(page, term, lines[0])}
    entries = [e for term, lines in told.items() if (e := _project(page, term, lines))]
    if len(entries) < _LEAST:
        return None
    return AwardRun(entries, context=context_of(page, page.lines[entries[0].line_index]))


def _is_award(page: Page, term: str, line: Line) -> bool:
    """Tell whether a term is a project's name whose one value is its owner and sum: "Havby Kommune, 900.000 kr."."""
    value = page.text[slice(*line.cells[1])]
    if OWNER_LINE.match(value):
        return not role_of(term)
    amount = line_amount(value)
    return amount is not None and bool(names_in(value[: amount.char_start])) and not role_of(term)


def _project(page: Page, term: str, lines: list[Line]) -> Entry | None:
    first, last = lines[0], lines[-1]
    entry = Entry(first.char_start, last.char_end, last.index, form="fields", path=first.path)
    entry.title = None if is_only_names(term) else clean_title(term, first.cells[0][0])
    is_owned = False
    for line in lines:
        start, end = line.cells[1]
        value = page.text[start:end]
        if (label := OWNER_LINE.match(value)) is not None:  # "Friskere liv:" over "Projektejer: Havby Kommune, Sundhed"
            at = start + label.end()
            mentions = [m for m in find_municipalities(page.text[at:end]) if m.confidence >= LIKELY]
            entry.places, is_owned = place_founds(mentions, at), True
            continue
        periods = find_periods(value)
        amount = line_amount(value)
        if amount is not None and names_in(value[: amount.char_start]):
            entry.places = place_founds([m for m in find_municipalities(value) if m.confidence >= LIKELY], start)
            entry.amount = amount_found(amount, start)
            continue
        if names_in(value) and not entry.places:
            mentions = [m for m in find_municipalities(value) if m.confidence >= LIKELY]
            entry.places = place_founds(mentions, start)
        elif amount is not None and end - start <= amount.char_end - amount.char_start + 6:
            entry.amount = entry.amount or amount_found(amount, start)
        elif periods and end - start < 60:
            span = (start + periods[0].char_start, start + periods[0].char_end, 0.93)
            entry.period_from = Found(periods[0].from_iso, *span) if periods[0].from_iso else None
            entry.period_to = Found(periods[0].to_iso, *span) if periods[0].to_iso else None
    is_told = (
        entry.title is not None and entry.places and (is_owned or entry.amount or entry.period_from or entry.period_to)
    )
    return entry if is_told else None
