"""Fits the weights of results on the labelled passages: `python -m tests.outcomes.fit [--write]`.

Prints how well passages are told by weights fitted on the others (F1 of the direction, a passage that reports nothing
having none), by register and under a heading of results or none, and with `--write` stores the weights fitted on all of
them in `ingest/extract/outcome_weights.json`.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from corpus.records import OutcomeDirection
from ingest.extract.lines import Page
from ingest.extract.outcome_model import TELLS, WEIGHTS, Chances, OutcomeModel, read_model, signs_of_passage
from ingest.extract.outcome_wording import BIAS, VERDICTS, signs_of_wording, weigh_rarity
from ingest.extract.outcomes import counted_sentences, weigh_told
from ingest.extract.result_cues import has_turn
from ingest.extract.told_outcomes import Told, read_told
from tests.outcomes.labelled import Labelled, labelled_passages

HEADINGS = ("Resultater", "")
"""Headings that each passage is read under; none is harder."""
_PENALTY = 0.5  # 0.3 and 1 give within .01
_LIGHT = 0.5  # part of the penalty for signs that rules give, which are few and mean the same everywhere
_LEAST_PASSAGES = 2  # that a sign is in
_WORDS = ("w:", "p:", "e:", "b:", "c:")
_STRENGTH = 0.3  # inverse of the penalty of passages' weights; 0.1 and 1 give within .01
_LEAST_WORDED = 3  # passages that a sign of wording is in; 2 gives as much
_WORDING_STRENGTH = 10.0  # inverse of the penalty of wording's weights; 30 gives as much
_INVENTED_WEIGHT = 0.5  # of passages that stand on no page; 0.25 and 1 give within .01
_N_FOLDS = 6
_N_INNER = 4
_N_PADDED = 1  # copies of each passage with others around that report nothing, as in long texts
_PADDED_WEIGHT = 0.5
_CLAUSE_WEIGHT = 0.6  # of single statements, which pages rarely consist of
_PASSAGE_WEIGHT = 1.5
_SEED = 7
_N_DRAWS = 3  # of folds and of what is put around passages: one alone moves verdicts by a hundredth
_EDGE = 1e-9

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A passage and what is read of it under each of `HEADINGS`."""

    labelled: Labelled
    told: tuple[Told, ...]

    @property
    def clauses(self) -> list[frozenset[str]]:
        """The signs of every clause, as read with no rule on sections in the way."""
        return [signs for sentence in self.told[0].signs for signs in sentence]


def examples() -> list[Example]:
    """Give the labelled passages as extraction reads them."""
    return [
        Example(one, tuple(read_told(Page(one.document(heading))) for heading in _headings(one)))
        for one in labelled_passages()
    ]


def _headings(one: Labelled) -> Sequence[str]:
    return HEADINGS if one.is_free else HEADINGS[:1] if one.is_whole else HEADINGS[1:]


def fit_clauses(chosen: Sequence[Example]) -> dict[str, list[int]]:
    """Give the weights of signs, in thousandths, so that a passage tells what any of its clauses tells."""
    chosen = [e for e in chosen if not e.labelled.is_whole or OutcomeDirection.MIXED not in e.labelled.tells]
    n_passages = Counter(sign for example in chosen for sign in set().union(*example.clauses))
    names = sorted(sign for sign, n in n_passages.items() if n >= _LEAST_PASSAGES)
    column = {name: n for n, name in enumerate(names)}
    rows = [(n, [column[s] for s in signs if s in column]) for n, e in enumerate(chosen) for signs in e.clauses]
    ends = np.cumsum([0, *(len(row) for _, row in rows)])
    table = csr_matrix((np.ones(ends[-1]), [c for _, row in rows for c in sorted(row)], ends), (len(rows), len(names)))
    owner = csr_matrix((np.ones(len(rows)), ([n for n, _ in rows], range(len(rows)))), (len(chosen), len(rows)))
    wanted = np.array([[float(tell in e.labelled.tells) for tell in TELLS] for e in chosen])
    penalty = np.array([[0.0 if n == "any" else 1.0 if n[:2] in _WORDS else _LIGHT] for n in names]) * _PENALTY + 0.005

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(len(names), len(TELLS))
        chances = np.clip(_softmax(table @ weights), _EDGE, 1 - 1e-6)
        silent = np.clip(np.exp(owner @ np.log1p(-chances)), _EDGE, 1 - _EDGE)
        value = -(wanted * np.log(1 - silent) + (1 - wanted) * np.log(silent)).sum()
        by_log = owner.T @ (wanted * silent / (1 - silent) - (1 - wanted))
        by_chance = -by_log / (1 - chances)
        by_sum = chances * (by_chance - (by_chance * chances).sum(axis=1, keepdims=True))
        gradient = table.T @ by_sum + penalty * weights
        return float(value + 0.5 * (penalty * weights**2).sum()), gradient.ravel()

    found = minimize(loss, np.zeros(len(names) * len(TELLS)), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    weights = found.x.reshape(len(names), len(TELLS))
    stored = {name: [round(1000 * float(value)) for value in row] for name, row in zip(names, weights, strict=True)}
    return {name: row for name, row in stored.items() if any(row)}


def _softmax(sums: Floats) -> Floats:
    powers = np.exp(np.hstack([np.zeros((len(sums), 1)), sums]))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))[:, 1:]


