"""Which way results point: better, no change, worse or mixed, with the sentences that say so.

A sentence counts when it reports (not plans) and says that something moved. What moved decides what the movement is
worth: fewer readmissions are good, less well-being is bad, and a lost kilo is bad for the undernourished and good for
the overweight. "Kunne ikke påvises" and "ingen effekt" are findings of no change, not silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.records import OutcomeDirection
from ingest.extract.lines import Line, Page, Span

_BAD = (
    r"genindlæggelse|indlæggelse|tryksår|medicinfejl|\bfald(?:ulykke|episode|hændelse)|(?<=af )fald\b|"
    r"ensom(?:hed|me|t)\b|ventetid|ventedage|sygefravær|"
    r"infektion|blærebetændelse|tvang|smerte|underernær|småtspisen|magtanvend|utilsigtede hændelse|belastning|symptom|"
    r"udgift|omkostning|akutte henvendelse|vagtlæge|lægevagt|liggetid|sengedag|overvægt|fravær|fejl|stress|angst|"
    r"depression|uro(?!p)|udadreager|konflikt|hospitalsbesøg|sygehusbesøg|klager|komplikation|bekymring|mistrivsel|"
    r"antipsykotisk|selvskade|dødsfald|dødelighed|afhængighed|hjælpebehov|behov(?:et)? for hjælp|timer|rygere|tobak|"
    r"cigaretter|alkoholforbrug|utryghed|frafald|skadestue|ambulance|udskiftning|opsigelse|isolation|overmedicinering|"
    r"polyfarmaci|præparat|indlagt|forbrug(?:et)?\b|\balene\b|underretning|udgangsforbud|vikar|brug af tvang|"
    r"afbryd|opvågning|opvågnen|anbragt|anbringelse|på (?:sygehuset|hospitalet)|forpust|"
    r"tilbagefald|opkald|\bblodtryk(?:ket)?\b|kolesterol|"
    r"langtidsblodsukker|hba1c|plejebehov|\bventer\b|\bventede\b|medicinforbrug|træthed|søvnløs|vold(?:somme)?\b|"
    r"hjælpe(?:n|timer)|sovemedicin|kontakter til (?:læge|sygehus|skade)"
)
_GOOD = (
    r"livskvalitet|trivsel|tryghed|trygge|funktionsevne|funktionsniveau|tilfreds|mestring|viden|kompetence|mobilitet|"
    r"gangdistance|gangfunktion|aktivitet|deltagelse|fastholdelse|røgfri|rygestop|sundhed|netværk|relation|"
    r"muskelstyrke|"
    r"styrke|kondition|appetit|selvhjulpen|selvhjulpne|selvstændighed|motivation|søvn|humør|arbejdsglæde|faglighed|"
    r"samarbejde|kontinuitet|opsporing|ernæringstilstand|energi|proteinindtag|balance|egenomsorg|handlekraft|velvære|"
    r"fællesskab|nærvær|kvalitet|effektivitet|blodsukker(?:regulering)|gennemførelse|overblik|helbred|glæde|selvtillid|"
    r"kondital|i arbejde|i job|beskæftigelse|i behandling|ammede|ammer|gennemfør|fremmøde|førlighed|kræfter|"
    r"livsmod|livsglæde|livskraft|livslyst|selvværd|hverdagsliv|fritidsliv|rørighed|gang(?:hastighed|test)|smidighed|"
    r"røgfrie|opkvalificer|hukommelse|koncentration|mod på|madlyst|hjemmeboende|besøgende|frivillige|"
    r"ressource|gennemført|fysisk form|mental sundhed|sammenhæng|håb|mæthed|henvisning"
)
_DOWN = (
    r"(?:er |blev |blevet )?(?:faldet|reduceret|halveret|nedbragt|mindsket|sænket|mere end halveret)|faldt|"
    r"falder|færre|mindre|reducerede|"
    r"reduktion|nedgang|lavere|kortere|halvering|halverede|sank|mindskede|nedbragte|forebygget|undgået|"
    r"et fald|fald (?:i|på)|"
    r"sjældnere|forsvundet|formindsket|tabt|undgik|slipper for|aftaget|begrænset|ophørt|bremset|stoppet|aftog|"
    r"dalede|svandt|halvt så (?:mange|tit|ofte|meget)|skåret|skar\b|dykket|dykkede|gået ned|gik ned|"
    r"rasle[rdt]\w* ned|kortet ned|kommet ned|kom ned|barberet|slap for|sluppet for|taget af|lettet|lettede"
)
_UP = (
    r"steget|steg\b|stigning|øget|øgede|flere|højere|mere|større|vokset|voksede|fordoblet|fordobling|forøget|hævet|"
    r"dobbelt så (?:mange|tit|ofte|meget|god)|tredoblet|firedoblet|gået op|gik op|rykket op|klatret|løb op|gået frem|"
    r"forlænget|længere|stigende|oftere|hyppigere|styrket|styrkede|vundet|taget på|løftet|løft"
)
_BETTER = (
    r"forbedre(?:t|de|s)|forbedring(?:er)?|bedre\b|bedring|bedret|positiv(?:e|t)? (?:effekt|virkning|"
    r"udvikling|resultat|betydning|forandring)\w*|"
    r"virksom(?:t|me)?\b|har virket|virkede|virker efter|gavnlig\w*|til gavn|haft gavn|har gavn|har udbytte|"
    r"haft udbytte|stort udbytte|godt udbytte|"
    r"tryggere|gladere|selvhjulpne|lykkedes at|lykkedes med|succes(?:fuld|en)?\b|målet (?:er|blev) (?:nået|opfyldt)|"
    r"(?:alle )?mål(?:ene)? (?:er|blev) (?:nået|indfriet|opfyldt)|(?:gode|lovende|flotte|"
    r"positive) (?:resultater|erfaringer)|fremgang|"
    r"nåede (?:deres|sine|sit|alle) mål|mål(?:et|ene)?\b[^.]{0,40}\b(?:mere end )?(?:nået|opfyldt|indfriet|overgået)|"
    r"procent\b[^.]{0,40}\brøgfri|klare sig uden|uden hjælp til|stor forskel for|gør en forskel|"
    r"gjort en forskel|effekten er (?:god|positiv|tydelig)|røgfri efter|blev røgfri|er blevet røgfri|"
    r"er holdt op med at ryge|"
    r"kunne klare sig selv|holdt eller øgede|bevarede|opretholdt|sparet|besparelse|nåede målet|kom sig hurtigere|"
    r"kom(?:met|mer)? (?:\w+ ){0,2}hurtigere|"
    r"hurtigere (?:hjælp|hjem|på benene|behandling|udred\w+|udskrevet|svar|tilbage|"
    r"i gang|raske?)|på benene igen|kommet sig|bedre til at|gik frem\b|gået frem\b|går frem\b|overgik|"
    r"(?:går|gik|gå) længere (?:end|uden|på)|(?:længere|stærkere|gladere|raskere|friskere|tryggere) end (?:før|da)|"
    r"over al forventning|opløftende|gør en (?:stor )?forskel|en gevinst for|en klar gevinst|nyder godt|"
    r"tilbage (?:i|på) (?:job|arbejde)|genvandt|mere selvstændige|mere trygge|mere tryg\b|"
    r"styrket\b|har fået mod|oplever større|oplevede større"
)
_WORSE = (
    r"forværre(?:t|de|s)|forværring|dårligere|værre|tilbagegang|negativ(?:e|t)? (?:effekt|virkning|udvikling|"
    r"konsekvens)\w*|"
    r"(?:i den |i )?forkert(?:e)? retning|gik den forkerte vej|forringe(?:t|de|lse)\w*|utrygge|mere utryg\w*|"
    r"mislykkede?s|svækket\b|svækkede\b(?! ældre| borger| patient)|bivirkninger"
)
_NOTHING_CHANGED = re.compile(
    r"\bing?en\s(?:\w+\s){0,2}?(?:effekt|virkning|ændring|forskel|forbedring|bedring|fald|stigning|reduktion|nedgang|"
    r"udvikling|sammenhæng|forandring|fremgang|gevinst|udslag)\w*"
    r"|\bintet\s(?:\w+\s){0,2}?(?:fald|udslag|udbytte|resultat)\w*"
    r"|ikke\s(?:\w+\s){0,5}?(?:påvis|dokumenter|konstater|måles?\b|målt|målbar|spore|ses\b|set\b|fundet|finde\b|"
    r"vist\b|vises|signifikant|statistisk)\w*"
    r"|uforandre(?:t|de)|det samme som (?:før|inden|i|ved)|lige så (?:mange|få|ofte|tit|meget|ensomme?|syge) som|"
    r"st(?:år|od|ået) stille|rokke(?:de|t) sig ikke|rykke(?:de|t) sig ikke|ingen målbar\w*|fik det ikke bedre|"
    r"mærke(?:de|t|r) (?:ingen|ikke)\b|"
    r"(?:fik|gav|giver|har givet) (?:ikke|intet)\b[^.]{0,30}\b(?:bedre|udbytte|forskel)|"
    r"uden at (?:\w+ ){1,4}(?:ændrede|rykkede|flyttede|faldt|steg)"
    r"|uændre(?:t|de)|samme niveau|(?:var|er|blev) (?:den|det|de) samme(?:\s|$|[.,])|status quo|"
    r"uden (?:målbar |påviselig |dokumenteret |sikker )?(?:effekt|virkning)|"
    r"(?:har|havde|er|var|blev|kunne)\sikke\s(?:\w+\s){0,3}?(?:virket|ændret|ændrede|forbedret|forbedrede|"
    r"bedre|reduceret|faldet|steget|"
    r"færre|mindsket|nedbragt|øget|flyttet|haft (?:nogen )?effekt|højere|lavere|mindre|mere|større)"
    r"|(?:lykkedes|virkede|ændrede|forbedrede|faldt|steg|flyttede)\s(?:det\s|sig\s)?ikke|ikke\slykke(?:de|des|"
    r"t)|ikke\sblevet\s(?:bedre|færre|mindre|reduceret)"
    r"|hverken\s.{1,60}\seller\s|(?:nåede|indfriede|opfyldte) ikke (?:sine |sit |de |målet|mål)|mål(?:et|"
    r"ene)? blev ikke (?:nået|indfriet|opfyldt)|næsten ikke ændret|(?:effekten|virkningen) er (?:usikker|"
    r"uklar)|ikke\s(?:\w+\s)?(?:nogen\s)?(?:effekt|virkning|forskel|ændring)\b",
    re.IGNORECASE,
)
_NONE_LEFT = re.compile(
    rf"\b(?:ingen|nul|0|uden|ikke (?:set|målt|haft|registreret))\s(?:nye\s|nyopståede\s|alvorlige\s|én\s)?(?:{_BAD})",
    re.IGNORECASE,
)
_MOVE = re.compile(rf"\b(?P<down>{_DOWN})|\b(?P<up>{_UP})", re.IGNORECASE)
_NOUN = re.compile(rf"(?P<bad>{_BAD})|(?P<good>{_GOOD})", re.IGNORECASE)
_BETTER_RE = re.compile(rf"\b(?:{_BETTER})", re.IGNORECASE)
_WORSE_RE = re.compile(rf"\b(?:{_WORSE})", re.IGNORECASE)
_CLAUSES = re.compile(
    r"(?:,|;|\.)?\s(?:men|mens|medens|dog|derimod|til gengæld|hvorimod|imidlertid|omvendt|selv om|selvom)\s",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:skal|skulle|forvent\w*|målet er|målet var|mål er at|formål\w*|håber|håbet|ønsker|ønske|ønskes|vil\b|"
    r"forhåbentlig|planlægger|"
    r"hensigten|tanken er|ambition\w*|for at\b|søger|med henblik på|sigter|har til formål|kan søges|hvis)\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:resultat\w*|evaluering\w*|viser|viste|vist|måling\w*|målt|effekt\w*|virkning\w*|efter (?:projekt|"
    r"indsats|forløb|seks|tre|et|\d)|er faldet|"
    r"er steget|faldt|steg|blev|har\s(?:vist|givet|ført|betydet|medført|haft|fået|gjort)|deltagerne|"
    r"sammenlignet|i forhold til|"
    r"konklu\w*|erfaring\w*|opgørelse|opfølgning\w*|undersøgelse\w*|oplevede|oplever|rapport\w*|påvis\w*|"
    r"reduceret|forbedret|steg|fik|kom\b|er kommet|er blevet|er gået|gik|nåede|klarer|klarede|mærker|mærkede|"
    r"(?:er|har|blev) (?:øget|uændret|uforandret|vokset|gået|kommet|skåret|bragt|fordoblet)|end før|som før|uforandret|"
    r"uændret|ingen ændring|i snit|i gennemsnit|procent|pct|\d+ ud af \d+|ud af (?:ti|fem|fire|tre)|"
    r"tallene|sover|dukker|dukkede|"
    r"halveret|lykkedes|ved projektets (?:afslutning|udløb)|ved afslutning|undervejs|i projektperioden|"
    r"samlet set|før og efter|af borgerne|af deltagerne)\b",
    re.IGNORECASE,
)
RESULT_SECTION = re.compile(
    r"resultat|effekt|hvad kom der ud|udbytte|virkning|målopfyldelse|konklusion|hvad viser|hvad har vi lært|"
    r"erfaringer|evaluering(?:en)?s? (?:viser|resultat|hoved)|opnåede|hovedfund|vigtigste fund|sammenfatning|"
    r"hvordan gik det|hvad opnåede|er (?:projektets )?mål(?:et|ene)? (?:op)?nået|hvorvidt .*mål",
    re.IGNORECASE,
)
_OTHER_SECTION = re.compile(
    r"^(?:\d+\.?\s)?(?:projektets |puljens |indsatsens )?(?:baggrund|formål|ansøg|kriterier|målgruppe|"
    r"forventede|om puljen|indhold|plan\b|budget|aktiviteter|"
    r"succeskriteri|mål(?:et)? (?:for|med)|målsætning|kontakt|læs mere)",
    re.IGNORECASE,
)
_LOSS_IS_BAD = re.compile(r"underernær|ernæringsindsats|småtspis|uplanlagt vægttab|ernæring", re.IGNORECASE)
_LOSS_IS_GOOD = re.compile(r"overvægt|fedme|\bbmi\b|svær overvægt", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The direction of the results and the sentences that state it, first the one to quote."""

    direction: OutcomeDirection
    sentences: tuple[Span, ...]
    confidence: float


