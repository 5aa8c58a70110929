"""When an undertaking begins and ends: labelled, told in a sentence, or told by how long it lasts."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from corpus.dates import find_dates, find_periods
from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.bare_facts import bare_period
from ingest.extract.draft import Found
from ingest.extract.durations import find_by_duration
from ingest.extract.lines import Line, Page
from ingest.extract.sentence_periods import (
    NO_PROJECT_PERIOD,
    OF_POOL,
    in_one_year,
    in_years,
    told_apart,
    with_grant,
)
from ingest.extract.told_ends import told_ends

_PERIOD_LABEL = Cue(
    r"^(?!ansøg|valg|måle|opgørelses|evaluerings|rapporterings)\w*period(?:e|en)\b|start og slut|"
    r"projektets (?:periode|løbetid|varighed)|løbetid|tidsperiode|tidsrum|varighed|"
    r"tidsramme|tidsplan|puljeperiode|bevillingsperiode"
)
# months on both sides: "fra 1. august 2022 til udgangen af juli 2024" is when something was carried out
_WHOLE_PERIOD = Cue(
    r"\bfra (?:den )?(?:\d{1,2}\. )?[a-z]+ 20\d\d (?:og )?(?:frem )?til (?:og med |udgangen af |"
    r"den )?(?:\d{1,2}\. )?[a-z]+ 20\d\d"
)
_A_YEAR = re.compile(r"20\d\d")
_ONE_YEAR = re.compile(r"(?:[^\W\d]{3,30}\s?:\s*)?(?P<year>20\d\d)\W?")
# "Fra 2019 til 2021 besøgte frivillige borgere": what a sentence begins with is when that which it tells was done
_FRONTED = re.compile(
    r"(?:Fra|I (?:perioden|årene|tiden)(?: fra)?|Mellem)\s[^,.;:]{0,20}20\d\d\s?(?:[-–—]|til|og)\s?[^,.;:]{0,20}20\d\d"
    r"(?=\s[a-zæøå]{3,})"
)
# "Caféen havde åbent hver anden torsdag i 2018-2020.": what a sentence ends with
_YEARS_LAST = re.compile(r"\bi (?:årene |perioden )?20\d\d\s?[-–]\s?20\d\d\W*$")
_OF_FIGURES = Cue(
    r"ansøg|\bsøge[st]?\b|frist|\btal\b|antal|pct|procent|rapport|evaluer|undersøg|forventes at|steg|faldt|fald\b|"
    r"stigning"
)
# the money, or those who have it, beside any word of time passing
_OF_GRANT = Cue(
    r"\b(?:støtten|tilskud\w*|bevilling\w*|midlerne|pengene|beløbe\w*|arbejdet|aktiviteterne|det hele|alt|stederne|"
    r"kommunerne|deltagerne|(?:de|alle|disse) (?:\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv)|de)\b"
    r"(?:[^.]|\.\d){0,60}\b(?:dækker|gælder|rækker|varer|strækker|ligger|bruges|brugt|anvendes|kørt|kører|kørte|går|"
    r"gik|(?:har|får|fik|modtager)\s(?:penge|midler|støtte|tilskud)\w*|"
    r"står på|stod på|i gang|færdige?|arbejde[rt]?|arbejdede|virke[rt]?|til rådighed|være|været|er|var)\b"
)
_NO_GRANT = Cue(r"ansøg|\bsøge[st]?\b|frist|\btal\b|antal|pct|procent|borgere|rapport|evaluer|undersøg|forventes at")
# "ordningen er gjort fast fra 2023": what goes on when the undertaking is over
_KEPT = Cue(r"\b(?:fast\w*|permanent\w*|videreført|(?:overgå\w*|overgik) til drift|i drift|forankret)\b[^.;,\d]{0,25}$")
_KEPT_AFTER = Cue(r"\s(?:en |et )?(?:fast\w*|permanent\w*|varig\w*|almindelig) (?:del|tilbud|ordning|opgave)\b")
_FEW_LINES = 12  # of a part whose lines may be a sum and a period, as on a card
_SUPPORTS_SINCE = Cue(
    r"\bhar (?:siden (?:19|20)\d\d|(?:i|fra) (?:(?:årene|perioden|tiden)(?: fra)? )?20\d\d\s?(?:[-–—]|til|og)\s?20\d\d)"
    r" (?:støttet|uddelt|givet|finansieret|fordelt)\b(?! projektet)"
)
"""For how long somebody gives, which is no project's time."""


