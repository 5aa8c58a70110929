"""What two figures set against each other are worth: better, no change or worse."""

from __future__ import annotations

import re

from corpus.records import OutcomeDirection
from ingest.cues import Cue
from ingest.extract import outcome_words as words
from ingest.extract.comparisons import Comparison, find_comparisons
from ingest.extract.measured_things import find_stated
from ingest.extract.thing_signs import fold, sign_of_thing, things_in

MOVE = Cue(rf"\b(?P<down>{words.DOWN})|\b(?P<up>{words.UP})")
"""Words that say that something moved."""

# What a figure without a known measure is of, told by what people did or had to do
_UNWANTED = Cue(
    r"\b(?:ikke|aldrig|ingen|uden(?! for\b)|mangl\w+|måtte|nødt|tvunget|tilbage i (?:fængsel|behandling)|"
    r"(?<!hjem )(?<!selv )igen\b|"
    r"vildt?\b|lå [^.;]{0,40}i sengen|faldet (?:mindst|siden|hjemme)|faldt (?:\d|\w+ (?:beboer|borger))|røg\b|forlod|"
    r"sagde op|afvist\w*|glemte|"
    r"(?:blev|er) (?:\w+ )?kørt|tilkald\w+|"
    r"ambulance\w*|spildt|venter?|ventede|alene|forsk?ellige (?:hjælpere|ansigter|medarbejdere)|"
    r"(?:sygeplejersker|hjælpere|ansigter|medarbejdere|vikarer) (?:om\b|"
    r"(?:på|i løbet af|pr\.?|hver) (?:en |én )?(?:uge|måned|dag)\w*)|"
    r"give op|gav op|på gaden|bag rattet|i bilen)\b"
)
_WANTED = Cue(
    r"\b(?:kunne|kan|klare[rd]\w*|fik lov|inden for|løst|gennemfør\w*|til tiden|selv\b|besvaret|kommer|spise[rd]?\w*|"
    r"hjem (?:igen|til)|screenet|vejet|tjekket|vaccineret|mødte|møder|tog imod|tager imod|har fået|ude hos|hjemme|sove|"
    r"går|gik (?:tur|til)|"
    r"cykle\w*|dyrke\w*|deltog|"
    r"til (?:tjek|læge|tandlæge)|egen læge|de oplysninger|tilmeldt|opnåede|nåede|brugte tilbud\w*|svømme\w*|"
    r"med en (?:\w+ )?(?:registreret|opdateret|nedskrevet|aktuel) \w+|"
    r"videre i|lykkedes for|på plads|i (?:job|arbejde|uddannelse|beskæftigelse)|"
    r"(?:fik|fået) (?:talt|tjekket|lagt|lavet|gennemgået)|"
    r"rejste\b(?! inden)|løfte\w*|korrekt\w*|opdateret|udfyldt|stadig i)\b"
)


def guess_sign(text: str) -> int:
    """Give +1 or -1, or 0, for whether more is good of what a text without a known measure tells of: "på gaden" -1."""
    return -1 if _UNWANTED.search(text) else int(bool(_WANTED.search(text)))


def verdict_of(comparison: Comparison, sign: int) -> OutcomeDirection | None:
    """Give what a comparison tells of what is good (+1) or bad (-1) to have more of, or of nobody knows (0)."""
    if comparison.aim:  # an aim that was not reached is no step back
        sign = 1 if comparison.is_of_people and comparison.aim == "least" else sign
        if not sign and (comparison.aim == "least" and not comparison.is_share):
            sign = 1
        if comparison.aim == "least":
            reached = comparison.sign * (sign or 1) >= 0
        else:
            reached = comparison.sign >= 0 if comparison.aim == "floor" else comparison.sign <= 0
        return OutcomeDirection.BETTER if reached else OutcomeDirection.NO_CHANGE
    if comparison.sign == 0:
        return OutcomeDirection.NO_CHANGE
    if not sign:
        return None
    return OutcomeDirection.BETTER if comparison.sign == sign else OutcomeDirection.WORSE


