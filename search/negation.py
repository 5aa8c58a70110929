"""Words that turn a condition round: "undtagen Vejle", "ikke i Region Sjælland", "uden rygestop", "andre end Køge"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from search.tokens import Token

_NEGATORS = frozenset("ikke uden undtagen udenfor minus except excluding not without outside ekskl eksklusive".split())
_PAIRS = {
    ("bortset", "fra"), ("på", "nær"), ("uden", "for"), ("other", "than"), ("apart", "from"),
}  # fmt: skip
_OTHERS = frozenset("andre anden andet øvrige other".split())
# What may stand between the turning word and what it turns.
_BETWEEN = frozenset(
    "i fra om med på ved for af til handler handlende drejer sig vedrører omhandler ligger har fået kommune kommunen "
    "kommuner region regionen der som er projekter projekt puljer pulje at gøre dem dens in from about with to of for "
    "within the".split()
)
_AND = frozenset("og eller samt and or".split())
_REACH = 5  # words
# "ikke kun", "ikke mindst": what follows is meant all the same.
_EMPHASIS = frozenset("kun bare alene blot mindst only just least".split())


Span = tuple[int, int]
"""Numbers of the first token and of the one behind the last."""


def turned_spans(tokens: Sequence[Token], spans: Iterable[Span]) -> dict[Span, int]:
    """Give those of some spans that are turned round, each with the number of the word at which that begins.

    What is listed behind one that is turned is turned with it: "ikke i Vejle og Køge".
    """
    turned: dict[Span, int] = {}
    for span in sorted(set(spans)):
        at = _negation_before(tokens, span[0])
        if at is None and any(_is_listed(tokens, before[1], span[0]) for before in turned):
            at = span[0]
        if at is not None:
            turned[span] = at
    return turned


def _negation_before(tokens: Sequence[Token], first: int) -> int | None:
    position = first - 1
    while position >= 0 and first - position <= _REACH:
        word = tokens[position].term
        before = tokens[position - 1].term if position else ""
        if (before, word) in _PAIRS:
            return position - 1
        if word in _NEGATORS:
            return None if tokens[position + 1].term in _EMPHASIS else position
        if word in ("end", "than"):  # "andre kommuner end Vejle"
            others = [i for i in range(max(0, position - 3), position) if tokens[i].term in _OTHERS]
            return others[0] if others else None
        if word not in _BETWEEN:
            return None
        position -= 1
    return None


def _is_listed(tokens: Sequence[Token], end: int, first: int) -> bool:
    """Say whether only "og" or "eller" stands between what ends before `end` and what begins at `first`."""
    between = [tokens[i].term for i in range(end, first)]
    return bool(between) and between[0] in _AND and all(word in ("i", "om") for word in between[1:])
