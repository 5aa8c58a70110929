"""PDF and Word files of the site, made by code, with the gold of each."""

from __future__ import annotations

from typing import Any

GOLD: list[dict[str, Any]] = []


def build_files(version: int) -> dict[str, tuple[bytes, str]]:
    """Give each file's bytes and media type, by URL path."""
    return {}
