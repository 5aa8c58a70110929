"""Rounds of pools: which years of award a round's number stands for.

A list has "Udmøntning 2018" and "Udmøntning 2020" over its rows, an evaluation is of "første runde".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from corpus.pools import pool_round
from ingest.profiles import Profile


def with_years_of_rounds(profiles: Sequence[Profile], titles: Sequence[str]) -> list[Profile]:
    """Give the profiles, those of a numbered round that name no year with the year in which that round was awarded.

    Args:
        profiles: what tellings say.
        titles: of the document of each.
    """
    years: defaultdict[str, set[int]] = defaultdict(set)
    for profile in profiles:
        if profile.is_listed and len(profile.years) == 1:
            for key in profile.pool_keys:
                years[key] |= profile.years
    return [_with_year(p, title, years) for p, title in zip(profiles, titles, strict=True)]


def _with_year(profile: Profile, title: str, years: dict[str, set[int]]) -> Profile:
    numbers = {r.number for r in profile.rounds} - {None} or {pool_round(title).number} - {None}
    awarded = sorted({y for key in profile.pool_keys for y in years.get(key, ())})
    if profile.years or profile.start or len(numbers) != 1 or len(awarded) < 2:
        return profile
    number = next(n for n in numbers if n is not None)
    return replace(profile, years=frozenset({awarded[number - 1]})) if number <= len(awarded) else profile
