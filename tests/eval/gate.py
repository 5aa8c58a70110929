"""The quality gate: nDCG@10 and recall@100 on our Danish queries may not fall below what was pinned.

    python tests/eval/gate.py DATA            # score, and fail where a floor is broken
    python tests/eval/gate.py DATA --repin    # raise the floors to what is reached now
    python tests/eval/gate.py DATA --repin --allow-lower

DATA is a data folder with the starter corpus indexed. The floors hold for one corpus and one set of queries: where
either has changed, the gate refuses until they are pinned anew. A floor is never lowered without the flag.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.settings import load_settings
from search.engine import Searcher
from search.evaluate import evaluate_searcher
from search.judged import read_queries

FLOORS = Path(__file__).with_name("floors.json")
QUERIES = Path("corpus/data/queries-dev.jsonl")
CORPUS = Path("corpus/data/starter.jsonl")
SLACK = 0.005
"""Floors are pinned this much below what was reached: the int8 encoder differs that little between processors."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says."""

    is_passed: bool
    lines: tuple[str, ...]


def measure(data: str) -> dict[str, Any]:
    """Score the development queries, over all and by kind."""
    searcher = Searcher.open(load_settings(data))
    report = evaluate_searcher(searcher, read_queries(QUERIES), name="dev", mode="hybrid").json()
    rows = {"all": report["all"], **report["kinds"]}
    return {
        "corpus_sha256": hashlib.sha256(CORPUS.read_bytes()).hexdigest(),
        "queries_sha256": report["queries_sha256"],
        "scores": {kind: {name: row[name] for name in ("ndcg@10", "recall@100")} for kind, row in rows.items()},
    }


def judge(measured: dict[str, Any], floors: dict[str, Any]) -> Verdict:
    """Hold scores against floors."""
    for name in ("corpus_sha256", "queries_sha256"):
        if measured[name] != floors.get(name):
            return Verdict(False, (f"{name} differs from the pinned one: pin the floors anew with --repin.",))
    lines, is_passed = [], True
    for kind, row in floors["scores"].items():
        for name, floor in row.items():
            reached = measured["scores"].get(kind, {}).get(name, 0.0)
            is_below = reached < floor
            is_passed &= not is_below
            lines.append(f"{kind:<9}{name:<12}{reached:.4f}  floor {floor:.4f}{'  BROKEN' if is_below else ''}")
    return Verdict(is_passed, tuple(lines))


def repinned(measured: dict[str, Any], floors: dict[str, Any], *, allow_lower: bool) -> dict[str, Any]:
    """Give new floors: what was reached less `SLACK`, and never below an old floor of the same corpus and queries.

    Raises:
        ValueError: a floor would be lowered, and that was not allowed.
    """
    is_same = all(measured[name] == floors.get(name) for name in ("corpus_sha256", "queries_sha256"))
    scores: dict[str, dict[str, float]] = {}
    for kind, row in measured["scores"].items():
        scores[kind] = {}
        for name, reached in row.items():
            fresh = round(max(reached - SLACK, 0.0), 4)
            old = floors["scores"].get(kind, {}).get(name, 0.0) if is_same else 0.0
            if reached < old and not allow_lower:
                raise ValueError(f"{kind} {name} would fall from {old} to {fresh}: pass --allow-lower to accept it")
            scores[kind][name] = fresh if allow_lower else max(fresh, old)
    return {**measured, "scores": scores}


def main(arguments: list[str] | None = None) -> int:
    """Score, judge or pin; give the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--repin", action="store_true")
    parser.add_argument("--allow-lower", action="store_true")
    options = parser.parse_args(arguments)
    measured = measure(options.data)
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    if options.repin:
        fresh = repinned(measured, floors, allow_lower=options.allow_lower)
        work = FLOORS.with_suffix(".tmp")
        work.write_text(json.dumps(fresh, indent=1) + "\n", "utf-8")
        work.replace(FLOORS)
        sys.stdout.write(f"pinned {FLOORS.name}\n")
        return 0
    verdict = judge(measured, floors)
    sys.stdout.write("\n".join(verdict.lines) + "\n")
    return 0 if verdict.is_passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
