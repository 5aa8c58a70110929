"""The gate of extraction: measures on the fixture site may not fall under their pinned floors.

    python -m tests.eval.extraction_gate            score, and fail under a floor
    python -m tests.eval.extraction_gate --repin    take the present figures as floors; they may only rise
    python -m tests.eval.extraction_gate --repin --lower    ... or fall, which a commit must explain

The floors hold for one state of the site: when its pages or gold change, the gate refuses until they are pinned anew.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.evaluation import ExtractionReport
from tests.e2e.corpus_objects import evaluate_site, ingest_site, site_settings
from tests.site.build import site_hash
from tests.site.server import serve_site

FLOORS = Path(__file__).with_name("extraction_floors.json")


def load_floors() -> dict[str, Any]:
    """Give the pinned floors, and the hash of the site that they hold for."""
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    return floors


def check(report: ExtractionReport, pinned: Mapping[str, Any]) -> list[str]:
    """Give what is wrong: a site that is not the pinned one, a measure without a floor, a measure under its floor."""
    if pinned["site"] != site_hash():
        return [f"the site is {site_hash()}, the floors are of {pinned['site']}: pin them anew (--repin)"]
    measures = report.measures()
    wrong = [f"{name} has no floor" for name in measures if name not in pinned["floors"]]
    for name, floor in pinned["floors"].items():
        value = measures.get(name)
        if value is None or value < floor:
            wrong.append(f"{name} is {value}, under its floor {floor}")
    return wrong


def repin(report: ExtractionReport, pinned: Mapping[str, Any], *, may_lower: bool) -> dict[str, Any]:
    """Give new floors: the present figures, rounded down to three places.

    Raises:
        ValueError: a floor would fall, and may not.
    """
    floors = {name: math.floor(value * 1000) / 1000 for name, value in sorted(report.measures().items())}
    fallen = [f"{n} {old} -> {floors.get(n)}" for n, old in pinned["floors"].items() if floors.get(n, -1.0) < old]
    if fallen and not may_lower:
        raise ValueError(f"floors would fall: {', '.join(fallen)}; find the cause, or say --lower and explain it")
    return {"site": site_hash(), "floors": floors}


def save_floors(floors: Mapping[str, Any], path: Path = FLOORS) -> None:
    """Write floors, whole or not at all."""
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    draft.replace(path)


def measure() -> ExtractionReport:
    """Crawl the site into a new data folder and score it."""
    with tempfile.TemporaryDirectory() as folder, serve_site() as server:
        data = Path(folder) / "data"
        ingest_site(data, server)
        return evaluate_site(site_settings(data, server))


def main(arguments: list[str] | None = None) -> int:
    """Score, print, and check or pin; give the exit code."""
    parser = argparse.ArgumentParser(description="Gate of extraction quality on the fixture site.")
    parser.add_argument("--repin", action="store_true", help="take the present figures as floors")
    parser.add_argument("--lower", action="store_true", help="with --repin: floors may fall")
    parser.add_argument("--misses", type=int, default=8, help="misses shown of each measure")
    chosen = parser.parse_args(arguments)
    report = measure()
    sys.stdout.write(report.table(n_misses=chosen.misses) + "\n")
    if chosen.repin:
        pinned = load_floors() if FLOORS.is_file() else {"floors": {}}
        try:
            save_floors(repin(report, pinned, may_lower=chosen.lower))
        except ValueError as exc:
            sys.stderr.write(f"{exc}\n")
            return 1
        return 0
    wrong = check(report, load_floors())
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
