"""Headings that begin a project each: by the municipality they name, or that stands above or below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import takewhile

from corpus.documents import BlockKind, DocumentKind
from corpus.money import find_amounts
from corpus.number_words import pattern_of_words
from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.award_siblings import names_someone
from ingest.extract.draft import Found
from ingest.extract.entries import names_run
from ingest.extract.home_place import home_place
from ingest.extract.labels import find_labels
from ingest.extract.lines import Line, Page
from ingest.extract.owners import is_organisation
from ingest.extract.project_places import founds_of, only_names
from ingest.extract.section_heads import (
    ADVICE_HEADING,
    GENERAL_HEADING,
    LIST_HEADING,
    ROUND_HEADING,
    TRACK_HEADING,
    heading_mentions,
    is_part_heading,
)
from ingest.extract.section_names import leading_places

Starts = list[tuple[Line, frozenset[str]]]
"""Headings with the codes of the municipalities whose projects they begin."""
ALIKE = 3  # headings of a make: even a short line under each is about what it heads
_LEAST_PARTS = 2
_HEAD = 80  # characters of a part that tell whose it is
_OF_SEVERAL = frozenset(
    (DocumentKind.EVALUATION, DocumentKind.FINAL_REPORT, DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE)
)
_ARTICLES = frozenset((DocumentKind.PROJECT_PAGE, DocumentKind.NEWS))
_GRANT = re.compile(
    r"\b(?:tilskud|bevilling|støtte|tilsagn|midler)\b(?:[^.]|\.\d){0,60}\b(?:kr|mio|pulje)", re.IGNORECASE
)
_MAX_OWNER = 60  # characters


def find_starts(page: Page) -> Starts:
    """Give the headings of a page that begin a project each, in order; empty where fewer than two do.

    Either each heading names a municipality of its own, or the line under each heading is a municipality's name, as
    on cards.
    """
    starts: Starts = []
    title = page.title
    above = kickers(page)
    labels_above = _labels_as_headings(page)
    for line in page.lines:
        if not line.is_heading or line.kind is BlockKind.TABLE_ROW or (title and line.char_start == title.char_start):
            continue
        if any(x.fullmatch(line.text) for x in (ROUND_HEADING, ADVICE_HEADING)) or LIST_HEADING.match(line.text):
            continue
        codes = frozenset(m.code for m in heading_mentions(line.text) if m.confidence >= LIKELY)
        is_label = line.text in labels_above
        codes = codes or (above.get(line.index, frozenset()) if not is_label else frozenset())
        if not codes and not is_label and page.has_markup and line.index + 1 < len(page.lines):
            below = page.lines[line.index + 1]
            is_general = TRACK_HEADING.match(line.text) or is_part_heading(line.text)
            is_card = not (below.is_list_item or below.is_heading or is_general)
            codes = only_names(below) if is_card else frozenset()
            codes = codes or _labelled_owners(page, line)
            codes = codes or label_above(page, line)
        if codes and len(codes) <= 4 and len(line.text) > 2:
            starts.append((line, codes))
    if len({codes for _, codes in starts}) < 2:
        starts = _told_in_bodies(page)
    if len({codes for _, codes in starts}) < 2:
        starts = _of_home(page)
        if len(starts) < 2:
            return []
    return sorted([*starts, *_siblings(page, starts)], key=lambda item: item[0].index)


def _labels_as_headings(page: Page) -> frozenset[str]:
    """Give the headings that stand again and again, as "Organisation" over each one's name."""
    said = Counter(line.text for line in page.lines if line.is_heading)
    return frozenset(text for text, count in said.items() if count >= ALIKE)


def kickers(page: Page) -> dict[int, frozenset[str]]:
    """Give the municipalities of the lines right above headings, by the headings' indexes, where each has such a line.

    So cards are written: whose it is above what it is called. That the first has it tells it from an owner below the
    heading before.
    """
    headings: dict[int, list[Line]] = {}
    for line in page.lines if page.has_markup else ():
        if line.kind is BlockKind.HEADING:
            headings.setdefault(line.level, []).append(line)
    found: dict[int, frozenset[str]] = {}
    for same in headings.values():
        above = {h.index: _names_above(page, h) for h in same}
        first = next((n for n, h in enumerate(same) if above[h.index]), len(same))
        whole = [h for h in same[first:] if above[h.index]]
        if first == len(same):
            continue
        is_own = first == 0 or same[first].index - same[first - 1].index > _LEAST_PARTS
        if is_own and len(whole) >= _LEAST_PARTS and same[first : first + len(whole)] == whole:
            found |= {h.index: above[h.index] for h in whole}
    return found


