"""Documents that tell of a project that other pages state, though nothing in them has the form of a telling.

A newsletter, an agenda or a chapter of an evaluation has no "projektet ”…”" and no sum: it says that Sansehaven in
Hørsholm was used every day. Against the projects that linking has found, that is enough: the name of one, with its
municipality, pool or sum beside it, or its pool and municipality where that pool has one project there. What was
read out of such a document without a name joins the project it names; else a telling is written for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.documents import Document, DocumentKind, DocumentStatus
from corpus.evidence import Origin
from corpus.money import find_amounts
from corpus.places import LIKELY, find_municipalities
from corpus.pools import name_variants, pool_key
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.cues import Cue
from ingest.extract.draft import Draft, Found
from ingest.extract.home_place import home_municipality, municipalities_of_path
from ingest.extract.lines import Line, Page
from ingest.extract.project_pages import extract_project
from ingest.extract.projects import finish
from ingest.extract.told_projects import is_other_page
from ingest.extract.told_status import with_dated_status
from ingest.likeness import holds_name, is_telling_name, title_words
from ingest.link_projects import Cluster
from ingest.phrases import PhraseHit, PhraseIndex, phrase_words

EXTRACTOR = "mention/1"

MENTIONED = 3.0
"""Points of a join that a mention brings about, as `likeness` counts them."""

_LEAST = 3.5  # of a name's support; see `_support`
_MIN_SINGLE = 6  # letters of a name that is one word
_MIN_LETTERS = 4  # of a name of several words
_MIN_POOL = 8  # letters of a pool's name
_LEAST_PLACES = 3
_PART_OF_PLACES = 0.4
"""Of a pool's municipalities, how many a document names that is about its grants: at least three, and two in five."""
_LEAST_SIGNATURE = 4
_SIGNATURE = 0.8
_LEAST_LIKE = 0.5
"""Where a document names no pool: of its municipalities, how many a pool has, and of both's together, how many both."""
_LEAD_LINES = 4
_LONG_SECTION = 12  # lines; a longer one tells of other things too
_MOST_HITS = 8  # places of a name in a document that are looked at
_LONGEST = 300_000  # characters; a longer document is a collection, whose parts no reading here tells apart
_SILENT = (DocumentKind.APPLICATION, DocumentKind.FACTS, DocumentKind.CALL, DocumentKind.FAQ)
_REPORTS = (DocumentKind.EVALUATION, DocumentKind.FINAL_REPORT)
_LISTS = (DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE, DocumentKind.CALL)


_DOUBTFUL = 0.25
_GRANTS = Cue(r"\b(?:penge|midler|støtte|tilskud|bevil[gl]|tilsagn|pulje|million|mio\.|projekter)")
"""What news says that is of grants, or of what came of them; other news names the same places for other reasons."""

_POINTED = re.compile(r"(?:[\"”“»„]|\b[Pp]rojekt(?:et|ets)?\s[\"”“»„]?|\b(?:hedder|kaldes|kaldet|navnet)\s[\"”“»„]?)$")
"""What stands before a name that is pointed out as one."""


