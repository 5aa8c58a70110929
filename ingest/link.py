"""Linking: which record each candidate tells of, over lists, pages, reports and sites.

Candidates and known records are joined pair by pair, the most alike first, as long as the sum of `likeness` stays
above its line; two known records are never joined, nor two candidates of one document. What falls between the lines
goes to review with both sides.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.documents import Document
from corpus.evidence import Evidence, Origin, make_evidence_id
from corpus.pools import PoolIndex, PoolName, pool_key, pool_round
from corpus.records import Record, RecordType
from ingest.candidates import Candidate, Statement
from ingest.extract.draft import places_key, slug
from ingest.likeness import DOUBT, LINK, Profile, likeness, title_words
from ingest.record_ids import new_record_id
from ingest.urls import canonical_url

MAX_BLOCK = 400
"""Tellings that share a municipality or a title word and are compared pair by pair; larger blocks tell nothing."""

SOFT_TITLE = 0.55
"""Titles stated with less confidence are headlines that may be the name; they join tellings but never part them."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The record that a candidate tells of."""

    candidate: Candidate
    record_id: str
    is_new: bool
    likeness: float | None = None  # points of the join that brought it to the record; None: it founded the record


@dataclass(frozen=True, slots=True)
class DoubtfulLink:
    """Two records that may be one, for staff to decide."""

    first_id: str
    second_id: str
    likeness: float
    reason: str  # in Danish, for staff


@dataclass(frozen=True, slots=True)
class Linking:
    """What linking found."""

    assignments: tuple[Assignment, ...]
    doubtful: tuple[DoubtfulLink, ...] = ()
    record_types: dict[str, RecordType] = field(default_factory=dict)
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)  # by record, what the candidates add

    @property
    def new_ids(self) -> tuple[str, ...]:
        """The records that were not known before, in order of first assignment."""
        return tuple(dict.fromkeys(a.record_id for a in self.assignments if a.is_new))


def link_candidates(
    documents: Iterable[Document], candidates: Sequence[Candidate], existing: Iterable[Record] = ()
) -> Linking:
    """Give each candidate its record, known or new.

    The result does not depend on the order of documents or candidates, and linking the same candidates again over
    the records that came of them finds those records.

    Args:
        documents: the candidates' documents.
        candidates: what they tell.
        existing: the records known already, with their evidence.
    """
    by_id = {d.document_id: d for d in documents}
    known = sorted(existing, key=lambda r: r.record_id)
    candidates = state_known_pools(candidates, by_id, known)
    ordered = sorted(candidates, key=lambda c: (by_id[c.document_id].canonical_url, _first_place(c), c.local_key))
    taken = {r.record_id for r in known}
    pools = _link_pools([c for c in ordered if c.record_type is RecordType.POOL], known, by_id, taken)
    clusters, doubts = _link_projects([c for c in ordered if c.record_type is RecordType.PROJECT], known, by_id)
    assignments = list(pools)
    ids: dict[int, str] = {}
    for cluster in clusters:
        if cluster.record_id is None and cluster.members:
            cluster.record_id = _new_id(cluster, by_id, taken)
            taken.add(cluster.record_id)
            cluster.is_new = True
        if cluster.record_id is not None:
            ids[cluster.number] = cluster.record_id
        assignments += [Assignment(c, cluster.record_id or "", cluster.is_new, points) for c, points in cluster.members]
    doubtful = tuple(
        DoubtfulLink(min(ids[a], ids[b]), max(ids[a], ids[b]), round(points, 2), reason)
        for a, b, points, reason in doubts
        if a in ids and b in ids and ids[a] != ids[b]
    )
    types = {a.record_id: a.candidate.record_type for a in assignments}
    return Linking(tuple(assignments), doubtful, types, _evidence(assignments, by_id))


def _first_place(candidate: Candidate) -> int:
    return min((s.char_start for s in candidate.statements), default=0)


def _evidence(assignments: Sequence[Assignment], documents: dict[str, Document]) -> dict[str, tuple[Evidence, ...]]:
    merged: defaultdict[str, dict[str, Evidence]] = defaultdict(dict)
    for a in assignments:
        document = documents[a.candidate.document_id]
        for s in a.candidate.statements:
            evidence_id = make_evidence_id(a.record_id, s.field, s.value, document.document_id, s.char_start, s.origin)
            merged[a.record_id][evidence_id] = Evidence(
                evidence_id=evidence_id,
                record_id=a.record_id,
                field=s.field,
                value=s.value,
                quote=s.quote,
                document_id=document.document_id,
                url=document.url,
                page_no=s.page_no,
                char_start=s.char_start,
                char_end=s.char_end,
                origin=s.origin,
                confidence=s.confidence,
                extractor=s.extractor,
                observed_at=document.fetched_at,
            )
    return {record_id: tuple(items.values()) for record_id, items in merged.items()}


