"""The year of an award: where a sentence, a heading or a page's date tells it."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from corpus.dates import find_dates, find_periods
from corpus.documents import DocumentKind
from corpus.evidence import Origin
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.entries import Entry
from ingest.extract.lines import Line, Page

_AWARD_YEAR = Cue(
    r"(?:fik|modtog|har fået|havde fået)\b(?:[^.]|\.\d){0,40}\b(?:støtte|midler|tilskud|penge|mio\b|kr\b)|\bstøttede\b|"
    r"\bhar\b[^.]{0,40}\bfået\b(?:[^.]|\.\d){0,40}\b(?:støtte|midler|tilskud|penge|mio\b|kr\b)|"
    r"\bvalgt (?:ud\b|blandt|følgende)|\b(?:gav|giver)\b[^.]{0,60}\b(?:mio|kr|støtte|tilskud|midler|penge|tilsagn)\b|"
    r"\b(?:støtten|bevilling(?:en|erne)|beløbe(?:t|ne)|tilsagnet|tilskuddet|tilskuddene|midlerne|pengene|"
    r"tilsagnene)\b[^.]{0,20}\bgivet\b|"
    r"\b(?:traf|truffet)\b[^.]{0,30}\b(?:beslutning|valg|afgørelse)|"
    r"udmønt(?:et|ning|ede)|\btilsagn\b|tildelt|bevill?i?get|givet tilsagn|fik tilsagn|(?:fået|modtaget) tilsagn|"
    r"(?:meddelt|givet|ydet|bevill?i?get|tilkendt) (?:\w+ )?(?:tilsagn|tilskud|støtte|midler|penge)|meddelte\b|"
    r"(?:bevilling\w*|tilsagn\w*|tilskud\w*)[^.]{0,20}\bmeddelt|tilkend(?:t|te)\b|imødekom(?:met|mes)?\b|"
    r"(?:bevilling|tildeling|tilsagn|udmøntning)s?år\b|uddelt|fordelt|fået (?:støtte|midler)|modtog|"
    r"modtaget støtte|tildelte|"
    r"tilsagn(?:ene|et)? (?:blev|er)|støttet i|udvalgt|(?:fordeling|udvælgels|udmøntning|tildeling|uddeling)en\b|"
    r"meldt ud|\bblev (?:\w+ ){1,4}valgt\b|"
    r"\b(?:givet|gav|giver) (?:støtte|tilskud|midler|penge)|"
    r"\b(?:projekt|projekter|kommuner) (?:blev )?valgt\b|penge i 20\d\d|fik del i|fået del i|fandt sine modtagere|"
    r"\b(?:tilskud|bevilling|støtte|\w*midler)(?: fra [\w-]+)? i(?= 20\d\d\s?:)|"
    r"\b(?:tilskud|bevilling|støtte):? [\d.]+ kr\.? \((?=20\d\d\))|"
    r"\bgået til\b|har givet\b[^.]{0,60}\b(?:penge|midler|støtte)|sagde (?:ja|god for)"
)
_NO_AWARD_YEAR = Cue(
    r"ansøgningsfrist|frist|satspulje(?:aftale|parti)|partierne|finanslov|rapport(?:en)? fra|"
    r"undersøgelse fra|aftale(?:n|t)? (?:om|for)|afsat|slutrapport|opslået|genopslås|slå(?:et|s) op (?:igen|på ny)|"
    r"\bi mål\b|\b(?:gennemført|afsluttet|færdige?) (?:ved|i|inden|med)\b"
)

# "har fået støtte og fortsætter til maj 2023": the end of what was granted
_UNTIL = Cue(r"\b(?:til|indtil|inden|senest)\s(?:og med\s)?(?:udgangen af\s|den\s|d\.\s|ultimo\s)?$")
_PAID_BY_YEAR = re.compile(r"\bkr\.?\s(?:i|for)\s20\d\d")  # "600.000 kr. i 2018, 700.000 kr. i 2019": no award's date


# money or those who get it, and any word for its being given: with a date between or beside them, an award is dated
_GIFT = Cue(
    r"\b(?:mio|mia|million\w*|kr|kroner|penge\w*|midler\w*|støtte\w*|tilskud\w*|tilsagn\w*|bevilling\w*|projekt\w*|"
    r"indsats\w*|\w*kommuner\w*|forsøg\w*|initiativer\w*|ansøgere\w*|ansøgning\w*|valget|puljen|styrelsen|"
    r"ministeriet|afgørelsen|beslutningen|beskeden|svaret|nåleøjet|heldige|"
    r"(?:de|disse|følgende) (?:\d{1,2}|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv))\b"
)
_IS_GIVEN = Cue(
    r"\b(?:giver|gives|givet|givne|gav|dele[rs]?|delt|delte|uddel\w*|fordel(?:er|es|t|te)|udmønt\w*|tildel\w*|"
    r"bevilge\w*|"
    r"går|gik|gået|støttet|støttede|støttes|(?:ud)?vælge[rs]?|(?:ud)?valgt|(?:ud)?valgte|udpege\w*|får|fik|fået|"
    r"modtage\w*|modtog|sendte?|sender|sendes|overføre?s|overført|landede|lander|faldt|udtag(?:er|et)|udtog|plukket|"
    r"fundet|hente(?:de|t)|vandt|vundet|sikrede sig|glæde sig over|grønt lys|truffet|antaget|blandt de (?:heldige|"
    r"udvalgte)|kåre(?:de|t)|"
    r"(?:pengene|midlerne|støtten|tilsagnet|svaret|beskeden|beløbet) (?:\w+ ){0,2}(?:kom|faldt|tikkede)|imødekom\w*|"
    r"godkend(?:t|te|es)|beslutte(?:de|t)|afgjorde|afgjort|ja til|god for|"
    r"(?:til|med på) rådighed|kom (?:med|gennem|igennem|ind)|kommet (?:med|gennem|igennem|ind))\b"
)
_NO_GIFT = Cue(
    r"ansøgt|ansøge\b|\bsøg(?:e|es|t|te|er)\b|frist|\bafsat\b|\bsat\b[^.]{0,60}\baf\b|afsætte\w*|afsatte|reservere\w*|"
    r"finanslov|satspulje|partierne|\baftal\w+|\bopslag|opslået|slået op|evaluer\w*|rapport\w*|undersøgelse\w*|"
    r"erfaring\w*|budget\w*|\bikke\b|\b(?:skal|kan|vil|ville|bør|må)\b|forvent\w*|opdater\w*|afslut\w*|"
    r"\bslutte\w*|\bfærdige?\b|\blov til\b|"
    r"ophør\w*|konferenc\w*|\bmøde\w*|\bbesøg\b|(?:går|gik|gået) (?:fra|i gang|ud på)|i gang|siden|stop\w*|"
    r"trak|trukket|faldt (?:fra|"
    r"med|til)|afslag|kom ind|indkom\w*|modtog(?: \w+){0,5} ansøgninger"
)
_A_YEAR = re.compile(r"20\d\d")
_MAX_DATED = 160  # characters of a clause


def dated_gift(page: Page, lines: list[Line] | None) -> Found | None:
    """Give the year of the first sentence that sets a date beside money, or projects, and any word of giving.

    "I 2018 gik 8,7 mio. kr. til lokale indsatser", "de otte projekter, der blev valgt i marts 2022".
    """
    for sentence, line in page.sentences_of(lines):
        text = sentence.text
        if (
            line.cells
            or len(text) > 2 * _MAX_DATED
            or not _A_YEAR.search(text)
            or not _IS_GIVEN.search(text)
            or _NO_GIFT.search(text)
        ):
            continue
        whole = [p for p in find_periods(text) if p.from_iso and p.to_iso]
        dates = [d for d in find_dates(text) if d.iso[:4].isdigit()]
        dates = [d for d in dates if not any(p.char_start <= d.char_start < p.char_end for p in whole)]
        if len(dates) != 1 or _UNTIL.search(text[: dates[0].char_start]):
            continue
        date = dates[0]
        clause = text[max(0, date.char_start - _MAX_DATED) : date.char_end + _MAX_DATED]
        if _GIFT.search(clause) and _IS_GIVEN.search(clause):
            at = sentence.char_start
            return Found(int(date.iso[:4]), at + date.char_start, at + date.char_end, 0.72)
    return None


def find_award_year(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give the year in which money was awarded, where a sentence dates the award."""
    best: Found | None = None
    for sentence, _line in page.sentences_of(lines):
        award = _AWARD_YEAR.search(sentence.text)
        if not award or len(_PAID_BY_YEAR.findall(sentence.text)) > 1:
            continue
        for date in find_dates(sentence.text):
            if not date.iso[:4].isdigit():
                continue
            between = sentence.text[min(award.start(), date.char_start) : max(award.end(), date.char_end)]
            lead = sentence.text[max(0, date.char_start - 25) : date.char_start]
            if len(between) > 110 or _NO_AWARD_YEAR.search(between) or _NO_AWARD_YEAR.search(lead):
                continue
            if _UNTIL.search(lead):
                continue
            if any(
                p.char_start <= date.char_start < p.char_end and p.to_iso  # what lasts "frem til 2018" was given before
                for p in find_periods(sentence.text)
            ):
                continue
            found = Found(
                int(date.iso[:4]),
                sentence.char_start + date.char_start,
                sentence.char_start + date.char_end,
                0.85 - len(between) / 1000,
            )
            if best is None or found.confidence > best.confidence:
                best = found
    return best


