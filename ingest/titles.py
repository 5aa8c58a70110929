"""Names of projects: their telling words, the forms that a name goes by, and how alike two are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from corpus.municipalities import municipalities

GENERIC_WORDS = frozenset(
    "projekt projektet projekter indsats indsatsen indsatser borgere borgerne borger kommune kommunes "
    "kommuner ældre bedre styrket styrke "
    "styrkelse fokus særligt sammen forløb tilbud kommunal kommunale udvikling gennem mellem fælles "
    "slutrapport evaluering afsluttet under "
    "pulje puljen mennesker nye blandt efter hjem sundhed sundt liv livet mere samt med for til og som der "
    "den det de på fra vil kan".split()
)
"""Words of so many titles that they tell little."""


def _place_words() -> re.Pattern[str]:
    names = sorted((m.name.lower() for m in municipalities().values()), key=len, reverse=True)
    regions = r"region\s(?:hovedstaden|sjælland|syddanmark|midtjylland|nordjylland)"
    return re.compile(rf"\b(?:i\s)?(?:{regions}|{'|'.join(map(re.escape, names))})s?(?:\skommunes?)?\b")


PLACE_NAMES = _place_words()

_ENDING = re.compile(r"(?:ernes|erne|enes|ene|ens|ets|en|et|er|es|e|s)$")
_STEM = 4  # letters of a word without its ending at least
_PREFIX = 7  # letters of a word that are compared


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """Give a word in lower case without what makes it definite, many or somebody's: "kysten" and "kysts" are one."""
    bare = _ENDING.sub("", word)
    if len(bare) > _STEM and bare[-1] == bare[-2]:
        bare = bare[:-1]
    return bare if len(bare) >= _STEM else word


@lru_cache(maxsize=1 << 15)
def title_words(title: str) -> Mapping[str, float]:
    """Give the words of a title by the first letters of their stems, generic ones at a quarter of the weight."""
    text = title.casefold().replace("aa", "å")
    bare = PLACE_NAMES.sub(" ", text)
    words: dict[str, float] = {}
    for word in re.findall(r"[^\W_]+", bare if re.search(r"\w{3}", bare) else text):  # "Vejen ud" is no place
        if len(word) >= 3 or word.isdigit():
            words[stem(word)[:_PREFIX]] = 0.25 if word in GENERIC_WORDS else 1.0
    return words


_PARENTHESIS = re.compile(r"\s*\((?P<inside>[^()]{2,60})\)?")
_SHORT_NAME = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9-]{2,9}")
_PARTS = re.compile(r"\s*:\s+|\s+[-–—|]\s+|,\s(?=(?:et|en)\s)")
_QUOTED = re.compile(r"[\"”“»„](?P<name>[^\"”“»«„]{4,60})[\"”“«]")
_AT_PLACE = re.compile(r"\s(?:i|på|fra|hos)\s(?P<place>[A-ZÆØÅ][\w-]*(?:\s[A-ZÆØÅ][\w-]*)?(?:\s[Kk]ommune)?)$")
_LEAST_PART = 5  # letters of a part of a title that may stand for it


@lru_cache(maxsize=1 << 14)
def title_forms(title: str) -> tuple[str, ...]:
    """Give the names that a title goes by beside itself: "Peer-støtte i botilbud (PIB)" is "PIB".

    Without parentheses, what stands in them if it is a short name, what stands in quotes, what stands before or behind
    a colon or dash, and without its place at the end where two words of its own are left ("Det lille hus på Samsø").
    """
    bare = _PARENTHESIS.sub("", title).strip()
    found = [bare, *(m["inside"] for m in _PARENTHESIS.finditer(title) if _SHORT_NAME.fullmatch(m["inside"].strip()))]
    found += [m["name"] for m in _QUOTED.finditer(title)]
    ends = _AT_PLACE.search(bare)
    if ends is not None and PLACE_NAMES.fullmatch(ends["place"].casefold()):
        left = bare[: ends.start()]
        found += [left] if sum(weight == 1.0 for weight in title_words(left).values()) > 1 else []
    parts = [part.strip(' "”“»«„') for part in _PARTS.split(bare)]
    if len(parts) > 1:
        found += [p for p in (parts[0], parts[-1]) if len(p) >= _LEAST_PART and _is_own(p)]
    return tuple(dict.fromkeys(f for f in found if f and f != title))


def _is_own(part: str) -> bool:
    bare = PLACE_NAMES.sub(" ", part.casefold()).strip(" -:,.")
    return any(weight == 1.0 for weight in title_words(bare).values())


def is_acronym_of(short: str, title: str) -> bool:
    """Tell whether a name is made of the first letters of a title's words: "BIB" of "Bænken i byen"."""
    words = re.findall(r"[^\W\d_]+", title)
    initials = ("".join(w[0] for w in words), "".join(w[0] for w in words if len(w) > 3))
    return bool(_SHORT_NAME.fullmatch(short)) and short.casefold() in {i.casefold() for i in initials}


