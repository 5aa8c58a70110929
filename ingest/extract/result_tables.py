"""Rows of tables that have a figure before and one after: "Borgere i vægttab | 38 af 90 | 17 af 90"."""

from __future__ import annotations

import re

from ingest.cues import Cue
from ingest.extract.lines import Line
from ingest.extract.quantities import is_of_others, role_of
from ingest.extract.thing_signs import measured_in

_FIGURE = re.compile(r"\d")


def times_of(line: Line) -> dict[int, str]:
    """Give which columns of a table's header are of the time before and after; empty for no such header."""
    cells = {n: cell(line, n).lower() for n in range(1, len(line.cells))}
    bare = {n for n, cell in cells.items() if _OF_YEAR.fullmatch(cell)}
    things = {n: thing["what"] for n, cell in cells.items() if (thing := _THING_OF_YEAR.fullmatch(cell)) is not None}
    of_year = things if len(things) > 1 and len(set(things.values())) == 1 else bare
    years = {n: int(year[0]) for n in of_year if (year := _YEAR.search(cells[n])) is not None}
    if len(years) > 1 and min(years.values()) < max(years.values()):
        first, last = min(years, key=years.__getitem__), max(years, key=years.__getitem__)
        return {first: "before", last: "after"}
    found = {n: role for n, cell in cells.items() if (role := role_of(cell)) in ("before", "after")}
    if years and (own := next((n for n, cell in cells.items() if _OF_PROJECT.fullmatch(cell)), None)) is not None:
        found = {next(iter(years)): "before", own: "after"}
    return found if set(found.values()) == {"before", "after"} and not _FIGURE.search(cell(line, 0)) else {}


def pairs_of(line: Line) -> list[tuple[int, int]]:
    """Give each column of the time before with the one of the time after that it is set against."""
    cells = {n: cell(line, n).lower() for n in range(1, len(line.cells))}
    if any(_OF_MONEY.search(text) for text in cells.values()):
        return []
    heads = times_of(line)
    roles = {n: role_of(text) for n, text in cells.items()}
    befores, afters = ([n for n, role in roles.items() if role == wanted] for wanted in ("before", "after"))
    if not befores or not afters or len(befores) == len(afters) == 1:
        return (
            [(min(heads, key=lambda n: heads[n] != "before"), min(heads, key=lambda n: heads[n] != "after"))]
            if heads
            else []
        )
    if len(befores) == len(afters):
        return list(zip(befores, afters, strict=True))
    return [(n, max(afters, key=lambda m: (_n_shared(cells[n], cells[m]), -abs(m - n)))) for n in befores]


def _n_shared(first: str, second: str) -> int:
    return len(set(first.split()) & set(second.split()))


def set_against(line: Line, before: int, after: int, what: str) -> str:
    """Give two cells of a row as a sentence: "Responstid: 95 før, 55 efter"; "" where they are no two figures."""
    if max(before, after) >= len(line.cells):
        return ""
    was, became = cell(line, before), cell(line, after)
    if not (_ONE_FIGURE.fullmatch(was) and _ONE_FIGURE.fullmatch(became)) or _DATE.search(f"{was}\t{became}"):
        return ""
    return "" if _SUM.fullmatch(was) and _SUM.fullmatch(became) else f"{what}: {was} før, {became} efter"


def as_said(line: Line, heads: dict[int, str], topic: str) -> str:
    """Give a row as a sentence: "Borgere i vægttab: 38 af 90 før, 17 af 90 efter"; "" where it tells no such thing."""
    values = {role: cell(line, n) for n, role in heads.items() if n < len(line.cells)}
    if not all(_ONE_FIGURE.fullmatch(values.get(role, "")) for role in ("before", "after")):
        return ""
    if all(_SUM.fullmatch(values[role]) for role in ("before", "after")):
        return ""
    label = _label_of(line, heads)
    if _OF_ACTIVITY.search(label) or is_of_others(label.lower()):
        return ""
    label = label if measured_in(label) else f"{topic} {label}"
    return f"{label}: {values['before']} før, {values['after']} efter"


def _label_of(line: Line, heads: dict[int, str]) -> str:
    """Give what a row's figures are of: its first cell, or the one before them where that names what was measured."""
    beside = cell(line, min(heads) - 1) if min(heads) else ""
    return beside if measured_in(beside) else cell(line, 0)


def is_no_result(label: str) -> bool:
    """Tell whether a row is what people answered, or of money: "Jeg er tryg ved det | 88 % | 7 % | 5 %"."""
    return _ANSWERED_OR_SPENT.match(label) is not None


_ANSWERED_OR_SPENT = Cue(
    r"(?:jeg|vi|mit|min)\b|(?:løn\w*|materialer|i alt|evaluering|formidling|revision|transport|udstyr|kørsel|"
    r"kompetenceudvikling|undervisning|ikke oplyst|uoplyst|ved ikke)\b(?! \w+ \w+)|"
    r"(?:halveret|uændret|øget|mindsket|reduceret|samme) \w+$"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_YEAR = re.compile(
    r"(?:(?:baseline|start|slut|før|efter|status|i|år|året|opgørelse)\s)?(?:19|20)\d\d|[^\d()]{3,40}\((?:19|20)\d\d\)"
)
_THING_OF_YEAR = re.compile(r"(?P<what>[^\d()]{3,40})\s(?:19|20)\d\d")  # "Vægttab 2023" beside "Vægttab 2025"
_DATE = re.compile(r"\b(?:19|20)\d\d\b(?!,)|\d\.\s?[a-zæøå]{3}")
_OF_MONEY = Cue(r"budget|tilskud|beløb|\bkr\b|kroner|udgift|bevil|tildel|støtte|\bmio\b")
_OF_PROJECT = re.compile(r"(?:(?:med|i|under) )?(?:projektet|indsatsen|ordningen|forløbet|forsøget)")
_ONE_FIGURE = re.compile(r"\D{0,12}\d[\d.,]*(?: (?:ud )?af (?:de )?\d+)?\s?[^\d]{0,20}")
_SUM = re.compile(r"(?:\d{1,3}\.)?\d{3}\.\d{3}(?: kr\.?)?")  # of money: grants by year
_OF_ACTIVITY = Cue(
    r"^(?:antal )?opkald(?: (?:i alt|(?:pr\.|om) \w+))?$|"
    r"undervis|uddann|kurs(?:us|er)|møder\b|deltagere|henvist|besøgt|antal (?:borgere|svar|besvarelser)|skridt"
)


def cell(line: Line, n: int) -> str:
    """Give the text of a row's cell."""
    start, end = line.cells[n]
    return line.text[start - line.char_start : end - line.char_start].strip()
