"""Pool names: normal form, rounds, and which pool record a stated name means.

One pool goes under many names: with quotes of three kinds, with or without "Puljen til", misspelled by the press, by a
nickname in parentheses, with "(initiativ 12)", "2. udmøntning" or "genopslag" behind it. The normal form drops what
does not tell pools apart, and the round is read separately, since it tells rounds of one pool apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

FUZZY_BAR = 92.0
"""Least similarity (0-100) of two different normal forms that may be one name. "styrkelser" against "styrkelse" in the
longest name seen gives 99; two different pools for older people's loneliness give 75."""

MIN_FUZZY_LENGTH = 15
"""Normal forms shorter than this must agree exactly: one letter in "faste teams" is too large a part."""

MIN_OWN_NAME = 10
"""Letters of a name behind what a pool is for, that may stand alone for the pool."""

_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_ORDINAL_WORDS = {"første": 1, "anden": 2, "andet": 2, "tredje": 3, "fjerde": 4, "femte": 5}
_ROUND_WORD = r"(?:udmøntning|uddeling|runde|opslag|ansøgningsrunde|udmøntningsrunde|tildeling|fase)"
_ORDINAL = r"(?P<n>\d{1,2})\s*\.\s*"
_AND_ANOTHER = r"(?P<several>\d{1,2}\s*\.?\s*(?:og|/|-|,)\s*)?"
_ROUND = re.compile(rf"\b{_AND_ANOTHER}{_ORDINAL}{_ROUND_WORD}\b")
_ROUND_IN_WORDS = re.compile(rf"\b(?P<n>{'|'.join(_ORDINAL_WORDS)})\s+{_ROUND_WORD}\b")
_ROUND_AFTER = re.compile(r"\b(?:runde|fase|udmøntning)\s+(?P<n>\d{1,2})\b")
_REOPENED = re.compile(r"\b(?:genopslag(?:et)?|genopslået)\b")
_INITIATIVE = re.compile(r"\binitiativ(?:et)?\s*(?:nr\s*\.?\s*)?(?P<n>\d{1,3}(?:[a-z]\b)?)")
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*-\s*(?:19|20)?\d\d)?\b")
_NICKNAME = re.compile(
    r"(?i:[\w-]*(?:puljen|pulje))|(?!.*(?i:styrelse|minister|kommune|region|forening|fonden|udmøntning|genopslag|initiativ))"
    r"[A-ZÆØÅ][a-zæøå]+(?:\s[\w-]*[a-zæøå]){1,7}"
)
# words that stand before almost any pool's name and tell none apart
_FILLER = frozenset(
    "pulje puljen puljens puljer ansøgningspulje ansøgningspuljen satspulje satspuljen midler til fra den det".split()
)


@dataclass(frozen=True, slots=True)
class PoolRound:
    """Which round or initiative of a pool a name speaks of; `None` where it does not say."""

    number: int | None = None
    initiative: str | None = None

    def fits(self, other: PoolRound) -> bool:
        """Say whether nothing that both state is different."""
        numbers = {self.number, other.number} - {None}
        initiatives = {self.initiative, other.initiative} - {None}
        return len(numbers) < 2 and len(initiatives) < 2


@dataclass(frozen=True, slots=True)
class PoolName:
    """A pool record, every name it goes by, and the codes of the municipalities and regions that it names."""

    record_id: str
    names: tuple[str, ...]
    year: int | None = None
    municipalities: frozenset[str] = field(default_factory=frozenset)
    regions: frozenset[str] = field(default_factory=frozenset)


