"""Why a precedent is like a draft, in the reader's language: the match says it in Danish, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Callable

from ui.texts import Texts

_ASPECTS = {"målgruppe": "target group", "metode": "method", "organisering": "organisation", "effekt": "effect"}
_SETTINGS = {
    "eget hjem": "own home",
    "plejehjem": "nursing home",
    "bosted": "supported housing",
    "sygehus": "hospital",
    "almen praksis": "general practice",
    "skole og dagtilbud": "school and day care",
    "sundhedscenter": "health centre",
}
_TYPES = {
    "hovedstadskommune": "capital municipality",
    "storbykommune": "city municipality",
    "provinsbykommune": "provincial town municipality",
    "oplandskommune": "commuter-belt municipality",
    "landkommune": "rural municipality",
}
_MILLIONS = r"([\d.,]+) mio\. kr\."


def reason(texts: Texts, line: str) -> str:
    """Give one reason or difference in the page's language; one of no known shape as it stands."""
    if texts.language != "en":
        return line
    for shape, say in _SHAPES:
        found = shape.fullmatch(line)
        if found:
            return say(texts, *(part or "" for part in found.groups()))
    name, colon, rest = line.partition(": ")
    parts = _likeness(rest) if colon else []
    return f"{name}: {', '.join(parts)}" if parts else line


def _likeness(text: str) -> list[str]:
    """Give how a municipality is like one's own, in English; nothing where a piece is of no known shape."""
    said = []
    for piece in re.split(r", (?!ikke )", text):
        for shape, say in _LIKENESS:
            if found := shape.fullmatch(piece):
                said.append(say(*found.groups()))
                break
        else:
            return []
    return said


def _listed(names: str, words: dict[str, str]) -> str:
    return ", ".join(words.get(name, name) for name in names.split(", "))


def _number(danish: str) -> str:
    return danish.replace(".", "_").replace(",", ".").replace("_", ",")


def _pool(texts: Texts, count: str) -> str:
    return f"scale: a pool{f' of {count} projects' if count else ''}, not one project"


def _themes(texts: Texts, names: str) -> str:
    return "theme: " + ", ".join(texts.label("theme", name) for name in names.split(", "))


_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = (
    (re.compile(r"fælles ord: (.+)", re.S), lambda texts, words: f"words in common: {words}"),
    (re.compile(r"samme tema: (.+)"), lambda texts, names: f"same {_themes(texts, names)}"),
    (re.compile(r"ligner på (.+)"), lambda texts, names: f"alike in {_listed(names, _ASPECTS)}"),
    (re.compile(r"skala: en pulje(?: med (\d+) projekter)?, ikke ét projekt"), _pool),
    (re.compile(r"skala: (\d+) kommuner sammen"), lambda texts, n: f"scale: {n} municipalities together"),
    (
        re.compile(r"ramme: (.+), ikke (.+)"),
        lambda texts, theirs, own: f"setting: {_listed(theirs, _SETTINGS)}, not {_listed(own, _SETTINGS)}",
    ),
    (
        re.compile(rf"økonomi: {_MILLIONS} mod {_MILLIONS} i udkastet"),
        lambda texts, theirs, own: f"money: DKK {_number(theirs)} m against DKK {_number(own)} m in the draft",
    ),
    (re.compile(r"tema: (.+)"), _themes),
)
_LIKENESS: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = (
    (re.compile(r"samme kommune"), lambda: "the same municipality"),
    (
        re.compile(r"([\d.]+) indbyggere mod ([\d.]+)"),
        lambda other, own: f"{_number(other)} inhabitants against {_number(own)}",
    ),
    (
        re.compile(r"begge er (\w+?)r"),
        lambda kind: f"both {_TYPES[kind].removesuffix('y')}ies" if kind in _TYPES else f"both {kind}",
    ),
    (re.compile(r"(\w+), ikke (\w+)"), lambda a, b: f"{_TYPES.get(a, a)}, not {_TYPES.get(b, b)}"),
    (re.compile(r"begge i (.+)"), lambda region: f"both in {region}"),
)
