"""Judgements of hits by staff and planners, kept as qrels that every new snapshot is scored against.

One JSON object a line, the newest of a (query, record, judge) counts; nothing is rewritten, so two writers do no harm.
"""

from __future__ import annotations

import fcntl
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import CorpusError, NotFoundError, QueryError
from corpus.settings import Settings
from search.judged import JudgedQuery
from search.request import MAX_QUERY_CHARS

if TYPE_CHECKING:
    from search.engine import Searcher  # much to import, and publishing reads judgements only

FILE_NAME = "judgements.jsonl"
MOST_BYTES = 20_000_000
"""Of the file, some 100 000 judgements: whoever can search can judge, and must not fill the disk."""

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
    now = datetime.now(UTC).isoformat(timespec="seconds")
    judgement = _checked(Judgement(query, record_id, grade, judge, now, corpus_version))
    _append(settings, [judgement])
    return judgement


def judge_hit(
    settings: Settings, searcher: Searcher, query: str, record_id: str, grade: int, *, judge: str
) -> Judgement:
    """Judge a record that a searcher knows.

    Raises:
        NotFoundError: there is no such record.
        QueryError: the query is empty or too long, or the grade is not 0 to `MAX_GRADE`.
    """
    if record_id not in searcher.ids:
        raise NotFoundError(f"there is no record {record_id[:80]!r}.", remedy="Search for it instead.")
    version = searcher.snapshot.manifest.corpus_version
    return save_judgement(settings, query, record_id, grade, judge=judge, corpus_version=version)


def import_judgements(settings: Settings, path: Path) -> int:
    """Add the judgements of a file that `to_lines` made, elsewhere or before; give how many were new.

    Raises:
        QueryError: the file cannot be read, or a line is no judgement; then none is added.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as exc:
        raise QueryError(f"cannot read {path}: {exc}.", remedy="Give a file of JSON lines.") from exc
    held = set(read_judgements(settings))
    fresh: dict[Judgement, None] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            judgement = _checked(Judgement(**json.loads(line)))
        except (ValueError, TypeError, AttributeError, QueryError) as exc:
            remedy = "`puljespor judge export` shows the form."
            raise QueryError(f"line {number} of {path} is no judgement ({exc}).", remedy=remedy) from exc
        if judgement not in held:
            fresh[judgement] = None
    _append(settings, list(fresh))
    return len(fresh)


def _checked(judgement: Judgement) -> Judgement:
    text = " ".join(judgement.query.split())
    if not text:
        raise QueryError("a judgement needs the query that it is about.", remedy="Search first, then judge.")
    if len(text) > MAX_QUERY_CHARS:
        raise QueryError(f"a judged query has at most {MAX_QUERY_CHARS} characters.", remedy="Judge a shorter one.")
    if isinstance(judgement.grade, bool) or judgement.grade not in range(MAX_GRADE + 1):
        raise QueryError(
            f"a grade lies in 0-{MAX_GRADE}, got {judgement.grade}.", remedy="3 is a direct match, 0 is none."
        )
    return replace(judgement, query=text)


def _append(settings: Settings, judgements: Sequence[Judgement]) -> None:
    path = judgements_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        raise QueryError(
            f"{path} is full.", remedy="`puljespor judge export` what it holds, remove it, and import what counts."
        )
    with path.open("a", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.write(to_lines(judgements))


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


def to_lines(judgements: Iterable[Judgement]) -> str:
    """Give the judgements as they are stored, one JSON object a line: what `import_judgements` reads."""
    return "".join(f"{json.dumps(asdict(judgement), ensure_ascii=False)}\n" for judgement in judgements)


def to_query_lines(judgements: Iterable[Judgement]) -> str:
    """Give the judged queries as `puljespor evaluate` reads them, one JSON object a line."""
    rows = (
        {"id": f"j{number}", "query": query.text, "kind": query.kind, "relevant": dict(query.relevant)}
        for number, query in enumerate(to_queries(judgements), start=1)
    )
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


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
