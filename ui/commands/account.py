"""`account`: the staff's accounts, made here and nowhere else. There is no account and no password to begin with."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.options import AsJson, Data, print_json


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
    as_json: AsJson = False,
) -> None:
    """Make an account for the staff's pages, give one a new password and role, remove one, or list them.

    Example: puljespor account anna --role editor
    """
    from corpus.errors import QueryError
    from corpus.settings import load_settings
    from ui.accounts import Accounts, Role

    accounts = Accounts(load_settings(data).data)
    if show:
        known = {known_name: its_role.name.lower() for known_name, its_role in accounts.all().items()}
        if as_json:
            print_json([{"name": known_name, "role": its_role} for known_name, its_role in known.items()])
            return
        if not known:
            typer.echo("There are no accounts. Make one: puljespor account anna --role editor")
        for known_name, its_role in known.items():
            typer.echo(f"{known_name}  {its_role}")
        return
    if not name:
        raise QueryError("no account was named.", remedy="Give a name, or --list.")
    if remove:
        accounts.remove(name)
        _say({"name": name, "removed": True}, f"{name} is removed.", as_json=as_json)
        return
    try:
        chosen = Role[role.upper()]
    except KeyError:
        roles = ", ".join(r.name.lower() for r in Role)
        raise QueryError(f"there is no role {role[:40]!r}.", remedy=f"Roles: {roles}.") from None
    secret = password or typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=as_json)
    accounts.add(name, secret, chosen)
    role_name = chosen.name.lower()
    _say({"name": name, "role": role_name}, f"{name} may sign in on /redaktion as {role_name}.", as_json=as_json)


def _say(done: dict[str, object], words: str, *, as_json: bool) -> None:
    if as_json:
        print_json(done)
    else:
        typer.echo(words)
