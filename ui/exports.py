"""Exports over HTTP: the files that `search.export` writes, handed over and not kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from search.request import SearchRequest

if TYPE_CHECKING:
    from search.engine import Searcher


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file to hand over."""

    name: str
    media_type: str
    body: bytes


def export_file(searcher: Searcher, request: SearchRequest, *, format: str, ids: Sequence[str] = ()) -> ExportFile:
    """x."""
    raise NotImplementedError
