"""Danish dates and periods in running text, as ISO 8601 at the precision that the words state.

A season or a part of a year ("efteråret 2021", "ultimo 2022") is no month, so it is given as its year. A quarter is
given as `2026-Q1` (the form of extended ISO profiles), a week as `2025-W12`, a day without a year as `--07-09`.
In periods a quarter becomes its first or last month, so that both ends can be compared.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text."""

    char_start: int  # half-open with char_end
    char_end: int
    iso: str  # "2018-03-28", "2018-03", "2018", "--07-09", "2026-Q1", "2025-W12"


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A stretch of time in a text; an open end is `None`."""

    char_start: int
    char_end: int
    from_iso: str | None
    to_iso: str | None


_MONTHS = {
    "januar": 1, "jan": 1, "februar": 2, "feb": 2, "marts": 3, "mar": 3, "april": 4, "apr": 4, "maj": 5, "juni": 6,
    "jun": 6, "juli": 7, "jul": 7, "august": 8, "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10,
    "okt": 10, "november": 11, "nov": 11, "december": 12, "dec": 12,
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19[5-9]\d|20[0-6]\d)"
_G = r"[ \t\u00a0\n]{1,3}"
_OG = r"[ \t\u00a0]{0,2}"
_PART = (
    r"(?:primo|medio|ultimo|"
    r"(?:starten|begyndelsen|slutningen|udgangen|midten|løbet|udløbet|"
    r"foråret|forår|sommeren|sommer|efteråret|efterår|vinteren|vinter|årsskiftet|nytår|sidst|først|tidligt|sent)"
    r"(?:[ ](?:af|i|på))?(?:[ ]året)?)"
)
_POINT = re.compile(
    rf"(?<![\w])(?=\w)(?:"
    rf"(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![\d-])"
    rf"|(?P<dnum>\d{{1,2}})(?P<s1>[./-])[ ]?(?P<mnum>\d{{1,2}})"
    rf"(?:(?P<s2>[./-])[ ]?|[ ])(?P<ynum>\d{{4}}|\d{{2}}(?![/.]\d))(?![\d\w])"
    rf"|(?P<d>\d{{1,2}})(?:\.|(?:te|ende)\b)?{_OG}(?P<m>{_MONTH})(?!\w)\.?(?:,?{_G}(?P<y>{_YEAR}|['’]\d\d)(?!\d))?"
    rf"|(?P<mmon>(?:0?[1-9]|1[0-2])(?=/)|(?:0[1-9]|1[0-2])(?=\.)|(?<!-)(?:0[1-9]|1[0-2])(?=-))[/.-](?P<mmy>{_YEAR})"
    rf"(?![\d/]|-\d\d-)"
    rf"|(?P<d2>\d{{1,2}})/(?P<m2>\d{{1,2}})(?![\d/.]|-(?!\d{{1,2}}/\d))"
    rf"|(?P<d5>\d{{1,2}})\.(?P<m5>\d{{1,2}})\.?(?={_OG}[-–—]{_OG}\d{{1,2}}\.\d{{1,2}}[. ]{_OG}{_YEAR})"
    rf"|(?P<isoyear>{_YEAR})-(?P<isomonth>0[1-9]|1[0-2])(?![\d-])"
    rf"|Q(?P<q2>[1-4])[ /-]?(?P<q2y>{_YEAR})(?!\d)"
    rf"|(?:(?P<part0>{_PART}){_G})?(?P<mon>{_MONTH})(?!\w)\.?(?: måned)?{_G}(?:i )?(?P<my>{_YEAR}|['’]\d\d)(?!\d)"
    rf"|(?P<q>[1-4])\.?{_OG}(?:kvartal|kvt\.?)(?:{_G}(?:i{_G})?(?P<qy>{_YEAR}))?"
    rf"|(?P<h>[12])\.?{_OG}halvår(?:{_G}(?:i{_G})?(?P<hy>{_YEAR}))?"
    rf"|[Uu]ge{_G}(?P<w>\d{{1,2}})(?:,?{_G}(?:i{_G})?(?P<wy>{_YEAR}))?(?!\d)"
    rf"|(?P<part>{_PART}){_G}(?P<py>{_YEAR})(?!\d)"
    rf"|(?P<mon2>{_MONTH})(?!\w)"
    rf"|(?P<part2>{_PART})(?!\w)"
    rf"|(?P<year>{_YEAR})(?![\d\w])(?!\.\d)"
    rf")",
    re.IGNORECASE,
)
# "2018 kr.", "2.020 borgere": a number that is counted is no year.
_NOT_YEAR_AFTER = re.compile(
    r"\s{0,2}(?:kr\b|kroner|mio|mill|%|procent|borgere|personer|patienter|timer|stk|ord\b|,\d)", re.I
)
_NOT_YEAR_BEFORE = re.compile(
    r"(?:\d[.,]|nr\.?\s?|§\s?|j\.nr\.?\s?|kr\.?\s?|tlf\.?:?\s?|telefon:?\s?|side\s|s\.\s)$", re.I
)


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    week: int | None = None
    part: str = ""  # "primo", "slutningen af" ...
    is_bare_part: bool = False  # "efteråret" or "august" with no year: counts only beside another date

    @property
    def is_year(self) -> bool:
        return not (self.month or self.quarter or self.half or self.week) and self.year is not None

    def iso(self, *, year: int | None = None) -> str:
        known = self.year or year
        if known is None:
            return f"--{self.month:02d}-{self.day:02d}" if self.month and self.day else ""
        if self.quarter:
            return f"{known}-Q{self.quarter}"
        if self.week:
            return f"{known}-W{self.week:02d}"
        text = f"{known}"
        if self.month:
            text += f"-{self.month:02d}"
            if self.day:
                text += f"-{self.day:02d}"
        return text

    def edge(self, *, is_end: bool, year: int | None = None) -> str:
        """Give the ISO form of this point as an end of a period."""
        known = self.year or year
        if known and self.quarter:
            return f"{known}-{self.quarter * 3 - (0 if is_end else 2):02d}"
        if known and self.half:
            return f"{known}-{self.half * 6 - (0 if is_end else 5):02d}"
        if known and self.week:
            return f"{known}"
        return self.iso(year=year)


def _full_year(text: str) -> int:
    """Give the year of two digits, with or without an apostrophe: 50 and later are of the last century."""
    value = int(text.lstrip("'’"))
    return value if value > 99 else value + (1900 if value >= 50 else 2000)


def _valid(year: int | None, month: int, day: int | None) -> bool:
    if not 1 <= month <= 12:
        return False
    return day is None or 1 <= day <= monthrange(year or 2000, month)[1]


def _read_point(match: re.Match[str], text: str) -> _Point | None:
    start, end = match.span()
    get = match.groupdict()
    if get["iso"]:
        year, month, day = map(int, get["iso"].split("-"))
        return _Point(start, end, year, month, day) if _valid(year, month, day) else None
    if get["dnum"]:
        # "10-12.30" is a time of day; separators must agree, save in "1/1-2023" and "1/3-19".
        first, second = get["s1"], get["s2"]
        is_mixed = first in "/." and second in ("-", None) and len(get["ynum"]) == 4
        if second != first and not is_mixed and (first, second) != ("/", "-"):
            return None
        year, month, day = _full_year(get["ynum"]), int(get["mnum"]), int(get["dnum"])
        return _Point(start, end, year, month, day) if _valid(year, month, day) and year < 2070 else None
    if get["d"]:
        year_or_none = _full_year(get["y"]) if get["y"] else None
        month, day = _MONTHS[get["m"].lower()], int(get["d"])
        return _Point(start, end, year_or_none, month, day) if _valid(year_or_none, month, day) else None
    if get["mmon"]:  # "03/2018"
        return _Point(start, end, int(get["mmy"]), int(get["mmon"]))
    if get["isoyear"]:  # "2018-08"; "2009-10" is more often two years
        year, month = int(get["isoyear"]), int(get["isomonth"])
        return _Point(start, end, year, month) if month <= year % 100 else _Point(start, start + 4, year)
    if get["q2"]:
        return _Point(start, end, int(get["q2y"]), quarter=int(get["q2"]))
    if get["d2"] or get["d5"]:
        month, day = int(get["m2"] or get["m5"]), int(get["d2"] or get["d5"])
        return _Point(start, end, None, month, day, is_bare_part=True) if _valid(None, month, day) else None
    if get["mon"]:
        return _Point(start, end, _full_year(get["my"]), _MONTHS[get["mon"].lower()], part=(get["part0"] or "").lower())
    if get["q"]:
        return _Point(
            start, end, int(get["qy"]) if get["qy"] else None, quarter=int(get["q"]), is_bare_part=not get["qy"]
        )
    if get["h"]:
        known = int(get["hy"]) if get["hy"] else None
        return _Point(start, end, known, half=int(get["h"]), is_bare_part=known is None)
    if get["w"]:
        week = int(get["w"])
        known = int(get["wy"]) if get["wy"] else None
        return _Point(start, end, known, week=week, is_bare_part=known is None) if 1 <= week <= 53 else None
    if get["part"]:
        return _Point(start, end, int(get["py"]), part=get["part"].lower())
    if get["mon2"]:
        return _Point(start, end, None, _MONTHS[get["mon2"].lower()], is_bare_part=True)
    if get["part2"]:
        return _Point(start, end, None, part=get["part2"].lower(), is_bare_part=True)
    if _NOT_YEAR_AFTER.match(text, end) or _NOT_YEAR_BEFORE.search(text, max(0, start - 10), start):
        return None
    return _Point(start, end, int(get["year"]))


def _points(text: str) -> tuple[_Point, ...]:
    if not _DIGIT.search(text):
        return ()  # every date and period has a year or a day in figures
    return _read_points(text) if len(text) <= _MAX_KEPT else _read_points.__wrapped__(text)


_DIGIT = re.compile(r"\d")
_MAX_KEPT = 2000  # characters; longer texts are not asked about twice


@lru_cache(maxsize=2048)  # the lines and sentences of a page are each read in several ways
def _read_points(text: str) -> tuple[_Point, ...]:
    points: list[_Point] = []
    position = 0
    while match := _POINT.search(text, position):
        point = _read_point(match, text)
        position = point.end if point is not None else match.end()
        if point is not None:  # an impossible date is passed over whole: "31. februar 2020" is no February 2020
            points.append(point)
    return tuple(points)


def find_dates(text: str) -> list[DateMention]:
    """Give the dates in a text, in order: days, months, quarters, weeks and years, not overlapping.

    A day without a year ("9. juli") is given as `--07-09`; a month or season without a year is left out, and so are
    impossible dates. Runs in time linear in the text.
    """
    return [
        DateMention(p.start, p.end, p.iso())
        for p in _points(text)
        if p.iso() and not (p.is_bare_part and p.year is None)
    ]


_JOIN = re.compile(
    r"\s{0,3}(?:(?:[-–—−]|→|-?>|…|\.{2,3})(?:\s?(?:(?:frem\s)?(?:indtil|til)(?:\sog\smed)?|slut\w{0,6}:?))?|til(?:\sog\smed)?(?:\sden)?|og\s(?:løber\s|"
    r"varer\s)?(?:frem\s)?(?:indtil|til)(?:\sog\smed)?|"
    r"frem\s(?:indtil|til)(?:\sog\smed)?|t\.?o\.?m\.?|indtil(?:\sog\smed)?|"
    r"(?:og|,)\s(?:afsluttes|afsluttet|er\sslut|slutter\ssenest|slutter|sluttede|løber|løb|vil\sløbe|varer|kører|"
    r"forventes\safsluttet)"
    r"(?:\s(?:i|den|d\.|til|indtil|ved|frem\stil|til\sog\smed|ultimo))?(?:\sog\smed)?)"
    r"\s{0,3}(?:d\.\s?|den\s|med\s)?",
    re.IGNORECASE,
)
_BETWEEN_JOIN = re.compile(r"\s{1,2}og\s{1,2}(?:d\.\s?|den\s)?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:mellem|imellem)\s{1,2}(?:årene\s)?$", re.IGNORECASE)
# "løb i 2006 og 2007" is one period
_RAN_IN = re.compile(
    r"(?:løb|løber|forløb|kørte|kører|gennemfør\w+|(?:af)?prøvet|foregik|foregår|"
    r"afvikle\w+|(?:fandt|finder)\ssted)\s{1,2}i\s{1,2}(?:årene\s)?$|\bover\sto\sår[,:]\s$",
    re.IGNORECASE,
)
_SHORT_END = re.compile(r"[ ]?[-–—/][ ]?(?P<yy>\d{2})(?![\d\w/-]|\.\d)")
_FROM = re.compile(
    r"(?:fra(?:\sog\smed)?|siden|start(?:er|ede|et|dato)?(?:\sop)?(?:\si|\sden|:)?|projektstart:?|begynd(?:er|"
    r"te)(?:\si)?|"
    r"påbegyndt(?:\si)?|åbn(?:er|ede|et)(?:\si)?|(?:går|gik|gået|kom|kommet|sat|skudt|sættes|"
    r"skydes)\si\sgang(?:\si)?|opstartet(?:\si)?|"
    r"igangsat(?:\si)?|iværksat(?:\si)?|indled(?:t|es|te)(?:\si)?|lanceret(?:\si)?|opstart:?|projektets\sstart:?|"
    r"startdato:?)"
    r"\s{0,3}(?:d\.\s?|den\s|i\s|med\s|ved\s)?$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:frem\stil(?:\sog\smed)?|indtil(?:\sog\smed)?|til\sog\smed|t\.?o\.?m\.?|løb(?:er|e|et)?\s(?:frem\s|"
    r"ud\s)?(?:til|indtil|i|året\sud)?|"
    r"projektslut(?:ning)?:?|(?:være\s)?færdig(?:e|t)?(?:\s(?:til|inden|i))?|udløber|ophører|lukker|forlæng(?:et|"
    r"es)\s(?:frem\s)?til|afslut(?:tes|tet|tede|"
    r"ning)?:?(?:\ssenest|\sinden|\sved)?(?:\si)?|(?:er|være|vil\svære)\sslut(?:\si)?|slutter(?:\ssenest)?(?:\si)?|"
    r"sluttede(?:\si)?|slutdato:?|"
    r"projektets\safslutning:?|forventes\safsluttet(?:\si)?|varer(?:\stil)?|(?:rækker|holder|gælder|strækker\ssig)\s(?:frem\s)?til|slut:)"
    r"\s{0,3}(?:d\.\s?|den\s|i\s|og\smed\s|med\s|ved\s)?$",
    re.IGNORECASE,
)
_ONWARD = re.compile(r"\s{0,2}(?:og\s(?:frem(?:ad|efter)?|fremefter)|-\s?(?:$|\n)|og\sfrem)", re.IGNORECASE)
_WINDOW = 48  # characters looked at before a date for the words that make it an end


def _sort_key(iso: str) -> str:
    return iso if len(iso) > 4 else f"{iso}-00"


def _pair(first: _Point, second: _Point) -> PeriodMention | None:
    if second.year is None:
        return None
    if first.is_bare_part and first.year is None and not (first.month or first.quarter or first.half or first.part):
        return None
    start = first.edge(is_end=False, year=second.year)
    end = second.edge(is_end=True)
    if not start or _sort_key(start)[: min(len(start), len(end))] > end[: min(len(start), len(end))]:
        return None
    # A month range over New Year with one year: "november til marts 2020" began the year before; not stated, so no.
    return PeriodMention(first.start, second.end, start, end)


def _count_listed_years(text: str, points: tuple[_Point, ...], index: int) -> int:
    """Give how many years follow one another from a point on, named one by one: 3 of "2024, 2025 og 2026"."""
    last = index
    while last + 1 < len(points) and points[last].is_year and points[last + 1].is_year:
        first, second = points[last], points[last + 1]
        between = text[first.end : second.start]
        if between not in (", ", " og ", *_BARE_JOINS) or first.year is None or second.year != first.year + 1:
            break
        last += 1
        if between == " og ":
            return last - index + 1
    is_alike = last - index > 1 and text[points[last - 1].end : points[last].start] in _BARE_JOINS
    return last - index + 1 if is_alike else 1


_BARE_JOINS = ("/", "+", " + ", "-", "–", " - ", " – ")


_TURN = re.compile(r"årsskiftet|nytår", re.IGNORECASE)


def find_periods(text: str) -> list[PeriodMention]:
    """Give the periods in a text, in order: two dates joined by a dash or "til", or one that is said to be an end.

    "frem til og med 2023" has no start, "fra 2020" no end. Runs in time linear in the text.
    """
    points = _points(text)
    periods: list[PeriodMention] = []
    index = 0
    while index < len(points):
        point = points[index]
        n_listed = _count_listed_years(text, points, index)
        if n_listed > 2:
            last = points[index + n_listed - 1]
            periods.append(PeriodMention(point.start, last.end, str(point.year), str(last.year)))
            index += n_listed
            continue
        follower = points[index + 1] if index + 1 < len(points) else None
        if follower is not None and follower.start - point.end <= 40:
            between = text[point.end : follower.start]
            joined = _JOIN.fullmatch(between) or (
                _BETWEEN_JOIN.fullmatch(between) and _BETWEEN.search(text, max(0, point.start - 20), point.start)
            )
            if joined is None and between == " og " and point.is_year and follower.is_year:
                joined = _RAN_IN.search(text, max(0, point.start - 40), point.start)
            is_season = between == "/" and None not in (point.year, follower.year)  # "2020/2021"
            is_season = is_season and len(point.iso()) == len(follower.iso())
            if _TURN.match(text, point.start) and re.fullmatch(r"\s?[/–-]\s?", between):
                index += 2  # "ved årsskiftet 2019/2020" is a day
                continue
            # "starter i efteråret og løber frem til slutningen af 2022" does not say which autumn.
            plain = between.replace(" og med", "")
            is_open = point.year is None and not point.day and len(plain) > len(" frem til ")
            period = _pair(point, follower) if (joined or is_season) and not is_open else None
            if period is not None:
                periods.append(period)
                index += 2
                continue
        index += 1
        if point.year is None:
            continue
        short = _SHORT_END.match(text, point.end) if point.is_year else None
        if short is not None and _TURN.match(text, point.start):
            continue  # "ved nytår 2023/24"
        if short is not None and point.year < 2000 + int(short["yy"]) <= point.year + 15:
            periods.append(PeriodMention(point.start, short.end(), str(point.year), str(2000 + int(short["yy"]))))
            continue
        before_at = max(0, point.start - _WINDOW)
        if _ONWARD.match(text, point.end):
            periods.append(PeriodMention(point.start, point.end, point.edge(is_end=False), None))
        elif _TO.search(text, before_at, point.start) or (
            point.part.startswith(("udgangen", "slutningen", "udløbet"))
            and text[before_at : point.start].endswith(("til ", "inden ", "med "))
        ):
            periods.append(PeriodMention(point.start, point.end, None, point.edge(is_end=True)))
        elif _FROM.search(text, before_at, point.start):
            periods.append(PeriodMention(point.start, point.end, point.edge(is_end=False), None))
    return periods
