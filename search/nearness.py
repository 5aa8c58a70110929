"""Whether anything is near a query at all: "intet tæt på"."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from typing import Any

import numpy as np

from search.language import Language
from search.retrieve import Candidates
from search.tokens import keys_of, tokenise
from search.understanding import Understanding

FAR: Mapping[Language, float] = {
    Language.DANISH: 0.374,
    Language.NORWEGIAN: 0.374,
    Language.SWEDISH: 0.37,
    Language.ENGLISH: 0.37,
}
"""Centred similarity to the nearest passage below which a query may be about something else.

Over the starter corpus none of 79 judged queries is far by all that is asked here, and 87 % of 191 queries about
anything at all are (titles of software manuals, recipes, travel); vectors of English queries lie farther off.
"""

HELD = 0.6
"""Share of its words in one of the best passages from which a query is near, however far its vector lies."""

_SUBJECTS = ("theme", "pool", "funder")

PASSAGES_READ = 5


def is_nothing_close(query: Understanding, candidates: Candidates, snapshot: Any) -> bool:
    """Say whether no record is near the query.

    True where nothing was found, or where the nearest passage's vector is far and no passage has most of the words that
    a record can be about. A question that only states conditions is answered by them, and one that names a theme, a
    pool or a funder of the corpus is about that, so they are never far.
    """
    if query.is_listing or any(c.op == "is" and c.field in _SUBJECTS for c in query.constraints):
        return False
    if not len(candidates.records):
        return True
    if math.isnan(candidates.top_similarity) or candidates.top_similarity >= FAR[query.language]:
        return False
    return _share_held(query, candidates, snapshot) < HELD


def _share_held(query: Understanding, candidates: Candidates, snapshot: Any) -> float:
    """Give the largest share of the query's words that one of the best passages has, by that or another name."""
    wanted = {token.key for token in query.tokens if token.term in query.content}
    wanted |= {token.key for word in query.expansion.danish for token in tokenise(word)}
    if not wanted:
        return 0.0
    best = np.argsort(-candidates.passage_text_scores, kind="stable")[:PASSAGES_READ]
    texts = [snapshot.passages.passage(int(candidates.passages[i])).indexed_text for i in best]
    names = [{token.key for token in tokenise(name)} for name in query.expansion.same]
    return max(_n_held(wanted, names, keys_of(text)) / len(wanted) for text in texts)


def _n_held(wanted: Set[str], names: Sequence[Set[str]], held: Set[str]) -> int:
    """Give how many of the words a text has; each other name that it has stands for a word that it has not."""
    n_named = sum(bool(name) and name <= held and not name <= wanted for name in names)
    return min(len(wanted & held) + n_named, len(wanted))
