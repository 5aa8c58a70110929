"""Award lists as tables: columns named by their headers, or told by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import find_dates, find_periods
from corpus.documents import BlockKind
from corpus.money import AmountMention, find_amounts
from corpus.places import LIKELY, find_municipalities
from ingest.extract.award_words import AWARD, TOTAL, context_of
from ingest.extract.draft import Found
from ingest.extract.entries import AwardRun, Entry, amount_found, clean_title, line_amount, place_founds
from ingest.extract.lines import Line, Page

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("applied", re.compile(r"ansøgt|søgt beløb|søgt$", re.I)),
    ("amount", re.compile(
        r"beløb|bevil|tildelt|tilskud(?!smod)|støtte|tilsagn(?!shaver|smod)|\bkr\b|kroner|mio|sum\b|total|i alt|"
        r"tildeling|ramme", re.I)),
    ("period", re.compile(r"periode|varighed|løbetid", re.I)),
    ("start", re.compile(r"^(?:projekt)?start", re.I)),
    ("end", re.compile(r"^(?:projekt)?(?:slut|afslut)", re.I)),
    ("year", re.compile(r"^år(?:stal)?\b|tildelingsår|opslag|runde|udmøntning", re.I)),
    ("region", re.compile(r"^region", re.I)),
    ("owner", re.compile(
        r"kommune|ansøger|modtager|projektejer|tilsagnshaver|^navn|ejer|organisation|hvem|institution|deltager", re.I)),
    ("outcome", re.compile(r"resultat|effekt|udbytte", re.I)),
    ("status", re.compile(r"status", re.I)),
    ("target", re.compile(r"målgruppe", re.I)),
    ("title", re.compile(r"projekt|titel|indsats|emne|formål|beskrivelse|aktivitet|model|spor", re.I)),
)  # fmt: skip


def table_runs(page: Page) -> Iterator[AwardRun]:
    """Give the tables of a page that say who was awarded, each as a run of entries."""
    tables: dict[int, list[Line]] = {}
    for line in page.lines:
        if line.kind is BlockKind.TABLE_ROW and len(line.cells) >= 2:
            tables.setdefault(line.group, []).append(line)
    for rows in tables.values():
        run = read_table(page, rows)
        if run is not None:
            run.context = f"{context_of(page, rows[0])} {run.context}"
            yield run


def read_table(page: Page, rows: list[Line]) -> AwardRun | None:
    """Read a table into a run of entries; `None` if no column says who was awarded."""
    roles, n_headers = _column_roles(page, rows)
    header = " ".join(r.text for r in rows[:n_headers])
    roles = _guess_roles(page, rows[n_headers:], roles)
    if "owner" not in roles and "title" not in roles:
        return None
    if "amount" not in roles and "title" not in roles and not AWARD.search(header):
        return None
    run = AwardRun([], context=header, context_line=rows[0].index)
    previous: Entry | None = None
    for row in rows[n_headers:]:
        entry = _read_row(page, row, roles)
        if entry is None:
            continue
        if entry.is_total:
            run.stated_total = run.stated_total or entry.amount
            continue
        if not entry.places and not entry.owner and previous is not None and (entry.amount or entry.title):
            if entry.amount is None and entry.title is not None:
                continue  # a title that wrapped into the next row
            entry.places, entry.owner = previous.places, previous.owner
        if entry.places or entry.owner:
            run.entries.append(entry)
            previous = entry
    return run if run.entries else None


def _column_roles(page: Page, rows: list[Line]) -> tuple[list[str], int]:
    """Give each column's role and how many header rows there are."""
    headers: list[Line] = []
    for row in rows[: 3 + _n_spanning(page, rows)]:
        words = [page.text[a:b] for a, b in row.cells]
        is_title = row in rows[: _n_spanning(page, rows)] and not find_amounts(row.text)
        is_header = (
            row.is_header
            or is_title
            or (
                not any(find_amounts(w) for w in words)
                and sum(any(p.search(w) for _, p in _COLUMNS) for w in words) >= min(2, len(words))
                and not any(m.confidence >= LIKELY for w in words for m in find_municipalities(w))
            )
        )
        if not is_header:
            break
        headers.append(row)
    width = max(len(r.cells) for r in rows)
    names = [""] * width
    for row in headers:
        if len({page.text[a:b] for a, b in row.cells if b > a}) < 2 <= width:
            continue  # one cell over the whole table is its title and names no column
        for i, (a, b) in enumerate(row.cells):
            names[i] = f"{names[i]} {page.text[a:b]}".strip() if page.text[a:b] not in names[i] else names[i]
    roles: list[str] = []
    for name in names:
        role = next((r for r, p in _COLUMNS if name and p.search(name)), "")
        if (
            role == "amount"
            and re.search(r"^\s*(?:projekt|titel)", name, re.I)
            and not re.search(r"beløb|kr", name, re.I)
        ):
            role = "title"
        if role == "owner" and re.search(r"projekt(?:titel|navn|ets)|titel", name, re.I):
            role = "title"
        roles.append(role)
    return _one_amount(roles, names), len(headers)


