"""Linking: which record each candidate tells of, over lists, pages, reports and sites.

Candidates and known records are joined pair by pair, the most alike first, as long as the sum of `likeness` stays
above its line; two known records are never joined, nor two candidates of one document. What falls between the lines
goes to review with both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.documents import Document
from corpus.evidence import Evidence, make_evidence_id
from corpus.records import Record, RecordType
from ingest.calibration import calibrated
from ingest.candidates import Candidate
from ingest.folder_pages import with_folder_pages
from ingest.full_names import with_full_names
from ingest.known_facts import with_pool_facts
from ingest.known_themes import with_themes
from ingest.known_titles import state_known_titles
from ingest.landing_pages import with_landing_pages
from ingest.link_pools import link_pools, state_known_pools, told_pool_names
from ingest.link_projects import Cluster, Doubt, link_projects
from ingest.mentions import MENTIONED, find_mentions
from ingest.nicknames import with_nicknames
from ingest.overviews import without_overviews
from ingest.record_ids import new_record_id
from ingest.row_pools import with_row_pools
from ingest.several_rows import part_rows, without_shared_sums
from ingest.shares import with_shares
from ingest.subject_pools import with_subject_pools
from ingest.unnamed import join_unnamed, without_bare


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
    n_left_out: int = 0  # pairs of tellings beyond what one linking compares: one project may stand twice

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
    candidates = with_folder_pages(candidates, by_id)
    candidates = with_shares(with_landing_pages(without_overviews(candidates, by_id), by_id), by_id, known)
    candidates = without_shared_sums(candidates, by_id)
    candidates = state_known_pools(candidates, by_id, known)
    candidates = with_subject_pools(candidates, by_id, told_pool_names(candidates, known))
    candidates = state_known_titles(candidates, by_id, known)
    ordered = sorted(candidates, key=lambda c: _order(c, by_id[c.document_id]))
    taken = {r.record_id for r in known}
    pools = link_pools([c for c in ordered if c.record_type is RecordType.POOL], known, by_id, taken)
    told = [c for c in ordered if c.record_type is RecordType.PROJECT]
    clusters, doubts, n_left_out = link_projects(told, known, by_id)
    clusters, unsure = join_unnamed(clusters, by_id)
    doubts = [*doubts, *unsure]
    clusters = part_rows(clusters, by_id, MENTIONED)
    clusters, unsure = _with_mentions(clusters, by_id, told_pool_names(candidates, known))
    doubts += unsure
    clusters = with_row_pools(with_full_names(without_bare(clusters, by_id)))
    clusters = with_themes(with_pool_facts(clusters, candidates, by_id), candidates, known)
    assignments = [Assignment(*pool) for pool in with_nicknames(pools, known, clusters)]
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
    return Linking(tuple(assignments), doubtful, types, _evidence(assignments, by_id), n_left_out)


_IS_NAMED = "dokumentet bag det ene nævner det andet"


def _with_mentions(
    clusters: list[Cluster], documents: dict[str, Document], pools: Iterable[str]
) -> tuple[list[Cluster], list[Doubt]]:
    """Give the clusters, with what documents tell of them in passing, and the known records that may be one by it."""
    by_number = {c.number: c for c in clusters}
    doubts: list[Doubt] = []
    for mention in list(find_mentions(documents, clusters, pools)):
        cluster = by_number[mention.number]
        other = by_number[mention.joins] if mention.joins is not None else None
        if mention.candidate is not None:
            cluster.members.append((mention.candidate, MENTIONED))
        elif other is not None and other.is_alive and cluster.record_id and other.record_id:
            doubts.append((min(cluster.number, other.number), max(cluster.number, other.number), MENTIONED, _IS_NAMED))
        elif other is not None and other.is_alive:
            cluster.take(other, MENTIONED)
    return [c for c in clusters if c.is_alive], doubts


_OWN_FIELDS = ("municipalities", "grantees", "amount_dkk")


def _order(candidate: Candidate, document: Document) -> tuple[str, str, int, str]:
    own = [s.char_start for s in candidate.statements if s.field in _OWN_FIELDS]
    # rows share their list's pool and year: where they stand themselves tells their order
    first_place = min(own or [s.char_start for s in candidate.statements], default=0)
    return document.canonical_url, document.document_id, first_place, candidate.local_key


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
                confidence=calibrated(s.field, s.confidence),
                extractor=s.extractor,
                observed_at=document.fetched_at,
            )
    return {record_id: tuple(items.values()) for record_id, items in merged.items()}


def _new_id(cluster: Cluster, documents: dict[str, Document], taken: set[str]) -> str:
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