_SAID_MIXED = re.compile(
    r"(?:resultat\w*|billedet|erfaringer\w*|udbyttet|effekterne)\b[^.]{0,50}\b(?:blandede?|blandet|"
    r"tvetydig\w*|modsatrettede|modstridende|ikke entydig\w*)|"
    r"blandede (?:resultater|erfaringer)|peger i (?:flere|forskellige|hver sin) retning\w*|"
    r"både (?:positive|gode) og (?:negative|dårlige)|blandet billede",
    re.IGNORECASE,
)


def _weight_noun(context: str) -> tuple[str, str]:
    """Give which words count as bad and good of weight, by what the text is about."""
    if _LOSS_IS_BAD.search(context) and not _LOSS_IS_GOOD.search(context):
        return r"vægttab|tab af vægt", r"\bvægt(?:en|stigning|øgning)?\b|taget på"
    if _LOSS_IS_GOOD.search(context):
        return (
            r"\bvægt(?:en|stigning)?\b|\bbmi\b",
            r"vægttab|tabt sig|tabt i vægt|tab(?:t|te) (?:i gennemsnit )?[\d,]{1,4} k",
        )
    return r"(?!)", r"(?!)"


def read_directions(sentence: str, context: str = "") -> set[OutcomeDirection]:
    """Give the directions that one sentence states, clause by clause; empty if it states none.

    Args:
        sentence: one sentence.
        context: what the project is about, which decides whether lost weight is good or bad.
    """
    loss_bad, loss_good = _weight_noun(context or sentence)
    if _SAID_MIXED.search(sentence):
        return {OutcomeDirection.MIXED}
    found: set[OutcomeDirection] = set()
    topic = ""
    for clause in _CLAUSES.split(sentence):
        if not clause:
            continue
        # "Kontinuiteten steg i byen, men faldt på landet": the second clause leaves out what fell.
        direction = _read_clause(clause, loss_bad, loss_good) or (
            topic and _read_clause(f"{topic} {clause}", loss_bad, loss_good)
        )
        if direction:
            found.add(direction)
        nouns = _NOUN.findall(clause)
        topic = next((part for pair in nouns for part in pair if part), topic)
    return found


