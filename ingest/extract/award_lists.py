"""Award lists in all their forms: bullets, tables, flattened tables, names alone, prose.

A list is read line by line into entries (who, what, how much), entries are gathered into runs, and a run counts only
where its heading, its introduction or its own amounts say that something was awarded. Applicants, refusals,
nominations and contact lists look the same and do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.dates import find_periods
from corpus.documents import BlockKind, DocumentKind
from corpus.money import AmountMention, find_amounts
from corpus.places import LIKELY, PlaceMention, find_municipalities
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page, without_bullet

_TOTAL = re.compile(
    r"^\s*(?:i\s?alt|samlet(?:\s(?:beløb|sum|bevilling|tildeling|set))?|total(?:t|sum)?|sum|hovedtotal|ialt|"
    r"tilsammen)\b",
    re.IGNORECASE,
)
_SMALL_AMOUNT = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d{1,2}|,-)?(?![\w.,]*\d)\s*$")
_AWARD = re.compile(
    r"tildel|bevil(?:get|ling|ge)|udmønt|modtage[rt]|har fået|får\b|fik\b|støtte|tilsagn|udvalgt|tilskud|"
    r"afsluttede projekter|"
    r"projektbeskrivelse|deltagende kommuner|deltager i|fordel(?:t|ing|es)|projekter i puljen|de (?:\d+|to|"
    r"tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv) "
    r"(?:udvalgte |støttede )?(?:projekter|kommuner)|enkelte (?:afsluttede )?projekter|projekterne|"
    r"projektkommuner|modelkommuner|følgende kommuner|"
    r"følgende projekter|listen over projekter|projektoversigt|oversigt over projekter|puljens projekter|"
    r"deltagerkommuner",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"afslag|afslået|ikke (?:fået|imødekommet|støttet|tildelt|modtaget)|ansøgte? (?:beløb|om)|har søgt|"
    r"søger om|udpeg|indstill|medlemmer|"
    r"repræsent|tilmeld|kan søge|kan ansøge|kontaktperson|læs også|relaterede|styregruppe|arbejdsgruppe|"
    r"følgegruppe|bestyrelse|"
    r"oplægsholder|høringspart|ansøgere:?$|indkomne ansøgninger|modtagne ansøgninger|reservelist|genveje|nyhedsbrev|"
    r"trukket sig|ikke med længere|inspiration fra|netværksmøde|program for dagen",
    re.IGNORECASE,
)
_APPLIED_COLUMN = re.compile(r"ansøgt|søgt", re.IGNORECASE)
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
_OWNER_LABEL = re.compile(
    r"(?:[:,;.–-]?\s*\(?(?:projektejer|hovedansøger|ansøger|tilskudsmodtagere?|tilsagnshaver|projektkommuner?)"
    r"|[:,;.–-]\s*\(?kommuner?)\s*:\s*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:[–—:|\t]|\s-\s|\s-(?=\S)|,(?=\s)|\.(?=\s)|[(])\s*")
_STRIP = " \t\u00a0–—-:|,;.()\"”“„»«'’*•"
_VERBS = re.compile(
    r"\b(?:får|fik|har fået|modtager|modtog|har modtaget|er (?:blevet )?tildelt|tildeles|er bevilget|"
    r"er blevet bevilget|bevilges|blev tildelt|"
    r"har opnået|kan se frem til|støttes med|er støttet med|er blevet støttet)\b",
    re.IGNORECASE,
)
# Names in a sentence that says who got money, each for a project of its own.
_GOES_TO = re.compile(
    r"(?:pengene|midlerne|støtten|puljen|puljemidlerne|tilsagnene)\b[^.]{0,40}\b(?:går|gik|gives|er givet|"
    r"er fordelt|blev fordelt|fordeles|er gået|deles|tildeles|er tildelt) (?:til|mellem|blandt)|"
    r"(?:er|blev) (?:der )?(?:givet|bevilget|fordelt) (?:støtte|tilskud|midler|tilsagn) til|"
    r"(?:modtager|modtog|har fået|har modtaget|får|fik) (?:støtte|penge|midler|tilsagn)|fået del i|får del i|"
    r"er blevet udvalgt|blev udvalgt|er udvalgt",
    re.IGNORECASE,
)
_POOL_BEFORE = re.compile(r"pulje\w*\s?$", re.IGNORECASE)
_AWARD_TOLD = re.compile(
    r"bevilling\w*|tilsagn|tilskud|tildel\w*|støtte(?:t|s|n)?\b|kan glæde sig over|meddeles|går \d|"
    r"\bgår\b[^.]{0,30}\btil\b|skal for \d|fået \d|modtager \d|fået bevilget|fra puljen|puljemidler",
    re.IGNORECASE,
)
_NO_AWARD_SUM = re.compile(
    r"ansøg\w*|søgt\b|søgte|afsat|ramme|puljen? (?:er )?på|i alt|tilsammen|samlet|sparet?|besparelse\w*|"
    r"udgift\w*|koster|kostede|budget|egenfinans\w*|medfinans\w*",
    re.IGNORECASE,
)
_PROJECT_IN_QUOTES = re.compile(r"[\"”“»„](?P<title>[^\"”“»«„\n]{4,160})[\"”“«”]")
_TITLE_AFTER = re.compile(r"\b(?:til|for)\s(?:at\s|projektet\s|et\sprojekt\s(?:om|med)\s)?(?P<title>[^.\n]{6,160})")
_NO_TITLE = re.compile(
    r"^(?:kommuner?|regionskommune|m\.fl\.?|læs mere.*|pdf|åbner.*|se mere|\(pdf\)|effektevaluering|"
    r"evaluering|slutrapport|projektbeskrivelse|bilag.*|opdateret.*|i alt.*|hent.*|download.*)$",
    re.IGNORECASE,
)
_DOCUMENT_WORD = re.compile(
    r"^(?:effekt|slut|proces|midtvejs|virknings)?evaluering(?:srapport)?$|^slutrapport$|^rapport$|^bilag\b",
    re.IGNORECASE,
)
_NEW_ROUND = re.compile(r"\b(?:20\d\d|opslag|runde|spor|model|region)\b", re.IGNORECASE)
# A line that is no municipality's is an award only where it reads as a name and a sum, not as a sentence.
_NOT_OWNER = re.compile(
    r"\b(?:puljen?|der|efter|hvis|som|for|kan|skal|blev|var|har|er|på|om|afsat|ramme|ansøg\w*|beløb|ialt|"
    r"gennemsnit\w*|budget|løn\w*|"
    r"kørsel|udgift\w*|materialer|honorar|revision|transport|overhead|undervisning|evaluering|frikøb|"
    r"konsulent\w*|timer|moms|tilskud)\b",
    re.IGNORECASE,
)
_REGION = re.compile(r"^Region (?:Hovedstaden|Sjælland|Syddanmark|Midtjylland|Nordjylland)\b")
_UPDATED = re.compile(r"\s*\((?:opdateret|åbner|pdf|link|word)[^)]*\)\s*$", re.IGNORECASE)
_EACH = re.compile(r"\s?(?:pr\.|per|om året|årligt|i hver|til hver(?! sin)|hver\b(?! sin))")
_SUM_LABEL = re.compile(
    r"[\s.;,(–-]*\b(?:tilskud|bevilling|beløb|støtte|bevilget|tildelt)(?:\sbeløb)?\s?:?\s*(?:kr\.?)?\s*$", re.IGNORECASE
)
_JOINT_WORDS = re.compile(
    r"\bi (?:et )?samarbejde med\b|\bsammen med\b|\bm\.fl\.|\bi fællesskab\b|\bog omegn\b", re.IGNORECASE
)


@dataclass(slots=True)
class Entry:
    """One line of an award list: who got what for what."""

    char_start: int
    char_end: int
    line_index: int
    places: list[Found] = field(default_factory=list)  # municipality codes
    owner: Found | None = None  # a grantee that is no municipality, or its unit
    title: Found | None = None
    amount: Found | None = None
    period_from: Found | None = None
    period_to: Found | None = None
    year: Found | None = None
    target: Found | None = None
    outcome_cell: tuple[int, int] | None = None
    status_cell: tuple[int, int] | None = None
    form: str = ""
    path: tuple[str, ...] = ()
    is_total: bool = False
    is_only_names: bool = False  # names and nothing else on the line


@dataclass(slots=True)
class AwardRun:
    """Entries that stand together, with the printed total under them."""

    entries: list[Entry]
    stated_total: Found | None = None
    context: str = ""
    context_line: int = 0


def _place_founds(mentions: list[PlaceMention], start: int, least: float = LIKELY) -> list[Found]:
    found: dict[str, Found] = {}
    for m in mentions:
        if m.confidence >= least and m.code not in found:
            found[m.code] = Found(m.code, start + m.char_start, start + m.char_end, min(0.98, m.confidence + 0.04))
    return list(found.values())


def _amount_found(mention: AmountMention, start: int, confidence: float = 0.96) -> Found:
    sure = confidence - (0.15 if mention.is_approximate or mention.amount_to_dkk else 0.0)
    return Found(mention.amount_dkk, start + mention.char_start, start + mention.char_end, sure)


def _line_amount(text: str) -> AmountMention | None:
    """Give the amount that a list line ends with or holds alone; a lone "950.000" at its end counts here."""
    found = find_amounts(text)
    if found:
        return found[-1]
    small = _SMALL_AMOUNT.search(text)
    if small:
        digits = small[0].strip().split(",")[0].replace(".", "")
        end = small.start() + len(small[0].rstrip())
        return AmountMention(small.start(), end, int(digits)) if int(digits) >= 10_000 else None
    return None


def _clean_title(text: str, start: int) -> Found | None:
    text = _SUM_LABEL.sub("", _UPDATED.sub("", text))
    stripped = text.strip(_STRIP)
    if len(stripped) < 4 or _NO_TITLE.match(stripped) or not re.search(r"[^\W\d_]{3}", stripped):
        return None
    begin = start + text.index(stripped)
    end = begin + len(stripped)
    return Found(stripped, begin, end, 0.92)


def _names_run(text: str, mentions: list[PlaceMention]) -> tuple[int, int, list[PlaceMention]] | None:
    """Give the first run of municipality names: its span with "Kommune", and its mentions."""
    if not mentions:
        return None
    run = [mentions[0]]
    end = mentions[0].char_end
    for m in mentions[1:]:
        gap = text[end : m.char_start]
        if len(gap) <= 45 and re.fullmatch(
            r"(?:[-–]?\s*(?:,|/|&|;|\bog\b|\bsamt\b|\+|kommuner?(?:ne)?|komm?\.|i (?:et )?samarbejde med|"
            r"sammen med|i fællesskab med|med|regionskommune|-)\s*)+",
            gap,
            re.IGNORECASE,
        ):
            run.append(m)
            end = m.char_end
        else:
            break
    tail = re.match(r"-?\s*(?:regionskommune|kommune(?:r(?:ne)?)?)s?\b", text[end:], re.IGNORECASE)
    if tail:
        end += tail.end()
    return run[0].char_start, end, run


def read_line(text: str, start: int, line_index: int) -> Entry | None:
    """Read one line of a list into an entry; `None` if it names neither a municipality nor an amount."""
    body, cut = without_bullet(text)
    start += cut
    body_end = len(body.rstrip())
    entry = Entry(start, start + body_end, line_index)
    if _TOTAL.match(body):
        amount = _line_amount(body)
        if amount is None:
            return None
        entry.amount, entry.is_total = _amount_found(amount, start), True
        return entry
    amount = _line_amount(body)
    mentions = [m for m in find_municipalities(body) if m.confidence >= LIKELY]
    label = _OWNER_LABEL.search(body)
    if label and label.start() > 3 and (amount is None or label.start() < amount.char_start):
        return _owner_last(body, start, label, amount, entry)
    run = _names_run(body, mentions)
    if run is None:
        if amount is None:
            region = _REGION.match(body)
            if region and len(body) > region.end() + 4 and body[region.end() :].lstrip()[:1] in ":–-":
                entry.owner = Found(region[0], start, start + region.end(), 0.9)
                entry.title = _clean_title(body[region.end() :], start + region.end())
                entry.form = "E"
                return entry
            return None
        rest = body[: amount.char_start]
        if _NOT_OWNER.search(rest) or len(rest) > 130 or len(body) - amount.char_end > 12:
            return None
        parts = [p for p in _SEPARATOR.split(rest.strip(_STRIP)) if p and p.strip(_STRIP)]
        owner = _clean_title(parts[0] if parts else "", start + body.index(parts[0])) if parts else None
        entry.owner, entry.amount, entry.form = owner, _amount_found(amount, start), "A"
        if len(parts) > 1:
            at = body.index(parts[1], len(parts[0]))
            entry.title = _clean_title(parts[1], start + at)
        return entry if owner else None
    begin, end, names = run
    entry.places = _place_founds(names, start)
    if amount:
        entry.amount = _amount_found(amount, start)
    if begin <= 2 or re.fullmatch(r"(?:projekt(?:et)? i|i|kommune:?|ansøger:?)\s*", body[:begin], re.IGNORECASE):
        rest_end = amount.char_start if amount and amount.char_start >= end else len(body)
        rest = body[end:rest_end]
        after = body[amount.char_end :] if amount and amount.char_start >= end else ""
        gap = _SEPARATOR.match(rest) or re.match(
            r"\s*(?:og|samt|i samarbejde med|sammen med)\s[A-ZÆØÅ][^:–—]{2,80}?(?:\s[-–—]\s|:\s)", rest, re.IGNORECASE
        )
        if rest.strip(_STRIP) == "":
            entry.form = "A" if amount else "names"
            entry.is_only_names = amount is None
            if len(after.strip(_STRIP)) > 4:
                entry.title = _clean_title(after, start + amount.char_end) if amount else None
            return entry
        if gap or (amount and rest.strip()[:1].isupper()) or rest.strip()[:1] in '"”“»„':
            more = [m for m in mentions if m.char_start >= end]
            # "Havby Kommune, Ældre og Sundhed – Friskere liv": the owner's unit is no part of the title.
            unit = re.match(r"\s*,[^,:–—]{3,60}?(?=\s[-–—]\s|:\s)", rest)
            partner = re.match(
                r"\s*(?:og|samt|i samarbejde med|sammen med)\s[^:–—]{3,80}?(?=\s[-–—]\s|:\s)", rest, re.IGNORECASE
            )
            aside = unit or partner
            skip = aside.end() if aside else 0
            title = _clean_title(rest[skip:], start + end + skip)
            others = re.split(r"[,/;]|\bog\b|\bm\.fl\.", rest)
            if more and all(not w.strip(_STRIP) or find_municipalities(w.strip(_STRIP) + " Kommune") for w in others):
                entry.places = _place_founds(mentions, start)
                title = None
            entry.title = title
            entry.form = "C" if amount is None else "A"
            return entry
        return None
    # The municipality stands behind or inside the title: "Friskere liv – Havby Kommune – 1.250.000 kr."
    before = body[:begin].rstrip()
    tail_free = body[end : amount.char_start if amount else len(body)].strip(_STRIP) == ""
    if tail_free and re.search(r"[–—:(,\t-]$|\s-$", before):
        entry.title = _clean_title(before, start)
        entry.form = "F"
        return entry
    if amount and len(before) < 160:
        entry.title = _clean_title(body[: amount.char_start], start)
        if entry.title and _VERBS.search(entry.title.value):
            return None
        for i, place in enumerate(entry.places):
            entry.places[i] = Found(place.value, place.char_start, place.char_end, 0.8)
        entry.form = "A"
        return entry
    return None


def _owner_last(
    body: str, start: int, label: re.Match[str], amount: AmountMention | None, entry: Entry
) -> Entry | None:
    """Read "Title: Projektejer: Havby Kommune, Center for Sundhed"."""
    end = amount.char_start if amount and amount.char_start > label.end() else len(body)
    owner_text = body[label.end() : end]
    mentions = [m for m in find_municipalities(owner_text) if m.confidence >= LIKELY]
    entry.places = _place_founds(mentions, start + label.end())
    entry.title = _clean_title(body[: label.start()], start)
    entry.amount = _amount_found(amount, start) if amount else None
    entry.form = "F"
    if not entry.places:
        entry.owner = _clean_title(owner_text.split(",")[0], start + label.end())
    return entry if entry.title and (entry.places or entry.owner) else None


def _column_roles(page: Page, rows: list[Line]) -> tuple[list[str], int]:
    """Give each column's role and how many header rows there are."""
    headers: list[Line] = []
    for row in rows[:3]:
        words = [page.text[a:b] for a, b in row.cells]
        is_header = row.is_header or (
            not any(find_amounts(w) for w in words)
            and sum(any(p.search(w) for _, p in _COLUMNS) for w in words) >= min(2, len(words))
            and not any(m.confidence >= LIKELY for w in words for m in find_municipalities(w))
        )
        if not is_header:
            break
        headers.append(row)
    width = max(len(r.cells) for r in rows)
    names = [""] * width
    for row in headers:
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
        money = sum(bool(_line_amount(c)) and len(c) < 30 for c in cells) / len(cells)
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


