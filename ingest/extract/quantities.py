"""Figures of a text: how much, in what unit, and the words beside each that say of when or of whom it is.

"Ved opstart 312 meter", "i fjerde kvartal 2020 41 minutter", "målet var 60 procent", "i kontrolgruppen 27": a figure
has a role (of the time before or after, of others, an aim) or a time of its own, as a year, a month or a week.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from corpus.number_words import NUMBER_WORDS

_WORDS = {
    **{word: float(n) for word, n in NUMBER_WORDS.items()},
    "halvanden": 1.5,
    "halvandet": 1.5,
}
_NTH = {
    "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "syvende": 7, "ottende": 8, "niende": 9, "tiende": 10,
    "ellevte": 11, "tolvte": 12, "trettende": 13, "fjortende": 14, "femtende": 15, "tyvende": 20,
}  # fmt: skip
_SHARES = {  # percent
    "halvdelen": 50.0, "hver anden": 50.0, "hvert andet": 50.0, "to tredjedele": 66.7, "tre fjerdedele": 75.0,
    "to femtedele": 40.0, "tre femtedele": 60.0, "fire femtedele": 80.0,
    **{f"{every} {nth}": round(100 / n, 1) for nth, n in _NTH.items() for every in ("hver", "hvert")},
    **{f"en {nth}del": round(100 / n, 1) for nth, n in _NTH.items() if n <= 10},
}  # fmt: skip
_BY_LENGTH = sorted(_WORDS, key=len, reverse=True)
_N = rf"(?:\d{{1,3}}(?:\.\d{{3}})+|\d+(?:,\d+)?|\b(?:{'|'.join(_BY_LENGTH)})\b)"
_QUANTITY = re.compile(
    rf"(?P<share>\b(?:{'|'.join(_SHARES)})\b)|(?P<now>\bsamme dag\b)|"
    rf"(?<![\w.,§/-])(?P<part>{_N})\s(?:ud\s)?af\s(?:de\s|deres\s|i alt\s)?(?P<whole>{_N})(?![\w/])|"
    r"(?<![\w.,§/-])(?P<hours>\d+)\stime(?:r|s)?\sog\s(?P<minutes>\d+)\sminutter|"
    r"(?<![\w.,§/-])(?P<number>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)(?![\w/]|,\d|\.\d|-)(?:\s?(?P<unit>%|[a-zæøå]+))?|"
    rf"\b(?P<word>{'|'.join(w for w in _BY_LENGTH if w not in ('en', 'et'))})\b(?:\s(?P<word_unit>[a-zæøå]+))?"
)
_DAYS = {
    "sekund": 1 / 86_400, "minut": 1 / 1440, "time": 1 / 24, "dag": 1.0, "døgn": 1.0, "uge": 7.0, "måned": 30.4,
    "år": 365.0,
    "mdr": 30.4, "min": 1 / 1440, "sek": 1 / 86_400,
}  # fmt: skip
_UNIT = re.compile(
    r"(sekund|sek|minut|min|time|dag|døgn|uge|måned|mdr|år)(?:t|r|e|er|ter|n|en|et|erne|terne|ers|ters|s|es)?"
)
_DEFINITE = ("året", "dagen", "ugen", "måneden", "timen", "døgnet")  # "1,3 året før"
_LONG = ("uge", "måned", "mdr", "år")
_PASSES = re.compile(
    r"\b(?:efter|over|i|(?<!inden )for|gennem|seneste|sidste|første|hver|om|på|til|ved|barnet (?:er|var|blev))\s$"
)
_TEST_TIME = re.compile(r"\b(?:på|i løbet af)\s$")  # "rejste sig 8 gange på 30 sekunder"
_TIME_BEHIND = re.compile(r"\s(?:senere|inde\b|forinden|gammel|gamle|efter\b(?! \d))")  # "tolv uger senere"
_NO_UNIT = frozenset(
    "efter inden tidligere året mens eller blandt hvor ventet mindre under over mellem allerede kvartal siden faktisk "
    "point ligger imod ikke til gange året dagen ugen måneden timen døgnet hvilket igen inklusive både samt denne "
    "dette disse står blev havde fik kunne ligger kom gik røg sagde svarede mente deltog gjorde vil ville skal skulle "
    "procentpoint tilbage".split()
)
_MONTHS = "jan feb mar apr maj jun jul aug sep okt nov dec".split()
_KRONER = ("kr", "kroner", "mio", "mia", "million", "millioner", "milliarder")
_NO_LEVEL_BEFORE = re.compile(
    r"\b(?:med|skala(?:en)?(?: går)? fra|skala(?:en)? fra \d+ til|pr\.|per|uge|kl\.|nr\.|side|kapitel|"
    r"over|under|fyldt|mellem|knap|år|aldersgruppen|§|stk\.|model|fase|måned|dag|mål|delmål|"
    r"årgang|på en gruppe på|besvaret af|udfyldt af|svar fra|interviews? med)\s$|"
    r"\bn\s?=\s?$"
)
_OF_ALL = re.compile(r"\b(?:de|samtlige|blandt|omfatter|deltog)\s(?:de\s)?$")  # "blandt de 64 deltagere"
_SHARE_ALSO = re.compile(r"\b(?:over|under|knap|blandt|mellem|omfatter)\s(?:de\s)?$")  # "over 30 procent" is a level
_NO_LEVEL_AFTER = re.compile(
    r"\s?(?:%|pct\.?|procent|procentpoint|\w+)?\s?(?:så )?(?:færre|flere|mere|mindre|højere|lavere|kortere|længere|"
    r"hurtigere|bedre|dårligere|ældre|yngre|gange (?:så|flere|færre|mere)|ekstra|interview|deltagere|år (?:gammel|"
    r"og))\b|\s?(?:\.|\.\s)?(?:kvartal|halvår|klasse|møde|hold)\b"
)
_BEFORE = re.compile(
    r"\b(?:før(?!st)|inden(?! for)|forud|tidligere|forinden|oprindelig\w*|førmåling\w*|baseline\w*|udgangspunkt\w*|"
    r"i (?:starten|begyndelsen)|årene før|til at begynde med|i forvejen|hidtil|normalt|sædvanligvis|plejer|plejede|"
    r"dengang|"
    r"ved (?:\w+ ){0,2}?(?:\w*start\w*|\w*begyndelse\w*|indgang\w*|indskrivning\w*|indflytning\w*|inklusion\w*|"
    r"indmeldelse\w*|henvisning\w*|nulmåling\w*|første|baseline\w*)|^(?:start|opstart|projektstart|begyndelse)\b|"
    r"da (?:\w+ ){1,3}(?:begyndte|startede|åbnede|trådte i kraft|gik i gang|kom i gang|blev (?:henvist|visiteret|indsk"
    r"revet|spurgt første gang)|flyttede ind|fik de første)|året (?:før|forinden|inden|op til)|i fjor|"
    r"op til (?:\w+ ){1,3}start|det (?:sidste|seneste) år med (?:de|den|det) gamle|"
    r"nulpunkt\w*|nulmåling\w*|(?:i )?referenceåret|for (?:et|to|tre|fire|fem|halvandet) år siden|"
    r"sidste (?:vinter|sommer|efterår|forår)|det første år(?! med)|"
    r"kontrolperiode\w*|førperiode\w*|udgangsniveau\w*|startniveau\w*|"
    r"op til (?:\w+ )?(?:forsøg|projekt|indsats|start)\w*|"
    r"(?<!for )(?:den )?første (?:gang|\w*måling|test|samtale|besøg|interview|halvår|kvartal|runde|optælling|"
    r"registrering|"
    r"vejning|kortlægning|screening|opgørelse|undersøgelse)\w*)\b"
)
_THAN = re.compile(r"\bend (?:før|tidligere|hidtil|normalt|året før)\b")  # "more than before" is said of the figure now
_AFTER = re.compile(
    r"\b(?:efter|nu|i dag|siden|senest\w*|herefter|derefter|efterfølgende|slutmåling\w*|eftermåling\w*|opfølgning\w*|"
    r"til sidst|i slutningen|sidste (?:år|halvår|kvartal|måling)|i år\b|efterhånden|resultat(?:et)?(?=:| blev| er|"
    r" lød)|"
    r"endte?\b|sluttede på|nåede op|nåede ned|blev i stedet|i stedet|denne gang|"
    r"ved (?:\w+ ){0,2}?(?:slut\w*|\w*afslutning\w*|udgang\w*|udløb\w*|udskrivning\w*|udflytning\w*|udmeldelse\w*|"
    r"seneste|"
    r"sidste|\w*afsluttende|opfølgning\w*|endt|dets slutning|dens slutning)|status(?: nu)?\b|"
    r"forsøgsperiode\w*|indsatsperiode\w*|gentag(?:else|elsen|et|ne)\b|"
    r"(?:fået|bragt|kommet|presset|skåret) (?:\w+ )?ned på|"
    r"(?:\w+års|\w+måneders)opfølgning\w*|(?:seneste|ny|nye) (?:optælling|måling|opgørelse|registrering|vejning)|"
    r"senere|året efter|målt:|nået:|opnået:|på \w*slut\w*|afsluttende|^slut\b|slut(?=:? \d)|anden gang|(?:anden|"
    r"sidste) (?:måling|test|samtale|runde|"
    r"optælling)|andet (?:år|halvår|interview|kvartal)|tredje (?:år|måling)|med (?:påmindelser|ordningen|projektet)|"
    r"sidste (?:besøg|interview|projektår)|projektåret|"
    r"da (?:\w+ ){1,3}(?:sluttede|stoppede|var slut|var omme|var gået))\b"
)
_OTHERS = re.compile(
    r"\b(?:uden (?:besøg|indsats\w*)|kontrolgruppe\w*|kontrolperson\w*|kontrolkommune\w*|"
    r"sammenligning(?:s|er)\w*|^sammenligning\b(?! med)|sammenlignelige? \w+|"
    r"uden for (?:projektet|indsatsen|ordningen)|"
    r"resten af|de (?:gamle|"
    r"tidligere|forrige)(?! (?:køre|vagt|skema|plan))|gruppen uden|de,? der (?:ikke|sagde nej)|"
    r"forrige|de øvrige|øvrige|andre (?:kommuner|steder|plejecentre|"
    r"afdelinger|teams?|distrikter|huse)|kommuner uden|ikke (?:var med|deltog|fik tilbuddet)|landsgennemsnit\w*|"
    r"landsplan|"
    r"hele landet|landet som helhed|sædvanlig\w*|almindelig\w* (?:tilbud|behandling|pleje|forløb|gruppe|hjælp|"
    r"træning|praksis|hold)\w*|(?:sagde|takkede) nej|nabo\w+|ventelistegruppe\w*)\b"
)
_EXPECTED = re.compile(r"\b(?:ventet|forventet|forventede|et mål på|målet|planlagt|budgetteret|antaget|beregnet)\b")
_AIM = re.compile(
    r"\b(?:mål(?:et|tal(?:let)?|sætning(?:en)?)?(?: \w+){0,4}? (?:var|er|lød|på|om|for)\b"
    r"(?!(?: \w+){0,4}? (?:opfyldt|nået|indfriet)\b)|"
    r"(?:mål(?:tal|sætning)?(?: \d)?|krav|succeskriteri\w+): |"
    r"ambition(?:en)?\b|satte (?:os|sig|vi os) for|(?:op)?sat til|krævede|kravet (?:var|lød|er)|grænsen (?:var|er)|"
    r"måtte (?:højst|ikke|maks\w*)|servicemål(?:et)?|succeskriteri\w*|barren|planen var|hensigten var|håbet var|"
    r"minimumskrav\w*|(?:havde|har) (?:\w+ )?(?:regnet med|håbet på)|"
    r"loftet|loft var|stillet i udsigt|forvent\w+ var|var det forventet|var forventet|"
    r"sigtede (?:mod|efter)|mindst [\w ]{1,30} skulle|skulle (?:mindst|"
    r"højst)|lovede|vi sagde)"
)
"""Words of what was aimed at: a figure beside them is to be reached."""
_FLOOR = re.compile(
    r"\b(?:mindst|minimum\w*|reduktion\w*|reducer\w*|nedbring\w*|fald på|færre|lavere|mindsk\w*|sænk\w*|besparelse|"
    r"stigning\w*|flere|højere|fremgang)\b"
)
AIMS = ("least", "most", "floor")
_CEILING = re.compile(
    r"\b(?:højst|maks(?:imalt|imum)?|ikke (?:over(?:stige)?|mere end|tage mere)|færre end|mindre end|lavere end|"
    r"grænsen|loft(?:et)?|"
    r"ned (?:på|under|til)|under (?=(?:\w+ )?\d))"
)
_CUTS = (
    re.compile(r";|\s[–-]\s|\n|(?<!pct)(?<!ca)(?<!pr)(?<!kr)\.\s"),
    re.compile(r",?\s(?:men|mens|hvor|hvorimod)\s|:\s"),
    re.compile(r",|\sog\s"),
)
_AGAINST = re.compile(
    r"\b(?:mod|imod|sammenlignet med|sammenholdt med|i forhold til|over for|hvor (?:det|tallet|den|"
    r"de) (?:\w+ )?(?:var|lå)|"
    r"i stedet for|frem for)\b"
)
_BUT = re.compile(r",?\smen\s")
_NEXT = re.compile(r",\s(?:og|men|så|hvilket|mens)\s|;\s|(?<!pct)(?<!ca)(?<!pr)(?<!kr)\.\s")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_PART_OF_YEAR = re.compile(
    r"\b(?:(?P<month>jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\b|"
    r"(?P<season>forår|sommer|efterår|vinter)\w*|"
    r"(?P<ordinal>første|1\.|andet|anden|2\.|tredje|3\.|fjerde|4\.) (?P<span>kvartal|halvår))"
)
_SEASONS = {"forår": 0.3, "sommer": 0.55, "efterår": 0.8, "vinter": 0.99}
_ORDINALS = {"første": 0, "1.": 0, "andet": 1, "anden": 1, "2.": 1, "tredje": 2, "3.": 2, "fjerde": 3, "4.": 3}
_NUMBERED = re.compile(r"\b(?:projekt)?(?P<of>uge|måned|år|dag|måling|runde|test|møde|måletidspunkt)\s(?P<n>\d{1,2})\b")
_POINT = re.compile(r"\bt(?P<n>\d)\b")  # "T0: 13,4. T1 (3 mdr.): 13,2."


_PASSED = re.compile(rf"\b(?:ved|efter) (?P<n>{_N}) (?P<of>dag|uge|måned|mdr|år)")


@dataclass(frozen=True, slots=True)
class Time:
    """When a figure is of: the number orders times of one scale."""

    scale: str  # "year", "part" of some year, days "since" the start, or what is numbered ("uge")
    at: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: where it stands, how much, and in what unit ("" if none is named)."""

    start: int
    end: int
    value: float
    unit: str
    factor: float = 1.0  # what turns the value into days, for times
    is_figure: bool = True  # written in figures or as a share, not as a word
    role: str = ""  # "before", "after", "others", "expected" or an aim, by the words beside it
    time: Time | None = None
    words: tuple[int, int] = (0, 0)  # where the words that are its own begin and end


