"""Running headers, footers and page numbers: what stands on every page and says nothing new."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from corpus.places import LIKELY, find_municipalities
from ingest.parse.pdf_lines import Line

_OF_IT = r"\s(?:af|i)\s(?:denne\s|dette\s)?[a-zæøå]{3,20}"  # "Side 2 af rapporten"
_PAGE_NUMBER = re.compile(
    r"(?i)^(?!\W{0,3}(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d)\W{0,3}(?:(?:side|page|s\.|"
    r"p\.)?\s{0,2}\d{1,4}\s{0,2}(?:(?:af|of|/|-|\|)\s{0,2}\d{1,4})?\W{0,3}"
    rf"|(?:side|page)\s\d{{1,4}}(?:\s(?:af|of)\s\d{{1,4}}|{_OF_IT})?\b.{{0,12}})$"
)
# What closes a page with its number, behind a running title or alone; "12" or "1-2" may be a figure of the text
_MARKED_NUMBER = re.compile(
    r"(?i)(?:(?:^|\s)[-–—]\s?(?P<dashed>\d{1,4})\s?[-–—]|(?:^|[\s|·•–—])(?:side|page)\s(?P<labelled>\d{1,4})"
    rf"(?:\s?(?:af|of|/|ud\saf)\s?\d{{1,4}}|{_OF_IT})?|^\(?(?P<of>\d{{1,4}})\s?(?:/|af|of)\s?(?P<whole>\d{{1,4}})\)?)$"
)
_LONGEST_FOOTER = 120  # characters
_N_EDGE_LINES = 4
_EDGE_SHARE = 0.14  # of the page's height; what stands further in is text
_MARGIN_SHARE = 0.08  # what stands nearer the edge than text begins, on the narrowest margins in use
_MIN_PAGES = 3
_SAME_HEIGHT = 3.0  # points between the places of one running line on two pages
_TALLER = 1.15  # times the page's usual line: a title, whatever stands where
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
# A page's number at the start or the end of a line, set off from the rest: "Slutrapport · Side 3 af 12", "4 | Pulje"
_NUMBER = r"(?P<{0}>\d{{1,4}}|[ivxl]{{1,6}})(?:\s?(?:af|of|/|ud\saf)\s?(?P<{0}_of>\d{{1,4}}))?"
_LABEL = r"(?:side|page|pag\.|s\.|p\.)\s?"
_AT_END = re.compile(
    rf"(?i)(?:^|\s|[|·•–—/-])(?P<set_off>{_LABEL}|[|·•–—-]\s?{_LABEL}|[|·•–—-]\s?|\(|\[)?{_NUMBER.format('n')}\s?[-–—)\]]?\.?$"
)
_AT_END_OF_IT = re.compile(
    rf"(?i)(?:^|[\s|·•–—/-])(?P<set_off>(?:side|page)\s)(?P<n>\d{{1,4}}){_OF_IT}(?:en|et)(?P<n_of>)\.?$"
)
_AT_START = re.compile(rf"(?i)^[-–—(\[]?\s?(?P<set_off>{_LABEL})?{_NUMBER.format('n')}(?P<after>\s?[|·•–—)\]-]|\s|$)")
_PAGE_OF_IT = re.compile(rf"\bside\s\d{{1,4}}{_OF_IT}")
_SIDE = re.compile(rf"(?i)\bside\s1(?:{_OF_IT})?$|^side\s1\s?[|·•–—-]")
# "Projekt 2" at the top of page 2 counts projects
_COUNTED = re.compile(
    r"(?i)\b(?:projekt|case|bilag|kapitel|del|afsnit|tabel|figur|initiativ|model|runde|udmøntning|pulje|nr\.?|fase|spor|"
    r"spørgsmål|mål|trin|dag|uge)\W{0,2}$"
)
_NO_NAMES = frozenset(("side", "januar", "februar", "marts", "april", "juni", "juli", "august"))
_NO_NAMES |= {"september", "oktober", "november", "december"}
_NAMES_CASE = re.compile(r"(?i)kommune|region\b|pulje|projekt|rapport")
_GENERIC = frozenset(("pulje", "puljen", "projekt", "projektet", "rapport", "slutrapport", "kommune", "kommunen"))
_OF_CASE = re.compile(r"(?i)pulje|projekt|rapport|evaluering")  # beside a place, it may be all that names the project

Place = tuple[int, int]  # index of the page, index of the line on it


def find_furniture(pages: Sequence[tuple[Sequence[Line], float]]) -> set[Place]:
    """Find the lines to drop, as (page index, line index).

    A line near the top or bottom that recurs on three pages and a third of all, but for a number that counts with the
    pages, is a running header or footer; in the outer margin two pages with it at one height will do. All of them go,
    but for the first that alone names the case. Page numbers go always, and with them what stands on their line.

    Args:
        pages: for each page its lines, top to bottom, and its height in points.
    """
    drop: set[Place] = set()
    places: dict[str, list[Place]] = defaultdict(list)
    edges = [(number, n) for number, (lines, height) in enumerate(pages) for n in _edge_indexes(lines, height)]
    for number, n in edges:
        text = pages[number][0][n].text
        if _PAGE_NUMBER.match(text):
            drop.add((number, n))
        else:
            for shape in {text, _page_shape(text, number)}:
                places[shape].append((number, n))
    drop |= _closing_numbers(pages) | _counting_lines(pages, edges)
    drop |= {place for place in edges if place not in drop and _stands_beside_number(pages, place, drop)}
    running: list[list[Place]] = []
    for shape, found in places.items():
        if len({number for number, _ in found}) > 1 and all(_has_page_number(pages[p][0][n]) for p, n in found):
            drop.update(found)
            continue
        on_pages = {number for number, _ in found}
        if not any(c.isalpha() for c in shape):
            continue
        if len(on_pages) >= max(_MIN_PAGES, len(pages) / 3):
            drop.update(found[1:])
            running.append(found)
        elif len(on_pages) >= max(2, len(pages) / 3) and _is_marginal(pages, found):
            drop.update(found[1:])
            running.append(found)
    for found in running:
        if _is_at_one_height(pages, found) and _says_nothing_new(pages, found, drop):
            drop.add(found[0])
    return drop


def _closing_numbers(pages: Sequence[tuple[Sequence[Line], float]]) -> set[Place]:
    """Find the lowest lines that are their page's number, however far up the text of a short page ends."""
    found: set[Place] = set()
    for number, (lines, _) in enumerate(pages):
        if len(lines) < 2:
            continue
        n = max(range(len(lines)), key=lambda i: lines[i].y0)
        text = lines[n].text.strip()
        match = _MARKED_NUMBER.search(text) if len(text) <= _LONGEST_FOOTER else None
        if match is not None:
            is_own = int(match["dashed"] or match["labelled"] or match["of"]) == number + 1
            is_alone = match.start() == 0
            if (
                is_own
                and int(match["whole"] or len(pages)) == len(pages)
                and (is_alone or _repeats_others(pages, number, n))
            ):
                found.add((number, n))
    return found


