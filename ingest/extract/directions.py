"""Which way one sentence says that things went, clause by clause.

What moved decides what the movement is worth: fewer readmissions are good, less well-being is bad, and a lost kilo is
bad for the undernourished and good for the overweight. "Kunne ikke påvises" and "ingen effekt" are findings of no
change, not silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from corpus.records import OutcomeDirection
from ingest.cues import Cue
from ingest.extract import outcome_words as words
from ingest.extract import verdict_words as verdicts
from ingest.extract.figure_verdicts import MOVE, read_comparisons
from ingest.extract.quantities import is_of_others
from ingest.extract.thing_signs import fold, measured_in, sign_of_thing, things_in, weight_nouns

REACH = 90
"""Most characters between a movement and what it is of; longer clauses speak of two things."""

_BETTER = Cue(rf"\b(?:{words.BETTER}|{verdicts.BETTER})")
_WORSE = Cue(rf"\b(?:{words.WORSE}|{verdicts.WORSE})")
_NOTHING_CHANGED = Cue(rf"{words.NOTHING_CHANGED}|\b(?:{verdicts.NOTHING_CHANGED})")
_UNMEASURED = Cue(words.UNMEASURED)
_TOO_EARLY = Cue(words.TOO_EARLY)
_SAID_MIXED = Cue(rf"{words.SAID_MIXED}|\b(?:{verdicts.MIXED})")
_NONE = Cue(
    r"\b(?:ingen|nul|0|uden|ikke (?:har |havde )?(?:set|målt|haft|registreret|været|forekommet|indberettet))\s"
    r"(?:nye\s|nyopståede\s|alvorlige\s|ekstra\s|yderligere\s|øget\s|større\s|"
    r"én\s|e[nt] eneste\s)?$"
)
_NONE_AT_ALL = re.compile(r"\b(?:ingen|nul|0|uden|ikke)\s")
_NEAR = 30
_GONE = Cue(r"\s(?:er|blev|kom|var|nåede)\s(?:\w+\s){0,2}(?:på nul|væk\b|forsvundet)")
_CONTRAST = (
    r"men|mens|medens|til gengæld|hvorimod|omvendt|modsat|selv om|selvom|trods|skønt|"
    r"på den anden side|på det andet|hos de andre|hos resten"
)
# "Færre på hverdage, ingen ændring i weekender": without a conjunction
_CLAUSES = re.compile(
    rf"(?<=\d)\.\s(?=(?-i:[A-ZÆØÅ]))|(?:[,;.]?\s|^)(?:{_CONTRAST})\s|[,;]\s(?:dog|derimod|imidlertid)\s|;\s|"
    rf",\s(?=(?:og\s)?(?:ingen|intet|"
    rf"uændre\w*)\b)",
    re.IGNORECASE,
)
OPPOSES = Cue(
    r"^(?:til gengæld|omvendt|derimod|men|modsat|desværre|dog|på (?:det|den|de) (?:andet|anden|andre)|imidlertid|"
    r"(?:helt |noget |ganske )?anderledes (?:gik|er|ser|så|står|stod|forholder)|[^.;:]{0,90} derimod|"
    r"\w+ (?:oplever|oplevede|fik|blev|er|var|har) (?:imidlertid|til gengæld))\b"
)
"""A sentence that begins so tells the other side of what the one before it told."""
TURNS_TO_BAD = Cue(
    r"^(?:til gengæld|omvendt|derimod|imidlertid|på (?:det|den|de) (?:andet|anden|andre))\b|"
    r"^\w+ (?:oplever|oplevede|fik|blev|er|var|har) (?:derimod|imidlertid|til gengæld)\b"
)
"""A sentence that begins so tells of a turn: what came before was the contrary, if it told anything."""
IN_SPITE = Cue(r"^(?:alligevel|ikke desto mindre|trods (?:det|dette)|på trods af (?:det|dette))\b")
"""A sentence that begins so tells what goes against the one before it, good or bad."""
# "Mændene fik det bedre, kvinderne ikke"
_NOT_THE_OTHERS = Cue(r",\s(?:\w+\s){1,4}(?:ikke|det modsatte)\s*[.!]?$")
# "mere liv i huset" says what there is more of; "steg mere end ventet" does not
_OF_ITS_OWN = re.compile(
    r"\b(?:flere|færre)\s(?:er|har|blev|fik)\s\w+t\b|"
    r"\b(?:mere|flere|færre|mindre|større|højere|lavere)\s(?!end\b|hos\b|blandt\b|ved\b|måned|uge|dag)[a-zæøå]{3,}",
    re.IGNORECASE,
)
_TURN = re.compile(r",?\s(?:og|samt|så|hvor|fordi)\s")
"""Where another subject may begin: "Viden er øget, og fejlene er halveret"."""
_CAUSE = re.compile(r"\b(?:fordi|eftersom|på grund af|skyldes|årsagen|idet)\b", re.IGNORECASE)
_AND = re.compile(r"\s(?:og|men)\s|,\s")
# "Færre er blevet røgfri": what is good befell fewer
_FEWER = re.compile(
    r"\s*(?:men |og |kun |til gengæld )?(?:er |var )?(?:langt |meget |mange |lidt )?færre\b(?:\s\w+){0,4}\s*",
    re.IGNORECASE,
)
# "Vi ønskede færre opkald, men fik flere": what was wanted came first, and says of what there are more
_AIMED_AT = Cue(
    r"^[^,.;:]{0,40}\b(?:ønskede|håbede på|ville have|gik efter|(?:havde|har) (?:\w+ )?(?:ønsket|håbet på|regnet med|"
    r"(?:for)?ventet)|(?:mål|håb|ønske|plan|ambition|forventning|hensigt|mening|tanke)\w* var)\b"
)
_BUT = re.compile(r",\smen\s")
_BY_CHANCE = Cue(r"\binden for (?:den )?(?:\w+ )?\w*usikkerhed\w*|\btilfældige? udsving")
# "Antallet af borgere, der blev røgfri, faldt"
_COUNT = Cue(r"^\W*(?:og |men )?(?:antal|andel|tal)(?:let|et|en)\b.*\b(?:der|som)\b")
_FELL = Cue(
    r"[^,;]{0,40},? (?:faldt|er faldet|dalede|er dalet|gik ned|er gået ned|er (?:næsten )?halveret|blev halveret|"
    r"blev (?:\w+ )?(?:færre|mindre|lavere))\b(?! fra\b)"
)
_NO_HARM = Cue(verdicts.NO_HARM)
_NO_DOUBT = Cue(verdicts.NO_DOUBT)
_LIKED = Cue(verdicts.LIKED)


def read_directions(sentence: str, context: str = "", topic: str = "") -> set[OutcomeDirection]:
    """Give the directions that one sentence states, clause by clause; empty if it states none.

    Args:
        sentence: one sentence.
        context: what the project is about, which decides whether lost weight is good or bad.
        topic: what was measured, where the sentence leaves it out as a table's cell does ("Steg fra 5,1 til 6,4").
    """
    return set(_directions(sentence, context, topic))


@lru_cache(maxsize=64)  # rules ask, and then the signs of the learned model
def _directions(sentence: str, context: str, topic: str) -> Collection[OutcomeDirection]:
    if _TOO_EARLY.search(sentence):
        return set()
    if _SAID_MIXED.search(sentence):
        return {OutcomeDirection.MIXED}
    weight = weight_nouns(context or sentence)
    found, rest = read_comparisons(sentence, topic, *weight)
    if _NO_DOUBT.search(sentence):
        return {OutcomeDirection.BETTER}
    n_better = n_liked = 0
    clauses = [clause for clause in _CLAUSES.split(rest) if clause]
    for n, clause in enumerate(clauses):
        if not clause.strip() or (found and is_of_others(clause)):
            continue
        if n + 1 < len(clauses) and _AIMED_AT.match(clause):
            topic = measured_in(clause) or topic
            continue
        spared = _NO_HARM.search(clause)
        if spared is not None:
            clause = clause[: spared.start()]
        # "Kontinuiteten steg i byen, men faldt på landet": the second clause leaves out what fell.
        direction = _read_clause(clause, *weight)
        if not direction and topic and not _OF_ITS_OWN.search(clause):
            direction = _read_clause(f"{topic} {clause}", *weight)
        if direction:
            found.add(direction)
        if direction is OutcomeDirection.BETTER:
            n_better += 1
            n_liked += bool(_LIKED.search(clause))
        things = things_in(clause, weight[0])
        topic = clause[things[0][0] : things[0][1]] if things else topic
    if OutcomeDirection.NO_CHANGE in found and _BY_CHANCE.search(sentence):
        return {OutcomeDirection.NO_CHANGE}
    if found == {OutcomeDirection.BETTER, OutcomeDirection.NO_CHANGE} and 0 < n_better == n_liked:
        return {OutcomeDirection.NO_CHANGE}  # liked, without effect
    if found == {OutcomeDirection.BETTER} and _NOT_THE_OTHERS.search(sentence):
        return {OutcomeDirection.MIXED}
    return found


def without_aim(sentence: str) -> str:
    """Give a sentence without what was wanted where it goes on to tell what came: "men opkaldene er steget"."""
    turn = _BUT.search(sentence)
    return sentence[turn.end() :] if turn is not None and _AIMED_AT.search(sentence, 0, turn.start()) else sentence


def mark_words(clause: str) -> list[tuple[int, int, str]]:
    """Give the things of a clause (GOOD or BAD to have more of) and its words of movement (UP, DOWN), with places."""
    things = [(start, end, "GOOD" if sign > 0 else "BAD") for start, end, sign in things_in(clause, r"(?!)")]
    return things + [(m.start(), m.end(), "DOWN" if m["down"] else "UP") for m in MOVE.finditer(clause)]


def takes_back(sentence: str) -> bool:
    """Tell whether a sentence says that it is too early, or too little, to tell."""
    return bool(_TOO_EARLY.search(sentence))


def denies_measuring(sentence: str) -> bool:
    """Tell whether a sentence says that nobody measured, or too little to tell."""
    return bool(_UNMEASURED.search(sentence) or _TOO_EARLY.search(sentence))


def cues_of_clause(clause: str) -> Iterator[str]:
    """Give which kinds of words a clause has that tell a result, or that there is none."""
    return (name for name, cue in _CUES if cue.search(clause))


_CUES = (
    ("better", _BETTER),
    ("worse", _WORSE),
    ("nothing changed", _NOTHING_CHANGED),
    ("unmeasured", _UNMEASURED),
    ("too early", _TOO_EARLY),
    ("mixed", _SAID_MIXED),
    ("no doubt", _NO_DOUBT),
    ("no harm", _NO_HARM),
    ("liked", _LIKED),
)


_NO_LONGER = Cue(r"\bikke længere\b(?!.{0,20}\bend\b)")  # "Der er ikke længere kø"


def _read_clause(clause: str, loss_bad: str, loss_good: str) -> OutcomeDirection | None:
    if _UNMEASURED.search(clause):
        return None
    if _is_none_left(clause):
        return OutcomeDirection.BETTER
    if (gone := _NO_LONGER.search(clause)) is not None and (sign := sign_of_thing(clause[gone.end() :])):
        return OutcomeDirection.WORSE if sign > 0 else OutcomeDirection.BETTER
    if (still := _NOTHING_CHANGED.search(clause)) is not None:
        better = _BETTER.search(clause, 0, still.start())
        # "Kvinderne havde glæde af det, mændene fik ikke noget ud af det"
        beside = better is not None and "," in clause[better.end() : still.start()]
        return OutcomeDirection.MIXED if beside else OutcomeDirection.NO_CHANGE
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
    if (worse := _WORSE.search(clause)) is not None and not _CAUSE.search(clause, 0, worse.start()):
        better = _BETTER.search(clause)
        apart = better is not None and _AND.search(
            clause, min(better.end(), worse.end()), max(better.start(), worse.start())
        )
        return OutcomeDirection.MIXED if apart else OutcomeDirection.WORSE
    votes = _votes(clause, loss_bad)
    better = _BETTER.search(clause)
    if better is not None and _FEWER.fullmatch(clause, 0, better.start()) and min(votes) < 0:
        return OutcomeDirection.WORSE
    if better is not None and _COUNT.search(clause, 0, better.end()) and _FELL.match(clause, better.end()):
        return OutcomeDirection.WORSE
    is_better = better is not None
    if min(votes) < 0 < max(votes) and not is_better:
        return OutcomeDirection.MIXED
    if min(votes) < 0 and max(votes) <= 0 and not is_better:
        return OutcomeDirection.WORSE
    return OutcomeDirection.BETTER if max(votes) > 0 or is_better else None


def _is_none_left(clause: str) -> bool:
    """Tell whether nothing is left of a bad thing: "ingen nye tryksår", "ensomheden er væk"."""
    folded = fold(clause)
    gone = _GONE.search(folded)
    if gone is None and not _NONE_AT_ALL.search(folded):
        return False
    for start, end, sign in things_in(clause, r"(?!)"):
        if sign < 0 and gone is not None and 0 <= gone.start() - end < _NEAR:
            return True
        if _NONE.search(folded[:start]):  # denied: what is good of it is that it is bad
            return sign > 0
    return False


def _votes(clause: str, loss_bad: str) -> list[int]:
    """Give +1 for each movement of the clause to the good, -1 to the bad, 0 where nothing tells what moved.

    What moves is of the nearest movement: in "flere ansigter, og tilfredsheden dalede" nothing says more satisfaction.
    """
    moves = [(m.start(), m.end(), -1 if m["down"] else 1) for m in MOVE.finditer(clause)]
    things = things_in(clause, loss_bad) if moves else []
    nearest: dict[int, tuple[int, int]] = {}
    for start, end, sign in moves:
        noun = _nearest_noun(clause, start, end, things)
        if noun is not None and (noun[1] not in nearest or noun[0] < nearest[noun[1]][0]):
            nearest[noun[1]] = (noun[0], sign * noun[2])
    return [0, *(vote for _, vote in nearest.values())]


def _nearest_noun(clause: str, start: int, end: int, things: list[tuple[int, int, int]]) -> tuple[int, int, int] | None:
    """Give the good or bad thing that a movement is of: how far off, where, +1 or -1; `None` if none is near."""
    best: tuple[int, int, int] | None = None
    for noun_start, noun_end, sign in things:
        if noun_start >= end:
            distance = noun_start - end
            if " end " in clause[end:noun_start]:
                continue  # "længere end ved individuel træning": what it is set against, not what moved
        elif noun_end <= start:
            distance = (start - noun_end) + 8  # "færre indlæggelser" beats what stands before
        else:
            continue
        turn = _TURN.search(clause, min(noun_end, end), max(noun_start, start))
        distance += 0 if turn is None else 40 if turn[0].startswith(",") else 10
        if distance <= REACH and (best is None or distance < best[0]):
            best = (distance, noun_start, sign)
    return best
