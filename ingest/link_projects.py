"""Which project each telling is of: clusters joined pair by pair, the most alike first."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

from corpus.documents import Document
from corpus.records import Record, RecordType
from ingest.candidates import Candidate
from ingest.in_step import find_in_step
from ingest.joint_tellings import joined, joint_tellings
from ingest.leads import find_leads
from ingest.likeness import DOUBT, LINK, likeness, tells_which
from ingest.pairs import find_pairs
from ingest.place_sets import with_pools_of_places
from ingest.pool_nicknames import with_meant_pools
from ingest.pool_rounds import with_years_of_rounds
from ingest.profiles import Profile, candidate_profile, record_profile, without_shared_titles


@dataclass
class Cluster:
    """Tellings of one project: those joined so far, and the known record if one of them is it."""

    number: int
    profile: Profile
    record_id: str | None = None
    is_new: bool = False
    members: list[tuple[Candidate, float | None]] = field(default_factory=list)
    is_alive: bool = True
    numbers: set[int] = field(init=False)  # of the clusters that it is made of

    def __post_init__(self) -> None:
        self.numbers = {self.number}

    def take(self, other: Cluster, points: float) -> None:
        """Make the other's tellings this one's; the other is gone."""
        self.profile = self.profile.joined(other.profile)
        self.members += [(c, points if p is None else p) for c, p in other.members]
        self.numbers |= other.numbers
        self.record_id = self.record_id or other.record_id
        other.is_alive = False


class Likeness:
    """How alike tellings are, among all those of a run: which pools have one project only in a place."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        groups: defaultdict[tuple[frozenset[str], str], list[Profile]] = defaultdict(list)
        for profile in profiles:
            for key in profile.pool_keys if profile.codes else ():
                groups[profile.codes, key].append(profile)
        self._several = {who for who, group in groups.items() if _has_several(group)}

    def points(self, a: Profile, b: Profile) -> float:
        """Give the points for two tellings being one project; see `ingest.likeness`."""
        keys = a.pool_keys | b.pool_keys
        is_alone = (
            bool(a.codes and a.pool_keys and b.pool_keys)
            and a.codes == b.codes
            and not any((a.codes, key) in self._several for key in keys)
        )
        return likeness(a, b, is_alone=is_alone)


def _has_several(group: Sequence[Profile]) -> bool:
    """Tell whether tellings of one pool and place are of several projects: two in a document, or in lists that part."""
    documents = [d for profile in group for d in profile.documents or ("",)]
    if len(set(documents)) < len(documents):
        return True
    listed = [p for p in group if p.is_listed]
    return any(likeness(x, y) < LINK for n, x in enumerate(listed) for y in listed[:n])


Doubt = tuple[int, int, float, str]


def link_projects(
    candidates: Sequence[Candidate], known: Sequence[Record], documents: dict[str, Document]
) -> tuple[list[Cluster], list[Doubt], int]:
    """Give the clusters of tellings, the pairs of them that staff should look at, and how many pairs nobody compared.

    See `ingest.link`.
    """
    clusters = [
        Cluster(i, record_profile(r), record_id=r.record_id)
        for i, r in enumerate(r for r in known if r.record_type is RecordType.PROJECT)
    ]
    n_known = len(clusters)
    leads = find_leads(candidates, documents)
    profiles = [
        candidate_profile(candidate, documents[candidate.document_id], leads.get(n, frozenset()))
        for n, candidate in enumerate(candidates)
    ]
    profiles = without_shared_titles(profiles)
    profiles = with_meant_pools(with_pools_of_places([*(c.profile for c in clusters), *profiles]))
    titles = [""] * n_known + [documents[candidate.document_id].title or "" for candidate in candidates]
    profiles = with_years_of_rounds(profiles, titles)
    together = joint_tellings(profiles, n_known)
    profiles = profiles[n_known:]
    for candidate, profile in zip(candidates, profiles, strict=True):
        clusters.append(Cluster(len(clusters), profile, members=[(candidate, None)]))
    for group in together:
        for n in group[1:]:
            clusters[group[0]].take(clusters[n], LINK)
        clusters[group[0]].profile = joined([clusters[n].profile for n in group])
    alike = Likeness([c.profile for c in clusters])
    heap: list[tuple[float, int, int, int, int]] = []
    version = [0] * len(clusters)
    neighbours: defaultdict[int, set[int]] = defaultdict(set)
    pairs = find_pairs([c.profile for c in clusters], n_known)
    for a, b in pairs.kept:
        neighbours[a].add(b)
        neighbours[b].add(a)
        _offer(heap, clusters, version, a, b, alike)
    in_step = find_in_step(candidates, profiles, n_known)
    waiting: defaultdict[int, list[tuple[float, int, int, int, int]]] = defaultdict(list)
    while heap:
        offer = heapq.heappop(heap)
        points, a, b, seen_a, seen_b = offer
        if (seen_a, seen_b) != (version[a], version[b]) or not (clusters[a].is_alive and clusters[b].is_alive):
            continue
        if not any(pair in in_step for pair in product(clusters[a].numbers, clusters[b].numbers)) and any(
            _is_either(clusters, neighbours, x, y, -points, alike) for x, y in ((a, b), (b, a))
        ):
            waiting[a].append(offer)
            waiting[b].append(offer)
            continue
        clusters[a].take(clusters[b], -points)
        version[a] += 1
        neighbours[a] = {n for n in neighbours[a] | neighbours[b] if n != a and clusters[n].is_alive}
        for n in neighbours[a]:
            neighbours[n].add(a)
            if not (n < n_known and a < n_known):
                _offer(heap, clusters, version, min(a, n), max(a, n), alike)
        for n in (*neighbours[a], a):  # what fitted another as well may fit no other now
            for again in waiting.pop(n, ()):
                heapq.heappush(heap, again)
    alive = [c for c in clusters if c.is_alive]
    return alive, _doubts(alive, neighbours, alike), pairs.n_left_out


