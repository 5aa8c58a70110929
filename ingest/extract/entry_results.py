"""How the project of a table's row went: what its result and status cells say."""

from __future__ import annotations

import re

from corpus.evidence import Origin
from corpus.records import OutcomeDirection, Status
from ingest.extract.directions import read_directions
from ingest.extract.draft import Draft, Found
from ingest.extract.entries import Entry
from ingest.extract.lines import Page, split_sentences
from ingest.extract.status_values import status_of_value

_LONG_CELL = 400  # characters; of a longer one the first sentence is quoted
_STOPPED = re.compile(
    r"\b(?:stoppet|stoppede|afbrudt|trukket|trak sig|opgivet|nedlagt|indstillet|lukket|ikke gennemført|udgået|"
    r"droppet)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\W*(?:er |blev )?(?:afsluttet|gennemført|fuldført|slut)\b", re.IGNORECASE)


def state_results(draft: Draft, page: Page, entry: Entry) -> None:
    """State outcome and status from the row's cells; a row that tells a result tells of a project that has ended."""
    if entry.outcome_cell:
        _state_outcome(draft, page, entry, *entry.outcome_cell)
    if entry.status_cell:
        a, b = entry.status_cell
        status = status_of_value(page.text[a:b])
        if status is not None:
            _replace_status(draft, Found(status.value, a, b, 0.92))


def _state_outcome(draft: Draft, page: Page, entry: Entry, a: int, b: int) -> None:
    text = page.text[a:b]
    stopped = _STOPPED.search(text)
    topic = _measured(page, entry, a)
    directions = set[OutcomeDirection]().union(
        *(read_directions(s.text, text, topic) for s in split_sentences(text, a))
    )
    if stopped is not None:
        _replace_status(draft, Found(Status.STOPPED.value, a + stopped.start(), a + stopped.end(), 0.88))
    elif directions and draft.value("status") in (None, Status.AWARDED.value):
        _replace_status(draft, Found(Status.COMPLETED.value, a, b, 0.75, Origin.INFERRED))
    elif _ENDED.match(text) and draft.value("status") in (None, Status.AWARDED.value):
        _replace_status(draft, Found(Status.COMPLETED.value, a, b, 0.8))
    if directions:
        value = next(iter(directions)).value if len(directions) == 1 else "mixed"
        draft.state("outcome_direction", Found(value, a, b, 0.85))
        first = split_sentences(text, a)[0]
        whole = Found(text, a, b, 0.85)
        is_long = b - a >= _LONG_CELL
        draft.state("effekt", Found(first.text, first.char_start, first.char_end, 0.85) if is_long else whole)


def _measured(page: Page, entry: Entry, at: int) -> str:
    """Give the cell before the result, which says what was measured."""
    before = [(c, d) for c, d in page.lines[entry.line_index].cells if d <= at and page.text[c:d].strip()]
    return page.text[slice(*before[-1])] if len(before) > 1 else ""


def _replace_status(draft: Draft, status: Found) -> None:
    draft.statements = [s for s in draft.statements if s.field != "status"]
    draft.state("status", status)
