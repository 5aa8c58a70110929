"""Issue lines: every bad input of a run is one JSON line that names the thing, the cause and the remedy."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that went wrong, or that someone should know."""

    url: str  # page or file: URL, or the target as given
    cause: str
    remedy: str = ""
    source: str = ""
    level: str = "error"  # or "notice": nothing was lost


class IssueLog:
    """Writes the issues of one run to `issues.jsonl`, as they come; counts them by level."""

    def __init__(self, path: Path | None) -> None:
        self.path = path  # None: only kept in memory (dry runs)
        self.issues: list[Issue] = []
        self.counts: Counter[str] = Counter()
        self._lock = Lock()

    def write(self, issue: Issue) -> None:
        """Add one issue. It is on disk when this returns."""
        with self._lock:
            self.issues.append(issue)
            self.counts[issue.level] += 1
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(issue), ensure_ascii=False) + "\n")
