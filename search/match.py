"""Matching a draft against the corpus: nearest precedents, overall and by aspect, and why.

The draft is an argument and nothing else: it is not logged, not stored, and not part of any error message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from corpus.errors import QueryError
from corpus.municipalities import Municipality
from search.alike import centred_vectors, nearest_records, passages_of, record_number, record_text
from search.aspects import ASPECTS, MAX_SEGMENTS, Segment, join_segments, split_draft
from search.comparison import Comparison, scaled
from search.constraints import Constraint
from search.degrees import degrees
from search.differences import Draft
from search.engine import Searcher
from search.highlight import Highlighter
from search.match_response import Match, MatchResponse
from search.rank import sort_by_score
from search.request import Mode
from search.similar import Likeness, best_likeness, read_municipality
from search.syntax import ParsedQuery, clean_query
from search.understanding import Understanding

Floats = npt.NDArray[np.float32]

MAX_DRAFT_CHARS = 1_000_000
"""A book of 500 pages; more is a mistake."""

CANDIDATES = 60
"""Records that are compared aspect by aspect."""

TEXT_SHARE = 0.6
"""What the whole text, with the themes that it names, counts against the aspects together.

nDCG@10 of ten judged drafts 0.87 at 0.5 to 0.85; 0.75 without the themes, and 0.70 with the segments' vectors alone and
not the whole draft's.
"""

UNLIKE_WEIGHT = 0.4
"""How far a record as like as can be to one marked "ikke som denne" is lowered."""

FAR = 0.37
"""Likeness of the best pair of places below which a draft is about something else: 16 of 17 drafts about roads, rivers,
software and the like are far over the starter corpus, and none of 32 about health."""

LIKENESS = "kommune"
"""Name of the municipality's weight; 0 unless the planner raises it."""


def match_draft(
    searcher: Searcher,
    text: str,
    *,
    municipality: str | None = None,
    weights: Mapping[str, float] | None = None,
    unlike: Sequence[str] = (),
    limit: int = 10,
) -> MatchResponse:
    """Find the nearest precedents of a draft.

    Args:
        searcher: over an opened snapshot.
        text: the draft.
        municipality: the planner's own, by name or code; its likeness is scored apart.
        weights: how much each of `ASPECTS`, and "kommune", counts; 1 each but "kommune", which is 0.
        unlike: ids of records that the planner marked "ikke som denne"; they and their like go down.
        limit: how many results.

    Raises:
        QueryError: the draft is empty or too long, or a weight or municipality is unknown.
        NotFoundError: `unlike` names no record.
    """
    used = _weights(weights)
    own = read_municipality(municipality) if municipality else None
    cleaned = _checked(text)
    draft = Draft(cleaned)
    if not draft.tokens:
        raise QueryError("the draft has no words.", remedy="Give a text of a few sentences at least.")
    segments = split_draft(cleaned)
    query = searcher.reader.read(ParsedQuery(cleaned, cleaned))
    vectors = [searcher.snapshot.encode_query(segment.text) for segment in segments]
    whole = _unit(_unit(np.mean(vectors, axis=0, dtype=np.float32)) + searcher.snapshot.encode_query(query.text))
    candidates = searcher.retriever.retrieve(query, Mode.HYBRID, vector=whole, depth=300)
    found = candidates.text_scores + _theme_scores(searcher, query, candidates.records)
    order = sort_by_score(found, candidates.records, searcher.id_places)
    kept = [i for i in order if searcher.ids[int(candidates.records[i])] not in unlike][:CANDIDATES]
    most = 1 + sum(constraint.weight for constraint in _themes(query))
    records, text_scores = candidates.records[kept], found[kept] / np.float32(most)
    comparison = Comparison(searcher, segments, [searcher.retriever.centre.centred(v, query.language) for v in vectors])
    compared = _Compared(searcher, draft, comparison, records, text_scores, own)
    scores = _scores(text_scores, compared.aspects, compared.likenesses, used) - _penalties(searcher, records, unlike)
    final = sort_by_score(scores, records, searcher.id_places)[:limit]
    manifest = searcher.snapshot.manifest
    best = float(compared.table.max()) if len(records) else 0.0
    return MatchResponse(
        corpus_version=manifest.corpus_version,
        snapshot=manifest.name,
        municipality=own.code if own else None,
        weights=used,
        results=tuple(compared.match(int(i), rank, float(scores[i])) for rank, i in enumerate(final, start=1)),
        total=len(records),
        nothing_close=best < FAR,
        notices=_notices(segments, cleaned),
    )


