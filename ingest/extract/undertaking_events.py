"""What happens to an undertaking as its sentences tell: it is stopped, it ends, it runs.

Who does it decides: a council that drops a project stops it, lads who stopped smoking do not.
"""

from __future__ import annotations

import re

from ingest.cues import Cue

_UNDERTAKING = (
    r"(?:\w*projekt|forsøg|pilotforsøg|indsats|tilbud|ordning|samarbejd|forløb|initiativ|arbejd|aktivitet|idé|ide|"
    r"afprøvning|satsning|program)(?:e|en|n|et|t|met|er|r|ne|ene|erne)?s?\b"
)
_STOPPED = (
    r"(?:standset|stoppet|lukket(?! for)|droppet|opgivet|afbrudt|indstillet(?! til)|skrinlagt|nedlagt|aflyst|afblæst|"
    r"annulleret|henlagt|begravet|taget af (?:bordet|plakaten|programmet)|lagt (?:i graven|i mølposen|på hylden|"
    r"på is|ned)|"
    r"sat i bero|trukket tilbage)\b"
)
_IS_STOPPED = (
    r"(?:standses|stoppes|lukkes(?! for)|droppes|opgives|afbrydes|indstilles|skrinlægges|nedlægges|aflyses|afblæses|"
    r"annulleres|"
    r"tages af bordet|gennemføres ikke|ikke gennemføres)\b"
)
_STOPS = (
    r"(?:droppede|dropper|opgav|opgiver|indstillede|indstiller|standsede|standser|lukkede|lukker|afbrød|afbryder|"
    r"skrinlagde|"
    r"nedlagde|aflyste|aflyser|afblæste|(?:har|havde) (?:\w+ )?(?:droppet|opgivet|indstillet|standset|lukket|"
    r"afbrudt|skrinlagt|"
    r"nedlagt|aflyst|afblæst))"
)
_TO_STOP = (
    r"(?:lukke|stoppe|standse|opgive|droppe|afbryde|indstille|skrinlægge|nedlægge|aflyse|afblæse|trække sig|"
    r"trække stikket)\b(?! med at (?:ryge|drikke)| rygning)"
)
_DECIDES = (
    r"(?:valgte|valgt|vælger|besluttede|besluttet|beslutter|måtte|nødt til|nødsaget til|endte med|enedes om|enige om|"
    r"tvunget til|tvang \w+ til)"
)
# "projektet ... blev ... stoppet" within a clause, with the side remarks that Danish puts between
_WITHIN = r"[^.;:]{0,60}?"
# Letters that any words of the patterns below must have; looking for them first spares most sentences the pattern
STOP_SIGNS = (
    "stop,stands,luk,drop,opgi,opgav,afbr,indstil,skrin,nedl,aflys,afblæs,annul,henlag,begrav,bordet,plakaten,"
    "graven,mølpos,"
    "på is,hylden,bero,trukket,trak ,trækk,kuldsejl,strand,i stå,vasken,sandet,kollaps,brød sammen,bukkede,døde hen,"
    "opløsning,aldrig,genoptaget,håndklæd,gennemføres,gennemført,til noget,tilbage,retur,opsagde,ophørte,ikke få"
).split(",")
END_SIGNS = (
    "slut,ophør,rundet,til ende,tilende,fuldfør,gennemført,forbi,ovre,udløb,løb,brugt,hørte op,slap op,permanent,"
    "fast ,del af,"
    "drift,praksis,indarbejdet,forankret,varede,kørte,strakte,fortsat,videreført,videreføres,"
    "forlænget,afviklet,stod på,vejs ende"
).split(",")
RUN_SIGNS = (
    "forløber,kører,går efter,går som,går plan,skrider,ventes,begynd,startet,i gang,endnu ikke,kørt i,fortsætter,"
    "inde i,"
    "under ud,under af,under gen,foreløbig"
).split(",")
STOP = Cue(
    rf"\b{_UNDERTAKING}\b{_WITHIN}\b(?:blev|bliver|er|var|måtte)\s(?:\w+\s){{0,3}}?{_STOPPED}|"
    rf"\b{_UNDERTAKING}\b{_WITHIN}\b{_IS_STOPPED}|"
    rf"\b(?:blev|bliver)\s{_UNDERTAKING}\s(?:\w+\s){{0,3}}?{_STOPPED}|"
    rf"^\W*(?:måtte|må)\s(?:\w+\s)?(?:{_IS_STOPPED}|{_TO_STOP})|^\W*(?:blev\s)?(?:\w+\s)?{_STOPPED}(?=\s(?:i|efter|af|"
    rf"på|da|fordi|før|"
    r"undervejs|allerede)\b|[.,])|"
    rf"[\"”»’]\s(?:blev|bliver|er|er blevet|måtte)\s(?:\w+\s){{0,2}}?{_STOPPED}|"
    r"^\W*(?:\w+\s){1,4}(?:blev|er blevet)\s(?:opgivet|skrinlagt|afblæst|henlagt)(?=\s(?:i|"
    r"efter|af|på|da|fordi|før|undervejs|allerede)\b|[.,])|"
    rf"\b{_STOPS}\s(?:\w+\s){{0,2}}?{_UNDERTAKING}|"
    rf"\b{_DECIDES}\s(?:\w+\s){{0,2}}?(?:at\s)?(?:\w+\s){{0,2}}?{_TO_STOP}|"
    rf"\b{_UNDERTAKING}\b{_WITHIN}\b(?:kuldsejlede|kuldsejlet|strandede|strandet|gik i stå|gået i stå|gik i vasken|"
    r"løb(?:et)? ud i sandet|kollapsede|brød sammen|bukkede under|døde hen|gik i opløsning)|"
    r"\b(?:trak|trækker|trukket) stikket|\bsatte en stopper for (?:projekt|forsøg|indsats|det)\w*|"
    r"\b(?:nåede|kom) aldrig (?:\w+ ){0,4}?(?:i gang|op at køre|fra start|videre end|ud af starthullerne)|"
    r"\bblev aldrig (?:gennemført|realiseret|iværksat|til noget|genoptaget|sat i gang)|"
    r"\b(?:bliver|blev) ikke (?:alligevel )?(?:genoptaget|gennemført|til noget)|\baflyst for altid|"
    r"\bikke (?:fået |få )?sat (?:projekt|forsøg|indsats)\w* i gang|\b(?:sendt|betalt|leveret|givet|"
    r"afleveret) (?:pengene|tilskuddet|"
    r"beløbet|midlerne|støtten|bevillingen) (?:tilbage|retur)|\bopsagde samarbejd|\bsagde \w+ samarbejdet op|"
    rf"\bophørte med {_UNDERTAKING}|"
    r"\b(?:har trukket|trak|trækker) sig ud\b|\bkaste[rt]?(?:de)? håndklædet"
)
END = Cue(
    rf"\b{_UNDERTAKING}\b{_WITHIN}\b(?:sluttede|afsluttedes|ophørte|rundet af|afrundet|afrundedes|bragt til ende|"
    rf"tilendebragt|afviklet|nåede (?:sin afslutning|vejs ende)|stod på|"
    r"fuldført|gennemført(?! af| i (?:samarbejde|tæt))|forbi|ovre|udløbet|udløb\b)|"
    r"\b(?:løb|løbet) (?:pengene|midlerne|bevillingen|støtten|projektet|projektperioden|"
    r"forsøgsperioden) (?:tiden )?ud|"
    r"\b(?:pengene|bevillingen|støtten|tilskuddet|forsøgsperioden|projektperioden) (?:udløb|løb ud|er udløbet|"
    r"er brugt|"
    r"hørte op|slap op|er forbi|sluttede)|"
    r"\b(?:er|blev|bliver|blevet) (?:nu |herefter |derefter |siden )?(?:gjort )?(?:til )?(?:permanent\w*|"
    r"en (?:fast |varig )?del af|fast praksis|"
    r"(?:almindelig |daglig )?drift)\b|\b(?:indarbejdet|forankret) i\b|\b(?:gået|gik) (?:over )?(?:i|"
    r"til) (?:almindelig |daglig )?drift|"
    r"\b(?:efter|siden|ved) (?:projektets|forsøgets|indsatsens|projektperiodens) (?:ophør|afslutning|udløb|"
    r"slutning)\b|"
    r"^\W*(?:det|den) (?:varede|løb|forløb|kørte|strakte sig) (?:fra|i|over|til)\b|"
    r"\b(?:forsøget|projektet|indsatsen|ordningen|kommunen har)\b[^.;]{0,30}\b(?:ikke (?:fortsat|videreført|forlænget)|"
    r"videreføres ikke)\b|"
    rf"\bnu,? (?:hvor|da) {_UNDERTAKING} er (?:slut|forbi|ovre)"
)
RUN = Cue(
    r"\b(?:forløber|kører|går|skrider frem) (?:\w+ )?(?:efter planen|planmæssigt|som planlagt)|"
    r"\bventes (?:\w+ )?(?:færdig|afsluttet|slut|gennemført)\w*|\b(?:er )?(?:først|lige|netop|"
    r"så småt) (?:ved at )?(?:begynde|begyndt|"
    rf"startet|gået i gang|kommet i gang)|\bendnu ikke (?:afsluttet|slut|færdig\w*|gjort op)|"
    rf"\b{_UNDERTAKING}\b{_WITHIN}\bhar (?:nu |"
    r"foreløbig )*(?:været i gang|kørt) i\b(?![^.]*\bog (?:er|blev) (?:afsluttet|slut))|"
    rf"\b{_UNDERTAKING}\b{_WITHIN}\bfortsætter (?:frem )?til\b|\binde i (?:sit|det|dets) (?:første|andet|tredje|"
    rf"fjerde|sidste)|"
    r"\bunder (?:udrulning|afprøvning|gennemførelse)\b|^\W*foreløbig har\b"
)
_PEOPLE = re.compile(
    r"\b(?:deltager\w*|borger\w*|beboer\w*|patient\w*|elev(?:er\w*)?|unge|lærling\w*|medarbejder\w*|ansatte|"
    r"rygere\w*|kvinder\w*|mænd\w*|"
    r"børn\w*|forældre\w*|familier\w*|ældre|hjælpere\w*|læge\w*|dem|de,? der|person(?:er)?|kursist\w*|studerende|"
    r"bruger(?:e|ne)\w*|klient\w*|pårørende|frivillige|sygeplejerske\w*|"
    r"terapeut\w*|projekt(?:leder|medarbejder|konsulent|koordinator|ansatte)\w*|enkelte|et par|halvdelen|nogle|mange|"
    r"flere|hver \w+|tredjedel\w*|fjerdedel\w*|flertallet|resten|"
    r"(?:de |på )?(?:sidste|øvrige|resterende|fleste|\d+|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv)"
    r"(?= (?:er |har |var )?(?:\w+ ){0,7}?(?:stop|droppe|trak|trukket|afbr)))\b|"
    r"\b\d+ (?:procent\b|pct\b|%)",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"\b(?:kommun|byråd|udvalg|styregruppe|partne|part|ledelse|forvaltning|region|center|styrelse|vi\b|man\b|forening|"
    r"projekt(?!leder|medarbejder|ansat|konsulent|koordinator|sygepleje|terapeut|deltager)|forsøg|indsats|tilbud|"
    r"ordning|samarbejd|initiativ)",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b[iI]\s(?:[A-ZÆØÅ][\wæøå-]+\s){0,3}?(?:[Kk]ommune\w*|[Pp]rojekt\w*|[Ii]ndsats\w*|[Ff]orsøg\w*|[Tt]ilbud\w*)|"
    r"\bflytte(?:t|de) (?:\w+ )?(?:fra|ud af) (?:kommunen|regionen|tilbuddet)"
)
"""Where people are who leave: "To borgere i Havby Kommune faldt fra"."""
_PART = re.compile(
    r"\b(?:hold(?:et)?|gruppen|kurset|caféen|aktiviteten|delen|delprojektet|delindsatsen|sporet|et|ét|en|én|"
    r"(?:det|den) (?:ene|tredje|fjerde|sidste)(?! projekt))\s(?:i|på|af|for|hold|gruppe)\b",
    re.IGNORECASE,
)
"""What is only a part of an undertaking: "Holdet i Sydby kom aldrig i gang"."""
_SIDE = re.compile(r"\b(?:et|en)\s(?:planlagt|påtænkt|ekstra|tilhørende)\s(?!projekt|forsøg)\w+", re.IGNORECASE)
"""What was to go beside an undertaking: "Et planlagt samarbejde med vagtlægen blev ikke til noget"."""
_TURN = re.compile(r"[,;]\s(?:og|men|mens|så)\s|\s(?:men|mens)\s")
_NOT = re.compile(
    r"\b(?:ikke|aldrig)\s(?:\w+\s){0,2}?(?:afbrudt|stoppet|standset|lukket|indstillet|opgivet|droppet|nedlagt|aflyst)",
    re.IGNORECASE,
)


