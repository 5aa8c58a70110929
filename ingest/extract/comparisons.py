"""Two quantities that a sentence sets against each other, and which way they went.

"Fra 38 til 21", "21 pct. før og 14 pct. efter", "8 ud af 10 mod 3 ud af 10", "41 dage i begge grupper": Danish has many
ways of saying so, but few signs: a preposition between the two, or a word of time or of another group beside each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

_WORDS = {
    "to": 2.0, "tre": 3.0, "fire": 4.0, "fem": 5.0, "seks": 6.0, "syv": 7.0, "otte": 8.0, "ni": 9.0, "ti": 10.0,
    "elleve": 11.0, "tolv": 12.0, "tretten": 13.0, "fjorten": 14.0, "femten": 15.0, "seksten": 16.0, "sytten": 17.0,
    "atten": 18.0, "nitten": 19.0, "tyve": 20.0, "toogtyve": 22.0, "tredive": 30.0, "fyrre": 40.0, "halvtreds": 50.0,
    "en": 1.0, "et": 1.0, "én": 1.0, "ét": 1.0,
}  # fmt: skip
_SHARES = {  # percent
    "halvdelen": 50.0, "hver anden": 50.0, "hvert andet": 50.0, "en tredjedel": 33.3, "hver tredje": 33.3,
    "to tredjedele": 66.7, "en fjerdedel": 25.0, "hver fjerde": 25.0, "tre fjerdedele": 75.0, "hver femte": 20.0,
    "en femtedel": 20.0, "hver sjette": 16.7, "hver syvende": 14.3, "hver ottende": 12.5, "hver niende": 11.1,
    "hver tiende": 10.0, "en tiendedel": 10.0, "hver tyvende": 5.0,
}  # fmt: skip
_N = rf"(?:\d{{1,3}}(?:\.\d{{3}})+|\d+(?:,\d+)?|\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b)"
_QUANTITY = re.compile(
    rf"(?P<share>\b(?:{'|'.join(_SHARES)})\b)|(?P<now>\bsamme dag\b)|"
    rf"(?<![\w.,§/-])(?P<part>{_N})\s(?:ud\s)?af\s(?:de\s|deres\s|i alt\s)?(?P<whole>{_N})(?![\w/])|"
    r"(?<![\w.,§/-])(?P<number>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)(?![\w/]|,\d|\.\d|-)(?:\s?(?P<unit>%|[a-zæøå]+))?|"
    rf"\b(?P<word>{'|'.join(w for w in sorted(_WORDS, key=len, reverse=True) if w not in ('en', 'et'))})\s"
    r"(?P<word_unit>[a-zæøå]+)"
)
_DAYS = {"minut": 1 / 1440, "time": 1 / 24, "dag": 1.0, "døgn": 1.0, "uge": 7.0, "måned": 30.4, "år": 365.0}
_UNIT = re.compile(r"(minut|time|dag|døgn|uge|måned|år)(?:t|r|e|er|n|en|et|erne|ers|ters|s|es)?")
_DEFINITE = ("året", "dagen", "ugen", "måneden", "timen", "døgnet")  # "1,3 året før"
_LONG = ("uge", "måned", "år")
_PASSES = re.compile(r"\b(?:efter|over|i|(?<!inden )for|gennem|seneste|sidste|første|hver|om|på)\s$")
_NO_UNIT = frozenset(
    "efter inden tidligere året mens eller blandt hvor ventet mindre under over mellem allerede kvartal siden faktisk "
    "point ligger imod ikke til gange året dagen ugen måneden timen døgnet".split()
)
_MONTHS = "jan feb mar apr maj jun jul aug sep okt nov dec".split()
_KRONER = ("kr", "kroner", "mio", "mia", "million", "millioner", "milliarder")
_NO_LEVEL_BEFORE = re.compile(
    r"\b(?:med|skala(?:en)?(?: går)? fra|pr\.|per|uge|kl\.|nr\.|side|kapitel|over|under|fyldt|mellem|knap|"
    r"aldersgruppen|"
    r"§|stk\.|model|fase|år)\s$"
)
_NO_LEVEL_AFTER = re.compile(
    r"\s?(?:%|pct\.?|procent|procentpoint|\w+)?\s?(?:så )?(?:færre|flere|mere|mindre|højere|lavere|kortere|længere|"
    r"hurtigere|bedre|dårligere|ældre|yngre|gange (?:så|flere|færre|mere)|ekstra|interview|deltagere|år (?:gammel|"
    r"og))\b"
)
_BEFORE = re.compile(
    r"\b(?:før(?!st)|inden|forud|tidligere|forinden|oprindelig\w*|førmåling\w*|baseline|udgangspunkt\w*|i starten|"
    r"til at begynde med|i forvejen|hidtil|normalt|sædvanligvis|plejer|"
    r"ved (?:\w+ ){0,2}?(?:start\w*|begyndelse\w*|opstart\w*|indgang\w*|indskrivning\w*|første|baseline)|"
    r"da (?:\w+ ){1,3}(?:begyndte|startede|gik i gang|kom i gang|blev spurgt første gang)|året (?:før|forinden)|i fjor|"
    r"nulpunkt\w*|nulmåling\w*|(?:i )?referenceåret|år 1|for (?:et|to|tre|fire|fem) år siden|"
    r"(?<!for )første (?:gang|måling|test|samtale|besøg|interview|halvår|kvartal))\b"
)
_THAN = re.compile(r"\bend (?:før|tidligere|hidtil|normalt|året før)\b")  # "more than before" is said of the figure now
_AFTER = re.compile(
    r"\b(?:efter|nu|i dag|siden|senest\w*|herefter|derefter|efterfølgende|slutmåling\w*|eftermåling\w*|opfølgning\w*|"
    r"til sidst|sidste (?:år|halvår|kvartal|måling)|i år\b|efterhånden|"
    r"ved (?:\w+ ){0,2}?(?:slut\w*|afslutning\w*|udgang\w*|udløb\w*|seneste|sidste|opfølgning\w*|endt)|"
    r"senere|året efter|afsluttende|slut(?=:? \d)|år [2-9]|anden gang|(?:anden|sidste) (?:måling|test|samtale)|"
    r"andet (?:år|halvår|interview)|sidste (?:besøg|interview)|da (?:\w+ ){1,3}(?:sluttede|stoppede|var slut))\b"
)
_OTHERS = re.compile(
    r"\b(?:kontrolgruppe\w*|kontrolperson\w*|sammenligningsgruppe\w*|resten af|de (?:gamle|tidligere|forrige)|"
    r"forrige|de øvrige|øvrige|andre (?:kommuner|"
    r"steder|plejecentre|"
    r"afdelinger|teams?|distrikter)|kommuner uden|ikke (?:var med|deltog)|landsgennemsnit\w*|landsplan|"
    r"hele landet|landet som helhed|sædvanlig\w*|almindelig\w*|(?:sagde|takkede) nej|nabo\w+)\b"
)
_EXPECTED = re.compile(r"\b(?:ventet|forventet|forventede|et mål på|målet|planlagt|budgetteret|antaget|beregnet)\b")
_AIM = re.compile(
    r"\b(?:mål(?:et|tal(?:let)?|sætning(?:en)?)?(?: \w+){0,4}? (?:var|er|lød|på|om|for)\b|(?:mål|måltal|krav): |"
    r"ambition(?:en)? (?:var|om|lød)|satte (?:os|sig|vi os) for|krævede|kravet (?:var|lød)|grænsen (?:var|er)|"
    r"måtte højst|servicemål(?:et)?|succeskriteri\w*|barren)"
)
"""Words of what was aimed at: a figure beside them is to be reached."""
_AIMS = ("least", "most")
_CEILING = re.compile(r"\b(?:højst|maks(?:imalt|imum)?|ikke over|ikke mere end|færre end|grænsen|ned på)\b")
_AGAINST = re.compile(
    r"\b(?:mod|imod|sammenlignet med|sammenholdt med|i forhold til|over for|hvor (?:det|tallet|den|"
    r"de) (?:\w+ )?(?:var|lå)|"
    r"i stedet for|frem for)\b"
)
_FROM = re.compile(r"\bfra(?:\s(?!til\b)\w+){0,6}\s$")
_TO = re.compile(r"(?!.*\bog (?!ned|op)\w)[^,;]*?\b(?:til|ned på|op på)\b[^,;]*")
_CUTS = (
    re.compile(r";|\s[–-]\s|(?<!pct)(?<!ca)(?<!pr)(?<!kr)\.\s"),
    re.compile(r",?\s(?:men|mens|hvor|hvorimod)\s|:\s"),
    re.compile(r",|\sog\s"),
)
_NEXT = re.compile(r",\s(?:og|men|så|hvilket|mens)\s|;\s|(?<!pct)(?<!ca)(?<!pr)(?<!kr)\.\s")
_MOVES = re.compile(r"fald|steg|stig|gik|gået|går|kom|bragt|reducer|sænk|voks|øge|halver|dal|dykke|ned|klatre|hoppe")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_ALIKE = re.compile(
    r"\b(?:i|for|hos|på|ved)\s(?:begge|alle tre)\b|\bbåde\b.{0,40}?\b(?:før|start\w*|"
    r"begyndelse\w*)\b.{0,20}?\bog\b"
)
SAME_SHARE = 0.02
"""Part of the greater by which two figures may differ and count as the same: 7.1 and 7.0 percent."""

_LONGEST_GAP = 130
_SHORT_GAP = 30
_JUST_FROM = re.compile(r"\bfra (?:i snit |i gennemsnit |cirka |omkring |knap )?$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: where it stands, how much, and in what unit ("" if none is named)."""

    start: int
    end: int
    value: float
    unit: str
    factor: float = 1.0  # what turns the value into days, for times
    is_figure: bool = True  # written in figures or as a share, not as a word
    role: str = ""  # "before", "after", "others", "expected", an aim or a year, by the words beside it


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures set against each other: where, and +1 if it rose, -1 if it fell, 0 if it stayed."""

    start: int
    end: int
    sign: int
    is_of_time: bool = False  # minutes, days, months: how long something took
    aim: str = ""  # "least" or "most", where the first figure is what was aimed at
    is_share: bool = False  # both are parts of a whole


def find_comparisons(folded: str) -> list[Comparison]:
    """Give the comparisons of a text in lower case (a sentence, or two that belong together), in order."""
    quantities = _with_roles(folded, _quantities(folded))
    spelled_out = [pair for pair in pairwise(quantities) if _is_from_to(folded, *pair)]
    if spelled_out:  # "Fra de tre plejecentre er indlæggelserne faldet fra 14 til 9": the first figure is in no pair
        among = {q for pair in spelled_out for q in pair}
        quantities = [q for q in quantities if q in among or any(q.start > b.end for _, b in spelled_out)]
    found: list[Comparison] = []
    at = 0
    while at < len(quantities) - 1:
        pair = _compare(folded, quantities[at], quantities[at + 1])
        if pair is None and at + 2 < len(quantities):
            # "31 pct. ... inden for 1 år, ved afslutningen 86"
            pair = _compare(folded, quantities[at], quantities[at + 2])
        if pair is not None:
            found.append(pair)
            at += 2
        else:
            at += 1
    if not found and len(quantities) == 1 and quantities[0].is_figure and _ALIKE.search(folded):
        found.append(Comparison(quantities[0].start, quantities[0].end, 0))
    return found


def may_answer(before: str, folded: str) -> bool:
    """Tell whether two sentences, in lower case, give one figure each, one of them of the time before."""
    earlier, later = (_with_roles(text, _quantities(text)) for text in (before, folded))
    return bool(earlier and later) and (
        any(q.role in ("before", *_AIMS) or q.role.isdigit() for q in earlier) or any(q.role == "before" for q in later)
    )


def is_of_others(clause: str) -> bool:
    """Tell whether a clause is about those that the project did not reach: "uforandret i resten af kommunen"."""
    return _OTHERS.search(clause) is not None


def _value(text: str) -> float:
    return _WORDS[text] if text in _WORDS else float(text.replace(".", "").replace(",", "."))


def _quantities(folded: str) -> list[Quantity]:
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(folded):
        start, end = match.span()
        if match["share"]:
            found.append(Quantity(start, end, _SHARES[match["share"]], "%"))
            continue
        if match["now"]:
            found.append(Quantity(start, end, 0.0, "t"))
            continue
        if match["part"]:
            whole = _value(match["whole"])
            if whole and _value(match["part"]) <= whole:
                found.append(Quantity(start, end, _value(match["part"]), "%", 100 / whole))
            continue
        number, unit = match["number"] or match["word"], match["unit"] or match["word_unit"] or ""
        end = match.end("number") if match["number"] else match.end("word")
        value = _value(number)
        before = folded[max(0, start - 20) : start]
        if (
            (1900 <= value <= 2100 and "." not in number and len(number) == 4)
            or unit in _KRONER
            or unit[:3] in _MONTHS
            or _NO_LEVEL_BEFORE.search(before)
            or _NO_LEVEL_AFTER.match(folded, end)
            or (folded[end : end + 2] == ". " and folded[end + 2 : end + 5] in _MONTHS)
        ):
            continue
        if unit in ("pct", "procent", "%"):
            found.append(Quantity(start, end, value, "%"))
        elif (time := _UNIT.fullmatch(unit)) and unit not in _DEFINITE:
            if time[1] in _LONG and _PASSES.search(before):
                continue
            found.append(Quantity(start, end, value, "t", _DAYS[time[1]], bool(match["number"])))
        else:
            own = "" if len(unit) < 4 or unit in _NO_UNIT else unit[:5]
            found.append(Quantity(start, end, value, own, is_figure=bool(match["number"])))
    return found


def _with_roles(folded: str, quantities: list[Quantity]) -> list[Quantity]:
    """Give each quantity with its role, told by the words nearer to it than to its neighbours."""
    edges = [0]
    for left, right in pairwise(quantities):
        gap = folded[left.end : right.start]
        cut = _AGAINST.search(gap) or next((m for p in _CUTS for m in [_last(p, gap)] if m is not None), None)
        edges.append(left.end + (cut.start() if cut is not None else len(gap)))
    behind = _NEXT.search(folded, quantities[-1].end) if quantities else None
    edges.append(behind.start() if behind is not None else len(folded))
    return [replace(q, role=_role(folded[a:b])) for q, a, b in zip(quantities, edges, edges[1:], strict=False)]


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed([*pattern.finditer(text)]), None)


def _role(words: str) -> str:
    if _OTHERS.search(words):
        return "others"
    words = _THAN.sub(" ", words)
    if _AIM.search(words):
        return "most" if _CEILING.search(words) else "least"
    before, after = _BEFORE.search(words), _AFTER.search(words)
    if before and not after:
        return "before"
    if after and not before:
        return "after"
    if _EXPECTED.search(words):
        return "expected"
    year = _YEAR.search(words)
    return year[1] if year else ""


def _compare(folded: str, first: Quantity, second: Quantity) -> Comparison | None:
    gap = folded[first.end : second.start]
    units = {first.unit, second.unit} - {""}
    if len(units) > 1 or len(gap) > _LONGEST_GAP:
        return None
    order = _order(folded[max(0, first.start - 60) : first.start], gap, first, second)
    if order is None:
        return None
    old, new = order
    whole = len(units) == 1 and first.unit == second.unit  # "fra 19 til 8 dage": both of the one unit
    was, became = (old.value * old.factor, new.value * new.factor) if whole else (old.value, new.value)
    change = became - was
    same = abs(change) <= SAME_SHARE * max(abs(was), abs(became), 1e-9)
    sign = 0 if same else 1 if change > 0 else -1
    aim = old.role if old.role in _AIMS else ""
    return Comparison(first.start, second.end, sign, "t" in units, aim, "%" in units)


def _is_from_to(folded: str, first: Quantity, second: Quantity) -> bool:
    gap = folded[first.end : second.start]
    before = folded[max(0, first.start - 20) : first.start]
    return first.is_figure and len(gap) < _SHORT_GAP and bool(_JUST_FROM.search(before) and _TO.fullmatch(gap))


def _order(before: str, gap: str, first: Quantity, second: Quantity) -> tuple[Quantity, Quantity] | None:
    """Give the two as old and new, or `None` where nothing says that they are compared."""
    roles = (first.role, second.role)
    if _FROM.search(before) and _TO.fullmatch(gap) and len(gap) < 70:
        # "fra otte til ti" may be hours
        return (first, second) if first.is_figure or second.is_figure or _MOVES.search(before) else None
    older = ("before", "others", "expected", *_AIMS)
    if roles[0] in older and roles[1] not in older:
        return first, second
    if roles[1] in older and roles[0] not in older:
        return second, first
    if _AGAINST.search(gap) and len(gap) < 110:
        return (first, second) if roles[1] == "after" and roles[0] != "after" else (second, first)
    if roles[0].isdigit() and roles[1].isdigit() and roles[0] != roles[1]:
        return (first, second) if roles[0] < roles[1] else (second, first)
    if roles[0].isdigit() and roles[1] == "after":
        return first, second
    if roles[1].isdigit() and roles[0] == "after":
        return second, first
    if roles[1] == "after" and not roles[0] and first.unit == second.unit:
        return first, second
    return None
