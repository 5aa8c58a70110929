"""Coverage: how much of each field the corpus knows, over all records and by source, pool and year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from corpus.errors import NotFoundError
from corpus.reading import valid_at
from corpus.records import RecordType
from corpus.schema import documents, evidence, revisions

if TYPE_CHECKING:
    from corpus.store import Store

PROJECT_FIELDS = (
    *("title", "municipalities", "pool", "funders", "year_awarded", "amount_dkk", "period_from", "period_to", "themes"),
    *("target_group", "summary", "outcome_direction", "maalgruppe", "metode", "implementering", "effekt", "oekonomi"),
)
"""The fields of a project that coverage tells of."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete some projects are."""

    name: str  # of the source, pool or year; empty over all, and for projects that have none
    n_projects: int
    n_evidence: int  # statements about them
    filled: dict[str, int]  # field -> projects that state it; every field of `PROJECT_FIELDS` is named

    @property
    def share(self) -> float:
        """Give the share of all fields of all projects that are filled, 0-1."""
        n = self.n_projects * len(self.filled)
        return sum(self.filled.values()) / n if n else 0.0


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """The coverage of one corpus version."""

    version: int
    all: Coverage
    n_pools: int
    n_documents: int
    by_source: tuple[Coverage, ...]
    by_pool: tuple[Coverage, ...]  # named by the pool's id; most projects first
    by_year: tuple[Coverage, ...]  # newest year first


def coverage(store: Store, *, version: int | None = None) -> CoverageReport:
    """Count which fields the projects of a version state, the newest where none is named.

    Raises:
        NotFoundError: there is no such version.
    """
    current = store.current_version()
    at = current if version is None else version
    if not 0 <= at <= current:
        raise NotFoundError(f"no corpus version {at}.", remedy=f"The newest is {current}.")
    fields: defaultdict[str, Counter[str]] = defaultdict(Counter)  # record -> field -> statements
    years: dict[str, str] = {}
    sources: defaultdict[str, set[str]] = defaultdict(set)
    with store.reading() as connection:
        kinds = sa.select(revisions.c.record_id, revisions.c.record_type, revisions.c.pool_id).where(
            valid_at(revisions, at)
        )
        records = connection.execute(kinds).all()
        stated = sa.select(evidence.c.record_id, evidence.c.field, evidence.c.value).where(valid_at(evidence, at))
        unknown: set[tuple[str, str]] = set()  # staff alone state null: it is not known, whatever a page says
        for record_id, field, value in connection.execute(stated):
            if value == "null":
                unknown.add((record_id, field))
                continue
            fields[record_id][field] += 1
            if field == "year_awarded":
                years[record_id] = max(years.get(record_id, ""), value)
        for record_id, field in unknown:
            fields[record_id].pop(field, None)
        origin = (
            sa.select(evidence.c.record_id, documents.c.source)
            .join(documents, documents.c.document_id == evidence.c.document_id)
            .where(valid_at(evidence, at))
            .distinct()
        )
        for record_id, source in connection.execute(origin):
            sources[record_id].add(source)
        cited = sa.select(sa.func.count(evidence.c.document_id.distinct())).where(valid_at(evidence, at))
        n_documents = connection.execute(cited).scalar_one()  # others wait, or say nothing of any record
    projects = [row for row in records if row.record_type == RecordType.PROJECT.value]
    ids = [row.record_id for row in projects]
    pools = {row.record_id: {row.pool_id or ""} for row in projects}
    by_year = _group(ids, {i: {years.get(i, "")} for i in ids}, fields)
    return CoverageReport(
        version=at,
        all=_coverage("", ids, fields),
        n_pools=len(records) - len(projects),
        n_documents=n_documents,
        by_source=_group(ids, {i: sources.get(i) or {""} for i in ids}, fields),
        by_pool=_group(ids, pools, fields),
        by_year=tuple(sorted(by_year, key=lambda row: row.name, reverse=True)),
    )


def _coverage(name: str, ids: Iterable[str], fields: dict[str, Counter[str]]) -> Coverage:
    mine = [fields.get(record_id, Counter()) for record_id in ids]
    filled = {field: sum(1 for one in mine if one[field]) for field in PROJECT_FIELDS}
    return Coverage(name, len(mine), sum(one.total() for one in mine), filled)


def _group(ids: Iterable[str], names: dict[str, set[str]], fields: dict[str, Counter[str]]) -> tuple[Coverage, ...]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for record_id in ids:
        for name in names[record_id]:
            groups[name].append(record_id)
    rows = [_coverage(name, members, fields) for name, members in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-row.n_projects, row.name)))
