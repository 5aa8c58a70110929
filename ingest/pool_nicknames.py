"""Which pool a nickname means: "Landdemenspuljen" is "Pulje til hverdagen med demens på landet".

The press and a ministry's own newsletters make one word of a pool's name; the word is made of words of that name, or
its projects lie where just one pool's do. A shorter name that shares its telling words with another, and went to the
same municipalities, is that one cut down: "aflastning af pårørende" of "aflastning og støtte til pårørende".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import combinations

from ingest.likeness import is_nickname_of_pool, shares_words
from ingest.place_sets import pools_of_places
from ingest.profiles import Profile

_LEAST_PART = 4
"""Letters that a nickname has from the beginning of a word of the name: "fald", "land"."""
_LEAST_STEM = 3  # letters before "puljen"
_LEAST_BEGINNING = 8
"""Letters, over two words or more, that a beginning of a name needs to be that name cut short."""
_COVERED = 0.8
"""Part of a nickname's letters before "puljen" that words of the name make up."""
_HALF_COVERED = 0.6
_LEAST_PLACES = 4
"""Where all the places of a pool, this many or more, are the nickname's too, less of its letters will do."""
_SAME_PLACES = 0.8
"""Of the municipalities of two names that share words, how many are both's."""
_TELLING_PLACES = 6
"""Of so many municipalities, no more and no less, two names are one pool's though they share no word."""
_LATE = 4  # years after the last award that a pool is still told of


def meant_pools(places: Mapping[str, Set[str]]) -> dict[str, str]:
    """Give the pool that each nickname or shortened name means, by normal forms; what may mean several is left out.

    Args:
        places: codes of the municipalities of each pool's projects, by the pool's normal form.
    """
    nicknames = {key for key in places if is_nickname_of_pool(key)}
    others = {key: codes for key, codes in places.items() if key not in nicknames}
    meant: dict[str, str] = {}
    for nickname in sorted(nicknames):
        own = places[nickname]
        made_of = {key: _part_made_of(nickname, key) for key in others}
        fitting = {
            key
            for key, part in made_of.items()
            if (part >= _COVERED and (not own or own & others[key]))
            or (part >= _HALF_COVERED and len(others[key]) >= _LEAST_PLACES and own >= others[key])
        }
        most = max((len(own & others[key]) for key in fitting), default=0)
        found = {key for key in fitting if len(own & others[key]) == most} or pools_of_places(own, others)
        if found and all(shares_words(a, b) for a, b in combinations(sorted(found), 2)):  # one pool's own spellings
            meant[nickname] = max(sorted(found), key=lambda key: (len(others[key]), len(key)))
    for key, own in others.items():
        longer = {k: v for k, v in others.items() if len(k) > len(key) and (shares_words(key, k) or _begins(key, k))}
        whole = {k for k in pools_of_places(own, longer) if len(own & others[k]) >= _SAME_PLACES * len(own | others[k])}
        if len(whole) == 1:
            meant[key] = whole.pop()
    for key, own in others.items():
        if key not in meant and len(own) >= _TELLING_PLACES:
            same = {k for k, v in others.items() if k != key and v == own and k not in meant}
            if len(same) == 1:
                meant[key] = same.pop()
    return meant


def _begins(short: str, key: str) -> bool:
    """Tell whether a normal form is the beginning of a longer one: "følg hjem" of "følg hjem ordninger for ældre"."""
    return key.startswith(f"{short} ") and len(short) >= _LEAST_BEGINNING and " " in short


def _part_made_of(nickname: str, key: str) -> float:
    """Give how much of a nickname words of a pool's normal form make up, but for what links them; 0 to 1."""
    stem = re.sub(r"puljen?$", "", nickname)
    covered = [False] * len(stem)
    for word in re.findall(r"\w{3,}", key):
        for length in range(len(word), min(_LEAST_PART, len(word)) - 1, -1):  # "mad" whole, "fald" of "faldet"
            at = stem.find(word[:length])
            if at >= 0:
                covered[at : at + length] = [True] * length
                break
    bare = len(stem) - stem.endswith("s")
    return sum(covered[:bare]) / bare if bare >= _LEAST_STEM else 0.0


def with_meant_pools(profiles: Sequence[Profile]) -> list[Profile]:
    """Give the profiles, those that call their pool by a nickname with the pool that it means beside it."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    years: defaultdict[str, set[int]] = defaultdict(set)
    for profile in profiles:
        for key in profile.pool_keys:
            places[key] |= profile.codes
            years[key] |= profile.years
    meant = meant_pools(places)

    def named(profile: Profile) -> Profile:
        pools = {meant[key] for key in profile.pool_keys if key in meant}
        pools = {key for key in pools if _fits(profile, years[key])}
        if not pools:
            return profile
        return replace(profile, soft_pools=(*profile.soft_pools, *sorted(pools)))

    return [named(profile) for profile in profiles] if meant else list(profiles)


def _fits(profile: Profile, years: Set[int]) -> bool:
    """Tell whether a telling's year of award, or else its beginning, may be of a pool awarded in some years."""
    if not years:
        return True
    if profile.years:
        # news of how it went may have nothing but its own date
        return any(-1 <= x - y <= _LATE for x in profile.years for y in years)
    return profile.start is None or min(years) - 1 <= profile.start <= max(years) + _LATE