def read_table(page: Page, rows: list[Line]) -> AwardRun | None:
    """Read a table into a run of entries; `None` if no column says who was awarded."""
    roles, n_headers = _column_roles(page, rows)
    header = " ".join(r.text for r in rows[:n_headers])
    roles = _guess_roles(page, rows[n_headers:], roles)
    if "owner" not in roles and "title" not in roles:
        return None
    if "amount" not in roles and "title" not in roles and not _AWARD.search(header):
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


def _read_row(page: Page, row: Line, roles: list[str]) -> Entry | None:
    entry = Entry(row.char_start, row.char_end, row.index, form="table", path=row.path)
    first = page.text[row.cells[0][0] : row.cells[0][1]] if row.cells else ""
    any_total = any(_TOTAL.match(page.text[a:b]) for a, b in row.cells[:2])
    for role, (a, b) in zip(roles, row.cells, strict=False):
        cell = page.text[a:b]
        lead = len(cell) - len(cell.lstrip())
        text, at = cell.strip(), a + lead
        if not text or text in ("-", "–", "—"):
            continue
        if role == "amount":
            amount = _line_amount(text)
            if amount is None and (plain := re.fullmatch(r"\d{4,9}(?:,\d{1,2})?", text)):
                amount = AmountMention(0, len(plain[0]), int(plain[0].split(",")[0]))
            entry.amount = _amount_found(amount, at, 0.97) if amount else None
        elif role == "owner":
            mentions = find_municipalities(text)
            entry.places = (
                _place_founds(mentions, at, 0.19) if len(text) < 30 and mentions else _place_founds(mentions, at)
            )
            entry.places = [f for f in entry.places if f.confidence >= LIKELY]
            if not entry.places:
                entry.owner = _clean_title(text, at)
        elif role == "title":
            entry.title = entry.title or _clean_title(text, at)
        elif role == "period" and (periods := find_periods(text)):
            for p in periods:
                span = (at + p.char_start, at + p.char_end)
                if p.from_iso:
                    entry.period_from = Found(p.from_iso, *span, 0.93)
                if p.to_iso:
                    entry.period_to = Found(p.to_iso, *span, 0.93)
        elif role in ("start", "end"):
            from corpus.dates import find_dates

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
    if any_total or _TOTAL.match(first):
        entry.is_total = True
        return entry if entry.amount else None
    if not entry.places and not entry.owner and entry.title is not None:
        inside = [m for m in find_municipalities(entry.title.value) if m.confidence >= 0.85]
        entry.places = _place_founds(inside, entry.title.char_start)
    return entry if entry.places or entry.owner or entry.amount or entry.title else None


