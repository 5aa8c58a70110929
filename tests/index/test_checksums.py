"""Checksums of a snapshot's files, against the standard library's."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

from index.checksums import Checksums, checksums, file_checksums, file_crcs


def test_checksums_are_those_of_the_whole_content(tmp_path: Path) -> None:
    contents = {"empty": b"", "short": "æøå".encode(), "long": bytes(range(256)) * 5000}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    expected = {name: Checksums(hashlib.sha256(c).hexdigest(), zlib.crc32(c)) for name, c in contents.items()}
    assert file_checksums(tmp_path, contents) == expected
    assert file_crcs(tmp_path, contents) == {name: found.crc32 for name, found in expected.items()}


def test_a_missing_file_has_checksums_that_no_file_has(tmp_path: Path) -> None:
    assert checksums(tmp_path / "missing") == Checksums("", -1)
    assert file_crcs(tmp_path, ["missing"]) == {"missing": -1}


def test_one_bit_changes_both(tmp_path: Path) -> None:
    content = bytearray(100_000)
    (tmp_path / "file").write_bytes(content)
    before = checksums(tmp_path / "file")
    content[54_321] ^= 1
    (tmp_path / "file").write_bytes(content)
    after = checksums(tmp_path / "file")
    assert before.sha256 != after.sha256
    assert before.crc32 != after.crc32