def fit_wording(chosen: Sequence[Example]) -> dict[str, list[int]]:
    """Give each sign's rarity and weights, in thousandths."""
    free = [e.labelled for e in chosen if e.labelled.is_free or e.labelled.is_whole or not e.labelled.tells]
    counted = [signs_of_wording(one.text) for one in free]
    n_passages = Counter(sign for signs in counted for sign in signs)
    rarity = {
        sign: round(1 + math.log((1 + len(free)) / (1 + n)), 3)
        for sign, n in sorted(n_passages.items())
        if n >= _LEAST_WORDED
    }
    column = {sign: n for n, sign in enumerate(rarity)}
    rows = [sorted((column[sign], value) for sign, value in weigh_rarity(signs, rarity)) for signs in counted]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    table = csr_matrix(
        ([value for row in rows for _, value in row], [n for row in rows for n, _ in row], ends),
        (len(rows), len(rarity)),
    )
    model = LogisticRegression(C=_WORDING_STRENGTH, max_iter=1000).fit(
        table,
        [one.direction.value for one in free],
        sample_weight=[1.0 if one.is_whole else _INVENTED_WEIGHT for one in free],
    )
    order = [list(model.classes_).index(verdict.value) for verdict in VERDICTS]
    weights = dict(zip((BIAS, *rarity), [model.intercept_[order], *model.coef_[order].T], strict=True))
    return {
        sign: [round(1000 * rarity.get(sign, 0.0)), *(round(1000 * float(value)) for value in row)]
        for sign, row in weights.items()
    }


def fit(chosen: Sequence[Example]) -> dict[str, Any]:
    """Give all weights as they are stored, in thousandths."""
    rows: list[dict[str, float]] = []
    verdicts: list[str] = []
    weights: list[float] = []
    for seed in range(_SEED, _SEED + _N_DRAWS):
        for row, verdict_, weight in _told_of_others(chosen, np.random.RandomState(seed)):
            rows.append(row)
            verdicts.append(verdict_)
            weights.append(weight / _N_DRAWS)
    return {
        "clauses": fit_clauses(chosen),
        "passages": _fit_passages(rows, verdicts, weights),
        "wording": fit_wording(chosen),
    }


def _told_of_others(
    chosen: Sequence[Example], draw: np.random.RandomState
) -> Iterator[tuple[dict[str, float], str, float]]:
    """Give signs, verdict and weight of passages, told by clauses' weights that were fitted on others."""
    fold = draw.randint(0, _N_INNER, len(chosen))
    chances: dict[int, tuple[list[Chances], ...]] = {}
    for k in range(_N_INNER):  # a verdict must learn from what clauses tell that were not fitted on
        model = OutcomeModel(fit_clauses([e for e, f in zip(chosen, fold, strict=True) if f != k]), {})
        chances |= {n: _chances(e, model) for n, e in enumerate(chosen) if fold[n] == k}
    silent = [n for n, e in enumerate(chosen) if not e.labelled.tells and chances[n][0]]
    for n, example in enumerate(chosen):
        weight = _CLAUSE_WEIGHT if example.labelled.register == "clause" else _PASSAGE_WEIGHT
        if example.labelled.tells and not example.labelled.is_free:
            continue  # the rules were written on those sites, and are no help there in learning when to trust them
        for told, own in zip(example.told, chances[n], strict=True):
            if not own or told.is_settled:
                continue
            counted, ruled = counted_sentences(told, own)
            plain = [told.plain[c] for c in counted]
            for copy in range(1 + _N_PADDED):
                around: list[int] = list(draw.choice(silent, draw.randint(1, 4))) if copy else []
                padded = [*(own[c] for c in counted), *(one for a in around for one in chances[a][0])]
                turns = has_turn(plain) or any(has_turn(chosen[a].told[0].plain) for a in around)
                signs = signs_of_passage(padded, turns=turns, ruled=ruled)
                yield signs, example.labelled.direction.value, weight * (_PADDED_WEIGHT if copy else 1.0)


