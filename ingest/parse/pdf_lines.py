"""Words to lines, and lines to columns: the order in which a page is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from corpus.places import LIKELY, find_municipalities
from ingest.parse.pdf_rivers import find_rivers
from ingest.parse.pdf_words import Word

_GAP_EMS = 1.0  # a gap wider than this (in line heights) parts two segments; justified text stays under 0.9
_JUSTIFIED_EMS = 3.0
_ALIGNED = 4  # words with one left edge are a column
_MIN_COLUMN_LINES = 5
_MIN_LAST_LINES = 3  # of a last column that ends at the top of the page
_FULL_COLUMN = 15  # lines of a column that makes one beside it likely
_MIN_GUTTER = 6.0  # points; narrower ones part no columns that anybody could read
_WIDER = 1.3  # times the other gaps of a line: a gap that may be a gutter
_PROSE_CHARS = 17  # the median segment of a text column is longer, that of a table's column mostly shorter
_LONG_CHARS, _LONG_FILL = 30, 0.75
_PROSE_FILL = 0.55  # share of its column's width that a line of running text fills at the median


@dataclass
class Segment:
    """Words of one line with no wide gap between them."""

    words: list[Word]
    x0: float
    x1: float
    y0: float
    y1: float

    @cached_property
    def text(self) -> str:
        """The words, one space between them."""
        return " ".join(word.text for word in self.words)


@dataclass
class Line:
    """Segments at one height, left to right."""

    segments: list[Segment]
    y0: float
    y1: float

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.segments[-1].x1

    @cached_property
    def height(self) -> float:
        """Median height of its words, near the font size."""
        return median(word.height for segment in self.segments for word in segment.words)

    @cached_property
    def text(self) -> str:
        """All words, one space between them."""
        return " ".join(segment.text for segment in self.segments)

    @cached_property
    def is_bold(self) -> bool:
        """Tell whether every word is bold."""
        return all(word.is_bold for segment in self.segments for word in segment.words)


def read_regions(words: Sequence[Word], rules_v: Sequence[tuple[float, float, float]] = ()) -> list[list[Line]]:
    """Give a page's lines in reading order, one list for each column or full-width part.

    Args:
        words: the page's visible words.
        rules_v: vertical rules (x, y0, y1); words on two sides of one are parted.
    """
    segments = _segments(words, rules_v, find_rivers(words))
    regions = _split_columns(segments, 0)
    return [lines for region in regions if (lines := _lines(region))]


def _segments(
    words: Sequence[Word],
    rules_v: Sequence[tuple[float, float, float]],
    rivers: Sequence[tuple[float, float, float]],
) -> list[Segment]:
    """Join words that stand close on one line; the order of the file is no help where a line was written in parts."""
    segments: list[Segment] = []
    starts = Counter(round(word.x0) for word in words) if rivers else Counter[int]()
    parting = [*rules_v, *rivers]
    for row in _rows(words):
        last: Segment | None = None
        for word in sorted(row, key=lambda w: w.x0):
            if last is not None and not _is_parted(last, word, parting, _gap_ems(word, rivers, starts)):
                last.words.append(word)
                last.x1, last.y0, last.y1 = max(last.x1, word.x1), min(last.y0, word.y0), max(last.y1, word.y1)
            else:
                last = Segment([word], word.x0, word.x1, word.y0, word.y1)
                segments.append(last)
    return segments


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Group words whose middles are at one height; a raised or smaller word goes with the row it overlaps."""
    rows: list[list[Word]] = []
    top, bottom = 0.0, -1.0
    for word in sorted(words, key=lambda w: (w.y0 + w.y1) / 2):
        middle = (word.y0 + word.y1) / 2
        if rows and top + 0.25 * (bottom - top) <= middle <= bottom - 0.25 * (bottom - top):
            rows[-1].append(word)
        else:
            rows.append([word])
            top, bottom = word.y0, word.y1
    return rows


def _gap_ems(word: Word, rivers: Sequence[tuple[float, float, float]], starts: Counter[int]) -> float:
    """Give how wide a gap parts a word from the one before: beside a gutter, narrow columns are justified further."""
    if not any(y0 <= word.y0 <= y1 for _, y0, y1 in rivers):
        return _GAP_EMS
    place = round(word.x0)
    return _GAP_EMS if starts[place - 1] + starts[place] + starts[place + 1] >= _ALIGNED else _JUSTIFIED_EMS


