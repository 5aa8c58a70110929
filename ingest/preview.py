"""Looking at a file before it enters: how it reads, what the guard did, what would be proposed. Nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.changes import Proposal
from corpus.documents import Document
from corpus.review import proposals
from corpus.settings import Settings
from corpus.store import Store
from ingest.harvest import FILES, Harvest, harvest_files
from ingest.keeping import keep_readings
from ingest.memory import is_let_in, load_memory
from ingest.progress import Stage
from ingest.reading import Reading, read_all
from ingest.report import Item, ItemState
from ingest.settle import settle

_RUN = "preview"
_MASKS = re.compile(r"\[(e-mail|telefon|navn|cpr)\]")


class _Undo(Exception):  # control flow, not an error
    """Ends the transaction of a preview without keeping it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come of taking one file in."""

    item: Item  # as the report of a run would list it
    document: Document | None  # guarded; none where the file is known already, or held back
    n_findings: int  # of personal data that hold it back
    masked: Mapping[str, int]  # kind of contact (e-mail, telefon, navn, cpr) -> places that were masked
    proposals: tuple[Proposal, ...]  # not kept: their numbers mean nothing

    @property
    def may_enter(self) -> bool:
        """Say whether there is anything to take in."""
        return self.item.state in (ItemState.NEW, ItemState.CHANGED)


def preview_file(path: Path, settings: Settings) -> Preview:
    """Read a file as a run would, and say what it would propose, keeping nothing.

    Raises:
        FetchError: there is no such file.
        BusyError: another process is writing the data folder.
    """
    harvest = harvest_files([path], load_memory(settings, FILES), Stage("fetch", path.name, None))
    readings = list(read_all(harvest.raws, threads=1, is_cleared=lambda sha256: is_let_in(settings, sha256)))
    if not readings:
        return Preview(harvest.items[0], None, 0, {}, ())
    made: list[Proposal] = []
    items: list[Item] = []
    with Store.open(settings, write=True) as store, suppress(_Undo), store.transaction():
        items, made = _take_in(store, readings, harvest)
        raise _Undo
    reading = readings[0]
    is_held = reading.n_findings > 0
    masked: dict[str, int] = {}
    for found in _MASKS.findall(reading.document.text):
        masked[found] = masked.get(found, 0) + 1
    return Preview(items[0], None if is_held else reading.document, reading.n_findings, masked, tuple(made))


def _take_in(store: Store, readings: Sequence[Reading], harvest: Harvest) -> tuple[list[Item], list[Proposal]]:
    """Keep and settle within a transaction that will be undone, and give what that gave."""
    items = keep_readings(store, readings, run_id=_RUN, harvest=harvest, bodies=False)
    settle(store, harvest, run_id=_RUN, publishes=False, who=_RUN)
    return items, [
        made for made in proposals(store) if made.run_id == _RUN and made.change.payload.get("sha256") is None
    ]
