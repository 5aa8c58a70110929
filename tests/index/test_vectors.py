from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.vectors import VECTORS_NAME, VectorIndex, write_codes

N, DIM = 5000, 64


@pytest.fixture(scope="module")
def vectors() -> NDArray[np.float32]:
    """Unit vectors that crowd together as the encoder's do."""
    noise = np.random.default_rng(7).normal(size=(N + 1, DIM)).astype(np.float32)
    crowded = noise[1:] * 0.3 + noise[:1]
    unit: NDArray[np.float32] = crowded / np.linalg.norm(crowded, axis=1, keepdims=True)
    unit[17] = unit[4711]
    return unit


def write_vectors(folder: Path, vectors: NDArray[np.float32]) -> None:
    np.save(folder / VECTORS_NAME, vectors)
    write_codes(folder, vectors)


@pytest.fixture(scope="module")
def folder(vectors: NDArray[np.float32], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vectors")
    write_vectors(path, vectors)
    return path


@pytest.mark.parametrize("share", [1.0, 0.6, 0.1, 0.001])
def test_search_finds_what_the_product_finds(share: float, vectors: NDArray[np.float32], folder: Path) -> None:
    index = VectorIndex(folder)
    allowed = None if share == 1 else np.random.default_rng(3).random(N) < share
    for query in vectors[:20]:
        products = vectors @ query
        if allowed is not None:
            products[~allowed] = -np.inf
        expected = [i for i in np.lexsort((np.arange(N), -products))[:10] if np.isfinite(products[i])]
        numbers, scores = index.search(query, 10, allowed)
        assert numbers.tolist() == expected
        np.testing.assert_allclose(scores, products[expected], atol=1e-5)


def test_deep_search_finds_nearly_all(vectors: NDArray[np.float32], folder: Path) -> None:
    index = VectorIndex(folder)
    found = 0
    for query in vectors[:50]:
        expected = set(np.argsort(-(vectors @ query))[:300].tolist())
        numbers, _ = index.search(query, 300)
        assert len(numbers) == 300
        found += len(expected & set(numbers.tolist()))
    assert found / 15_000 >= 0.9  # of random directions, which lie closer together than meanings do


def test_filter_against_the_query_still_finds_all_that_was_asked_for(
    vectors: NDArray[np.float32], folder: Path
) -> None:
    products = vectors @ vectors[0]
    allowed = products < np.quantile(products, 0.5)  # the far half of the collection, none of the first 2500
    numbers, scores = VectorIndex(folder).search(vectors[0], 10, allowed)
    expected = np.argsort(-np.where(allowed, products, -np.inf))[:10]
    assert len(set(expected.tolist()) & set(numbers.tolist())) >= 9
    assert len(scores) == 10


def test_equal_vectors_make_equal_codes(vectors: NDArray[np.float32], folder: Path, tmp_path: Path) -> None:
    write_vectors(tmp_path, vectors)
    assert (tmp_path / "vectors.faiss").read_bytes() == (folder / "vectors.faiss").read_bytes()


def test_a_search_repeats_to_the_last_bit(vectors: NDArray[np.float32], folder: Path) -> None:
    first = VectorIndex(folder).search(vectors[9], 50)
    index = VectorIndex(folder)
    index.search(vectors[8], 5)
    later = index.search(vectors[9], 50)
    assert first[0].tolist() == later[0].tolist()
    assert first[1].tobytes() == later[1].tobytes()


def test_rows_that_are_read_score_as_those_that_are_mapped(
    vectors: NDArray[np.float32], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapped = VectorIndex(folder).search(vectors[9], 50)
    monkeypatch.setattr("index.vectors._MAPPED_UP_TO", 0)
    read = VectorIndex(folder).search(vectors[9], 50)
    assert read[0].tolist() == mapped[0].tolist()
    assert read[1].tobytes() == mapped[1].tobytes()


@pytest.mark.parametrize("dim", [1, 7])
def test_odd_and_tiny_collections_are_searched(dim: int, tmp_path: Path) -> None:
    rows = np.random.default_rng(1).normal(size=(3, dim)).astype(np.float32)
    write_vectors(tmp_path, rows)
    assert VectorIndex(tmp_path).search(rows[0], 5)[0].tolist() == np.argsort(-(rows @ rows[0])).tolist()


def test_equal_vectors_are_ordered_by_number(vectors: NDArray[np.float32], folder: Path) -> None:
    numbers, scores = VectorIndex(folder).search(vectors[17], 2)
    assert numbers.tolist() == [17, 4711]
    assert scores[0] == scores[1]


def test_nothing_allowed_finds_nothing(vectors: NDArray[np.float32], folder: Path) -> None:
    numbers, scores = VectorIndex(folder).search(vectors[0], 5, np.zeros(N, dtype=bool))
    assert (numbers.tolist(), scores.tolist()) == ([], [])


@pytest.mark.parametrize(("start", "end"), [(0, 0), (0, 7), (3, 50), (49, 50)])
def test_a_block_is_read_as_it_is_mapped(start: int, end: int, tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(50, 24)).astype(np.float32)
    write_vectors(tmp_path, vectors)
    index = VectorIndex(tmp_path)
    np.testing.assert_array_equal(index.block(start, end), vectors[start:end])
    assert index.dim == 24
