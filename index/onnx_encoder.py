"""The bundled encoder as ONNX graphs: queries with 7-bit weights, passages in float32, without torch.

The graphs start behind the embedding lookup, which is 12 rows for a usual query and 384 MB as a table: those rows are
unpacked from the 4-bit blocks by NumPy, memory-mapped. Weights of the quick graph have one scale an output channel.
Measured on one thread of a processor without VNNI, 20 tokens: float32 15.7 ms, unsigned 8-bit weights 9.6 ms, 7-bit
ones 7.4 ms and nearer to full precision; 4-bit blocks (MatMulNBits) take longer than float32. Two threads take 0.7 of
the time of one where a second processor idles, and twice as long where it does not. Texts are run one by one, without
padding, so a text's vector never depends on its neighbours.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import get_ident
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as errors

from corpus.errors import EncoderError
from index.e5 import WEIGHTS_SHA256, E5Weights, check_weights, dequantise, find_weights
from index.encoding import Errand, Graph, Progress, n_idle_processors
from index.folders import ensure_folder, outdated_folders
from index.postings import map_array
from index.unigram import UnigramTokenizer, write_unigram

FORMAT = 4
"""Raise it when the files' content changes, so that older ones are written anew."""

# onnxruntime's errors share no base class; these are what a file that is missing, damaged or of another release raises
_UNREADABLE = (
    errors.Fail,
    errors.InvalidArgument,
    errors.InvalidGraph,
    errors.InvalidProtobuf,
    errors.NoSuchFile,
    errors.NotImplemented,
    errors.RuntimeException,
)

WORDS_NAME, PLACES_NAME = "words.npy", "places.npy"

_BEFORE_PAIR = 3  # queries of a process before it makes a second session: a command has one or two
_ALONE_S = 0.1  # after so long without another thread's query there is one client: eight give five queries in that time
_SPIN_US = "100"  # how long a thread waits for the next operator before it sleeps


def onnx_folder(models: Path) -> Path:
    """Give the folder of the encoder's files, written on the first call, by one rename; then older ones go.

    Raises:
        EncoderError: the weights are missing or damaged.
    """
    target = _folder(models)
    if not target.is_dir():
        ensure_folder(target, _write_folder)
        for path in outdated_folders(target):
            shutil.rmtree(path, ignore_errors=True)
    return target


def outdated_encoders(models: Path) -> list[Path]:
    """Give the folders that an older release wrote and this one does not read."""
    return list(outdated_folders(_folder(models)))


def _folder(models: Path) -> Path:
    return models / f"onnx-e5-small-{WEIGHTS_SHA256[:12]}-{FORMAT}"


