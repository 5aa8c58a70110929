"""`account`: the staff's accounts, made here and nowhere else. There is no account and no password to begin with."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.options import Data


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command(name="account")(account)


def account(
    name: Annotated[str, typer.Argument(help="Name to sign in with: a-z, 0-9, dot, dash.")] = "",
    role: Annotated[str, typer.Option(help="reader, editor or administrator.")] = "editor",
    password: Annotated[str, typer.Option(help="Asked for when left out.")] = "",
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove the account; who is signed in with it is out.")
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="List the accounts and their roles.")] = False,
    data: Data = None,
) -> None:
    """Make an account for the staff's pages, give one a new password and role, remove one, or list them.

    Example: puljespor account anna --role editor
    """
    from corpus.errors import QueryError
    from corpus.settings import load_settings
    from ui.accounts import Accounts, Role

    accounts = Accounts(load_settings(data).data)
    if show:
        for known_name, its_role in accounts.all().items():
            typer.echo(f"{known_name}  {its_role.name.lower()}")
        return
    if not name:
        raise QueryError("no account was named.", remedy="Give a name, or --list.")
    if remove:
        accounts.remove(name)
        typer.echo(f"{name} is removed.")
        return
    try:
        chosen = Role[role.upper()]
    except KeyError:
        known = ", ".join(r.name.lower() for r in Role)
        raise QueryError(f"there is no role {role[:40]!r}.", remedy=f"Roles: {known}.") from None
    secret = password or typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    accounts.add(name, secret, chosen)
    typer.echo(f"{name} may sign in on /redaktion as {chosen.name.lower()}.")