@lru_cache(maxsize=1 << 16)
def title_likeness(first: str, second: str) -> float:
    """Give how alike two titles are, 0-1, by shared telling words and by spelling; places do not count.

    A form of one may be the other; that forms of both agree says nothing: "Fald: hjemme" is not "Fald: på centret".
    """
    if is_acronym_of(first, second) or is_acronym_of(second, first):
        return 1.0
    pairs = [(first, second), *((f, second) for f in title_forms(first)), *((first, f) for f in title_forms(second))]
    return max(_likeness(a, b) for a, b in pairs)


def _likeness(first: str, second: str) -> float:
    first, second = _opened(first, second), _opened(second, first)
    a, b = title_words(first), title_words(second)
    if not a or not b:
        return 0.0
    shared = sum(min(a[w], b[w]) for w in a if w in b) + _in_compounds(first, second)
    smaller = min(sum(a.values()), sum(b.values()))
    either = sum(a.values()) + sum(b.values()) - shared
    overlap = shared / smaller if smaller >= 1.5 else shared / either
    jaccard = shared / either
    clean = [" ".join(PLACE_NAMES.sub(" ", t.casefold()).split()) for t in (first, second)]
    is_misspelt = _are_misspelt(set(a) - set(b), set(b) - set(a))
    spelling = float(fuzz.ratio(*clean)) / 100 if is_misspelt else 0.0
    single = min(a, b, key=len)
    is_long = len(single) == 1 and set(single) <= set(a) & set(b) and _is_long_name(first, second)
    return max(
        _LONG_NAME if is_long else 0.0,
        0.55 * overlap + 0.45 * jaccard if smaller >= 1.5 else jaccard,
        spelling if spelling > 0.8 else 0.0,
        0.86 * overlap if smaller >= 2.5 else 0.0,
    )


_LONG_NAME = 0.76
"""Likeness of a name that is one long word to one that has it: "Demensrejseholdet" to "Sydfynsk demensrejsehold"."""

_LONG = 11  # letters of its stem
_MANY_TIMES = re.compile(
    r"(?:indsats|forløb|pleje|rehabilitering|forebyggelse|udvikling|samarbejde|vejledning|træning)$"
)


def _is_long_name(first: str, second: str) -> bool:
    single = min((first, second), key=len).strip(" .")
    word = stem(single.casefold())
    return " " not in single and len(word) >= _LONG and not _MANY_TIMES.search(word)


_MISSPELT = 65.0  # likeness of two words that may be one, 0-100; "gravide" and "ældre" give 33


def _are_misspelt(some: set[str], others: set[str]) -> bool:
    """Tell whether words that only one of two titles has may be others' of the other, spelt otherwise."""
    if not some or not others:
        return True
    return all(max(fuzz.ratio(x, y) for y in others) >= _MISSPELT for x in min(some, others, key=len))


_COMPOUND_PART = 0.8
"""What a word counts that the other title has in a compound: "hunden" in "terapihunden"."""


def _in_compounds(first: str, second: str) -> float:
    """Give how much telling words of one title stand at an end of the other's longer words."""
    a, b = (_own_words(title) for title in (first, second))
    same = {stem(w)[:_PREFIX] for w in a} & {stem(w)[:_PREFIX] for w in b}
    a, b = ({w for w in words if stem(w)[:_PREFIX] not in same} for words in (a, b))
    pairs = [
        (x, y)
        for some, others in ((a, b), (b, a))
        for x in some
        for y in others
        if len(x) >= _LEAST_PART and len(y) >= len(x) + 3 and (y.startswith(x) or stem(y).endswith(stem(x)))
    ]
    return _COMPOUND_PART * min(len({x for x, _ in pairs}), len({y for _, y in pairs}))


def _own_words(title: str) -> set[str]:
    return {w for w in re.findall(r"[^\W_]+", title.casefold()) if w not in GENERIC_WORDS}


def _opened(title: str, other: str) -> str:
    """Give a title, its compounds as two words where the other has both: "Hjertecaféen" as "En café for hjertet"."""
    words = {stem(w): w for w in _own_words(other) if len(w) >= _STEM}

    def parts(match: re.Match[str]) -> str:
        bare = stem(match[0].casefold())
        for tail, written in words.items():
            head = bare.removesuffix(tail).removesuffix("s") if bare.endswith(tail) else ""
            found = next((w for s, w in words.items() if s.startswith(stem(head))), None)
            if len(head) >= _STEM - 1 and found is not None:
                return f"{found} {written}"
        return match[0]

    return re.sub(r"[^\W_]{8,}", parts, title)
