"""What a theme is weighed by: how strongly the words that point to it stand in each place.

A word in a title says more than one in passing, and what a pool is mostly for more than what its page names beside it.

Roles: of the undertaking itself `title`, `line` (of a list), `body` and `sentence` (under or around it), `summary`,
`target_group`, `metode`, `keyword`, `page` (the page's title), `path` (folders of its address); of its pool on the same
page `pool` (its name), `ctxtitle`, `ctxlead`, `ctxpurpose`, `ctx`; the same with `h_` before them where other pages
of the pool say it. `word` is none of the dictionary: it only is there to be quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ingest.candidates import Statement

MOST_STRENGTH = 2.0
"""Most that the words of one role count for together: two strong ones and a medium one."""
WORD = "word"
HANDED = "h_"
OWN = ("path", "title", "line", "body", "sentence", "summary", "target_group", "metode", "keyword", "page")
OF_POOL = ("pool", "ctxtitle", "ctxlead", "ctxpurpose", "ctx")
OF_OTHER_PAGES = tuple(
    HANDED + role for role in ("title", "summary", "target_group", "ctxtitle", "ctxlead", "ctxpurpose", "ctx", "track")
)
TELLING = frozenset((*OWN, "pool", "ctxtitle", "ctxpurpose", "h_title", "h_ctxtitle"))
"""Roles in which any word is more than one in passing."""
_OWN_WORTH = {
    "title": 2.0, "line": 1.3, "body": 1.0, "sentence": 1.0, "summary": 0.9, "target_group": 1.3, "keyword": 1.5,
    "page": 1.3,
}  # fmt: skip
_POOL_WORTH = {
    "pool": 1.5, "ctxtitle": 1.3, "ctxlead": 0.8, "ctxpurpose": 0.9, "h_title": 1.5, "h_summary": 0.8,
    "h_ctxpurpose": 0.8, "h_ctxlead": 0.8, "h_target_group": 1.0, "h_ctxtitle": 1.3,
}  # fmt: skip
_POOLS_OWN_ROLES = {"title": "pool", "summary": "ctxlead", "target_group": "ctxpurpose", "track": "ctxpurpose"}
DIFFUSE = frozenset(
    ("kompetenceudvikling", "tværsektorielt samarbejde", "organisering af hjemmepleje", "dataunderstøttet kvalitet")
)
"""Themes whose words stand in texts, and addresses, about anything: "kompetencer", "på tværs", "hjemmeplejen"."""
_STRONG = 0.75  # strength of one strong word
_CAP = 1.5

Strengths = Mapping[str, Mapping[str, float]]  # by theme and role, 0 to MOST_STRENGTH


def extractor_of(role: str) -> str:
    """Give the extractor that a sign's role is written as."""
    return f"theme-{role}/2"


def role_of(sign: Statement) -> str:
    """Give the role that a sign's extractor names."""
    return sign.extractor.removeprefix("theme-").partition("/")[0]


def strengths_of(signs: Iterable[Statement], *, of_pool: bool = False) -> dict[str, dict[str, float]]:
    """Give how strongly the words of each role point to each theme; the strongest page counts.

    Args:
        signs: the words.
        of_pool: whether they are of a pool itself, whose title is its name and whose summary says what it is for.
    """
    found: dict[str, dict[str, float]] = {}
    for sign in signs:
        if role_of(sign) in (WORD, HANDED + WORD):
            continue
        role = _POOLS_OWN_ROLES.get(role_of(sign), role_of(sign)) if of_pool else role_of(sign)
        roles = found.setdefault(str(sign.value), {})
        roles[role] = max(roles.get(role, 0.0), sign.confidence * MOST_STRENGTH)
    return found


def features(strengths: Strengths, theme: str) -> list[float]:
    """Give what a theme is weighed by: its strength in each role, and how it stands beside the other themes."""
    roles = strengths[theme]
    values: list[float] = []
    for role in (*OWN, *OF_POOL, *OF_OTHER_PAGES):
        strength = roles.get(role, 0.0)
        values += [min(strength, _CAP), float(strength >= _STRONG)]
    others = [theirs for other, theirs in strengths.items() if other != theme]
    own, of_pool = _best(roles, _OWN_WORTH), _best(roles, _POOL_WORTH)
    most_own = max((_best(theirs, _OWN_WORTH) for theirs in others), default=0.0)
    most_pool = max((_best(theirs, _POOL_WORTH) for theirs in others), default=0.0)
    return [
        *values,
        own,
        of_pool,
        min(own, _CAP) * min(of_pool, _CAP),
        own / (own + most_own) if own else 0.0,
        of_pool / (of_pool + most_pool) if of_pool else 0.0,
        float(own == 0),
        float(of_pool == 0),
        most_own,
        most_pool,
        float(own > 0 and own >= most_own),
        float(of_pool > 0 and of_pool >= most_pool),
        float(theme in DIFFUSE),
        float(theme in DIFFUSE and own > 0),
        sum(roles.get(role, 0.0) >= _STRONG for role in OWN) / 3,
        sum(roles.get(role, 0.0) >= _STRONG for role in (*OF_POOL, *OF_OTHER_PAGES)) / 3,
    ]


def _best(roles: Mapping[str, float], worth: Mapping[str, float]) -> float:
    return max((roles.get(role, 0.0) * value for role, value in worth.items()), default=0.0)
