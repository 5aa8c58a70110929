"""Periods that one sentence tells in words of its own: two dates apart, years between, or the years of a grant."""

from __future__ import annotations

import re

from corpus.dates import find_dates
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Span

NO_PROJECT_PERIOD = Cue(
    r"satspulje|finanslov|aftalen|handlingsplan|strategi|ansøgning|overenskomst|økonomiaftale|fordelt over|"
    r"afsat|har siden|valgperiode|tidligere (?:projekt|pulje)|sundhedsaftale|tal fra|data fra"
)
OF_POOL = re.compile(r"pulje(?:n|ns|r|rne)?\s?\(?$", re.IGNORECASE)  # "Botilbudspuljen 2018-2021": the pool's own years
_STARTS = Cue(
    r"start|begynd|første dag|i gang|iværksat|indled|åbne|\bt[oa]g(?:er)?\b[^.;,]{0,25}\bfat|søsat|skudt|oprettet|"
    r"i luften|"
    r"lancer|de første \w+ kom"
)
_ENDS = Cue(
    r"fortsæt|\bude\b|forbi|overstået|udgangen af|slut|færdig|ophør|udløb|lukke|sidste dag|til ende|i mål|indtil|"
    r"frem til|til og med|runde(?:de|s|t)? af|stop|i mål"
)
# "over årene 2021, 2022 og 2023"
_LISTED_YEARS = re.compile(r"(?P<all>\bårene\s)?\b(?P<first>20\d\d)(?:,\s20\d\d){0,6}\sog\s(?P<last>20\d\d)\b")


def told_apart(sentence: Span) -> dict[str, Found]:
    """Give the two ends that a sentence tells each with words of its own, or as the years in between one by one."""
    text, at = sentence.text, sentence.char_start
    listed = _LISTED_YEARS.search(text)
    if listed is not None:
        years = [int(year) for year in re.findall(r"20\d\d", listed[0])]
        if years == list(range(years[0], years[-1] + 1)) and (len(years) > 2 or listed["all"]):
            span = (at + listed.start("first"), at + listed.end("last"), 0.75)
            return {"from": Found(listed["first"], *span), "to": Found(listed["last"], *span)}
    dates = [d for d in find_dates(text) if len(d.iso) in (4, 7, 10) and d.iso[:4].isdigit()]
    if len(dates) != 2 or not dates[0].iso < dates[1].iso:
        return {}
    first, last = dates
    between = (first.char_end, last.char_start)
    if not _STARTS.search(text, max(0, first.char_start - 40), first.char_start) and not _STARTS.search(text, *between):
        return {}
    if not _ENDS.search(text, *between) and not _ENDS.search(text, last.char_end, last.char_end + 30):
        return {}
    return {
        end: Found(date.iso, at + date.char_start, at + date.char_end, 0.76)
        for end, date in (("from", first), ("to", last))
    }


_IN_ONE_YEAR = Cue(
    r"\b(?:projekt\w*|forsøg\w*|indsatsen|forløbet|aktiviteterne|tilbuddet|afprøvningen)\b[^.;,]{0,40}\b(?:gennemført|"
    r"gennemføres|afviklet|afprøvet|kørte|løb|foregik|fandt sted)\si\s(?:løbet af\s)?(?P<year>20\d\d)(?!\s?[-–/]|\d|"
    r"\sog\b)"
)


def in_one_year(sentence: Span) -> dict[str, Found]:
    """Give both ends of what was carried out within one year: "blev gennemført i 2018"."""
    told = _IN_ONE_YEAR.search(sentence.text)
    if told is None:
        return {}
    year = Found(told["year"], sentence.char_start + told.start("year"), sentence.char_start + told.end("year"), 0.66)
    return {"from": year, "to": year}


