"""Things that a result is measured by, and whether it is good or bad to have more of them.

A word is taken apart as Danish builds it: "genindlæggelsesraten" is a bad thing behind a prefix and before a head that
only counts, "smertefri" and "utryg" are turned round, and "Sundhedsstyrelsen" is none: its head is something else.
What a sentence needs several words for, scales by their letters, and the words of single fields are in `measures.tsv`.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MEASURES = Path(__file__).with_name("measures.tsv")
"""Table of measures: whether more of it is good or bad, how it is written, and the field that measures it.

A hyphen at the end stands for any ending; all else is matched as it stands.
"""

_BAD = """
indlæggels indlagt indlægg sygehusophold hospitalsophold sengedag liggedag liggetid liggesår tryksår fodsår bensår
helingstid faldulykk faldepisod faldhændels faldforekomst faldskad faldtilfæld faldrat faldskader hoftebrud knoglebrud
fejl dobbeltordination uoverensstemmels ulykk skad arbejdsskad komplikation infektion lungebetændels blærebetændels
betændels feber betænd smitt dehydr underernær fejlernær småtspis forstoppels diarre kvalm inkontinens smert pine
gene ubehag
svimmel åndenød host kramp træt udmatt udbrændt stress arbejdspres pres arbejdsbyrd byrd bebyrd belast nedslidning slidt
angst frygt bange bekymr urolig rastløs forvirr delir depression depressiv nedtrykt trist sorg ensom isolation isoler
alene mistriv ulykkelig skam stigma mobning chikan vold trussel trusl overgreb udadreager magtanvend tvang fiksering
konflikt skænderi klag selvmord selvskad overdosis forgift dødsfald dødelig misbrug alkohol druk afhængig rygning
ryger tobak cigaret smøg hash tilbagefald recidiv kriminalitet anbringels anbragt underretning fravær sygedag sygemeld
udeblivels udeblev udebliv uro afbud aflysning aflyst aflyses frafald opsigels personaleomsætning personaleflugt
udskiftning
vikar overarbejd merarbejd overtid vakanc mangel mangl ventede ventende ventetid ventelist ventedag forsinkels forsink
sagsbehandlingstid behandlingstid responstid svartid køretid kørsel kørsl transporttid rejsetid udgift omkostning
forbrug medicinforbrug underskud madspild spild dokumentation bureaukrati dobbeltarbejd nødkald opkald alarm
henvendels lægekontakt akutkontakt akutbesøg lægebesøg vagtlæg lægevagt skadestu ambulanc udrykning hospitalsbesøg
sygehusbesøg opvågning opvågn søvnløs søvnproblem søvnbesvær sovepill sovemedicin sovemid antipsykot psykofarmak
antibiotik antidepressiv beroligende smertestillende morfin opioid polyfarmaci overmedicin bivirkning symptom
blodsukker
langtidsblodsukker blodtryk kolesterol overvægt fedme caries plak hjælpebehov plejebehov plejetyng funktionstab svækk
skrøbelig risiko barrier problem besvær misforståels ulighed støj flugt tab nervøs anspændt frustrer plaget hjælpeløs
passiv irritation irriter vredesudbrud sengeleje genindlæggels overbelægning overbelæg tvangsindlæg forgæves præparat
glemte opsagde skadelig afføringsmid plejetime indlagde udgangsforbud afbryd afbrudt
fejlmedicinering huller svamp overdoser sygdom sygelighed dobbeltbooking forpust søvnmangel taber ensidig
"""
_GOOD = """
livskvalitet livsglæd livsmod livslyst livsmestr trivsel trives trivedes tryghed tryg trygge tillid tilfreds
velbefind velvære
funktionsevn funktionsniveau mobilitet gangdistanc ganghastighed gangfunktion gangtest balanc styrk muskel kondition
kondi udholdenhed lungefunktion lungekapacitet iltoptag søvn søvnkvalitet nattesøvn appetit madlyst proteinindtag
energiindtag væskeindtag ernæringstilstand deltagels fremmød fremmødt tilslutning gennemfør fuldfør fasthold
røgfri stoffri ædru rygestop beskæftig selvstændig selvhjulp selvforsørg selvværd selvtillid selvbestem medbestem
indflydels egenomsorg mestr handlekraft motivation motiver engager arbejdsglæd glad gladere glæd humør energi overskud
nærvær samvær fællesskab netværk venskab relation samtal samarbejd sammenhæng kontinuitet kvalitet faglighed kompetenc
viden kendskab indsigt færdighed overblik sikkerhed patientsikkerhed sikker helbred vaccin dækning opsporing opspor
komfort frihed aktiv aktivitet fysiskaktiv motion bevægels bevæg træn gåtur hygiejne mundhygiejne tandsundhed sundhed
besparels effektivitet efterlevels latter smil livsfylde håb hukommels koncentration ordforråd lyst læring overlevels
amm ammende formåen førlighed rørighed smidighed kræfter gejst velfungerend rask frisk rolig veloplagt udhvil
blodsukkerregulering livskraft hverdagsliv fritidsliv helbredstjek fritime aflastning pusterum
opkvalificer hjemmeboende frivillige ressource mæthed formåede vågne livsvilje lyst opsøge fuldfør
kapacitet spis sover sov drikk deltag samhørighed tilhør åben nysgerrig robust
"""
_TURNERS = """
missed glemt manglend ubesat udækked uplanlag unødvendig unødig forgæves fejlagtig forebyggelig aflyst akut
uhensigtsmæssig overskred ubetalt ufuldstændig mangelfuld ukorrekt fejlbehæfted ulovlig uønsked
forsømt utilsigted mistet mistede forpassed oversete mislykked afvist ubesvared forkert ufrivillig ubehandled
uopdaged natlig afbrudt
"""
"""Words before a thing that make it a bad one, whatever it is: "ubesatte vagter", "missede kontroller"."""

_MENDERS = "rettidige korrekte overholdte afværgede undgåede sparede forebyggede"
"""Words before a thing that make it a good one: "afværgede indlæggelser", "rettidige besøg"."""

_ENDING = r"(?:hed|else|ning|ing|ende|ig|lig|som)?(?:erne|ene|ede|ere|est|rne|en|et|er|ne|de|te|es|e|n|r|t)?s?"
_COUNTS = (
    r"[se]?(?:niveau|score|grad|følelse|oplevelse|procent|tal|rate|andel|måling|dag|episode|tilfælde|periode|antal|"
    r"skala|"
    r"indeks|point|hyppighed|forekomst|frekvens|omfang|mængde|udvikling|kurve|behandling|besøg|kontakt|hændelse|"
    r"symptom|"
    r"problem|gener|fornemmelse|tilstand|måned|uge|time|år|prævalens|incidens|varighed|værdi|test|belastning|kvotient|"
    r"intensitet|skema|sum)" + _ENDING
)
_TAIL = re.compile(rf"{_ENDING}|(?:else|hed|ning|ing)?{_COUNTS}")
_FREE = re.compile(r"[se]?(?:fri|frit|frie|forebyggelse|forebyggende)")
_LESS = re.compile(r"[se]?(?:løs|løst|løse|løshed|tab|tabet|mangel|manglen|svigt)")
_TURNS_ROUND = ("u", "mis")
_WORD = re.compile(r"[a-zæøåé]{3,}|\b(?:sf|eq|co|vo)(?=-?\d)")
_SHORT = 5
"""Letters under which a stem counts only at a word's beginning: "amm" is not in "tilsammen"."""

