"""Which tellings are worth comparing: few enough that linking stays near-linear in their number.

Two tellings of one project agree in a place (or an owner's name) and in something more: the pool, a telling word of
the title, the sum or the page. Those that agree in a place alone would not be joined whatever else is the matter, and
those whose places differ never.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from corpus.pools import FUZZY_BAR
from ingest.likeness import ROUNDING, holds_name
from ingest.profiles import Profile
from ingest.titles import title_forms, title_words

MAX_BLOCK = 400
"""Tellings without a place that share a title word and are compared pair by pair; larger blocks tell nothing."""

MAX_PAIRS = 200_000
"""Pairs that one linking compares at most, some twenty seconds of work; a site with 158 tellings has 86."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Which tellings are compared."""

    kept: tuple[tuple[int, int], ...]  # sorted indexes, in order
    n_left_out: int = 0  # pairs beyond `MAX_PAIRS`, those of the least telling blocks; one in two blocks counts twice


def find_pairs(profiles: Sequence[Profile], n_known: int) -> Pairs:
    """Give the pairs worth comparing; two of the first `n_known` are never one."""
    alike = _alike_pools({key for p in profiles for key in p.pool_keys | p.soft_pool_keys})
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        for key in set(_keys(profile, alike)):
            blocks[key].append(number)
    pairs: set[tuple[int, int]] = set()
    # The smallest blocks are the most telling; those that do not fit any more tell the least.
    by_page = [_by_page(numbers, profiles, n_known) for numbers in blocks.values() if len(numbers) > 1]
    n_left_out = 0
    for groups in sorted(by_page, key=_n_across):
        if n_left_out or len(pairs) + _n_across(groups) > MAX_PAIRS:
            n_left_out += _n_across(groups)
            continue
        pairs.update((min(a, b), max(a, b)) for one, two in combinations(groups, 2) for a in one for b in two)
    for numbers in _title_blocks(profiles).values():
        bare = [n for n in numbers if not profiles[n].codes]
        if bare and len(numbers) <= MAX_BLOCK:
            pairs.update((min(a, b), max(a, b)) for a in bare for b in numbers if a != b and max(a, b) >= n_known)
    return Pairs(tuple(sorted(pairs)), n_left_out)


def _by_page(numbers: Sequence[int], profiles: Sequence[Profile], n_known: int) -> list[list[int]]:
    """Part the tellings of a block by page, all known records in one part: two of one part are never one."""
    parts: defaultdict[frozenset[str] | int, list[int]] = defaultdict(list)
    for number in numbers:
        parts[-1 if number < n_known else profiles[number].documents or number].append(number)
    return list(parts.values())


def _n_across(parts: Sequence[Sequence[int]]) -> int:
    return (sum(map(len, parts)) ** 2 - sum(len(part) ** 2 for part in parts)) // 2


def _keys(profile: Profile, alike: dict[str, list[str]]) -> Iterator[str]:
    whose = [*profile.codes, *(f"o:{w}" for o in profile.owners for w in o.casefold().split() if len(w) > 3)]
    what = {f"p:{other}" for key in profile.pool_keys | profile.soft_pool_keys for other in alike[key]}
    for title in {form for t in (*profile.titles, *profile.soft_titles) for form in (t, *title_forms(t))}:
        words = title_words(title)
        telling = [w for w, weight in words.items() if weight == 1.0] or list(words)
        # a word spelled in two ways begins alike: "Ældreliv", "Ældre-liv"
        what |= {f"t:{w[:4]}" for w in telling}
    for amount in profile.amounts:
        # two sums within the rounding of each other fall in the same step or in neighbouring ones
        step = math.floor(math.log(max(amount, 1)) / -math.log1p(-ROUNDING))
        what |= {f"a:{step}", f"a:{step + 1}"}
    for url in (*profile.urls, *profile.targets):
        bare = url.rstrip("/")
        what |= {f"u:{bare}", f"u:{bare.rsplit('/', 1)[0]}"}
    for who in whose:
        for key in what:
            yield f"{who} {key}"
    for url in (*profile.urls, *profile.targets):  # what names no place may lead to what does
        yield f"l:{url.rstrip('/')}"


def _alike_pools(keys: set[str]) -> dict[str, list[str]]:
    """Give each pool name's normal form with itself and those that may be the same pool."""
    ordered = sorted(keys)
    alike: dict[str, list[str]] = {}
    for key in ordered:
        near = process.extract(key, ordered, scorer=fuzz.ratio, score_cutoff=FUZZY_BAR, limit=None)
        alike[key] = [other for other, _score, _index in near]
    for key in ordered:
        for length in range(1, len(key)):
            for part in {key[:length], key[length:]} & keys:
                if holds_name(part, key):
                    alike[key].append(part)
                    alike[part].append(part)
    return alike


def _title_blocks(profiles: Sequence[Profile]) -> dict[str, list[int]]:
    """Give who shares a telling title word; only a name of its own joins a telling that names no place."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        words = {w for t in profile.titles for w, weight in title_words(t).items() if weight == 1.0 and len(w) > 4}
        for word in sorted(words):
            blocks[word].append(number)
    return blocks