def _stands_beside_number(pages: Sequence[tuple[Sequence[Line], float]], place: Place, drop: set[Place]) -> bool:
    """Tell whether a line stands at the height of a page number in the outer margin, in another column, and is new."""
    number, n = place
    lines, height = pages[number]
    line = lines[n]
    if _MARGIN_SHARE * height < line.y1 and line.y0 < (1 - 1.5 * _MARGIN_SHARE) * height:
        return False
    level = [m for p, m in drop if p == number and abs(lines[m].y1 - line.y1) <= _SAME_HEIGHT]
    return any(_PAGE_NUMBER.match(lines[m].text) for m in level) and _repeats_others(pages, number, n)


def _counting_lines(pages: Sequence[tuple[Sequence[Line], float]], edges: Sequence[Place]) -> set[Place]:
    """Find lines whose number at one end counts with the pages: on two pages at one height, or "1 af 1"."""
    by_step: dict[tuple[int, bool], list[Place]] = defaultdict(list)
    found: set[Place] = set()
    for number, n in edges:
        lines, height = pages[number]
        line = lines[n]
        is_bottom = line.y0 > height / 2
        for page_no, of_pages, is_set_off in _page_numbers(line):
            is_last = of_pages == len(pages) or (len(pages) == 1 and _SIDE.search(line.text) is not None)
            if is_last and page_no == number + 1 and is_set_off and _repeats_others(pages, number, n):
                found.add((number, n))
            if is_set_off or is_bottom:
                by_step[page_no - number, is_bottom].append((number, n))
    for places in by_step.values():
        at_height: dict[int, set[int]] = defaultdict(set)
        for number, n in places:
            at_height[_band(pages[number][0][n])].add(number)
        for number, n in places:
            band = _band(pages[number][0][n])
            if any(at_height.get(near, set()) - {number} for near in (band - 1, band, band + 1)):
                found.add((number, n))
    return found


def _band(line: Line) -> int:
    return round(line.y0 / _SAME_HEIGHT)


