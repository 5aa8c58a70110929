"""Labelled fields: "Projektperiode:" with its value beside or below, definition lists, two-column tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.documents import BlockKind
from ingest.extract.lines import Line, Page, Span

_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("applied", re.compile(r"ansøgt beløb|søgt beløb|ansøgt om", re.I)),
    ("amount", re.compile(
        r"^(?:(?:samlet|samlede|projektets|total\w*|tildelt|tildelte|modtaget|givet|bevil\w+et|det) )*"
        r"(?:(?:pulje|projekt)?bevil(?:ling(?:en)?(?:s?sum|s?beløb)?|(?:l?i)?get|ligede)(?: beløb| i alt| støtte)?|"
        r"(?:bevillingens|støttens|beløbets) størrelse|modtaget|beløbet|"
        r"tildelt(?: beløb| støtte)?|"
        r"(?:pulje)?tilskud(?:sbeløb|ssum|det|dets størrelse)?|beløb|(?:pulje)?støtte(?:beløb)?|hvor meget|støttet med|"
        r"tilsagn(?:s?beløb|s?sum)?|"
        r"økonomi|projektsum|(?:pulje|ældre|sats|stats|forsøgs)?midler|støttesum|tildeling)"
        r"(?: (?:fra|af) (?!(?:egen?|egne|kommun|region|andre|borger|pårørende|private|fonde?)\w*\b)"
        r"(?!puljen? (?:til|for|om)\b)[\wæøå -]{2,50}?)?"
        r"(?:,?(?: i| for)?(?: år)? 20\d\d)?(?:\s\(.*\))?(?: i alt)?"
        r"(?:,? (?:(?:opgjort |angivet )?i )?(?:hele )?(?:1\.?000 ?|t\.? ?|tusinde? |mio\.? ?|mill\.? ?|millioner ?)?"
        r"(?:kr\.?|kroner|dkk)?)?$", re.I)),
    ("pool", re.compile(
        r"^(?:pulje|puljen|puljens navn|puljenavn|program|støttet af puljen|satspulje)\b(?!.*(?:mål|beløb))", re.I)),
    ("title", re.compile(
        r"^(?:projekt(?:ets|ts)? (?:navn|titel)(?:\(e\)|e)?|projektnavn|projekttitel|titel(?: på projekt(?:et)?)?|"
        r"(?:navn|titel) på (?:projekt(?:et)?|indsats(?:en)?)|indsats(?:ens)? ?(?:navn|titel)|projekt|"
        r"projektets navn\(e\))$", re.I)),
    ("owner", re.compile(
        r"^(?:tilskudsmodtager(?:e|s navn)?(?: \(.*\))?|kommune(?:r|\(r\)|ns navn)?|projektejer(?:e)?|"
        r"ansøger(?:kommune)?|deltagende kommuner|"
        r"parter|samarbejdsparter|partnere|deltagerkommuner|deltagere|"
        r"projektkommune(?:r)?|tilsagnshaver|bevillingsmodtager|"
        r"hvem|involverede kommuner|ansvarlig kommune|projektansvarlig kommune|modtager)$", re.I)),
    ("start", re.compile(r"^(?:projekt(?:ets )?)?start(?:dato|et|tidspunkt)?$|^opstart$|^påbegyndt$|^begyndt$", re.I)),
    ("end", re.compile(r"^(?:projekt(?:ets )?)?(?:slut(?:dato|tidspunkt|ning)?|afslut(?:ning|tet|tes))$", re.I)),
    ("period", re.compile(
        r"^(?!ansøg|valg|måle|opgørelses|evaluerings|rapporterings)\w*period(?:e|en)?$|^start og slut\w*$|^løbetid$|"
        r"^varighed$|^projektets (?:periode|"
        r"løbetid)$|^tidsperiode$|^tidsrum$|^tidsramme$|^hvornår$|"
        r"^(?:gennemført|udført|afviklet)(?: i perioden)?$", re.I)),
    ("target", re.compile(r"^(?:projektets |primær )?målgruppe(?:n|r)?$", re.I)),
    ("status", re.compile(r"^(?:projekt)?status(?: for projektet)?$", re.I)),
    ("year", re.compile(
        r"^(?:bevillingsår|tildelingsår|tildelt(?: i)?(?: år)?|år for (?:bevilling|tildeling)|støttet i|"
        r"bevill?i?get(?: i)? år|år|bevill?i?get i|tilsagnsår|dato for (?:tilsagn|bevilling|tildeling)|bevillingsdato|"
        r"tilsagnsdato|tildelingsdato)$", re.I)),
    ("funder", re.compile(
        r"^(?:finansiering|finansieret af|støttet af|bevillingsgiver|tilskudsgiver|puljeudbyder|bevill?i?get af|"
        r"finansiør|tilskud fra)$", re.I)),
)  # fmt: skip
_UNIT = r"(?:\(kr\.\)|1\.000\s?kr\.?|t\.?\s?kr\.|mi(?:o|ll)\.(?:\s?kr\.?)?|\bkr\.)"
_INLINE = re.compile(rf"^(?P<label>[A-ZÆØÅ](?:[^:.?!\n]|{_UNIT}){{1,60}}?)\s*:\s+(?P<value>\S.*)$")


# A form whose lines have run together: the label's next neighbour ends the value.
_RUN_TOGETHER = re.compile(
    r"(?P<label>Projektets navn(?:\(e\))?|"
    r"Tilskudsmodtager(?: \(kommunens eller regionens navn\))?)\s*:?\s+(?P<value>[A-ZÆØÅ0-9][^\n]{3,140}?)"
    r"(?=\s(?:\d{1,2}[.)]?\s[A-ZÆØÅ]|\d{1,2}\.\s?|Projekt(?:ets|leders?|nummer|periode)|Tilskudsmodtager|"
    r"Kontakt|Dato|Pulje)|\n|$)"
)


_HEAD_BEFORE = re.compile(
    r"^(?:(?:projekt)?fakta|data|stamdata|oplysninger|kort)(?: om projektet)?\s(?=(?-i:[A-ZÆØÅ]))", re.I
)
"""A heading that ran together with the first label below it: "Fakta om projektet Bevilling:"."""


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled value and its role."""

    role: str
    label: str
    value: Span
    line_index: int


