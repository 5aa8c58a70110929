"""Latency of a search by its parts, over a snapshot of many passages.

    python tests/bench/bench_search.py [--passages 20000] [--data DIR]

The records are the starter corpus's sentences shuffled; their vectors are random about a common middle, as those of e5
are, so that nothing has to be embedded. Query encoding is real and reported apart.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.documents import Block, BlockKind, Document, DocumentKind, make_document_id
from corpus.records import Record, RecordType
from corpus.settings import Settings
from corpus.starter import starter_records
from index.build import build_snapshot
from index.embeddings import EmbeddingCache
from index.encoder import encoder_id, model_checksum
from index.passages import make_passages
from index.sentences import split_sentences
from search.engine import Searcher, SearchRequest
from search.request import Mode
from tests.bench.kept import with_encoder

DIM = 384
PASSAGES_PER_RECORD = 10
N_QUERIES = 200


def main() -> None:
    """Build, time and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--data", type=Path, help="keep the snapshot here, and use it if it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=with_encoder((options.data or Path(folder)).resolve()), threads=1)
        if not (settings.index / "CURRENT").is_file():
            build(settings, options.passages)
        report(settings)


def build(settings: Settings, n_passages: int) -> None:
    """Build a snapshot of about so many passages without embedding any."""
    settings.index.mkdir(parents=True, exist_ok=True)
    records = list(make_records(n_passages // PASSAGES_PER_RECORD))
    keep_random_vectors(settings, records)
    build_snapshot(records, settings, corpus_version=1)


def keep_random_vectors(settings: Settings, records: Sequence[Record]) -> None:
    """Put random vectors of all that would be embedded where a build looks for them."""
    passages = list(make_passages(records))
    texts = [passage.indexed_text for passage in passages]
    texts += [sentence for passage in passages for sentence in split_sentences(passage.text)]
    cache = EmbeddingCache(settings.index / "embeddings.sqlite", f"{encoder_id(settings)}\n{model_checksum(settings)}")
    cache.get(texts, lambda _: RandomEncoder())
    cache.close()


class RandomEncoder:
    """Gives random unit vectors of mean cosine 0.8, the same for the same number of texts."""

    def encode(
        self, texts: Sequence[str], progress: Callable[[int, int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        """Give one vector a text: float32, shape (len(texts), DIM)."""
        rng = np.random.default_rng(len(texts))
        middle = np.random.default_rng(1).normal(size=DIM)
        rows = rng.normal(size=(len(texts), DIM)) * 0.5 + middle
        unit: npt.NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return unit

    def help(self) -> None:
        """Nothing takes long."""


def make_records(n_records: int) -> Iterator[Record]:
    """Give records of ten passages or so each, with municipalities, years, amounts and themes."""
    rng = random.Random(7)
    starter = starter_records()
    sentences = [s for r in starter for s in f"{r['summary_da']} {r['results_da'] or ''}".split(". ") if s]
    for number in range(n_records):
        base = starter[number % len(starter)]
        paragraphs = [". ".join(rng.sample(sentences, 8)) for _ in range(PASSAGES_PER_RECORD - 1)]
        text = "\n\n".join(paragraphs)
        url = f"https://eksempel.dk/{number}"
        blocks, start = [], 0
        for i, paragraph in enumerate(paragraphs):
            blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(paragraph), (f"Afsnit {i}",)))
            start += len(paragraph) + 2
        document = Document(
            document_id=make_document_id(url, str(number)),
            url=url,
            canonical_url=url,
            media_type="text/plain",
            fetched_at="2026-01-01T00:00:00Z",
            sha256="0" * 64,
            text=text,
            blocks=tuple(blocks),
            kind=DocumentKind.PROJECT_PAGE,
        )
        values = {
            "title": f"{base['title']} ({number})",
            "municipalities": [rng.choice(("0101", "0630", "0751", "0461", "0851"))],
            "themes": base["themes"],
            "year_awarded": rng.randint(2005, 2024),
            "amount_dkk": rng.randint(100_000, 90_000_000),
            "status": base["status"],
            "summary": base["summary_da"],
        }
        yield Record(f"r{number:06d}", RecordType.PROJECT, values, (), (document,))


def report(settings: Settings) -> None:
    """Print the table of latencies, and the memory held."""
    started = time.process_time()
    searcher = Searcher.open(settings)
    queries = [json.loads(line)["query"] for line in Path("corpus/data/queries-dev.jsonl").read_text().splitlines()]
    queries = [query for query in queries if len(query) < 120]
    searcher.search(SearchRequest(query=queries[0]))
    first = time.process_time() - started
    print_line("passages", f"{len(searcher.snapshot.passages)}")
    print_line("records", f"{len(searcher.snapshot.records)}")
    print_line("open and first search, CPU", f"{first:.2f} s")
    numbers = itertools.count(5000)
    vectors = {query: searcher.snapshot.encode_query(query) for query in queries}
    parts: dict[str, Callable[[str], object]] = {
        "encode the query": searcher.snapshot.query_encoder.encode,
        "dense channel": lambda q: searcher.snapshot.vectors.search(vectors[q], 300, None),
        "words channel": lambda q: searcher.snapshot.keywords.search("words", q, 300, None),
        "grams channel": lambda q: searcher.snapshot.keywords.search("grams", q, 300, None),
        "find, vector at hand": lambda q: searcher.find(SearchRequest(query=q), vector=vectors[q]),
        "lexical, facets": lambda q: searcher.search(SearchRequest(query=q, mode=Mode.LEXICAL)),
        "hybrid, facets, new query": lambda q: searcher.search(SearchRequest(query=f"{q} {next(numbers)}")),
        "hybrid, facets, asked again": lambda q: searcher.search(SearchRequest(query=q)),
        "hybrid, filter, facets": lambda q: searcher.search(
            SearchRequest(query=q, filters={"municipality": ["Vejle"]})
        ),
    }
    for name, part in parts.items():
        times = sorted(_milliseconds(part, queries[i % len(queries)]) for i in range(N_QUERIES))
        print_line(name, f"p50 {statistics.median(times):6.1f} ms   p95 {times[int(0.95 * N_QUERIES)]:6.1f} ms")
    print_line("memory held", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _milliseconds(part: Callable[[str], object], query: str) -> float:
    started = time.perf_counter()
    part(query)
    return (time.perf_counter() - started) * 1000


def print_line(name: str, value: str) -> None:
    """Print one row of the table."""
    sys.stdout.write(f"{name:<28}{value}\n")


if __name__ == "__main__":
    main()
