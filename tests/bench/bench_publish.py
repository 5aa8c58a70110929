"""What it takes to publish one corrected record, command and all: `python -m tests.bench.bench_publish`.

The corpus is that of `bench_search`, in a store of its own; its vectors are random, so that nothing has to be embedded
but what is corrected. A corrected title stands over all passages of its record, which are embedded anew, and a
corrected amount on its card alone.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from corpus.changes import ChangeKind, RecordChange
from corpus.edits import edit_field
from corpus.evidence import MULTI_FIELDS, Evidence, Origin, make_evidence_id
from corpus.records import Record
from corpus.settings import Settings
from corpus.store import Store
from corpus.versioning import apply_changes
from index.build import build_snapshot
from index.source import StoredRecords
from tests.bench.bench_encode import line
from tests.bench.bench_search import PASSAGES_PER_RECORD, keep_random_vectors, make_records
from tests.bench.kept import as_installed, with_encoder

CORRECTIONS: dict[str, Any] = {"title": "Rettet overskrift til projekt nummer {}", "amount_dkk": 1_234_500}
TIMES = 3


def main() -> None:
    """Build, publish and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--data", type=Path, help="keep the corpus here, and use it if it is there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=with_encoder((options.data or Path(folder)).resolve()))
        if not (settings.index / "CURRENT").is_file():
            build(settings, options.passages)
        for field in CORRECTIONS:
            report(settings, field)


def build(settings: Settings, n_passages: int) -> None:
    """Publish records of about so many passages, and build their index without embedding any."""
    with Store.open(settings, write=True) as store, store.transaction() as connection:
        changes = [_change(store, record) for record in make_records(n_passages // PASSAGES_PER_RECORD)]
        apply_changes(connection, changes, who="bench", note="")
    with Store.open(settings) as store:
        keep_random_vectors(settings, list(store.records()))
        manifest = build_snapshot(StoredRecords(store, 1), settings, corpus_version=1)
    line(f"{manifest.n_passages} passages of {manifest.n_records} records")


def _change(store: Store, record: Record) -> RecordChange:
    (document,) = record.documents
    store.save_document(document, None)
    statements = []
    for field, value in record.values.items():
        for item in value if field in MULTI_FIELDS else [value]:
            statements.append(
                Evidence(
                    evidence_id=make_evidence_id(
                        record.record_id, field, item, document.document_id, 0, Origin.EXTRACTED
                    ),
                    record_id=record.record_id,
                    field=field,
                    value=item,
                    quote=document.text[:20],
                    document_id=document.document_id,
                    url=document.url,
                    page_no=None,
                    char_start=0,
                    char_end=20,
                    origin=Origin.EXTRACTED,
                    confidence=0.9,
                    extractor="bench",
                    observed_at=document.fetched_at,
                )
            )
    return RecordChange(
        ChangeKind.NEW,
        record.record_id,
        record.record_type,
        add=tuple(statements),
        document_ids=(document.document_id,),
    )


def report(settings: Settings, field: str) -> None:
    """Correct a field of some records, publishing each alone, and print the times."""
    walls, cpus = [], []
    with Store.open(settings) as store:
        ids = list(store.record_states())
        start = store.current_version()
    for number in range(start, start + TIMES):
        value = CORRECTIONS[field]
        value = value.format(number) if isinstance(value, str) else value + number
        with Store.open(settings, write=True) as store:
            edit_field(store, ids[700 % len(ids) + number], field, value, who="bench", why="bench")
        command = [str(Path(sys.executable).with_name("puljespor")), "publish", "--data", str(settings.data)]
        before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=as_installed())
        walls.append(time.perf_counter() - wall)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    name = f"publish a corrected {field}"
    line(f"{name:<36}wall {statistics.median(walls):.2f} s, CPU {statistics.median(cpus):.2f} s")


if __name__ == "__main__":
    main()
