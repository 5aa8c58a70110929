"""Turning what the search gives into HTML: one Jinja environment, escaping on, with the pages' filters."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ui.field_values import show_flag
from ui.formats import (
    format_date,
    format_decimal,
    format_kroner,
    format_moment,
    format_number,
    format_period,
    format_short_kroner,
    host_name,
    mark_spans,
    plain,
    safe_link,
)
from ui.job_log import log_line
from ui.reasons import reason
from ui.said import chip_label, said
from ui.templating import PageEnvironment


def record_link(result: Mapping[str, Any], language: str = "da") -> str:
    """Give the address of a result's or record's own page."""
    record_id = result.get("record_id") or result.get("project_id") or result.get("pool_id") or ""
    folder = "pulje" if result.get("record_type") == "pool" else "projekt"
    suffix = f"?lang={language}" if language != "da" else ""
    return f"/{folder}/{quote(str(record_id), safe='')}{suffix}"


def mark_passage(text: str, spans: Any, limit: int = 420) -> Markup:
    """Give a passage with its highlights, cut to about `limit` characters around the first one."""
    spans = [(int(s[0]), int(s[1])) for s in spans or ()]
    start = 0
    if len(text) > limit and spans and spans[0][1] > limit * 2 // 3:
        start = _window_start(text, spans[0], limit)
    end = len(text)
    if end - start > limit:
        end = text.rfind(" ", start, start + limit)
        end = start + limit if end <= start else end
    inside = [(a - start, b - start) for a, b in spans if a >= start and b <= end]
    shown = mark_spans(text[start:end], inside)
    return Markup("{}{}{}").format("… " if start else "", shown, " …" if end < len(text) else "")


def _window_start(text: str, span: tuple[int, int], limit: int) -> int:
    """Give where the excerpt around a highlight begins: at its sentence, or at a word where that is too far away."""
    sentence = max(text.rfind(end, 0, span[0]) for end in (". ", "! ", "? "))
    if sentence >= 0 and span[1] - (sentence + 2) <= limit * 2 // 3:
        return sentence + 2
    return max(0, text.rfind(" ", 0, max(1, span[0] - limit // 3)) + 1)


@cache
def environment() -> Environment:
    """Give the environment of all templates."""
    env = PageEnvironment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "plain": plain,
        "decimal": format_decimal,
        "kroner": format_kroner,
        "short_kroner": format_short_kroner,
        "number": format_number,
        "date": format_date,
        "moment": format_moment,
        "period": format_period,
        "safe_link": safe_link,
        "host": host_name,
        "mark_passage": mark_passage,
        "record_link": record_link,
    }
    env.globals |= {"asset_version": asset_version(), "said": said, "chip_label": chip_label, "reason": reason}
    env.globals |= {"log_line": log_line, "show_flag": show_flag}
    return env


_ASSETS = ("puljespor.css", "puljespor.js", "screening.js", "staff.css", "staff.js")


@cache
def asset_version() -> str:
    """Give a mark that changes when style or script does, so that browsers keep neither too long."""
    folder = files("ui").joinpath("static")
    body = b"".join(folder.joinpath(name).read_bytes() for name in _ASSETS)
    return hashlib.sha256(body).hexdigest()[:10]


def render(template: str, **values: Any) -> str:
    """Fill in one template."""
    return environment().get_template(template).render(**values)
