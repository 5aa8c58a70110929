"""The landscape of projects by meaning: a place for each record, near those that say the same; made once a snapshot.

The places are a t-SNE of the records' vectors (the mean of their passages', the mean of all taken out). Where there are
more than `MOST_LAID_OUT` records, that many at even distances are laid out, and the others placed among those nearest
to them. One thread and a fixed seed: the same snapshot gives the same picture.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from index.snapshot import Snapshot

Places = NDArray[np.float64]

MOST_LAID_OUT = 1500
"""Records whose places are computed with all their neighbours: 4 s; the time grows with n log n."""

_FEWEST = 5  # fewer records have no landscape
_PERPLEXITY = 25.0  # neighbours that each record keeps; fewer where there are few records
_NEAREST = 3
_LOCK = threading.Lock()
_FORMAT = 1
_KEPT = 6  # landscapes of older snapshots that somebody may look at


def landscape(snapshot: Snapshot, folder: Path) -> Places:
    """Give each record's place: float64, shape (n_records, 2), within 0-1; kept in the folder for the next time."""
    path = folder / f"{snapshot.manifest.name}.{_FORMAT}.json"
    with _LOCK:
        try:
            kept: Places = np.array(json.loads(path.read_text("utf-8")), dtype=np.float64)
            if kept.shape == (len(snapshot.records), 2):
                return kept
        except (OSError, ValueError):
            pass  # not made yet, or cut short
        places = project(record_vectors(snapshot))
        _keep(path, places)
        return places


def record_vectors(snapshot: Snapshot) -> NDArray[np.float32]:
    """Give each record's mean vector: float32, shape (n_records, dim), rows unit length, the mean of all taken out."""
    numbers = np.asarray(snapshot.passages.record_no)
    rows = snapshot.vectors.rows
    sums = np.zeros((len(snapshot.records), rows.shape[1]), dtype=np.float64)
    np.add.at(sums, numbers, rows)
    means = sums / np.maximum(np.bincount(numbers, minlength=len(sums)), 1)[:, None]
    means -= means.mean(axis=0)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    vectors: NDArray[np.float32] = (means / np.maximum(lengths, 1e-9)).astype(np.float32)
    return vectors


def project(vectors: NDArray[np.float32]) -> Places:
    """Lay vectors out in the plane: float64, shape (n, 2), within 0-1."""
    n = len(vectors)
    if n < _FEWEST:
        return np.full((n, 2), 0.5)
    chosen = np.unique(np.linspace(0, n - 1, min(n, MOST_LAID_OUT)).astype(np.int64))
    laid = _laid_out(vectors[chosen])
    if len(chosen) == n:
        return _within(laid)
    places = np.empty((n, 2))
    for start in range(0, n, 1000):
        alike = vectors[start : start + 1000] @ vectors[chosen].T
        nearest = np.argsort(-alike, axis=1, kind="stable")[:, :_NEAREST]
        places[start : start + 1000] = laid[nearest].mean(axis=1)
    places[chosen] = laid
    return _within(places)


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


def _keep(path: Path, places: Places) -> None:
    """Keep the places where the folder may be written; the oldest go."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        kept = sorted(path.parent.glob("*.json"), key=lambda other: other.stat().st_mtime)
        for old in kept[: max(0, len(kept) - _KEPT + 1)]:
            old.unlink(missing_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".new-", delete=False, encoding="utf-8") as file:
            json.dump(places.tolist(), file)
        Path(file.name).replace(path)
    except OSError:
        return  # computed anew after the next start


def regions(places: Places, themes: Sequence[Sequence[str]], *, most: int = 12) -> list[tuple[str, float, float]]:
    """Give names of regions: a theme, and the place where its records stand closest; none over another.

    Args:
        places: shape (n, 2), within 0-1.
        themes: of each record.
        most: names at most, of the most frequent themes.
    """
    counts = Counter(theme for names in themes for theme in names)
    named: list[tuple[str, float, float]] = []
    for theme, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count < 3 or len(named) == most:
            break
        mine = places[[i for i, names in enumerate(themes) if theme in names]]
        gaps = np.linalg.norm(mine[:, None, :] - mine[None, :, :], axis=2)
        k = max(2, min(len(mine) - 1, len(mine) // 2))
        x, y = mine[int(np.argmin(np.sort(gaps, axis=1)[:, 1 : k + 1].mean(axis=1)))]
        if all(abs(x - a) > 0.24 or abs(y - b) > 0.055 for _, a, b in named):
            named.append((theme, float(x), float(y)))
    return named


def leading_themes(records: Sequence[Mapping[str, Any]], most: int) -> list[str]:
    """Give the themes that most records have first, by which dots are coloured."""
    counts = Counter(record["themes"][0] for record in records if record["themes"])
    return [theme for theme, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]]
