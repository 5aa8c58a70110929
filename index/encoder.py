"""Which encoder is used, and by which engine.

The bundled encoder runs in ONNX Runtime for queries and on processors without bfloat16 (twice as quick there as torch
in float32); everything else in sentence-transformers. Heavy engines are imported when they are first used.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from corpus.settings import BUNDLED_MODEL, Settings
from index.e5 import WEIGHTS_SHA256
from index.encoding import Graph, PassageEncoder, QueryEncoder, is_bundled, is_good_at_bfloat16

FEW = 256
"""So many passages and sentences are encoded sooner without torch, whose import and model take seconds."""


def encoder_id(settings: Settings) -> str:
    """Give the name that vectors of this encoder are kept under: model and passage prefix."""
    name = f"{BUNDLED_MODEL}@{WEIGHTS_SHA256[:12]}" if is_bundled(settings) else settings.encoder
    return f"{name}|{settings.encoder_passage_prefix}"


def open_query_encoder(settings: Settings) -> QueryEncoder:
    """Give the quickest encoder for single queries.

    Raises:
        EncoderError: the encoder cannot be loaded.
    """
    if is_bundled(settings):
        from index.onnx_encoder import OnnxQueryEncoder, onnx_folder

        folder, prefix = onnx_folder(settings.models), settings.encoder_query_prefix
        return OnnxQueryEncoder(folder, Graph.QUICK, prefix, may_pair=settings.threads != 1)
    from index.torch_encoder import TorchQueryEncoder

    return TorchQueryEncoder(settings)


def open_passage_encoder(settings: Settings, n_texts: int, *, n_spared: int = 0) -> PassageEncoder:
    """Give the quickest encoder for so many passages, which leaves some processors to others if it can.

    Raises:
        EncoderError: the encoder cannot be loaded.
    """
    if is_bundled(settings) and (n_texts <= FEW or not is_good_at_bfloat16()):
        from index.onnx_encoder import OnnxEncoder, OnnxPassageEncoder, onnx_folder

        encoder = OnnxEncoder(onnx_folder(settings.models), Graph.FLOAT, settings.encoder_passage_prefix)
        return OnnxPassageEncoder(encoder, max((settings.threads or os.cpu_count() or 1) - n_spared, 1))
    from index.torch_encoder import TorchPassageEncoder

    return TorchPassageEncoder(settings)


def model_checksum(settings: Settings) -> str:
    """Give a checksum of the encoder: of the bundled weights, or of a folder's weight files; else of the name."""
    if is_bundled(settings):
        return WEIGHTS_SHA256
    digest = hashlib.sha256(settings.encoder.encode())
    folder = Path(settings.encoder)
    for path in sorted(folder.rglob("*.safetensors")) if folder.is_dir() else []:
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
