"""What stands under an entry of a list and is about it alone: its paragraphs, up to the next entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.documents import BlockKind
from corpus.records import Status
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.entries import Entry
from ingest.extract.labels import find_labels
from ingest.extract.lines import Line, Page, Span
from ingest.extract.periods import find_period
from ingest.extract.project_amounts import find_amount
from ingest.extract.statuses import find_status

MAX_CHARS = 1500
"""Most characters of one entry's text; what is longer is an article, and read as one."""


OF_ALL = Cue(
    r"\b(?:projekterne|alle (?:\w+ )?(?:projekter|kommuner)|kommunerne|puljen|projektperiode\w*|begge (?:projekter|"
    r"kommuner)|"
    r"(?:de|alle) (?:to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|\d+) (?:\w+ )?(?:projekter|kommuner))\b"
)
"""Words of a sentence that is about all of a list's projects, wherever it stands."""


def find_bodies(page: Page, entries: Sequence[Entry]) -> dict[int, list[Line]]:
    """Give the lines that belong to each entry alone, by the entry's start; an entry without such is left out.

    They end at the next entry, a heading, a table or an introduction of something else. The last entry's may be no
    longer than the longest before it: what closes a page is not its own.
    """
    ordered = sorted((e for e in entries if e.form not in ("table", "prose")), key=lambda e: e.char_start)
    bodies: dict[int, list[Line]] = {}
    longest: dict[tuple[str, ...], int] = {}  # lines of an entry's text, by the headings above
    for entry, nxt in zip(ordered, [*ordered[1:], None], strict=False):
        body = _lines_under(page, entry, nxt.char_start if nxt is not None else len(page.text) + 1)
        if nxt is None or nxt.path != entry.path:
            body = body[: longest.get(entry.path, 0)]
        if body:
            bodies[entry.char_start] = body
            longest[entry.path] = max(longest.get(entry.path, 0), len(body))
    return bodies


def _lines_under(page: Page, entry: Entry, end: int) -> list[Line]:
    lines: list[Line] = []
    n_chars = 0
    for line in page.lines[entry.line_index + 1 :]:
        n_chars += len(line.text)
        is_other = line.kind in (BlockKind.TABLE_ROW, BlockKind.HEADING) or (line.text.endswith(":") and not line.cells)
        if line.char_start >= end or is_other or n_chars > MAX_CHARS or OF_ALL.search(line.text):
            break
        if line.char_start >= entry.char_end:
            lines.append(line)
    return lines


def with_body_facts(page: Page, entry: Entry, body: list[Line]) -> Entry:
    """Give an entry with the sum and the period that its own text states, where its line has none."""
    if not body:
        return entry
    found = replace(entry, amount=entry.amount or find_amount(page, body, find_labels(page, body)))
    if found.period_from is None and found.period_to is None:
        found.period_from, found.period_to = find_period(page, body)
    return found


def find_own_status(page: Page, entry: Entry, body: list[Line]) -> Found | None:
    """Give where the project stands, if its own line or text says that it stopped, ended or is running."""
    lines = [page.lines[entry.line_index], *body] if entry.form not in ("prose", "table") else body
    status = find_status(page, lines) if lines else None
    return status if status is not None and status.value != Status.AWARDED.value else None


def own_spans(page: Page, entry: Entry, body: list[Line]) -> list[tuple[Span, str]]:
    """Give the words that are the entry's own, with their roles as signs of what it is about."""
    spans = [(Span(line.text, line.char_start, line.char_end), "body") for line in body]
    line = page.lines[entry.line_index]
    if entry.form == "table" or line.is_list_item or line.cells:
        spans.append((Span(line.text, line.char_start, line.char_end), "line"))
    elif entry.form == "block":
        spans.append((Span(page.text[entry.char_start : entry.char_end], entry.char_start, entry.char_end), "body"))
    elif entry.form == "prose":
        sentence = page.sentence_at(entry.char_start)
        if sentence is not None and not OF_ALL.search(sentence.text):
            spans.append((sentence, "sentence"))
    return spans
