"""Where an undertaking stands, as the sentences about it say."""

from __future__ import annotations

import re

from corpus.records import Status
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page
from ingest.extract.status_words import AWARDED, COMPLETED, RUNNING, STOPPED


def find_status(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give where the undertaking stands, with the words that say so: stopped before completed, running, awarded."""
    chosen = {line.index for line in (lines if lines is not None else page.lines)}
    found: dict[Status, Found] = {}
    for sentence, line in page.sentences:
        if line.index not in chosen:
            continue
        for status, pattern, confidence in (
            (Status.STOPPED, STOPPED, 0.9),
            (Status.COMPLETED, COMPLETED, 0.87),
            (Status.RUNNING, RUNNING, 0.81),
            (Status.AWARDED, AWARDED, 0.72),
        ):
            match = pattern.search(sentence.text)
            if match and status not in found:
                if status is Status.COMPLETED and re.search(
                    r"\b(?:forventes|skal|når|inden|hvis|efterhånden som|i takt med)\b",
                    sentence.text[: match.end()],
                    re.IGNORECASE,
                ):
                    continue
                begin, end = sentence.char_start + match.start(), sentence.char_start + match.end()
                found[status] = Found(status.value, begin, end, confidence)
    for status in (Status.STOPPED, Status.COMPLETED, Status.RUNNING, Status.AWARDED):
        if status in found:
            return found[status]
    return None
