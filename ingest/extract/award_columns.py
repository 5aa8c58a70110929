"""What the columns of a table say: whose, what, how much, when; by their headers, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.dates import find_periods
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.award_words import TRACK
from ingest.extract.column_cells import FIGURE, are_names, holds_place, holds_sum, may_be_name
from ingest.extract.column_heads import header_names, parted
from ingest.extract.column_words import role_of
from ingest.extract.lines import Line, Page
from ingest.extract.named_places import divide, heads_names, names_both, tells_of_doings
from ingest.extract.place_tables import is_measure
from ingest.extract.result_tables import pairs_of
from ingest.extract.units import stated_unit, unit_of, without_unit

_EACH_ITS_OWN = re.compile(
    r"\b(?:hver(?:\sisær|\saf\s(?:kommunerne|de))?|hver\s(?:\w+\s)?kommune|alle\skommuner(?:ne)?|kommunerne)\b[^.]{0,60}"
    r"\b(?:sit\seget|sit\sprojekt|sine?\segne?|deres\seget?|egne?\sprojekt|hver\sis[æe]r|hver\ssit)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The roles of a table's columns, left to right."""

    roles: list[str]  # "" where a column says nothing that is read
    units: list[int]  # kroner that a bare number of the column counts: 1, 1000 or 1000000
    n_headers: int  # rows at the top that are headers


def find_columns(page: Page, rows: list[Line]) -> Columns:
    """Give what each column of a table is."""
    names, n_headers = header_names(page, rows)
    names = parted(page, rows[n_headers:], names)
    roles = _without_counts(page, rows[n_headers:], [role_of(without_unit(name)) for name in names], names)
    roles = _one_name(page, rows[n_headers:], _one_amount(roles, names), names)
    roles = _guess_roles(page, rows[n_headers:], roles)
    roles = ["period" if r == "year" and _are_spans(page, rows[n_headers:], i) else r for i, r in enumerate(roles)]
    roles = _with_results(page, rows, roles, names, n_headers)
    roles = _with_both(page, rows[n_headers:], _with_tracks(page, rows[n_headers:], roles, names), names)
    units = [unit_of(name) for name in names]
    if "amount" in roles and units[(column := roles.index("amount"))] == 1:
        units[column] = stated_unit(page, rows[0], rows[-1])
    return Columns(roles, units, n_headers)


def _likely(page: Page, row: Line, column: int) -> list[PlaceMention]:
    return [m for m in find_municipalities(page.text[slice(*row.cells[column])]) if m.confidence >= LIKELY]


def _with_tracks(page: Page, rows: list[Line], roles: list[str], names: list[str]) -> list[str]:
    """Give the roles, a column of titles being one of tracks where its rows list several municipalities each.

    A sum against the names makes them one project; else a header or labels such as "Spor 2: ..." make the column one
    of tracks, and so does a page that says that each has a project of its own.
    """
    if "amount" in roles or "title" not in roles or "owner" not in roles:
        return roles
    column, owner = roles.index("title"), roles.index("owner")
    whole = [r for r in rows if len(r.cells) > max(column, owner) and _likely(page, r, owner)]
    several = [r for r in whole if len({m.code for m in _likely(page, r, owner)}) > 1]
    if not several:
        return roles
    labelled = [r for r in whole if TRACK.match(page.text[slice(*r.cells[column])])]
    is_track = bool(TRACK.match(names[column])) or len(labelled) == len(whole)
    if not is_track and not (len(several) * 2 > len(whole) and _EACH_ITS_OWN.search(page.text)):
        return roles
    return [*roles[:column], "track", *roles[column + 1 :]]


def _with_both(page: Page, rows: list[Line], roles: list[str], names: list[str]) -> list[str]:
    """Give the roles, a column being one of both owners and names where its header or its cells say so.

    Its header says it, or the only other column that could have names tells of what was done; a column headed as
    names, or of words that may be names, leaves it what it was.
    """
    columns = [i for i, role in enumerate(roles) if role in ("owner", "title")]
    cells = {i: [page.text[slice(*r.cells[i])].strip() for r in rows if i < len(r.cells)] for i in columns}
    told = [i for i, role in enumerate(roles) if role in ("told", "outcome")]
    for i in columns:
        others = [j for j in columns if j != i]
        is_said = names_both(names[i])
        doings = [j for j in others if tells_of_doings(names[j], cells[j])]
        if any(heads_names(names[j]) or not (is_said or j in doings) for j in others) or not (
            is_said or doings or told
        ):
            continue
        whole = [cell for cell in cells[i] if cell]
        if len(whole) > 1 and sum(divide(c, is_loose=is_said) is not None for c in whole) * 4 >= len(whole) * 3:
            loose = "named" if is_said else "both"
            return [loose if j == i else "told" if j in others else role for j, role in enumerate(roles)]
    return roles


def _with_results(page: Page, rows: list[Line], roles: list[str], names: list[str], n_headers: int) -> list[str]:
    """Give the roles of a table that tells results: one column of owners, none of names that says what was measured."""
    has_times = n_headers > 0 and bool(pairs_of(rows[n_headers - 1]))
    if not has_times and "outcome" not in roles:
        return roles
    columns = [
        [page.text[slice(*r.cells[i])].strip() for r in rows[n_headers:] if i < len(r.cells)] for i in range(len(roles))
    ]
    owners = [i for i, role in enumerate(roles) if role == "owner"]
    if len(owners) > 1 and any(any(map(holds_place, columns[i])) for i in owners):
        roles = [
            "" if role == "owner" and not any(map(holds_place, columns[i])) else role for i, role in enumerate(roles)
        ]
    if "amount" in roles:
        return roles
    times = {n for pair in pairs_of(rows[n_headers - 1]) for n in pair} if has_times else set()
    return [
        ""
        if i in times and role in ("title", "outcome")
        else _as_measure(role, names[i], columns[i], has_times=has_times)
        for i, role in enumerate(roles)
    ]


