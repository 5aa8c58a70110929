"""Fits what words say of an undertaking's themes: `python -m tests.sites.fit_themes [--write] [--keep FOLDER ...]`.

Prints micro-F1 of each labelled site, and of the starter corpus, by weights fitted on the others alone; with `--write`
stores the weights fitted on all of them in `ingest/theme_weights.json`. Of sites that lie elsewhere, `--keep` stores
what is read of their projects' themes in `tests/sites/themed.jsonl`, which counts as those do. The dictionary's words
are weighed first, then all words (out of fold), then both together with the themes that stand beside
(`ingest.theme_choice`).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from corpus.documents import Document, document_json
from corpus.municipalities import municipalities
from corpus.starter import starter_records
from corpus.themes import find_themes, themes
from ingest.candidates import Candidate, Told
from ingest.evaluation import pair_projects
from ingest.evaluation.assignment import is_scored
from ingest.extract import extract_candidates
from ingest.gold import Gold
from ingest.known_themes import handed_on, says_by_pool
from ingest.link import link_candidates
from ingest.raw import RawDocument
from ingest.reading import read
from ingest.theme_choice import WEIGHTS, chosen, columns, first_chances, read_model
from ingest.theme_features import MOST_STRENGTH, Strengths, features, strengths_of
from ingest.theme_words import PLACES, Bags, WordModel, bags_of, stems
from tests.site.build import build_gold, build_site
from tests.sites import score

THEMED = Path(__file__).with_name("themed.jsonl")
STARTER = "starter"
FIRST = "first"
_FIRST_STRENGTH = 0.3  # inverse of the penalty; .05 gives the same within .01 on sites left out
_WORD_STRENGTH = 10.0
_STRENGTH = 0.1  # .3 and 1 give less on the worst sites
_USUAL = 20  # themes to choose among on a small site; a larger one's count less each, by the root of how many it has
_USUAL_ROWS = 15
_LEAST_POOLS = 3  # pools in which a stem is met
_FOLDS = 5
_N = len(themes())
# Some name one theme of a project and some three, as they like: sites count the more the closer they are to how many
# the starter corpus and most sites name, and the weights are for a labeller who names that many.
_WIDTH = 2.1
_WIDTH_OF_PRODUCT = 1.9
_WIDTH_SCALE, _WIDTH_CENTRE = 0.5, 1.7
_PRIOR_SCALE = 0.5
_COMMON = frozenset(
    "april august blev bliver dag dem den der deres det din disse efter eller end fem fik fire for fra får "
    "haft ham han har havde have hele her hos hun hvad hvor ikke ind inden jan januar juli juni kan kommune "
    "kommunen kommuner kroner kun maj man marts med mellem men mere mio. nogle noget november når nye oktober "
    "også over pulje puljen projekt projektet projekter ansøgning samt september siden skal som til tilskud "
    "tre to ud under var ved vil være december februar styrelsen".split()
)


@dataclass(frozen=True, slots=True)
class Row:
    """One undertaking: its themes as labelled, and what points to each."""

    gold: frozenset[str]
    pool: str | None
    strengths: Strengths
    bags: Bags


Sites = Mapping[str, Sequence[Row]]


def site_rows(documents: Sequence[Document], gold: Gold) -> list[Row]:
    """Give the projects of a labelled site whose themes are labelled and that were found."""
    candidates = [c for d in documents for c in extract_candidates(d)]
    linking = link_candidates(documents, candidates, ())
    tellings: defaultdict[str, list[Candidate]] = defaultdict(list)
    for assignment in linking.assignments:
        tellings[assignment.record_id].append(assignment.candidate)
    by_pool = says_by_pool(candidates, ())
    rows: list[Row] = []
    for wanted, project in pair_projects(score.records(documents)[0], [document_json(d) for d in documents], gold):
        if is_scored(wanted.themes):
            tell = tellings[project["project_id"]]
            _, handed, handed_told = handed_on(tell, by_pool)
            strengths = strengths_of([*(sign for c in tell for sign in c.signs), *handed])
            bags = bags_of([each for c in tell for each in c.told], handed_told)
            rows.append(Row(frozenset(wanted.themes), (project.get("pool") or {}).get("name"), strengths, bags))
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
        told = [Told(role, record.get(role) or "") for role in ("title", "pool", "target_group")]
        told.append(Told("summary", record.get("summary_da") or ""))
        strengths: dict[str, dict[str, float]] = {}
        for each in told:
            _add(strengths, each)
        rows.append(Row(frozenset(record["themes"]), record.get("pool"), strengths, bags_of(told)))
    return rows


def _add(strengths: dict[str, dict[str, float]], told: Told) -> None:
    words: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for m in find_themes(told.text):
        word = told.text[m.char_start : m.char_end].lower()[:8]
        words[m.theme][word] = max(m.confidence, words[m.theme].get(word, 0.0))
    for theme, said in words.items():
        strengths.setdefault(theme, {})[told.role] = min(MOST_STRENGTH, sum(said.values()))


def width(rows: Sequence[Row]) -> float:
    """Give how many themes a labeller names of a project, on average."""
    return sum(len(row.gold) for row in rows) / len(rows)


def fit_first(sites: Sites) -> tuple[float, list[float]]:
    """Give bias and weights of the dictionary's words."""
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
    model = LogisticRegression(C=_FIRST_STRENGTH, max_iter=5000).fit(np.array(table), is_right, sample_weight=worth)
    return round(float(model.intercept_[0]), 3), [round(float(w), 3) for w in model.coef_[0]]


