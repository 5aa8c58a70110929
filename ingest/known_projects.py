"""The projects that linking has found, by name, place and pool, and where a document names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.documents import Document
from corpus.places import DOUBTFUL, find_municipalities
from corpus.pools import name_variants, pool_key
from ingest.extract.draft import Found
from ingest.extract.lines import Page
from ingest.likeness import holds_name, is_telling_name
from ingest.link_projects import Cluster
from ingest.phrases import PhraseHit, PhraseIndex, phrase_words
from ingest.place_sets import pools_of_places
from ingest.pool_nicknames import meant_pools
from ingest.titles import title_forms, title_words

_MIN_SINGLE = 6  # letters of a name that is one word
_MIN_ACRONYM = 3  # of a name that is one word in capitals
_MIN_LETTERS = 4  # of a name of several words
_MIN_POOL = 8  # letters of a pool's name
_MOST_HITS = 8  # places of a name in a document that are looked at


@dataclass
class Told:
    """Where a document names known projects."""

    page: Page
    names: dict[int, list[PhraseHit]] = field(default_factory=lambda: defaultdict(list))  # by cluster
    pools: dict[str, list[PhraseHit]] = field(default_factory=lambda: defaultdict(list))  # by normal form
    sums: dict[int, tuple[int, int]] = field(default_factory=dict)  # by cluster, where its sum stands

    @cached_property
    def first(self) -> dict[str, Found]:
        """Where the page first names each municipality."""
        found: dict[str, Found] = {}
        for line in self.page.lines:
            for m in find_municipalities(line.text):
                if m.confidence >= DOUBTFUL and m.code not in found:
                    found[m.code] = Found(m.code, line.char_start + m.char_start, line.char_start + m.char_end, 0.8)
        return found


class KnownProjects:
    """The projects that linking has found, by name, place and pool."""

    def __init__(self, clusters: Sequence[Cluster], pool_names: Iterable[str]) -> None:
        self.by_number = {c.number: c for c in clusters if c.is_alive}
        names = [v for name in pool_names for v in (*name_variants(name), pool_key(name)) if pool_key(v)]
        keys = {key for c in self.by_number.values() for key in c.profile.pool_keys} | {pool_key(v) for v in names}
        self._one_pool = _same_pools(sorted(keys))
        self._one_pool |= _meant(self._one_pool, self.by_number.values())
        self.pool_by_words = {
            phrase_words(form): self._one_pool[pool_key(name)]
            for name in sorted(names)
            for form in _inflected(name)
            if len(form) >= _MIN_POOL
        }
        taken = set(self.pool_by_words)
        self.named: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        self.placed: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self._at: defaultdict[str, set[int]] = defaultdict(set)
        for cluster in self.by_number.values():
            for title in {form for t in cluster.profile.titles for form in (t, *title_forms(t))}:
                words = phrase_words(title)
                if words not in taken and _is_name(title, words):
                    self.named[words].add(cluster.number)
            for code in cluster.profile.codes:
                self._at[code].add(cluster.number)
                for key in self.pools_of(cluster):
                    self.placed[code, key].add(cluster.number)
        self._places: defaultdict[str, set[str]] = defaultdict(set)
        for code, key in self.placed:
            self._places[key].add(code)
        self._names, self._pools = PhraseIndex(self.named), PhraseIndex(self.pool_by_words)

    def pools_of(self, cluster: Cluster) -> set[str]:
        """Give the pools of a project, by the normal form that each goes by here."""
        return {self._one_pool[key] for key in cluster.profile.pool_keys}

    def at(self, places: Iterable[str]) -> list[Cluster]:
        """Give the projects of any of some municipalities, in order of number."""
        return [self.by_number[n] for n in sorted({n for code in places for n in self._at.get(code, ())})]

    def places_of(self, pool: str) -> set[str]:
        """Give the municipalities that have a project of a pool, by its normal form."""
        return self._places.get(pool, set())

    def pools_of_places(self, places: set[str]) -> set[str]:
        """Give the pools that went to just these municipalities, or nearly: news of grants may not name the pool."""
        return pools_of_places(places, self._places)

    def told_in(self, document: Document) -> Told:
        """Give what a document names."""
        told = Told(Page(document))
        pools = list(self._pools.find(document.text))
        for hit in pools:
            _note(told.pools[self.pool_by_words[hit.words]], hit)
        for hit in self._names.find(document.text):
            if any(p.char_start <= hit.char_start and hit.char_end < p.char_end for p in pools):
                continue  # "En tryg start" of the pool "En tryg start for sårbare familier"
            for number in self.named[hit.words]:
                _note(told.names[number], hit)
        return told


def _inflected(name: str) -> Iterator[str]:
    """Give the forms in which a pool's name is written: "styrelsens sansepulje" is "Sansepuljen"; its own last."""
    if name.endswith("pulje"):
        yield f"{name}n"
    elif name.endswith("puljen"):
        yield name[:-1]
    yield name


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


def _meant(one_pool: Mapping[str, str], clusters: Iterable[Cluster]) -> dict[str, str]:
    """Give for each nickname of a pool the normal form of the pool that it means."""
    places: dict[str, set[str]] = {key: set() for key in one_pool.values()}
    for cluster in clusters:
        for key in cluster.profile.pool_keys:
            places[one_pool[key]] |= cluster.profile.codes
    return meant_pools(places)


def _is_name(title: str, words: tuple[str, ...]) -> bool:
    telling = [w for w, weight in title_words(title).items() if weight == 1.0]
    if len(words) == 1:
        return (len(words[0]) >= _MIN_SINGLE or (title.isupper() and len(title) >= _MIN_ACRONYM)) and bool(telling)
    return bool(telling) and len("".join(words)) >= _MIN_LETTERS
