"""Themes that all pages of an undertaking and of its pool point to, chosen once it is known which those are.

A list has a name, a title and a sum to a line; what the pool is for stands in the news of it, or in its call. A
project paid by it is about that too, so the name of the pool implies the theme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.evidence import Origin
from corpus.pools import name_variants, pool_key
from corpus.records import Record, RecordType
from ingest.candidates import Candidate, Statement
from ingest.link_projects import Cluster
from ingest.theme_choice import HANDED, choose_themes, extractor_of, role_of, state_chosen

Signs = dict[tuple[str, str], float]  # strength by theme and role


def with_themes(clusters: list[Cluster], candidates: Sequence[Candidate], known: Sequence[Record]) -> list[Cluster]:
    """Give the clusters, their tellings stating the themes that all of them together, and their pool's, point to.

    Args:
        clusters: tellings of projects.
        candidates: projects and pools of all documents of a run.
        known: the records known already.
    """
    by_pool = signs_by_pool(candidates, known)
    for cluster in clusters:
        named, handed = handed_signs([candidate for candidate, _ in cluster.members], by_pool)
        signs = [sign for candidate, _ in cluster.members for sign in candidate.signs]
        themes = choose_themes([*signs, *handed])
        own = {str(sign.value) for sign in signs}
        for number, (candidate, points) in enumerate(cluster.members):
            stated = state_chosen(candidate.signs, themes)
            if number == named:
                stated += state_chosen([s for s in handed if s.value not in own], themes)
            rest = [s for s in candidate.statements if s.field != "themes"]
            cluster.members[number] = (replace(candidate, statements=(*rest, *stated)), points)
    return clusters


def handed_signs(tellings: Sequence[Candidate], by_pool: Mapping[str, Signs]) -> tuple[int, list[Statement]]:
    """Give what the pool that tellings of a project name hands on, and the place of the telling that names it."""
    for number, candidate in enumerate(tellings):
        pool = next((s for s in candidate.statements if s.field == "pool"), None)
        said = next((by_pool[k] for k in _keys(str(pool.value)) if k in by_pool), None) if pool else None
        if pool is not None and said:
            return number, [_implied(pool, theme, role, c) for (theme, role), c in sorted(said.items())]
    return 0, []


def _keys(name: str) -> list[str]:
    return [pool_key(variant) for variant in name_variants(name)]


def _implied(pool: Statement, theme: str, role: str, strength: float) -> Statement:
    return replace(
        pool,
        field="themes",
        value=theme,
        confidence=strength,
        extractor=extractor_of(HANDED + role),
        origin=Origin.INFERRED,
    )


def signs_by_pool(candidates: Sequence[Candidate], known: Sequence[Record]) -> Mapping[str, Signs]:
    """Give the signs of every pool by the keys of its names; of a known one those that its themes were chosen by."""
    found: defaultdict[str, Signs] = defaultdict(dict)

    def take(name: object, theme: object, role: str, strength: float) -> None:
        for key in _keys(str(name)):
            place = (str(theme), role)
            found[key][place] = max(strength, found[key].get(place, 0.0))

    for candidate in candidates:
        title = next((s.value for s in candidate.statements if s.field == "title"), None)
        if candidate.record_type is RecordType.POOL and title:
            for sign in candidate.signs:
                take(title, sign.value, role_of(sign), sign.confidence)
    for record in known:
        if record.record_type is RecordType.POOL and record.values.get("title"):
            for item in record.evidence:
                if item.field == "themes":
                    take(record.values["title"], item.value, _KNOWN_ROLE, item.confidence)
    return found


_KNOWN_ROLE = "summary"  # a theme of a known pool is what it was found to be for
