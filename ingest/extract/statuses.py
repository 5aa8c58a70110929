"""Where an undertaking stands, as the sentences about it say."""

from __future__ import annotations

import re

from corpus.records import Status
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page
from ingest.extract.status_words import AWARDED, COMPLETED, RUNNING, STOPPED
from ingest.extract.undertaking_events import END, END_SIGNS, RUN, RUN_SIGNS, STOP, STOP_SIGNS, is_of_people

_RANKED: tuple[tuple[Status, Cue, Cue | None, list[str], float], ...] = (
    (Status.STOPPED, STOPPED, STOP, STOP_SIGNS, 0.9),
    (Status.COMPLETED, COMPLETED, END, END_SIGNS, 0.87),
    (Status.RUNNING, RUNNING, RUN, RUN_SIGNS, 0.81),
    (Status.AWARDED, AWARDED, None, [], 0.72),
)
"""What outranks what (a project that stopped was running once): words, events, their signs, confidence."""

_INTENDS = Cue(r"\b(?:målet er|formålet|skal (?:stoppe|standse|afbryde)|for at (?:stoppe|standse))\b")
_NOT_YET = Cue(
    r"\b(?:forventes|ventes|skal|når|inden|hvis|efterhånden som|i takt med|først ved)\b|"
    r"\b(?:ikke|endnu)\s(?:\w+\s)?(?:afsluttet|slut|færdig\w*|overstået|gennemført)"
)


def _find(status: Status, pattern: Cue, sentence: str) -> re.Match[str] | None:
    """Give the words of a status in a sentence, unless they are of what is to come or of somebody else."""
    match = pattern.search(sentence)
    if match is None:
        return None
    if status is Status.COMPLETED and _NOT_YET.search(sentence[: match.end()]):
        return None
    if status is Status.STOPPED and (_INTENDS.search(sentence) or is_of_people(sentence, match.start(), match.end())):
        return None
    return match


def find_status(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give where the undertaking stands, with the words that say so: stopped before completed, running, awarded."""
    best: Found | None = None
    rank = len(_RANKED)
    for sentence, _line in page.sentences_of(lines):
        folded = sentence.text.lower()
        for place, (status, words, events, signs, confidence) in enumerate(_RANKED[:rank]):
            match = _find(status, words, sentence.text)
            if match is None and events is not None and any(sign in folded for sign in signs):
                match = _find(status, events, sentence.text)
            if match is None:
                continue
            begin, end = sentence.char_start + match.start(), sentence.char_start + match.end()
            best, rank = Found(status.value, begin, end, confidence), place
            break
        if rank == 0:
            break
    return best