def fit_words(sites: Sites) -> WordModel:
    """Give what all words say, in hundredths."""
    rows = [row for site in sites.values() for row in site]
    of_pools: defaultdict[tuple[str, str], set[tuple[int, str | None]]] = defaultdict(set)
    pools: Counter[tuple[int, str | None]] = Counter()
    left_out = _COMMON | {stem for m in municipalities().values() for stem in stems(m.name)}
    keys = [(number, row.pool) for number, site in enumerate(sites.values()) for row in site]
    for key, row in zip(keys, rows, strict=True):
        pools[key] += 1
        for place in PLACES:
            for stem in row.bags[place] - left_out:
                of_pools[place, stem].add(key)
    known = sorted(place for place, met in of_pools.items() if len(met) >= _LEAST_POOLS)
    rarity = np.round([math.log(len(pools) / len(of_pools[each])) for each in known], 2)
    empty = WordModel({each: n for n, each in enumerate(known)}, rarity, np.zeros((len(known), _N)), np.zeros(_N))
    at: list[tuple[int, int, float]] = []
    for number, row in enumerate(rows):
        for place in PLACES:
            found, worth = empty.weigh(place, row.bags[place])
            at += [(number, each, value) for each, value in zip(found, worth.tolist(), strict=True)]
    lines, places, values = zip(*at, strict=True)
    table = sp.csr_matrix((values, (lines, places)), shape=(len(rows), len(known)))
    weights = np.array(
        [
            1 / max(len(site), _USUAL) ** 0.5 / (pools[n, row.pool] ** 0.3 if row.pool else 1)
            for n, site in enumerate(sites.values())
            for row in site
        ]
    )
    weights *= len(weights) / weights.sum()
    bias = np.full(_N, -6.0)
    for theme_number, theme in enumerate(themes()):
        is_right = np.array([theme in row.gold for row in rows])
        if is_right.sum() >= _LEAST_POOLS:
            model = LogisticRegression(C=_WORD_STRENGTH, solver="liblinear", max_iter=300)
            model.fit(table, is_right, sample_weight=weights)
            empty.weights[:, theme_number] = np.round(model.coef_[0], 2)
            bias[theme_number] = round(float(model.intercept_[0]), 2)
    return WordModel(empty.places, rarity, empty.weights, bias)


def fit(sites: Sites) -> dict[str, Any]:
    """Give the weights of both steps as they are stored."""
    sites = dict(sorted(sites.items(), key=lambda item: (-len(item[1]), -width(item[1]))))
    first = fit_first(sites)
    points: dict[str, list[NDArray[np.float64]]] = {}
    for fold in range(_FOLDS):
        held = list(sites)[fold::_FOLDS]
        words = fit_words({name: rows for name, rows in sites.items() if name not in held})
        points |= {name: [words.points(row.bags) for row in sites[name]] for name in held}
    tables: list[Any] = []
    is_right: list[bool] = []
    weights: list[float] = []
    for name, rows in sites.items():
        worth = math.exp(-abs(width(rows) - _WIDTH)) / max(len(rows), _USUAL_ROWS) ** 0.5
        for row, said in zip(rows, points[name], strict=True):
            tables.append(_second(row, said, first_chances(row.strengths, *first), width(rows)))
            is_right += [theme in row.gold for theme in themes()]
            weights += [worth] * _N
    worths = np.array(weights) * len(weights) / sum(weights)
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", max_iter=500)
    model.fit(sp.vstack(tables).tocsr(), np.array(is_right), sample_weight=worths)
    found = model.coef_[0]
    end = len(found) - 1 - _N - _N * _N
    words = fit_words(sites)
    stored: dict[str, dict[str, list[int]]] = {place: {} for place in PLACES}
    for (place, stem), number in words.places.items():
        values = [float(words.rarity[number]), *words.weights[number].tolist()]
        stored[place][stem] = [round(100 * value) for value in values]
    taste = found[end] * _WIDTH_SCALE * (_WIDTH_OF_PRODUCT - _WIDTH_CENTRE)
    return {
        "first_bias": first[0],
        "first": first[1],
        "bias": round(float(model.intercept_[0] + taste), 3),
        "weights": _rounded(found[:end]),
        "of_theme": _rounded(found[end + 1 : end + 1 + _N] * _PRIOR_SCALE),
        "beside": [_rounded(line) for line in found[end + 1 + _N :].reshape(_N, _N)],
        "word_bias": _rounded(words.bias),
        "words": stored,
    }