def _page_numbers(line: Line) -> list[tuple[int, int, bool]]:
    """Give the numbers at the ends of a line: the number, of how many, and whether it is set off from the text."""
    text = line.text
    numbers = []
    ends = line.segments[-1].text, line.segments[0].text
    for match, is_last in ((_AT_END.search(text) or _AT_END_OF_IT.search(text), True), (_AT_START.match(text), False)):
        if match is None or (value := _value(match["n"])) is None:
            continue
        before = text[: match.start()] if is_last else ""
        if _COUNTED.search(before) or (_is_year(value) and not match["n_of"]):
            continue
        is_alone = len(line.segments) > 1 and ends[not is_last] == match[0].strip()
        after = not is_last and match["after"].strip() != ""
        is_set_off = bool(match["set_off"] or match["n_of"] or after or is_alone or match[0].strip() == text.strip())
        if is_last or is_set_off:
            numbers.append((value, int(match["n_of"] or 0), is_set_off))
    return numbers


def _is_year(value: int) -> bool:
    return 1900 <= value <= 2100


def _value(digits: str) -> int | None:
    if digits.isdecimal():
        return int(digits)
    values = [_ROMAN[c] for c in digits.lower()]
    return sum(-v if any(w > v for w in values[n + 1 : n + 2]) else v for n, v in enumerate(values))


def _repeats_others(pages: Sequence[tuple[Sequence[Line], float]], number: int, n: int) -> bool:
    """Tell whether what stands beside a page number names no case, or one that stands elsewhere on the page too."""
    lines = pages[number][0]
    text = lines[n].text
    if not _names_case(text):
        return True
    mentions = [m for m in find_municipalities(text) if m.confidence >= LIKELY]
    names = " ".join(text[m.char_start : m.char_end] for m in mentions)
    words = _words(names) if mentions and not _OF_CASE.search(text) else _words(text)
    return words - _GENERIC <= {word for m, line in enumerate(lines) if m != n for word in _words(line.text)}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{4,}", _PAGE_OF_IT.sub("", text.casefold()))) - _NO_NAMES


def _names_case(text: str) -> bool:
    return bool(_NAMES_CASE.search(text)) or any(m.confidence >= LIKELY for m in find_municipalities(text))


def _says_nothing_new(pages: Sequence[tuple[Sequence[Line], float]], found: Sequence[Place], drop: set[Place]) -> bool:
    """Tell whether a running line names no case: no municipality, pool or project, or one that the text names too."""
    number, n = found[0]
    text = pages[number][0][n].text
    if not _names_case(text):
        return True
    kept = Counter[str]()
    for p, (lines, _) in enumerate(pages):
        for m, line in enumerate(lines):
            if (p, m) not in drop and (p, m) != found[0]:
                kept.update(_words(line.text))
    return all(kept[word] for word in _words(text))


def _is_marginal(pages: Sequence[tuple[Sequence[Line], float]], found: Sequence[Place]) -> bool:
    """Tell whether lines stand in the outer margin at one height, no taller than text and no row of a table."""
    for number, n in found:
        lines, height = pages[number]
        line = lines[n]
        usual = median(other.height for other in lines)
        if _MARGIN_SHARE * height < line.y1 and line.y0 < (1 - _MARGIN_SHARE) * height:
            return False
        if line.height > _TALLER * usual or len(line.segments) > 2:
            return False
    return _is_at_one_height(pages, found)


def _is_at_one_height(pages: Sequence[tuple[Sequence[Line], float]], found: Sequence[Place]) -> bool:
    lines = [pages[number][0][n] for number, n in found]
    places = [line.y0 for line in lines]
    heights = [line.height for line in lines]
    return max(places) - min(places) <= _SAME_HEIGHT and max(heights) - min(heights) <= 1


def _page_shape(text: str, number: int) -> str:
    """Give the text with its numbers relative to the page: equal on all pages only for numbers that count pages.

    The rows of a table that runs over pages differ in digits alone as well, but not in step with the pages.
    """

    def relative(match: re.Match[str]) -> str:
        is_other = _is_year(int(match[0])) or _COUNTED.search(text[: match.start()])
        return match[0] if is_other else f"#{int(match[0]) - number}"

    return re.sub(r"\d{1,4}", relative, text)


def _has_page_number(line: Line) -> bool:
    return any(_PAGE_NUMBER.match(segment.text) for segment in line.segments)


def _edge_indexes(lines: Sequence[Line], height: float) -> list[int]:
    if not lines:
        return []
    order = sorted(range(len(lines)), key=lambda n: lines[n].y0)
    top = [n for n in order[:_N_EDGE_LINES] if lines[n].y1 < _EDGE_SHARE * height]
    bottom = [n for n in order[-_N_EDGE_LINES:] if lines[n].y0 > (1 - _EDGE_SHARE) * height]
    return sorted({*top, *bottom})
