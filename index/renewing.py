"""Renews inverted lists: those of a collection of which few passages changed, out of the older lists.

What goes on is copied in runs, and takes what is added or gone where it belongs; nothing is counted or weighed again.
That holds while the usual length of a passage does: every weight hangs on it (`index.layout`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.layout import Layout, length_norms, weigh
from index.postings import map_array
from index.ragged import Ints, Ragged, take_rows

_FEWEST_KEPT = 0.95  # share of passages from which renewing is the quicker way


@dataclass(frozen=True)
class Carried:
    """Which passages go over from an older collection, and as which."""

    old_of: Ints  # by new number; -1 of one that does not come from there
    n_old: int

    @cached_property
    def new_of(self) -> NDArray[np.int32]:
        """The new number of each old passage; -1 of one that does not go over."""
        numbers = np.full(self.n_old, -1, dtype=np.int32)
        numbers[self.old_of[self.kept]] = self.kept
        return numbers

    @cached_property
    def kept(self) -> Ints:
        """The new numbers of passages that come over, ascending."""
        return np.flatnonzero(self.old_of >= 0)

    @cached_property
    def added(self) -> Ints:
        """The new numbers of the other passages, ascending."""
        return np.flatnonzero(self.old_of < 0)

    @cached_property
    def gone(self) -> Ints:
        """The old numbers of passages that do not go over, ascending."""
        return np.flatnonzero(self.new_of < 0)

    @cached_property
    def runs(self) -> list[tuple[int, int, int]]:
        """Passages that stand together in both collections: old number, new number, and how many."""
        old = self.old_of[self.kept]
        breaks = np.flatnonzero((np.diff(old) != 1) | (np.diff(self.kept) != 1))
        firsts, lasts = np.concatenate([[0], breaks + 1]), np.concatenate([breaks, [len(old) - 1]])
        lengths = lasts - firsts + 1
        return list(zip(old[firsts].tolist(), self.kept[firsts].tolist(), lengths.tolist(), strict=True))

    @property
    def is_mostly_kept(self) -> bool:
        """Say whether few passages changed, and the others stand in the order that they had."""
        kept = self.old_of[self.kept]
        fewest = _FEWEST_KEPT * max(len(self.old_of), self.n_old)
        return len(kept) > 0 and len(kept) >= fewest and bool((np.diff(kept) > 0).all())

    def without(self, numbers: Ints) -> Carried:
        """Give the same, some passages by their new numbers left out."""
        old_of = self.old_of.copy()
        old_of[numbers] = -1
        return Carried(old_of, self.n_old)


@dataclass(frozen=True, slots=True)
class Entries:
    """Postings: term, passage, and how often the one stands in the other or what that weighs."""

    terms: Ints
    passages: Ints
    values: NDArray[np.integer]

    @classmethod
    def count(cls, words: Ragged, further: Ragged, terms_of: Ragged) -> tuple[Entries, Ints]:
        """Give the entries of some passages' words and of further words of them, and the passages' lengths in terms.

        Passages are numbered by their places in `words`; entries stand in order of term and passage.
        """
        numbers = np.concatenate([words.values, further.values])
        owners = np.concatenate([np.repeat(np.arange(len(rows)), rows.lengths()) for rows in (words, further)])
        owners = np.repeat(owners, terms_of.lengths()[numbers])
        keys, times = np.unique(
            terms_of.take(numbers).values.astype(np.int64) * len(words) + owners, return_counts=True
        )
        lengths = np.bincount(owners, minlength=len(words))
        return cls(keys // max(len(words), 1), keys % max(len(words), 1), times), lengths

    def of_terms(self, is_wanted: NDArray[np.bool_]) -> Entries:
        """Give those of some terms, by key."""
        chosen = is_wanted[self.terms]
        return Entries(self.terms[chosen], self.passages[chosen], self.values[chosen])

    def then(self, *others: Entries) -> Entries:
        """Give these and others, in order of term and passage."""
        parts = (self, *others)
        terms, passages = (np.concatenate([getattr(part, name) for part in parts]) for name in ("terms", "passages"))
        order = np.lexsort((passages, terms))
        return Entries(terms[order], passages[order], np.concatenate([part.values for part in parts])[order])


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of an older channel.

    `gone` are entries of it, by its keys, of all passages that do not go over; `added` those of all that come in, by
    new keys and numbers, with their weights.
    """

    carried: Carried
    key_of_old: NDArray[np.int32]  # new key of each old term; -1 of one that is gone
    n_terms: int
    gone: Entries
    added: Entries


def weighed(entries: Entries, lengths: Ints, numbers: Ints, *, usual: float, k1: float, b: float) -> Entries:
    """Give what entries weigh in passages of some lengths, which have these numbers."""
    norms = length_norms(lengths, usual, k1, b)[entries.passages]
    weights = weigh(entries.values.astype(np.float32), norms)
    return Entries(entries.terms, numbers[entries.passages], weights)


