"""When a pool's projects ran and were awarded, as its own page says once, for projects that no page says it of.

"Projektperiode: 2018-2021" on the pool's page holds for a project that has a page of its own and names the pool there.
What any page says of the project itself goes before it, and so does what a list says of its round: only where nothing
is said the pool's fact is implied by its name. Pools of several rounds imply nothing, since a name tells no round.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.documents import Document
from corpus.evidence import Origin
from corpus.pools import pool_keys
from corpus.records import RecordType
from ingest.candidates import Candidate, Statement
from ingest.extract.rounds import find_round
from ingest.link_projects import Cluster

CONFIDENCE = 0.55
"""Of a fact that only the pool's name implies: below what any page states of the project."""
_PERIOD = ("period_from", "period_to")
_YEAR = "year_awarded"


def with_pool_facts(
    clusters: list[Cluster], candidates: Sequence[Candidate], documents: Mapping[str, Document]
) -> list[Cluster]:
    """Give the clusters; projects with no period, or no year of award, get the one that their pool's pages state."""
    facts = _facts_by_pool(candidates, documents)
    for cluster in clusters if facts else ():
        stated = {s.field: s for candidate, _ in cluster.members for s in candidate.statements}
        named = next(
            ((n, s) for n, (c, _) in enumerate(cluster.members) for s in c.statements if s.field == "pool"), None
        )
        if named is None or (_YEAR in stated and any(name in stated for name in _PERIOD)):
            continue
        number, pool = named
        own = next((facts[key] for key in pool_keys(str(pool.value)) if key in facts), {})
        added = _implied(own, stated, pool)
        if added:
            candidate, points = cluster.members[number]
            cluster.members[number] = (replace(candidate, statements=(*candidate.statements, *added)), points)
    return clusters


def _implied(own: Mapping[str, str], stated: Mapping[str, Statement], pool: Statement) -> list[Statement]:
    values: dict[str, str] = {}
    if not any(name in stated for name in _PERIOD):
        year = int(stated[_YEAR].value) if _YEAR in stated else None
        if year is None or "period_from" not in own or year <= int(own["period_from"][:4]) <= year + 1:
            values |= {name: own[name] for name in _PERIOD if name in own}
    if _YEAR not in stated and _YEAR in own:
        start = str(stated["period_from"].value) if "period_from" in stated else values.get("period_from")
        if start is None or int(own[_YEAR]) <= int(start[:4]) <= int(own[_YEAR]) + 1:
            values[_YEAR] = own[_YEAR]
    return [
        replace(
            pool,
            field=name,
            value=int(value) if name == _YEAR else value,
            confidence=CONFIDENCE,
            extractor="pool-fact/1",
            origin=Origin.INFERRED,
        )
        for name, value in values.items()
    ]


def _facts_by_pool(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> dict[str, dict[str, str]]:
    """Give the facts that the pages of a pool agree on, by the keys of its names; none for a pool of rounds."""
    said: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    in_rounds: set[str] = set()
    for candidate in candidates:
        title = next((s.value for s in candidate.statements if s.field == "title"), None)
        if candidate.record_type is not RecordType.POOL or title is None:
            continue
        keys = pool_keys(str(title))
        if candidate.is_main and find_round(documents[candidate.document_id].text) is not None:
            in_rounds.update(keys)
        for statement in candidate.statements:
            if statement.field in (*_PERIOD, _YEAR):
                for key in keys:
                    said[key][statement.field].add(str(statement.value))
    facts: dict[str, dict[str, str]] = {}
    for key in said.keys() - in_rounds:
        agreed = {name: value for name, values in said[key].items() if (value := _agreed(values)) is not None}
        if agreed:
            facts[key] = agreed
    return facts


def _agreed(values: set[str]) -> str | None:
    """Give the most exact of dates that do not contradict one another: "2018" and "2018-03"."""
    longest = max(values, key=len)
    return longest if all(longest.startswith(value) for value in values) else None
