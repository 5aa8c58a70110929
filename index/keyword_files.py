"""Writes the keyword channels of a collection: of all its passages, or of those that changed since an older one.

What depends on the text of a passage, or on the letters of a word, is taken over. Lists and weights are too where few
passages changed, and are made anew otherwise. Either way the files are the same, byte for byte, as those of a
collection that was read whole.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from index.analysis import STOP_WORDS, analyse_word, grams_of, raw_words
from index.compounds import CAP, MIN_LENGTH, MIN_PART
from index.keywords import K1, MIN_LEXICON_FREQUENCY, VOCABULARY_NAME, B, stems_of
from index.layout import AT_ONCE, usual_length
from index.postings import map_array
from index.ragged import Ints, Ragged
from index.renewing import Carried, Change, Entries, renew_postings, weighed
from index.vocabulary import Terms, TermTable, WordNumbers, open_trie, read_ragged, renew, rewrite_trie, write_ragged

if TYPE_CHECKING:
    from index.inverting import WordCounts

LEAD_WORDS, LEAD_TIMES = 12, 2
"""A passage begins with its title and headings, or says first what it is about: its first words count thrice.

Mean nDCG@10 on three Danish sets: words 0.646 -> 0.666, grams 0.673 -> 0.694, fused 0.732 -> 0.740, at no cost to a
search. Words as written, which exact mode looks up, count once.
"""


def write_keywords(folder: Path, passages: Sequence[str | int], old: Path | None = None) -> None:
    """Write all channels of some passages, the order of their words, and how many passages each word stands in.

    Args:
        folder: where to.
        passages: each a text, or the number of the passage of `old` that has this text.
        old: folder of an older snapshot of this format.
    """
    vocabulary = _Vocabulary(folder, passages, old)
    write_ragged(folder, "sequence", vocabulary.rows)
    channels = _Channels(folder, vocabulary, old)
    fresh = [analyse_word(word) for word in vocabulary.fresh]

    def write_grams() -> None:
        grams = [[] if term in STOP_WORDS else grams_of(term) for term, _ in fresh]
        before = Terms(old, "grams")
        table, key_of_old = renew(before, folder, "grams", vocabulary.words, grams)
        channels.write("grams", table, before, key_of_old)

    with ThreadPoolExecutor(1) as beside:
        # Most of it is SciPy's, outside Python: a second core does it. Of many passages both at once need much memory.
        begun = beside.submit(write_grams) if len(passages) <= AT_ONCE else None
        surfaces = Terms(old, "surface")
        table, key_of_old = renew(surfaces, folder, "surface", vocabulary.words, [[term] for term, _ in fresh])
        frequency = channels.write("surface", table, surfaces, key_of_old)
        _write_stems(folder, vocabulary, surfaces, key_of_old, frequency, channels, old)
        if begun is None:
            write_grams()
        else:
            begun.result()


class _Channels:
    """Writes the inverted lists: renewed where few passages changed and none that did not weighs anything else."""

    def __init__(self, folder: Path, vocabulary: _Vocabulary, old: Path | None) -> None:
        self._folder = folder
        self._old = old
        self._rows = vocabulary.rows
        self._n_words = len(vocabulary.words.numbers)
        self._carried = vocabulary.carried
        self._rows_before = vocabulary.rows_before
        self._times = _with_leads(vocabulary.times, self._rows)
        self._times_before = _with_leads(vocabulary.times_before, self._rows_before)
        self._lock = threading.Lock()
        self._counted: dict[bool, WordCounts] = {}

    def write(
        self, name: str, table: TermTable, before: Terms, key_of_old: NDArray[np.int32], changed: Ints | None = None
    ) -> Ints:
        """Write a channel, but for its trie and the words' terms.

        Args:
            name: of the channel.
            table: each word's terms.
            before: the older terms.
            key_of_old: the key of each older term; -1 of one that is gone.
            changed: numbers of words that were there before, with other terms.

        Returns:
            In how many passages each term stands, by its key.
        """
        leads = name != "surface"  # where words as written are looked up, each counts once
        usual = self._usual(leads, table.of)
        carried = self._carried
        if changed is not None and len(changed):
            is_changed = np.zeros(self._n_words, dtype=bool)
            is_changed[changed] = True
            carried = carried.without(self._rows.holding(is_changed))
        if self._old and carried.is_mostly_kept and usual == self._usual_before(leads, before.of):
            gone, _ = _entries(self._rows_before, carried.gone, before.of, leads=leads)
            entries, lengths = _entries(self._rows, carried.added, table.of, leads=leads)
            added = weighed(entries, lengths, carried.added, usual=usual, k1=K1, b=B[name])
            change = Change(carried, key_of_old, table.n_terms, gone, added)
            return renew_postings(self._folder, name, self._old, change, k1=K1)
        from index.inverting import write_postings  # SciPy's, which takes 0.2 s to import

        counts = self._counts(leads=leads)
        return write_postings(self._folder, name, counts, table.of, table.n_terms, usual=usual, k1=K1, b=B[name])

    def _usual(self, leads: bool, terms_of: Ragged) -> float:
        """Give the usual length of passages in a channel's terms."""
        return usual_length(int(self._times[leads] @ terms_of.lengths()), len(self._rows))

    def _usual_before(self, leads: bool, terms_of: Ragged) -> float:
        """Give the same of the older passages."""
        return usual_length(int(self._times_before[leads] @ terms_of.lengths()), len(self._rows_before))

    def _counts(self, *, leads: bool) -> WordCounts:
        from index.inverting import WordCounts

        with self._lock:
            if not self._counted:
                self._counted[False] = WordCounts(self._rows, self._n_words)
            if leads and True not in self._counted:
                self._counted[True] = self._counted[False].plus(self._rows.heads(LEAD_WORDS, LEAD_TIMES))
            return self._counted[leads]


