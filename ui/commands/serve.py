"""`demo`, `serve`, `mcp`, `doctor`: getting the page up and knowing that all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.options import AsJson, Data, print_json

if TYPE_CHECKING:
    from socket import socket

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 opens it to the network.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(demo)
    app.command()(serve)
    app.command()(mcp)
    app.command()(doctor)


def demo(data: Data = None, host: Host = "127.0.0.1", port: Port = 7860) -> None:
    """Load the starter corpus if nothing is there, bring the index up to date, and serve the page.

    Example: puljespor demo
    """
    from corpus.settings import load_settings
    from ui.listening import take_port
    from ui.tasks import ensure_ready

    listener = take_port(host, port)  # before the index is built for nothing
    ensure_ready(load_settings(data), say=typer.echo)
    _serve(data, host, listener)


def serve(data: Data = None, host: Host = "127.0.0.1", port: Port = 7860) -> None:
    """Serve the page and the API over what is published.

    Example: puljespor serve --host 0.0.0.0 --port 8080
    """
    from corpus.settings import load_settings
    from ui.listening import take_port
    from ui.tasks import require_published

    require_published(load_settings(data))
    _serve(data, host, take_port(host, port))


def mcp(data: Data = None) -> None:
    """Serve assistants over standard input and output (Model Context Protocol); nothing can be written.

    Example: puljespor mcp --data ./data
    """
    from corpus.settings import load_settings
    from ui.mcp_server import build_mcp
    from ui.service import Service
    from ui.tasks import require_published

    settings = load_settings(data)
    require_published(settings)
    build_mcp(Service(settings)).run("stdio")


def _serve(data: Data, host: str, listener: socket) -> None:
    from corpus.settings import load_settings
    from ui.server import run_server

    run_server(load_settings(data), host=host, listener=listener, say=typer.echo)


def doctor(
    data: Data = None,
    upgrade: Annotated[bool, typer.Option("--upgrade", help="Bring an older data folder up to this release.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check that everything is here, whole and consistent, and say what to do where it is not.

    Example: puljespor doctor --json
    """
    from corpus.settings import load_settings
    from ui.checkup import examine

    findings = examine(load_settings(data), upgrade=upgrade)
    if as_json:
        print_json([finding.json() for finding in findings])
    else:
        for finding in findings:
            mark = "ok     " if finding.is_ok else "PROBLEM"
            typer.echo(
                f"{mark}  {finding.what}: {finding.state}" + (f"  -> {finding.remedy}" if finding.remedy else "")
            )
    if not all(finding.is_ok for finding in findings):
        raise typer.Exit(3)
