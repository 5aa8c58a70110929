"""What reads like the stop of an undertaking and is none.

A remainder paid back at the end, some of several places, a lockdown, a nomination for a prize, a step that failed,
people who left, what was closed before it began.
"""

from __future__ import annotations

import re

from ingest.cues import Cue
from ingest.extract import event_words as w

_REMAINDER = Cue(
    r"\b(?:uforbrugt\w*|overskydende|resterende|tilbageværende|ubrugt\w*|ikke (?:for)?brugte|rest(?:beløb|midler|"
    r"bevilling|tilskud)\w*|resten|mindreforbrug\w*|overskud\w*|forskellen|differencen|(?:ikke er|ikke blev|ikke var) "
    r"(?:for)?brugt)\b"
)
_PAID_BACK = Cue(r"tilbage|retur")
_BROKEN_OFF = Cue(
    r"\b(?:stop\w*|stands\w*|afbr[yuø]\w*|opgiv\w*|opgav|drop\w*|indstil\w*|nedl[æa]\w*|lukke[rts]?|lukkede|ophør\w*|"
    r"aldrig|lod sig ikke|(?:ikke|hverken) (?:\w+ )?(?:kunne\w*|blev|lykkedes|rekruttere\w*|gennemfør\w*|i gang)|"
    r"(?:kunne|"
    r"har|er|blev) (?:\w+ )?ikke (?!for|brugt)\w+|uden at|aflys\w*|trækker|trak|trukket)\b"
)
_LOCKDOWN = Cue(r"corona|covid|pandemi|nedlukning|smitte|epidemi|restriktion")
_FOR_A_WHILE = Cue(
    r"\b(?:midlertidig\w*|(?:åbn|start|begynd|tog|kom|gen)\w* (?:\w+ ){0,4}?igen|genåbn\w*|genoptag\w*|genstart\w*|"
    r"i gang "
    r"igen|(?:for|i) (?:besøg|gæster|adgang|en (?:kort )?periode|\w+ (?:uger?|måneder|dage))|på pause)\b"
)
_HONOURED = Cue(r"^\s?(?:er |blev )?til\s\w*(?:pris|priser|prisen|award|hæder|kåring)\w*\b")
_WITH_CHEER = Cue(
    r"^[^.;]{0,30}?\bmed (?:en|et) (?:\w+ )?(?:\w*konference|reception|fest|fejring|arrangement|\w*seminar|markering|"
    r"messe)"
)
_OF_ANYBODY = re.compile(r"\b(?:må|måtte|kan|skal|bør) man\b|^må man\b", re.IGNORECASE)
_HEALED = re.compile(r"\b(?:sår\w*|hul\w*|dør\w*|vindue\w*|ring\w*)\b[^.,;]*\blukket$", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"\b(?:har|havde|fik)\s(?:\w+\s){0,2}?(?:stoppet|standset|lukket|afbrudt|droppet|indstillet|opgivet|nedlagt|"
    r"trukket)$",
    re.IGNORECASE,
)
_NO_OBJECT = re.compile(
    rf"\s?(?:$|[.,;:)–-]|(?:\w+\s)?{w.WORK}\b|(?:\w+\s)?{w.GRANT}\b|(?:det|den|dem|sig|hele|hver|deres|sit|sin|stikket|"
    r"samarbejd\w*|før|efter|i|da|fordi|undervejs|allerede|af|ved|uden|og|som|hos|nu|igen|midt|midtvejs|alt)\b)",
    re.IGNORECASE,
)
_SOME = (
    r"(?:på|i|ved|hos)\s(?:(?:kun|blot|mindst|de|det|den)\s)?(?:\d+|en|et|én|ét|to|tre|fire|fem|seks|syv|otte|ni|ti|"
    r"flere|nogle|enkelte|halvdelen|fleste|ene|størstedelen|hovedparten)\s(?:ud\s)?af\s"
    r"(?!(?:\w+\s){0,2}\w*(?:fase|periode|uge|måned|år|dag)(?:r|er|ne|ene|erne)?\b)\w+"
)
_IN_SOME_AFTER = re.compile(rf"^\s{_SOME}", re.IGNORECASE)
_IN_SOME_BEFORE = re.compile(rf"(?:^|\s){_SOME}[^,;.:]{{0,20}}$", re.IGNORECASE)

