"""`/udforsk`: where, when, how much, and what is not known, of whatever an address finds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from corpus.municipalities import municipality
from corpus.records import OutcomeDirection
from search.fields import UNKNOWN
from ui.address import Address, read_address
from ui.charts import Bar, bar_line, columns, denmark_map
from ui.formats import format_kroner, format_number, format_short_kroner
from ui.render import render
from ui.search_view import chosen_values
from ui.service import Service
from ui.texts import Texts, load_texts

_N_BARS = 12
_N_GAP_THEMES = 16
_MOST_YEARS = 30  # a stray year of 1900 must not make the figure a desert

Records = Sequence[Mapping[str, Any]]


def explore_router(service: Service) -> APIRouter:
    """Give the route of the page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/udforsk")
    def explore(request: Request) -> HTMLResponse:
        return HTMLResponse(explore_html(service, read_address(request.url.query)))

    return router


def explore_html(service: Service, address: Address) -> str:
    """Give the page of an address."""
    texts = load_texts(address.language)
    records = service.matching(address)
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
        gaps=_gaps(texts, address, records),
        version=service.version_or_none(),
        other_language_link=address.link("/udforsk", language=texts("site.other_language_code")),
    )


def _places(texts: Texts, address: Address, records: Records) -> dict[str, Any]:
    counts = Counter(place["code"] for record in records for place in record["municipalities"])
    figure = denmark_map(
        counts,
        alt=texts("explore.map_alt"),
        note=lambda name, count: f"{name}: {count}",
        link=lambda code: address.with_value("municipality", code).link(),
    )
    rows = [
        {
            "label": municipality(code).name,
            "value": format_number(count, texts.language),
            "link": address.with_value("municipality", code).link(),
        }
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], municipality(item[0]).name))
    ]
    return {"figure": figure, "rows": rows}


def _years(texts: Texts, address: Address, records: Records) -> dict[str, Any]:
    counts = Counter(int(record["year_awarded"]) for record in records if record["year_awarded"])
    unknown = sum(not record["year_awarded"] for record in records)
    newest = max(counts, default=0)
    first = max(min(counts, default=1), newest - _MOST_YEARS + 1)
    bars = [
        Bar(
            str(year),
            counts[year],
            f"{year}: {counts[year]}",
            address.with_value("year", str(year)).link() if counts[year] else "",
        )
        for year in range(first, newest + 1)
    ]
    rows = [{"label": bar.label, "value": f"{bar.value:g}", "link": bar.link} for bar in bars]
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
    rows = [
        {
            "label": texts("search.unknown") if name == UNKNOWN else name,
            "bar": bar_line(amount, most),
            "short": format_short_kroner(round(amount), texts.language),
            "value": format_kroner(round(amount), texts.language),
            "link": address.with_value(by, name).link(),
        }
        for name, amount in ordered
    ]
    note = texts("explore.money_note", known=len(known), total=len(projects))
    return {"rows": rows, "shown": rows[:_N_BARS], "note": note}


def _gaps(texts: Texts, address: Address, records: Records) -> dict[str, Any]:
    directions = [direction.value for direction in OutcomeDirection]
    counts = Counter((theme, record["outcome"]["direction"]) for record in records for theme in record["themes"])
    totals = Counter(theme for record in records for theme in record["themes"])
    most = max((n for (_, direction), n in counts.items() if direction != "not_reported"), default=1)
    rows = []
    for theme, _ in totals.most_common(_N_GAP_THEMES):
        cells = []
        for direction in directions:
            n = counts[theme, direction]
            link = address.with_value("theme", theme).with_value("outcome", direction).link()
            # A third step between none and the most, so that one project is seen and twenty are seen to be more.
            step = 0 if n == 0 else 1 + min(3, int(3.999 * n / max(most, n)))
            cells.append({"n": n, "link": link, "step": step, "direction": direction})
        rows.append({"theme": theme, "cells": cells, "link": address.with_value("theme", theme).link()})
    return {"directions": directions, "rows": rows}
