"""The match page's middle: a draft, and the precedents that are nearest to it, aspect by aspect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.errors import NotFoundError, PuljesporError, QueryError
from corpus.municipalities import municipalities
from ui.address import Address
from ui.formats import plain
from ui.record_pages import record_id_of
from ui.render import render
from ui.said import said_failure
from ui.search_view import add_sources
from ui.service import Service
from ui.texts import Texts, load_texts

_FEWEST_WORDS = 3  # fewer is a search, not a draft
_N_MATCHES = 12
_N_CANDIDATES = 8
_LONGEST_FIND = 300  # characters
_LONGEST_PART = 4_000  # characters of a field in a draft


def match_view(
    service: Service,
    *,
    text: str = "",
    municipality: str = "",
    weights: Mapping[str, float] | None = None,
    unlike: Sequence[str] = (),
    like: str = "",
    find: str = "",
    language: str = "da",
) -> str:
    """Give the view for a draft; with none, the form alone. The draft is neither stored nor logged.

    Args:
        service: the corpus.
        text: the draft.
        municipality: the planner's own, by code; empty for none.
        weights: what each aspect counts.
        unlike: ids of records that are not like it.
        like: id of a record to begin with: where there is no text, its own is the draft; it is no result.
        find: words that such a record is looked for by.
        language: of the page.
    """
    texts = load_texts(language)
    answer: dict[str, Any] | None = None
    problem = ""
    candidates = _candidates(service, find) if find.strip() else []
    same = [one["record_id"] for one in candidates if str(one["title"]).casefold() == find.strip().casefold()]
    model, problem = _model(service, texts, like or (same[0] if same else ""))
    if model and not text.strip():
        text = draft_of(model, texts)
    if text.strip():
        if len(text.split()) < _FEWEST_WORDS:
            problem = texts("match.empty")
        else:
            try:
                answer = service.match(
                    text, municipality=municipality or None, weights=weights, unlike=unlike, limit=_N_MATCHES + 1
                )
            except PuljesporError as exc:
                problem = said_failure(texts, exc)
            else:
                model_id = record_id_of(model) if model else ""
                others = [result for result in answer["results"] if result["record_id"] != model_id]
                answer["results"] = others[:_N_MATCHES]
                _prepare(answer)
    return render(
        "_match.html",
        t=texts,
        text=text,
        municipality=municipality,
        answer=answer,
        unlike=[(record_id, service.record(record_id)["title"]) for record_id in unlike] if answer else [],
        problem=problem,
        model=model,
        model_id=record_id_of(model) if model else "",
        find=find,
        candidates=[] if model else candidates,
        page_title=f"{texts('match.title')} – {texts('site.name')}",
        all_places=sorted(municipalities().values(), key=lambda place: _danish_order(place.name)),
    )


def draft_of(record: Mapping[str, Any], texts: Texts) -> str:
    """Give a record's own words as a draft: what it is, whom it is for, and what its pages say of each dimension."""
    parts = [record["title"], record["summary"]]
    if record["target_group"]:
        parts.append(f"{texts.label('dimension', 'maalgruppe')}: {record['target_group']}")
    for name, words in record["dimensions"].items():
        if words and name != "maalgruppe":
            parts.append(f"{texts.label('dimension', name)}: {words}")
    return "\n\n".join(plain(part, _LONGEST_PART) for part in parts if part)


def _model(service: Service, texts: Texts, record_id: str) -> tuple[dict[str, Any] | None, str]:
    """Give the record to begin with, or what is wrong with it."""
    if not record_id:
        return None, ""
    try:
        return service.record(record_id), ""
    except NotFoundError as exc:
        return None, said_failure(texts, exc)


def _candidates(service: Service, words: str) -> list[dict[str, Any]]:
    """Give the records that a reader may mean by some words."""
    try:
        found: list[dict[str, Any]] = service.search(Address(query=words[:_LONGEST_FIND]), limit=_N_CANDIDATES)[
            "results"
        ]
    except QueryError:  # quotes that never end, a field that is none: a title may hold such
        return []
    return found


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
