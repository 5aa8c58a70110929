"""`search`, `match`, `export`, `replay`: finding precedents, and repeating what was found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.options import AsJson, Data, Version, parse_filters, print_json

if TYPE_CHECKING:
    from search.engine import Searcher

Filters = Annotated[
    list[str] | None,
    typer.Option("--filter", metavar="FIELD=VALUE", help="Keep only these; repeat for more. Example: region=1083."),
]
Mode = Annotated[str, typer.Option(help="hybrid, lexical, dense or exact.")]
Limit = Annotated[int, typer.Option(help="How many results.", min=1, max=1000)]
Formats = Annotated[str, typer.Option("--format", help="csv, xlsx, jsonl, ris, bib, 360, parquet or brief.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    for command in (search, match, export, replay):
        app.command()(command)


def search(
    query: Annotated[str, typer.Argument(help='What you look for; "..." keeps words together.')],
    filters: Filters = None,
    mode: Mode = "hybrid",
    limit: Limit = 10,
    version: Version = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Find projects and pools, best first, each with the passages that speak for it.

    Example: puljespor search "akutfunktion" --filter region=1083 --limit 5
    """
    from search.request import SearchRequest

    request = SearchRequest(query=query, filters=parse_filters(filters or []), mode=mode, limit=limit).checked()
    searcher = _open(data, version)
    answer = searcher.search(request).json()
    if as_json:
        print_json(answer)
    else:
        _show_results(answer)


def _open(data: Path | None, version: int | None = None) -> Searcher:
    """Open the searcher; what is wrong with the index that should serve is said, though another one answers."""
    from corpus.settings import load_settings
    from search.engine import Searcher

    searcher = Searcher.open(load_settings(data), version=version)
    for warning in searcher.snapshot.warnings:
        typer.echo(f"puljespor: {warning} Run `puljespor index build`.", err=True)
    return searcher


def _show_results(answer: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for notice in answer.get("notices", []):
        console.print(Text(str(notice), style="yellow"))
    for result in answer["results"]:
        record = result["record"]
        places = ", ".join(place["name"] for place in record["municipalities"][:4])
        facts = [places, (record.get("pool") or {}).get("name"), record["year_awarded"], record["status"]]
        console.print(Text(f"{result['rank']:>3}. {result['title']}", style="bold"), Text(f"[{result['record_id']}]"))
        console.print(Text("     " + " · ".join(str(fact) for fact in facts if fact), style="cyan"))
        for passage in result["passages"][:1]:
            console.print(Text("     " + " ".join(passage["text"].split())[:220]))
            console.print(Text(f"     {passage['url']}", style="dim"))
    console.print(
        Text(f"{answer['total']} found in corpus version {answer['corpus_version']}, {answer['took_ms']} ms.")
    )


def match(
    draft: Annotated[str, typer.Argument(metavar="FILE|-", help="A draft: text, PDF or DOCX; - reads standard input.")],
    municipality: Annotated[str | None, typer.Option(help="Your own municipality, by name or code.")] = None,
    limit: Limit = 10,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Find the nearest precedents of a draft. The draft is never stored nor logged.

    Example: puljespor match udkast.docx --municipality Vejle
    """
    from search.match import match_draft
    from ui.drafts import read_draft

    text = read_draft(draft)
    answer = match_draft(_open(data), text, municipality=municipality, limit=limit).json()
    if as_json:
        print_json(answer)
        return
    for result in answer["results"]:
        typer.echo(f"{result['rank']:>3}. {result['title']}  [{result['record_id']}]")


def export(
    query: Annotated[str, typer.Argument(help="The search whose results are exported.")],
    format: Formats = "csv",
    out: Annotated[Path, typer.Option(help="Folder for the file and its manifest.")] = Path("export"),
    filters: Filters = None,
    mode: Mode = "hybrid",
    limit: Limit = 1000,
    version: Version = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write a search's results to a file, with a manifest that `replay` repeats and a methods paragraph.

    Example: puljespor export "akutfunktion" --format ris --out fund
    """
    from search.export import export_results
    from search.request import SearchRequest

    request = SearchRequest(query=query, filters=parse_filters(filters or []), mode=mode, limit=limit).checked()
    searcher = _open(data, version)
    manifest = export_results(searcher, request, format=format, out=out)
    if as_json:
        print_json(manifest)
    else:
        typer.echo(
            f"{manifest['counts']['exported']} records in {out}; repeat with: puljespor replay {out}/manifest.json"
        )


def replay(
    manifest: Annotated[Path, typer.Argument(help="The manifest.json beside an export.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Repeat an export and say what differs, if anything does.

    Example: puljespor replay fund/manifest.json
    """
    from corpus.settings import load_settings
    from search.replay import replay as replay_export

    report = replay_export(load_settings(data), manifest).json()
    if as_json:
        print_json(report)
    else:
        typer.echo(report["message"])
    if not report["identical"]:
        raise typer.Exit(1)
