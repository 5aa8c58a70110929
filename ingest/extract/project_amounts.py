"""What one project was awarded, as labelled fields and sentences say; other sums are told apart by their cues."""

from __future__ import annotations

import re

from corpus.evidence import Origin
from corpus.money import AmountMention, find_amounts
from ingest.cues import Cue
from ingest.extract.bare_facts import is_bare
from ingest.extract.draft import Found
from ingest.extract.labels import Label
from ingest.extract.lines import Line, Page
from ingest.extract.prose_sums import exact_amounts
from ingest.extract.units import in_unit, unit_of
from ingest.extract.yearly_sums import year_by_year, years_of

_AWARDED = (
    r"(?:fået|får|fik|modtag(?:et|er)|modtog|bevil(?:l?iget|ling(?:en|er)?|get|gede)|tildelt|støtte(?:[tnrs]|de|"
    r"beløb\w*)?|"
    r"\w*tilskud(?:det|sbeløb)?|\w*tilsagn(?:et)?|tilsagnssum|beløbet|bevill?i?ges|puljemidler|givet|gav|giver|skudt|"
    r"skød|lagt|"
    r"betalte|betaler|dækker|bidrager|bidrog|finansier(?:et|er|es)|hente(?:t|de)|hevet|sikret|nøjes med|gik|gået|går|"
    r"landet|landede|"
    r"fra (?:sats)?puljen(?! på)|har(?: \w+)? med(?= (?:en bevilling på )?$)|til projektet|i ryggen|takket være)\b"
)
_OTHER_SUM = (
    r"(?:ansøg\w*|søgt\w*|søg(?:e[rs]?)\b|afslag|puljens?\s(?:er på|rummer|samlede)|puljen på|puljens\b|"
    r"samlet (?:pulje|ramme)|ramme\w*|"
    r"afsat|afsatte|sparet|sparede|besparelse\w*|udgift\w*|kost(?:e|er|ede)\w*|budget\w*|medfinans\w*|egenfinans\w*|"
    r"egne midler|egen kasse|"
    r"lægger selv|betaler (?:kommunen )?selv|bidrager selv|brugt|bruger|bruges|brugte|(?:mer|mindre)?forbrug\w*|"
    r"overskud\w*|underskud\w*|ikke bevill?i?get|anvend\w*|"
    r"uforbrugt\w*|restbeløb\w*|tilbagebetal\w*|"
    r"oprindelig\w*(?: \w+)?|forhøjet fra|(?:alle|begge|\d+|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|"
    r"tolv) (?:\w+ )?(?:projekter|kommuner)|"
    r"pr\.? (?:borger|patient|år|måned)|løn|leje|købt)"
)
_CUE = Cue(rf"(?P<other>\b{_OTHER_SUM})|(?P<award>\b{_AWARDED})")
_GIVEN_BACK = (
    r"\.?,? (?:(?:som|der|og) )?(?:(?:er|blev|bliver|skal|vil blive|betales|føres|sendes|returneres) (?:\w+ ){0,2}?)?"
    r"(?:tilbagebetal\w*|returner\w*|(?:betalt|ført|sendt|leveret|givet) (?:tilbage|retur)|tilbage\b|retur\b)"
)
# "Knap 300.000 kr. er gået til oplæring"
_SPENT_ON = (
    r" (?:er|blev) (?:gået|brugt|anvendt) (?:til|på) (?:løn|frikøb|vikar|oplæring|undervisning|uddannelse|kurs|udstyr|"
    r"inventar|materiale|kørsel|transport|konsulent|evaluering|indkøb|husleje|ombygning|drift|annonce|tryk)"
)
_AFTER_OTHER = Cue(
    rf"^{_GIVEN_BACK}|^{_SPENT_ON}|^\W{{0,2}}(?:(?:\w+ ){{0,2}}(?:tilbage|retur)\b|"
    r"(?:er|blev) (?:\w+ )?(?:ikke |u)brugt|"
    r"pr\.|per |"
    r"om året|årligt|"
    r"(?:i )?egenbetaling|"
    r"(?:i|af|fra) (?:egen|egne|medfinans)|til (?:\w+ )?(?:\d+|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|"
    r"tolv) (?:\w+ )?(?:projekter|"
    r"kommuner)|,? som kommunen søgte|til (?:alle|de) )"
)
_AFTER_AWARD = Cue(
    r"^,? (?:som|der) \w+ (?:fik|har fået|modtog|er bevill?i?get|blev bevill?i?get)\b|^[^.;]{0,40}?\b(?:i ryggen|"
    r"fra (?:[\w-]+ ){0,3}?[\w-]*pulje(?:n|ns|midler|r)?\b|i (?:støtte|tilskud)|"
    r"fra (?:ministeriet|\w*styrelsen|staten|region(?:en)?\b|[\w-]*fond(?:en)?\b)|"
    r"til projektet|"
    r"har kommunen fået|(?:bevill?i?get|tildelt|givet|modtaget|fået)\b|gået)\b"
)
_WHOLE_COST = re.compile(
    r"\b(?:gennemført|gennemførte|kørt|drevet|afviklet|lavet)\s(?:\w+\s)?(?:projekt(?:et)?|indsatsen|"
    r"forsøget)\b[^.;,]{0,80}"
    r"\s(?:for|til)\s(?:(?:i alt|knap|godt|ca\.|cirka)\s)?$"
)
"""What carried out a project cost is its grant, where no other sum is called that."""
_COUNTED = r"(?:\d{1,3}|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|mange|flere|alle|de|samtlige)"
# "12 projekter fra 13 kommuner får del i 24,5 mio. kr.", "Der er fordelt 18 mio. kr.", "18 mio. kr. til ti projekter"
_OF_MANY = Cue(
    rf"\b{_COUNTED} (?:\w+ ){{0,2}}(?:projekter|kommuner|ansøgere|indsatser|forsøg)\b(?![^.;]{{0,60}}\bprojektet\b)"
    r"[^.;]{0,60}\b(?:får|fik|fået|deler|modtage[rt]|modtog|del i)\b|"
    r"\b(?:får|fik|fået) (?:\w+ ){0,2}?(?:del|andel) (?:i|af)\b|\b(?:der er|er der|har|blev der|er) (?:\w+ ){0,2}?"
    r"(?:fordelt|udmøntet|uddelt)\b(?! til projektet)|\b(?:staten|regeringen|finansloven|satspuljen|folketinget)\b"
    r"[^.;]{0,30}\b(?:giver|gav|givet|fordel\w*)\b"
)
_TO_MANY = Cue(
    rf"\s?[^.;\d]{{0,40}}\b(?:til|blandt|mellem|over) (?:i alt )?{_COUNTED} (?:\w+ ){{0,2}}(?:projekter|kommuner|"
    r"indsatser|ansøgere)\b"
)
# the project's cost, which somebody else paid: "har kostet 3,6 mio. kr., som er bevilget af ministeriet"
_AFTER_GIVEN = Cue(
    r"^,? (?:som|der|hvilket) (?:\w+ ){0,2}?(?:er |blev |var |har )?(?:bevill?i?get|tildelt|givet|betalt|dækket|"
    r"finansieret|fik|fået|modtog|modtaget)\b(?! (?:selv|af kommunen))|"
    r"^ (?:er|blev|var) (?:\w+ )?(?:dækket|betalt|finansieret|givet|bevill?i?get) (?:af|fra|gennem) (?!kommunen|egne)|"
    r"^,? og (?:dem|det|den|beløbet|regningen) (?:\w+ )?(?:betalte|dækkede|gav|kom) (?!kommunen)|"
    r"^, kom (?:fra|via|gennem)\b|"
    r"^,? (?:som|der) (?:\w+ ){0,3}?(?:staten|regionen|ministeriet|eu|[\w-]*(?:styrelsen|fonden|fond|puljen)) "
    r"(?!ikke)(?:\w+ ){0,4}?(?:delte|delt|deltes|betalte|dækkede|finansierede|bevill?i?gede|gav)\b(?! (?:ikke|afslag))"
)
_COST_IN_POOL = re.compile(
    r"\b(?:(?:en )?del af|under|gennem|via|inden for|hørte (?:til|under)|hører (?:til|under)|støttet af|finansieret af|"
    r"betalt af) [^.;,]{0,50}?(?i:pulje)[^.;]{0,90}?\b(?:kostede|har kostet|havde kostet)\s"
    r"(?:(?:i alt|samlet|knap|godt|ca\.|cirka|omkring)\s)?$"
)
"""A pool that the project is part of paid what it cost, where no part of it is called the pool's."""
_PAID_WITH = re.compile(
    r"\b(?:betalt|finansieret|støttet|dækket) (?:af|fra|gennem|via) [^.;,]{3,80}? med "
    r"(?:(?:i alt|samlet|knap|godt|cirka) )?$"
)
_GIVEN_TOGETHER = re.compile(
    r"\b(?:de (?:to|tre)|begge) kommuner (?:har |fik |er )(?:tilsammen|sammen|i fællesskab|i alt)\b[^.;,]{0,30}$",
    re.IGNORECASE,
)
"""Of one project of both: "De to kommuner har tilsammen fået"."""
_PARTLY = Cue(r"^[^.;]{0,60}\b(?:heraf|hvoraf|deraf|halvdelen|resten|egen\w*|selv|kommunekassen)\b")
_LEFT_OVER = Cue(
    r"\b(?:(?:mer|mindre)forbrug\w*|uforbrugt\w*|overskud\w*|underskud\w*|rest(?:beløb|midler|bevilling|"
    r"tilskud)\w*|besparelse\w*|sparet|tilbagebetal\w*|egenfinansier\w*|medfinansier\w*|egenbetaling\w*|"
    r"egne midler)\b[^.;]{0,40}$"
)
# "Økonomi: Et forløb koster 6.900 kr. mod 7.200 kr. på centeret" is a price
_PRICE = re.compile(
    r"\b(?!projekt|indsats|forsøg|det |alt )\w+ (?:koster|kostede)\s(?:[^.;\n]|\.(?=\d)|(?<=kr)\.){0,50}$",
    re.IGNORECASE,
)
_SPENT = Cue(r"\b(?:for)?(?:brugt|brugte|forbrug\w*)\b(?: (?:i alt|samlet|knap|godt|ca\.|cirka|omkring|kun))?\s$")
_MONEY_FROM = Cue(r"\b(?:pengene|midlerne|støtten|beløbet|tilskuddet|bevillingen),\s$")
_FIELD = Cue(
    r"\b(?:bevilling|bevill?i?get(?: beløb)?|bevillingssum|tilskud|tilskudsbeløb|støttebeløb|tilsagnsbeløb|tilsagn|"
    r"bevillingsbeløb|projektsum):\s{1,3}$"
)
_FIELD_CHARS = 30
_IN_BRACKETS = re.compile(
    r"\b(?:[Pp]rojektet|[Ii]ndsatsen|[Ff]orsøget|"
    r"(?:[Pp]rojekt|[Ii]ndsats|[Ff]orsøg)(?:et|en)? fra [\w-]*[Pp]uljen)\s\($"
)
_RAISED = Cue(r"\b(?:forhøjet|hævet|sat op|øget)\b[^.;]{0,30}$")
_MIN_AWARD = 10_000
_NO_SCALE = re.compile(
    r"\b(?:fået|modtaget|modtager|får|bevill?i?get|tildelt|støttet med)\s(?P<n>\d{3}\.\d{3})(?=\s(?:fra|til)\b|"
    r"[.,]?$)(?!\.\d)"
)


