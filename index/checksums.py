"""Checksums of files: SHA-256 says what a snapshot is, CRC-32 sees damage to it in an eighth of the time."""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, NamedTuple

from isal import isal_zlib


class Checksums(NamedTuple):
    """Of one file."""

    sha256: str  # the empty string when there is no such file
    crc32: int  # -1 when there is none


def file_checksums(folder: Path, names: Iterable[str]) -> dict[str, Checksums]:
    """Give the checksums of some files of a folder, read on all cores."""
    wanted = list(names)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return dict(zip(wanted, pool.map(lambda name: checksums(folder / name), wanted), strict=True))


def file_crcs(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """Give the CRC-32 alone of some files of a folder; -1 where there is no such file."""
    return {name: _crc(folder / name) for name in names}


def checksums(path: Path) -> Checksums:
    """Give a file's checksums."""
    try:
        with path.open("rb") as stream, _content(stream) as content:
            return Checksums(hashlib.sha256(content).hexdigest(), isal_zlib.crc32(content))
    except FileNotFoundError:
        return Checksums("", -1)


def _crc(path: Path) -> int:
    try:
        with path.open("rb") as stream, _content(stream) as content:
            return isal_zlib.crc32(content)
    except FileNotFoundError:
        return -1


def _content(stream: BinaryIO) -> mmap.mmap | memoryview:
    """Give a file's bytes, mapped: whoever reads a block at a time waits for Python's lock at each."""
    is_empty = not os.fstat(stream.fileno()).st_size  # which cannot be mapped
    return memoryview(b"") if is_empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
