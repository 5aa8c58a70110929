"""The match page's middle: a draft, and the precedents that are nearest to it, aspect by aspect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.errors import PuljesporError
from corpus.municipalities import municipalities
from ui.render import render
from ui.said import said_failure
from ui.search_view import add_sources
from ui.service import Service
from ui.texts import load_texts

_FEWEST_WORDS = 3  # fewer is a search, not a draft
_N_MATCHES = 12


def match_view(
    service: Service,
    *,
    text: str = "",
    municipality: str = "",
    weights: Mapping[str, float] | None = None,
    unlike: Sequence[str] = (),
    language: str = "da",
) -> str:
    """Give the view for a draft; with none, the form alone. The draft is neither stored nor logged."""
    texts = load_texts(language)
    answer: dict[str, Any] | None = None
    problem = ""
    if text.strip():
        if len(text.split()) < _FEWEST_WORDS:
            problem = texts("match.empty")
        else:
            try:
                answer = service.match(
                    text, municipality=municipality or None, weights=weights, unlike=unlike, limit=_N_MATCHES
                )
            except PuljesporError as exc:
                problem = said_failure(texts, exc)
            else:
                _prepare(answer)
    return render(
        "_match.html",
        t=texts,
        text=text,
        municipality=municipality,
        answer=answer,
        unlike=[(record_id, service.record(record_id)["title"]) for record_id in unlike] if answer else [],
        problem=problem,
        page_title=f"{texts('match.title')} – {texts('site.name')}",
        all_places=sorted(municipalities().values(), key=lambda place: _danish_order(place.name)),
    )


def _prepare(answer: dict[str, Any]) -> None:
    """Put the aspects of each match in the order shown: the whole, what the draft speaks of, and the municipality."""
    add_sources(answer["results"])
    for result in answer["results"]:
        shown = [{"name": "text", "score": result["scores"]["text"]}]
        shown += [{"name": name, "score": score} for name, score in result["aspects"].items() if score is not None]
        if result["likeness"]:
            shown.append({"name": "kommune", "score": result["likeness"]["score"]})
        result["shown_aspects"] = shown
    if not answer["municipality"]:
        answer["weights"].pop("kommune", None)  # a weight on nothing would be a slider that does nothing


def _danish_order(name: str) -> str:
    """Give a key that sorts æ, ø and å (and aa) last, as Danish does."""
    return name.lower().replace("aa", "å").translate(str.maketrans("æøå", "{|}"))
