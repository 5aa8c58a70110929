"""What an evaluation gives: scores, the misses behind them, how far confidence can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right, wrong and missed, and what follows from them."""

    n_right: int
    n_given: int
    n_gold: int

    @property
    def precision(self) -> float:
        """Share of the given that are right; 1 where nothing is given."""
        return self.n_right / self.n_given if self.n_given else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was given rightly; 1 where there is none."""
        return self.n_right / self.n_gold if self.n_gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.n_given + self.n_gold
        return 2 * self.n_right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that went wrong, with the page to open."""

    measure: str
    what: str
    gold: Any
    given: Any
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """Values given a confidence in this range, and how many of them are right."""

    low: float
    high: float
    n_values: int
    n_right: int


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """Every measure of one evaluation, and each thing that counted against it."""

    scores: dict[str, Score]
    calibration: tuple[ConfidenceBin, ...] = ()
    misses: tuple[Miss, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    def measures(self) -> dict[str, float]:
        """Give each measure's one figure (F1; for shares, where given and gold are the same count, the share)."""
        return {name: round(score.f1, 4) for name, score in self.scores.items()}

    def json(self) -> dict[str, Any]:
        """Give the report as a JSON object."""
        return {
            "measures": self.measures(),
            "scores": {
                name: asdict(score) | {"precision": score.precision, "recall": score.recall, "f1": score.f1}
                for name, score in self.scores.items()
            },
            "calibration": [asdict(each) for each in self.calibration],
            "counts": self.counts,
            "misses": [asdict(miss) for miss in self.misses],
        }

    def table(self, *, n_misses: int = 8) -> str:
        """Give the report as lines of text, with the first misses of every measure."""
        lines = [f"{'measure':<22}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'given':>7}{'gold':>7}"]
        for name, s in self.scores.items():
            figures = f"{s.precision:>7.3f}{s.recall:>7.3f}{s.f1:>7.3f}{s.n_right:>7}{s.n_given:>7}{s.n_gold:>7}"
            lines.append(f"{name:<22}{figures}")
        lines += ["", "confidence      values  right"]
        for each in self.calibration:
            share = each.n_right / each.n_values if each.n_values else 0.0
            lines.append(f"{each.low:.2f}-{min(each.high, 1.0):.2f}    {each.n_values:>9}  {share:.3f}")
        by_measure: dict[str, list[Miss]] = {}
        for miss in self.misses:
            by_measure.setdefault(miss.measure, []).append(miss)
        for name, misses in by_measure.items():
            lines += ["", f"{name}: {len(misses)} missed"]
            for miss in misses[:n_misses]:
                lines.append(f"  {miss.what}: gold {miss.gold!r}, given {miss.given!r}  {' '.join(miss.urls[:3])}")
        return "\n".join(lines)
