"""When the page says it was last updated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan january", "februar feb february", "marts mar march", "april apr", "maj may", "juni jun june",
            "juli jul july", "august aug", "september sep sept", "oktober okt october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = rf"""(?:
      (?P<y1>(?:19|20)\d\d)[-/](?P<m1>\d\d?)[-/](?P<d1>\d\d?)
    | (?P<d2>\d\d?)\s?[./-]\s?(?P<m2>\d\d?)(?:\s?[./-]\s?|\s(?=(?:19|20)\d\d))(?P<y2>(?:19|20)\d\d|\d\d(?!\d))
    | (?P<d3>\d\d?)\.?\s{{0,3}}(?P<m3>{_MONTH})\.?,?\s{{0,3}}(?:(?P<y3>(?:19|20)\d\d)|['’](?P<s3>\d\d)(?!\d))
    | (?P<m4>{_MONTH})(?:\.|\ måned)?\s{{1,3}}(?P<y4>(?:19|20)\d\d)
    )"""
_ANY = re.compile(rf"(?ix)(?<![\d./-]){_DATE}(?!\d)")
_LABEL = r"""(?:(?:(?:siden|artiklen|teksten|indholdet)\ (?:er|blev)\ )?(?:sidst|senest)\s|
    (?:siden|artiklen|teksten|indholdet)\ (?:er|blev)\ )?
    (?:opdateret|revideret|redigeret|ændret|rettet|ajourført)(?:\ (?:sidst|senest)\b)?
    |(?:(?:sidst|senest)\s|(?:siden|artiklen|teksten|indholdet)\ er\ (?:sidst\ |senest\ )?)
    (?:gennemgået|gennemset|gennemlæst|kontrolleret|efterset|kvalitetssikret|vedligeholdt)
    |last\ (?:updated|modified)|(?<!\w\ )updated|opdateringsdato|revisionsdato|opdateringen\ er\ (?:foretaget|fra)
    |(?:dato\ for\ )?(?:sidste|seneste)\ (?:opdatering|ændring|revision|redigering|gennemgang)(?:\ (?:på|af)\ siden)?
    |(?<!\w\ )rev\.(?=\s)"""
_DAY = r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag,?\s)?"
_TIME = r"(?:kl\.\s?\d\d[.:]\d\d,?\s)?"
_BY = r"(?:af\s[^,.:\d]{2,50},\s)?(?:i\suge\s\d\d?,\s)?"  # "Sidst opdateret af Sundhed og Omsorg, 3. maj 2022"
_UPDATED = re.compile(
    rf"(?ix)\b(?:{_LABEL})\s{{0,3}}{_BY}(?:den|d\.|pr\.|af|i)?\s{{0,3}}:?\s{{0,3}}{_TIME}{_DAY}(?:d\.\s|"
    rf"den\s|i\s)?{_TIME}{_DATE}(?!\d)"
)
_LABEL_ALONE = re.compile(rf"(?ix)^\W{{0,3}}(?:{_LABEL})\s?(?:den|d\.)?\s?:?\s{{0,3}}$")
_PUBLISHED = re.compile(
    rf"(?ix)(?:\b(?:udgivet|publiceret|offentliggjort|oprettet|published|publiceringsdato|udgivelsesdato|lagt\ (?:op|"
    rf"på\ nettet)|dato\ for\ (?:offentliggørelse|publicering|udgivelse))|^\W{{0,3}}(?:bragt|skrevet))"
    rf"\s{{0,3}}(?:den|d\.)?\s{{0,3}}:?\s{{0,3}}{_DAY}(?:den\s|d\.\s)?{_DATE}(?!\d)"
)
# where a newspaper writes from, before its date: "Store Havby 14. juni 2019 Kl. 06.30"; no word of what falls on a day
_PLACE = (
    r"(?!(?:\w+\s){0,2}\w*(?:frist|start|slut|møde|samling|dato|tid|periode|konference|kurs|webinar|seminar|dag|deadline|"
    r"åbning|høring|tilmelding|status|ansøgning|projekt|kommune|byråd|udvalg|bestyrelse|regionsråd|referat|dagsorden|besøg|workshop|"
    r"begynd|udløb|gæld|gyldig|senest|indtil|siden|efter|inden|fra|til|uge|version|side|premiere|afslutning|aflevering|"
    r"indsendt|modtaget|besluttet|vedtaget|godkendt|født|satspulje|maj)\w{0,4}(?:\s|,))"
    r"(?-i:[A-ZÆØÅ][a-zæøå]{2,}(?:\s[A-ZÆØÅ][a-zæøå]{1,}){0,2})"
)
# "Af Fornavn Efternavn 01/06/2021": the byline and its date glued on one line
_BYLINE = re.compile(rf"(?ix)^af\s.{{3,80}}?\s{_DATE}\W{{0,3}}$")
# "EVALUERINGER 14 JAN 2021": type and date of a publication; also a date that is a line of its own, as
# "Havby, 14. juni 2019 kl. 09:12" is
_DATE_LINE = re.compile(
    rf"""(?ix)^\W{{0,3}}(?:(?:(?-i:[A-ZÆØÅ&/-]+)\s){{1,5}}|(?:nyhed(?:er)?|publikation|evaluering|rapport|dato)\W{{1,3}}
    |(?:nyhed|artikel|pressemeddelelse)\sfra\s
    |(?:lokalt|lokal(?:e\snyheder|nyt)|indland|danmark|sundhed|ældre|velfærd|omsorg|social(?:t|område)?|politik|kommunalt|
    samfund|nyheder)\s?:\s
    |(?-i:[A-ZÆØÅ][a-zæøå]+)(?:\s(?-i:[A-ZÆØÅ])\.?)?,\s
    |{_PLACE}(?:[,.]|\s[-–])?\s(?=(?:\w{{3,7}},?\s)?(?:den\s|d\.\s?)?\d\d?\D))?{_DAY}(?:d\.|den)?\s?
    {_DATE}(?:\s{{0,2}}(?:,|[-–])?\s?(?:kl\.?|klokken)?\s{{0,2}}\d?\d[.:]\d\d)?\W{{0,3}}$"""
)
# a date under "Ansøgningsfrist" or "Mødedato" is no date of the page
_OTHER_DATE = re.compile(
    r"(?i)frist|deadline|mødedato|tidspunkt|hvornår|startdato|slutdato|projektstart|periode|"
    r"^\W{0,3}(?:\w+)?tid\W{0,3}$|dato for"
)
# what stands beside the date on one line: "14. december 2019 · Af ...", "06/02/2022 09:48 Af ..."
_BESIDE = re.compile(r"\s{0,2}[·•|]\s{0,2}|\s(?=[Aa]f\s[A-ZÆØÅ])|\s[-–]\s(?=\d{1,2}\smin)")
_UPDATED_LINE_CHARS = 120  # "Sidst opdateret" in a long paragraph speaks of something else
_HEAD_LINES = 14  # title, kicker, breadcrumbs and lead come before the date of a news page
# "(opdateret 1. november 2016)" belongs to the link before it; behind a date it is the page's
_LINK_NOTE = re.compile(r"(?i)(?<!\d )\(\s*opdateret[^)]{0,40}\)")


def find_date(text: str) -> str | None:
    """Give the first date in a text in ISO 8601 at the precision stated, day before month; None without one."""
    return next((iso for match in _ANY.finditer(text) if (iso := _iso(match))), None)


def updated_in_line(text: str) -> str | None:
    """Give the date of a "Sidst opdateret ..." line; None for other lines."""
    if len(text) > _UPDATED_LINE_CHARS:
        return None
    match = _UPDATED.search(_LINK_NOTE.sub("", text))
    return _iso(match) if match else None


def find_last_updated(lines: Iterable[str], meta: Mapping[str, str], *, outside: Iterable[str] = ()) -> str | None:
    """Find when a page was last updated, as it says itself, in ISO 8601 at the precision stated.

    Order: a line that says "opdateret" (the last one wins: pages quote the dates of others above their own); a
    machine-readable modification date; a published line; a byline with its date; a line that is a date; a
    machine-readable publication date.

    Args:
        lines: the page's lines or blocks in order; a date that is a line of its own counts near the top only.
        meta: machine-readable dates: `modified`, `published`, `time`.
        outside: lines of the page's furniture, which may say when it was updated.
    """
    lines = list(lines)
    head = [part for line in lines[:_HEAD_LINES] for part in _beside(line)]
    stated = [iso for line in (*_with_values(lines), *_with_values(outside)) if (iso := updated_in_line(line))]
    if stated:
        return stated[-1]
    if iso := machine_date(meta.get("modified", "")):
        return iso
    for pattern, where in ((_PUBLISHED, lines), (_BYLINE, lines), (_DATE_LINE, head)):
        for before, line in zip(["", *where], where, strict=False):
            if len(before) <= 60 and _OTHER_DATE.search(before) and pattern is _DATE_LINE:
                continue
            if len(line) <= _UPDATED_LINE_CHARS and (match := pattern.search(line)) and (iso := _iso(match)):
                return iso
    return machine_date(meta.get("published", "")) or machine_date(meta.get("time", ""))


def find_stated_update(lines: Iterable[str]) -> str | None:
    """Find when a file says that it was updated or published; dates that stand alone are no such statement."""
    found = list(lines)
    stated = [iso for line in _with_values(found) if (iso := updated_in_line(line))]
    if stated:
        return stated[-1]
    for line in found:
        if len(line) <= _UPDATED_LINE_CHARS and (match := _PUBLISHED.search(line)) and (iso := _iso(match)):
            return iso
    return None


def _with_values(lines: Iterable[str]) -> Iterator[str]:
    """Give lines, a label alone ("Sidst opdateret:") with the line after it, where its date stands."""
    label = ""
    for line in lines:
        yield f"{label}{line}"
        label = f"{line.strip()} " if is_update_label(line) else ""


def is_update_label(text: str) -> bool:
    """Tell whether a text is "Sidst opdateret" or the like, and nothing else."""
    return len(text) <= 40 and bool(_LABEL_ALONE.match(text))


def is_date_line(text: str) -> bool:
    """Tell whether a line holds nothing but a date, its label or the kind of publication before it."""
    return len(text) <= 60 and bool(_DATE_LINE.match(text))


def _beside(line: str) -> list[str]:
    """Give what stands beside one another on a short line."""
    return _BESIDE.split(line) if len(line) <= _UPDATED_LINE_CHARS else [line]


def machine_date(text: str) -> str | None:
    """Give the date of an ISO 8601 time stamp (the page's own day, no time zone shift), or of Danish spelling."""
    match = re.match(r"\s*((?:19|20)\d\d)(?:[-/]?(\d\d)(?:[-/]?(\d\d))?)?(?!\d)", text)
    if not match:
        return find_date(text)
    return _valid(int(match[1]), int(match[2] or 0), int(match[3] or 0))


def _iso(match: re.Match[str]) -> str | None:
    group = match.groupdict()
    group["y3"] = group["y3"] or group["s3"]
    for n in "1234":
        if group.get(f"y{n}"):
            year = int(group[f"y{n}"])
            year += 0 if year > 99 else 2000 if year < 70 else 1900
            month = group[f"m{n}"].lower()
            return _valid(year, int(month) if month.isdigit() else _MONTHS[month], int(group.get(f"d{n}") or 0))
    return None


def _valid(year: int, month: int, day: int) -> str | None:
    if not month:
        return f"{year:04d}"
    try:
        stated = date(year, month, day or 1)
    except ValueError:
        return None
    return stated.isoformat() if day else stated.isoformat()[:7]
