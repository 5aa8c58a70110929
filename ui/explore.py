"""`/udforsk`: where, when, how much, and what is not known, of whatever an address finds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from corpus.errors import PuljesporError
from corpus.municipalities import municipality
from search.fields import UNKNOWN
from ui.address import Address, read_address
from ui.alerts import has_results
from ui.charts import Bar, Dot, bar_line, columns, denmark_map, scatter
from ui.formats import format_kroner, format_number, format_short_kroner, plain
from ui.gaps import by_direction, by_group
from ui.landscape import landscape, leading_themes, regions
from ui.layout import Places
from ui.record_pages import record_id_of
from ui.render import record_link, render
from ui.search_view import chosen_values
from ui.service import Service
from ui.target_groups import GROUPS
from ui.texts import Texts, load_texts

_N_BARS = 12
_MOST_DOTS = 800  # linked dots of the landscape, and rows of its table
_MOST_FAINT = 4000  # dots of records not found: enough to see where the others lie
_N_COLOURS = 7  # that can be told apart; the other themes share one
_MOST_YEARS = 30  # a stray year of 1900 must not make the figure a desert
_FIELDS = (  # of a record that the figures read: whole, those of a large corpus would take all memory
    "record_type",
    "project_id",
    "pool_id",
    "title",
    "municipalities",
    "pool",
    "themes",
    "target_group",
    "year_awarded",
    "amount_dkk",
    "outcome",
)

Records = Sequence[Mapping[str, Any]]


def explore_router(service: Service) -> APIRouter:
    """Give the route of the page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/udforsk")
    def explore(request: Request, gruppe: str = "") -> HTMLResponse:
        address = read_address(request.url.query)
        _landscape(service, address.version)  # may take seconds the first time, and is no reason for others to wait
        with service.turns.take(is_long=True):
            return HTMLResponse(explore_html(service, address, group=gruppe))

    return router


def explore_html(service: Service, address: Address, *, group: str = "") -> str:
    """Give the page of an address; `group` is the broad target group that the gaps are shown of, or none for all."""
    texts = load_texts(address.language)
    records = [{name: record.get(name) for name in _FIELDS} for record in service.matching(address)]
    group = group if group in GROUPS else ""
    count = format_number(len(records), texts.language)
    return render(
        "explore.html",
        t=texts,
        current="explore",
        address=address,
        chosen=chosen_values(texts, address, {}),
        lead=texts("explore.filtered" if address.is_asked else "explore.all", count=count),
        places=_places(texts, address, records),
        years=_years(texts, address, records),
        money_themes=_money(texts, address, records, "theme"),
        money_pools=_money(texts, address, records, "pool"),
        gaps=by_direction(address, records, group),
        groups=by_group(texts, address, records),
        all_groups=GROUPS,
        meaning=_meaning(service, texts, address, records),
        version=service.version_or_none(),
        other_language_link=address.link("/udforsk", language=texts("site.other_language_code")),
    )


def _places(texts: Texts, address: Address, records: Records) -> dict[str, Any]:
    counts = Counter(place["code"] for record in records for place in record["municipalities"])
    choose = address.chooser("municipality")
    figure = denmark_map(
        counts,
        alt=texts("explore.map_alt"),
        note=lambda name, count: f"{name}: {count}",
        link=choose,
    )
    rows = [
        {
            "label": municipality(code).name,
            "value": format_number(count, texts.language),
            "link": choose(code),
        }
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], municipality(item[0]).name))
    ]
    return {"figure": figure, "rows": rows}


def _years(texts: Texts, address: Address, records: Records) -> dict[str, Any]:
    counts = Counter(int(record["year_awarded"]) for record in records if record["year_awarded"])
    told = Counter(int(r["year_awarded"]) for r in records if r["year_awarded"] and has_results(r))
    unknown = sum(not record["year_awarded"] for record in records)
    newest = max(counts, default=0)
    first = max(min(counts, default=1), newest - _MOST_YEARS + 1)
    bars = [
        Bar(
            str(year),
            counts[year],
            texts("explore.timeline_note", year=year, count=counts[year], told=told[year]),
            address.with_value("year", str(year)).link() if counts[year] else "",
            told[year],
        )
        for year in range(first, newest + 1)
    ]
    rows = [
        {"label": bar.label, "value": f"{bar.value:g}", "more": f"{bar.part:g}" if bar.value else "", "link": bar.link}
        for bar in bars
    ]
    note = texts("explore.timeline_unknown", count=format_number(unknown, texts.language)) if unknown else ""
    return {"figure": columns(bars, alt=texts("explore.timeline_alt")), "rows": rows, "note": note}


