"""The searcher: one opened snapshot, questions in, answers out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.settings import Settings
from search.columns import Columns
from search.constraints import Constraint, Strength
from search.degrees import UNKNOWN_DEGREE, degrees, lacks_field, strict_mask
from search.facets import count_facets
from search.fields import find_field
from search.filters import resolve_filter
from search.hits import passage_hits, query_highlighter
from search.matching import FEWEST, Answers, matched_records
from search.nearness import is_nothing_close
from search.rank import Ranking, rank
from search.request import Mode, SearchRequest, Sort
from search.response import Result, SearchResponse
from search.retrieve import PASSAGES, Candidates, Lookup, Retriever
from search.sorting import asked_first, sort_by_field
from search.synonyms import Synonyms, load_synonyms
from search.syntax import clean_query, parse_query
from search.understanding import QueryReader, Understanding, describe

__all__ = ["Mode", "SearchRequest", "SearchResponse", "Searcher", "Sort"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]

MOST_UNKNOWN = 3
"""Words of a query that no record has, named at most."""

MOST_LETTERS = 60
"""Letters of such a word that are shown."""

_TOLD = frozenset(("municipality", "region", "municipality_type", "status", "outcome", "year", "amount"))
"""Fields of conditions of which it is said where no record satisfies one; records that lack the field stay listed."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that stands behind an answer; for explaining and matching."""

    request: SearchRequest
    sort: Sort  # of the results: the request's, else what its words ask for
    query: Understanding
    constraints: tuple[Constraint, ...]  # from filters, syntax and plain words
    candidates: Candidates
    ranking: Ranking  # what is listed
    considered: Ranking  # and what was ranked but does not answer the query, by relevance
    answers: Answers
    matched: Bools  # the records that answer the query, over all records, also those beyond the ranking
    is_far: bool  # nothing is near the query
    allowed: Bools | None
    notices: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Number of records that answer the query."""
        return int(self.matched.sum())


class Searcher:
    """Searches one snapshot. It holds no state of a search, so threads may share it."""

    def __init__(self, snapshot: Any, synonyms: Synonyms | None = None) -> None:
        self.snapshot = snapshot
        self.synonyms = synonyms  # None: the shipped list
        self.columns = Columns.of(snapshot)
        self.retriever = Retriever(snapshot)

    @classmethod
    def open(cls, settings: Settings, version: int | None = None, *, name: str | None = None) -> Searcher:
        """Open the current snapshot of a data folder, or that of a corpus version, or the one of this name.

        Raises:
            SnapshotError: there is none, or it is damaged.
        """
        from index.snapshot import open_named, open_snapshot

        snapshot = open_snapshot(settings, version=version) if name is None else open_named(settings, name)
        return cls(snapshot, load_synonyms(settings))

    @cached_property
    def reader(self) -> QueryReader:
        """What reads queries; made when first needed."""
        built_at = str(self.snapshot.manifest.built_at)  # and not today: the same snapshot answers the same
        return QueryReader(self.columns, self.snapshot.keywords, self.synonyms, this_year=int(built_at[:4]))

    @property
    def ids(self) -> Sequence[str]:
        """Record ids by record number."""
        ids: Sequence[str] = self.snapshot.records.ids
        return ids

    @cached_property
    def id_places(self) -> npt.NDArray[np.int64]:
        """The place of each record, by number, in the order of ids."""
        places = np.empty(len(self.ids), dtype=np.int64)
        places[sorted(range(len(self.ids)), key=self.ids.__getitem__)] = np.arange(len(self.ids))
        return places

    def search(self, request: SearchRequest) -> SearchResponse:
        """Answer a request.

        Raises:
            QueryError: the request cannot be understood; the message says where and what to write instead.
            EncoderError: the dense channel is asked for and cannot run.
        """
        started = time.perf_counter()
        found = self.find(request)
        request = found.request
        page = range(request.offset, min(request.offset + request.limit, len(found.ranking.numbers)))
        results = self._results(found, page)
        facets = self._facets(found) if request.facets else {}
        manifest = self.snapshot.manifest
        return SearchResponse(
            query=found.query.query,
            mode=str(request.mode),
            sort=found.sort.value,
            channels=found.candidates.channels,
            weights={name: round(float(w), 4) for name, w in found.candidates.weights.items()},
            corpus_version=manifest.corpus_version,
            snapshot=manifest.name,
            total=found.total,
            took_ms=round((time.perf_counter() - started) * 1000, 2),
            facets=facets,
            results=results,
            understood=tuple(describe(found.query)),
            did_you_mean=found.query.corrected,
            language=found.query.language.value,
            nothing_close=found.is_far,
            notices=found.notices,
            counts={
                "records": self.columns.n_records,
                "allowed": self.columns.n_records if found.allowed is None else int(found.allowed.sum()),
                "considered": len(found.considered.numbers),
                "found": found.total,
            },
        )

    def find(self, request: SearchRequest, *, vector: Floats | None = None) -> Found:
        """Read, retrieve and rank, without writing the answer out."""
        request = request.checked()
        mode = Mode(request.mode)
        parsed = parse_query(clean_query(request.query))
        query = self.reader.read(parsed, ignore=request.ignore, is_plain=mode is Mode.EXACT)
        filters = self._filters(request.filters)
        given = [constraint for constraints in filters.values() for constraint in constraints]
        own = self._allowed(query)
        masks = {name: self._kept(constraints) for name, constraints in filters.items()}
        allowed = _all_of([*masks.values(), *([] if own is None else [own])])
        lookup = self.retriever.look_up(query, mode, weights=request.weights, vector=vector)
        searched = self._searched(request, query, allowed, lookup)
        answers = self._answers(request, query, own, masks, searched, lookup)
        matched = answers.within()
        listed = searched.ranking.of(matched)
        sort = Sort(request.sort)
        if sort is not Sort.RELEVANCE:
            listed = sort_by_field(listed, sort, self)
        elif query.ordering is not None:
            sort = query.ordering.sort
            listed = sort_by_field(listed, sort, self, first=asked_first(query, searched.candidates, self))
        return Found(
            request=request,
            sort=sort,
            query=query,
            constraints=(*given, *query.constraints),
            candidates=searched.candidates,
            ranking=listed,
            considered=searched.ranking,
            answers=answers,
            matched=matched,
            is_far=searched.is_far,
            allowed=allowed,
            notices=tuple(self._notices(given, query, answers)),
        )

    def _searched(
        self, request: SearchRequest, query: Understanding, allowed: Bools | None, lookup: Lookup
    ) -> _Searched:
        """Retrieve and rank among some records."""
        depth = max(PASSAGES, 3 * (request.offset + request.limit))
        if Mode(request.mode) is Mode.EXACT:
            candidates, allowed = self._exact(query, allowed, depth)
        else:
            candidates = lookup.among(allowed, depth)
        ranking = rank(
            query,
            candidates,
            query.constraints,
            self.columns,
            self.id_places,
            allowed=allowed,
            is_spread=request.diversify,
        )
        return _Searched(candidates, ranking, allowed, is_nothing_close(query, candidates, self.snapshot))

    def _answers(
        self,
        request: SearchRequest,
        query: Understanding,
        own: Bools | None,
        masks: Mapping[str, Bools],
        searched: _Searched,
        lookup: Lookup,
    ) -> Answers:
        """Say what answers the query; where filters were given, as if there were none."""
        unfiltered = self._searched(request, query, own, lookup) if masks else searched
        looked_at = np.zeros(self.columns.n_records, dtype=bool)
        looked_at[unfiltered.ranking.numbers] = True
        if query.is_listing:
            return Answers(looked_at, looked_at, masks)
        if request.mode is Mode.EXACT:
            held = looked_at if unfiltered.allowed is None else unfiltered.allowed
            return Answers(held, held, masks)
        strict = matched_records(query, unfiltered.candidates, self.snapshot, allowed=own, is_far=unfiltered.is_far)
        strict[unfiltered.ranking.numbers[:FEWEST]] = True
        return Answers(strict, looked_at | strict, masks)

    def _filters(self, given: Mapping[str, Sequence[str]]) -> dict[str, list[Constraint]]:
        """Resolve the filters, by field: its values are alternatives, exclusions each stand alone."""
        constraints: dict[str, list[Constraint]] = {}
        for name, texts in given.items():
            wanted = [text for text in texts if not text.startswith("!")]
            field = find_field(name)
            found = constraints.setdefault(field.name, [])
            if field.is_number or any(".." in text or text[:1] in "<>" for text in wanted):
                found += [resolve_filter(name, text, self.columns) for text in wanted]
            elif wanted:
                found.append(resolve_filter(name, "|".join(wanted), self.columns))
            found += [resolve_filter(name, text, self.columns) for text in texts if text.startswith("!")]
        return {name: found for name, found in constraints.items() if found}

    def _kept(self, constraints: Sequence[Constraint]) -> Bools:
        """Give the records that satisfy all of some filters."""
        kept: Bools = np.logical_and.reduce([strict_mask(constraint, self.columns) for constraint in constraints])
        return kept

    def _allowed(self, query: Understanding) -> Bools | None:
        """Give the records that the query's own conditions, phrases and excluded words leave; None for all."""
        masks: list[Bools] = []
        for constraint in query.constraints:
            if constraint.strength is not Strength.HARD:
                continue
            is_strict = _is_syntax(constraint, query) or constraint.weight <= 0
            masks.append(strict_mask(constraint, self.columns) if is_strict else degrees(constraint, self.columns) > 0)
        masks += [self.retriever.holders_of(phrase) for phrase in query.phrases]
        masks += [~self.retriever.holders_of(word) for word in query.excluded]
        return _all_of(masks)

    def _notices(self, given: Sequence[Constraint], query: Understanding, answers: Answers) -> Iterator[str]:
        """Say what filters left out because they cannot judge it, and what was asked for that no record has."""
        strict = [*given, *(constraint for constraint in query.constraints if _is_syntax(constraint, query))]
        asked = [c for c in query.constraints if c not in strict and not query.is_long]
        for constraint in strict:
            lacking = lacks_field(constraint, self.columns)
            if constraint.field in answers.filters:  # of what the query is about
                lacking = lacking & answers.within(without=constraint.field)
            if n_lacking := int(lacking.sum()):
                label = find_field(constraint.field).label.lower()
                records, them = ("post", "den") if n_lacking == 1 else ("poster", "dem")
                yield (
                    f"{n_lacking} {records} uden oplysning om {label} er udeladt af filteret ”{constraint.label}”; "
                    f"vælg også ”ukendt” for at se {them}."
                )
        yield from (
            f"Ingen post opfylder ”{constraint.label}”."
            for constraint in asked
            if self._is_satisfied_by_none(constraint)
        )
        if query.query.strip() and not query.tokens and not query.constraints and not query.phrases:
            yield "Søgningen har ingen ord; her er hele samlingen."
        if query.unknown:
            words = " og ".join(f"”{shorten(word, MOST_LETTERS)}”" for word in query.unknown[:MOST_UNKNOWN])
            yield f"Ingen post indeholder {words}."
        if answers.is_widened and answers.within().any():
            yield "Ingen poster, der svarer på søgningen, opfylder filtrene; her er de nærmeste, der opfylder dem."

    def _is_satisfied_by_none(self, constraint: Constraint) -> bool:
        return constraint.field in _TOLD and not (degrees(constraint, self.columns) > UNKNOWN_DEGREE).any()

    def _exact(self, query: Understanding, allowed: Bools | None, depth: int) -> tuple[Candidates, Bools]:
        words = [token.text for token in query.tokens if not token.is_stop_word]
        quoted = " ".join(query.phrases).lower()
        phrases = [*query.phrases, *(word for word in words if word.lower() not in quoted)]
        masks = [self.retriever.holders_of(phrase) for phrase in phrases]
        mask = np.ones(self.columns.n_records, dtype=bool) if allowed is None else allowed
        mask = np.logical_and.reduce([mask, *masks])
        return self.retriever.exact(phrases, allowed=mask, depth=depth), mask

    def _results(self, found: Found, page: range) -> tuple[Result, ...]:
        ranking, candidates = found.ranking, found.candidates
        numbers = ranking.numbers[page.start : page.stop].tolist()
        records = [self.snapshot.records.record(number) for number in numbers]
        hits = passage_hits(
            candidates, list(zip(numbers, records, strict=True)), self.snapshot, query_highlighter(found.query)
        )
        return tuple(
            Result(
                rank=position + 1,
                record_type=record["record_type"],
                record_id=self.ids[number],
                title=record["title"] or self.ids[number],
                score=round(float(ranking.scores[position]), 6),
                scores={
                    **candidates.normalised(number),
                    "text": round(float(ranking.text_scores[position]), 6),
                    "conditions": round(float(ranking.condition_scores[position]), 6),
                },
                passages=passages,
                record=record,
            )
            for position, number, record, passages in zip(page, numbers, records, hits, strict=True)
        )

    def _facets(self, found: Found) -> dict[str, list[dict[str, Any]]]:
        """Count over all that was found; a filtered field as if its own filter were away, to offer its other values."""
        facets = count_facets(np.flatnonzero(found.matched), self.columns)
        for name in found.answers.filters:
            field = find_field(name)
            if field.has_facet:
                others = np.flatnonzero(found.answers.within(without=name))
                facets[field.name] = count_facets(others, self.columns)[field.name]
        return facets


@dataclass(frozen=True, slots=True)
class _Searched:
    """What was found among some records."""

    candidates: Candidates
    ranking: Ranking
    allowed: Bools | None  # those records; in exact mode the ones that hold the words
    is_far: bool


def shorten(text: str, most: int) -> str:
    """Give a text, or its first letters and an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _all_of(masks: Sequence[Bools]) -> Bools | None:
    return np.logical_and.reduce(masks) if masks else None


def _is_syntax(constraint: Constraint, query: Understanding) -> bool:
    return constraint.chip_id in query.stated