_FIELD_BEFORE = re.compile(r"[·•|]\s?$")
_FIELD_AFTER = re.compile(r"\W{0,4}(?:$|[·•|])")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a sum is all of a line, or one of the fields that dots part: "Havby Kommune · 900.000 kr."."""
    if len(text) - (end - start) <= 4:
        return True
    before = not start or _FIELD_BEFORE.search(text, max(0, start - 3), start) is not None
    return len(text) <= 120 and before and _FIELD_AFTER.match(text, end) is not None


def _alone(page: Page, lines: list[Line]) -> Found | None:
    """Give the one sum that stands alone on a line of a section, as on a card."""
    if lines is page.lines or len(lines) > 8:
        return None
    sums = [
        Found(m.amount_dkk, line.char_start + m.char_start, line.char_start + m.char_end, 0.8)
        for line in lines
        for m in find_amounts(line.text)
        if (_stands_alone(line.text, m.char_start, m.char_end) or is_bare(line.text))
        and m.amount_dkk >= _MIN_AWARD
        and not m.amount_to_dkk
    ]
    return sums[0] if len(sums) == 1 else None


def find_amount(page: Page, lines: list[Line], labels: list[Label]) -> Found | None:
    """Give what the project was awarded: as labelled, else as a sentence says; sums applied for or saved are none."""
    stated = [(label, found) for label in labels if (found := _labelled(label)) is not None]
    if stated:
        return _by_year(stated) or stated[0][1]
    best = _alone(page, lines)
    for sentence, line in page.sentences_of(lines):
        if line.cells:
            continue
        found = _told(sentence.text, sentence.char_start)
        if found is not None and (best is None or found.confidence > best.confidence):
            best = found
    return best if best is not None else _in_field(page, lines)


_OF_YEAR = re.compile(r"\W*(?:\b(?:i|for|år)\s)*\b20\d\d\b\W*", re.IGNORECASE)


def _by_year(stated: list[tuple[Label, Found]]) -> Found | None:
    """Give the whole of what labels state a year each, "Tilskud 2025" and "Tilskud 2026"; `None` where one states it.

    What is left when the year is taken away is the same for all, and no year comes twice.
    """
    years = [year[0] if (year := re.search(r"\b20\d\d\b", label.label)) else "" for label, _ in stated]
    names = {_OF_YEAR.sub(" ", label.label).strip(" :").lower() for label, _ in stated}
    if len(stated) < 2 or not all(years) or len(set(years)) < len(years) or len(names) > 1:
        return None
    found = [amount for _, amount in stated]
    whole = sum(int(amount.value) for amount in found)
    return Found(whole, found[0].char_start, found[-1].char_end, 0.85, Origin.INFERRED)


def _in_field(page: Page, lines: list[Line]) -> Found | None:
    """Give the sum right behind the name of its field, wherever the lines of a file break."""
    for line in lines:
        for m in find_amounts(line.text) if not line.cells else ():
            at = line.char_start + m.char_start
            if m.amount_dkk >= _MIN_AWARD and not m.amount_to_dkk:
                if _FIELD.search(page.text[max(0, at - _FIELD_CHARS) : at]):
                    return Found(m.amount_dkk, at, line.char_start + m.char_end, 0.85)
    return None


def _labelled(label: Label) -> Found | None:
    text, at = label.value.text, label.value.char_start
    amounts = find_amounts(text)
    if label.role == "amount":
        if (counted := in_unit(text, unit_of(label.label))) is not None:
            return Found(counted.amount_dkk, at, at + counted.char_end, 0.9)
        if amounts and (own := [m for m in amounts if m.amount_dkk >= 1000 and not _is_no_grant(text, m)]):
            is_all_given = all(_cue_before(text, m, 0) != "other" for m in own)
            if is_all_given and (of_years := year_by_year(text, own)) is not None:
                whole, start, end = of_years
                return Found(whole, at + start, at + end, 0.85, Origin.INFERRED)
            m = _awarded_of(text, own) if len(own) > 1 else own[0]
            return _whole(text, m, at, 0.96)
        if not amounts and (plain := re.fullmatch(r"(\d{1,3}(?:(?:\.\d{3})+|(?:[ \u00a0\u202f]\d{3}){2}))\b.*", text)):
            return Found(int(re.sub(r"\D", "", plain[1])), at, at + plain.end(1), 0.93)
    # "Finansiering: 900.000 kr. fra puljen Havby i bevægelse (2024)", "Finansiering: Havby i bevægelse (900.000 kr.)"
    if label.role == "funder" and len(amounts) == 1 and amounts[0].amount_dkk >= _MIN_AWARD:
        m = amounts[0]
        is_bracketed = text[: m.char_start].endswith("(")
        if is_bracketed or re.match(r"\W{0,2}(?:fra|af)\b", text[m.char_end :].strip()):
            return Found(m.amount_dkk, at + m.char_start, at + m.char_end, 0.88)
    return None


def _is_no_grant(text: str, amount: AmountMention) -> bool:
    """Tell whether the words beside a sum say that it was left, paid back, came from elsewhere or is a price."""
    before = text[: amount.char_start]
    begin = max((m.char_end for m in find_amounts(before)), default=0)
    if _PRICE.search(before) or _SPENT.search(before):
        return True
    after = text[amount.char_end :]
    return _LEFT_OVER.search(before[begin:]) is not None or re.match(f"{_GIVEN_BACK}|{_SPENT_ON}", after) is not None


def _whole(text: str, amount: AmountMention, at: int, confidence: float) -> Found:
    """Give a sum with its place; a sum said by the year times the years."""
    if (yearly := years_of(text, amount)) is not None:
        count, start, end = yearly
        return Found(amount.amount_dkk * count, at + start, at + end, min(confidence, 0.82), Origin.INFERRED)
    return Found(amount.amount_dkk, at + amount.char_start, at + amount.char_end, confidence)


def _awarded_of(text: str, sums: list[AmountMention]) -> AmountMention:
    """Give the sum of a labelled value that its own words call the grant; the first where none does."""
    called = [m for m in sums if _cue_before(text, m, 0) == "award"]
    return called[0] if called else sums[0]


def _cue_before(text: str, amount: AmountMention, begin: int) -> str | None:
    """Give what the nearest words before a sum call it: "award" or "other"; `None` where none does."""
    last = None
    for cue in _CUE.finditer(text, max(begin, amount.char_start - 110), amount.char_start):
        last = cue
    return last.lastgroup if last is not None else None


def _is_award(text: str, amount: AmountMention, begin: int) -> bool:
    """Tell whether a sentence calls a sum what was awarded; the words behind the sum before it are its own."""
    tail = text[amount.char_end :]
    if _AFTER_GIVEN.search(tail) or (not begin and _MONEY_FROM.search(text[: amount.char_start][-20:])):
        return True
    if _AFTER_OTHER.search(tail) and years_of(text, amount) is None:
        return False
    if _GIVEN_TOGETHER.search(text[: amount.char_start]):
        return True
    if _TO_MANY.match(tail) or _OF_MANY.search(text, begin, amount.char_start):
        return False
    if _COST_IN_POOL.search(text[: amount.char_start]) and not _PARTLY.search(tail):
        return True
    if _PAID_WITH.search(text[: amount.char_start]):
        return True
    before = _cue_before(text, amount, begin)
    if before is None and _IN_BRACKETS.search(text[: amount.char_start]):
        return True
    return before == "award" or (before is None and _AFTER_AWARD.search(tail) is not None)


def _told(text: str, start: int) -> Found | None:
    """Give the sum that a sentence says was awarded; of yearly rates their sum, of a raised grant the new one."""
    sums = exact_amounts(text)
    if not sums and (bare := _NO_SCALE.search(text)) is not None:
        return Found(int(bare["n"].replace(".", "")), start + bare.start("n"), start + bare.end("n"), 0.78)
    for m in sums:
        if m.amount_to_dkk and _RAISED.search(text[: m.char_start]):
            return Found(m.amount_to_dkk, start + m.char_start, start + m.char_end, 0.86)
    ends = [0, *(m.char_end for m in sums)]
    awarded = [m for m, begin in zip(sums, ends, strict=False) if not m.amount_to_dkk and _is_award(text, m, begin)]
    if not awarded:
        spent = [m for m in sums if not m.amount_to_dkk and _WHOLE_COST.search(text[: m.char_start])]
        return (
            Found(spent[0].amount_dkk, start + spent[0].char_start, start + spent[0].char_end, 0.7) if spent else None
        )
    whole = [m for m in sums if len(sums) > 2 and m.amount_dkk == sum(o.amount_dkk for o in sums if o is not m)]
    best = (whole or awarded)[0]
    return _whole(text, best, start, 0.77 if best.is_approximate else 0.87)
