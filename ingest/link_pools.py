"""Which pool record each candidate of a pool is, and pools that pages name in words of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from corpus.documents import Document
from corpus.pools import PoolIndex, PoolName, name_variants, pool_key, pool_names, pool_round
from corpus.records import Record, RecordType
from ingest.candidates import Candidate, Statement
from ingest.extract.draft import slug
from ingest.likeness import holds_name, is_telling_name
from ingest.profiles import SOFT_POOL
from ingest.record_ids import new_record_id

UMBRELLA_POOL = 0.6
"""Pools stated with less confidence are of who stands behind an article ("Fremfærd"), not always of who paid."""
_WORD = re.compile(r"\w+")
_UMBRELLAS = ("fremfærd",)
"""Bodies that stand behind articles and programmes; the pool is what another page says it is."""

CONFIRMED = 0.7
"""Confidence of a pool that several documents name, though none says that it is a pool."""

SURE_POOL = 0.9
"""Confidence from which one document is enough for a pool that no page is about: its name is quoted or labelled."""

MIN_POOL_NAME = 10
"""Shortest pool name that is looked for in the text of pages that name none in a form of their own."""


def is_umbrella(name: str) -> bool:
    """Tell whether a name is of a body that stands behind articles and programmes, or begins with one's."""
    return name.casefold().startswith(_UMBRELLAS)


def _pool_names(values: dict[str, Any]) -> tuple[str, ...]:
    names = [values[f] for f in ("title", "pool") if values.get(f)]
    return tuple(dict.fromkeys(v for name in names for v in name_variants(name)))


def all_names(record: Record) -> tuple[str, ...]:
    """Give every name that a pool goes by."""
    names = list(_pool_names(dict(record.values)))
    names += [v for e in record.evidence if e.field == "title" for v in name_variants(str(e.value))]
    return tuple(dict.fromkeys(names))


def stated_value(candidate: Candidate, name: str) -> Any:
    """Give the surest value that a candidate states of a field, or `None`."""
    stated = [s for s in candidate.statements if s.field == name]
    return max(stated, key=lambda s: s.confidence).value if stated else None


def _round_number(candidate: Candidate) -> int | None:
    return pool_round(str(stated_value(candidate, "title") or "")).number


def link_pools(
    candidates: Sequence[Candidate], known: Sequence[Record], documents: dict[str, Document], taken: set[str]
) -> list[tuple[Candidate, str, bool]]:
    """Give each candidate of a pool its record id, and whether that record is new; new ids are added to `taken`."""
    pools = {
        r.record_id: PoolName(
            r.record_id, all_names(r), r.values.get("year_awarded"), frozenset(r.values.get("municipalities", ()))
        )
        for r in known
        if r.record_type is RecordType.POOL
    }
    known_ids = frozenset(pools)
    index = PoolIndex(pools.values())
    found: list[tuple[Candidate, str, bool]] = []
    # Pages that state a round come first, so that a bare name later joins the round it fits.
    for candidate in sorted(candidates, key=lambda c: (not c.is_main, not _round_number(c))):
        title = str(stated_value(candidate, "title") or candidate.local_key)
        year = stated_value(candidate, "year_awarded")
        record_id = next((r for v in name_variants(title) if (r := index.resolve(v, year))), None)
        record_id = record_id or _runs_on(title, pools.values())
        if record_id is None:
            document = documents[candidate.document_id]
            record_id = new_record_id(document, pool=title, title=None, codes=(), owner=None, taken=taken)
            taken.add(record_id)
            pools[record_id] = PoolName(record_id, name_variants(title), year)
            index.put(pools[record_id])
        else:
            pool = pools[record_id]
            if pool_key(title) not in {pool_key(name) for name in pool.names}:
                names = (*pool.names, *name_variants(title))
                pools[record_id] = replace(pool, names=names, year=pool.year or year)
                index.put(pools[record_id])
        found.append((candidate, record_id, record_id not in known_ids))
    return found


