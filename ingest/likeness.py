"""How alike two tellings of a project are: places, title, money, pool and time, added up.

The points are log-odds set by hand on cases of every kind; `LINK` and `DOUBT` are the lines of the sum. What one side
does not say counts neither way. Equal places and equal pool link (3.5); a title or an amount that contradicts
separates two projects of one municipality in one pool.
"""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from corpus.pools import FUZZY_BAR, pool_key
from ingest.profiles import Profile
from ingest.titles import title_likeness, title_words

LINK = 2.5


DOUBT = 1.4


NEVER = -99.0


ROUNDING = 0.03
"""Largest part of a sum that the press rounds away."""

RENAMED = -0.6
"""Points of two titles of the only project that a pool has in a place, where not both are a list's."""

SOFT_BAR = 0.6
"""Least likeness of a headline to a name that speaks for one project; below, a headline says nothing either way."""


def same_amount(first: int, second: int) -> bool:
    """Tell whether two sums can be one: equal, or one the other rounded as the press does ("3,2 mio.")."""
    if first == second:
        return True
    low, high = sorted((first, second))
    if low <= 0 or (high - low) / high >= ROUNDING:
        return False
    # "2,8 mio." is 2.815.500 kr. and not 2.720.000
    # and "2,67 mio." is 2.671.400 kr.
    step = 100_000 if high < 1_000_000 else 10_000
    return any(high - low <= _ROUNDED * _last_digit(amount) for amount in (low, high) if amount % step == 0)


_ROUNDED = 0.6
"""Of the last digit that a round sum states, how far the sum may lie from it; a little over half: "knap 3 mio."."""


def is_about(first: int, second: int) -> bool:
    """Tell whether one sum may stand for the other with one digit, as in "godt to millioner" for 2.140.000 kr."""
    low, high = sorted((first, second))
    is_single = any(amount >= 1_000_000 and not str(amount)[1:].strip("0") for amount in (low, high))
    return low > 0 and is_single and (high - low) / high < _VAGUE


_VAGUE = 0.15


_EXACT = 3  # digits before the noughts of a sum that two grants of one place seldom share


def _digits(amount: int) -> int:
    return len(str(amount).rstrip("0"))


def _last_digit(amount: int) -> int:
    """Give what the last digit of a sum that is no 0 stands for: 100.000 in 2.800.000."""
    return int("1" + "0" * (len(str(amount)) - len(str(amount).rstrip("0"))))


def _title_points(a: Profile, b: Profile) -> float:
    hard = max((title_likeness(s, t) for s in a.titles for t in b.titles), default=None)
    soft = max(
        (
            title_likeness(s, t)
            for first, second in ((a, b), (b, a))
            for s in first.soft_titles
            for t in (*second.titles, *second.soft_titles)
        ),
        default=0.0,
    )
    if hard is None and soft < SOFT_BAR:
        return 0.0
    best = max(hard or 0.0, soft if soft >= SOFT_BAR else 0.0)
    for line, points in ((0.88, 3.2), (0.75, 2.2), (0.6, 0.9), (0.42, -0.6)):
        if best >= line:
            return points
    return -2.2


def _place_points(a: Profile, b: Profile) -> float:
    if a.codes and b.codes:
        if a.codes == b.codes:
            return 2.0 if len(a.codes) < _TELLING_SET else 3.0  # three that come together seldom do so twice
        shared = a.codes & b.codes
        if not shared:
            return NEVER
        return 1.0 if shared in (a.codes, b.codes) else 0.0
    if a.owners and b.owners and not a.codes and not b.codes:
        best = max(fuzz.token_set_ratio(x.casefold(), y.casefold()) for x in a.owners for y in b.owners)
        return 2.0 if best >= 88 else -3.0
    return -0.2


_TELLING_SET = 3  # municipalities


def _pool_points(a: Profile, b: Profile) -> float:
    first, second = a.pool_keys | a.soft_pool_keys, b.pool_keys | b.soft_pool_keys
    if not first or not second:
        return 0.0
    alike = bool(first & second) or any(
        fuzz.ratio(x, y) >= FUZZY_BAR or holds_name(x, y) for x in first for y in second
    )
    if not alike:
        if not a.pool_keys or not b.pool_keys:
            return 0.0
        # "Stærke overgange fordelt" and "Stærke overgange mellem sygehus og hjem": one may be a name cut wrongly
        if any(shares_words(x, y) for x in a.pool_keys for y in b.pool_keys):
            return 0.0
        # "Demenspuljen" may be what the press calls the pool that goes by another name elsewhere
        is_nickname = all(map(is_nickname_of_pool, a.pool_keys)) != all(map(is_nickname_of_pool, b.pool_keys))
        return _NICKNAMED if is_nickname and not _awarded_apart(a, b) else -2.6
    told = [r for r in a.rounds if r.number or r.initiative], [r for r in b.rounds if r.number or r.initiative]
    if all(told) and not any(x.fits(y) for x in told[0] for y in told[1]):
        return -2.0
    return 1.5


def _awarded_apart(a: Profile, b: Profile) -> bool:
    """Tell whether all years of award that either names lie more than a year from the other's."""
    return bool(a.years and b.years) and min(abs(x - y) for x in a.years for y in b.years) > 1


_RUNS_ON = re.compile(
    r"\s(?:på|i|for|om|med|af|hos|ved|mellem|blandt|under|gennem|uden|mod|fra|efter|til|over|samt|og|der|som)\s"
)


