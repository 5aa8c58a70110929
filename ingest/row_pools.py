"""The pool of a list that names none, where other pages say which pool some of its rows' projects are of.

"Otte projekter får penge fra puljen" and a row for each place: three of the rows have pages of their own that say which
pool that is, and then it is the others' too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.evidence import Origin
from corpus.pools import pool_key
from corpus.records import RecordType
from ingest.candidates import Candidate, Statement
from ingest.extract.extractors import AWARD_LIST
from ingest.link_projects import Cluster

CONFIDENCE = 0.7
_LEAST_ROWS = 4
_LEAST_TOLD = 2
_UMBRELLA = "Fremfærd"  # stands behind articles on projects that others have paid
_WHERE = ("municipalities", "grantees")


def with_row_pools(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Give the clusters, those of rows without a pool with the one that the pages of other rows name."""
    rows: defaultdict[str, list[tuple[Cluster, int]]] = defaultdict(list)
    for cluster in clusters:
        for n, (candidate, _) in enumerate(cluster.members):
            if _is_row(candidate):
                rows[candidate.document_id].append((cluster, n))
    for own in rows.values():
        if len(own) < _LEAST_ROWS or any(_pools([cluster.members[n][0]]) for cluster, n in own):
            continue
        told = [_pools(c for c, _ in cluster.members) for cluster, _ in own]
        names = Counter(name for pools in told for name in pools)
        if sum(map(bool, told)) < _LEAST_TOLD or len({pool_key(name) for name in names}) != 1:
            continue
        name = names.most_common(1)[0][0]
        for (cluster, n), pools in zip(own, told, strict=True):
            candidate, points = cluster.members[n]
            where = next((s for s in candidate.statements if s.field in _WHERE), None)
            if not pools and where is not None:
                cluster.members[n] = (replace(candidate, statements=(*candidate.statements, _of(where, name))), points)
    return list(clusters)


def _is_row(candidate: Candidate) -> bool:
    is_listed = any(s.extractor == AWARD_LIST for s in candidate.statements)
    return candidate.record_type is RecordType.PROJECT and not candidate.is_main and is_listed


def _pools(candidates: Iterable[Candidate]) -> set[str]:
    stated = (s for c in candidates for s in c.statements if s.field == "pool")
    return {str(s.value) for s in stated if not str(s.value).startswith(_UMBRELLA)}


def _of(where: Statement, name: str) -> Statement:
    return replace(
        where, field="pool", value=name, confidence=CONFIDENCE, extractor="row-pool/1", origin=Origin.INFERRED
    )
