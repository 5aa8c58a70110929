"""Made-up awards written into the labelled pages that list awards, in every dress: what of them is read back?

The frame of each page (its words, headings and site) stays as its author wrote it; only the list is another.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import cycle

from bs4 import BeautifulSoup

from corpus.evidence import Origin
from corpus.municipalities import municipalities
from corpus.records import RecordType
from ingest.candidates import Candidate
from ingest.extract import extract_candidates
from ingest.raw import RawDocument
from ingest.reading import read
from tests.sites import score
from tests.sites.dressing import DRESSES, Award, Dress, find_lists

_HOST_SITES = ("second", "third", "fourth", "fifth")  # which filling meets which page hangs on these
_HARD_NAMES = (
    "Vejen",
    "Faxe",
    "Greve",
    "Struer",
    "Ringsted",
    "Odder",
    "Skive",
    "København",
    "Bornholm",
    "Nordfyns",
    "Høje-Taastrup",
    "Ikast-Brande",
    "Ærø",
    "Fanø",
    "Vesthimmerlands",
    "Halsnæs",
    "Aarhus",
    "Morsø",
)
_TITLES = (
    "Stærk hver dag",
    "Fra sofa til sti",
    "Vejen hjem",
    "Nattevagten lytter",
    "Mad der smager",
    "Hånd i hånd hele vejen",
    "Livet på landet",
    "Et hjem for alle",
    "Digital tryghed for borgere med KOL",
    "60+ i bevægelse",
    "Klar, parat, lev",
    "Søvn uden piller",
    "Sammen om det svære",
    "Mænds mødested - fællesskab ved bålet",
    "Tandpleje, der når ud",
    "Det gode farvel",
    "Åbne døre i Nordbyen",
    "Sundhed på hjul",
    "Tidlig hjælp til familier med små børn",
    "Kom igen",
    "Trivsel i udskolingen",
    "Barn på vej",
    "Rask på ny",
    "Nye veje til røgfri arbejdsdage",
)
_OTHERS = ("Region Sjælland", "Foreningen Mødestedet", "Den selvejende institution Solbakken", "Hospice Havblik")


@dataclass(frozen=True, slots=True)
class Filling:
    """Awards of one make: which fields they state, and how their owners are written."""

    name: str
    awards: tuple[tuple[Award, frozenset[str]], ...]  # with the codes of its municipalities


def _official(name: str) -> str:
    return next(m.official_name for m in municipalities().values() if m.name == name)


@cache
def fillings() -> tuple[Filling, ...]:
    """Give the fillings, the same on every machine."""
    chance = random.Random(5)
    codes = {m.name: m.code for m in municipalities().values()}
    names = [*_HARD_NAMES, *(n for n in sorted(codes) if n not in _HARD_NAMES)]
    chance.shuffle(names)
    name, title = cycle(names), cycle(_TITLES)

    def alone() -> tuple[Award, frozenset[str]]:
        own = next(name)
        amount = f"{chance.randrange(180_000, 9_800_000) // 1000 * 1000:,} kr.".replace(",", ".")
        return Award(_official(own), next(title), amount), frozenset((codes[own],))

    def joint() -> tuple[Award, frozenset[str]]:
        first, second = next(name), next(name)
        award, _ = alone()
        return replace(award, owner=f"{first} og {second} Kommuner"), frozenset((codes[first], codes[second]))

    def other(who: str) -> tuple[Award, frozenset[str]]:
        return replace(alone()[0], owner=who), frozenset()

    whole = [alone() for _ in range(7)]
    return (
        Filling("owner, title, sum", tuple(whole)),
        Filling("owner, sum", tuple((replace(a, title=""), c) for a, c in (alone() for _ in range(8)))),
        Filling("owner, title", tuple((replace(a, amount=""), c) for a, c in (alone() for _ in range(6)))),
        Filling("joint owners", tuple((joint if n % 2 else alone)() for n in range(6))),
        Filling("other owners", tuple(other(_OTHERS[n // 2]) if n % 2 else alone() for n in range(6))),
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """A labelled page whose list was taken out; `{list}` marks the place."""

    raw: RawDocument
    html: str
    kinds: tuple[str, ...]

    def page(self, written: str) -> RawDocument:
        """Give the page with a list in its place."""
        body = self.html.replace("{list}", written).encode()
        return replace(self.raw, body=body, media_type="text/html; charset=utf-8")


def frames() -> Iterator[Frame]:
    """Give every labelled page of one award list, without it; pages of the same words once."""
    seen: set[str] = set()
    for site in _HOST_SITES:
        kinds = {d.url: d.kinds for d in score.gold(site).documents}
        for raw in score.raw_documents(site):
            if not raw.media_type.startswith("text/html"):
                continue
            soup = BeautifulSoup(raw.body, "lxml")
            lists = list(find_lists(soup))
            path = raw.url.removeprefix(score.BASE)
            kind = next((k for url, k in kinds.items() if url == path.rstrip("/")), ())
            if not lists or not {"award_list", "pool_page", "news"} & set(kind):
                continue
            for element, _ in lists[1:]:
                element.decompose()
            lists[0][0].replace_with("{list}")
            html = str(soup)
            words = soup.get_text()
            if words in seen:
                continue
            seen.add(words)
            yield Frame(raw, html, kind)


def candidates_of(raw: RawDocument) -> tuple[str, list[Candidate]]:
    """Give a page's kind and its projects."""
    document = read(raw, is_cleared=lambda _: False).document
    return document.kind.value, [c for c in extract_candidates(document) if c.record_type is RecordType.PROJECT]


