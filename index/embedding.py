"""The vectors of a snapshot's passages and sentences: embedded where the older snapshot lacks them, and written."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.disk import FULL_REMEDY, is_full
from corpus.errors import SnapshotError
from corpus.records import Record
from corpus.settings import Settings
from index.content import Content
from index.embeddings import EmbeddingCache
from index.encoder import FEW, encoder_id, model_checksum, open_passage_encoder
from index.encoding import PassageEncoder, Progress
from index.passages import Owners, record_passages
from index.postings import map_array
from index.rows import RenewedRows
from index.sentences import RenewedSentences, SentenceIndex, Sentences, split_sentences, write_sentences
from index.vectors import VECTORS_NAME

Floats = NDArray[np.float32]


class Embedding:
    """Embeds what is not embedded yet, few passages on threads of its own.

    Few take as long as all the rest of a build, outside Python: the other cores do it meanwhile, and whoever asks for
    them then helps. Many are embedded by whoever asks for them, and are stopped by Ctrl-C.

    Args:
        settings: whose encoder is used, and in whose data folder vectors are kept.
        progress: told how many of the passages to embed are done.
    """

    def __init__(self, settings: Settings, progress: Progress | None) -> None:
        self._settings = settings
        self._progress = progress
        self._beside = ThreadPoolExecutor(1)
        self._begun: Future[Floats] | None = None
        self._opening: Future[PassageEncoder] | None = None
        self._encoder: PassageEncoder | None = None  # of few passages, when it is open

    def __enter__(self) -> Embedding:
        return self

    def __exit__(self, *_: object) -> None:
        self._beside.shutdown()

    def foresee(self, records: Sequence[Record], owners: Owners, opening: Future[PassageEncoder] | None = None) -> None:
        """Begin with records that have changed, before it is known what is to be embedded: what is, is kept."""
        self._opening = opening
        passages = [passage for record in records for passage in record_passages(record, owners)]
        texts = [p.indexed_text for p in passages] + [s for p in passages for s in split_sentences(p.text)]
        if 0 < len(texts) <= FEW:
            self._beside.submit(
                self._get, texts, self._few
            )  # if it fails, so will what is begun after it, and is heard

    def begin(self, content: Content) -> None:
        """Begin with the passages that the older snapshot lacks, if they are few."""
        self._sentences = list(itertools.chain(*content.sentences))
        self._texts = [*(passage for passage in content.passages if isinstance(passage, str)), *self._sentences]
        if len(self._texts) <= FEW:
            self._begun = self._beside.submit(self._get, self._texts, self._few, self._progress)

    def known_sentences(self) -> Floats | None:
        """Give the vectors of the sentences of those passages where all are known: mostly but a heading has changed."""
        if len(self._texts) > FEW:
            return None
        with self._cache() as cache:
            return cache.known(self._sentences)

    def result(self) -> Floats:
        """Give the vectors of the passages of `begin`, then of their sentences: float32, shape (n, dim).

        Raises:
            EncoderError: the encoder cannot be loaded.
            SnapshotError: the file of known vectors cannot be used.
        """
        if self._begun is None:
            return self._get(self._texts, lambda n: open_passage_encoder(self._settings, n), self._progress)
        if self._encoder is not None and self._settings.threads != 1:
            self._encoder.help()
        return self._begun.result()

    def _get(
        self, texts: Sequence[str], open_encoder: Callable[[int], PassageEncoder], progress: Progress | None = None
    ) -> Floats:
        with self._cache() as cache:
            return cache.get(texts, open_encoder, progress)

    def _few(self, n_texts: int) -> PassageEncoder:
        if self._encoder is None:
            opening = self._opening
            self._encoder = opening.result() if opening else open_passage_encoder(self._settings, n_texts, n_spared=1)
        return self._encoder

    @contextmanager
    def _cache(self) -> Iterator[EmbeddingCache]:
        path = self._settings.index / "embeddings.sqlite"
        encoder = f"{encoder_id(self._settings)}\n{model_checksum(self._settings)}"
        try:
            with closing(EmbeddingCache(path, encoder)) as cache:
                yield cache
        except sqlite3.Error as exc:
            remedy = FULL_REMEDY if is_full(path.parent) else "Remove the file; what it holds is embedded again."
            raise SnapshotError(f"cannot use {path}: {exc}.", remedy=remedy) from exc


class VectorFiles:
    """Writes the vectors of passages and sentences: the older snapshot's at once, the others when they are known.

    `growing` are the files that are not yet as they will be.

    Args:
        folder: where to.
        content: what the snapshot is to hold.
        sentences: what `Embedding.known_sentences` gives.
    """

    def __init__(self, folder: Path, content: Content, sentences: Floats | None) -> None:
        self._folder = folder
        self._counts = [len(own) for own in content.sentences]
        self._passages: RenewedRows | None = None
        self._sentences: RenewedSentences | None = None
        self.growing: set[str] = set()
        if content.older is None or len(self._counts) == len(content.passages):
            return
        carried = content.carried()
        self._added = carried.added
        vectors = map_array(content.older.folder / VECTORS_NAME)
        self._passages = RenewedRows(folder / VECTORS_NAME, vectors, len(content.passages), carried.runs)
        renewed = RenewedSentences(folder, SentenceIndex(content.older.folder), carried, self._counts)
        self.growing = {VECTORS_NAME}
        if sentences is None:
            self._sentences = renewed
            self.growing |= renewed.growing
        else:
            renewed.fill(sentences)

    def fill(self, embedded: Floats) -> Floats:
        """Write what `Embedding.result` gives; give the vectors of all passages: float32, shape (n_passages, dim)."""
        vectors, of_sentences = embedded[: len(self._counts)], embedded[len(self._counts) :]
        if self._passages is None:
            write_sentences(self._folder, Sentences.of(of_sentences, self._counts))
            np.save(self._folder / VECTORS_NAME, vectors)
            return vectors
        if self._sentences is not None:
            self._sentences.fill(of_sentences)
        self._passages.fill(self._added, vectors)
        return map_array(self._folder / VECTORS_NAME)