_ALSO_LAST = frozenset(("fejl", "søvn", "tab"))
_NO_THING = re.compile(r"(?:deltager|genoptræning|træner|sikkerhedsstyrelse|akutsygepleje)\w*")
_NEGATES = re.compile(
    r"\b(?:ikke|uden|ingen|aldrig|slipper for|fri for|næppe)(?:\s\w+){0,4}\s$|"
    r"\b(?:kom(?:met|mer)?\s(?:\w+\s)?ud\saf|(?:er|var)\sude\saf|fri\saf)\s$|"
    r"\b(?:dage|døgn|uger|måneder|timer|(?<!længere )tid(?:en)?|interval\w*|pause\w*) i?mellem(?:\s\w+){0,2}\s$"
)
_IS_TAKEN = re.compile(r"\bmål(?:t|e|er|te)\s(?:\w+\sog\s)?$")  # "fik målt blodtryk" says nothing of the pressure
_LONGEST_WORD = 40


def _by_start(stems: str, sign: int) -> list[tuple[str, int]]:
    return [(stem, sign) for stem in stems.split()]


def _read_measures() -> Iterator[tuple[str, int]]:
    with MEASURES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield row["measure"], 1 if row["more_is"] == "good" else -1


def _read_written(measures: dict[str, int]) -> dict[str, tuple[tuple[re.Pattern[str], int], ...]]:
    """Give the patterns of measures that are no mere stems, by the beginning of their first long word."""
    parts: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for measure, sign in sorted(measures.items(), key=lambda m: (-len(m[0]), m[0])):
        if (first := _WORD.search(measure)) is None:
            raise ValueError(f"{measure!r} has no word to find it by")
        before, rest = re.escape(measure[: first.start()]), measure[first.start() :]
        ending = rf"{re.escape(rest[:-1])}\w{{0,{_LONGEST_ENDING}}}" if rest.endswith("-") else re.escape(rest)
        parts[first[0][:_KEY], sign].append((rf"(?<=\b{before})" if before else "") + ending)
    found: defaultdict[str, list[tuple[re.Pattern[str], int]]] = defaultdict(list)
    for (key, sign), patterns in parts.items():
        found[key].append((re.compile(rf"(?:{'|'.join(patterns)})(?!\w)"), sign))
    return {key: tuple(patterns) for key, patterns in found.items()}


