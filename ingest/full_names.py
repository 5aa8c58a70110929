"""Which of a pool's names a project has: the whole one of its list, and not what an evaluation calls it for short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import replace

from corpus.pools import pool_keys
from ingest.candidates import Candidate
from ingest.likeness import is_nickname_of_pool
from ingest.link_projects import Cluster
from ingest.pool_nicknames import meant_pools
from ingest.profiles import SOFT_POOL

_BESIDE = SOFT_POOL
"""Confidence of a nickname beside the name that it stands for; linking still takes it for a name."""


def with_full_names(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Give the clusters, a pool's nickname being less sure in one that has the pool's own name too."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    for cluster in clusters:
        for key in cluster.profile.pool_keys:
            places[key] |= cluster.profile.codes
    meant = {key: whole for key, whole in meant_pools(places).items() if is_nickname_of_pool(key)}
    for cluster in clusters:
        keys = cluster.profile.pool_keys
        short = {key for key in keys if meant.get(key) in keys}
        if short:
            cluster.members = [(_less_sure(candidate, short), points) for candidate, points in cluster.members]
    return list(clusters)


def _less_sure(candidate: Candidate, short: Set[str]) -> Candidate:
    statements = tuple(
        replace(s, confidence=min(s.confidence, _BESIDE))
        if s.field == "pool" and not short.isdisjoint(pool_keys(str(s.value)))
        else s
        for s in candidate.statements
    )
    return replace(candidate, statements=statements)
