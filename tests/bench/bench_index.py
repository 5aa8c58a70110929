"""Keyword and vector search over synthetic Danish-like passages: latency, build time, size, memory.

python -m tests.bench.bench_index [--passages 20000 ...]
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil
from numpy.typing import NDArray

from corpus.starter import starter_records
from index.keyword_files import write_keywords
from index.keywords import CHANNELS, KeywordIndex
from index.vectors import VECTORS_NAME, VectorIndex, write_codes
from tests.bench.bench_encode import line, timed

DIM, K = 384, 300


def main() -> None:
    """Print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[20_000])
    for n in parser.parse_args().passages:
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder), n)


def run(folder: Path, n: int) -> None:
    """Build, open and search indexes of n passages."""
    line(f"{n} passages of about 140 words, {K} asked for, one thread")
    texts = list(synthetic_passages(n))
    line(f"keywords built in             {timed(lambda: write_keywords(folder, texts))[1]:.1f} s CPU")
    vectors = synthetic_vectors(n)
    np.save(folder / VECTORS_NAME, vectors)
    line(f"vector codes built in         {timed(lambda: write_codes(folder, vectors))[1]:.1f} s CPU")
    size = sum(path.stat().st_size for path in folder.iterdir())
    line(f"on disk                       {size / 2**20:.0f} MiB")
    before = psutil.Process().memory_info().rss
    start = time.perf_counter()
    keywords, index = KeywordIndex(folder, n), VectorIndex(folder)
    line(f"opened in                     {1e3 * (time.perf_counter() - start):.1f} ms")
    queries = [str(record["title"]) for record in starter_records()]
    for channel in CHANNELS:
        report(channel, [lambda q=q, c=channel: keywords.search(c, q, K) for q in queries])  # type: ignore[misc]
    allowed = np.random.default_rng(5).random(n) < 0.3
    report("grams, 30 % allowed", [lambda q=q: keywords.search("grams", q, K, allowed) for q in queries])  # type: ignore[misc]
    wanted = np.random.default_rng(2).integers(0, n, 50)
    probes = [near(vectors[i]) for i in wanted]
    line(f"first vector search           {1e3 * timed(lambda: index.search(probes[0], K))[0]:.1f} ms")
    index.search(probes[0], K)
    report("vectors", [lambda p=p: index.search(p, K) for p in probes])  # type: ignore[misc]
    report("vectors, 30 % allowed", [lambda p=p: index.search(p, K, allowed) for p in probes])  # type: ignore[misc]
    hits = [len(set(np.argsort(-(vectors @ p))[:10].tolist()) & set(index.search(p, 10)[0].tolist())) for p in probes]
    line(f"recall of the exact first ten {sum(hits) / (10 * len(hits)):.3f}")
    line(f"memory taken since opening    {(psutil.Process().memory_info().rss - before) / 2**20:.0f} MiB")


def synthetic_passages(n: int) -> Iterator[str]:
    """Give passages put together from runs of words of the starter corpus."""
    words = [word for record in starter_records() for word in f"{record['title']} {record['summary_da']}".split()]
    choice = random.Random(1)
    for _ in range(n):
        runs: list[str] = []
        while len(runs) < 140:
            start = choice.randrange(len(words) - 12)
            runs += words[start : start + 12]
        yield " ".join(runs)


def synthetic_vectors(n: int) -> NDArray[np.float32]:
    """Give unit vectors that crowd together as the encoder's do: mean cosine about 0.9."""
    source = np.random.default_rng(0)
    centre = source.normal(size=DIM).astype(np.float32)
    vectors = np.empty((n, DIM), dtype=np.float32)
    for start in range(0, n, 50_000):
        part = source.normal(size=(min(50_000, n - start), DIM)).astype(np.float32) * 0.33 + centre
        vectors[start : start + len(part)] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return vectors


def near(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give a unit vector near another one."""
    moved = vector + np.random.default_rng(9).normal(size=len(vector)).astype(np.float32) * 0.01
    unit: NDArray[np.float32] = moved / np.linalg.norm(moved)
    return unit.astype(np.float32)


def report(name: str, calls: list[Callable[[], object]]) -> None:
    """Time each call and print median, 95th percentile and mean CPU time."""
    times = [timed(call) for call in calls]
    walls = sorted(wall for wall, _ in times)
    line(
        f"{name:28}  p50 {1e3 * statistics.median(walls):.2f} ms, p95 {1e3 * walls[int(0.95 * len(walls))]:.2f} ms, "
        f"CPU {1e3 * statistics.mean(cpu for _, cpu in times):.2f} ms"
    )


if __name__ == "__main__":
    main()
