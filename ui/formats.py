"""How amounts, dates and passages are written on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

_MONTHS = {
    "da": ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
           "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
}  # fmt: skip
_DENMARK = ZoneInfo("Europe/Copenhagen")
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# Marks that turn the reading direction of what follows them; shown, they could make a title lie about itself.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def plain(value: object, limit: int = 0) -> str:
    """Give text as it may be shown: no control or direction marks, cut at a word after `limit` characters (0: not)."""
    text = _CONTROL.sub("", _BIDI.sub("", str(value)))
    if limit and len(text) > limit:
        cut = text[:limit]
        return (cut[: cut.rfind(" ")] if cut.rfind(" ") > limit // 2 else cut).rstrip(" ,;:") + " …"
    return text


def format_kroner(amount: int | None, language: str = "da") -> str:
    """Give an amount as Danes write it, `3.157.599 kr.`; English `DKK 3,157,599`; empty for none."""
    if amount is None:
        return ""
    grouped = f"{amount:,}"
    return f"DKK {grouped}" if language == "en" else grouped.replace(",", ".") + " kr."


def format_decimal(number: float, language: str = "da") -> str:
    """Give a number with two decimals and the language's mark."""
    written = f"{number:.2f}"
    return written if language == "en" else written.replace(".", ",")


def format_number(number: int, language: str = "da") -> str:
    """Give a whole number with the language's thousands mark."""
    return f"{number:,}" if language == "en" else f"{number:,}".replace(",", ".")


def format_short_kroner(amount: int, language: str = "da") -> str:
    """Give an amount at the precision of a chart: `50,8 mio. kr.`, `420.000 kr.`."""
    if amount < 1_000_000:
        return format_kroner(amount, language)
    millions = f"{amount / 1_000_000:,.1f}".removesuffix(".0")
    if language == "en":
        return f"DKK {millions} m"
    return millions.replace(",", "_").replace(".", ",").replace("_", ".") + " mio. kr."


def format_date(iso: str | None, language: str = "da") -> str:
    """Give an ISO date or time in words, at the precision stated: `3. maj 2019`, `maj 2019`, `2019`."""
    found = _ISO_DATE.match(iso or "")
    if not found:
        return plain(iso or "")
    year, month, day = found.groups()
    if month is None or not 1 <= int(month) <= 12:
        return year
    name = _MONTHS[language][int(month) - 1]
    if day is None:
        return f"{name} {year}"
    return f"{int(day)} {name} {year}" if language == "en" else f"{int(day)}. {name} {year}"


def format_moment(iso: str | None, language: str = "da") -> str:
    """Give a time (ISO 8601, UTC) to the minute, as clocks in Denmark show it: `3. maj 2019 kl. 14.05`."""
    try:
        at = datetime.fromisoformat(iso or "")
    except ValueError:
        return plain(iso or "")
    local = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_DENMARK)
    day = format_date(f"{local:%Y-%m-%d}", language)
    return f"{day}, {local:%H:%M}" if language == "en" else f"{day} kl. {local:%H.%M}"


def format_period(start: str | None, end: str | None, language: str = "da") -> str:
    """Give a period, one with an open end in words; empty when neither end is known."""
    if not start and not end:
        return ""
    if not start or not end:
        words = {"da": ("fra {}", "til {}"), "en": ("from {}", "until {}")}[language]
        return words[0 if start else 1].format(format_date(start or end, language))
    return f"{format_date(start, language)} – {format_date(end, language)}"


def mark_spans(text: str, spans: Sequence[Sequence[int]]) -> Markup:
    """Give escaped text with `<mark>` around each half-open span; those outside it or overlapping are left out."""
    parts: list[str] = []
    place = 0
    for span in sorted((int(s[0]), int(s[1])) for s in spans):
        start, end = span
        if start < place or end > len(text) or start >= end:
            continue
        parts += [str(escape(plain(text[place:start]))), "<mark>", str(escape(plain(text[start:end]))), "</mark>"]
        place = end
    parts.append(str(escape(plain(text[place:]))))
    return Markup("".join(parts))  # every part was escaped above


def safe_link(url: str | None) -> str:
    """Give a URL that a link may carry, or nothing: only http and https, never a script."""
    try:
        scheme = urlsplit(url or "").scheme.lower()
    except ValueError:
        return ""
    return str(url) if scheme in ("http", "https") else ""


def host_name(url: str | None) -> str:
    """Give the host of a URL as a reader knows it, without `www.`."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
