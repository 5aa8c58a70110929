"""What sentences tell of an undertaking: who or what it is said of, and what happens to it.

An event counts only where its subject or object is the undertaking, its grant or those who have it; each kind of
subject has events of its own. The words of `undertaking_events.py` are looked for first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.dates import find_dates, find_periods
from corpus.records import Status
from ingest.cues import Cue

_WORK = (
    r"(?:\w*projekt(?:et|er|erne)?|\w*forsøg(?:et|ene)?|\w*indsats(?:en|er|erne)?|\w*tilbud(?:det|dene)?|"
    r"ordning(?:en)?|"
    r"\w*samarbejdet|forløbet|initiativet|arbejdet|aktivitet(?:en|er|erne)|idé?en|afprøvning(?:en)?|satsningen|"
    r"\w*program(?:met)?|modellen|metoden|klinikken|caféen|værestedet|tiltag(?:et|ene)?)"
)
_GRANT = (
    r"(?:\w*tilsagn(?:et|ene)?|\w*bevilling(?:en|erne)?|\w*tilskud(?:det|dene)?|støtten|\w*midler(?:ne)?|penge(?:ne)?|"
    r"(?:rest|tilskuds|støtte)?beløb(?:et)?)"
)
_WHO = (
    r"(?:kommune(?:n|rne)?|byråd(?:et)?|kommunalbestyrelse(?:n)?|\w*udvalg(?:et)?|region(?:en)?|\w*partner(?:en|ne)?|"
    r"parterne|styregruppen|ledelsen|forvaltningen|foreningen|institutionen|hospice\w*|centret|styrelsen|vi|man)"
)
_NAME = r"(?:\s[\"”“»„’'][^\"”“»«„]{2,60}[\"”“«’'])?"  # behind "projektet"
_IN = r"[^.;:]{0,60}?"  # within one clause, with the side remarks that Danish puts between
_SOON = r"(?:\w+\s){0,3}?"

_EARLY = (
    r"(?:før tid(?:en)?|i utide|(?:måneder|år|uger) (?:før|tidligere)|tidligere end|før (?:planlagt|aftalt|ventet)|"
    r"allerede efter|efter (?:kun|blot|bare))\b"
)
_ENDS = r"(?:slut\w*|afslut\w*|ophør\w*|end(?:te|er|t)|luk\w*|afvikl\w*|stop\w*|udløb\w*|brydes? op|holdt op)"
_DROPPED = (
    r"(?:sparet væk|nedlukket|sløjfet|taget af (?:tegnebrættet|bordet|plakaten)|kasseret|bortfaldet|faldet bort|"
    r"kuldsejlet|forlist|faldet til jorden|gået i vasken|lagt på is|parkeret|skudt til hjørne|opløst|ladt ligge|"
    r"forkastet|vraget)"
)
_FAILS = (
    r"(?:faldt (?:til jorden|fra hinanden|bort|på gulvet)|gik (?:ned med|i vasken|i opløsning|til grunde)|"
    r"(?:led|lidt) skibbrud|måtte lade livet|lod livet|bortfald(?:er|t)|forliste|endte brat|blev et offer for|"
    r"(?:nåede|kom) (?:aldrig|ikke) (?:videre|ud over|ud af|længere|fra|i mål|rigtig(?:t)?)|"
    r"kom (?:aldrig|ikke)(?! endnu) (?:\w+ )?i gang(?! endnu)|lod sig (?:\w+ )?ikke|"
    r"(?:kunne (?:\w+ )?ikke|ikke (?:\w+ )?kunne) (?:lade sig )?(?:gennemføre|realisere|etablere)\w*|"
    r"(?:er|blev) (?:aldrig|ikke) (?:\w+ )?(?:sat i (?:værk|søen)|iværksat|realiseret|startet op igen|genåbnet|"
    r"genoptaget|ført ud i livet))"
)
_LEAVES = (
    r"(?:trak (?:\w+ )?sig|(?:har|havde|er) trukket sig|(?:har |havde )?frasagt? (?:sig|de)|frasagde sig|"
    r"takke[rt]?(?:de)? "
    r"(?:\w+ ){0,2}nej|(?:har|havde) (?:\w+ )?(?:takket|sagt) nej|sagde (?:\w+ ){0,2}nej tak|meld(?:te|t|er) (?:fra|"
    r"afbud|sig ud)|"
    r"sprang fra|sprunget fra|bakkede ud|bakket ud|faldt fra|faldet fra|hoppede af|hoppet af|udgik af|udgår af|"
    r"udgået af|udtrådte|udtrådt|"
    r"gav op|(?:har|havde) givet op|opgav(?! \w+ til)|gennemførte (?:aldrig|ikke))"
)
_BACK = (
    r"(?:bortfald\w*|frafald\w*|tilbagekald\w*|annuller\w+|inddraget|trukket tilbage|tilbagebetal\w*|"
    r"(?:betalt|leveret|givet|sendt|ført|krævet|kræves) (?:tilbage|retur|tilbagebetalt)|retur\b)"
)
_CUTS = (
    r"(?:sparede|sløjfede|nedlukkede|lukkede|droppede|skrottede|kasserede|stoppede|standsede|afbrød|afviklede|"
    r"gennemførte (?:aldrig|ikke))"
)
_TO_CUT = r"(?:stoppe|standse|afvikle|lukke|nedlukke|sløjfe|spare|indstille|afbryde|opgive|droppe|skrotte|nedlægge)"
_CHOOSES = (
    r"(?:stemte for|vedtog|vedtaget|besluttede|besluttet|valgte|valgt|enige om|nødt til|måtte|erkende[rt]?\w*|"
    r"indstillede)"
)

_DONE = (
    r"(?:i mål|i havn|til ende|til vejs ende|af stablen|afrapporteret|slutafrapporteret|færdigt?(?:gjort)?|afrundet|"
    r"lukket ned som planlagt|(?:overdraget|overgivet|overtaget|afleveret) (?:til|af)|"
    r"kør(?:t|e|te)? (?:sin )?(?:tid|periode|planlagte tid) ud|endeligt (?:afsluttet|afrapporteret|evalueret))"
)
_KEPT = (
    r"(?:fortsætter|fortsatte|fortsat|lever (?:nu )?videre|videreføres?|videreførte|videreført|kører videre|"
    r"drives? (?:nu )?videre|bevares|bevaret|bliver ved)"
)
_BY_ITSELF = (
    r"(?:(?:for|med|på) (?:sine |kommunens |regionens |foreningens |stedets )?(?:egne|egen)\b|"
    r"af kommunen selv|kommunen selv|(?:i|på) (?:almindelig |daglig )?driften?|efter (?:projekt|støtte|pulje|"
    r"bevilling)\w*|"
    r"uden (?:støtte|puljemidler|projektmidler)|uændret|som (?:et |en )?(?:fast|varig|permanent))"
)
_LASTING = (
    r"(?:varigt? (?:tilbud|indsats|ordning)|fast (?:tilbud|indsats|ordning|inventar|praksis)|faste tilbud\w*|"
    r"tilbudsvifte|"
    r"permanent\w*|hverdag i|en del af (?:kommunens|hverdagen|driften|den daglige|de faste)|"
    r"forankret|indarbejdet|rullet ud (?:i|til|på) (?:hele|alle|resten))"
)
_REPORT = (
    r"(?:slutrapport\w*|slutregnskab\w*|slutevaluering\w*|afsluttende (?:rapport|regnskab|evaluering)|"
    r"slutafrapportering\w*)"
)
_HANDED_IN = (
    r"(?:afleveret|afleverede|indsendt|indsendte|godkendt|modtaget|foreligger|offentliggjort|udkommet|udkom|"
    r"ligger klar|"
    r"udgivet|sendt ind|skrevet|færdig)"
)

_GOES_ON = (
    r"(?:pågår|\w*forsinke(?:t|de|lse)|forlæng(?:et|es|e)|forlænget|på sporet|følger (?:tids)?planen|(?:fortsat|"
    r"stadig) aktiv\w*|"
    r"er aktiv\w*|genoptaget|genåbnet|befinder sig|i en fase|inde i (?:sin|sit|en)|kommet (?:op i gear|"
    r"godt (?:fra start|i gang))|"
    r"oppe i (?:gear|fart)|i \w*fasen?\b|under \w+(?:ing|else)\b|i drift i|nået (?:halvvejs|midtvejs)|"
    r"i fuld (?:gang|sving|drift)|ruller (?:nu|fortsat|videre)|skrider (?:planmæssigt )?frem|udvidet (?:til|med)|"
    r"kom (?:først |endelig |godt |hurtigt )?i gang(?! med at)|er først kommet)"
)
_WORKS = r"(?:prøver|afprøver|tester|udvikler|arbejder|uddanner|rekrutterer|samler|bygger|etablerer|besøger)"
_NOW = r"(?:nu|lige nu|i øjeblikket|for tiden|p\.t\.|fortsat|stadig|netop nu|på højtryk|på fuld kraft)"

_BEGINS = (
    r"(?:begynder|starter|indledes|åbner|igangsættes|iværksættes|(?:går|skydes|sættes|komme[rs]?|skal|"
    r"gå) (?:\w+ )?i gang|"
    r"løbe[rs]? af stablen|tager fat|skal (?:\w+ )?(?:begynde|starte|åbne)|at (?:begynde|starte|gå i gang|åbne))"
)
_AHEAD = r"(?:forvent\w*|vente[sr]?|planlagt|planlægge\w*|skal|regner med|håber|kan nu|står klar til)"
_NOT_YET = (
    r"(?:(?:endnu ikke|ikke endnu|stadig ikke|fortsat ikke) (?:\w+ )?(?:begyndt|startet|påbegyndt|i gang|gået i gang|"
    r"kommet i gang|"
    r"sat i gang|igangsat|åbnet)|(?:ikke|er) (?:begyndt|startet|gået i gang|kommet i gang|sat i gang) endnu)"
)

# Each event: the letters of which a sentence must hold one, then its pattern.
_EVENTS: dict[Status, tuple[tuple[str, str], ...]] = {
    Status.STOPPED: (
        ("før,utid,tidlig,allerede,efter kun,blot,bare",
         rf"\b{_WORK}\b{_IN}\b{_ENDS}\b{_IN}\b{_EARLY}|^\W*{_ENDS}\b{_IN}\b{_EARLY}|"
         rf"\b{_TO_CUT}\s{_SOON}{_WORK}\b{_IN}\b{_EARLY}"),
        ("spar,nedluk,sløj,tegnebr,bordet,plakat,kasser,bortfald,faldet,kuldsejl,forlist,gået i v,på is,park,hjørne,"
         "opløst,forkast,vrag,ladt",
         rf"\b{_WORK}\b{_IN}\b{_DROPPED}|^\W*{_DROPPED}|\b(?:blev|er)\s{_WORK}{_NAME}\s{_SOON}{_DROPPED}"),
        ("faldt,gik ,led ,lidt sk,livet,bortf,forlis,brat,offer,aldrig,ikke,lod ",
         rf"\b(?:{_WORK}|[\"”»’])\s?{_IN}\b{_FAILS}|\b{_FAILS}\s{_SOON}{_WORK}"),
        ("trak,trukket,frasag,nej,meld,sprang,sprunget,bakke,fra,hoppe,udg,udtr,op,gennemførte",
         rf"\b{_WHO}\b{_IN}\b{_LEAVES}|\b{_LEAVES}\s{_SOON}{_WHO}"),
        ("bortf,fraf,tilbage,annul,inddr,retur",
         rf"(?<!uforbrugte )(?<!overskydende )\b{_GRANT}\b{_IN}\b{_BACK}|\b(?:betalt|leveret|afleveret|givet|"
         rf"sendt)\s{_GRANT}\s(?:tilbage|retur)"),
        ("spare,sløj,luk,drop,skrot,kasser,stop,stands,afbr,afvikl,gennemførte",
         rf"\b{_CUTS}\s{_SOON}{_WORK}|\b{_CHOOSES}\s{_SOON}(?:at\s)?{_SOON}{_TO_CUT}\s{_SOON}{_WORK}"),
        ("stopper,sagde", rf"\bsatte en stopper for\s{_SOON}{_WORK}|\bsagde {_SOON}samarbejdet op\b"),
    ),
    Status.COMPLETED: (
        ("efter plan,som plan,som aftal", rf"\b{_WORK}\b{_IN}\b{_ENDS}\b{_IN}\b(?:efter planen|som (?:planlagt|"
                                          rf"aftalt))"),
        ("i mål,havn,til ende,vejs,stablen,rapport,færdig,afrund,overdr,overgiv,overta,aflever,ud,endelig",
         rf"\b{_WORK}\b{_IN}\b{_DONE}|^\W*(?:overdraget|afrapporteret|nået i mål)\b"),
        ("forts,lever,videre,kører,bevar,bliver",
         rf"\b(?:{_WORK}|den|det)\b{_IN}\b{_KEPT}\b{_IN}{_BY_ITSELF}|"
         rf"\b{_KEPT}\s(?:med\s)?{_SOON}{_WORK}\b{_IN}{_BY_ITSELF}|"
         rf"\bat (?:videreføre|fortsætte)\s{_SOON}{_WORK}|\b(?:at fortsætte|fortsatte) med {_WORK}{_IN}\b(?:støtte|"
         rf"penge|midler|projekt)"),
        ("varig,fast,tilbudsv,permanent,hverdag,del af,forankr,indarb,rullet",
         rf"\b{_WORK}\b{_IN}\b{_LASTING}|\bgjort\s{_SOON}{_WORK}\s{_SOON}permanent"),
        ("slutra,slutre,slutev,afsluttende,slutaf",
         rf"\b{_REPORT}\b{_IN}\b{_HANDED_IN}|\b{_HANDED_IN}\s{_SOON}{_REPORT}|\bnu {_HANDED_IN} {_SOON}{_REPORT}"),
        ("efter ,siden ,afsluttede,da ,erfaring,resultat,farvel",
         rf"\bda {_WORK} (?:var|sluttede|hørte op|stoppede|udløb)|\b(?:efter|siden) (?:projektet|forsøget|"
         rf"projektperioden|"
         rf"forsøgsperioden),? (?:har|er|blev|fik|kunne)\b|\b(?:det|den|de|et|alle) (?:\w+ )?(?:afsluttede|"
         rf"overståede) {_WORK}|"
         rf"\b(?:erfaringer|resultater)(?:ne)?\b{_IN}\b{_WORK}\s{_SOON}(?:er|foreligger) (?:nu )?(?:samlet|opgjort|"
         rf"gjort op|klar)|"
         r"\b(?:erfaringer|resultater)(?:ne)?\b[^.;:]{0,60}\b(?:er|foreligger) nu (?:samlet|opgjort|gjort op|klar)|"
         r"\bsagde farvel til (?:det|de) sidste"),
        ("slut,forbi,ovre,afsluttet,gennemført,færdig,i mål,overstået",
         rf"\b(?:er|var|blev)\s{_WORK}{_NAME}\s(?:nu\s|endeligt\s|helt\s)*(?:slut|forbi|ovre|afsluttet|gennemført|"
         r"færdig|i mål|overstået)\b"),
        ("rate,aktivitet",
         r"\b(?:sidste|afsluttende) rate\b[^.;:]{0,20}\budbetalt|\baktiviteterne er (?:nu )?(?:gennemført|afsluttet)"),
    ),
    Status.RUNNING: (
        ("pågår,forsink,forlæng,sporet,planen,aktiv,genopt,genåb,befinder,fase,inde i,gear,fart,under,i drift i,halvv,"
         "midtv,fuld ,ruller,skrider,udvidet,i gang,først",
         rf"\b(?:{_WORK}|{_GRANT}|projektperioden|perioden|tidsplanen|vi|kommunen)\b{_IN}\b{_GOES_ON}"),
        ("stræk,skredet,uforbrug",
         rf"\b(?:{_GRANT}|{_WORK}|projektperioden) (?:er (?:blevet )?strakt|strækkes) til|"
         rf"\btidsplanen\b{_IN}\b(?:er )?(?:skredet|rykket|ændret)|"
         rf"\blov til at bruge {_SOON}(?:uforbrugte|resterende|overskydende) {_GRANT}"),
        ("stadig,fortsat,øjebl,nu,tiden,p.t.,højtryk,kraft,damp",
         rf"\bder\s\w{{3,}}s\s(?:stadig|fortsat|i øjeblikket|lige nu|på højtryk|på fuld kraft)|\bder er (?:stadig|"
         rf"fortsat) fuld (?:damp|fart|gang)|"
         rf"\b{_WORKS}\s{_SOON}{_NOW}\b|\b{_NOW}\s{_WORKS}\s{_SOON}(?:{_WHO}|\w+ kommune)"),
        ("indtil videre,hidtil,foreløbig,til dato,milepæl,rullet,henne i,nye hold,næste hold,sidste hold,endnu,mangler",
         rf"(?:^|,\s)\W*(?:indtil videre|hidtil|foreløbig|til dato) (?:har|er)\b|\b(?:halvdelen|"
         rf"\w+ ud) af (?:\w+ )?milepæle\w*|"
         rf"\b(?:år|måneder) henne i\b|\b(?:nye|næste|de sidste|flere) hold (?:begynder|starter|går i gang|"
         rf"er planlagt|følger|ventes)|"
         rf"\b{_WORK}\b{_IN}\brullet ud (?:på|i) \w+ af\b|\bmangler (?:endnu|stadig|fortsat) (?:det|de|den) sidste\b"),
    ),
    Status.AWARDED: (
        ("endnu,ikke", rf"\b(?:{_WORK}|{_WHO})\b{_IN}\b{_NOT_YET}"),
        ("begynd,start,indled,åbn,igang,i gang,iværk,stablen,tager fat,opstart",
         rf"\b(?:{_WORK}|første hold)\b{_IN}\b{_BEGINS}|\b(?:{_WHO}|\w+ kommune)\b{_IN}\b{_AHEAD}\b{_IN}\b{_BEGINS}|"
         rf"\b{_BEGINS}\s{_SOON}{_WORK}|\bopstart(?:en)?\b{_IN}\b(?:udskudt|planlagt|forvent|vente|rykket)"),
        ("afvent,venter på,sagt ja,siger ja,sagde ja,udvalgt,udpeget,udskudt",
         rf"\b(?:{_WORK}|{_WHO})\b{_IN}\b(?:afventer|venter på|udskudt)|\b(?:sagt|siger|sagde) ja til at støtte|"
         r"\bblandt de (?:\w+ )?(?:udvalgte|udpegede)|\ber (?:\w+ )?(?:udvalgt|udpeget)\b"),
    ),
}  # fmt: skip
_ORDER = (Status.STOPPED, Status.COMPLETED, Status.RUNNING, Status.AWARDED)
EVENTS: dict[Status, tuple[tuple[tuple[str, ...], Cue], ...]] = {
    status: tuple((tuple(signs.split(",")), Cue(pattern)) for signs, pattern in events)
    for status, events in _EVENTS.items()
}


def find_event(status: Status, sentence: str, folded: str) -> Iterable[re.Match[str]]:
    """Give the words in a sentence of each event after which an undertaking stands so.

    Args:
        status: where it stands.
        sentence: the sentence.
        folded: the sentence in lower case.
    """
    for signs, pattern in EVENTS[status]:
        if any(sign in folded for sign in signs):
            match = pattern.search(sentence)
            if match is not None:
                yield match


_OF_TIME = Cue(rf"\b(?:{_WORK}|{_GRANT}|projektperioden|\w*evaluering(?:en)?|slutrapport(?:en)?|kommunen)\b")
_PAST = Cue(r"\b(?:kørte|løb|varede|forløb|foregik|fandt sted|stod på|strakte sig|blev (?:gennemført|afviklet))\b")
_START = Cue(r"\b(?:begynd|start|igangsæt|i gang|åbner|opstart)")


def find_by_date(sentence: str, day: str) -> tuple[Status, int, int] | None:
    """Give where an undertaking stands by a date in its sentence, and the place of the date.

    What ends or is reported after the day is running, what begins after it is granted; a past period is over.

    Args:
        sentence: the sentence.
        day: the day on which the page was fetched, ISO 8601.
    """
    if not day or "20" not in sentence or not (subject := _OF_TIME.search(sentence)):
        return None
    past = _PAST.search(sentence)
    if past is not None:
        for period in find_periods(sentence):
            if period.from_iso and period.to_iso and period.to_iso < day[: len(period.to_iso)]:
                return Status.COMPLETED, past.start(), period.char_end
        return None
    ahead = [d for d in find_dates(sentence) if d.iso[:4].isdigit() and d.iso > day[: len(d.iso)]]
    if not ahead or ahead[0].char_start < subject.start():
        return None
    begins = _START.search(sentence, 0, ahead[0].char_start)
    return (Status.AWARDED if begins else Status.RUNNING), ahead[0].char_start, ahead[0].char_end
