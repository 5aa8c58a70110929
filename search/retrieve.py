"""Candidates: what each channel finds for a query, passage by passage, and what that makes for each record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

from index.analysis import gram_terms, surface_terms, word_terms
from index.keywords import best
from index.vectors import Nearest
from search.centre import Centre
from search.fusion import DEPTH, fuse, normalise
from search.language import Language
from search.request import Mode
from search.understanding import Understanding

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

PASSAGES = 300
"""Passages read from each channel: about three a record for the 100 records that are fused."""

REFINED = 100
"""Passages, the best by the other channels, that the channel of sentences looks into."""

SAME_WEIGHT, NEAR_WEIGHT = 0.6, 0.3
"""What a synonym's score counts beside the query's own words."""

MODES: Mapping[Mode, tuple[str, ...]] = {
    Mode.HYBRID: ("words", "grams", "dense", "sentences"),
    Mode.LEXICAL: ("words", "grams"),
    Mode.DENSE: ("dense", "sentences"),
}
WEIGHTS: Mapping[Language, Mapping[str, float]] = {
    Language.DANISH: {"words": 0.15, "grams": 0.35, "dense": 0.3, "sentences": 0.2},
    Language.NORWEGIAN: {"words": 0.15, "grams": 0.35, "dense": 0.3, "sentences": 0.2},
    Language.SWEDISH: {"words": 0.15, "grams": 0.2, "dense": 0.4, "sentences": 0.25},
    Language.ENGLISH: {"words": 0.1, "grams": 0.1, "dense": 0.5, "sentences": 0.3},
}
"""Channel weights. Those of English are for a query that the glossary knows nothing of."""

ENGLISH_TRANSLATED = {"words": 0.4, "grams": 0.2, "dense": 0.25, "sentences": 0.15}
"""Channel weights of an English query that the glossary turned into Danish whole; in between they are mixed."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What one channel found, best first."""

    numbers: Ints  # passage numbers
    scores: Floats


@dataclass(frozen=True, slots=True)
class Candidates:
    """Everything that the channels found for one query.

    Arrays over records are aligned with `records`, those over passages with `passages`; -inf where a channel did not
    find the item.
    """

    channels: tuple[str, ...]  # that really ran
    weights: Mapping[str, float]  # of those channels, summing to 1
    records: Ints  # record numbers, ascending
    record_scores: Mapping[str, Floats]  # per channel the best passage's raw score
    text_scores: Floats  # fused, 0-1
    passages: Ints  # passage numbers, ascending
    passage_scores: Mapping[str, Floats]
    passage_text_scores: Floats
    owners: Ints  # record number of each of `passages`
    normalised_scores: Mapping[str, Floats]  # per channel over records, 0-1
    top_similarity: float  # centred, of the nearest passage; nan where the dense channel did not run
    word_scores: Floats | None = None  # of every passage in the `words` channel, where that ran

    def normalised(self, number: int) -> dict[str, float]:
        """Give a record's score in each channel, 0-1, unweighted; 0 where the channel did not find it."""
        position = int(self.records.searchsorted(number))
        is_found = position < len(self.records) and self.records.item(position) == number
        return {
            name: round(scores.item(position), 6) if is_found else 0.0
            for name, scores in self.normalised_scores.items()
        }

    def passage_channel_scores(self, position: int) -> dict[str, float]:
        """Give a passage's raw score in each channel that found it; `position` is its place in `passages`."""
        if position < 0:
            return {}
        return {
            name: round(score, 6)
            for name, scores in self.passage_scores.items()
            if isfinite(score := scores.item(position))
        }


