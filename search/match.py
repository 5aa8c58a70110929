"""Matching a draft against the corpus: nearest precedents, overall and by aspect, and why.

The draft is an argument and nothing else: it is not logged, not stored, and not part of any error message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import NotFoundError, QueryError
from search.aspects import ASPECTS, Segment, split_draft
from search.differences import differences, shared_terms
from search.engine import Searcher
from search.highlight import Highlighter
from search.rank import sort_by_score
from search.request import Mode
from search.similar import Likeness, best_likeness, read_municipality
from search.syntax import ParsedQuery, clean_query
from search.tokens import tokenise

Floats = npt.NDArray[np.float32]

MAX_DRAFT_CHARS = 1_000_000
"""A book of 500 pages; more is a mistake."""

CANDIDATES = 60
"""Records that are compared aspect by aspect."""

TEXT_SHARE = 0.5
"""What the whole text counts against the aspects together."""

UNLIKE_WEIGHT = 0.4
"""How far a record as like as can be to one marked "ikke som denne" is lowered."""

NEAR, FAR = 0.52, 0.30
"""Centred similarity of a draft's segment and a passage that says the same, and of two that share nothing; taken from
the 161 starter records: each summary against its own card, and against another theme's."""

LIKENESS = "kommune"
"""Name of the municipality's weight; 0 unless the planner raises it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A place of the draft and a passage that agree."""

    draft_start: int
    draft_end: int
    draft_text: str
    similarity: float  # 0-1
    aspects: tuple[str, ...]
    passage: dict[str, Any]

    def json(self) -> dict[str, Any]:
        """Give the public object: the passage's, with the draft's words beside it."""
        return {
            **self.passage,
            "draft_text": self.draft_text,
            "draft_start": self.draft_start,
            "draft_end": self.draft_end,
            "similarity": round(self.similarity, 4),
            "aspects": list(self.aspects),
        }


@dataclass(frozen=True, slots=True)
class Match:
    """One precedent."""

    rank: int
    record_type: str
    record_id: str
    title: str
    score: float
    text_score: float  # 0-1
    aspects: dict[str, float | None]  # 0-1; None where the draft does not speak of it
    likeness: Likeness | None  # of the municipality, apart from the text's
    pairs: tuple[Pair, ...]
    terms: tuple[str, ...]
    differences: tuple[str, ...]
    record: dict[str, Any]

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "rank": self.rank,
            "record_type": self.record_type,
            "record_id": self.record_id,
            "title": self.title,
            "score": round(self.score, 6),
            "scores": {
                "text": round(self.text_score, 6),
                "municipality": round(self.likeness.score, 6) if self.likeness else None,
            },
            "aspects": {n: None if s is None else round(s, 4) for n, s in self.aspects.items()},
            "likeness": self.likeness.json() if self.likeness else None,
            "passages": [pair.json() for pair in self.pairs],
            "shared_terms": list(self.terms),
            "differences": list(self.differences),
            "reasons": self._reasons(),
            "record": self.record,
        }

    def _reasons(self) -> list[str]:
        out = [f"fælles ord: {', '.join(self.terms)}"] if self.terms else []
        strong = [name for name, score in self.aspects.items() if score is not None and score >= 0.6]
        if strong:
            out.append(f"ligner på {', '.join(_DANISH[name] for name in strong)}")
        if self.likeness:
            out.append(f"{self.likeness.name}: {', '.join(self.likeness.reasons)}")
        return out


_DANISH = {"maalgruppe": "målgruppe", "metode": "metode", "organisering": "organisering", "effekt": "effekt"}


@dataclass(frozen=True, slots=True)
class MatchResponse:
    """The precedents of a draft, nearest first."""

    corpus_version: int
    snapshot: str
    municipality: str | None  # code
    weights: dict[str, float]
    results: tuple[Match, ...]
    total: int
    nothing_close: bool
    notices: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """Give the public object; the draft is in it only where a pair quotes it."""
        return {
            "corpus_version": self.corpus_version,
            "snapshot": self.snapshot,
            "municipality": self.municipality,
            "weights": self.weights,
            "aspects": list(ASPECTS),
            "total": self.total,
            "nothing_close": self.nothing_close,
            "notices": list(self.notices),
            "results": [result.json() for result in self.results],
        }


