"""Two figures that a text sets against each other, and which way they went.

"Fra 38 til 21", "21 pct. før og 14 pct. efter", "8 ud af 10 mod 3 ud af 10", "41 dage i begge grupper", "Målet var 80
procent. Det blev 74.": Danish has many ways of saying so, but few signs: a preposition between the two, or a word of
time, of an aim or of another group beside each. The two may stand in sentences that follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ingest.extract.quantities import AIMS, Quantity, Time, find_quantities, role_of, says_against, time_of

_FROM = re.compile(r"\bfra(?:\s(?!til\b)\w+){0,6}\s$")
_TO = re.compile(r"(?!.*\bog (?!ned|op)\w)[^,;]*?\b(?:til|ned på|op på)\b[^,;]*")
_MOVES = re.compile(r"fald|steg|stig|gik|gået|går|kom|bragt|reducer|sænk|voks|øge|halver|dal|dykke|ned|klatre|hoppe")
_ARROW = re.compile(r"[^,;:\d]{0,25}\s?(?:->|→|=>|–>|>)\s?")
_LABEL_TO = re.compile(r"[^,;:\d]{0,12}\stil\s")  # "Sygedage: 9 til 4"
_AFTER_LABEL = re.compile(r":\s$|:\sfra\s$")
_ALIKE = re.compile(
    r"\b(?:i|for|hos|på|ved)\s(?:begge|alle tre)\b|"
    r"\b(?:i|for|hos|på)\sbåde\b[^.;]{0,60}?\b(?:kontrol|sammenlignings)\w+|"
    r"\bbåde\s(?:i|for|hos|på|blandt|med|ved)\b[^.;]{0,50}?\bog\s(?:i|for|hos|på|blandt|med|ved)\s(?:de[nt]?\s)?"
    r"(?:almindelige?|sædvanlige?|vanlige?|normale?|gængse|kontrol\w*|sammenlignings\w*)\b|"
    r"\bbåde\b.{0,40}?\b(?:før|først|start\w*|"
    r"begyndelse\w*)\b.{0,20}?\bog\b"
)
SAME_SHARE = 0.03
"""Part of the greater by which two figures may differ and count as the same: 7.1 and 7.0 percent."""

SLIGHT_SHARE = 0.05
"""Part of the greater by which two figures may differ and count as the same where nothing says that they moved."""
_LONGEST_GAP = 130
_SHORT_GAP = 30
_JUST_FROM = re.compile(r"\bfra (?:i snit |i gennemsnit |cirka |omkring |knap )?$")
_OLDER = ("before", "others", "expected", *AIMS)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures set against each other: where, and +1 if it rose, -1 if it fell, 0 if it stayed."""

    start: int
    end: int
    sign: int
    is_of_time: bool = False  # minutes, days, months: how long something took
    aim: str = ""  # "least" or "most", where the first figure is what was aimed at
    is_share: bool = False  # both are parts of a whole
    is_of_people: bool = False  # how many of somebody
    unit_sign: int = 0  # +1 where more of the unit is good, whatever is measured: metres walked
    is_slight: bool = False  # they hardly differ: "22 ved start og 21 ved slut"


@dataclass(frozen=True, slots=True)
class Across:
    """A figure of a sentence set against one of an earlier sentence: the comparison, and where each stands."""

    n_back: int  # sentences between the two, and one
    earlier: Quantity
    later: Quantity
    compared: Comparison  # its places are those in the later sentence


def find_comparisons(folded: str) -> list[Comparison]:
    """Give the comparisons within a sentence in lower case, in order."""
    return [comparison for comparison, _ in _within(folded)]


@lru_cache(maxsize=256)  # rules ask, and then the signs of the learned model
def _within(folded: str) -> tuple[tuple[Comparison, tuple[Quantity, ...]], ...]:
    """Give the comparisons of a sentence, each with its two figures."""
    quantities = list(find_quantities(folded))
    spelled_out = [pair for pair in pairwise(quantities) if _is_from_to(folded, *pair)]
    if spelled_out:  # "Fra de tre plejecentre er indlæggelserne faldet fra 14 til 9": the first figure is in no pair
        among = {q for pair in spelled_out for q in pair}
        quantities = [q for q in quantities if q in among or any(q.start > b.end for _, b in spelled_out)]
    found: list[tuple[Comparison, tuple[Quantity, ...]]] = []
    at = 0
    while at < len(quantities) - 1:
        pair = (quantities[at], quantities[at + 1])
        comparison = _compare(folded, *pair)
        if comparison is None and at + 2 < len(quantities):
            # "31 pct. ... inden for 1 år, ved afslutningen 86"
            pair = (quantities[at], quantities[at + 2])
            comparison = _compare(folded, *pair)
        if comparison is not None:
            found.append((comparison, pair))
            at += 2
        else:
            at += 1
    if not found and len(quantities) == 1 and quantities[0].is_figure and _ALIKE.search(folded):
        found.append((Comparison(quantities[0].start, quantities[0].end, 0), (quantities[0],)))
    return tuple(found)


