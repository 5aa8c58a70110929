"""What a snapshot is to hold, before its files are written: records and passages, as far as possible from an older one.

A record that is in the state in which an older snapshot has it gives the same lines and passages again, provided that
its documents belong to as many records as then: that decides how much of a document is about a record.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from corpus.records import RecordType, record_json
from index.passages import Owners, record_passages
from index.renewing import Carried
from index.sentences import split_sentences
from index.source import RecordSource
from index.tables import Lines, line_of

STATES_NAME = "states.json"


@dataclass
class Content:
    """Records and passages in the order of their numbers."""

    states: Mapping[str, str]  # by record id
    bodies: list[dict[str, Any]] = field(default_factory=list)  # the records' public JSON
    record_lines: list[bytes] = field(default_factory=list)
    passage_lines: list[list[bytes] | range] = field(default_factory=list)  # of each record; numbers in the older one
    passages: list[str | int] = field(default_factory=list)  # indexed text, or number in the older snapshot
    sentences: list[list[str]] = field(default_factory=list)  # of each passage that is not in the older snapshot
    older: Older | None = None

    @property
    def ids(self) -> list[str]:
        """The records' ids."""
        return list(self.states)

    def record_no(self) -> NDArray[np.int32]:
        """Give the record number of each passage."""
        return np.repeat(np.arange(len(self.bodies), dtype=np.int32), [len(lines) for lines in self.passage_lines])

    @property
    def keeps_passages(self) -> bool:
        """Say whether the passages are those of the older snapshot, all of them in the same order."""
        return self.older is not None and self.passages == list(range(self.older.n_passages))

    def carried(self) -> Carried:
        """Give which passages go over from the older snapshot."""
        numbers = [passage if isinstance(passage, int) else -1 for passage in self.passages]
        return Carried(np.array(numbers, dtype=np.int64), self.older.n_passages if self.older else 0)

    def write_passages(self, folder: Path) -> None:
        """Write the passages' lines, where each starts, and whose each is; what stands together is copied together."""
        lengths = [np.zeros(1, dtype=np.int64)]
        with (folder / "passages.jsonl").open("wb") as stream:
            for part in _joined(self.passage_lines):
                if isinstance(part, range):
                    assert self.older is not None
                    block, long = self.older.passage_lines(part)
                    stream.write(block)
                    lengths.append(long)
                else:
                    stream.writelines(part)
                    lengths.append(np.array([len(line) for line in part], dtype=np.int64))
        np.save(folder / "passages.starts.npy", np.cumsum(np.concatenate(lengths)))
        np.save(folder / "passages.record_no.npy", self.record_no())

    def checksum(self) -> str:
        """Give the SHA-256 of the records' lines."""
        digest = hashlib.sha256()
        for line in self.record_lines:
            digest.update(line)
        return digest.hexdigest()


class Older:
    """An older snapshot, known to be whole, of this release's making.

    Args:
        folder: of the snapshot.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.states: dict[str, str] = _read_states(folder)["states"]
        self._numbers = {record_id: number for number, record_id in enumerate(self.states)}
        self._records = Lines(folder / "records.jsonl")
        self._passages = Lines(folder / "passages.jsonl")
        self.n_passages = len(self._passages)
        owners = np.load(folder / "passages.record_no.npy")
        self._firsts = np.searchsorted(owners, np.arange(len(self.states) + 1))

    def record_line(self, record_id: str) -> bytes:
        """Give a record's line."""
        return self._records.raw(self._numbers[record_id])

    def passages(self, record_id: str) -> range:
        """Give the numbers of a record's passages."""
        number = self._numbers[record_id]
        return range(int(self._firsts[number]), int(self._firsts[number + 1]))

    def numbers_by_line(self, record_id: str) -> dict[bytes, int]:
        """Give the numbers of a record's passages by their lines, in order; none of a record that it lacks."""
        if record_id not in self._numbers:
            return {}
        return {self._passages.raw(number): number for number in self.passages(record_id)}

    def passage_lines(self, numbers: range) -> tuple[memoryview, NDArray[np.int64]]:
        """Give the lines of passages that stand together, and their lengths."""
        return self._passages.block(numbers)