def _names_above(page: Page, heading: Line) -> frozenset[str]:
    above = page.lines[heading.index - 1] if heading.index else None
    is_plain = above is not None and above.kind is BlockKind.PARAGRAPH and not above.is_list_item
    return only_names(above) if above is not None and is_plain and not above.is_heading else frozenset()


def _labelled_owners(page: Page, heading: Line) -> frozenset[str]:
    """Give the municipalities that a label on a card's first lines states: its heading is the project's name."""
    body = page.lines[heading.index + 1 : heading.index + 4]
    end = next((n for n, line in enumerate(body) if line.is_heading), len(body))
    labels = find_labels(page, body[:end]) if any(line.cells for line in body[:end]) else []
    owners = [label.value.text for label in labels if label.role == "owner"]
    return frozenset(m.code for text in owners for m in find_municipalities(text) if m.confidence >= LIKELY)


def label_above(page: Page, heading: Line) -> frozenset[str]:
    """Give the municipalities of a card's label, the line right above its heading; a list's last item is none."""
    if not heading.index:
        return frozenset()
    above = page.lines[heading.index - 1]
    before = page.lines[above.index - 1] if above.index else None
    is_plain = above.kind is BlockKind.PARAGRAPH and not above.is_list_item and not above.is_heading
    # under a heading of its own the line is that heading's owner, not the next one's label
    follows_heading = before is not None and before.is_heading and before.level >= heading.level
    return only_names(above) if is_plain and not follows_heading else frozenset()


def _told_in_bodies(page: Page) -> Starts:
    """Give headings that are projects' names: the text under each tells in its first words whose project it is."""
    kind = page.document.kind
    if not page.has_markup or kind not in _OF_SEVERAL | _ARTICLES:
        return []
    # an article names its places before its parts; what stands under a heading of other pages is a place in passing
    named = lead_places(page) if kind in _ARTICLES else frozenset()
    if kind in _ARTICLES and len(named) < 2:
        named = _leading_parts(page)
        if len(named) < ALIKE:
            return []
    found: Starts = []
    title = page.title
    labels = _labels_as_headings(page)
    for line in page.lines[:-1]:
        if line.kind is not BlockKind.HEADING or GENERAL_HEADING.search(line.text) or line.text in labels:
            continue
        if any(x.fullmatch(line.text) for x in (ROUND_HEADING, ADVICE_HEADING)) or any(
            x.match(line.text) for x in (TRACK_HEADING, LIST_HEADING)
        ):
            continue
        if title is not None and line.char_start == title.char_start:
            continue
        body = page.lines[line.index + 1]
        if body.is_heading or body.is_list_item or body.cells:
            continue
        mentions = [m for m in find_municipalities(body.text[:200]) if m.confidence >= LIKELY and m.form == "kommune"]
        if kind in _ARTICLES:
            heads = (find_municipalities(text) for text in (line.text, body.text[:_HEAD]))
            own = [[m for m in found if m.code in named] for found in heads]  # even "Vejen", since the lead names it
            run = names_run(line.text, own[0]) or names_run(body.text, own[1])
            mentions = run[2] if run is not None else []
        if mentions:
            found.append((line, frozenset(m.code for m in mentions)))
    # an article's parts are those of all its places, none twice
    n_told, all_told = sum(len(codes) for _, codes in found), frozenset().union(*(codes for _, codes in found))
    is_whole = kind not in _ARTICLES or (all_told == named and n_told == len(named))
    return found if is_whole else []


_OF_PROJECTS = Cue(
    rf"\b(?:de )?(?:{pattern_of_words(2, 20)}|\d{{1,2}}) (?:\w+ )?(?:projekter|forsøg|indsatser)\b|\bprojekterne\b"
)


def _leading_parts(page: Page) -> frozenset[str]:
    """Give the municipalities that the parts of an article on several projects begin with, if each has its own."""
    bodies = [
        page.lines[line.index + 1]
        for line in page.lines[:-1]
        if line.kind is BlockKind.HEADING and not GENERAL_HEADING.search(line.text)
    ]
    own = [{m.code for m in leading_places(body.text)} for body in bodies if not (body.is_heading or body.cells)]
    told = [codes for codes in own if codes]
    is_parted = sum(map(len, told)) == len(set().union(*told)) and len(told) >= ALIKE
    return frozenset().union(*told) if is_parted and _OF_PROJECTS.search(page.text) else frozenset()


def lead_places(page: Page) -> frozenset[str]:
    """Give the municipalities that a page names side by side before the first heading below its title."""
    title = page.title
    below = [x for x in page.lines if title is None or x.char_start > title.char_start]
    lead = list(takewhile(lambda x: x.kind is not BlockKind.HEADING, below))
    for line in [*lead, *([x for x in page.lines if title is not None and x.char_start == title.char_start])]:
        found = [m for m in find_municipalities(line.text) if m.confidence >= LIKELY]
        codes = frozenset(m.code for m in found)
        if len(codes) >= 2:
            return codes
    return frozenset()