def _compare(folded: str, first: Quantity, second: Quantity) -> Comparison | None:
    gap = folded[first.end : second.start]
    if len({first.unit, second.unit} - {""}) > 1 or len(gap) > _LONGEST_GAP:
        return None
    order = _order(folded[max(0, first.start - 60) : first.start], gap, first, second)
    return None if order is None else _judge(*order, first.start, second.end)


def _judge(old: Quantity, new: Quantity, start: int, end: int) -> Comparison:
    units = {old.unit, new.unit} - {""}
    whole = len(units) == 1 and old.unit == new.unit  # "fra 19 til 8 dage": both of the one unit
    was, became = (old.value * old.factor, new.value * new.factor) if whole else (old.value, new.value)
    change = became - was
    greatest = max(abs(was), abs(became), 1e-9)
    same = abs(change) <= SAME_SHARE * greatest
    sign = 0 if same else 1 if change > 0 else -1
    return Comparison(
        start,
        end,
        sign,
        is_of_time="t" in units,
        aim=old.role if old.role in AIMS else "",
        is_share="%" in units,
        is_of_people=bool(units & _PEOPLE),
        unit_sign=int(bool(units & _GOOD_UNITS)),
        is_slight=abs(change) <= SLIGHT_SHARE * greatest,
    )


def _is_from_to(folded: str, first: Quantity, second: Quantity) -> bool:
    gap = folded[first.end : second.start]
    before = folded[max(0, first.start - 20) : first.start]
    return first.is_figure and len(gap) < _SHORT_GAP and bool(_JUST_FROM.search(before) and _TO.fullmatch(gap))


def _order(before: str, gap: str, first: Quantity, second: Quantity) -> tuple[Quantity, Quantity] | None:
    """Give the two as old and new, or `None` where nothing says that they are compared."""
    if _FROM.search(before) and _TO.fullmatch(gap) and len(gap) < 70:
        # "fra otte til ti" may be hours
        return (first, second) if first.is_figure or second.is_figure or _MOVES.search(before) else None
    if _ARROW.fullmatch(gap) or (_AFTER_LABEL.search(before) and _LABEL_TO.fullmatch(gap)):
        return first, second
    if first.role in _OLDER and second.role not in _OLDER:  # "Ved start 298 meter, MRC 3,1": of two things
        return (first, second) if second.role or second.time or first.unit == second.unit else None
    if second.role in _OLDER and first.role not in _OLDER:
        return second, first
    if says_against(gap) and len(gap) < 110:
        return (first, second) if second.role == "after" and first.role != "after" else (second, first)
    if (by_time := _by_time(first, second)) is not None:
        return by_time
    if first.time is not None and second.role == "after":
        return first, second
    if second.time is not None and first.role == "after":
        return second, first
    if second.role == "after" and not first.role and first.unit == second.unit:
        return first, second
    return None