def match_draft(
    searcher: Searcher,
    text: str,
    *,
    municipality: str | None = None,
    weights: Mapping[str, float] | None = None,
    unlike: Sequence[str] = (),
    like: str | None = None,
    limit: int = 10,
) -> MatchResponse:
    """Find the nearest precedents of a draft.

    Args:
        searcher: over an opened snapshot.
        text: the draft; ignored where `like` is given.
        municipality: the planner's own, by name or code; its likeness is scored apart.
        weights: how much each of `ASPECTS`, and "kommune", counts; 1 each but "kommune", which is 0.
        unlike: ids of records that the planner marked "ikke som denne"; they and their like go down.
        like: id of a stored record to match instead of a draft ("som denne").
        limit: how many results.

    Raises:
        QueryError: the draft is empty or too long, or a weight or municipality is unknown.
        NotFoundError: `like` or `unlike` names no record.
    """
    used = _weights(weights)
    own = read_municipality(municipality) if municipality else None
    if like is not None:
        text = _record_text(_record(searcher, like))
    draft = _checked(text)
    segments = split_draft(draft)
    query = searcher.reader.read(ParsedQuery(draft, draft))
    vectors = [searcher.snapshot.encode_query(segment.text) for segment in segments]
    whole: Floats = np.asarray(np.mean(vectors, axis=0), dtype=np.float32)
    candidates = searcher.retriever.retrieve(
        query, Mode.HYBRID, vector=np.asarray(whole / np.linalg.norm(whole), dtype=np.float32), depth=300
    )
    left_out = {like, *unlike} - {None}
    order = sort_by_score(candidates.text_scores, candidates.records, searcher.ids)
    kept = [i for i in order if searcher.ids[int(candidates.records[i])] not in left_out][:CANDIDATES]
    records = candidates.records[kept]
    comparison = _Comparison(
        searcher, segments, [searcher.retriever.centre.centred(v, query.language) for v in vectors]
    )
    table = comparison.similarities(records)
    aspects = comparison.aspect_scores(table)
    likenesses = [best_likeness(own, _codes(searcher, int(n))) if own else None for n in records]
    scores = _scores(candidates.text_scores[kept], aspects, likenesses, used)
    scores -= _penalties(searcher, records, unlike)
    final = sort_by_score(scores, records, searcher.ids)[:limit]
    results = tuple(
        _match(
            searcher,
            comparison,
            table,
            aspects,
            likenesses,
            scores,
            candidates.text_scores[kept],
            records,
            int(i),
            r,
            draft,
        )
        for r, i in enumerate(final, start=1)
    )
    manifest = searcher.snapshot.manifest
    best = float(np.max(table.max(axis=1).mean(axis=0))) if len(records) else 0.0
    return MatchResponse(
        corpus_version=manifest.corpus_version,
        snapshot=manifest.name,
        municipality=own.code if own else None,
        weights=used,
        results=results,
        total=len(records),
        nothing_close=best < 0.25,
        notices=_notices(segments, draft),
    )


