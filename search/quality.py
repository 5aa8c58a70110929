"""Quality over versions: each snapshot's score on judged queries, kept in the data folder as JSON lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from corpus.errors import CorpusError
from corpus.settings import Settings
from corpus.store import Store
from search.engine import Searcher
from search.evaluate import evaluate_searcher
from search.gate import FEWEST_QUERIES
from search.judged import JudgedQuery, after_merges, read_queries
from search.judgements import read_judgements, to_queries

FILE_NAME = "quality.jsonl"


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one snapshot answered some judged queries. Scores are means, 0-1."""

    version: int  # of the corpus
    snapshot: str
    measured_at: str  # ISO 8601, UTC
    judged_by: str  # "staff": judgements of this data folder; "development": those that the program brings
    queries_sha256: str  # scores are comparable where this is the same
    n_queries: int
    ndcg_at_10: float
    recall_at_100: float
    mrr_at_10: float


def measure_quality(settings: Settings) -> Quality | None:
    """Score the current snapshot, keep the scores, and give them; `None` where too few queries are about this corpus.

    Raises:
        SnapshotError: there is no snapshot.
    """
    searcher = Searcher.open(settings)
    judged_by, queries = judged_queries(settings, searcher.ids)
    if len(queries) < FEWEST_QUERIES:
        return None
    evaluation = evaluate_searcher(searcher, queries, name=judged_by, mode="hybrid")
    row = evaluation.json()["all"]
    manifest = searcher.snapshot.manifest
    measured = Quality(
        version=manifest.corpus_version,
        snapshot=manifest.name,
        measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
        judged_by=judged_by,
        queries_sha256=evaluation.queries_sha256,
        n_queries=row["n_queries"],
        ndcg_at_10=row["ndcg@10"],
        recall_at_100=row["recall@100"],
        mrr_at_10=row["mrr@10"],
    )
    with _path(settings).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(asdict(measured), ensure_ascii=False) + "\n")
    return measured


def judged_queries(settings: Settings, record_ids: Sequence[str]) -> tuple[str, list[JudgedQuery]]:
    """Give the queries to score by, and whose they are: the staff's own where there are enough of them.

    Else the development queries, as far as they ask for records of this corpus: what is not in it cannot be found.
    """
    own = to_queries(read_judgements(settings))
    known = set(record_ids)
    if len(own) >= FEWEST_QUERIES:
        with Store.open(settings) as store:
            return "staff", after_merges(own, known, store.redirect)
    kept: list[JudgedQuery] = []
    for query in read_queries(Path(str(files("corpus").joinpath("data/queries-dev.jsonl")))):
        relevant = {record_id: grade for record_id, grade in query.relevant.items() if record_id in known}
        if any(relevant.values()):
            kept.append(replace(query, relevant=relevant))
    return "development", kept


def read_quality(settings: Settings) -> list[Quality]:
    """Give what was measured so far, oldest first.

    Raises:
        CorpusError: a line is damaged; the message gives its number.
    """
    path = _path(settings)
    if not path.is_file():
        return []
    measured: list[Quality] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            measured.append(Quality(**json.loads(line)))
        except (ValueError, TypeError) as exc:
            raise CorpusError(f"line {number} of {path} is damaged ({exc}).", remedy="Remove that line.") from exc
    return measured


def _path(settings: Settings) -> Path:
    return settings.data / FILE_NAME