def _rounded(values: NDArray[np.float64]) -> list[float]:
    return [round(float(value), 3) for value in values]


def _second(row: Row, points: NDArray[np.float64], chances: NDArray[np.float64], site_width: float) -> Any:
    """Give the table of the second step: columns, taste, theme, and each theme's chance beside each theme."""
    of_site = np.full((_N, 1), _WIDTH_SCALE * (site_width - _WIDTH_CENTRE))
    own = np.eye(_N)
    beside = np.kron(chances[None, :], own).reshape(_N, _N, _N)  # theme, other theme, theme again
    beside[np.arange(_N), np.arange(_N), np.arange(_N)] = 0
    return sp.csr_matrix(
        np.hstack((columns(row.strengths, points, chances), of_site, own * _PRIOR_SCALE, beside.reshape(_N, -1)))
    )


def measure(rows: Sequence[Row], stored: Mapping[str, Any]) -> float:
    """Give micro-F1 of the themes that weights choose."""
    model = read_model(stored)
    n_right = n_given = n_gold = 0
    for row in rows:
        given = chosen(model.probabilities(row.strengths, row.bags))
        n_right += len(given.keys() & row.gold)
        n_given += len(given)
        n_gold += len(row.gold)
    return 2 * n_right / max(1, n_given + n_gold)


def cross_validate(sites: Sites) -> Iterator[tuple[str, float]]:
    """Give each site's F1 by weights fitted on the others."""
    for name, rows in sites.items():
        yield name, measure(rows, fit({other: theirs for other, theirs in sites.items() if other != name}))


def as_text(stored: Mapping[str, Any]) -> str:
    """Give weights as they are stored."""
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n"


def labelled() -> dict[str, list[Row]]:
    """Give the rows of every site that labels themes, of the starter corpus, and of sites kept from elsewhere."""
    sites = {STARTER: starter_rows(), FIRST: site_rows(first_documents(), build_gold())}
    for folder in sorted(path.parent for path in score.FOLDER.glob("*/gold.jsonl")):
        sites[folder.name] = rows_of(folder)
    return {name: rows for name, rows in (sites | kept()).items() if rows}


def rows_of(folder: Path) -> list[Row]:
    """Give the rows of a labelled site that lies in a folder."""
    found, score.FOLDER = score.FOLDER, folder.parent
    documents = [read(raw, is_cleared=lambda _: False).document for raw in score.raw_documents(folder.name)]
    rows = site_rows(documents, score.gold(folder.name))
    score.FOLDER = found
    return rows


def kept() -> dict[str, list[Row]]:
    """Give the rows of sites that lie elsewhere, as `keep` stored them."""
    sites: defaultdict[str, list[Row]] = defaultdict(list)
    for line in THEMED.read_text("utf-8").splitlines():
        row = json.loads(line)
        bags = {place: frozenset(stems) for place, stems in row["bags"].items()}
        sites[row["site"]].append(Row(frozenset(row["themes"]), row["pool"], row["strengths"], bags))
    return dict(sites)


def keep(folders: Sequence[Path]) -> None:
    """Store what is read of the themes of sites in other folders, in place of what is kept of sites of those names."""
    sites = kept() | {folder.name: rows_of(folder) for folder in folders}
    lines = (
        {
            "site": name,
            "themes": sorted(row.gold),
            "pool": row.pool,
            "strengths": row.strengths,
            "bags": {place: sorted(stems) for place, stems in row.bags.items()},
        }
        for name, rows in sorted(sites.items())
        for row in rows
    )
    THEMED.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8")


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="store the weights fitted on all sites")
    parser.add_argument(
        "--keep", nargs="*", type=Path, default=[], metavar="FOLDER", help="labelled sites to keep from"
    )
    parser.add_argument("--quick", action="store_true", help="leave out the cross-validation")
    arguments = parser.parse_args()
    if arguments.keep:
        keep(arguments.keep)
    sites = labelled()
    if arguments.write:
        WEIGHTS.write_text(as_text(fit(sites)), "utf-8")
    if arguments.quick:
        return
    found: list[float] = []
    for name, f1 in cross_validate(sites):
        found.append(f1)
        sys.stdout.write(f"{name:14} {len(sites[name]):4} projects  {f1:.3f}\n")
    sys.stdout.write(f"{'mean':14} {sum(found) / len(found):.3f}\n")


if __name__ == "__main__":
    main()