# "I Havby stoppede 46 procent": so many of those who took part
_SO_MANY = re.compile(
    r"(?<=stoppede)\s(?:(?:kun|over|under|knap|godt|mere end|hele)\s)?(?:\d+(?:,\d+)?\s(?:pct|procent|%|ud af|af|"
    r"borgere|deltagere|personer|elever|unge)|hver\s(?:anden|tredje|fjerde|femte|tiende)|halvdelen|en\s\w+del\b)",
    re.IGNORECASE,
)


def is_of_people(sentence: str, start: int, end: int) -> bool:
    """Tell whether words of a stop are about people, or say that there was none: "de, der blev, stoppede".

    Args:
        sentence: the sentence.
        start: where the words of a stop begin.
        end: where they end, behind the verb.
    """
    said = sentence[start:end]
    if _NOT.search(said) or _SO_MANY.match(sentence, end):
        return True
    people = [*_PEOPLE.finditer(said)]
    if people and not _ACTOR.search(said, people[-1].end()):
        return True  # "måtte se deltagerne trække sig"
    turns = [*_TURN.finditer(said)]
    if turns and not _ACTOR.search(said, turns[-1].end()):
        return True  # another subject than the project's comes before the verb
    clause = sentence[max(sentence.rfind(mark, 0, start) + 1 for mark in ",;.:") : end]
    if _SIDE.search(clause):
        return True
    who = _WHERE.sub(" ", clause)
    return (_PEOPLE.search(clause) or _PART.search(clause)) is not None and _ACTOR.search(who) is None
