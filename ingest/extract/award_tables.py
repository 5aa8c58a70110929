"""Award lists as tables: columns named by their headers, or told by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import find_dates, find_periods
from corpus.documents import BlockKind
from corpus.money import AmountMention
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.award_columns import Columns, find_columns
from ingest.extract.award_words import AWARD, context_of, is_total
from ingest.extract.draft import Found
from ingest.extract.entries import AwardRun, Entry, amount_found, clean_title, line_amount, place_founds
from ingest.extract.labels import role_of
from ingest.extract.lines import Line, Page
from ingest.extract.named_places import divide
from ingest.extract.place_tables import read_results
from ingest.extract.project_places import is_only_names
from ingest.extract.units import in_unit


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
    columns = find_columns(page, rows)
    roles, n_headers = columns.roles, columns.n_headers
    header = " ".join(_CONTACTS.sub("", r.text) for r in rows[:n_headers])
    if not {"owner", "title", *_BOTH} & set(roles) or _PRICES.search(header) or _is_form(page, rows):
        return None
    if (results := read_results(page, rows, roles, n_headers)) is not None:
        return results
    if not _TELLS & set(roles) and not AWARD.search(header):
        return None
    run = AwardRun([], context=header, context_line=rows[0].index)
    previous: Entry | None = None
    above: Line | None = None
    for row in rows[n_headers:]:
        entry = _read_row(page, row, columns) if not _spans_all(page, row) else None
        if entry is None or not (entry.places or entry.owner or entry.amount or entry.title):
            if above is not None and previous is not None:
                _end_wrapped_period(page, above, row, columns, previous)
            continue
        above = row
        if entry.is_total or _sums_up(entry, run.entries):
            run.stated_total = run.stated_total or entry.amount
            continue
        if not entry.places and not entry.owner and previous is not None and (entry.amount or entry.title):
            if entry.amount is None and entry.title is not None:
                continue  # a title that wrapped into the next row
            entry.places, entry.owner = previous.places, previous.owner
        if entry.places or entry.owner:
            run.entries.append(entry)
            previous = entry
    if not {"title", *_BOTH} & set(roles):
        _tell_apart(page, run.entries)
    return run if run.entries else None


_BOTH = ("both", "named")
_NAMING = ("owner", "title", *_BOTH)
_TELLS = frozenset(
    (*_BOTH, "amount", "title", "track", "outcome", "period", "start", "end", "year", "region", "target", "status")
)
"""Roles of columns that make names beside them more than names, where the words above tell of awards."""
_CONTACTS = re.compile(r"\b(?:kontakt(?:person(?:er)?|oplysninger|info)?|e-?mail|telefon|tlf)\b\.?", re.IGNORECASE)
_LEAST_LABELS = 2


def _is_form(page: Page, rows: list[Line]) -> bool:
    """Tell whether a table of two columns is one project's form: labels at its left, their values beside them."""
    if len(rows) > _MAX_FORM or any(len(row.cells) != 2 for row in rows):
        return False
    roles = [role for row in rows if (role := role_of(page.text[slice(*row.cells[0])]))]
    return len(set(roles)) >= _LEAST_LABELS and len(roles) * 2 > len(rows)


_MAX_FORM = 12  # rows
_PRICES = re.compile(r"\b(?:pris|takst|gebyr|egenbetaling|deltagerpris|tilmelding\w*|kursusafgift)\b", re.IGNORECASE)
_OPEN_PERIOD = re.compile(r"(?:[-–—]|\btil|\bog)\s*(?:\d{1,2}\.?\s)?[a-zæøå]*\.?\s*$", re.IGNORECASE)


def _end_wrapped_period(page: Page, above: Line, row: Line, columns: Columns, entry: Entry) -> None:
    """Add the rest of a period whose cell goes on in the row below: "august 2023 - december" over "2025"."""
    if "period" not in columns.roles:
        return
    i = columns.roles.index("period")
    if i >= len(above.cells) or i >= len(row.cells):
        return
    (a, b), (c, d) = above.cells[i], row.cells[i]
    if not re.match(r"\s*(?:\d|[a-zæøå])", page.text[c:d]) or not _OPEN_PERIOD.search(page.text[a:b]):
        return
    whole = f"{page.text[a:b].strip()} {page.text[c:d].strip()}"
    for period in find_periods(whole):
        if period.from_iso and period.to_iso:
            entry.period_from = Found(period.from_iso, a, b, 0.9)
            entry.period_to = Found(period.to_iso, a, d, 0.9)


