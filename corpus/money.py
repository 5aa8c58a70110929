"""Danish amounts of money in running text: "50,8 mio. kr.", "1.250.000", "mellem 2 og 3 mio. kr."."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus.number_words import SIMPLE


@dataclass(frozen=True, slots=True)
class AmountMention:
    """An amount in a text, in whole Danish kroner.

    `amount_to_dkk` is the upper end where the text gives a range, and `amount_dkk` then the lower one.
    """

    char_start: int  # half-open with char_end
    char_end: int
    amount_dkk: int
    amount_to_dkk: int | None = None
    is_approximate: bool = False  # "knap", "cirka", "op til"; the number stands as written


# Every gap is bounded and every number starts where no number goes on, so that matching is linear on any text.
_GAP = r"[ \t\u00a0\u202f\n]{0,3}"
_MILLIONS = r"(?:mio|mia|mill|million|milliard)"
_NUMBER = (
    r"(?:(?<![\w.,])|(?<=kr\.))"
    rf"(?:(?:\d{{1,3}}(?:\.\d{{1,2}}| ?[½¼¾]| [13]/[24])|[½¼¾])(?={_GAP}{_MILLIONS})"  # 1.2 mio.  2½ mio.
    r"|\d{1,3}(?:[.'’]\d{3}){1,4}(?!\d)(?:,(?:\d{1,2}(?!\d)|-{1,2}))?"  # 1.250.000,00  1.000,-
    r"|\d{1,3}(?:,\d{3}){2,4}(?![\d,])"  # 1,250,000: only unmistakable with two groups
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}(?![\d])(?:,\d{1,2}(?!\d))?"  # 1 250 000
    r"|\d{1,12}(?![\d])(?:,(?:\d{1,3}(?!\d)|-{1,2}))?)"
)
_SCALES = {
    "mia": 1_000_000_000,
    "milliard": 1_000_000_000,
    "mio": 1_000_000,
    "mill": 1_000_000,
    "million": 1_000_000,
    "t": 1_000,
    "tusind": 1_000,
    "hundrede tusind": 100_000,
}
_SCALE = r"(?:(?:milliard(?:er)?|million(?:er)?|tusinde?)(?!\w)|(?:mia|mio|mill)(?:\.|(?!\w))|t\.(?!\w))"
_KRONER = r"(?:kroner(?!\w)|kr(?!\w)\.?|dkk(?!\w)|,-)"
_TKR = r"(?:t\.?[ \u00a0]?kr(?!\w)\.?|tkr(?!\w)\.?|tdkk(?!\w))"
_WORD_VALUES = {
    **{word: Decimal(value) for word, value in SIMPLE.items() if value},
    **{
        f"{word}{og} en halv": value + Decimal("0.5")
        for word, value in SIMPLE.items()
        if value > 1
        for og in ("", " og")
    },
    "en halv": Decimal("0.5"),
    "halvanden": Decimal("1.5"),
    "en kvart": Decimal("0.25"),
    "trekvart": Decimal("0.75"),
}
_WORDS = "|".join(sorted(map(re.escape, _WORD_VALUES), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?:(?P<millions>(?<!\w)mio\.?[ \u00a0]?kr\.?:?{_GAP}(?=\d{{1,3}},\d{{1,2}}(?!\d)))|"
    rf"(?P<thousands>(?<!\w)(?:t\.?[ \u00a0]?kr\.?|tkr\.?|tdkk):?{_GAP}(?=\d{{1,3}}(?:\.?\d{{3}})?(?![\d.,]*\d)))|"
    rf"(?P<prefix>(?<!\w)(?:kr\.?:?|dkk:?)"
    rf"{_GAP}))?(?P<number>{_NUMBER})"
    rf"(?:{_GAP}(?P<tkr>{_TKR})|(?:{_GAP}(?P<scale>{_SCALE}))?(?:{_GAP}(?:danske[ \u00a0])?(?P<kroner>{_KRONER}))?)"
    rf"|(?<!\w)(?P<word>{_WORDS})[ \u00a0\n](?P<wordscale>milliard(?:er)?|million(?:er)?|mio\.?|mia\.?|"
    rf"(?:hundrede )?tusinde?(?=[ \u00a0]kr(?:oner|\b)))(?!\w)"
    rf"(?:{_GAP}(?:kroner(?!\w)|kr(?!\w)\.?))?",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"(?:knapt?|cirka|ca\.?|omkring|omtrent|godt|næsten|op til|op mod|lidt over|lidt under|over|mere end|små|henved|"
    r"rundt regnet|ikke mindre end|mindst|maksimalt|maks\.?|højst|under|omtrentlig)\s{1,3}(?:kr\.?\s{0,2})?$",
    re.IGNORECASE,
)
# "2 millioner mennesker" counts people, "3 mio. euro" is no kroner, "2.000.000 borgere" either.
_OTHER_UNIT = re.compile(
    r"\s{0,3}(?:af\s)?(?:menneske|borger|person|dansk(?:ere|erne)|indbygger|patient|ældre|euro|eur(?!\w)|€|\$|dollar|"
    r"pund|"
    r"svenske|norske|sek(?!\w)|nok(?!\w)|usd|besøg|timer|gange|kontakt|opslag|kvadrat|m2|km|kilo|ton|stk|procent|pct|%|"
    r"børn|unge|familier|medarbejder|registrering|recept|døgn|dage|år(?!\w)|sider|visning|skridt|enheder|[·:]\d)",
    re.IGNORECASE,
)
_AFTER_BARE = re.compile(r"[ \t\u00a0]{0,3}(?:$|[\n\t|;)\].,]|(?:til|i|fordelt|for|fra|og|samt)\b)")
_YEARLESS = re.compile(r"(?:19|20)\d\d$")
_BETWEEN_RANGE = re.compile(r"\s{0,2}(?:[-–—]|til|op til)\s{0,2}$|\s{1,2}(?:til|op til|og op til)\s{1,2}$")
_SHARED_NEXT = re.compile(
    rf"(?:\s{{0,2}}(?:i|for|til)\s{{1,2}}(?:20\d\d))?\s{{0,2}}(?:og|,|samt|"
    rf",\s?og)\s{{1,2}}(?P<n>{_NUMBER})(?=\s{{1,2}}(?:i|for|til)\s{{1,2}}20\d\d)",
    re.IGNORECASE,
)
_LIST_GAP = re.compile(r"\s{0,2}(?:,|og|samt|henholdsvis|til|op til|[-–—]|,\s?og|/)\s{0,2}$")
_BETWEEN_BEFORE = re.compile(r"(?:mellem|imellem|fra)\s{1,3}(?:(?:ca\.?|cirka)\s)?$", re.IGNORECASE)


_MAX_LIST = 12  # numbers that may share one unit; more is no sentence


@dataclass(slots=True)
class _Found:
    start: int
    end: int
    number: Decimal
    scale: int | None  # None: none written
    is_money: bool  # kroner or a scale stand by it
    is_bare: bool = False
    value_to: Decimal | None = None

    @property
    def value(self) -> Decimal:
        return self.number * (self.scale or 1)


_FRACTIONS = {
    **dict.fromkeys(("½", "1/2"), Decimal("0.5")),
    **dict.fromkeys(("¼", "1/4"), Decimal("0.25")),
    **dict.fromkeys(("¾", "3/4"), Decimal("0.75")),
}


def parse_number(text: str) -> Decimal:
    """Read a Danish number: dots, spaces and apostrophes group thousands, a comma starts the decimals.

    A dot before one or two digits starts decimals too: "1.2 mio. kr.".

    Raises:
        ValueError: it is no number.
    """
    if part := re.fullmatch(r"(\d{0,3}) ?([½¼¾]|1/2|1/4|3/4)", text.strip()):
        return Decimal(part[1] or 0) + _FRACTIONS[part[2]]
    digits = re.sub(r"[ \u00a0\u202f'’]", "", text.strip()).rstrip("-")
    if re.fullmatch(r"\d{1,3}\.\d{1,2}", digits):  # as written in English, beside a scale
        return Decimal(digits)
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}", digits):
        return Decimal(digits.replace(",", ""))
    whole, _, decimals = digits.replace(".", "").partition(",")
    if not whole.isdecimal() or (decimals and not decimals.isdecimal()):
        raise ValueError(f"not a Danish number: {text[:40]!r}")
    return Decimal(f"{whole}.{decimals}" if decimals else whole)


def _scale_of(word: str) -> int:
    key = word.lower().rstrip(".").removesuffix("er").removesuffix("e") if word.lower() != "t." else "t"
    return _SCALES[key]


def _read(match: re.Match[str], text: str) -> _Found | None:
    if match["word"]:
        words = re.sub(r"\s", " ", match["word"].lower())
        if _OTHER_UNIT.match(text, match.end()):
            return None
        return _Found(match.start(), match.end(), _WORD_VALUES[words], _scale_of(match["wordscale"]), is_money=True)
    number = match["number"]
    scale = 1_000 if match["tkr"] else _scale_of(match["scale"]) if match["scale"] else None
    if match["millions"]:
        scale = scale or 1_000_000
    if match["thousands"]:
        scale = scale or 1_000
    has_dash = number.endswith("-")
    money = bool(
        match["prefix"] or match["millions"] or match["thousands"] or match["kroner"] or match["tkr"] or has_dash
    )
    # "t." alone is no scale: "5 t." are hours.
    if match["scale"] and match["scale"].lower() in ("t.", "tusind", "tusinde") and not money:
        return None
    if not money and _OTHER_UNIT.match(text, match.end()):
        return None
    is_bare = not money and scale is None
    return _Found(match.start(), match.end(), parse_number(number), scale, money or scale is not None, is_bare)


_UNIT_BEFORE = re.compile(r"(?:\bi\s(?:hele\s)?|[(,]\s?|^)$", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"\s?(?:[):\n\t]|$)")


def _is_unit(found: _Found, text: str) -> bool:
    """Tell whether a thousand is what a table counts in: "Bevilling (1.000 kr.)", "Beløb i 1.000 kr."."""
    before = text[max(0, found.start - 8) : found.start]
    return (
        found.value == 1000
        and text[found.start : found.start + 1] == "1"
        and _UNIT_BEFORE.search(before) is not None
        and _UNIT_AFTER.match(text, found.end) is not None
    )


def _is_bare_amount(found: _Found, text: str) -> bool:
    """Tell whether a number with no unit is written as only amounts are: two groups of thousands, nothing counted."""
    written = text[found.start : found.end]
    return bool(re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,4}(?:,\d{2})?", written)) and bool(
        _AFTER_BARE.match(text, found.end)
    )


def _goes_on(first: _Found, second: _Found, text: str) -> bool:
    """Tell whether a sum is written as its millions and the rest of it: "2 mio. 400.000 kr."."""
    if first.scale != 1_000_000 or second.scale is not None or not second.is_money or second.start - first.end > 4:
        return False
    between, rest = text[first.end : second.start], text[second.start : second.end]
    is_rest = re.match(r"\d{3}\.\d{3}(?![.,]\d)", rest) is not None
    is_joined = between == " " or (
        between == " og " and "henholdsvis" not in text[max(0, first.start - 40) : first.start]
    )
    return is_rest and is_joined and "k" not in text[first.start : first.end].lower()


def _join_ranges(items: list[_Found], text: str) -> list[_Found]:
    """Join "mellem 2 og 3 mio. kr." and "2-3 mio. kr."; give numbers of one list the unit of its last."""
    joined: list[_Found] = []
    for item in items:
        run: list[_Found] = []
        while joined and item.is_money and len(run) < _MAX_LIST:
            before = joined[-1]
            first = run[0] if run else item
            between = text[before.end : first.start]
            if len(between) > 8 or not _LIST_GAP.search(between) or not _LIST_GAP.fullmatch(between):
                break
            written = text[before.start : before.end]
            is_range = bool(_BETWEEN_RANGE.search(between)) or (
                "og" in between and bool(_BETWEEN_BEFORE.search(text, max(0, before.start - 16), before.start))
            )
            if before.is_bare and not _YEARLESS.fullmatch(written):
                if item.scale is not None and before.number < 1000:
                    before.scale = item.scale
                elif not (is_range or "." in written):
                    break
                before.is_money, before.is_bare = True, False
            elif before.is_bare or not is_range:
                break
            if is_range and not run and before.value <= item.value and before.value_to is None:
                joined.pop()
                item = _Found(before.start, item.end, before.value, 1, is_money=True, value_to=item.value)
                break
            run.insert(0, joined.pop())
        joined.extend(run)
        joined.append(item)
    return joined


def find_amounts(text: str) -> list[AmountMention]:
    """Give the amounts of Danish kroner in a text, in order, not overlapping.

    A number counts when kroner or a scale stand by it, or when it is written with at least two groups of thousands
    and nothing else is counted by it. Numbers that share a unit ("16,4 millioner kroner i 2018 og 21,6 i 2019") each
    get it. Runs in time linear in the text.
    """
    if not _MAY_HOLD.search(text):
        return []
    return list(_amounts(text) if len(text) <= _MAX_KEPT else _amounts.__wrapped__(text))


_MAY_HOLD = re.compile(r"\d|[Mm][Ii][AaLlOo]|[Tt]usind")  # a digit, or the scale of a number in words
_MAX_KEPT = 2000  # characters; longer texts are not asked about twice


@lru_cache(maxsize=2048)  # the lines and sentences of a page are each read in several ways
def _amounts(text: str) -> tuple[AmountMention, ...]:
    found: list[_Found] = []
    for match in _AMOUNT.finditer(text):
        item = _read(match, text)
        if item is None:
            continue
        if found and _goes_on(found[-1], item, text):
            before = found.pop()
            item = _Found(before.start, item.end, before.value + item.value, 1, is_money=True)
        found.append(item)
    # A shared unit reaches forward over "i 2018 og".
    for index, item in enumerate(found):
        if item.scale and item.scale >= 1_000_000:
            shared = _SHARED_NEXT.match(text, item.end)
            while shared:
                follower = next((f for f in found[index + 1 : index + 5] if f.start == shared.start("n")), None)
                if follower is None or not follower.is_bare:
                    break
                follower.scale, follower.is_money, follower.is_bare = item.scale, True, False
                shared = _SHARED_NEXT.match(text, follower.end)
    kept = [f for f in _join_ranges(found, text) if (f.is_money and not _is_unit(f, text)) or _is_bare_amount(f, text)]
    return tuple(
        AmountMention(
            char_start=f.start,
            char_end=f.end,
            amount_dkk=int(f.value.to_integral_value()),
            amount_to_dkk=int(f.value_to.to_integral_value()) if f.value_to is not None else None,
            is_approximate=bool(_APPROXIMATE.search(text, max(0, f.start - 24), f.start)),
        )
        for f in kept
        if f.value < Decimal(10) ** 13
    )