def find_award_runs(page: Page, kind: DocumentKind) -> list[AwardRun]:
    """Give every award list of a page, tables first read as tables, in order of place."""
    runs: list[AwardRun] = []
    tables: dict[int, list[Line]] = {}
    for line in page.lines:
        if line.kind is BlockKind.TABLE_ROW and len(line.cells) >= 2:
            tables.setdefault(line.group, []).append(line)
    for rows in tables.values():
        run = read_table(page, rows)
        if run is not None:
            run.context = f"{_context(page, rows[0])} {run.context}"
            if _accept(run, kind, page):
                runs.append(run)
    terms = _definition_run(page)
    if terms is not None and _accept(terms, kind, page):
        runs.append(terms)
    runs += [run for run in _line_runs(page) if _accept(run, kind, page)]
    return sorted(runs, key=lambda r: r.entries[0].char_start)


def _definition_run(page: Page) -> AwardRun | None:
    """Read terms that are municipalities, each with its project and sum as the value."""
    entries: list[Entry] = []
    for line in page.lines:
        if line.kind is not BlockKind.DEFINITION or len(line.cells) != 2:
            continue
        (a, b), (c, d) = line.cells
        head = read_line(page.text[a:b], a, line.index)
        if head is None or not head.is_only_names or d - c > 220:
            continue
        value = page.text[c:d]
        amount = _line_amount(value)
        head.is_only_names, head.form, head.path, head.char_end = False, "A", line.path, d
        head.amount = _amount_found(amount, c) if amount else None
        head.title = _clean_title(value[: amount.char_start] if amount else value, c)
        entries.append(head)
    return AwardRun(entries, context=_context(page, page.lines[entries[0].line_index])) if entries else None


