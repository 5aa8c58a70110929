"""One end of an undertaking, told by a date beside a word for it: "sluttede allerede i oktober 2020"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.dates import DateMention, find_dates
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Span
from ingest.extract.sentence_periods import NO_PROJECT_PERIOD

_AT = r"\b[^.;:,\d]{0,25}?\b(?:i|den|d\.|ved|med|pr\.)\s(?:udgangen af\s|starten af\s|begyndelsen af\s|den\s)?$"
_BEGAN = re.compile(
    r"\b(?:begynd(?:te|er)|start(?:ede|er|et)|åbn(?:ede|er|et)|(?:gik|går|gået|kom|kommer|kommet|sat|sættes|skudt|satte)\s"
    r"(?:[^\d.;,]{0,30}\s)?i gang|(?:blev|er)\s(?:søsat|lanceret|indviet|igangsat|oprettet|indført))" + _AT,
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:siden|fra)\s(?:den\s)?$", re.IGNORECASE)
# "I august 2019 åbnede", "Siden oktober 2025 har": the date stands first
_FIRST = re.compile(r"\W*(?:i|den|allerede i|først i|siden|fra)\s(?:starten af\s|begyndelsen af\s)?$", re.IGNORECASE)
_THEN_BEGAN = re.compile(
    r",?\s(?:begyndte|startede|åbnede|(?:gik|kom)\s(?:\w+\s){0,4}?i gang|blev\s(?:\w+\s){1,6}?(?:sat|skudt) i gang|"
    r"satte|indledte|lancerede|oprettede|etablerede|søsatte)\b"
)
_HAS = re.compile(r",?\s(?:har|er)\b")
_ENDED = re.compile(
    r"\b(?:slutte(?:r|de)|sluttet|slut|afslutte(?:s|de|des)|afsluttet|stopp(?:er|ede|et)|lukke(?:r|de|t)|ophør(?:er|te|t)|"
    r"udløb(?:er|et)?|nedlagt|afslutning)" + _AT,
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:fortsætter|løber|kører|varer|drive[srt]?|drevet|finansiere[rt]|betalt|betaler|rækker|dækker|forlænge[rst])"
    r"\b[^.;:,\d]{0,30}?\b(?:til|indtil)\s(?:og med\s|udgangen af\s|den\s)?$",
    re.IGNORECASE,
)
_NO_END = Cue(
    r"ansøg|frist|puljen?\b|udbud|opslag|evaluering|rapport|undersøg|måling|målt|\btal\b|tallene|andel|antal|procent|pct|"
    r"planlagt|skulle|skoleår|politik|strategi|aftale|sygehus|åbningstid|kontor|telefon|tilmeld|deltagelse|"
    r"\b(?:lokale|hus|have|rum|stue|sti|køkken|værelse|bygning)(?:t|et|n|en|met)?\b"
)
_SEVERAL = Cue(r"\bførste (?:hold|runde)\b.*\b(?:andet|næste|anden) (?:hold|runde)\b|\bsamme år\b")


def told_ends(sentences: Iterable[Span]) -> dict[str, Found]:
    """Give the first beginning and the last end that sentences tell each beside a word for it, by "from" and "to"."""
    found: dict[str, Found] = {}
    for sentence in sentences:
        text, at = sentence.text, sentence.char_start
        if NO_PROJECT_PERIOD.search(text) or _SEVERAL.search(text):
            continue
        last = 0
        for date in find_dates(text):
            clause = text[last : date.char_end]
            last = date.char_end
            if not date.iso[:4].isdigit() or len(date.iso) not in (4, 7, 10) or _NO_END.search(clause):
                continue
            stated = Found(date.iso, at + date.char_start, at + date.char_end, 0.72)
            if _begins(text, date):
                found.setdefault("from", stated)
            elif _ENDED.search(text[: date.char_start]) or _LASTS.search(text[: date.char_start]):
                if "to" not in found or str(found["to"].value) < date.iso:
                    found["to"] = stated
    if len(found) == 2 and str(found["from"].value) > str(found["to"].value):
        return {}
    return found


def _begins(text: str, date: DateMention) -> bool:
    before = text[: date.char_start]
    if _BEGAN.search(before):
        return True
    if _FIRST.fullmatch(before) is None:
        return False
    is_since = _SINCE.search(before) is not None
    if is_since and len(date.iso) == 4:
        return False  # "Fra 2019 har teamet været fuldt bemandet"
    return (_HAS if is_since else _THEN_BEGAN).match(text, date.char_end) is not None
