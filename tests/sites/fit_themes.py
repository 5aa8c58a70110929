"""Fits what words in each place say of an undertaking's themes: `python -m tests.sites.fit_themes [--write]`.

Prints micro-F1 of each labelled site, and of the starter corpus, by weights fitted on the others alone; with `--write`
stores the weights fitted on all of them in `ingest/theme_weights.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from corpus.documents import Document, document_json
from corpus.starter import starter_records
from corpus.themes import find_themes
from ingest.candidates import Candidate
from ingest.evaluation import pair_projects
from ingest.evaluation.assignment import is_scored
from ingest.extract import extract_candidates
from ingest.gold import Gold
from ingest.known_themes import handed_signs, signs_by_pool
from ingest.link import link_candidates
from ingest.raw import RawDocument
from ingest.reading import read
from ingest.theme_choice import MOST_STRENGTH, WEIGHTS, Strengths, chosen, features, probability, strengths_of
from tests.site.build import build_gold, build_site
from tests.sites import score

STARTER = "starter"
FIRST = "first"
_STRENGTH = 0.3  # inverse of the penalty; .05 gives the same within .01 on sites left out
_USUAL = 20  # themes to choose among on a small site; a larger one's count less each, by the root of how many it has


@dataclass(frozen=True, slots=True)
class Row:
    """One undertaking: its themes as labelled, and the strength of what points to each."""

    gold: frozenset[str]
    strengths: Strengths


def site_rows(documents: Sequence[Document], gold: Gold) -> list[Row]:
    """Give the projects of a labelled site whose themes are labelled and that were found."""
    candidates = [c for d in documents for c in extract_candidates(d)]
    linking = link_candidates(documents, candidates, ())
    tellings: defaultdict[str, list[Candidate]] = defaultdict(list)
    for assignment in linking.assignments:
        tellings[assignment.record_id].append(assignment.candidate)
    by_pool = signs_by_pool(candidates, ())
    rows: list[Row] = []
    for wanted, project in pair_projects(score.records(documents)[0], [document_json(d) for d in documents], gold):
        if is_scored(wanted.themes):
            told = tellings[project["project_id"]]
            signs = [*(sign for c in told for sign in c.signs), *handed_signs(told, by_pool)[1]]
            rows.append(Row(frozenset(wanted.themes), strengths_of(signs)))
    return rows


def first_documents() -> list[Document]:
    """Give the pages of the site that is built in memory."""
    raw = [
        RawDocument(f"{score.BASE}{r.path}", f"{score.BASE}{r.path}", r.media_type, r.body, score.FETCHED_AT)
        for r in build_site().values()
    ]
    return [found for each in raw if (found := read(each, is_cleared=lambda _: False).document) is not None]


def starter_rows() -> list[Row]:
    """Give the starter corpus, whose records are titles, pools, target groups and summaries."""
    rows: list[Row] = []
    for record in starter_records():
        strengths: dict[str, dict[str, float]] = {}
        for role, name in (("title", "title"), ("pool", "pool"), ("target_group", "target_group")):
            _add(strengths, role, record.get(name))
        _add(strengths, "summary", record.get("summary_da"))
        rows.append(Row(frozenset(record["themes"]), strengths))
    return rows


def _add(strengths: dict[str, dict[str, float]], role: str, text: str | None) -> None:
    words: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for m in find_themes(text or ""):
        word = (text or "")[m.char_start : m.char_end].lower()[:8]
        words[m.theme][word] = max(m.confidence, words[m.theme].get(word, 0.0))
    for theme, said in words.items():
        strengths.setdefault(theme, {})[role] = min(MOST_STRENGTH, sum(said.values()))


def fit(sites: Mapping[str, Sequence[Row]]) -> tuple[float, list[float]]:
    """Give bias and weights, rounded to thousandths."""
    table: list[list[float]] = []
    is_right: list[bool] = []
    weights: list[float] = []
    for rows in sites.values():
        n_themes = sum(len(row.strengths) for row in rows)
        for row in rows:
            for theme in row.strengths:
                table.append(features(row.strengths, theme))
                is_right.append(theme in row.gold)
                weights.append(1 / max(n_themes, _USUAL) ** 0.5)
    worth = np.array(weights) * len(weights) / sum(weights)
    model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(np.array(table), is_right, sample_weight=worth)
    return round(float(model.intercept_[0]), 3), [round(float(w), 3) for w in model.coef_[0]]


def measure(rows: Sequence[Row], bias: float, weights: Sequence[float]) -> float:
    """Give micro-F1 of the themes that weights choose."""
    n_right = n_given = n_gold = 0
    for row in rows:
        given = chosen({t: probability(features(row.strengths, t), bias, weights) for t in row.strengths})
        n_right += len(given.keys() & row.gold)
        n_given += len(given)
        n_gold += len(row.gold)
    return 2 * n_right / max(1, n_given + n_gold)


def cross_validate(sites: Mapping[str, Sequence[Row]]) -> Iterator[tuple[str, float]]:
    """Give each site's F1 by weights fitted on the others."""
    for name, rows in sites.items():
        yield name, measure(rows, *fit({other: theirs for other, theirs in sites.items() if other != name}))


def as_text(bias: float, weights: Sequence[float]) -> str:
    """Give weights as they are stored."""
    stored: dict[str, Any] = {"bias": bias, "weights": list(weights)}
    return json.dumps(stored) + "\n"


def labelled() -> dict[str, list[Row]]:
    """Give the rows of every site that labels themes, and of the starter corpus."""
    sites = {STARTER: starter_rows(), FIRST: site_rows(first_documents(), build_gold())}
    for name in score.NAMES:
        documents = [read(raw, is_cleared=lambda _: False).document for raw in score.raw_documents(name)]
        sites[name] = site_rows(documents, score.gold(name))
    return {name: rows for name, rows in sites.items() if rows}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="store the weights fitted on all sites")
    arguments = parser.parse_args()
    sites = labelled()
    found = dict(cross_validate(sites))
    for name, f1 in found.items():
        sys.stdout.write(f"{name:12} {len(sites[name]):4} projects  {f1:.3f}\n")
    sys.stdout.write(f"{'mean':12} {sum(found.values()) / len(found):.3f}\n")
    if arguments.write:
        WEIGHTS.write_text(as_text(*fit(sites)), "utf-8")


if __name__ == "__main__":
    main()
