"""Search over very many passages: time to build, to answer and to answer many, memory, recall of compressed vectors.

    python -m tests.bench.bench_scale [--passages 20000] [--data DIR] [--build]

Passages are put together from runs of words of the starter corpus, with compounds made of its words so that the
vocabulary grows with the text; vectors are those of the starter corpus blended in pairs, with noise. Nothing but the
starter corpus is embedded. `make bench` runs 20 000; 200 000 takes some minutes and 1.5 GB of disk, 1 000 000 a
quarter of an hour, 6 GB of disk and 7 GB of memory.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SnapshotError
from corpus.settings import Settings
from corpus.starter import starter_records
from index.build import _blank_manifest, _make_current, _write_tables
from index.content import Content
from index.keyword_files import write_keywords
from index.passages import Passage
from index.sentences import Sentences, write_sentences
from index.snapshot import open_snapshot, snapshots_folder, write_manifest
from index.tables import line_of
from index.vectors import VECTORS_NAME, write_codes
from tests.bench.bench_encode import line, timed
from tests.bench.bench_serve import served
from tests.bench.kept import starter, with_encoder

PER_RECORD = 10
WORDS = 100
SENTENCES = 6
N_PROBES = 50
ACCEPTED = {"Accept-Encoding": "gzip"}
"""The client is Python's own: httpx takes 2 ms for an answer, which would be counted as the server's."""


def main() -> None:
    """Build, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--data", type=Path, help="keep what is built here, and use it if it is there")
    parser.add_argument("--build", action="store_true", help="build what is missing, and measure nothing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run((options.data or Path(folder)).resolve(), options.passages, only_build=options.build)


def run(data: Path, n: int, *, only_build: bool) -> None:
    """Make what is missing, and measure."""
    small = starter()
    large = Settings(data=data / f"made-{n}", threads=1)
    line(f"{n} passages of about {WORDS} words")
    try:
        open_snapshot(large)
    except SnapshotError:  # none yet, or of another release
        shutil.rmtree(large.data, ignore_errors=True)
        build(large, small, n)
    if only_build:
        return
    snapshot = open_snapshot(large)
    size = sum(path.stat().st_size for path in snapshot.folder.iterdir()) / 2**20
    line(f"on disk                       {size:.0f} MiB; {snapshot.keywords.n_words} different words")
    queries = [str(record["title"]) for record in starter_records()]
    for module in ("answering", "steps"):
        done = subprocess.run(
            [sys.executable, "-m", f"tests.bench.{module}", str(large.data)],
            input=json.dumps(queries),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        line(done.stdout.rstrip())
    share_found = recall(np.load(snapshot.folder / "vectors.npy", mmap_mode="r"), large)
    for row in table(n, over_http(large.data, queries), share_found):
        line(row)


def build(large: Settings, small: Settings, n: int) -> None:
    """Write a snapshot of n made-up passages and make it current."""
    large.index.mkdir(parents=True)
    with_encoder(large.data)
    content = make_content(n)
    name = replace(_blank_manifest(content, large, 1), n_passages=n, dim=384)
    folder = snapshots_folder(large) / name.name
    folder.mkdir(parents=True)
    seconds = [timed(lambda: _write_tables(folder, content))[1] + timed(lambda: content.write_passages(folder))[1]]
    seconds.append(timed(lambda: write_keywords(folder, content.passages))[1])
    vectors = blended(np.load(open_snapshot(small).folder / "vectors.npy"), n)
    seconds.append(timed(lambda: write_codes(folder, vectors))[1])
    np.save(folder / VECTORS_NAME, vectors)
    write_sentences(folder, made_sentences(vectors, n))
    write_manifest(folder, replace(name, built_at=datetime.now(UTC).isoformat()))
    _make_current(large, name.name)
    line("written, CPU                  " + "tables {:.1f} s, keywords {:.1f} s, vectors {:.1f} s".format(*seconds))


def make_content(n: int) -> Content:
    """Give n passages, ten a record, with municipalities, years, amounts and themes."""
    texts = made_texts(n)
    choice = random.Random(3)
    bases = starter_records()
    content = Content({})
    states: dict[str, str] = {}
    for number in range(-(-n // PER_RECORD)):
        base = bases[number % len(bases)]
        record_id = f"r{number:07d}"
        own = list(itertools.islice(texts, min(PER_RECORD, n - number * PER_RECORD)))
        code, name = choice.choice((("0101", "København"), ("0630", "Vejle"), ("0751", "Aarhus"), ("0461", "Odense")))
        body = {
            "project_id": record_id,
            "record_type": "project",
            "title": f"{base['title']} ({number})",
            "municipalities": [{"code": code, "name": name}],
            "regions": [],
            "grantees": [],
            "funders": base["funders"],
            "year_awarded": choice.randint(2005, 2024),
            "period": {"from": None, "to": None},
            "amount_dkk": choice.randint(100_000, 90_000_000),
            "status": base["status"],
            "themes": base["themes"],
            "target_group": None,
            "summary": base["summary_da"],
            "outcome": {"direction": "not_reported", "text": None},
            "dimensions": {},
            "flags": [],
            "pool": None,
            "evidence": [],
            "documents": [{"document_id": f"d{number}", "url": f"https://eksempel.dk/{number}", "title": None}],
            "is_gone": False,
            "revision": 1,
            "updated_at": "2026-01-01T00:00:00Z",
        }
        states[record_id] = "1"
        content.bodies.append(body)
        content.record_lines.append(line_of(body))
        content.passages += own
        made = [
            Passage(f"{record_id}-{i}", record_id, f"d{number}", text, body["documents"][0]["url"], None, 0, 0, i == 0)
            for i, text in enumerate(own)
        ]
        content.passage_lines.append([line_of(passage._asdict()) for passage in made])
    content.states = states
    return content


def made_texts(n: int) -> Iterator[str]:
    """Give n texts: runs of eight words of the starter corpus, of whose words every 25th becomes a compound.

    A compound's parts are drawn as often as the words stand in the corpus, so that new words keep coming, ever rarer.
    """
    words = [w for record in starter_records() for w in f"{record['title']} {record['summary_da']}".split()]
    parts = [w.lower() for w in words if w.isalpha() and 4 <= len(w) <= 12]
    choice = random.Random(1)
    for _ in range(n):
        runs: list[str] = []
        while len(runs) < WORDS:
            start = int(choice.random() * (len(words) - 8))
            runs += words[start : start + 8]
        for at in range(int(choice.random() * 25), len(runs), 25):
            runs[at] = parts[int(choice.random() * len(parts))] + parts[int(choice.random() * len(parts))]
        yield " ".join(runs)


def blended(real: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """Give n unit vectors, each between two real ones, with noise; made a part at a time."""
    source = np.random.default_rng(0)
    out = np.empty((n, real.shape[1]), dtype=np.float32)
    for start in range(0, n, 50_000):
        m = min(50_000, n - start)
        share = np.asarray(source.uniform(0.5, 1, (m, 1)), dtype=np.float32)
        one, other = (real[source.integers(0, len(real), m)] for _ in range(2))
        part: NDArray[np.float32] = other + share * (one - other)
        part += source.normal(size=part.shape).astype(np.float32) * np.float32(0.008)
        out[start : start + m] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return out


def made_sentences(vectors: NDArray[np.float32], n: int) -> Sentences:
    """Give n passages' sentences: the first passages' vectors, over and over."""
    few = Sentences.of(vectors[:60_000], [])
    n_rows, dim = n * SENTENCES, vectors.shape[1]
    codes = np.resize(few.codes, (n_rows, dim))
    return Sentences(codes, np.resize(few.scales, n_rows), np.full(n, SENTENCES, dtype=np.int64))


def recall(vectors: NDArray[np.float32], settings: Settings) -> float:
    """Give the share of the exact ten nearest that the index finds."""
    source = np.random.default_rng(5)
    probes = vectors[np.sort(source.integers(0, len(vectors), N_PROBES))]
    probes = probes + source.normal(size=probes.shape).astype(np.float32) * np.float32(0.01)
    products = np.concatenate([vectors[i : i + 50_000] @ probes.T for i in range(0, len(vectors), 50_000)])
    index = open_snapshot(settings).vectors
    found = 0
    for probe, row in zip(probes, products.T, strict=True):
        exact = np.argpartition(row, len(row) - 10)[-10:]
        found += len(set(exact.tolist()) & set(index.search(probe, 300)[0][:10].tolist()))
    return found / (10 * N_PROBES)


@dataclass(frozen=True, slots=True)
class Served:
    """What a server took: milliseconds, answers a second, MiB."""

    new: tuple[float, float]  # median and 95th percentile of queries asked for the first time
    again: tuple[float, float]
    filtered: tuple[float, float]
    alone: float
    eight: float
    held: int
    of_files: int  # of `held`: mapped files, which the system takes back at need


def over_http(data: Path, queries: Sequence[str]) -> Served:
    """Ask a server, one client alone and eight at once; stops at the first answer that is an error."""
    with served(data) as (url, pid):
        place = url.removeprefix("http://")

        def ask(client: HTTPConnection, query: str, **filters: str) -> float:
            start = time.perf_counter()
            client.request("GET", f"/api/v1/search?{urlencode({'q': query, **filters})}", headers=ACCEPTED)
            answer = client.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{query!r} was answered with {answer.status}")
            return 1e3 * (time.perf_counter() - start)

        client = HTTPConnection(place, timeout=60)
        for number in range(10):  # what is compiled and mapped at the first answers
            ask(client, f"{queries[number]} forud")
        start = time.perf_counter()
        new = [ask(client, query) for query in queries]
        alone = len(queries) / (time.perf_counter() - start)
        again = [ask(client, query) for query in queries]
        filtered = [ask(client, f"{query} igen", municipality="0630") for query in queries]

        def client_of(number: int) -> int:
            own = HTTPConnection(place, timeout=60)
            for query in queries[number::8]:
                ask(own, f"{query} {number}")
            return len(queries[number::8])

        start = time.perf_counter()
        with ThreadPoolExecutor(8) as pool:
            n = sum(pool.map(client_of, range(8)))
        eight = n / (time.perf_counter() - start)
        state = dict(row.split(":", 1) for row in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines())
        held, of_files = (int(state[name].split()[0]) // 1024 for name in ("VmRSS", "RssFile"))
    return Served(spread(new), spread(again), spread(filtered), alone, eight, held, of_files)


def spread(times: Sequence[float]) -> tuple[float, float]:
    """Give the median and the 95th percentile."""
    ordered = sorted(times)
    return statistics.median(ordered), ordered[int(0.95 * len(ordered))]


def table(n: int, found: Served, share_found: float) -> Iterator[str]:
    """Give the row of `docs/benchmarks.md`, under its head."""
    head = [
        "passages, over HTTP, p50 / p95 ms",
        "new query",
        "asked again",
        "new, one municipality",
        "answers a second, one client",
        "eight",
        "recall@10",
        "memory, of it files, MiB",
    ]
    cells = [f"{n:,}".replace(",", " "), *(f"{p50:.1f} / {p95:.1f}" for p50, p95 in (found.new, found.again))]
    cells += ["{:.1f} / {:.1f}".format(*found.filtered), f"{found.alone:.0f}", f"{found.eight:.0f}"]
    cells += [f"{share_found:.3f}", f"{found.held}, {found.of_files}"]
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    yield "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
