"""What the engines are compared on: passages, their vectors, queries, and for quality the records that are right."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.settings import Settings
from corpus.starter import starter_records
from index.encoding import Graph
from index.onnx_encoder import OnnxEncoder, onnx_folder
from search.engine import Searcher
from search.judged import JudgedQuery, read_queries
from search.retrieval_sets import open_set
from tests.bench import bench_search
from ui.tasks import ensure_ready

DEV_QUERIES = Path("corpus/data/queries-dev.jsonl")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A set, written out for the engines in `folder`."""

    name: str
    folder: Path
    record_ids: Sequence[str]
    record_no: Sequence[int]  # of each passage
    relevant: Sequence[Mapping[str, int]] = ()  # per query

    @property
    def n_passages(self) -> int:
        """How many passages it has."""
        return len(self.record_no)

    def records_of(self, passages: Sequence[int]) -> list[str]:
        """Give the records of passages, each at its first passage."""
        return [self.record_ids[number] for number in dict.fromkeys(self.record_no[p] for p in passages)]


def starter_set(data: Path) -> Prepared:
    """Give the starter corpus with the development queries."""
    settings = _settings(data, "starter")
    ensure_ready(settings)
    return _write(data, "starter corpus", settings, Searcher.open(settings), read_queries(DEV_QUERIES))


def retrieval_set(data: Path, folder: Path) -> Prepared:
    """Give a retrieval set in the usual folder form."""
    settings = _settings(data, "sets")
    searcher, queries = open_set(folder, settings)
    own = Settings(data=searcher.snapshot.folder.parents[2], threads=1)
    return _write(data, folder.name, own, searcher, queries)


def speed_set(data: Path, n_passages: int, n_queries: int) -> Prepared:
    """Give many made-up passages whose vectors are random about a common middle, and queries without right answers."""
    settings = _settings(data, f"made-{n_passages}")
    if not (settings.index / "CURRENT").is_file():
        bench_search.build(settings, n_passages)
    texts = [query.text for query in read_queries(DEV_QUERIES) if len(query.text) < 120]
    texts += [record["title"] for record in starter_records()]
    queries = [JudgedQuery(str(i), text, "", {}) for i, text in enumerate(dict.fromkeys(texts))]
    queries = random.Random(1).sample(queries, min(n_queries, len(queries)))
    return _write(data, f"{n_passages} made-up passages", settings, Searcher.open(settings), queries)


def _settings(data: Path, name: str) -> Settings:
    """Give a data folder of its own that shares the converted encoder."""
    (data / "models").mkdir(parents=True, exist_ok=True)
    (data / name).mkdir(exist_ok=True)
    if not (data / name / "models").exists():
        (data / name / "models").symlink_to((data / "models").resolve())
    return Settings(data=data / name, threads=1)


def _write(data: Path, name: str, settings: Settings, searcher: Searcher, queries: Sequence[JudgedQuery]) -> Prepared:
    snapshot = searcher.snapshot
    folder = data / "work" / name.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / "puljespor"
    own.unlink(missing_ok=True)
    own.symlink_to(settings.data.resolve())
    texts = [passage.indexed_text for passage in snapshot.passages]
    (folder / "texts.json").write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
    (folder / "queries.json").write_text(json.dumps([q.text for q in queries], ensure_ascii=False), "utf-8")
    encoder = OnnxEncoder(onnx_folder(settings.models), Graph.FLOAT, settings.encoder_query_prefix)
    np.save(folder / "queries.npy", np.stack([encoder.encode(query.text) for query in queries]))
    np.save(folder / "vectors.npy", np.load(snapshot.folder / "vectors.npy"))
    return Prepared(
        name, folder, snapshot.records.ids, snapshot.passages.record_no.tolist(), [q.relevant for q in queries]
    )
