"""What a run printed: its pages by state, and what is refused or skipped under the reason that they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

_STATES = ("new", "changed", "gone", "deferred", "skipped", "refused")


def run_lines(answer: dict[str, Any]) -> Iterator[str]:
    """Give the lines of a report (`RunReport.json()`): each address whole, and last in its line."""
    for state in _STATES:
        if rows := answer[state]:
            yield f"{state} ({len(rows)})"
            yield from _by_kind([row for row in rows if not row["reason"]])
            yield from _by_reason([row for row in rows if row["reason"]])
    yield ", ".join(f"{count} {name}" for name, count in answer["counts"].items() if count) or "nothing to read"
    yield from answer["notices"]
    yield from (f"{source}: {why}" for source, why in answer["frozen"].items())
    if answer["published_version"]:
        yield f"Published as corpus version {answer['published_version']}."
    elif answer["dry_run"]:
        for change in answer["planned"]:
            fields = ", ".join(change["fields"][:5])
            yield f"would be {change['kind']}: {change['title'] or change['record_id']}  {fields}"
        yield f"{sum(answer['proposals'].values())} proposals would be made; nothing is kept."
    if answer["waiting"] and not answer["dry_run"]:
        waits = "1 proposal waits" if answer["waiting"] == 1 else f"{answer['waiting']} proposals wait"
        yield f"{waits}: puljespor review list"
    if answer["issues_path"]:
        yield f"Causes and remedies, a line each: {answer['issues_path']}"


def _by_kind(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    width = max((len(row["kind"] or "") for row in rows), default=0)
    for row in rows:
        yield f"  {(row['kind'] or '').ljust(width)}  {row['url']}" if width else f"  {row['url']}"


def _by_reason(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Say each reason, with its remedy, once, above the addresses that it is about."""
    pages: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        pages.setdefault((row["reason"], row["remedy"] or ""), []).append(row["url"])
    for (reason, remedy), urls in pages.items():
        end = "" if reason.endswith(".") else "."
        yield f"  {reason}{end} {remedy}".rstrip()
        yield from (f"    {url}" for url in urls)


__all__ = ["run_lines"]
