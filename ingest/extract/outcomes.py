"""What a page reports as results: better, no change, worse or mixed, with the sentences that say so.

A sentence counts when it reports (not plans) and says that something moved; `directions` tells which way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.records import OutcomeDirection
from ingest.cues import Cue
from ingest.extract.change_words import MOVED
from ingest.extract.comparisons import is_start_only
from ingest.extract.directions import OPPOSES, TURNS_TO_BAD, measured_in, read_directions, takes_back
from ingest.extract.lines import Line, Page, Span
from ingest.extract.outcome_model import TELLS, Chances, OutcomeModel, agreed, doubted, outcome_model, settled
from ingest.extract.outcome_signs import see_sentence
from ingest.extract.outcome_wording import Verdicts
from ingest.extract.pool_forms import pool_in
from ingest.extract.result_forms import read_form
from ingest.extract.result_tables import as_said, cell, times_of
from ingest.extract.told_figures import read_across
from ingest.extract.verdict_words import LIKED, NO_DIFFERENCE, SUMS_UP

_PLANS = Cue(
    r"\b(?:skal|skulle|(?<!end )(?<!mod )forvent(?!ede (?:effekt|resultat|virkning|gevinst|fald|stigning|"
    r"udbytte))\w*|målet (?:er|var)\b(?! (?:\w+ ){0,3}(?:nået|indfriet|opfyldt|opnået|i mål))|"
    r"mål er at|formål\w*|håber|håbet|ønsker|ønske|ønskes|"
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
    r"uforandret|"
    r"uændret|ingen ændring|i snit|i gennemsnit|procent|pct|\d+ ud af \d+|ud af (?:ti|fem|fire|tre)|"
    r"tallene|ligger tal|gav\b|(?:tør|kan|vil) (?:\w+ )?(?:godt |roligt )?kalde|sover|dukker|dukkede|"
    r"halveret|lykkedes|ved projektets (?:afslutning|udløb)|ved afslutning|undervejs|i projektperioden|"
    r"samlet set|før og efter|sås|skete|fandt|blevet|kunne|\w{3,}ede|lå\b|holdt|var\b|føler|klar forskel|er ikke|"
    r"ved start|ved afslutningen|\d+ af (?:de )?\d+|angav|svarede|"
    r"som tidligere|end tidligere|lige så|"
    r"vurderer|giver udtryk|er delt|har\s(?:\w+\s){0,2}?\w{3,}et|af borgerne|af deltagerne)\b"
)
# "Baggrunden er, at flere bliver indlagt", "Et tilsvarende projekt i Norge gav færre fald"
_OF_ELSEWHERE = Cue(
    r"^(?:baggrund\w*|udfordringen|problemet|udgangspunktet|årsagen til projektet|på landsplan|i hele landet|"
    r"generelt)\b|"
    r"\b(?:tilsvarende|lignende) (?:projekt|forsøg|indsats)\w*|\bandre (?:undersøgelser|studier|lande)\b|"
    r"\b(?:norske|svenske|udenlandske|internationale|tidligere) (?:undersøgelser|studier|erfaringer|projekter)\b|"
    r"\b(?:antallet|andelen) af (?:ældre|borgere) (?:over|på|i alderen)\b|"
    r"\b(?:danskere|samfundet|sundhedsprofil\w*|danmarks statistik|landets (?:ældre|kommuner|borgere))\b"
)
# "I de byer, der ikke har haft besøg, er andelen den samme" speaks for the project, or for nothing
_GROUP = (
    r"(?:kontrol|sammenlignings|venteliste)(?:gruppe|person|kommune|distrikt|skole|by)\w*|"
    r"nabo(?:skole|kommune|distrikt|område|by|hus|center)\w*"
)
_OF_COMPARED = Cue(
    r"^(?:(?:men|mens|og|derimod|til gengæld|til sammenligning),? )?(?:"
    rf"(?:(?:den|de|en|et) )?(?:{_GROUP})(?! og\b)|"
    r"(?:i|på|hos|blandt|for|ved) (?!forhold|sammenligning\b|linje|niveau|begge|både)(?:(?!og\b|både\b)\w+,? ){0,6}?"
    rf"(?:{_GROUP}|gruppen uden|"
    r"(?:der|som|hvor) (?:\w+ )?ikke (?:har (?:haft|fået|været|deltaget)|havde (?:fået|været|haft|deltaget)|var med|"
    r"var en del|deltog|fik (?:besøg|tilbud\w*|indsats\w*)|er (?:med|kommet med)|blev (?:tilbudt|besøgt))))\b"
)
# "faldt tallet lige så meget" says that the project did nothing
_AS_MUCH = Cue(r"\b(?:lige så|tilsvarende|også|ligeledes|heller|samme (?:fald|stigning|udvikling|fremgang|forløb))\b")
_STARTS = Cue(r"^udgangspunktet (?:var|lå)\b")  # "Udgangspunktet var 19 fald. Status nu er 8."
RESULT_SECTION = Cue(
    r"resultat|effekt|hvad kom der ud|udbytte|virkning|målopfyldelse|konklusion|hvad (?:viser|viste|fandt|opnåede|"
    r"lærte|fik|blev)|hvad har vi lært|det viste|målinger|udfald|"
    r"erfaringer|evaluering(?:en)?s? (?:viser|resultat|hoved)|opnåede|hovedfund|vigtigste fund|sammenfatning|"
    r"hvordan gik det|hvad skete der|hvad blev det til|sådan gik det|hvad siger tallene|hvad viser tallene|"
    r"hvad opnåede|er (?:projektets )?mål(?:et|ene)? (?:op)?nået|hvorvidt .*mål"
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
    r"det var ambitionen|"
    r"planen|idéen|ideen|tanken|håbet|sigtet|(?:vi|man|kommunen|projektet) (?:ville|håbede|ønskede|satte sig for))"
    r"(?! \d)\b(?!.*\b(?:nå(?:et|ede)|opfyld\w+|indfri\w+|lykkedes|i mål|i hus|opnå\w+|resultat\w*|men|blev \d|"
    r"uændret))"
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
_LIKED = Cue(LIKED)
_NO_DIFFERENCE = Cue(NO_DIFFERENCE)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence and the directions it tells."""

    sentence: Span
    directions: set[OutcomeDirection]
    sums_up: bool  # it draws the sum of those before it
    is_liked: bool  # it tells that people liked what was offered


