"""The part of a document that is about a project it mentions, and the telling written from it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.documents import Document, DocumentKind
from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.places import DOUBTFUL, LIKELY, find_municipalities
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract.draft import Draft, Found
from ingest.extract.ended import with_end
from ingest.extract.home_place import home_municipality, home_place, municipalities_of_path
from ingest.extract.lines import Line, Page
from ingest.extract.project_pages import extract_project
from ingest.extract.projects import finish
from ingest.extract.told_status import with_dated_status
from ingest.known_projects import KnownProjects, Told
from ingest.link_projects import Cluster
from ingest.phrases import PhraseHit

EXTRACTOR = "mention/1"
_LEAD_LINES = 4
_LONG_SECTION = 12  # lines; a longer one tells of other things too
_REPORTS = (DocumentKind.EVALUATION, DocumentKind.FINAL_REPORT)
_LEFT_OUT = re.compile(
    r"\b(?:er|var|blev|har været)\sikke\s(?:\w+\s)?(?:med\b|omfattet|medtaget|inddraget|undersøgt|evalueret)|"
    r"\b(?:indgår|indgik|deltog|deltager|medvirker)\sikke\b|\b(?:bortset fra|undtagen|med undtagelse af)\b|"
    r"\b(?:(?:af)?rapporterer|(?:af)?rapporteres|beskrives|evalueres)\s(?:først\s)?"
    r"(?:senere|særskilt|for sig|andetsteds|i en (?:anden|senere) rapport|til næste år)\b",
    re.IGNORECASE,
)

# "Havby har fået forlænget sin periode og evalueres senere": what became of the project is told all the same
_FATE = re.compile(
    r"\b(?:afbr(?:ød|udt|ydes)|forlænget|udskudt|forsinket|stoppet|stoppede|lukket|lukkede|opgav|opgivet|indstillet|"
    r"nedlagt|trak sig|trukket sig|sprang fra|opsagde|nåede ikke|(?:tilbage)?betalt(?:e)? (?:\w+ )?tilbage)\b",
    re.IGNORECASE,
)

_BUILDS_ON = re.compile(
    r"\b(?:udvidelse|fortsættelse|videreførelse|forlængelse|efterfølger|afløser|søster\w*|kopi|erstatning)\s(?:af|til|for)\b|"
    r"\bbygger\s(?:videre\s)?på\b|\binspireret af\b|\befter modellen\b|\berfaringer(?:ne)? fra\b|\bligesom\b",
    re.IGNORECASE,
)
"""What stands before the name of a project that another grew out of."""


def telling(
    document: Document, told: Told, number: int, wanted: set[int], known: KnownProjects, *, whole: bool
) -> Candidate | None:
    """Write what a document tells of a project it mentions; `None` where it only links to it, or leaves it out.

    Args:
        document: the document.
        told: what it names.
        number: the project's cluster.
        wanted: the clusters of all projects that it tells of.
        known: the known projects.
        whole: the document has no tellings of its own, so that all of it may be about the one project.
    """
    page, cluster = told.page, known.by_number[number]
    hit = _first_said(page, told.names.get(number, []))
    if hit is None and told.names.get(number) and _is_listed(told, cluster, wanted, known):
        return _bare(page, cluster, known.pools_of(cluster), told, told.names[number][0])
    sum_at = told.sums[number][0] if number in told.sums else _first_place(told, cluster.profile.codes)
    if hit is None and sum_at is None:  # "Kommunen har fået ... fra puljen", on the municipality's own pages
        sum_at = min((h.char_start for key in known.pools_of(cluster) for h in told.pools.get(key, [])), default=None)
    at = hit.char_start if hit is not None else sum_at
    line = line_at(page, at) if at is not None else None
    if line is None or _is_left_out(page, at or 0):
        return None
    if hit is not None and not whole and _BUILDS_ON.search(page.text[max(0, hit.char_start - 40) : hit.char_start]):
        return None  # a page on another project: "en udvidelse af Tryg hjem"
    others = {
        other.index
        for n, hits in told.names.items()
        if n != number
        for h in hits
        if (other := line_at(page, h.char_start)) is not None
    }
    is_one = whole and document.kind is not DocumentKind.GOVERNANCE  # an agenda has an item for each matter
    is_whole = is_one and len(wanted) == 1 and (hit is None or _is_lead(page, line) or _is_of(page, cluster))
    if number in told.sums and len({m.amount_dkk for m in find_amounts(page.text)}) > 1:
        is_whole = False  # a page of several sums tells of other things too
    lines = None if is_whole else _section(page, line, others)
    codes = {m.code for x in lines or () for m in find_municipalities(x.text) if m.confidence >= LIKELY}
    shares = any(x.index in others for x in lines or ())
    if not is_whole and (shares or (hit is None and not codes <= cluster.profile.codes)):
        return _bare(page, cluster, known.pools_of(cluster), told, hit)  # what else the lines say may be of the others
    title = None
    if hit is not None:
        title = Found(page.text[hit.char_start : hit.char_end], hit.char_start, hit.char_end, 0.75)
    text = page.lines if lines is None else lines
    places = list(_places(page, text, cluster.profile.codes))
    if not places and (home := home_place(page)) is not None and home.value in cluster.profile.codes:
        places = [home]
    pools = known.pools_of(cluster)
    pool = next((_found(page, h) for key in sorted(pools) for h in told.pools.get(key, [])[:1]), None)
    if not places and pool is not None and (code := _home_code(document)) in cluster.profile.codes:
        # "Holdet er udvidet med penge fra Pulje til ...", on the municipality's own pages
        places = [replace(pool, value=code, confidence=_BY_ADDRESS, origin=Origin.INFERRED)]
    if title is None and not places:
        return None
    kind = document.kind if document.kind in _REPORTS or document.kind is DocumentKind.NEWS else DocumentKind.NEWS
    candidate = extract_project(page, kind, pool, lines, title=title, places=places)
    if candidate is None:
        return None
    return with_end(page, document.kind, with_dated_status(page, candidate) if is_whole else candidate)


_LEAST_LINKS = 3
_LISTS = (DocumentKind.POOL_PAGE, DocumentKind.AWARD_LIST)
_LIKE_LISTS = (DocumentKind.PROJECT_PAGE, DocumentKind.PROGRAMME_PAGE)  # where they are called as a pool


def _is_listed(told: Told, cluster: Cluster, wanted: set[int], known: KnownProjects) -> bool:
    """Tell whether a page of the project's pool lists it: links by the names of three of the pool's projects."""
    pools = known.pools_of(cluster) & told.pools.keys()
    kind = told.page.document.kind
    if not pools or not (kind in _LISTS or (kind in _LIKE_LISTS and any(_is_title(told, key) for key in pools))):
        return False
    return sum(n in told.names and bool(known.pools_of(known.by_number[n]) & pools) for n in wanted) >= _LEAST_LINKS


def _is_title(told: Told, key: str) -> bool:
    """Tell whether a page is called as a pool."""
    title = told.page.title
    return title is not None and any(
        title.char_start <= hit.char_start and (hit.char_end - hit.char_start) >= _MOST_OF_TITLE * len(title.text)
        for hit in told.pools[key]
        if hit.char_end <= title.char_end
    )


_MOST_OF_TITLE = 0.8
_BY_ADDRESS = 0.7


def _home_code(document: Document) -> str | None:
    """Give the one municipality on whose site a document stands."""
    home = home_municipality(document.url)
    codes = {home} if home else municipalities_of_path(document.url)
    return next(iter(codes)) if len(codes) == 1 else None


_CONTINUED = 100  # characters


def _is_left_out(page: Page, at: int) -> bool:
    """Tell whether a sentence names a project to say that the document is not about it."""
    sentence = next((s for s, _ in page.sentences if s.char_start <= at < s.char_end), None)
    if sentence is None:
        return False
    # a sentence of a PDF may go on behind a break: "Projekterne i Havby og / Nordø afrapporterer senere."
    rest = page.text[sentence.char_end : sentence.char_end + _CONTINUED].partition(".")[0]
    goes_on = re.search(r"\w$", sentence.text)
    text = f"{sentence.text} {' '.join(rest.split())}" if goes_on else sentence.text
    return bool(_LEFT_OUT.search(text)) and not _FATE.search(text)


def _bare(page: Page, cluster: Cluster, pools: set[str], told: Told, hit: PhraseHit | None) -> Candidate | None:
    """Give a telling that says what the project is called, whose it is and of which pool, and no more."""
    draft = Draft(page, RecordType.PROJECT, EXTRACTOR)
    draft.state("title", _found(page, hit) if hit is not None else None)
    pool = next((_found(page, h) for key in sorted(pools) for h in told.pools.get(key, [])[:1]), None)
    draft.state_all(
        "municipalities", [told.first[code] for code in sorted(cluster.profile.codes) if code in told.first]
    )
    draft.state("pool", pool)
    if not draft.has("municipalities") and hit is None:
        return None
    candidate = finish(draft, pool)
    return candidate if pool is None else with_end(page, page.document.kind, candidate)


def _first_place(told: Told, codes: frozenset[str]) -> int | None:
    return min((told.first[code].char_start for code in codes if code in told.first), default=None)


def _found(page: Page, hit: PhraseHit) -> Found:
    return Found(page.text[hit.char_start : hit.char_end], hit.char_start, hit.char_end, 0.8)


def _first_said(page: Page, hits: Sequence[PhraseHit]) -> PhraseHit | None:
    """Give the first hit that is no mere link: in a heading below the title that it fills, or a line that tells."""
    lined = [(hit, line_at(page, hit.char_start)) for hit in hits]
    lined.sort(key=lambda pair: not _is_its_heading(page, *pair))
    for hit, line in lined:
        if line is not None and not (line.href and len(line.text) < hit.char_end - hit.char_start + 25):
            return hit
    return None


def _is_of(page: Page, cluster: Cluster) -> bool:
    """Tell whether a short article names no other municipality than a project's own."""
    named = {m.code for m in find_municipalities(page.text) if m.confidence >= LIKELY}
    return 0 < len(named) and named <= cluster.profile.codes and len(page.lines) <= _LONG_SECTION


