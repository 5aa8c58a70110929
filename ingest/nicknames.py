"""Pools under another name, which the press made or cut down: each is the pool that its projects have elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from corpus.pools import name_variants, pool_key
from corpus.records import Record, RecordType
from ingest.candidates import Candidate
from ingest.likeness import is_nickname_of_pool, shares_words
from ingest.link_pools import all_names, is_umbrella, stated_value
from ingest.link_projects import Cluster

NICKNAME = 0.5
"""Confidence of a nickname as the pool's title: any other name goes before it."""

_LEAST_BOTH = 2
_MOST = 0.6
"""Of the projects that have a name of a pool, how many have the longer one too where both are one pool's."""

_Pool = tuple[Candidate, str, bool]


def with_nicknames(pools: Sequence[_Pool], known: Iterable[Record], clusters: Sequence[Cluster]) -> list[_Pool]:
    """Give candidates of pools with their record, those of other names with that of the pool that they mean.

    Such a name means the one other pool that the projects named with it have, if they have just one.
    """
    called = {pool_key(str(stated_value(c, "title") or "")) for c, _, is_new in pools if is_new}
    nicknames = {key for key in called if is_nickname_of_pool(key)}
    by_key = {
        pool_key(v): (r.record_id, False) for r in known if r.record_type is RecordType.POOL for v in all_names(r)
    }
    for candidate, record_id, is_new in pools:
        for name in name_variants(str(stated_value(candidate, "title") or "")):
            by_key.setdefault(pool_key(name), (record_id, is_new))
    named: defaultdict[str, list[Set[str]]] = defaultdict(list)
    for cluster in clusters:
        for key in cluster.profile.pool_keys & called:
            named[key].append({k for k in cluster.profile.pool_keys if not is_umbrella(k)})
    meant: dict[str, tuple[str, bool]] = {}
    for key in sorted(called, key=lambda key: (key in nicknames, key)):  # then a nickname's others are one pool's
        others = _others(key, nicknames, named[key])
        found = {by_key[k] for k in others if k in by_key} - {by_key.get(key)}
        if len(found) == 1:
            by_key[key] = meant[key] = found.pop()
    return [_meant(pool, meant) for pool in pools]


def _others(key: str, nicknames: Set[str], named: Sequence[Set[str]]) -> set[str]:
    """Give the other names of the pool that the projects named with one have.

    A nickname's are those of most of its projects that have one. A name in words is another's cut down where most of
    its projects have that longer one too, two or more of them if it is not its beginning: "aflastning af pårørende" of
    "aflastning og støtte til pårørende".
    """
    others = [keys - nicknames - {key} for keys in named]
    both = Counter(k for keys in others for k in keys)
    n_all = sum(map(bool, others)) if key in nicknames else len(named)
    most = {k: n for k, n in both.items() if n >= _MOST * n_all}
    if key in nicknames:
        return set(most)
    return {
        k
        for k, n in most.items()
        if len(k) > len(key) and (k.startswith(f"{key} ") or (n >= _LEAST_BOTH and shares_words(key, k)))
    }


def _meant(pool: _Pool, meant: dict[str, tuple[str, bool]]) -> _Pool:
    candidate, _, is_new = pool
    other = meant.get(pool_key(str(stated_value(candidate, "title") or ""))) if is_new else None
    if other is None:
        return pool
    stated = tuple(
        replace(s, confidence=min(s.confidence, NICKNAME)) if s.field == "title" else s for s in candidate.statements
    )
    return replace(candidate, statements=stated), *other
