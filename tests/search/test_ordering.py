"""Orders that a question asks for in words: found, applied, taken away, and told."""

from __future__ import annotations

from typing import Any

import pytest

from search.engine import Searcher, SearchRequest
from search.explain import explain_order
from search.methods import methods_text
from search.ordering import find_ordering
from search.tokens import tokenise


@pytest.mark.parametrize(
    ("query", "expected", "words"),
    [
        ("de dyreste rygestopprojekter", "amount", "dyreste"),
        ("billigste projekt om demens", "amount_low", "billigste"),
        ("de 5 største bevillinger", "amount", "5 største bevillinger"),
        ("top 10 største kommunale puljer", "amount", "top 10 største"),
        ("hvem har fået flest penge", "amount", "flest penge"),
        ("de ældste afsluttede demensprojekter", "oldest", "ældste"),
        ("projekter om ernæring, nyeste først", "newest", "nyeste først"),
        ("sorteret efter beløb", "amount", "sorteret efter beløb"),
        ("most expensive dementia projects", "amount", "most expensive"),
        ("latest grants", "newest", "latest"),
        ("den nyeste viden om demens", None, ""),
        ("projekter for de ældste borgere", None, ""),
        ("største effekt", None, ""),
        ("mindst fire projekter", None, ""),  # its stem is that of "mindste"
        ("biler og billige tilskud", None, ""),  # whose stems are that of "billigste"
        ("de mindste kommuner", None, ""),
    ],
)
def test_an_order_is_read_only_where_records_are_ordered(query: str, expected: str | None, words: str) -> None:
    found = find_ordering(tokenise(query))
    assert (found.sort if found else None) == expected
    assert query[found.char_start : found.char_end] == words if found else not words


def _ids(searcher: Searcher, query: str, **request: Any) -> list[str]:
    return [r.record_id for r in searcher.search(SearchRequest(query=query, **request)).results]


def test_the_most_expensive_projects_come_first_and_nothing_vanishes(searcher: Searcher) -> None:
    answer = searcher.search(SearchRequest(query="de dyreste demensprojekter"))
    assert [r.record_id for r in answer.results] == ["demens-vejle", "demens-odense", "demenspuljen"]
    assert (answer.sort, answer.understood[-1]["id"]) == ("amount", "sort:amount")
    assert _ids(searcher, "billigste demensprojekt")[:2] == ["demens-odense", "demens-vejle"]


def test_an_order_alone_lists_the_whole_corpus(searcher: Searcher, bodies: list[dict[str, Any]]) -> None:
    found = _ids(searcher, "de største bevillinger", limit=20)
    amounts = {str(b.get("project_id") or b["pool_id"]): b["amount_dkk"] for b in bodies}
    known = sorted((a for a in amounts.values() if a is not None), reverse=True)
    assert [amounts[record_id] for record_id in found[: len(known)]] == known
    assert len(found) == len(bodies)


def test_an_award_that_only_runs_on_into_the_years_is_not_first(searcher: Searcher) -> None:
    # "demens-vejle" was awarded 2018 with more money than any of the two, and runs until 2020
    assert _ids(searcher, "dyreste projekter siden 2019")[:2] == ["demens-odense", "rygestop-vejle"]


def test_words_narrower_than_their_theme_are_looked_for(searcher: Searcher) -> None:
    # "dagtilbud" is no theme's name; the one record that holds it comes before costlier ones
    assert _ids(searcher, "dyreste projekter om dagtilbud til yngre med demens")[0] == "demens-odense"


def test_the_chip_takes_the_order_away_and_a_chosen_order_wins(searcher: Searcher) -> None:
    plain = searcher.search(SearchRequest(query="billigste demensprojekt", ignore=("sort:amount_low",)))
    assert plain.sort == "relevance"
    assert all(chip["field"] != "sort" for chip in plain.understood)
    assert searcher.search(SearchRequest(query="billigste demensprojekt", ignore=("sort",))).sort == "relevance"
    chosen = searcher.search(SearchRequest(query="billigste demensprojekt", sort="newest"))
    assert (chosen.sort, chosen.results[0].record_id) == ("newest", "demens-odense")


def test_the_order_is_told_by_methods_and_explanation(searcher: Searcher) -> None:
    request = SearchRequest(query="de dyreste demensprojekter")
    text = methods_text(searcher.search(request), request, 3, "2026-01-01")
    assert "i rækkefølge efter beløb, de største først" in text
    told = explain_order(searcher, request, "demens-odense", "demens-vejle")["text"]
    assert told.startswith("Rækkefølgen er største beløb først: ”Aflastning til pårørende i Vejle” står som nummer 1")
    assert "3.000.000 kroner" in told
    assert "1.500.000 kroner" in told
