"""`projects`, `pools`, `documents`, `show`, `versions`, `diff`: reading what is published."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.options import AsJson, Data, JsonAlways, Version, print_json, print_json_lines


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    for command in (projects, pools, documents, show, versions, diff):
        app.command()(command)


def projects(version: Version = None, data: Data = None, as_json: JsonAlways = True) -> None:
    """Print every project, one JSON object a line.

    Example: puljespor projects | head -1
    """
    _print_records("project", version, data)


def pools(version: Version = None, data: Data = None, as_json: JsonAlways = True) -> None:
    """Print every pool (grant programme), one JSON object a line.

    Example: puljespor pools --version 1
    """
    _print_records("pool", version, data)


def _print_records(record_type: str, version: int | None, data: Data) -> None:
    from corpus.records import RecordType, record_json
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        if not print_json_lines(map(record_json, store.records(record_type=RecordType(record_type), version=version))):
            typer.echo(f"No {record_type} is published. `puljespor review list` shows what waits.", err=True)


def documents(version: Version = None, data: Data = None, as_json: JsonAlways = True) -> None:
    """Print every document with its main text, one JSON object a line.

    Example: puljespor documents > documents.jsonl
    """
    from corpus.documents import document_json
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        if not print_json_lines(map(document_json, store.documents(version=version))):
            typer.echo("There is no document. `puljespor ingest TARGET` takes some in.", err=True)


def show(
    record_id: Annotated[str, typer.Argument(help="The id of a project or pool.")],
    version: Version = None,
    data: Data = None,
    as_json: JsonAlways = True,
) -> None:
    """Print one project or pool with all its evidence.

    Example: puljespor show sst-videreudvikling-svendborg
    """
    from corpus.records import record_json
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        print_json(record_json(store.record(record_id, version=version)))


def versions(data: Data = None, as_json: JsonAlways = True) -> None:
    """Print every published corpus version, one JSON object a line.

    Example: puljespor versions
    """
    from dataclasses import asdict

    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        print_json_lines(asdict(version) for version in store.versions())


def diff(
    before: Annotated[int, typer.Argument(help="The older corpus version.", min=1)],
    after: Annotated[int | None, typer.Argument(help="The newer one; the newest when left out.", min=1)] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say what differs between two corpus versions: records new, gone and changed, and in which fields.

    Example: puljespor diff 1 2
    """
    from corpus.settings import load_settings
    from corpus.store import Store
    from search.versions import compare_stored

    names = ("added", "removed", "changed")
    with Store.open(load_settings(data)) as store:
        found = compare_stored(store, before, after)
    if as_json:
        print_json(found)
        return
    for name in names:
        for record in found[name]:
            fields = f": {', '.join(record['fields'])}" if "fields" in record else ""
            typer.echo(f"{name:<8} {record['title'] or record['record_id']}  [{record['record_id']}]{fields}")
    typer.echo(", ".join(f"{len(found[name])} {name}" for name in names) + ".")
