"""Which pool record each project belongs to, worked out when a version is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from corpus.evidence import Evidence
from corpus.pools import PoolIndex, PoolName
from corpus.reading import valid_at
from corpus.records import RecordType, derive_values
from corpus.rows import chunks, evidence_from_row
from corpus.schema import evidence

_TELLING_FIELDS = ("title", "pool", "year_awarded", "municipalities", "regions", "pool_kind")


def link_pools(
    connection: Connection, types: Mapping[str, RecordType], record_ids: Collection[str], version: int
) -> dict[str, str | None]:
    """Give the pool record of each of some records at a version, `None` where it names none that is known.

    A pool belongs to no pool but a programme.
    """
    pool_values = _values(connection, [r for r, kind in types.items() if kind is RecordType.POOL], version)
    pools = PoolIndex(_pool_name(record_id, values) for record_id, values in pool_values.items())
    programmes = PoolIndex(
        _pool_name(record_id, values)
        for record_id, values in pool_values.items()
        if values.get("pool_kind") == "programme"
    )
    links: dict[str, str | None] = {}
    told = _values(connection, record_ids, version)
    for record_id in record_ids:
        values = told.get(record_id, {})
        name = values.get("pool")
        index = pools if types[record_id] is RecordType.PROJECT else programmes
        pool_id = None
        if name:
            places = (values.get("municipalities", ()), values.get("regions", ()))
            pool_id = index.resolve(name, values.get("year_awarded"), *places)
        links[record_id] = None if pool_id == record_id else pool_id
    return links


def _pool_name(record_id: str, values: Mapping[str, Any]) -> PoolName:
    names = tuple(values[field] for field in ("pool", "title") if values.get(field))
    return PoolName(
        record_id,
        names,
        values.get("year_awarded"),
        frozenset(values.get("municipalities", ())),
        frozenset(values.get("regions", ())),
    )


def _values(connection: Connection, record_ids: Collection[str], version: int) -> dict[str, dict[str, Any]]:
    found: defaultdict[str, list[Evidence]] = defaultdict(list)
    for ids in chunks(sorted(record_ids)):
        query = sa.select(evidence).where(
            evidence.c.record_id.in_(ids), evidence.c.field.in_(_TELLING_FIELDS), valid_at(evidence, version)
        )
        for row in connection.execute(query):
            found[row.record_id].append(evidence_from_row(row))
    return {record_id: derive_values(items) for record_id, items in found.items()}
