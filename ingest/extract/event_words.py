"""Words of which sentences about an undertaking are made: who it is, what it lives on, and what happens to it.

Each name is a pattern that matches any of its alternatives; `told_events.py` sets them side by side.
"""

from __future__ import annotations


def any_of(*alternatives: str) -> str:
    """Give the pattern of any of some patterns."""
    return f"(?:{'|'.join(alternatives)})"


WORK = any_of(
    r"\w*projekt(?:et|er|erne)?", r"\w*forsøg(?:et|ene)?", r"\w*indsats(?:en|er|erne)?", r"\w*tilbud(?:det|dene)?",
    "ordning(?:en)?", r"\w*samarbejdet", "forløbet", "initiativet", "arbejdet", "aktivitet(?:en|er|erne)", "idé?en",
    "afprøvning(?:en)?", "satsningen", r"\w*program(?:met)?", "modellen", "metoden", "klinikken", "caféen",
    "værestedet", "tiltag(?:et|ene)?",
)  # fmt: skip
GRANT = any_of(
    r"\w*tilsagn(?:et|ene)?", r"\w*bevilling(?:en|erne)?", r"\w*tilskud(?:det|dene)?", "støtten",
    r"\w*midler(?:ne)?", "penge(?:ne)?", "(?:rest|tilskuds|støtte)?beløb(?:et)?",
)  # fmt: skip
WHO = any_of(
    "kommune(?:n|rne)?", "byråd(?:et)?", "kommunalbestyrelse(?:n)?", r"\w*udvalg(?:et)?", "region(?:en)?",
    r"\w*partner(?:en|ne)?", "parterne", "styregruppen", "ledelsen", "forvaltningen", "foreningen", "institutionen",
    r"hospice\w*", "centret", "styrelsen", "vi", "man",
)  # fmt: skip
NAME = r"(?:\s[\"”“»„’'][^\"”“»«„]{2,60}[\"”“«’'])?"
"""A name behind "projektet"."""

# stops
EARLY = any_of(
    r"før tid(?:en)?\b", "i utide", r"(?:måneder|år|uger) (?:før|tidligere)\b", "tidligere end",
    "før (?:planlagt|aftalt|ventet)", "allerede efter", "efter (?:kun|blot|bare)", "midtvejs", "halvvejs", "undervejs",
    r"uden resultat\w*",
)  # fmt: skip
ENDS = any_of(
    r"slut\w*", r"afslut\w*", r"ophør\w*", r"end(?:te|er|t)\b", r"luk\w*", r"afvikl\w*", r"stop\w*", r"udløb\w*",
    "brydes? op", "holdt op",
)  # fmt: skip
DROPPED = any_of(
    "sparet væk", "nedlukket", "sløjfet", "taget af (?:tegnebrættet|bordet|plakaten)", "kasseret", "bortfaldet",
    "faldet bort", "kuldsejlet", "forlist", "faldet til jorden", "gået i (?:vasken|stå|sig selv)", "sat i stå",
    "lagt på is", "kørt (?:fast|i grøften)", "stillet i bero", "parkeret", "skudt til hjørne", "opløst", "ladt ligge",
    "forkastet", "vraget", "uddød",
)  # fmt: skip
FAILS = any_of(
    "faldt (?:til jorden|fra hinanden|bort|på gulvet)", "gik (?:ned med|i vasken|i opløsning|til grunde)",
    "(?:led|lidt) skibbrud", "måtte lade livet", "lod livet", "bortfald(?:er|t)", "forliste", "endte brat",
    "blev et offer for",
    "(?:nåede|kom) (?:aldrig|ikke) (?:videre|ud over|ud af|længere|fra|i mål)",
    r"(?:nåede|kom) (?:aldrig|ikke) rigtigt?\b(?! op i| i (?:omdrejninger|gear|fart))",
    r"kom (?:aldrig|ikke)(?! endnu) (?:\w+ )?i gang(?! endnu)", r"lod sig (?:\w+ )?ikke",
    r"har (?:\w+ )?ikke (?:kunnet (?:lade sig )?(?:gennemføre|realisere|etablere|sættes|komme|starte|begynde)\w*|"
    r"ladet sig)",
    r"(?:kunne (?:\w+ )?ikke|ikke (?:\w+ )?kunne) (?:lade sig (?:gennemføre|realisere|etablere)\w*|(?:gennemføre|"
    r"realisere|"
    r"etablere)s\b)",
    r"(?:er|blev) (?:aldrig|ikke) (?:\w+ )?(?:sat i (?:værk|søen)|iværksat|realiseret|startet op igen|genåbnet|"
    "genoptaget|ført ud i livet)",
)  # fmt: skip
LEAVES = any_of(
    r"trak (?:\w+ )?sig", "(?:har|havde|er) trukket sig", "(?:har |havde )?frasagt? (?:sig|de)", "frasagde sig",
    r"takke[rt]?(?:de)? (?:\w+ ){0,2}nej", r"(?:har|havde) (?:\w+ )?(?:takket|sagt) nej",
    r"sagde (?:\w+ ){0,2}nej tak", "meld(?:te|t|er) (?:fra|afbud|sig ud)", "sprang fra", "sprunget fra", "bakkede ud",
    "bakket ud", r"faldt fra\b(?! \d| \w+ til\b)", r"faldet fra\b(?! \d| \w+ til\b)", "hoppede af", "hoppet af",
    "udgik af", "udgår af", "udgået af",
    "udtrådte", "udtrådt", r"gav op\b", r"(?:har|havde) givet op\b",
    r"opgav\b(?! \w+ til| at (?:nå|få|tælle|måle|spørge|finde ud))",
    "gennemførte (?:aldrig|ikke)",
)  # fmt: skip
BACK = any_of(
    r"bortfald\w*", r"frafald\w*", r"tilbagekald\w*", r"annuller\w+", "inddraget", "trukket tilbage",
    r"tilbagebetal\w*",
    "(?:betalt|leveret|givet|sendt|ført|krævet|kræves) (?:tilbage|retur|tilbagebetalt)", r"retur\b",
)  # fmt: skip
RETURNS = any_of("(?:af|ud)?betalt", "leveret", "afleveret", "givet", "sendt", "levere", "betale", "sende", "aflevere")
CUTS = any_of(
    "sparede", "sløjfede", "nedlukkede", "lukkede", "droppede", "skrottede", "kasserede", "stoppede", "standsede",
    "afbrød", "afviklede", "gennemførte (?:aldrig|ikke)",
)  # fmt: skip
TO_CUT = any_of(
    "stoppe", "standse", "afvikle", "lukke", "nedlukke", "sløjfe", "spare", "indstille", "afbryde", "opgive", "droppe",
    "skrotte", "nedlægge",
)  # fmt: skip
CHOOSES = any_of(
    "stemte for", "vedtog", "vedtaget", "besluttede", "besluttet", "valgte", "valgt", "enige om", "nødt til", "måtte",
    r"erkende[rt]?\w*", "indstillede",
)  # fmt: skip

