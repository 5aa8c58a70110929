"""What a piece of work costs, measured apart from the tests that ran before it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_REPORT = "\nimport resource; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"


def largest_child_mb(code: str, *arguments: str) -> float:
    """Give the memory of the largest process that some code starts, run by a Python of its own.

    A process counts the memory of the one that started it as its own peak, and pytest's may be a gigabyte by then.
    """
    command = [sys.executable, "-c", code + _REPORT, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) / 1024
