"""A labelled site under other names: pools and projects called otherwise in pages and gold alike.

What is found must not hang on what things are called. Names are replaced in the read documents, with every offset
moved along, so that only words change and no layout.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from corpus.documents import Block, Document
from corpus.municipalities import municipalities
from ingest.gold import Gold

_POOLS = (
    "Tæt på hele vejen", "Hånd i hånd", "Bedre nætter", "Vi ses i morgen", "Stærk hele livet", "Plads til forskel",
    "Flere friske pust", "Kræfter tilbage", "Mod på mere", "Når livet ændrer sig", "Gode dage sammen",
    "Fælles om det svære", "Skridt for skridt", "Ude og hjemme", "En hjælpende hånd", "Lys i vinduet", "Tid og ro",
    "Ung og på vej", "Sikker start", "Ind i varmen", "Mere at leve for", "Åbent hus", "Den gode modtagelse",
    "Rum for omsorg", "Trygge rammer", "Fra viden til handling", "Bevar grebet", "Luft under vingerne", "På egne ben",
    "Med hjertet først", "Klar besked", "Plejens mestre", "Langt fra alene", "Dagen i dag", "Kvalitet på tværs",
)  # fmt: skip
_HOW = tuple("Morgen Aften Stærke Blå Grønne Lange Små Nye Åbne Rolige Lyse Faste Friske Gode Varme Stille".split())
_WHAT = tuple("skridt hænder veje rum timer vinduer stemmer broer linjer ture sider hjørner punkter tråde".split())
_WHERE = ("i hverdagen", "på vejen", "ved bordet", "i nabolaget", "om natten", "fra første dag", "for to", "til alle")
_DESCRIBES = re.compile(r"pulje|^LKT|Fremfærd|^Kvalitet i kommunerne|Kvalitetsmodel|^I sikre hænder", re.IGNORECASE)
_MIN_LETTERS = 6


def other_names(gold: Gold, seed: int) -> dict[str, str]:
    """Give other names for pools that have a name of their own, and for titles; names of places stay."""
    rng = random.Random(seed)  # names, not secrets
    pools, names = list(_POOLS), [f"{how} {what} {where}" for how in _HOW for what in _WHAT for where in _WHERE]
    rng.shuffle(pools)
    rng.shuffle(names)
    places = [m.name for m in municipalities().values()]
    chosen: dict[str, str] = {}
    for pool in gold.pools:
        if pools and not any(_DESCRIBES.search(name) for name in (pool.name, *pool.variants)):
            new = pools.pop()
            chosen |= {name: new for name in (pool.name, *pool.variants) if len(name) >= _MIN_LETTERS}
    for project in gold.projects:
        title = project.title or ""
        if len(title) >= _MIN_LETTERS and title not in chosen and not any(place in title for place in places):
            chosen[title] = names.pop()
    return chosen


def rename_documents(documents: Sequence[Document], names: Mapping[str, str]) -> list[Document]:
    """Give the documents with each name replaced, wherever it stands as words of its own."""
    pattern = _pattern(names)
    return [_rename(document, pattern, names) for document in documents]


def rename_gold(gold: Gold, names: Mapping[str, str]) -> Gold:
    """Give the gold of the renamed documents; themes, which hang on names, are left out."""
    pattern = _pattern(names)

    def new(text: str | None) -> str | None:
        return pattern.sub(lambda m: names[m[0]], text) if text else text

    def all_new(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(str(new(text)) for text in texts)

    projects = (
        replace(p, title=new(p.title), pool=new(p.pool), pool_variants=all_new(p.pool_variants), themes="*")
        for p in gold.projects
    )
    pools = (replace(p, name=str(new(p.name)), variants=all_new(p.variants)) for p in gold.pools)
    return replace(gold, projects=tuple(projects), pools=tuple(pools))


def _pattern(names: Mapping[str, str]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def _rename(document: Document, pattern: re.Pattern[str], names: Mapping[str, str]) -> Document:
    matches = list(pattern.finditer(document.text))
    ends = [m.end() for m in matches]
    moved = [0, *accumulate(len(names[m[0]]) - len(m[0]) for m in matches)]

    def at(place: int) -> int:
        n = bisect_right(ends, place)
        inside = n < len(matches) and matches[n].start() < place
        return matches[n].start() + moved[n] if inside else place + moved[n]

    def new(text: str) -> str:
        return pattern.sub(lambda m: names[m[0]], text)

    def block(b: Block) -> Block:
        cells = tuple((at(start), at(end)) for start, end in b.cells)
        path = tuple(map(new, b.heading_path))
        return replace(b, char_start=at(b.char_start), char_end=at(b.char_end), cells=cells, heading_path=path)

    title = new(document.title) if document.title else document.title
    return replace(document, text=new(document.text), blocks=tuple(map(block, document.blocks)), title=title)
