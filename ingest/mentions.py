"""Documents that tell of a project that other pages state, though nothing in them has the form of a telling.

A newsletter, an agenda or a chapter of an evaluation has no "projektet ”…”" and no sum: it says that Sansehaven in
Hørsholm was used every day. Against the projects that linking has found, that is enough: the name of one, with its
municipality, pool or sum beside it, or its pool and municipality where that pool has one project there. What was
read out of such a document without a name joins the project it names; else a telling is written for it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.documents import Document, DocumentKind, DocumentStatus
from corpus.money import find_amounts
from corpus.places import DOUBTFUL, LIKELY, find_municipalities
from corpus.pools import pool_round
from ingest.candidates import Candidate
from ingest.classify import is_stub
from ingest.cues import Cue
from ingest.extract.home_place import home_municipality, municipalities_of_path
from ingest.extract.lines import Page
from ingest.extract.told_projects import is_other_page
from ingest.known_projects import KnownProjects, Told
from ingest.likeness import same_amount
from ingest.link_projects import Cluster
from ingest.mentioned_parts import line_at, telling
from ingest.phrases import PhraseHit, PhraseIndex, phrase_words
from ingest.row_words import n_projects, row_at
from ingest.subjects import Text
from ingest.titles import title_forms, title_words
from ingest.unnamed_mentions import unnamed_in
from ingest.urls import canonical_url

MENTIONED = 3.0
"""Points of a join that a mention brings about, as `likeness` counts them."""
_LEAST = 3.5  # of a name's support; see `_support`
_LEAST_PLACES = 3
_PART_OF_PLACES = 0.4
"""Of a pool's municipalities, how many a document names that is about its grants: at least three, and two in five."""
_LONGEST = 300_000  # characters; a longer document is a collection, whose parts no reading here tells apart
_SILENT = (DocumentKind.APPLICATION, DocumentKind.FACTS, DocumentKind.CALL, DocumentKind.FAQ)
_REPORTS = (DocumentKind.EVALUATION, DocumentKind.FINAL_REPORT)
_OF_ONE = (DocumentKind.FINAL_REPORT,)
_LEAST_OF_POOL = 2  # projects that a report names and that have one pool, for the report to be of that
_LISTS = (DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE, DocumentKind.CALL)
_GRANTS = Cue(r"\b(?:penge|midler|støtte|tilskud|bevil[gl]|tilsagn|pulje|million|mio\.|projekter)")
"""What news says that is of grants, or of what came of them; other news names the same places for other reasons."""
_POINTED = re.compile(r"(?:[\"”“»„]|\b[Pp]rojekt(?:et|ets)?\s[\"”“»„]?|\b(?:hedder|kaldes|kaldet|navnet)\s[\"”“»„]?)$")
"""What stands before a name that is pointed out as one."""


_SAID = re.compile(r"projekt|forsøg|indsats|puljen|støtte|evaluering", re.IGNORECASE)
_WITHIN = re.compile(r"[a-zæøå,] $")
"""What stands before a capital within a sentence, which only a name has."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that tells of a known project: a telling to add, or one of its own that is of that project."""

    number: int  # of the project's cluster
    candidate: Candidate | None = None
    joins: int | None = None  # number of the cluster that the document's own telling founded


def find_mentions(
    documents: Mapping[str, Document],
    clusters: Sequence[Cluster],
    pool_names: Iterable[str],
) -> Iterator[Mention]:
    """Give what documents tell of projects that other documents state; one at most of each project in each document.

    Args:
        documents: those of the run, by id.
        clusters: the projects that linking has found.
        pool_names: every name of every pool that is known.
    """
    known = KnownProjects(clusters, pool_names)
    own: defaultdict[str, list[int]] = defaultdict(list)
    for cluster in known.by_number.values():
        for document_id in {c.document_id for c, _ in cluster.members}:
            own[document_id].append(cluster.number)
    for document in sorted(documents.values(), key=lambda d: (d.canonical_url, d.document_id)):
        if document.status not in (DocumentStatus.OK, DocumentStatus.PARTIAL) or document.kind in _SILENT:
            continue
        if document.language not in (None, "da") or len(document.text) > _LONGEST:
            continue
        if document.kind is DocumentKind.NOISE and (is_stub(document) or is_other_page(document.text)):
            continue
        yield from _in_document(document, known.told_in(document), known, own[document.document_id])


