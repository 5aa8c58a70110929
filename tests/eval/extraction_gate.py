"""The gate of extraction: measures on the labelled sites may not fall under their pinned floors.

    python -m tests.eval.extraction_gate            score, and fail under a floor
    python -m tests.eval.extraction_gate --repin    take the present figures as floors; they may only rise
    python -m tests.eval.extraction_gate --repin --lower    ... or fall, which a commit must explain

The first site is crawled over sockets; the others, written by others, are read from their files. The floors hold for
one state of each: when its pages or gold change, the gate refuses until they are pinned anew.
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
from tests.sites import score as further_sites

FLOORS = Path(__file__).with_name("extraction_floors.json")
SITES = ("first", *further_sites.NAMES)


def load_floors(site: str = "first") -> dict[str, Any]:
    """Give the pinned floors of a site, and the hash of the site that they hold for; no floors before it has any."""
    floors: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text("utf-8"))
    return floors.get(site, {"site": "", "floors": {}})


def current_hash(site: str = "first") -> str:
    """Give the hash of a site as it stands."""
    return site_hash() if site == "first" else further_sites.site_hash(site)


def check(report: ExtractionReport, pinned: Mapping[str, Any], site: str = "first") -> list[str]:
    """Give what is wrong: a site that is not the pinned one, a measure without a floor, a measure under its floor."""
    if pinned["site"] != current_hash(site):
        return [f"the site is {current_hash(site)}, the floors are of {pinned['site']}: pin them anew (--repin)"]
    measures = report.measures()
    wrong = [f"{name} has no floor" for name in measures if name not in pinned["floors"]]
    for name, floor in pinned["floors"].items():
        value = measures.get(name)
        if value is None or value < floor:
            wrong.append(f"{name} is {value}, under its floor {floor}")
    return wrong


def repin(
    report: ExtractionReport, pinned: Mapping[str, Any], *, may_lower: bool, site: str = "first"
) -> dict[str, Any]:
    """Give new floors: the present figures, rounded down to three places.

    Raises:
        ValueError: a floor would fall, and may not.
    """
    floors = {name: math.floor(value * 1000) / 1000 for name, value in sorted(report.measures().items())}
    fallen = [f"{n} {old} -> {floors.get(n)}" for n, old in pinned["floors"].items() if floors.get(n, -1.0) < old]
    if fallen and not may_lower:
        raise ValueError(f"floors would fall: {', '.join(fallen)}; find the cause, or say --lower and explain it")
    return {"site": current_hash(site), "floors": floors}


def save_floors(floors: Mapping[str, Any], path: Path = FLOORS, *, site: str = "first") -> None:
    """Write a site's floors beside the others', whole or not at all."""
    stored = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(stored | {site: dict(floors)}, indent=1) + "\n", "utf-8")
    draft.replace(path)


def measure(site: str = "first") -> ExtractionReport:
    """Score a site: the first crawled into a new data folder, the others read from their files."""
    if site != "first":
        return further_sites.evaluate(site)
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
    wrong: list[str] = []
    for site in SITES:
        report = measure(site)
        sys.stdout.write(f"{site} site\n{report.table(n_misses=chosen.misses)}\n")
        pinned = load_floors(site)
        if not chosen.repin:
            wrong += [f"{site} site: {line}" for line in check(report, pinned, site)]
            continue
        try:
            save_floors(repin(report, pinned, may_lower=chosen.lower, site=site), site=site)
        except ValueError as exc:
            wrong.append(f"{site} site: {exc}")
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
