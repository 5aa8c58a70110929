"""`account`: the staff's accounts, made here and nowhere else. There is no account and no password to begin with."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.options import Data


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command(name="account")(account)


def account(
    name: Annotated[str, typer.Argument(help="Name to sign in with: a-z, 0-9, dot, dash.")],
    role: Annotated[str, typer.Option(help="reader, editor or administrator.")] = "editor",
    password: Annotated[
        str, typer.Option(help="Asked for when left out.", prompt=True, hide_input=True, confirmation_prompt=True)
    ] = "",
    data: Data = None,
) -> None:
    """Make an account for the review page, or give one a new password and role.

    Example: puljespor account anna --role editor
    """
    from corpus.errors import QueryError
    from corpus.settings import load_settings
    from ui.accounts import Accounts, Role

    try:
        chosen = Role[role.upper()]
    except KeyError:
        known = ", ".join(r.name.lower() for r in Role)
        raise QueryError(f"there is no role {role[:40]!r}.", remedy=f"Roles: {known}.") from None
    Accounts(load_settings(data).data).add(name, password, chosen)
    typer.echo(f"{name} may sign in on /redaktion as {chosen.name.lower()}.")