def _in_document(document: Document, told: Told, known: KnownProjects, own: Sequence[int]) -> Iterator[Mention]:
    amounts = {m.amount_dkk for m in find_amounts(document.text)}
    places = _places(document, told, known)
    wanted = _named(told, places, amounts, known, own)
    if document.kind in _REPORTS and (shared := _shared_pools({*wanted, *own}, known) - told.pools.keys()):
        # a report calls its pool by a short name, but names two of its projects
        told.pools.update({key: [] for key in shared})
        places = _places(document, told, known)
        wanted = _named(told, places, amounts, known, own)
    wanted |= _by_pool_and_place(told, places, known, own, wanted)
    if not wanted and not own and not told.pools:
        wanted = unnamed_in(told, places, known)
    joined: set[int] = set()
    for number in sorted(wanted):
        cluster = known.by_number[number]
        thin = [n for n in own if n not in joined and _may_be(known.by_number[n], cluster, told) and len(wanted) == 1]
        if len(thin) == 1:
            joined.add(thin[0])
            yield Mention(number, joins=thin[0])
        elif not any(known.by_number[n].profile.codes & cluster.profile.codes and n not in told.names for n in own):
            candidate = telling(document, told, number, wanted, known, whole=not own)
            if candidate is not None:
                yield Mention(number, candidate)


def _shared_pools(numbers: set[int], known: KnownProjects) -> set[str]:
    """Give the pools that two or more of these projects have, by normal form."""
    n_projects = Counter(key for n in numbers for key in known.pools_of(known.by_number[n]))
    return {key for key, n in n_projects.items() if n >= _LEAST_OF_POOL}


def _places(document: Document, told: Told, known: KnownProjects) -> set[str]:
    """Give the codes of the municipalities that a document is about or names."""
    found = find_municipalities(document.text)
    places = {m.code for m in found if m.confidence >= LIKELY}
    # "Havbys Natcafé", "i Ribe": a doubtful place is one where a pool or project that the page names is there
    named = {code for n in told.names for code in known.by_number[n].profile.codes}
    places |= {
        m.code
        for m in found
        if m.confidence >= DOUBTFUL and (m.code in named or any((m.code, k) in known.placed for k in told.pools))
    }
    places |= {code} if (code := home_municipality(document.url)) else set()
    places |= municipalities_of_path(document.url)
    return places


def _named(told: Told, places: set[str], amounts: set[int], known: KnownProjects, own: Sequence[int]) -> set[int]:
    """Give the projects that a document surely names, but for those that it tells of already."""
    return {
        n
        for n in told.names
        if n not in own
        and _support(known.by_number[n], known.pools_of(known.by_number[n]), told, places, amounts) >= _LEAST
    }


def _support(cluster: Cluster, pools: set[str], told: Told, places: set[str], amounts: set[int]) -> float:
    """Give how surely a name in a document is this project's; 0 where neither place, pool nor sum stands by it."""
    words = {w for t in cluster.profile.titles for w, weight in title_words(t).items() if weight == 1.0}
    hits = {w for hit in told.names[cluster.number] for w in hit.words}
    telling = sum(any(word.startswith(w) for word in hits) for w in words)
    points = float(min(3, max(1, telling)))
    points += any(
        _POINTED.search(told.page.text[max(0, hit.char_start - 16) : hit.char_start])
        for hit in told.names[cluster.number]
    )
    beside = 0.0
    if cluster.profile.codes & places:
        beside += 2.0
    elif (
        places
        and cluster.profile.codes
        and not (
            # an evaluation of its pool may name it without its place, beside others with theirs
            pools & told.pools.keys() and telling > 1 and told.page.document.kind is DocumentKind.EVALUATION
        )
    ):
        beside -= 1.5
    if pools & told.pools.keys():
        beside += 2.0
    if cluster.profile.amounts & amounts:
        beside += 1.5
    text = told.page.text
    said = _SAID.search(text) or any(_WITHIN.search(text[: hit.char_start]) for hit in told.names[cluster.number])
    said = said or any(_is_called(told.page, hit) for hit in told.names[cluster.number])
    # three words of its own are a name without anything beside it, unless the document is about other places
    is_supported = beside > 0 or (beside == 0 and points >= 3)
    return points + beside + (0.5 if said else 0.0) if is_supported else 0.0


