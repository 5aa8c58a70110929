"""The progress of a run on a terminal: stage, counts, estimate; silent where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.progress import Progress, ProgressCallback


@contextmanager
def show_run(*, quiet: bool = False) -> Iterator[ProgressCallback | None]:
    """Give a callback that draws a run's progress on standard error; `None` where it is silenced or no terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
        TextColumn("{task.fields[item]}", style="dim"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[tuple[str, str], TaskID] = {}

        def draw(step: Progress) -> None:
            key = (step.stage, step.target)
            if key not in tasks:
                tasks[key] = bar.add_task(f"{step.stage} {step.target}"[:48], total=step.total, left="", item="")
            left = "" if step.seconds_left is None else f"{step.seconds_left:.0f} s left"
            bar.update(tasks[key], completed=step.done, total=step.total, left=left, item=step.item[-48:])

        yield draw
