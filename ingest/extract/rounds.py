"""What a page says of one round of a pool, or under one of its headings, and not of the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from corpus.dates import find_periods
from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.places import LIKELY, find_municipalities
from ingest.extract.award_years import dated_gift, find_award_year
from ingest.extract.draft import Found
from ingest.extract.entries import Entry
from ingest.extract.lines import Line, Page
from ingest.extract.periods import find_period
from ingest.extract.sentence_periods import NO_PROJECT_PERIOD
from ingest.extract.shared_facts import status_of_all
from ingest.extract.shared_sums import sum_of_each

_ORDINALS = {"første": 1, "anden": 2, "andet": 2, "tredje": 3, "fjerde": 4}
_ROUND = re.compile(
    r"\b(?:(?P<word>første|anden|andet|tredje|fjerde)|(?P<n>[1-4])\.)\s(?:ansøgnings|pulje)?"
    r"(?:runde|opslag|udmøntning|uddeling|tildeling|fordeling|pulje)\w*|"
    r"\b(?:ansøgnings|pulje)?(?:runde|opslag|udmøntning|uddeling|tildeling)\s(?P<m>[1-4])\b(?!\.\s?[a-zæøå]|[.,]\d)|"
    r"\b(?P<again>genopsla\w*|genudbud\w*)|"
    r"\bde\s(?P<first>første|oprindelige)\s(?:\w+\s)?(?:projekter|kommuner|indsatser)\b|"
    r"\bde\s(?:\w+\s)?(?P<new>nye|seneste|sidste)\b(?=\s(?:\w+\s)?(?:projekter|kommuner|indsatser)\b|\s(?:fra|løber|varer)\b)",
    re.IGNORECASE,
)


# "projekterne fra 2016", "de kommuner, der fik støtte i 2017", "2018-runden", "tilsagn givet i 2019"
_OF_YEAR = re.compile(
    r"\b(?:projekt(?:er|erne)?|kommune(?:r|rne)|indsatser(?:ne)?|de|dem|midler(?:ne)?|penge(?:ne)?|tilsagn(?:ene)?|"
    r"tilskud(?:dene)?|bevilling(?:er|erne|en)?|(?:ansøgnings|pulje)?runde[nr]?|udmøntning(?:en)?|uddeling(?:en)?|"
    r"opslag(?:et)?|pulje[nr]?|årgang(?:en)?|hold(?:et)?)"
    r"(?:,?\s(?:kommuner|projekter|der|som|blev|er|fik|har|havde|fået|modtog|modtaget|støttet|støtte|tilsagn|tilskud|"
    r"midler|penge|del|givet|meddelt|tildelt|udvalgt|valgt|ud|bevill?i?get|uddelt|udmøntet|kom|med|ind|i|fra|af|for|ved|på|"
    r"runden|udmøntningen|opslaget|året|år|den|første|anden|tredje)){1,8}\s(?P<y>20\d\d)\b"
    r"|\b(?P<y2>20\d\d)-(?:projekt|runde|midler|pulje|bevilling|tilsagn|tilskud|udmøntning|uddeling|hold|årgang|opslag|"
    r"kommune)\w*"
    r"|(?:^|[:;,]\s)(?:\w+\s){0,3}(?P<y3>20\d\d)(?=\s?:|$|\t|\s(?:løber|gennemføres|varer)\b)",
    re.IGNORECASE,
)
_OF_TRACK = re.compile(
    r"\b(?P<kind>spor|model|delpulje|pakke|hold|bølge|fase)\s(?P<name>\d{1,2}|[A-ZÆØÅ]|[IVX]{1,3})\b", re.I
)


def find_round(text: str) -> int | None:
    """Give the number of the round that a text names: "2. udmøntning (2019)" is 2; `None` if it names none."""
    match = _ROUND.search(text)
    return _number(match) if match else None


def _number(match: re.Match[str]) -> int:
    if match["again"] or match["new"]:
        return 2  # what is put up for applications again has been so once
    if match["first"]:
        return 1
    number = match["n"] or match["m"]
    return int(number) if number else _ORDINALS[match["word"].lower()]


def groups_of(entry: Entry, year: int | None) -> set[str]:
    """Give the groups of a list that an entry stands in: its round, its year and its track, as its headings name them.

    Args:
        entry: the entry, with the headings above it.
        year: the year that stands over it or in its row, if any.
    """
    groups = {f"year {year}"} if year is not None else set()
    number = next((n for heading in reversed(entry.path) if (n := find_round(heading)) is not None), None)
    if number is not None:
        groups.add(f"round {number}")
    return groups | {_track(match) for heading in entry.path for match in _OF_TRACK.finditer(heading)}


def _track(match: re.Match[str]) -> str:
    return f"{match['kind']} {match['name']}".lower()


def _groups_named(text: str) -> list[tuple[int, int, str]]:
    """Give the groups that a sentence speaks of, in order: where each is named, and which."""
    whole = [p for p in find_periods(text) if p.from_iso and p.to_iso]
    named = [(m.start(), m.end(), f"round {_number(m)}") for m in _ROUND.finditer(text)]
    named += [(m.start(), m.end(), _track(m)) for m in _OF_TRACK.finditer(text)]
    for match in _OF_YEAR.finditer(text):
        year = match["y"] or match["y2"] or match["y3"]
        at = match.start() + match[0].index(year)
        if not any(p.char_start <= at < p.char_end for p in whole):  # "projekterne fra 2016 til 2018" is a period
            named.append((match.start(), match.end(), f"year {year}"))
    return sorted(named)


_EACH = re.compile(r"\bhver(?:t|\sisær)?\b|\bpr\.\s(?:projekt|kommune)", re.IGNORECASE)
_LEAST_SUM = 10_000
_OF_NEXT = re.compile(r"(?:udmøntning|runde|opslag|uddeling|ansøgningsrunde)(?:en)?\s*:\s", re.IGNORECASE)


def _periods_in_order(page: Page) -> dict[str, dict[str, Found]]:
    """Give the periods of a numbered list whose numbers are no text: "udmøntning: 2019-22", "udmøntning: 2020-23"."""
    groups: dict[str, dict[str, Found]] = {}
    items = [line for line in page.lines if line.is_list_item and _OF_NEXT.match(line.text)]
    for number, line in enumerate(items, start=1):
        whole = [p for p in find_periods(line.text) if p.from_iso and p.to_iso]
        if len(whole) != 1 or line.index != items[0].index + number - 1:
            return {}
        span = (line.char_start + whole[0].char_start, line.char_start + whole[0].char_end, 0.8)
        groups[f"round {number}"] = {
            "period_from": Found(whole[0].from_iso, *span),
            "period_to": Found(whole[0].to_iso, *span),
        }
    return groups if len(groups) > 1 else {}


def facts_by_round(page: Page) -> dict[str, dict[str, Found]]:
    """Give the period, and the sum of each, that sentences state of a round, a year's projects or a track, by group.

    "første runde løber fra ..., mens anden runde ..."; "projekter fra 2016 gennemføres fra ..."; "hvert projekt under
    model A har fået ..., hvert under model B ...". See `groups_of`.
    """
    groups: dict[str, dict[str, Found]] = _periods_in_order(page)
    for sentence, line in page.sentences:
        if line.is_heading or not re.search(r"\d", sentence.text) or (line.cells and not _is_of_round(page, line)):
            continue
        named = _groups_named(sentence.text)
        for place, (_, begin, group) in enumerate(named):
            end = next((start for start, _, other in named[place + 1 :] if other != group), len(sentence.text))
            own = groups.setdefault(group, {})
            for period in find_periods(sentence.text[begin:end]):
                at = sentence.char_start + begin
                span = (at + period.char_start, at + period.char_end)
                for name, iso in (("period_from", period.from_iso), ("period_to", period.to_iso)):
                    if iso and name not in own:
                        own[name] = Found(iso, *span, 0.8)
            sums = find_amounts(sentence.text[begin:end]) if _EACH.search(sentence.text[:end]) else []
            if len(sums) == 1 and sums[0].amount_dkk >= _LEAST_SUM and "amount_dkk" not in own:
                at = sentence.char_start + begin
                own["amount_dkk"] = Found(sums[0].amount_dkk, at + sums[0].char_start, at + sums[0].char_end, 0.8)
    return {group: own for group, own in groups.items() if own}


def _is_of_round(page: Page, line: Line) -> bool:
    """Tell whether a row is a round's and what is said of it: "Genopslag | 2019-2021"."""
    return len(line.cells) == 2 and len(_groups_named(page.text[slice(*line.cells[0])])) == 1


