"""Items of one list are written alike: what most of them show of its form is how the others are read as well.

A line alone cannot tell an association from a title, nor the town of Vejen from "Vejen hjem"; beside five lines of the
form "Havby Kommune – Friskere liv – 1,2 mio. kr." it can.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.documents import BlockKind
from corpus.places import LIKELY, find_municipalities
from ingest.extract.award_words import NOT_OWNER, NUMBERED_TRACK, VERBS, is_total
from ingest.extract.entries import (
    STRIP,
    SUM_LABEL,
    UPDATED,
    Entry,
    amount_found,
    clean_title,
    line_amount,
    place_founds,
)
from ingest.extract.entry_periods import without_times
from ingest.extract.lines import Line, without_bullet
from ingest.extract.project_places import is_only_names
from ingest.extract.project_titles import is_headline

_SEPARATORS = {
    "between": re.compile(
        r"\s*(?:\([^()]*\d[^()]*\b(?:kr|kroner|mio|mill|millioner)\b[^()]*\)|"
        r"[,:–—-]\s\d[\d.,]*\s(?:mio\.\s|mill\.\s)?(?:kr\b\.?|kroner))\s*[:–—-]\s+"
    ),
    "for": re.compile(r"\s(?:til|for)\s(?:projektet\s)?(?=[\"”“»„])"),
    "dash": re.compile(r"\s*[‒–—―−]\s*|\s-\s"),
    "colon": re.compile(r":\s+"),
    "comma": re.compile(r",\s+"),
    "bar": re.compile(r"\s*[|\t]\s*|\s[·•]\s"),
    "slash": re.compile(r"\s/\s|;\s+"),
    "stop": re.compile(r"\.\s+"),
}
_MAX_OWNER = 90  # characters
_MAX_TITLE = 160
_LABELLED = re.compile(r"(?:projektejer|ansøger|tilskudsmodtager|tilsagnshaver)\s*:", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(?P<title>[^()]{4,160}?)\s*\((?P<owner>[^()]{2,90})\)?\s*")
_BEFORE_OWNER = re.compile(r"\s+(?:til|går til|gik til)\s+|\s*[:–—-]\s+")
_QUOTED_FIRST = re.compile(
    r"(?:(?:[Pp]rojekt(?:et)?|[Ii]ndsatsen|[Ff]orsøget|[Tt]ilbuddet|[Ff]orløbet|[Ii]nitiativet)\s)?(?P<title>[\"”“»„][^\"”“»«„]{3,140}[\"”“«”])\s+(?:i|af|ved|fra|hos)\s+(?P<owner>\S.{2,90})"
)
_OF = (
    r"(?:(?:i|ved|hos)|(?:(?:som|der)\s(?:er\s)?)?(?:forankret|placeret|gennemført|gennemføres|afprøves|drives|ledes|"
    r"udføres|ejes|ansøgt|søgt)\s(?:i|af|ved|hos))"
)
_PLACED = re.compile(
    rf"(?:(?:[Ll]æs|[Hh]ør|[Ss]e)\s(?:mere\s)?om\s)?(?:[Pp]rojektet\s)?(?P<title>[A-ZÆØÅ\d][^,:;|]{{3,120}}?),?\s{_OF}\s"
    r"(?P<owner>[A-ZÆØÅ][^,:;|]{1,80}?\s(?:Regionsk|K|k)ommuner?)(?:,\s[^,:|\d]{3,60}){0,2}"
)
"""A project and where it is: "Friskere liv, forankret i Havby Kommune, Sundhed", "Læs om Ro i Havby Kommune"."""
_WITH_UNIT = re.compile(
    r"(?P<title>[^,:;|\t]{4,160}?)\t(?P<owner>[A-ZÆØÅ][^,:;|\t]{1,80}?\s(?:Regionsk|K|k)ommuner?),\s[^,:|\d]{3,60}"
)
"""A line with the project, and one below with whose it is, down to the unit."""
_WITHOUT_SIGN = re.compile(r"(?P<owner>\S.{2,88}?\s(?:Regionsk|K|k)ommuner?)\s+(?P<title>[A-ZÆØÅ\d\"”“»„].{2,160})")
"""A municipality and its project with nothing between them, as boxes beside one another read."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the items of a list are written."""

    separator: str  # between owner and title
    is_owner_first: bool
    is_sum_first: bool
    has_title: bool
    has_sum: bool


_TELLING = Form("colon", is_owner_first=True, is_sum_first=False, has_title=True, has_sum=False)


def _bare(line: Line) -> tuple[str, int]:
    """Give an item without its bullet, spaces for its period, and how far in it begins."""
    body, cut = without_bullet(line.text)
    return without_times(body), cut


@dataclass(frozen=True, slots=True)
class _Parts:
    """An item cut in two by a form: places in the item's text, half-open."""

    owner: tuple[int, int]
    title: tuple[int, int] | None


