"""The command line, `puljespor`: one command a task, `--json` for machines, exit codes that say how it went.

Exit codes: 0 done, 1 done with refused items (listed), 2 wrong use, 3 a fault.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import typer
from typer.main import get_command_name
from typer.models import CommandInfo

from corpus.errors import NoCorpusError, NotFoundError, PuljesporError, QueryError, RefusedError
from ui.commands import (
    account,
    alerts,
    corpus,
    explaining,
    index,
    ingest,
    judging,
    replaying,
    review,
    search,
    serve,
    sources,
)

EXIT_DONE, EXIT_REFUSED, EXIT_USAGE, EXIT_FAULT = 0, 1, 2, 3


def _empty() -> typer.Typer:
    return typer.Typer(
        name="puljespor",
        help="Precedent search over grant-funded Danish municipal health projects.",
        epilog="Start with `puljespor demo`. Each command has --help with an example.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )


app = _empty()
for group in (serve, ingest, review, search, replaying, explaining, judging, corpus, index, alerts, sources, account):
    group.register(app)


_COLLECT_EVERY = 50_000
"""New objects between two rounds of garbage collection: what is imported stays, and was looked through 200 times."""


def main() -> None:
    """Run the command line; expected failures become one line on standard error and an exit code."""
    gc.set_threshold(_COLLECT_EVERY)
    try:
        _app_of(sys.argv[1:2])()
    except (QueryError, NotFoundError, NoCorpusError) as exc:
        _fail(exc, EXIT_USAGE)
    except RefusedError as exc:
        _fail(exc, EXIT_REFUSED)
    except PuljesporError as exc:
        _fail(exc, EXIT_FAULT)
    except BrokenPipeError:
        # the reader of our output (`| head`) has gone: not a fault, and Python must not complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as exc:
        if exc.strerror is None:
            raise  # not the file system's, so a fault of ours
        where = exc.filename or "the data folder"
        remedy = "Check that the disk has room and that you may write there."
        _fail(PuljesporError(f"cannot use {where}: {exc.strerror}.", remedy=remedy), EXIT_FAULT)
    except KeyboardInterrupt:
        typer.echo("Stopped. Nothing half-done was published.", err=True)
        sys.exit(130)
    finally:
        gc.freeze()  # or all that is left is searched for garbage once more, a tenth of a second after publishing


def _app_of(names: Sequence[str]) -> typer.Typer:
    """Give the application with the one command of this name, or with all; to read the options of all takes 0.07 s."""
    one = _empty()
    one.registered_commands = [c for c in app.registered_commands if c.callback and _name_of(c) in names]
    one.registered_groups = [group for group in app.registered_groups if group.name in names]
    one.callback()(lambda: None)  # or Typer takes the only command for the whole application
    return one if one.registered_commands or one.registered_groups else app


def _name_of(command: CommandInfo) -> str:
    return command.name or get_command_name(command.callback.__name__ if command.callback else "")


def _fail(exc: PuljesporError, code: int) -> None:
    typer.echo(f"puljespor: {exc}", err=True)
    sys.exit(code)
