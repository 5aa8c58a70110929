"""Themes that all pages of an undertaking and of its pool point to, chosen once it is known which those are.

A list has a name, a title and a sum to a line; what the pool is for stands in the news of it, or in its call. A
project paid by it is about that too, so the name of the pool implies the theme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.evidence import Origin
from corpus.pools import pool_keys
from corpus.records import Record, RecordType
from ingest.candidates import Candidate, Statement, Told
from ingest.link_projects import Cluster
from ingest.theme_choice import choose_themes, state_chosen
from ingest.theme_features import HANDED, extractor_of, role_of


@dataclass(slots=True)
class PoolSays:
    """What the pages of a pool say of its themes."""

    signs: dict[tuple[str, str], float] = field(default_factory=dict)  # strength by theme and role
    told: list[Told] = field(default_factory=list)


def with_themes(clusters: list[Cluster], candidates: Sequence[Candidate], known: Sequence[Record]) -> list[Cluster]:
    """Give the clusters, their tellings stating the themes that all of them together, and their pool's, point to.

    Args:
        clusters: tellings of projects.
        candidates: projects and pools of all documents of a run.
        known: the records known already.
    """
    by_pool = says_by_pool(candidates, known)
    for cluster in clusters:
        tellings = [candidate for candidate, _ in cluster.members]
        named, handed, handed_told = handed_on(tellings, by_pool)
        signs = [sign for candidate in tellings for sign in candidate.signs]
        themes = choose_themes([*signs, *handed], [each for c in tellings for each in c.told], handed_told)
        own = {str(sign.value) for sign in signs}
        for number, (candidate, points) in enumerate(cluster.members):
            from_pool = [s for s in handed if s.value not in own] if number == named else []
            stated = [*state_chosen(candidate.signs, themes), *state_chosen(from_pool, themes)]
            rest = [s for s in candidate.statements if s.field != "themes"]
            cluster.members[number] = (replace(candidate, statements=(*rest, *stated)), points)
    return clusters


def handed_on(
    tellings: Sequence[Candidate], by_pool: Mapping[str, PoolSays]
) -> tuple[int, list[Statement], Sequence[Told]]:
    """Give the place of the telling of a project that names a pool, and what the pool says, as signs and stretches."""
    for number, candidate in enumerate(tellings):
        pool = next((s for s in candidate.statements if s.field == "pool"), None)
        says = next((by_pool[k] for k in pool_keys(str(pool.value)) if k in by_pool), None) if pool else None
        if pool is not None and says is not None:
            signs = [_implied(pool, theme, role, c) for (theme, role), c in sorted(says.signs.items())]
            return number, signs, says.told
    return 0, [], ()


def _implied(pool: Statement, theme: str, role: str, strength: float) -> Statement:
    return replace(
        pool,
        field="themes",
        value=theme,
        confidence=strength,
        extractor=extractor_of(HANDED + role),
        origin=Origin.INFERRED,
    )


def says_by_pool(candidates: Sequence[Candidate], known: Sequence[Record]) -> Mapping[str, PoolSays]:
    """Give what pools say by the keys of their names; of a known one the themes that were chosen for it."""
    found: defaultdict[str, PoolSays] = defaultdict(PoolSays)

    def take(name: object, theme: object, role: str, strength: float) -> None:
        for key in pool_keys(str(name)):
            place = (str(theme), role)
            found[key].signs[place] = max(strength, found[key].signs.get(place, 0.0))

    for candidate in candidates:
        title = next((s.value for s in candidate.statements if s.field == "title"), None)
        if candidate.record_type is RecordType.POOL and title:
            for sign in candidate.signs:
                take(title, sign.value, role_of(sign), sign.confidence)
            for key in pool_keys(str(title)):
                found[key].told += candidate.told
    for record in known:
        if record.record_type is RecordType.POOL and record.values.get("title"):
            for item in record.evidence:
                if item.field == "themes":
                    take(record.values["title"], item.value, _KNOWN_ROLE, item.confidence)
    return found


_KNOWN_ROLE = "summary"  # a theme of a known pool is what it was found to be for