# "I 2021 og 2022 har kommunen prøvet", "har i 2019-2021 skrevet", "var et forsøg i 2021 og 2022"
_YEARS = r"(?P<{0}>20\d\d)\s?(?P<{0}_by>[-–—]|og|til)\s?(?P<{0}_last>20\d\d)\b"
_IN_YEARS = Cue(
    rf"^\W*i\s(?:årene\s|perioden\s|tiden\s)?{_YEARS.format('a')}\s(?:har|havde|prøvede|afprøvede|arbejdede|testede|"
    rf"kørte|"
    r"deltog|samarbejdede|gennemførte|besøgte|tilbød|fik|mødtes|gik|kunne|var|blev|lærte|øvede|trænede|underviste)\b|"
    rf"\b(?:har|havde|blev|er)\s(?:\w+\s)?(?:i|fra)\s(?:årene\s|perioden\s|tiden\s)?{_YEARS.format('b')}\s[a-zæøå]{{3,}}|"
    r"\b(?:kørt|kørte|løbet|foregået|prøvet|afprøvet|haft|arbejdet|været|tilbudt)\b[^.;,\d]{0,50}\b"
    rf"(?:gennem|hen over|i løbet af)\s(?:årene\s)?{_YEARS.format('d')}|"
    rf"\b(?:projekt|forsøg|pilotprojekt|indsats|forløb|tilbud|samarbejde|udviklingsarbejde)\si\s(?:årene\s|perioden\s)?"
    rf"{_YEARS.format('c')}|"
    r"\b(?:team(?:et)?|projektet|forsøget|indsatsen|forløbet|holdet|tilbuddet|ordningen|samarbejdet)\s(?:arbejdede|virkede|"
    rf"fungerede|kørte|løb|varede)\s(?:i|fra)\s(?:årene\s|perioden\s)?{_YEARS.format('e')}"
)
_NO_YEARS = Cue(
    r"antal|pct|procent|\btal(?:let|lene)?\b|\bste[gt]\w*|\bfald\w*|rapport|undersøg|evaluer|måling|ansøg|budget|"
    r"afsat|puljen|"
    r"regering|aftale|støttet|uddelt|fordelt|givet (?:støtte|tilskud|penge|midler)|strategi|sammenlign|\bend\b"
)


def in_years(sentence: Span) -> dict[str, Found]:
    """Give both ends of the years in which a sentence says that something was done: "I 2021 og 2022 har vi prøvet"."""
    told = None if _NO_YEARS.search(sentence.text) else _IN_YEARS.search(sentence.text)
    if told is None:
        return {}
    group = next(name for name in ("a", "b", "c", "d", "e") if told[name])
    first, last = int(told[group]), int(told[f"{group}_last"])
    if not first < last <= first + (1 if told[f"{group}_by"] == "og" else 6):
        return {}
    span = (sentence.char_start + told.start(group), sentence.char_start + told.end(f"{group}_last"), 0.66)
    return {"from": Found(str(first), *span), "to": Found(str(last), *span)}


_PAID = (
    r"\b(?:fået|fik|får|modtaget|modtog|modtager|bevill?i?get|tildelt|støtte[tdr]?e?(?: \w+)? med|"
    r"drevet (?:\w+ )?med)\s"
    r"(?:[^.;]|\.\d|(?<=kr)\.){0,40}\d"
)
_GRANT_YEARS = re.compile(
    rf"{_PAID}(?:[^.;]|\.\d|(?<=kr)\.|(?<=mio)\.){{0,140}}\s(?:i|for|til|fra)\s(?:perioden\s|årene\s)?"
    r"(?P<first>20\d\d)(?:\s?[-–—]\s?|\stil\s(?:og\smed\s)?)(?P<last>20\d\d)\b(?!\w)"
)
# "Slutrapport fra Havby Kommune. Støttet af Pulje til ro om natten, 2018 - 2020."
_PAID_BY_YEARS = re.compile(
    r"\b(?:[Ss]tøttet|[Ff]inansieret|[Bb]evilget|[Bb]etalt) (?:af|fra|under|via) [^.;]{3,140}[,(]\s?(?:i\s)?"
    r"(?P<first>20\d\d)\s?[-–—]\s?(?P<last>20\d\d)\)?\W*$"
)
_BEGAN = re.compile(
    r"\b(?:begyndte|startede|gik i gang|åbnede|blev (?:sat i gang|søsat|skudt i gang))\s(?:den\s|i\s)?(?=\S)"
)


def with_grant(sentence: Span) -> dict[str, Found]:
    """Give the years for which a sentence says that money was got, or when that began which was paid by it.

    "Kommunen har fået 600.000 kr. til Friskere liv i 2018-2020", "Havby begyndte i maj 2018 og har fået 2 mio. kr."
    """
    text, at = sentence.text, sentence.char_start
    by_years = _PAID_BY_YEARS.search(text)
    if by_years is not None and int(by_years["first"]) < int(by_years["last"]):
        span = (at + by_years.start("first"), at + by_years.end("last"), 0.7)
        return {"from": Found(by_years["first"], *span), "to": Found(by_years["last"], *span)}
    told = _GRANT_YEARS.search(text)
    if told is not None and int(told["first"]) < int(told["last"]) and not OF_POOL.search(text[: told.start("first")]):
        if NO_PROJECT_PERIOD.search(text[max(0, told.start("first") - 45) : told.start("first")]) is None:
            span = (at + told.start("first"), at + told.end("last"), 0.7)
            return {"from": Found(told["first"], *span), "to": Found(told["last"], *span)}
    began = _BEGAN.search(text) if re.search(_PAID, text) else None
    dates = [d for d in find_dates(text) if began and d.char_start == began.end() and d.iso[:4].isdigit()]
    if not dates:
        return {}
    return {"from": Found(dates[0].iso, at + dates[0].char_start, at + dates[0].char_end, 0.7)}
