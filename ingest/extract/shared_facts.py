"""What a page says of all the projects that it lists: period, year, sum of each, status, target group."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from corpus.documents import DocumentKind
from corpus.evidence import Origin
from corpus.places import find_municipalities
from corpus.records import Status
from ingest.cues import Cue
from ingest.extract.award_years import (
    dated_award,
    dated_gift,
    find_award_year,
    head_year,
    published_year,
    written_before,
    written_now,
)
from ingest.extract.draft import Found
from ingest.extract.durations import find_end_by_duration
from ingest.extract.entry_bodies import OF_ALL
from ingest.extract.lines import Line, Page
from ingest.extract.periods import find_period
from ingest.extract.relative_times import start_without_year
from ingest.extract.shared_sums import sum_of_each
from ingest.extract.target_groups import find_target_group
from ingest.extract.told_events import ran_out

_DONE = Cue(
    r"afsluttede projekter|afsluttet projekt\b|"
    r"\b(?:projekterne|forløbene|forsøgene|indsatserne|begge|alle(?: (?:\w+ ){0,2}(?:projekter|forsøg|indsatser|"
    r"kommuner))?|"
    r"samtlige(?: \w+){0,2}|de (?:\w+ ){0,2}projekter) (?:er|blev|var|har|sluttede|afsluttedes|løb) ?(?:nu |"
    r"for længst |i dag |"
    r"alle |igen )*(?:\b(?:afsluttet|afsluttede|gennemført|slut|slutte[dt]|færdige?|overstået|ophørt|i mål|ud|"
    r"til ende)\b|"
    r"(?:(?<=sluttede )|(?<=afsluttedes )|(?<=løb ))(?=(?:med|i|ved)\b))"
)
_DONE_NOT_YET = Cue(r"\b(?:forventes|skal|når|inden|hvis|efterhånden|i takt med|senest)\b")
_GOING_ON = Cue(
    r"\b(?:projekterne|begge|alle(?: (?:\w+ ){0,2}(?:projekter|indsatser|kommuner))?|"
    r"de (?:\w+ ){0,2}projekter) (?:er|kører|løber) "
    r"(?:nu |stadig |fortsat |alle |godt |i øjeblikket |netop )*(?:i (?:fuld )?gang|undervejs|videre|stadig|fortsat|"
    r"igangsat)"
)


def _evaluated(page: Page) -> Found | None:
    """Give "completed" with the word that makes the page a final evaluation; one at half-way ends nothing."""
    if re.search(r"midtvejs|status|foreløbig|første år", page.title.text if page.title else "", re.IGNORECASE):
        return None
    word = re.search(
        r"slutevaluering|evaluering|erfaringsopsamling|eksempelsamling|"
        r"opsamling",
        page.text,
        re.IGNORECASE,
    )
    return Found(Status.COMPLETED.value, word.start(), word.end(), 0.82) if word else None


def _is_of_one(page: Page, found: Found) -> bool:
    """Tell whether a sentence says something of one place's project alone: "Projektet på Fanø løber til 2022"."""
    said = page.text[max(0, found.char_start - 120) : found.char_start]
    said = said[max(said.rfind(". "), said.rfind("\n")) + 1 :]
    whose = _ONE_OF.search(said)
    if whose is not None and any(m.char_start <= 1 for m in find_municipalities(said[whose.end() :])):
        return True
    sentence = page.sentence_at(found.char_start)
    text = sentence.text if sentence is not None else ""
    named = find_municipalities(text)  # "Havby Kommune får 1,6 mio. kr. til projektet Ro, der løber til 2022"
    is_alone = len({m.code for m in named}) == 1 and named[0].char_start == 0 and named[0].form == "kommune"
    return is_alone and _GETS.match(text, named[0].char_end) is not None


_GETS = re.compile(r"\s(?:får|fik|har\s(?:fået|modtaget)|modtager|modtog|er\sbevilget)\s")
_ONE_OF = Cue(r"\b(?:projektet|indsatsen|forløbet|forsøget)\s(?:i|på|fra|hos)\s")


