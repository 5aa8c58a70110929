"""Encoding with sentence-transformers: passages in batches of like length, bfloat16 where the processor has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from corpus.errors import EncoderError
from corpus.settings import BUNDLED_MODEL, Settings
from index.e5_convert import convert_bundled
from index.encoding import Errand, Progress, is_bundled, is_good_at_bfloat16

# What the file system, transformers, safetensors and the hub's client (whose errors are an OSError too) raise
_UNLOADABLE = (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError)
_BATCH_TOKENS = 4096  # padded tokens a batch; measured: larger ones leave the processor's caches
_BATCH_TEXTS = 32


class TorchPassageEncoder:
    """Encodes passages in batches of like length.

    Raises:
        EncoderError: the model cannot be loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._prefix = settings.encoder_passage_prefix
        if settings.threads:
            torch.set_num_threads(settings.threads)
        self._model = load_model(settings)
        self.dim = int(self._model.get_embedding_dimension() or 0)
        if is_good_at_bfloat16():
            self._model[0].to(torch.bfloat16)

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Give the texts' unit vectors: float32, shape (len(texts), dim), in the order given."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        done = 0
        for numbers in self._batches(texts):
            vectors[numbers] = self._encode_batch([self._prefix + texts[i] for i in numbers])
            done += len(numbers)
            if progress:
                progress(done, len(texts))
        return vectors

    def _batches(self, texts: Sequence[str]) -> list[list[int]]:
        """Cut the texts into batches of like length, the longest first, so that memory is seen to suffice at once."""
        lengths = [len(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda i: (-lengths[i], i))
        batches: list[list[int]] = []
        for i in order:
            # Danish has about 4 characters a token; the first text of a batch is its longest
            if not batches or (len(batches[-1]) + 1) * lengths[batches[-1][0]] > 4 * _BATCH_TOKENS:
                batches.append([])
            elif len(batches[-1]) >= _BATCH_TEXTS:
                batches.append([])
            batches[-1].append(i)
        return batches

    def help(self) -> None:
        """Leave it to the other thread: torch has all processors."""

    def _encode_batch(self, texts: list[str]) -> NDArray[np.float32]:
        with torch.inference_mode():
            features: Any = self._model.preprocess(texts)
            features = self._model[0](features)
            features["token_embeddings"] = features["token_embeddings"].float()  # pooled in full precision
            for module in list(self._model)[1:]:
                features = module(features)
            vectors = torch.nn.functional.normalize(features["sentence_embedding"].float(), dim=-1)
        result: NDArray[np.float32] = vectors.numpy()
        return result


class TorchQueryEncoder:
    """Encodes queries of any model that sentence-transformers can load.

    Raises:
        EncoderError: the model cannot be loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._prefix = settings.encoder_query_prefix
        self._model = load_model(settings)
        self.dim = int(self._model.get_embedding_dimension() or 0)

    def encode(self, text: str, meanwhile: Errand | None = None) -> NDArray[np.float32]:
        """Give the unit vector of a query: float32, shape (dim,). `meanwhile` is left to others."""
        vector: NDArray[np.float32] = self._model.encode(
            self._prefix + text, normalize_embeddings=True, show_progress_bar=False
        )
        return vector.astype(np.float32, copy=False)


def load_model(settings: Settings) -> SentenceTransformer:
    """Load the settings' model with sentence-transformers, on the CPU.

    Raises:
        EncoderError: it is neither bundled, nor a folder, nor to be had from a hub.
    """
    transformers_logging.disable_progress_bar()  # of the weights, which take less than a second
    if is_bundled(settings):
        return SentenceTransformer(str(convert_bundled(settings.models)), device="cpu", local_files_only=True)
    try:
        return SentenceTransformer(settings.encoder, device="cpu")
    except _UNLOADABLE as exc:
        raise EncoderError(
            f"cannot load the encoder {settings.encoder!r} ({type(exc).__name__}: {str(exc).splitlines()[0]}).",
            remedy="Give the path of a sentence-transformers folder, allow this machine to reach the model hub, or "
            f"set `encoder` to {BUNDLED_MODEL!r}, which needs neither.",
        ) from exc
