"""Laying vectors out in the plane, the like close together: a t-SNE, in a process of its own.

One thread and a fixed seed: equal vectors give an equal picture. `python -m ui.layout VECTORS PLACES` reads and writes
NumPy's files.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]

MOST_LAID_OUT = 1500
"""Vectors whose places are computed with all their neighbours: 4 s; the time grows with n log n."""

FEWEST = 5  # fewer have no landscape
_PERPLEXITY = 25.0  # neighbours that each keeps; fewer where there are few
_NEAREST = 3
_NICE = 10  # readers come first, and the staff's jobs after them


def project_apart(vectors: NDArray[np.float32]) -> Places:
    """Give `project(vectors)`, made by a process that yields to all others and takes what it imports along with it."""
    if len(vectors) < FEWEST:
        return project(vectors)
    with tempfile.TemporaryDirectory(prefix="puljespor-") as name:
        given, made = Path(name) / "vectors.npy", Path(name) / "places.npy"
        np.save(given, vectors)
        subprocess.run([sys.executable, "-m", "ui.layout", str(given), str(made)], check=True)
        places: Places = np.load(made)
        return places


def project(vectors: NDArray[np.float32]) -> Places:
    """Lay vectors out in the plane: float64, shape (n, 2), within 0-1."""
    n = len(vectors)
    if n < FEWEST:
        return np.full((n, 2), 0.5)
    chosen = np.unique(np.linspace(0, n - 1, min(n, MOST_LAID_OUT)).astype(np.int64))
    laid = _laid_out(vectors[chosen])
    if len(chosen) == n:
        return _within(laid)
    places = np.empty((n, 2))
    for start in range(0, n, 1000):
        places[start : start + 1000] = among_nearest(vectors[start : start + 1000], vectors[chosen], laid)
    places[chosen] = laid
    return _within(places)


def among_nearest(vectors: NDArray[np.float32], others: NDArray[np.float32], places: Places) -> Places:
    """Give each vector the middle of the places of those nearest to it among others; all of unit length."""
    nearest = np.argsort(-(vectors @ others.T), axis=1, kind="stable")[:, :_NEAREST]
    middles: Places = places[nearest].mean(axis=1)
    return middles


def _laid_out(vectors: NDArray[np.float32]) -> Places:
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    perplexity = min(_PERPLEXITY, (len(vectors) - 1) / 3)
    with threadpool_limits(1):  # sums of several threads differ in their last bits
        made = TSNE(perplexity=perplexity, init="pca", metric="cosine", random_state=0).fit_transform(vectors)
    return np.asarray(made, dtype=np.float64)


def _within(places: Places) -> Places:
    low, high = places.min(axis=0), places.max(axis=0)
    scaled: Places = np.round((places - low) / np.maximum(high - low, 1e-9), 4)
    return scaled


def main(given: str, made: str) -> None:
    """Lay out the vectors in one file, and write their places to another."""
    os.nice(_NICE)
    np.save(made, project(np.load(given)))


if __name__ == "__main__":
    main(*sys.argv[1:])
