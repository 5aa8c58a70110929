"""The quality gate: nDCG@10 and recall@100 on our judged queries and drafts may not fall below what was pinned.

    python tests/eval/gate.py DATA            # score, and fail where a floor is broken
    python tests/eval/gate.py DATA --repin    # raise the floors to what is reached now
    python tests/eval/gate.py DATA --repin --allow-lower

DATA is a data folder with the starter corpus indexed. The floors hold for one corpus and these sets of queries: where
one has changed, the gate refuses until they are pinned anew. A floor is never lowered without the flag.
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
from search.match import match_draft
from search.metrics import ndcg

FLOORS = Path(__file__).with_name("floors.json")
HERE = Path(__file__).parent
SETS = {
    "dev": Path("corpus/data/queries-dev.jsonl"),
    "further": HERE / "further-queries.jsonl",
    "asked": HERE
    / "asked-queries.jsonl",  # orders, ranges, short names, other languages: written before they were read
    "new": HERE / "new-queries.jsonl",  # sixteen of each kind, judged before they were searched for
}
DRAFTS = HERE / "drafts.jsonl"  # judged ones, and some that are near or far: "nothing is close"
CORPUS = Path("corpus/data/starter.jsonl")
SLACK = {"dev": 0.005, "drafts": 0.03}
"""Floors are pinned this much below what was reached: the int8 encoder differs that little between processors."""

OTHER_SLACK = 0.02
"""In sets that nothing is tuned on, whose kinds are small: one pair of records turned round is 0.01 of a kind."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says."""

    is_passed: bool
    lines: tuple[str, ...]


def measure(data: str) -> dict[str, Any]:
    """Score every set, over all and by kind."""
    searcher = Searcher.open(load_settings(data))
    sets = {name: _measured(searcher, path) for name, path in SETS.items()}
    return {
        "corpus_sha256": hashlib.sha256(CORPUS.read_bytes()).hexdigest(),
        "sets": {**sets, "drafts": _measured_drafts(searcher)},
    }


def _measured(searcher: Searcher, path: Path) -> dict[str, Any]:
    report = evaluate_searcher(searcher, read_queries(path), name=path.stem, mode="hybrid").json()
    rows = {"all": report["all"], **report["kinds"]}
    return {
        "queries_sha256": report["queries_sha256"],
        "scores": {kind: {name: row[name] for name in ("ndcg@10", "recall@100")} for kind, row in rows.items()},
    }


def _measured_drafts(searcher: Searcher) -> dict[str, Any]:
    """Score matching: nDCG@10 of judged drafts, and the share of near and far ones that are told to be so."""
    scores: dict[str, list[float]] = {}
    for line in DRAFTS.read_text("utf-8").splitlines():
        draft = json.loads(line)
        answer = match_draft(searcher, draft["text"])
        if draft["kind"] == "judged":
            score = ndcg([match.record_id for match in answer.results], draft["relevant"])
        else:
            score = float(answer.nothing_close == (draft["kind"] == "far"))
        scores.setdefault(draft["kind"], []).append(score)
    return {
        "queries_sha256": hashlib.sha256(DRAFTS.read_bytes()).hexdigest(),
        "scores": {kind: {"mean": sum(values) / len(values)} for kind, values in scores.items()},
    }


def judge(measured: dict[str, Any], floors: dict[str, Any]) -> Verdict:
    """Hold scores against floors."""
    if measured["corpus_sha256"] != floors.get("corpus_sha256"):
        return Verdict(False, ("corpus_sha256 differs from the pinned one: pin the floors anew with --repin.",))
    lines, is_passed = [], True
    for name, reached in measured["sets"].items():
        pinned = floors["sets"].get(name, {})
        if reached["queries_sha256"] != pinned.get("queries_sha256"):
            return Verdict(False, (f"{name}: its queries differ from the pinned ones: pin anew with --repin.",))
        for kind, row in pinned["scores"].items():
            for measure_name, floor in row.items():
                value = reached["scores"].get(kind, {}).get(measure_name, 0.0)
                is_below = value < floor
                is_passed &= not is_below
                broken = "  BROKEN" if is_below else ""
                lines.append(f"{name:<9}{kind:<11}{measure_name:<12}{value:.4f}  floor {floor:.4f}{broken}")
    return Verdict(is_passed, tuple(lines))


def repinned(measured: dict[str, Any], floors: dict[str, Any], *, allow_lower: bool) -> dict[str, Any]:
    """Give new floors: what was reached less its slack, and never below an old floor of the same corpus and queries.

    Raises:
        ValueError: a floor would be lowered, and that was not allowed.
    """
    is_same_corpus = measured["corpus_sha256"] == floors.get("corpus_sha256")
    sets: dict[str, dict[str, Any]] = {}
    for name, reached in measured["sets"].items():
        old = floors.get("sets", {}).get(name, {})
        is_same = is_same_corpus and reached["queries_sha256"] == old.get("queries_sha256")
        scores: dict[str, dict[str, float]] = {}
        for kind, row in reached["scores"].items():
            for measure_name, value in row.items():
                fresh = round(max(value - SLACK.get(name, OTHER_SLACK), 0.0), 4)
                floor = old["scores"].get(kind, {}).get(measure_name, 0.0) if is_same else 0.0
                if value < floor and not allow_lower:
                    raise ValueError(
                        f"{name} {kind} {measure_name} would fall from {floor} to {fresh}: "
                        "pass --allow-lower to accept it"
                    )
                scores.setdefault(kind, {})[measure_name] = fresh if allow_lower else max(fresh, floor)
        sets[name] = {"queries_sha256": reached["queries_sha256"], "scores": scores}
    return {"corpus_sha256": measured["corpus_sha256"], "sets": sets}


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
