"""Pages of projects that name no pool, joined to the one project of their place that they fit by subject and time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from corpus.documents import Document, DocumentKind
from corpus.evidence import Origin
from ingest.likeness import agree_in_time, same_amount
from ingest.link_projects import Cluster, Doubt
from ingest.names_beside import NamesBeside
from ingest.profiles import Profile
from ingest.subjects import FITS, MAY_FIT, Text, fit
from ingest.titles import title_likeness

JOINED = 2.5
"""Points of such a join, as `likeness` counts them: just enough."""
_MARGIN = 1.0
"""By how much the best must fit better than any other that may."""
_ALIKE = 0.42
"""Likeness of two titles from which on they may be of one project; the line at which `likeness` ceases to part them."""
_REASON = "samme kommune og emne, men siden nævner ingen pulje, og det er for lidt til at afgøre det"
_UMBRELLA = "fremfærd"  # stands behind articles on projects that others have paid

_Fit = tuple[float, int]  # points, and the number of the cluster


def join_unnamed(clusters: Sequence[Cluster], documents: Mapping[str, Document]) -> tuple[list[Cluster], list[Doubt]]:
    """Give the clusters, pages without a pool joined to the project that they fit; and the pairs staff should look at.

    A page joins where it fits one project of its municipalities, no other nearly as well, and no other page that is
    called otherwise fits that project.

    Args:
        clusters: the projects that linking has found.
        documents: those of the run, by id.
    """
    by_number = {c.number: c for c in clusters if c.is_alive}
    by_place: defaultdict[frozenset[str], list[Cluster]] = defaultdict(list)
    for cluster in by_number.values():
        if cluster.profile.codes and _pools(cluster.profile):
            by_place[cluster.profile.codes].append(cluster)
    beside = NamesBeside(documents)
    fits: dict[int, list[_Fit]] = {}
    for cluster in by_number.values():
        rivals = by_place.get(cluster.profile.codes, []) if _is_unnamed(cluster) else []
        if rivals:
            texts = [Text(documents[c.document_id]) for c, _ in cluster.members if c.is_main]
            found = [
                (_points(p.profile, cluster.profile, texts, beside.of(c for c, _ in p.members)), p.number)
                for p in rivals
            ]
            fits[cluster.number] = sorted((f for f in found if f[0] >= MAY_FIT), reverse=True)
    wanted: defaultdict[int, list[int]] = defaultdict(list)
    for page, found in fits.items():
        for points, project in found:
            if points >= FITS:
                wanted[project].append(page)
    doubts: list[Doubt] = []
    for page, found in fits.items():
        if not found:
            continue
        best, project = found[0]
        is_sure = (
            best >= FITS
            and all(points < best - _MARGIN for points, _ in found[1:])
            and all(_may_be_one(by_number[page].profile, by_number[n].profile) for n in wanted[project])
        )
        if not (is_sure and _join(by_number[project], by_number[page])):
            doubts += [(min(n, page), max(n, page), points, _REASON) for points, n in found]
    return [c for c in clusters if c.is_alive], doubts


_TELLING = frozenset(("summary", "pool", "amount_dkk", "period_from", "period_to", "year_awarded", "grantees"))


def without_bare(clusters: Sequence[Cluster], documents: Mapping[str, Document]) -> list[Cluster]:
    """Give the clusters but for places that an evaluation alone tells of, without a name, pool, sum, time or summary.

    "Havby fik fejlene ned" in a leaflet that names neither pool nor projects is no record that anybody could look up.
    """
    return [c for c in clusters if not _is_bare(c, documents)]


def _is_bare(cluster: Cluster, documents: Mapping[str, Document]) -> bool:
    ids = {c.document_id for c, _ in cluster.members}
    if cluster.record_id is not None or len(ids) != 1 or documents[ids.pop()].kind is not DocumentKind.EVALUATION:
        return False
    stated = [s for c, _ in cluster.members for s in c.statements]
    named = any(s.field == "title" and s.origin is Origin.EXTRACTED for s in stated)
    return not named and not any(s.field in _TELLING for s in stated)


def _pools(profile: Profile) -> set[str]:
    return {key for key in profile.pool_keys if not key.startswith(_UMBRELLA)}


def _is_unnamed(cluster: Cluster) -> bool:
    profile = cluster.profile
    is_page = any(c.is_main for c, _ in cluster.members)
    return is_page and bool(profile.codes) and not profile.is_listed and not _pools(profile)


def _points(project: Profile, page: Profile, texts: Sequence[Text], names: frozenset[str]) -> float:
    """Give how well pages fit a project; 0 where its name, sum or time is another."""
    if project.titles and page.titles:
        return 0.0
    if project.amounts and page.amounts and not any(same_amount(x, y) for x in project.amounts for y in page.amounts):
        return 0.0
    if project.documents & page.documents or not agree_in_time(project, page):
        return 0.0
    return max(fit(project, text, names) for text in texts)


def _may_be_one(one: Profile, two: Profile) -> bool:
    """Tell whether two pages may be of one project: neither is called what the other is not."""
    titles = [title_likeness(x, y) for x in one.titles for y in two.titles]
    return one is two or not titles or max(titles) >= _ALIKE


def _join(project: Cluster, page: Cluster) -> bool:
    """Make one of a project and a page; false where both are known records, or the page is called otherwise by now."""
    if (project.record_id is not None and page.record_id is not None) or not (project.is_alive and page.is_alive):
        return False
    if not _may_be_one(project.profile, page.profile):
        return False
    if page.record_id is None:
        project.take(page, JOINED)
    else:
        page.take(project, JOINED)
    return True
