"""Dense vectors of the passages, searched by inner product on one thread.

FAISS compares the query with compact codes of every vector, and the best are compared again in full precision. Half
precision up to `HALF_UP_TO` passages, 8 bits beyond: e5 vectors crowd together, so that 8 bits alone find 0.95-0.97 of
the ten nearest, and twice as many candidates compared again bring the rest back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.keywords import Hits
from index.postings import map_array

VECTORS_NAME, CODES_NAME = "vectors.npy", "vectors.faiss"
HALF_UP_TO = 200_000
COLD_UP_TO = 20_000
"""Passages for which one NumPy product is quicker than importing FAISS (0.1 s), for a first query."""

_TRAINING = 100_000  # vectors that the range of the 8-bit codes is read from
_CHUNK = 50_000
_FEW = 2000  # allowed passages that are compared directly: quicker than asking FAISS to skip all others


def write_vectors(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write the passages' vectors and their codes.

    Args:
        folder: where to.
        vectors: float32, shape (n_passages, dim), rows unit length.
    """
    import faiss

    np.save(folder / VECTORS_NAME, vectors)
    if not len(vectors):
        return
    kind = faiss.ScalarQuantizer.QT_fp16 if len(vectors) <= HALF_UP_TO else faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexScalarQuantizer(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[:: max(1, len(vectors) // _TRAINING)])
    for start in range(0, len(vectors), _CHUNK):
        index.add(vectors[start : start + _CHUNK])
    faiss.write_index(index, str(folder / CODES_NAME))


class VectorIndex:
    """The vectors of a snapshot.

    The first search of a small collection is answered by NumPy, later ones by FAISS: a command line search makes
    one and ends, a server makes many. Either way the scores are those of the full vectors.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._vectors: NDArray[np.float32] = map_array(folder / VECTORS_NAME)
        self._codes: Any = None
        self._n_searches = 0

    def search(self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None) -> Hits:
        """Give the k passages of greatest inner product with the vector, best first, ties by passage number.

        Args:
            vector: float32, shape (dim,).
            k: how many at most.
            allowed: which passages may be found, shape (n_passages,); None for all.
        """
        n = len(self._vectors)
        n_allowed = n if allowed is None else int(allowed.sum())
        if n_allowed <= 0 or k <= 0:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
        self._n_searches += 1
        if n_allowed <= max(k, _FEW):
            candidates = np.arange(n) if allowed is None else np.flatnonzero(allowed)
        elif self._n_searches == 1 and n <= COLD_UP_TO:
            candidates = self._scan(vector, k, allowed)
        else:
            spare = 32 if n <= HALF_UP_TO else k + 50  # half precision leaves little to put right
            candidates = self._ask_faiss(vector, min(k + spare, n_allowed), allowed)
        # einsum sums each row alike whatever its neighbours, so that a search repeats to the last bit
        scores = np.einsum("ij,j->i", self._vectors[candidates], vector)
        order = np.lexsort((candidates, -scores))[:k]
        return candidates[order].astype(np.int32), scores[order]

    def _scan(self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        scores = self._vectors @ vector
        if allowed is not None:
            scores[~allowed] = -np.inf
        return np.argpartition(scores, len(scores) - k)[len(scores) - k :]

    def _ask_faiss(self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        import faiss

        if self._codes is None:
            faiss.omp_set_num_threads(1)  # threads of contending searches would wait for one another
            self._codes = faiss.read_index(str(self._folder / CODES_NAME))
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(allowed), faiss.swig_ptr(bits))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # a field of its C++ side
        numbers: NDArray[np.int64] = self._codes.search(np.ascontiguousarray(vector[None]), k, params=parameters)[1][0]
        return numbers[numbers >= 0]