def _read_clause(clause: str, loss_bad: str, loss_good: str) -> OutcomeDirection | None:
    if _NONE_LEFT.search(clause):
        return OutcomeDirection.BETTER
    if _NOTHING_CHANGED.search(clause):
        return OutcomeDirection.NO_CHANGE
    if re.search(loss_good, clause, re.IGNORECASE) and not re.search(r"vægttab(?:et)? (?:faldt|mindre)", clause):
        if not re.search(rf"\b(?:{_DOWN})\b[^.]{{0,30}}vægt", clause, re.IGNORECASE):
            return OutcomeDirection.BETTER
        return OutcomeDirection.WORSE if "vægttab" not in clause.lower() else OutcomeDirection.BETTER
    if _WORSE_RE.search(clause):
        return OutcomeDirection.WORSE
    votes = {"better": 0, "worse": 0}
    for move in _MOVE.finditer(clause):
        sign = -1 if move["down"] else 1
        noun = _nearest_noun(clause, move, loss_bad)
        if noun:
            votes["better" if sign * noun > 0 else "worse"] += 1
    better = bool(_BETTER_RE.search(clause))
    if votes["worse"] and not votes["better"] and not better:
        return OutcomeDirection.WORSE
    if votes["better"] or better:
        return OutcomeDirection.BETTER
    return None


