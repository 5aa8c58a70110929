"""What crawling a site again costs, command and all: `python -m tests.bench.bench_crawl`.

The fixture site is served on a loopback port and taken in twice by `puljespor ingest`, first for review and then, into
another data folder, with publishing. Processor time is that of the command and of every process that it starts; the
server's is not in it. The second crawl finds nothing changed.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.site.server import serve_site

_PUBLISHING = {"--review": "waits for review", "--publish": "published and indexed"}


def cpu_s(command: list[str]) -> tuple[float, str]:
    """Run a command, and give the seconds of processor time that it and its children took, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode > 1:
        raise RuntimeError(done.stderr[-2000:])
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def measure(url: str, data: Path, how: str, rounds: int) -> None:
    """Print a line of the table: the first crawl, and the middle of some further ones."""
    code = "from ui.cli import main; main()"
    command = [sys.executable, "-c", code, "ingest", url, how, "--data", str(data), "--json"]
    first, said = cpu_s(command)
    n_new = json.loads(said)["counts"]["new"]
    again = []
    for _ in range(rounds):
        seconds, said = cpu_s(command)
        counts = json.loads(said)["counts"]
        if counts["new"] or counts["changed"]:
            raise RuntimeError(f"something changed: {counts}")
        again.append(seconds)
    second = statistics.median(again)
    print(f"| {_PUBLISHING[how]} | {n_new} | {first:.1f} | {second:.2f} | {second / first:.1%} |")  # noqa: T201


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="crawls after the first; the middle one counts")
    parser.add_argument("--only", choices=list(_PUBLISHING), help="one of the two ways alone")
    given = parser.parse_args()
    print("| what is found | documents | first, CPU s | again, CPU s | share |\n| --- | --- | --- | --- | --- |")  # noqa: T201
    with serve_site() as server, tempfile.TemporaryDirectory() as folder:
        for how in [given.only] if given.only else list(_PUBLISHING):
            measure(f"{server.base}/", Path(folder) / how.strip("-"), how, given.rounds)


if __name__ == "__main__":
    main()
