"""Results that are set out as in a form: "Mål 2: Færre fald. Resultat: Ikke nået, antallet er steget med 14 pct.".

A form names a goal or something measured, and then a verdict ("Opnået: Nej"), a figure before and after, or a change
("Tryksår: +15 pct."). What was aimed at tells whether more of it is good where the word for it does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.records import OutcomeDirection
from ingest.cues import Cue
from ingest.extract.comparisons import SAME_SHARE
from ingest.extract.directions import read_directions
from ingest.extract.thing_signs import measured_in, sign_of_thing

BETTER, SAME, WORSE, MIXED = (
    OutcomeDirection.BETTER,
    OutcomeDirection.NO_CHANGE,
    OutcomeDirection.WORSE,
    OutcomeDirection.MIXED,
)
_LONGEST_LABEL = 60
_PART = re.compile(
    r"(?:[^.;\n|]|(?<=\d)\.(?=\d)|(?<=\bpct)\.(?=\s[a-zæøå])|(?<=\bpr)\.|(?<=\bca)\.|(?<=\d)\.(?=\s[a-z]))+"
)
_LABELLED = re.compile(r"\s*[•*–-]?\s*(?P<label>[^:]{2,60}?)\s?:\s+(?P<value>\S.*)", re.DOTALL)
_GOAL = Cue(r"^(?:(?:effekt|del|hoved|resultat|projekt)?mål(?:et|sætning\w*)?\b(?! nået| opfyldt)|succeskriteri)")
_MEASURED = Cue(r"^(?:indikator|måling|målt|parameter|emne|effekt på)\b")
_BEFORE = Cue(r"^(?:før\w*|(?:ved )?start\w*|baseline|udgangspunkt\w*|ved indgang\w*|begyndelse\w*)\b")
_AFTER = Cue(r"^(?:efter\w*|(?:ved )?(?:slut|afslut|projektets afslut)\w*|nu|opfølgning\w*|i dag|endte?)\b")
_VERDICT = Cue(
    r"^(?:(?:effekt|del)?resultat\w*|opnået|status\b|mål(?:et)? (?:er )?(?:nået|opfyldt)|målopfyldelse|opfyldt|nået|"
    r"udfald|vurdering|udvikling|indfriet)\b"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_YES = Cue(
    r"^(?:ja|(?:er )?(?:helt |fuldt )?(?:opfyldt|nået|indfriet|opnået|lykkedes)|positiv|grøn|(?:god )?fremgang)\b"
)
_NO = Cue(r"^(?:nej|(?:er )?ikke (?:\w+ )?(?:opfyldt|nået|indfriet|opnået|lykkedes|sket))\b")
_BAD = Cue(r"^(?:rød|negativ|tilbagegang)\b")
_PARTLY = Cue(r"^(?:delvis\w*|gul|halvt|til dels|næsten)\b")
_GOAL_MISSED = Cue(r"\bmål(?:et)? (?:er |blev )?(?:dermed |altså |således )?ikke (?:\w+ )?(?:nået|opfyldt|indfriet)")
_CHANGE = re.compile(r"(?P<sign>[+−–-])\s?\d")
_UP = Cue(
    r"^(?:\d+(?:,\d+)? ?(?:procent|pct\.?|%|point) (?:flere|mere|højere|længere)|op\b|steget|stigning|flere|øget|"
    r"højere|vokset|stiger)"
)
_DOWN = Cue(
    r"^(?:\d+(?:,\d+)? ?(?:procent|pct\.?|%|point) (?:færre|mindre|lavere|kortere)|ned\b|faldet|fald\b|færre|"
    r"reduceret|lavere|falder)"
)
_STILL = Cue(r"^(?:uændre[td]|uforandre[td]|samme|stabil\w*|ingen (?:ændring|forskel|udvikling|effekt)|0\b(?![,.]\d))")
_WANTS_LESS = Cue(
    r"\b(?:færre|lavere|kortere|mindre|reduce\w+|nedbring\w+|mindsk\w+|sænk\w+|halver\w+|undgå|forebyg\w+)\b"
)
_WANTS_MORE = Cue(r"\b(?:flere|højere|længere|større|mere|bedre|øge\w*|styrk\w+|forbedr\w+|hæve\w*|løfte\w*|fremme)\b")
_FALLS = Cue(r"^(?:antal )?fald\b")
_ACTIVITY = Cue(
    r"^(?:ansættelse|etablering|udarbejdelse|uddannelse|afholdelse|oprettelse|udvikling|rekruttering|oplæring|indkøb|"
    r"afprøvning|implementering|opstart|beskrivelse)\b"
)
_JUST_A_FIGURE = re.compile(r"\D{0,15}\d[\d.,]*\s?\S{0,12}")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?")


@dataclass(slots=True)
class _Item:
    """What one entry of the form says: of what, which way of it is good, and how it went."""

    topic: str = ""
    sign: int = 0
    levels: list[tuple[str, float]] = field(default_factory=list)  # role ("0" before, "1" after, or a year), figure
    found: set[OutcomeDirection] = field(default_factory=set)
    is_missed: bool = False

    def result(self) -> set[OutcomeDirection]:
        """Give the directions of the entry."""
        found = set(self.found) or self._of_levels()
        if found:
            return found
        return {SAME} if self.is_missed else set()

    def _of_levels(self) -> set[OutcomeDirection]:
        if len(self.levels) < 2:
            return set()
        (_, was), (_, became) = min(self.levels), max(self.levels)
        change = became - was
        if abs(change) <= SAME_SHARE * max(abs(was), abs(became), 1e-9):
            return {SAME}
        return _judge(self.sign, 1 if change > 0 else -1)


def read_form(text: str) -> set[OutcomeDirection] | None:
    """Give the directions that a line (or lines that belong together) states as a form; `None` if it is no form."""
    parts = [_LABELLED.fullmatch(match[0]) for match in _PART.finditer(text)]
    labelled = [p for p in parts if p is not None]
    if not labelled or not any(_tells(p["label"].strip(), p["value"].strip()) for p in labelled):
        return None
    item = _Item()
    found: set[OutcomeDirection] = set()
    for part, plain in zip(parts, _PART.finditer(text), strict=True):
        if part is None:
            item = _read_plain(item, plain[0].strip(), found)
        else:
            item = _read_labelled(item, part["label"].strip(), part["value"].strip(), found)
    return found | item.result() or None


def _tells(label: str, value: str) -> bool:
    if _VERDICT.search(label):
        return bool(_YES.search(value) or _NO.search(value) or _BAD.search(value) or _PARTLY.search(value)) or (
            label.lower().startswith("resultat") and bool(_GOAL.search(label) or _WANTS_LESS.search(value))
        )
    if _BEFORE.search(label) or _YEAR.fullmatch(label):
        return _NUMBER.match(value) is not None
    return _change_of(value) is not None and len(value) < _LONGEST_LABEL


def _read_plain(item: _Item, text: str, found: set[OutcomeDirection]) -> _Item:
    if _GOAL_MISSED.search(text):
        item.is_missed = True
        return item
    if item.is_missed or item.found:  # "Opnået: Nej. 41 % gennemførte mod 55 % før projektet"
        item.found |= read_directions(text, "", item.topic) - ({BETTER} if item.is_missed else set())
        return item
    if len(text) <= _LONGEST_LABEL:  # "Personaleomsætning. Før: 14 %."
        found |= item.result()
        return _named(text)
    return item


def _read_labelled(item: _Item, label: str, value: str, found: set[OutcomeDirection]) -> _Item:
    if _GOAL.search(label) and item.topic and _JUST_A_FIGURE.fullmatch(value):
        return item  # "Indikator: Ventetid. Mål: 10. Start: 13. Slut: 18."
    if _GOAL.search(label) or _MEASURED.search(label):
        found |= item.result()
        return _named(value)
    if _VERDICT.search(label):
        _judge_value(item, value)
        return item
    role = "0" if _BEFORE.search(label) else "3" if _AFTER.search(label) else label if _YEAR.fullmatch(label) else ""
    number = _NUMBER.search(value)
    if role and number is not None:
        item.levels.append((role, float(number[0].replace(".", "").replace(",", "."))))
        return item
    change = _change_of(value)
    if change is not None:
        found |= item.result()
        item = _named(label)
        item.found |= {SAME} if change == 0 else _judge(item.sign, change)
    return item


def _change_of(value: str) -> int | None:
    """Give which way a change goes: "+15 pct." 1, "-22 pct." -1, "uændret" 0."""
    if _STILL.search(value):
        return 0
    if match := _CHANGE.match(value):
        return 1 if match["sign"] == "+" else -1
    if _UP.search(value):
        return 1
    return -1 if _DOWN.search(value) else None


def _named(topic: str) -> _Item:
    less, more = _WANTS_LESS.search(topic), _WANTS_MORE.search(topic)
    if (less is None) != (more is None):
        return _Item(topic, -1 if less is not None else 1)
    return _Item(topic, -1 if _FALLS.search(topic) else sign_of_thing(topic))


def _judge(sign: int, change: int) -> set[OutcomeDirection]:
    return {BETTER if sign == change else WORSE} if sign else set()


def _judge_value(item: _Item, value: str) -> None:
    if _PARTLY.search(value):
        item.found.add(MIXED)
    elif _YES.search(value):
        item.found |= set() if _ACTIVITY.search(item.topic) else {BETTER}
    elif _BAD.search(value):
        item.found.add(WORSE)
    elif missed := _NO.search(value):
        item.is_missed = True
        rest = value[missed.end() :].strip(" ,:–-")
        item.found |= read_directions(rest, "", item.topic) - {BETTER} if rest else set()
    else:
        item.found |= read_directions(value, "", measured_in(item.topic) or item.topic)
