"""How a process that opens a snapshot answers, and what it holds: `python -m tests.bench.answering DATA < queries`.

The queries stand on standard input as a JSON list. A process of its own, so that memory and cold start are its alone.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from corpus.settings import Settings
from search.engine import Searcher, SearchRequest
from tests.bench.bench_encode import line


def main() -> None:
    """Measure and print."""
    start = time.process_time()
    searcher = Searcher.open(Settings(data=Path(sys.argv[1]), threads=1))
    queries: list[str] = json.loads(sys.stdin.read())
    searcher.search(SearchRequest(query=queries[0]))
    line(f"first answer                  {time.process_time() - start:.2f} s CPU, imports not counted")
    snapshot = searcher.snapshot
    vectors = {query: snapshot.encode_query(query) for query in queries}
    for query in queries:  # its text without conditions, put right, is what is encoded: remembered from here on
        searcher.find(SearchRequest(query=query))
    parts: dict[str, Callable[[str], object]] = {
        "dense channel": lambda q: snapshot.vectors.search(vectors[q], 300),
        "words channel": lambda q: snapshot.keywords.search("words", q, 300),
        "grams channel": lambda q: snapshot.keywords.search("grams", q, 300),
        "ranked list, vector given": lambda q: searcher.find(SearchRequest(query=q), vector=vectors[q]),
        "answer with facets": lambda q: searcher.search(SearchRequest(query=q)),
        "the same, one municipality": lambda q: searcher.search(
            SearchRequest(query=q, filters={"municipality": ["Vejle"]})
        ),
    }
    for name, part in parts.items():
        report(name, part, queries)
    state = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text("utf-8").splitlines())
    held, files = (int(state[name].split()[0]) // 1024 for name in ("VmRSS", "RssFile"))
    line(f"memory held                   {held} MiB, of it {files} of files, which the system takes back at need")


def report(name: str, part: Callable[[str], object], queries: list[str]) -> None:
    """Time a part for every query and print median, 95th percentile and median processor time."""
    times = []
    for query in queries:
        wall, cpu = time.perf_counter(), time.process_time()
        part(query)
        times.append((1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - cpu)))
    walls = sorted(wall for wall, _ in times)
    cpu = statistics.median(cpu for _, cpu in times)
    median, late = statistics.median(walls), walls[int(0.95 * len(walls))]
    line(f"{name:28}  p50 {median:.1f} ms, p95 {late:.1f} ms, CPU {cpu:.1f} ms")


if __name__ == "__main__":
    main()
