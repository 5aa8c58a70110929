"""Profiles: what one telling of a project, or many joined, say of it, as linking compares it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.documents import Document
from corpus.evidence import Origin
from corpus.places import DOUBTFUL, find_municipalities
from corpus.pools import PoolRound, name_variants, pool_key, pool_names, pool_round
from corpus.records import Record
from ingest.candidates import Candidate
from ingest.extract.draft import places_key, slug
from ingest.extract.extractors import AWARD_LIST
from ingest.extract.home_place import home_municipality, municipalities_of_path
from ingest.row_words import is_row_of_several
from ingest.urls import canonical_url

SOFT_TITLE = 0.55
"""Titles stated with less confidence are headlines that may be the name; they join tellings but never part them."""

SOFT_POOL = 0.65
"""Likewise pools: what a page says that the project is one of, though not that it is a pool."""


@dataclass
class Profile:
    """What is known of one project, from one telling or many."""

    codes: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()  # as sources state them; inferred ones are left out
    soft_titles: tuple[str, ...] = ()  # headlines and kickers that may be the name: they join, but never part
    amounts: frozenset[int] = frozenset()
    pools: tuple[str, ...] = ()
    soft_pools: tuple[str, ...] = ()  # that may be its pool: they join, but never part
    years: frozenset[int] = frozenset()
    start: int | None = None  # year
    end: int | None = None
    documents: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    local_keys: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    funders: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()  # canonical URLs that the tellings' own lines link to
    is_listed: bool = False  # a row of a list of awards
    is_named_by_list: bool = False  # such a row states its name, which calls a project as its grant does
    round_numbers: frozenset[int] = frozenset()  # of the pool, as headings over a row say
    is_several: bool = False  # a row for several projects: it is none of them, but tells of all
    pool_keys: frozenset[str] = field(init=False, default=frozenset())
    soft_pool_keys: frozenset[str] = field(init=False, default=frozenset())
    rounds: tuple[PoolRound, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        self.pool_keys, self.soft_pool_keys = (
            frozenset(filter(None, (pool_key(n) for name in names for v in name_variants(name) for n in pool_names(v))))
            for names in (self.pools, self.soft_pools)
        )
        self.rounds = (*(pool_round(n) for n in self.pools), *(PoolRound(n) for n in sorted(self.round_numbers)))

    def joined(self, other: Profile) -> Profile:
        """Give what both tell together."""
        starts = [y for y in (self.start, other.start) if y]
        ends = [y for y in (self.end, other.end) if y]
        return Profile(
            codes=self.codes if len(self.codes) >= len(other.codes) else other.codes,
            owners=self.owners | other.owners,
            titles=tuple(dict.fromkeys((*self.titles, *other.titles))),
            soft_titles=tuple(dict.fromkeys((*self.soft_titles, *other.soft_titles))),
            amounts=self.amounts | other.amounts,
            pools=tuple(dict.fromkeys((*self.pools, *other.pools))),
            soft_pools=tuple(dict.fromkeys((*self.soft_pools, *other.soft_pools))),
            years=self.years | other.years,
            start=min(starts) if starts else None,
            end=max(ends) if ends else None,
            documents=self.documents | other.documents,
            urls=self.urls | other.urls,
            local_keys=self.local_keys | other.local_keys,
            themes=self.themes | other.themes,
            funders=self.funders | other.funders,
            targets=self.targets | other.targets,
            is_listed=self.is_listed or other.is_listed,
            round_numbers=self.round_numbers | other.round_numbers,
            is_named_by_list=self.is_named_by_list or other.is_named_by_list,
        )


def _year(value: Any) -> int | None:
    match = re.match(r"(?:19|20)\d\d", str(value or ""))
    return int(match[0]) if match else None


def candidate_profile(candidate: Candidate, document: Document, leads: frozenset[str] = frozenset()) -> Profile:
    """Give what one telling says, with the addresses it leads to; a title that is only inferred counts for nothing."""
    values: defaultdict[str, list[Any]] = defaultdict(list)
    for s in candidate.statements:
        if s.field == "title" and s.origin is not Origin.INFERRED:
            values["soft title" if s.confidence < SOFT_TITLE else "title"].append(s.value)
        elif s.field == "pool" and s.confidence < SOFT_POOL:
            values["soft pool"].append(s.value)
        elif s.field != "title":
            values[s.field].append(s.value)
    is_listed = any(s.extractor == AWARD_LIST for s in candidate.statements)
    years = {int(v) for v in values["year_awarded"]}
    if is_listed:
        years = years or (set() if values["period_from"] else _only_year(document))
    codes = frozenset(values["municipalities"])
    if candidate.is_main and not codes and not values["grantees"]:
        codes = _home(document)
    return Profile(
        codes=codes,
        owners=frozenset(map(str, values["grantees"])),
        titles=tuple(dict.fromkeys(map(str, values["title"]))),
        soft_titles=tuple(dict.fromkeys(map(str, values["soft title"]))),
        amounts=frozenset(int(v) for v in values["amount_dkk"]),
        pools=tuple(dict.fromkeys(map(str, values["pool"]))),
        soft_pools=tuple(dict.fromkeys((*map(str, values["soft pool"]), *_path_names(candidate, document)))),
        years=frozenset(years),
        start=_year(values["period_from"][0]) if values["period_from"] else None,
        end=_year(values["period_to"][0]) if values["period_to"] else None,
        documents=frozenset({candidate.document_id}),
        urls=frozenset({document.canonical_url, canonical_url(document.url)}),
        local_keys=frozenset({candidate.local_key}),
        themes=frozenset(map(str, values["themes"])),
        funders=frozenset(map(str, values["funders"])),
        targets=leads,
        is_listed=is_listed,
        is_named_by_list=is_listed and bool(values["title"]),
        round_numbers=_round_numbers(candidate, document) if is_listed and values["pool"] else frozenset(),
        is_several=not values["title"] and not values["amount_dkk"] and is_row_of_several(candidate, document),
    )


def _round_numbers(candidate: Candidate, document: Document) -> frozenset[int]:
    """Give the round that the nearest heading over a row names, or the page's title: "Varme hænder - 2. runde"."""
    at = min((s.char_start for s in candidate.statements if s.field in ("municipalities", "grantees")), default=None)
    block = next((b for b in document.blocks if at is not None and b.char_start <= at < b.char_end), None)
    headings = (*reversed(block.heading_path if block is not None else ()), document.title or "")
    return frozenset([next((n for heading in headings if (n := pool_round(heading).number)), 0)]) - {0}


