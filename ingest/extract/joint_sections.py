"""Sections that tell how one undertaking of several municipalities went in each of them, and are no project each."""

from __future__ import annotations

import re

from corpus.documents import DocumentKind
from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page
from ingest.extract.project_titles import find_named_project
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
        return _places_of(sections) if find_whole(page, sections) is not None else []
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
    return _places_of(sections)


_BEGAN = re.compile(
    r"\b(?:[Dd]a|[Ff]ør|[Ss]iden|[Ee]fter|[Ii]nden)\s[\"”“»„]?(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w-]+){0,5}?)[\"”“«]?\s"
    r"(?:begyndte|startede|gik i gang|kom i gang|sluttede|blev til|åbnede)\b"
)
_AT_PLACE = re.compile(r"\w.*\s(?:i|på|hos)\s")
_SHARED = Cue(
    r"\b(?:to|tre|fire|fem|seks|syv|otte) (?:\w+ )?kommuner\b|"
    r"\b(?:begge|alle|de deltagende|de medvirkende) kommuner(?:ne)?\b"
)
_WHOLE_TOLD = Cue(
    r"\d\s?(?:procent|pct\b|%)|\b(?:i|hos) (?:begge|alle) (?:\w+ )?kommuner (?:har|er|blev|fik|oplever)\b"
)
_EACH_ITS_OWN = Cue(r"\b(?:veje|former|måder|modeller|tilgange|idéer|ideer|bud|spor|historier)\b")
_IN_SINGULAR = Cue(r"\b(?:\w+-)?(?:projektet|forsøget|indsatsen)\b")


def find_whole(page: Page, sections: Sections) -> Found | None:
    """Give the name of the one project that a page tells of by an element at each place: "Ugemødet i Havby".

    Every heading ends in its place, and the rest of the page names one project of those municipalities, in the
    singular, and tells what came of the whole; "Tre veje til ro" has a project for each.
    """
    for heading, _ in sections:
        mentions = heading_mentions(heading.text)
        behind = heading.text[mentions[-1].char_end :] if mentions else heading.text
        if len(mentions) != 1 or not re.fullmatch(r"(?:\sKommune)?\W*", behind):
            return None
        if not _AT_PLACE.fullmatch(heading.text, 0, mentions[0].char_start):
            return None
    parts = {line.index for heading, lines in sections for line in (heading, *lines)}
    outside = [line for line in page.lines if line.index not in parts]
    text = "\n".join(line.text for line in outside)
    own = {m.code for heading, _ in sections for m in heading_mentions(heading.text)}
    told = {m.code for m in find_municipalities(text) if m.confidence >= LIKELY}
    is_shared = len(own & told) >= _LEAST or _SHARED.search(text)
    if not _WHOLE_TOLD.search(text) or _EACH_ITS_OWN.search(text):
        return None
    if not is_shared or _SEVERAL.search(text) or not _IN_SINGULAR.search(text) or len(own) < _LEAST:
        return None
    for line in outside:
        if (began := _BEGAN.search(line.text)) is not None:
            at = line.char_start
            return Found(began["name"], at + began.start("name"), at + began.end("name"), 0.85)
    return find_named_project(page, outside)


def _places_of(sections: Sections) -> list[Found]:
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