def _is_its_heading(page: Page, hit: PhraseHit, line: Line | None) -> bool:
    is_below = line is not None and line.is_heading and (page.title is None or line.char_start > page.title.char_start)
    return is_below and line is not None and len(line.text) < hit.char_end - hit.char_start + 25


def line_at(page: Page, at: int) -> Line | None:
    """Give the line that holds a character, or `None`."""
    before = bisect_right(page.lines, at, key=lambda line: line.char_start) - 1
    return page.lines[before] if before >= 0 and at < page.lines[before].char_end else None


def _is_lead(page: Page, line: Line) -> bool:
    title = page.title
    start = next((x.index for x in page.lines if title and x.char_start >= title.char_start), 0)
    return line.index <= start + _LEAD_LINES


def _section(page: Page, line: Line, others: set[int]) -> list[Line]:
    """Give the lines about a project: under its heading, or the section that names it and no other, or its line."""
    title = page.title
    is_title = title is not None and line.char_start == title.char_start
    if line.is_heading and not is_title:
        body = [line]
        for follower in page.lines[line.index + 1 :]:
            if (follower.is_heading and follower.level <= line.level) or follower.index in others:
                break
            body.append(follower)
        return body
    section = [x for x in page.lines if x.path == line.path and abs(x.index - line.index) <= _LONG_SECTION]
    is_own = len(line.path) > 1 and len(section) <= _LONG_SECTION and not any(x.index in others for x in section)
    if is_own:
        heading = [x for x in page.lines[: line.index] if x.is_heading and x.text == line.section][-1:]
        return heading + [x for x in section if not x.is_heading]
    return [line]


def _places(page: Page, lines: Sequence[Line], codes: frozenset[str]) -> Iterator[Found]:
    seen: set[str] = set()
    for line in lines:
        for m in find_municipalities(line.text):
            if m.code in codes and m.code not in seen and m.confidence >= DOUBTFUL:
                seen.add(m.code)
                start = line.char_start + m.char_start
                yield Found(m.code, start, line.char_start + m.char_end, 0.8, Origin.EXTRACTED)
