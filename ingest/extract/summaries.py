"""The paragraph that tells what an undertaking is."""

from __future__ import annotations

import re

from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page

_SUMMARY_HEAD = re.compile(
    r"resum[eé]|kort om (?:projektet|indsatsen)|sammenfatning|projektbeskrivelse|om projektet|"
    r"formål(?:et)? med projektet|projektets formål|beskrivelse af projektet",
    re.IGNORECASE,
)


def find_summary(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give the paragraph that tells what the undertaking is, at most 600 characters of whole sentences."""
    from ingest.extract.lines import split_sentences

    body = page.under(_SUMMARY_HEAD) if lines is None else []
    pool = body or (lines if lines is not None else page.lines)
    for line in pool:
        if (
            line.is_heading
            or len(line.text) < 70
            or line.cells
            or re.search(r"^(?:emneord|opdateret|af [A-ZÆØÅ]\w+ )", line.text, re.IGNORECASE)
        ):
            continue
        end = line.char_start
        for sentence in split_sentences(line.text, line.char_start):
            if sentence.char_end - line.char_start > 600 and end > line.char_start:
                break
            end = sentence.char_end
        text = page.text[line.char_start : end]
        return Found(text, line.char_start, end, 0.8 if body else 0.7)
    return None