def _context(page: Page, line: Line) -> str:
    """Give the heading and the introduction of what begins at a line."""
    before = [
        p
        for p in page.lines[max(0, line.index - 3) : line.index]
        if not p.is_list_item and p.kind is not BlockKind.TABLE_ROW
    ]
    return " / ".join([*line.path[-2:], *(p.text for p in before[-2:])])


def _line_runs(page: Page) -> list[AwardRun]:
    entries: list[Entry] = []
    lines = [line for line in page.lines if line.kind not in (BlockKind.TABLE_ROW, BlockKind.DEFINITION)]
    index = 0
    while index < len(lines):
        entry, used = _read_at(page, lines, index)
        if entry is not None:
            entry.path = lines[index].path
            entries.append(entry)
        index += used
    entries = _with_siblings(lines, entries)
    runs: list[AwardRun] = []
    for entry in entries:
        last = runs[-1].entries[-1] if runs and runs[-1].entries else None
        near = last is not None and entry.line_index - last.line_index <= 3 and not _heading_between(page, last, entry)
        if entry.is_total:
            if runs and near and last is not None:
                runs[-1].stated_total = runs[-1].stated_total or entry.amount
            continue
        if near and last is not None:
            runs[-1].entries.append(entry)
        else:
            line = page.lines[entry.line_index]
            runs.append(AwardRun([entry], context=_context(page, line), context_line=line.index))
    return runs