def _n_spanning(page: Page, rows: list[Line]) -> int:
    """Give how many rows at the top are one cell over all columns: the table's own title."""
    width = max(len(row.cells) for row in rows)
    n_titles = 0
    for row in rows[:2]:
        if len({page.text[a:b] for a, b in row.cells if b > a}) > 1 or width < 2:
            break
        n_titles += 1
    return n_titles


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
    """Fill in the roles of columns that no header names, from what stands in them."""
    width = len(roles)
    for i in range(width):
        if roles[i]:
            continue
        cells = [page.text[r.cells[i][0] : r.cells[i][1]].strip() for r in rows if i < len(r.cells)]
        cells = [c for c in cells if c]
        if not cells:
            continue
        money = sum(bool(line_amount(c)) and len(c) < 30 for c in cells) / len(cells)
        place = sum(any(m.confidence >= LIKELY for m in find_municipalities(c)) and len(c) < 90 for c in cells) / len(
            cells
        )
        period = sum(bool(find_periods(c)) and len(c) < 40 for c in cells) / len(cells)
        if money > 0.5 and "amount" not in roles:
            roles[i] = "amount"
        elif place > 0.5 and "owner" not in roles:
            roles[i] = "owner"
        elif period > 0.5 and "period" not in roles:
            roles[i] = "period"
        elif "title" not in roles and sum(len(c) > 8 for c in cells) > len(cells) / 2:
            roles[i] = "title"
    return roles


def _only_places(title: Found) -> list[Found]:
    """Give the municipalities of a cell that holds nothing but their names."""
    mentions = [m for m in find_municipalities(str(title.value)) if m.confidence >= LIKELY]
    left = str(title.value)
    for m in reversed(mentions):
        left = left[: m.char_start] + left[m.char_end :]
    bare = re.sub(r"(?i)\b(?:regions)?kommun\w*|\bog\b|\bsamt\b|[\W\d_]", "", left)
    return place_founds(mentions, title.char_start) if mentions and not bare else []


def _read_row(page: Page, row: Line, roles: list[str]) -> Entry | None:
    entry = Entry(row.char_start, row.char_end, row.index, form="table", path=row.path)
    first = page.text[row.cells[0][0] : row.cells[0][1]] if row.cells else ""
    any_total = any(TOTAL.match(page.text[a:b]) for a, b in row.cells[:2])
    for role, (a, b) in zip(roles, row.cells, strict=False):
        cell = page.text[a:b]
        lead = len(cell) - len(cell.lstrip())
        text, at = cell.strip(), a + lead
        if not text or text in ("-", "–", "—"):
            continue
        if role == "amount":
            amount = line_amount(text)
            if amount is None and (plain := re.fullmatch(r"\d{4,9}(?:,\d{1,2})?", text)):
                amount = AmountMention(0, len(plain[0]), int(plain[0].split(",")[0]))
            entry.amount = amount_found(amount, at, 0.97) if amount else None
        elif role == "owner":
            mentions = find_municipalities(text)
            entry.places = (
                place_founds(mentions, at, 0.19) if len(text) < 30 and mentions else place_founds(mentions, at)
            )
            entry.places = [f for f in entry.places if f.confidence >= LIKELY]
            if not entry.places:
                entry.owner = clean_title(text, at)
        elif role == "title":
            entry.title = entry.title or clean_title(text, at)
        elif role == "period" and (periods := find_periods(text)):
            for p in periods:
                span = (at + p.char_start, at + p.char_end)
                if p.from_iso:
                    entry.period_from = Found(p.from_iso, *span, 0.93)
                if p.to_iso:
                    entry.period_to = Found(p.to_iso, *span, 0.93)
        elif role in ("start", "end"):
            dates = find_dates(text)
            if dates:
                value = Found(dates[0].iso, at + dates[0].char_start, at + dates[0].char_end, 0.92)
                if role == "start":
                    entry.period_from = value
                else:
                    entry.period_to = value
        elif role == "year" and (year := re.search(r"(?<!\d)20\d\d(?!\d)", text)):
            entry.year = Found(int(year[0]), at + year.start(), at + year.end(), 0.9)
        elif role == "outcome":
            entry.outcome_cell = (at, at + len(text))
        elif role == "status":
            entry.status_cell = (at, at + len(text))
        elif role == "target":
            entry.target = Found(text, at, at + len(text), 0.9)
    if any_total or TOTAL.match(first):
        entry.is_total = True
        return entry if entry.amount else None
    if entry.title is not None and (entry.places or entry.owner) and (more := _only_places(entry.title)):
        # a list of names that was cut in two: "Hillerød og | Fredensborg | 3.210.000 kr."
        known = {p.value for p in entry.places}
        entry.places = [*entry.places, *(p for p in more if p.value not in known)]
        entry.title = None
    if not entry.places and not entry.owner and entry.title is not None:
        inside = [m for m in find_municipalities(entry.title.value) if m.confidence >= 0.85]
        entry.places = place_founds(inside, entry.title.char_start)
    return entry if entry.places or entry.owner or entry.amount or entry.title else None