# ends
PLANNED = any_of("efter planen", "som (?:planlagt|aftalt|ventet)", r"efter (?:de|den) (?:aftalte|planlagte)\b")
DONE = any_of(
    "i mål", "i havn", "til ende", "til vejs ende", "af stablen", "afrapporteret", "slutafrapporteret",
    r"færdigt?(?:gjort)?\b", "afrundet", "lukket ned som planlagt", "(?:overdraget|overgivet|overtaget|"
    r"afleveret) (?:til|af)",
    "kør(?:t|e|te)? (?:sin )?(?:tid|periode|planlagte tid) ud", "endeligt (?:afsluttet|afrapporteret|evalueret)",
    "haft sin sidste dag", r"(?:levede|varede) i \w+ (?:år|måneder)",
)  # fmt: skip
IS_OVER = any_of(
    "slut",
    "forbi",
    "ovre",
    "afsluttet",
    "gennemført",
    r"færdig(?:t|"
    r"e)?",
    "i mål",
    "overstået",
    "til ende",
)
KEPT = any_of(
    "fortsætter", "fortsatte", r"lever (?:nu )?videre", "videreføres?", "videreførte", "videreført", "kører videre",
    "drives? (?:nu )?videre", "bevares", "bevaret", "bliver ved",
)  # fmt: skip
BY_ITSELF = any_of(
    r"(?:for|med|på) (?:sine |kommunens |regionens |foreningens |stedets )?(?:egne|egen)\b", "af kommunen selv",
    "kommunen selv", r"(?:i|på) (?:almindelig |daglig )?driften?", r"efter (?:projekt|støtte|pulje|bevilling)\w*",
    r"uden (?:\w+ )?(?:støtte|puljemidler|projektmidler|tilskud|bevilling|midler)\b", "uændret",
    "som (?:et |en )?(?:fast|varig|permanent)",
)  # fmt: skip
LASTING = any_of(
    "varigt? (?:tilbud|indsats|ordning)", "fast (?:tilbud|indsats|ordning|inventar|praksis)", r"faste tilbud\w*",
    "tilbudsvifte", r"ind i (?:det almindelige |kommunens |det faste )?budget", r"permanent\w*", "hverdag i",
    "en del af (?:kommunens|hverdagen|driften|den daglige|de faste)", "forankret", "indarbejdet",
    "rullet ud (?:i|til|på) (?:hele|alle|resten)",
)  # fmt: skip
REPORT = any_of(
    r"slutrapport\w*", r"slutregnskab\w*", r"slutevaluering\w*", "afsluttende (?:rapport|regnskab|evaluering)",
    r"slutafrapportering\w*", "samlede regnskab",
)  # fmt: skip
HANDED_IN = any_of(
    "afleveret", "afleverede", "indsendt", "indsendte", "godkendt", "modtaget", "foreligger", "offentliggjort",
    "udkommet", "udkom", "ligger klar", "udgivet", "sendt ind", "skrevet", "færdig", "aflagt",
)  # fmt: skip