_OWNER_AND_TITLE = re.compile(r"^(?P<owner>[A-ZÆØÅ][^:–—]{3,70}?)\s?[:–—]\s(?P<title>\S.{3,140})$")


def _with_siblings(lines: list[Line], entries: list[Entry]) -> list[Entry]:
    """Add list items among two or more titled entries that give an owner and a title, but no municipality."""
    known = {e.line_index for e in entries}
    titled = {e.line_index for e in entries if e.title is not None and e.form in ("C", "E", "F")}
    added: list[Entry] = []
    for line in lines:
        if line.index in known or not line.is_list_item:
            continue
        body, cut = without_bullet(line.text)
        match = _OWNER_AND_TITLE.match(body)
        if match and len({line.index - 2, line.index - 1, line.index + 1, line.index + 2} & titled) >= 2:
            start = line.char_start + cut
            owner = _clean_title(match["owner"], start)
            title = _clean_title(match["title"], start + match.start("title"))
            if owner and title and not _NOT_OWNER.search(match["owner"]):
                entry = Entry(start, line.char_end, line.index, owner=owner, title=title, form="E", path=line.path)
                added.append(entry)
    return sorted([*entries, *added], key=lambda e: e.char_start)


def _heading_between(page: Page, first: Entry, second: Entry) -> bool:
    """Tell whether a line between two entries begins another list: a heading, or a line that introduces one."""
    between = page.lines[first.line_index + 1 : second.line_index]
    introduces = any(
        _NEGATIVE.search(p.text)
        or (p.text.endswith(":") and not p.is_list_item)
        or (_AWARD.search(p.text) and not p.is_list_item and len(p.text) > 25)
        for p in between
    )
    if introduces or any(_NEW_ROUND.search(p.text) for p in between if not page.has_markup):
        return True
    here, there = page.lines[first.line_index], page.lines[second.line_index]
    return page.has_markup and here.path != there.path and not there.is_heading


