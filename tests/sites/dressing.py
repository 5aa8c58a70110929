"""The same award list in other dresses: read once into awards, then written as any form that pages use.

Only lists that this module can read beyond doubt are dressed anew; it knows nothing of the readers it tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from bs4 import BeautifulSoup, Tag

from corpus.municipalities import municipalities

_AMOUNT = re.compile(
    r"(?:\b(?:kr\.?|DKK)\s)?\d[\d.]*(?:,\d+|,-)?(?:\s?(?:mio\.|mill\.|millioner))?\s?(?:kroner|kr\b\.?)"
)
_BARE_SUM = re.compile(r"\d{1,3}(?:\.\d{3})+")
_TOTAL = re.compile(r"^(?:i alt|samlet|total|sum)\b", re.IGNORECASE)
_AFTER = re.compile(r"\s*\((?:opdateret|åbner|pdf)[^)]*\)$")
_HEADERS = (
    ("owner", re.compile(r"^(?:kommuner?(?:\(r\))?|ansøger|tilskudsmodtager)\b", re.IGNORECASE)),
    ("title", re.compile(r"^projekt", re.IGNORECASE)),
    ("amount", re.compile(r"^(?:bevilget beløb|tildelt(?: beløb)?|tilskud|beløb|støtte|bevilling)\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class Award:
    """Who got how much for what, as its page words it; a field that it does not state is empty."""

    owner: str
    title: str = ""
    amount: str = ""


@cache
def _names() -> re.Pattern[str]:
    names = sorted((m.name for m in municipalities().values()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})s?\b")


def names_place(text: str) -> bool:
    """Tell whether a text names a municipality."""
    return _names().search(text) is not None


def read_item(text: str) -> Award | None:
    """Read a line such as "Havby Kommune – Friskere liv – 1,2 mio. kr."; `None` where it is not plainly an award."""
    text = _AFTER.sub("", re.sub(r"^[•–-]\s*", "", re.sub(r"\s+", " ", text).strip()))
    if _TOTAL.match(text) or len(text) > 150 or text.endswith("?"):
        return None
    amount = _AMOUNT.search(text)
    if amount is not None:
        if amount.end() != len(text):
            return None
        text = text[: amount.start()].rstrip(" –—-:,")
    sum_ = amount[0] if amount else ""
    if (owned := re.fullmatch(r"(.{4,80}): Projektejer: (.{4,80})", text)) and names_place(owned[2]):
        return Award(owned[2], owned[1], sum_)
    if (named := re.fullmatch(r"(.{4,80}) \(([^()]{3,40})\)", text)) and _names().fullmatch(named[2]):
        return Award(named[2], named[1], sum_)
    parts = re.split(r"\s[–—-]\s|:\s", text)
    if len(parts) == 2 and names_place(parts[0]) and not names_place(parts[1]) and len(parts[0]) < 60:
        return Award(parts[0], parts[1], sum_)
    is_name = len(parts) == 1 and (_names().match(text) is not None)
    bare = _names().sub("", re.sub(r"\b(?:Regions)?[Kk]ommuner?\b|\bog\b|,", "", text)).strip() if is_name else text
    return Award(text, "", sum_) if not bare and (sum_ or len(_names().findall(text)) == 1) else None


def _read_table(table: Tag) -> list[Award]:
    rows = [[c.get_text(" ", strip=True) for c in tr.find_all(("td", "th"))] for tr in table.find_all("tr")]
    rows = [r for r in rows if len(r) > 1]
    if len(rows) < 3 or any(c.has_attr(s) for c in table.find_all(("td", "th")) for s in ("rowspan", "colspan")):
        return []
    roles = [next((role for role, p in _HEADERS if p.match(name)), "") for name in rows[0]]
    if "owner" not in roles or "" in roles or len(set(roles)) != len(roles) or {len(r) for r in rows} != {len(roles)}:
        return []
    is_thousands = "1.000" in " ".join(rows[0])
    awards: list[Award] = []
    for row in rows[1:]:
        cells = dict(zip(roles, row, strict=True))
        if _TOTAL.match(cells["owner"]):
            continue
        if is_thousands or not names_place(cells["owner"]):
            return []
        amount = cells.get("amount", "")
        awards.append(Award(cells["owner"], cells.get("title", ""), f"{amount} kr." if _bare(amount) else amount))
    return awards


def _bare(amount: str) -> bool:
    return _BARE_SUM.fullmatch(amount) is not None


def find_lists(soup: BeautifulSoup) -> Iterator[tuple[Tag, list[Award]]]:
    """Give every list of two or more awards of a page that is read beyond doubt, with its element."""
    for table in soup.find_all("table"):
        if table.find("table") is None and (awards := _read_table(table)):
            yield table, awards
    for element in soup.find_all(("ul", "ol", "p")):
        if element.find_parent(("nav", "footer", "header", "table")) is not None:
            continue
        if element.name == "p":
            lines = element.get_text("\n").split("\n") if element.find("br") else []
        else:
            lines = [item.get_text(" ") for item in element.find_all("li")]
        items = [read_item(line) for line in lines if line.strip() and not _TOTAL.match(line.strip())]
        awards = [item for item in items if item is not None]
        if len(awards) >= 2 and len(awards) == len(items) and len({(not a.title, not a.amount) for a in awards}) == 1:
            yield element, awards


Dress = Callable[[Sequence[Award]], str]


def _kr(amount: str) -> int:
    """Give the kroner of an amount that stands in full; 0 of any other."""
    match = _BARE_SUM.search(amount)
    return int(match[0].replace(".", "")) if match and "mi" not in amount else 0


def _danish(number: float) -> str:
    """Give a number with Danish signs, as many decimals as it has."""
    whole, _, decimals = f"{number:,.6f}".rstrip("0").partition(".")
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")


def _table(
    *columns: tuple[str, Callable[[Award], str]], has_head: bool = True, head_tag: str = "th"
) -> Callable[[Sequence[Award]], str]:
    def dress(awards: Sequence[Award]) -> str:
        used = [(name, of) for name, of in columns if any(of(a) for a in awards)]
        if not has_head and len(used) < 2:
            return ""
        head = "".join(f"<{head_tag}>{escape(name)}</{head_tag}>" for name, _ in used)
        rows = ["".join(f"<td>{escape(of(a))}</td>" for _, of in used) for a in awards]
        lines = [head, *rows] if has_head else rows
        return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>" if len(used) > 1 else ""

    return dress


def owner(a: Award) -> str:
    """Give who got it."""
    return a.owner


def _short_owner(a: Award) -> str:
    match = re.fullmatch(r"(\S+(?: \S+)??)s? Kommune", a.owner)
    return match[1] if match and _names().fullmatch(match[1]) else a.owner


def title(a: Award) -> str:
    """Give its name."""
    return a.title


def amount(a: Award) -> str:
    """Give its sum."""
    return a.amount


def _join(separator: str, *parts: str) -> str:
    return separator.join(p for p in parts if p)


def _items(tag: str, write: Callable[[Award], str]) -> Dress:
    return lambda awards: f"<{tag}>{''.join(f'<li>{escape(write(a))}</li>' for a in awards)}</{tag}>"


def _each(write: Callable[[Award], str], *, between: str = "", around: str = "{}") -> Dress:
    return lambda awards: around.format(between.join(write(a) for a in awards))


def _labelled(
    a: Award, *, with_owner: bool, with_title: bool = True, wrap: str = "<p>{}</p>", bold: bool = True
) -> str:
    stated = [("Kommune", a.owner if with_owner else ""), ("Projekt", a.title if with_title else "")]
    stated.append(("Bevilling", a.amount))
    label = "<strong>{}:</strong> {}" if bold else "{}: {}"
    return "".join(wrap.format(label.format(name, escape(value))) for name, value in stated if value)


def _soup(a: Award) -> str:
    cells = "".join(f'<div class="col-md-4"><span>{escape(x)}</span></div>' for x in (a.owner, a.title, a.amount) if x)
    return f'<div class="row">{cells}</div>'


def _card(a: Award) -> str:
    head = f"<h3>{escape(a.title or a.owner)}</h3>"
    return f'<div class="card">{head}{_labelled(a, with_owner=bool(a.title), with_title=False)}</div>'


def _place_card(a: Award) -> str:
    return f'<li class="card"><h3>{escape(a.owner)}</h3>{_labelled(a, with_owner=False)}</li>'


def _fold(a: Award) -> str:
    body = _labelled(a, with_owner=False, bold=False)
    return f'<div><button aria-expanded="false">{escape(a.owner)}</button><div>{body}</div></div>'


def _details(a: Award) -> str:
    return f"<details><summary>{escape(_join(': ', a.owner, a.title))}</summary><p>Bevilling: {a.amount}</p></details>"


def _sentence(a: Award) -> str:
    what = f" til projektet ”{a.title}”" if a.title else ""
    stated = a.amount if what else a.amount.removesuffix(".")
    return f"{a.owner} får {stated}{what}." if a.amount else ""


def _passive(a: Award) -> str:
    what = f" til projektet ”{a.title}”" if a.title else ""
    return f"Der er bevilget {a.amount} til {a.owner}{what}." if a.amount else ""


def _title_told(a: Award) -> str:
    stated = a.amount.removesuffix(".")
    return f"Til projektet ”{a.title}” har {a.owner} modtaget {stated}." if a.amount and a.title else ""


def _prose(write: Callable[[Award], str]) -> Dress:
    def dress(awards: Sequence[Award]) -> str:
        return f"<p>{' '.join(escape(write(a), quote=False) for a in awards)}</p>" if write(awards[0]) else ""

    return dress


def _dashed(a: Award) -> str:
    return _join(" – ", a.owner, a.title, a.amount)


def _sum_in_brackets(a: Award) -> str:
    return _join(" ", _join(": ", a.owner, a.title), a.amount and f"({a.amount})")


def _sum_first(a: Award) -> str:
    return _join(" til ", a.amount, _join(", ", a.owner, a.title and f"”{a.title}”"))


def _term(a: Award) -> str:
    return f"<dt>{escape(a.owner)}</dt><dd>{escape(_join(', ', a.title, a.amount))}</dd>"


def _in_unit(unit: int, name: str) -> Dress:
    def dress(awards: Sequence[Award]) -> str:
        if not all(_kr(a.amount) for a in awards):
            return ""
        return _table(("Kommune", owner), ("Projekt", title), (name, lambda a: _danish(_kr(a.amount) / unit)))(awards)

    return dress


def _numbered_table(awards: Sequence[Award]) -> str:
    order = {id(a): str(n + 1) for n, a in enumerate(awards)}
    number = ("Nr.", lambda a: order[id(a)])
    region = ("Journalnr.", lambda a: f"1-{1010 + int(order[id(a)])}/1")
    return _table(number, region, ("Kommune", owner), ("Projekt", title), ("Bevilget beløb", amount))(awards)


DRESSES: dict[str, Dress] = {
    "table": _table(("Kommune", owner), ("Projekt", title), ("Bevilget beløb", amount)),
    "table, columns turned round": _table(("Beløb", amount), ("Projekttitel", title), ("Ansøger", owner)),
    "table, other headers": _table(
        ("Tilsagnshaver", _short_owner), ("Overskrift", title), ("Givet støtte i alt", amount)
    ),
    "table, headers that say nothing": _table(("A", owner), ("B", title), ("C", amount)),
    "table, head of td": _table(("Hvem", owner), ("Hvad", title), ("Hvor meget", amount), head_tag="td"),
    "table without head": _table(("", owner), ("", title), ("", amount), has_head=False),
    "table without head, short names": _table(("", _short_owner), ("", title), ("", amount), has_head=False),
    "table with numbers first": _numbered_table,
    "table in thousands": _in_unit(1_000, "Bevilling (1.000 kr.)"),
    "table in t.kr.": _in_unit(1_000, "Tilskud i t.kr."),
    "table in millions": _in_unit(1_000_000, "Beløb, mio. kr."),
    "bullets with dashes": _items("ul", _dashed),
    "bullets with colon": _items("ul", lambda a: _join(": ", a.owner, _join(", ", a.title, a.amount))),
    "bullets, short names": _items("ul", lambda a: _join(" - ", _short_owner(a), a.title, a.amount)),
    "bullets, sum in brackets": _items("ul", _sum_in_brackets),
    "bullets, sum first": _items("ul", _sum_first),
    "numbered, title first": _items("ol", lambda a: _join(", ", a.title, a.owner, a.amount)),
    "title in quotes": _items("ul", lambda a: _join(", ", a.title and f"”{a.title}”", a.owner, a.amount)),
    "lines with breaks": _each(lambda a: escape(_dashed(a)), between="<br>", around="<p>{}</p>"),
    "bullets as text": _each(lambda a: "• " + escape(_dashed(a)), between="<br/>", around="<p>{}</p>"),
    "a paragraph each": _each(lambda a: f"<p>{escape(_join(': ', a.owner, _join(' – ', a.title, a.amount)))}</p>"),
    "divs in rows": _each(_soup, around='<div class="grid">{}</div>'),
    "terms": _each(_term, around="<dl>{}</dl>"),
    "terms of two values": _each(
        lambda a: f"<dt>{escape(a.owner)}</dt>" + "".join(f"<dd>{escape(x)}</dd>" for x in (a.title, a.amount) if x),
        around="<dl>{}</dl>",
    ),
    "cards": _each(_card, around='<div class="cards">{}</div>'),
    "cards of places": _each(_place_card, around='<ul class="cards">{}</ul>'),
    "folded": _each(_fold, around='<div class="accordion">{}</div>'),
    "details": _each(_details),
    "fields in bold": _each(lambda a: f"<p>{_labelled(a, with_owner=True, wrap='{}<br>')}</p>"),
    "fields in plain lines": _each(lambda a: _labelled(a, with_owner=True, bold=False)),
    "prose, active": _prose(_sentence),
    "prose, passive": _prose(_passive),
    "prose, title first": _prose(_title_told),
}
"""How a list of awards may be written; a dress that cannot hold a list's awards gives an empty text."""


def redress(soup: BeautifulSoup, dress: Dress) -> int:
    """Write a page's award lists in another dress; give how many lists were changed."""
    n_changed = 0
    for element, awards in list(find_lists(soup)):
        written = dress(awards)
        if written and element.parent is not None:
            fragment = BeautifulSoup(f"<div>{written}</div>", "html.parser").div
            assert fragment is not None
            for child in list(fragment.contents):
                element.insert_before(child)
            element.decompose()
            n_changed += 1
    return n_changed
