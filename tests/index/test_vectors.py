from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.vectors import VectorIndex, write_vectors

N, DIM = 5000, 64


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    """Unit vectors that crowd together as the encoder's do."""
    noise = np.random.default_rng(7).normal(size=(N + 1, DIM)).astype(np.float32)
    crowded = noise[1:] * 0.3 + noise[:1]
    unit: NDArray[np.float32] = crowded / np.linalg.norm(crowded, axis=1, keepdims=True)
    unit[17] = unit[4711]
    return unit


@pytest.fixture(scope="module")
def folder(vectors: NDArray[np.float32], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vectors")
    write_vectors(path, vectors)
    return path


@pytest.mark.parametrize("share", [1.0, 0.6, 0.1, 0.001])
@pytest.mark.parametrize("is_first", [True, False])
def test_search_equals_the_product(is_first: bool, share: float, vectors: NDArray[np.float32], folder: Path) -> None:
    index = VectorIndex(folder)
    if not is_first:
        index.search(vectors[0], 1)
    allowed = None if share == 1 else np.random.default_rng(3).random(N) < share
    for query in vectors[:20]:
        products = vectors @ query
        if allowed is not None:
            products[~allowed] = -np.inf
        expected = [i for i in np.lexsort((np.arange(N), -products))[:10] if np.isfinite(products[i])]
        numbers, scores = index.search(query, 10, allowed)
        assert numbers.tolist() == expected
        np.testing.assert_allclose(scores, products[expected], atol=1e-5)


def test_first_and_later_searches_agree_to_the_last_bit(vectors: NDArray[np.float32], folder: Path) -> None:
    index = VectorIndex(folder)
    first = index.search(vectors[9], 50)
    later = index.search(vectors[9], 50)
    assert first[0].tolist() == later[0].tolist()
    assert first[1].tobytes() == later[1].tobytes()


def test_equal_vectors_are_ordered_by_number(vectors: NDArray[np.float32], folder: Path) -> None:
    numbers, scores = VectorIndex(folder).search(vectors[17], 2)
    assert numbers.tolist() == [17, 4711]
    assert scores[0] == scores[1]


def test_nothing_allowed_finds_nothing(vectors: NDArray[np.float32], folder: Path) -> None:
    numbers, scores = VectorIndex(folder).search(vectors[0], 5, np.zeros(N, dtype=bool))
    assert (numbers.tolist(), scores.tolist()) == ([], [])


def test_eight_bit_codes_find_nearly_all(
    vectors: NDArray[np.float32], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.vectors.HALF_UP_TO", 1000)
    write_vectors(tmp_path, vectors)
    index = VectorIndex(tmp_path)
    index.search(vectors[0], 1)
    found = 0
    for query in vectors[:50]:
        expected = set(np.argsort(-(vectors @ query))[:10].tolist())
        found += len(expected & set(index.search(query, 10)[0].tolist()))
    assert found / 500 >= 0.97