def _as_measure(role: str, name: str, cells: list[str], *, has_times: bool) -> str:
    """Give the role of a column in a table of results, which is "measure" where it says what was measured."""
    if role not in ("", "title", "outcome"):
        return role
    is_guessed = role == "title" and not role_of(name)
    return (
        "measure" if is_measure(name, cells, is_guessed=is_guessed, has_times=has_times and role == "title") else role
    )


def _are_spans(page: Page, rows: list[Line], column: int) -> bool:
    """Tell whether most cells of a column headed by "År" are spans of years: "2018-2020"."""
    cells = [page.text[slice(*r.cells[column])] for r in rows if column < len(r.cells)]
    return sum(_SPAN.fullmatch(cell) is not None for cell in cells) * 2 > len(cells)


_SPAN = re.compile(r"\W*20\d\d\s?(?:[-–—/]|til)\s?(?:20)?\d\d\W*")


_MONEY = re.compile(r"beløb|bevil|tildel|tilskud|støtte|tilsagn|\bkr\b|kroner|mio|ramme", re.IGNORECASE)


def _without_counts(page: Page, rows: list[Line], roles: list[str], names: list[str]) -> list[str]:
    """Give the roles, none to columns that count people or things: "Deltagere", "Unge i alt" beside "Tilskud"."""
    sums = [i for i, role in enumerate(roles) if role == "amount" and _MONEY.search(names[i])]
    left = [*roles]
    for i, role in enumerate(roles):
        cells = [cell for r in rows if i < len(r.cells) and (cell := page.text[slice(*r.cells[i])].strip())]
        is_open = role == "owner" or (role == "amount" and i not in sums and len(sums) > 0)
        if is_open and len(cells) > 1 and all(FIGURE.fullmatch(cell) for cell in cells):
            left[i] = "other"
    return left


def _one_amount(roles: list[str], names: list[str]) -> list[str]:
    """Keep one amount column: a total if there is one; columns of single years without a total state no sum."""
    amounts = [i for i, r in enumerate(roles) if r == "amount"]
    yearly = [
        i
        for i, n in enumerate(names)
        if re.fullmatch(r"\D{0,12}20\d\d\D{0,8}", n) and roles[i] in ("", "amount", "year")
    ]
    if len(yearly) >= 2:
        for i in yearly:
            roles[i] = "yearly"
        amounts = [i for i in amounts if i not in yearly]
    if len(amounts) > 1:
        best = next((i for i in amounts if re.search(r"i alt|total|samlet", names[i], re.I)), None)
        if best is None:
            best = next((i for i in amounts if re.search(r"bevil|tildelt|tilsagn|støtte", names[i], re.I)), amounts[-1])
        for i in amounts:
            if i != best:
                roles[i] = "other"
    return roles


_DESCRIBES = re.compile(
    r"formål|beskriv|aktivitet|^(?:kort )?om (?:projekt|indsats)|indhold|metode|går ud på|^hvad (?!hedder)",
    re.IGNORECASE,
)


def _one_name(page: Page, rows: list[Line], roles: list[str], names: list[str]) -> list[str]:
    """Give the roles, one column of names: "Navn" beside "Kommune", and what describes goes before no name.

    "Kommune | Navn" has no two owners, and of "Tiltag | Formål" the first is what it is called.
    """
    cells = [[page.text[slice(*r.cells[i])].strip() for r in rows if i < len(r.cells)] for i in range(len(roles))]
    placed = {
        i for i, role in enumerate(roles) if role == "owner" and 2 * sum(map(holds_place, cells[i])) > len(cells[i])
    }
    left = [
        "title" if role == "owner" and placed and i not in placed and _JUST_NAME.match(names[i]) else role
        for i, role in enumerate(roles)
    ]
    described = [i for i, role in enumerate(left) if role == "title" and _DESCRIBES.search(names[i])]
    if described and not any(role == "title" for i, role in enumerate(left) if i not in described):
        unnamed = [i for i, role in enumerate(left) if not role and i < described[0] and are_names(cells[i])]
        if len(unnamed) == 1 and names[unnamed[0]]:
            left[unnamed[0]] = "title"
    if any(role == "title" for i, role in enumerate(left) if i not in described):
        left = ["other" if i in described else role for i, role in enumerate(left)]
    return left


_JUST_NAME = re.compile(r"^navn\W*$", re.IGNORECASE)


def _guess_roles(page: Page, rows: list[Line], roles: list[str]) -> list[str]:
    """Fill in the roles of columns that no header names, from what stands in them.

    The column of owners is the one with most places: in a list of many associations that may be a third of it.
    """
    open_columns: dict[int, list[str]] = {}
    for i, role in enumerate(roles):
        cells = [page.text[slice(*row.cells[i])].strip() for row in rows if i < len(row.cells)]
        if not role and any(cells):
            open_columns[i] = [cell for cell in cells if cell]

    def take(role: str, share: Callable[[str], bool], least: float) -> None:
        if role in roles:
            return
        shares = {i: sum(map(share, cells)) / len(cells) for i, cells in open_columns.items()}
        best = max(shares, key=lambda i: (shares[i], -i), default=None)
        if best is not None and shares[best] > least:
            roles[best] = role
            del open_columns[best]

    take("amount", holds_sum, 0.5)
    take("owner", holds_place, 0.5 if "title" in roles else 0.3)
    take("period", lambda cell: len(cell) < 40 and bool(find_periods(cell)), 0.5)
    take("title", may_be_name, 0.5)
    return roles