class Retriever:
    """Runs the channels of one snapshot."""

    def __init__(self, snapshot: Any) -> None:
        self.snapshot = snapshot
        self._record_no = np.asarray(snapshot.passages.record_no)
        self.centre = Centre(snapshot)

    def passages_of(self, records: Bools) -> Bools:
        """Say which passages belong to the records of a mask."""
        allowed: Bools = records[self._record_no]
        return allowed

    def retrieve(
        self,
        query: Understanding,
        mode: Mode,
        *,
        allowed: Bools | None = None,
        weights: Mapping[str, float] | None = None,
        depth: int = PASSAGES,
        vector: Floats | None = None,
    ) -> Candidates:
        """Run the channels of a mode.

        Args:
            query: what to look for.
            mode: hybrid, lexical or dense; exact mode has its own way (`exact`).
            allowed: the records that may be found, shape (n_records,); None for all.
            weights: channel weights that replace the measured ones; a channel of weight 0 does not run.
            depth: passages read from each channel.
            vector: the query's vector, if it is at hand.

        Raises:
            EncoderError: the query cannot be encoded: a channel that fails is never left out silently.
        """
        return self.look_up(query, mode, weights=weights, vector=vector).among(allowed, depth)

    def look_up(
        self,
        query: Understanding,
        mode: Mode,
        *,
        weights: Mapping[str, float] | None = None,
        vector: Floats | None = None,
    ) -> Lookup:
        """Begin what `retrieve` does, for several sets of records; the arguments are the same."""
        used = {name: weight for name, weight in _weights(query, mode, weights).items() if weight > 0}
        return Lookup(self, query, used, vector)

    def gather(
        self,
        hits: Mapping[str, Hits],
        weights: Mapping[str, float],
        word_scores: Floats | None = None,
        query_vector: Floats | None = None,
    ) -> Candidates:
        """Bring what the channels found together, by passage and by record, and fuse it.

        With the query's centred vector, the best passages' sentences are one channel more.
        """
        total = sum(weights.values()) or 1.0
        scaled = {name: weight / total for name, weight in weights.items()}
        names = [*hits, *(["sentences"] if query_vector is not None else [])]
        passages = _firsts(np.sort(np.concatenate([h.numbers for h in hits.values()] or [_no_hits().numbers])))[0]
        owners = self._record_no[passages].astype(np.int64)
        records, firsts = _firsts(owners)  # a record's passages stand together
        of_passages = np.full((len(names), len(passages)), -np.inf, dtype=np.float32)
        for row, found in zip(of_passages, hits.values(), strict=False):
            row[passages.searchsorted(found.numbers)] = found.scores
        normalised = dict(zip(hits, normalise(of_passages[: len(hits)], depth=DEPTH), strict=True))
        if query_vector is not None:
            places = best_places(fuse(normalised, scaled, len(passages)), REFINED)
            scores = self._sentence_scores(query_vector, passages[places])
            of_passages[-1, places] = scores
            normalised["sentences"] = np.zeros(len(passages), dtype=np.float32)
            normalised["sentences"][places] = normalise(scores, depth=DEPTH)
        of_records = np.maximum.reduceat(of_passages, firsts, axis=1) if len(firsts) else of_passages
        dense = hits.get("dense")
        normalised_scores = dict(zip(names, normalise(of_records, depth=DEPTH), strict=True))
        return Candidates(
            channels=tuple(names),
            weights=scaled,
            records=records,
            record_scores=dict(zip(names, of_records, strict=True)),
            text_scores=fuse(normalised_scores, scaled, len(records)),
            passages=passages,
            passage_scores=dict(zip(names, of_passages, strict=True)),
            passage_text_scores=fuse(normalised, scaled, len(passages)),
            owners=owners,
            normalised_scores=normalised_scores,
            top_similarity=float(dense.scores[0]) if dense is not None and len(dense.scores) else float("nan"),
            word_scores=word_scores,
        )

    def _sentence_scores(self, vector: Floats, passages: Ints) -> Floats:
        """Give passages' similarity by their nearest sentence, or their own where they are one."""
        scores: Floats = self.snapshot.sentences.best(vector, passages)
        is_one = np.isneginf(scores)
        scores[is_one] = self.snapshot.vectors.similarity(vector, passages[is_one])
        return scores

    def exact(self, phrases: Sequence[str], *, allowed: Bools | None, depth: int = PASSAGES) -> Candidates:
        """Find the passages that hold some of the phrases as written; which records may is for the caller to say."""
        passages = None if allowed is None else self.passages_of(allowed)
        terms = [term for phrase in phrases for term in surface_terms(phrase)]
        holders = [self.snapshot.keywords.phrase(surface_terms(phrase), passages) for phrase in phrases]
        mask = np.zeros(len(self._record_no), dtype=bool)
        for numbers in holders:
            mask[numbers] = True
        hits = _hits(self.snapshot.keywords.search("surface", terms, depth, mask))
        return self.gather({"surface": hits}, {"surface": 1.0})

    def holders_of(self, phrase: str) -> Bools:
        """Say which records have a passage with this phrase as written: shape (n_records,)."""
        numbers = self.snapshot.keywords.phrase(surface_terms(phrase))
        mask = np.zeros(len(self.snapshot.records), dtype=bool)
        mask[self._record_no[np.asarray(numbers, dtype=np.int64)]] = True
        return mask


