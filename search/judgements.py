"""Judgements of hits by staff and planners, kept as qrels that every new snapshot is scored against.

One JSON object a line, the newest of a (query, record, judge) counts; nothing is rewritten, so two writers do no harm.
"""

from __future__ import annotations

import fcntl
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import CorpusError, QueryError
from corpus.settings import Settings
from search.evaluate import JudgedQuery

FILE_NAME = "judgements.jsonl"
MAX_GRADE = 3
"""3 direct match, 2 clearly useful, 1 marginal, 0 not relevant."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One person's grade of one record for one query."""

    query: str
    record_id: str
    grade: int
    judge: str
    judged_at: str  # ISO 8601, UTC
    corpus_version: int


def judgements_path(settings: Settings) -> Path:
    """Give the file of a data folder's judgements."""
    return settings.data / FILE_NAME


def save_judgement(
    settings: Settings, query: str, record_id: str, grade: int, *, judge: str, corpus_version: int
) -> Judgement:
    """Add a judgement.

    Raises:
        QueryError: the query is empty, or the grade is not 0 to `MAX_GRADE`.
    """
    text = " ".join(query.split())
    if not text:
        raise QueryError("a judgement needs the query that it is about.", remedy="Search first, then judge.")
    if not 0 <= grade <= MAX_GRADE:
        raise QueryError(f"a grade lies in 0-{MAX_GRADE}, got {grade}.", remedy="3 is a direct match, 0 is none.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    judgement = Judgement(text, record_id, grade, judge, now, corpus_version)
    path = judgements_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.write(json.dumps(asdict(judgement), ensure_ascii=False) + "\n")
    return judgement


def read_judgements(settings: Settings) -> list[Judgement]:
    """Give all judgements in the order in which they were made; none where nothing was judged yet.

    Raises:
        CorpusError: a line is damaged; the message gives its number.
    """
    path = judgements_path(settings)
    if not path.is_file():
        return []
    out = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            out.append(Judgement(**json.loads(line)))
        except (ValueError, TypeError) as exc:
            raise CorpusError(f"line {number} of {path} is damaged ({exc}).", remedy="Remove that line.") from exc
    return out


def to_queries(judgements: Iterable[Judgement]) -> list[JudgedQuery]:
    """Give the judged queries, in alphabetical order: each judge's newest grade, the mean of the judges rounded up.

    A query of which nothing is relevant says nothing about a ranking, and is left out.
    """
    newest: dict[tuple[str, str, str], int] = {}
    for judgement in judgements:
        newest[judgement.query, judgement.record_id, judgement.judge] = judgement.grade
    grades: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (query, record_id, _), grade in newest.items():
        grades[query][record_id].append(grade)
    out = []
    for query in sorted(grades):
        relevant = {record_id: -(-sum(given) // len(given)) for record_id, given in sorted(grades[query].items())}
        if any(relevant.values()):
            out.append(JudgedQuery(query, query, "judged", relevant))
    return out


def to_trec(judgements: Iterable[Judgement]) -> str:
    """Give the judgements as TREC qrels: `query 0 record grade`, blanks in queries as underscores."""
    lines = [
        f"{query.text.replace(' ', '_')} 0 {record_id} {grade}"
        for query in to_queries(judgements)
        for record_id, grade in query.relevant.items()
    ]
    return "".join(f"{line}\n" for line in lines)
