"""The search page's middle: what an address shows, as one piece of HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corpus.errors import PuljesporError
from search.fields import UNKNOWN
from ui.address import FACETS, MAX_PAGES, MODES, PAGE_SIZE, SORTS, UNASKED_SORT, Address
from ui.charts import denmark_map
from ui.excerpts import chosen_excerpts
from ui.formats import format_number
from ui.ordering import tell_order
from ui.render import render
from ui.said import said_failure
from ui.service import Service
from ui.texts import Texts, load_texts

_SHORT_FACET = 6  # values shown before "show more"
_LONG_FACET = 30  # more would be a list nobody reads; a choice already made is always shown, and all municipalities
_N_THEMES = 12  # shown on the idle page


def page_title(address: Address) -> str:
    """Give the title of the browser's tab."""
    texts = load_texts(address.language)
    if address.query:
        return f"{address.query[:80]} – {texts('site.name')}"
    return f"{texts('site.name')} – {texts('site.tagline')}"


def search_view(service: Service, address: Address) -> str:
    """Give the view of an address; an expected failure is shown in it, in words."""
    try:
        key = ("view", tuple(address.parameters()))
        return service.remembered(key, lambda: _made_view(service, address), address.version)
    except PuljesporError as exc:
        return _render(
            load_texts(address.language), address, answer=None, problem=said_failure(load_texts(address.language), exc)
        )


def _made_view(service: Service, address: Address) -> str:
    with service.turns.take():
        return _view(service, address)


def _view(service: Service, address: Address) -> str:
    texts = load_texts(address.language)
    answer = service.search(address) if address.is_asked else service.overview()
    if not address.is_asked:
        return _render(texts, address, answer=None, **_overview(texts, address, answer))
    add_sources(answer["results"])
    if answer.get("sort") == SORTS[next(iter(SORTS))]:
        tell_order(answer["results"], answer["weights"], texts)
    return _render(texts, address, answer=answer, **_results(service, texts, address, answer))


def add_sources(results: Sequence[dict[str, Any]]) -> None:
    """Tell each passage what its document is and when it was fetched, and choose those to show."""
    for result in results:
        documents = {document["document_id"]: document for document in result["record"]["documents"]}
        for passage in result["passages"]:
            document = documents.get(passage["document_id"], {})
            passage["document_kind"] = document.get("kind")
            passage["fetched_at"] = document.get("fetched_at")
        result["shown_passages"] = chosen_excerpts(result["passages"], str(result["title"] or ""))


def _render(texts: Texts, address: Address, **values: Any) -> str:
    shared: dict[str, Any] = {
        "t": texts,
        "address": address,
        "page_title": page_title(address),
        "problem": "",
        "carried": [(n, v) for n, v in address.parameters() if n not in ("q", "side")],
        "carried_for_sort": [(n, v) for n, v in address.parameters() if n not in ("sort", "tilstand", "side")],
        "modes": list(MODES),
        "chosen": chosen_values(texts, address, {}),
    }
    return render("_search.html", **shared | values)


def _overview(texts: Texts, address: Address, overview: Mapping[str, Any]) -> dict[str, Any]:
    choose_theme = address.chooser("theme")
    numbers = {name: format_number(overview[name], texts.language) for name in ("projects", "pools", "municipalities")}
    themes = [
        {
            "label": facet_label(texts, "theme", value),
            "count": format_number(value["count"], texts.language),
            "link": choose_theme(str(value["value"])),
        }
        for value in overview["facets"].get("theme", [])
        if value["value"] != UNKNOWN
    ]
    places = {
        str(value["value"]): value["count"]
        for value in overview["facets"].get("municipality", [])
        if value["value"] != UNKNOWN
    }
    hero = denmark_map(
        places,
        alt=texts("explore.map_alt"),
        note=lambda name, count: f"{name}: {count}",
        link=address.chooser("municipality"),
    )
    return {"coverage_line": texts("search.coverage", **numbers), "themes": themes[:_N_THEMES], "hero_map": hero}


