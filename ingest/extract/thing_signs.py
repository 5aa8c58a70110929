"""Things that it is good or bad to have more of: trust and readmissions, and weight by what the text is about."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.cues import Cue
from ingest.extract import outcome_words as words
from ingest.extract.measured_things import find_measured

_PHRASE = Cue(rf"(?P<bad>{words.BAD_PHRASES})|(?P<good>{words.GOOD_PHRASES})")
_LOSS_IS_BAD = Cue(r"underernær|ernæringsindsats|småtspis|uplanlagt vægttab|ernæring|appetit")
_LOSS_IS_GOOD = Cue(r"taljemål|slank|overvægt|fedme|\bbmi\b|svær overvægt")


def fold(text: str) -> str:
    """Give a text in lower case, or as it is where that would move its places."""
    folded = text.lower()
    return folded if len(folded) == len(text) else text


@lru_cache(maxsize=64)  # a sentence's things are asked for several times
def things_in(text: str, loss_bad: str, loss_good: str = r"(?!)") -> list[tuple[int, int, int]]:
    """Give the things in a text that are good or bad to have more of: start, end, +1 or -1, in order."""
    found = [(m.start, m.end, m.sign) for m in find_measured(fold(text))]
    for noun in _PHRASE.finditer(text):
        if _IN_HAND.match(text, noun.end()):  # "blodtrykket er kommet under kontrol"
            continue
        if not any(a < noun.end() and noun.start() < b for a, b, _ in found):
            found.append((noun.start(), noun.end(), 1 if noun["good"] else -1))
    for pattern, sign in ((loss_bad, -1), (loss_good, 1)):
        if pattern != r"(?!)":
            found += [(m.start(), m.end(), sign) for m in re.finditer(pattern, text, re.IGNORECASE)]
    if (wait := _WAIT.match(text)) is not None:
        found = [t for t in found if t[0] >= wait.end()] + [(0, wait.end(), -1)]
    for whole in _WHOLE.finditer(text):
        sign = 1 if whole["good"] else -1 if whole["bad"] else 0
        found = [t for t in found if not whole.start() <= t[0] < whole.end()]
        found += [(*whole.span(), sign)] if sign else []
    found = [(a, b, -sign if sign > 0 and _POORLY.match(text, b) else sign) for a, b, sign in found]
    return sorted(t for t in found if not _is_in_name(text, t[0]))


_POORLY = re.compile(r"\s(?:\w+\s)?(?:dårligt|for lidt)\b")  # "sover dårligt" is bad, as "sover" is good
_WAIT = re.compile(
    r"(?:antal )?(?:minutter|timer|døgn|dage|uger|måneder) (?:fra\b[^:.;,]{1,60}\btil|(?:til|inden))"
    r"(?<=til|den) (?:den |det )?(?:første|sår\w*|\w*hel(?:et|ing)\w*|svar\w*|besøg\w*|behandling\w*|udskriv\w*|"
    r"samtale\w*|opstart\w*|afklaring\w*|hjælp\w*)(?: \w+)?",
    re.IGNORECASE,
)
"""Time until something is done, at the beginning of a statement."""
_FOUND = r"(?:opdage|finde|opspore|fange|behandle|fund)\w*"
_WHOLE = re.compile(
    r"(?P<good>\btidlig\w* (?:fund|opsporing\w*|opdagelse\w*|diagnose\w*|påvisning\w*) af "
    r"\w+(?:,? (?:og |eller )?\w+)?|"
    rf"\b\w+,? (?:der|som) (?:\w+ )?{_FOUND} (?:\w+ )?(?:tidligt|i tide|rettidigt)|"
    r"\bdø(?:dsfald\w*|r|de)? (?:i (?:eget )?hjem\w*|hjemme)|"
    r"\b(?:screen|undersøg|test|udred|tjek)(?:ning\w*|ket|ede|ed|es|et|t|s) for \w+(?:,? (?:og|eller) \w+)?|"
    r"\b(?:der|som) (?:er |har )?(?:stopper|stoppede|stoppet|holdt op|holder op) med (?:at ryge|rygning\w*|at drikke)|"
    r"\bantal\w* (?:af )?(?:røgfri|rygestop)\w*|"
    r"\b\w+ (?:\w+ ){1,4}(?:frem for|i stedet for) (?:at \w+ )?(?:på |i )?(?:sygehus|hospital)\w*|"
    r"\bunder (?:grænsen|tærsklen|grænseværdien) for \w+)|"
    r"(?P<bad>\b(?:vente)?tiden fra [^.:;,\d]{1,50}? til (?:den |det )?(?:første )?\w+|"
    r"\bover (?:grænsen|tærsklen|grænseværdien) for \w+|\bikke-\w+[ted]e \w+)|"
    r",? (?:inden|før|efter,? at) (?:de|den|han|hun|man|\w+eren|\w+erne) (?:\w+ )?"
    r"(?:blev|bliver|var|er|måtte|skulle|kom) [^,.;]+",
    re.IGNORECASE,
)
"""Phrases that are one thing, whatever their words are alone: found early, beyond a limit, left undone; and a clause of
time, whose things are not what moved: "de, der fik en plan, inden de blev indlagt"."""
_IN_HAND = re.compile(r"\w*(?:\s\w+){0,4}\sunder kontrol\b")


def sign_of_thing(text: str) -> int:
    """Give +1 if the first thing that a text names is good to have more of, -1 if bad, 0 if it names none."""
    things = things_in(text, r"(?!)")
    return things[0][2] if things else 0


def measured_in(sentence: str) -> str:
    """Give the first thing of a sentence that is good or bad to have more of; "" if it names none."""
    things = things_in(sentence, r"(?!)")
    return sentence[things[0][0] : things[0][1]] if things else ""


@lru_cache(maxsize=64)
def weight_nouns(context: str) -> tuple[str, str]:
    """Give which words count as bad and good of weight, by what the text is about."""
    if _LOSS_IS_BAD.search(context) and not _LOSS_IS_GOOD.search(context):
        return (
            r"vægttab|tab af vægt|tabte? (?:sig|i vægt)",
            r"\b(?:gennemsnits|krops|middel)?vægt(?:en|stigning|øgning)?\b|taget på|tog på",
        )
    if _LOSS_IS_GOOD.search(context):
        return (
            r"\bvægt(?:en|stigning)?\b|\bbmi\b",
            r"vægttab|tab(?:t|te) (?:sig|i vægt)|tab(?:t|te) (?:i gennemsnit )?[\d,]{1,4} k",
        )
    return r"(?!)", r"(?!)"


def _is_in_name(clause: str, at: int) -> bool:
    """Tell whether a word within a sentence is a name: "Tryghedshotellet" says nothing of how safe anybody felt."""
    begin = at
    while begin > 0 and clause[begin - 1].isalpha():
        begin -= 1
    return (
        begin > 1
        and clause[begin].isupper()
        and clause[begin + 1 : begin + 2].islower()
        and clause[begin - 2] not in ".:!?•*–-|"
    )
