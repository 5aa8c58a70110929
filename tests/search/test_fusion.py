from __future__ import annotations

import numpy as np

from search.fusion import fuse, normalise


def floats(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


def test_normalise_scales_the_best_and_gives_zero_to_the_rest() -> None:
    assert normalise(floats(4, 2, 3, -np.inf)).tolist() == [1.0, 0.0, 0.5, 0.0]
    assert normalise(floats(4, 1, 3, 2), depth=3).tolist() == [1.0, 0.0, 0.5, 0.0]


def test_normalise_of_ties_and_of_nothing() -> None:
    assert normalise(floats(2, 2, -np.inf)).tolist() == [1.0, 1.0, 0.0]
    assert normalise(floats(-np.inf, -np.inf)).tolist() == [0.0, 0.0]


def test_lists_are_scaled_together_as_each_alone() -> None:
    rows = [floats(4, 2, 3, -np.inf), floats(1, 1, -np.inf, 1), floats(*[-np.inf] * 4), floats(5, 5.001, 0, 9)]
    together = normalise(np.stack(rows), depth=3)
    assert together.tolist() == [normalise(row, depth=3).tolist() for row in rows]
    assert together[1].tolist() == [1.0, 1.0, 0.0, 1.0]
    assert normalise(np.zeros((3, 0), dtype=np.float32)).shape == (3, 0)


def test_the_weighted_sum_is_the_sum_worked_out_by_hand() -> None:
    lists = {"a": normalise(floats(3, 1, -np.inf)), "b": normalise(floats(-np.inf, 10, 20))}
    assert fuse(lists, {"a": 0.75, "b": 0.25}, 3).tolist() == [0.75, 0.0, 0.25]
    assert fuse(lists, {"a": 1.0}, 3).tolist() == [1.0, 0.0, 0.0]
    assert fuse({}, {}, 2).tolist() == [0.0, 0.0]
