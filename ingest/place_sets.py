"""Which pool went to just these municipalities: a list of places that names no pool may still tell which it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from ingest.profiles import Profile

_LEAST_SIGNATURE = 4
_SIGNATURE = 0.8
_LEAST_LIKE = 0.5
"""Of a document's municipalities, how many a pool has, and of both's together, how many both."""


def pools_of_places(places: Set[str], by_pool: Mapping[str, Set[str]]) -> set[str]:
    """Give the pools that went to just these municipalities, or nearly.

    Args:
        places: codes of the municipalities that a document names.
        by_pool: those of each pool's projects, by the pool's normal form.
    """
    likeness = {
        key: len(own & places) / len(own | places)
        for key, own in by_pool.items()
        if len(own & places) >= max(_LEAST_SIGNATURE, _SIGNATURE * len(places))
    }
    best = max(likeness.values(), default=0.0)
    return {key for key, value in likeness.items() if value == best} if best >= _LEAST_LIKE else set()


def with_pools_of_places(profiles: Sequence[Profile]) -> list[Profile]:
    """Give the profiles, those of lists that name no pool with the one pool whose municipalities they list."""
    by_pool: defaultdict[str, set[str]] = defaultdict(set)
    bare: defaultdict[str, set[str]] = defaultdict(set)
    told: set[str] = set()
    for profile in profiles:
        for key in profile.pool_keys:
            by_pool[key] |= profile.codes
        if profile.pool_keys | profile.soft_pool_keys:
            told |= profile.documents
        elif len(profile.documents) == 1:
            for document_id in profile.documents:
                bare[document_id] |= profile.codes
    found = {
        document_id: pools
        for document_id, places in bare.items()
        if document_id not in told and len(pools := pools_of_places(places, by_pool)) == 1
    }
    named = [{pool for document_id in p.documents for pool in found.get(document_id, ())} for p in profiles]
    return [
        replace(p, soft_pools=tuple(sorted(pools))) if pools else p for p, pools in zip(profiles, named, strict=True)
    ]
