"""The whole corpus as one file: a zip of JSON Lines, made once a snapshot and kept in the data folder."""

from __future__ import annotations

import json
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from corpus.documents import document_json
from corpus.errors import CorpusError

if TYPE_CHECKING:
    from ui.service import Service

_LOCK = threading.Lock()
_README = (
    "Puljespor, corpus version {version}. projects.jsonl and pools.jsonl hold one record a line with its evidence; "
    "documents.jsonl the documents that stood when the version was published, with their main text. A null is what no "
    "source states, never zero. The fields are described at /api/v1/openapi.json.\n"
)


def corpus_file(service: Service) -> Path:
    """Give the file of the version that is served; made where it is not there yet, older ones removed."""
    snapshot = service.searcher().snapshot
    folder = service.settings.data / "downloads"
    path = folder / f"puljespor-{snapshot.manifest.name}.zip"
    with _LOCK:
        if not path.is_file():
            folder.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".new-", delete=False) as file:
                _write(service, file)
            for old in folder.glob("puljespor-*.zip"):
                old.unlink(missing_ok=True)
            Path(file.name).replace(path)
    return path


def _write(service: Service, file: IO[bytes]) -> None:
    manifest = service.searcher().snapshot.manifest
    version = manifest.corpus_version
    records = service.searcher().snapshot.records
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for kind in ("project", "pool"):
            bodies = (records.record(number) for number in range(len(records)))
            _write_lines(archive, f"{kind}s.jsonl", (body for body in bodies if body["record_type"] == kind))
        _write_lines(archive, "documents.jsonl", _documents(service, version))
        told = {"corpus_version": version, "corpus_hash": manifest.corpus_hash, "records": len(records)}
        archive.writestr("manifest.json", json.dumps(told, indent=1))
        archive.writestr("README.txt", _README.format(version=version))


def _documents(service: Service, version: int) -> Iterable[Mapping[str, Any]]:
    from corpus.store import Store

    try:
        with Store.open(service.settings) as store:
            for document in store.documents(version=version):
                if store.is_published(document.document_id):
                    yield document_json(document)
    except CorpusError:
        return  # a snapshot can be served with no database beside it


def _write_lines(archive: ZipFile, name: str, bodies: Iterable[Mapping[str, Any]]) -> None:
    with archive.open(name, "w") as stream:
        for body in bodies:
            stream.write(json.dumps(body, ensure_ascii=False).encode() + b"\n")
