"""The words of a collection, and what each comes to in each channel; kept, so that a changed collection reuses them.

Words and terms are numbered by their keys in tries, so that a vocabulary has the same numbers however it came about.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from index.postings import map_array
from index.ragged import Ragged


@dataclass(frozen=True, slots=True)
class TermTable:
    """Each word's terms in a channel, by their keys in its trie."""

    n_terms: int
    of: Ragged


class Terms:
    """The terms of a collection that was indexed before; none where there is no folder.

    Args:
        folder: of the snapshot.
        name: of the channel.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        self.path = folder / f"{name}.terms.marisa" if folder else None
        self.trie = open_trie(self.path)
        self.of = read_ragged(folder, f"vocabulary.{name}")


def renew(
    old: Terms, folder: Path, name: str, words: WordNumbers, fresh: Iterable[Iterable[str]]
) -> tuple[TermTable, NDArray[np.int32]]:
    """Write a channel's trie and each word's terms.

    Args:
        old: what there was.
        folder: where to.
        name: of the channel.
        words: which old words go on as they are, and which number each word has now.
        fresh: the terms of the other words, in their order.

    Returns:
        The table, and each old term's key in it, -1 of those that are gone.
    """
    extra: dict[str, int] = {}
    n_old = len(old.trie)
    rows: list[list[int]] = []
    for terms in fresh:
        row = []
        for term in terms:
            key = old.trie.get(term) if n_old else None
            row.append(extra.setdefault(term, n_old + len(extra)) if key is None else key)
        rows.append(row)
    of = words.in_order(old.of, Ragged.of(rows))
    used = np.bincount(of.values, minlength=n_old + len(extra)) > 0
    keys = rewrite_trie(folder / f"{name}.terms.marisa", old.path, old.trie, list(extra), used)
    of = of.renumbered(keys)
    write_ragged(folder, f"vocabulary.{name}", of)
    return TermTable(int(used.sum()), of), keys[:n_old]


@dataclass(frozen=True, slots=True)
class WordNumbers:
    """The words of a collection: those of an older one that go on, then others; all under their new numbers."""

    kept: NDArray[np.int64]  # old numbers
    numbers: NDArray[np.int32]  # new numbers of the kept ones, then of the others

    def in_order(self, old: Ragged, fresh: Ragged) -> Ragged:
        """Give the rows of all words by their new numbers."""
        place = np.empty(len(self.numbers), dtype=np.int64)
        place[self.numbers] = np.arange(len(self.numbers))
        return old.take(self.kept).then(fresh).take(place)


def rewrite_trie(
    path: Path, old_path: Path | None, old: marisa_trie.Trie, extra: Sequence[str], used: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """Write the trie of those strings of an old one, and of some more, that are used.

    Returns:
        The key of each string, old ones first; -1 of those that are not used.
    """
    keys = np.full(len(used), -1, dtype=np.int32)
    if old_path and not extra and used.all():
        shutil.copyfile(old_path, path)
        keys[:] = np.arange(len(old))
        return keys
    strings = [*strings_of(old), *extra]
    chosen = np.flatnonzero(used)
    keys[chosen] = write_trie(path, [strings[i] for i in chosen])
    return keys


def write_trie(path: Path, strings: Sequence[str]) -> NDArray[np.int32]:
    """Write a trie of distinct strings, and give their keys."""
    trie = marisa_trie.Trie(sorted(strings))
    trie.save(str(path))
    return np.fromiter((trie[string] for string in strings), dtype=np.int32, count=len(strings))


def open_trie(path: Path | None) -> marisa_trie.Trie:
    """Open a trie; an empty one where there is no path."""
    trie = marisa_trie.Trie()
    if path:
        trie.mmap(str(path))
    return trie


def strings_of(trie: marisa_trie.Trie) -> list[str]:
    """Give a trie's strings by key."""
    restore: Callable[[int], str] = trie.restore_key
    return [restore(key) for key in range(len(trie))]


def write_ragged(folder: Path, name: str, rows: Ragged) -> None:
    """Write rows as two arrays."""
    np.save(folder / f"{name}.starts.npy", rows.starts)
    np.save(folder / f"{name}.npy", rows.values)


def read_ragged(folder: Path | None, name: str) -> Ragged:
    """Read what `write_ragged` wrote, memory-mapped; no rows where there is no folder."""
    if folder is None:
        return Ragged.of([])
    return Ragged(map_array(folder / f"{name}.starts.npy"), map_array(folder / f"{name}.npy"))
