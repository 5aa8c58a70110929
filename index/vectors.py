"""Dense vectors of the passages, searched exactly by FAISS."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.keywords import Hits

VECTORS_NAME = "vectors.npy"


class VectorIndex:
    """Passage vectors: float32, shape (n_passages, dim), rows unit length."""

    def __init__(self, folder: Path) -> None:
        vectors = np.load(folder / VECTORS_NAME, mmap_mode="r")
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)

    def search(self, vector: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None) -> Hits:
        """Give the k passages of greatest cosine similarity, best first, ties by passage number."""
        faiss.omp_set_num_threads(1)
        n = self._index.ntotal if allowed is None else int(allowed.sum())
        if not n:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            parameters = faiss.SearchParameters(  # type: ignore[call-arg]  # a keyword of its C++ side
                sel=faiss.IDSelectorBitmap(len(allowed), faiss.swig_ptr(bits))
            )
        scores, numbers = self._index.search(vector[None], min(k, n), params=parameters)
        order = np.lexsort((numbers[0], -scores[0]))
        return numbers[0][order].astype(np.int32), scores[0][order]