def _money(texts: Texts, address: Address, records: Records, by: str) -> dict[str, Any]:
    # A pool's frame is the money of the projects under it: counting both would count it twice.
    projects = [record for record in records if record["record_type"] == "project"]
    known = [record for record in projects if record["amount_dkk"] is not None]
    sums: defaultdict[str, float] = defaultdict(float)
    for record in known:
        names = record["themes"] if by == "theme" else [record["pool"]["name"]] if record["pool"] else []
        for name in names or [UNKNOWN]:
            sums[name] += record["amount_dkk"] / max(1, len(names))
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    most = ordered[0][1] if ordered else 0
    choose = address.chooser(by)
    rows = [
        {
            "label": texts("search.unknown")
            if name == UNKNOWN
            else texts.label("theme", name)
            if by == "theme"
            else name,
            "bar": bar_line(amount, most),
            "short": format_short_kroner(round(amount), texts.language),
            "value": format_kroner(round(amount), texts.language),
            "link": choose(name),
        }
        for name, amount in ordered
    ]
    note = texts("explore.money_note", known=len(known), total=len(projects))
    return {"rows": rows, "shown": rows[:_N_BARS], "note": note}


def warm(service: Service) -> None:
    """Make the landscape, which takes seconds the first time, before the first visitor asks for it."""
    with suppress(PuljesporError):
        _landscape(service, None)


def _landscape(service: Service, version: int | None) -> Places:
    snapshot = service.searcher(version).snapshot
    return service.remembered("landscape", lambda: landscape(snapshot, service.settings.data / "landscapes"), version)


class _Spot(NamedTuple):
    """What a dot of the landscape needs of its record: of 20 000 records all would be too much to hold."""

    record_id: str
    link: str
    title: str
    themes: tuple[str, ...]


def _spot(record: Mapping[str, Any]) -> _Spot:
    title = plain(record["title"] or "", 120)
    return _Spot(record_id_of(record), record_link(record), title, tuple(record["themes"]))


def _meaning(service: Service, texts: Texts, address: Address, records: Records) -> dict[str, Any]:
    """Give the landscape: every record a dot, those found coloured by theme and linked, the names of its regions."""
    places = _landscape(service, address.version)
    everything = service.remembered("dots", lambda: list(map(_spot, service.records(address.version))), address.version)
    themes = [spot.themes for spot in everything]
    shown = {record_id_of(record) for record in records[:_MOST_DOTS]}
    coloured = leading_themes(themes, _N_COLOURS)
    suffix = "?lang=en" if texts.language == "en" else ""
    dots = []
    step = max(1, -(-len(everything) // _MOST_FAINT))
    for n, (spot, (x, y)) in enumerate(zip(everything, places.tolist(), strict=True)):
        if n % step and spot.record_id not in shown:
            continue
        colour = coloured.index(spot.themes[0]) if spot.themes and spot.themes[0] in coloured else _N_COLOURS
        link = spot.link + suffix if spot.record_id in shown else ""
        dots.append(Dot(x, y, colour, spot.title or texts("card.untitled"), link))
    rows = [
        {
            "label": plain(record["title"] or texts("card.untitled"), 160),
            "value": ", ".join(texts.label("theme", name) for name in record["themes"]) or texts("search.unknown"),
            "link": record_link(record, texts.language),
        }
        for record in records[:_MOST_DOTS]
    ]
    names = [(texts.label("theme", name), x, y) for name, x, y in regions(places, themes)]
    legend = [
        {"colour": n, "label": texts.label("theme", name), "link": address.with_value("theme", name).link("/udforsk")}
        for n, name in enumerate(coloured)
    ]
    figure = scatter(dots, names, alt=texts("explore.meaning_alt"))
    return {"figure": figure, "rows": rows, "legend": legend, "n_hidden": max(0, len(records) - _MOST_DOTS)}
