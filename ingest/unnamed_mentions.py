"""Documents with neither a telling nor a name that are about one project all the same: by place, and sum or subject.

"640.000 kr. fra staten" on Samsø's own page is the one grant of 640.000 kr. that Samsø has got.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from corpus.documents import DocumentKind
from corpus.money import find_amounts
from ingest.extract.home_place import home_municipality, municipalities_of_path
from ingest.known_projects import KnownProjects, Told
from ingest.likeness import is_about, same_amount
from ingest.link_projects import Cluster
from ingest.subjects import FITS, MAY_FIT, Text, fit, is_in_time

_LISTS = (DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE, DocumentKind.CALL)
_OF_ONE = (DocumentKind.NEWS, DocumentKind.PROJECT_PAGE, DocumentKind.FINAL_REPORT)
_EXACT = 3  # digits before the noughts of a sum that is no chance
_MARGIN = 1.0


def unnamed_in(told: Told, places: set[str], known: KnownProjects) -> set[int]:
    """Give the one project that a document is about without naming it or its pool, if there is one.

    Where it is known by its sum, the place of that is noted in `told.sums`.

    Args:
        told: what the document names.
        places: codes of the municipalities that it is about or names.
        known: the projects that linking has found.
    """
    document = told.page.document
    if document.kind in _LISTS:
        return set()
    home = municipalities_of_path(document.url) | ({code} if (code := home_municipality(document.url)) else set())
    wanted = {frozenset(places), frozenset(home)} - {frozenset()}
    fitting = [
        c
        for c in known.at({*places, *home})
        # "Langeland og Ærø ... hjem fra psykiatrien i Svendborg", on Langeland's own pages
        if c.profile.codes in wanted or (c.profile.codes & home and c.profile.codes <= places)
    ]
    text = Text(document)
    fitting = [c for c in fitting if is_in_time(c.profile, text)]
    if not fitting or not text.is_of_grant:
        return set()
    return _by_sum(told, fitting, text) or _by_subject(fitting, text)


def _by_sum(told: Told, fitting: Sequence[Cluster], text: Text) -> set[int]:
    """Give the only project of the place whose sum the document states, exactly or as the press rounds it."""
    found: dict[int, tuple[int, int]] = {}
    for mention in find_amounts(text.document.text):
        digits = len(str(mention.amount_dkk).rstrip("0"))
        for cluster in fitting:
            sums = cluster.profile.amounts
            is_exact = mention.amount_dkk in sums and digits >= _EXACT
            if is_exact or (text.is_paid and digits > 1 and any(same_amount(mention.amount_dkk, x) for x in sums)):
                found.setdefault(cluster.number, (mention.char_start, mention.char_end))
    if len(found) == 1:
        told.sums.update(found)
    return set(found) if len(found) == 1 else set()


def _by_subject(fitting: Sequence[Cluster], text: Text) -> set[int]:
    """Give the only project of the place whose subject and time a page fits that says who paid, or names a project."""
    if text.document.kind not in _OF_ONE or not (text.is_paid or text.names_project):
        return set()
    stated = {m.amount_dkk for m in find_amounts(text.document.text)}
    points = sorted(
        (
            (
                fit(c.profile, text)
                + (0.0 if text.is_paid else _NAMED)
                + (_NEAR if _is_near(stated, c.profile.amounts) else 0.0),
                c.number,
            )
            for c in fitting
            if c.profile.pool_keys and (text.is_paid or not c.profile.titles)
        ),
        reverse=True,
    )
    points = [(p, n) for p, n in points if p >= MAY_FIT]
    if not points or points[0][0] < FITS or any(p >= points[0][0] - _MARGIN for p, _ in points[1:]):
        return set()
    sums = next(c.profile.amounts for c in fitting if c.number == points[0][1])
    # a page on a grant states its sum: another sum is another grant
    is_other = bool(sums and stated) and not _is_near(stated, sums)
    return set() if is_other else {points[0][1]}


_NAMED = 1.0  # points of a text that calls a project by name, of one that has none yet: as of who paid
_NEAR = 0.5  # points of a sum that is about the project's
_ABOUT = 0.05  # "knap 1,5 mio. kr." is 1.436.000 kr.


def _is_near(stated: Set[int], sums: Set[int]) -> bool:
    return any(
        same_amount(x, y) or is_about(x, y) or (len(str(y).rstrip("0")) <= 2 and abs(x - y) <= _ABOUT * y)
        for x in sums
        for y in stated
    )
