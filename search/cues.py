"""Words in a question that state a condition, as data: "der stadig kører", "med beløb", "tværkommunale"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.errors import CorpusError
from search.tokens import PhraseTable


@dataclass(frozen=True, slots=True)
class Cue:
    """A condition that some words state: hard without a weight, else a preference."""

    field: str
    value: str
    weight: float | None


@cache
def cue_table() -> PhraseTable[tuple[Cue, ...]]:
    """Give the cues by their words.

    Raises:
        CorpusError: a line of `query-cues.tsv` has not four columns.
    """
    entries: dict[str, tuple[Cue, ...]] = {}
    text = files("corpus").joinpath("data/query-cues.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    for line in lines[1:]:
        cells = line.split("\t")
        if len(cells) != 4:
            raise CorpusError(f"query-cues.tsv: {line[:60]!r} has not four columns.", remedy="Separate them by tabs.")
        cue = Cue(cells[1], cells[2], float(cells[3]) if cells[3].strip() else None)
        for words in cells[0].split(";"):
            entries[words.strip()] = (*entries.get(words.strip(), ()), cue)
    return PhraseTable(entries)
