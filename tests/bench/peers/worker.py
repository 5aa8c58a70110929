"""Builds or measures one engine over one set, in a process of its own: `python -m tests.bench.peers.worker ...`.

The set's folder holds `texts.json`, `vectors.npy`, `queries.json` and `queries.npy`. The outcome is printed as JSON.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.peers.engines import ENGINES, Engine, Vector

DEPTH, SHOWN = 100, 10


def main() -> None:
    """Do one thing and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine")
    parser.add_argument("action", choices=["build", "search", "rank"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    queries = json.loads((options.folder / "queries.json").read_text("utf-8"))
    report = run(_engine(options.engine), options.action, options.folder, options.model, queries)
    sys.stdout.write(json.dumps(report) + "\n")


def _engine(name: str) -> Engine:
    if name in ENGINES:
        return ENGINES[name]()
    from tests.bench.peers.own import OWN  # of the product's environment

    return OWN[name]()


def run(engine: Engine, action: str, folder: Path, model: Path, queries: list[str]) -> dict[str, Any]:
    """Build an index, or open it and give rankings (`rank`) or times (`search`)."""
    if action == "build":
        texts = json.loads((folder / "texts.json").read_text("utf-8"))
        vectors = np.load(folder / "vectors.npy")
        shutil.rmtree(_index(folder, engine), ignore_errors=True)
        _index(folder, engine).mkdir(parents=True)
        started = time.process_time()
        engine.build(_index(folder, engine), texts, vectors, model)
        return {"build_cpu_s": time.process_time() - started}
    engine.open(_index(folder, engine) if _index(folder, engine).is_dir() else folder, model)
    vectors = np.load(folder / "queries.npy")
    if action == "rank":
        return {"rankings": [engine.search(q, DEPTH, v) for q, v in zip(queries, vectors, strict=True)]}
    first_wall = time.perf_counter()
    engine.search(queries[0], SHOWN, None)
    cold = {"cold_cpu_s": time.process_time(), "first_query_s": time.perf_counter() - first_wall}
    engine.search(queries[1], SHOWN, vectors[1])
    whole, bare = [], []
    for query, vector in zip(queries[2:], vectors[2:], strict=True):
        whole.append(_timed(engine, query, None))
        bare.append(_timed(engine, query, vector))
    return {**cold, "whole": whole, "bare": bare, "memory_mib": _resident_mib()}


def _index(folder: Path, engine: Engine) -> Path:
    """Give the folder of an engine's index, made anew by each build; our own engines have the set's snapshot."""
    return folder / "indexes" / type(engine).__name__


def _timed(engine: Engine, query: str, vector: Vector | None) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    engine.search(query, SHOWN, vector)
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _resident_mib() -> float:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    main()
