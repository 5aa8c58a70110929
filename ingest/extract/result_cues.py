"""Words that say what a sentence is to its project's results: a plan, a report, about others, or without its subject.

Each cue is asked by a small function; which way a result goes is `directions`' to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.cues import Cue
from ingest.extract.change_words import MOVED
from ingest.extract.verdict_words import AND_EFFECT, LIKED, NO_DIFFERENCE, SUMS_UP

_PLANS = Cue(
    r"\b(?:skal|skulle|(?<!end )(?<!mod )forvent(?!ede (?:effekt|resultat|virkning|gevinst|fald|stigning|"
    r"udbytte))\w*|målet (?:er|var)\b(?! (?:\w+ ){0,3}(?:nået|indfriet|opfyldt|opnået|i mål))|"
    r"mål er at|formål\w*|håber|håbet|ønsker(?! det\b)|ønske|ønskes|ventes(?! færdig)|"
    r"vil\b(?! (?:bare |ganske enkelt |dog )?(?:(?:ikke|aldrig) |af med))|"
    r"forhåbentlig|planlægger|(?:vi|man|kommunen|alle) (?:ventede|regnede med|troede)|"
    r"hensigten|tanken er|ambition\w*|(?<!slap )(?<!sluppet )(?<!slipper )for at\b|"
    r"søger|med henblik på|sigter|har til formål|kan søges|næsen op efter|"
    r"hvis(?! (?:man|du|vi) (?:spørger|ser|kigger)))\b"
)
_REPORTS = Cue(
    r"\b(?:resultat\w*|evaluering\w*|viser|viste|vist|måling\w*|målt|effekt\w*|virkning\w*|efter (?:projekt|"
    r"indsats|forløb|seks|tre|et|\d)|er faldet|"
    r"er steget|faldt|steg|blev|har\s(?:vist|givet|ført|betydet|medført|haft|fået|gjort)|deltagerne|"
    r"sammenlignet|i forhold til|"
    r"konklu\w*|erfaring\w*|opgørelse|opfølgning\w*|undersøgelse\w*|oplevede|oplever|rapport\w*|påvis\w*|"
    r"reduceret|forbedret|steg|fik|kom\b|er kommet|er blevet|er gået|gik|nåede|klarer|klarede|mærker|mærkede|"
    rf"(?:er|har|blev|blevet|kunnet)\b[^.]{{0,60}}\b{MOVED}|{MOVED} (?:fra|til|med)|"
    r"(?:er|har|blev) (?:øget|uændret|uforandret|vokset|gået|kommet|skåret|bragt|fordoblet)|end før|som før|"
    r"uforandret|mål\w* (?:er|har vi|har de) (?:\w+ ){0,3}?(?:nået|indfriet|opfyldt)|"
    r"uændret|ingen ændring|i snit|i gennemsnit|procent|pct|\d+ ud af \d+|ud af (?:ti|fem|fire|tre)|"
    r"tallene|ligger tal|gav\b|(?:tør|kan|vil) (?:\w+ )?(?:godt |roligt )?kalde|sover|dukker|dukkede|"
    r"halveret|lykkedes|ved projektets (?:afslutning|udløb)|ved afslutning|undervejs|i projektperioden|"
    r"samlet set|før og efter|sås|skete|fandt|blevet|kunne|\w{3,}ede|lå\b|holdt|var\b|føler|klar forskel|er ikke|"
    r"ved start|ved afslutningen|\d+ af (?:de )?\d+|angav|svarede|"
    r"som tidligere|end tidligere|lige så|"
    r"vurderer|giver udtryk|er delt|har\s(?:\w+\s){0,2}?\w{3,}et|af borgerne|af deltagerne)\b"
)
_GRANTS = Cue(
    r"\b(?:penge|mio|million\w*|kr|kroner|støtte[rt]?|pulje\w*|tilskud|bevilling\w*|får del|projekter|kommuner får|"
    r"går i gang|går sammen|begynder|starter|nyt projekt|på vej|udvalgt\w*|søg|ansøg\w*)\b"
)
# "Baggrunden er, at flere bliver indlagt", "Et tilsvarende projekt i Norge gav færre fald"
_OF_ELSEWHERE = Cue(
    r"^(?:baggrund\w*|udfordringen|problemet|udgangspunktet|årsagen til projektet|på landsplan|i hele landet|"
    r"generelt)\b|"
    r"\b(?:tilsvarende|lignende) (?:projekt|forsøg|indsats)\w*|\bandre (?:undersøgelser|studier|lande)\b|"
    r"\b(?:norske|svenske|udenlandske|internationale|tidligere) (?:undersøgelser|studier|erfaringer|projekter)\b|"
    r"\b(?:antallet|andelen) af (?:ældre|borgere) (?:over|på|i alderen)\b|"
    r"\b(?:danskere|samfundet|sundhedsprofil\w*|danmarks statistik|landets (?:ældre|kommuner|borgere))\b|"
    r"\b(?:midler(?:ne)?|penge(?:ne)?|beløb(?:et)?|bevilling(?:en)?|tilskud(?:det)?)\b[^.;,]{0,25}\b(?:bruges|"
    r"bliver (?:\w+ )?brugt|(?:er|bliver|blev) (?:\w+ )?(?:ført|betalt|sendt|leveret|givet|overført))\b"
)
# "I de byer, der ikke har haft besøg, er andelen den samme" speaks for the project, or for nothing
_GROUP = (
    r"(?:kontrol|sammenlignings|venteliste)(?:gruppe|person|kommune|distrikt|skole|by)\w*|"
    r"nabo(?:skole|kommune|distrikt|område|by|hus|center|gruppe|team)\w*|"
    r"sammenlignelige? (?:kommune|gruppe|plejehjem|borger|distrikt|område)\w*|"
    r"(?:borger|beboer|deltager|ældre|elever|familier)\w* uden for (?:projektet|indsatsen|forløbet|ordningen)"
)
_OF_COMPARED = Cue(
    r"^(?:(?:men|mens|og|derimod|til gengæld|til sammenligning),? )?(?:"
    rf"(?:(?:den|de|en|et) )?(?:{_GROUP})(?! og\b)|"
    r"(?:i|på|hos|blandt|for|ved) (?!forhold|sammenligning\b|linje|niveau|begge|både)(?:(?!og\b|både\b)\w+,? ){0,6}?"
    rf"(?:{_GROUP}|gruppen uden|"
    r"(?:der|som|hvor) (?:\w+ )?ikke (?:har (?:haft|fået|været|deltaget)|havde (?:fået|været|haft|deltaget)|var med|"
    r"var en del|deltog|fik (?:besøg|tilbud\w*|indsats\w*)|er (?:med|kommet med)|blev (?:tilbudt|besøgt))|"
    r"(?:der|som) (?:ventede|måtte vente|kom (?:med|til) senere|begyndte senere)))\b"
)
# "faldt tallet lige så meget" says that the project did nothing
_AS_MUCH = Cue(r"\b(?:lige så|tilsvarende|også|ligeledes|heller|samme (?:fald|stigning|udvikling|fremgang|forløb))\b")
_TOO_EARLY = Cue(
    r"\b(?:endnu|stadig) (?:ikke|ingen) (?:\w+ )?(?:gjort (?:\w+ )?op|opgjort|resultater|tal|målinger|evaluer\w+)\b|"
    r"\b(?:endnu for tidligt|for tidligt endnu)\b|\bfor tidligt at (?:sige|konkludere|vurdere|udtale)\b"
)
_STARTS = Cue(r"^udgangspunktet (?:var|lå)\b")  # "Udgangspunktet var 19 fald. Status nu er 8."
_RESULT_SECTION = Cue(
    r"resultat|effekt|hvad kom der ud|udbytte|virkning|målopfyldelse|konklusion|hvad (?:viser|viste|fandt|opnåede|"
    r"lærte|fik|blev)|hvad har vi lært|det viste|målinger|udfald|"
    r"erfaringer|evaluering(?:en)?s? (?:viser|resultat|hoved)|opnåede|hovedfund|vigtigste fund|sammenfatning|"
    r"hvordan gik det|hvad skete der|hvad blev det til|sådan gik det|hvad siger tallene|hvad viser tallene|"
    r"hvad opnåede|\b(?:er|blev)\b.{0,30}\bmål(?:et|ene)?\b.{0,12}(?:nået|opfyldt|indfriet)|"
    r"\bnåe(?:de|t)\b.{0,30}\bmål(?:et|ene)?\b|hvorvidt .*mål"
)
_RESULT_LABEL = Cue(r"(?:vigtigste )?(?:resultat(?:er)?|effekt|udbytte|virkning|konklusion)\s?[:–-]\s")
_OTHER_SECTION = Cue(
    r"^(?:\d+\.?\s)?(?:projektets |puljens |indsatsens )?(?:baggrund|formål|ansøg|kriterier|målgruppe|"
    r"forventede|om puljen|indhold|plan\b|budget|aktiviteter|"
    r"succeskriteri|mål(?:et)? (?:for|med)|målsætning|kontakt|læs mere)"
)

# "Formålet var at give hurtigere hjælp" is no result, whatever stands around it
_SETS_AIM = Cue(
    r"^\W*(?:(?:del|hoved|effekt)?mål(?:et|ene|sætning\w*)?|formål\w*|hensigt\w*|meningen|ambition\w*|"
    r"det var (?:ambitionen|meningen|håbet|(?:for)?ventet|håbet),?|forventning\w*|ønsket|"
    r"planen|idéen|ideen|tanken|håbet|sigtet|(?:vi|man|kommunen|projektet) (?:ville|håbede|ønskede|satte sig for|"
    r"(?:havde|har) (?:\w+ )?(?:håbet|regnet med|(?:for)?ventet|ønsket)))"
    r"(?! \d)\b(?!.*\b(?:nå(?:et|ede)|opfyld\w+|indfri\w+|lykkedes|i mål|i hus|opnå\w+|resultat\w*|men|blev \d|"
    r"uændret))"
)
_IDEA = Cue(
    r"\b(?:planen|idéen|ideen|tanken|konceptet|opskriften|princippet) (?:var|er|lød|bag \w+ (?:var|er)) "
    r"(?:\w+ )?(?:god|enkel|simpel|klar|ligetil|smuk|sådan|denne)\w*\W*$|"
    r"\bvar (?:planen|idéen|ideen|tanken|konceptet) (?:\w+ )?(?:god|enkel|simpel|klar|ligetil)\w*\W*$"
)
_LONGEST_IDEA = 70  # characters
_CAME_TO_PASS = Cue(
    r"\b(?:har|er blevet|blev|var|fik|gik|kom|kunne|steg|faldt|havde|viste|(?!billede|glæde)\w{3,}ede|nu|i dag|men|dog|"
    r"ikke)\b"
)
# "Færre skal på sygehuset" tells how it is
_FEWER_MUST = Cue(r"(?:langt |meget |mange )?(?:færre|flere) (?:\w+ ){0,3}?(?:skal|vil)\b")
# "Færre fejl og større tryghed." with no verb, where no heading tells of results, is what is wanted
_NO_VERB = re.compile(
    r"(?:færre|flere|bedre|mere|mindre|større|kortere|længere|højere|lavere|øget)\b"
    r"(?!.*\b(?:er|var|har|fik|får|gav|kom|faldt|steg|\w+(?:ede|te|[^e]r))\b)[^:]*",
    re.IGNORECASE,
)
_ANAPHORA = re.compile(
    r"\b(?:antallet|tallet|andelen|det|niveauet|gennemsnittet)\s(?:er|var|steg|faldt|gik|kom|lå|blev)\b|"
    r"\b(?:er|var|steg|faldt|gik|lå)\s(?:den|det|tallet|andelen)\b",
    re.IGNORECASE,
)
# "Pigerne fik flere.", "De er blevet hyppigere.": of what the sentence before tells of
_LEAVES_OUT = re.compile(
    r"\b(?:fik|fået|får|har|havde|blevet|blev|bliver|er|var) (?:\w+ )?"
    r"(?:flere|færre|hyppigere|sjældnere|højere|lavere|længere|kortere|større)\W*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:i stedet|det|den|de|tallet|nu|i dag)\b[^.]*\d", re.IGNORECASE)
_SUMS_UP = Cue(rf"\b(?:{SUMS_UP})\b")
_CONCLUDES = Cue(
    r"^(?:det korte svar\b|(?:hoved)?konklusionen (?:er|lyder)|(?:vi|evaluator|evaluatorerne|rapporten) konkluderer\b|"
    r"(?:vi|projektgruppen|styregruppen|kommunen) må (?:\w+ )?(?:konstatere|konkludere|erkende)|"
    r"(?:samlet|alt i alt|sammenfattende)(?: set)? (?:vurderes|må|er konklusionen|er svaret|er vurderingen|konklu\w+|"
    r"vurderer|har (?:projektet|indsatsen)))\b|"
    r"^(?:\w+ )?(?:kommunen|regionen|evaluator\w*|forvaltningen|projektgruppen|styregruppen|rapporten|ledelsen|vi) "
    r"(?:vurderer|konkluderer|mener|skønner) (?:\w+ )?(?:samlet|alt i alt|overordnet|sammenfattende)\b|"
    r"\b(?:blandet|broget) (?:resultat|udfald|udbytte)|"
    r"\b(?:udbytte|resultat|udfald|effekt|billede)\w*\b[^.;,]{0,30}\b(?:blandet|broget|delt|tvetydigt)\b|"
    r"\bhalv succes\b|\bbåde-og\b|\bprojektets (?:egentlige|primære|vigtigste|centrale) (?:for)?mål\b|"
    r"\bbåde godt og (?:skidt|dårligt)\b|"
    r"\bvurderer selv,? at\b|\b(?:ønskede|tilsigtede|ventede) (?:virkning|effekt)\b|"
    r"\b(?:tallene|målingerne|resultaterne) (?:er|var) (?:stort set |helt )?ens\b"
)
_TOTAL = Cue(r"\b(?:samlet|alt i alt|overordnet|konklu\w*|sammenfattende|når alt)\b")
_LIKED = Cue(LIKED)
_AND_EFFECT = Cue(AND_EFFECT)
_NO_DIFFERENCE = Cue(NO_DIFFERENCE)
_TURN = Cue(
    r"\b(?:men|mens|medens|til gengæld|hvorimod|derimod|omvendt|dog|imidlertid|desværre|på den anden|på det andet|"
    r"modsat|anderledes (?:gik|er|ser|så|står|stod|forholder)|ikke desto mindre|trods (?:det|dette)|"
    r"prisen|heller ikke|uden at|samtidig|alligevel)\b"
)


def tells_plans(sentence: str) -> bool:
    """Tell whether a sentence has words of plans, aims or expectations."""
    return bool(_PLANS.search(sentence))


def tells_report(sentence: str) -> bool:
    """Tell whether a sentence has words of reporting what came to pass."""
    return bool(_REPORTS.search(sentence))


# "Kommunen har fået 4,1 millioner kroner til at give borgerne et mere sammenhængende forløb"
_GOT_MONEY = Cue(
    r"\b(?:har fået|fik|får|modtager|modtog|har modtaget|(?:er|blev) (?:blevet )?(?:bevill?i?get|tildelt))\b"
    r"[^.;]{0,40}\d[\d.,]* (?:kr\b|kroner|mio|mill)[^,;]{0,60}\b(?:til at|for at|der skal|som skal|så at)\b[^,;]*$"
)
# "Projektet blev stoppet i 2020.", which says nothing of what it did
_ONLY_ENDED = re.compile(
    r"[^.;,]{0,60}\b(?:blev|er|er blevet)\s(?:stoppet|indstillet|lukket|afbrudt|standset|opgivet|nedlagt)"
    r"(?:\s(?:før tid|i (?:[a-zæøå]+ )?\d{4}|pr\. [^.;,]{3,25}|efter (?:et|to|tre|\d+) \w+))?\W*",
    re.IGNORECASE,
)


def tells_grant(headline: str) -> bool:
    """Tell whether a headline is about money that is given, or a project that begins."""
    return bool(_GRANTS.search(headline))


def is_of_others(sentence: str) -> bool:
    """Tell whether a sentence is about what the project is not: other projects, the country, a group for comparison."""
    if _OF_ELSEWHERE.search(sentence) or _GOT_MONEY.search(sentence) or _ONLY_ENDED.fullmatch(sentence.strip()):
        return True
    return bool(_OF_COMPARED.match(sentence)) and not _AS_MUCH.search(sentence)


def is_too_early(sentence: str) -> bool:
    """Tell whether a sentence says that results are not known yet."""
    return bool(_TOO_EARLY.search(sentence))


def states_start(sentence: str) -> bool:
    """Tell whether a sentence says from where a project set out, in figures that a later one answers."""
    return bool(_STARTS.match(sentence))


def announces_results(heading: str) -> bool:
    """Tell whether a heading, or a path of them, announces results."""
    return bool(_RESULT_SECTION.search(heading))


def is_labelled_result(line: str) -> bool:
    """Tell whether a line begins with a label of results: "Effekt: ..."."""
    return bool(_RESULT_LABEL.match(line))


def announces_other(heading: str) -> bool:
    """Tell whether a heading announces what a project is, wants or costs."""
    return bool(_OTHER_SECTION.search(heading))


def sets_aim(sentence: str) -> bool:
    """Tell whether a sentence sets an aim, and does not say that it was met or missed."""
    return bool(_SETS_AIM.match(sentence))


def tells_idea(sentence: str) -> bool:
    """Tell whether a sentence says no more than that there was an idea: "Planen var enkel"."""
    return len(sentence) <= _LONGEST_IDEA and bool(_IDEA.search(sentence))


def tells_habit(sentence: str) -> bool:
    """Tell whether a sentence is in the present alone, as how something is meant to go: "Lægen svarer samme dag"."""
    return not _CAME_TO_PASS.search(sentence)


def tells_need(sentence: str) -> bool:
    """Tell whether a sentence tells how things are with a word of plans: "Færre skal på sygehuset"."""
    return bool(_FEWER_MUST.match(sentence))


def lacks_verb(sentence: str) -> bool:
    """Tell whether a sentence is a wish or a slogan with no verb."""
    return bool(_NO_VERB.fullmatch(sentence))


def leaves_out_subject(sentence: str, own_topic: str) -> bool:
    """Tell whether a sentence leaves out what it measures, which one before it names; `own_topic` is what it names."""
    if _ANAPHORA.search(sentence):
        return True
    return not own_topic and bool(_GOES_ON.match(sentence) or _LEAVES_OUT.search(sentence))


def draws_sum(sentence: str) -> bool:
    """Tell whether a sentence draws the sum of what was told before it."""
    return bool(_SUMS_UP.search(sentence))


def concludes(sentence: str) -> bool:
    """Tell whether a sentence is the verdict on a whole project, wherever it stands: "Det korte svar er ja"."""
    return bool(_CONCLUDES.search(sentence))


def draws_total(sentence: str) -> bool:
    """Tell whether a sentence weighs all that was told before it: "Samlet set ..."."""
    return bool(_TOTAL.search(sentence))


def tells_liking(sentence: str) -> bool:
    """Tell whether a sentence says that people liked what was offered."""
    return bool(_LIKED.search(sentence)) and not _AND_EFFECT.search(sentence)


def denies_difference(sentence: str) -> bool:
    """Tell whether a sentence says that nothing differs, whatever was told before it."""
    return bool(_NO_DIFFERENCE.search(sentence))


def has_turn(sentences: Iterable[str]) -> bool:
    """Tell whether sentences have words of contrast."""
    return any(_TURN.search(sentence) for sentence in sentences)
