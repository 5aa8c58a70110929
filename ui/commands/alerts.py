"""`alerts`: mailing those who follow a search or a project what is new."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.options import AsJson, Data, print_json


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    group = typer.Typer(help="Mail those who follow a search or a project what is new.", no_args_is_help=True)
    group.command()(send)
    group.callback()(_group)
    app.add_typer(group, name="alerts")


def _group() -> None:
    """Keep `send` a word of its own: Typer would make a group of one command that command."""


def send(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count who would be told; send nothing.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Mail everybody what has come since they were last told; run it after `publish`, or by cron.

    Example: puljespor alerts send --dry-run
    """
    from corpus.settings import load_settings
    from ui.alerts import send_alerts
    from ui.service import Service

    settings = load_settings(data)
    counts = send_alerts(settings, Service(settings), dry_run=dry_run, say=lambda text: typer.echo(text, err=True))
    if as_json:
        print_json(counts)
    else:
        typer.echo("{followed} followed, {told} told, {nothing_new} with nothing new, {failed} failed".format(**counts))
    if counts["failed"]:
        raise typer.Exit(1)
