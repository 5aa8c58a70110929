"""`explain`: why a record stands where it does in a list, and why before another."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ui.commands.options import AsJson, Data, Filters, SearchMode, Version, open_searcher, parse_filters, print_json


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(explain)


def explain(
    query: Annotated[str, typer.Argument(help="The search that found the record.")],
    record_id: Annotated[str, typer.Argument(help="The record whose place is explained.")],
    before: Annotated[str | None, typer.Option(help="Another record: why the first stands before it.")] = None,
    filters: Filters = None,
    mode: SearchMode = "hybrid",
    version: Version = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Say what a record's score is made of, or what sets two records apart.

    Example: puljespor explain "akutfunktion" sst-subakut --before oth-access
    """
    from search.explain import explain as explain_place
    from search.explain import explain_order
    from search.request import SearchRequest

    searcher = open_searcher(data, version)
    request = SearchRequest(query=query, filters=parse_filters(filters or []), mode=mode)
    if before is not None:
        told = explain_order(searcher, request, record_id, before)
    else:
        told = explain_place(searcher, request, record_id).json()
    if as_json:
        print_json(told)
    elif before is not None:
        typer.echo(told["text"])
        for gap in told["differences"]:
            typer.echo(f"  {gap['difference']:+.3f}  {gap['label']}")
    else:
        _show(told)


def _show(told: dict[str, Any]) -> None:
    place = f"rank {told['rank']}" if told["rank"] else "not among the answers"
    typer.echo(f"{told['title']}  [{told['record_id']}]  {place}, score {told['score']:.3f}")
    for part in told["parts"]:
        if part["contribution"]:
            typer.echo(f"  {part['contribution']:+.3f}  {part['label']}: {part['value']:.3f} x {part['weight']:.3f}")
    typer.echo(f"  words found: {', '.join(told['words']) or '-'}; lacking: {', '.join(told['missing_words']) or '-'}")
    for passage in told["passages"]:
        page = f", page {passage['page_no']}" if passage["page_no"] else ""
        span = (
            f", characters {passage['char_start']}-{passage['char_end']}" if passage["char_start"] is not None else ""
        )
        typer.echo(f"  {passage['score']:.3f}  {passage['url']}{page}{span}")