def _read_at(page: Page, lines: list[Line], index: int) -> tuple[Entry | None, int]:
    """Read the entry that begins at a line, which may go on over the next two: name, title, amount."""
    line = lines[index]
    if _TOTAL.match(line.text) and len(line.text) < 40 and index + 1 < len(lines) and not _line_amount(line.text):
        total = _line_amount(lines[index + 1].text)
        if total is not None and len(lines[index + 1].text) <= total.char_end - total.char_start + 6:
            found = _amount_found(total, lines[index + 1].char_start)
            last = lines[index + 1]
            return Entry(line.char_start, last.char_end, last.index, amount=found, is_total=True), 2
    if len(line.text) > 260 or _DOCUMENT_WORD.match(line.text.strip(_STRIP)):
        return None, 1
    entry = read_line(line.text, line.char_start, line.index)
    if entry is None:
        return _owner_above_amount(lines, index)
    if entry.form == "" and not entry.is_total:
        return None, 1
    # A sentence is prose, read elsewhere.
    if line.text.endswith(".") and not line.is_list_item and entry.amount is None and not entry.is_only_names:
        return None, 1
    is_sentence = line.text.endswith(".") and not re.search(r"(?:kr|mio|mill)\.$", line.text)
    if is_sentence and (_VERBS.search(line.text) or not line.is_list_item) and not entry.is_only_names:
        return None, 1
    if entry.is_only_names and index + 1 < len(lines):
        ahead = lines[index + 1]
        amount = _line_amount(ahead.text)
        if amount is not None and len(ahead.text) <= amount.char_end - amount.char_start + 6:
            entry.amount = _amount_found(amount, ahead.char_start)
            entry.char_end, entry.is_only_names, entry.form = ahead.char_end, False, "B"
            entry.line_index = ahead.index
            return entry, 2
        if index + 2 < len(lines) and len(ahead.text) < 140 and not ahead.text.endswith("."):
            third = lines[index + 2]
            amount = _line_amount(third.text)
            is_name = any(m.confidence >= LIKELY and m.char_start < 2 for m in find_municipalities(ahead.text))
            if amount is not None and len(third.text) <= amount.char_end - amount.char_start + 6 and not is_name:
                entry.title = _clean_title(ahead.text, ahead.char_start)
                entry.amount = _amount_found(amount, third.char_start)
                entry.char_end, entry.is_only_names, entry.form = third.char_end, False, "B"
                entry.line_index = third.index
                return entry, 3
    return entry, 1


