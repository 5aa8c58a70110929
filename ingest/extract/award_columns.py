"""What the columns of a table say: whose, what, how much, when; by their headers, or by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.dates import find_periods
from corpus.money import find_amounts
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.award_words import TRACK
from ingest.extract.entries import line_amount
from ingest.extract.lines import Line, Page
from ingest.extract.named_places import divide, heads_names, names_both, tells_of_doings
from ingest.extract.place_tables import is_measure
from ingest.extract.result_tables import pairs_of
from ingest.extract.units import stated_unit, unit_of, without_unit

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("applied", re.compile(r"ansøgt|søgt beløb|søgt$", re.I)),
    ("owner", re.compile(
        r"^(?!.*(?:beløb|\bkr\b)).*(?:(?:bevillings|støtte|tilsagns|puljemiddel)(?:modtager|haver)|modtagerkommune)",
        re.I)),
    ("amount", re.compile(
        r"beløb|bevil|tildelt|tilskud(?!smod)|støtte|tilsagn(?!shaver|smod)|\bkr\b|kroner|mio|sum\b|total|i alt|"
        r"tildeling|ramme", re.I)),
    ("period", re.compile(
        r"periode|varighed|løbetid|"
        r"^(?:projekt)?start(?:dato)?\W+(?:og |til |eller )?\W*(?:projekt)?(?:slut|afslut|sidst)|"
        r"^fra\W+(?:og )?(?:\w+ )?til\b|^tids(?:rum|plan|ramme)|^løber\b|^hvornår\W*$|^år\W+fra\W+til", re.I)),
    ("start", re.compile(r"^(?:projekt)?start", re.I)),
    ("end", re.compile(r"^(?:projekt)?(?:slut|afslut)", re.I)),
    ("year", re.compile(r"^år(?:stal)?\b|tildelingsår|opslag|runde|udmøntning", re.I)),
    ("region", re.compile(r"^region", re.I)),
    ("outcome", re.compile(
        r"resultat|effekt|udbytte|virkning|konklusion|målopfyldelse|udfald|kom der ud|(?:gik|går) det|opnåe|fandt|"
        r"evaluators|^(?:\w+ )?(?:vurdering|bedømmelse)$|(?:vurdering|status|udvikling) (?:efter|ved)|efter projektet|"
        r"hvad (?:viser|viste|skete|sker|lærte|ved vi)|det (?:viser|viste|skete)|målinger|forandring|hovedfund|"
        r"^(?:mål(?:et|ene)? )?(?:er )?(?:nået|opfyldt|indfriet)\b", re.I)),
    ("told", re.compile(
        r"\b(?:gjorde|gjort|gør|lavede|lavet|laver|afprøvede|afprøvet|prøvede|prøvet|arbejdede|arbejdet|arbejder|satte|"
        r"valgte|brugte|foregik)\b|^(?:det|hvad|her|sådan)\b.*\b(?:vil|skal)\b|\bkommunen (?:vil|skal)\b", re.I)),
    ("owner", re.compile(
        r"kommune|ansøger|modtager|projektejer|tilsagnshaver|^navn|ejer|organisation|hvem|institution|deltager|"
        r"^(?:sted|hvor)\W*$", re.I)),
    ("status", re.compile(r"status", re.I)),
    ("target", re.compile(r"målgruppe", re.I)),
    ("title", re.compile(
        r"projekt|titel|indsats|emne|formål|beskrivelse|aktivitet|model|spor|^tema|^kategori|"
        r"^del(?:pulje|program)|område", re.I)),
)  # fmt: skip
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
    names, n_headers = _header_names(page, rows)
    names = _parted(page, rows[n_headers:], names)
    roles = _without_counts(page, rows[n_headers:], [_role_of(without_unit(name)) for name in names], names)
    roles = _guess_roles(page, rows[n_headers:], _one_amount(roles, names))
    roles = ["period" if r == "year" and _are_spans(page, rows[n_headers:], i) else r for i, r in enumerate(roles)]
    roles = _with_results(page, rows, roles, names, n_headers)
    roles = _with_both(page, rows[n_headers:], _with_tracks(page, rows[n_headers:], roles, names), names)
    units = [unit_of(name) for name in names]
    if "amount" in roles and units[(column := roles.index("amount"))] == 1:
        units[column] = stated_unit(page, rows[0], rows[-1])
    return Columns(roles, units, n_headers)


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
    if len(owners) > 1 and any(any(map(_holds_place, columns[i])) for i in owners):
        roles = [
            "" if role == "owner" and not any(map(_holds_place, columns[i])) else role for i, role in enumerate(roles)
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
    is_guessed = role == "title" and not _role_of(name)
    return (
        "measure" if is_measure(name, cells, is_guessed=is_guessed, has_times=has_times and role == "title") else role
    )


def _likely(page: Page, row: Line, column: int) -> list[PlaceMention]:
    return [m for m in find_municipalities(page.text[slice(*row.cells[column])]) if m.confidence >= LIKELY]


def _header_names(page: Page, rows: list[Line]) -> tuple[list[str], int]:
    """Give what the header rows call each column, and how many such rows there are."""
    headers: list[Line] = []
    for row in rows[: 3 + _n_spanning(page, rows)]:
        words = [without_unit(page.text[a:b]) for a, b in row.cells]
        is_title = row in rows[: _n_spanning(page, rows)] and not find_amounts(row.text)
        is_header = (
            row.is_header
            or is_title
            or _heads_times(page, row)
            or (
                not any(find_amounts(w) for w in words)
                and sum(any(p.search(w) for _, p in _COLUMNS) for w in words) >= min(2, len(words))
                and not any(m.confidence >= LIKELY for w in words for m in find_municipalities(w))
            )
        )
        if not is_header:
            break
        headers.append(row)
    if not headers and _is_unlike(page, rows):
        headers = rows[:1]
    width = max(len(r.cells) for r in rows)
    names = [""] * width
    for row in headers:
        if len({page.text[a:b] for a, b in row.cells if b > a}) < 2 <= width:
            continue  # one cell over the whole table is its title and names no column
        for i, (a, b) in enumerate(row.cells):
            name = _CUT_WORD.sub("", page.text[a:b].strip())
            if name not in names[i]:
                names[i] = _joined(names[i], name)
    return names, len(headers)


def _heads_times(page: Page, row: Line) -> bool:
    """Tell whether a row heads columns of the time before and after, and names no place."""
    words = [page.text[a:b] for a, b in row.cells]
    return bool(pairs_of(row)) and not any(m.confidence >= LIKELY for w in words for m in find_municipalities(w))


def _are_spans(page: Page, rows: list[Line], column: int) -> bool:
    """Tell whether most cells of a column headed by "År" are spans of years: "2018-2020"."""
    cells = [page.text[slice(*r.cells[column])] for r in rows if column < len(r.cells)]
    return sum(_SPAN.fullmatch(cell) is not None for cell in cells) * 2 > len(cells)


_SPAN = re.compile(r"\W*20\d\d\s?(?:[-–—/]|til)\s?(?:20)?\d\d\W*")


def _parted(page: Page, rows: list[Line], names: list[str]) -> list[str]:
    """Give the names of the columns, each where its cells are: "Periode Bevilget beløb" over two parted.

    The next column has no name but a unit, or the end of one, and holds the sums that the first is named for and lacks.
    """
    names = [*names]
    for i in range(len(names) - 1):
        at = _SUM_HEAD.search(names[i])
        if at is None or at.start() == 0 or not _UNIT_HEAD.fullmatch(names[i + 1]):
            continue
        here, beside = ([page.text[slice(*r.cells[j])].strip() for r in rows if j < len(r.cells)] for j in (i, i + 1))
        if sum(map(_holds_sum, here)) * 4 < len(here) and sum(map(_holds_sum, beside)) * 2 > len(beside):
            names[i], names[i + 1] = names[i][: at.start()].strip(), f"{names[i][at.start() :]} {names[i + 1]}".strip()
    return names


_SUM_HEAD = re.compile(
    r"(?:(?:bevill?i?get|bevill?i?gede|tildelt|samlet|støttet|tilskud|støtte|bevilling\w*|tilsagn\w*)\b\s?)?"
    r"\b(?:\w*beløb|bevill?i?get|bevilling|tilskud|tilsagn|støtte|sum|kr|kroner)\b",
    re.IGNORECASE,
)
_UNIT_HEAD = re.compile(r"\W*(?:i |beløb )?(?:hele )?(?:kr|kroner|dkk|mio\.? kr|1\.?000 kr|beløb)?\W*", re.IGNORECASE)
_CUT_WORD = re.compile(r"(?<=[a-zæøå])-\s(?=(?!og\b|eller\b)[a-zæøå])")  # "Tilskuds- modtager", cut by its column


def _joined(first: str, second: str) -> str:
    """Join two lines of a header; a word that was cut at the end of the first is whole again."""
    if first.endswith("-") and second[:1].islower():
        return first[:-1] + second
    return f"{first} {second}".strip()


def _is_unlike(page: Page, rows: list[Line]) -> bool:
    """Tell whether the first row heads columns in words of its own: short, and none of what stands under it.

    "Hvem | Hvad | Hvor meget" over names and sums: no place, no sum and no figure, where most rows below have them.
    """
    if len(rows) < 3 or any(len(row.cells) != len(rows[0].cells) for row in rows):
        return False
    names = [page.text[a:b].strip() for a, b in rows[0].cells]
    if not all(name and len(name) < 40 and not re.search(r"\d", name) for name in names):
        return False
    if any(m.confidence >= LIKELY for m in find_municipalities(rows[0].text)):
        return False
    for holds in (_holds_sum, _holds_place):
        for column in range(len(names)):
            cells = [page.text[slice(*row.cells[column])].strip() for row in rows[1:]]
            if sum(holds(cell) for cell in cells) * 4 >= len(cells) * 3:
                return True
    return False


def _holds_sum(cell: str) -> bool:
    return len(cell) < 30 and line_amount(cell) is not None


def _may_be_name(cell: str) -> bool:
    return len(cell) > 8 and re.search(r"[^\W\d_]{3}", cell) is not None and not _FIGURE.fullmatch(cell)


def _holds_place(cell: str) -> bool:
    return len(cell) < 90 and any(m.confidence >= LIKELY for m in find_municipalities(cell))


def _role_of(name: str) -> str:
    role = next((r for r, p in _COLUMNS if name and p.search(name)), "")
    is_project = re.search(r"^\s*(?:projekt|titel)", name, re.IGNORECASE)
    if role == "amount" and is_project and not re.search(r"beløb|kr", name, re.IGNORECASE):
        return "title"
    if role == "owner" and re.search(r"projekt(?:titel|navn|ets)|titel", name, re.IGNORECASE):
        return "title"
    return role


def _n_spanning(page: Page, rows: list[Line]) -> int:
    """Give how many rows at the top are one cell over all columns: the table's own title."""
    width = max(len(row.cells) for row in rows)
    n_titles = 0
    for row in rows[:2]:
        if len({page.text[a:b] for a, b in row.cells if b > a}) > 1 or width < 2:
            break
        n_titles += 1
    return n_titles


