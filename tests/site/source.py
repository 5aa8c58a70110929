"""Page files: a TOML head between `+++` lines, then the body's HTML, which a host layout wraps."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site as its file states it."""

    path: str  # URL path; the first part names the host it imitates
    layout: str
    body: str
    head: dict[str, Any] = field(default_factory=dict)  # what the layout needs: title, kicker, crumbs, updated, ...
    gold: dict[str, Any] = field(default_factory=dict)
    modified: str = "Mon, 04 May 2026 07:00:00 GMT"  # HTTP Last-Modified
    versions: tuple[int, ...] = (1, 2)  # versions of the site that have it
    aliases: tuple[str, ...] = ()  # the same bytes under other host forms
    is_listed: bool = True  # in the sitemap
    file: str = ""


def read_page(path: Path) -> Page:
    """Read one page file."""
    _, head_text, body = path.read_text("utf-8").split("+++\n", 2)
    head = tomllib.loads(head_text)
    return Page(
        path=head.pop("path"),
        layout=head.pop("layout"),
        body=body,
        gold=head.pop("gold", {}),
        modified=head.pop("modified", "Mon, 04 May 2026 07:00:00 GMT"),
        versions=tuple(head.pop("versions", (1, 2))),
        aliases=tuple(head.pop("aliases", ())),
        is_listed=head.pop("listed", True),
        head=head,
        file=path.name,
    )


def read_pages() -> list[Page]:
    """Read every page file, in order of name."""
    return [read_page(path) for path in sorted(FOLDER.glob("**/*.html"))]
