"""What sentences tell of an undertaking: who or what it is said of, and what happens to it.

An event counts only where its subject or object is the undertaking, its grant or those who have it; each kind of
subject has events of its own. The words of `undertaking_events.py` are looked for first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import find_dates, find_periods
from corpus.records import Status
from ingest.cues import Cue
from ingest.extract import event_words as w

_IN = r"[^.;:]{0,60}?"  # within one clause, with the side remarks that Danish puts between
_SOON = r"(?:\w+\s){0,3}?"


def _of(subject: str, event: str) -> str:
    """Give the pattern of an event behind its subject: "Projektet blev efter et år nedlukket"."""
    return rf"\b{subject}\b{_IN}\b{event}"


def _to(event: str, undertaking: str) -> str:
    """Give the pattern of an event before what it befalls: "sparede hele projektet væk", "er projektet slut"."""
    return rf"\b{event}\s{_SOON}{undertaking}"


_TO_END = r"(?:slutte[rs]?|afslutte[st]|ophører|stopper|færdig(?:t|e)?|slut|udløber|forbi)"
_EVENTS: dict[Status, tuple[str, ...]] = {
    Status.STOPPED: (
        _of(w.WORK, rf"{w.ENDS}\b{_IN}\b{w.EARLY}"),
        rf"^\W*{w.ENDS}\b{_IN}\b{w.EARLY}",
        rf"{_to(w.TO_CUT, w.WORK)}\b{_IN}\b{w.EARLY}",
        rf"\befter (?:få|\w+) (?:måneder|uger) (?:var|blev|er) (?:det|{w.WORK}) (?:slut|forbi|lukket|ovre)",
        _of(w.WORK, w.DROPPED),
        rf"^\W*{w.DROPPED}",
        rf"\b(?:blev|er)\s{w.WORK}{w.NAME}\s{_SOON}{w.DROPPED}",
        rf"\b(?:{w.WORK}|[\"”»’])\s?{_IN}\b{w.FAILS}",
        _to(w.FAILS, w.WORK),
        _of(w.WHO, w.LEAVES),
        _to(w.LEAVES, w.WHO),
        rf"(?<!uforbrugte )(?<!overskydende ){_of(w.GRANT, w.BACK)}",
        rf"\b{w.RETURNS}\s{w.GRANT}\s(?:tilbage|retur)",
        r"\b(?:standset|stoppet|standsede|stoppede) (?:udbetaling|tilskud|bevilling|støtte)\w*",
        _to(w.CUTS, w.WORK),
        _to(rf"{w.CHOOSES}\s{_SOON}(?:at\s)?{_SOON}{w.TO_CUT}", w.WORK),
        _to("(?:satte|sat) en stopper for", w.WORK),
        r"\bsagde (?:\w+\s){0,3}?samarbejdet op\b",
    ),
    Status.COMPLETED: (
        _of(w.WORK, rf"(?:{w.ENDS}|{w.DROPPED}|afblæst)\b{_IN}\b{w.PLANNED}"),
        _of(w.WORK, w.DONE),
        r"^\W*(?:overdraget|afrapporteret|nået i mål)\b",
        rf"\b(?:er|var|blev)\s{w.WORK}{w.NAME}\s(?:nu\s|endeligt\s|helt\s)*{w.IS_OVER}\b",
        _of(rf"(?:{w.WORK}|den|det)", rf"{w.KEPT}\b{_IN}{w.BY_ITSELF}"),
        rf"{_to(rf'(?:{w.KEPT}|at fortsætte)(?: med)?', w.WORK)}\b{_IN}{w.BY_ITSELF}",
        rf"{_to('(?:at fortsætte|fortsatte) med', w.WORK)}{_IN}\b(?:støtte|penge|midler|projekt)",
        _to("at videreføre", w.WORK),
        r"\b(?:sat|afsat) [^.;:]{0,40}\btil at (?:køre|fortsætte|føre|drive)\b",
        _of(w.WORK, w.LASTING),
        rf"{_to('gjort', w.WORK)}\s{_SOON}permanent",
        _of(w.REPORT, w.HANDED_IN),
        _to(w.HANDED_IN, w.REPORT),
        rf"\bda (?:{w.WORK}|{w.GRANT}) (?:var (?:til ende|slut|brugt|forbi|ovre|udløbet)|sluttede|ophørte|hørte op|"
        r"stoppede|udløb|slap op)",
        r"\b(?:efter|siden) (?:projektet|forsøget|projektperioden|forsøgsperioden),? (?:har|er|blev|fik|kunne|"
        r"valgte)\b",
        r"\b(?:har|havde|betaler) kommunen selv (?:betalt|finansieret|afholdt)",
        r"\b(?:de|projektets|puljens) (?:\w+ )?(?:to|tre|fire|fem|\d) år er (?:nu )?gået|\ber de (?:to|tre|fire|"
        r"fem) år gået",
        _to(r"(?:det|den|de|et|alle) (?:\w+ )?(?:afsluttede|overståede)", w.WORK),
        r"\b(?:erfaringer|resultater)(?:ne)?\b[^.;:]{0,60}\b(?:er|foreligger) nu (?:samlet|opgjort|gjort op|klar)",
        r"\bvar (?:pengene|midlerne|støtten|bevillingen|tilskuddet) (?:brugt|opbrugt|sluppet op)\b",
        r"\blagt [^.;:]{3,50}? ind i (?:det almindelige |kommunens |det faste )?budget",
        r"\b(?:sagde farvel til (?:det|de) sidste|afslutningen (?:blev|er) (?:markeret|fejret|holdt))\b",
        r"\b(?:var|har været) et (?:\w+ ){0,2}?(?:projekt|forsøg|pilotprojekt|"
        r"forsøgsprojekt)\b(?:[^.;:]{0,50}\b20\d\d|,? "
        r"(?:som|der)\b)",
        r"^\W*(?:så|nu) er \w[^.;:,]{2,70}? (?:slut|forbi|ovre)\b(?! med)",
        r"\b(?:et|to|tre|fire|fem|\d) år med [^.;:]{3,60}? er (?:nu )?(?:gået|slut|forbi|ovre)\b",
        r"\b(?:sidste|afsluttende) rate\b[^.;:]{0,20}\budbetalt|\baktiviteter(?:ne)? er (?:nu )?(?:gennemført|"
        r"afsluttet)",
    ),
    Status.RUNNING: (
        _of(rf"(?:{w.WORK}|{w.GRANT}|projekt(?:perioden|ets)|indsatsens|perioden|tidsplanen|vi|kommunen)", w.GOES_ON),
        rf"\b(?:{w.GRANT}|{w.WORK}|projektperioden) (?:er (?:blevet )?strakt|strækkes) til",
        r"\btidsplanen\b[^.;:]{0,60}?\b(?:er )?(?:skredet|rykket|ændret)",
        rf"{_to(r'lov til at bruge (?:de )?(?:uforbrugte|resterende|overskydende)', w.GRANT)}",
        r"\b(?:et|\w+) (?:år|måneder) (?:længere|mere)\b",
        r"\bflytte[t]? slutdato",
        rf"{_of(w.WORK, _TO_END)}\b[^.;:]{{0,40}}?\b{w.NEXT_TIME}",
        rf"{_of(w.WORK, r'(?:løber|kører|fortsætter) (?:stadig|endnu|fortsat|videre frem)')}\b",
        r"\bder\s\w{3,}s\s(?:stadig|fortsat|i øjeblikket|lige nu|på højtryk|på fuld kraft)\b",
        r"\bder (?:er (?:stadig|fortsat) fuld (?:damp|fart|gang)|mangler (?:stadig|endnu|fortsat)\b)",
        rf"\b{w.WORKS}\s{_SOON}{w.NOW}\b",
        rf"\b{w.NOW}\s{w.WORKS}\s{_SOON}(?:{w.WHO}|\w+ kommune)",
        r"(?:^|,\s)\W*(?:indtil (?:videre|nu)|hidtil|foreløbig|til dato) (?:har|er)\b",
        r"\b(?:halvdelen|\w+ ud) af (?:\w+ )?milepæle\w*|\b(?:år|måneder) henne i\b",
        r"\b(?:nye|næste|de sidste|flere) hold (?:begynder|starter|går i gang|er planlagt|følger|ventes)",
        _of(w.WORK, r"rullet ud (?:på|i) \w+ af\b"),
        r"\bmangler (?:endnu|stadig|fortsat) (?:det|de|den) sidste\b",
    ),
    Status.AWARDED: (
        _of(rf"(?:{w.WORK}|{w.WHO})", w.NOT_YET),
        _of(rf"(?:{w.WORK}|første hold)", w.BEGINS),
        _of(rf"(?:{w.WHO}|\w+ kommune)", rf"{w.AHEAD}\b[^.;:]{{0,25}}?\b(?:begynde|starte|gå i gang|sætte)\b"),
        rf"{_to(w.BEGINS, w.WORK)}\b",
        r"\bopstart(?:en)?\b[^.;:]{0,60}?\b(?:udskudt|planlagt|forvent|vente|rykket)",
        _of(rf"(?:{w.WORK}|{w.WHO})", w.AWAITS),
        r"\b(?:sagt|siger|sagde) ja til at støtte\b|\bblandt de (?:\w+ )?(?:udvalgte|udpegede)\b",
        r"\b(?:er|blev) (?:\w+ ){0,2}(?:udvalgt|udpeget)\b",
    ),
}
EVENTS: dict[Status, Cue] = {status: Cue("|".join(events)) for status, events in _EVENTS.items()}
"""What tells that an undertaking stands so, within one sentence."""


def find_event(status: Status, sentence: str) -> Iterator[re.Match[str]]:
    """Give the words in a sentence of each event after which an undertaking stands so, in order."""
    return EVENTS[status].finditer(sentence)


def ran_out(sentence: str, day: str) -> bool:
    """Tell whether a sentence states a period that was over on a day: "er i gang fra maj 2021 til april 2024"."""
    if not day or not re.search(r"20\d\d", sentence):
        return False
    return any(p.from_iso and p.to_iso and p.to_iso < day[: len(p.to_iso)] for p in find_periods(sentence))


# "løber til sommeren 2022", "varer til udgangen af 2021"
_UNTIL = re.compile(
    r"\b(?:løber|kører|varer|fortsætter|strækker sig) (?:frem )?(?:ind)?til (?:og med )?(?:\w+ ){0,3}?"
    r"(?P<year>20\d\d)\b",
    re.IGNORECASE,
)


def ends_before(sentence: str, day: str) -> bool:
    """Tell whether a sentence states an end in a year that was over on a day: "løber til sommeren 2022"."""
    until = _UNTIL.search(sentence)
    return until is not None and until["year"] < day[:4]


_OF_TIME = Cue(rf"\b(?:{w.WORK}|{w.GRANT}|projektperioden|\w*evaluering(?:en)?|slutrapport(?:en)?|kommunen)\b")
_PAST = Cue(r"\b(?:kørte|løb|varede|forløb|foregik|fandt sted|stod på|strakte sig|blev (?:gennemført|afviklet))\b")
_START = Cue(r"\b(?:begynd|start|igangsæt|i gang|åbner|opstart)")


def find_by_date(sentence: str, day: str) -> tuple[Status, int, int] | None:
    """Give where an undertaking stands by a date in its sentence, and the place of the date.

    What ends or is reported after the day is running, what begins after it is granted; a past period is over.

    Args:
        sentence: the sentence.
        day: the day on which the page was fetched, ISO 8601.
    """
    if not day or "20" not in sentence or not (subject := _OF_TIME.search(sentence)):
        return None
    past = _PAST.search(sentence)
    if past is not None:
        for period in find_periods(sentence):
            if period.from_iso and period.to_iso and period.to_iso < day[: len(period.to_iso)]:
                return Status.COMPLETED, past.start(), period.char_end
        return None
    ahead = [d for d in find_dates(sentence) if d.iso[:4].isdigit() and d.iso > day[: len(d.iso)]]
    if not ahead or ahead[0].char_start < subject.start():
        return None
    begins = _START.search(sentence, 0, ahead[0].char_start)
    return (Status.AWARDED if begins else Status.RUNNING), ahead[0].char_start, ahead[0].char_end
