"""How it went in a place that a table measures: what the verdicts and the figures of its rows come to."""

from __future__ import annotations

import re

from corpus.records import OutcomeDirection
from ingest.cues import Cue
from ingest.extract.directions import read_directions
from ingest.extract.draft import Found
from ingest.extract.entries import Entry
from ingest.extract.lines import Line, Page, split_sentences
from ingest.extract.measured_things import find_stated
from ingest.extract.outcomes import find_in_sentences
from ingest.extract.result_forms import read_form
from ingest.extract.result_tables import cell, pairs_of, set_against
from ingest.extract.thing_signs import measured_in

BY_VERDICT, BY_FIGURES = 0.85, 0.6
"""Confidence: what prose tells of the place counts more than a figure of one measure, and less than a verdict."""
_BETTER, _SAME, _WORSE = OutcomeDirection.BETTER, OutcomeDirection.NO_CHANGE, OutcomeDirection.WORSE
_SHORT = 40  # characters of a verdict that is no sentence
_MISSED = Cue(r"^(?:nej|(?:målet )?(?:er )?ikke (?:\w+ )?(?:nået|opfyldt|indfriet|opnået))\b")
_PLAIN = (
    (OutcomeDirection.MIXED, Cue(r"^(?:blandet|blandede|både og|delt|mellem|varierende)\b")),
    (_SAME, Cue(r"^(?:(?:det )?samme|(?:på )?(?:uændret|samme) niveau|på niveau|som før|ens|0)\b")),
    (_BETTER, Cue(r"^(?:mere end |over)(?:opfyldt|nået|indfriet)\b")),
)
_TIMES = re.compile(r"\b(?:før|efter|start|slut|baseline|(?:19|20)\d\d)\b", re.IGNORECASE)
_FALLS = re.compile(
    r"(?:alle )?fald", re.IGNORECASE
)  # people's, in a column's head; in a sentence it may be of a figure
_NAME = re.compile(r"[A-ZÆØÅ][\w-]{3,}")
_SCALE = 5  # letters by which a scale is known where the text tells of it
_LOOK_BACK = 3  # lines above a table that may say what it measures


def outcome_of_rows(page: Page, entry: Entry, header: Line) -> Found | None:
    """Give what a place's rows come to: better where all are, mixed where they differ; `None` if no row tells.

    A verdict goes before the figures of its row; what stayed the same is no comfort for what grew worse.
    """
    found: list[tuple[set[OutcomeDirection], tuple[int, int], float]] = []
    for index, verdict in entry.measures:
        row = page.lines[index]
        told = _of_figures(page, row, header, entry.title)
        judged = _of_verdict(page, row, verdict) if verdict is not None else set()
        if verdict is not None and judged:
            is_worse = judged == {_SAME} and told == {_WORSE} and _MISSED.match(page.text[slice(*verdict)].strip())
            found.append(({_WORSE} if is_worse else judged, verdict, BY_VERDICT))
        elif told:
            found.append((told, (row.cells[1][0], row.cells[-1][1]), BY_FIGURES))
    if not found:
        return None
    directions = set[OutcomeDirection]().union(*(told for told, _, _ in found))
    if directions == {_WORSE, _SAME}:
        directions = {_WORSE}
    direction = next(iter(directions)) if len(directions) == 1 else OutcomeDirection.MIXED
    at = next((span for told, span, _ in found if direction in told), found[0][1])
    return Found(direction.value, *at, min(sure for _, _, sure in found))


def _of_verdict(page: Page, row: Line, span: tuple[int, int]) -> set[OutcomeDirection]:
    text = page.text[slice(*span)].strip()
    if len(text) <= _SHORT and (plain := next((d for d, cue in _PLAIN if cue.match(text)), None)) is not None:
        return {plain}
    before = [page.text[a:b].strip() for a, b in row.cells if b <= span[0]]
    topic = next((words for words in before[1:] if re.search(r"[^\W\d]{3}", words)), "")
    for form in (f"Mål: {topic}. Resultat: {text}", f"Resultat: {text}") if len(text) <= _SHORT else ():
        if found := read_form(form):
            return found
    outcome = find_in_sentences(page, split_sentences(text, page.text.index(text, span[0])), topic)
    return {outcome.direction} if outcome is not None else set()


def _of_figures(page: Page, row: Line, header: Line, title: Found | None) -> set[OutcomeDirection]:
    """Give what the figures of a row tell, each pair of columns of the time before and after by itself."""
    found = set[OutcomeDirection]()
    pairs = pairs_of(header)
    first = min((n for pair in pairs for n in pair), default=0)
    own = [text for n in range(1, min(first, len(row.cells))) if re.search(r"[^\W\d]{3}", text := cell(row, n))]
    if title is not None:
        own = [text for text in own if str(title.value) not in text]
    for before, after in pairs:
        name = _TIMES.sub("", cell(header, before)).strip(" ,:–-")
        name = f"Antal {name.lower()}" if _FALLS.fullmatch(name) else name
        what = next((words for words in (*own[-1:], name, cell(header, after)) if measured_in(words)), "")
        what = what or "".join(own[-1:]) or _measured_above(page, header)
        said = set_against(row, before, after, what or name)
        scale = next(iter(_NAME.findall(name)), "")[:_SCALE].lower()
        about = (s.text for s, _ in page.sentences if scale and scale in s.text.lower() and find_stated(s.text.lower()))
        told = read_directions(f"{said} {next(about, '')}".strip(), page.text[:1000]) if said else set()
        found |= told if len(told) == 1 else set()
    return found


def _measured_above(page: Page, header: Line) -> str:
    above = page.lines[max(0, header.index - _LOOK_BACK) : header.index]
    return next((what for line in reversed(above) if (what := measured_in(line.text))), "")
