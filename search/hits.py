"""The passages that speak for a record, best first, with their marked words."""

from __future__ import annotations

from typing import Any

import numpy as np

from search.highlight import highlight, query_stems
from search.response import PassageHit
from search.retrieve import Candidates
from search.understanding import Understanding

PASSAGES_SHOWN = 3
"""Passages given with each result."""

CARD_SHARE = 0.9
"""What a card's score counts when passages are chosen to be shown: words of a source say more than our summary."""


def passage_hits(
    query: Understanding, candidates: Candidates, number: int, snapshot: Any, *, most: int = PASSAGES_SHOWN
) -> tuple[PassageHit, ...]:
    """Give the best passages of a record; one that no channel found gets its first passage with a source."""
    positions = np.flatnonzero(candidates.owners == number)
    passages = [(float(candidates.passage_text_scores[i]), int(candidates.passages[i]), int(i)) for i in positions]
    if not passages:
        first = int(np.searchsorted(snapshot.passages.record_no, number))
        passages = [(0.0, first, -1)]
    read = [(score, snapshot.passages.passage(p), i) for score, p, i in passages]
    read.sort(key=lambda item: (-item[0] * (CARD_SHARE if item[1].is_card else 1.0), item[1].passage_id))
    stems = query_stems([*(t.term for t in query.tokens), *_synonym_terms(query)])
    return tuple(
        PassageHit(
            passage_id=passage.passage_id,
            document_id=passage.document_id,
            text=passage.text,
            highlights=tuple(highlight(passage.text, stems)),
            url=passage.url,
            page_no=passage.page_no,
            char_start=passage.char_start,
            char_end=passage.char_end,
            is_card=passage.is_card,
            score=round(score, 6),
            scores=candidates.passage_channel_scores(i),
        )
        for score, passage, i in read[:most]
    )


def _synonym_terms(query: Understanding) -> list[str]:
    from search.tokens import tokenise

    words = (*query.expansion.same, *query.expansion.danish)
    return [token.term for word in words for token in tokenise(word)]