def find_period(
    page: Page, lines: list[Line] | None = None, *, of_several: bool = False
) -> tuple[Found | None, Found | None]:
    """Give where the undertaking begins and ends: a labelled period first, then one that a sentence states of it.

    Args:
        page: the page.
        lines: the lines to read; all by default.
        of_several: it is that of several projects, which one place's being prolonged does not move.
    """
    chosen = lines if lines is not None else page.lines
    best: dict[str, Found] = {}

    def take(text: str, start: int, confidence: float, *, of_what: bool = False) -> None:
        if (year := _ONE_YEAR.fullmatch(text)) is not None:  # "Projektperiode: 2018"
            whole = Found(year["year"], start + year.start("year"), start + year.end("year"), confidence)
            for end in ("from", "to"):
                best.setdefault(end, whole)
        for period in find_periods(text):
            # A period of something else is named right before it: "satspuljen 2015-2018", "aftalen for 2016-2019".
            before = text[max(0, period.char_start - 45) : period.char_start]
            if of_what and (NO_PROJECT_PERIOD.search(before) or OF_POOL.search(before)):
                continue
            is_kept = _KEPT.search(before) or _KEPT_AFTER.match(text[period.char_end :])
            if of_what and period.to_iso is None and is_kept:
                continue
            span = (start + period.char_start, start + period.char_end)
            is_moved = re.search(r"forlæng\w*\b[^.;]{0,20}$", before) is not None  # "forlænget fra 2026 til 2027"
            both = 0.02 if period.from_iso and period.to_iso else 0.0
            for end, iso in (("from", period.from_iso), ("to", period.to_iso)):
                if (
                    iso
                    and not (is_moved and end == "from")
                    and (end not in best or best[end].confidence < confidence + both)
                ):
                    best[end] = Found(iso, *span, confidence + both)

    for position, line in enumerate(chosen):
        if line.cells and len(line.cells) == 2:
            (a, b), (c, d) = line.cells
            if _PERIOD_LABEL.match(page.text[a:b].strip()) and d > c:
                take(page.text[c:d], c, 0.95)
                best |= {} if best else _short_years(page.text[c:d], c)
                continue
        if _PERIOD_LABEL.match(line.text) and len(line.text) < 90:
            take(line.text, line.char_start, 0.95)
            best |= {} if best else _short_years(line.text, line.char_start)
            if position + 1 < len(chosen) and not find_periods(line.text):
                value = chosen[position + 1]
                if len(value.text) < 160:
                    take(value.text, value.char_start, 0.95)
        elif (ends := _from_to_fields(chosen, position)) is not None:
            for end, found in ends.items():
                best.setdefault(end, found)
        elif re.search(
            r"projekt(?:start|slut)|startdato|slutdato|opstart:|afslutning:|\bstart:|\bslut:", line.text, re.IGNORECASE
        ):
            take(line.text, line.char_start, 0.94)
    if len(best) < 2:
        for sentence, line in page.sentences_of(chosen):
            if line.is_heading and len(sentence.text) > 60:
                continue
            is_own = re.search(
                r"projekt|forsøg|indsats|forløb|\barbejdet\b|løber|løb\b|perioden|gennemfør|program|puljen løb|"
                r"kan bruges|"
                r"tilskuddet|bevillingen|"
                r"tilb[uø]d|afprøv|deltog|indgik|\bprøve|\bvare[rd]|ordning|^periode\b|\bkørte\b|"
                r"^(?:Det|Den|De|Alle)\s(?:\w+\s)?(?:slut|begynd|start|ophør|lukke|stoppe|åbne|går i gang|gik i gang)",
                sentence.text,
                re.IGNORECASE,
            )
            if is_own and not _SUPPORTS_SINCE.search(sentence.text):
                take(sentence.text, sentence.char_start, 0.8, of_what=True)
                for end, found in told_apart(sentence).items():
                    best.setdefault(end, found)
    if not best and lines is not None and len(lines) <= _FEW_LINES:
        whole = [line for line in lines if not line.cells]
        parts = [(line.text, line.char_start) for line in whole]
        parts += [(sentence.text, sentence.char_start) for sentence, _ in page.sentences_of(whole)]
        for text, at in parts:
            if (bare := bare_period(text)) is not None:
                take(text[: bare.char_end], at, 0.84)
    best |= {} if best or lines is not None else _under_title(page)
    for end, found in _moved_end(page, chosen, of_several=of_several).items():
        best[end] = found if end not in best else _surest(found, best[end])
    if not best:
        for sentence, line in page.sentences_of(chosen):
            if not line.is_heading and not line.cells and _WHOLE_PERIOD.search(sentence.text):
                take(sentence.text, sentence.char_start, 0.7, of_what=True)
    if not best:
        for sentence, line in page.sentences_of(chosen):
            if line.is_heading or line.cells or best or not _A_YEAR.search(sentence.text):
                continue
            fronted = _FRONTED.match(sentence.text)
            if fronted and not _SUPPORTS_SINCE.search(sentence.text) and not NO_PROJECT_PERIOD.search(sentence.text):
                take(sentence.text[: fronted.end()], sentence.char_start, 0.68)
            elif _YEARS_LAST.search(sentence.text) and not _OF_FIGURES.search(sentence.text):
                take(sentence.text, sentence.char_start, 0.66, of_what=True)
            elif _OF_GRANT.search(sentence.text) and not _NO_GRANT.search(sentence.text):
                take(sentence.text, sentence.char_start, 0.66, of_what=True)
            best |= {} if best else told_apart(sentence)
            best |= {} if best else in_one_year(sentence)
            best |= {} if best else in_years(sentence)
            best |= {} if best else with_grant(sentence)
    if len(best) < 2:
        told = told_ends(
            sentence for sentence, line in page.sentences_of(chosen) if not (line.is_heading or line.cells)
        )
        best = {end: found for end, found in told.items() if _fits(end, found, best)} | best
    if "to" not in best:
        best |= find_by_duration(page, chosen, best.get("from"))
    return best.get("from"), best.get("to")


