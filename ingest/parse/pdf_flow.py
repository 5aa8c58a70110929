"""Lines to paragraphs, headings and list items: what a PDF page says, in blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.documents import BlockKind
from ingest.parse.draft import Draft
from ingest.parse.pdf_breaks import join_lines
from ingest.parse.pdf_lines import Line
from ingest.parse.pdf_tables import PdfTable

_BULLET = re.compile(r"^(?:[•·▪●○◦‣■□➢✓✔►▶◆❖∙⁃\uf020-\uf0ff*]|[-–—→»›>](?=\s)|o(?=\s))\s*(?=\S)")
# "1. september 2019" begins no item
_NUMBERED = re.compile(
    r"^(?:\d{1,2}[.)](?!\s(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\b)|[a-h]\))\s+(?=[A-ZÆØÅa-zæøå])"
)
_CONTENTS = re.compile(r"(?:\.\s?){6,}\s?\d{1,3}$|…{3,}\s?\d{1,3}$")  # a line of the table of contents
_SPACED = re.compile(r"^(?:[^\W\d_]\s){4,}[^\W\d_]$")
_HEADING_SIZE = 1.12  # times the body's size
_TITLE_SIZE = 1.4
_MOST_HEADING, _MOST_TITLE = 4, 7  # lines; a title may stand in a narrow column
_PARAGRAPH_GAP = 1.35  # lines further apart than this many times the page's usual step begin a new paragraph
_HEADING_STEP = 1.6  # line heights from one line of a heading to the next
_MAX_STEP = 2.1  # line heights; a page set wider than double-spaced has a paragraph a line
_DEFAULT_STEP = 1.25
_HALF_LINE = 0.62  # of the column's width
_SHORT_LINE = 0.80  # of the column's width: a sentence that ends there ends its paragraph


@dataclass(slots=True)
class Flow:
    """A page's parts in reading order: lines and tables."""

    page_no: int
    parts: list[Line | PdfTable] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)  # indexes of parts that begin a region
    rights: dict[int, float] = field(default_factory=dict)  # by the same indexes: how far its full lines reach
    wraps: dict[int, float] = field(default_factory=dict)  # and where text that is set narrower goes on in the next


