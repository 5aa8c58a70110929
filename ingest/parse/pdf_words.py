"""Words of a PDF page with their places, straight from pdfium, hidden ones told apart."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.parse.text import clean_text

# pdfium gives a hyphen at a line's end as U+0002 or U+FFFE, with no break after it: the word ends there
_TOKEN = re.compile(r"[^\s\uffff\x02\ufffe]+[\x02\ufffe]?")
_LINE_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-", "\xad": "-"})
_INVISIBLE_MODES = frozenset((3, 7))  # neither filled nor stroked; clipping only
_WHITE = 250
_MIN_SIZE = 1.5  # points; smaller text is there for machines only
_MAX_OBJECTS = 20_000
_RULE_THICKNESS = 2.5
_UNMAPPED = 0.3  # of the words, whose font does not say what its signs mean: what is read there are their numbers
_MARK_SIZE, _MARK_RISE = 0.82, 0.12  # of the line's height: a footnote's number is smaller, and raised
_MAX_CHARS = 400_000  # on one page; a dense A3 table has some 20,000


@dataclass(slots=True)
class Word:
    """A word and its box in points, y downwards, turned so that most of the page's text runs left to right."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    is_bold: bool = False

    @property
    def height(self) -> float:
        """Height of the line box, near the font size."""
        return self.y1 - self.y0


@dataclass(slots=True)
class PageWords:
    """What one page holds."""

    words: list[Word] = field(default_factory=list)
    turned: list[Word] = field(default_factory=list)  # text that runs in another direction, turned to be horizontal
    hidden: list[Word] = field(default_factory=list)  # invisible ink, white on white, off the page, microscopic
    rules_h: list[tuple[float, float, float]] = field(default_factory=list)  # y, x0, x1
    rules_v: list[tuple[float, float, float]] = field(default_factory=list)  # x, y0, y1
    width: float = 0.0
    height: float = 0.0
    image_share: float = 0.0  # of the page's area that pictures cover
    n_paths: int = 0
    bad_share: float = 0.0  # of the characters that have no meaning (broken font maps)


@dataclass(slots=True)
class _Ink:
    """What is equal for all characters of one text object."""

    is_hidden: bool
    is_white: bool
    is_bold: bool
    quarter: int  # direction of the text in quarter turns


def read_words(page: pdfium.PdfPage) -> PageWords:
    """Read a page's words, rules and pictures."""
    x0, y0, x1, y1 = _page_box(page)
    found = PageWords(width=x1 - x0, height=y1 - y0)
    textpage = page.get_textpage()
    try:
        raw = _read_raw(page, textpage, found, (x0, y0, x1, y1))
    finally:
        textpage.close()
    return _turn(found, raw, (x0, y0, x1, y1))


def _page_box(page: pdfium.PdfPage) -> tuple[float, float, float, float]:
    """Give left, bottom, right and top of what is shown of a page, before it is turned."""
    try:
        left, bottom, right, top = page.get_bbox()  # its own boxes, or those that it has from the document
    except pdfium.PdfiumError:
        left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
    if not (right > left and top > bottom):
        left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
    return left, bottom, right, top


_RawWord = tuple[str, float, float, float, float, _Ink]


def _read_raw(
    page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, found: PageWords, box: tuple[float, float, float, float]
) -> list[_RawWord]:
    handle = textpage.raw
    n_chars = min(pdfium_c.FPDFText_CountChars(handle), _MAX_CHARS)
    if n_chars <= 0:
        _read_objects(page, found, [], box)
        return []
    text = _page_text(handle, n_chars)
    found.bad_share = _bad_share(text)
    rect = pdfium_c.FS_RECTF()
    inks: dict[int, _Ink] = {}
    words: list[_RawWord] = []
    n_unmapped = 0
    for match in _TOKEN.finditer(text):
        first, last = match.start(), match.end() - 1
        n_unmapped += pdfium_c.FPDFText_HasUnicodeMapError(handle, first) == 1
        last -= 1 if last > first and text[last] in "\x02\ufffe" else 0  # its box is not where it is seen
        if not pdfium_c.FPDFText_GetLooseCharBox(handle, first, rect):
            continue
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        ink = _ink(handle, first, inks)
        box_first = bottom, top
        if last > first and pdfium_c.FPDFText_GetLooseCharBox(handle, last, rect):
            left, right = min(left, rect.left), max(right, rect.right)
            if not _is_off_line(rect, (bottom, top)):
                bottom, top = min(bottom, rect.bottom), max(top, rect.top)
        token = _without_mark(handle, match, rect, box_first)
        words.append((token.translate(_LINE_HYPHENS), left, bottom, right, top, ink))
    if n_unmapped >= _UNMAPPED * max(len(words), 1):
        found.bad_share = 1.0
    _read_objects(page, found, words, box)
    return words