def _owner_above_amount(lines: list[Line], index: int) -> tuple[Entry | None, int]:
    """Read a grantee that is no municipality, its amount alone on the next line."""
    line = lines[index]
    if index + 1 >= len(lines) or len(line.text) > 80 or not line.text[:1].isupper() or _NOT_OWNER.search(line.text):
        return None, 1
    ahead = lines[index + 1]
    amount = _line_amount(ahead.text)
    if amount is None or len(ahead.text) > amount.char_end - amount.char_start + 6 or line.text.endswith((".", ":")):
        return None, 1
    owner = _clean_title(line.text, line.char_start)
    if owner is None:
        return None, 1
    entry = Entry(line.char_start, ahead.char_end, ahead.index, owner=owner, form="B")
    entry.amount = _amount_found(amount, ahead.char_start)
    return entry, 2


def _accept(run: AwardRun, kind: DocumentKind, page: Page) -> bool:
    """Tell whether a run is of awards: its surroundings say so, or a page of awards prints amounts beside names."""
    heads = run.context
    if kind in (
        DocumentKind.CALL,
        DocumentKind.APPLICATION,
        DocumentKind.GOVERNANCE,
        DocumentKind.FAQ,
        DocumentKind.NOISE,
    ):
        return False
    if _NEGATIVE.search(heads):
        award = [m.start() for m in _AWARD.finditer(heads)]
        if not award or max(m.start() for m in _NEGATIVE.finditer(heads)) > max(award):
            return False
    with_amount = sum(e.amount is not None for e in run.entries)
    with_place = sum(bool(e.places) for e in run.entries)
    if not with_place and not (with_amount >= 2 and kind in (DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE)):
        return (
            with_amount >= 1
            and len(run.entries) == 1
            and bool(_AWARD.search(heads))
            and kind is DocumentKind.AWARD_LIST
        )
    is_awards = kind in (DocumentKind.AWARD_LIST, DocumentKind.POOL_PAGE)
    if with_amount:
        return is_awards or bool(_AWARD.search(heads)) or (kind is DocumentKind.NEWS and with_amount >= 2)
    page_awards = bool(_AWARD.search(heads)) or (
        is_awards and bool(re.search(r"har fået (?:støtte|tildelt)|afsluttede projekter|støttede", page.text))
    )
    shaped = any(e.form in ("C", "F", "E") for e in run.entries)
    if len(run.entries) >= 2 and page_awards:
        return True
    if len(run.entries) >= 2 and all(e.form == "table" and e.title and e.places for e in run.entries):
        return bool(re.search(r"pulje|støtte|tilsagn|udvalgt|valgt ud", page.text, re.IGNORECASE))
    names = sum(len(e.places) for e in run.entries)
    return page_awards and (shaped or names >= 2)


