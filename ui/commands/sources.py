"""`sources`, `report` and `synonyms`: what the staff's pages show of sources, runs and the synonym list."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ui.commands.options import AsJson, Data, JsonAlways, Who, print_json

Reason = Annotated[str, typer.Option("--why", help="The reason; it stands in the audit log.", prompt=True)]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(sources)
    app.command()(report)
    group = typer.Typer(help="The synonym list: print it, or put another in its place.", no_args_is_help=True)
    group.command("show")(show_list)
    group.command("load")(load)
    app.add_typer(group, name="synonyms")


def sources(
    template: Annotated[
        bool, typer.Option("--template", help="Print a source to begin from, every key explained.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say how each source stands: last run, projects against those expected, and what to do next.

    A new source is a TOML file in the folder sources/ of the data folder; no code is needed. Begin from the template
    (puljespor sources --template > eksempel.toml), and try it with puljespor ingest eksempel --dry-run.

    Example: puljespor sources
    """
    if template:
        from ingest.sources.template import TEMPLATE

        typer.echo(TEMPLATE, nl=False)
        return
    from corpus.settings import load_settings
    from ingest.source_states import source_states

    states = source_states(load_settings(data))
    if as_json:
        print_json([state.json() for state in states])
        return
    for state in states:
        last = state.last_run.started[:16].replace("T", " ") if state.last_run else "never"
        expected = f"{state.least}-{state.most if state.most is not None else ''}"
        line = (
            f"{state.name:<18} {state.health.value:<8} {last:<17} {state.n_projects:>5} projects (expected {expected})"
        )
        typer.echo("  ".join(part for part in (line, state.problem, state.remedy) if part))


def report(
    run_id: Annotated[str, typer.Argument(help="A run, as the staff's pages name it.")],
    data: Data = None,
    as_json: JsonAlways = True,
) -> None:
    """Print a kept report of a run: every page that was new, changed, gone, refused or skipped, with the reason.

    Example: puljespor report 20260504T120000-1a2b
    """
    from corpus.settings import load_settings
    from ingest.report import load_report

    print_json(load_report(load_settings(data), run_id))


def show_list(
    version: Annotated[int | None, typer.Option(help="An earlier version; 0 is the one that is shipped.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Print the synonym list that search uses, as `load` takes it.

    Example: puljespor synonyms show > synonymer.tsv
    """
    from corpus.settings import load_settings
    from corpus.synonyms import format_synonyms, read_synonyms

    shown = read_synonyms(load_settings(data), version)
    if as_json:
        print_json({"version": shown.version, "terms": [asdict(row) for row in shown.rows]})
    else:
        typer.echo(format_synonyms(shown), nl=False)


def load(
    file: Annotated[Path, typer.Argument(help="Term, same, near, English: four columns separated by tabs.")],
    why: Reason,
    who: Who = "cli",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Check a list and make it the next version of the synonym list, which search uses from then on.

    Example: puljespor synonyms load synonymer.tsv --why "Nye ord fra demensområdet"
    """
    from corpus.errors import QueryError
    from corpus.settings import load_settings
    from corpus.store import Store
    from corpus.synonyms import parse_synonyms, save_synonyms

    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        raise QueryError(f"cannot read {file}: {exc}.", remedy="Give a UTF-8 file.") from exc
    with Store.open(load_settings(data), write=True) as store:
        made = save_synonyms(store, parse_synonyms(text).rows, who=who, why=why)
    if as_json:
        print_json({"version": made.version, "n_terms": len(made.rows)})
    else:
        typer.echo(f"Version {made.version} of the synonym list: {len(made.rows)} terms.")