def _write_folder(folder: Path) -> None:
    from index.e5_graph import write_graph  # onnx itself is needed for writing only

    source = find_weights()
    check_weights(source)
    weights = E5Weights(source)
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
        try:
            self._tokenizer = UnigramTokenizer(folder)
            self._words: NDArray[np.uint8] = map_array(folder / WORDS_NAME)
            self._places: NDArray[np.float32] = map_array(folder / PLACES_NAME)
        except (OSError, RuntimeError, ValueError) as exc:
            raise _damaged(folder, str(exc)) from exc
        self.dim = int(self._places.shape[1])
        self._path = folder / graph
        self._session = _open_session(self._path, 1)

    def encode(self, text: str) -> NDArray[np.float32]:
        """Give the unit vector of a text: float32, shape (dim,). What is past 512 tokens is not read.

        Raises:
            EncoderError: the encoder's files are damaged.
        """
        return self._pooled(self._run(self._session, self._embeddings(text)))

    def _embeddings(self, text: str) -> NDArray[np.float32]:
        """Give what the graph starts from: float32, shape (1, n_tokens, dim)."""
        ids = self._tokenizer.encode(self._prefix + text, max_tokens=len(self._places))
        rows = dequantise(self._words[ids]).reshape(len(ids), self.dim)
        if not rows.any(axis=1).all():  # a part of the file was lost: every text of its words would be the same
            raise _damaged(self._path.parent, f"{WORDS_NAME} lacks words")
        return (rows + self._places[: len(ids)])[None]

    def _run(self, session: Any, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Run the graph: float32, shape (1, n, dim), in and out."""
        states: NDArray[np.float32] = session.run(None, {"embeddings": embeddings})[0]
        return states

    def _pooled(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the unit mean of a text's states."""
        mean = states[0].mean(axis=0)
        length = np.linalg.norm(mean)
        if not 0 < length < np.inf:  # nor is it a number
            raise _damaged(self._path.parent, f"{self._path.name} gives no vectors")
        unit: NDArray[np.float32] = mean / length
        return unit


class OnnxQueryEncoder(OnnxEncoder):
    """Encodes single queries, each on two threads while a processor has nothing else to do.

    Two take 0.7 of the time of one there, and twice as long where they have to share: whether they would is asked of
    each query, and where threads ask in turn each has one only. The vectors are the same to the last bit.

    Args:
        folder: as of `OnnxEncoder`, and so the next two.
        graph: which weights to use.
        prefix: stands before every query.
        may_pair: whether two threads may be used.
    """

    _n_encoded = 0
    _pair: Any = None

    def __init__(self, folder: Path, graph: Graph, prefix: str, *, may_pair: bool = True) -> None:
        super().__init__(folder, graph, prefix)
        self._may_pair = may_pair
        self._asked = 0, 0.0  # the thread that asked last, and when

    def encode(self, text: str, meanwhile: Errand | None = None) -> NDArray[np.float32]:
        """Give the unit vector of a query: float32, shape (dim,).

        An errand is done on a thread beside, which begins when the graph runs: Python's lock is free then, and nobody
        waits for it. Also where two threads run the graph and no third processor idles: one of the two takes what the
        other cannot, and an answer is there sooner than with the errand done before.
        """
        embeddings = self._embeddings(text)
        self._n_encoded += 1
        may_pair = self._is_alone() and self._may_pair and self._n_encoded > _BEFORE_PAIR
        n_idle = n_idle_processors() if may_pair else 0
        if n_idle and self._pair is None:
            self._pair = _open_session(self._path, 2)
        session = self._pair if n_idle else self._session
        if meanwhile is None:
            return self._pooled(self._run(session, embeddings))
        done = _beside().submit(meanwhile)
        vector = self._pooled(self._run(session, embeddings))
        done.result()
        return vector

    def _is_alone(self) -> bool:
        """Say whether no other thread asks just now: those that wait for Python's lock look like idle processors."""
        thread, at = self._asked
        self._asked = get_ident(), time.monotonic()
        return thread == self._asked[0] or self._asked[1] - at > _ALONE_S


def _damaged(folder: Path, reason: str) -> EncoderError:
    remedy = f"Remove the folder {folder}; it is written again when needed."
    return EncoderError(f"the encoder's files are damaged: {reason}.", remedy=remedy)


@cache
def _beside() -> ThreadPoolExecutor:
    """Give the threads on which errands are done."""
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="meanwhile")


def _open_session(path: Path, n_threads: int) -> Any:
    options = ort.SessionOptions()
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.spin_duration_us", _SPIN_US)
    options.add_session_config_entry("session.force_spinning_stop", "1")  # between queries nobody waits actively
    try:  # what adds and normalises in one operator would take a tenth more time
        return ort.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
    except _UNREADABLE as exc:
        raise EncoderError(
            f"cannot load {path}: {exc}.", remedy=f"Remove the folder {path.parent}; it is written again when needed."
        ) from exc


class OnnxPassageEncoder:
    """Encodes one text a thread: no padding, and no threads that wait for one another.

    Args:
        encoder: of one text.
        n_threads: how many are started; the one that asks only waits.
    """

    def __init__(self, encoder: OnnxEncoder, n_threads: int) -> None:
        self._encoder = encoder
        self._n_threads = n_threads
        self._left: Iterator[tuple[str, Future[NDArray[np.float32]]]] = iter(())

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Give the texts' unit vectors: float32, shape (len(texts), dim), in the order given."""
        vectors = np.zeros((len(texts), self._encoder.dim), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), i))  # the longest first: threads end together
        work: list[tuple[str, Future[NDArray[np.float32]]]] = [(texts[i], Future()) for i in order]
        self._left = left = iter(work)  # a list's iterator gives each item to one thread only
        with ThreadPoolExecutor(self._n_threads) as pool:
            try:
                for _ in range(self._n_threads):
                    pool.submit(self.help)
                for done, (i, (_, vector)) in enumerate(zip(order, work, strict=True), start=1):
                    vectors[i] = vector.result()
                    if progress:
                        progress(done, len(texts))
            finally:
                deque(left, maxlen=0)  # nothing more is begun after Ctrl-C, or a text that cannot be encoded
        return vectors

    def help(self) -> None:
        """Encode on this thread too, until nothing is left to begin of what another has asked for."""
        for text, vector in self._left:
            try:
                vector.set_result(self._encoder.encode(text))
            except Exception as exc:  # whatever it is: raised where the vector is waited for, else for ever
                vector.set_exception(exc)
