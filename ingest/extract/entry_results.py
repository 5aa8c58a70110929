"""How the project of a table's row went: what its result and status cells say."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice, takewhile

from corpus.evidence import Origin
from corpus.records import OutcomeDirection, Status
from ingest.extract.directions import read_directions
from ingest.extract.draft import Draft, Found
from ingest.extract.entries import Entry
from ingest.extract.lines import Line, Page, split_sentences
from ingest.extract.measured_rows import outcome_of_rows
from ingest.extract.measured_things import find_stated
from ingest.extract.no_stops import is_no_stop
from ingest.extract.outcomes import find_in_sentences
from ingest.extract.result_forms import read_form
from ingest.extract.result_tables import as_said, cell, times_of
from ingest.extract.status_values import status_of_value
from ingest.extract.thing_signs import measured_in
from ingest.extract.undertaking_events import is_of_people

_OF_ONE_MEASURE = 0.6  # confidence: what prose tells of the project counts more
_LONG_CELL = 400  # characters; of a longer one the first sentence is quoted
_STOPPED = re.compile(
    r"\b(?:stoppet|stoppede|afbrudt|trukket|trak sig|opgivet|nedlagt|indstillet|lukket|ikke gennemført|udgået|"
    r"droppet)\b",
    re.IGNORECASE,
)
_GOAL = re.compile(r"(?:(?:effekt|del|resultat|projekt)?mål(?:et|ene|sætning\w*)?|succeskriteri\w*)\b", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÆØÅ][\w-]{3,}")
_SCALE = 5  # letters by which a scale is known where the text tells of it
_ENDED = re.compile(r"\W*(?:er |blev )?(?:afsluttet|gennemført|fuldført|slut)\b", re.IGNORECASE)


def state_results(draft: Draft, page: Page, entry: Entry) -> None:
    """State outcome and status from the row's cells; a row that tells a result tells of a project that has ended."""
    if entry.measures:
        if (measured := outcome_of_rows(page, entry, _header_of(page, page.lines[entry.line_index]))) is not None:
            draft.state("outcome_direction", measured)
            draft.state("effekt", replace(measured, value=page.text[measured.char_start : measured.char_end]))
            _state_ended(draft, measured)
    elif entry.outcome_cell:
        _state_outcome(draft, page, entry, *entry.outcome_cell)
    elif entry.form == "table" and (of_figures := _of_figures(page, page.lines[entry.line_index])) is not None:
        draft.state("outcome_direction", of_figures)
        draft.state("effekt", replace(of_figures, value=page.text[of_figures.char_start : of_figures.char_end]))
        _state_ended(draft, of_figures)
    if entry.status_cell:
        a, b = entry.status_cell
        status = status_of_value(page.text[a:b])
        if status is not None:
            _replace_status(draft, Found(status.value, a, b, 0.92))


def _stop_in(text: str) -> re.Match[str] | None:
    """Give the words that say that the row's project stopped; people who did are none."""
    return next(
        (
            match
            for match in _STOPPED.finditer(text)
            if not is_of_people(text, match.start(), match.end()) and not is_no_stop(text, match)
        ),
        None,
    )


def _state_outcome(draft: Draft, page: Page, entry: Entry, a: int, b: int) -> None:
    text = page.text[a:b]
    stopped = _stop_in(text)
    sentences = split_sentences(text, a)
    outcome = find_in_sentences(page, sentences, _measured(page, entry, a))
    direction = outcome.direction if outcome is not None else _of_goal(page, page.lines[entry.line_index], a)
    if stopped is not None:
        _replace_status(draft, Found(Status.STOPPED.value, a + stopped.start(), a + stopped.end(), 0.88))
    elif direction is not None:
        _state_ended(draft, Found(direction.value, a, b, 0.85))
    elif _ENDED.match(text) and draft.value("status") in (None, Status.AWARDED.value):
        _replace_status(draft, Found(Status.COMPLETED.value, a, b, 0.8))
    if direction is not None:
        draft.state("outcome_direction", Found(direction.value, a, b, 0.85))
        first = sentences[0]
        whole = Found(text, a, b, 0.85)
        is_long = b - a >= _LONG_CELL
        draft.state("effekt", Found(first.text, first.char_start, first.char_end, 0.85) if is_long else whole)


def _state_ended(draft: Draft, result: Found) -> None:
    if draft.value("status") in (None, Status.AWARDED.value):
        ended = Found(Status.COMPLETED.value, result.char_start, result.char_end, 0.75, Origin.INFERRED)
        _replace_status(draft, ended)


def _header_of(page: Page, row: Line) -> Line:
    """Give the first row of a row's table."""
    before = takewhile(lambda x: x.cells and x.group == row.group, reversed(page.lines[: row.index]))
    return next(islice(reversed(list(before)), 1), row)


def _of_goal(page: Page, row: Line, at: int) -> OutcomeDirection | None:
    """Give what a cell beside the goal comes to: "Færre fald | Delvist nået", "80 procent | 84 procent"."""
    header = _header_of(page, row)
    goals = [n for n in range(min(len(row.cells), len(header.cells))) if _GOAL.match(cell(header, n))]
    if not goals or row is header:
        return None
    found = read_form(f"Mål: {cell(row, goals[0])}. Resultat: {page.text[slice(*_cell_at(row, at))].strip()}")
    return None if not found else next(iter(found)) if len(found) == 1 else OutcomeDirection.MIXED


def _cell_at(row: Line, at: int) -> tuple[int, int]:
    return next((c for c in row.cells if c[0] <= at < c[1]), (at, row.char_end))


def _of_figures(page: Page, row: Line) -> Found | None:
    """Give what a row's figure before and its figure after come to: "Roskilde | 41 | 32" under "Zarit før | efter"."""
    header = _header_of(page, row)
    heads = times_of(header) if row is not header and len(row.cells) > 2 else {}
    if not heads or max(heads) >= len(row.cells):
        return None
    above = page.lines[header.index - 1].text if header.index else ""
    name = cell(header, min(heads))
    topic = measured_in(name) or measured_in(above)
    said = as_said(row, heads, topic)
    if not said:
        return None
    scale = next(iter(_NAME.findall(name)), "")[:_SCALE].lower()
    on_scale = (s.text for s, _ in page.sentences if scale and scale in s.text.lower() and find_stated(s.text.lower()))
    directions = read_directions(f"{said} {next(on_scale, '')}".strip(), page.text[:1000])
    if len(directions) != 1:
        return None
    cells = [row.cells[n] for n in heads]
    return Found(next(iter(directions)).value, min(a for a, _ in cells), max(b for _, b in cells), _OF_ONE_MEASURE)


def _measured(page: Page, entry: Entry, at: int) -> str:
    """Give the cell before the result, which says what was measured."""
    before = [(c, d) for c, d in page.lines[entry.line_index].cells if d <= at and page.text[c:d].strip()]
    return page.text[slice(*before[-1])] if len(before) > 1 else ""


def _replace_status(draft: Draft, status: Found) -> None:
    draft.statements = [s for s in draft.statements if s.field != "status"]
    draft.state("status", status)