# "Det syvende, Natlys i Havby, er stadig i gang"
_OF_ONE_MORE = Cue(
    r"(?:det|den)\s(?:ene|sidste|første|anden|andet|tredje|fjerde|femte|sjette|syvende|ottende|niende|tiende)"
    r"(?:,|\s(?:projekt|kommune|forløb))"
)


def _is_said_of_all(page: Page, found: Found) -> bool:
    """Tell whether a sentence, and no label of a pool's own, says something of all projects: "Alle fire løb i 2017"."""
    before = page.text[max(0, found.char_start - 80) : found.char_start]
    said = before[max(before.rfind(". "), before.rfind("\n")) + 1 :]
    return _ALL.search(said) is not None


_ALL = Cue(
    r"\b(?:alle|samtlige|begge)\s(?:\w+\s){0,2}(?:projekter|indsatser|forsøg|kommuner|steder|forløb)\b|"
    r"\bprojekterne (?:\w+ )?(?:løb|løber|kørte|blev|varede|varer|er|begynd\w+|start\w+|slutte\w+)\b"
)


def shared_facts(page: Page, kind: DocumentKind, own: Collection[int] = ()) -> dict[str, Found]:
    """Give what a page says of all the projects it lists, by field.

    Args:
        page: the page.
        kind: its kind.
        own: indexes of the lines that are about one of the projects alone; what they say is not shared.
    """
    shared: dict[str, Found] = {}
    if kind is DocumentKind.GOVERNANCE:
        return shared  # an agenda's dates are of meetings
    lines = [line for line in page.lines if line.index not in own or OF_ALL.search(line.text)] if own else None
    period = find_period(page, lines, of_several=True)
    start, end = (found if found and not _is_of_one(page, found) else None for found in period)
    if start is None and kind in (DocumentKind.NEWS, DocumentKind.AWARD_LIST):
        start = start_without_year(page)
        end = end or (find_end_by_duration(page, start) if start else None)
    year = find_award_year(page, lines)
    if year is None and kind is not DocumentKind.EVALUATION:
        year = dated_gift(page, lines)
    if year is None and kind is DocumentKind.AWARD_LIST:
        year = head_year(page)
    if year is None and kind in (DocumentKind.NEWS, DocumentKind.AWARD_LIST):
        year = published_year(page) or dated_award(page, kind)
    if year is None and kind in (DocumentKind.POOL_PAGE, DocumentKind.AWARD_LIST):
        year = written_before(page, start) if start is not None else written_now(page)
    if (each := sum_of_each(page, lines)) is not None:
        shared["amount_dkk"] = each
    for name, found in (("period_from", start), ("period_to", end), ("year_awarded", year)):
        if found is not None:
            is_of_all = name.startswith("period") and _is_said_of_all(page, found)
            less, most = (0.0, 0.84) if is_of_all else (0.06, 0.79)
            shared[name] = replace(found, confidence=min(most, max(0.5, found.confidence - less)))
    if (status := status_of_all(page, lines)) is not None:
        shared["status"] = status
    if kind is DocumentKind.EVALUATION and "status" not in shared and (word := _evaluated(page)) is not None:
        shared["status"] = word
    target = find_target_group(page, lines)
    if target is not None and target.confidence > 0.8:
        shared["target_group"] = replace(target, confidence=0.6)
    return shared


def status_of_all(page: Page, lines: list[Line] | None) -> Found | None:
    """Give where all projects of some lines stand, as a sentence says: "Projekterne er i fuld gang"."""
    for sentence, _ in page.sentences_of(lines):
        if _OF_ONE_MORE.match(sentence.text):
            continue
        for pattern, status in ((_DONE, Status.COMPLETED), (_GOING_ON, Status.RUNNING)):
            match = pattern.search(sentence.text)
            if match and not _DONE_NOT_YET.search(sentence.text[: match.end()]):
                span = (sentence.char_start + match.start(), sentence.char_start + match.end())
                if status is Status.RUNNING and ran_out(sentence.text, page.document.fetched_at[:10]):
                    return Found(Status.COMPLETED.value, *span, 0.72, Origin.INFERRED)
                return Found(status.value, *span, 0.84)
    return None
