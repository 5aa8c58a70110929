"""Queries with the grades of the records that answer them: what a search is scored on."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import QueryError


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query with the grades of the records that answer it."""

    query_id: str
    text: str
    kind: str
    relevant: Mapping[str, int]


def after_merges(
    queries: Sequence[JudgedQuery], known: Collection[str], target_of: Callable[[str], str | None]
) -> list[JudgedQuery]:
    """Give queries with the records as they are called among some: a merged one by the record that it went into.

    Args:
        queries: as judged.
        known: ids of the records that are searched.
        target_of: gives the record that one was merged into, if it was.
    """
    out = []
    for query in queries:
        relevant: dict[str, int] = {}
        for record_id, grade in query.relevant.items():
            target = None if record_id in known else target_of(record_id)
            name = record_id if target is None else target
            relevant[name] = max(grade, relevant.get(name, 0))
        out.append(replace(query, relevant=relevant))
    return out


def read_queries(path: Path) -> list[JudgedQuery]:
    """Read judged queries: lines of {"id", "query", "kind", "relevant": {record_id: grade}}.

    Raises:
        QueryError: the file is missing or empty, or a line is not of that form; the message gives its number.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as exc:
        raise QueryError(f"cannot read {path}: {exc.strerror}.", remedy="Give a file of JSON lines.") from exc
    except UnicodeDecodeError as exc:
        raise QueryError(f"cannot read {path}: it is no UTF-8 text.", remedy="Give a file of JSON lines.") from exc
    queries: list[JudgedQuery] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            body = json.loads(line)
            relevant = {str(key): int(grade) for key, grade in body["relevant"].items()}
            queries.append(JudgedQuery(str(body["id"]), str(body["query"]), str(body.get("kind", "all")), relevant))
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            raise QueryError(
                f"line {number} of {path} is no judged query ({type(exc).__name__}: {exc}).",
                remedy='Each line is {"id", "query", "kind", "relevant": {record_id: grade}}.',
            ) from exc
    if not queries:
        raise QueryError(f"{path} has no queries.", remedy="Give a file of JSON lines.")
    return queries