# goes on
GOES_ON = any_of(
    "pågår", "bagud", r"ruller\b", "halvt igennem", r"\w*forsinke(?:t|de|lse)\b", "forlæng(?:et|es|e)",
    "på sporet", "følger (?:tids)?planen", r"(?:fortsat|stadig|er) aktiv\w*", "genoptaget", "genåbnet",
    "befinder sig", "i en fase", "inde i (?:sin|sit|en)",
    "i (?:sit|sin) (?:første|andet|tredje|fjerde|sidste|afsluttende) (?:år|fase)",
    "kommet (?:op i gear|godt (?:fra start|i gang)|i gang igen)", "oppe i (?:gear|fart)", r"i \w*fasen?\b",
    "fase er (?:nu )?(?:skudt|sat|gået|begyndt|startet)", r"under \w+(?:ing|else)\b", "i drift i",
    "nået (?:halvvejs|midtvejs)", "i fuld (?:gang|sving|drift)", r"skrider (?:planmæssigt )?frem",
    "udvidet (?:til|med)", r"kom (?:først |endelig |godt |hurtigt )?i gang(?! med at)", "er først kommet",
    "afventer (?:de|den|data|resultat|evaluering)",
)  # fmt: skip
WORKS = any_of(
    "prøver", "afprøver", "tester", "udvikler", "arbejder", "uddanner", "rekrutterer", "samler", "bygger",
    "etablerer", "besøger",
)  # fmt: skip
NOW = any_of(
    "nu", "lige nu", "i øjeblikket", "for tiden", r"p\.t\.", "fortsat", "stadig", "netop nu", "på højtryk",
    "på fuld kraft",
)  # fmt: skip

# is to begin
BEGINS = any_of(
    "(?:begynder|starter|indledes)(?! (?:med|altid|typisk|hver|ved|af)\\b)", "åbner", "igangsættes", "iværksættes",
    r"(?:går|skydes|sættes|komme[rs]?|skal|gå) (?:\w+ )?i gang(?! med)", "løbe[rs]? af stablen", "tager (?:fat|"
    r"sin begyndelse)",
    r"skal (?:\w+ )?(?:begynde|starte|åbne)", "(?:at|kan(?: nu)?) (?:begynde|starte|gå i gang|åbne)",
)  # fmt: skip
AHEAD = any_of(
    r"forvent\w*", "vente[sr]?", "planlagt", r"planlægge\w*", "skal", "regner med", "håber", "kan nu", "står klar til"
)
NOT_YET = any_of(
    r"(?:endnu ikke|ikke endnu|stadig ikke|fortsat ikke) (?:\w+ )?(?:begyndt|startet|påbegyndt|i gang|gået i gang|"
    "kommet i gang|sat i gang|igangsat|åbnet)",
    "(?:ikke|er) (?:begyndt|startet|gået i gang|kommet i gang|sat i gang) endnu",
)  # fmt: skip
AWAITS = any_of(
    "afventer(?! (?:de|den|data|resultat|evaluering))", "venter på", "udskudt",
    r"(?:har )?(?:fået|får|fik) (?:grønt lys|tilladelse|lov)(?= til (?:projekt|at (?:begynde|starte|gå)))",
)  # fmt: skip

# time ahead
NEXT_TIME = any_of(
    r"(?:til )?næste (?:år|sommer|forår|efterår|vinter|måned|uge)\b",
    r"til (?:sommer|foråret?|efteråret?|vinter|nytår|jul)\b(?! 20)",
    r"om (?:et|en|\w+) (?:halvt |halvandet )?(?:års tid|år|måneder?|uger?)\b", r"senere (?:på året|i år)\b",
    r"(?:ved|til) årsskiftet\b",
    r"(?:ved|med) (?:årets udgang|udgangen af året)\b",
)  # fmt: skip