_SUBORDINATE = re.compile(r"(?:^|[,;:.]\s)\W*(?:da|fordi|efter at|mens|hvor|inden|før|siden|når|hvis)\s", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"\b(?:{w.WORK}|{w.GRANT}|{w.WHO}|kommun\w*|(?:projekt|støtte|forsøgs)\w+|(?:det|den)(?=\s(?:blev|bliver|er|var|"
    r"måtte|hele|ikke|igen|nu|så)\b))\b|[\"”»’]",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-ZÆØÅ][\wæøå-]+")
_BESIDE = re.compile(
    rf"(?:^|\b(?:før|inden|efter|siden|under|i|uden|ved|til|med)\s){w.WORK}\s(?:blev|bliver|er|var|måtte)\s"
    r"(?:en|et|hver|alle|mange|flere|\d+|(?:den|det|de)\s\w+e)\s",
    re.IGNORECASE,
)


def _is_of_circumstances(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether something else was stopped, in a clause that only says when or why: "da den fælles tur droppedes".

    Nor is the undertaking stopped that a time is reckoned from: "før projektet blev en runde afbrudt otte gange".
    """
    before = re.search(r"(?i)\b(?:før|inden|efter|siden|under|i|ved)\s$", sentence[: match.start()])
    if _BESIDE.search(f"{before[0] if before else ' '}{match[0]} "):
        return True
    start = max((m.start() for m in _SUBORDINATE.finditer(sentence, 0, match.start() + 1)), default=None)
    if start is None or "," in sentence[start + 1 : match.start()]:
        return False
    clause = sentence[start : match.end()].lstrip(" .,;:")
    said = clause.split(" ", 1)[1] if " " in clause else clause
    return _SUBJECT.search(said) is None and _NAME.search(said) is None


# "Samarbejdet med jobcentret er sat på pause"
_WITH_WHOM = re.compile(r"\bsamarbejdet med (?!projektet)[\w ]{3,40}\s$", re.IGNORECASE)


# "Da det gamle tilbud i byen samtidig blev lukket"
_FORMER = re.compile(
    r"\b(?:gamle|tidligere|hidtidige|eksisterende)\s\w+[^.,;:]{0,40}?\b(?:luk\w*|nedl\w*|stop\w*|ophør\w*|afvikl\w*)$",
    re.IGNORECASE,
)


# "i hvert tredje forløb måtte opholdet afbrydes", "måtte vi aflyse fire gange"
_IN_A_SHARE = re.compile(r"\bi hvert? (?:anden|andet|tredje|fjerde|femte|tiende)\b", re.IGNORECASE)
_TIMES = re.compile(
    r"\s(?:[\w.]+\s){0,2}(?:gange|møder(?:ne)?|besøg(?:ene)?|hold(?:et|ene)?|kurser(?:ne)?|ture(?:ne)?|dage|aftener)\b"
)


def is_no_stop(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether words that read like a stop are of what was left over, of a pause, or of something else.

    Args:
        sentence: the sentence.
        match: the words of a stop in it.
    """
    said = match[0]
    if _WITH_WHOM.search(sentence[: match.start()]):
        return True
    if _IN_A_SHARE.search(sentence, 0, match.end()) or _TIMES.match(sentence, match.end()):
        return True
    if _is_of_circumstances(sentence, match) or _FORMER.search(sentence[: match.end()]):
        return True
    if _HEALED.search(said) or _OF_ANYBODY.search(sentence, max(0, match.start() - len("skal man ")), match.end()):
        return True
    if _IN_SOME_AFTER.search(sentence[match.end() :]) or _IN_SOME_BEFORE.search(sentence[: match.start()]):
        return True  # "standset på fire af de fem centre": it goes on at the rest
    if _PAID_BACK.search(said) and _REMAINDER.search(sentence):
        return _BROKEN_OFF.search(sentence) is None
    if _FOR_A_WHILE.search(sentence) or _LOCKDOWN.search(sentence):
        clause = sentence[max(sentence.rfind(mark, 0, match.start()) + 1 for mark in ",;:") : match.end() + 40]
        is_lasting = re.search(rf"(?i)\b{w.WORK}\b|\b{w.GRANT}\b", clause) is not None
        if not is_lasting or (_FOR_A_WHILE.search(sentence, match.start()) and _LOCKDOWN.search(sentence)):
            return True
    if _HONOURED.search(sentence[match.end() :]) or _WITH_CHEER.search(sentence[match.end() :]):
        return True
    return _OF_OTHERS.search(said) is not None and _NO_OBJECT.match(sentence, match.end()) is None
