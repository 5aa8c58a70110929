"""Two runs of the same judged queries side by side: by how much one is better, and whether that may be chance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corpus.errors import QueryError
from search.metrics import Comparison, compare_paired

_MEASURE = "ndcg@10"


def compare_runs(a: Path, b: Path) -> dict[str, Any]:
    """Compare two files that `evaluate --json` wrote, over all queries and by kind, B against A.

    Returns:
        `{"measure", "a", "b", "all", "kinds", "queries"}`: comparisons with the means, the difference, its 95 %
        interval and p value; the queries that differ, the widest loss first.

    Raises:
        QueryError: a file cannot be read, or the two are not of the same queries and grades.
    """
    runs = [_read(path) for path in (a, b)]
    if runs[0]["queries_sha256"] != runs[1]["queries_sha256"]:
        raise QueryError(f"{a} and {b} are runs of different queries or grades.", remedy="Run both on one file.")
    scores = [{row["id"]: float(row[_MEASURE]) for row in run["queries"]} for run in runs]
    kinds: dict[str, list[str]] = {}
    for row in runs[0]["queries"]:
        kinds.setdefault(row["kind"], []).append(row["id"])
    gaps = {name: scores[1][name] - scores[0][name] for name in scores[0]}
    differing = sorted((name for name, gap in gaps.items() if abs(gap) > 1e-9), key=lambda name: (gaps[name], name))
    return {
        "measure": _MEASURE,
        "a": runs[0]["snapshot"],
        "b": runs[1]["snapshot"],
        "all": _row(scores[0], scores[1]),
        "kinds": {kind: _row(*({i: run[i] for i in ids} for run in scores)) for kind, ids in sorted(kinds.items())},
        "queries": [{"id": name, "a": scores[0][name], "b": scores[1][name]} for name in differing],
    }


def _row(a: Mapping[str, float], b: Mapping[str, float]) -> dict[str, Any]:
    found: Comparison = compare_paired(a, b)
    return {
        "n_queries": found.n_queries,
        "a": round(sum(a.values()) / len(a), 4),
        "b": round(sum(b.values()) / len(b), 4),
        "difference": round(found.mean_difference, 4),
        "low": round(found.low, 4),
        "high": round(found.high, 4),
        "p_value": round(found.p_value, 4),
        "n_better": found.n_better,
        "n_worse": found.n_worse,
    }


def _read(path: Path) -> dict[str, Any]:
    remedy = "Write one by `puljespor evaluate QUERIES --json > run.json`."
    try:
        run: dict[str, Any] = json.loads(path.read_text("utf-8"))
        if not run["queries"] or not all({"id", "kind", _MEASURE} <= row.keys() for row in run["queries"]):
            raise KeyError("queries")
        return {name: run[name] for name in ("queries_sha256", "snapshot", "queries")}
    except OSError as exc:
        raise QueryError(f"cannot read {path}: {exc.strerror}.", remedy=remedy) from exc
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise QueryError(f"{path} is no run of judged queries.", remedy=remedy) from exc