def renew_postings(folder: Path, name: str, old: Path, change: Change, *, k1: float) -> Ints:
    """Write a channel's inverted lists as `index.inverting.write_postings` does, and give the same."""
    n_passages = len(change.carried.old_of)
    before = _Before(old, name, change)
    layout = Layout.of(before.frequency_after(), n_passages)
    rows = before.rows(layout)
    fresh = change.added.of_terms(layout.is_common)
    rows[layout.row_of[fresh.terms], fresh.passages] = fresh.values
    np.save(folder / f"{name}.rows.npy", rows)
    numbers, weights, lengths = before.lists(layout)
    added = change.added.of_terms(~layout.is_common).then(*before.rows_that_become_lists(layout))
    places = _places(added, numbers, lengths)
    np.save(folder / f"{name}.numbers.npy", np.insert(numbers, places, added.passages))
    np.save(folder / f"{name}.weights.npy", np.insert(weights, places, added.values))
    layout.write(folder, name, k1)
    return layout.frequency


def _places(added: Entries, numbers: NDArray[np.int32], lengths: Ints) -> Ints:
    """Give where entries belong among lists of some lengths."""
    starts = np.concatenate([[0], np.cumsum(lengths)])
    terms, firsts = np.unique(added.terms, return_index=True)
    places = np.zeros(len(added.terms), dtype=np.int64)
    ends = np.append(firsts, len(places))[1:]
    for term, first, end in zip(terms.tolist(), firsts.tolist(), ends.tolist(), strict=True):
        mine = numbers[starts[term] : starts[term + 1]]
        places[first:end] = starts[term] + np.searchsorted(mine, added.passages[first:end])
    return places


class _Before:
    """A channel's older lists, under the new numbers."""

    def __init__(self, folder: Path, name: str, change: Change) -> None:
        self._change = change
        self._numbers = map_array(folder / f"{name}.numbers.npy")
        self._weights = map_array(folder / f"{name}.weights.npy")
        self._starts = map_array(folder / f"{name}.starts.npy")
        self._rows = map_array(folder / f"{name}.rows.npy")
        self._row_of = np.asarray(map_array(folder / f"{name}.row_of.npy"))
        self._frequency = map_array(folder / f"{name}.frequency.npy").astype(np.int64)
        self._old_of = np.full(change.n_terms, -1, dtype=np.int64)  # old key of each new term
        goes_on = np.flatnonzero(change.key_of_old >= 0)
        self._old_of[change.key_of_old[goes_on]] = goes_on

    def frequency_after(self) -> Ints:
        """Give each new term's frequency."""
        n = self._change.n_terms
        left = self._frequency - np.bincount(self._change.gone.terms, minlength=len(self._frequency))
        after = np.bincount(self._change.added.terms, minlength=n)
        goes_on = self._old_of >= 0
        after[goes_on] += left[self._old_of[goes_on]]
        return after

    def rows(self, layout: Layout) -> NDArray[np.uint8]:
        """Give the rows of the common terms, without what is added."""
        rows = np.zeros((layout.n_rows, layout.n_passages), dtype=np.uint8)
        for key in np.flatnonzero(layout.is_common & (self._old_of >= 0)).tolist():
            row, old_key = rows[layout.row_of[key]], self._old_of[key]
            if (old_row := self._row_of[old_key]) >= 0:
                source = self._rows[old_row]
                for old, new, length in self._change.carried.runs:
                    row[new : new + length] = source[old : old + length]
            else:
                places = slice(self._starts[old_key], self._starts[old_key + 1])
                numbers = self._change.carried.new_of[self._numbers[places]]
                row[numbers[numbers >= 0]] = self._weights[places][numbers >= 0]
        return rows

    def lists(self, layout: Layout) -> tuple[NDArray[np.int32], NDArray[np.uint8], Ints]:
        """Give the numbers and weights of the lists that stay lists, without what is added, and the lists' lengths."""
        stays = ~layout.is_common & (self._old_of >= 0)
        stays[stays] = self._row_of[self._old_of[stays]] < 0
        keys = self._old_of[stays]
        numbers = self._change.carried.new_of[take_rows(self._starts, self._numbers, keys)]
        weights = take_rows(self._starts, self._weights, keys)
        is_kept = numbers >= 0
        gone = np.bincount(self._change.gone.terms, minlength=len(self._frequency))
        lengths = np.zeros(self._change.n_terms, dtype=np.int64)
        lengths[stays] = self._frequency[keys] - gone[keys]
        return numbers[is_kept], weights[is_kept], lengths

    def rows_that_become_lists(self, layout: Layout) -> list[Entries]:
        """Give the entries of terms that have become rare."""
        found = []
        keys = np.flatnonzero(~layout.is_common & (self._old_of >= 0))
        old_rows = self._row_of[self._old_of[keys]]
        for key, old_row in zip(keys[old_rows >= 0].tolist(), old_rows[old_rows >= 0].tolist(), strict=True):
            source = self._rows[old_row]
            numbers = self._change.carried.new_of[np.flatnonzero(source)].astype(np.int64)
            weights = source[np.flatnonzero(source)][numbers >= 0]
            numbers = numbers[numbers >= 0]
            found.append(Entries(np.full(len(numbers), key, dtype=np.int64), numbers, weights))
        return found