def read_alike(lines: list[Line], entries: list[Entry]) -> list[Entry]:
    """Give the entries with those lines read anew that are not read as most of their list is.

    Args:
        lines: the page's lines outside tables, in order.
        entries: what each line said on its own.
    """
    known = {entry.line_index: entry for entry in entries}
    starts = [line.char_start for line in lines]
    spans = ((bisect_left(starts, e.char_start), bisect_left(starts, e.char_end)) for e in entries)
    # lines whose entry ends on a later one: a name over its sum
    begun = {line.index for start, end in spans for line in lines[start:end]} - known.keys()
    for group in _groups(lines, known):
        if _is_told(group, known):
            for line in group:
                entry = known.get(line.index) or _read_as(line, _TELLING)
                if entry is not None and line.index not in begun:
                    known[line.index] = replace(entry, title=None, told=entry.title)
            continue
        form = _form_of(group, known)
        if form is None:
            continue
        inner = _inner(group, known)
        for line in group if group[0].is_list_item or form.has_sum else inner:
            entry = known.get(line.index)
            if line.index in begun or (entry is not None and not _differs(line, entry, form)):
                continue
            again = _read_as(line, form)
            if again is not None:
                known[line.index] = again
    return sorted(known.values(), key=lambda entry: entry.char_start)


def _groups(lines: list[Line], known: dict[int, Entry]) -> Iterator[list[Line]]:
    """Give the lines that make up one list each, those of three items and more of which two were read."""
    group: list[Line] = []
    for line in [*lines, None]:
        last = group[-1] if group else None
        if (
            line is not None
            and last is not None
            and line.index - last.index in (1, 1 + _n_cut_off(last, line))
            and (line.kind, line.group, line.path) == (last.kind, last.group, last.path)
            and line.is_list_item == last.is_list_item
        ):
            group.append(line)
            continue
        if len(group) >= 3 and sum(g.index in known or _shown(g) is not None for g in group) >= 2:
            yield group
        group = [line] if line is not None and not line.is_heading and line.kind is not BlockKind.DEFINITION else []


def _n_cut_off(last: Line, line: Line) -> int:
    """Give 1 where a field that was cut off the end of an item may stand between it and the next, else 0."""
    return int(line.is_list_item and line.char_start - last.char_end < _FIELD_CHARS)


_FIELD_CHARS = 120


def _is_told(group: list[Line], known: dict[int, Entry]) -> bool:
    """Tell whether the items of a list say what happened at each place, so that none of them names its project.

    "Havby: Fire mentorer er uddannet. Forløber efter planen." among others of its make.
    """
    titled = [line for line in group if (e := known.get(line.index)) is not None and e.title and e.amount is None]
    told = [
        line
        for line in titled
        if line.text.endswith(".") and (title := known[line.index].title) is not None and is_headline(str(title.value))
    ]
    return len(told) >= 2 and len(told) * 2 > len(group)


def _form_of(group: list[Line], known: dict[int, Entry]) -> Form | None:
    """Give the form that most items of a list have, if half of its items show it."""
    votes: Counter[Form] = Counter()
    for line in group:
        entry = known.get(line.index)
        if (entry is None or entry.places) and (form := _shown(line)) is not None:
            votes[form] += 1
    if not votes:
        return None
    form, count = votes.most_common(1)[0]
    items = group if group[0].is_list_item else _inner(group, known)
    return form if count >= 2 and count * 2 >= len(items) and (form.has_title or form.has_sum) else None


def _inner(group: list[Line], known: dict[int, Entry]) -> list[Line]:
    """Give the lines from the first to the last that was read: what stands around paragraphs is other text."""
    read = [n for n, line in enumerate(group) if line.index in known or _shown(line) is not None]
    return group[read[0] : read[-1] + 1]


def _shown(line: Line) -> Form | None:
    """Give the form of an item of which one end is plainly nothing but municipalities."""
    body, _ = _bare(line)
    if _LABELLED.search(body) or is_total(body) or NUMBERED_TRACK.match(body):
        return None
    start, end, has_sum, is_sum_first = _without_sum(body)
    text = body[start:end]
    if is_only_names(text.strip(STRIP)):
        return Form("", True, is_sum_first, False, has_sum)
    for name in ("brackets", "quoted", "unit", "placed"):
        match = _BY_GROUPS[name].fullmatch(text)
        if match and is_only_names(match["owner"]):
            return Form(name, False, is_sum_first, True, has_sum)
    for name, pattern in _SEPARATORS.items():
        cuts = list(pattern.finditer(text))
        if cuts and _owner_end(text, cuts) is not None:
            return Form(name, True, is_sum_first, True, has_sum)
        if cuts and is_only_names(text[cuts[-1].end() :].strip(STRIP)):
            return Form(name, False, is_sum_first, True, has_sum)
    bare = _WITHOUT_SIGN.fullmatch(text)
    if bare and is_only_names(bare["owner"]) and not VERBS.search(text):
        return Form("space", True, is_sum_first, True, has_sum)
    return None


