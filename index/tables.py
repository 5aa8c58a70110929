"""The records and passages of a snapshot: JSON lines that are parsed one at a time, where they are asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from corpus.errors import SnapshotError
from index.passages import Passage
from index.postings import map_array


class Lines:
    """JSON lines with an offset table, parsed one at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bytes: NDArray[np.uint8] = (
            np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
            if path.stat().st_size
            else np.zeros(0, dtype=np.uint8)
        )
        self._starts = map_array(path.with_suffix(".starts.npy"))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def raw(self, number: int) -> bytes:
        """Give a line as it stands."""
        return self._bytes[self._starts[number] : self._starts[number + 1]].tobytes()

    def block(self, numbers: range) -> tuple[memoryview, NDArray[np.int64]]:
        """Give lines that stand together as they stand, and their lengths."""
        whole = self._bytes[self._starts[numbers.start] : self._starts[numbers.stop]]
        return whole.data, np.diff(self._starts[numbers.start : numbers.stop + 1])

    def __getitem__(self, number: int) -> Any:
        try:
            return orjson.loads(self._bytes[self._starts.item(number) : self._starts.item(number + 1)].data)
        except ValueError as exc:
            raise SnapshotError(
                f"line {number + 1} of {self._path} is damaged.", remedy="Run `puljespor index build`."
            ) from exc


def line_of(body: Any) -> bytes:
    """Give a JSON line."""
    return json.dumps(body, ensure_ascii=False).encode() + b"\n"


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write lines and, beside them, the table of where each starts."""
    written = list(lines)
    with path.open("wb") as stream:
        stream.writelines(written)
    np.save(path.with_suffix(".starts.npy"), np.cumsum([0, *map(len, written)], dtype=np.int64))


class RecordTable:
    """The records of a snapshot as public JSON objects, in the order of their numbers."""

    def __init__(self, folder: Path) -> None:
        self._lines = Lines(folder / "records.jsonl")
        self.ids: list[str] = json.loads((folder / "ids.json").read_text("utf-8"))

    def __len__(self) -> int:
        return len(self.ids)

    def record(self, number: int) -> dict[str, Any]:
        """Give one record's public JSON object."""
        body: dict[str, Any] = self._lines[number]
        return body

    def number(self, record_id: str) -> int:
        """Give the number of the record with this id.

        Raises:
            KeyError: the snapshot has none.
        """
        return self._numbers[record_id]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {record_id: number for number, record_id in enumerate(self.ids)}


class PassageTable:
    """The passages of a snapshot.

    `record_no[p]` is the number of passage p's record; a record's passages stand together, its card first.
    """

    def __init__(self, folder: Path) -> None:
        self._lines = Lines(folder / "passages.jsonl")
        self.record_no: NDArray[np.int32] = map_array(folder / "passages.record_no.npy")

    def __len__(self) -> int:
        return len(self._lines)

    def passage(self, number: int) -> Passage:
        """Give one passage."""
        return Passage(**self._lines[number])

    def __iter__(self) -> Iterator[Passage]:
        return (self.passage(number) for number in range(len(self)))