# pools


def _name_variants(name: str) -> tuple[str, ...]:
    """Give a pool's name, and without an abbreviation behind a dash: "Kvalitet i kommunerne - KIK"."""
    bare = re.sub(r"\s+[-–—]\s+[A-ZÆØÅ]{2,8}\s*$|\s*\([^)]*\)\s*$", "", name)
    return tuple(dict.fromkeys(n for n in (name, bare) if n))


def _pool_names(values: dict[str, Any]) -> tuple[str, ...]:
    names = [values[f] for f in ("title", "pool") if values.get(f)]
    return tuple(dict.fromkeys(v for name in names for v in _name_variants(name)))


def _stated(candidate: Candidate, name: str) -> Any:
    stated = [s for s in candidate.statements if s.field == name]
    return max(stated, key=lambda s: s.confidence).value if stated else None


def _link_pools(
    candidates: Sequence[Candidate], known: Sequence[Record], documents: dict[str, Document], taken: set[str]
) -> list[Assignment]:
    records = [r for r in known if r.record_type is RecordType.POOL]
    names = [
        PoolName(
            r.record_id, _all_names(r), r.values.get("year_awarded"), frozenset(r.values.get("municipalities", ()))
        )
        for r in records
    ]
    known_ids = {r.record_id for r in records}
    found: list[Assignment] = []
    # Pages that state a round come first, so that a bare name later joins the round it fits.
    for candidate in sorted(candidates, key=lambda c: (not c.is_main, not _round_number(c))):
        title = str(_stated(candidate, "title") or candidate.local_key)
        year = _stated(candidate, "year_awarded")
        index = PoolIndex(names)
        record_id = next((r for v in _name_variants(title) if (r := index.resolve(v, year))), None)
        is_new = record_id is None
        if record_id is None:
            document = documents[candidate.document_id]
            record_id = new_record_id(document, pool=title, title=None, codes=(), owner=None, taken=taken)
            taken.add(record_id)
            names.append(PoolName(record_id, _name_variants(title), year))
        else:
            is_new = record_id not in known_ids
            names = [
                PoolName(n.record_id, (*n.names, *_name_variants(title)), n.year or year, n.municipalities)
                if n.record_id == record_id and pool_key(title) not in {pool_key(x) for x in n.names}
                else n
                for n in names
            ]
        found.append(Assignment(candidate, record_id, is_new))
    return found


MIN_POOL_NAME = 10
"""Shortest pool name that is looked for in the text of pages that name none in a form of their own."""


def state_known_pools(
    candidates: Sequence[Candidate], documents: dict[str, Document], known: Sequence[Record]
) -> list[Candidate]:
    """Give the candidates, with the pool stated where a page only says it in words that other pages tell are a pool.

    "Vi er med i Tid til nærhed" says nothing of a pool, until another page has "puljen ”Tid til nærhed”".
    """
    names: dict[str, str] = {}
    told = [str(_stated(c, "title")) for c in candidates if c.record_type is RecordType.POOL and _stated(c, "title")]
    told += [str(s.value) for c in candidates for s in c.statements if s.field == "pool"]
    told += [str(v) for r in known if r.record_type is RecordType.POOL for v in _all_names(r)]
    for name in told:
        for variant in _name_variants(name):
            if len(variant) >= MIN_POOL_NAME and " " in variant:
                names.setdefault(variant.casefold(), variant)
    if not names:
        return list(candidates)
    pattern = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in sorted(names, key=len, reverse=True)), re.IGNORECASE)
    completed: list[Candidate] = []
    for candidate in candidates:
        document = documents[candidate.document_id]
        has_pool = any(s.field == "pool" for s in candidate.statements)
        match = None
        if candidate.record_type is RecordType.PROJECT and not has_pool:
            match = pattern.search(document.text)
        if match is not None:
            page_no = next((b.page_no for b in document.blocks if b.char_start <= match.start() < b.char_end), None)
            statement = Statement("pool", match[0], match[0], match.start(), match.end(), page_no, 0.75, "known-pool/1")
            candidate = replace(candidate, statements=(*candidate.statements, statement))
        completed.append(candidate)
    return completed


def _round_number(candidate: Candidate) -> int | None:
    return pool_round(str(_stated(candidate, "title") or "")).number