def _is_parted(
    segment: Segment, word: Word, rules_v: Sequence[tuple[float, float, float]], gap_ems: float = _GAP_EMS
) -> bool:
    before = segment.words[-1]
    size = max(before.height, word.height, 4.0)
    if word.x0 - before.x1 > gap_ems * size:
        return True
    middle = (word.y0 + word.y1) / 2
    return any(before.x1 - 1 <= x <= word.x0 + 1 and y0 - 1 <= middle <= y1 + 1 for x, y0, y1 in rules_v)


def _split_columns(segments: list[Segment], depth: int) -> list[list[Segment]]:
    """Split where text runs in columns: a gutter that no segment crosses for many lines, prose on both sides."""
    if depth > 4 or len(segments) < 2 * _MIN_COLUMN_LINES:
        return [segments] if segments else []
    best: tuple[int, float, list[tuple[int, int]], list[Segment]] | None = None
    whole = sorted(segments, key=lambda s: (s.y0 + s.y1) / 2)
    for x in _gutter_candidates(whole):
        ordered = _cut_at(whole, x)
        bands = _bands(ordered, x)
        covered = sum(end - start for start, end in bands)
        if bands and (best is None or covered > best[0]):
            best = (covered, x, bands, ordered)
    if best is None:
        return [segments]
    _, x, bands, ordered = best
    regions: list[list[Segment]] = []
    place = 0
    for start, end in bands:
        if ordered[place:start]:
            regions += _split_columns(ordered[place:start], depth + 1)
        band = ordered[start:end]
        regions += _split_columns([s for s in band if s.x0 < x], depth + 1)
        regions += _split_columns([s for s in band if s.x0 >= x], depth + 1)
        place = end
    if ordered[place:]:
        regions += _split_columns(ordered[place:], depth + 1)
    return regions


def _gutter_candidates(segments: Sequence[Segment]) -> list[float]:
    """Give the left edges that enough segments share, a little to the left of them."""
    starts = Counter(round(s.x0 / 3) for s in segments)
    left = min(s.x0 for s in segments)
    least = _MIN_LAST_LINES if len(segments) >= _FULL_COLUMN + _MIN_LAST_LINES else _MIN_COLUMN_LINES - 1
    return [3.0 * key - 2.5 for key, n in starts.items() if n + starts[key + 1] >= least and 3.0 * key > left + 60]


def _cut_at(segments: Sequence[Segment], x: float) -> list[Segment]:
    """Part the segments in which a word begins at the gutter, after a gap wider than the segment's others.

    A large headline runs up to the next column's first line at less than a line's height.
    """
    parted: list[Segment] = []
    for segment in segments:
        words = segment.words
        at = next((n for n, word in enumerate(words) if n and x - 0.5 <= word.x0 <= x + 6), None)
        if at is not None and words[at].x0 - words[at - 1].x1 >= _MIN_GUTTER:
            gaps = [b.x0 - a.x1 for n, (a, b) in enumerate(pairwise(words), start=1) if n != at]
            if not gaps or words[at].x0 - words[at - 1].x1 >= _WIDER * max(gaps):
                parted += [make_segment(words[:at]), make_segment(words[at:])]
                continue
        parted.append(segment)
    return parted


def make_segment(words: list[Word]) -> Segment:
    """Give the segment of words that stand side by side."""
    return Segment(words, words[0].x0, words[-1].x1, min(w.y0 for w in words), max(w.y1 for w in words))


def _bands(ordered: Sequence[Segment], x: float) -> list[tuple[int, int]]:
    """Give the runs of segments, by index, that make two columns of prose at this gutter."""
    bands: list[tuple[int, int]] = []
    start = 0
    for n in range(len(ordered) + 1):
        if n == len(ordered) or (ordered[n].x0 < x - _MIN_GUTTER / 2 and ordered[n].x1 > x - 1):
            if n - start >= 2 * _MIN_COLUMN_LINES and _is_two_columns(ordered[start:n], x):
                bands.append((start, n))
            start = n + 1
    return bands


def _is_two_columns(segments: Sequence[Segment], x: float) -> bool:
    left = [s for s in segments if s.x1 <= x]
    right = [s for s in segments if s.x0 >= x - _MIN_GUTTER / 2]
    if len(left) < _MIN_COLUMN_LINES or len(right) < _MIN_LAST_LINES:
        return False
    if min(s.x0 for s in right) - max(s.x1 for s in left) < _MIN_GUTTER:
        return False
    if not _is_prose(left) or _are_rows(left, right):
        return False
    if len(right) >= _MIN_COLUMN_LINES and (_is_prose(right) or _are_columns(right)):
        return True
    return len(left) >= _FULL_COLUMN and len(right) <= 0.6 * len(left) and _is_last_column(right)