_LONGEST_ENDING = 9
_KEY = 4  # letters of a word's beginning to find a measure by
_STEM_ALONE = re.compile(r"([a-zæøå]{3,})-")
_STEMS: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
_ON_THEIR_OWN: dict[str, int] = {}
for _stem, _sign in (*_by_start(_BAD, -1), *_by_start(_GOOD, 1)):
    _STEMS[_stem[:3]].append((_stem, _sign))
for _measure, _sign in _read_measures():
    if _alone := _STEM_ALONE.fullmatch(_measure):
        _STEMS[_measure[:3]].append((_alone[1], _sign))
    else:
        _ON_THEIR_OWN[_measure] = _sign
_STATE = re.compile(r"under|inden|uden|ude|til|over")
_UP_TO_STATE = re.compile(r"(?:\s(?!og\b|men\b|fald|steg|flere|færre|mindre|mere)\w+){0,4}\s")
_WRITTEN = _read_written(_ON_THEIR_OWN)
_TURNER = re.compile(rf"(?P<bad>{'|'.join(_TURNERS.split())})(?:e|t|et|ede|te|ne|en)?|{'|'.join(_MENDERS.split())}")


@dataclass(frozen=True, slots=True)
class Measured:
    """A thing that was measured: where it stands in the sentence, and +1 if more of it is good, -1 if bad."""

    start: int
    end: int
    sign: int


@lru_cache(maxsize=20_000)
def word_sign(word: str) -> int:
    """Give +1 for a word, in lower case, of what is good to have more of, -1 of what is bad, 0 of all else."""
    if _NO_THING.match(word):
        return 0
    best = (-1, 0, 0)  # where the stem ends, its length, its sign: the head of a compound stands last
    for at in range(len(word) - 2):
        for stem, sign in _STEMS.get(word[at : at + 3], ()):
            if (at in (1, 2) and not (at == 1 and word[0] == "u")) or not word.startswith(stem, at):
                continue
            if at > 1 and len(stem) < _SHORT and stem not in _ALSO_LAST:
                continue
            end = at + len(stem)
            rest = word[end:]
            if rest[:1] == stem[-1]:  # "appetitten", "trygge": a consonant doubled before an ending
                rest = rest[1:]
            if _TAIL.fullmatch(rest):
                value = sign
            elif _FREE.fullmatch(rest):
                value = 1 if sign < 0 else 0
            elif _LESS.fullmatch(rest):
                value = -1
            else:
                continue
            if word[:at] in _TURNS_ROUND:
                value = -value
            best = max(best, (end, len(stem), value), key=lambda b: b[:2])
    return best[2]


