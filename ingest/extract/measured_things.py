"""Things that a result is measured by, and whether it is good or bad to have more of them.

A word is taken apart as Danish builds it: "genindlæggelsesraten" is a bad thing behind a prefix and before a head that
only counts, "smertefri" and "utryg" are turned round, and "Sundhedsstyrelsen" is none: its head is something else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

_BAD = """
indlæggels indlagt indlægg sygehusophold hospitalsophold sengedag liggedag liggetid liggesår tryksår fodsår bensår
helingstid faldulykk faldepisod faldhændels faldforekomst faldskad faldtilfæld faldrat faldskader hoftebrud knoglebrud
fejl dobbeltordination uoverensstemmels ulykk skad arbejdsskad komplikation infektion lungebetændels blærebetændels
betændels feber betænd smitt dehydr underernær fejlernær småtspis forstoppels diarre kvalm inkontinens smert pine
gene ubehag
svimmel åndenød host kramp træt udmatt udbrændt stress arbejdspres pres arbejdsbyrd byrd belast nedslidning slidt angst
frygt bange bekymr urolig rastløs forvirr delir depression depressiv nedtrykt trist sorg ensom isolation isoler
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
uhensigtsmæssig
utilsigted mistet mistede forpassed oversete mislykked afvist ubesvared forkert ufrivillig ubehandled uopdaged natlig
afbrudt
"""
"""Words before a thing that make it a bad one, whatever it is: "ubesatte vagter", "missede kontroller"."""

_ENDING = r"(?:hed|else|ning|ing|ende|ig|lig|som)?(?:erne|ene|ede|ere|est|rne|en|et|er|ne|de|te|es|e|n|r|t)?s?"
_COUNTS = (
    r"[se]?(?:niveau|score|grad|følelse|oplevelse|procent|tal|rate|andel|måling|dag|episode|tilfælde|periode|antal|"
    r"skala|"
    r"indeks|point|hyppighed|forekomst|frekvens|omfang|mængde|udvikling|kurve|behandling|besøg|kontakt|hændelse|"
    r"symptom|"
    r"problem|gener|fornemmelse|tilstand|måned|uge|time|år)" + _ENDING
)
_TAIL = re.compile(rf"{_ENDING}|(?:else|hed|ning|ing)?{_COUNTS}")
_FREE = re.compile(r"[se]?(?:fri|frit|frie|forebyggelse|forebyggende)")
_LESS = re.compile(r"[se]?(?:løs|løst|løse|løshed|tab|tabet|mangel|manglen|svigt)")
_TURNS_ROUND = ("u", "mis")
_WORD = re.compile(r"[a-zæøåé]{3,}")
_SHORT = 5
"""Letters under which a stem counts only at a word's beginning: "amm" is not in "tilsammen"."""

_ALSO_LAST = frozenset(("fejl", "søvn", "tab"))
_NO_THING = re.compile(r"(?:deltager|genoptræning|træner|sikkerhedsstyrelse|akutsygepleje)\w*")
_NEGATES = re.compile(r"\b(?:ikke|uden|ingen|aldrig|slipper for|fri for|næppe)(?:\s\w+){0,4}\s$")
_IS_TAKEN = re.compile(r"\bmål(?:t|e|er|te)\s(?:\w+\sog\s)?$")  # "fik målt blodtryk" says nothing of the pressure
_LONGEST_WORD = 40


def _by_start(stems: str, sign: int) -> list[tuple[str, int]]:
    return [(stem, sign) for stem in stems.split()]


_STEMS: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
for _stem, _sign in (*_by_start(_BAD, -1), *_by_start(_GOOD, 1)):
    _STEMS[_stem[:3]].append((_stem, _sign))
_TURNER = re.compile(rf"(?:{'|'.join(_TURNERS.split())})(?:e|t|et|ede|te|ne|en)?")


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
def _turns(word: str) -> bool:
    return _TURNER.fullmatch(word) is not None


def find_measured(folded: str) -> list[Measured]:
    """Give the measured things of a sentence in lower case, in order.

    One that is denied ("uden fejl", "ikke længere smerter") counts turned round, a spoilt one ("aflyste besøg") as bad.
    """
    found: list[Measured] = []
    spoilt: re.Match[str] | None = None
    for match in _WORD.finditer(folded):
        word = match[0]
        if len(word) > _LONGEST_WORD:
            continue
        if spoilt is not None and match.start() - spoilt.end() == 1:
            found.append(Measured(spoilt.start(), match.end(), -1))
            spoilt = None
            continue
        spoilt = match if _turns(word) else None
        sign = 0 if _IS_TAKEN.search(folded, max(0, match.start() - 30), match.start()) else word_sign(word)
        if sign and spoilt is None:
            if _NEGATES.search(folded, max(0, match.start() - 45), match.start()):
                sign = -sign
            found.append(Measured(match.start(), match.end(), sign))
    return found