@lru_cache(maxsize=256)  # rules ask, and then the signs of the learned model
def find_quantities(folded: str) -> tuple[Quantity, ...]:
    """Give the figures of a sentence in lower case, each with its role and time, in order."""
    return tuple(_with_roles(folded, [*_quantities(folded)]))


def is_of_others(clause: str) -> bool:
    """Tell whether a clause is about those that the project did not reach: "uforandret i resten af kommunen"."""
    return _OTHERS.search(clause) is not None


def says_against(gap: str) -> bool:
    """Tell whether words between two figures set the one against the other."""
    return _AGAINST.search(gap) is not None


def _value(text: str) -> float:
    return _WORDS[text] if text in _WORDS else float(text.replace(".", "").replace(",", "."))


def _quantities(folded: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(folded):
        start, end = match.span()
        if match["share"]:
            yield Quantity(start, end, _SHARES[match["share"]], "%")
        elif match["now"]:
            yield Quantity(start, end, 0.0, "t")
        elif match["part"]:
            whole = _value(match["whole"])
            if whole and _value(match["part"]) <= whole:
                yield Quantity(start, end, _value(match["part"]), "%", 100 / whole)
        elif match["hours"]:
            yield Quantity(start, end, _value(match["hours"]) * 60 + _value(match["minutes"]), "t", _DAYS["minut"])
        elif (found := _plain(folded, match)) is not None:
            yield found


def _plain(folded: str, match: re.Match[str]) -> Quantity | None:
    start = match.start()
    number, unit = match["number"] or match["word"], match["unit"] or match["word_unit"] or ""
    end = match.end("number") if match["number"] else match.end("word")
    value = _value(number)
    before = folded[max(0, start - 25) : start]
    is_share = unit in ("pct", "procent", "%")
    if (
        (1900 <= value <= 2100 and "." not in number and len(number) == 4)
        or unit in _KRONER
        or unit[:3] in _MONTHS
        or (_NO_LEVEL_BEFORE.search(before) and not (is_share and _SHARE_ALSO.search(before)))
        or ((unit or match["word"]) and not is_share and _OF_ALL.search(before))
        or _NO_LEVEL_AFTER.match(folded, end)
        or (folded[end : end + 2] == ". " and folded[end + 2 : end + 5] in _MONTHS)
    ):
        return None
    if is_share:
        return Quantity(start, end, value, "%")
    is_figure = bool(match["number"])
    if (time := _UNIT.fullmatch(unit)) and unit not in _DEFINITE:
        behind = match.end("unit" if is_figure else "word_unit")
        if time[1] in _LONG and (_PASSES.search(before) or _TIME_BEHIND.match(folded, behind)):
            return None
        if time[1] in ("sekund", "sek", "minut", "min") and _TEST_TIME.search(before):
            return None
        return Quantity(start, end, value, "t", _DAYS[time[1]], is_figure)
    own = "" if len(unit) < 4 or unit in _NO_UNIT else unit[:5]
    if not is_figure and not own and not _ENDS.match(folded, end):
        return None
    return Quantity(start, end, value, own, is_figure=is_figure)


_ENDS = re.compile(r"\s*(?:[.,;)]|$)")  # a number in words without a unit must end what is said: "fandt man fire."


def _with_roles(folded: str, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """Give each quantity with its role, told by the words nearer to it than to its neighbours."""
    edges = [0]
    for left, right in pairwise(quantities):
        gap = folded[left.end : right.start]
        cut = _AGAINST.search(gap) or next((m for p in _CUTS for m in [_last(p, gap)] if m is not None), None)
        edges.append(left.end + (cut.start() if cut is not None else len(gap)))
    if quantities and (turn := _last(_BUT, folded[: quantities[0].start])) is not None:
        edges[0] = turn.end()  # "Målet var færre fald, men de steg fra 11 til 14"
    behind = _NEXT.search(folded, quantities[-1].end) if quantities else None
    edges.append(behind.start() if behind is not None else len(folded))
    for q, a, b in zip(quantities, edges, edges[1:], strict=False):
        words = folded[a:b]
        yield replace(q, role=role_of(words), time=time_of(words), words=(a, b))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed([*pattern.finditer(text)]), None)


def role_of(words: str) -> str:
    """Give the role of a figure that has these words beside it: "" if they say none."""
    if _OTHERS.search(words):
        return "others"
    words = _THAN.sub(" ", words).strip(" ,;:.•–-")
    if _AIM.search(words):
        return "most" if _CEILING.search(words) else "floor" if _FLOOR.search(words) else "least"
    before, after = _BEFORE.search(words), _AFTER.search(words)
    if before and not after:
        return "before"
    if after and not before:
        return "after"
    return "expected" if _EXPECTED.search(words) else ""


def time_of(words: str) -> Time | None:
    """Give the time that words in lower case name."""
    year, part = _YEAR.search(words), _PART_OF_YEAR.search(words)
    if part is not None:
        if part["month"]:
            at = _MONTHS.index(part["month"]) / 12
        elif part["season"]:
            at = _SEASONS[part["season"]]
        else:
            at = _ORDINALS[part["ordinal"]] / (4 if part["span"] == "kvartal" else 2)
        return Time("year", float(year[1]) + at) if year is not None else Time("part", at)
    if year is not None:
        return Time("year", float(year[1]))
    if (numbered := _NUMBERED.search(words)) is not None:
        return Time(numbered["of"], float(numbered["n"]))
    if (point := _POINT.search(words)) is not None:
        return Time("point", float(point["n"]))
    passed = _PASSED.search(words)  # "ved otte uger", "efter 6 måneder"
    return Time("since", _value(passed["n"]) * _DAYS[passed["of"]]) if passed is not None else None