def _results(service: Service, texts: Texts, address: Address, answer: Mapping[str, Any]) -> dict[str, Any]:
    total = answer["total"]
    count = format_number(total, texts.language)
    chosen = chosen_values(texts, address, answer["facets"])
    channels = [texts.label("channel", name) for name in answer["channels"]]
    channels_line = texts("search.channels", channels=", ".join(channels)) if channels else ""
    return {
        "results_line": headline(texts, answer, count),
        "channels_line": channels_line,
        "facets": shown_facets(texts, address, answer["facets"]),
        "shown_sort": {value: name for name, value in SORTS.items()}[answer["sort"]],
        "sort_options": _sort_options(answer),
        "chosen": chosen,
        "chosen_line": ", ".join(f"{item['name']}: {item['label']}" for item in chosen),
        "n_pages": min(MAX_PAGES, -(-total // PAGE_SIZE)),
        "n_records": format_number(service.n_records(address.version), texts.language),
    }


def _sort_options(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the orders with their names in the address: the default must undo an order that the question asks for."""
    is_asked = any(chip["field"] == "sort" for chip in answer["understood"])
    return [(name, UNASKED_SORT if is_asked and value == "relevance" else name) for name, value in SORTS.items()]


def headline(texts: Texts, answer: Mapping[str, Any], count: str) -> str:
    """Give the line above the results.

    Meaning is a matter of degree: nearly every record is a little near any query. So where vectors took part and no
    condition was set, the line promises an order and not that each of them answers.
    """
    if answer["total"] == 1:
        return texts("search.results_one")
    is_ranked_only = "dense" in answer["channels"] and answer["counts"]["allowed"] == answer["counts"]["records"]
    if is_ranked_only and answer["total"] > 1:
        return texts("search.results_far" if answer["nothing_close"] else "search.results_near", count=count)
    return texts("search.results_many", count=count)


def shown_facets(
    texts: Texts, address: Address, facets: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    """Give the facets in page order, each value with the link that chooses it or lets it go."""
    shown = []
    for name in FACETS:
        chosen = address.filters.get(name, ())
        choose = address.chooser(name)
        values: list[dict[str, Any]] = []
        for value in facets.get(name, ()):
            key, label = str(value["value"]), str(value["label"])
            is_chosen = key in chosen or label in chosen
            if len(values) >= _LONG_FACET and not is_chosen and name != "municipality":
                continue
            let_go = address.without_value(name, key if key in chosen else label).link() if is_chosen else ""
            values.append(
                {
                    "label": facet_label(texts, name, value),
                    "count": format_number(value["count"], texts.language),
                    "is_chosen": is_chosen,
                    "is_unknown": key == UNKNOWN,
                    "link": let_go or choose(key),
                }
            )
        if values and not (len(values) == 1 and values[0]["is_unknown"]):
            rest = max(0, len(values) - _SHORT_FACET)
            shown.append({"field": name, "name": texts(f"facet.{name}"), "values": values, "n_rest": rest})
    return shown


def facet_label(texts: Texts, name: str, value: Mapping[str, Any]) -> str:
    """Give the words for one facet value."""
    key = str(value["value"])
    if key == UNKNOWN:
        return texts("search.unknown")
    return texts.words.get(f"{name}.{key}", str(value["label"]))


def chosen_values(
    texts: Texts, address: Address, facets: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[dict[str, str]]:
    """Give what is chosen, each with the link that lets it go."""
    chosen = []
    for name, values in address.filters.items():
        known = {str(v["value"]): v for v in facets.get(name, ())}
        for value in values:
            label = facet_label(texts, name, known.get(value, {"value": value, "label": value}))
            link = address.without_value(name, value).link()
            chosen.append({"name": texts.label("facet", name).removeprefix("facet."), "label": label, "link": link})
    return chosen
