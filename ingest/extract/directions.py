"""Which way one sentence says that things went, clause by clause.

What moved decides what the movement is worth: fewer readmissions are good, less well-being is bad, and a lost kilo is
bad for the undernourished and good for the overweight. "Kunne ikke påvises" and "ingen effekt" are findings of no
change, not silence.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.records import OutcomeDirection
from ingest.cues import Cue
from ingest.extract import outcome_words as words

REACH = 90
"""Most characters between a movement and what it is of; longer clauses speak of two things."""

_MOVE = Cue(rf"\b(?P<down>{words.DOWN})|\b(?P<up>{words.UP})")
_NOUN = Cue(rf"(?P<bad>{words.BAD_NOUNS})|(?P<good>{words.GOOD_NOUNS})")
_BETTER = Cue(rf"\b(?:{words.BETTER})")
_WORSE = Cue(rf"\b(?:{words.WORSE})")
_NOTHING_CHANGED = Cue(words.NOTHING_CHANGED)
_UNMEASURED = Cue(words.UNMEASURED)
_TOO_EARLY = Cue(words.TOO_EARLY)
_SAID_MIXED = Cue(words.SAID_MIXED)
_NONE_LEFT = Cue(
    rf"\b(?:ingen|nul|0|uden|ikke (?:set|målt|haft|registreret))\s(?:nye\s|nyopståede\s|alvorlige\s|én\s)?"
    rf"(?:{words.BAD_NOUNS})|(?:{words.BAD_NOUNS})\w*\s(?:\w+\s){{0,3}}(?:er|blev|kom|var|nåede)\s(?:\w+\s){{0,2}}"
    r"(?:på nul|væk\b|forsvundet)"
)
_CONTRAST = (
    r"men|mens|medens|til gengæld|hvorimod|omvendt|modsat|selv om|selvom|trods|skønt|"
    r"på den anden side|på det andet|hos de andre|hos resten"
)
# "Færre på hverdage, ingen ændring i weekender": without a conjunction
_CLAUSES = re.compile(
    rf"(?:[,;.]?\s|^)(?:{_CONTRAST})\s|[,;]\s(?:dog|derimod|imidlertid)\s|;\s|,\s(?=(?:og\s)?(?:ingen|intet|"
    rf"uændre\w*)\b)",
    re.IGNORECASE,
)
OPPOSES = Cue(r"^(?:til gengæld|omvendt|derimod|men|modsat|desværre|dog)\b")
"""A sentence that begins so tells the other side of what the one before it told."""
# "Mændene fik det bedre, kvinderne ikke"
_NOT_THE_OTHERS = Cue(r",\s(?:\w+\s){1,4}(?:ikke|det modsatte)\s*[.!]?$")
_NUMBER = r"(?P<{}>\d{{1,3}}(?:\.\d{{3}})+|\d+(?:,\d+)?)"
# "gik fra 48 til 31", "på 4,1 procent mod 6,8 procent før"; years, dates and hours are no measures
_FROM_TO = Cue(
    rf"\bfra\s(?:\w+\s){{0,3}}?{_NUMBER.format('old')}(?:\s\w+)?\s(?:til|og ned på|og op på|ned til|op til)\s"
    rf"(?:\w+\s){{0,2}}?{_NUMBER.format('new')}"
)
_AGAINST = Cue(
    rf"{_NUMBER.format('new')}[^.;,\d]{{0,70}}?\s(?:mod|sammenlignet med|i forhold til)\s(?:\w+\s){{0,2}}?"
    rf"{_NUMBER.format('old')}"
)
# "mere liv i huset" says what there is more of; "steg mere end ventet" does not
_OF_ITS_OWN = re.compile(
    r"\b(?:mere|flere|færre|mindre|større|højere|lavere)\s(?!end\b|hos\b|blandt\b|ved\b|måned|uge|dag)[a-zæøå]{3,}",
    re.IGNORECASE,
)
_TURN = re.compile(r",?\s(?:og|samt|så|hvor|fordi)\s")
"""Where another subject may begin: "Viden er øget, og fejlene er halveret"."""
_NO_MEASURE = Cue(r"\b(?:kl\.|klokken|uge|alderen|årene)\s*(?:\w+\s)?$")
_LOSS_IS_BAD = Cue(r"underernær|ernæringsindsats|småtspis|uplanlagt vægttab|ernæring|appetit")
_LOSS_IS_GOOD = Cue(r"overvægt|fedme|\bbmi\b|svær overvægt")


def read_directions(sentence: str, context: str = "", topic: str = "") -> set[OutcomeDirection]:
    """Give the directions that one sentence states, clause by clause; empty if it states none.

    Args:
        sentence: one sentence.
        context: what the project is about, which decides whether lost weight is good or bad.
        topic: what was measured, where the sentence leaves it out as a table's cell does ("Steg fra 5,1 til 6,4").
    """
    if _TOO_EARLY.search(sentence):
        return set()
    if _SAID_MIXED.search(sentence):
        return {OutcomeDirection.MIXED}
    weight = _weight_nouns(context or sentence)
    found: set[OutcomeDirection] = set()
    for clause in _CLAUSES.split(sentence):
        if not clause or not clause.strip():
            continue
        # "Kontinuiteten steg i byen, men faldt på landet": the second clause leaves out what fell.
        direction = _read_clause(clause, *weight)
        if not direction and topic and not _OF_ITS_OWN.search(clause):
            direction = _read_clause(f"{topic} {clause}", *weight)
        if direction:
            found.add(direction)
        noun = _NOUN.search(clause)
        topic = clause[noun.start() : noun.end()] if noun else topic
    if found == {OutcomeDirection.BETTER} and _NOT_THE_OTHERS.search(sentence):
        return {OutcomeDirection.MIXED}
    return found


def measured_in(sentence: str) -> str:
    """Give the first thing of a sentence that is good or bad to have more of; "" if it names none."""
    noun = _NOUN.search(sentence)
    return sentence[noun.start() : noun.end()] if noun else ""


@lru_cache(maxsize=64)
def _weight_nouns(context: str) -> tuple[str, str]:
    """Give which words count as bad and good of weight, by what the text is about."""
    if _LOSS_IS_BAD.search(context) and not _LOSS_IS_GOOD.search(context):
        return r"vægttab|tab af vægt|tabte? (?:sig|i vægt)", r"\bvægt(?:en|stigning|øgning)?\b|taget på|tog på"
    if _LOSS_IS_GOOD.search(context):
        return (
            r"\bvægt(?:en|stigning)?\b|\bbmi\b",
            r"vægttab|tab(?:t|te) (?:sig|i vægt)|tab(?:t|te) (?:i gennemsnit )?[\d,]{1,4} k",
        )
    return r"(?!)", r"(?!)"


def _read_clause(clause: str, loss_bad: str, loss_good: str) -> OutcomeDirection | None:
    if _UNMEASURED.search(clause):
        return None
    if _NONE_LEFT.search(clause):
        return OutcomeDirection.BETTER
    if _NOTHING_CHANGED.search(clause):
        return OutcomeDirection.NO_CHANGE
    if re.search(loss_good, clause, re.IGNORECASE) and not re.search(r"vægttab(?:et)? (?:faldt|mindre)", clause):
        if not re.search(rf"\b(?:{words.DOWN})\b[^.]{{0,30}}vægt", clause, re.IGNORECASE):
            return OutcomeDirection.BETTER
        return OutcomeDirection.WORSE if "vægttab" not in clause.lower() else OutcomeDirection.BETTER
    if re.search(r"\btab(?:t|te)\s(?:\w+\s)?sig\b", clause, re.IGNORECASE):
        return (
            OutcomeDirection.WORSE
            if re.search(loss_bad, clause, re.IGNORECASE)
            else None
            if loss_bad != r"(?!)"
            else OutcomeDirection.BETTER
        )
    if _WORSE.search(clause):
        return OutcomeDirection.WORSE
    votes = _votes(clause, loss_bad)
    is_better = bool(_BETTER.search(clause))
    if min(votes) < 0 < max(votes) and not is_better:
        return OutcomeDirection.MIXED
    if min(votes) < 0 and max(votes) <= 0 and not is_better:
        return OutcomeDirection.WORSE
    return OutcomeDirection.BETTER if max(votes) > 0 or is_better else None


def _votes(clause: str, loss_bad: str) -> list[int]:
    """Give +1 for each movement of the clause to the good, -1 to the bad, 0 where nothing tells what moved.

    What moves is of the nearest movement: in "flere ansigter, og tilfredsheden dalede" nothing says more satisfaction.
    """
    moves = [(m.start(), m.end(), -1 if m["down"] else 1) for m in _MOVE.finditer(clause)]
    for pattern in (_FROM_TO, _AGAINST):
        for numbers in pattern.finditer(clause):
            old, new = (float(numbers[g].replace(".", "").replace(",", ".")) for g in ("old", "new"))
            if old == new or 1900 <= old <= 2100 or _NO_MEASURE.search(clause[: numbers.start()]):
                continue
            moves.append((numbers.start(), numbers.end(), 1 if new > old else -1))
    nearest: dict[int, tuple[int, int]] = {}
    for start, end, sign in moves:
        noun = _nearest_noun(clause, start, end, loss_bad)
        if noun is not None and (noun[1] not in nearest or noun[0] < nearest[noun[1]][0]):
            nearest[noun[1]] = (noun[0], sign * noun[2])
    return [0, *(vote for _, vote in nearest.values())]


def _nearest_noun(clause: str, start: int, end: int, loss_bad: str) -> tuple[int, int, int] | None:
    """Give the good or bad thing that a movement is of: how far off, where, +1 or -1; `None` if none is near."""
    best: tuple[int, int, int] | None = None
    for noun in [*_NOUN.finditer(clause), *re.finditer(loss_bad, clause, re.IGNORECASE)]:
        if noun.start() >= end:
            distance = noun.start() - end
        elif noun.end() <= start:
            distance = (start - noun.end()) + 8  # "færre indlæggelser" beats what stands before
        elif end - start > noun.end() - noun.start():
            distance = 0  # between two numbers: "71 procent var til tandlæge mod 32"
        else:
            continue
        if _is_in_name(clause, noun.start()):
            continue
        turn = _TURN.search(clause, min(noun.end(), end), max(noun.start(), start))
        distance += 0 if turn is None else 40 if turn[0].startswith(",") else 10
        good = bool(noun.groupdict().get("good"))
        if distance <= REACH and (best is None or distance < best[0]):
            best = (distance, noun.start(), 1 if good else -1)
    return best


def _is_in_name(clause: str, at: int) -> bool:
    """Tell whether a word within a sentence is a name: "Tryghedshotellet" says nothing of how safe anybody felt."""
    begin = at
    while begin > 0 and clause[begin - 1].isalpha():
        begin -= 1
    return (
        begin > 1
        and clause[begin].isupper()
        and clause[begin + 1 : begin + 2].islower()
        and clause[begin - 2] not in ".:!?"
    )
