"""Which themes an undertaking has: all that its pages, and its pool's, say, weighed in two steps.

First how likely each theme is by the dictionary's words alone, by where they stand (`ingest.theme_features`); then by
that, by all other words (`ingest.theme_words`) and by which other themes are likely: palliation goes with relatives.
The weights are fitted on the labelled sites and the starter corpus (`python -m tests.sites.fit_themes --write`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.themes import themes
from ingest.candidates import Statement, Told
from ingest.theme_features import TELLING, Strengths, features, strengths_of
from ingest.theme_words import Bags, WordModel, bags_of

WEIGHTS = Path(__file__).with_name("theme_weights.json")
LEAST = 0.42
"""Least probability of a theme; .4 to .5 give micro-F1 within .01 on sites left out of the fit."""
LEAST_ALONE = 0.2
"""Least probability of the likeliest theme where none reaches the other: most undertakings have one."""
_LEAST_UNSAID = 0.65  # probability of a theme that no word of the dictionary points to
_IN_PASSING = 0.5  # strength of one medium word
_MOST_POINTS, _LEAST_POINTS = 3.0, -5.0

Chances = NDArray[np.float64]  # by theme, in the order of `corpus.themes.themes`


@dataclass(frozen=True, slots=True)
class ThemeModel:
    """Weights of both steps."""

    first_bias: float
    first: Sequence[float]  # by value of `features`
    bias: float
    weights: NDArray[np.float64]  # by column of `columns`
    of_theme: Chances  # a bias for each
    beside: NDArray[np.float64]  # what one theme's chance, the row, says of another
    words: WordModel

    def probabilities(self, strengths: Strengths, bags: Bags) -> dict[str, float]:
        """Give each theme's probability, 0 to 1."""
        chances = first_chances(strengths, self.first_bias, self.first)
        table = columns(strengths, self.words.points(bags), chances)
        points = self.bias + table @ self.weights + self.of_theme + chances @ self.beside
        return dict(zip(themes(), (1 / (1 + np.exp(-points))).tolist(), strict=True))


def first_chances(strengths: Strengths, bias: float, weights: Sequence[float]) -> Chances:
    """Give each theme's probability by the words of the dictionary alone."""
    return np.array(
        [probability(features(strengths, theme), bias, weights) if theme in strengths else 0.0 for theme in themes()]
    )


def columns(strengths: Strengths, points: Chances, chances: Chances) -> NDArray[np.float64]:
    """Give what each theme, a row, is weighed by in the second step.

    Args:
        strengths: of the dictionary's words.
        points: log-odds by all words.
        chances: of the first step.
    """
    n_features = len(features({themes()[0]: {}}, themes()[0]))
    said = np.array([float(theme in strengths) for theme in themes()])
    of_dictionary = np.array(
        [features(strengths, theme) if theme in strengths else [0.0] * n_features for theme in themes()]
    )
    likelier = (points[None, :] > points[:, None]).sum(axis=1)
    bounded = np.clip(points, _LEAST_POINTS, _MOST_POINTS) / 2
    ordered = np.sort(chances)
    of_words = (
        bounded,
        1 / (1 + np.exp(-points)),
        likelier == 0,
        likelier < 3,
        np.clip(points - points.max(), _LEAST_POINTS, 0) / 2,
        bounded * said,
    )
    ones = np.ones(len(said))
    of_chances = (chances, ones * ordered[-1], ones * ordered[-2], ones * chances.sum() / 3)
    return np.column_stack((of_dictionary, said, *of_words, *of_chances))


def probability(values: Sequence[float], bias: float, weights: Sequence[float]) -> float:
    """Give what a theme's features come to by these weights, 0 to 1."""
    total = bias + math.fsum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-total))


def read_model(stored: Mapping[str, Any]) -> ThemeModel:
    """Give the model of stored weights; a stem's row is its rarity, then its weight for each theme, in hundredths."""
    rows = [(place, stem, row) for place, said in stored["words"].items() for stem, row in said.items()]
    table = np.array([row for _, _, row in rows], dtype=np.float64).reshape(len(rows), len(themes()) + 1) / 100
    return ThemeModel(
        first_bias=stored["first_bias"],
        first=tuple(stored["first"]),
        bias=stored["bias"],
        weights=np.array(stored["weights"]),
        of_theme=np.array(stored["of_theme"]),
        beside=np.array(stored["beside"]),
        words=WordModel(
            places={(place, stem): number for number, (place, stem, _) in enumerate(rows)},
            rarity=table[:, 0],
            weights=table[:, 1:],
            bias=np.array(stored["word_bias"]),
        ),
    )


@cache
def theme_model() -> ThemeModel:
    """Give the model that is shipped."""
    return read_model(json.loads(WEIGHTS.read_text("utf-8")))


def chosen(probable: Mapping[str, float]) -> dict[str, float]:
    """Give the themes that are likely enough, with their probabilities; else the likeliest, if it nearly is."""
    likely = {theme: p for theme, p in probable.items() if p >= LEAST}
    if likely or not probable:
        return likely
    best = max(sorted(probable), key=probable.__getitem__)
    return {best: probable[best]} if probable[best] >= LEAST_ALONE else {}


def choose_themes(
    signs: Iterable[Statement], told: Iterable[Told] = (), handed: Iterable[Told] = (), *, of_pool: bool = False
) -> dict[str, float]:
    """Give the themes that signs and words point to, with their probabilities.

    Args:
        signs: the words of the dictionary that its own pages, and its pool's, have.
        told: what its own pages say.
        handed: what its pool's pages say.
        of_pool: whether it is a pool.
    """
    strengths = strengths_of(signs, of_pool=of_pool)
    probable = theme_model().probabilities(strengths, bags_of(told, handed, of_pool=of_pool))
    return chosen({theme: p for theme, p in probable.items() if _is_pointed_to(strengths.get(theme, {}), p)})


def _is_pointed_to(roles: Mapping[str, float], p: float) -> bool:
    """Tell whether a theme has more than a word in passing in its pool's lead, or is likely without any."""
    if not roles:
        return p >= _LEAST_UNSAID
    return max(roles.values()) > _IN_PASSING or any(role in roles for role in TELLING)


def state_chosen(signs: Iterable[Statement], chosen_themes: Mapping[str, float]) -> list[Statement]:
    """Give the strongest sign of each chosen theme as its statement, the likeliest theme first."""
    best: dict[str, Statement] = {}
    for sign in signs:
        known = best.get(str(sign.value))
        if sign.value in chosen_themes and (known is None or sign.confidence > known.confidence):
            best[str(sign.value)] = sign
    ordered = sorted(best.items(), key=lambda item: (-chosen_themes[item[0]], item[0]))
    return [replace(sign, confidence=round(chosen_themes[theme], 3)) for theme, sign in ordered]