def _with_leads(times: Ints, rows: Ragged) -> dict[bool, Ints]:
    """Give how often each word stands in all rows: as written, and with the first words of each counted again."""
    leads = np.bincount(rows.heads(LEAD_WORDS, 1).values, minlength=len(times))
    return {False: times, True: times + LEAD_TIMES * leads}


def _entries(rows: Ragged, numbers: Ints, terms_of: Ragged, *, leads: bool) -> tuple[Entries, Ints]:
    """Give the entries of some passages, numbered by their places among them, and the passages' lengths in terms."""
    words = rows.take(numbers)
    return Entries.count(words, words.heads(LEAD_WORDS, LEAD_TIMES if leads else 0), terms_of)


class _Vocabulary:
    """The words of the passages.

    `rows` are the passages' words by number, `times` how often each stands there, `words` says which number each has,
    `fresh` are those that are not in the old collection.
    """

    def __init__(self, folder: Path, passages: Sequence[str | int], old: Path | None) -> None:
        self.old_path = old / VOCABULARY_NAME if old else None
        self.old = open_trie(self.old_path)
        self.rows_before = read_ragged(old, "sequence")
        self.times_before = np.bincount(self.rows_before.values, minlength=len(self.old))
        numbers = _Numbers(self.old)
        is_kept = np.array([isinstance(passage, int) for passage in passages], dtype=bool)
        kept = np.array([passage for passage in passages if isinstance(passage, int)], dtype=np.int64)
        fresh = _read(passages, numbers)
        place = np.where(is_kept, np.cumsum(is_kept) - 1, len(kept) + np.cumsum(~is_kept) - 1)
        old_of = np.full(len(passages), -1, dtype=np.int64)
        old_of[is_kept] = kept
        self.carried = Carried(old_of, len(self.rows_before))
        rows = self.rows_before.take(kept).then(fresh).take(place) if len(kept) else fresh
        times = np.bincount(rows.values, minlength=len(self.old) + len(numbers.extra))
        used = times > 0
        self.fresh = numbers.extra
        keys = rewrite_trie(folder / VOCABULARY_NAME, self.old_path, self.old, self.fresh, used)
        self.rows = rows.renumbered(keys)
        self.times = np.zeros(np.count_nonzero(used), dtype=np.int64)
        self.times[keys[used]] = times[used]
        kept_words = np.flatnonzero(used[: len(self.old)])
        self.words = WordNumbers(kept_words, np.concatenate([keys[kept_words], keys[len(self.old) :]]))

    def setting_aside(self, words: NDArray[np.bool_]) -> tuple[WordNumbers, list[str], list[tuple[int, int]]]:
        """Give the same with some old words, of a mask, among the fresh ones; and their old and new numbers."""
        kept, n = self.words.kept, len(self.words.kept)
        is_aside = words[kept]
        numbers = self.words.numbers
        moved = np.concatenate([numbers[:n][~is_aside], numbers[:n][is_aside], numbers[n:]])
        strings = [self.old.restore_key(int(word)) for word in kept[is_aside]]
        aside = list(zip(kept[is_aside].tolist(), numbers[:n][is_aside].tolist(), strict=True))
        return WordNumbers(kept[~is_aside], moved), [*strings, *self.fresh], aside