def _of_home(page: Page) -> Starts:
    """Give headings that each stand over a grant of its own, on a page that one municipality has of its projects."""
    home = home_of(page)
    if not page.has_markup or home is None:
        return []
    title = page.title
    found: Starts = []
    for line in page.lines[:-1]:
        if line.kind is not BlockKind.HEADING or GENERAL_HEADING.search(line.text):
            continue
        if title is not None and line.char_start == title.char_start:
            continue
        body: list[Line] = []
        for follower in page.lines[line.index + 1 : line.index + 6]:
            if follower.is_heading:
                break
            body.append(follower)
        if any(_GRANT.search(b.text) and find_amounts(b.text) for b in body):
            found.append((line, frozenset((home.value,))))
    return found


def home_of(page: Page) -> Found | None:
    """Give the one municipality that a page's title names, else the one on whose site it stands."""
    title = page.title
    named = founds_of(find_municipalities(title.text), title.char_start, 0.85) if title is not None else []
    return named[0] if len(named) == 1 else home_place(page) if not named else None


def _siblings(page: Page, starts: Starts) -> Starts:
    """Give headings of the same rank that name a project but no municipality: an association's, as a rule."""
    if not page.has_markup:
        return []
    levels = {line.level for line, _ in starts}
    known = {line.index for line, _ in starts}
    first = _first_part(page, starts)
    recurring = recurring_heads(page, (line for line, _ in starts))
    return [
        (line, frozenset())
        for line in page.lines
        if line.kind is BlockKind.HEADING
        and line.index not in known
        and line.level in levels
        and line.text not in recurring
        and first <= line.index
        and (
            line.index < max(known)
            or _begins_with_places(page, line)
            or _begins_alike(page, line, known)
            or _is_of_organisation(page, line)
        )
        and not GENERAL_HEADING.search(line.text)
        and not ADVICE_HEADING.fullmatch(line.text)
    ]


def recurring_heads(page: Page, starts: Iterable[Line]) -> set[str]:
    """Give the headings, of the projects' own level, that stand in most sections: "Resultater", its level lost."""
    known = {line.index: line.level for line in starts}
    beside = [
        line.text
        for line in page.lines[min(known) + 1 :]
        if line.is_heading and line.index not in known and line.level in known.values()
    ]
    return {text for text, n in Counter(beside).items() if n > 1 and n * 2 > len(known)}


def _first_part(page: Page, starts: Starts) -> int:
    """Give the index of the first part's heading: right above the known ones the text may say whose a part is.

    "Lyset på badet" over "I Havby fik 40 borgere ..." above "Skærmen i Sydvig": of a place that has no other part.
    """
    first, levels = min(line.index for line, _ in starts), {line.level for line, _ in starts}
    told = frozenset(code for _, codes in starts for code in codes)
    for line in reversed([x for x in page.lines[:first] if x.kind is BlockKind.HEADING and x.level in levels]):
        body = page.lines[line.index + 1]
        own = {m.code for m in leading_places(body.text)} if not (body.is_heading or body.cells) else set()
        is_title = page.title is not None and line.char_start <= page.title.char_start
        if is_title or len(own) != 1 or own & told:
            break
        first, told = line.index, told | own
    return first


def _begins_with_places(page: Page, heading: Line) -> bool:
    """Tell whether the text under a heading begins with whose project it is: "Ishøj og Vallensbæk har haft"."""
    body = page.lines[heading.index + 1] if heading.index + 1 < len(page.lines) else None
    return body is not None and not body.is_heading and bool(leading_places(body.text))


def _begins_alike(page: Page, heading: Line, known: set[int]) -> bool:
    """Tell whether a heading stands over the same label as the headings that are projects for sure."""
    own = _label_below(page, heading.index)
    return own is not None and all(_label_below(page, index) == own for index in known)


def _is_of_organisation(page: Page, heading: Line) -> bool:
    """Tell whether a heading, or the short line under it, is an organisation's name: the last of a list's grantees."""
    below = page.lines[heading.index + 1 : heading.index + 2]
    return any(
        len(line.text) <= _MAX_OWNER and names_someone(line.text) and is_organisation(line.text)
        for line in (heading, *below)
        if not line.cells
    )


def _label_below(page: Page, index: int) -> str | None:
    label = next(iter(find_labels(page, page.lines[index + 1 : index + 2])), None)
    return label.label.rstrip(": ") if label is not None else None
