"""`search`, `match`, `export`: finding precedents, and keeping what was found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.options import (
    AsJson,
    Data,
    Filters,
    SearchMode,
    Version,
    open_searcher,
    parse_filters,
    print_json,
)

if TYPE_CHECKING:
    from search.request import SearchRequest

Limit = Annotated[int, typer.Option(help="How many results.", min=1, max=1000)]
Order = Annotated[
    str,
    typer.Option("--sort", help='relevance, newest, oldest, amount, amount_low or title; or ask: "de dyreste".'),
]
Ignored = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="CHIP",
        help="What was read out of the words and is not meant, by its id (`understood` in --json); repeat for more.",
    ),
]
Formats = Annotated[str, typer.Option("--format", help="csv, xlsx, jsonl, ris, bib, 360, parquet or brief.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    for command in (search, match, export):
        app.command()(command)


def search(
    query: Annotated[str, typer.Argument(help='What you look for; "..." keeps words together.')],
    filters: Filters = None,
    mode: SearchMode = "hybrid",
    sort: Order = "relevance",
    ignore: Ignored = None,
    limit: Limit = 10,
    version: Version = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Find projects and pools, best first, each with the passages that speak for it.

    Example: puljespor search "akutfunktion" --filter region=1083 --limit 5
    """
    request = _request(query, filters, mode, sort, ignore, limit)
    searcher = open_searcher(data, version)
    answer = searcher.search(request).json()
    if as_json:
        print_json(answer)
    else:
        _show_results(answer)


def _request(
    query: str, filters: list[str] | None, mode: str, sort: str, ignore: list[str] | None, limit: int
) -> SearchRequest:
    from search.request import SearchRequest

    return SearchRequest(
        query=query, filters=parse_filters(filters or []), mode=mode, sort=sort, ignore=ignore or (), limit=limit
    ).checked()


def _show_results(answer: dict[str, Any]) -> None:
    from ui.commands.lines import Lines
    from ui.excerpts import chosen_excerpts
    from ui.said import chip_label, said
    from ui.texts import load_texts

    lines, texts = Lines(), load_texts("en")
    if answer["understood"]:
        chips = "; ".join(
            f"{chip_label(texts, chip)}{'' if chip['strength'] == 'hard' else ' (preferred)'}"
            for chip in answer["understood"]
        )
        lines.put(f"Read as: {chips}", style="cyan")
    if answer["did_you_mean"]:
        lines.put(f"Did you mean: {answer['did_you_mean']}", style="cyan")
    for notice in [*_nothing_near(answer), *answer["notices"]]:
        lines.put(said(texts, str(notice)), style="yellow")
    for result in answer["results"]:
        record = result["record"]
        places = ", ".join(place["name"] for place in record["municipalities"][:4])
        facts = [places, (record.get("pool") or {}).get("name"), record["year_awarded"], record["status"]]
        lines.put(f"{result['rank']:>3}. {result['title']} [{result['record_id']}]", style="bold", hang=5)
        lines.put(" · ".join(str(fact) for fact in facts if fact), style="cyan", indent=5)
        for passage in chosen_excerpts(result["passages"], result["title"], limit=1):
            lines.put(excerpt(passage["excerpt"].text, passage["excerpt"].marks), indent=5)
            lines.put(passage["url"], style="dim", indent=5, whole=True)
    lines.put(f"{answer['total']} found in corpus version {answer['corpus_version']}, {answer['took_ms']:.0f} ms.")


def excerpt(text: str, highlights: Sequence[Sequence[int]], limit: int = 220) -> str:
    """Give some `limit` characters of a passage, from words to words, around the first that is marked."""
    first = highlights[0][0] if highlights else 0
    start = 0 if first < limit * 2 // 3 else text.rfind(" ", 0, first - limit // 3) + 1
    words = " ".join(text[start:].split())
    whole = (
        words if len(words) <= limit else words[: words.rfind(" ", 0, limit) if " " in words[:limit] else limit] + " …"
    )
    return f"… {whole}" if start else whole


