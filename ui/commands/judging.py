"""`evaluate` and `judge`: scoring the search on judged queries, and judging."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from ui.commands.options import AsJson, Data, Who, print_json

Mode = Annotated[str, typer.Option(help="hybrid, lexical, dense or exact.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(evaluate)
    group = typer.Typer(help="Judge hits; a new index is scored on what was judged.", no_args_is_help=True)
    for name, command in (("add", add), ("export", export), ("import", import_file)):
        group.command(name)(command)
    app.add_typer(group, name="judge")


def evaluate(
    queries: Annotated[
        Path | None, typer.Argument(help="Judged queries: JSON lines, or a folder of a retrieval set.")
    ] = None,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="A B", help="Compare two runs instead: files that `evaluate --json` wrote."),
    ] = None,
    mode: Mode = "hybrid",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Score the search on judged queries: nDCG@10, recall@100, MRR@10, over all and by kind of query.

    Without a file it takes what was judged here (`puljespor judge`, or the marks on the page). The column "listed" is
    the recall of what the answer lists: recall@100 counts on into what was ranked and left out.

    Example: puljespor evaluate corpus/data/queries-dev.jsonl
    """
    from corpus.settings import load_settings
    from search.evaluate import evaluate_judgements, evaluate_queries

    if compare:
        _compare(*compare, as_json=as_json)
        return
    settings = load_settings(data)
    run = evaluate_queries(settings, queries, mode=mode) if queries else evaluate_judgements(settings, mode=mode)
    report = run.json()
    if as_json:
        print_json(report)
        return
    typer.echo(
        f"{'kind':<12}{'queries':>8}{'nDCG@10':>9}{'95 % interval':>16}{'recall@100':>12}{'listed':>8}{'MRR@10':>8}"
    )
    for kind, row in [*report["kinds"].items(), ("all", report["all"])]:
        interval = f"{row['ndcg@10_low']:.3f}-{row['ndcg@10_high']:.3f}"
        typer.echo(
            f"{kind:<12}{row['n_queries']:>8}{row['ndcg@10']:>9.3f}{interval:>16}{row['recall@100']:>12.3f}"
            f"{row['recall_listed']:>8.3f}{row['mrr@10']:>8.3f}"
        )


def _compare(a: Path, b: Path, *, as_json: bool) -> None:
    from search.runs import compare_runs

    report = compare_runs(a, b)
    if as_json:
        print_json(report)
        return
    typer.echo(
        f"{'kind':<12}{'queries':>8}{'A':>8}{'B':>8}{'B - A':>8}{'95 % interval':>18}{'p':>8}{'better':>8}{'worse':>7}"
    )
    for kind, row in [*report["kinds"].items(), ("all", report["all"])]:
        interval = f"{row['low']:+.3f} to {row['high']:+.3f}"
        typer.echo(
            f"{kind:<12}{row['n_queries']:>8}{row['a']:>8.3f}{row['b']:>8.3f}{row['difference']:>+8.3f}"
            f"{interval:>18}{row['p_value']:>8.4f}{row['n_better']:>8}{row['n_worse']:>7}"
        )


def add(
    query: Annotated[str, typer.Argument(help="What was searched for.")],
    record_id: Annotated[str, typer.Argument(help="The record judged.")],
    grade: Annotated[int, typer.Argument(help="3 a direct match, 2 clearly useful, 1 marginal, 0 not relevant.")],
    who: Who = "cli",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Judge one record for one query; your newest grade counts.

    Example: puljespor judge add "kommunal akutfunktion" sst-subakut 3
    """
    from corpus.settings import load_settings
    from search.engine import Searcher
    from search.judgements import judge_hit

    settings = load_settings(data)
    made = judge_hit(settings, Searcher.open(settings), query, record_id, grade, judge=who)
    if as_json:
        print_json(asdict(made))
    else:
        typer.echo(f"{made.record_id}: {made.grade} for {made.query!r}")


def export(
    form: Annotated[
        str, typer.Option("--format", help="jsonl (all there is), queries (for evaluate) or trec.")
    ] = "jsonl",
    data: Data = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON array of what the format gives a line each; not for trec.")
    ] = False,
) -> None:
    """Write the judgements to standard output.

    Example: puljespor judge export --format queries > judged.jsonl
    """
    from corpus.errors import QueryError
    from corpus.settings import load_settings
    from search.judgements import read_judgements, to_lines, to_query_lines, to_trec

    writers: dict[str, Any] = {"jsonl": to_lines, "queries": to_query_lines, "trec": to_trec}
    if form not in writers:
        raise QueryError(f"unknown format {form[:40]!r}.", remedy=f"Known: {', '.join(writers)}.")
    if as_json and form == "trec":
        raise QueryError("trec is no JSON.", remedy="Give --format jsonl or queries, or leave --json out.")
    written = writers[form](read_judgements(load_settings(data)))
    if as_json:
        print_json([json.loads(line) for line in written.splitlines()])
    else:
        typer.echo(written, nl=False)


def import_file(
    path: Annotated[Path, typer.Argument(help="JSON lines, as `judge export` writes them.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Add the judgements of a file; those that are here already are left out.

    Example: puljespor judge import judged-elsewhere.jsonl
    """
    from corpus.settings import load_settings
    from search.judgements import import_judgements

    n_new = import_judgements(load_settings(data), path)
    if as_json:
        print_json({"new": n_new})
    else:
        typer.echo(f"{n_new} new judgements.")
