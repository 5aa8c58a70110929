"""The bundled encoder as ONNX graphs: queries in int8, passages in float32, without torch.

The graphs start behind the embedding lookup, which is 12 rows for a usual query and 384 MB as a table: those rows are
unpacked from the 4-bit blocks by NumPy, memory-mapped. Weights of the int8 graph have one scale an output channel.
Measured on one thread of a processor without VNNI, 9 tokens: float32 10 ms, 4-bit blocks (MatMulNBits) 16 ms, int8
4.3 ms. Texts are run one by one, without padding, so a text's vector never depends on its neighbours.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.e5 import WEIGHTS_SHA256, E5Weights, check_weights, dequantise, find_weights
from index.encoder import Progress
from index.unigram import UnigramTokenizer, write_unigram

FORMAT = 1
"""Raise it when the files' content changes, so that older ones are written anew."""

WORDS_NAME, PLACES_NAME = "words.npy", "places.npy"


class Graph(StrEnum):
    """The graphs, by file name."""

    FLOAT = "layers-f32.onnx"
    SIGNED = "layers-s8.onnx"
    UNSIGNED = "layers-u8.onnx"


@cache
def has_vnni() -> bool:
    """Tell whether this processor multiplies u8 by s8 without saturating 16-bit sums.

    Without VNNI the signed kernel saturates: cosine 0.991 to full precision, against 0.997 with unsigned weights.
    """
    try:
        return "vnni" in Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return False


def quickest_graph() -> Graph:
    """Give the quickest graph for single queries on this processor."""
    return Graph.SIGNED if has_vnni() else Graph.UNSIGNED


def onnx_folder(models: Path) -> Path:
    """Give the folder of the encoder's files, written on the first call, by one rename.

    Raises:
        EncoderError: the weights are missing or damaged.
    """
    target = models / f"onnx-e5-small-{WEIGHTS_SHA256[:12]}-{FORMAT}"
    if target.is_dir():
        return target
    source = find_weights()
    check_weights(source)
    models.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".converting-", dir=models))
    try:
        _write_folder(E5Weights(source), work)
        work.chmod(0o755)
        work.replace(target)
    except OSError:
        if not target.is_dir():  # else another process was first, and its folder is as good
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def _write_folder(weights: E5Weights, folder: Path) -> None:
    from index.e5_graph import write_graph  # onnx itself is needed for writing only

    np.save(folder / WORDS_NAME, weights.blocks("emb.word"))
    np.save(folder / PLACES_NAME, weights.tensor("emb.pos") + weights.tensor("emb.type")[0])
    write_unigram(weights.vocabulary, folder)
    for graph in Graph:
        write_graph(weights, folder / graph, graph)


class OnnxEncoder:
    """Encodes texts with one of the graphs. Safe to use from several threads, each running on one.

    Args:
        folder: what `onnx_folder` gives.
        graph: which weights to use.
        prefix: stands before every text.
    """

    def __init__(self, folder: Path, graph: Graph, prefix: str) -> None:
        self._prefix = prefix
        self._tokenizer = UnigramTokenizer(folder)
        self._words: NDArray[np.uint8] = np.load(folder / WORDS_NAME, mmap_mode="r")
        self._places: NDArray[np.float32] = np.load(folder / PLACES_NAME, mmap_mode="r")
        self.dim = int(self._places.shape[1])
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path = folder / graph
        try:
            self._session: Any = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as exc:  # onnxruntime's errors share no base class
            raise EncoderError(
                f"cannot load {path}: {exc}.", remedy=f"Remove the folder {folder}; it is written again when needed."
            ) from exc

    def encode(self, text: str) -> NDArray[np.float32]:
        """Give the unit vector of a text: float32, shape (dim,). What is past 512 tokens is not read."""
        ids = self._tokenizer.encode(self._prefix + text, max_tokens=len(self._places))
        rows = dequantise(self._words[ids]).reshape(len(ids), self.dim)
        states: NDArray[np.float32] = self._session.run(None, {"embeddings": (rows + self._places[: len(ids)])[None]})[
            0
        ]
        mean = states[0].mean(axis=0)
        unit: NDArray[np.float32] = mean / np.linalg.norm(mean)
        return unit


class OnnxPassageEncoder:
    """Encodes one text a thread: no padding, and no threads that wait for one another."""

    def __init__(self, encoder: OnnxEncoder, n_threads: int) -> None:
        self._encoder = encoder
        self._n_threads = n_threads

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Give the texts' unit vectors: float32, shape (len(texts), dim), in the order given."""
        vectors = np.zeros((len(texts), self._encoder.dim), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))  # the longest first: threads end together
        with ThreadPoolExecutor(self._n_threads) as pool:
            results = pool.map(lambda i: self._encoder.encode(texts[i]), order)
            for done, (i, vector) in enumerate(zip(order, results, strict=True), start=1):
                vectors[i] = vector
                if progress:
                    progress(done, len(texts))
        return vectors