_BY_GROUPS = {
    "brackets": _IN_BRACKETS,
    "quoted": _QUOTED_FIRST,
    "unit": _WITH_UNIT,
    "placed": _PLACED,
    "space": _WITHOUT_SIGN,
}


def _owner_end(text: str, cuts: Sequence[re.Match[str]]) -> re.Match[str] | None:
    """Give the last separator that has nothing but municipalities before it: "Havby, Sydvig og Østby, Friskere liv"."""
    first: re.Match[str] | None = None
    for cut in cuts:
        if not is_only_names(text[: cut.start()].strip(STRIP)):
            break
        first = cut
    return first if first is not None and text[first.end() :].strip(STRIP) else None


def _without_sum(body: str) -> tuple[int, int, bool, bool]:
    """Give where an item stands without its sum, whether it has one, and whether that stands first."""
    if _SEPARATORS["between"].search(body):
        return 0, len(body), True, False
    amount = line_amount(body)
    if amount is None:
        note = UPDATED.search(body)
        return 0, note.start() if note else len(body), False, False
    if amount.char_start <= 4 and (after := _BEFORE_OWNER.match(body, amount.char_end)):
        return after.end(), len(body), True, True
    if len(body[amount.char_end :].strip(STRIP)) > 3:
        return 0, len(body), False, False
    return 0, len(SUM_LABEL.sub("", body[: amount.char_start]).rstrip(STRIP)), True, False


def _cut(text: str, form: Form) -> _Parts | None:
    if not form.has_title:
        return _Parts((0, len(text)), None)
    whole = _BY_GROUPS.get(form.separator)
    if whole is not None and (match := whole.fullmatch(text)):
        return _Parts(match.span("owner"), match.span("title"))
    cuts = list(_SEPARATORS[form.separator].finditer(text)) if form.separator in _SEPARATORS else []
    if not cuts:
        # who comes first is told by a colon or dash wherever the others stand: "ASV Havby: Friskere liv"
        other = next((m for name in ("colon", "dash") if (m := _SEPARATORS[name].search(text))), None)
        return _Parts((0, other.start()), (other.end(), len(text))) if other else None
    if form.is_owner_first:
        cut = _owner_end(text, cuts) or cuts[0]
        return _Parts((0, cut.start()), (cut.end(), len(text)))
    return _Parts((cuts[-1].end(), len(text)), (0, cuts[-1].start()))


def _differs(line: Line, entry: Entry, form: Form) -> bool:
    """Tell whether an entry was read otherwise than its list is written: a place out of place, no title, no owner."""
    if entry.is_total or line.char_end < entry.char_end:
        return False
    body, cut = _bare(line)
    start, end, has_sum, _ = _without_sum(body)
    parts = _cut(body[start:end], form)
    if parts is None or has_sum != form.has_sum:
        return False
    low, high = (line.char_start + cut + start + at for at in parts.owner)
    who = entry.places or ([entry.owner] if entry.owner else [])
    outside = any(not low <= each.char_start < high for each in who)
    end = line.char_start + cut + start + parts.owner[1]
    runs_over = entry.title is not None and entry.title.char_start < end and entry.title.char_end > low
    return outside or runs_over or (form.has_title and entry.title is None) or not (entry.places or entry.owner)


def _read_as(line: Line, form: Form) -> Entry | None:
    """Read an item by the form of its list; `None` where it does not fit."""
    body, cut = _bare(line)
    if _LABELLED.search(body) or is_total(body) or len(body) > _MAX_OWNER + _MAX_TITLE:
        return None
    start, end, has_sum, is_sum_first = _without_sum(body)
    parts = _cut(body[start:end], form)
    if parts is None or has_sum != form.has_sum or is_sum_first != form.is_sum_first:
        return None
    text, at = body[start:end], line.char_start + cut + start
    owner = text[slice(*parts.owner)]
    if not names_someone(owner):
        return None
    entry = Entry(line.char_start + cut, line.char_end, line.index, form="A" if has_sum else "E", path=line.path)
    mentions = [m for m in find_municipalities(owner) if m.confidence >= LIKELY]
    entry.places = place_founds(mentions, at + parts.owner[0])
    entry.owner = None if entry.places else clean_title(owner, at + parts.owner[0])
    if parts.title is not None:
        entry.title = clean_title(text[slice(*parts.title)], at + parts.title[0])
    if has_sum and (amount := line_amount(body)) is not None:
        entry.amount = amount_found(amount, line.char_start + cut)
    is_whole = bool(entry.places or entry.owner) and bool(entry.title) == form.has_title
    return entry if is_whole else None


def names_someone(owner: str) -> bool:
    """Tell whether words may be who got an award: short, a name, and nothing told."""
    bare = owner.strip(STRIP)
    is_name = 2 < len(bare) <= _MAX_OWNER and (bare[0].isupper() or bare[0].isdigit()) and not bare.endswith("?")
    return is_name and not VERBS.search(bare) and not NOT_OWNER.search(bare)
