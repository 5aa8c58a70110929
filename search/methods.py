"""The methods paragraph of an export: how the set was found, in Danish or English, ready to paste."""

from __future__ import annotations

from collections.abc import Mapping

from search.request import SearchRequest
from search.response import SearchResponse

_MODES = {
    "da": {
        "hybrid": "både efter ord og efter betydning (hybrid)",
        "lexical": "efter ord",
        "dense": "efter betydning (vektorer)",
        "exact": "ordret, uden bøjning",
    },
    "en": {
        "hybrid": "by words and by meaning (hybrid)",
        "lexical": "by words",
        "dense": "by meaning (vectors)",
        "exact": "word for word, uninflected",
    },
}
_CHANNELS = {
    "da": {
        "words": "ordstammer",
        "grams": "tegn-firegrammer",
        "dense": "vektorer",
        "sentences": "sætningers vektorer",
        "surface": "ordene som skrevet",
    },
    "en": {
        "words": "word stems",
        "grams": "character 4-grams",
        "dense": "vectors",
        "sentences": "sentences' vectors",
        "surface": "words as written",
    },
}
_ORDERS = {
    "da": {
        "relevance": "relevans",
        "newest": "nyeste",
        "oldest": "ældste",
        "amount": "beløb, de største først",
        "amount_low": "beløb, de mindste først",
        "title": "titel",
    },
    "en": {
        "relevance": "relevance",
        "newest": "newest",
        "oldest": "oldest",
        "amount": "amount, largest first",
        "amount_low": "amount, smallest first",
        "title": "title",
    },
}


def methods_text(
    response: SearchResponse, request: SearchRequest, n_exported: int, date: str, language: str = "da"
) -> str:
    """Give the paragraph that tells how a set was found.

    Args:
        response: what the search answered.
        request: what it was asked.
        n_exported: how many records the set holds.
        date: ISO 8601 time of the export.
        language: `da`, or `en`; any other gets Danish.
    """
    language = language if language in _MODES else "da"
    filters = "; ".join(
        f"{name} = {(' or ' if language == 'en' else ' eller ').join(values)}"
        for name, values in request.filters.items()
    )
    words = {
        "query": request.query.strip(),
        "filters": filters,
        "read": ", ".join(chip["label"] for chip in response.understood),
        "mode": _MODES[language][response.mode],
        "channels": ", ".join(_weighed(response.weights, name, language) for name in response.channels),
        "order": _ORDERS[language][response.sort],
        "date": date[:10],
        "n": str(n_exported),
    }
    parts = (_english if language == "en" else _danish)(response, words)
    return " ".join(part for part in parts if part)


def _weighed(weights: Mapping[str, float], name: str, language: str) -> str:
    weight = f"{weights[name]:.2f}"
    return f"{_CHANNELS[language][name]} ({weight if language == 'en' else weight.replace('.', ',')})"


def _danish(response: SearchResponse, words: Mapping[str, str]) -> list[str]:
    asked = f"med søgningen ”{words['query']}”" if words["query"] else "uden søgeord"
    return [
        f"Posterne er fundet i Puljespor den {words['date']} {asked}, {words['mode']}.",
        f"Filtre: {words['filters']}." if words["filters"] else "Ingen filtre er valgt.",
        f"Af søgningens ord er læst: {words['read']}." if words["read"] else "",
        f"Rangeringen vejer kanalerne {words['channels']}." if words["channels"] else "",
        f"Korpusversion {response.corpus_version} (indeks {response.snapshot}) rummer "
        f"{response.counts['records']} poster; "
        f"{response.counts['allowed']} opfylder betingelserne, {response.counts['found']} blev fundet, "
        f"og {words['n']} er taget med i rækkefølge efter {words['order']}.",
        "Søgningen kan gentages med filen manifest.json.",
    ]


def _english(response: SearchResponse, words: Mapping[str, str]) -> list[str]:
    asked = f"with the search “{words['query']}”" if words["query"] else "with no search words"
    return [
        f"The records were found in Puljespor on {words['date']} {asked}, {words['mode']}.",
        f"Filters: {words['filters']}." if words["filters"] else "No filters were chosen.",
        f"Of the words of the search, these were read as conditions: {words['read']}." if words["read"] else "",
        f"The ranking weighs the channels {words['channels']}." if words["channels"] else "",
        f"Corpus version {response.corpus_version} (index {response.snapshot}) holds "
        f"{response.counts['records']} records; "
        f"{response.counts['allowed']} meet the conditions, {response.counts['found']} were found, "
        f"and {words['n']} are included in order of {words['order']}.",
        "The search can be repeated with the file manifest.json.",
    ]
