"""Which extracted project is which gold project: one-to-one, by the evidence of names, places, money and pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from ingest.gold import UNSCORED, GoldProject

MATCH_FLOOR = 0.5
"""Least likeness of a pair that may be the same: place and page agree with nothing against it (0.35 + 0.2 of 1.0)."""

_TITLE, _PLACES, _AMOUNT, _POOL, _PAGES = 0.35, 0.3, 0.15, 0.1, 0.15
_WORDS = re.compile(r"[^\W_]+")


def normalise_name(name: str) -> str:
    """Give a name's words in lower case, `aa` and `å` alike, without quotes and punctuation."""
    return " ".join(_WORDS.findall(name.casefold().replace("aa", "å")))


def name_likeness(first: str, second: str) -> float:
    """Give how alike two names are, 0-1; a name that holds the other whole is 1."""
    return float(fuzz.token_set_ratio(normalise_name(first), normalise_name(second))) / 100


def pair_likeness(gold: GoldProject, project: Mapping[str, Any], paths: Collection[str]) -> float:
    """Give how likely a project is to be this gold project, 0-1, over what both sides state.

    Args:
        gold: the gold project.
        project: the contract's JSON object of a project.
        paths: URL paths of the project's documents.
    """
    places = {place["code"] for place in project.get("municipalities", [])}
    title, amount = project.get("title"), project.get("amount_dkk")
    pool = (project.get("pool") or {}).get("name")
    parts: list[tuple[float, float]] = [(_PAGES, float(bool(set(gold.documents) & set(paths))))]
    if gold.title and title:
        # Below a half two Danish titles share no more than "indsats for borgere med": count nothing for that.
        parts.append((_TITLE, max(0.0, 2 * name_likeness(gold.title, title) - 1)))
    if places or gold.municipalities:
        shared, either = places & set(gold.municipalities), places | set(gold.municipalities)
        parts.append((_PLACES, len(shared) / len(either)))
    if amount is not None and isinstance(gold.amount_dkk, int):
        parts.append((_AMOUNT, float(amount == gold.amount_dkk)))
    if pool and gold.pool and is_scored(gold.pool):
        parts.append((_POOL, max(name_likeness(pool, name) for name in (gold.pool, *gold.pool_variants))))
    likeness = sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)
    if not places & set(gold.municipalities) and (places or gold.municipalities):
        # Another place, or none where there should be one: only a name of its own can make it the same.
        named = bool(gold.title and title) and name_likeness(gold.title or "", title or "") >= 0.9
        return likeness if named and len(parts) > 1 else min(likeness, MATCH_FLOOR / 2)
    return likeness


def assign(likeness: Sequence[Sequence[float]], floor: float = MATCH_FLOOR) -> dict[int, int]:
    """Give the one-to-one pairing of rows with columns of greatest total likeness, without pairs under the floor."""
    if not likeness or not likeness[0]:
        return {}
    matrix = np.asarray(likeness, dtype=np.float64)
    kept = np.where(matrix >= floor, matrix, 0.0)
    rows, columns = linear_sum_assignment(kept, maximize=True)
    return {int(r): int(c) for r, c in zip(rows, columns, strict=True) if kept[r, c] > 0}


def same_day(gold: Any, value: Any) -> bool:
    """Tell whether two ISO dates agree at the coarser of their precisions; "2018" agrees with "2018-09"."""
    if gold is None or value is None:
        return gold is value
    first, second = str(gold), str(value)
    shorter = min(len(first), len(second))
    return shorter >= 4 and first[:shorter] == second[:shorter]


def is_scored(value: Any) -> bool:
    """Tell whether a gold value counts at all."""
    return bool(value != UNSCORED)
