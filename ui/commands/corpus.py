"""`projects`, `pools`, `documents`, `show`, `versions`: reading what is published."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.commands.options import Data, Version, print_json, print_json_lines


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    for command in (projects, pools, documents, show, versions):
        app.command()(command)


def projects(version: Version = None, data: Data = None) -> None:
    """Print every project, one JSON object a line.

    Example: puljespor projects | head -1
    """
    _print_records("project", version, data)


def pools(version: Version = None, data: Data = None) -> None:
    """Print every pool (grant programme), one JSON object a line.

    Example: puljespor pools --version 1
    """
    _print_records("pool", version, data)


def _print_records(record_type: str, version: int | None, data: Data) -> None:
    from corpus.records import RecordType, record_json
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        print_json_lines(map(record_json, store.records(record_type=RecordType(record_type), version=version)))


def documents(version: Version = None, data: Data = None) -> None:
    """Print every document with its main text, one JSON object a line.

    Example: puljespor documents > documents.jsonl
    """
    from corpus.documents import document_json
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        print_json_lines(map(document_json, store.documents(version=version)))


def show(
    record_id: Annotated[str, typer.Argument(help="The id of a project or pool.")],
    version: Version = None,
    data: Data = None,
) -> None:
    """Print one project or pool with all its evidence.

    Example: puljespor show sst-videreudvikling-svendborg
    """
    from corpus.records import record_json
    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        print_json(record_json(store.record(record_id, version=version)))


def versions(data: Data = None) -> None:
    """Print every published corpus version, one JSON object a line.

    Example: puljespor versions
    """
    from dataclasses import asdict

    from corpus.settings import load_settings
    from corpus.store import Store

    with Store.open(load_settings(data)) as store:
        print_json_lines(asdict(version) for version in store.versions())
