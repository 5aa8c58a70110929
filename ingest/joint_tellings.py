"""Tellings that an evaluation gives of each place, though a list says that the places share one project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from ingest.profiles import Profile


def joint_tellings(profiles: Sequence[Profile], first: int) -> list[list[int]]:
    """Group the tellings that are one: those of one document that name nothing but a place each of a shared project.

    "I Middelfart og Nyborg er ventetiden faldet", where "Middelfart og Nyborg" is a row of the pool's list, and neither
    has a project of its own there.

    Args:
        profiles: of known records and of tellings, with the pools that they mean.
        first: the index of the first telling.

    Returns:
        The indexes of tellings that are one, two or more each.
    """
    own, shared = set[tuple[str, str]](), defaultdict[str, set[frozenset[str]]](set)
    for profile in profiles:
        for key in profile.pool_keys | profile.soft_pool_keys:
            if len(profile.codes) > 1:
                shared[key].add(profile.codes)
            elif not _is_bare(profile):
                own |= {(code, key) for code in profile.codes}
    bare: defaultdict[tuple[frozenset[str], str], list[int]] = defaultdict(list)
    for n in range(first, len(profiles)):
        if _is_bare(profiles[n]):
            for key in profiles[n].pool_keys | profiles[n].soft_pool_keys:
                bare[profiles[n].documents, key].append(n)
    owner: dict[int, int] = {}
    for (_, key), numbers in bare.items():
        for codes in shared.get(key, ()):
            of_it = [n for n in numbers if profiles[n].codes <= codes and n not in owner]
            places = [next(iter(profiles[n].codes)) for n in of_it]
            if len(set(places)) == len(places) > 1 and not any((code, key) in own for code in codes):
                owner |= dict.fromkeys(of_it, of_it[0])
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for n, head in owner.items():
        groups[head].append(n)
    return list(groups.values())


def joined(profiles: Sequence[Profile]) -> Profile:
    """Give what tellings of a shared project's places say together, all its places included."""
    whole = reduce(Profile.joined, profiles)
    return replace(whole, codes=frozenset[str]().union(*(p.codes for p in profiles)))


def _is_bare(profile: Profile) -> bool:
    """Tell whether a telling says no more than where the project is, and how it went."""
    return len(profile.codes) == 1 and not (profile.titles or profile.soft_titles or profile.amounts)
