"""Query vectors without torch: the bundled encoder as an int8 ONNX graph, its word table left memory-mapped.

The graph starts behind the embedding lookup, which is 12 rows for a usual query and 384 MB as a table: those rows are
unpacked from the 4-bit blocks by NumPy. Weights are int8 per output channel, activations int8 as they come. Measured
on one thread, 9 tokens: fp32 10 ms, 4-bit blocks (MatMulNBits) 16 ms, int8 4.3 ms.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from corpus.errors import EncoderError
from index.e5 import WEIGHTS_SHA256, E5Weights, check_weights, dequantise, find_weights
from index.unigram import UnigramTokenizer, write_unigram

FORMAT = 1
"""Raise it when the files' content changes, so that older ones are written anew."""

WORDS_NAME, PLACES_NAME = "words.npy", "places.npy"


@cache
def has_vnni() -> bool:
    """Tell whether this processor multiplies u8 by s8 without saturating 16-bit sums.

    Without VNNI the signed kernel saturates: cosine 0.991 to full precision, against 0.997 with unsigned weights.
    """
    try:
        return "vnni" in Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return False


def query_folder(models: Path) -> Path:
    """Give the folder of the query encoder's files, written on the first call, by one rename.

    Raises:
        EncoderError: the weights are missing or damaged.
    """
    target = models / f"query-e5-small-{WEIGHTS_SHA256[:12]}-{FORMAT}"
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
    from index.e5_graph import write_graph

    np.save(folder / WORDS_NAME, weights.blocks("emb.word"))
    np.save(folder / PLACES_NAME, weights.tensor("emb.pos") + weights.tensor("emb.type")[0])
    write_unigram(weights.vocabulary, folder)
    for is_signed in (True, False):
        write_graph(weights, folder / graph_name(is_signed=is_signed), is_signed=is_signed)


def graph_name(*, is_signed: bool) -> str:
    """Give the file name of the graph with signed or unsigned weights."""
    return "layers-s8.onnx" if is_signed else "layers-u8.onnx"


class OnnxQueryEncoder:
    """Encodes one text at a time, on one thread.

    Args:
        folder: what `query_folder` gives.
        prefix: stands before every query.
    """

    dim: int

    def __init__(self, folder: Path, prefix: str = "query: ") -> None:
        self._prefix = prefix
        self._tokenizer = UnigramTokenizer(folder)
        self._words: NDArray[np.uint8] = np.load(folder / WORDS_NAME, mmap_mode="r")
        self._places: NDArray[np.float32] = np.load(folder / PLACES_NAME, mmap_mode="r")
        self.dim = self._places.shape[1]
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path = folder / graph_name(is_signed=has_vnni())
        try:
            self._session: Any = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as exc:  # onnxruntime's errors share no base class
            raise EncoderError(
                f"cannot load {path}: {exc}.", remedy=f"Remove the folder {folder}; it is written again when needed."
            ) from exc

    def encode(self, text: str) -> NDArray[np.float32]:
        """Give the unit vector of a query: float32, shape (dim,)."""
        ids = self._tokenizer.encode(self._prefix + text, max_tokens=len(self._places))
        rows = dequantise(self._words[ids]).reshape(len(ids), self.dim)
        states: NDArray[np.float32] = self._session.run(None, {"embeddings": (rows + self._places[: len(ids)])[None]})[
            0
        ]
        mean = states[0].mean(axis=0)
        unit: NDArray[np.float32] = mean / np.linalg.norm(mean)
        return unit
