"""Rows that stand for several projects of one municipality: "Havby Kommune, to projekter", or names under a place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from corpus.documents import BlockKind, Document
from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.likeness import agree_in_time
from ingest.link_projects import Cluster
from ingest.phrases import phrase_words
from ingest.row_words import n_projects, row_of


def without_shared_sums(candidates: Sequence[Candidate], documents: Mapping[str, Document]) -> list[Candidate]:
    """Give the candidates, those without a name without a sum for several projects: "2,5 mio. kr. til to projekter"."""
    return [_without_shared_sum(c, documents[c.document_id]) for c in candidates]


def _without_shared_sum(candidate: Candidate, document: Document) -> Candidate:
    stated = {s.field for s in candidate.statements if s.origin is Origin.EXTRACTED}
    if candidate.record_type is not RecordType.PROJECT or "amount_dkk" not in stated or "title" in stated:
        return candidate
    row = row_of(candidate, document)
    if row is None or not n_projects(row[1]) or _has_sum_each(row[1]):
        return candidate
    return replace(candidate, statements=tuple(s for s in candidate.statements if s.field != "amount_dkk"))


_NEXT = 8  # characters between two sums that are told of side by side: "på 1,1 og 1,0 mio. kr."


def _has_sum_each(row: str) -> bool:
    """Tell whether a row gives each project its own sum: "to projekter: Nabolag får 1,3 mio. kr., Natten 700.000"."""
    sums = find_amounts(row)
    return any(second.char_start - first.char_end > _NEXT for first, second in pairwise(sums))


def part_rows(clusters: Sequence[Cluster], documents: Mapping[str, Document], points: float) -> list[Cluster]:
    """Give the clusters, a row that stands for several projects told of each of them.

    Only where other documents tell of just as many of that pool and place as it says, or of those it names.

    Args:
        clusters: the projects that linking has found.
        documents: those of the run, by id.
        points: of the joins, as `likeness` counts them.
    """
    for cluster, number, names in list(_rows(clusters, documents)):
        row = cluster.profile
        pools = row.pool_keys | row.soft_pool_keys
        fitting = [
            c
            for c in clusters
            if c.is_alive
            and c.profile.codes == row.codes
            and (c.profile.pool_keys & pools if pools else agree_in_time(c.profile, row))
            and not c.profile.documents & row.documents
        ]
        if names:
            fitting = [c for c in fitting if any(phrase_words(title) in names for title in c.profile.titles)]
        if len(fitting) == (number or len(names)):
            for n, one in enumerate(fitting):
                one.take(_told(cluster, n), points)
            cluster.is_alive = False
    return [c for c in clusters if c.is_alive]


def _told(cluster: Cluster, n: int) -> Cluster:
    members: list[tuple[Candidate, float | None]] = []
    for candidate, _ in cluster.members:
        stated = tuple(s for s in candidate.statements if s.field != "title" or s.origin is not Origin.INFERRED)
        members.append((replace(candidate, local_key=f"{candidate.local_key}/{n + 1}", statements=stated), None))
    return Cluster(cluster.number, cluster.profile, members=members)


def _rows(
    clusters: Sequence[Cluster], documents: Mapping[str, Document]
) -> Iterator[tuple[Cluster, int, set[tuple[str, ...]]]]:
    """Give the rows without name and sum that say how many projects they are, or have several lines below them."""
    for cluster in clusters:
        profile = cluster.profile
        if cluster.record_id is not None or len(cluster.members) != 1 or profile.titles or profile.amounts:
            continue
        candidate = cluster.members[0][0]
        document = documents[candidate.document_id]
        found = row_of(candidate, document)
        if found is None:
            continue
        n, row = found
        if number := n_projects(row):
            yield cluster, number, set()
        elif document.blocks[n].kind is BlockKind.HEADING:
            below = takewhile(lambda b: b.kind is not BlockKind.HEADING, document.blocks[n + 1 :])
            names = {phrase_words(document.block_text(b)) for b in below}
            if len(names) > 1:
                yield cluster, 0, names
