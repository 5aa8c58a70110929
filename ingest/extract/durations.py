"""When an undertaking ends, as its start and how long it lasts tell: "varer 18 måneder fra marts 2021"."""

from __future__ import annotations

from corpus.dates import find_dates
from corpus.evidence import Origin
from corpus.number_words import pattern_of_words, whole_number
from ingest.cues import Cue
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page

_COUNT = rf"\d{{1,2}}|halvandet|{pattern_of_words(1, 24)}"
_DURATION = Cue(
    rf"(?:\b(?:varer|varede|løber|løb|strækker sig|kører|kørte|over|i|de næste|de kommende|og|er|på|dækker|gælder)\s"
    rf"(?:i\s|over\s|hen over\s)?|"
    r"^|:\s)"
    rf"(?P<n>{_COUNT})(?P<half> et halvt| og et halvt)?\s(?P<unit>måneder|år)\b"
)
# "Det treårige projekt", "Projektet er toårigt"
_YEARS_LONG = Cue(
    rf"\b(?P<n>\d{{1,2}}-|{_COUNT})årig(?:e|t)?\b\s(?:\w+\s)?(?:projekt|forsøg|indsats|forløb|program|"
    rf"periode|bevilling|støtte|tilskud)|"
    rf"\b(?:projekt(?:et|er|erne)|forsøg(?:et|ene)?|indsats(?:en|er|erne)|\w*periode[nr]?|program(?:met)?|støtten|"
    r"bevilling(?:en|er|erne)|tilskud(?:det|dene)?|tilsagn(?:et|ene)?)\s(?:er|var|bliver)\s(?:alle\s)?"
    rf"(?P<m>\d{{1,2}}-|{_COUNT})årig(?:e|t)?\b"
)
_LASTS = Cue(
    r"\b(?:varer|varede|løber|løb|strækker sig|kører|kørte|frem\b|periode[nr]?\b|projektperiode|løbetid|varighed|"
    r"bevilling|de (?:næste|kommende)|(?:støtte|midler|penge|tilskud)\w*[^.;]{0,30}\b(?:over|i|dækker)\s\w+\sår\sfra\s)"
)
_BEGINS = Cue(
    r"(?:start\w*|begynd\w*|går i gang|gik i gang|fra(?: og med)?|siden|opstart|sat i gang|skudt i gang)\b[^.;]{0,30}$"
)


def find_end_by_duration(page: Page, start: Found) -> Found | None:
    """Give the end that follows from a start and how long a sentence says that it lasts."""
    return find_by_duration(page, page.lines, start).get("to")


def find_by_duration(page: Page, chosen: list[Line], start: Found | None) -> dict[str, Found]:
    """Give the end that follows from how long it lasts and a stated start: "varer 18 måneder fra marts 2021"."""
    begins: Found | None = start
    for sentence, line in page.sentences_of(chosen):
        if line.is_heading:
            continue
        for date in find_dates(sentence.text):
            if len(date.iso) in (4, 7, 10) and date.iso[:4].isdigit() and begins is None:
                if _BEGINS.search(sentence.text, max(0, date.char_start - 60), date.char_start):
                    at = sentence.char_start
                    begins = Found(date.iso, at + date.char_start, at + date.char_end, 0.72)
        lasts = _length(sentence.text)
        if begins is None or lasts is None:
            continue
        n_months, said = lasts
        end = _after(str(begins.value), n_months)
        if end is not None:
            at = sentence.char_start
            to = Found(end, at + said[0], at + said[1], 0.7, Origin.INFERRED)
            return {"from": begins, "to": to}
    return {}


def _length(text: str) -> tuple[int, tuple[int, int]] | None:
    """Give the months that a sentence says an undertaking lasts, and where it says so."""
    lasts = _DURATION.search(text)
    if lasts is not None and _LASTS.search(text):
        count = _number(lasts["n"]) + (0.5 if lasts["half"] else 0.0)
        return round(count * 12 if lasts["unit"] == "år" else count), lasts.span()
    long = _YEARS_LONG.search(text)
    return (round(_number(long["n"] or long["m"]) * 12), long.span()) if long is not None else None


def _number(word: str) -> float:
    return 1.5 if word == "halvandet" else float(whole_number(word.rstrip("-")))


def _after(start: str, n_months: int) -> str | None:
    """Give the last month, or year, of a period of so many months, at the precision of its start."""
    if n_months < 1 or n_months > 120:
        return None
    if len(start) == 4:
        return str(int(start) + n_months // 12 - 1) if n_months % 12 == 0 else None
    last = int(start[:4]) * 12 + int(start[5:7]) - 1 + n_months - 1
    return f"{last // 12}-{last % 12 + 1:02d}"
