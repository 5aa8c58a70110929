"""A Unigram tokenizer that opens in a millisecond: a memory-mapped trie instead of a parsed vocabulary.

It gives the token ids that the `tokenizers` library and the package's own engine give for the bundled encoder, in
plain Python; the library needs over a second to read its vocabulary, which no command line search can spare.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import marisa_trie
import numpy as np

from index.e5 import Vocabulary
from index.postings import map_array

METASPACE = "\u2581"
TRIE_NAME, TABLE_NAME, MAP_NAME = "pieces.marisa", "pieces.npy", "normalise.json"
_UNKNOWN_PENALTY = 10.0  # below the rarest piece, as SentencePiece has it


def write_unigram(vocabulary: Vocabulary, folder: Path) -> None:
    """Write the trie, the pieces' ids and scores by trie key, and the normalisation map."""
    usable = {p: i for i, p in enumerate(vocabulary.pieces) if vocabulary.scores[i] < 0}  # special tokens score 0
    trie = marisa_trie.Trie(list(usable))
    table = np.zeros(len(usable), dtype=[("score", "<f8"), ("piece", "<i4")])
    for piece, number in usable.items():
        table[trie[piece]] = (vocabulary.scores[number], number)
    trie.save(str(folder / TRIE_NAME))
    np.save(folder / TABLE_NAME, table)
    body = {
        "bos": vocabulary.bos,
        "eos": vocabulary.eos,
        "unk": vocabulary.unk,
        "unknown_score": float(vocabulary.scores.min()) - _UNKNOWN_PENALTY,
        "map": vocabulary.normalisation,
    }
    (folder / MAP_NAME).write_text(json.dumps(body, ensure_ascii=False), "utf-8")


class UnigramTokenizer:
    """Cuts text into the encoder's tokens.

    Args:
        folder: what `write_unigram` wrote.
    """

    def __init__(self, folder: Path) -> None:
        self._trie = marisa_trie.Trie()
        self._trie.mmap(str(folder / TRIE_NAME))
        table = map_array(folder / TABLE_NAME)
        self._scores = table["score"]
        self._pieces = table["piece"]
        body = json.loads((folder / MAP_NAME).read_text("utf-8"))
        self._bos, self._eos, self._unk = body["bos"], body["eos"], body["unk"]
        self._unknown_score = body["unknown_score"]
        self._map = str.maketrans(body["map"])
        self._word = lru_cache(maxsize=65536)(self._cut_word)

    def encode(self, text: str, *, max_tokens: int) -> list[int]:
        """Give the token ids of a text, with start and end tokens, at most `max_tokens` of them."""
        ids = [self._bos]
        for word in self._words(text):
            ids.extend(self._word(word))
            if len(ids) >= max_tokens:
                break
        del ids[max_tokens - 1 :]
        ids.append(self._eos)
        return ids

    def _words(self, text: str) -> list[str]:
        normal = re.sub(" {2,}", " ", text.translate(self._map)).replace(" ", METASPACE)
        if not normal.startswith(METASPACE):
            normal = METASPACE + normal
        return re.findall(f"{METASPACE}[^{METASPACE}]*", normal)

    def _cut_word(self, word: str) -> tuple[int, ...]:
        """Give the likeliest cut (Viterbi); of equals, the one whose last piece starts first."""
        n = len(word)
        best = [float("-inf")] * (n + 1)
        best[0] = 0.0
        back: list[tuple[int, int]] = [(0, 0)] * (n + 1)
        for start in range(n):
            base = best[start]
            for piece, key in self._trie.iter_prefixes_with_ids(word[start:]):
                score = base + self._scores.item(key)
                end = start + len(piece)
                if score > best[end]:
                    best[end] = score
                    back[end] = (start, self._pieces.item(key))
            if base + self._unknown_score > best[start + 1]:
                best[start + 1] = base + self._unknown_score
                back[start + 1] = (start, self._unk)
        ids: list[int] = []
        at = n
        while at:
            at, number = back[at]
            ids.append(number)
        return tuple(reversed(ids))