def _fits(end: str, found: Found, best: dict[str, Found]) -> bool:
    """Tell whether one end does not contradict the other one that is known."""
    other = best.get("to" if end == "from" else "from")
    if other is None:
        return True
    first, last = (found, other) if end == "from" else (other, found)
    return str(first.value)[:4] <= str(last.value)[:4]


_ONLY_YEARS = re.compile(r"\(?(?P<first>20\d\d)\s?[-–—]\s?(?P<last>20\d\d)\)?")
# "Havby Kommunes erfaringer med nattero 2020-2022"
_REPORTED_YEARS = re.compile(
    r"^[^.:;]{0,80}\b(?:\w*erfaringer|\w*resultater|\w*evaluering|\w*rapport|\w*opsamling|status)\b[^.:;]{3,90}?"
    r"(?<!pulje)(?<!puljen)\s\(?(?P<first>20\d\d)\s?[-–—]\s?(?P<last>20\d\d)\)?",
    re.IGNORECASE,
)
_SUBTITLES = 3  # lines below the title


def _under_title(page: Page) -> dict[str, Found]:
    """Give the years that stand alone among the first lines below a report's or page's title."""
    title = page.title
    below = [x for x in page.lines if title is None or x.char_start > title.char_start][:_SUBTITLES]
    for line in below:
        if line.cells or line.is_list_item:
            continue
        if (bare := bare_period(line.text)) is not None and bare.from_iso and bare.to_iso:
            span = (line.char_start + bare.char_start, line.char_start + bare.char_end, 0.8)
            return {"from": Found(bare.from_iso, *span), "to": Found(bare.to_iso, *span)}
        years = _ONLY_YEARS.fullmatch(line.text) or _REPORTED_YEARS.fullmatch(line.text)
        if years is not None and int(years["first"]) < int(years["last"]):
            span = (line.char_start + years.start("first"), line.char_start + years.end("last"), 0.72)
            return {"from": Found(years["first"], *span), "to": Found(years["last"], *span)}
    return {}