def holds_name(first: str, second: str) -> bool:
    """Tell whether the shorter pool name, if long enough to tell, is the beginning or the end of the longer one."""
    short, long = sorted((first, second), key=len)
    # "puljen Ro i maven på tre plejehjem": what a preposition adds may be the sentence's, not the name's
    runs_on = len(short) >= 8 and long.startswith(short) and _RUNS_ON.match(long.removeprefix(short))
    return bool(runs_on) or (len(short) >= 14 and (long.startswith(short) or long.endswith(short)))


_NICKNAMED = -1.0


def is_nickname_of_pool(key: str) -> bool:
    """Tell whether a pool's normal form is the one word that the press makes of a name: "spisepuljen"."""
    return bool(re.fullmatch(r"\w{3,}puljen?", key))


def is_telling_name(name: str) -> bool:
    """Tell whether a pool's name has two words of its own, or one that is a pool's: "Praksispuljen".

    "Styrket indsats" begins many pools' names.
    """
    return (
        bool(re.fullmatch(r"\w{4,}pulje[nr]?", name.strip(), re.IGNORECASE))
        or sum(weight == 1.0 for weight in title_words(pool_key(name)).values()) >= 2
    )


def shares_words(first: str, second: str) -> bool:
    """Tell whether two pool names share two telling words or more, and most of the shorter one's."""
    a, b = ({w for w, weight in title_words(key).items() if weight == 1.0} for key in (first, second))
    return len(a & b) >= max(2, 0.6 * min(len(a), len(b)))


_SOON = 2  # years after its award in which a project has begun


def _begins_points(awarded: Profile, begun: Profile) -> float:
    """Give the points for a project that begins in a year being one that was awarded in some years."""
    if not awarded.years or begun.start is None or begun.years:
        return 0.0
    waits = [begun.start - year for year in awarded.years]
    return 0.3 if any(0 <= n < _SOON for n in waits) else -0.5 if any(-1 <= n <= _SOON for n in waits) else -1.0


def _time_points(a: Profile, b: Profile) -> float:
    points = _begins_points(a, b) + _begins_points(b, a)
    if a.years and b.years:
        gap = min(abs(x - y) for x in a.years for y in b.years)
        points += 0.3 if gap == 0 else 0.0 if gap == 1 else -1.0
    if (a.start and b.end and a.start > b.end + 1) or (b.start and a.end and b.start > a.end + 1):
        points -= 2.0
    elif a.start and b.start and a.end and b.end and (a.start, a.end) == (b.start, b.end):
        points += 0.4
    return points


def agree_in_time(a: Profile, b: Profile) -> bool:
    """Tell whether nothing that both tell of their years speaks against their being one."""
    return _time_points(a, b) >= 0


def _is_child(first: frozenset[str], second: frozenset[str]) -> bool:
    """Tell whether one page lies right under the other: ".../puljen" and ".../puljen/havby"."""
    return any(
        child.rsplit("/", 1)[0] == parent and parent.count("/") > 3
        for x in first
        for y in second
        for child, parent in ((x.rstrip("/"), y.rstrip("/")), (y.rstrip("/"), x.rstrip("/")))
    )


def tells_which(a: Profile, b: Profile) -> bool:
    """Tell whether a name, sum or link speaks for just these two, and not place, pool and time alone."""
    return (
        _title_points(a, b) > 0
        or any(same_amount(x, y) for x in a.amounts for y in b.amounts)
        or bool(a.targets & b.urls or b.targets & a.urls or a.urls & b.urls)
    )


def likeness(a: Profile, b: Profile, *, is_alone: bool = False) -> float:
    """Give the points for two tellings being one project; `LINK` or more says they are.

    Two tellings in one document are never one: a document lists a project once.

    Args:
        a: a telling, or several joined.
        b: another.
        is_alone: their pool has one project in their places, so that a report may call it by words of its own.
    """
    if a.documents & b.documents or a.is_several or b.is_several:
        return NEVER
    places = _place_points(a, b)
    if places == NEVER:
        return NEVER
    titles = _title_points(a, b)
    is_same_sum = any(_digits(amount) >= _EXACT for amount in a.amounts & b.amounts) and a.codes == b.codes
    if (is_alone or is_same_sum) and not (a.is_named_by_list and b.is_named_by_list):
        titles = max(titles, RENAMED)
    pools = _pool_points(a, b)
    money = 0.0
    if a.amounts and b.amounts:
        if a.amounts & b.amounts:
            # to the krone the same is no chance; a round sum may be
            is_telling = any(_digits(amount) > _EXACT for amount in a.amounts & b.amounts)
            money = 3.5 if is_telling else 2.5
            pools = max(pools, -1.0) if is_telling else pools
        elif any(same_amount(x, y) for x in a.amounts for y in b.amounts):
            money = 1.2
        elif any(is_about(x, y) for x in a.amounts for y in b.amounts):
            money = 0.0
        else:
            money = -2.8 if pools > 0 else -1.6
    again = 0.0
    if a.urls & b.urls:
        again = 0.5 + (2.5 if a.local_keys & b.local_keys else 0.0)
    linked = 3.0 if a.targets & b.urls or b.targets & a.urls else 1.0 if _is_child(a.urls, b.urls) else 0.0
    total = places + titles + pools + money + _time_points(a, b) + again + linked
    # A place and nothing else that agrees is no reason: a municipality has many projects.
    if titles <= 0 and pools <= 0 and money <= 0 and again <= 1 and not linked:
        return min(total, DOUBT - 0.5)
    # Without a shared place only a name of its own can tell, or a link from where no place is named.
    is_led = linked > 1 and not (a.codes and b.codes)
    if places < 0 and titles < 3 and not is_led:
        return min(total, DOUBT - 0.1)
    return total