_WHEN = re.compile(r"\b(?:projekt)?periode\w*|\bløbe(?:r|tid)\b|\bgennemføres\b|\bvarer\b", re.IGNORECASE)


def facts_of_heading(page: Page, entry: Entry) -> dict[str, Found]:
    """Give the period that the nearest heading above an entry states, and the year of award that it names before.

    "Tildelte midler 2019 (projektperiode 2019-2021)"; the page's title is of all its projects.
    """
    for heading in reversed(entry.path[1:]):
        cue = _WHEN.search(heading)
        period = next((p for p in find_periods(heading) if p.from_iso and p.to_iso), None)
        if period is None or NO_PROJECT_PERIOD.search(heading[: period.char_start]):
            continue
        above = [x for x in page.lines if x.is_heading and x.text == heading and x.char_end <= entry.char_start]
        if not above:
            continue
        at = above[-1].char_start
        span = (at + period.char_start, at + period.char_end)
        sure = 0.86 if cue is not None else 0.8
        facts = {"period_from": Found(period.from_iso, *span, sure), "period_to": Found(period.to_iso, *span, sure)}
        begin = min(cue.start(), period.char_start) if cue is not None else period.char_start
        year = re.search(r"\b20\d\d\b", heading[:begin])
        if year is not None:
            facts["year_awarded"] = Found(int(year[0]), at + year.start(), at + year.end(), 0.85)
        return facts
    return {}