def _fold(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    for written, letter in (("aa", "å"), ("ae", "æ"), ("oe", "ø")):
        folded = folded.replace(written, letter)
    return re.sub(r"[\u2010-\u2015\u2212]", "-", folded)


def pool_round(name: str) -> PoolRound:
    """Read the round and the initiative number out of a pool name.

    "genopslag" is the second round, "første runde" and "1. udmøntning" the first; "1. og 2. udmøntning"
    is no one round.
    """
    folded = _fold(name)
    number: int | None = None
    if match := _ROUND.search(folded):
        number = None if match["several"] else int(match["n"])
    elif match := _ROUND_AFTER.search(folded):
        number = int(match["n"])
    elif match := _ROUND_IN_WORDS.search(folded):
        number = _ORDINAL_WORDS[match["n"]]
    elif _REOPENED.search(folded):
        number = 2
    initiative = _INITIATIVE.search(folded)
    return PoolRound(number, initiative["n"] if initiative else None)


@lru_cache(maxsize=1 << 14)  # linking asks for the same names over and over
def pool_key(name: str) -> str:
    """Give the normal form of a pool name: equal for spellings of one name, empty if nothing tells.

    Lower case without quotes, dashes, parentheses, years, rounds, initiative numbers and filler such as "puljen til".
    """
    text = _PARENTHESIS.sub(" ", _fold(name))
    for pattern in (_ROUND, _ROUND_IN_WORDS, _ROUND_AFTER, _REOPENED, _INITIATIVE, _YEARS):
        text = pattern.sub(" ", text)
    words = re.findall(r"\w+", text)
    told = [word for word in words if word not in _FILLER]
    return " ".join(told or words)


def pool_names(name: str) -> tuple[str, ...]:
    """Give a name and the nicknames that it carries in parentheses.

    "Styrket rygestoptilbud (Rygestoppuljen)" also goes by "Rygestoppuljen", and "Støtte efter indlæggelse (Hjem til
    mig)" by "Hjem til mig"; "(initiativ 12)", "(satspulje 2016-2019)" and "(Social- og Boligstyrelsen)" are none.
    """
    nicknames = [n.strip() for n in _PARENTHESIS.findall(name)]
    return (name, *(n for n in nicknames if _NICKNAME.fullmatch(n) and n.casefold() not in _FILLER))


_TAIL = re.compile(
    r"\s+[-–—]\s+[A-ZÆØÅ]{2,8}\s*$|\s*\([^)]*\)\s*$|\s*[-–—:,]\s*(?i:genopslag|\d\.\s*\w+|(?:første|anden|andet)\s\w+|"
    r"tilsagn\b.*|lukket|afsluttet|udmøntet|støttede projekter|de støttede projekter|projekterne)\s*$"
)
_EXPLAINED = re.compile(r"^(?P<name>[^:–—]{8,60}?)\s?(?:\s[-–—]|:)\s+(?=[a-zæøå])")


_NAMED_LAST = re.compile(
    r"^(?:[Aa]nsøgnings|[Ss]ats)?[Pp]uljen?\s(?:til|om|for|vedr\.)\s[^:–—]{4,90}?(?::|\s[-–—])\s+[\"”“»„]?"
    r"(?P<name>[A-ZÆØÅ][\wæøåÆØÅ-]*(?:\s[\w-]+){1,7})[\"”“«]?$"
)
_KIND = re.compile(
    r"^(?:[Pp]artnerskabet|[Ii]nitiativet|[Pp]rogrammet|[Ss]atsningen|[Ii]ndsatsen|[Oo]rdningen|[Rr]ammen)\s[\"”“»„]?"
    r"(?P<name>[A-ZÆØÅ][\w-]*(?:\s[\w-]+){1,8})[\"”“«]?$"
)
_NO_NAME = re.compile(
    r"\b(?:projekt\w*|kommune\w*|region\w*|tilsagn\w*|støtte\w*|udmønt\w*|tildel\w*|ansøg\w*|vejledning\w*|spørgsmål|"
    r"resultat\w*|evaluering\w*|oversigt|liste|frist\w*|initiativ|sådan|hvem|hvad|hvordan|kan|skal|får|har|er|\d+)\b",
    re.IGNORECASE,
)


def name_variants(name: str) -> tuple[str, ...]:
    """Give a pool's name, and without what it may be called without.

    An abbreviation or round behind it ("Kvalitet i kommunerne - KIK", "Ro om natten - genopslag"); what says in
    small letters what it is for ("Frisk luft - styrket hjælp til rygestop"); and the name that stands behind what a
    pool is for ("Pulje til rehabilitering: Livet efter kræft") or what kind of thing it is ("Partnerskabet Ro").
    """
    bare = _TAIL.sub("", name)
    explained = _EXPLAINED.match(bare)
    short = explained["name"].strip() if explained and len(explained["name"].split()) > 1 else ""
    last = _NAMED_LAST.match(bare)
    own = last["name"] if last and len(last["name"]) >= MIN_OWN_NAME and not _NO_NAME.search(last["name"]) else ""
    kind = _KIND.match(bare)
    called = kind["name"] if kind and len(kind["name"]) >= MIN_OWN_NAME else ""
    return tuple(dict.fromkeys(n for n in (name, bare, own, called, short) if n))


class PoolIndex:
    """Resolves stated pool names against a set of pools; answers are remembered until a pool is put in."""

    def __init__(self, pools: Iterable[PoolName] = ()) -> None:
        self._by_key: defaultdict[str, dict[str, tuple[PoolName, PoolRound]]] = defaultdict(dict)
        self._keys: dict[str, frozenset[str]] = {}
        self._near: dict[str, str | None] = {}
        for pool in pools:
            self.put(pool)

    def put(self, pool: PoolName) -> None:
        """Add a pool, or the names that it goes by now."""
        whole = [pool_round(name) for name in pool.names]
        stated = PoolRound(
            next((r.number for r in whole if r.number), None),
            next((r.initiative for r in whole if r.initiative), None),
        )
        keys = {pool_key(n) for name in pool.names for n in pool_names(name)}
        # a title says more behind a colon: "Styrket sammenhæng: seks projekter i fem regioner"
        keys |= {pool_key(name.split(":")[0]) for name in pool.names if ":" in name}
        for key in self._keys.get(pool.record_id, frozenset()) - keys:
            del self._by_key[key][pool.record_id]
            if not self._by_key[key]:
                del self._by_key[key]
        self._keys[pool.record_id] = frozenset(keys - {""})
        for key in keys - {""}:
            self._by_key[key][pool.record_id] = (pool, stated)
        self._near.clear()

    def resolve(
        self, name: str, year: int | None = None, municipalities: Sequence[str] = (), regions: Sequence[str] = ()
    ) -> str | None:
        """Give the pool record that a name means, or `None` where none or several fit equally little.

        Exact normal forms first, then the nearest by spelling above `FUZZY_BAR`. Of several rounds the stated round
        decides, then a shared municipality, then the year, then the lowest record id. One region's share of a national
        pool is no pool of another region's projects.
        """
        stated = pool_round(name)
        keys = [pool_key(n) for n in pool_names(name)]
        for key in [k for k in keys if k in self._by_key] or [k for k in map(self._nearest, keys) if k]:
            fitting = [
                pool
                for pool, its_round in self._by_key[key].values()
                if its_round.fits(stated) and (not pool.regions or not regions or pool.regions.intersection(regions))
            ]
            if fitting:
                return min(fitting, key=lambda p: self._distance(p, year, municipalities)).record_id
        return None

    @staticmethod
    def _distance(pool: PoolName, year: int | None, municipalities: Sequence[str]) -> tuple[int, int, str]:
        shared = -len(pool.municipalities.intersection(municipalities))
        years = abs(pool.year - year) if pool.year and year else 50
        return shared, years, pool.record_id

    def _nearest(self, key: str) -> str | None:
        if len(key) < MIN_FUZZY_LENGTH:
            return None
        if key not in self._near:
            from rapidfuzz import fuzz, process  # only stated names that fit none exactly need it

            long_keys = [k for k in sorted(self._by_key) if len(k) >= MIN_FUZZY_LENGTH]
            found = process.extractOne(key, long_keys, scorer=fuzz.ratio, score_cutoff=FUZZY_BAR)
            self._near[key] = found[0] if found else None
        return self._near[key]


def resolve_pool(
    name: str, year: int | None, pools: Iterable[PoolName], *, municipalities: Sequence[str] = ()
) -> str | None:
    """Give the record id of the pool that a stated name means; see `PoolIndex.resolve`."""
    return PoolIndex(pools).resolve(name, year, municipalities)


def pool_keys(name: str) -> tuple[str, ...]:
    """Give the keys that a pool's name goes by, its own first: see `pool_key` and `name_variants`."""
    return tuple(dict.fromkeys(pool_key(variant) for variant in name_variants(name)))
