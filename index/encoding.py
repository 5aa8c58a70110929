"""What an encoder is, whichever engine runs it, and which engine this processor is good at."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.settings import BUNDLED_MODEL, Settings

Progress = Callable[[int, int], None]
"""Called with passages done and passages in all."""

Errand = Callable[[], object]
"""What else is to be done while a query is encoded."""


class QueryEncoder(Protocol):
    """Encodes one query."""

    @property
    def dim(self) -> int:
        """Length of the vectors."""
        ...

    def encode(self, text: str, meanwhile: Errand | None = None) -> NDArray[np.float32]:
        """Give the unit vector: float32, shape (dim,); `meanwhile` is done by then, or was not begun."""
        ...


class PassageEncoder(Protocol):
    """Encodes many passages."""

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """Give the texts' unit vectors: float32, shape (len(texts), dim), in the order given."""
        ...

    def help(self) -> None:
        """Take part in what another thread is encoding, if that makes it quicker; give up when nothing is left."""
        ...


class Graph(StrEnum):
    """The ONNX graphs of the bundled encoder, by file name."""

    FLOAT = "layers-f32.onnx"
    QUICK = "layers-s7.onnx"


def is_bundled(settings: Settings) -> bool:
    """Tell whether the encoder is the one that the pinned package carries."""
    return settings.encoder == BUNDLED_MODEL


@cache
def is_good_at_bfloat16() -> bool:
    """Tell whether the processor multiplies bfloat16 itself; elsewhere it is emulated and slower than float32."""
    return "amx_bf16" in _processor() or "avx512_bf16" in _processor()


@cache
def _processor() -> str:
    try:
        return Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return ""


def n_idle_processors() -> int:
    """Tell how many processors have nothing to do just now; the one that asks is at work."""
    try:
        n_running = int(Path("/proc/loadavg").read_bytes().split()[3].split(b"/")[0])
        return max(len(os.sched_getaffinity(0)) - n_running, 0)
    except (OSError, AttributeError, IndexError, ValueError):  # not on Linux
        return 0
