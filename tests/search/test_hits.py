from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from search.highlight import Highlighter
from search.hits import passage_hits
from search.retrieve import Candidates
from tests.search.toy import toy_record, toy_snapshot

TITLE = "Akuthold for ældre"
TOLD = "Sygeplejersker kører ud til ældre borgere om aftenen, så færre ældre bliver indlagt akut."
FACTS = "Målgruppe: akut syge ældre.\n\nTemaer: akut, akuthold, ældre.\n\nBeløb: 2.500.000 kr."
NO_SCORES = np.zeros(0, dtype=np.float32)


def shown(scores: Mapping[str, float], *words: str, evidence: list[dict[str, Any]] | None = None) -> list[str]:
    """Give the passages of a record with these texts and scores, as shown; the first is its card."""
    body = toy_record("a", TITLE, texts=list(scores)[1:])
    found = np.array(list(scores.values()), dtype=np.float32)
    candidates = Candidates(
        channels=("words",),
        weights={"words": 1.0},
        records=np.zeros(1, dtype=np.int64),
        record_scores={},
        text_scores=NO_SCORES,
        passages=np.arange(len(found), dtype=np.int64),
        passage_scores={"words": found},
        passage_text_scores=found,
        owners=np.zeros(len(found), dtype=np.int64),
        normalised_scores={},
        top_similarity=0.5,
    )
    record = {**body, "evidence": evidence or []}
    (hits,) = passage_hits(candidates, [(0, record)], toy_snapshot([body]), Highlighter(words))
    return [hit.passage.text for hit in hits]


def test_a_sentence_that_answers_is_shown_before_facts_titles_and_cards() -> None:
    assert shown({TITLE: 1.0, FACTS: 0.9, TOLD: 0.8}, "akut")[0] == TOLD
    assert shown({TITLE: 1.0, FACTS: 0.9, f"{TITLE}:": 0.9, TOLD: 0.6}, "akut") == [TITLE, TOLD, FACTS]


def test_facts_that_answer_far_better_are_shown_first() -> None:
    aside = "Kommunen skriver hvert år et regnskab for alle sine mange projekter."
    assert shown({TITLE: 0.5, FACTS: 0.9, aside: 0.3}, "akut")[0] == FACTS


def test_a_fact_is_shown_first_where_the_query_asks_for_it_by_its_label() -> None:
    assert shown({TITLE: 0.2, FACTS: 0.9, TOLD: 0.8}, "beløb", "akut")[0] == FACTS


def test_of_texts_as_good_the_one_that_states_the_record_is_shown_first() -> None:
    beside = "I nabokommunen kører sygeplejersker også ud til ældre borgere, så færre ældre bliver indlagt akut."
    stated = {"document_id": "d-a", "char_start": len(TOLD) + 1, "char_end": len(beside), "origin": "extracted"}
    scores = {TITLE: 0.2, TOLD: 0.82, beside: 0.8}
    for evidence in ([], [{**stated, "origin": "inferred"}], [{**stated, "document_id": "d-b"}]):
        assert shown(scores, "akut", evidence=evidence)[0] == TOLD
    assert shown(scores, "akut", evidence=[stated])[0] == beside


def test_a_record_that_no_channel_found_shows_its_card() -> None:
    assert shown({}, "akut") == [TITLE]
