"""Rows that stand for several projects of one municipality: "Havby Kommune, to projekter", or names under a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from corpus.documents import BlockKind, Document
from corpus.evidence import Origin
from ingest.candidates import Candidate
from ingest.link_projects import Cluster
from ingest.phrases import phrase_words

_NUMBERS = {"to": 2, "tre": 3, "fire": 4, "fem": 5} | {str(n): n for n in range(2, 6)}
_SEVERAL = re.compile(rf"\b(?P<n>{'|'.join(_NUMBERS)})\s(?:\w+\s)?projekter\b", re.IGNORECASE)
_LONGEST_ROW = 120  # characters


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
        fitting = [
            c
            for c in clusters
            if c.is_alive
            and c.profile.codes == row.codes
            and c.profile.pool_keys & row.pool_keys
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
        at = next((s.char_start for s in candidate.statements if s.field == "municipalities"), None)
        n = next((n for n, b in enumerate(document.blocks) if at is not None and b.char_start <= at < b.char_end), None)
        if n is None or len(row := document.block_text(document.blocks[n])) > _LONGEST_ROW:
            continue
        if (said := _SEVERAL.search(row)) is not None:
            yield cluster, _NUMBERS[said["n"].lower()], set()
        elif document.blocks[n].kind is BlockKind.HEADING:
            below = takewhile(lambda b: b.kind is not BlockKind.HEADING, document.blocks[n + 1 :])
            names = {phrase_words(document.block_text(b)) for b in below}
            if len(names) > 1:
                yield cluster, 0, names
