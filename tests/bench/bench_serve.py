"""How quickly the pages answer, alone and with twenty people at once: `python -m tests.bench.bench_serve [DATA]`.

The server runs in a process of its own over a data folder with a built index; figures are milliseconds.
"""

from __future__ import annotations

import argparse
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from tests.bench.kept import as_installed, starter

QUERIES = (
    "akutfunktion til ældre",
    "forebyggelse af genindlæggelser",
    "aflastning af pårørende til demente",
    "hjemmemonitorering KOL",
    "rygestop psykisk sygdom",
    "unge mistrivsel",
    "uplanlagt vægttab hos ældre",
    "COPD home monitoring",
)
STARTUP_S = 1200  # a landscape of a million passages takes minutes


@contextmanager
def served(data: Path) -> Iterator[tuple[str, int]]:
    """Serve a data folder on a loopback port while the block runs, and give its address and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        "import sys; from corpus.settings import load_settings; from ui.server import run_server; "
        "run_server(load_settings(sys.argv[1]), port=int(sys.argv[2]))"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(data), str(port)]) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, process)
            httpx.get(
                url + "/udforsk", timeout=STARTUP_S
            )  # waits for the landscape, which is drawn beside the first answers
            yield url, process.pid
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTUP_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url + "/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit(f"the server does not answer within {STARTUP_S} s; is there an index in the data folder?")


def measure(ask: Callable[[int], httpx.Response], n: int) -> list[float]:
    """Give the times in milliseconds of n requests, one after another; stops at the first that fails."""
    times = []
    for i in range(n):
        started = time.perf_counter()
        ask(i).raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
    return times


def asked_by_people(client: httpx.Client) -> list[str]:
    """Give questions enough that no answer is remembered for everybody: our own, and words of the corpus's titles."""
    records = client.get("/api/v1/projects?limit=200").json()["projects"]
    return [*QUERIES, *(" ".join(str(record["title"]).split()[:4]) for record in records)]


def crowd(url: str, queries: Sequence[str], *, n_people: int, seconds: float) -> tuple[list[float], int]:
    """Give the times of all requests of people who search, filter, open and export without pause, and how many failed.

    Each goes round on its own: a search, a filter of it, the first result's page, an export.
    """
    deadline = time.monotonic() + seconds

    def person(number: int) -> tuple[list[float], int]:
        times, n_failed = [], 0
        with httpx.Client(base_url=url, timeout=30) as client:
            round_no = number * 7
            while time.monotonic() < deadline:
                query = queries[round_no % len(queries)]
                found = ""
                for path in (
                    "/?q={q}",
                    "/?q={q}&status=completed",
                    "/api/v1/search?q={q}&limit=1",
                    "{found}",
                    "{export}",
                ):
                    target = path.format(q=query, found=found or "/", export=f"/api/v1/export?q={query}&format=csv")
                    started = time.perf_counter()
                    response = client.get(target)
                    times.append((time.perf_counter() - started) * 1000)
                    n_failed += response.status_code != 200
                    if path.startswith("/api/v1/search") and response.status_code == 200:
                        result = response.json()["results"][0]
                        folder = "pulje" if result["record_type"] == "pool" else "projekt"
                        found = f"/{folder}/{result['record_id']}"
                round_no += 1
        return times, n_failed

    with ThreadPoolExecutor(n_people) as pool:
        parts = list(pool.map(person, range(n_people)))
    return [t for times, _ in parts for t in times], sum(n for _, n in parts)


def cold_search(data: Path) -> str:
    """Give the CPU time of the command line's search, its start and imports included: median and worst of five runs."""
    command = [
        str(Path(sys.executable).with_name("puljespor")),
        "search",
        "akutfunktion",
        "--data",
        str(data),
        "--json",
    ]
    environment = as_installed()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)  # the first one compiles
    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return f"{statistics.median(times):>9.0f}{'':>9}{max(times):>9.0f}"


def quantiles(times: Sequence[float]) -> str:
    """Give median, 95th percentile and worst of some times."""
    cuts = statistics.quantiles(times, n=20)
    return f"{statistics.median(times):>9.1f}{cuts[18]:>9.1f}{max(times):>9.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", help="a data folder; the starter corpus when left out")
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30.0)
    arguments = parser.parse_args()
    data = arguments.data or starter().data
    sys.stdout.write(table(data, n_people=arguments.people, seconds=arguments.seconds))


def table(data: Path, *, n_people: int, seconds: float) -> str:
    """Measure, and give the table."""
    lines = [f"{'':<34}{'median':>9}{'p95':>9}{'worst':>9}", f"{'puljespor search, cold, CPU':<34}{cold_search(data)}"]
    started = time.perf_counter()
    with served(data) as (url, pid), httpx.Client(base_url=url, timeout=30) as client:
        lines.append(f"{'start to first answer':<34}{(time.perf_counter() - started) * 1000:>9.0f}")
        for name, path in (
            ("front page", "/"),
            ("search page", "/?q={q}"),
            ("search, API", "/api/v1/search?q={q}"),
            ("explore", "/udforsk?q={q}"),
        ):
            times = measure(lambda i, path=path: client.get(path.format(q=QUERIES[i % len(QUERIES)])), 40)  # type: ignore[misc]  # a default binds the loop's value
            lines.append(f"{name:<34}{quantiles(times)}")
        held = psutil.Process(pid).memory_info().rss / 2**20
        lines.append(f"{'memory held by the server, MiB':<34}{held:>9.0f}")
        weight = len(client.get("/?q=demens").content) / 1000
        lines.append(f"{'search page, kB before gzip':<34}{weight:>9.0f}")
        times, n_failed = crowd(url, asked_by_people(client), n_people=n_people, seconds=seconds)
        name = f"{n_people} people, {seconds:.0f} s"
        lines.append(f"{name:<34}{quantiles(times)}   {len(times)} requests, {n_failed} failed")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
