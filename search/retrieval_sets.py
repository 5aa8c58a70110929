"""Retrieval sets in the usual folder form, searched by the same engine.

A set is `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`) and `qrels.tsv` (query, document,
grade).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.documents import Block, BlockKind, Document, DocumentKind, make_document_id
from corpus.errors import QueryError, SnapshotError
from corpus.records import Record, RecordType
from corpus.settings import Settings
from index.passages import MAX_WORDS
from search.engine import Searcher
from search.judged import JudgedQuery

LEAD_WORDS = 15
"""Words of a long text that stand for the title it lacks."""


def open_set(folder: Path, settings: Settings) -> tuple[Searcher, list[JudgedQuery]]:
    """Build (once) and open the snapshot of a retrieval set, and read its queries.

    The snapshot lies in `evaluation/` of the data folder, by the checksum of the set's documents, so that sets that
    share their documents share it; the data folder's own index is not touched.

    Raises:
        QueryError: a file of the set is missing or not of its form.
    """
    from index.build import build_snapshot

    body = _bytes(folder / "corpus.jsonl")
    data = settings.data / "evaluation" / hashlib.sha256(body).hexdigest()[:16]
    own = replace(settings, data=data)
    queries = read_set_queries(folder)
    try:
        return Searcher.open(own), queries
    except SnapshotError:  # none yet, or built by another release
        data.mkdir(parents=True, exist_ok=True)
        if not own.models.exists() and settings.models.is_dir():
            own.models.unlink(missing_ok=True)  # a link to a folder that has since been moved
            own.models.symlink_to(settings.models.resolve())  # the converted encoder is 400 MB
        build_snapshot(_records(folder / "corpus.jsonl"), own, corpus_version=1)
        return Searcher.open(own), queries


def read_set_queries(folder: Path) -> list[JudgedQuery]:
    """Read a set's queries with their grades, in the order of the file; queries without any are left out."""
    grades: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for line in _bytes(folder / "qrels.tsv").decode().splitlines()[1:]:
        query_id, document_id, grade = line.split("\t")
        grades[query_id][document_id] = int(grade)
    return [
        JudgedQuery(row["_id"], row["text"], folder.name, grades[row["_id"]])
        for row in _rows(folder / "queries.jsonl")
        if grades[row["_id"]]
    ]


def _records(path: Path) -> Iterator[Record]:
    for row in _rows(path):
        text = str(row["text"]).strip()
        title = str(row.get("title") or "").strip()
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        url = f"set:{row['_id']}"
        document = Document(
            document_id=make_document_id(url, sha256),
            url=url,
            canonical_url=url,
            media_type="text/plain",
            fetched_at="",
            sha256=sha256,
            text=text,
            blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),),
            title=title or None,
            kind=DocumentKind.PROJECT_PAGE,
            language="da",
        )
        if len(text.split()) <= MAX_WORDS:  # one passage, and no card that says the same again
            values = {"title": title, "summary": text} if title else {"summary": text}
            yield Record(str(row["_id"]), RecordType.PROJECT, values, (), ())
        else:
            lead = title or " ".join(text.split()[:LEAD_WORDS])
            yield Record(str(row["_id"]), RecordType.PROJECT, {"title": lead}, (), (document,))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_bytes(path).decode().splitlines(), start=1):
        try:
            row = json.loads(line)
            row["_id"], row["text"] = str(row["_id"]), str(row["text"])
        except (ValueError, KeyError, TypeError) as exc:
            raise QueryError(f"line {number} of {path} is not of a retrieval set ({exc}).") from exc
        yield row


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        remedy = "A retrieval set has corpus.jsonl, queries.jsonl and qrels.tsv."
        raise QueryError(f"cannot read {path}: {exc.strerror}.", remedy=remedy) from exc
