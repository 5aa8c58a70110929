from __future__ import annotations

import math

import pytest

from search.metrics import bootstrap, compare_paired, ndcg, recall, reciprocal_rank


def test_ndcg_is_the_formula_of_the_brief() -> None:
    relevant = {"a": 3, "b": 1, "c": 2}
    gained = 1 / math.log2(2) + 7 / math.log2(4)  # b first, a third
    best = 7 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(["b", "x", "a"], relevant) == pytest.approx(gained / best)


def test_ndcg_of_the_ideal_order_is_one_and_of_nothing_relevant_zero() -> None:
    assert ndcg(["a", "c", "b"], {"a": 3, "b": 1, "c": 2}) == 1.0
    assert ndcg(["x"], {"a": 3}) == 0.0
    assert ndcg(["x"], {}) == 0.0


def test_ndcg_reads_no_deeper_than_k() -> None:
    assert ndcg(["x", "a"], {"a": 1}, k=1) == 0.0


def test_ndcg_refuses_an_id_twice() -> None:
    with pytest.raises(ValueError, match="repeats"):
        ndcg(["a", "a"], {"a": 1})


def test_recall_and_reciprocal_rank_count_grades_above_zero_only() -> None:
    assert recall(["a", "z", "b"], {"a": 1, "b": 2, "c": 1, "z": 0}, k=2) == pytest.approx(1 / 3)
    assert reciprocal_rank(["z", "x", "b"], {"b": 1, "z": 0}) == pytest.approx(1 / 3)
    assert reciprocal_rank(["z"], {"b": 1}) == 0.0


def test_bootstrap_holds_the_mean_and_repeats() -> None:
    values = [0.1, 0.9, 0.5, 0.7]
    interval = bootstrap(values)
    assert interval.mean == pytest.approx(0.55)
    assert interval.low < 0.55 < interval.high
    assert interval == bootstrap(values)
    with pytest.raises(ValueError, match="no values"):
        bootstrap([])


def test_paired_comparison_sees_a_steady_gain_and_no_gain() -> None:
    a = {f"q{i}": i / 40 for i in range(20)}
    better = {key: value + 0.1 for key, value in a.items()}
    gain = compare_paired(a, better)
    assert (gain.n_better, gain.n_worse) == (20, 0)
    assert gain.mean_difference == pytest.approx(0.1)
    assert gain.p_value < 0.001
    assert compare_paired(a, a).p_value == 1.0


def test_paired_comparison_refuses_other_queries() -> None:
    with pytest.raises(ValueError, match="q2"):
        compare_paired({"q1": 1.0}, {"q1": 1.0, "q2": 0.0})