def _read(passages: Sequence[str | int], numbers: _Numbers) -> Ragged:
    """Give the words of the texts among the passages, by number; a word takes four bytes while they are read."""
    values = array("i")
    starts = [0]
    for text in passages:
        if isinstance(text, str):
            values.extend([numbers[word] for word in raw_words(text)])
            starts.append(len(values))
    return Ragged(
        np.array(starts, dtype=np.int64), np.frombuffer(values, dtype=np.int32) if values else np.zeros(0, np.int32)
    )


class _Numbers(dict[str, int]):
    """Numbers words: by their keys in the old trie, and on from there."""

    def __init__(self, old: marisa_trie.Trie) -> None:
        super().__init__()
        self._old = old
        self._n_old = len(old)
        self.extra: list[str] = []

    def __missing__(self, word: str) -> int:
        key = self._old.get(word) if self._n_old else None
        number: int = self._n_old + len(self.extra) if key is None else key
        if key is None:
            self.extra.append(word)
        self[word] = number
        return number


def _write_stems(
    folder: Path,
    vocabulary: _Vocabulary,
    surfaces: Terms,
    key_of_old: NDArray[np.int32],
    frequency: Ints,
    channels: _Channels,
    old: Path | None,
) -> None:
    """Write the `words` channel. Where compounds are cut hangs on the frequency of the words that they are cut into."""
    trie = open_trie(folder / "surface.terms.marisa")
    words, strings, cut_anew = vocabulary.words, vocabulary.fresh, list[tuple[int, int]]()
    if old:
        before = map_array(old / "surface.frequency.npy")
        changed = _changed_words(surfaces.trie, trie, before, frequency, key_of_old)
        is_cut_anew = _contain(surfaces.trie, changed)[surfaces.of.values]
        words, strings, cut_anew = vocabulary.setting_aside(is_cut_anew)
    frequencies = frequency.tolist()

    def frequency_of(term: str) -> int:
        key = trie.get(term)
        return 0 if key is None else frequencies[key]

    terms = Terms(old, "words")
    table, new_keys = renew(terms, folder, "words", words, [_stems(word, frequency_of) for word in strings])
    moved = [new for was, new in cut_anew if new_keys[terms.of.row(was)].tolist() != table.of.row(new).tolist()]
    channels.write("words", table, terms, new_keys, np.array(moved, dtype=np.int64))


def _stems(word: str, frequency: Callable[[str], int]) -> list[str]:
    term, parts = analyse_word(word)
    return [s for form in (term, *parts) if form not in STOP_WORDS for s in stems_of(form, frequency)]


def _changed_words(
    old: marisa_trie.Trie, new: marisa_trie.Trie, before: Ints, after: Ints, key_of_old: NDArray[np.int32]
) -> list[str]:
    """Give the words that compounds may now be cut by another way than before."""
    is_there = key_of_old >= 0
    now = np.where(is_there, after[key_of_old] if len(after) else 0, 0)
    changed = [old.restore_key(int(key)) for key in np.flatnonzero(_counted(before) != _counted(now))]
    is_new = np.ones(len(after), dtype=bool)
    is_new[key_of_old[is_there]] = False
    changed += [new.restore_key(int(key)) for key in np.flatnonzero(is_new & (_counted(after) > 0))]
    return [word for word in changed if len(word) >= MIN_PART and word.isalpha()]


def _counted(frequency: Ints) -> Ints:
    """Give frequencies as cutting sees them."""
    counted: Ints = np.where(frequency < MIN_LEXICON_FREQUENCY, 0, np.minimum(frequency, CAP))
    return counted


def _contain(trie: marisa_trie.Trie, parts: Sequence[str]) -> NDArray[np.bool_]:
    """Say of each string of a trie, by key, whether it is long enough to be cut and contains one of some parts."""
    found = np.zeros(len(trie), dtype=bool)
    if not parts:
        return found
    items = [(string, key) for string, key in trie.items() if len(string) >= MIN_LENGTH]
    text = "\n".join(string for string, _ in items)
    ends = np.cumsum([len(string) + 1 for string, _ in items])
    keys = np.array([key for _, key in items], dtype=np.int64)
    for part in parts:
        at = text.find(part)
        while at >= 0:
            found[keys[np.searchsorted(ends, at, side="right")]] = True
            at = text.find(part, at + 1)
    return found
