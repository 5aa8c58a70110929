"""`replay`: repeating an export, and saying in English what differs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.commands.options import AsJson, Data, print_json, printable

_KINDS = (("+", "added"), ("-", "removed"), (">", "moved"), ("~", "changed"))

_WHY: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape), english)
    for shape, english in (
        (r"korpusversion (\d+) er udgivet siden version (\d+)", r"corpus version \1 is published since version \2"),
        (
            r"indekset er lavet med en anden sprogmodel \((.+), ikke (.+)\)",
            r"the index is made with another language model (\1, not \2)",
        ),
        (r"tekstanalysen er ændret", "the analysis of text has changed"),
        (r"indekset er bygget på ny \((.+), ikke (.+)\)", r"the index is built anew (\1, not \2)"),
        (
            r"programmets rangering, ordlister eller indstillinger er ændret",
            "the ranking, word lists or settings of the program have changed",
        ),
    )
)


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(replay)


def replay(
    manifest: Annotated[Path, typer.Argument(help="The manifest.json beside an export.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Repeat an export and say what differs, if anything does.

    Example: puljespor replay fund/manifest.json
    """
    from corpus.settings import load_settings
    from search.replay import replay as replay_export

    report = replay_export(load_settings(data), manifest).json()
    if as_json:
        print_json(report)
    else:
        for line in (outcome_line(report), *difference_lines(report["differences"])):
            typer.echo(printable(line))
    if not report["identical"]:
        raise typer.Exit(1)


def outcome_line(report: dict[str, Any]) -> str:
    """Say of a replay's report whether the set is the same, how much differs, and why."""
    if report["identical"]:
        version = report["current_version"]
        return f"The same records in the same order with the same content (corpus version {version})."
    counts = [f"{len(report['differences'][name])} {name}" for _, name in _KINDS if report["differences"][name]]
    line = f"The set is not the same: {', '.join(counts)}, because {' and '.join(map(_why, report['why']))}."
    if report["current_version"] != report["exported_version"] and report["original"].get("is_kept"):
        told = "the same" if report["original"]["identical"] else "another one too"
        line += f" On corpus version {report['exported_version']} the set is {told}."
    return line


def _why(danish: str) -> str:
    for shape, english in _WHY:
        if found := shape.fullmatch(danish):
            return found.expand(english)
    return danish


def difference_lines(differences: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Name every record that differs: `+` new, `-` gone, `>` moved, `~` changed."""
    for sign, name in _KINDS:
        for row in differences[name]:
            if name == "moved":
                told = f": {row['from_rank']} -> {row['to_rank']}"
            else:
                told = ": " + ", ".join(row["fields"]) if row.get("fields") else ""
            yield f"  {sign} {row['title']} [{row['record_id']}]{told}"