_LEFT_OUT = re.compile(
    r"\b(?:er|var|blev|har været)\sikke\s(?:\w+\s)?(?:med\b|omfattet|medtaget|inddraget|undersøgt|evalueret)|"
    r"\b(?:indgår|indgik|deltog|deltager|medvirker)\sikke\b|\b(?:bortset fra|undtagen|med undtagelse af)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A document that tells of a known project: a telling to add, or one of its own that is of that project."""

    number: int  # of the project's cluster
    candidate: Candidate | None = None
    joins: int | None = None  # number of the cluster that the document's own telling founded


@dataclass
class _Told:
    """Where a document names known projects."""

    page: Page
    names: dict[int, list[PhraseHit]] = field(default_factory=lambda: defaultdict(list))  # by cluster
    pools: dict[str, list[PhraseHit]] = field(default_factory=lambda: defaultdict(list))  # by normal form

    @cached_property
    def first(self) -> dict[str, Found]:
        """Where the page first names each municipality."""
        found: dict[str, Found] = {}
        for line in self.page.lines:
            for m in find_municipalities(line.text):
                if m.confidence >= _DOUBTFUL and m.code not in found:
                    found[m.code] = Found(m.code, line.char_start + m.char_start, line.char_start + m.char_end, 0.8)
        return found


class KnownProjects:
    """The projects that linking has found, by name, place and pool."""

    def __init__(self, clusters: Sequence[Cluster], pool_names: Iterable[str]) -> None:
        self.by_number = {c.number: c for c in clusters if c.is_alive}
        names = [v for name in pool_names for v in (*name_variants(name), pool_key(name)) if pool_key(v)]
        names += [f"{v}n" for v in names if v.endswith("pulje")]
        keys = {key for c in self.by_number.values() for key in c.profile.pool_keys} | {pool_key(v) for v in names}
        self._one_pool = _same_pools(sorted(keys))
        self.pool_by_words = {phrase_words(v): self._one_pool[pool_key(v)] for v in names if len(v) >= _MIN_POOL}
        taken = set(self.pool_by_words)
        self.named: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        self.placed: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for cluster in self.by_number.values():
            for title in cluster.profile.titles:
                words = phrase_words(title)
                if words not in taken and _is_name(title, words):
                    self.named[words].add(cluster.number)
            for code in cluster.profile.codes:
                for key in self.pools_of(cluster):
                    self.placed[code, key].add(cluster.number)
        self._places: defaultdict[str, set[str]] = defaultdict(set)
        for code, key in self.placed:
            self._places[key].add(code)
        self._names, self._pools = PhraseIndex(self.named), PhraseIndex(self.pool_by_words)

    def pools_of(self, cluster: Cluster) -> set[str]:
        """Give the pools of a project, by the normal form that each goes by here."""
        return {self._one_pool[key] for key in cluster.profile.pool_keys}

    def places_of(self, pool: str) -> set[str]:
        """Give the municipalities that have a project of a pool, by its normal form."""
        return self._places.get(pool, set())

    def pools_of_places(self, places: set[str]) -> set[str]:
        """Give the pools that went to just these municipalities, or nearly: news of grants may not name the pool."""
        likeness = {
            key: len(own & places) / len(own | places)
            for key, own in self._places.items()
            if len(own & places) >= max(_LEAST_SIGNATURE, _SIGNATURE * len(places))
        }
        best = max(likeness.values(), default=0.0)
        return {key for key, value in likeness.items() if value == best} if best >= _LEAST_LIKE else set()

    def told_in(self, document: Document) -> _Told:
        """Give what a document names."""
        told = _Told(Page(document))
        for hit in self._pools.find(document.text):
            _note(told.pools[self.pool_by_words[hit.words]], hit)
        for hit in self._names.find(document.text):
            for number in self.named[hit.words]:
                _note(told.names[number], hit)
        return told


def _note(hits: list[PhraseHit], hit: PhraseHit) -> None:
    if len(hits) < _MOST_HITS:
        hits.append(hit)


def _same_pools(keys: Sequence[str]) -> dict[str, str]:
    """Give for each normal form of a pool's name the longest that begins or ends with it and may be the same pool."""
    known = set(keys)
    same = {key: key for key in keys}
    for key in sorted(keys, key=lambda k: (-len(k), k)):
        cuts = [n for n, letter in enumerate(key) if letter == " "]
        for part in {key[:n] for n in cuts} | {key[n + 1 :] for n in cuts}:
            if part in known and same[part] == part and holds_name(part, key) and is_telling_name(part):
                same[part] = same[key]
    return same


def _is_name(title: str, words: tuple[str, ...]) -> bool:
    telling = [w for w, weight in title_words(title).items() if weight == 1.0]
    if len(words) == 1:
        return len(words[0]) >= _MIN_SINGLE and bool(telling)
    return bool(telling) and len("".join(words)) >= _MIN_LETTERS


def find_mentions(
    documents: Mapping[str, Document], clusters: Sequence[Cluster], pool_names: Iterable[str]
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
        if document.kind is DocumentKind.NOISE and is_other_page(document.text):
            continue
        yield from _in_document(document, known.told_in(document), known, own[document.document_id])


def _in_document(document: Document, told: _Told, known: KnownProjects, own: Sequence[int]) -> Iterator[Mention]:
    found = find_municipalities(document.text)
    places = {m.code for m in found if m.confidence >= LIKELY}
    # "Havbys Natcafé": a doubtful place is one where a pool that the page names has a project there
    places |= {
        m.code for m in found if m.confidence >= _DOUBTFUL and any((m.code, k) in known.placed for k in told.pools)
    }
    places |= {code} if (code := home_municipality(document.url)) else set()
    places |= municipalities_of_path(document.url)
    amounts = {m.amount_dkk for m in find_amounts(document.text)}
    wanted: set[int] = set()
    for number in told.names:
        cluster = known.by_number[number]
        if number not in own and _support(cluster, known.pools_of(cluster), told, places, amounts) >= _LEAST:
            wanted.add(number)
    wanted |= _by_pool_and_place(told, places, known, own, wanted)
    joined: set[int] = set()
    for number in sorted(wanted):
        cluster = known.by_number[number]
        thin = [
            n for n in own if n not in joined and _may_be(known.by_number[n], cluster, document) and len(wanted) == 1
        ]
        if len(thin) == 1:
            joined.add(thin[0])
            yield Mention(number, joins=thin[0])
        elif not any(known.by_number[n].profile.codes & cluster.profile.codes and n not in told.names for n in own):
            candidate = _telling(document, told, number, wanted, known, whole=not own)
            if candidate is not None:
                yield Mention(number, candidate)


def _support(cluster: Cluster, pools: set[str], told: _Told, places: set[str], amounts: set[int]) -> float:
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
    elif places and cluster.profile.codes:
        beside -= 1.5
    if pools & told.pools.keys():
        beside += 2.0
    if cluster.profile.amounts & amounts:
        beside += 1.5
    text = told.page.text.casefold()
    said = any(word in text for word in ("projekt", "forsøg", "indsats", "puljen", "støtte"))
    # three words of its own are a name without anything beside it, unless the document is about other places
    is_supported = beside > 0 or (beside == 0 and points >= 3)
    return points + beside + (0.5 if said else 0.0) if is_supported else 0.0


def _by_pool_and_place(
    told: _Told, places: set[str], known: KnownProjects, own: Sequence[int], named: set[int]
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
    is_of_pool = len(fitting) >= max(_LEAST_PLACES, _PART_OF_PLACES * len(all_places)) or (
        len(places) > 1 and len(fitting) == len(places)
    )
    if not is_of_pool and told.pools:  # a part of its own for a place
        headed = {m.code for line in told.page.lines if line.is_heading for m in find_municipalities(line.text)}
        is_of_pool = len(headed & fitting.keys()) > 1
        fitting = {code: numbers for code, numbers in fitting.items() if code in headed} if is_of_pool else fitting
    is_alone = len(places) == 1 or (len(fitting) == 1 and _is_told_of(told, next(iter(fitting))))
    if not is_of_pool and (not is_alone or own or named or told.page.document.kind in _LISTS):
        return set()
    found = {next(iter(numbers)) for code, numbers in fitting.items() if len(numbers) == 1 and code not in taken}
    return {n for n in found if is_of_pool or len(known.by_number[n].profile.codes) == 1 or len(found) == 1}


def _is_told_of(told: _Told, code: str) -> bool:
    """Tell whether a document of several places is of this one: its title or address, or a line on the pool, is."""
    page = told.page
    title = page.title.text if page.title is not None else ""
    lines = (_line_at(page, hit.char_start) for hits in told.pools.values() for hit in hits)
    near = {m.code for text in (title, *(x.text for x in lines if x)) for m in find_municipalities(text)}
    return code in near or code in municipalities_of_path(page.document.url)


def _may_be(thin: Cluster, cluster: Cluster, document: Document) -> bool:
    """Tell whether a document's own telling, found nowhere else, may be of a project that the document names."""
    if thin.record_id is not None or {c.document_id for c, _ in thin.members} != {document.document_id}:
        return False
    mine, other = thin.profile, cluster.profile
    is_main = any(c.is_main for c, _ in thin.members)
    if not (mine.codes & other.codes or (is_main and not mine.codes and not mine.owners)):
        return False
    if mine.pool_keys and other.pool_keys and not mine.pool_keys & other.pool_keys:
        return False
    if mine.amounts and other.amounts and not mine.amounts & other.amounts:
        return False
    names = {phrase_words(t) for t in other.titles}
    return all(any(_holds(phrase_words(t), name) for name in names) for t in mine.titles)


def _holds(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(words[n : n + len(name)] == name for n in range(len(words) - len(name) + 1))


def _telling(
    document: Document, told: _Told, number: int, wanted: set[int], known: KnownProjects, *, whole: bool
) -> Candidate | None:
    page, cluster = told.page, known.by_number[number]
    hit = _first_said(page, told.names.get(number, []))
    at = hit.char_start if hit is not None else _first_place(told, cluster.profile.codes)
    line = _line_at(page, at) if at is not None else None
    if line is None or _is_left_out(page, at or 0):
        return None
    others = {
        other.index
        for n, hits in told.names.items()
        if n != number
        for h in hits
        if (other := _line_at(page, h.char_start)) is not None
    }
    is_whole = whole and len(wanted) == 1 and (hit is None or _is_lead(page, line))
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
    pools = known.pools_of(cluster)
    pool = next((_found(page, h) for key in sorted(pools) for h in told.pools.get(key, [])[:1]), None)
    if title is None and not places:
        return None
    kind = document.kind if document.kind in _REPORTS or document.kind is DocumentKind.NEWS else DocumentKind.NEWS
    candidate = extract_project(page, kind, pool, lines, title=title, places=places)
    if candidate is None:
        return None
    return with_dated_status(page, candidate) if is_whole else candidate


def _is_left_out(page: Page, at: int) -> bool:
    """Tell whether a sentence names a project to say that the document is not about it."""
    sentence = next((s for s, _ in page.sentences if s.char_start <= at < s.char_end), None)
    return sentence is not None and bool(_LEFT_OUT.search(sentence.text))


def _bare(page: Page, cluster: Cluster, pools: set[str], told: _Told, hit: PhraseHit | None) -> Candidate | None:
    """Give a telling that says what the project is called, whose it is and of which pool, and no more."""
    draft = Draft(page, RecordType.PROJECT, EXTRACTOR)
    draft.state("title", _found(page, hit) if hit is not None else None)
    pool = next((_found(page, h) for key in sorted(pools) for h in told.pools.get(key, [])[:1]), None)
    draft.state_all(
        "municipalities", [told.first[code] for code in sorted(cluster.profile.codes) if code in told.first]
    )
    draft.state("pool", pool)
    return finish(draft, pool) if draft.has("municipalities") or hit is not None else None


def _first_place(told: _Told, codes: frozenset[str]) -> int | None:
    return min((told.first[code].char_start for code in codes if code in told.first), default=None)


def _found(page: Page, hit: PhraseHit) -> Found:
    return Found(page.text[hit.char_start : hit.char_end], hit.char_start, hit.char_end, 0.8)


def _first_said(page: Page, hits: Sequence[PhraseHit]) -> PhraseHit | None:
    """Give the first hit that is no mere link, in a heading or a line that says something."""
    for hit in hits:
        line = _line_at(page, hit.char_start)
        if line is not None and not (line.href and len(line.text) < hit.char_end - hit.char_start + 25):
            return hit
    return None


def _line_at(page: Page, at: int) -> Line | None:
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
            if m.code in codes and m.code not in seen and m.confidence >= _DOUBTFUL:
                seen.add(m.code)
                start = line.char_start + m.char_start
                yield Found(m.code, start, line.char_start + m.char_end, 0.8, Origin.EXTRACTED)