def _without_mark(
    handle: ctypes.c_void_p, match: re.Match[str], rect: pdfium_c.FS_RECTF, box: tuple[float, float]
) -> str:
    """Give a word without the raised number of a footnote at its end: "1.450.000" is no sum of ten times as much."""
    token = match[0]
    end = len(token.rstrip(".,;:)"))
    start = end
    bottom, top = box
    while start > 1 and end - start < 2 and token[start - 1].isdecimal():
        if not pdfium_c.FPDFText_GetLooseCharBox(handle, match.start() + start - 1, rect):
            break
        if not (_is_off_line(rect, box) and rect.bottom > bottom + _MARK_RISE * (top - bottom)):
            break
        start -= 1
    return token if start == end or start < 3 else token[:start] + token[end:]


def _is_off_line(rect: pdfium_c.FS_RECTF, line: tuple[float, float]) -> bool:
    """Tell whether a character is smaller than its line and beside it in part: raised or lowered, in level text."""
    bottom, top = line
    height = rect.top - rect.bottom
    overlap = min(rect.top, top) - max(rect.bottom, bottom)
    return bool(0 < height < _MARK_SIZE * (top - bottom) and overlap > 0.4 * height)


def _page_text(handle: ctypes.c_void_p, n_chars: int) -> str:
    """Give one character per text index: pdfium's bulk call leaves some out, which would shift every place."""
    buffer = (ctypes.c_ushort * (n_chars + 1))()
    got = pdfium_c.FPDFText_GetText(handle, 0, n_chars, buffer) - 1
    if got == n_chars:
        text = bytes(buffer)[: 2 * n_chars].decode("utf-16-le", errors="replace")
        if len(text) == n_chars:
            return text
    codes = (pdfium_c.FPDFText_GetUnicode(handle, n) for n in range(n_chars))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)


def _bad_share(text: str) -> float:
    """Give the share of characters that no text has: controls, replacements, private use."""
    bad = sum(
        1
        for c in text
        if (c < " " and c not in "\r\n\t\x02") or c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or "\x7f" <= c < "\xa0"
    )
    bullets = sum(
        text.count(c) for c in "\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\uf076"
    )  # bullets of symbol fonts are no damage
    return max(bad - bullets, 0) / max(len(text.split()), 1)


def _ink(handle: ctypes.c_void_p, index: int, inks: dict[int, _Ink]) -> _Ink:
    obj = pdfium_c.FPDFText_GetTextObject(handle, index)
    key = ctypes.addressof(obj.contents) if obj else 0
    known = inks.get(key)
    if known is not None and key:
        return known
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(obj) if obj else 0
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    coloured = pdfium_c.FPDFText_GetFillColor(handle, index, r, g, b, a)
    white = bool(coloured) and min(r.value, g.value, b.value) >= _WHITE
    transparent = bool(coloured) and a.value == 0
    weight = pdfium_c.FPDFText_GetFontWeight(handle, index)
    angle = pdfium_c.FPDFText_GetCharAngle(handle, index)
    quarter = round(max(angle, 0.0) / (math.pi / 2)) % 4
    ink = _Ink(mode in _INVISIBLE_MODES or transparent, white, weight >= 600 or _has_bold_name(handle, index), quarter)
    inks[key] = ink
    return ink


def _has_bold_name(handle: ctypes.c_void_p, index: int) -> bool:
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(80)
    pdfium_c.FPDFText_GetFontInfo(handle, index, buffer, 80, flags)
    name = buffer.value.lower()
    return b"bold" in name or b"black" in name or b"heavy" in name


def _read_objects(
    page: pdfium.PdfPage, found: PageWords, words: list[_RawWord], box: tuple[float, float, float, float]
) -> None:
    """Read rules and pictures; white words that lie on a dark ground become visible."""
    n_objects = min(pdfium_c.FPDFPage_CountObjects(page.raw), _MAX_OBJECTS)
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1.0)
    grounds: list[tuple[float, float, float, float]] = []
    covered = 0.0
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for n in range(n_objects):
        obj = pdfium_c.FPDFPage_GetObject(page.raw, n)
        kind = pdfium_c.FPDFPageObj_GetType(obj)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT or not pdfium_c.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
            continue
        bounds = (left.value, bottom.value, right.value, top.value)
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            covered += max(min(bounds[2], box[2]) - max(bounds[0], box[0]), 0.0) * max(
                min(bounds[3], box[3]) - max(bounds[1], box[1]), 0.0
            )
            grounds.append(bounds)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            found.n_paths += 1
            if not _as_rule(bounds, found) and any(ink.is_white for *_, ink in words) and _is_dark(obj):
                grounds.append(bounds)
    found.image_share = min(covered / area, 1.0)
    if grounds and words:
        _show_on_ground(words, grounds)