def _runs_on(title: str, pools: Iterable[PoolName]) -> str | None:
    """Give the one pool whose name begins as this one does and says more or less: "Stærke overgange (mellem ...)"."""
    key, its_round = pool_key(title), pool_round(title)
    fitting = [
        pool.record_id
        for pool in pools
        if any(
            pool_round(name).fits(its_round)
            and holds_name(pool_key(name), key)
            and is_telling_name(min(name, title, key=len))
            for name in pool.names
        )
    ]
    return fitting[0] if len(fitting) == 1 else None


# "Kommunen fik 9,8 mio. kr. fra Sundhed og samvær på botilbud": a pool's name without what says that it is one
_SUBJECT = re.compile(r"^(?:ansøgnings|sats)?puljen?\s(?:til|om|for)\s(?P<subject>.+)$")
_SUBJECT_WORDS = 3
_PAID_FROM = re.compile(r"(?:\b(?:fra|af|under|gennem|del i|midler i)\s)[\"”“»„]?$")


class _KnownNames:
    """Finds names in texts by their first word, so that many names cost no more than few."""

    def __init__(self, names: Iterable[str]) -> None:
        variants = {v.casefold() for name in names for v in name_variants(name)}
        self._by_word: defaultdict[str, list[str]] = defaultdict(list)
        for variant in sorted((v for v in variants if len(v) >= MIN_POOL_NAME), key=len, reverse=True):
            word = _WORD.search(variant)
            if word is not None and word.start() == 0:
                self._by_word[word[0]].append(variant)
        self._by_first: defaultdict[str, list[str]] = defaultdict(list)
        for subject in sorted({m["subject"] for v in variants if (m := _SUBJECT.match(v))}, key=len, reverse=True):
            if len(subject.split()) >= _SUBJECT_WORDS and is_telling_name(subject):
                self._by_first[subject.split()[0]].append(subject)
        self._found: dict[str, tuple[int, int] | None] = {}

    def first_in(self, text: str) -> tuple[int, int] | None:
        """Give where the first name in a text stands, the longest where several begin; `None` if none does."""
        if text not in self._found:
            self._found[text] = self._search(text)
        return self._found[text]

    def end_at(self, text: str, start: int) -> int | None:
        """Give where the longest name that begins at a place ends; `None` if none does."""
        word = _WORD.match(text, start)
        for name in self._by_word.get(word[0].casefold(), ()) if word is not None else ():
            end = start + len(name)
            if text[start:end].casefold() == name and not text[end : end + 1].isalnum():
                return end
        return None

    def _search(self, text: str) -> tuple[int, int] | None:
        for word in _WORD.finditer(text):
            for name in self._by_word.get(word[0].casefold(), ()):
                end = word.start() + len(name)
                # a single word is a name only with a capital: "Velfærdslaboratoriet"
                if " " not in name and not text[word.start()].isupper():
                    continue
                if text[word.start() : end].casefold() == name and not text[end : end + 1].isalnum():
                    return word.start(), end
            for subject in self._by_first.get(word[0].casefold(), ()) if word[0][0].isupper() else ():
                end = word.start() + len(subject)
                is_said = text[word.start() : end].casefold() == subject and not text[end : end + 1].isalnum()
                if is_said and _PAID_FROM.search(text[max(0, word.start() - 16) : word.start()]):
                    return word.start(), end
        return None


def told_pool_names(candidates: Iterable[Candidate], known: Iterable[Record]) -> list[str]:
    """Give the names of pools that pages tell are pools, and those of the known ones."""
    candidates = list(candidates)
    told = [str(stated_value(c, "title")) for c in candidates if c.record_type is RecordType.POOL]
    told += [str(s.value) for c in candidates for s in c.statements if s.field == "pool" and s.confidence >= SOFT_POOL]
    return told + [str(v) for r in known if r.record_type is RecordType.POOL for v in all_names(r)]