def _tell_apart(page: Page, entries: list[Entry]) -> None:
    """Name those rows of one municipality that differ by what stands behind it: "Havby, Ro i natten"."""
    rows: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        if entry.places and entry.title is None:
            rows.setdefault(tuple(str(p.value) for p in entry.places), []).append(entry)
    for same in rows.values():
        names = [_behind(page, entry) for entry in same] if len(same) > 1 else []
        if names and all(names) and len({name.value for name in names if name}) == len(names):
            for entry, name in zip(same, names, strict=True):
                entry.title = name


_BEHIND = re.compile(r"(?:\s[Kk]ommune)?(?:,\s|:\s|\s[-–—]\s)(?P<name>[A-ZÆØÅ][^\t\n]{3,120})")


def _behind(page: Page, entry: Entry) -> Found | None:
    """Give what stands behind the municipality in its own cell."""
    name = _BEHIND.match(page.text, entry.places[-1].char_end, entry.char_end)
    return clean_title(name["name"], name.start("name")) if name else None


def _spans_all(page: Page, row: Line) -> bool:
    """Tell whether a row is one cell over the whole table: a heading within it, "Region Sjælland" or "Spor 2"."""
    return len({page.text[a:b] for a, b in row.cells}) == 1 < len(row.cells)


_ENDS_AS_TOTAL = re.compile(r"\b(?:i alt|ialt|samlet|subtotal|total(?:t|sum)?)\W*$", re.IGNORECASE)


def _sums_up(entry: Entry, before: list[Entry]) -> bool:
    """Tell whether a row is nothing but the sum of the rows above it, though no word says so."""
    if entry.amount is None or entry.places:
        return False
    if entry.owner and _ENDS_AS_TOTAL.search(str(entry.owner.value)):  # "Region Sjælland i alt"
        is_same = entry.title is None or entry.title.value == entry.owner.value
        return is_same and any(e.amount for e in before)
    if entry.title or entry.owner or len(before) < 2:
        return False
    return bool(entry.amount.value == sum(e.amount.value for e in before if e.amount))


_PLAIN_SUM = re.compile(r"(?:\d{4,9}|\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:,\d{1,2}|,-)?")
# "Herning (Mandeklubben Mosen)"
_BRACKETS = re.compile(r"\s*(?:kommune\s*)?\((?P<title>[A-ZÆØÅ][^()]{5,120})\)\s*$", re.IGNORECASE)


def _in_brackets(text: str, at: int, mentions: list[PlaceMention]) -> Found | None:
    """Give the project's name where it stands in brackets behind its municipality, as other applicants do not."""
    if not mentions or mentions[0].char_start > 1:
        return None
    match = _BRACKETS.match(text, mentions[0].char_end)
    if match is None or find_municipalities(match["title"]) or _NO_NAME.search(match["title"]):
        return None
    return clean_title(match["title"], at + match.start("title"))


_NO_NAME = re.compile(r"\b(?:ansøger|tovholder|i samarbejde|sammen med|fælles|m\.fl|region|kommune)", re.IGNORECASE)


def _is_whole(place: Found, at: int, text: str) -> bool:
    """Tell whether a cell is nothing but an old municipality's name: "Frederiksværk-Hundested"."""
    return place.char_start == at and place.char_end - at == len(text) and place.confidence >= _WHOLE_ALIAS


_OWNER_LINE = re.compile(r"(?<=[\w”\"»!?.)])\s(?P<owner>[A-ZÆØÅ][^.,;:!?]{2,60}?\s(?:Regionsk|K|k)ommuner?)$")


def _before_owner(title: Found) -> Found:
    """Give a name without the owner that stands on the line below it in its cell: "Friskere liv / Havby Kommune"."""
    text = str(title.value)
    for owner in _OWNER_LINE.finditer(text):
        begin = owner.start("owner")
        if is_only_names(text[begin:]) and not _JOINS.search(text[:begin].rstrip()):
            name = text[:begin].rstrip()
            return Found(name, title.char_start, title.char_start + len(name), title.confidence)
    return title


_JOINS = re.compile(r"\b(?:i|på|for|af|fra|med|hos|ved|til|og|samt|mellem|om)$")
_REFUSED = re.compile(
    r"(?:fik |har fået |givet )?(?:afslag(?: givet)?|afslået|afvist|ikke (?:imødekommet|støttet|bevill?i?get|"
    r"tildelt))\W*",
    re.IGNORECASE,
)
_WHOLE_ALIAS = 0.45  # a former name that became part of one municipality only


