"""Cuts Danish compounds into the words of a lexicon, with linking s and e."""

from __future__ import annotations

from collections.abc import Callable

MIN_LENGTH = 8
"""Of a word that is cut: shorter ones are mostly not compounds."""

MIN_PART = 4
"""Shorter parts are endings more often than words ("posterne" is not "post" and "erne")."""

_MAX_DEPTH = 2
CAP = 1000
"""Frequency that counts no more: one very common word must not decide where the others are cut."""


def split_compound(word: str, frequency: Callable[[str], int], depth: int = 0) -> tuple[str, ...]:
    """Give the parts of a compound, or nothing where the lexicon knows no cut.

    Of several cuts the one with the commonest parts and the longest short part wins. Parts that are compounds
    themselves are cut further.

    Args:
        word: as terms are spelled.
        frequency: in how many passages a word stands; 0 for a word that is not in the lexicon.
        depth: how often the word was cut before.
    """
    best: tuple[int, str, str] | None = None
    for i in range(MIN_PART, len(word) - MIN_PART + 1):
        right = word[i:]
        n_right = frequency(right)
        if not n_right:
            continue
        left = word[:i]
        for part in (left, left[:-1]) if left[-1] in "se" else (left,):
            n_left = frequency(part) if len(part) >= MIN_PART else 0
            score = min(n_left, CAP) * min(n_right, CAP) * min(len(part), len(right))
            if score and (best is None or score > best[0]):
                best = (score, part, right)
    if best is None:
        return ()
    parts: tuple[str, ...] = ()
    for part in best[1:]:
        is_long = len(part) >= MIN_LENGTH and depth < _MAX_DEPTH
        parts += (split_compound(part, frequency, depth + 1) if is_long else ()) or (part,)
    return parts