def _nearest_noun(clause: str, move: re.Match[str], loss_bad: str) -> int:
    """Give +1 or -1 for the good or bad thing that a movement is of, 0 if none is near."""
    best: tuple[int, int] | None = None
    for noun in [*_NOUN.finditer(clause), *re.finditer(loss_bad, clause, re.IGNORECASE)]:
        if noun.start() >= move.end():
            distance = noun.start() - move.end()
        elif noun.end() <= move.start():
            distance = (move.start() - noun.end()) + 8  # "færre indlæggelser" beats what stands before
        else:
            continue
        good = bool(noun.groupdict().get("good"))
        if distance <= 90 and (best is None or distance < best[0]):
            best = (distance, 1 if good else -1)
    return best[1] if best else 0


def find_outcome(
    page: Page, lines: list[Line] | None = None, *, needs_section: bool = False, is_report: bool = False
) -> Outcome | None:
    """Give what a page, or some of its lines, report as results; `None` if they report none.

    Args:
        page: the page.
        lines: the lines to read; all by default.
        needs_section: count only sentences under a heading that announces results.
        is_report: the lines are a report's own on one project, so that every sentence may tell a result.
    """
    chosen = {line.index for line in (lines if lines is not None else page.lines)}
    context = " ".join(line.text for line in (lines if lines is not None else page.lines))[:4000]
    in_section: list[tuple[Span, set[OutcomeDirection]]] = []
    elsewhere: list[tuple[Span, set[OutcomeDirection]]] = []
    for sentence, line in page.sentences:
        if line.index not in chosen or line.is_heading or len(sentence.text) < 20:
            continue
        heads = " / ".join(line.path[1:] or line.path)
        is_result = is_report or (
            bool(RESULT_SECTION.search(heads)) and not re.search(r"forvent", heads, re.IGNORECASE)
        )
        if is_report and _OTHER_SECTION.search(line.section) and not RESULT_SECTION.search(line.section):
            continue
        if (not is_result and _OTHER_SECTION.search(heads)) or sentence.text.endswith("?"):
            continue
        plans = bool(_PLANS.search(sentence.text))
        reports = bool(_REPORTS.search(sentence.text))
        if plans and not (is_result and reports):
            continue
        if not is_result and not reports:
            continue
        directions = read_directions(sentence.text, context)
        if directions:
            (in_section if is_result else elsewhere).append((sentence, directions))
    read = in_section or ([] if needs_section else elsewhere)
    if not read:
        return None
    return _combine(read, certain=bool(in_section))


def _combine(read: list[tuple[Span, set[OutcomeDirection]]], *, certain: bool) -> Outcome:
    directions = set().union(*(d for _, d in read))
    direction = next(iter(directions)) if len(directions) == 1 else OutcomeDirection.MIXED
    first = max(read[:6], key=lambda item: len(item[1])) if direction is OutcomeDirection.MIXED else read[0]
    others = [span for span, _ in read if span is not first[0]]
    confidence = (0.88 if certain else 0.7) - (0.08 if direction is OutcomeDirection.MIXED else 0.0)
    return Outcome(direction, (first[0], *others[:3]), confidence)
