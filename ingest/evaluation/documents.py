"""Scores of documents and of what may be quoted from them: kinds, dates, text, evidence, leaks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from corpus.documents import DocumentKind
from ingest.evaluation.assignment import is_scored, same_day
from ingest.evaluation.fields import is_one_of, known
from ingest.evaluation.report import Json, Miss, Score
from ingest.gold import Gold, GoldDocument


def score_evidence(records: Sequence[Json], documents: Sequence[Json], misses: list[Miss]) -> Score:
    """Count the quotes that stand verbatim at their offsets in the document they cite."""
    texts = {d["document_id"]: d.get("text") or "" for d in documents}
    n_right = n_all = 0
    for record in records:
        for item in record.get("evidence", []):
            if item.get("origin") == "staff" or item.get("document_id") is None:
                continue
            n_all += 1
            text = texts.get(item["document_id"], "")
            is_verbatim = bool(item["quote"]) and text[item["char_start"] : item["char_end"]] == item["quote"]
            n_right += is_verbatim
            if not is_verbatim:
                there = text[item["char_start"] : item["char_end"]] if item["char_start"] is not None else None
                misses.append(Miss("evidence", item["field"], item["quote"], there, (str(item.get("url")),)))
    return Score(n_right, n_all, n_all)


def score_stated(projects: Sequence[Json], misses: list[Miss]) -> Score:
    """Count the given fields that have evidence with a quote."""
    n_right = n_all = 0
    for project in projects:
        quoted = {e["field"] for e in project.get("evidence", []) if e.get("quote")}
        period, pool = project.get("period") or {}, project.get("pool") or {}
        outcome = known((project.get("outcome") or {}).get("direction"), "not_reported")
        given = {
            "title": project.get("title"),
            "municipalities": project.get("municipalities"),
            "amount_dkk": project.get("amount_dkk"),
            "year_awarded": project.get("year_awarded"),
            "period_from": period.get("from"),
            "period_to": period.get("to"),
            "pool": pool.get("name"),
            "status": known(project.get("status"), "unknown"),
            "themes": project.get("themes"),
            "outcome_direction": outcome,
        }
        for name, value in given.items():
            if value:
                n_all += 1
                n_right += name in quoted
                if name not in quoted:
                    misses.append(Miss("stated_fields", f"{name} without evidence", None, value, ()))
    return Score(n_right, n_all, n_all)


def score_documents(documents: Sequence[Json], gold: Gold, misses: list[Miss]) -> dict[str, Score]:
    """Give the scores of documents, each judged by its newest version; `url` is the path that gold knows one by."""
    newest: dict[str, Json] = {}
    for document in sorted(documents, key=lambda d: str(d.get("fetched_at"))):
        newest[str(document["url"])] = document
    names = ("document_found", "document_status", "kinds", "language", "last_updated", "text_present", "text_absent")
    totals = {name: [0, 0] for name in names}
    for wanted in gold.documents:
        totals["document_found"][1] += 1
        if wanted.statuses == ("quarantined",) and wanted.url not in newest:
            totals["document_found"][0] += 1  # what is held back is not listed, and need not be
            continue
        if wanted.url not in newest:
            misses.append(Miss("document_found", "not in the corpus", wanted.url, None, (wanted.url,)))
            continue
        totals["document_found"][0] += 1
        for name, gold_value, given, is_right in _document_checks(wanted, newest[wanted.url]):
            totals[name][1] += 1
            totals[name][0] += is_right
            if not is_right:
                misses.append(Miss(name, "wrong" if name[:4] != "text" else name[5:], gold_value, given, (wanted.url,)))
    return {name: Score(right, n, n) for name, (right, n) in totals.items()}


def _document_checks(wanted: GoldDocument, document: Json) -> Iterable[tuple[str, Any, Any, bool]]:
    """Give each check of one document as (measure, gold, given, is it right)."""
    status = str(document.get("status"))
    yield "document_status", wanted.statuses, status, status in wanted.statuses
    if status not in ("ok", "partial") or not {"ok", "partial"} & set(wanted.statuses):
        return
    kinds = {DocumentKind(kind).broad.value for kind in wanted.kinds}
    yield "kinds", wanted.kinds, document.get("subkind", document.get("kind")), document.get("kind") in kinds
    if wanted.language is not None and is_scored(wanted.language):
        yield (
            "language",
            wanted.language,
            document.get("language"),
            is_one_of(wanted.language, document.get("language")),
        )
    updated = document.get("last_updated")
    yield "last_updated", wanted.last_updated, updated, same_day(wanted.last_updated, updated)
    text = " ".join(str(document.get("text") or "").split())
    for snippet in wanted.present:
        yield "text_present", snippet, text[:60], " ".join(snippet.split()) in text
    for snippet in wanted.absent:
        at = text.find(" ".join(snippet.split()))
        yield "text_absent", snippet, text[max(0, at - 40) : at + 60], at < 0


def score_leaks(objects: Sequence[Json], gold: Gold, misses: list[Miss]) -> Score:
    """Count the planted persons, addresses and numbers that appear nowhere."""
    whole = json.dumps(list(objects), ensure_ascii=False, default=str)
    n_kept = 0
    for leak in gold.leaks:
        is_out = leak.text in whole
        n_kept += not is_out
        if is_out:
            at = whole.index(leak.text)
            misses.append(Miss("leaks", leak.what, leak.text, whole[max(0, at - 80) : at + 60], (leak.url,)))
    return Score(n_kept, len(gold.leaks), len(gold.leaks))
