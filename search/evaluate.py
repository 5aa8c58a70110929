"""Scoring the search on judged queries."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from corpus.errors import QueryError
from corpus.settings import Settings
from corpus.store import Store
from search.engine import Searcher, SearchRequest
from search.judged import JudgedQuery, after_merges, read_queries
from search.judgements import read_judgements, to_queries
from search.metrics import bootstrap, ndcg, recall, reciprocal_rank
from search.retrieval_sets import open_set

DEPTH = 100
"""Results asked for of each query: as deep as recall@100 looks."""


@dataclass(frozen=True, slots=True)
class QueryScore:
    """One query's scores."""

    query_id: str
    kind: str
    ndcg_at_10: float
    recall_at_100: float
    mrr_at_10: float
    recall_listed: float  # as recall_at_100, of what the answer lists and not of all that was ranked
    top: tuple[str, ...]  # the first ten record ids


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of a set of queries."""

    name: str
    mode: str
    snapshot: str
    queries_sha256: str
    scores: tuple[QueryScore, ...]

    def json(self) -> dict[str, Any]:
        """Give the public object: over all, by kind, and for every query."""
        kinds = sorted({score.kind for score in self.scores})
        return {
            "name": self.name,
            "mode": self.mode,
            "snapshot": self.snapshot,
            "queries_sha256": self.queries_sha256,
            "all": _row(self.scores),
            "kinds": {kind: _row([s for s in self.scores if s.kind == kind]) for kind in kinds},
            "queries": [
                {
                    "id": s.query_id,
                    "kind": s.kind,
                    "ndcg@10": round(s.ndcg_at_10, 4),
                    "recall@100": round(s.recall_at_100, 4),
                    "mrr@10": round(s.mrr_at_10, 4),
                    "recall_listed": round(s.recall_listed, 4),
                    "top": list(s.top),
                }
                for s in self.scores
            ],
        }

    def per_query(self) -> dict[str, float]:
        """Give nDCG@10 by query id, for comparing two runs."""
        return {score.query_id: score.ndcg_at_10 for score in self.scores}


def _row(scores: Sequence[QueryScore]) -> dict[str, Any]:
    interval = bootstrap([s.ndcg_at_10 for s in scores])
    n = len(scores)
    return {
        "n_queries": n,
        "ndcg@10": round(interval.mean, 4),
        "ndcg@10_low": round(interval.low, 4),
        "ndcg@10_high": round(interval.high, 4),
        "recall@100": round(sum(s.recall_at_100 for s in scores) / n, 4),
        "mrr@10": round(sum(s.mrr_at_10 for s in scores) / n, 4),
        "recall_listed": round(sum(s.recall_listed for s in scores) / n, 4),
    }


class Answered(NamedTuple):
    """What a search answered."""

    ranking: Sequence[str]  # record ids, best first
    n_listed: int  # how many of them it lists; the rest was ranked, and left out as no answer


def score_queries(
    queries: Sequence[JudgedQuery], search: Callable[[str], Answered], *, name: str, mode: str, snapshot: str = ""
) -> Evaluation:
    """Score a search function on judged queries."""
    scores = []
    for query in queries:
        ranking, n_listed = search(query.text)
        scores.append(
            QueryScore(
                query_id=query.query_id,
                kind=query.kind,
                ndcg_at_10=ndcg(ranking, query.relevant),
                recall_at_100=recall(ranking, query.relevant),
                mrr_at_10=reciprocal_rank(ranking, query.relevant),
                recall_listed=recall(ranking[:n_listed], query.relevant),
                top=tuple(ranking[:10]),
            )
        )
    body = json.dumps([[q.query_id, q.text, sorted(q.relevant.items())] for q in queries], ensure_ascii=False)
    return Evaluation(name, mode, snapshot, hashlib.sha256(body.encode()).hexdigest(), tuple(scores))


def evaluate_searcher(searcher: Searcher, queries: Sequence[JudgedQuery], *, name: str, mode: str) -> Evaluation:
    """Score an opened searcher: what it lists, in the order listed, and behind it what else it ranked."""

    def search(text: str) -> Answered:
        found = searcher.find(SearchRequest(query=text, mode=mode, limit=DEPTH, facets=False))
        listed = found.ranking.numbers.tolist()
        numbers = list(dict.fromkeys([*listed, *found.considered.numbers.tolist()]))
        return Answered([searcher.ids[number] for number in numbers[:DEPTH]], len(listed))

    return score_queries(queries, search, name=name, mode=mode, snapshot=searcher.snapshot.manifest.name)


def evaluate_judgements(settings: Settings, *, mode: str = "hybrid") -> Evaluation:
    """Score the search of a data folder on what was judged there.

    Raises:
        QueryError: nothing was judged yet.
        SnapshotError: there is no snapshot.
    """
    queries = to_queries(read_judgements(settings))
    if not queries:
        raise QueryError(
            f"nothing was judged yet in {settings.data}.", remedy="Give a file, or judge some hits: `puljespor judge`."
        )
    searcher = Searcher.open(settings)
    with Store.open(settings) as store:
        queries = after_merges(queries, set(searcher.ids), store.redirect)
    return evaluate_searcher(searcher, queries, name="judged", mode=mode)


def evaluate_queries(settings: Settings, path: Path, *, mode: str = "hybrid", version: int | None = None) -> Evaluation:
    """Score the search of a data folder on a file of judged queries, or on a folder of a retrieval set.

    A folder with `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` brings its own passages: a snapshot of them is built
    in a cache beside the data folder's own and searched by the same code.

    Raises:
        QueryError: the queries cannot be read.
        SnapshotError: there is no snapshot.
    """
    if path.is_dir():
        searcher, queries = open_set(path, settings)
        return evaluate_searcher(searcher, queries, name=path.name, mode=mode)
    queries = read_queries(path)
    return evaluate_searcher(Searcher.open(settings, version), queries, name=path.stem, mode=mode)
