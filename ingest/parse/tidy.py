"""Tidying what a parser found: furniture lines, repeated leads, what stands before the title, related-links tails."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.documents import BlockKind
from ingest.parse.boilerplate import is_furniture_line
from ingest.parse.draft import Draft
from ingest.parse.site_lines import ON_THE_SUBJECT, drop_site_lines
from ingest.parse.updated import is_date_line, is_update_label, updated_in_line

_MIN_REPEATED_CHARS = 60  # shorter paragraphs may rightly occur twice
_KICKER_CHARS = 70
_TAIL_HEADING = re.compile(
    r"(?i)^(?:relateret(?: indhold)?|relaterede?\b.{0,30}|læs også|se også|læs mere om emnet|seneste nyheder|"
    r"andre nyheder|flere nyheder|"
    r"selvbetjening(?: og mitid)?|digital selvbetjening|populære sider|mest søgte|nyheder|"
    r"mest læste(?: lige nu| på .{1,30})?|"
    r"andre (?:læste(?: også)?|har læst)|genveje|del (?:siden|artiklen|denne side)|"
    r"tilmeld (?:dig )?(?:vores )?nyhedsbrev.{0,20}|nyhedsbrev|"
    r"følg os.{0,30}|cookies?|om cookies|måske er du også interesseret i.{0,20}|anbefalet.{0,20}|(?:relaterede|"
    rf"lignende) dokumenter|{ON_THE_SUBJECT})\W{{0,2}}$"
)
_PLAIN = (BlockKind.PARAGRAPH, BlockKind.LINK, BlockKind.LIST_ITEM)


def tidy(drafts: Sequence[Draft], title: str | None) -> list[Draft]:
    """Remove what is no content of the page's own.

    Furniture lines; "Sidst opdateret" lines (the date is kept with the document); the second of two equal long
    paragraphs (leads are repeated); kickers and breadcrumbs before the title; sections of related links.
    """
    dated = [
        d
        for before, d in zip([None, *drafts], drafts, strict=False)
        if not (before and is_update_label(before.text) and is_date_line(d.text))
    ]
    kept = drop_site_lines(dated, is_furniture)
    return _drop_tails(_drop_repeats(_drop_before_title(kept, title)))


def is_furniture(draft: Draft) -> bool:
    """Tell whether a block is a line of the site's own, or says only when the page was updated."""
    if draft.kind in (BlockKind.TABLE_ROW, BlockKind.DEFINITION):
        return len(draft.cells) == 2 and is_update_label(draft.cells[0])
    text = draft.text
    if draft.kind is BlockKind.HEADING and draft.level > 1 and _TAIL_HEADING.match(text):
        return False  # it goes with what stands below it
    if is_furniture_line(text) or is_update_label(text):
        return True
    if draft.kind is BlockKind.PARAGRAPH and _TAIL_HEADING.match(text):
        return True
    return draft.kind in _PLAIN and len(text) <= 70 and updated_in_line(text) is not None


def _drop_before_title(drafts: list[Draft], title: str | None) -> list[Draft]:
    place = next((n for n, d in enumerate(drafts) if d.kind is BlockKind.HEADING and d.text == title), None)
    if not place or place > 25:
        return drafts
    # breadcrumbs, kickers and menus are short or links; a full sentence before the title is content
    before = [d for d in drafts[:place] if d.kind not in _PLAIN or (len(d.text) > _KICKER_CHARS and d.href is None)]
    return [drafts[place], *(d for d in before if d.kind is not BlockKind.HEADING), *drafts[place + 1 :]]


def _drop_repeats(drafts: list[Draft]) -> list[Draft]:
    seen: set[str] = set()
    kept = []
    for draft in drafts:
        text = draft.text
        if draft.kind is BlockKind.PARAGRAPH and len(text) >= _MIN_REPEATED_CHARS:
            if text in seen:
                continue
            seen.add(text)
        kept.append(draft)
    return kept


def _drop_tails(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    level = 0  # of the tail heading whose section is being dropped; 0 for none
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            level = 0 if level and draft.level <= level else level
            if not level and _TAIL_HEADING.match(draft.text) and draft.level > 1:
                level = draft.level
        # links and short lines go with their heading; a full paragraph means that it was a heading of content
        if level and (draft.kind is BlockKind.HEADING or draft.href or len(draft.text) < 160):
            continue
        level = 0
        kept.append(draft)
    return kept
