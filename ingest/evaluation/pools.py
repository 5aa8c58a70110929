"""Scores of pools: found by name, and their sums told apart."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.evaluation.assignment import assign, name_likeness
from ingest.evaluation.fields import POOL_NAME_FLOOR
from ingest.evaluation.report import Json, Miss, Score
from ingest.gold import Gold


def score_pools(pools: Sequence[Json], gold: Gold, misses: list[Miss]) -> dict[str, Score]:
    """Score which pools were found, and their frames, sums applied for and numbers of applications."""
    grid = [
        [max(name_likeness(n, p.get("title") or "") for n in (g.name, *g.variants)) for p in pools] for g in gold.pools
    ]
    pairs = assign(grid, POOL_NAME_FLOOR)
    wanted = [i for i, g in enumerate(gold.pools) if not g.is_optional]
    n_optional = sum(gold.pools[g].is_optional for g in pairs)
    for i in wanted:
        if i not in pairs:
            misses.append(Miss("pools", "not found", gold.pools[i].name, None, gold.pools[i].documents))
    for j, pool in enumerate(pools):
        if j not in pairs.values():
            urls = tuple(str(d["url"]) for d in pool.get("documents", []))
            misses.append(Miss("pools", "none such", None, pool.get("title"), urls))
    money = [0, 0, 0]
    for i in wanted:
        if i not in pairs:
            continue
        g, pool = gold.pools[i], pools[pairs[i]]
        given = {("frame", f["amount_dkk"]) for f in pool.get("frames", [])}
        right = {("frame", amount) for amount in g.frames_dkk}
        for name, value in (("applied", g.applied_dkk), ("n_applications", g.n_applications)):
            right |= {(name, value)} if value is not None else set()
            stated = pool.get({"applied": "applied_dkk"}.get(name, name))
            given |= {(name, stated)} if stated is not None else set()
        money = [money[0] + len(right & given), money[1] + len(given), money[2] + len(right)]
        if right != given:
            misses.append(Miss("pool_money", g.name, sorted(right), sorted(given), g.documents))
    n_right = sum(i in pairs for i in wanted)
    return {"pools": Score(n_right, len(pools) - n_optional, len(wanted)), "pool_money": Score(*money)}