class _Comparison:
    """A draft's segments against the passages of some records."""

    def __init__(self, searcher: Searcher, segments: Sequence[Segment], vectors: Sequence[Floats]) -> None:
        self.searcher = searcher
        self.segments = segments
        self._vectors = vectors
        self.passages: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self.owners: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def similarities(self, records: npt.NDArray[np.int64]) -> Floats:
        """Compare every segment with every passage: float32, shape (n_segments, n_passages of the records), 0-1."""
        mask = np.zeros(len(self.searcher.snapshot.records), dtype=bool)
        mask[records] = True
        allowed = self.searcher.retriever.passages_of(mask)
        self.passages = np.flatnonzero(allowed).astype(np.int64)
        position = {int(n): i for i, n in enumerate(records)}
        owners = np.asarray(self.searcher.snapshot.passages.record_no)[self.passages]
        self.owners = np.array([position[int(n)] for n in owners], dtype=np.int64)
        table = np.zeros((len(self.segments), max(len(self.passages), 1)), dtype=np.float32)
        for row, vector in enumerate(self._vectors):
            numbers, scores = self.searcher.snapshot.vectors.search(vector, len(self.passages), allowed)
            table[row, np.searchsorted(self.passages, numbers)] = scores
        scaled: Floats = np.clip((table - FAR) / (NEAR - FAR), 0.0, 1.0)
        return scaled

    def by_record(self, rows: Floats, n_records: int) -> Floats:
        """Give each record's best passage for each segment: shape (n_segments, n_records)."""
        out = np.zeros((rows.shape[0], n_records), dtype=np.float32)
        for row in range(rows.shape[0]):
            np.maximum.at(out[row], self.owners, rows[row, : len(self.owners)])
        return out

    def aspect_scores(self, table: Floats) -> dict[str, Floats | None]:
        """Give per aspect the mean over the draft's segments about it of the best passage: shape (n_records,)."""
        n_records = int(self.owners.max()) + 1 if len(self.owners) else 0
        best = self.by_record(table, n_records)
        out: dict[str, Floats | None] = {}
        for name in ASPECTS:
            rows = [i for i, segment in enumerate(self.segments) if name in segment.aspects]
            out[name] = best[rows].mean(axis=0) if rows else None
        return out

    def pairs(self, table: Floats, record: int, highlighter: Highlighter, most: int = 3) -> tuple[Pair, ...]:
        """Give the pairs of segment and passage that agree best, no segment and no passage twice."""
        columns = np.flatnonzero(self.owners == record)
        cells = sorted(
            ((float(table[s, c]), s, int(c)) for s in range(len(self.segments)) for c in columns),
            key=lambda cell: (-cell[0], cell[1], cell[2]),
        )
        chosen: list[Pair] = []
        segments_used: set[int] = set()
        passages_used: set[int] = set()
        for similarity, s, c in cells:
            if len(chosen) == most or (chosen and similarity < 0.2):
                break
            if s in segments_used or c in passages_used:
                continue
            segments_used.add(s)
            passages_used.add(c)
            chosen.append(self._pair(s, c, similarity, highlighter))
        return tuple(chosen)

    def _pair(self, row: int, column: int, similarity: float, highlighter: Highlighter) -> Pair:
        segment = self.segments[row]
        passage = self.searcher.snapshot.passages.passage(int(self.passages[column]))
        body = {
            "passage_id": passage.passage_id,
            "document_id": passage.document_id,
            "text": passage.text,
            "highlights": [list(place) for place in highlighter.places(passage.text)],
            "url": passage.url,
            "page_no": passage.page_no,
            "char_start": passage.char_start,
            "char_end": passage.char_end,
            "is_card": passage.is_card,
        }
        return Pair(segment.char_start, segment.char_end, segment.text, similarity, segment.aspects, body)


def _weights(given: Mapping[str, float] | None) -> dict[str, float]:
    known = {**dict.fromkeys(ASPECTS, 1.0), LIKENESS: 0.0}
    for name, weight in (given or {}).items():
        if name not in known:
            raise QueryError(f"unknown weight {name[:40]!r}.", remedy=f"Weights: {', '.join(known)}.")
        if not 0 <= weight <= 100:
            raise QueryError(f"the weight of {name} must lie in 0-100, got {weight}.", remedy="Give e.g. 1.")
        known[name] = float(weight)
    return known


def _checked(text: str) -> str:
    if len(text) > MAX_DRAFT_CHARS:
        raise QueryError(
            f"the draft has {len(text)} characters; at most {MAX_DRAFT_CHARS} are read.", remedy="Give its core."
        )
    lines = (clean_query(line).strip() for line in text.splitlines())
    draft = "\n".join(line for line in lines if line)
    if not tokenise(draft):
        raise QueryError("the draft has no words.", remedy="Give a text of a few sentences at least.")
    return draft


def _record(searcher: Searcher, record_id: str) -> dict[str, Any]:
    try:
        number = searcher.snapshot.records.number(record_id)
    except KeyError:
        raise NotFoundError(f"there is no record {record_id[:80]!r}.", remedy="Search for it instead.") from None
    body: dict[str, Any] = searcher.snapshot.records.record(number)
    return body


