"""Why a record stands where it stands: each channel's part, the words and passages that did it, and A before B."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from corpus.errors import NotFoundError
from search.degrees import degrees
from search.engine import Found, Searcher
from search.hits import passage_hits, query_highlighter
from search.ordering import LABELS
from search.request import SearchRequest, Sort
from search.sorting import sort_keys
from search.tokens import tokenise

_CHANNELS = {
    "words": "ord",
    "grams": "orddele",
    "dense": "betydning",
    "sentences": "enkelte sætninger",
    "surface": "ordret",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of a score."""

    name: str  # a channel, or a condition's chip id
    label: str  # in Danish
    value: float  # 0-1: normalised score, or degree to which the condition is satisfied
    weight: float

    @property
    def contribution(self) -> float:
        """Give what the part adds to the score."""
        return self.value * self.weight

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "name": self.name,
            "label": self.label,
            "value": round(self.value, 6),
            "weight": round(self.weight, 6),
            "contribution": round(self.contribution, 6),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one record has its score; the parts' contributions sum to it."""

    record_id: str
    title: str
    rank: int | None  # None where the search did not find it
    score: float
    parts: tuple[Part, ...]
    words: tuple[str, ...]  # of the query, that its passages hold
    missing_words: tuple[str, ...]  # that they lack
    passages: tuple[dict[str, Any], ...]

    def json(self) -> dict[str, Any]:
        """Give the public object."""
        return {
            "record_id": self.record_id,
            "title": self.title,
            "rank": self.rank,
            "score": round(self.score, 6),
            "parts": [part.json() for part in self.parts],
            "words": list(self.words),
            "missing_words": list(self.missing_words),
            "passages": list(self.passages),
        }


def explain(searcher: Searcher, request: SearchRequest, record_id: str) -> Explanation:
    """Say why a record stands where it stands in an answer.

    Raises:
        NotFoundError: there is no such record.
        QueryError: the request cannot be understood.
    """
    return _explain(searcher, searcher.find(request), record_id)


def explain_order(searcher: Searcher, request: SearchRequest, first: str, second: str) -> dict[str, Any]:
    """Say why one record stands before another: the parts in which they differ, the widest gap first.

    Raises:
        NotFoundError: there is no such record.
        QueryError: the request cannot be understood.
    """
    found = searcher.find(request)
    a, b = (_explain(searcher, found, record_id) for record_id in (first, second))
    parts_b = {part.name: part for part in b.parts}
    gaps: list[dict[str, Any]] = []
    for part in a.parts:
        difference = round(part.contribution - parts_b[part.name].contribution, 6)
        gaps.append({"name": part.name, "label": part.label, "difference": difference})
    gaps.sort(key=lambda gap: (-abs(gap["difference"]), gap["name"]))
    text = _sentence(a, b, gaps) if found.sort is Sort.RELEVANCE else _sorted_sentence(searcher, found.sort, a, b)
    return {"first": a.json(), "second": b.json(), "differences": gaps, "text": text}


def _explain(searcher: Searcher, found: Found, record_id: str) -> Explanation:
    try:
        number = searcher.snapshot.records.number(record_id)
    except KeyError:
        raise NotFoundError(f"there is no record {record_id[:80]!r}.", remedy="Search for it instead.") from None
    listed = np.flatnonzero(found.ranking.numbers == number)
    rank = int(listed[0]) + 1 if len(listed) else None
    places = np.flatnonzero(found.considered.numbers == number)
    record = searcher.snapshot.records.record(number)
    (passages,) = passage_hits(found.candidates, [(number, record)], searcher.snapshot, query_highlighter(found.query))
    text = " ".join(hit.passage.text for hit in passages)
    held = {token.key for token in tokenise(text)}
    asked = [token for token in found.query.tokens if not token.is_stop_word]
    return Explanation(
        record_id=record_id,
        title=record["title"] or record_id,
        rank=rank,
        score=float(found.considered.scores[places[0]]) if len(places) else 0.0,
        parts=tuple(_parts(searcher, found, number)),
        words=tuple(dict.fromkeys(token.text for token in asked if token.key in held)),
        missing_words=tuple(dict.fromkeys(token.text for token in asked if token.key not in held)),
        passages=tuple(passage.json() for passage in passages),
    )


def _parts(searcher: Searcher, found: Found, number: int) -> list[Part]:
    share = found.considered.text_weight
    scores = found.candidates.normalised(number)
    parts = [
        Part(name, _CHANNELS[name], value, share * float(found.candidates.weights[name]))
        for name, value in scores.items()
    ]
    for constraint in found.query.constraints:
        degree = float(degrees(constraint, searcher.columns)[number])
        parts.append(Part(constraint.chip_id, constraint.label, degree, constraint.weight))
    penalty = float(found.considered.penalties[found.considered.numbers == number].sum())
    parts.append(Part("spread", "flere af samme slags før", penalty, -1.0))
    return parts


def _sentence(a: Explanation, b: Explanation, gaps: list[dict[str, Any]]) -> str:
    """Say it in Danish: the part that did most, and the words that one has and the other lacks."""
    if a.score < b.score:
        a, b = b, a
        gaps = [{**gap, "difference": -gap["difference"]} for gap in gaps]
    led = [gap for gap in gaps if gap["difference"] > 0]
    if not led:
        return f"”{a.title}” og ”{b.title}” står lige; rækkefølgen følger deres id."
    most = led[0]
    cause = f"{most['label'][:1].lower()}{most['label'][1:]}"
    text = (
        f"”{a.title}” står før ”{b.title}” først og fremmest på grund af {cause} "
        f"({_signed(most['difference'])} af i alt {_signed(a.score - b.score)})."
    )
    only = [word for word in a.words if word in b.missing_words]
    return text + (f" Kun den første har ordene {', '.join(only)}." if only else "")


def _sorted_sentence(searcher: Searcher, sort: Sort, a: Explanation, b: Explanation) -> str:
    """Say what each of two records is sorted by, where the order is not by score."""
    if a.rank is None or (b.rank is not None and b.rank < a.rank):
        a, b = b, a
    told = "; ".join(f"”{one.title}” har {_sorted_by(searcher, sort, one.record_id)}" for one in (a, b))
    if a.rank is None:
        return f"Ingen af de to svarer på søgningen: {told}."
    placed = f"står som nummer {b.rank}" if b.rank is not None else "svarer ikke på søgningen"
    return f"Rækkefølgen er {LABELS[sort]}: ”{a.title}” står som nummer {a.rank}, ”{b.title}” {placed}; {told}."


def _sorted_by(searcher: Searcher, sort: Sort, record_id: str) -> str:
    if sort is Sort.TITLE:
        return "sin titel"
    number = np.array([searcher.snapshot.records.number(record_id)], dtype=np.int64)
    value = abs(float(sort_keys(number, sort, searcher)[0]))
    if not np.isfinite(value):
        return "intet oplyst, og kommer efter dem, der har"
    return (
        f"{value:,.0f}".replace(",", ".") + " kroner" if sort in (Sort.AMOUNT, Sort.AMOUNT_LOW) else f"året {value:.0f}"
    )


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace(".", ",")
