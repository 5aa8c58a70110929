"""Sentences on results that stand beside the conclusion: they count where nothing else tells how a project went.

"Driften blev dyrere end ventet", "Opstarten var svær", "Enkelte havde mindre gavn af det", "Målet på 50 procent blev
ikke helt nået", "Deltagerne roser tilbuddet", "På de øvrige skoler er tallet det samme": each is true of many a project
with a clear gain, or without any, and turns neither to a mixed result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.cues import Cue
from ingest.extract.lines import Span
from ingest.extract.verdict_words import AND_EFFECT

# what it cost beside the plan, or as before; that it costs more than it did is a result
_COSTS = Cue(
    r"\b(?:(?:mer|drifts)?(?:udgift|omkostning)(?:en|er|erne)?|dyrere|koste(?:r|de|t)?(?! livet)|budget\w*|prisen?)\b"
)
_BY_PLAN = Cue(
    r"\b(?:budget\w*|beregnet|regnet med|ansøgt\w*|planlagt|ventet|forventet|antaget|rammen|samme som|uændre\w*|"
    r"pr\. \w+|om året)\b"
)
_ROSE = Cue(
    r"\b(?:steget|stiger|steg|vokset|voksede|øget|besparelse\w*|end (?:før|tidligere|hidtil|det))\b|"
    r"\b(?:højere|større)\b(?!,? end)"
)
_WORK = Cue(
    r"\b(?:opstart\w*|rekrutter\w*|ansættelse\w*|besætte\w*|besat\b|stilling\w*|\w*vagtplan\w*|rute(?:plan)?\w*|"
    r"planlægning\w*|kurs(?:us|er|et|usset|erne)\b|undervisningen|\w*uddannelsen|teknik\w*|tekniske?\w*|it-\w+|"
    r"log(?:in|ge|gin)\b|forbindelse[nr]?\w*|udstyr\w*|tavle[nr]?\w*|skema(?:et|er|erne)?|lokale[rt]?\w*|"
    r"(?:\w+)?møde(?:t|r|rne)?\b(?! op)|koordiner\w*|samarbejdet|implementering\w*|bestille|booke|kørsel\w*|kørslen|"
    r"logistik\w*|omklædning\w*|registrering\w*|dokumentation\w*|papirarbejde\w*|"
    r"(?:gruppe|projekt|team)?leder(?:en|e|ne)?|udskiftning\w*|frivillige|instruktør\w*|livredder\w*|vikar\w*|"
    r"corona\w*|covid\w*|pandemi\w*|nedlukning\w*|materiale\w*|app(?:'?en)?|systemet|projektet stod|ordningen|"
    r"transporten|deltager(?:e|ne)|medarbejder(?:e|ne)|\w*plejersker(?:ne)?|terapeuter(?:ne)?|forældre(?:ne)?|"
    r"i (?:starten|begyndelsen)|de første måneder|det første (?:halve år|halvår))\b"
)
_TROUBLE = Cue(
    r"\b(?:svær(?:t|e|ere|est)?\b(?! (?:demens|overvægt|sygdom|ramt|syge))|vanskelig\w*|besværlig\w*|bøvlet|"
    r"problemer(?:ne)?(?! med (?:at sove|søvn))|halte\w*|forsinke\w*|stoppede|stod stille|tog (?:længere )?tid|"
    r"(?:længere|mere) tid\b[^.;]{0,30}\bend (?:ventet|planlagt|forventet|beregnet|antaget)|"
    r"drille(?:de|r|t)|kræve[rdt]\w*|fald(?:er|t) (?:ud|fra)|sprang fra|"
    r"aflys\w*|udskudt|travl(?:t|ere)?|knas|træg\w*|kun (?:halvdelen|få|en tredjedel|en fjerdedel)|mangle(?:de|r)|"
    r"mangel på|meldt(?:e)? fra|ikke (?:glade|tilfredse|begejstrede|altid|alle)|modstand\w*|skeptisk\w*|kø til|"
    r"kører mere|så meget som håbet)\b"
)
_NOT_ALL = Cue(r"^ikke alt (?:er|var|gik)\b")
# the lesser gain of some is a gain
_LESS = Cue(
    r"\b(?:mindre|knap så|ikke (?:helt )?så) (?:\w+ )?(?:gavn|udbytte|effekt|virkning|gevinst|glæde|meget ud af|"
    r"stor\w* (?:gavn|udbytte|effekt|virkning|gevinst|glæde|fald|fremgang))\w*|"
    r"\b(?:faldet|fremgangen|stigningen|gevinsten|effekten|virkningen|forbedringen|udbyttet) (?:\w+ ){0,2}?"
    r"(?:mindre|mindst|størst|større|tydeligst|lidt lavere)\b|"
    r"\b(?:størst|mindst) (?:er |var )?(?:\w+ )?(?:effekt|gavn|udbytte|fremgang|fald)\w*"
)
_FEW = Cue(
    r"^(?:men |dog |kun |og )?(?:enkelte|(?:ganske |nogle )få|et par|en (?:mindre|lille) (?:gruppe|del)|en håndfuld)\b"
)
_MISSED = Cue(
    r"\bnåede\b[^.;,]{0,30}\bikke (?:helt|den fulde|fuldt|i mål|målet)\b|"
    r"\bikke (?:nåede|nået) (?:helt|den fulde|i mål)|\bikke helt (?:nået|i mål|opfyldt|indfriet|så)\b|"
    r"\bmål(?:et|sætning(?:en)?|tallet)? på \w+[^.;]{0,40}\b(?:ikke (?:\w+ )?(?:nået|opfyldt|indfriet))|"
    r"\b(?:mindre|færre|lavere|højere|lidt under|flere),? end (?:vi |kommunen |man )?(?:havde )?(?:\w+ )?"
    r"(?:håbe\w*|ventet|forventet|målet|målsætningen|planlagt|regnet med)"
)
_NO_AIM = Cue(
    r"\bikke (?:\w+ )?(?:et |noget |en del af )?(?:projektets |indsatsens )?(?:mål\b|målene|formål\w*)(?! (?:er |blev |"
    r"var )?(?:nået|opfyldt|indfriet))|\bikke (?:det,?|dem,?) vi gik efter|\b(?:lå|ligger|er) uden for projektets"
)
# what did no harm is no gain that failed to come, and what nobody went for is none either
_NO_HARM = Cue(
    r"\bikke (?:\w+ )?(?:set|fundet|registreret|kommet|været|haft|målt|givet) (?:\w+ )?flere (?:\w+ )?(?:"
    r"\w*indlæggelser|fald|\w*fejl|klager|skader|infektioner|hændelser|bivirkninger|dødsfald)\b|"
    r"\bingen tegn på,? at\b[^.;]{0,60}\bi stedet\b|"
    r"\b(?:det|den|de) (?:var|er|havde|har) (?:\w+ ){0,3}?ikke (?:\w+ ){0,2}?(?:ventet|forventet|regnet med)\b"
)
_UNSURE = Cue(
    r"\bkan (?:\w+ )?ikke (?:helt )?(?:udelukke|afvise|sige med sikkerhed|vide med sikkerhed)|"
    r"\b(?:ikke (?:nogen )?|ingen )(?:sammenlignings|kontrol)gruppe\b"
)
# what several did alike
_IN_COMMON = Cue(r"^fælles for (?:de|dem|alle|begge|disse)\b[^.;]{0,40}\ber,? at\b")
# who left is no result of those who stayed, and who died or moved is none at all
_LEFT = Cue(
    r"\b(?:stoppede|faldt fra|droppede ud|sprang fra|(?:meldte|trak) sig(?: ud)?|udgik|flyttede|døde|faldt ud)\b"
    r"[^.;]{0,60}\b(?:undervejs|før tid|på grund af|inden|indgår|flytning|sygdom)\b|"
    r"\b(?:sagde|takkede) nej(?: tak)?\b(?! til)"
)
_PRAISE = Cue(
    r"\b(?:begejstr\w*|glade? for|gladere for samarbejd\w*|(?:er|var) (?!mere|mindre)(?:\w+ )?tilfredse? med|"
    r"sæt(?:ter|te) (?:\w+ )?pris på|satte (?:\w+ )?pris på|rose[rs]|rost|roste|elske[rd]\w*|hyggelig\w*|sjovt|"
    r"populær\w*|vellidt\w*|(?:taget|tog|tager) (?:\w+ )?(?:godt|vel|pænt) imod|vil(?:le)? (?:gerne )?anbefale|"
    r"anbefaler (?:tilbud|forløb|det)\w*|(?:tættere|bedre|godt|styrket) samarbejde|"
    r"samarbejdet\b[^.;]{0,40}\b(?:tættere|bedre|godt|styrket)|lært (?:\w+ )?(?:meget|en masse|af det)|nye venner|"
    r"glæde[rd]?t? sig til|nyder (?:det|musikken|besøgene))\b"
)
_AND_EFFECT = Cue(AND_EFFECT)
_OF_UNITS = (
    r"(?:skole|plejehjem|plejecent|distrikt|afdeling|team|kommune|område|bosted|botilbud|hold|hus|by|center|grupp|klinik|"
    r"enhed|børnehave|institution)\w*"
)
_OF_OTHERS = Cue(
    r"^(?:(?:men|mens|og|derimod|til gengæld|til sammenligning),? )?(?:i|på|hos|blandt|for) (?:"
    rf"(?:de|alle) (?:\w+ )?(?:øvrige|andre|resterende) {_OF_UNITS}|"
    r"resten af (?:kommunen|landet|regionen|byen|området)|"
    r"(?:de |dem,? )?(?:\w+,? ){0,3}?(?:der|som) (?:stod|står|var) på venteliste\w*|(?:hele )?landet|landsplan)\b"
)
# "mens det steg svagt i de kommuner, der er sammenlignet med"; figures are set against the project's own
_OF_COMPARED = Cue(
    r"^mens\b(?!.*\d)[^.;]*\b(?:matche(?:t|de)|(?:sammenlignings|kontrol)(?:gruppe|kommune)\w*|sammenlign\w+ med|"
    r"uden for projektet|(?:landet|kommunen) som helhed|landsplan|landsgennemsnit\w*)\b"
)
_AS_MUCH = Cue(r"\b(?:lige så|tilsvarende|også|ligeledes|heller|samme (?:fald|stigning|udvikling|fremgang|forløb))\b")
_QUOTED = re.compile(r"[^\d]*\b[Jj]eg\b[^\d]*")
_STORY = re.compile(
    r"(?:en|et) (?:\w+ )?(?:kvinde|mand|enke|enkemand|pige|dreng|borger|beboer|deltager|bruger)\b|"
    r"\w+ på \d\d(?: år)?\b",
    re.IGNORECASE,
)
_TELLS_RESULT = Cue(
    r"\b(?:ringere|dårligere|værre|mindre tilfreds\w*|mere presse\w*|sygefravær\w*|utryg\w*|klage[rd]?\w*|"
    r"i stå|gik (?:det )?(?:\w+ )?godt|end (?:før|tidligere|året|årene|i de))\b|"
    r"\d (?:\w+ )?mod \d|\bfra \d[\d.,]* (?:\w+ )?til \d"
)
# "Til gengæld koster det mere": told as the other side of the result
_OTHER_SIDE = Cue(
    r"^(?:og |men )?(?:til gengæld|omvendt|derimod|på den anden side|bagsiden|prisen (?:er|var|har)|modsat)\b"
)
_TURNS = re.compile(r",?\s(?=(?:men|mens|medens|selv om|selvom|hvorimod)\s)|;\s|,\s(?=og\s)", re.IGNORECASE)
_ANYWHERE = (_NOT_ALL, _IN_COMMON, _LESS, _FEW, _MISSED, _NO_AIM, _NO_HARM, _UNSURE)


def is_aside(statement: str) -> bool:
    """Tell whether a sentence, or a part of one between turns, stands beside what tells how a project went."""
    if (_OF_OTHERS.match(statement) or _OF_COMPARED.match(statement)) and not _AS_MUCH.search(statement):
        return True
    if _OTHER_SIDE.match(statement):
        return False
    return (
        _is_of_one(statement)
        or any(cue.search(statement) for cue in _ANYWHERE)
        or bool(_PRAISE.search(statement) and not _AND_EFFECT.search(statement))
        or bool(_LEFT.search(statement) and not _TELLS_RESULT.search(statement))
        or bool(_COSTS.search(statement) and _BY_PLAN.search(statement) and not _ROSE.search(statement))
        or bool(_TROUBLE.search(statement) and _WORK.search(statement) and not _TELLS_RESULT.search(statement))
    )


def parts_of(sentence: Span) -> Iterator[Span]:
    """Give a sentence in the parts that are asides and that are none; whole where it is all of one kind."""
    if _NO_HARM.search(sentence.text) or _UNSURE.search(sentence.text):
        yield sentence
        return
    cuts = [0, *(match.end() for match in _TURNS.finditer(sentence.text)), len(sentence.text)]
    if len(cuts) == 2 or _OTHER_SIDE.match(sentence.text) or _is_of_one(sentence.text):
        yield sentence
        return
    beside = [is_aside(sentence.text[a:b]) for a, b in pairwise(cuts)]
    begin = 0
    for n in range(1, len(beside) + 1):
        if n == len(beside) or beside[n] != beside[n - 1]:
            yield Span(sentence.text[begin : cuts[n]], sentence.char_start + begin, sentence.char_start + cuts[n])
            begin = cuts[n]


def _is_of_one(statement: str) -> bool:
    """Tell whether a sentence is what one person says, without figures, or what happened to one."""
    return bool(_QUOTED.fullmatch(statement) or _STORY.match(statement))