def _all_names(record: Record) -> tuple[str, ...]:
    names = list(_pool_names(dict(record.values)))
    names += [v for e in record.evidence if e.field == "title" for v in _name_variants(str(e.value))]
    return tuple(dict.fromkeys(names))


# projects


@dataclass
class _Cluster:
    number: int
    profile: Profile
    record_id: str | None = None
    is_new: bool = False
    members: list[tuple[Candidate, float | None]] = field(default_factory=list)
    is_alive: bool = True


def _year(value: Any) -> int | None:
    match = re.match(r"(?:19|20)\d\d", str(value or ""))
    return int(match[0]) if match else None


def _candidate_profile(candidate: Candidate, document: Document) -> Profile:
    values: defaultdict[str, list[Any]] = defaultdict(list)
    for s in candidate.statements:
        if s.field == "title" and s.origin is not Origin.INFERRED:
            values["soft title" if s.confidence < SOFT_TITLE else "title"].append(s.value)
        elif s.field != "title":
            values[s.field].append(s.value)
    return Profile(
        codes=frozenset(values["municipalities"]),
        owners=frozenset(map(str, values["grantees"])),
        titles=tuple(dict.fromkeys(map(str, values["title"]))),
        soft_titles=tuple(dict.fromkeys(map(str, values["soft title"]))),
        amounts=frozenset(int(v) for v in values["amount_dkk"]),
        pools=tuple(dict.fromkeys(map(str, values["pool"]))),
        years=frozenset(int(v) for v in values["year_awarded"]),
        start=_year(values["period_from"][0]) if values["period_from"] else None,
        end=_year(values["period_to"][0]) if values["period_to"] else None,
        documents=frozenset({candidate.document_id}),
        urls=frozenset({document.canonical_url, canonical_url(document.url)}),
        local_keys=frozenset({candidate.local_key}),
        targets=_targets(candidate, document),
    )


def _targets(candidate: Candidate, document: Document) -> frozenset[str]:
    """Give where the candidate's own line of a list leads: the page of the same project."""
    if candidate.is_main:
        return frozenset()
    places = [s.char_start for s in candidate.statements if s.field in ("municipalities", "title", "grantees")]
    return frozenset(
        canonical_url(block.href)
        for block in document.blocks
        if block.href and any(block.char_start <= at < block.char_end for at in places)
    )


_DESCRIPTIVE = re.compile(r":\s(?:afsluttet )?projekt\b")


def _record_profile(record: Record) -> Profile:
    """Give what a known record tells; its documents are left out, so that a page read again can find it."""
    get = record.values.get
    told: defaultdict[str, list[Any]] = defaultdict(list)
    for e in record.evidence:
        if e.field == "title" and e.origin is not Origin.INFERRED and e.confidence < SOFT_TITLE:
            told["soft title"].append(e.value)
        elif e.value is not None and not (e.field == "title" and e.origin is Origin.INFERRED):
            told[e.field].append(e.value)
    titles = [str(t) for t in told["title"] if not _DESCRIPTIVE.search(str(t))]
    return Profile(
        codes=frozenset(get("municipalities", ())),
        owners=frozenset(map(str, get("grantees", ()))),
        titles=tuple(dict.fromkeys(titles)),
        soft_titles=tuple(dict.fromkeys(map(str, told["soft title"]))),
        amounts=frozenset(int(v) for v in told["amount_dkk"]),
        pools=tuple(dict.fromkeys(map(str, told["pool"]))),
        years=frozenset(int(v) for v in (get("year_awarded"),) if v),
        start=_year(get("period_from")),
        end=_year(get("period_to")),
        local_keys=_local_keys(record, titles),
        urls=frozenset(d.canonical_url for d in record.documents),
    )


def _local_keys(record: Record, titles: Sequence[str]) -> frozenset[str]:
    """Give the keys that extraction would give a telling of this record, so that a changed page finds it again."""
    get = record.values.get
    who = places_key(get("municipalities", ())) or slug(str(next(iter(get("grantees", ())), "")), 40)
    pools = {str(e.value) for e in record.evidence if e.field == "pool"} or {""}
    return frozenset("/".join((slug(p, 40), who, slug(t, 50))) for p in pools for t in (*titles, ""))