def _are_rows(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Tell a table of municipalities and their projects from columns: line stands beside line, and each begins anew."""
    heights = [(s.y0 + s.y1) / 2 for s in right]
    beside = sum(any(abs((s.y0 + s.y1) / 2 - height) < 2 for height in heights) for s in left)
    if beside < 0.75 * len(left) or not (_begin_anew(left) and _begin_anew(right)):
        return False
    shares = sorted(sum(_names_place(s.text) for s in side) / len(side) for side in (left, right))
    return shares[0] <= 0.2 and shares[1] >= 0.6


def _begin_anew(segments: Sequence[Segment]) -> bool:
    anew = sum(not s.text[:1].islower() and s.text[-1:] not in ".,;-" for s in segments)
    return anew >= 0.75 * len(segments)


def _names_place(text: str) -> bool:
    return any(m.char_start == 0 and m.confidence >= LIKELY for m in find_municipalities(text))


def _are_columns(segments: Sequence[Segment]) -> bool:
    """Tell two or more columns of prose, whose paragraphs end where they will, from those of a table of long texts."""
    ordered = sorted(segments, key=lambda s: (s.y0 + s.y1) / 2)
    for x in _gutter_candidates(ordered):
        left = [s for s in ordered if s.x1 <= x]
        right = [s for s in ordered if s.x0 >= x - _MIN_GUTTER / 2]
        if len(left) + len(right) < len(ordered) or min(len(left), len(right)) < _MIN_COLUMN_LINES:
            continue
        if _is_prose(left) and (_is_prose(right) or _are_columns(right)) and not _break_together(left, right):
            return True
    return False


def _break_together(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Tell whether most gaps between blocks of two columns end at one height, as those between rows do."""
    first, second = (_block_starts(side) for side in (left, right))
    few, many = sorted((first, second), key=len)
    return len(few) > 1 and sum(any(abs(a - b) < 3 for b in many) for a in few) >= 0.6 * len(few)


def _block_starts(segments: Sequence[Segment]) -> list[float]:
    tops = sorted(s.y0 for s in segments)
    steps = [b - a for a, b in pairwise(tops) if b - a > 2]
    usual = median(steps) if steps else 1.0
    return [b for a, b in pairwise(tops) if b - a > 1.15 * usual]


def _is_last_column(segments: Sequence[Segment]) -> bool:
    """Tell the few lines that a last column holds, one under the other, from a table's cells, which are far apart."""
    start = min(s.x0 for s in segments)
    column = [s for s in segments if abs(s.x0 - start) < 3]
    has_prose = any(sum(len(w.text) + 1 for w in s.words) >= _LONG_CHARS for s in column)
    middles = sorted((s.y0 + s.y1) / 2 for s in column)
    height = median(s.y1 - s.y0 for s in column)
    close = sum(b - a < 3 * height for a, b in pairwise(middles))
    return has_prose and len(column) >= 0.75 * len(segments) and close >= 0.75 * (len(column) - 1)


def _is_prose(segments: Sequence[Segment]) -> bool:
    # a headline or running head may reach beyond its column
    ends = sorted(s.x1 for s in segments)
    width = ends[int(0.9 * (len(ends) - 1))] - min(s.x0 for s in segments)
    chars = sorted(sum(len(w.text) + 1 for w in s.words) for s in segments)
    fills = sorted((s.x1 - s.x0) / max(width, 1.0) for s in segments)
    middle = len(segments) // 2
    if chars[middle] < _PROSE_CHARS or fills[middle] < _PROSE_FILL:
        return False
    # lines of prose follow one another at one pitch; cells of a table that wraps leave gaps
    middles = sorted((s.y0 + s.y1) / 2 for s in segments)
    steps = [b - a for a, b in pairwise(middles) if b - a > 2]
    usual = median(steps) if steps else 1.0
    # long full lines are prose though headings and short paragraphs part them
    share = 0.45 if chars[middle] >= _LONG_CHARS and fills[middle] >= _LONG_FILL else 0.6
    return sum(1 for step in steps if step < 1.35 * usual) >= share * len(steps)


def _lines(segments: Sequence[Segment]) -> list[Line]:
    lines: list[Line] = []
    for segment in sorted(segments, key=lambda s: (s.y0 + s.y1) / 2):
        middle = (segment.y0 + segment.y1) / 2
        last = lines[-1] if lines else None
        if last is not None and last.y0 + 0.25 * (last.y1 - last.y0) <= middle <= last.y1 - 0.25 * (last.y1 - last.y0):
            last.segments.append(segment)
            last.y1 = max(last.y1, segment.y1) if segment.y1 - last.y1 < 2 else last.y1
        else:
            lines.append(Line([segment], segment.y0, segment.y1))
    for line in lines:
        line.segments.sort(key=lambda s: s.x0)
    return lines