# "Et tilskud fra 2019", "tilsagn af 3. juni 2019", "puljens fordeling i juni 2019", "Anden runde, 2019"
_GRANT_OF = Cue(
    r"\b(?:tilsagn\w*|bevilling(?:en|er|erne)?|tilskud(?:det|dene)?|støtte(?:n|beløb)?|\w*midler(?:ne)?|tildeling\w*|"
    r"uddeling\w*|"
    r"fordeling(?:en)?|udmøntning(?:en)?|runde)\b(?:\s(?!\d)[\d.,]+\smio\.?\skr\.)?,?\s?(?:\((?:fra\s)?|(?:fra|i|af|"
    r"den|givet|"
    r"dateret)\s(?:den\s|d\.\s)?)?$"
)
_THEN_CAME = Cue(r"^,\s(?:hvor|da)\s(?:tilsagnet|bevillingen|støtten|pengene|tilskuddet|svaret)\b")
_ROUND_OF = re.compile(r"\b(?P<year>20\d\d)-(?:runden|puljen|udmøntningen|uddelingen)\b")


def dated_grant(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give the year right behind a word for a grant, or for its being given, in the first sentence that has one."""
    for sentence, line in page.sentences_of(lines):
        text, at = sentence.text, sentence.char_start
        if line.cells or not _A_YEAR.search(text) or _NO_AWARD_YEAR.search(text) or len(set(_YEAR.findall(text))) > 1:
            continue
        if (of_round := _ROUND_OF.search(text)) is not None:
            return Found(int(of_round["year"]), at + of_round.start("year"), at + of_round.end("year"), 0.74)
        periods = find_periods(text)
        for date in find_dates(text):
            if any(p.char_start <= date.char_start < p.char_end and p.to_iso for p in periods):
                continue
            is_behind = _GRANT_OF.search(text[: date.char_start]) or _THEN_CAME.match(text[date.char_end :])
            if date.iso[:4].isdigit() and is_behind:
                return Found(int(date.iso[:4]), at + date.char_start, at + date.char_end, 0.73)
    return None


_PERIOD = re.compile(r"(?<!\d)20\d\d\s?(?:[-–—/]|til(?: og med)?|og)\s?(?:20)?\d\d(?!\d)")  # no year of award
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d|\s?[-–]\s?20)")


@lru_cache(maxsize=64)  # each entry under a heading asks
def _places_of(text: str, heading: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(heading), text)]


def entry_year(page: Page, entry: Entry) -> Found | None:
    """Give the year that the heading above an entry names ("Projekter støttet i 2018", "Første opslag (2017)")."""
    for heading in reversed(entry.path):
        match = _YEAR.search(_PERIOD.sub(lambda m: " " * len(m[0]), heading))
        if match is None or re.search(r"projektperiode|frist", heading, re.IGNORECASE):
            continue
        places = _places_of(page.text, heading)
        before = bisect_left(places, entry.char_start) - 1
        if before >= 0 and (at := places[before]) + len(heading) <= entry.char_start:
            return Found(int(match[1]), at + match.start(1), at + match.end(1), 0.85)
    return None


_ISSUE = re.compile(
    r"\b(?:nyhedsbrev|nyhed|nr\.|udgave|udsendt|udgivet|offentliggjort)\b[^\d]{0,20}(?:\d{1,3}\b[^\d]{1,6})?"
    r"\b(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\s(?P<y>20\d\d)\b",
    re.IGNORECASE,
)


_DATED_HEAD = re.compile(
    r"(?:^|[\s,(–-])(?:den\s)?(?:\d{1,2}\.\s)?(?:(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|"
    r"november|december|forår(?:et)?|efterår(?:et)?|sommer(?:en)?|vinter(?:en)?)\s)(?P<y>20\d\d)\)?\.?$",
    re.IGNORECASE,
)
_NO_HEAD = Cue(
    r"opdater|revider|\bstatus|evaluer|rapport|frist|period|\bslut|start|midtvejs|opsamling|møde|afslut|\b(?:fra|til|"
    r"indtil|"
    r"senest|inden|pr\.|siden)\s(?:den\s)?(?:\d{1,2}\.\s)?\w+\s20\d\d"
)
_HEAD_LINES = 4
_HEAD_CHARS = 120
_FIRST_SENTENCE = re.compile(r".{3,120}?\b20\d\d(?=\.\s+[A-ZÆØÅ])")


def head_year(page: Page) -> Found | None:
    """Give the year that the title of a list of awards, or a line below it, ends in: "Aflastning, juni 2020"."""
    title = page.title
    at = next((line.index for line in page.lines if title is not None and line.char_start >= title.char_start), 0)
    for line in page.lines[at : at + _HEAD_LINES]:
        head = _FIRST_SENTENCE.match(line.text)
        text = head[0] if head is not None else line.text  # "Oktober 2019. Alle projekter løber til 2021."
        dated = None if line.cells or len(text) > _HEAD_CHARS else _DATED_HEAD.search(text)
        if dated is not None and not _NO_HEAD.search(text):
            span = (line.char_start + dated.start("y"), line.char_start + dated.end("y"))
            return Found(int(dated["y"]), *span, 0.78, Origin.INFERRED)
    return None


_OF_REPORT = re.compile(
    r"(?:slut)?(?:evaluering(?:er)?|rapport(?:er)?|udgivelser?|publikation(?:er)?)\b", re.IGNORECASE
)
"""A date line that says what it dates: the report, years after the award."""


def published_year(page: Page) -> Found | None:
    """Give the year of a news item's date: the award was news then."""
    for line in page.lines[:8]:
        if _OF_REPORT.match(line.text):
            continue
        injected = re.match(r"date (20\d\d)-\d\d", line.text)
        if injected:
            span = (line.char_start + injected.start(1), line.char_start + injected.end(1))
            return Found(int(injected[1]), *span, 0.6, Origin.INFERRED)
        match = re.search(
            r"\b\d{1,2}[-./]\s?\d{1,2}[-./]\s?(20\d\d)\b|\b\d{1,2}\.?\s(?:[A-Za-z]{3,9})\.?\s(20\d\d)\b", line.text
        )
        issued = _ISSUE.search(line.text) if match is None and len(line.text) < 60 else None
        if issued:  # "Nyhedsbrev nr. 3, september 2022"
            span = (line.char_start + issued.start("y"), line.char_start + issued.end("y"))
            return Found(int(issued["y"]), *span, 0.65, Origin.INFERRED)
        if match and len(line.text) < 60:
            group = 1 if match[1] else 2
            return Found(
                int(match[group]),
                line.char_start + match.start(group),
                line.char_start + match.end(group),
                0.72,
                Origin.INFERRED,
            )
    return None


# "borgerne får besøg" gives nobody a grant
_TOLD = Cue(
    r"er nu (?:delt ud|fordelt|udmøntet|uddelt)|nu får|har (?:nu )?fordelt|får støtte|har fået|tildelt|"
    r"(?:modtager|får\b|fordelt|\bdeler\b|går til|del i)(?=[^.\n]{0,120}"
    r"(?:\bkr\b|kroner|mio\b|million|støtte|tilskud|penge|midler|pulje|projekt|bevilling))"
)


def dated_award(page: Page, kind: DocumentKind) -> Found | None:
    """Give the year that a news item is dated to where the date is no part of its text, at the words of the award."""
    stated = re.match(r"20\d\d", page.document.last_updated or "")
    told = _TOLD.search(page.text)
    is_news = kind is DocumentKind.NEWS or re.search(r"/nyhed|/aktuelt|/presse|/news", page.document.url, re.IGNORECASE)
    if not is_news or stated is None or told is None:
        return None
    return Found(int(stated[0]), told.start(), told.end(), 0.65, Origin.INFERRED)


def written_before(page: Page, start: Found) -> Found | None:
    """Give the year of a pool page's date, if it was written no later than its projects began."""
    year = published_year(page)
    stated = re.match(r"20\d\d", page.document.last_updated or "")
    told = _TOLD.search(page.text)
    if year is None and stated is not None and told is not None:
        year = Found(int(stated[0]), told.start(), told.end(), 0.6, Origin.INFERRED)
    return year if year is not None and year.value <= int(str(start.value)[:4]) else None


_WHEN_WRITTEN = (
    r"(?:nu|netop|lige|i dag|i går|i år|i denne (?:uge|måned)|i sidste (?:uge|måned)|for nylig|forleden|"
    r"ved årets (?:udgang|slutning)|inden årets udgang|kort før jul)"
)
_GIVEN_THEN = (
    r"(?:fordelt|udmøntet|uddelt|tildelt|bevill?i?get|givet|meddelt|valgt|udvalgt|godkendt|"
    r"fået (?:støtte|tilsagn|midler|del))\b"
)
_NOW = re.compile(
    rf"\b(?:er|har|havde|blev|var)\s(?:\w+\s){{0,2}}?{_WHEN_WRITTEN}\b[^.\n]{{0,60}}\b{_GIVEN_THEN}|"
    rf"\b{_WHEN_WRITTEN}\s(?:er|har|havde|blev|var)\b[^.\n]{{0,60}}\b{_GIVEN_THEN}|"
    rf"\b{_WHEN_WRITTEN}\s(?:får|gives|fordeles|uddeles|tildeles|bevill?i?ges|udmøntes)\b",
    re.IGNORECASE,
)


def written_now(page: Page) -> Found | None:
    """Give the year of a page's date where it tells of the award as news: "puljen er nu fordelt"."""
    told = _NOW.search(page.text)
    stated = re.match(r"20\d\d", page.document.last_updated or "")
    return Found(int(stated[0]), told.start(), told.end(), 0.66, Origin.INFERRED) if told and stated else None
