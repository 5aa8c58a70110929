"""When a project began or ended, where a page leaves the year to its own date: "starter til september"."""

from __future__ import annotations

import re

from corpus.dates import find_dates
from corpus.evidence import Origin
from ingest.extract.draft import Found
from ingest.extract.lines import Page

_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
_NAMES = "|".join(_MONTHS)
_NO_YEAR = r"\b(?!\.?\s(?:19|20)\d\d)"
_ENDED = re.compile(
    rf"\b(?:(?P<past>sluttede|afsluttede[s]?|blev afsluttet|stoppede|udløb|lukkede)|slutter|afsluttes|udløber)\s"
    rf"(?:i|med udgangen af|ved udgangen af|til)\s(?P<month>{_NAMES}){_NO_YEAR}",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    rf"\b(?:(?P<past>begyndte|startede|åbnede|gik i gang|blev sat i gang|har kørt siden)|begynder|starter|åbner|"
    rf"går i gang|sættes i gang|skydes i gang|indledes)\b(?:\s\w+){{0,3}}?\s(?:til|i|fra|med|den \d{{1,2}}\.)\s"
    rf"(?:den \d{{1,2}}\.\s|starten af\s|begyndelsen af\s|slutningen af\s)?(?P<month>{_NAMES}){_NO_YEAR}",
    re.IGNORECASE,
)
# "har gået i par siden september 2022"
_SINCE = re.compile(rf"\b(?:siden|lige fra|fra og med)\s(?P<date>(?:{_NAMES})\s(?:19|20)\d\d)\b", re.IGNORECASE)


def page_date(page: Page) -> str | None:
    """Give the day that a page bears: when it was updated, else the first full date of its first lines."""
    if page.document.last_updated:
        return page.document.last_updated
    for line in page.lines[:5]:
        if len(line.text) < 60:
            for date in find_dates(line.text):
                if len(date.iso) == 10:
                    return date.iso
    return None


def end_without_year(page: Page) -> Found | None:
    """Give the end that a page states by its month alone, by the page's day: "sluttede i marts" is the last March."""
    return _by_page_date(page, _ENDED)


def start_without_year(page: Page) -> Found | None:
    """Give the start likewise: "starter til september" is the next September; or since when something has been done."""
    found = _by_page_date(page, _BEGUN)
    if found is not None:
        return found
    for sentence, line in page.sentences:
        match = None if line.is_heading else _SINCE.search(sentence.text)
        if match is not None:
            (date,) = find_dates(match["date"])[:1] or (None,)
            if date is not None:
                start = sentence.char_start
                return Found(date.iso, start + match.start("date"), start + match.end("date"), 0.7, Origin.INFERRED)
    return None


def _by_page_date(page: Page, pattern: re.Pattern[str]) -> Found | None:
    day = page_date(page)
    if day is None or len(day) < 7:
        return None
    for sentence, line in page.sentences:
        match = None if line.is_heading else pattern.search(sentence.text)
        if match is None:
            continue
        month, year = _MONTHS.index(match["month"].lower()) + 1, int(day[:4])
        if match["past"] and month > int(day[5:7]):
            year -= 1
        elif not match["past"] and month < int(day[5:7]):
            year += 1
        start = sentence.char_start
        return Found(f"{year}-{month:02d}", start + match.start(), start + match.end(), 0.76, Origin.INFERRED)
    return None
