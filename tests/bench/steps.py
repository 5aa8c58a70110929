"""What each step of a search takes: `python -m tests.bench.steps DATA < queries`, the queries a JSON list.

Every query is asked in several rounds, its vector given; of a step its least time counts, so that other work on the
machine tells little, and of the queries the median and the 95th percentile. Beside them stands what other stacks
begin with: FAISS's exact comparison of the same vectors, without words, records or anything else; up to `FLAT` of them.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import orjson

import search.engine
from corpus.settings import Settings
from index.sentences import SentenceIndex
from index.vectors import VectorIndex
from search.engine import Searcher, SearchRequest
from search.retrieve import Lookup, Retriever
from search.understanding import QueryReader
from tests.bench.bench_encode import line

ROUNDS = 9
FLAT = 200_000
WHOLE = "retrieval and fusion"
WATCHED: dict[str, tuple[Any, str]] = {
    "reading the query": (QueryReader, "read"),
    WHOLE: (Lookup, "among"),
    "  keyword channels": (Lookup, "_look_words_up"),
    "  dense channel": (VectorIndex, "search"),
    "  bringing together and fusing": (Retriever, "gather"),
    "    of it sentences": (SentenceIndex, "best"),
    "ranking into projects": (search.engine, "rank"),
    "what answers, what is far": (Searcher, "_answers"),
    "facets": (Searcher, "_facets"),
    "records, passages, marks": (Searcher, "_results"),
}
"""The steps by name, and the functions that they are; indented ones are parts of the one above."""

Spent = dict[str, tuple[float, float]]
"""Milliseconds by step: wall-clock, processor."""


class Watch:
    """Sums what the watched functions take."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        for name, (owner, function) in WATCHED.items():
            setattr(owner, function, self.watched(name, getattr(owner, function)))

    def watched(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function that does the same and is timed."""

        @wraps(function)
        def timed(*args: Any, **named: Any) -> Any:
            wall, cpu = time.perf_counter(), time.thread_time()
            try:
                return function(*args, **named)
            finally:
                cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
                before = self.spent[name]
                self.spent[name] = before[0] + 1e3 * wall, before[1] + 1e3 * cpu

        return timed

    def of(self, call: Callable[[], object]) -> Spent:
        """Give what the steps of a call take."""
        self.spent.clear()
        call()
        return dict(self.spent)


def main() -> None:
    """Measure and print."""
    searcher = Searcher.open(Settings(data=Path(sys.argv[1]), threads=1))
    queries: list[str] = json.loads(sys.stdin.read())
    vectors = {query: searcher.snapshot.encode_query(query) for query in queries}
    for query in queries:  # its text put right is what is encoded: remembered from here on
        searcher.search(SearchRequest(query=query))
    rows = searcher.snapshot.vectors.rows[:FLAT]
    exact = faiss.IndexFlatIP(rows.shape[1])
    exact.add(np.ascontiguousarray(rows))
    faiss.omp_set_num_threads(1)
    watch = Watch()
    ranked = watch.watched("ranked list, vector given", searcher.find)
    answered = watch.watched("answer with facets", searcher.search)
    written = watch.watched("as JSON", lambda answer: orjson.dumps(answer.json()))
    compared = watch.watched("FAISS, exact, vectors alone", exact.search)
    least: dict[str, Spent] = {query: {} for query in queries}
    for _ in range(ROUNDS):
        for query in queries:
            request, vector = SearchRequest(query=query), vectors[query]
            for call in (
                lambda: written(answered(request)),  # noqa: B023  # called at once, as the next two
                lambda: ranked(request, vector=vector),  # noqa: B023
                lambda: compared(vector[None], 10),  # noqa: B023
            ):
                for name, found in watch.of(call).items():
                    before = least[query].get(name, found)
                    least[query][name] = min(before[0], found[0]), min(before[1], found[1])
    report(list(least.values()))


def report(found: Sequence[Spent]) -> None:
    """Print the table, and what retrieval and fusion take against the exact comparison alone."""
    line("| step, vector given, least of each query | p50 ms | p95 ms | CPU ms |")
    line("| --- | --- | --- | --- |")
    names = dict.fromkeys([*WATCHED, "ranked list, vector given", "answer with facets", "as JSON"])
    for name in (*names, "FAISS, exact, vectors alone"):
        walls = sorted(spent.get(name, (0.0, 0.0))[0] for spent in found)
        cpu = statistics.median(spent.get(name, (0.0, 0.0))[1] for spent in found)
        late = walls[int(0.95 * len(walls))]
        line(f"| {name.replace('  ', '&ensp;')} | {statistics.median(walls):.2f} | {late:.2f} | {cpu:.2f} |")
    ratio = statistics.median(spent[WHOLE][1] / spent["FAISS, exact, vectors alone"][1] for spent in found)
    line(f"retrieval and fusion take {ratio:.2f} times the processor time of the exact comparison alone")


if __name__ == "__main__":
    main()
