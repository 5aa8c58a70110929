"""The gate before a new snapshot: scored on judged queries, and refused when it is worse by more than a margin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import RefusedError, SearchIndexError
from corpus.settings import Settings
from corpus.store import Store
from search.judged import JudgedQuery, after_merges
from search.judgements import read_judgements, to_queries

if TYPE_CHECKING:
    from search.engine import Searcher

FEWEST_QUERIES = 5
"""Fewer judged queries decide nothing."""

_NAMED = 5  # losses that a refusal names


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


def accept_snapshot(settings: Settings, name: str) -> GateDecision:
    """Hold a finished snapshot against the one that serves, on what staff and readers have judged.

    The margin is `Settings.gate_margin`: what one query in thirty moves by chance is about 0.02.

    Raises:
        RefusedError: it is worse by more than the margin; the message names the queries that lost most.
    """
    queries = to_queries(read_judgements(settings))
    if len(queries) < FEWEST_QUERIES:
        return decide(None, None, queries)
    from search.engine import Searcher  # much to import, and mostly too little was judged to need it

    try:
        serving = Searcher.open(settings)
    except SearchIndexError:  # built by another release, or damaged: no yardstick
        return decide(None, None, queries)
    fresh = Searcher.open(settings, name=name)
    with Store.open(settings) as store:
        decision = decide(serving, fresh, queries, margin=settings.gate_margin, target_of=store.redirect)
    if not decision.is_accepted:
        lost = "; ".join(
            f"”{row['query']}” {row['before']:.2f} -> {row['after']:.2f}" for row in decision.worse[:_NAMED]
        )
        raise RefusedError(
            f"the new index {name} is refused, and the one before serves on: {'; '.join(decision.reasons)}. "
            f"Most was lost on {lost}.",
            remedy="Run `puljespor index build --accept-worse` to let it serve, or `puljespor publish --undo`.",
        )
    return decision


def decide(
    serving: Searcher | None,
    fresh: Searcher | None,
    queries: Sequence[JudgedQuery],
    *,
    margin: float = 0.02,
    target_of: Callable[[str], str | None] = lambda _: None,
) -> GateDecision:
    """Compare a fresh snapshot with the one that serves, on judged queries.

    Records that are gone from the fresh snapshot still count as relevant, so that losing them is seen; one that was
    merged (`target_of`) is the record that it went into.
    """
    if len(queries) < FEWEST_QUERIES:
        return GateDecision(True, None, None, (f"færre end {FEWEST_QUERIES} bedømte søgninger",), ())
    if serving is None or fresh is None:
        return GateDecision(True, None, None, ("intet at sammenligne med",), ())
    from search.evaluate import evaluate_searcher

    old, new = (
        evaluate_searcher(
            searcher, after_merges(queries, set(searcher.ids), target_of), name="gate", mode="hybrid"
        ).per_query()
        for searcher in (serving, fresh)
    )
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