def _as_rule(bounds: tuple[float, float, float, float], found: PageWords) -> bool:
    left, bottom, right, top = bounds
    if top - bottom <= _RULE_THICKNESS and right - left >= 12:
        found.rules_h.append(((top + bottom) / 2, left, right))
    elif right - left <= _RULE_THICKNESS and top - bottom >= 6:
        found.rules_v.append(((left + right) / 2, bottom, top))
    elif right - left >= 20 and top - bottom >= 8:
        # a cell or table drawn as a rectangle has four rules
        found.rules_h += [(top, left, right), (bottom, left, right)]
        found.rules_v += [(left, bottom, top), (right, bottom, top)]
        return False
    else:
        return False
    return True


def _is_dark(obj: object) -> bool:
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    filled = pdfium_c.FPDFPageObj_GetFillColor(obj, r, g, b, a)
    return bool(filled) and a.value > 60 and min(r.value, g.value, b.value) < 225


def _show_on_ground(words: list[_RawWord], grounds: list[tuple[float, float, float, float]]) -> None:
    for n, (text, left, bottom, right, top, ink) in enumerate(words):
        if not ink.is_white:
            continue
        x, y = (left + right) / 2, (bottom + top) / 2
        if any(g[0] <= x <= g[2] and g[1] <= y <= g[3] for g in grounds):
            words[n] = (text, left, bottom, right, top, _Ink(ink.is_hidden, False, ink.is_bold, ink.quarter))


def _turn(found: PageWords, raw: list[_RawWord], box: tuple[float, float, float, float]) -> PageWords:
    """Sort words by visibility and direction, with y downwards; most of the text decides which way is up."""
    letters: Counter[int] = Counter()
    for text, *_, ink in raw:
        letters[ink.quarter] += len(text)
    main = max(letters, key=lambda q: letters[q]) if letters else 0
    is_outside = [_is_outside(bounds, box) for _, *bounds, _ in raw]
    outside = sum(len(word[0]) for word, out in zip(raw, is_outside, strict=True) if out)
    # a page whose text lies mostly outside its box has a wrong box, not hidden text
    trust_box = outside * 2 < sum(letters.values())
    for (text, left, bottom, right, top, ink), out in zip(raw, is_outside, strict=True):
        text = text if text.isascii() and text.isprintable() else clean_text(text)
        if not text:
            continue
        word = Word(text, *_rotate((left, bottom, right, top), ink.quarter, box), is_bold=ink.is_bold)
        if ink.is_hidden or ink.is_white or (trust_box and out) or word.height < _MIN_SIZE:
            found.hidden.append(word)
        elif ink.quarter == main:
            found.words.append(word)
        else:
            found.turned.append(word)
    _turn_rules(found, main, box)
    if main % 2:
        found.width, found.height = found.height, found.width
    return found


def _is_outside(bounds: Sequence[float], box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = bounds
    return right < box[0] or left > box[2] or top < box[1] or bottom > box[3]


def _rotate(
    bounds: tuple[float, float, float, float], quarter: int, box: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """Turn a box so that text in this direction runs left to right, y downwards, the page's corner at 0, 0."""
    left, bottom, right, top = bounds
    if quarter == 0:
        return left - box[0], box[3] - top, right - box[0], box[3] - bottom
    if quarter == 3:  # runs upwards
        return bottom - box[1], left - box[0], top - box[1], right - box[0]
    if quarter == 2:  # upside down
        return box[2] - right, bottom - box[1], box[2] - left, top - box[1]
    return box[3] - top, box[2] - right, box[3] - bottom, box[2] - left


def _turn_rules(found: PageWords, main: int, box: tuple[float, float, float, float]) -> None:
    horizontal, vertical = found.rules_h, found.rules_v
    found.rules_h, found.rules_v = [], []
    for y, x0, x1 in horizontal:
        _add_rule(found, _rotate((x0, y, x1, y), main, box))
    for x, y0, y1 in vertical:
        _add_rule(found, _rotate((x, y0, x, y1), main, box))


def _add_rule(found: PageWords, bounds: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = bounds
    if x1 - x0 >= y1 - y0:
        found.rules_h.append((y0, x0, x1))
    else:
        found.rules_v.append((x0, y0, y1))