@lru_cache(maxsize=5_000)
def _turns(word: str) -> int:
    turner = _TURNER.fullmatch(word)
    return 0 if turner is None else -1 if turner["bad"] else 1


def _find_written(folded: str, at: int, patterns: tuple[tuple[re.Pattern[str], int], ...]) -> tuple[int, int]:
    """Give where the longest measure ends that is written at a place, and its sign; 0 and 0 if none is."""
    return max(((m.end(), sign) for pattern, sign in patterns if (m := pattern.match(folded, at))), default=(0, 0))


def find_measured(folded: str) -> list[Measured]:
    """Give the measured things of a sentence in lower case, in order.

    One that is denied ("uden fejl", "ikke længere smerter") counts turned round, a spoilt one ("aflyste besøg") as bad.
    """
    found: list[Measured] = []
    turner: re.Match[str] | None = None
    behind = 0  # where the last measure of several words ends
    for match in _WORD.finditer(folded):
        word, start, end = match[0], match.start(), match.end()
        if len(word) > _LONGEST_WORD or start < behind:
            continue
        if turner is not None and start - turner.end() == 1:
            found.append(Measured(turner.start(), end, _turns(turner[0])))
            turner = None
            continue
        patterns = _WRITTEN.get(word[:_KEY])
        behind, sign = _find_written(folded, start, patterns) if patterns else (0, 0)
        turner = match if not behind and _turns(word) else None
        if turner is not None:
            continue
        if behind:
            end = behind
            if found and _STATE.match(folded[start:end]) and _UP_TO_STATE.fullmatch(folded, found[-1].end, start):
                found.pop()  # "sygdommen er under kontrol"
        else:
            sign = word_sign(word)
        if sign and not _IS_TAKEN.search(folded, max(0, start - 30), start):
            found.append(Measured(start, end, -sign if _NEGATES.search(folded, max(0, start - 45), start) else sign))
    return found


_STATED = re.compile(
    r"\b(?:jo\s)?(?:(?P<much>højere|større|flere|høj(?:t|e)?\s(?=score|tal|værdi|point)|høj(?:t|e)?(?=\s=|\sbetyder))|"
    r"(?P<little>lavere|mindre|færre|lav(?:t|e)?\s(?=score|tal|værdi|point)|lav(?:t|e)?(?=\s=|\sbetyder)))"
    r"(?:\s?(?:score\w*|tal(?:let)?|værdi\w*|point\w*|resultat\w*))?"
    r"(?:\s(?:er|betyder|angiver|viser|er lig med)|\s=|,\s(?:jo|desto)|:)\s(?:(?:en|et|det|jo)\s)?"
    r"(?:(?P<good>bedst|bedre|godt?|gode|positivt?|(?:bedre|større|højere|mere|god|høj|stor|udtalt|svær|flere)\s\w+)|"
    r"(?P<bad>værst|værre|dårlig\w*|ringere|negativt?|(?:lav|lavere|mindre|lille|færre)\s\w+))\b"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What a sentence says itself of its figures, as "(lavere er bedre)": where, and +1 if more is good, -1 if bad."""

    start: int
    end: int
    sign: int


def find_stated(folded: str) -> Stated | None:
    """Give what a sentence in lower case says of whether more of what it measures is good; `None` if it does not."""
    match = _STATED.search(folded)
    if match is None:
        return None
    words = match["good"] or match["bad"]
    sign = (1 if match["much"] else -1) * (1 if match["good"] else -1)
    if " " in words:  # "højere tal betyder større ensomhed"
        sign *= word_sign(words.split()[-1]) or 0
    return Stated(match.start(), match.end(), sign) if sign else None