def _role(label: str) -> str:
    bare = label.strip().rstrip(":").strip()
    bare = _HEAD_BEFORE.sub("", re.sub(r"^\d{1,2}[.)]\s*", "", bare))
    return next((role for role, pattern in _ROLES if pattern.search(bare)), "")


# what a form asks to be written, where it is empty: "Skriv det samme navn som i tilsagnsbrevet"
_INSTRUCTION = re.compile(
    r"\[(?!(?:navn|telefon|e-mail)\])[^\]\n]{2,60}\]$|<[^>\n]{2,60}>$|[_.…]{3,}|"
    r"(?:skriv|angiv|indsæt|udfyld|oplys|beskriv|vælg|anfør|notér|noter|vedlæg|husk|sæt)\b(?! (?:sammen|pris|i gang))",
    re.IGNORECASE,
)


def is_to_fill_in(page: Page) -> bool:
    """Tell whether a page has the form of a report or list, but instructions, or nothing, where its values would stand.

    Instructions may stand alone below a question, where labels have no value or the page says that it is to fill in.
    """
    values = [inline["value"] for line in page.lines if (inline := _INLINE.match(line.text))]
    values += [page.text[slice(*line.cells[1])].strip() for line in page.lines if len(line.cells) == 2]
    if sum(bool(_INSTRUCTION.match(value)) for value in values) >= _LEAST_INSTRUCTIONS:
        return True
    n_told = sum(bool(_TOLD_TO_WRITE.match(line.text)) for line in page.lines)
    is_blank = sum(not value for value in values) >= _LEAST_INSTRUCTIONS or bool(_TO_FILL_IN.search(page.text))
    return n_told >= _LEAST_INSTRUCTIONS and is_blank and _CALLS.search(page.text) is None


_LEAST_INSTRUCTIONS = 2
_CALLS = re.compile(
    r"\bansøg(?:ningsfrist|ere|ningen sendes)\b|\b(?:at|kan|vil) (?:i |kommuner |der )?(?:søges?|være med)\b",
    re.IGNORECASE,
)
_TOLD_TO_WRITE = re.compile(
    r"(?:\W*\d+\W+)?(?:beskriv|skriv|angiv|redegør|anfør|udfyld|indsæt|gør rede|oplys|opgør)\b|\W*tekst(?: her)?\W*$",
    re.IGNORECASE,
)
_TO_FILL_IN = re.compile(
    r"\budfyldes (?:af|og)\b|\bskabelon(?:en)? (?:skal|bruges|udfyldes)\b|\bskema(?:et)? (?:bruges|udfyldes)\b",
    re.IGNORECASE,
)


def stated_pairs(page: Page) -> list[tuple[str, Span, int]]:
    """Give every label with its value and its line's index, whatever the label: of two cells, or before a colon."""
    pairs: list[tuple[str, Span, int]] = []
    said = Counter(line.text for line in page.lines if len(line.text) <= _MAX_LABEL and not line.cells)
    above: Line | None = None
    for line in page.lines:
        is_label = said[line.text] >= _OFTEN and not re.search(r"\d", line.text)
        if above is not None and not is_label and not line.cells:
            pairs.append((above.text.rstrip(":? "), Span(line.text, line.char_start, line.char_end), line.index))
        above = line if is_label else None
        if line.cells and len(line.cells) == 2 and not line.is_header:
            (a, b), (c, d) = line.cells
            value = page.text[c:d].strip()
            if value and b - a <= _MAX_LABEL:
                start = c + page.text[c:d].index(value)
                pairs.append((page.text[a:b].strip().rstrip(": "), Span(value, start, start + len(value)), line.index))
        elif not line.cells and (inline := _INLINE.match(line.text)) and len(inline["label"]) <= _MAX_LABEL:
            start = line.char_start + inline.start("value")
            pairs.append(
                (inline["label"].strip(), Span(inline["value"], start, start + len(inline["value"])), line.index)
            )
    return pairs


