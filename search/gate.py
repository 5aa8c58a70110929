"""The gate before a new snapshot: scored on judged queries, and refused when it is worse by more than a margin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from search.engine import Searcher
from search.evaluate import JudgedQuery, evaluate_searcher

MARGIN = 0.02
"""Loss of mean nDCG@10 that is let through: about what one query in thirty moves by chance."""

FEWEST_QUERIES = 5
"""Fewer judged queries decide nothing."""


@dataclass(frozen=True, slots=True)
class GateDecision:
    """Whether a snapshot may serve, with the reasons."""

    is_accepted: bool
    before: float | None  # mean nDCG@10; None where nothing could be compared
    after: float | None
    reasons: tuple[str, ...]  # in Danish
    worse: tuple[dict[str, Any], ...]  # query, before, after; the widest loss first

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "is_accepted": self.is_accepted,
            "before": self.before,
            "after": self.after,
            "reasons": list(self.reasons),
            "worse": list(self.worse),
        }


def decide(
    serving: Searcher | None, fresh: Searcher, queries: Sequence[JudgedQuery], *, margin: float = MARGIN
) -> GateDecision:
    """Compare a fresh snapshot with the one that serves, on judged queries.

    Records that are gone from the fresh snapshot still count as relevant, so that losing them is seen.
    """
    if serving is None or len(queries) < FEWEST_QUERIES:
        reason = "intet at sammenligne med" if serving is None else f"færre end {FEWEST_QUERIES} bedømte søgninger"
        return GateDecision(True, None, None, (reason,), ())
    old = evaluate_searcher(serving, queries, name="serving", mode="hybrid").per_query()
    new = evaluate_searcher(fresh, queries, name="fresh", mode="hybrid").per_query()
    before, after = sum(old.values()) / len(old), sum(new.values()) / len(new)
    texts = {query.query_id: query.text for query in queries}
    losses = sorted((new[i] - old[i], i) for i in old if new[i] < old[i] - 1e-9)
    worse = tuple({"query": texts[i], "before": round(old[i], 4), "after": round(new[i], 4)} for _, i in losses)
    is_accepted = after >= before - margin
    change = f"nDCG@10 {before:.3f} -> {after:.3f} på {len(queries)} bedømte søgninger".replace(".", ",")
    reasons = [change, f"{len(worse)} søgninger er blevet dårligere"]
    if not is_accepted:
        reasons.append(f"tabet er større end {margin:.2f}".replace(".", ","))
    return GateDecision(is_accepted, round(before, 4), round(after, 4), tuple(reasons), worse)
