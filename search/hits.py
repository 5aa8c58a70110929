"""The passages that speak for a record, best first, with their marked words."""

from __future__ import annotations

from typing import Any

import numpy as np

from search.highlight import Highlighter
from search.response import PassageHit, ShownPassage
from search.retrieve import Candidates
from search.tokens import tokenise
from search.understanding import Understanding

PASSAGES_SHOWN = 3
"""Passages given with each result."""

CARD_SHARE = 0.9
"""What a card's score counts when passages are chosen to be shown: words of a source say more than our summary."""


def query_highlighter(query: Understanding) -> Highlighter:
    """Give what marks a query's words, other names of the same things and Danish for English words among them."""
    names = {name: tokenise(name) for name in (*query.expansion.same, *query.expansion.danish)}
    words = [*query.tokens, *(tokens[0] for tokens in names.values() if len(tokens) == 1)]
    return Highlighter((token.term for token in words), (name for name, tokens in names.items() if len(tokens) > 1))


def passage_hits(
    candidates: Candidates, number: int, snapshot: Any, highlighter: Highlighter, *, most: int = PASSAGES_SHOWN
) -> tuple[PassageHit, ...]:
    """Give the best passages of a record; one that no channel found gets its first passage.

    A record's passages stand together in the snapshot, its card first.
    """
    owners = snapshot.passages.record_no
    first = int(np.searchsorted(owners, owners.dtype.type(number)))  # a plain int would have all owners copied
    low, high = np.searchsorted(candidates.owners, (number, number + 1)).tolist()
    scores = candidates.passage_text_scores[low:high].tolist()
    scored = list(zip(scores, candidates.passages[low:high].tolist(), range(low, high), strict=True))
    scored.sort(key=lambda item: (-item[0] * (CARD_SHARE if item[1] == first else 1.0), item[1]))
    return tuple(
        _hit(candidates, snapshot.passages.passage(passage_no), score, position, highlighter)
        for score, passage_no, position in scored[:most] or [(0.0, first, -1)]
    )


def _hit(candidates: Candidates, passage: Any, score: float, position: int, highlighter: Highlighter) -> PassageHit:
    shown = ShownPassage.of(passage, highlighter.places(passage.text))
    return PassageHit(shown, round(score, 6), candidates.passage_channel_scores(position))
