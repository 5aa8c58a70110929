"""`ingest` and `publish`: taking pages and files in, and making them searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.options import AcceptWorse, AsJson, Data, Who, Why, print_json, printable

if TYPE_CHECKING:
    from corpus.changes import Version


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(ingest)
    app.command()(publish)
    app.command()(evaluate_extraction)


def ingest(
    targets: Annotated[
        list[str],
        typer.Argument(
            metavar="TARGET...",
            help="Source names (kl, vpt, sst, starter, ...), URLs, files or folders.",
            show_default=False,
        ),
    ],
    publish: Annotated[
        bool | None,
        typer.Option(
            "--publish/--review",
            help="Publish what is found, or leave it for review. By default files publish, web pages wait.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    accept_gone: Annotated[
        bool,
        typer.Option(
            "--accept-gone", help="Take missing pages for gone, though more than half of the known are missing."
        ),
    ] = False,
    many: Annotated[
        bool, typer.Option("--many", help="Take folders that hold more than 1000 files and folders.")
    ] = False,
    who: Who = "cli",
    why: Why = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Read pages and files, find projects and pools in them, and print what is new, changed, gone or refused.

    Example: puljespor ingest rapporter/ https://example.dk/puljer --review
    """
    import gc

    # What is loaded stays: searching it for garbage while it comes is a sixth of the time that it takes.
    gc.disable()
    import ingest.run  # noqa: F401
    from corpus.settings import load_settings
    from ingest.targets import allow_named
    from ui.commands.run_report import run_lines
    from ui.progress import show_run
    from ui.tasks import ingest_and_index

    gc.freeze()
    gc.enable()
    settings = allow_named(load_settings(data), targets)
    with show_run(quiet=as_json) as progress:
        report = ingest_and_index(
            settings,
            targets,
            publish=publish,
            dry_run=dry_run,
            accepts_gone=accept_gone,
            takes_many=many,
            who=who,
            why=why,
            progress=progress,
        )
    answer = report.json()
    if as_json:
        print_json(answer)
    else:
        for line in run_lines(answer):
            typer.echo(printable(line))
    if report.exit_code:
        raise typer.Exit(report.exit_code)


def publish(
    undo: Annotated[bool, typer.Option("--undo", help="Publish the version before the current one again.")] = False,
    note: Annotated[str, typer.Option(help="What this version brings.")] = "",
    why: Why = "",
    who: Who = "cli",
    accept_worse: AcceptWorse = False,
    mail: Annotated[bool, typer.Option("--mail", help="Then mail those who follow any of it what is new.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Publish what is approved as the next corpus version, and index it; or undo the last publish.

    Example: puljespor publish --note "Slutrapporter fra 2020"
    """
    import gc
    import os
    import sys
    from dataclasses import asdict

    gc.disable()  # as in `ingest`, and it is soon over
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a second one would look for work and find none
    sys.setswitchinterval(0.0005)  # whoever embeds beside waits for Python's lock between two texts
    from corpus.settings import load_settings
    from ui.tasks import publish_and_index, undo_and_index

    settings = load_settings(data)
    if undo:
        version = undo_and_index(settings, who=who, why=why)
    else:
        version = publish_and_index(settings, who=who, note=note, accept_worse=accept_worse)
    if as_json:
        print_json(asdict(version))
    else:
        typer.echo(_published(version))
    if mail and not undo:
        from ui.alerts import tell_followers

        told = tell_followers(settings, say=lambda line: typer.echo(line, err=True))
        if "problem" in told or told["failed"]:
            raise typer.Exit(1)


def _published(version: Version) -> str:
    if version.restores is None:
        return f"Corpus version {version.version} is published and indexed."
    content = f"has the content of version {version.restores}" if version.restores else "is empty, as before the first"
    return (
        f"Undone: corpus version {version.version} {content}, and is indexed. What was taken back waits for a decision "
        "again: puljespor review list"
    )


def evaluate_extraction(
    gold: Annotated[str, typer.Argument(help="Gold records of a site, as JSON lines.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Score what was extracted against gold records: detection, fields, linking, evidence, leaks.

    Example: puljespor evaluate-extraction tests/site/gold.jsonl
    """
    from pathlib import Path

    from corpus.documents import document_json
    from corpus.records import RecordType, record_json
    from corpus.settings import load_settings
    from corpus.store import Store
    from ingest.evaluation import evaluate_extraction as score
    from ingest.gold import load_gold

    with Store.open(load_settings(data)) as store:
        bodies = {kind: [record_json(r) for r in store.records(record_type=kind)] for kind in RecordType}
        documents = [document_json(document) for document in store.documents()]
    report = score(bodies[RecordType.PROJECT], bodies[RecordType.POOL], documents, load_gold(Path(gold)))
    if as_json:
        print_json(report.json())
    else:
        typer.echo(report.table())
