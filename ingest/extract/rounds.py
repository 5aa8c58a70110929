"""What a page says of one round of a pool, or under one of its headings, and not of the others."""

from __future__ import annotations

import re
from collections.abc import Collection

from corpus.dates import find_periods
from corpus.evidence import Origin
from ingest.extract.award_years import find_award_year
from ingest.extract.draft import Found
from ingest.extract.entries import Entry
from ingest.extract.lines import Page
from ingest.extract.periods import find_period

_ORDINALS = {"første": 1, "anden": 2, "andet": 2, "tredje": 3, "fjerde": 4}
_ROUND = re.compile(
    r"\b(?:(?P<word>første|anden|andet|tredje|fjerde)|(?P<n>[1-4])\.)\s(?:ansøgnings|pulje)?"
    r"(?:runde|opslag|udmøntning|uddeling|pulje)\w*",
    re.IGNORECASE,
)


def find_round(text: str) -> int | None:
    """Give the number of the round that a text names: "2. udmøntning (2019)" is 2; `None` if it names none."""
    match = _ROUND.search(text)
    return _number(match) if match else None


def _number(match: re.Match[str]) -> int:
    return int(match["n"]) if match["n"] else _ORDINALS[match["word"].lower()]


def facts_by_round(page: Page) -> dict[int, dict[str, Found]]:
    """Give the period that sentences state of each round: "første runde løber fra ..., mens anden runde ..."."""
    rounds: dict[int, dict[str, Found]] = {}
    for sentence, line in page.sentences:
        mentions = list(_ROUND.finditer(sentence.text))
        if not mentions or line.is_heading or line.cells:
            continue
        ends = [*(m.start() for m in mentions[1:]), len(sentence.text)]
        for mention, end in zip(mentions, ends, strict=True):
            own = rounds.setdefault(_number(mention), {})
            for period in find_periods(sentence.text[mention.end() : end]):
                at = sentence.char_start + mention.end()
                span = (at + period.char_start, at + period.char_end)
                for name, iso in (("period_from", period.from_iso), ("period_to", period.to_iso)):
                    if iso and name not in own:
                        own[name] = Found(iso, *span, 0.8)
    return {number: own for number, own in rounds.items() if own}


def facts_under(page: Page, entry: Entry, own: Collection[int]) -> dict[str, Found]:
    """Give the period and the year of award that stand under an entry's own heading, outside the list itself."""
    if not page.has_markup or len(entry.path) < 2:
        return {}
    depth = len(entry.path)
    lines = [line for line in page.lines if line.path[:depth] == entry.path and line.index not in own]
    if not lines:
        return {}
    start, end = find_period(page, lines)
    year = find_award_year(page, lines)
    stated = (("period_from", start), ("period_to", end), ("year_awarded", year))
    return {
        name: Found(found.value, found.char_start, found.char_end, min(found.confidence, 0.82), Origin.EXTRACTED)
        for name, found in stated
        if found is not None
    }
