from __future__ import annotations

import numpy as np
import pytest

from search.fusion import fuse_rrf, fuse_weighted, normalise


def floats(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


def test_normalise_scales_the_best_and_gives_zero_to_the_rest() -> None:
    assert normalise(floats(4, 2, 3, -np.inf)).tolist() == [1.0, 0.0, 0.5, 0.0]
    assert normalise(floats(4, 1, 3, 2), depth=3).tolist() == [1.0, 0.0, 0.5, 0.0]


def test_normalise_of_ties_and_of_nothing() -> None:
    assert normalise(floats(2, 2, -np.inf)).tolist() == [1.0, 1.0, 0.0]
    assert normalise(floats(-np.inf, -np.inf)).tolist() == [0.0, 0.0]


def test_weighted_sum_is_the_sum_worked_out_by_hand() -> None:
    lists = {"a": floats(3, 1, -np.inf), "b": floats(-np.inf, 10, 20)}
    assert fuse_weighted(lists, {"a": 3, "b": 1}).tolist() == [0.75, 0.0, 0.25]


def test_weighted_sum_needs_a_weight() -> None:
    with pytest.raises(ValueError, match="weight above 0"):
        fuse_weighted({"a": floats(1)}, {"a": 0})


def test_rrf_rewards_agreement() -> None:
    fused = fuse_rrf([["a", "b"], ["b", "c"]])
    assert fused == [("b", 1 / 62 + 1 / 61), ("a", 1 / 61), ("c", 1 / 62)]


def test_rrf_refuses_a_repeated_id_and_a_negative_constant() -> None:
    with pytest.raises(ValueError, match="repeats"):
        fuse_rrf([["a", "a"]])
    with pytest.raises(ValueError, match=">= 0"):
        fuse_rrf([["a"]], k=-1)
