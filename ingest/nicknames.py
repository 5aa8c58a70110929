"""Pools that the press gives a name of its own: "Spisepuljen" is the pool that its projects have elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.pools import name_variants, pool_key
from corpus.records import Record, RecordType
from ingest.candidates import Candidate
from ingest.likeness import is_nickname_of_pool
from ingest.link_pools import all_names, stated_value
from ingest.link_projects import Cluster

NICKNAME = 0.5
"""Confidence of a nickname as the pool's title: any other name goes before it."""

_Pool = tuple[Candidate, str, bool]


def with_nicknames(pools: Sequence[_Pool], known: Iterable[Record], clusters: Sequence[Cluster]) -> list[_Pool]:
    """Give candidates of pools with their record, those of nicknames with that of the pool that they mean.

    A nickname means the one other pool that the projects named with it have, if they have just one.
    """
    called = {pool_key(str(stated_value(c, "title") or "")) for c, _, is_new in pools if is_new}
    nicknames = {key for key in called if is_nickname_of_pool(key)}
    if not nicknames:
        return list(pools)
    by_key = {
        pool_key(v): (r.record_id, False) for r in known if r.record_type is RecordType.POOL for v in all_names(r)
    }
    for candidate, record_id, is_new in pools:
        for name in name_variants(str(stated_value(candidate, "title") or "")):
            by_key.setdefault(pool_key(name), (record_id, is_new))
    meant: dict[str, tuple[str, bool]] = {}
    for key in nicknames:
        others = {k for c in clusters if key in c.profile.pool_keys for k in c.profile.pool_keys - nicknames}
        found = {by_key[k] for k in others if k in by_key}
        if len(found) == 1:
            meant[key] = found.pop()
    return [_meant(pool, meant) for pool in pools]


def _meant(pool: _Pool, meant: dict[str, tuple[str, bool]]) -> _Pool:
    candidate, _, is_new = pool
    other = meant.get(pool_key(str(stated_value(candidate, "title") or ""))) if is_new else None
    if other is None or candidate.is_main:
        return pool
    stated = tuple(
        replace(s, confidence=min(s.confidence, NICKNAME)) if s.field == "title" else s for s in candidate.statements
    )
    return replace(candidate, statements=stated), *other
