"""How well extraction did on a labelled site: found, read, linked, quoted, and kept private.

Works on the contract's JSON objects (`puljespor projects`, `pools`, `documents`), so that it judges what users get.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.evaluation.assignment import assign, pair_likeness
from ingest.evaluation.documents import score_documents, score_evidence, score_leaks, score_stated
from ingest.evaluation.fields import calibrate, score_fields
from ingest.evaluation.linking import score_detection, score_linking
from ingest.evaluation.pools import score_pools
from ingest.evaluation.report import ConfidenceBin, ExtractionReport, Json, Miss, Score
from ingest.gold import Gold, GoldProject

__all__ = ["ConfidenceBin", "ExtractionReport", "Miss", "Score", "evaluate_extraction", "pair_projects"]


def evaluate_extraction(
    projects: Sequence[Json], pools: Sequence[Json], documents: Sequence[Json], gold: Gold
) -> ExtractionReport:
    """Score projects, pools and documents of a corpus against the gold of the site it was read from.

    Projects are paired with gold one to one for greatest likeness (`ingest.assignment`). Fields are scored over the
    paired projects, so that a project not found counts once, under `projects`. Optional gold counts neither way.

    Args:
        projects: objects as `puljespor projects` gives them.
        pools: objects as `puljespor pools` gives them.
        documents: objects as `puljespor documents` gives them.
        gold: what a reader finds on the site.
    """
    documents = _with_paths(documents, gold)
    found, pairs = _pair(projects, documents, gold)
    misses: list[Miss] = []
    scores = {"projects": score_detection(projects, found, gold, pairs, misses)}
    paired = [(gold.projects[g], projects[p]) for g, p in sorted(pairs.items()) if not gold.projects[g].is_optional]
    scores |= score_fields(paired, misses)
    scores["linking"] = score_linking(projects, documents, found, gold, misses)
    scores |= score_pools(pools, gold, misses)
    scores["evidence"] = score_evidence([*projects, *pools], documents, misses)
    scores["stated_fields"] = score_stated(projects, misses)
    scores |= score_documents(documents, gold, misses)
    scores["leaks"] = score_leaks([*projects, *pools, *documents], gold, misses)
    counts = {
        "projects": len(projects),
        "pools": len(pools),
        "documents": len(documents),
        "gold_projects": len(gold.projects),
        "gold_documents": len(gold.documents),
    }
    return ExtractionReport(scores, calibrate(paired), tuple(misses), counts)


def pair_projects(projects: Sequence[Json], documents: Sequence[Json], gold: Gold) -> list[tuple[GoldProject, Json]]:
    """Give each gold project that counts with the project that was found for it."""
    documents = _with_paths(documents, gold)
    _, pairs = _pair(projects, documents, gold)
    return [(gold.projects[g], projects[p]) for g, p in sorted(pairs.items()) if not gold.projects[g].is_optional]


def _with_paths(documents: Sequence[Json], gold: Gold) -> list[Json]:
    """Give the documents with the path that gold knows each by as their `url`."""
    paths = gold.paths_of(str(d["url"]) for d in documents)
    return [{**d, "url": path} for d, path in zip(documents, paths, strict=True)]


def _pair(projects: Sequence[Json], documents: Sequence[Json], gold: Gold) -> tuple[list[set[str]], dict[int, int]]:
    """Give the paths of each project's documents, and the places of gold projects with those of theirs."""
    paths = {str(d["document_id"]): str(d["url"]) for d in documents}
    found = [{paths[p["document_id"]] for p in _cited(project) if p["document_id"] in paths} for project in projects]
    return found, assign(
        [[pair_likeness(g, p, f) for p, f in zip(projects, found, strict=True)] for g in gold.projects]
    )


def _cited(record: Json) -> list[Json]:
    """Give the documents a record names: its list, and whatever its evidence points to."""
    evidence = [e for e in record.get("evidence", []) if e.get("document_id")]
    return [*record.get("documents", []), *evidence]