def _record_text(record: Mapping[str, Any]) -> str:
    """Give the text of a stored record, a line each for what it says of itself."""
    dimensions = record.get("dimensions") or {}
    parts = [record.get("title"), record.get("target_group"), record.get("summary"), *dimensions.values()]
    return "\n".join(str(part) for part in dict.fromkeys(parts) if part)


def _codes(searcher: Searcher, number: int) -> list[str]:
    column = searcher.columns.facets["municipality"]
    return [column.values[i] for i in column.numbers[column.starts[number] : column.starts[number + 1]]]


def _scores(
    text: Floats,
    aspects: Mapping[str, Floats | None],
    likenesses: Sequence[Likeness | None],
    weights: Mapping[str, float],
) -> Floats:
    """Give each record's score: its text's share, and the weighted mean of the aspects and of the likeness."""
    parts = [(weights[name], scores) for name, scores in aspects.items() if scores is not None and weights[name] > 0]
    if weights[LIKENESS] > 0:
        likes = np.array([item.score if item else 0.0 for item in likenesses], dtype=np.float32)
        parts.append((weights[LIKENESS], likes))
    total = sum(weight for weight, _ in parts)
    if not total:
        return text.copy()
    mixed = np.sum([np.float32(weight / total) * scores for weight, scores in parts], axis=0, dtype=np.float32)
    out: Floats = np.float32(TEXT_SHARE) * text + np.float32(1 - TEXT_SHARE) * mixed
    return out


def _penalties(searcher: Searcher, records: npt.NDArray[np.int64], unlike: Sequence[str]) -> Floats:
    """Give what each record loses by being like those that the planner turned down."""
    out = np.zeros(len(records), dtype=np.float32)
    mask = np.zeros(len(searcher.snapshot.records), dtype=bool)
    mask[records] = True
    allowed = searcher.retriever.passages_of(mask)
    owners = np.asarray(searcher.snapshot.passages.record_no)
    position = {int(n): i for i, n in enumerate(records)}
    for record_id in unlike:
        query = searcher.reader.read(ParsedQuery("", _record_text(_record(searcher, record_id))), is_plain=True)
        vector = searcher.retriever.centre.centred(searcher.snapshot.encode_query(query.text), query.language)
        numbers, scores = searcher.snapshot.vectors.search(vector, int(allowed.sum()), allowed)
        here = np.zeros(len(records), dtype=np.float32)
        where = np.array([position[int(owners[n])] for n in numbers], dtype=np.int64)
        np.maximum.at(here, where, np.clip((scores - FAR) / (NEAR - FAR), 0.0, 1.0).astype(np.float32))
        out = np.maximum(out, np.float32(UNLIKE_WEIGHT) * here)
    return out


def _match(
    searcher: Searcher,
    comparison: _Comparison,
    table: Floats,
    aspects: Mapping[str, Floats | None],
    likenesses: Sequence[Likeness | None],
    scores: Floats,
    text_scores: Floats,
    records: npt.NDArray[np.int64],
    position: int,
    rank: int,
    draft: str,
) -> Match:
    number = int(records[position])
    record = searcher.snapshot.records.record(number)
    highlighter = Highlighter(token.term for token in tokenise(draft))
    pairs = comparison.pairs(table, position, highlighter)
    return Match(
        rank=rank,
        record_type=record["record_type"],
        record_id=searcher.ids[number],
        title=record["title"] or searcher.ids[number],
        score=float(scores[position]),
        text_score=float(text_scores[position]),
        aspects={name: None if s is None else float(s[position]) for name, s in aspects.items()},
        likeness=likenesses[position],
        pairs=pairs,
        terms=shared_terms(draft, [pair.passage["text"] for pair in pairs], searcher.snapshot.terms),
        differences=differences(draft, record),
        record=record,
    )


def _notices(segments: Sequence[Segment], draft: str) -> tuple[str, ...]:
    read = segments[-1].char_end if segments else 0
    if read < len(draft):
        return (f"Kun de første {len(draft[:read].split())} ord af udkastet er sammenlignet afsnit for afsnit.",)
    return ()
