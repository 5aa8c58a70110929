"""The labelled sites with their pages changed in ways that leave what they say: what do readers lose by it?

python -m tests.sites.variants              every variant, against the sites as they are
python -m tests.sites.variants amounts      those whose name holds a word
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from corpus.documents import Document
from ingest.evaluation import Score
from ingest.raw import RawDocument
from ingest.reading import read
from tests.sites import score

MEASURES = ("projects", "municipalities", "amount", "period_year", "status", "kinds", "linking", "evidence")


@dataclass(frozen=True, slots=True)
class Variant:
    """A change of pages: of their tree, of the words that stand in it, or of both."""

    name: str
    tree: Callable[[BeautifulSoup], None] | None = None
    words: Callable[[str], str] | None = None


def _thousands(match: re.Match[str], form: str) -> str:
    number = int(match["n"].replace(".", ""))
    spaced = f"{number:,}".replace(",", "\u202f")
    millions = f"{number / 1_000_000:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    thousands = f"{number / 1000:,.3f}".rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))
    if number % 1000 and ("millions" in form or "thousands" in form):
        return match[0]  # nobody writes "2,418515 mio. kr."
    forms = {"n": match["n"], "spaced": spaced, "millions": millions, "thousands": thousands}
    return form.format(**forms)


def _amounts(form: str) -> Callable[[str], str]:
    full = re.compile(r"(?<![\d.,])(?P<n>\d{1,3}(?:\.\d{3})+)(?:,00|,-)?[ \u00a0](?:kroner|kr\b\.?)")
    return lambda text: full.sub(lambda m: _thousands(m, form), text)


_MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
_DAY = re.compile(rf"\b(?P<d>\d{{1,2}})\. (?P<m>{'|'.join(_MONTHS)}) (?P<y>20\d\d)\b")


def _days(form: str) -> Callable[[str], str]:
    def write(match: re.Match[str]) -> str:
        month = _MONTHS.index(match["m"]) + 1
        return form.format(d=int(match["d"]), dd=f"{int(match['d']):02}", m=month, mm=f"{month:02}", y=match["y"],
                           name=match["m"], short=match["m"][:3])  # fmt: skip

    return lambda text: _DAY.sub(write, text)


def _replaced(pattern: str, by: str) -> Callable[[str], str]:
    found = re.compile(pattern)
    return lambda text: found.sub(by, text)


def _each(*changes: Callable[[str], str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        for one in changes:
            text = one(text)
        return text

    return change


def _renamed(names: dict[str, str]) -> Callable[[BeautifulSoup], None]:
    def change(soup: BeautifulSoup) -> None:
        for tag in soup.find_all(list(names)):
            tag.name = names[tag.name]

    return change


def _without_landmarks(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(("main", "article", "section")):
        tag.name = "div"


def _wrapped(soup: BeautifulSoup) -> None:
    """Put every paragraph, heading and list into three divs, as page builders do."""
    for tag in soup.find_all(("p", "h2", "h3", "ul", "ol", "table", "dl")):
        for name in ("column", "row", "section-inner"):
            tag.wrap(soup.new_tag("div", attrs={"class": name}))


def _bold_headings(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(("h2", "h3", "h4")):
        tag.name = "strong"
        tag.wrap(soup.new_tag("p"))


def _spans(soup: BeautifulSoup) -> None:
    """Write the paragraphs as spans with breaks between, in one div."""
    for tag in soup.find_all("p"):
        if isinstance(tag.next_sibling, Tag) and tag.next_sibling.name == "p":
            tag.insert_after(soup.new_tag("br"))
        tag.name = "div"


def _clutter(soup: BeautifulSoup) -> None:
    """Add what a CMS adds: share buttons, related news, a newsletter, a cookie notice, a survey."""
    main = soup.find("main") or soup.find("article") or soup.body
    if not isinstance(main, Tag):
        return
    above = (
        '<div class="share-bar"><a href="#">Del på Facebook</a><a href="#">Del på LinkedIn</a></div>'
        '<p class="reading-time">Læsetid: 3 min.</p>'
    )
    below = (
        '<aside class="related"><h2>Relaterede nyheder</h2><ul><li><a href="/a">Ballerup Kommune får 2,5 mio. kr. til '
        'sundere mad</a></li><li><a href="/b">Ny pulje på 14 mio. kr. kan søges</a></li></ul></aside>'
        '<div class="feedback"><h2>Var siden nyttig?</h2><button>Ja</button><button>Nej</button></div>'
        '<section class="newsletter"><h2>Tilmeld dig nyhedsbrevet</h2><p>Få nyt om sundhed.</p></section>'
    )
    heading = main.find("h1")
    place = heading if isinstance(heading, Tag) else None
    for html, put in ((above, place.insert_after if place else main.append), (below, main.append)):
        fragment = BeautifulSoup(f"<div>{html}</div>", "html.parser").div
        if fragment is not None:
            put(fragment)


def _ordered(soup: BeautifulSoup) -> None:
    """Turn bullets into numbers and numbers into bullets."""
    for tag in soup.find_all(("ul", "ol")):
        tag.name = "ol" if tag.name == "ul" else "ul"


def _fields(soup: BeautifulSoup) -> None:
    """Write definition lists as tables of two columns."""
    for found in soup.find_all("dl"):
        for term in found.find_all("dt"):
            value = term.find_next_sibling("dd")
            if isinstance(value, Tag):
                row = soup.new_tag("tr")
                value.insert_after(row)
                term.name, value.name = "th", "td"
                row.extend([term.extract(), value.extract()])
        found.name = "table"


def _all_of(*changes: Callable[[BeautifulSoup], None]) -> Callable[[BeautifulSoup], None]:
    def change(soup: BeautifulSoup) -> None:
        for one in changes:
            one(soup)

    return change


VARIANTS = (
    Variant("as it is"),
    Variant("amounts: 2.350.000,- kr.", words=_amounts("{n},- kr.")),
    Variant("amounts: kr. 2.350.000", words=_amounts("kr. {n}")),
    Variant("amounts: kr. 2.350.000,00", words=_amounts("kr. {n},00")),
    Variant("amounts: DKK 2.350.000", words=_amounts("DKK {n}")),
    Variant("amounts: 2 350 000 kr. with thin spaces", words=_amounts("{spaced}\u202fkr.")),
    Variant("amounts: 2.350.000 kroner", words=_amounts("{n} kroner")),
    Variant("amounts: 2,35 mio. kr.", words=_amounts("{millions} mio. kr.")),
    Variant("amounts: 2,35 millioner kroner", words=_amounts("{millions}\u00a0millioner kroner")),
    Variant("amounts: 2.350 t.kr.", words=_amounts("{thousands} t.kr.")),
    Variant("amounts: 2.350 tusind kr.", words=_amounts("{thousands} tusind kr.")),
    Variant("days: 01-03-2021", words=_days("{dd}-{mm}-{y}")),
    Variant("days: 1.3.2021", words=_days("{d}.{m}.{y}")),
    Variant("days: 1/3 2021", words=_days("{d}/{m} {y}")),
    Variant("days: 2021-03-01", words=_days("{y}-{mm}-{dd}")),
    Variant("days: d. 1. mar. 2021", words=_days("d. {d}. {short}. {y}")),
    Variant("periods: 2019 til 2021", words=_replaced(r"\b(20\d\d)\s?[-–]\s?(20\d\d)\b", r"\1 til \2")),
    Variant("periods: 2019 – 2021", words=_replaced(r"\b(20\d\d)\s?(?:[-–]|til(?: og med)?)\s?(20\d\d)\b", r"\1 – \2")),
    Variant("periods: 2019-21", words=_replaced(r"\b(20\d\d)\s?[-–]\s?20(\d\d)\b", r"\1-\2")),
    Variant("quotes: »«", words=_replaced(r"[”\"“]([^”\"“]{2,120})[”\"“]", r"»\1«")),
    Variant("quotes: straight", words=_replaced(r"[”“]([^”\"“]{2,120})[”“]", r'"\1"')),
    Variant("quotes: single", words=_replaced(r"[”\"“]([^”\"“]{2,120})[”\"“]", r"’\1’")),
    Variant("dashes: long", words=_replaced(r"(?<=\s)[-–](?=\s)", "—")),
    Variant("dashes: short", words=_replaced(r"(?<=\s)[—–](?=\s)", "-")),
    Variant("spaces: hard", words=_replaced(r"(?<=\d) (?=kr|mio)|(?<=\w) (?=Kommune)", "\u00a0")),
    Variant("verbs: modtager for får", words=_each(_replaced(r"\bfår(?= \d|\s[a-z]+ mio)", "modtager"))),
    Variant("verbs: har fået bevilget", words=_replaced(r"\b(?:modtager|får|fik|modtog)(?= \d)", "har fået bevilget")),
    Variant("verbs: er blevet tildelt", words=_replaced(r"\b(?:modtager|får|fik|modtog)(?= \d)", "er blevet tildelt")),
    Variant("verbs: støttes med", words=_replaced(r"\b(?:modtager|får|fik|modtog)(?= \d)", "støttes med")),
    Variant("labels: other words", words=_each(
        _replaced(r"^(?:Bevilling|Tilskud|Beløb|Støtte)(?=:?$)", "Tildelt beløb"),
        _replaced(r"^(?:Projektperiode|Periode)(?=:?$)", "Løbetid"),
        _replaced(r"^(?:Ansøger|Tilskudsmodtager|Kommune)(?=:?$)", "Tilsagnshaver"),
    )),
    Variant("headings: a rank lower", tree=_renamed({"h3": "h4", "h2": "h3"})),
    Variant("headings: all of one rank", tree=_renamed({"h3": "h2", "h4": "h2"})),
    Variant("headings: bold", tree=_bold_headings),
    Variant("frame: no landmarks", tree=_without_landmarks),
    Variant("frame: divs around all", tree=_wrapped),
    Variant("frame: divs for paragraphs", tree=_spans),
    Variant("frame: clutter", tree=_clutter),
    Variant("lists: numbers for bullets", tree=_ordered),
    Variant("lists: tables for terms", tree=_fields),
    Variant(
        "many: figures and signs",
        words=_each(
            _amounts("kr. {n},-"),
            _days("{dd}.{mm}.{y}"),
            _replaced(r"\b(20\d\d)\s?[-–]\s?20(\d\d)\b", r"\1-\2"),
            _replaced(r"[”“]([^”\"“]{2,120})[”“]", r'"\1"'),
            _replaced(r"(?<=\s)[—–](?=\s)", "-"),
        ),
    ),
    Variant("many: frame and lists", tree=_all_of(_without_landmarks, _renamed({"h3": "h4"}), _ordered, _fields)),
)  # fmt: skip


def changed(raw: RawDocument, variant: Variant) -> RawDocument:
    """Give a page as a variant has it; files and pages that it does not touch as they are."""
    if not raw.media_type.startswith("text/html") or variant == VARIANTS[0]:
        return raw
    soup = BeautifulSoup(raw.body, "lxml")
    if variant.tree is not None:
        variant.tree(soup)
    if variant.words is not None and soup.body is not None:
        for text in soup.body.find_all(string=True):
            if type(text) is NavigableString:
                written = variant.words(str(text))
                if written != text:
                    text.replace_with(written)
    return replace(raw, body=str(soup).encode(), media_type="text/html; charset=utf-8")


@cache
def _file(site: str, url: str) -> Document:
    raw = next(raw for raw in score.raw_documents(site) if raw.url == url)
    return read(raw, is_cleared=lambda _: False).document


def documents(site: str, variant: Variant) -> Iterator[Document]:
    """Give a site's documents, its pages changed."""
    for raw in score.raw_documents(site):
        if raw.media_type.startswith("text/html"):
            yield read(changed(raw, variant), is_cleared=lambda _: False).document
        else:
            yield _file(site, raw.url)


def measure(variant: Variant, sites: Sequence[str] = score.NAMES) -> dict[str, Score]:
    """Give the scores of a variant over some sites together."""
    totals = {name: [0, 0, 0] for name in MEASURES}
    for site in sites:
        report = score.evaluate_documents(site, list(documents(site, variant)))
        for name in MEASURES:
            each = report.scores[name]
            totals[name] = [a + b for a, b in zip(totals[name], (each.n_right, each.n_given, each.n_gold), strict=True)]
    return {name: Score(*each) for name, each in totals.items()}


def main(words: Iterable[str] = ()) -> None:
    """Print the measures of each variant, and what it loses against the sites as they are."""
    kept = [v for v in VARIANTS[1:] if not words or any(word in v.name for word in words)]
    whole = measure(VARIANTS[0])
    sys.stdout.write(f"{'':42}" + "".join(f"{name[:9]:>10}" for name in MEASURES) + "\n")
    for variant in (VARIANTS[0], *kept):
        found = measure(variant)
        figures = "".join(
            f"{found[name].f1:10.3f}" if variant == VARIANTS[0] else f"{found[name].f1 - whole[name].f1:+10.3f}"
            for name in MEASURES
        )
        sys.stdout.write(f"{variant.name:42}{figures}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
