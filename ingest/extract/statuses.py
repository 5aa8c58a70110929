"""Where an undertaking stands, as the sentences about it say."""

from __future__ import annotations

from corpus.records import Status
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page
from ingest.extract.status_words import AWARDED, COMPLETED, RUNNING, STOPPED

_RANKED = (
    (Status.STOPPED, STOPPED, 0.9),
    (Status.COMPLETED, COMPLETED, 0.87),
    (Status.RUNNING, RUNNING, 0.81),
    (Status.AWARDED, AWARDED, 0.72),
)
"""What outranks what, with the confidence of its words: a project that stopped was running once."""

_NOT_YET = Cue(r"\b(?:forventes|skal|når|inden|hvis|efterhånden som|i takt med)\b")


def find_status(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give where the undertaking stands, with the words that say so: stopped before completed, running, awarded."""
    best: Found | None = None
    rank = len(_RANKED)
    for sentence, _line in page.sentences_of(lines):
        for place, (status, pattern, confidence) in enumerate(_RANKED[:rank]):
            match = pattern.search(sentence.text)
            if match is None or (status is Status.COMPLETED and _NOT_YET.search(sentence.text[: match.end()])):
                continue
            begin, end = sentence.char_start + match.start(), sentence.char_start + match.end()
            best, rank = Found(status.value, begin, end, confidence), place
            break
        if rank == 0:
            break
    return best