def match_record(searcher: Searcher, record_id: str, *, limit: int = 10) -> tuple[Match, ...]:
    """Give the precedents of a stored record ("som denne"), nearest first, its own passages held against theirs.

    Raises:
        NotFoundError: there is no such record.
    """
    nearest = nearest_records(searcher, record_id, limit=limit)
    number = record_number(searcher, record_id)
    own = passages_of(searcher, number)[:MAX_SEGMENTS]
    segments = join_segments([searcher.snapshot.passages.passage(n).text for n in own])
    comparison = Comparison(searcher, segments, centred_vectors(searcher, own))
    draft = Draft(record_text(searcher.snapshot.records.record(number)))
    records = np.array([other for other, _ in nearest], dtype=np.int64)
    scores = np.array([score for _, score in nearest], dtype=np.float32)
    compared = _Compared(searcher, draft, comparison, records, scores, None)
    return tuple(compared.match(i, i + 1, float(scores[i])) for i in range(len(records)))


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
    return draft


def _unit(vector: Floats) -> Floats:
    unit: Floats = np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
    return unit


def _themes(query: Understanding) -> list[Constraint]:
    return [constraint for constraint in query.constraints if constraint.field == "theme" and constraint.op == "is"]


def _theme_scores(searcher: Searcher, query: Understanding, records: npt.NDArray[np.int64]) -> Floats:
    """Give what records gain by the themes that a draft names: shape (n_records,)."""
    scores = np.zeros(len(records), dtype=np.float32)
    for constraint in _themes(query):
        scores += np.float32(constraint.weight) * degrees(constraint, searcher.columns)[records]
    return scores


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
        card = passages_of(searcher, record_number(searcher, record_id))[:1]
        vector = centred_vectors(searcher, card)[0]
        numbers, scores = searcher.snapshot.vectors.search(vector, int(allowed.sum()), allowed)
        here = np.zeros(len(records), dtype=np.float32)
        where = np.array([position[int(owners[n])] for n in numbers], dtype=np.int64)
        np.maximum.at(here, where, scaled(scores))
        out = np.maximum(out, np.float32(UNLIKE_WEIGHT) * here)
    return out


class _Compared:
    """A draft held against some records; gives what is to be said of each."""

    def __init__(
        self,
        searcher: Searcher,
        draft: Draft,
        comparison: Comparison,
        records: npt.NDArray[np.int64],
        text_scores: Floats,
        own: Municipality | None,
    ) -> None:
        self._searcher = searcher
        self._draft = draft
        self._comparison = comparison
        self._records = records
        self._text_scores = text_scores
        self._highlighter = Highlighter(token.term for token in draft.tokens)
        self.table = comparison.similarities(records)
        self.aspects = comparison.aspect_scores(self.table)
        self.likenesses = [best_likeness(own, _codes(searcher, int(n))) if own else None for n in records]

    def match(self, position: int, rank: int, score: float) -> Match:
        """Give the record at a position as a precedent."""
        searcher = self._searcher
        number = int(self._records[position])
        record = searcher.snapshot.records.record(number)
        pairs = self._comparison.pairs(self.table, position, self._highlighter)
        return Match(
            rank=rank,
            record_type=record["record_type"],
            record_id=searcher.ids[number],
            title=record["title"] or searcher.ids[number],
            score=score,
            text_score=float(self._text_scores[position]),
            aspects={name: None if s is None else float(s[position]) for name, s in self.aspects.items()},
            likeness=self.likenesses[position],
            pairs=pairs,
            terms=self._draft.shared_terms(
                [pair.passage.text for pair in pairs],
                searcher.snapshot.keywords.stem_frequency,
                len(searcher.snapshot.passages),
            ),
            themes=self._draft.shared_themes(record),
            differences=self._draft.differences(record),
            record=record,
        )


def _notices(segments: Sequence[Segment], draft: str) -> tuple[str, ...]:
    read = segments[-1].char_end if segments else 0
    if read < len(draft):
        return (f"Kun de første {len(draft[:read].split())} ord af udkastet er sammenlignet afsnit for afsnit.",)
    return ()
