"""The passages that speak for a record, best first, with their marked words."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from search.highlight import Highlighter
from search.prose import has_sentence, labels
from search.response import PassageHit, ShownPassage
from search.retrieve import Candidates
from search.tokens import terms_of
from search.understanding import Understanding

PASSAGES_SHOWN = 3
"""Passages given with each result."""

PASSAGES_READ = 5
"""Passages of a record, the best by score, among which those to be shown are chosen."""

CARD_SHARE = 0.75
"""What a card's score counts when passages are chosen to be shown: words of a source say more than our summary."""

FACTS_SHARE = 0.6
"""What that of a passage without a sentence to read counts, unless the query asks for a fact by its label."""

ASIDE_SHARE = 0.93
"""What that of a passage counts that holds none of the words that state the record, if another one does: in a list of
projects the next one's lines."""


def query_highlighter(query: Understanding) -> Highlighter:
    """Give what marks a query's words, other names of the same things and Danish for English words among them."""
    names = {name: terms_of(name) for name in (*query.expansion.same, *query.expansion.danish)}
    words = [*(token.term for token in query.tokens), *(terms[0] for terms in names.values() if len(terms) == 1)]
    return Highlighter(words, (name for name, terms in names.items() if len(terms) > 1))


def passage_hits(
    candidates: Candidates,
    number: int,
    snapshot: Any,
    highlighter: Highlighter,
    record: Mapping[str, Any],
    *,
    most: int = PASSAGES_SHOWN,
) -> tuple[PassageHit, ...]:
    """Give the passages of a record that a reader wants, best first; one that no channel found gets its first passage.

    The best are those that answer in sentences, and of those the ones with the best scores. A record's passages stand
    together in the snapshot, its card first.
    """
    low, high = (int(candidates.owners.searchsorted(border)) for border in (number, number + 1))
    scores = candidates.passage_text_scores[low:high].tolist()
    scored = list(zip(scores, candidates.passages[low:high].tolist(), range(low, high), strict=True))
    scored.sort(key=lambda item: (-item[0], item[1]))
    read = scored[:PASSAGES_READ] or [(0.0, _first(snapshot.passages.record_no, number), -1)]
    passages = [snapshot.passages.passage(passage_no) for _, passage_no, _ in read]
    order = list(range(len(read)))
    if len(read) > 1:
        wish = _Wish(record, highlighter, passages)
        order.sort(key=lambda i: -wish.share(i, read[i][0]))  # stable: of equal ones the first stays
    return tuple(_hit(candidates, passages[i], read[i][0], read[i][2], highlighter) for i in order[:most])


def _first(owners: npt.NDArray[np.int32], number: int) -> int:
    """Give the number of a record's first passage."""
    return int(owners.searchsorted(owners.dtype.type(number)))  # a plain int would have all owners copied


class _Wish:
    """How much a reader wants each of some passages of a record."""

    def __init__(self, record: Mapping[str, Any], highlighter: Highlighter, passages: Sequence[Any]) -> None:
        self.passages = passages
        self._highlighter = highlighter
        self._title = str(record["title"] or "")
        self._stated: defaultdict[str | None, list[int]] = defaultdict(list)  # by document, ascending
        for item in record.get("evidence") or ():
            if item["char_start"] is not None and item["origin"] != "inferred":
                insort(self._stated[item["document_id"]], item["char_start"])
        self._holding = [self._holds(passage) for passage in passages]

    def share(self, position: int, score: float) -> float:
        """Give the score of the passage at a position, less for what makes it a poor answer."""
        passage = self.passages[position]
        if passage.is_card:
            return CARD_SHARE * score
        if not self._holding[position] and any(self._holding):
            score *= ASIDE_SHARE
        return score if has_sentence(passage.text, self._title) or self._is_asked_for(passage) else FACTS_SHARE * score

    def _holds(self, passage: Any) -> bool:
        """Say whether words that state the record stand in a passage."""
        places = self._stated.get(passage.document_id, [])
        first = bisect_left(places, passage.char_start or 0)
        return first < len(places) and places[first] < (passage.char_end or 0)

    def _is_asked_for(self, passage: Any) -> bool:
        """Say whether the query names the label of one of the facts."""
        named = labels(passage.text)
        marks = self._highlighter.places(passage.text) if named else []
        return any(start <= mark < end for start, end in named for mark, _ in marks)


def _hit(candidates: Candidates, passage: Any, score: float, position: int, highlighter: Highlighter) -> PassageHit:
    shown = ShownPassage(passage, highlighter.places(passage.text))
    return PassageHit(shown, round(score, 6), candidates.passage_channel_scores(position))