def _by_time(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity] | None:
    one, other = first.time, second.time
    if one is None or other is None:
        return None
    if one.scale == "year" and other.scale == "part":  # "I januar 2019 ... I november ..."
        other = Time("year", one.at // 1 + other.at)
    if one.scale != other.scale or one.at == other.at:
        return None
    return (first, second) if one.at < other.at else (second, first)


_VERB = r"(?:var|er|blev|lå|ligger|gik|skete|gjaldt|gælder|udgjorde|gjorde|kunne|sagde|havde|fik|viste|endte|nåede|røg)"
_ANAPHORA = re.compile(
    rf"\b{_VERB} (?:nu )?(?:det|den|de|tallet)\b|\b(?:det|den|de) {_VERB}\b|\baf dem\b|"
    r"\b(?:tallet|andelen|antallet|gennemsnittet|niveauet|her|resultat\w*|værdien|scoren|ventetiden|"
    r"fraværet|\w+målingen|reduktionen|faldet|stigningen)\b"
)
_WORD = re.compile(r"[a-zæøå][\wæøå-]{2,}")
_EMPTY = frozenset(
    "ved før efter var blev der det den som med for til fra har havde ikke gik lå snit gennemsnit ud inden procent pct "
    "antal antallet andel andelen tallet nu dag året år måned uge borgere borgerne deltagere deltagerne målt måling "
    "målet resultat resultatet start slut baseline opfølgning kun igen under over mellem hos blandt kvartal halvår "
    "projektet projektets indsatsen sidste første anden andet seneste skulle kunne gang gange".split()
)
_LEAST_LIKENESS = 1.0
_GOOD_UNITS = frozenset(("meter", "skrid", "genta"))
_SHORT_CLAUSE = 45  # characters
_PEOPLE = frozenset("borge delta perso famil elev elever unge børn ældre kvind mænd beboe medar patie brug".split())


def is_start_only(folded: str) -> bool:
    """Tell whether a sentence's figures are all of the time before, and set against none of its own."""
    loose = _loose(folded)
    return bool(loose) and not _within(folded) and all(q.role == "before" for q in loose)


def find_across(earlier: Sequence[str], folded: str, things: Sequence[Collection[str]]) -> list[Across]:
    """Give the figures of a sentence that are set against figures of those before it.

    Args:
        earlier: the sentences before it, in lower case, nearest last.
        folded: the sentence in lower case.
        things: what each of them measures (beginnings of words), and the sentence itself last.
    """
    every = [*earlier, folded]
    loose = [list(_loose(text)) for text in every]
    if not loose[-1] or not any(loose[:-1]):
        return []
    leads = [_lead_of(text) for text in every]
    open_: list[tuple[int, Quantity]] = []
    pairs: list[Across] = []
    for at, text in enumerate(every):
        own = _inherit(loose[at], leads, at)
        paired: set[Quantity] = set()
        is_last = at == len(earlier)
        for later in own:
            has_start = any(q.role == "before" for _, q in open_)
            best: tuple[float, int, tuple[Quantity, Quantity]] | None = None
            for n, (of, q) in enumerate(open_):
                order = _order_across(q, later)
                if order is None or (order[0] is later and things[at] and not set(things[at]) & set(things[of])):
                    continue
                likeness = _likeness(q, later, every[of], text, things[of], things[at]) - 0.3 * (at - of - 1)
                likeness -= 0.5 if q.role in AIMS and has_start else 0.0
                if likeness >= _LEAST_LIKENESS and (best is None or likeness > best[0]):
                    best = (likeness, n, order)
            if best is not None:
                of, q = open_.pop(best[1])
                paired.add(later)
                if is_last:
                    pairs.append(Across(at - of, q, later, _judge(*best[2], later.start, later.end)))
        open_ += [(at, q) for q in own if q not in paired]
    return pairs


def _loose(folded: str) -> list[Quantity]:
    """Give the figures of a sentence that are in none of its own comparisons."""
    taken = {q for _, pair in _within(folded) for q in pair}
    return [q for q in find_quantities(folded) if q not in taken]


def _lead_of(folded: str) -> tuple[str, Time | None]:
    """Give the role and time that a sentence sets for the next: one without figures, or one of the time after."""
    if quantities := find_quantities(folded):
        return ("after", quantities[-1].time) if quantities[-1].role == "after" else ("", None)
    return role_of(folded), time_of(folded)


def _inherit(quantities: Sequence[Quantity], leads: Sequence[tuple[str, Time | None]], at: int) -> list[Quantity]:
    """Give figures with the role and time of the figure or sentence before where they have none of their own."""
    role, time = leads[at - 1] if at else ("", None)
    role = role if role in ("before", "after", "others") else ""
    found: list[Quantity] = []
    for q in quantities:
        if q.role or q.time is not None:
            role, time = (q.role if q.role not in AIMS else ""), q.time
        else:
            q = replace(q, role=role, time=time)
        found.append(q)
    return found


def _order_across(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity] | None:
    if len({first.unit, second.unit} - {""}) > 1:
        return None
    if not second.is_figure and second.unit != first.unit and second.unit not in ("", "%"):
        return None  # "på øens tre plejehjem"
    if second.role in AIMS:  # "98 procent var korrekte. Kravet er 95."
        return (second, first) if first.role not in _OLDER else None
    if first.role == second.role != "" and first.time is None:
        return None
    if first.role in _OLDER and second.role not in _OLDER:
        return first, second
    if second.role in ("before", "others") and first.role not in _OLDER:
        return second, first
    if (by_time := _by_time(first, second)) is not None:
        return by_time
    if second.role == "after" and first.role != "after":
        return first, second
    return None


def _likeness(
    first: Quantity, second: Quantity, text: str, folded: str, of: Collection[str], of_own: Collection[str]
) -> float:
    """Give how much tells that two figures are of the same thing."""
    value = 2.0 if first.unit and first.unit == second.unit else 0.5 if first.unit == second.unit else 0.3
    words = _words(text, first) & _words(folded, second)
    value += 1.5 * bool(words)
    value += 1.0 * bool(_ANAPHORA.search(folded[second.words[0] : second.words[1]]))
    if of and of_own and not set(of) & set(of_own):
        value -= 2.0
    elif not of_own:  # "Nu er der 35", "Stikprøven viste 2"
        is_short = second.words[1] - second.words[0] < _SHORT_CLAUSE
        value += 1.0 if is_short or not _words(folded, second) - {second.unit} else 0.6
    value += 0.5 * (first.role in AIMS or second.role in AIMS)
    return value


def _words(folded: str, quantity: Quantity) -> set[str]:
    a, b = quantity.words
    return {w[0][:5] for w in _WORD.finditer(folded, a, b) if w[0] not in _EMPTY}