def _chances(example: Example, model: OutcomeModel) -> tuple[list[Chances], ...]:
    return tuple([model.tell(signs) for signs in told.signs] for told in example.told)


def _fit_passages(rows: list[dict[str, float]], verdicts: list[str], weights: list[float]) -> dict[str, list[int]]:
    names = sorted(set().union(*rows) - {"bias"})
    table = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    model = LogisticRegression(C=_STRENGTH, max_iter=5000).fit(table, verdicts, sample_weight=weights)
    order = [list(model.classes_).index(verdict.value) for verdict in (*TELLS, OutcomeDirection.NOT_REPORTED)]
    stored = {"bias": model.intercept_[order]} | dict(zip(names, model.coef_[order].T, strict=True))
    return {name: [round(1000 * float(value)) for value in row] for name, row in stored.items()}


def cross_validate(every: Sequence[Example]) -> Iterator[tuple[Example, str, OutcomeDirection]]:
    """Give each passage and heading with the verdict of weights that were fitted on passages of other folds."""
    fold = _folds(every)
    for k in range(_N_FOLDS):
        model = read_model(fit([e for e, f in zip(every, fold, strict=True) if f != k]))
        for example in (e for e, f in zip(every, fold, strict=True) if f == k):
            for heading, told in zip(_headings(example.labelled), example.told, strict=True):
                yield example, heading, verdict(told, model)


def _folds(every: Sequence[Example]) -> list[int]:
    """Give the fold of each passage; a site's are in one, as its pages tell of the same projects."""
    drawn = np.random.RandomState(_SEED).randint(0, _N_FOLDS, len(every))
    of_site: dict[str, int] = {}
    return [
        of_site.setdefault(e.labelled.site, int(k)) if e.labelled.site else int(k)
        for e, k in zip(every, drawn, strict=True)
    ]


def verdict(told: Told, model: OutcomeModel) -> OutcomeDirection:
    """Give what a passage comes to."""
    verdicts, _ = weigh_told(told, model)
    return max(verdicts, key=verdicts.__getitem__, default=OutcomeDirection.NOT_REPORTED)


def f1(pairs: Sequence[tuple[OutcomeDirection, OutcomeDirection]]) -> float:
    """Give F1 of directions, wanted and given; a passage that reports nothing has none."""
    none = OutcomeDirection.NOT_REPORTED
    right = sum(given is wanted is not none for wanted, given in pairs)
    n = sum(given is not none for _, given in pairs) + sum(wanted is not none for wanted, _ in pairs)
    return 2 * right / n if n else 1.0


def as_text(stored: dict[str, Any]) -> str:
    """Give weights as JSON with one sign a line."""
    parts = (
        f'"{part}": {{\n'
        + ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(row)}" for name, row in rows.items())
        + "\n}"
        for part, rows in stored.items()
    )
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="store the weights fitted on all passages")
    parser.add_argument("--quick", action="store_true", help="leave out the cross-validation")
    parser.add_argument("--wording", action="store_true", help="with --write, leave all but the weights of wording")
    arguments = parser.parse_args()
    threadpool_limits(1)  # its products are small: more threads only wait for each other
    every = examples()
    if not arguments.quick:
        found = [*cross_validate(every)]
        for kind in ("clause", "passage", "long", "site", "page"):
            for heading in HEADINGS:
                pairs = [(e.labelled.direction, v) for e, h, v in found if h == heading and _kind(e) == kind]
                if not pairs:
                    continue
                sys.stdout.write(f"{kind:8} {heading or '-':11} {len(pairs):5}  F1 {f1(pairs):.3f}\n")
    if arguments.write:
        kept = json.loads(WEIGHTS.read_text("utf-8")) if arguments.wording else {}
        stored = kept | {"wording": fit_wording(every)} if kept else fit(every)
        WEIGHTS.write_text(as_text(stored), "utf-8")


def _kind(example: Example) -> str:
    register = example.labelled.register
    return register if register in ("clause", "site", "page") else "long" if register.startswith("long") else "passage"


if __name__ == "__main__":
    main()