def is_reusable(folder: Path) -> bool:
    """Tell whether a snapshot was written by this release, so that its parts may go into another one."""
    try:
        return bool(_read_states(folder)["release"] == release())
    except (OSError, ValueError, KeyError):
        return False


def states_json(content: Content) -> str:
    """Give the file that lets a later build see what has changed."""
    return json.dumps({"release": release(), "states": content.states}, ensure_ascii=False)


def _read_states(folder: Path) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((folder / STATES_NAME).read_text("utf-8"))
    return body


@cache
def release() -> str:
    """Give a checksum of everything that decides what records and passages are made: our own code and its data."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for package in ("corpus", "index"):
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".csv", ".tsv", ".json", ".toml") and path.is_file():
                digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:20]


def gather_content(source: RecordSource, states: Mapping[str, str], older: Older | None) -> Content:
    """Bring records and passages together; only what changed is read from the source, whose states are given."""
    content = Content(states, older=older)
    before = older.states if older else {}
    fresh = [record_id for record_id, state in content.states.items() if before.get(record_id) != state]
    records = {record.record_id: record for record in source.load(fresh)}
    lines = {record_id: line_of(record_json(record)) for record_id, record in records.items()}
    for record_id in content.states:
        line = lines.get(record_id) or _line_of_older(older, record_id)
        content.record_lines.append(line)
        content.bodies.append(orjson.loads(line))
    owners = _owners(content.bodies)
    if older:
        kept = {i: body for i, body in zip(content.states, content.bodies, strict=True) if i not in records}
        owned_before = _owners(kept.get(i) or orjson.loads(older.record_line(i)) for i in older.states)
        moved = [
            record_id
            for record_id, body in zip(content.states, content.bodies, strict=True)
            if record_id not in records
            and any(owners[d["document_id"]] != owned_before.get(d["document_id"]) for d in body["documents"])
        ]
        records |= {record.record_id: record for record in source.load(moved)}
    for record_id in content.states:
        if record_id in records:
            made = list(record_passages(records[record_id], owners))
            own_lines = [line_of(passage._asdict()) for passage in made]
            known = older.numbers_by_line(record_id) if older else {}
            numbers = [known.get(line) for line in own_lines]
            content.passages += [
                passage.indexed_text if number is None else number
                for passage, number in zip(made, numbers, strict=True)
            ]
            content.sentences += [
                split_sentences(passage.text) for passage, number in zip(made, numbers, strict=True) if number is None
            ]
            is_same = older is not None and numbers == list(known.values())
            content.passage_lines.append(older.passages(record_id) if older and is_same else own_lines)
        elif older:
            content.passages += older.passages(record_id)
            content.passage_lines.append(older.passages(record_id))
    return content


def _joined(parts: Iterable[list[bytes] | range]) -> Iterator[list[bytes] | range]:
    """Give ranges that follow one another as one."""
    run = range(0)
    for part in parts:
        if isinstance(part, range) and run and run.stop == part.start:
            run = range(run.start, part.stop)
            continue
        if run:
            yield run
        run = part if isinstance(part, range) else range(0)
        if not isinstance(part, range):
            yield part
    if run:
        yield run


def _line_of_older(older: Older | None, record_id: str) -> bytes:
    if older is None:
        raise ValueError(f"the source names the record {record_id!r} and does not have it")
    return older.record_line(record_id)


def _owners(bodies: Iterable[Mapping[str, Any]]) -> Owners:
    """Give the types of the records that each document belongs to, in a fixed order."""
    owners: defaultdict[str, list[RecordType]] = defaultdict(list)
    for body in bodies:
        record_type = RecordType(body["record_type"])
        for document in body["documents"]:
            owners[document["document_id"]].append(record_type)
    return {document_id: sorted(types) for document_id, types in owners.items()}