def _told(candidate: Candidate) -> tuple[frozenset[str], str | None, int | None]:
    best: dict[str, tuple[float, object]] = {}
    places = frozenset(str(s.value) for s in candidate.statements if s.field == "municipalities")
    for s in candidate.statements:
        if s.origin is Origin.EXTRACTED and s.confidence > best.get(s.field, (0.0, None))[0]:
            best[s.field] = (s.confidence, s.value)
    title, amount = (best.get(name, (0, None))[1] for name in ("title", "amount_dkk"))
    return places, str(title) if title else None, int(str(amount)) if amount else None


@dataclass(frozen=True, slots=True)
class Tally:
    """What was read of the awards of some pages."""

    n_awards: int = 0
    n_given: int = 0
    n_found: int = 0  # with the right municipalities
    n_titles: int = 0  # right of `n_awards` (an award without title has none to get wrong but by stating one)
    n_amounts: int = 0
    n_kinds: int = 0
    n_pages: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, n) + getattr(other, n) for n in self.__slots__))

    @property
    def f1(self) -> float:
        """Give F1 of detection."""
        return 2 * self.n_found / max(1, self.n_awards + self.n_given)

    def figures(self) -> str:
        """Give F1 of detection, and the shares of right titles, sums and kinds."""
        shares = (self.n_titles / self.n_awards, self.n_amounts / self.n_awards, self.n_kinds / self.n_pages)
        return f"{self.f1:7.3f}" + "".join(f"{share:7.3f}" for share in shares)


@cache
def _told_beside(frame: Frame) -> tuple[tuple[frozenset[str], str | None, int | None], ...]:
    """Give the projects that a page tells of where its list is empty: they are none of the list's."""
    return tuple(_told(c) for c in candidates_of(frame.page(""))[1])


def tally(frame: Frame, filling: Filling, kind: str, given: Sequence[Candidate]) -> Tally:
    """Compare the projects read from a page with the awards that were written into it."""
    told = [t for t in map(_told, given) if t not in _told_beside(frame)]
    n_given = len(told)
    n_found = n_titles = n_amounts = 0
    for award, codes in filling.awards:
        wanted = int(award.amount.split()[0].replace(".", "")) if award.amount else None
        fits = [t for t in told if t[0] == codes and (codes or award.owner)]
        if not codes:  # an owner that is no municipality: its title or sum tells which it is
            fits = [t for t in fits if (t[1] or "").strip("”") == award.title or (wanted and t[2] == wanted)]
        best = max(fits, key=lambda t: ((t[1] or "") == award.title, t[2] == wanted), default=None)
        if best is None:
            continue
        told.remove(best)
        n_found += 1
        n_titles += (best[1] or "") == award.title
        n_amounts += best[2] == wanted
    return Tally(len(filling.awards), n_given, n_found, n_titles, n_amounts, kind in frame.kinds, 1)


def written(dress: Dress, filling: Filling) -> str:
    """Give a filling in a dress."""
    return dress([award for award, _ in filling.awards])


def measure(frame: Frame, dress: Dress, filling: Filling) -> Tally | None:
    """Write a filling into a frame and read it; `None` where the dress cannot hold it."""
    text = written(dress, filling)
    if not text:
        return None
    kind, given = candidates_of(frame.page(text))
    return tally(frame, filling, kind, given)


def main() -> None:
    """Print what is read of every dress and filling, worst first."""
    import sys

    by_dress: dict[tuple[str, str], Tally] = {}
    only = set(sys.argv[1:])
    for frame in frames():
        for name, dress in DRESSES.items():
            for filling in fillings() if not only or name in only else ():
                if (found := measure(frame, dress, filling)) is not None:
                    key = (name, filling.name)
                    by_dress[key] = by_dress.get(key, Tally()) + found
    for (name, filling_name), t in sorted(by_dress.items(), key=lambda each: each[1].f1):
        sys.stdout.write(f"{name:34}{filling_name:18}{t.figures()}\n")
    sys.stdout.write(f"{'all':52}{sum(by_dress.values(), Tally()).figures()}\n")


if __name__ == "__main__":
    main()
