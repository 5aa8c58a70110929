"""Evidence-gap maps: where something is known, and where nobody has reported: theme, target group, direction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.records import OutcomeDirection
from ui.address import Address
from ui.target_groups import GROUPS, OTHER, UNSTATED, groups_of
from ui.texts import Texts

_N_THEMES = 16
_MOST_VALUES = 20  # target groups, as their sources put them, in one link

Records = Sequence[Mapping[str, Any]]


def by_direction(address: Address, records: Records, group: str = "") -> dict[str, Any]:
    """Give theme by outcome direction, of all records or of those of one broad target group."""
    chosen = [record for record in records if not group or group in groups_of(record)]
    directions = [direction.value for direction in OutcomeDirection]
    counts = Counter((theme, record["outcome"]["direction"]) for record in chosen for theme in record["themes"])
    most = max((n for (_, direction), n in counts.items() if direction != "not_reported"), default=1)
    within = _within_group(address, chosen) if group else address
    rows = []
    for theme in _leading(records):
        cells = []
        for direction in directions:
            n = counts[theme, direction]
            link = within.with_value("theme", theme).with_value("outcome", direction).link()
            cells.append({"n": n, "link": link, "step": step(n, most), "direction": direction})
        rows.append({"theme": theme, "cells": cells, "link": within.with_value("theme", theme).link()})
    return {"directions": directions, "rows": rows, "group": group}


def by_group(texts: Texts, address: Address, records: Records) -> dict[str, Any]:
    """Give theme by broad target group: how many records, and how many of them state what came of it."""
    cells: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for record in records:
        for theme in record["themes"]:
            for group in groups_of(record):
                cells[theme, group].append(record)
    groups = [group for group in GROUPS if any((theme, group) in cells for theme in _leading(records))]
    most = max((len(found) for (_, group), found in cells.items() if group != UNSTATED), default=1)
    rows = []
    for theme in _leading(records):
        shown = []
        for group in groups:
            found = cells[theme, group]
            told = Counter(r["outcome"]["direction"] for r in found if r["outcome"]["direction"] != "not_reported")
            within = address.with_value("theme", theme)
            # Nobody has done it: the words find what comes nearest to it.
            words = texts(f"group.{group}") if group not in (OTHER, UNSTATED) else ""
            empty = within.link(query=" ".join(filter(None, (address.query, words))))
            link = _within_group(within, found).link() if found else empty
            shown.append(
                {"n": len(found), "told": dict(told), "link": link, "step": step(len(found), most), "group": group}
            )
        rows.append({"theme": theme, "cells": shown, "link": address.with_value("theme", theme).link()})
    return {"groups": groups, "rows": rows}


def _leading(records: Records) -> list[str]:
    totals = Counter(theme for record in records for theme in record["themes"])
    return [theme for theme, _ in totals.most_common(_N_THEMES)]


def _within_group(address: Address, records: Records) -> Address:
    """Give the address that finds the records of one broad group: by their target groups as their sources put them."""
    stated = Counter(str(record["target_group"] or "unknown") for record in records)
    for value, _ in stated.most_common(_MOST_VALUES):
        address = address.with_value("target_group", value)
    return address


def step(n: int, most: int) -> int:
    """Give a shade from 0 (none) to 4 (the most); one record is seen, and twenty are seen to be more."""
    return 0 if n == 0 else 1 + min(3, int(3.999 * n / max(most, n)))