def _nothing_near(answer: dict[str, Any]) -> list[str]:
    if not answer["nothing_close"]:
        return []
    if answer["results"]:
        return ["Nothing is near; these are the nearest."]
    return ["Nothing is near. `puljespor index status` says what is searched, `puljespor review list` what waits."]


def match(
    draft: Annotated[str, typer.Argument(metavar="FILE|-", help="A draft: text, PDF or DOCX; - reads standard input.")],
    municipality: Annotated[str | None, typer.Option(help="Your own municipality, by name or code.")] = None,
    weights: Annotated[
        list[str] | None,
        typer.Option(
            "--weight", metavar="ASPECT=NUMBER", help="maalgruppe, metode, organisering, effekt: 1 each; kommune: 0."
        ),
    ] = None,
    unlike: Annotated[
        list[str] | None, typer.Option(help="A record that is not like it, by id; repeat for more.")
    ] = None,
    limit: Limit = 10,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Find the nearest precedents of a draft. The draft is never stored nor logged.

    Example: puljespor match udkast.docx --municipality Vejle
    """
    from search.match import match_draft
    from ui.drafts import read_draft
    from ui.reasons import reason
    from ui.said import said
    from ui.texts import load_texts

    text = read_draft(draft)
    answer = match_draft(
        open_searcher(data),
        text,
        municipality=municipality,
        weights=_weights(weights or []),
        unlike=unlike or (),
        limit=limit,
    ).json()
    if as_json:
        print_json(answer)
        return
    texts = load_texts("en")
    for notice in [*_nothing_near(answer), *answer["notices"]]:
        typer.echo(said(texts, notice))
    for result in answer["results"]:
        typer.echo(f"{result['rank']:>3}. {result['title']}  [{result['record_id']}]")
        aspects = {texts.label("aspect", name).lower(): value for name, value in result["aspects"].items()}
        scores = {"score": result["score"], **aspects}
        shown = [f"{name} {value:.2f}" for name, value in scores.items() if value is not None]
        typer.echo(f"     {' · '.join(shown)}")
        for line in result["reasons"]:
            typer.echo(f"     {reason(texts, line)}")
        for line in result["differences"]:
            typer.echo(f"     differs: {reason(texts, line)}")
        for pair in result["passages"][:1]:
            typer.echo(f"     draft: {excerpt(pair['draft_text'], [])}")
            typer.echo(f"     source: {excerpt(pair['text'], pair['highlights'])}")


def _weights(texts: list[str]) -> dict[str, float]:
    """Read `aspect=number` options.

    Raises:
        QueryError: one is not of that form.
    """
    from corpus.errors import QueryError

    weights: dict[str, float] = {}
    for text in texts:
        name, _, number = text.partition("=")
        try:
            weights[name.strip()] = float(number.replace(",", "."))
        except ValueError:
            remedy = "Example: --weight maalgruppe=2."
            raise QueryError(f"--weight {text[:60]!r} is not of the form aspect=number.", remedy=remedy) from None
    return weights


def export(
    query: Annotated[str, typer.Argument(help="The search whose results are exported.")],
    format: Formats = "csv",
    out: Annotated[Path, typer.Option(help="Folder for the file and its manifest.")] = Path("export"),
    filters: Filters = None,
    mode: SearchMode = "hybrid",
    sort: Order = "relevance",
    ignore: Ignored = None,
    limit: Limit = 1000,
    ids: Annotated[list[str] | None, typer.Option("--id", help="Only this record; repeat for more.")] = None,
    columns: Annotated[list[str] | None, typer.Option("--column", help="Only this column of a table; repeat.")] = None,
    version: Version = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write a search's results to a file, with a manifest that `replay` repeats and a methods paragraph.

    Example: puljespor export "akutfunktion" --format ris --out fund
    """
    from search.export import export_results

    request = _request(query, filters, mode, sort, ignore, limit)
    searcher = open_searcher(data, version)
    manifest = export_results(searcher, request, format=format, out=out, ids=ids or (), columns=columns)
    if as_json:
        print_json(manifest)
    else:
        typer.echo(
            f"{manifest['counts']['exported']} records in {out}; repeat with: puljespor replay {out}/manifest.json"
        )