def read_comparisons(sentence: str, topic: str, loss_bad: str, loss_good: str) -> tuple[set[OutcomeDirection], str]:
    """Give what figures set against each other tell, and the sentence with those that were read blanked.

    Args:
        sentence: the sentence.
        topic: what was measured, where the sentence leaves it out.
        loss_bad: pattern of what is bad about weight.
        loss_good: pattern of what is good about weight.
    """
    folded = fold(sentence)
    comparisons = find_comparisons(folded)
    found: set[OutcomeDirection] = set()
    stated = find_stated(folded)
    if not comparisons and stated is None:
        return found, sentence
    things = things_in(sentence, loss_bad, loss_good)
    rest = sentence
    if stated is not None:
        rest = rest[: stated.start] + " " * (stated.end - stated.start) + rest[stated.end :]
        if not comparisons and (move := MOVE.search(rest)) is not None:
            sign = -stated.sign if move["down"] else stated.sign
            return {OutcomeDirection.BETTER if sign > 0 else OutcomeDirection.WORSE}, ""
    for comparison in comparisons:
        start, end = _statement(folded, comparison.start, comparison.end)
        sign = stated.sign if stated is not None else _sign_of(things, comparison, start, end) or _topic_sign(topic)
        sign = sign or comparison.unit_sign or (comparison.sign and guess_sign(sentence[start:end]))
        if not sign and comparison.sign and comparison.is_share and _SHARE_OF.match(sentence):
            sign = guess_sign(sentence)
        if not sign and comparison.is_of_time and TAKES.search(folded, start, end):
            sign = -1
        direction = verdict_of(comparison, sign)
        if hardly_differs(comparison, sentence[start:end]):
            direction = OutcomeDirection.NO_CHANGE
        if direction is None:
            continue
        found.add(direction)
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return found, rest


def hardly_differs(comparison: Comparison, statement: str) -> bool:
    """Tell whether two figures are as good as the same, and the statement around them does not say that they moved."""
    return comparison.is_slight and not comparison.aim and not _SAYS_MOVED.search(statement)


_SAYS_MOVED = Cue(
    rf"\b(?:{words.DOWN}|{words.UP}|{words.BETTER}|{words.WORSE})|\b(?:gik|gået|kom|kommet|nede|oppe|kilo|kg|bmi|"
    r"vægt\w*|vejede|mmol|mmhg|blodtryk\w*|kolesterol|taljemål)\b"
)
"""Words that say that something moved, or what small differences count in."""
_SHARE_OF = Cue(r"^andelen\b[^.;]{0,40}?,? (?:der|som|med)\b")  # "Andelen, der fik en plan, steg til 60 procent"
_BEHIND = 3
"""Most characters behind a statement at which what was measured may begin, as behind a comma."""
TAKES = re.compile(r"\b(?:går|gik|tog|tager|taget|brugte|bruger|svar|ventede|venter|inden)\b")
"""Words of how long something takes, which is good to have less of."""
_BREAK = re.compile(r"[;:]\s|\.\s|,?\s(?:men|mens|hvorimod|til gengæld|samtidig)\s|,\s(?:og\s|så\s)?")


def _statement(folded: str, start: int, end: int) -> tuple[int, int]:
    """Give where the statement around a comparison begins and ends."""
    left = 0
    for match in _BREAK.finditer(folded, 0, start):
        left = match.end()
    right = _BREAK.search(folded, end)
    return left, right.start() if right is not None else len(folded)


def _sign_of(things: list[tuple[int, int, int]], comparison: Comparison, start: int, end: int) -> int:
    """Give the sign of what a comparison is of: its statement's first thing, else the nearest before, else behind."""
    inside = [t for t in things if start <= t[0] < end]
    first = [t for t in inside if t[0] < comparison.start]
    for choice in (first[:1], inside[:1], [t for t in things if t[0] < comparison.start][-1:]):
        if choice:
            return choice[0][2]
    return things[0][2] if things and things[0][0] - end < _BEHIND else 0


def _topic_sign(topic: str) -> int:
    return sign_of_thing(topic) if topic else 0


def compare_figures(sentence: str) -> list[tuple[int, int, int]]:
    """Give the figures that a sentence sets against each other: where, +1 if it rose, and +1 if that is good.

    Both are 0 where nothing changed, the second also where nothing says what is good.
    """
    folded = fold(sentence)
    found: list[tuple[int, int, int]] = []
    stated = find_stated(folded)
    for comparison in find_comparisons(folded):
        if stated is not None:
            sign = stated.sign
        else:
            own = _statement(folded, comparison.start, comparison.end)
            sign = _sign_of(things_in(sentence, r"(?!)"), comparison, *own)
        found.append((comparison.start, comparison.sign, comparison.sign * sign))
    return found
