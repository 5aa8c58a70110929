"""Columns of a table that give a municipality and its project's name in one cell: "Havby, Ro i natten"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.project_places import is_only_names

_BOTH = re.compile(
    r"(?=.*\b(?:kommune\w*|sted|by|ansøger|modtager|hvor|hvem)\b)(?=.*(?:projekt(?!ejer)|titel|navn|indsats)).*"
    r"(?:\b(?:og|samt|med)\b|[-–—/,:+&(])",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^\W*hv(?:ad|ordan)\b|indsats|aktivitet|beskrivelse|\bgjor[dt]|\blave[rdt]|prøvet|resultat|indhold|metode", re.I
)
_NAMES = re.compile(r"^\W*(?:projekt(?:et|ets|er|erne|ernes)?(?:titel|navn)?|titel|navn)\b(?!\s\w+\s\w)", re.IGNORECASE)
_SEP = r"(?:\s*[,:/;]\s+|\s*/\s*|\s+[-–—]\s+)"
_AFTER = re.compile(
    rf"(?:\s(?:Regionsk|K|k)ommuner?)?(?:{_SEP}(?P<name>\S.*)|\s*\((?P<inside>[^()]+)\)\W*|\s+(?P<loose>[A-ZÆØÅ»”“\"].*))$",
    re.DOTALL,
)
_BEFORE = re.compile(rf"(?P<name>\S.*?)(?:{_SEP}|\s*\(|(?P<loose>\s+))$", re.DOTALL)
_OFFICE = re.compile(
    r"forvaltning|afdeling|\bcent(?:er|ret)\sfor\b|magistrat|^(?:sundhed|omsorg|social|ældre|psykiatri)(?:\sog\s\w+)?$|"
    r"\b(?:ansøger|tovholder|i samarbejde|sammen med|fælles med|m\.fl|region|kommuner?)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """What a cell says of whose and what; characters count from the cell's start."""

    mentions: list[PlaceMention]
    name: tuple[int, int]


def names_both(header: str) -> bool:
    """Tell whether a header names whose and what at once: "Kommune og projekt", "Projekt/kommune"."""
    return _BOTH.search(header) is not None


def heads_names(header: str) -> bool:
    """Tell whether a header names nothing but projects: "Projekt", "Projekttitel"."""
    return _NAMES.match(header) is not None and not _TOLD.search(header)


def tells_of_doings(header: str, cells: list[str]) -> bool:
    """Tell whether a column says what was done or what came of it, by its header or as whole sentences."""
    if heads_names(header):
        return False
    return _TOLD.search(header) is not None or are_sentences(cells)


def are_sentences(cells: list[str]) -> bool:
    """Tell whether most of a column's cells are sentences that end with a full stop."""
    said = [cell for cell in cells if cell]
    ended = [cell for cell in said if cell.endswith((".", "!")) and len(cell.split()) >= _LEAST_WORDS]
    return bool(said) and len(ended) * 4 >= len(said) * 3


def divide(cell: str, *, is_loose: bool) -> NamedPlace | None:
    """Give the municipality and the name of a cell that has both, in either order; `None` for other cells.

    Args:
        cell: the text of the cell, without white space around it.
        is_loose: the header says that both are there, so nothing but a space need part them.
    """
    mentions = [m for m in find_municipalities(cell) if m.confidence >= (_BESIDE if is_loose else LIKELY)]
    for n in range(len(mentions), 0, -1):  # as many as lead the cell
        lead = cell[: mentions[n - 1].char_end]
        if mentions[0].char_start > 0 or not is_only_names(lead):
            continue
        match = _AFTER.match(cell, len(lead))
        group = match and match.lastgroup
        if match and group and (is_loose or group != "loose") and _is_name(match[group]):
            return NamedPlace(mentions[:n], match.span(group))
    for n in range(len(mentions)):  # as many as end it
        tail = cell[mentions[n].char_start :].rstrip(" ).")
        before = _BEFORE.match(cell[: mentions[n].char_start])
        if before and is_only_names(tail) and (is_loose or not before["loose"]) and _is_name(before["name"]):
            if before["loose"] and _JOINS.search(before["name"]):
                continue
            return NamedPlace(mentions[n:], before.span("name"))
    return None


_BESIDE = 0.19  # how likely a municipality's bare name is one, in a cell that is said to name one
_JOINS = re.compile(r"\b(?:i|på|for|af|fra|med|hos|ved|til|og|samt|mellem|om)$")


def _is_name(text: str) -> bool:
    return len(text.strip()) > 3 and not _OFFICE.search(text) and not is_only_names(text)