_FIGURE = re.compile(r"\W*\d{1,4}(?:,\d)?\W*(?:pct\.?|procent|%|stk\.?)?\W*")
_MONEY = re.compile(r"beløb|bevil|tildel|tilskud|støtte|tilsagn|\bkr\b|kroner|mio|ramme", re.IGNORECASE)


def _without_counts(page: Page, rows: list[Line], roles: list[str], names: list[str]) -> list[str]:
    """Give the roles, none to columns that count people or things: "Deltagere", "Unge i alt" beside "Tilskud"."""
    sums = [i for i, role in enumerate(roles) if role == "amount" and _MONEY.search(names[i])]
    left = [*roles]
    for i, role in enumerate(roles):
        cells = [cell for r in rows if i < len(r.cells) and (cell := page.text[slice(*r.cells[i])].strip())]
        is_open = role == "owner" or (role == "amount" and i not in sums and len(sums) > 0)
        if is_open and len(cells) > 1 and all(_FIGURE.fullmatch(cell) for cell in cells):
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

    take("amount", _holds_sum, 0.5)
    take("owner", _holds_place, 0.5 if "title" in roles else 0.3)
    take("period", lambda cell: len(cell) < 40 and bool(find_periods(cell)), 0.5)
    take("title", _may_be_name, 0.5)
    return roles