class Lookup:
    """One query in the channels: over all passages once, however many sets of records are asked for."""

    def __init__(
        self, retriever: Retriever, query: Understanding, used: Mapping[str, float], vector: Floats | None
    ) -> None:
        self._retriever = retriever
        self._snapshot = retriever.snapshot
        self._query = query
        self._used = used
        self._vector = vector
        self._scores: dict[str, Floats] = {}  # of every passage, by keyword channel
        self._nearest = Nearest()

    def among(self, allowed: Bools | None, depth: int) -> Candidates:
        """Give what the channels find among the records of a mask; see `Retriever.retrieve`."""
        passages = None if allowed is None else self._retriever.passages_of(allowed)
        is_dense = "dense" in self._used and bool(self._query.text.strip())
        words = cache(lambda: self._look_words_up(passages, depth))
        if is_dense and self._vector is None:
            # Encoding takes as long as all else together, nearly all of it outside Python.
            self._vector = self._snapshot.encode_query(_as_encoded(self._query), words)
        hits = {name: _no_hits() for name in self._used if name != "sentences"}
        centred = None
        if is_dense and self._vector is not None:
            centred = self._retriever.centre.centred(self._vector, self._query.language)
            hits["dense"] = _hits(self._snapshot.vectors.search(centred, depth, passages, self._nearest))
        refining = centred if "sentences" in self._used else None
        found, word_scores = words()
        return self._retriever.gather(hits | found, self._used, word_scores, refining)

    def _look_words_up(self, passages: Bools | None, depth: int) -> tuple[dict[str, Hits], Floats | None]:
        """Give what the keyword channels that run find, and the score of every passage in that of words."""
        for name in self._used:
            terms = {} if name in ("dense", "sentences") or name in self._scores else _term_weights(name, self._query)
            if terms:
                self._scores[name] = self._snapshot.keywords.scores(name, terms)
        kept = {name: s if passages is None else s * passages for name, s in self._scores.items()}
        return {name: _hits(best(scores, depth)) for name, scores in kept.items()}, kept.get("words")


def _as_encoded(query: Understanding) -> str:
    """Give the text that is encoded; English in lower case, for a capital in every word makes names of them all.

    nDCG@10 of English titles over Danish pages, dense alone: 0.491 -> 0.506.
    """
    return query.text.lower() if query.language is Language.ENGLISH else query.text


def _weights(query: Understanding, mode: Mode, given: Mapping[str, float] | None) -> dict[str, float]:
    measured = WEIGHTS[query.language]
    if query.language is Language.ENGLISH:
        share = query.expansion.share_translated
        measured = {name: (1 - share) * measured[name] + share * ENGLISH_TRANSLATED[name] for name in measured}
    return {name: (given or {}).get(name, measured[name]) for name in MODES.get(mode, ())}


def _term_weights(channel: str, query: Understanding) -> dict[str, float]:
    """Give the terms of a keyword channel and how much each counts: the query's own, then what they are also called."""
    expansion = query.expansion
    parts: list[tuple[Sequence[str], float]] = [(terms_of_query(channel, query.text), 1.0)]
    parts.append((_terms(channel, expansion.danish), 1.0))
    if channel == "words":
        parts += [(_terms(channel, expansion.same), SAME_WEIGHT), (_terms(channel, expansion.near), NEAR_WEIGHT)]
    weights: dict[str, float] = {}
    for terms, weight in parts:
        for term in terms:
            weights[term] = weights.get(term, 0.0) + weight
    return weights


def _terms(channel: str, words: Sequence[str]) -> list[str]:
    """Give the distinct terms of some words: a word in three synonyms counts once."""
    return list(dict.fromkeys(term for word in words for term in _terms_of_synonym(channel, word)))


@lru_cache(maxsize=8)  # asked for again while it is answered; a draft has many thousand terms
def terms_of_query(channel: str, text: str) -> tuple[str, ...]:
    """Give the terms of a query's text in the `words` or the `grams` channel."""
    return tuple(word_terms(text) if channel == "words" else gram_terms(text))


@lru_cache(maxsize=20_000)  # those of the lists come again and again
def _terms_of_synonym(channel: str, word: str) -> tuple[str, ...]:
    return tuple(word_terms(word) if channel == "words" else gram_terms(word))


def best_places(scores: Floats, k: int) -> Ints:
    """Give the places of the k greatest scores, ascending; of equal ones at the cut the first."""
    n = len(scores)
    if n <= k:
        return np.arange(n)
    cut = np.partition(scores, n - k)[n - k]
    places = np.flatnonzero(scores >= cut)
    if len(places) > k:
        is_more = scores[places] > cut
        is_more[np.flatnonzero(~is_more)[: k - int(is_more.sum())]] = True
        places = places[is_more]
    return places


def _firsts(numbers: Ints) -> tuple[Ints, Ints]:
    """Give the distinct ones of ascending numbers, and where each first stands; quicker than np.unique on hundreds."""
    is_first = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    firsts = np.flatnonzero(is_first)
    return numbers[firsts], firsts


def _hits(found: tuple[npt.NDArray[np.int32], Floats]) -> Hits:
    numbers, scores = found
    return Hits(np.asarray(numbers, dtype=np.int64), np.asarray(scores, dtype=np.float32))


def _no_hits() -> Hits:
    return Hits(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
