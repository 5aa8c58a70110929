"""Scores of the fields of projects that were found, and of the confidence their values were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from ingest.evaluation.assignment import is_scored, name_likeness, same_day
from ingest.evaluation.report import ConfidenceBin, Json, Miss, Score
from ingest.gold import GoldPool, GoldProject

POOL_NAME_FLOOR = 0.9
"""Names at least this alike are one pool: quotes, "puljen til" and the like fall below the token-set ratio's notice."""

CONFIDENCE_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


def same_pool(gold: GoldProject | GoldPool, name: str) -> bool:
    """Tell whether a name is one of this pool's names."""
    names = (gold.pool or "", *gold.pool_variants) if isinstance(gold, GoldProject) else (gold.name, *gold.variants)
    return max((name_likeness(each, name) for each in names if each), default=0.0) >= POOL_NAME_FLOOR


def _field_items(gold: GoldProject, project: Json) -> Iterable[tuple[str, list[Any], list[Any], int]]:
    """Give each scored field as (measure, gold values, given values, number given rightly)."""
    places = [p["code"] for p in project.get("municipalities", [])]
    yield "municipalities", sorted(gold.municipalities), places, len({*gold.municipalities} & {*places})
    period = project.get("period") or {}
    single = (
        ("amount", gold.amount_dkk, project.get("amount_dkk"), lambda a, b: a == b),
        ("period_year", gold.year_awarded, project.get("year_awarded"), same_day),
        ("period_year", gold.period_from, period.get("from"), same_day),
        ("period_year", gold.period_to, period.get("to"), same_day),
        ("pool", gold.pool, (project.get("pool") or {}).get("name"), lambda _, b: same_pool(gold, b)),
        ("status", gold.status, known(project.get("status"), "unknown"), is_one_of),
        (
            "outcome",
            known(gold.outcome, "not_reported"),
            known((project.get("outcome") or {}).get("direction"), "not_reported"),
            is_one_of,
        ),
    )
    for measure, wanted, given, agrees in single:
        if is_scored(wanted):
            right = wanted is not None and given is not None and agrees(wanted, given)
            yield measure, [] if wanted is None else [wanted], [] if given is None else [given], int(right)
    if is_scored(gold.themes):
        themes = project.get("themes", [])
        yield "themes", list(gold.themes), themes, len({*gold.themes} & {*themes})


def known(value: Any, nothing: str) -> Any:
    """Give a value, or None where it is the word for not knowing."""
    return None if value == nothing else value


def is_one_of(wanted: Any, given: Any) -> bool:
    """Tell whether a value is the gold one; gold may name several that a reader would accept, as "a|b"."""
    return given in str(wanted).split("|")


def score_fields(paired: Sequence[tuple[GoldProject, Json]], misses: list[Miss]) -> dict[str, Score]:
    """Give the score of each field over the projects that were found."""
    names = ("municipalities", "amount", "period_year", "pool", "status", "themes", "outcome")
    totals = {name: [0, 0, 0] for name in names}
    for gold, project in paired:
        for measure, wanted, given, n_right in _field_items(gold, project):
            totals[measure][0] += n_right
            totals[measure][1] += len(given)
            totals[measure][2] += len(wanted)
            if not n_right == len(given) == len(wanted):
                misses.append(Miss(measure, gold.id, wanted, given, gold.documents))
    return {name: Score(*each) for name, each in totals.items()}


def calibrate(paired: Sequence[tuple[GoldProject, Json]]) -> tuple[ConfidenceBin, ...]:
    """Count, by confidence, the statements about paired projects whose value gold can judge."""
    judged = [(confidence, is_right) for _, confidence, is_right in judged_statements(paired)]
    return tuple(
        ConfidenceBin(low, high, len(inside), sum(inside))
        for low, high in pairwise(CONFIDENCE_EDGES)
        for inside in [[right for confidence, right in judged if low <= confidence < high]]
    )


def judged_statements(paired: Sequence[tuple[GoldProject, Json]]) -> list[tuple[str, float, bool]]:
    """Give field, confidence and whether it is right of each read statement that gold can judge."""
    judged: list[tuple[str, float, bool]] = []
    for gold, project in paired:
        for item in project.get("evidence", []):
            is_right = _judge(gold, str(item["field"]), item["value"])
            if is_right is not None and item.get("origin") != "staff":
                judged.append((str(item["field"]), float(item["confidence"]), is_right))
    return judged


def _judge(gold: GoldProject, name: str, value: Any) -> bool | None:
    """Tell whether a statement's value is right; None where gold cannot tell."""
    wanted = {
        "municipalities": gold.municipalities,
        "amount_dkk": gold.amount_dkk,
        "year_awarded": gold.year_awarded,
        "period_from": gold.period_from,
        "period_to": gold.period_to,
        "pool": gold.pool,
        "status": gold.status,
        "themes": gold.themes,
        "outcome_direction": known(gold.outcome, "not_reported"),
    }
    if name not in wanted or not is_scored(wanted[name]):
        return None
    right = wanted[name]
    if name in ("municipalities", "themes"):
        return value in right
    if right is None:
        return False
    if name == "pool":
        return same_pool(gold, str(value))
    if name in ("status", "outcome_direction"):
        return is_one_of(right, value)
    return value == right if name == "amount_dkk" else same_day(right, value)
