"""Sections that are a project each: of evaluations, of articles on several municipalities, of cards."""

from __future__ import annotations

from corpus.documents import BlockKind
from ingest.extract.draft import Found
from ingest.extract.entries import clean_title
from ingest.extract.joint_sections import Sections, find_whole, joint_places
from ingest.extract.labels import find_labels
from ingest.extract.lines import Line, Page
from ingest.extract.section_heads import OF_WHOLE
from ingest.extract.section_names import SHORT
from ingest.extract.section_starts import ALIKE, find_starts, kickers, label_above, recurring_heads


def split_sections(page: Page) -> Sections:
    """Give the sections of a page that are a project each, each heading with its lines; empty if it has none such."""
    sections = _sections(page)
    return [] if joint_places(page, sections) else sections


def places_of_parts(page: Page) -> list[Found]:
    """Give the municipalities of the one project whose parts a page's sections are; empty if they are none such."""
    return joint_places(page, _sections(page))


def name_of_whole(page: Page) -> Found | None:
    """Give the name of the one project that a page tells of by an element at each place; `None` for other pages."""
    sections = _sections(page)
    return find_whole(page, sections) if sections else None


def _sections(page: Page) -> Sections:
    starts = find_starts(page)
    if len(starts) < 2:
        return []
    above = kickers(page)
    first = {line.index for line, _ in starts}
    recurring = recurring_heads(page, (line for line, _ in starts))
    labels = {
        line.index: page.lines[line.index - 1] for line, _ in starts if line.index in above or label_above(page, line)
    }
    first |= {label.index for label in labels.values()}
    sections: Sections = []
    for line, _codes in starts:
        body: list[Line] = [labels[line.index]] if line.index in labels else []
        for follower in page.lines[line.index + 1 :]:
            if follower.index in first:
                break
            is_beside = page.has_markup and follower.is_heading and follower.level <= line.level
            if is_beside and follower.text not in recurring:
                break
            if line is starts[-1][0] and follower.kind is BlockKind.HEADING and OF_WHOLE.match(follower.text):
                break  # what closes the page is about all its parts
            body.append(follower)
        # A guessed heading over a line or two is as likely an entry of a list.
        is_form = page.has_markup and bool(find_labels(page, body[:3]))
        least = 60 if not page.has_markup else SHORT if len(starts) >= ALIKE else 20
        if is_form or sum(len(b.text) for b in body if clean_title(b.text, 0) is not None) >= least:
            sections.append((line, [line, *body]))
    is_list = len(sections) * 2 <= len(starts)  # most headings stand over nothing: they are the items of a list
    return sections if len(sections) >= 2 and not is_list else []