def state_known_pools(
    candidates: Sequence[Candidate], documents: dict[str, Document], known: Sequence[Record]
) -> list[Candidate]:
    """Give the candidates, with the pool stated where a page only says it in words that other pages tell are a pool.

    "Vi er med i Tid til nærhed" says nothing of a pool, until another page has "puljen ”Tid til nærhed”".
    """
    candidates = _with_confirmed(candidates)
    told = told_pool_names(candidates, known)
    names = _KnownNames(name for name in told if not is_umbrella(name))
    keys = {pool_key(n) for name in told for n in pool_names(name)}
    completed: list[Candidate] = []
    for candidate in candidates:
        candidate = _with_whole_names(candidate, documents[candidate.document_id], names)
        if candidate.record_type is RecordType.PROJECT:
            # what an article says it is one of is a pool only if another page says so
            kept = tuple(
                s
                for s in candidate.statements
                if s.field != "pool" or s.confidence >= SOFT_POOL or pool_key(str(s.value)) in keys
            )
            candidate = replace(candidate, statements=kept)
            told_pools = [s for s in kept if s.field == "pool" and s.confidence >= UMBRELLA_POOL]
            if all(is_umbrella(str(s.value)) for s in told_pools):
                named = _named_in(documents[candidate.document_id], names)
                if named:
                    kept = tuple(s for s in kept if s not in told_pools)
                candidate = replace(candidate, statements=(*kept, *named))
        elif is_umbrella(str(stated_value(candidate, "title"))):
            named = _named_in(documents[candidate.document_id], names)
            own = tuple(replace(s, field="title") for s in named)
            if own:
                rest = tuple(s for s in candidate.statements if s.field != "title")
                candidate = replace(candidate, statements=(*own, *rest))
            elif pool_key(str(stated_value(candidate, "title"))) in _UMBRELLAS:
                continue  # the body itself, which is no pool
        completed.append(candidate)
    return [*completed, *_unowned(completed)]


def _with_confirmed(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give the candidates, what several documents say that their project is one of taken for a pool."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        for s in candidate.statements:
            if s.field == "pool":
                said[pool_key(str(s.value))].add(candidate.document_id)

    def confirmed(s: Statement) -> Statement:
        is_soft = s.field == "pool" and s.confidence < SOFT_POOL
        return replace(s, confidence=CONFIRMED) if is_soft and len(said[pool_key(str(s.value))]) > 1 else s

    return [replace(c, statements=tuple(map(confirmed, c.statements))) for c in candidates]


def _unowned(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Give a pool for each that projects name and no page is about."""
    owned = {pool_key(str(stated_value(c, "title"))) for c in candidates if c.record_type is RecordType.POOL}
    said: defaultdict[str, dict[str, Statement]] = defaultdict(dict)
    for candidate in sorted(candidates, key=lambda c: (c.document_id, c.local_key)):
        for s in candidate.statements if candidate.record_type is RecordType.PROJECT else ():
            if s.field == "pool" and s.confidence >= SOFT_POOL and not is_umbrella(str(s.value)):
                said[pool_key(str(s.value))].setdefault(candidate.document_id, s)
    return [
        Candidate(document_id, f"pool/{slug(key, 80)}", RecordType.POOL, (replace(s, field="title"),))
        for key, by_document in said.items()
        if key not in owned and is_telling_name(key)
        for document_id, s in list(by_document.items())[:1]
        if len(by_document) > 1 or s.confidence >= SURE_POOL
    ]


def _with_whole_names(candidate: Candidate, document: Document, names: _KnownNames) -> Candidate:
    """Give the candidate, its pool's name as long as another page has it: "Sammen er vi flere", not "Sammen"."""
    field = "title" if candidate.record_type is RecordType.POOL else "pool"
    statements = []
    for s in candidate.statements:
        end = names.end_at(document.text, s.char_start) if s.field == field else None
        if end is not None and end > s.char_end and s.quote == s.value:
            whole = document.text[s.char_start : end]
            s = replace(s, value=whole, quote=whole, char_end=end)
        statements.append(s)
    return replace(candidate, statements=tuple(statements))


def _named_in(document: Document, names: _KnownNames) -> tuple[Statement, ...]:
    span = names.first_in(document.text)
    if span is None:
        return ()
    start, end = span
    name = document.text[start:end]
    page_no = next((b.page_no for b in document.blocks if b.char_start <= start < b.char_end), None)
    return (Statement("pool", name, name, start, end, page_no, 0.75, "known-pool/1"),)