def body_height(flows: Iterable[Flow]) -> float:
    """Give the line height that most characters of the document have."""
    sizes: Counter[float] = Counter()
    for flow in flows:
        for part in flow.parts:
            if isinstance(part, Line):
                sizes[round(part.height * 2) / 2] += len(part.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 10.0


def flow_drafts(flow: Flow, body: float, group: int) -> list[Draft]:
    """Turn a page's lines into blocks; tables are left to the caller's `PdfTable` parts, given here as markers.

    Args:
        flow: the page.
        body: height of the document's body text.
        group: the list group to begin numbering from.
    """
    drafts: list[Draft] = []
    run: list[Line] = []
    right, wrap = 0.0, None
    usual = _usual_step(flow, body)
    for n, part in enumerate(flow.parts):
        if n in flow.rights:
            right, wrap = flow.rights[n], flow.wraps.get(n)
        if isinstance(part, PdfTable):
            drafts += _end(run, body, flow.page_no)
            drafts.append(Draft(BlockKind.TABLE_ROW, (str(n),), page_no=flow.page_no, group=-1))
            continue
        if (
            run
            and not _goes_on_beside(run[-1], part)
            and (n in flow.breaks or _starts_block(run, part, usual, body, right, wrap))
        ):
            drafts += _end(run, body, flow.page_no)
        run.append(part)
    drafts += _end(run, body, flow.page_no)
    _number_lists(drafts, group)
    return drafts


def _usual_step(flow: Flow, body: float) -> float:
    """Give the page's usual distance from line to line of running text, in points."""
    steps: Counter[float] = Counter()
    pairs = zip(flow.parts, flow.parts[1:], strict=False)
    for n, (first, second) in enumerate(pairs, start=1):
        if isinstance(first, Line) and isinstance(second, Line) and n not in flow.breaks:
            step = second.y0 - first.y0
            # lines that fill their column tell; short ones may be paragraphs of their own
            if 0.9 * body < step < _MAX_STEP * body and len(first.text) > 25:
                steps[round(step * 2) / 2] += 2 if second.text[:1].islower() else 1
    return max(steps, key=lambda s: (steps[s], -s)) if steps else _DEFAULT_STEP * body


def wrapped_at(lines: Sequence[Line]) -> list[float]:
    """Give how far the lines reach whose sentence goes on in the line below."""
    return [a.x1 for a, b in pairwise(lines) if b.text[:1].islower() and 0 < b.y0 - a.y0 < _MAX_STEP * a.height]


def _goes_on_beside(last: Line, line: Line) -> bool:
    """Tell whether a sentence that the end of a column cuts goes on at the top of the next."""
    is_beside = line.y1 < last.y0 and line.x0 > last.x0 + 2 * line.height
    is_alike = abs(line.height - last.height) <= 0.12 * last.height and line.is_bold == last.is_bold
    return is_beside and is_alike and line.text[:1].islower() and last.text[-1:] not in ".:;!?"


def _starts_block(run: Sequence[Line], line: Line, usual: float, body: float, right: float, wrap: float | None) -> bool:
    last = run[-1]
    if _BULLET.match(line.text) or _NUMBERED.match(line.text):
        return True
    if abs(line.height - last.height) > 0.12 * last.height or line.is_bold != last.is_bold:
        # a bold word begins no paragraph in the middle of a sentence
        return not (line.text[:1].islower() and abs(line.height - last.height) <= 0.12 * last.height)
    step = line.y0 - last.y0
    if 0 < step < _HEADING_STEP * line.height and line.height > _HEADING_SIZE * body and not _BULLET.match(run[0].text):
        # a heading goes on below itself, at its own pitch, where its next word found no room
        return not (line.text[:1].islower() or _found_no_room(last, line, right))
    if last.text.endswith("-") and not last.text.endswith(",-") and 0 < step < 2.5 * last.height:
        return False  # a word broken at the line's end goes on, whatever the gap
    if step < 0 or step > max(usual * _PARAGRAPH_GAP, 1.05 * max(last.height, line.height)):
        return True
    in_list = bool(_BULLET.match(run[0].text) or _NUMBERED.match(run[0].text))
    if in_list:
        return line.x0 < run[0].x0 + 1 and last.text.endswith((*".:;!?", ",-")) and not line.text[:1].islower()
    if line.text[:1].islower():
        return False
    if wrap is not None and last.text[-1:] not in '.:!?”"' and _found_no_room(last, line, wrap):
        return False
    indented = line.x0 - min(p.x0 for p in run) > 0.8 * line.height
    ended = last.text[-1:] in '.:!?”"'
    reach = (last.x1 - last.x0) / max(right - last.x0, 1.0)
    # a line that stops half-way is a line of its own, with or without a full stop: names in a list, a form's fields
    return reach < _HALF_LINE or (ended and (indented or reach < _SHORT_LINE))


def _found_no_room(last: Line, line: Line, right: float) -> bool:
    """Tell whether a line's first word would not have fitted behind the line above it."""
    word = line.segments[0].words[0]
    return last.x1 + (word.x1 - word.x0) + 0.2 * line.height >= right


def _end(run: list[Line], body: float, page_no: int) -> list[Draft]:
    if not run:
        return []
    lines = list(run)
    run.clear()
    text = _close_up(join_lines([line.text for line in lines]))
    if not text or _CONTENTS.search(text):
        return []
    height = lines[0].height
    bullet = _BULLET.match(text) or _NUMBERED.match(text)
    if _is_heading(text, lines, body):
        level = 1 if height > 1.6 * body else 2 if height > 1.25 * body else 3
        return [Draft(BlockKind.HEADING, (text,), level=level, page_no=page_no)]
    if bullet and text[bullet.end() :]:
        return [Draft(BlockKind.LIST_ITEM, (text[bullet.end() :],), level=1, page_no=page_no)]
    return [Draft(BlockKind.PARAGRAPH, (text,), page_no=page_no)]


def _close_up(text: str) -> str:
    """Give a heading of spaced letters ("R E S U L T A T E R") as a word."""
    return text.replace(" ", "") if _SPACED.match(text) else text


def _is_heading(text: str, lines: Sequence[Line], body: float) -> bool:
    is_tall = lines[0].height >= _TITLE_SIZE * body
    if (
        len(text) > 160
        or len(lines) > (_MOST_TITLE if is_tall else _MOST_HEADING)
        or not any(c.isalpha() for c in text)
        or text[-1] in ".,;"
    ):
        return False
    if lines[0].height >= _HEADING_SIZE * body:
        return True
    return all(line.is_bold for line in lines) and len(text) <= 110 and text[-1] != ":" and len(lines) <= 2


def _number_lists(drafts: Sequence[Draft], group: int) -> None:
    in_list = False
    for draft in drafts:
        if draft.kind is BlockKind.LIST_ITEM:
            group += 0 if in_list else 1
            draft.group = group
        in_list = draft.kind is BlockKind.LIST_ITEM