_MOST_OF_TITLE = 0.6


def _is_called(page: Page, hit: PhraseHit) -> bool:
    """Tell whether a name is most of a page's own title: "Ø-snak", "Onsdagsbordet i Aars"."""
    title = page.title
    length = hit.char_end - hit.char_start
    return (
        title is not None
        and title.char_start <= hit.char_start < title.char_end
        and (length >= _MOST_OF_TITLE * len(title.text))
    )


def _by_pool_and_place(
    told: Told, places: set[str], known: KnownProjects, own: Sequence[int], named: set[int]
) -> set[int]:
    """Give the projects of a named pool whose municipalities a document names, where each has one of the pool's.

    A document of one place tells of its project; one of several does where it names a good part of the pool's
    places, as news of the grants does: "Også Vejen, Varde og Favrskov har fået ja".
    """
    pools = set(told.pools) or (known.pools_of_places(places) if _GRANTS.search(told.page.text) else set())
    taken = {code for n in {*own, *named} for code in known.by_number[n].profile.codes}
    fitting: dict[str, set[int]] = {}
    for code in places:
        fitting[code] = {n for key in pools for n in known.placed.get((code, key), ())}
    fitting = {code: numbers for code, numbers in fitting.items() if numbers}
    all_places = {code for key in pools for code in known.places_of(key)}
    is_own = told.page.document.kind in _OF_ONE and bool(own)  # other places than its own are named in passing
    is_of_pool = len(fitting) >= max(_LEAST_PLACES, _PART_OF_PLACES * len(all_places)) or (
        len(places) > 1 and len(fitting) == len(places)
    )
    is_of_pool = is_of_pool and not is_own
    is_of_pool = is_of_pool or (len(fitting) > 1 and _evaluates_pool(told))
    if not is_of_pool and told.pools:  # a part of its own for a place
        headed = {m.code for line in told.page.lines if line.is_heading for m in find_municipalities(line.text)}
        is_of_pool = len(headed & fitting.keys()) > 1
        fitting = {code: numbers for code, numbers in fitting.items() if code in headed} if is_of_pool else fitting
    is_alone = len(places) == 1 or (len(fitting) == 1 and _is_told_of(told, next(iter(fitting))))
    if not is_of_pool and (not is_alone or own or named or told.page.document.kind in _LISTS):
        return set()
    of_time = {code: _of_its_round(numbers, told, known) for code, numbers in fitting.items()}
    found = {next(iter(numbers)) for code, numbers in of_time.items() if len(numbers) == 1 and code not in taken}
    for code, numbers in of_time.items():  # "Havby får penge til to projekter"
        if len(numbers) > 1 and code not in taken and _n_said(told, code) == len(numbers):
            found |= numbers
    return {n for n in found if is_of_pool or len(known.by_number[n].profile.codes) == 1 or len(found) == 1}


def _n_said(told: Told, code: str) -> int:
    """Give how many projects of a municipality a document says that it tells of; 0 where it does not say."""
    at = told.first[code].char_start if code in told.first else None
    row = row_at(told.page.document, at, {code}) if at is not None else None
    return n_projects(row[1]) if row is not None else 0


def _of_its_round(numbers: set[int], told: Told, known: KnownProjects) -> set[int]:
    """Give the projects of a pool in a place, of several the one of the round that a document tells of.

    Nothing but the round's number and years tells two grants of one pool to one municipality apart where neither name
    nor sum is told: news of 2019 is of the grant of 2019, and a project that ran in 2020 and 2021 is of it too.
    """
    if len(numbers) < 2:
        return numbers
    awarded = {n: known.by_number[n].profile.years for n in numbers}
    rounds = {n: {r.number for r in known.by_number[n].profile.rounds} - {None} for n in numbers}
    if not all(awarded.values()) and not all(rounds.values()):
        return numbers
    said = {r for text in _said_of_pool(told) if (r := pool_round(text).number)}
    if len(said) == 1:
        number = said.pop()
        years = sorted({min(own) for own in _years_of(told.pools, known)})
        year = years[number - 1] if number <= len(years) else None
        fitting = {n for n in numbers if number in rounds[n] or (not rounds[n] and year in awarded[n])}
        return fitting if len(fitting) == 1 else numbers
    years_told = Text(told.page.document).years
    if not years_told or not all(awarded.values()):
        return numbers
    if len(years_told) == 1 and told.page.document.kind is DocumentKind.NEWS:
        fitting = {n for n, own in awarded.items() if own & years_told}
    else:
        fitting = {n for n, own in awarded.items() if any(0 <= min(years_told) - year <= _BEGUN for year in own)}
    return fitting if len(fitting) == 1 else numbers


