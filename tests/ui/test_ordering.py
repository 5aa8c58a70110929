from __future__ import annotations

from typing import Any

from ui.ordering import tell_order
from ui.texts import load_texts


def result(title: str, score: float, **scores: float) -> dict[str, Any]:
    return {"title": title, "score": score, "scores": {"text": score, "conditions": 0.0, **scores}}


def test_each_result_is_held_against_the_next_by_what_leads_most() -> None:
    results = [
        result("A", 0.9, words=1.0, dense=0.8),
        result("B", 0.5, words=0.9, dense=0.2),
        result("C", 0.5, words=0.9),
    ]
    results[2]["scores"]["dense"] = 0.2
    tell_order(results, {"words": 0.4, "dense": 0.6}, load_texts("da"))
    assert results[0]["why"] == ["Før »B« mest på grund af betydning: 0,36 foran, 0,40 i alt."]
    assert results[1]["why"] == ["Står lige med »C«."]
    assert "why" not in results[2]


def test_a_condition_may_be_what_leads() -> None:
    results = [result("A", 1.2, words=0.5), result("B", 0.9, words=0.6)]
    results[0]["scores"]["conditions"] = 0.6
    tell_order(results, {"words": 1.0}, load_texts("en"))
    assert "0.60 ahead, 0.30 in all" in results[0]["why"][0]
