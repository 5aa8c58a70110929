"""Sections that tell how one undertaking of several municipalities went in each of them, and are no project each."""

from __future__ import annotations

import re

from corpus.documents import DocumentKind
from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page
from ingest.extract.section_heads import HeadingSays, heading_mentions, what_heading_says

Sections = list[tuple[Line, list[Line]]]

_OF_ONE = frozenset(
    (DocumentKind.PROJECT_PAGE, DocumentKind.NEWS, DocumentKind.FINAL_REPORT, DocumentKind.PROGRAMME_PAGE)
)
_SEVERAL = Cue(
    r"\b(?:to|tre|fire|fem|seks|syv|otte|ni|ti|\d{1,2}|de|disse|alle|kommunernes) (?:\w+ )?projekter(?:ne)?\b|"
    r"\bprojekterne\b|\bhver(?:t)? (?:sit|sin|deres|for sig|kommunes?)\b|\bhver især\b"
)
_JOINTLY = Cue(
    r"\b(?:fælles|sammen om|i fællesskab|gået sammen|gik sammen|går sammen|slået sig sammen|slog sig sammen|"
    r"delt(?:e|es)?|deler|har sammen|gennemførte sammen|samarbejde\w*|partner(?:e|ne|kommuner)?|projektejer)\b"
)
_ONE = Cue(
    r"\b(?:gået sammen|gik sammen|slået sig sammen|partner(?:e|ne|kommuner)|projektejer|fælles (?:\w+ )?(?:projekt|"
    r"indsats|forsøg|hold|team|tilbud|ordning))\b"
)
"""What says of a page of another kind that it is of one project, and not of a pool's."""
_LEAST = 2  # municipalities of one undertaking


def joint_places(page: Page, sections: Sections) -> list[Found]:
    """Give the municipalities of the one undertaking that sections tell of place by place; none where each has its own.

    No heading has a name, and either the text says that they do it together ("har delt et rejsehold", "er projektejer,
    og ... er partnere"), or the headings are verdicts on something that the page speaks of in the singular.
    """
    if not sections:
        return []
    is_of_one = page.document.kind in _OF_ONE
    says = [what_heading_says(heading.text) for heading, _ in sections]
    if HeadingSays.NAME in says:
        return []
    own = {m.code for heading, _ in sections for m in heading_mentions(heading.text) if m.confidence >= LIKELY}
    if len(own) < _LEAST:
        return []
    first, last = sections[0][0], sections[-1][0]
    outside = [line for line in page.lines if line.index < first.index or line.index > last.index]
    head = " ".join(line.text for line in page.lines if line.index < first.index)
    if _SEVERAL.search(head):
        return []
    is_told = HeadingSays.VERDICT in says and HeadingSays.NOTHING not in says and is_of_one
    said = _JOINTLY if is_of_one else _ONE
    if not is_told and (HeadingSays.EITHER in says or not _is_said_joint(page, outside, own, said)):
        return []
    found: dict[str, Found] = {}
    for heading, _ in sections:
        for m in heading_mentions(heading.text):
            at = heading.char_start
            found.setdefault(m.code, Found(m.code, at + m.char_start, at + m.char_end, 0.9))
    return list(found.values())


def _is_said_joint(page: Page, lines: list[Line], own: set[str], said: Cue) -> bool:
    """Tell whether a sentence outside the parts says that their municipalities do one thing together."""
    for sentence, line in page.sentences_of(lines):
        if line.is_heading or not said.search(sentence.text):
            continue
        codes = {m.code for m in find_municipalities(sentence.text) if m.confidence >= LIKELY}
        if len(codes & own) >= _LEAST or re.search(r"\b(?:de|alle) (?:\w+ )?kommuner\b", sentence.text):
            return True
    return False
