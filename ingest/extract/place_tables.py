"""Tables that tell results place by place: "Havby | Responstid | 95 | 55 | Nået", a place on one row or on several."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.places import LIKELY, find_municipalities
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.entries import AwardRun, Entry, clean_title, place_founds
from ingest.extract.lines import Line, Page
from ingest.extract.project_places import is_only_names
from ingest.extract.result_tables import pairs_of, set_against

_MEASURE = Cue(
    r"^(?:(?:effekt|del|hoved|resultat|projekt|succes)?mål(?:sætning|tal|epunkt|ing)?(?:er|en|et)?|(?:måle)?indikator(?:er)?|"
    r"parameter|nøgletal|succeskriteri\w*|tegn|hvad (?:blev|er|har|måler|målte|målt)\b.*|målt på|måles på|det målte|"
    r"måleparameter|effekt på|virkning på|udfaldsmål)\W*(?: \(.*)?$"
)
_PER_PLACE = Cue(r"\bpulje\w*|\bprojekter(?:ne|nes)?\b|\b(?:hver|de enkelte) kommune(?:r|s)?\b")
_OF_ONE = Cue(r"\bprojektet\b|\bfælles (?:\w+ )?(?:projekt|indsats|forløb|team)")
_HAS_LETTER = re.compile(r"[^\W\d_]")  # an empty cell, or a dash or ditto mark in it, is of the place above
_OTHER_ROLES = frozenset(("amount", "both", "named", "told", "track"))


def is_measure(name: str, cells: Sequence[str], *, is_guessed: bool, has_times: bool) -> bool:
    """Tell whether a column of a table of results says what was measured, and names no projects.

    Args:
        name: what its header calls it.
        cells: what stands in it.
        is_guessed: no word of its header says that it is of names.
        has_times: columns beside it are of the time before and after.
    """
    recurs = len({cell.casefold() for cell in cells if cell}) < len([cell for cell in cells if cell])
    return bool(_MEASURE.search(name.strip())) or (has_times and (is_guessed or recurs))


def tells_of_places(page: Page) -> bool:
    """Tell whether a page is on several places' projects, so that a table's rows are one each."""
    return _PER_PLACE.search(page.text) is not None or not _OF_ONE.search(page.text)


def read_results(page: Page, rows: list[Line], roles: Sequence[str], n_headers: int) -> AwardRun | None:
    """Read a table that tells how it went in each place; `None` if it is none, or tells of sums.

    A place's rows come to one entry, whether its name stands on each of them or on the first alone. Tables that name
    projects beside a verdict are read as lists of them.
    """
    if "owner" not in roles or _OTHER_ROLES & set(roles) or not n_headers:
        return None
    owner = roles.index("owner")
    verdict = roles.index("outcome") if "outcome" in roles else None
    pairs = pairs_of(rows[n_headers - 1])
    body = rows[n_headers:]
    has_times = any(set_against(row, before, after, "") for row in body for before, after in pairs)
    if not has_times and (verdict is None or "measure" not in roles):
        return None
    named = roles.index("title") if "title" in roles else None
    if named is not None and not has_times and any(_name(page, row, named) for row in body):
        return None
    entries: dict[frozenset[object], Entry] = {}
    current: Entry | None = None
    for row in body:
        if len(row.cells) <= owner:
            continue
        start, end = row.cells[owner]
        if _HAS_LETTER.search(whose := page.text[start:end].strip()):
            current = _entry_of(page, row, start, whose, entries)
            if current is not None and named is not None:
                current.title = current.title or _name(page, row, named)
        if current is not None:
            cell = row.cells[verdict] if verdict is not None and verdict < len(row.cells) else None
            told = cell if cell is not None and page.text[slice(*cell)].strip() else None
            current.measures.append((row.index, told))
    run = AwardRun(list(entries.values()), context=rows[0].text, context_line=rows[0].index, is_of_results=True)
    return run if len(run.entries) > 1 else None


def _entry_of(page: Page, row: Line, start: int, whose: str, entries: dict[frozenset[object], Entry]) -> Entry | None:
    """Give the entry of the places that a cell names, a new one where none of the rows above is theirs."""
    at = page.text.index(whose, start)
    places = place_founds([m for m in find_municipalities(whose) if m.confidence >= LIKELY], at)
    if not places or not is_only_names(whose):
        return None
    key = frozenset(place.value for place in places)
    made = Entry(row.char_start, row.char_end, row.index, places=places, form="table", path=row.path)
    return entries.setdefault(key, made)


def _name(page: Page, row: Line, column: int) -> Found | None:
    if column >= len(row.cells):
        return None
    start, end = row.cells[column]
    return clean_title(page.text[start:end], start) if re.search(r"\w{4}", page.text[start:end]) else None
