"""Scores of detection and linking: which projects were found, and which mentions were put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from ingest.evaluation.assignment import assign, pair_likeness
from ingest.evaluation.report import Json, Miss, Score
from ingest.gold import Gold


def score_detection(
    projects: Sequence[Json],
    found: Sequence[set[str]],
    gold: Gold,
    pairs: Mapping[int, int],
    misses: list[Miss],
) -> Score:
    """Score which gold projects were found; note those missed and those invented."""
    wanted = [i for i, g in enumerate(gold.projects) if not g.is_optional]
    n_right = sum(i in pairs for i in wanted)
    for i in wanted:
        if i not in pairs:
            g = gold.projects[i]
            what = f"{g.id} ({', '.join(g.municipalities)})"
            misses.append(Miss("projects", f"not found: {what}", g.title or g.pool, None, g.documents))
    for j, project in enumerate(projects):
        if j not in pairs.values():
            places = ", ".join(p["name"] for p in project.get("municipalities", []))
            label = f"{project.get('title')} [{places}] {project.get('amount_dkk')}"
            misses.append(Miss("projects", "none such", None, label, tuple(sorted(found[j]))))
    n_optional = sum(gold.projects[g].is_optional for g in pairs)
    return Score(n_right, len(projects) - n_optional, len(wanted))


def score_linking(
    projects: Sequence[Json],
    documents: Sequence[Json],
    found: Sequence[set[str]],
    gold: Gold,
    misses: list[Miss],
) -> Score:
    """Pairwise F1 over mentions: two mentions of one project should bear one record, two of different ones never.

    A mention is a project in a document. In each document the records that cite it are assigned to the projects
    that gold finds there; a record that gold does not find there is a mention of its own.
    """
    optional = {g.id for g in gold.projects if g.is_optional}
    mentions: list[tuple[str, str, str]] = []  # gold id, record label, path
    for path in sorted({str(d["url"]) for d in documents} | {p for g in gold.projects for p in g.documents}):
        there = [g for g in gold.projects if path in g.documents]
        records = [j for j, paths in enumerate(found) if path in paths]
        grid = [[pair_likeness(g, projects[j], found[j]) for j in records] for g in there]
        local = assign(grid)
        for i, g in enumerate(there):
            label = f"record {records[local[i]]}" if i in local else f"none {g.id} {path}"
            mentions.append((g.id, label, path))
        spare = set(range(len(records))) - set(local.values())
        mentions += [(f"spare {records[j]} {path}", f"record {records[j]}", path) for j in sorted(spare)]
    mentions = [m for m in mentions if m[0] not in optional]
    n_right = n_given = n_gold = 0
    for first, second in combinations(mentions, 2):
        same_gold, same_given = first[0] == second[0], first[1] == second[1]
        n_right += same_gold and same_given
        n_given += same_given
        n_gold += same_gold
        if same_gold != same_given and not (first[0].startswith("spare") and second[0].startswith("spare")):
            how = "apart" if same_gold else "merged"
            misses.append(
                Miss("linking", how, f"{first[0]} / {second[0]}", f"{first[1]} / {second[1]}", (first[2], second[2]))
            )
    return Score(n_right, n_given, n_gold)
