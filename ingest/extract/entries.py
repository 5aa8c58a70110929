"""One award as a list states it: who got what for what; and the pieces that all forms of lists read alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.money import AmountMention, find_amounts
from corpus.places import LIKELY, PlaceMention
from ingest.extract.draft import Found

_SMALL_AMOUNT = re.compile(
    r"(?<![\w.,])(?<!\d )\d{1,3}(?:(?:\.\d{3})+|(?:[ \u00a0\u202f]\d{3}){2,3})(?:,\d{1,2}|,-)?(?![\w.,]*\d)\s*$"
)
STRIP = " \t\u00a0‒–—―−-:|/·,;.()\"”“„»«'’*•"
_TRAIL = " \t\u00a0‒–—―−-:|/·,;"
_NO_TITLE = re.compile(
    r"^(?:kommuner?|regionskommune|m\.fl\.?|læs mere(?:\W*|\s(?:om|her|på|i|hos)\b.*)|pdf|"
    r"åbner.*|se mere|\(pdf\)|effektevaluering|"
    r"(?:uden|ingen) (?:titel|navn|projekttitel)|ikke (?:oplyst|angivet|navngivet)|"
    r"evaluering|slutrapport|projektbeskrivelse|(?:et|én|to|tre|fire|fem|\d) projekter?|"
    r"bilag.*|opdateret.*|i alt.*|hent.*|download.*)$",
    re.IGNORECASE,
)
_NOTE = (
    r"(?:projektet (?:er|blev) )?(?:er |blev )?(?:nu )?(?:afsluttet|afsluttes|igangværende|i gang|i drift|ophørt|"
    r"opsagt|udgået|stoppet|lukket|aflyst|frafaldet|forlænget|trukket|trak sig|forsinket|udskudt|genopslag)"
    r"(?:\s(?:sig|til|i|med|pr\.|ultimo|primo|før|fra)\b[^()]*)?"
)
_ONLY_NOTE = re.compile(_NOTE, re.IGNORECASE)
"""How it stands with a project, where its name would stand: "trak sig i 2019"."""
_NOTE_BEHIND = re.compile(rf"\s*\({_NOTE}\)\s*$", re.IGNORECASE)
_TITLE_LABEL = re.compile(
    r"(?:projekt(?:ets|ts)?\s?(?:navn|titel)|projekt(?:\s?(?:nr\.?\s?)?\d{1,3})?|titel|navn|overskrift)\s?:\s*(?=\S)",
    re.IGNORECASE,
)
UPDATED = re.compile(r"\s*\((?:opdateret|åbner|pdf|link|word)[^)]*\)\s*$", re.IGNORECASE)
_LEAD_IN = re.compile(
    r"^(?:til|"
    r"for) (?:projektet )?(?=[\"”“»A-ZÆØÅÉ0-9])[\"”“»]?"
)  # "4.120.000 kr. til Kvarteret kender dig"
# "Region Sjælland: Friskere liv, Havby": the region is where, not what
_REGION_LEAD = re.compile(r"^Region (?:Hovedstaden|Sjælland|Syddanmark|Midtjylland|Nordjylland)\s?[:–-]\s+(?=[A-ZÆØÅ])")
ABOUT = re.compile(
    r"[\s,;:–-]+(?:godt|knap|cirka|ca|omkring|næsten|i alt|på|på i alt|med|med i alt)\s*$", re.IGNORECASE
)
"""What says of the sum behind a name that it is rounded, or all."""
SUM_LABEL = re.compile(
    r"[\s.;,(–-]*\b(?:tilskud|bevilling|beløb|støtte|bevill?i?get|tildelt)(?:\sbeløb)?\s?:?\s*(?:kr\.?)?\s*$",
    re.IGNORECASE,
)

MAX_ENTRIES = 3000
"""Entries that are read from one page; the longest list seen has some 500."""


@dataclass(slots=True)
class Entry:
    """One line of an award list: who got what for what."""

    char_start: int
    char_end: int
    line_index: int
    places: list[Found] = field(default_factory=list)  # municipality codes
    owner: Found | None = None  # a grantee that is no municipality, or its unit
    title: Found | None = None
    told: Found | None = None  # what the line says happened, in a list where lines tell and name nothing
    amount: Found | None = None
    period_from: Found | None = None
    period_to: Found | None = None
    year: Found | None = None
    target: Found | None = None
    outcome_cell: tuple[int, int] | None = None
    status_cell: tuple[int, int] | None = None
    # rows of a table that measure how it went: index of the line, and the cell of the verdict
    measures: list[tuple[int, tuple[int, int] | None]] = field(default_factory=list)
    form: str = ""
    path: tuple[str, ...] = ()
    is_total: bool = False
    is_only_names: bool = False  # names and nothing else on the line


@dataclass(slots=True)
class AwardRun:
    """Entries that stand together, with the printed total under them."""

    entries: list[Entry]
    stated_total: Found | None = None
    context: str = ""
    context_line: int = 0
    is_of_results: bool = False  # a table that measures how it went in each place, and awards nothing


def place_founds(mentions: list[PlaceMention], start: int, least: float = LIKELY) -> list[Found]:
    """Give each municipality once, with its place; mentions less likely than `least` are left out."""
    found: dict[str, Found] = {}
    for m in mentions:
        if m.confidence >= least and m.code not in found:
            found[m.code] = Found(m.code, start + m.char_start, start + m.char_end, min(0.98, m.confidence + 0.04))
    return list(found.values())


def amount_found(mention: AmountMention, start: int, confidence: float = 0.96) -> Found:
    """Give an amount with its place, less sure where it is approximate or the lower end of a range."""
    sure = confidence - (0.15 if mention.is_approximate or mention.amount_to_dkk else 0.0)
    return Found(mention.amount_dkk, start + mention.char_start, start + mention.char_end, sure)


def line_amount(text: str) -> AmountMention | None:
    """Give the amount that a list line ends with or holds alone; a lone "950.000" at its end counts here."""
    found = find_amounts(text)
    if found:
        return found[-1]
    small = _SMALL_AMOUNT.search(text)
    if small:
        digits = re.sub(r"\D", "", small[0].split(",")[0])
        end = small.start() + len(small[0].rstrip())
        return AmountMention(small.start(), end, int(digits)) if int(digits) >= 10_000 else None
    return None


def clean_title(text: str, start: int) -> Found | None:
    """Give a title without bullets, quotes and labels around it; `None` if no words are left or it is no title."""
    text = _NOTE_BEHIND.sub("", UPDATED.sub("", SUM_LABEL.sub("", text).rstrip(_TRAIL)))
    stripped = _REGION_LEAD.sub("", _LEAD_IN.sub("", text.strip(STRIP)))
    labelled = _TITLE_LABEL.match(stripped)
    stripped = stripped[labelled.end() :].strip(STRIP) if labelled else stripped
    if len(stripped) < 4 or _NO_TITLE.match(stripped) or _ONLY_NOTE.fullmatch(stripped):
        return None
    if not re.search(r"[^\W\d_]{3}", stripped):
        return None
    at = text.index(stripped)
    if stripped.count("(") > stripped.count(")") and text[at + len(stripped) :].startswith(")"):
        stripped += ")"  # "Ernæring uden omveje (EUO)"
    begin = start + at
    return Found(stripped, begin, begin + len(stripped), 0.92)


def names_run(text: str, mentions: list[PlaceMention]) -> tuple[int, int, list[PlaceMention]] | None:
    """Give the first run of municipality names: its span with "Kommune", and its mentions."""
    if not mentions:
        return None
    run = [mentions[0]]
    end = mentions[0].char_end
    for m in mentions[1:]:
        gap = text[end : m.char_start]
        if len(gap) <= 45 and re.fullmatch(
            r"(?:[-–]?\s*(?:,|/|&|;|\bog\b|\bsamt\b|\+|kommuner?(?:ne)?|komm?\.|i (?:et )?samarbejde med|"
            r"sammen med|i fællesskab med|med|regionskommune|-|"
            r"\((?:projektejer|tovholder|(?:hoved)?ansøger|projektleder|lead)\))\s*)+",
            gap,
            re.IGNORECASE,
        ):
            run.append(m)
            end = m.char_end
        else:
            break
    tail = re.match(r"-?\s*(?:regionskommune|kommune(?:r(?:ne)?)?)s?\b", text[end:], re.IGNORECASE)
    if tail:
        end += tail.end()
    return run[0].char_start, end, run