_BEGUN = 2  # years from its award to the first year that a document names of a project


def _said_of_pool(told: Told) -> list[str]:
    """Give the title of a document and its sentences on pools."""
    page = told.page
    at = [hit.char_start for hits in told.pools.values() for hit in hits]
    sentences = [s.text for s, _ in page.sentences if any(s.char_start <= a < s.char_end for a in at)]
    return [page.title.text if page.title is not None else "", *sentences]


def _years_of(pools: Iterable[str], known: KnownProjects) -> list[frozenset[int]]:
    """Give the years of award of each project of some pools that states them."""
    wanted = set(pools)
    return [c.profile.years for c in known.by_number.values() if c.profile.years and known.pools_of(c) & wanted]


def _evaluates_pool(told: Told) -> bool:
    """Tell whether a document is an evaluation whose title names a pool: what it says of a place is of its project."""
    title = told.page.title
    return (
        told.page.document.kind is DocumentKind.EVALUATION
        and title is not None
        and any(title.char_start <= hit.char_start < title.char_end for hits in told.pools.values() for hit in hits)
    )


def _is_told_of(told: Told, code: str) -> bool:
    """Tell whether a document of several places is of this one: its title or address, or a line on the pool, is."""
    page = told.page
    title = page.title.text if page.title is not None else ""
    lines = (line_at(page, hit.char_start) for hits in told.pools.values() for hit in hits)
    near = {m.code for text in (title, *(x.text for x in lines if x)) for m in find_municipalities(text)}
    return code in near or code in municipalities_of_path(page.document.url)


def _may_be(thin: Cluster, cluster: Cluster, told: Told) -> bool:
    """Tell whether a document's own telling, found nowhere else, may be of a project that the document names."""
    document = told.page.document
    if {c.document_id for c, _ in thin.members} != {document.document_id}:
        return False
    if thin.record_id is not None and not thin.profile.urls <= {document.canonical_url, canonical_url(document.url)}:
        return False  # known from other documents too
    mine, other = thin.profile, cluster.profile
    is_main = any(c.is_main for c, _ in thin.members)
    if not (mine.codes & other.codes or (is_main and not mine.codes and not mine.owners)):
        return False
    if mine.pool_keys and other.pool_keys and not mine.pool_keys & other.pool_keys:
        return False
    if mine.amounts and other.amounts and not any(same_amount(x, y) for x in mine.amounts for y in other.amounts):
        return False
    names = {phrase_words(form) for t in other.titles for form in (t, *title_forms(t))}
    if all(any(_holds(phrase_words(t), name) for name in names) for t in mine.titles):
        return True
    return is_main and mine.codes == other.codes and _is_headline_over(thin, cluster, told)


def _is_headline_over(thin: Cluster, cluster: Cluster, told: Told) -> bool:
    """Tell whether what a page calls its project is only its headline, while its text points out the other's name."""
    text = told.page.text
    own = PhraseIndex(phrase_words(t) for t in thin.profile.titles)
    title = told.page.title
    body = title.char_end if title is not None else 0
    is_said_again = any(hit.char_start >= body for hit in own.find(text))
    hits = [hit for hit in told.names[cluster.number] if hit.char_start >= body]
    return not is_said_again and any(
        _POINTED.search(text[max(0, hit.char_start - 16) : hit.char_start]) for hit in hits
    )


def _holds(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return bool(name) and any(words[n : n + len(name)] == name for n in range(len(words) - len(name) + 1))
