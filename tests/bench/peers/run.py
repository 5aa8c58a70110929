"""Puljespor beside other search libraries: `make bench-peers`, or `python -m tests.bench.peers.run [--help]`.

The same passages, the same vectors and weights of e5, the same queries, one run. Each engine is built in one process
and measured in another. Prints Markdown tables; `docs/benchmarks.md` holds those of a run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus.settings import Settings
from index.e5_convert import convert_bundled
from search.metrics import ndcg
from tests.bench.peers.sets import Prepared, retrieval_set, speed_set, starter_set

ROOT = Path(__file__).parents[3]
DATA = ROOT / "build" / "bench-peers"
PYTHON = ROOT / "build" / "peers" / "bin" / "python"
EVAL_SETS = os.environ.get("PULJESPOR_EVAL_SETS", str(ROOT.parent / "shared" / "eval"))

OWN = {"puljespor": "Puljespor", "words": "Puljespor, stems", "grams": "Puljespor, 4-grams"}
HYBRID = {"txtai": "txtai, hybrid", "haystack": "Haystack 2, BM25 + embedding", "lancedb": "LanceDB, hybrid"}
LEXICAL = {"fts5": "SQLite FTS5", "tantivy": "tantivy, Danish stems", "bm25s": "bm25s, Danish stems"}
TIMED = {"puljespor": "Puljespor, ranked list", "answer": "Puljespor, complete answer", **HYBRID, **LEXICAL}


def main() -> None:
    """Prepare, build, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, default=Path(EVAL_SETS), help="folder of retrieval sets")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=120, help="of which each engine's times are taken")
    parser.add_argument("--data", type=Path, default=DATA, help="kept from run to run")
    parser.add_argument("--only", choices=["quality", "speed"])
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into a page, docs/benchmarks.md")
    options = parser.parse_args()
    if not PYTHON.is_file():
        raise SystemExit("the peers are not installed; run `make bench-peers`.")
    model = convert_bundled(Settings(data=_made(options.data)).models)
    if options.only != "speed":
        publish("peers-quality", quality(options.data, options.sets, model), options.write)
    if options.only != "quality":
        publish("peers-speed", speed(options.data, options.passages, options.queries, model), options.write)


def publish(name: str, lines: Sequence[str], page: Path | None) -> None:
    """Print a table, and put it into a page between the comments of its name."""
    print_lines(lines)
    if page is None:
        return
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = page.read_text("utf-8").partition(start)
    _, _, after = rest.partition(end)
    if not rest or not after:
        raise SystemExit(f"{page} has no place for {name}: {start} and {end}, each on a line.")
    page.write_text("\n".join([before + start, *lines, end]) + after, "utf-8")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def quality(data: Path, sets: Path, model: Path) -> list[str]:
    """Give the table of nDCG@10 by engine and set."""
    prepared = [starter_set(data)]
    folders = sorted(path.parent for path in sets.glob("*/qrels.tsv")) if sets.is_dir() else []
    prepared += [retrieval_set(data, folder) for folder in folders]
    lines = [] if folders else [f"No retrieval sets in {sets}: only the starter corpus is scored.", ""]
    names = [f"{s.name} ({s.n_passages})" for s in prepared]
    lines += table_head(["nDCG@10", *names])
    for engine, label in (OWN | HYBRID | LEXICAL).items():
        lines.append("| " + " | ".join([label, *(f"{score(engine, s, model):.3f}" for s in prepared)]) + " |")
        print_lines(lines[-1:], sys.stderr)  # at once: the whole takes minutes
    return lines


def score(engine: str, prepared: Prepared, model: Path) -> float:
    """Give an engine's mean nDCG@10 over a set."""
    if engine not in OWN:
        work("build", engine, prepared, model)
    rankings: list[list[int]] = work("rank", engine, prepared, model)["rankings"]
    if engine == "puljespor":
        found = [[prepared.record_ids[number] for number in ranking] for ranking in rankings]
    else:
        found = [prepared.records_of(ranking) for ranking in rankings]
    return statistics.mean(ndcg(r, wanted) for r, wanted in zip(found, prepared.relevant, strict=True))


def speed(data: Path, n_passages: int, n_queries: int, model: Path) -> list[str]:
    """Give the table of times and memory by engine."""
    prepared = speed_set(data, n_passages, n_queries)
    head = [
        f"{prepared.n_passages} passages",
        "p50 ms",
        "p95 ms",
        "CPU ms",
        "p50 ms, vector given",
        "p95 ms",
        "CPU ms",
        "cold start, CPU s",
        "memory MiB",
        "built in, CPU s",
    ]
    lines = table_head(head)
    for engine, label in TIMED.items():
        is_own = engine in ("puljespor", "answer")
        built = "" if is_own else f"{work('build', engine, prepared, model)['build_cpu_s']:.1f}"
        report = work("search", engine, prepared, model)
        cells = [label, *spread(report["whole"]), *spread(report["bare"])]
        cells += [f"{report['cold_cpu_s']:.2f}", f"{report['memory_mib']:.0f}", built]
        lines.append("| " + " | ".join(cells) + " |")
        print_lines(lines[-1:], sys.stderr)  # at once: the whole takes minutes
    return lines


def spread(times: Sequence[tuple[float, float]]) -> list[str]:
    """Give the median and the 95th percentile of the wall clock, and the median of the processor time."""
    walls = sorted(wall for wall, _ in times)
    cpu = statistics.median(cpu for _, cpu in times)
    return [f"{statistics.median(walls):.1f}", f"{walls[int(0.95 * len(walls))]:.1f}", f"{cpu:.1f}"]


def work(action: str, engine: str, prepared: Prepared, model: Path) -> dict[str, Any]:
    """Run a worker in the environment that has its engine, and give its report."""
    is_own = engine in OWN or engine == "answer"
    command = [sys.executable if is_own else str(PYTHON), "-m", "tests.bench.peers.worker", engine, action]
    command += [str(prepared.folder), "--model", str(model)]
    environment = {**os.environ, "TOKENIZERS_PARALLELISM": "false", "HAYSTACK_TELEMETRY_ENABLED": "False"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise SystemExit(f"{engine} failed at {action} over {prepared.name}:\n{done.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def table_head(names: Sequence[str]) -> list[str]:
    """Give the first two lines of a Markdown table."""
    return ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]


def print_lines(lines: Sequence[str], stream: Any = sys.stdout) -> None:
    """Print lines at once."""
    stream.write("\n".join(lines) + "\n")
    stream.flush()


if __name__ == "__main__":
    main()
