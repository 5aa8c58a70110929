"""Passages and queries encoded per second, beside sentence-transformers on the same texts in the same run.

python -m tests.bench.bench_encode [--passages N]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus.settings import Settings
from corpus.starter import starter_records
from index.encoder import open_passage_encoder, open_query_encoder
from index.encoding import is_good_at_bfloat16
from tests.bench.kept import with_encoder

_COLD = """
import sys, time
from pathlib import Path
from corpus.settings import Settings
from index.encoder import open_query_encoder
open_query_encoder(Settings(data=Path(sys.argv[1]))).encode("akutfunktion")
print(time.process_time())
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=128)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Settings(data=with_encoder(Path(folder))), options.passages)


def run(settings: Settings, n_passages: int) -> None:
    """Time everything and print a line each."""
    from index.torch_encoder import load_model

    summaries = [f"{record['title']}\n{record['summary_da']}" for record in starter_records()]
    texts = [
        summaries[i % len(summaries)] + f" {i // len(summaries)}" * (i >= len(summaries)) for i in range(n_passages)
    ]
    bare = load_model(settings)
    prefixed = [settings.encoder_passage_prefix + text for text in texts]
    ours = open_passage_encoder(settings, max(n_passages, 1000))
    bare.encode(prefixed[:4], show_progress_bar=False)
    ours.encode(texts[:4])
    kind = "bfloat16" if is_good_at_bfloat16() else "float32"
    line(f"{n_passages} passages, {os.cpu_count()} processors, passages in {kind}")
    ratios = []
    for _ in range(3):  # turn about, so that a neighbour's load falls on both
        theirs = timed(lambda: bare.encode(prefixed, normalize_embeddings=True, show_progress_bar=False))
        own = timed(lambda: ours.encode(texts))
        ratios.append(theirs[0] / own[0])
        for name, (wall, cpu) in (("SentenceTransformer.encode", theirs), ("Puljespor", own)):
            line(f"{name:28}  {n_passages / wall:6.1f} /s   {1e3 * cpu / n_passages:6.1f} ms CPU each")
    line(f"ratio of speeds, median of 3  {statistics.median(ratios):.2f}")
    vectors = ours.encode(texts[:32])
    cosines = (vectors * bare.encode(prefixed[:32], normalize_embeddings=True, show_progress_bar=False)).sum(axis=1)
    line(f"least cosine between the two  {cosines.min():.6f}")
    quick = open_query_encoder(settings)
    queries = [str(record["title"]) for record in starter_records()][:50]
    quick.encode(queries[0])
    mine = [timed(lambda q=query: quick.encode(q))[0] for query in queries]  # type: ignore[misc]
    torch_times = [
        timed(lambda q=query: bare.encode("query: " + q, show_progress_bar=False))[0]  # type: ignore[misc]
        for query in queries[:10]
    ]
    line(f"one query                     {1e3 * statistics.median(mine):.1f} ms, least {1e3 * min(mine):.1f} ms")
    line(f"  in SentenceTransformer      {1e3 * statistics.median(torch_times):.1f} ms")
    cold = subprocess.run(
        [sys.executable, "-c", _COLD, str(settings.data)], capture_output=True, text=True, check=True
    ).stdout
    line(f"first query from cold         {float(cold):.2f} s CPU, Python and imports included")


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Give the wall-clock and the CPU seconds of a call."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - cpu


def line(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
