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
    found: Sequence[tuple[int, Mapping[str, Any]]],
    snapshot: Any,
    highlighter: Highlighter,
    *,
    most: int = PASSAGES_SHOWN,
) -> list[tuple[PassageHit, ...]]:
    """Give the passages that a reader wants of some records, given by number and public object, best first.

    The best are those that answer in sentences, and of those the ones with the best scores. A record that no channel
    found gets its first passage.
    """
    numbers = [number for number, _ in found]
    lows, highs = (candidates.owners.searchsorted(numbers, side).tolist() for side in ("left", "right"))
    chosen = [
        _chosen(candidates, range(low, high), number, snapshot, highlighter, record)[:most]
        for low, high, (number, record) in zip(lows, highs, found, strict=True)
    ]
    marks = iter(highlighter.places_in([passage.text for read in chosen for _, passage, _ in read]))
    return [
        tuple(
            PassageHit(ShownPassage(passage, next(marks)), round(score, 6), candidates.passage_channel_scores(position))
            for score, passage, position in read
        )
        for read in chosen
    ]


def _chosen(
    candidates: Candidates,
    places: range,
    number: int,
    snapshot: Any,
    highlighter: Highlighter,
    record: Mapping[str, Any],
) -> list[tuple[float, Any, int]]:
    """Give passages of a record as they are to be shown, with their scores and places among the candidates.

    A record's passages stand together in the snapshot, its card first; `places` are those that were found. Where none
    was, its first one is given, with the place -1.
    """
    of_record = slice(places.start, places.stop)
    scores = candidates.passage_text_scores[of_record].tolist()
    scored = list(zip(scores, candidates.passages[of_record].tolist(), places, strict=True))
    scored.sort(key=lambda item: (-item[0], item[1]))
    best = scored[:PASSAGES_READ] or [(0.0, _first(snapshot.passages.record_no, number), -1)]
    read = [(score, snapshot.passages.passage(passage_no), position) for score, passage_no, position in best]
    if len(read) > 1:
        wish = _Wish(record, highlighter, [passage for _, passage, _ in read])
        shares = [wish.share(i, score) for i, (score, _, _) in enumerate(read)]
        read = [read[i] for i in sorted(range(len(read)), key=lambda i: -shares[i])]  # stable: of equals the first
    return read


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
