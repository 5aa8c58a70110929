"""Exporting a search: the file, a manifest that repeats it, and a methods paragraph ready to paste."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import NotFoundError, QueryError
from search.engine import Searcher
from search.formats import ExportTable, find_format
from search.formats.table import checked_columns
from search.methods import methods_text
from search.request import Mode, SearchRequest, Sort
from search.response import SearchResponse

MANIFEST_FORMAT = 1
MANIFEST_NAME, METHODS_NAME = "manifest.json", "methods.txt"


@dataclass(frozen=True, slots=True)
class Export:
    """An export in memory."""

    name: str  # of the file
    media_type: str
    body: bytes
    methods: str
    make_manifest: Callable[[], dict[str, Any]]

    @property
    def manifest(self) -> dict[str, Any]:
        """What the export is repeated by; made when asked for, since it holds a checksum of every record."""
        return self.make_manifest()


def render_export(
    searcher: Searcher,
    request: SearchRequest,
    *,
    format: str,
    ids: Sequence[str] = (),
    columns: Sequence[str] | None = None,
    language: str = "da",
    now: datetime | None = None,
) -> Export:
    """Search and write the results in memory.

    Args:
        searcher: over an opened snapshot.
        request: the search; its limit is how many results are exported.
        format: one of `search.formats.FORMATS`.
        ids: the chosen rows, where not all; their ranks are kept. One that the search did not find comes last.
        columns: the chosen columns of a table, where not all.
        language: of the methods paragraph, `da` or `en`.
        now: time of the export, for tests.

    Raises:
        QueryError: the format or a column is unknown, or the search cannot be understood.
        NotFoundError: a chosen id is no record.
    """
    chosen = find_format(format)
    named = checked_columns(columns)
    response = searcher.search(replace(request, facets=False))
    results = [result.json() for result in response.results]
    if ids:
        results = _chosen(searcher, results, ids)
    date = (now or datetime.now(UTC)).isoformat(timespec="seconds")
    methods = methods_text(response, request, len(results), date, language)
    table = ExportTable(
        results=results,
        columns=named,
        query=request.query,
        filters=request.filters,
        date=date,
        corpus_version=response.corpus_version,
        snapshot=response.snapshot,
        methods=methods,
        file_stem="results.list" if chosen.name == "json" else "results",
    )
    body = chosen.write(table)
    name = f"results.{chosen.extension}"

    def manifest() -> dict[str, Any]:
        file = {"format": chosen.name, "file": name, "file_sha256": hashlib.sha256(body).hexdigest()}
        return _manifest(searcher, request, response, results, named, ids, date) | file

    return Export(name, chosen.media_type, body, methods, manifest)


def export_results(
    searcher: Searcher,
    request: SearchRequest,
    *,
    format: str,
    out: Path,
    ids: Sequence[str] = (),
    columns: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Write a search's results, `manifest.json` and `methods.txt` into a folder, and give the manifest.

    The manifest is written last, so that a folder with one is whole.

    Raises:
        QueryError: as `render_export`, or the folder cannot be written.
        NotFoundError: as `render_export`.
    """
    export = render_export(searcher, request, format=format, ids=ids, columns=columns)
    manifest = export.manifest
    try:
        out.mkdir(parents=True, exist_ok=True)
        _write(out / export.name, export.body)
        _write(out / METHODS_NAME, (export.methods + "\n").encode())
        _write(out / MANIFEST_NAME, (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as exc:
        raise QueryError(f"cannot write to {out}: {exc.strerror}.", remedy="Choose another folder.") from exc
    return manifest


def _write(path: Path, body: bytes) -> None:
    work = path.with_name(f".{path.name}.{os.getpid()}")
    work.write_bytes(body)
    work.replace(path)


def _chosen(searcher: Searcher, results: Sequence[dict[str, Any]], ids: Sequence[str]) -> list[dict[str, Any]]:
    """Give the chosen results in order of rank, and then the chosen records that the search did not find."""
    found = {result["record_id"]: result for result in results}
    missing = [record_id for record_id in dict.fromkeys(ids) if record_id not in found]
    rest = []
    for record_id in missing:
        try:
            record = searcher.snapshot.records.record(searcher.snapshot.records.number(record_id))
        except KeyError:
            raise NotFoundError(f"there is no record {record_id[:80]!r}.", remedy="Search for it instead.") from None
        rest.append(
            {
                "rank": None,
                "record_type": record["record_type"],
                "record_id": record_id,
                "title": record["title"] or record_id,
                "score": None,
                "scores": {},
                "passages": [],
                "record": record,
            }
        )
    wanted = set(ids)
    return [result for result in results if result["record_id"] in wanted] + rest


def record_hash(record: dict[str, Any]) -> str:
    """Give a short checksum of a record's public JSON, by which a later change of it is seen."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _manifest(
    searcher: Searcher,
    request: SearchRequest,
    response: SearchResponse,
    results: Sequence[dict[str, Any]],
    columns: Sequence[str],
    ids: Sequence[str],
    date: str,
) -> dict[str, Any]:
    snapshot = searcher.snapshot.manifest
    return {
        "program": "puljespor",
        "manifest_format": MANIFEST_FORMAT,
        "date": date,
        "request": {
            "query": request.query,
            "filters": {name: list(values) for name, values in request.filters.items()},
            "mode": Mode(request.mode).value,
            "sort": Sort(request.sort).value,
            "limit": request.limit,
            "offset": request.offset,
            "weights": dict(request.weights) if request.weights is not None else None,
            "ignore": list(request.ignore),
            "diversify": request.diversify,
        },
        "chosen_ids": list(ids),
        "columns": list(columns),
        "understood": list(response.understood),
        "channels": list(response.channels),
        "weights": response.weights,
        "corpus_version": snapshot.corpus_version,
        "corpus_hash": snapshot.corpus_hash,
        "snapshot": snapshot.name,
        "snapshot_sha256": _files_checksum(snapshot.files),
        "analyser_version": snapshot.analyser_version,
        "encoder": snapshot.encoder,
        "encoder_checksum": snapshot.encoder_checksum,
        "counts": {**response.counts, "exported": len(results)},
        "records": [
            {
                "record_id": result["record_id"],
                "title": result["title"],
                "rank": result["rank"],
                "score": result["score"],
                "hash": record_hash(result["record"]),
            }
            for result in results
        ],
    }


def _files_checksum(files: dict[str, str]) -> str:
    text = "".join(f"{name} {checksum}\n" for name, checksum in sorted(files.items()))
    return hashlib.sha256(text.encode()).hexdigest()