def _offer(
    heap: list[tuple[float, int, int, int, int]],
    clusters: list[Cluster],
    version: list[int],
    a: int,
    b: int,
    alike: Likeness,
) -> None:
    points = alike.points(clusters[a].profile, clusters[b].profile)
    if points >= LINK:
        heapq.heappush(heap, (-points, a, b, version[a], version[b]))


def _is_either(
    clusters: Sequence[Cluster], neighbours: dict[int, set[int]], thin: int, other: int, points: float, alike: Likeness
) -> bool:
    """Tell whether a telling fits another project of its place just as well, its name and sum as little or as much."""
    profile = clusters[thin].profile
    is_told = tells_which(profile, clusters[other].profile)
    return any(
        n != other
        and clusters[n].is_alive
        and (clusters[n].profile.titles or clusters[n].profile.amounts)
        and (not is_told or tells_which(profile, clusters[n].profile))
        and alike.points(profile, clusters[n].profile) > points - _MARGIN
        and alike.points(clusters[other].profile, clusters[n].profile) < LINK
        and not _is_of_year(profile, clusters[other].profile, clusters[n].profile)
        and not _goes_elsewhere(clusters, neighbours, n, thin, other, points, alike)
        for n in neighbours[thin]
    )


def _is_of_year(telling: Profile, own: Profile, rival: Profile) -> bool:
    """Tell whether a telling is of the year in which one of two projects was awarded, and the other in another.

    News of 2018 names the municipalities of the first round; the pool's page lists the rounds of 2018 and 2019.
    """
    is_own = telling.years and telling.years == own.years and telling.pool_keys & own.pool_keys
    return bool(is_own and own.is_listed and rival.is_listed and rival.years and not rival.years & telling.years)


_MARGIN = 0.5
"""Points by which one way of pairing tellings must be better than another."""


def _goes_elsewhere(
    clusters: Sequence[Cluster],
    neighbours: dict[int, set[int]],
    rival: int,
    thin: int,
    other: int,
    points: float,
    alike: Likeness,
) -> bool:
    """Tell whether a rival has a further telling to go to, and both pairs so made are more alike than crosswise.

    Two pages and the rows of two rounds: the page that begins in 2019 is of the round of 2018, so the other page, which
    names no year, is of the other round.
    """
    mine, its = clusters[other].profile, clusters[rival].profile
    crosswise = alike.points(clusters[thin].profile, its)
    return any(
        n not in (thin, other, rival)
        and clusters[n].is_alive
        and (instead := alike.points(its, clusters[n].profile)) >= LINK
        and alike.points(clusters[thin].profile, clusters[n].profile) < LINK
        and points + instead > crosswise + alike.points(mine, clusters[n].profile) + _MARGIN
        for n in neighbours[rival]
    )


def _doubts(alive: Sequence[Cluster], neighbours: dict[int, set[int]], alike: Likeness) -> list[Doubt]:
    by_number = {c.number: c for c in alive}
    found: list[Doubt] = []
    for cluster in alive:
        for n in sorted(neighbours.get(cluster.number, ())):
            other = by_number.get(n)
            if other is None or n <= cluster.number or not (cluster.members or other.members):
                continue
            points = alike.points(cluster.profile, other.profile)
            if points >= DOUBT:
                found.append((cluster.number, n, points, _reason(cluster.profile, other.profile)))
    return found


def _reason(a: Profile, b: Profile) -> str:
    """Say in Danish what agrees and what does not."""
    agree = []
    if a.codes & b.codes:
        agree.append("samme kommune")
    if a.pool_keys & b.pool_keys:
        agree.append("samme pulje")
    if a.amounts & b.amounts:
        agree.append("samme beløb")
    differ = []
    if a.titles and b.titles:
        differ.append("titlerne ligner ikke hinanden nok")
    if a.amounts and b.amounts and not a.amounts & b.amounts:
        differ.append("forskellige beløb")
    return f"{', '.join(agree) or 'ligner hinanden'}, men {' og '.join(differ) or 'for lidt til at afgøre det'}"