def facts_under(page: Page, entry: Entry, own: Collection[int]) -> dict[str, Found]:
    """Give the period, year, sum of each and status that stand under an entry's own heading, outside the list."""
    if not page.has_markup or len(entry.path) < 2:
        return {}
    depth = len(entry.path)
    lines = [line for line in page.lines if line.path[:depth] == entry.path and line.index not in own]
    if not lines:
        return {}
    start, end = find_period(page, lines)
    year = find_award_year(page, lines) or dated_gift(page, lines)
    each = sum_of_each(page, lines)
    status = status_of_all(page, lines)
    stated = (
        ("period_from", start),
        ("period_to", end),
        ("year_awarded", year),
        ("amount_dkk", each),
        ("status", status),
    )
    return {
        name: Found(found.value, found.char_start, found.char_end, min(found.confidence, 0.82), Origin.EXTRACTED)
        for name, found in stated
        if found is not None
    }


def facts_above(page: Page, entries: Sequence[Entry], own: Collection[int]) -> dict[int, dict[str, Found]]:
    """Give the period and year that the paragraph right above each of several lists says of it, by its first line.

    "Projekter valgt i januar 2024. Periode: marts 2024 til december 2025." over one table, and other years over the
    next. The result is keyed by `Entry.line_index`; it is empty unless two lists or more have such a paragraph.
    """
    above = {entry.line_index: _paragraph_above(page, entry, own) for entry in entries}
    facts: dict[int, dict[str, Found]] = {}
    for index in {at for at in above.values() if at is not None}:
        lines = [page.lines[index]]
        start, end = find_period(page, lines)
        stated = {"period_from": start, "period_to": end, "year_awarded": find_award_year(page, lines)}
        if start is not None and end is not None:
            facts[index] = {name: found for name, found in stated.items() if found is not None}
    if len(facts) < _LEAST_LISTS:
        return {}
    return {line: facts[at] for line, at in above.items() if at in facts}


_LEAST_LISTS = 2


def _paragraph_above(page: Page, entry: Entry, own: Collection[int]) -> int | None:
    """Give the index of the paragraph that a list stands right under; `None` under a heading."""
    for line in reversed(page.lines[: entry.line_index]):
        if not (line.index in own or line.cells or line.is_list_item):
            return None if line.is_heading else line.index
    return None


def without_others(page: Page, facts: Mapping[str, Found], entry: Entry, entries: Sequence[Entry]) -> dict[str, Found]:
    """Give the facts without those that are another project's of the page: told of its place, or under its heading.

    Args:
        page: the page.
        facts: what the page, or a part of it, says of all its projects, by field.
        entry: the project.
        entries: all of the page.
    """
    codes = {str(place.value) for place in entry.places}
    listed = {str(place.value) for e in entries for place in e.places}
    paths = {e.path for e in entries}
    return {
        name: found
        for name, found in facts.items()
        if name not in _OF_TIME
        or not (is_of_others(page, found, codes, listed) or (name == "status" and _is_under(page, found, entry, paths)))
    }


_OF_TIME = ("period_from", "period_to", "status")


def is_of_others(page: Page, found: Found, codes: Collection[str], listed: Collection[str]) -> bool:
    """Tell whether the sentence that states a fact names other places than these, half as many at most as are listed.

    "Gentofte og Hjørring har et kort forløb, der slutter i december 2025."

    Args:
        page: the page.
        found: the fact.
        codes: municipalities of a project.
        listed: those of all projects of the page.
    """
    line = next((x for x in page.lines if x.char_start <= found.char_start < x.char_end), None)
    if line is None or line.is_heading or line.cells:
        return False
    at = found.char_start - line.char_start
    start, end = line.text.rfind(". ", 0, at) + 1, line.text.find(". ", at)
    named = {m.code for m in find_municipalities(line.text[start : end if end > 0 else None]) if m.confidence >= LIKELY}
    return bool(named) and len(named) * 2 <= len(listed) and not set(codes) & named


def _is_under(page: Page, found: Found, entry: Entry, paths: Collection[tuple[str, ...]]) -> bool:
    """Tell whether a fact stands under the heading of another list of the page than an entry's."""
    line = next((x for x in page.lines if x.char_start <= found.char_start < x.char_end), None)
    return line is not None and len(line.path) > 1 and line.path != entry.path and line.path in paths
