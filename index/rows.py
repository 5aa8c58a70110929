"""Array files most of whose rows come from an older one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.ragged import Ints


class RenewedRows:
    """Writes an array file: rows of an older one at once, and the others when they are known.

    Rows go from file to file, for to fill as much memory takes longer than all else. The file is the one that
    `np.save` writes of the whole array.

    Args:
        path: of the file.
        older: the older rows, memory-mapped.
        n_rows: how many the file is to have.
        runs: rows that stand together in both: old number, new number, and how many.

    Raises:
        OSError: the disk is full.
    """

    def __init__(self, path: Path, older: NDArray[Any], n_rows: int, runs: Iterable[tuple[int, int, int]]) -> None:
        self._path = path
        self._width = older.itemsize * int(np.prod(older.shape[1:]))
        header = {
            "descr": np.lib.format.dtype_to_descr(older.dtype),
            "fortran_order": False,
            "shape": (n_rows, *older.shape[1:]),
        }
        with path.open("wb") as stream:
            np.lib.format.write_array_header_1_0(stream, header)
            self._start = stream.tell()
            for old, new, length in runs:
                stream.seek(self._start + new * self._width)
                stream.write(older[old : old + length].data)
            stream.truncate(self._start + n_rows * self._width)

    def fill(self, numbers: Ints, rows: NDArray[Any]) -> None:
        """Write rows under these numbers.

        Raises:
            OSError: the disk is full.
        """
        with self._path.open("r+b") as stream:
            for number, row in zip(numbers.tolist(), rows, strict=True):
                stream.seek(self._start + number * self._width)
                stream.write(row.tobytes())
