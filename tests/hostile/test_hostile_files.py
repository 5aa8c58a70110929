"""Broken and malicious files: those of ../shared/hostile, each ending as its manifest says."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from corpus.documents import Document, DocumentStatus
from corpus.errors import QuarantineError
from ingest.guard import guard_document
from ingest.parse import parse_document
from ingest.raw import RawDocument
from tests.ingest.parsing import table
from tests.measuring import largest_child_mb

HOSTILE = Path(__file__).parents[3] / "shared" / "hostile"
pytestmark = pytest.mark.skipif(not HOSTILE.is_dir(), reason="../shared/hostile is not beside this checkout")

# The manifest's words for our statuses: the one place where they are mapped.
STATUS = {
    "ok": {DocumentStatus.OK},
    "partial": {DocumentStatus.PARTIAL},
    "failed": {DocumentStatus.FAILED},
    "empty": {DocumentStatus.EMPTY},
    "rejected": {DocumentStatus.REJECTED},
    "needs_ocr": {DocumentStatus.NEEDS_OCR},
    "needs_password": {DocumentStatus.NEEDS_PASSWORD},
    "needs_render": {DocumentStatus.NEEDS_RENDER},
}

READ_THE_WORST = """
from ingest.worker import POOL
from tests.hostile.test_hostile_files import cases, read
for case in cases():
    if case["category"] == "archive" or "bomb" in case["id"] or "huge" in case["id"]:
        read(case)
POOL.close()  # only children that have ended are counted
"""


def cases() -> list[dict[str, Any]]:
    if not HOSTILE.is_dir():
        return []
    lines = (HOSTILE / "manifest.jsonl").read_text("utf-8").splitlines()
    return [case for case in map(json.loads, lines) if case["kind"] == "file"]


def read(case: dict[str, Any]) -> Document:
    body = (HOSTILE / case["file"]).read_bytes()
    url = f"https://www.aeroekommune.dk/{case['file']}"
    raw = RawDocument(url, url, case.get("content_type", ""), body, "2026-05-01T08:00:00Z")
    return parse_document(raw)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_hostile_file_ends_as_it_should(case: dict[str, Any]) -> None:
    check = case["check"]
    started = time.monotonic()
    document = read(case)
    assert time.monotonic() - started < max(check.get("max_seconds", 60), 60)
    if "status" in check:
        assert document.status in set().union(*(STATUS[word] for word in check["status"].split("|"))), document
    text = flat(document.text)
    assert [each for each in check.get("text_contains", []) if flat(each) not in text] == []
    absent = [*check.get("text_absent", []), *check.get("text_absent_visible", []), *check.get("html_absent", [])]
    stored = f"{document.title} {document.text} {document.links} {document.meta}"
    assert [each for each in absent if each in stored] == []
    assert {each: text.count(each) for each in check.get("count", {})} == check.get("count", {})
    places = [text.index(flat(each)) for each in check.get("order", [])]
    assert places == sorted(places)
    flags = document.meta.get("flags", "").split(",")
    assert [flag for flag in check.get("flags", []) if flag not in flags] == []
    if check.get("needs_ocr"):
        assert "ocr" in flags
    if "table" in check:
        assert table(document) == check["table"]
    if "redacted" in check:
        with pytest.raises(QuarantineError) as caught:
            guard_document(document)
        assert not any(each in str(caught.value) for each in check["redacted"])
    if "links" in check:
        assert len(document.links) == check["links"]
    if check.get("canonical_ignored"):
        assert document.canonical_url == document.url
        assert "canonical" not in document.meta
    if "record" in check:
        assert check["record"]["name"] in document.text
    if case["category"] in ("archive", "xml"):
        assert document.status in (DocumentStatus.REJECTED, DocumentStatus.FAILED)
        assert document.text == ""


def test_no_worker_grew_past_600_megabytes() -> None:
    assert 10 < largest_child_mb(READ_THE_WORST) < 600