_MOVED = Cue(
    r"\b(?:forlæng|udskudt|udvidet|rykket)\w*\b[^.;\d]{0,40}\b(?:til|med)\s(?:udgangen af\s|og med\s)?(?:den\s)?$"
)


def _moved_end(page: Page, chosen: list[Line], *, of_several: bool) -> dict[str, Found]:
    """Give the end that a sentence says an undertaking was prolonged to: it goes before the one that was planned."""
    for sentence, line in page.sentences_of(chosen):
        if line.is_heading or "forlæng" not in sentence.text.lower():
            continue
        if of_several and any(m.confidence >= LIKELY for m in find_municipalities(sentence.text)):
            continue
        for date in find_dates(sentence.text):
            if date.iso[:4].isdigit() and len(date.iso) in (4, 7, 10):
                if _MOVED.search(sentence.text[: date.char_start]):
                    at = sentence.char_start
                    return {"to": Found(date.iso, at + date.char_start, at + date.char_end, 0.8)}
    return {}


def _surest(moved: Found, planned: Found) -> Found:
    return replace(moved, confidence=max(moved.confidence, planned.confidence))


_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_SHORT_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?\s"
_SHORT_YEARS = re.compile(
    rf"(?<!\d)(?P<m1>{_SHORT_MONTH}|(?:0?[1-9]|1[0-2])/)(?P<y1>\d\d)\s?(?:[-–—]|til)\s?(?P<m2>{_SHORT_MONTH}|"
    rf"(?:0?[1-9]|"
    r"1[0-2])/)(?P<y2>\d\d)(?![\d/])",
    re.IGNORECASE,
)


def _short_years(text: str, start: int) -> dict[str, Found]:
    """Give the ends of a labelled period whose years have two digits: "marts 20 - juni 22", "03/20-06/22"."""
    told = _SHORT_YEARS.search(text)
    if told is None:
        return {}
    ends = [f"20{told[f'y{n}']}-{_month(told[f'm{n}']):02d}" for n in (1, 2)]
    span = (start + told.start(), start + told.end(), 0.9)
    return {"from": Found(ends[0], *span), "to": Found(ends[1], *span)} if ends[0] < ends[1] else {}


def _month(text: str) -> int:
    return int(text[:-1]) if text.endswith("/") else _MONTHS.index(text[:3].lower()) + 1


_FROM_TO = re.compile(r"(?P<end>Fra|Til)\s?:\s{0,2}(?P<date>\S.{2,30})")


def _from_to_fields(chosen: list[Line], position: int) -> dict[str, Found] | None:
    """Give the ends that two lines state one below the other: "Fra: august 2019", "Til: juli 2021"."""
    found: dict[str, Found] = {}
    for line, word in zip(chosen[position : position + 2], ("Fra", "Til"), strict=False):
        field = _FROM_TO.fullmatch(line.text)
        dates = find_dates(field["date"]) if field is not None and field["end"] == word else []
        if field is None or not dates or not dates[0].iso[:4].isdigit():
            return None
        at = line.char_start + field.start("date")
        name = "from" if word == "Fra" else "to"
        found[name] = Found(dates[0].iso, at + dates[0].char_start, at + dates[0].char_end, 0.88)
    return found if len(found) == 2 else None


def is_period_label(page: Page, char_start: int) -> bool:
    """Tell whether a place is in a labelled field of its own: "Projektperiode: 2025-2027", or with its value below."""
    position = bisect_right([line.char_start for line in page.lines], char_start) - 1
    if position < 0:
        return False
    line = page.lines[position]
    if len(line.cells) > 2 or len(line.text) > 160:
        return False
    if _PERIOD_LABEL.match(line.text):
        return True
    above = page.lines[position - 1] if position else None
    return above is not None and len(above.text) < 40 and not above.cells and bool(_PERIOD_LABEL.match(above.text))