def _slipped_in(title: Found) -> Found | None:
    """Give the sum that stands within a title whose own column is empty: a table without rules, read across."""
    sums = list(re.finditer(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){1,3}(?![\d.,]\d)", str(title.value)))
    if len(sums) != 1 or int(sums[0][0].replace(".", "")) < 10_000:
        return None
    start = title.char_start + sums[0].start()
    return Found(int(sums[0][0].replace(".", "")), start, start + len(sums[0][0]), 0.85)


def _only_places(title: Found) -> list[Found]:
    """Give the municipalities of a cell that holds nothing but their names."""
    mentions = [m for m in find_municipalities(str(title.value)) if m.confidence >= LIKELY]
    left = str(title.value)
    for m in reversed(mentions):
        left = left[: m.char_start] + left[m.char_end :]
    bare = re.sub(r"(?i)\b(?:regions)?kommun\w*|\bog\b|\bsamt\b|[\W\d_]", "", left)
    return place_founds(mentions, title.char_start) if mentions and not bare else []


def _read_row(page: Page, row: Line, columns: Columns) -> Entry | None:
    entry = Entry(row.char_start, row.char_end, row.index, form="table", path=row.path)
    entry.is_only_names = "track" in columns.roles
    who = [page.text[a:b] for (a, b), role in zip(row.cells, columns.roles, strict=False) if role in _NAMING]
    named = any(cell.strip() and not is_total(cell) for cell in who)
    any_total = any(
        is_total(page.text[a:b])
        for (a, b), role in zip(row.cells[:3], columns.roles, strict=False)
        if not (named and role == "amount")  # "I alt 900.000 kr." beside a name is that one's
    )
    for role, unit, (a, b) in zip(columns.roles, columns.units, row.cells, strict=False):
        cell = page.text[a:b]
        lead = len(cell) - len(cell.lstrip())
        text, at = cell.strip(), a + lead
        if not text or text in ("-", "–", "—"):
            continue
        if role in ("amount", "status") and _REFUSED.fullmatch(text):
            return None
        if role in _BOTH:
            whose = divide(text, is_loose=role == "named")
            if whose is not None:
                begin, end = whose.name
                entry.places = place_founds(whose.mentions, at, 0.0)
                entry.title = clean_title(text[begin:end], at + begin)
                continue
            role = "owner" if find_municipalities(text) else "title"
        if role == "amount":
            amount = in_unit(text, unit) or line_amount(text)
            if amount is None and (plain := _PLAIN_SUM.fullmatch(text)):
                amount = AmountMention(0, len(plain[0]), int(re.sub(r"\D", "", plain[0].split(",")[0])))
            entry.amount = amount_found(amount, at, 0.97) if amount else None
        elif role == "owner":
            mentions = find_municipalities(text)
            places = place_founds(mentions, at, 0.19) if len(text) < 30 and mentions else place_founds(mentions, at)
            places = [f for f in places if f.confidence >= LIKELY or _is_whole(f, at, text)]
            entry.title = entry.title or _in_brackets(text, at, mentions)
            if places:
                entry.places = places
            else:
                entry.owner = clean_title(text, at)
        elif role == "title":
            entry.title = entry.title or clean_title(text, at)
        elif role == "period" and (year := re.fullmatch(r"20\d\d", text)):
            entry.period_from = entry.period_to = Found(year[0], at, at + 4, 0.9)
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
    if entry.amount is None and entry.title is not None and "amount" in columns.roles:
        entry.amount = _slipped_in(entry.title)
    if any_total:
        entry.is_total = True
        return entry if entry.amount else None
    if entry.title is not None and (more := _only_places(entry.title)):
        # a list of names that was cut in two, "Hillerød og | Fredensborg | 3.210.000 kr.", or "Projekt" over them
        known = {p.value for p in entry.places}
        entry.places = [*entry.places, *(p for p in more if p.value not in known)]
        entry.title = None
    if not entry.places and not entry.owner and entry.title is not None:
        inside = [m for m in find_municipalities(entry.title.value) if m.confidence >= 0.85]
        entry.places = place_founds(inside, entry.title.char_start)
        entry.title = _before_owner(entry.title)
    return entry if entry.places or entry.owner or entry.amount or entry.title else None