def find_prose_awards(page: Page) -> list[Entry]:
    """Give the awards told in sentences: "Havby Kommune får 3,2 mio. kr. til projektet ”Friskere liv”"."""
    entries: list[Entry] = []
    for sentence, line in page.sentences:
        if line.kind is BlockKind.TABLE_ROW or line.is_heading or _NEGATIVE.search(sentence.text):
            continue
        text = sentence.text
        amounts = [a for a in find_amounts(text) if a.amount_dkk >= 10_000]
        if not amounts:
            names = [m for m in find_municipalities(text) if m.form in ("kommune", "list")]
            titles = [q for q in _PROJECT_IN_QUOTES.finditer(text) if not _POOL_BEFORE.search(text[: q.start()])]
            places = [m for m in find_municipalities(text) if m.form == "kommune"]
            run = _names_run(text, places)
            if (
                titles
                and run is not None
                and len(run[2]) == len(places)
                and re.search(r"støtte|projekt|skal|tilsagn|midler", text)
            ):
                for quote in titles:
                    at = sentence.char_start + quote.start("title")
                    entry = Entry(at, at + len(quote["title"]), line.index, form="prose", path=line.path)
                    entry.places = _place_founds(places, sentence.char_start)
                    entry.title = Found(quote["title"].strip(" ,."), at, at + len(quote["title"].strip(" ,.")), 0.88)
                    entries.append(entry)
            elif len(names) >= 2 and _GOES_TO.search(text):
                entry = Entry(sentence.char_start, sentence.char_end, line.index, form="prose", path=line.path)
                entry.places = _place_founds(names, sentence.char_start)
                entry.is_only_names = not re.search(r"fælles projekt|i fællesskab|gået sammen|ét projekt", text)
                entries.append(entry)
            continue
        if not (_VERBS.search(text) or _AWARD_TOLD.search(text)):
            continue
        mentions = [m for m in find_municipalities(text) if m.confidence >= LIKELY]
        entries += _sentence_awards(text, sentence.char_start, line, mentions, amounts)
    return entries


def _sentence_awards(
    text: str, start: int, line: Line, mentions: list[PlaceMention], amounts: list[AmountMention]
) -> list[Entry]:
    """Pair the municipalities of a sentence with its amounts: one with one, or as many with as many in their order."""
    owners: list[list[PlaceMention]] = []
    own = [a for a in amounts if not _NO_AWARD_SUM.search(text[max(0, a.char_start - 40) : a.char_start])]
    own = [a for a in own if not _EACH.match(text[a.char_end : a.char_end + 14])]
    respectively = re.search(r"\b(?:henholdsvis|hhv\.)", text)
    position = 0
    while position < len(mentions):
        run = _names_run(text, mentions[position:])
        if run is None:
            break
        # "A og B modtager henholdsvis 2,1 og 3,4 mio. kr.": as many names as sums are as many projects.
        follow = [a for a in own if respectively and a.char_start > respectively.start() > run[2][-1].char_start]
        if len(run[2]) > 1 and len(follow) >= len(run[2]):
            owners += [[m] for m in run[2]]
        else:
            owners.append(run[2])
        position += len(run[2])
    if not owners or len(owners) != len(own):
        own, owners = _nearest_pairs(text, own, owners)
    quotes = list(_PROJECT_IN_QUOTES.finditer(text))
    found: list[Entry] = []
    for number, (names, amount) in enumerate(zip(owners, own, strict=True)):
        begin = min(names[0].char_start, amount.char_start)
        stops = [
            min(n[0].char_start, a.char_start) for n, a in zip(owners[number + 1 :], own[number + 1 :], strict=True)
        ]
        end = stops[0] if stops else len(text)
        entry = Entry(
            start + begin, start + max(names[-1].char_end, amount.char_end), line.index, form="prose", path=line.path
        )
        entry.places = _place_founds(names, start)
        entry.amount = _amount_found(amount, start, 0.9)
        titles = [
            q
            for q in quotes
            if begin - 4 <= q.start() < end
            and not re.search(r"pulje\w*\s?$", text[max(0, q.start() - 12) : q.start()], re.I)
        ]
        if titles:
            name = titles[0]["title"].strip(" ,.")
            at = start + titles[0].start("title")
            entry.title = Found(name, at, at + len(name), 0.9)
        found.append(entry)
    return found


def _nearest_pairs(
    text: str, amounts: list[AmountMention], owners: list[list[PlaceMention]]
) -> tuple[list[AmountMention], list[list[PlaceMention]]]:
    """Pair each owner with the first amount after it and before the next owner, where the numbers do not agree."""
    kept: list[tuple[AmountMention, list[PlaceMention]]] = []
    for number, names in enumerate(owners):
        nxt = owners[number + 1][0].char_start if number + 1 < len(owners) else len(text)
        amount = next((a for a in amounts if names[-1].char_end <= a.char_start < nxt), None)
        if amount is not None and amount.char_start - names[-1].char_end <= 120:
            kept.append((amount, names))
    return [a for a, _ in kept], [n for _, n in kept]
