"""Lists of one pool in the same order: which of a municipality's rows in one is which of its parts in the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from ingest.candidates import Candidate
from ingest.profiles import Profile

_LEAST = 4
"""Projects that both documents tell of, from which on one order is no chance."""


def find_in_step(candidates: Sequence[Candidate], profiles: Sequence[Profile], first: int) -> set[tuple[int, int]]:
    """Give the pairs of tellings that stand at the same place of two documents that list the same places in one order.

    Only those of places that have several projects there; others need no order to be told apart.

    Args:
        candidates: what the documents tell, each document's in the order of its text.
        profiles: of the candidates.
        first: number of the first candidate; numbers in pairs count from there.
    """
    lists: defaultdict[str, list[int]] = defaultdict(list)
    for n, candidate in enumerate(candidates):
        if profiles[n].codes:
            lists[candidate.document_id].append(n)
    repeated = {
        document_id: numbers
        for document_id, numbers in lists.items()
        if len(numbers) >= _LEAST and max(Counter(profiles[n].codes for n in numbers).values()) > 1
    }
    pairs: set[tuple[int, int]] = set()
    for one, two in combinations(repeated.values(), 2):
        if not _pools(one, profiles) & _pools(two, profiles):
            continue
        common = {profiles[n].codes for n in one} & {profiles[n].codes for n in two}
        here, there = ([n for n in numbers if profiles[n].codes in common] for numbers in (one, two))
        if len(here) >= _LEAST and [profiles[n].codes for n in here] == [profiles[n].codes for n in there]:
            found = [(a + first, b + first) for a, b in zip(here, there, strict=True)]
            pairs.update((*found, *((b, a) for a, b in found)))
    return pairs


def _pools(numbers: Sequence[int], profiles: Sequence[Profile]) -> set[str]:
    return {key for n in numbers for key in profiles[n].pool_keys | profiles[n].soft_pool_keys}
