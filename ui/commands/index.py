"""`index`: the search index of the published corpus."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.options import AcceptWorse, AsJson, Data, print_json


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    group = typer.Typer(help="Build, verify, describe or tidy the search index.", no_args_is_help=True)
    group.command()(build)
    group.command()(verify)
    group.command()(status)
    group.command()(prune)
    app.add_typer(group, name="index")


def build(data: Data = None, accept_worse: AcceptWorse = False, as_json: AsJson = False) -> None:
    """Build the index of the published version, beside the live one, and make it current.

    Example: puljespor index build
    """
    from corpus.settings import load_settings
    from ui.tasks import build_index

    manifest = build_index(load_settings(data), say=lambda text: typer.echo(text, err=True), accept_worse=accept_worse)
    if as_json:
        print_json(manifest)
    else:
        typer.echo(f"Index of corpus version {manifest['corpus_version']} is current.")


def verify(data: Data = None, as_json: AsJson = False) -> None:
    """Check every file of the current index against its checksum.

    Example: puljespor index verify
    """
    from corpus.settings import load_settings
    from ui.tasks import verify_index

    problems = verify_index(load_settings(data))
    if as_json:
        print_json({"ok": not problems, "problems": problems})
    else:
        typer.echo("\n".join(problems) or "Every file of the index is as it was built.")
    if problems:
        raise typer.Exit(3)


def status(data: Data = None, as_json: AsJson = False) -> None:
    """Say which version the index serves, and whether it is up to date.

    Example: puljespor index status --json
    """
    from corpus.settings import load_settings
    from ui.tasks import index_status

    state = index_status(load_settings(data))
    if as_json:
        print_json(state)
    else:
        for name, value in state.items():
            typer.echo(f"{name:>18}  {value}")


def prune(
    keep: Annotated[int | None, typer.Option(help="How many indexes; the setting keep_snapshots by default.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Remove the indexes of older versions, but some, and what an older release left of its encoder.

    Example: puljespor index prune --keep 1
    """
    from corpus.settings import load_settings
    from ui.tasks import prune_index

    done = prune_index(load_settings(data), keep)
    if as_json:
        print_json(done)
    else:
        n = len(done["removed"])
        typer.echo("\n".join([*done["removed"], f"{n} removed, {done['freed_bytes'] / 1e6:.0f} MB freed."]))
