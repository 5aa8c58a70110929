"""Options that many commands share, and how they answer."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from search.engine import Searcher

Data = Annotated[
    Path | None,
    typer.Option("--data", envvar="PULJESPOR_DATA", help="The data folder.", show_default="./data", metavar="DIR"),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of a table.")]
JsonAlways = Annotated[bool, typer.Option("--json", help="As other commands take it: the answer is JSON in any case.")]
Version = Annotated[
    int | None, typer.Option("--version", help="The corpus version to read; the current one by default.")
]
AcceptWorse = Annotated[
    bool,
    typer.Option("--accept-worse", help="Serve the new index even where it answers the judged queries worse."),
]
Who = Annotated[str, typer.Option("--who", envvar="USER", help="Your name, for the audit log.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the audit log.")]


Filters = Annotated[
    list[str] | None,
    typer.Option("--filter", metavar="FIELD=VALUE", help="Keep only these; repeat for more. Example: region=1083."),
]
SearchMode = Annotated[str, typer.Option("--mode", help="hybrid, lexical, dense or exact.")]


def open_searcher(data: Path | None, version: int | None = None) -> Searcher:
    """Open the searcher; what is wrong with the index that should serve is said, though another one answers.

    Raises:
        NoCorpusError: the data folder holds no corpus.
        SnapshotError: there is no index of the corpus, or it is damaged.
    """
    from corpus.errors import SnapshotError
    from corpus.settings import load_settings
    from search.engine import Searcher

    settings = load_settings(data)
    try:
        searcher = Searcher.open(settings, version=version)
    except SnapshotError:
        from corpus.store import Store

        Store.open(settings).close()  # without a corpus, that is what is lacking
        raise
    for warning in searcher.snapshot.warnings:
        typer.echo(f"puljespor: {warning} Run `puljespor index build`.", err=True)
    return searcher


def printable(line: str) -> str:
    """Give a line for a terminal: what a page or file is called must not steer it."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


def print_json(value: Any) -> None:
    """Write one JSON document to standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_json_lines(values: Iterable[Any]) -> int:
    """Write one JSON object a line to standard output, and give how many."""
    n_written = 0
    for value in values:
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
        n_written += 1
    return n_written


def parse_filters(texts: list[str]) -> dict[str, list[str]]:
    """Read `field=value` options into values by field.

    Raises:
        QueryError: a text has no `=`, or nothing before it.
    """
    from corpus.errors import QueryError

    filters: dict[str, list[str]] = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not separator or not name.strip():
            raise QueryError(
                f"--filter {text!r} is not of the form field=value.", remedy="Example: municipality=Vejle."
            )
        filters.setdefault(name.strip(), []).append(value.strip())
    return filters