def _blocks(clusters: Sequence[_Cluster], n_known: int) -> set[tuple[int, int]]:
    """Give the pairs worth comparing: those that share a municipality, an owner's word or a title word.

    Two of the first `n_known`, the known records, are never a pair.
    """
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for cluster in clusters:
        profile = cluster.profile
        told = set(profile.codes) | {f"o:{w}" for o in profile.owners for w in o.casefold().split() if len(w) > 3}
        if not profile.codes or not profile.owners:
            for title in profile.titles:
                words = sorted(w for w, weight in title_words(title).items() if weight == 1.0 and len(w) > 4)
                told |= {f"t:{w}" for w in words[:8]}
        for key in told:
            keys[key].append(cluster.number)
    pairs: set[tuple[int, int]] = set()
    for key, numbers in keys.items():
        if len(numbers) > MAX_BLOCK and key.startswith("t:"):
            continue
        for i, a in enumerate(numbers):
            for b in numbers[i + 1 :]:
                if a >= n_known or b >= n_known:
                    pairs.add((a, b) if a < b else (b, a))
    return pairs


_Doubt = tuple[int, int, float, str]


def _link_projects(
    candidates: Sequence[Candidate], known: Sequence[Record], documents: dict[str, Document]
) -> tuple[list[_Cluster], list[_Doubt]]:
    clusters = [
        _Cluster(i, _record_profile(r), record_id=r.record_id)
        for i, r in enumerate(r for r in known if r.record_type is RecordType.PROJECT)
    ]
    n_known = len(clusters)
    for candidate in candidates:
        profile = _candidate_profile(candidate, documents[candidate.document_id])
        clusters.append(_Cluster(len(clusters), profile, members=[(candidate, None)]))
    heap: list[tuple[float, int, int, int, int]] = []
    version = [0] * len(clusters)
    neighbours: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in _blocks(clusters, n_known):
        neighbours[a].add(b)
        neighbours[b].add(a)
        _offer(heap, clusters, version, a, b)
    while heap:
        points, a, b, seen_a, seen_b = heapq.heappop(heap)
        if (seen_a, seen_b) != (version[a], version[b]) or not (clusters[a].is_alive and clusters[b].is_alive):
            continue
        if _is_either(clusters, neighbours, a, b, -points) or _is_either(clusters, neighbours, b, a, -points):
            continue
        _join(clusters[a], clusters[b], -points)
        version[a] += 1
        neighbours[a] = {n for n in neighbours[a] | neighbours[b] if n != a and clusters[n].is_alive}
        for n in neighbours[a]:
            neighbours[n].add(a)
            if not (n < n_known and a < n_known):
                _offer(heap, clusters, version, min(a, n), max(a, n))
    alive = [c for c in clusters if c.is_alive]
    return alive, _doubts(alive, neighbours)


def _offer(
    heap: list[tuple[float, int, int, int, int]], clusters: list[_Cluster], version: list[int], a: int, b: int
) -> None:
    points = likeness(clusters[a].profile, clusters[b].profile)
    if points >= LINK:
        heapq.heappush(heap, (-points, a, b, version[a], version[b]))


def _is_either(
    clusters: Sequence[_Cluster], neighbours: dict[int, set[int]], thin: int, other: int, points: float
) -> bool:
    """Tell whether a telling without name and sum fits another project of the same place and pool just as well."""
    profile = clusters[thin].profile
    if profile.titles or profile.amounts:
        return False
    return any(
        n != other
        and clusters[n].is_alive
        and (clusters[n].profile.titles or clusters[n].profile.amounts)
        and likeness(profile, clusters[n].profile) > points - 0.5
        and likeness(clusters[other].profile, clusters[n].profile) < LINK
        for n in neighbours[thin]
    )


def _join(keeper: _Cluster, other: _Cluster, points: float) -> None:
    keeper.profile = keeper.profile.joined(other.profile)
    keeper.members += [(c, points if p is None else p) for c, p in other.members]
    other.is_alive = False


def _doubts(alive: Sequence[_Cluster], neighbours: dict[int, set[int]]) -> list[_Doubt]:
    by_number = {c.number: c for c in alive}
    found: list[_Doubt] = []
    for cluster in alive:
        for n in sorted(neighbours.get(cluster.number, ())):
            other = by_number.get(n)
            if other is None or n <= cluster.number or not (cluster.members or other.members):
                continue
            points = likeness(cluster.profile, other.profile)
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


def _new_id(cluster: _Cluster, documents: dict[str, Document], taken: set[str]) -> str:
    first = min((c for c, _ in cluster.members), key=lambda c: (documents[c.document_id].canonical_url, c.local_key))
    profile = cluster.profile
    return new_record_id(
        documents[first.document_id],
        pool=profile.pools[0] if profile.pools else None,
        title=profile.titles[0] if profile.titles else None,
        codes=profile.codes,
        owner=min(profile.owners) if profile.owners else None,
        taken=taken,
    )