_COUNTED = re.compile(r"^Projekt (?:nr\.? ?)?\d{1,3}$")
_MAX_LABEL = 40  # characters
_OFTEN = 3  # times that a line stands above others of a list, so that it is their label: "Hvad hedder projektet?"


def role_of(label: str) -> str:
    """Give the role of a label: "owner", "title", "amount", "period" ...; empty where its words are none of those."""
    return _role(label)


def find_labels(page: Page, lines: list[Line] | None = None) -> list[Label]:
    """Give the labelled values that have a known role, in order."""
    return list(_labels(page, lines if lines is not None else page.lines))


def _labels(page: Page, lines: list[Line]) -> Iterator[Label]:
    stacked = _stacked(lines)
    for position, line in enumerate(lines):
        if line.cells and len(line.cells) == 2 and not line.is_header:
            (a, b), (c, d) = line.cells
            role = _role(page.text[a:b])
            value = page.text[c:d].strip()
            if role and value and role != _role(value):
                start = c + page.text[c:d].index(value)
                yield Label(role, page.text[a:b].strip(), Span(value, start, start + len(value)), line.index)
            continue
        if line.kind is BlockKind.TABLE_ROW:
            continue
        if len(line.text) > 120 and "Tilskudsmodtager" in line.text:
            for match in _RUN_TOGETHER.finditer(line.text):
                start = line.char_start + match.start("value")
                yield Label(
                    _role(match["label"]),
                    match["label"],
                    Span(match["value"], start, start + len(match["value"])),
                    line.index,
                )
            continue
        if len(line.text) > 320:
            continue
        if fields := list(_fields(line)):
            yield from fields
            continue
        if len(line.text) <= 70 and (role := _role(line.text)) and position + 1 < len(lines):
            if not (line.text.rstrip().endswith(":") or line.is_heading or position in stacked):
                continue
            value_line = lines[position + 1]
            if value_line.cells or (page.has_markup and value_line.is_heading) or _role(value_line.text):
                continue
            yield Label(
                role, line.text, Span(value_line.text, value_line.char_start, value_line.char_end), value_line.index
            )


_GOES_ON = re.compile(
    r"(?<!kr)(?<!mio)(?<!mill)\.\s+(?!(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|kvartal|halvår)\w*\b)\S"
)
_NEXT_FIELD = re.compile(r"(?<=[.;|·,])\s+(?=[A-ZÆØÅ][^:.?!;|\n]{1,40}:\s)")


def _fields(line: Line) -> Iterator[Label]:
    """Give the labelled value that a line is, or those that it holds: "Tilskud: 1 mio. kr. Periode: 2020-2022"."""
    inline = _INLINE.match(line.text)
    if inline is None or not _role(_COUNTED.sub("Projekt", inline["label"])):
        return
    starts = [0]
    for cut in _NEXT_FIELD.finditer(line.text):
        following = _INLINE.match(line.text[cut.end() :])
        if following is not None and _role(following["label"]):
            starts.append(cut.end())
    if _GOES_ON.search(line.text, starts[-1]):
        starts = [0]  # what follows the last label is more than its value
    for start, end in pairwise([*starts, len(line.text)]):
        field = _INLINE.match(line.text[start:end].rstrip(" ;|·,"))
        if field is not None:
            value = field["value"]
            at = line.char_start + start + field.start("value")
            yield Label(
                _role(_COUNTED.sub("Projekt", field["label"])),
                field["label"],
                Span(value, at, at + len(value)),
                line.index,
            )


_LEAST_STACKED = 3  # labels of a kind each, for lines without a colon to be labels of the lines below them


def _stacked(lines: list[Line]) -> set[int]:
    """Give the positions of lines that are labels above their values, as a form's that lost its boxes."""
    found: dict[int, str] = {}
    for position, (line, below) in enumerate(pairwise(lines)):
        if line.cells or len(line.text) > _MAX_LABEL or line.text.endswith((".", ",")):
            continue
        if (role := _role(line.text)) and not below.cells and not below.is_heading and not _role(below.text):
            found[position] = role
    return set(found) if len(set(found.values())) >= _LEAST_STACKED else set()
