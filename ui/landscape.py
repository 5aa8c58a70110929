"""The landscape of projects by meaning: a place for each record, near those that say the same.

A record keeps its place from one version of the corpus to the next, and a new one stands among those nearest to it:
that takes milliseconds, and nobody has to learn a new picture. When a tenth of the records have come in that way, all
are laid out anew (`ui.layout`). A record's vector is the mean of its passages', with the mean of all taken out.
"""

from __future__ import annotations

import json
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ui.layout import FEWEST, Places, among_nearest, project_apart

if TYPE_CHECKING:
    from index.snapshot import Snapshot

_LOCK = threading.Lock()
_FORMAT = 2
_KEPT = 6  # landscapes of older snapshots that somebody may look at
_BLOCK = 10_000  # records whose vectors are read at a time
_MOST_ADDED = 0.1  # share of records that have come in since all were laid out
_MOST_OF_THEME = 1000  # records of a theme that tell where it stands closest: each is set against each


@dataclass(frozen=True, slots=True)
class Kept:
    """A landscape as it is kept."""

    ids: list[str]  # of the records
    places: list[list[float]]  # of each
    n_added: int  # that have come in since all were laid out


def landscape(snapshot: Snapshot, folder: Path) -> Places:
    """Give each record's place: float64, shape (n_records, 2), within 0-1; kept in the folder for the next time."""
    path = folder / f"{snapshot.manifest.name}.{_FORMAT}.json"
    ids = list(snapshot.records.ids)
    with _LOCK:
        kept = _read(path)
        if kept is None or kept.ids != ids:
            vectors = record_vectors(snapshot)
            kept = _grown(_newest(folder), ids, vectors) or Kept(ids, project_apart(vectors).tolist(), 0)
            _keep(path, kept)
    return np.array(kept.places, dtype=np.float64).reshape(len(ids), 2)


def _grown(older: Kept | None, ids: list[str], vectors: NDArray[np.float32]) -> Kept | None:
    """Give an older landscape with other records in it; none where too many are new."""
    if older is None:
        return None
    known = dict(zip(older.ids, older.places, strict=True))
    is_known = np.array([record_id in known for record_id in ids], dtype=bool)
    n_added = older.n_added + int((~is_known).sum())
    if int(is_known.sum()) < FEWEST or n_added > _MOST_ADDED * len(ids):
        return None
    places = np.empty((len(ids), 2))
    places[is_known] = [known[record_id] for record_id in ids if record_id in known]
    if not is_known.all():
        places[~is_known] = among_nearest(vectors[~is_known], vectors[is_known], places[is_known])
    return Kept(ids, np.round(places, 4).tolist(), n_added)


def record_vectors(snapshot: Snapshot) -> NDArray[np.float32]:
    """Give each record's mean vector: float32, shape (n_records, dim), rows unit length, the mean of all taken out."""
    numbers = np.asarray(snapshot.passages.record_no)
    if not len(numbers):
        return np.zeros((0, 1), dtype=np.float32)
    starts = np.searchsorted(numbers, np.arange(len(snapshot.records), dtype=numbers.dtype))  # they stand together
    ends = np.append(starts[1:], len(numbers))
    means = np.empty((len(starts), snapshot.vectors.dim), dtype=np.float32)
    for first in range(0, len(starts), _BLOCK):  # of a million passages all vectors at once would be 1.5 GB
        part = slice(first, first + _BLOCK)
        rows = snapshot.vectors.block(int(starts[first]), int(ends[part][-1]))
        means[part] = np.add.reduceat(rows, starts[part] - starts[first], axis=0)
    means /= (ends - starts)[:, None].astype(np.float32)
    means -= means.mean(axis=0, dtype=np.float64).astype(np.float32)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    return means


def _read(path: Path) -> Kept | None:
    try:
        kept = Kept(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # not made yet, or cut short
    return kept if len(kept.ids) == len(kept.places) else None


def _newest(folder: Path) -> Kept | None:
    for path in sorted(folder.glob(f"*.{_FORMAT}.json"), key=_written_at, reverse=True):
        if (kept := _read(path)) is not None:
            return kept
    return None


def _written_at(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0


def _keep(path: Path, kept: Kept) -> None:
    """Keep a landscape where the folder may be written; the oldest go."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        others = sorted(path.parent.glob("*.json"), key=_written_at)
        for old in others[: max(0, len(others) - _KEPT + 1)]:
            old.unlink(missing_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".new-", delete=False, encoding="utf-8") as file:
            json.dump(asdict(kept), file)
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
        mine = mine[:: -(-len(mine) // _MOST_OF_THEME)]
        gaps = np.linalg.norm(mine[:, None, :] - mine[None, :, :], axis=2)
        k = max(2, min(len(mine) - 1, len(mine) // 2))
        x, y = mine[int(np.argmin(np.sort(gaps, axis=1)[:, 1 : k + 1].mean(axis=1)))]
        if all(abs(x - a) > 0.24 or abs(y - b) > 0.055 for _, a, b in named):
            named.append((theme, float(x), float(y)))
    return named


def leading_themes(themes: Sequence[Sequence[str]], most: int) -> list[str]:
    """Give the themes that most records have first, by which dots are coloured."""
    counts = Counter(names[0] for names in themes if names)
    return [theme for theme, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]]