def _only_year(document: Document) -> set[int]:
    """Give the year of a list that names no other: "December 2018"."""
    years = {int(year) for year in re.findall(r"\b20\d\d\b", document.text)}
    return years if len(years) == 1 else set()


def _home(document: Document) -> frozenset[str]:
    """Give the municipality on whose site, or in whose paper, a page stands that names none, or that of its towns."""
    home = home_municipality(document.url)
    codes = {home} if home else municipalities_of_path(document.url)
    if not codes:  # "På plejehjemmene i Skagen og Sæby"
        codes = {m.code for m in find_municipalities(document.text) if m.confidence >= DOUBTFUL}
    return frozenset(codes if len(codes) == 1 else ())


def _path_names(candidate: Candidate, document: Document) -> list[str]:
    """Give the folders that a project's page lies in: ".../Musikken som medspiller/Lejre" may name its pool."""
    if not candidate.is_main:
        return []
    folders = unquote(urlsplit(document.canonical_url).path).split("/")[:-1]
    return [re.sub(r"[-_]+", " ", folder) for folder in folders if len(re.findall(r"[^\W\d_]+", folder)) > 1]


_DESCRIPTIVE = re.compile(r":\s(?:afsluttet )?projekt\b")


def record_profile(record: Record) -> Profile:
    """Give what a known record tells; its documents are left out, so that a page read again can find it."""
    get = record.values.get
    told: defaultdict[str, list[Any]] = defaultdict(list)
    for e in record.evidence:
        if e.field == "title" and e.origin is not Origin.INFERRED and e.confidence < SOFT_TITLE:
            told["soft title"].append(e.value)
        elif e.field == "pool" and e.confidence < SOFT_POOL:
            told["soft pool"].append(e.value)
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
        soft_pools=tuple(dict.fromkeys(map(str, told["soft pool"]))),
        years=frozenset(int(v) for v in (get("year_awarded"),) if v),
        start=_year(get("period_from")),
        end=_year(get("period_to")),
        local_keys=_local_keys(record, titles),
        themes=frozenset(map(str, told["themes"])),
        funders=frozenset(map(str, told["funders"])),
        urls=frozenset(d.canonical_url for d in record.documents),
        is_listed=any(e.extractor == AWARD_LIST for e in record.evidence),
        is_named_by_list=any(
            e.extractor == AWARD_LIST and e.field == "title" and e.origin is not Origin.INFERRED
            for e in record.evidence
        ),
    )


def _local_keys(record: Record, titles: Sequence[str]) -> frozenset[str]:
    """Give the keys that extraction would give a telling of this record, so that a changed page finds it again."""
    get = record.values.get
    who = places_key(get("municipalities", ())) or slug(str(next(iter(get("grantees", ())), "")), 40)
    pools = {str(e.value) for e in record.evidence if e.field == "pool"} or {""}
    return frozenset("/".join((slug(p, 40), who, slug(t, 50))) for p in pools for t in (*titles, ""))


_SHARED = 3
"""Places whose projects one document calls alike, from which on that is no name: "Lokal indsats"."""


def without_shared_titles(profiles: Sequence[Profile]) -> list[Profile]:
    """Give the profiles without titles that one document gives to projects of several places."""
    places: defaultdict[tuple[str, str], set[frozenset[str]]] = defaultdict(set)
    for profile in profiles:
        for document_id in profile.documents:
            for title in profile.titles:
                places[document_id, title.casefold()].add(profile.codes)
    shared = {key for key, whose in places.items() if len(whose) >= _SHARED}
    if not shared:
        return list(profiles)

    def own(profile: Profile) -> Profile:
        titles = tuple(t for t in profile.titles if not any((d, t.casefold()) in shared for d in profile.documents))
        return profile if titles == profile.titles else replace(profile, titles=titles)

    return [own(profile) for profile in profiles]