@dataclass(frozen=True, slots=True)
class Outcome:
    """The direction of the results and the sentences that state it, first the one to quote."""

    direction: OutcomeDirection
    sentences: tuple[Span, ...]
    confidence: float


def find_outcome(
    page: Page, lines: list[Line] | None = None, *, needs_section: bool = False, is_report: bool = False
) -> Outcome | None:
    """Give what a page, or some of its lines, report as results; `None` if they report none.

    Rules read each sentence; what they and the learned model make of all of them decides. Of forms, and of sentences
    that sum up, the rules say what each tells.

    Args:
        page: the page.
        lines: the lines to read; all by default.
        needs_section: count only sentences under a heading that announces results.
        is_report: the lines are a report's own on one project, so that every sentence may tell a result.
    """
    return _decide(read_told(page, lines, needs_section=needs_section, is_report=is_report))


def find_in_sentences(page: Page, sentences: Sequence[Span], topic: str = "") -> Outcome | None:
    """Give what sentences, or parts of some, tell that are known to be on one undertaking's results.

    Args:
        page: the page.
        sentences: the sentences.
        topic: what was measured, where they leave it out as a table's cell does.
    """
    context = f"{' '.join(s.text for s in sentences)} {page.text[:600]}"
    read: list[_Reading] = []
    seen: list[_Seen] = []
    earlier: list[str] = []
    for sentence in sentences:
        bare = " ".join(_without_names(sentence.text).split())
        window = tuple(earlier[-MAX_EARLIER:])
        earlier.append(bare)
        plans, reports = bool(_PLANS.search(bare)), bool(_REPORTS.search(bare))
        if _is_of_others(bare) or takes_back(bare) or (plans and not reports):
            continue
        seen.append(_Seen(sentence, bare, window, True, plans, reports))
        if directions := read_directions(bare, context, topic) | read_across(window, bare, context):
            read.append(_Reading(sentence, directions, sums_up=False, is_liked=False))
    ruled = _combine(read, certain=True) if read else None
    return _decide(Told(tuple(s.sentence for s in seen), _signs(seen, context), ruled, False, True))


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences of some lines that may tell results, and what the rules make of them."""

    sentences: tuple[Span, ...]
    signs: tuple[list[frozenset[str]], ...]  # of each sentence, clause by clause
    ruled: Outcome | None
    is_settled: bool  # the rules read it whole: it is a form, or sums up what it told
    is_certain: bool  # they stand where results are told


def read_told(
    page: Page, lines: list[Line] | None = None, *, needs_section: bool = False, is_report: bool = False
) -> Told:
    """Give the sentences that may tell results, as `find_outcome` reads them."""
    context = " ".join(line.text for line in (lines if lines is not None else page.lines))[:4000]
    if lines is not None:  # what the whole page is about: undernourishment, say
        context = f"{context} {page.text[:600]}"
    topic = ""  # what the sentence before measured: "Færre skal på sygehus. Antallet er faldet fra 40 til 22."
    earlier: list[str] = []  # the sentences before it, whose figures may be answered
    was_silent = False  # the sentence before may tell a result and told no direction
    section = ""
    told_before = -1  # where the last sentence that told a direction ends
    in_section: list[_Reading] = []
    elsewhere: list[_Reading] = []
    seen: list[_Seen] = []
    form_line, form, has_form = -1, None, False
    table_topic = ""  # what its header says that its figures are of
    heads: dict[int, str] = {}  # what the columns of a table are of, before or after
    for sentence, line in _cut_at_figures(page.sentences_of(lines)):
        if line.is_heading:
            continue
        if line.index != form_line:
            form_line, form = line.index, _form_of(line)
            if form:
                has_form = True
                whole = Span(line.text, line.char_start, line.char_end)
                in_section.append(_Reading(whole, form, sums_up=False, is_liked=False))
        if line.section != section:
            section, topic, earlier, was_silent = line.section, "", [], False
        if line.cells and len(line.cells) > 2:
            if found := times_of(line):
                heads, table_topic = found, cell(line, 0)
                continue
            text = as_said(line, heads, table_topic) if heads else ""
            if text and (told_by_row := read_directions(text, context)):
                in_section.append(_Reading(sentence, told_by_row, sums_up=False, is_liked=False))
                has_form = True
                continue
        if form or (len(sentence.text) < _SHORTEST and not (earlier and _HAS_FIGURE.search(sentence.text))):
            continue
        above = " / ".join(line.path[1:] or line.path)
        is_result = (
            is_report
            or bool(_RESULT_LABEL.match(line.text))
            or (bool(RESULT_SECTION.search(above)) and not re.search(r"forvent", above, re.IGNORECASE))
        )
        if is_report and _OTHER_SECTION.search(line.section) and not RESULT_SECTION.search(line.section):
            continue
        if (not is_result and _OTHER_SECTION.search(above)) or sentence.text.endswith("?"):
            continue
        if not is_result and _NO_VERB.fullmatch(sentence.text):
            continue
        if _is_of_others(sentence.text):
            earlier += [sentence.text] if _STARTS.match(sentence.text) else []
            continue
        bare = " ".join(_without_names(sentence.text).split())
        window = tuple(earlier[-MAX_EARLIER:])
        earlier.append(bare)
        across = read_across(window, bare, context)
        plans = bool(_PLANS.search(sentence.text)) and not (is_result and _FEWER_MUST.match(sentence.text))
        reports = bool(across) or bool(_REPORTS.search(sentence.text))
        if (reports or not plans) and not takes_back(bare):
            seen.append(_Seen(sentence, bare, window, is_result, plans, reports))
        if (plans and not (is_result and reports)) or not (is_result or reports) or _SETS_AIM.match(bare):
            topic = measured_in(bare) or topic
            continue
        own_topic = measured_in(bare)
        leaves_out = bool(_ANAPHORA.search(bare)) or (
            not own_topic and bool(_GOES_ON.match(bare) or _LEAVES_OUT.search(bare))
        )
        directions = (
            across
            if is_start_only(bare.lower())
            else across | read_directions(bare, context, topic if leaves_out else "")
        )
        topic = own_topic or topic
        follows = 0 <= sentence.char_start - told_before <= 2
        # "Indlæggelserne faldt. Til gengæld måtte flere ...": the other side, whatever it is
        if not directions and OPPOSES.match(sentence.text) and follows:
            directions = {OutcomeDirection.MIXED}
        # "To blev raske. Omvendt kom der flere klager": what came before was good
        elif was_silent and len(directions) == 1 and TURNS_TO_BAD.match(sentence.text) and not follows:
            directions = directions | {OutcomeDirection.MIXED}
        was_silent = not directions
        if directions:
            told_before = sentence.char_end
            sums_up = follows and bool(_SUMS_UP.search(sentence.text))
            is_liked = directions == {OutcomeDirection.BETTER} and bool(_LIKED.search(sentence.text))
            (in_section if is_result else elsewhere).append(_Reading(sentence, directions, sums_up, is_liked))
    read = in_section or ([] if needs_section else elsewhere)
    ruled = _combine(read, certain=bool(in_section)) if read else None
    is_settled = has_form or any(reading.sums_up for reading in read)
    is_certain = any(s.is_result for s in seen)
    chosen = [s for s in seen if s.is_result or not (is_certain or needs_section)][:MAX_SENTENCES]
    return Told(
        sentences=tuple(s.sentence for s in chosen),
        signs=() if is_settled else _signs(chosen, context),
        ruled=ruled,
        is_settled=is_settled,
        is_certain=is_certain,
    )


_FIGURE_ENDS = re.compile(
    r"(?:(?<=[a-zæøå%:]\s\d\d)|(?<=[a-zæøå%:]\s\d)|(?<=\d,\d)|(?<=\s\d\d\d)|(?<=\s\d\d\d\d))\.\s(?=[A-ZÆØÅ])"
)


def _cut_at_figures(sentences: Iterable[tuple[Span, Line]]) -> Iterator[tuple[Span, Line]]:
    """Cut sentences where a figure ends one: "Gennemsnittet var 58. Da barnet var ti måneder, var det 47."."""
    for sentence, line in sentences:
        at = 0
        for stop in _FIGURE_ENDS.finditer(sentence.text):
            yield sentence_part(sentence, at, stop.start() + 1), line
            at = stop.end()
        yield (sentence_part(sentence, at, len(sentence.text)) if at else sentence), line


def sentence_part(sentence: Span, start: int, end: int) -> Span:
    """Give a part of a sentence."""
    return Span(sentence.text[start:end], sentence.char_start + start, sentence.char_start + end)


def _signs(seen: Sequence[_Seen], context: str) -> tuple[list[frozenset[str]], ...]:
    return tuple(see_sentence(s.bare, context, s.earlier, plans=s.plans, reports=s.reports) for s in seen)


SURE_ALONE = 0.52
"""Probability that a direction needs which no rule sees and no heading announces; one of five has 0.2 or more."""
MAX_EARLIER = 3
"""Sentences before one whose figures it may answer."""
_SHORTEST = 14  # characters of a sentence that may tell a result, unless it answers a figure
_HAS_FIGURE = re.compile(r"\d")
MAX_SENTENCES = 80
"""Sentences of one undertaking that are read for results; a report's first tell them."""
_TURN = Cue(
    r"\b(?:men|mens|medens|til gengæld|hvorimod|derimod|omvendt|dog|imidlertid|desværre|på den anden|på det andet|"
    r"modsat|prisen|heller ikke|uden at|samtidig|alligevel)\b"
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sentence that may tell a result."""

    sentence: Span
    bare: str  # without names
    earlier: tuple[str, ...]  # those before it whose figures it may answer
    is_result: bool  # it stands where results are told
    plans: bool
    reports: bool


def _is_of_others(sentence: str) -> bool:
    """Tell whether a sentence is about what the project is not: other projects, the country, a group for comparison."""
    if _OF_ELSEWHERE.search(sentence):
        return True
    return bool(_OF_COMPARED.match(sentence)) and not _AS_MUCH.search(sentence)


def has_turn(sentences: Iterable[Span]) -> bool:
    """Tell whether sentences have words of contrast."""
    return any(_TURN.search(sentence.text) for sentence in sentences)


def weigh_told(told: Told, model: OutcomeModel) -> tuple[Verdicts, list[Chances]]:
    """Give each verdict's probability and what each sentence tells; both empty where none may tell results.

    Where the rules have settled it, no sentence is told of by itself.
    """
    spans = told.sentences
    if (told.is_settled or not spans) and told.ruled is not None:
        spans = told.ruled.sentences
    if not spans:
        return {}, []
    chances = [model.tell(signs) for signs in told.signs]
    ruled = told.ruled.direction if told.ruled is not None else OutcomeDirection.NOT_REPORTED
    weighed = (
        model.weigh(chances, turns=has_turn(told.sentences), ruled=ruled)
        if chances and not told.is_settled
        else settled(ruled)
    )
    said = model.wording.tell([_without_names(span.text) for span in spans])
    return agreed(weighed, said if told.ruled is None else doubted(said)), chances


def _decide(told: Told) -> Outcome | None:
    verdicts, chances = weigh_told(told, outcome_model())
    if not verdicts:
        return None
    direction = max(verdicts, key=verdicts.__getitem__)
    if direction is OutcomeDirection.NOT_REPORTED:
        return None
    if told.ruled is None and not told.is_certain and verdicts[direction] < SURE_ALONE:
        return None
    if told.ruled is not None and told.ruled.direction is direction:
        return told.ruled
    first, *others = _quotes(told, direction, chances)
    sure = 0.8 if told.is_certain else 0.65
    return Outcome(direction, (first, *sorted(others[:2], key=lambda s: s.char_start)), sure * verdicts[direction])


def _quotes(told: Told, direction: OutcomeDirection, chances: Sequence[Chances]) -> list[Span]:
    """Give the sentences, first those that tell a direction most surely."""
    if not chances:
        wording = outcome_model().wording
        spans = told.sentences or (told.ruled.sentences if told.ruled is not None else ())
        return sorted(spans, key=lambda span: -wording.tell([_without_names(span.text)])[direction])
    if direction is OutcomeDirection.MIXED:
        order = sorted(range(len(chances)), key=lambda n: -max(chances[n][3], min(chances[n][0], max(chances[n][1:3]))))
    else:
        column = TELLS.index(direction)
        order = sorted(range(len(chances)), key=lambda n: -chances[n][column])
    return [told.sentences[n] for n in order]


def _form_of(line: Line) -> set[OutcomeDirection] | None:
    return read_form(line.text) if ":" in line.text and not line.cells and len(line.text) <= _LONGEST_FORM else None


_LONGEST_FORM = 600  # characters
_SAYS = r"(?:siger|sagde|fortæller|lyder|lød|mener|forklarer|skriver|konstaterer|erkender|vurderer|udtaler|svarer)"
# a name in quotation marks, not what somebody says: that ends in a stop, or in a word of saying
_IN_QUOTES = re.compile(rf"[\"”“»„][^\"”“«»„\n]{{3,140}}(?<![.,!?])[\"”“«”](?!,?\s(?:\w+\s)?{_SAYS}\b)", re.IGNORECASE)


def _without_names(sentence: str) -> str:
    """Blank the names of pools and projects: "Små skridt til stærkere ben" is no result."""
    pool = pool_in(sentence, 0)
    if pool is not None:
        sentence = sentence[: pool.char_start] + " " * (pool.char_end - pool.char_start) + sentence[pool.char_end :]
    sentence = _WHOM.sub(lambda match: " " * len(match[0]), sentence)
    return _IN_QUOTES.sub(lambda match: " " * len(match[0]), sentence)


# "besøgte 156 borgere, der havde tabt sig" says whom it was for
_WHOM = re.compile(r"(?<=ere|rne|ter), (?:der|som) (?:allerede )?havde (?:tabt sig|taget på|mistet)\b[^,.;]*")


def _weigh(read: list[_Reading]) -> list[_Reading]:
    """Give the readings that count: a sum outweighs what it sums up, an effect the praise of what was offered."""
    taken_back = {
        n - 1
        for n, r in enumerate(read)
        if r.sums_up and r.directions == {OutcomeDirection.NO_CHANGE} and _NO_DIFFERENCE.search(r.sentence.text)
    }
    read = [r for n, r in enumerate(read) if n not in taken_back]
    sums = [n for n, reading in enumerate(read) if reading.sums_up]
    if sums and len(read[sums[-1]].directions) == 1:
        last = read[sums[-1]]
        spoken_against = OutcomeDirection.WORSE in set().union(*(r.directions for r in read[: sums[-1]]))
        if last.directions == {OutcomeDirection.MIXED} or not spoken_against:
            read = read[sums[-1] :]
    effects = [r for r in read if not r.is_liked]
    found = set().union(*(r.directions for r in effects)) if effects else set()
    return effects if effects and OutcomeDirection.WORSE not in found else read


def _combine(every: list[_Reading], *, certain: bool) -> Outcome:
    read = _weigh(every)
    directions = set().union(*(r.directions for r in read))
    if directions == {OutcomeDirection.WORSE, OutcomeDirection.NO_CHANGE}:
        directions = {OutcomeDirection.WORSE}  # what did not change is no comfort
    direction = next(iter(directions)) if len(directions) == 1 else OutcomeDirection.MIXED
    first = max(read[:6], key=lambda r: len(r.directions)) if direction is OutcomeDirection.MIXED else read[0]
    if direction not in first.directions and direction is not OutcomeDirection.MIXED:
        first = next(r for r in read if direction in r.directions)
    others = [r.sentence for r in every if r is not first]
    confidence = (0.88 if certain else 0.7) - (0.08 if direction is OutcomeDirection.MIXED else 0.0)
    return Outcome(direction, (first.sentence, *others[:3]), confidence)
