"""Running headers, footers and page numbers: what stands on every page and says nothing new."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.parse.pdf_lines import Line

_PAGE_NUMBER = re.compile(
    r"(?i)^(?!\W{0,3}(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d)\W{0,3}(?:(?:side|page|s\.|"
    r"p\.)?\s{0,2}\d{1,4}\s{0,2}(?:(?:af|of|/|-|\|)\s{0,2}\d{1,4})?\W{0,3}"
    r"|(?:side|page)\s\d{1,4}(?:\s(?:af|of)\s\d{1,4})?\b.{0,12})$"
)
_N_EDGE_LINES = 4
_EDGE_SHARE = 0.14  # of the page's height; what stands further in is text
_MIN_PAGES = 3


def find_furniture(pages: Sequence[tuple[Sequence[Line], float]]) -> set[tuple[int, int]]:
    """Find the lines to drop, as (page index, line index).

    A line near the top or bottom that recurs on three pages and a third of all, but for a number that counts with the
    pages, is a running header or footer: its first occurrence stays (it may be the only place that names the case),
    the others go. Page numbers go always, and with them what stands on their line on two pages or more.

    Args:
        pages: for each page its lines, top to bottom, and its height in points.
    """
    drop: set[tuple[int, int]] = set()
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, (lines, height) in enumerate(pages):
        for n in _edge_indexes(lines, height):
            text = lines[n].text
            if _PAGE_NUMBER.match(text):
                drop.add((number, n))
            else:
                for shape in {text, _page_shape(text, number)}:
                    places[shape].append((number, n))
    for shape, found in places.items():
        if len({number for number, _ in found}) > 1 and all(_has_page_number(pages[p][0][n]) for p, n in found):
            drop.update(found)
            continue
        on_pages = {number for number, _ in found}
        if len(on_pages) >= max(_MIN_PAGES, len(pages) / 3) and any(c.isalpha() for c in shape):
            drop.update(found[1:])
    return drop


def _page_shape(text: str, number: int) -> str:
    """Give the text with its numbers relative to the page: equal on all pages only for numbers that count pages.

    The rows of a table that runs over pages differ in digits alone as well, but not in step with the pages.
    """
    return re.sub(r"\d{1,4}", lambda m: f"#{int(m[0]) - number}", text)


def _has_page_number(line: Line) -> bool:
    return any(_PAGE_NUMBER.match(segment.text) for segment in line.segments)


def _edge_indexes(lines: Sequence[Line], height: float) -> list[int]:
    if not lines:
        return []
    order = sorted(range(len(lines)), key=lambda n: lines[n].y0)
    top = [n for n in order[:_N_EDGE_LINES] if lines[n].y1 < _EDGE_SHARE * height]
    bottom = [n for n in order[-_N_EDGE_LINES:] if lines[n].y0 > (1 - _EDGE_SHARE) * height]
    return sorted({*top, *bottom})
