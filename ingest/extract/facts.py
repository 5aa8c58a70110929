"""Facts that any page may state of an undertaking: status, period, year of award, target group, themes, summary."""

from __future__ import annotations

import re

from corpus.dates import find_dates, find_periods
from corpus.evidence import Origin
from corpus.records import Status
from corpus.themes import find_themes, score_themes
from ingest.extract.draft import Found
from ingest.extract.lines import Line, Page, Span

THEME_BAR = 0.65
"""Least score of a theme (see `score_themes`) with words of its own: one in a summary is enough, as "demens" is. On the
starter corpus any bar from 0.6 to 0.95 gives micro-F1 0.82-0.83."""

DIFFUSE_BAR = 0.85
"""Least score of a theme whose words stand in texts about anything: "kompetencer", "på tværs", "hjemmeplejen"."""

_DIFFUSE = frozenset(
    {
        "kompetenceudvikling",
        "tværsektorielt samarbejde",
        "organisering af hjemmepleje",
        "dataunderstøttet kvalitet",
    }
)

STOP_WORDS = re.compile(
    r"(?:har )?sagt nej tak|(?:har |er )?trukket (?:deres|sit|sin|sig)|trækker (?:sig|deres|sit)|udgår af|"
    r"er udgået|lukker (?:før tid|ned)|"
    r"lukkede før tid|stoppe projektet|droppe[drt]\w* projektet|"
    r"trådte ud|træder ud|trak sig|har trukket sig|er udtrådt|blev indstillet|er indstillet|blev stoppet|er "
    r"stoppet|stoppede|blev afbrudt|er afbrudt|blev lukket|lukkede ned|"
    r"blev opgivet|opgav (?:undervejs|efter|projektet|forsøget)|gennemførte ikke|blev ikke gennemført|"
    r"afsluttet før tid|stopper "
    r"før tid|måtte stoppe",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    r"(?:projekt\w*|forsøg\w*|indsats\w*|kommunen|samarbejdet)\b[^.]{0,80}\b(?:stoppet|afbrudt|nedlagt|"
    r"lukket (?:ned|før tid)|(?:blev|er|blevet) indstillet|opgivet|trukket|trak sig|"
    r"stoppede|afsluttet før tid|afbrød|måtte lukke|ikke gennemført)|(?:stoppede|afbrød|opgav|"
    r"trak sig fra|trækker sig fra|træder ud af) projektet|"
    r"\b(?:luk\w*|stop\w*|slut\w*|afslut\w*|ophør\w*|indstil\w*|nedlæg\w*|nedlagt|afbr[yuø]\w*|over|forbi)\b[^.]{0,60}?"
    r"\b(?:før (?:tid|planlagt|ventet|aftalt)|i utide|måneder før|år før)\b|\bafbrudt (?:i|efter|på grund)\b|"
    r"(?:stopper|lukker|slutter|ophører|afsluttes)\b[^.]{0,60}\b(?:før planlagt|før tid|før tiden|i utide)|"
    r"lukker og slukker|"
    r"(?:resterende|ubrugte|tilbageværende) (?:midler|penge)\b[^.]{0,30}\btilbage|(?:midler\w*|penge\w*|støtten|"
    r"tilskud\w*) "
    r"(?:tilbage til|retur til)|\btrækker sig fra\b|\bafbrudt (?:i|efter|undervejs)\b|"
    r"\b(?:måtte|må|har måttet|valgt at|vælger at|besluttet at|beslutter at|tvunget til at|nødt til at|endte med at) "
    r"(?:\w+ ){0,2}(?:opgive|droppe|stoppe|afbryde|lukke|skrinlægge|indstille|standse|kaste håndklædet)\b"
    r"(?! med at ryge| rygning)|"
    r"\bopgav (?:efter|undervejs|allerede|at fortsætte|forsøget|indsatsen)\b|kaste[rt]?(?:de)? håndklædet i ringen|"
    r"(?:pengene|midlerne|tilskuddet|støtten|bevillingen)\b[^.]{0,60}\b(?:retur|tilbagebetal\w+|betales tilbage|"
    r"leveret tilbage|afleveret|givet tilbage|tages ikke i brug|ikke tages i brug)\b|"
    r"\b(?:leverer|afleverer|betaler|sender|giver)\b[^.]{0,40}\b(?:midler|penge|beløb|tilskud|"
    r"støtte)\w*\b[^.]{0,20}\b(?:tilbage|retur)\b|kom aldrig (?:rigtig )?i gang|blev aldrig til noget|"
    r"sætte[sr]? på (?:standby|pause|hold)|er sat på (?:standby|pause|hold)|skrinlagt|droppes\b|er droppet|"
    r"\blukker (?:ned|nu|og slukker|dørene)\b|\blukkede ned\b|drejer nøglen om|blev droppet|nåede kun et år",
    re.IGNORECASE,
)
_COMPLETED = re.compile(
    r"(?:projekt(?:et|erne)?|indsats(?:en|erne)?|forsøg(?:et)?|puljen|forløb(?:et)?|perioden|"
    r"pulje\w*)\b[^.]{0,60}\b(?:er (?:nu )?(?:afsluttet|slut|færdig\w*|gennemført|evalueret)|"
    r"blev afsluttet|sluttede|afsluttedes|er blevet (?:evalueret|afsluttet)|løb (?:fra|i|over|frem|til)|"
    r"varede|er afsluttede)|afsluttede projekter|afsluttet projekt|\bprojekt\w*\b[^.]{0,60}\bafsluttede\b|"
    r"\bafsluttet(?: i| den| ved| med)?\b|\b(?:er|var) slut\b(?! med)|\bdet er slut nu\b|\bpuljen var afsluttet|"
    r"projektet (?:havde|resulterede|viste|har vist|førte|gav)|"
    r"evalueringen (?:viser|peger|konkluderer)|nu er projektet slut|"
    r"ved projektets (?:afslutning|udløb)|i projektperioden blev|har været et|projektperioden er udløbet|"
    r"\bnu er (?:det|den|de) (?:helt )?(?:slut|forbi|ovre)\b|\bnu er (?:forsøget|indsatsen|tilbuddet|forløbet) slut|"
    r"(?:er|har) (?:der )?(?:nu )?sat punktum|sætter (?:nu )?punktum|"
    r"afsluttende (?:opgørelse|status|rapport|evaluering|måling|notat|tal)|gør(?:es)? (?:nu )?(?:regnskabet op|status)|"
    r"regnskabet (?:er|bliver|kan) (?:nu )?gjort op|er (?:nu )?evalueret|evalueringen (?:\w+ ){0,2}(?:ligger klar|er "
    r"(?:nu )?(?:klar|færdig))|(?:overgået|gået over) til (?:almindelig |daglig )?drift|"
    r"(?:er|blev|bliver) (?:nu |herefter )?(?:gjort )?(?:permanent\w*|en (?:fast|varig) del af)|"
    r"fortsætter (?:nu |herefter )?som (?:en )?(?:fast|almindelig|permanent)\w*|"
    r"forankret i (?:den )?(?:daglige )?drift|"
    r"(?:pengene|bevillingen|støtten|puljemidlerne) (?:er|var|slap) (?:nu )?(?:brugt|op|udløbet)|er løbet ud|løb ud\b|"
    r"er vel overstået|er overstået|\b(?:er|var) (?:det )?(?:nu |helt )?slut(?: nu)?(?=[.,!]|$)|"
    r"har kørt i (?:\w+ ){0,2}år og (?:er|blev)",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"(?:projekt(?:et|erne)?|indsats(?:en)?|forsøg(?:et)?|forløb(?:et)?|"
    r"program(?:met)?)\b[^.]{0,60}\b(?:løber (?:frem|til|indtil|fra|over|i)|er (?:stadig |nu |godt |fortsat |"
    r"netop )*(?:i (?:fuld )?gang|undervejs)|er (?:blevet )?forlænget|er (?:netop |nu )?(?:gået i gang|"
    r"sat i gang|skudt i gang|startet|igangsat)|"
    r"afprøver|arbejder (?:med|lige nu)|forløber|kører|er startet)|i øjeblikket|lige nu|er godt i gang|"
    r"nu i (?:fuld )?gang|\ber (?:godt |allerede )?i (?:fuld )?gang\b|(?:år|måneder|halvvejs) inde i|"
    r"er i (?:fuld )?gang (?:med|nu)|forventes afsluttet|vil løbe (?:til|indtil|frem)|"
    r"deltager i projektet|"
    r"er midt i|foreløbige (?:resultater|erfaringer)|løber (?:frem )?til|"
    r"(?:har )?sat gang i|(?:er|de) (?:første|nye) \w+ er (?:begyndt|startet|i gang|åbnet)|er (?:så småt |netop |nu )?"
    r"(?:begyndt|kommet (?:godt )?i gang)|i fuld sving|undervejs er|halvvejs|(?:ved|på) midtvejs|"
    r"midtvejs(?:status|måling)|"
    r"fortsætter (?:frem )?(?:til|indtil|året ud)|(?:det|den|de) slutter (?:med|ved|i|til) (?:udgangen|slutningen|"
    r"sommer|efterår|forår|års)|er fortsat i gang",
    re.IGNORECASE,
)
_AWARDED = re.compile(
    r"tildelt|bevilget|bevilling|har fået (?:støtte|midler|tilsagn|\d)|har modtaget (?:støtte|midler|\d)|"
    r"tilsagn|støttet (?:med|af)|"
    r"modtager (?:støtte|\d)|får (?:støtte|\d)|udvalgt til|fået (?:del i|andel i)",
    re.IGNORECASE,
)
_AWARD_YEAR = re.compile(
    r"(?:fik|modtog|har fået|havde fået)\b(?:[^.]|\.\d){0,40}\b(?:støtte|midler|tilskud|penge|mio|kr)|\bstøttede\b|"
    r"\bvalgt (?:ud\b|blandt)|\b(?:gav|giver)\b[^.]{0,60}\b(?:mio|kr)\b|"
    r"udmønt(?:et|ning|ede)|\btilsagn\b|tildelt|bevilget|givet tilsagn|fik tilsagn|(?:fået|modtaget) tilsagn|"
    r"meddelt tilsagn|uddelt|fordelt|fået (?:støtte|midler)|modtog|modtaget støtte|tildelte|"
    r"tilsagn(?:ene|et)? (?:blev|er)|støttet i|udvalgt|fordelingen\b|meldt ud|\bblev (?:\w+ ){1,4}valgt\b|"
    r"\b(?:givet|gav|giver) (?:støtte|tilskud|midler|penge)|"
    r"\b(?:projekter|kommuner) (?:blev )?valgt\b|penge i 20\d\d|fik del i|fået del i|fandt sine modtagere|"
    r"\bgået til\b|har givet\b[^.]{0,60}\b(?:penge|midler|støtte)|sagde (?:ja|god for)",
    re.IGNORECASE,
)
_NO_AWARD_YEAR = re.compile(
    r"ansøgningsfrist|frist|satspuljeaftale|finanslov|aftale(?:n|t)? (?:om|for)|afsat|slutrapport|opslået|genopslås",
    re.IGNORECASE,
)
_TARGET_LABEL = re.compile(
    r"^(?:(?:projektets |primære? |puljens )?målgruppe(?:n|r)?|målgruppe for (?:projektet|indsatsen)|"
    r"hvem er målgruppen\??|borgergruppe)\s*:?\s*$",
    re.IGNORECASE,
)
_TARGET_INLINE = re.compile(
    r"^\s*(?:projektets |primær |puljens )?målgruppe(?:n)?\s*:\s*(?P<value>\S.{2,250})$", re.IGNORECASE
)
_TARGET_SENTENCE = re.compile(
    r"\bmålgruppe(?:n)?(?:\s(?:for|i)\s(?:projektet|indsatsen|puljen|forløbet|tilbuddet))?\s(?:er|var|"
    r"omfatter|omfattede|består af|udgøres af)\s(?P<value>[^.;\n]{4,200})",
    re.IGNORECASE,
)
_TARGET_AIMED = re.compile(
    r"\b(?:henvender sig (?:særligt |især |primært )?til|retter sig (?:særligt |især )?mod|rettet mod|"
    r"målrettet(?: mod)?|\w*indsats(?:en|er|erne)? (?:til|for|over for)|projekt(?:et)? for)"
    r"\s(?P<value>(?!at\b|med\b|den\b|det\b)[a-zæøå][^.;,\n]{9,120})",
)
# "med særligt fokus på ældre medicinske patienter og udsatte grupper": persons, not matters, are a target group
_TARGET_FOCUS = re.compile(
    r"\bmed (?:et )?(?:særligt?e? |stort )?fokus på (?P<value>(?:\w+ ){0,2}?(?:ældre|borgere|mennesker|patienter|"
    r"børn|unge|"
    r"familier|pårørende|beboere|gravide|kvinder|mænd)\b[^.;,:\n\"”–]{0,90})"
)
_PERIOD_LABEL = re.compile(
    r"^(?:projekt)?period(?:e|en)|projektets (?:periode|løbetid|varighed)|løbetid|tidsperiode|varighed|"
    r"tidsramme|tidsplan|puljeperiode|bevillingsperiode",
    re.IGNORECASE,
)
_NO_PROJECT_PERIOD = re.compile(
    r"satspulje|finanslov|aftalen|handlingsplan|strategi|ansøgning|overenskomst|økonomiaftale|fordelt over|"
    r"afsat|har siden|valgperiode|tidligere (?:projekt|pulje)|sundhedsaftale|tal fra|data fra|årene",
    re.IGNORECASE,
)
# months on both sides: "fra 1. august 2022 til udgangen af juli 2024" is when something was carried out
_WHOLE_PERIOD = re.compile(
    r"\bfra (?:den )?(?:\d{1,2}\. )?[a-z]+ 20\d\d (?:og )?(?:frem )?til (?:og med |udgangen af |"
    r"den )?(?:\d{1,2}\. )?[a-z]+ 20\d\d",
    re.IGNORECASE,
)
_SUPPORTS_SINCE = re.compile(r"\bhar siden (?:19|20)\d\d (?:støttet|uddelt|givet|finansieret|fordelt)", re.IGNORECASE)
_SUMMARY_HEAD = re.compile(
    r"resum[eé]|kort om (?:projektet|indsatsen)|sammenfatning|projektbeskrivelse|om projektet|"
    r"formål(?:et)? med projektet|projektets formål|beskrivelse af projektet",
    re.IGNORECASE,
)


def find_period(page: Page, lines: list[Line] | None = None) -> tuple[Found | None, Found | None]:
    """Give where the undertaking begins and ends: a labelled period first, then one that a sentence states of it."""
    chosen = lines if lines is not None else page.lines
    best: dict[str, Found] = {}

    def take(text: str, start: int, confidence: float, *, of_what: bool = False) -> None:
        for period in find_periods(text):
            # A period of something else is named right before it: "satspuljen 2015-2018", "aftalen for 2016-2019".
            if of_what and _NO_PROJECT_PERIOD.search(text[max(0, period.char_start - 45) : period.char_start]):
                continue
            span = (start + period.char_start, start + period.char_end)
            both = 0.02 if period.from_iso and period.to_iso else 0.0
            for end, iso in (("from", period.from_iso), ("to", period.to_iso)):
                if iso and (end not in best or best[end].confidence < confidence + both):
                    best[end] = Found(iso, *span, confidence + both)

    for position, line in enumerate(chosen):
        if line.cells and len(line.cells) == 2:
            (a, b), (c, d) = line.cells
            if _PERIOD_LABEL.match(page.text[a:b].strip()) and d > c:
                take(page.text[c:d], c, 0.95)
                continue
        if _PERIOD_LABEL.match(line.text) and len(line.text) < 90:
            take(line.text, line.char_start, 0.95)
            if position + 1 < len(chosen) and not find_periods(line.text):
                value = chosen[position + 1]
                if len(value.text) < 160:
                    take(value.text, value.char_start, 0.95)
        elif re.search(r"projekt(?:start|slut)|startdato|slutdato|opstart:|afslutning:", line.text, re.IGNORECASE):
            take(line.text, line.char_start, 0.94)
    if len(best) < 2:
        indexes = {line.index for line in chosen}
        for sentence, line in page.sentences:
            if line.index not in indexes:
                continue
            if line.is_heading and len(sentence.text) > 60:
                continue
            is_own = re.search(
                r"projekt|forsøg|indsats|forløb|løber|løb\b|perioden|gennemført|program|puljen løb|kan bruges|"
                r"tilskuddet|bevillingen|"
                r"tilb[uø]d|afprøv|deltog|indgik",
                sentence.text,
                re.IGNORECASE,
            )
            if is_own and not _SUPPORTS_SINCE.search(sentence.text):
                take(sentence.text, sentence.char_start, 0.8, of_what=True)
    if not best:
        indexes = {line.index for line in chosen}
        for sentence, line in page.sentences:
            if line.index in indexes and not line.is_heading and not line.cells and _WHOLE_PERIOD.search(sentence.text):
                take(sentence.text, sentence.char_start, 0.7, of_what=True)
    if "to" not in best:
        best |= _by_duration(page, chosen, best.get("from"))
    return best.get("from"), best.get("to")


_NUMBERS = {
    "et": 1, "ét": 1, "en": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "ni": 9, "ti": 10, "tolv": 12,
    "halvandet": 1.5, "atten": 18, "fireogtyve": 24,
}  # fmt: skip
_DURATION = re.compile(
    rf"\b(?:varer|varede|løber|løb|strækker sig|kører|kørte|over|i|de næste|de kommende|og)\s(?:i\s|over\s|hen over\s)?"
    rf"(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})(?P<half> et halvt| og et halvt)?\s(?P<unit>måneder|år)\b",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:varer|varede|løber|løb|strækker sig|kører|kørte|frem\b|projektperiode|bevilling)", re.IGNORECASE
)
_BEGINS = re.compile(
    r"(?:start\w*|begynd\w*|går i gang|gik i gang|fra(?: og med)?|siden|opstart|sat i gang|skudt i gang)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


def find_end_by_duration(page: Page, start: Found) -> Found | None:
    """Give the end that follows from a start and how long a sentence says that it lasts."""
    return _by_duration(page, page.lines, start).get("to")


def _by_duration(page: Page, chosen: list[Line], start: Found | None) -> dict[str, Found]:
    """Give the end that follows from how long it lasts and a stated start: "varer 18 måneder fra marts 2021"."""
    indexes = {line.index for line in chosen}
    begins: Found | None = start
    for sentence, line in page.sentences:
        if line.index not in indexes or line.is_heading:
            continue
        for date in find_dates(sentence.text):
            if len(date.iso) in (4, 7, 10) and date.iso[:4].isdigit() and begins is None:
                if _BEGINS.search(sentence.text, max(0, date.char_start - 60), date.char_start):
                    at = sentence.char_start
                    begins = Found(date.iso, at + date.char_start, at + date.char_end, 0.72)
        lasts = _DURATION.search(sentence.text)
        if begins is None or lasts is None or not _LASTS.search(sentence.text):
            continue
        count = float(_NUMBERS.get(lasts["n"].lower()) or lasts["n"]) + (0.5 if lasts["half"] else 0.0)
        n_months = round(count * 12 if lasts["unit"].lower() == "år" else count)
        end = _after(str(begins.value), n_months)
        if end is not None:
            at = sentence.char_start
            to = Found(end, at + lasts.start(), at + lasts.end(), 0.7, Origin.INFERRED)
            return {"from": begins, "to": to}
    return {}


def _after(start: str, n_months: int) -> str | None:
    """Give the last month, or year, of a period of so many months, at the precision of its start."""
    if n_months < 1 or n_months > 120:
        return None
    if len(start) == 4:
        return str(int(start) + n_months // 12 - 1) if n_months % 12 == 0 else None
    last = int(start[:4]) * 12 + int(start[5:7]) - 1 + n_months - 1
    return f"{last // 12}-{last % 12 + 1:02d}"


def find_award_year(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give the year in which money was awarded, where a sentence dates the award."""
    best: Found | None = None
    indexes = {line.index for line in lines} if lines is not None else None
    for sentence, line in page.sentences:
        if indexes is not None and line.index not in indexes:
            continue
        award = _AWARD_YEAR.search(sentence.text)
        if not award:
            continue
        for date in find_dates(sentence.text):
            if not date.iso[:4].isdigit():
                continue
            between = sentence.text[min(award.start(), date.char_start) : max(award.end(), date.char_end)]
            lead = sentence.text[max(0, date.char_start - 25) : date.char_start]
            if len(between) > 110 or _NO_AWARD_YEAR.search(between) or _NO_AWARD_YEAR.search(lead):
                continue
            if any(
                p.char_start <= date.char_start < p.char_end and p.from_iso and p.to_iso
                for p in find_periods(sentence.text)
            ):
                continue
            found = Found(
                int(date.iso[:4]),
                sentence.char_start + date.char_start,
                sentence.char_start + date.char_end,
                0.85 - len(between) / 1000,
            )
            if best is None or found.confidence > best.confidence:
                best = found
    return best


def find_status(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give where the undertaking stands, with the words that say so: stopped before completed, running, awarded."""
    chosen = {line.index for line in (lines if lines is not None else page.lines)}
    found: dict[Status, Found] = {}
    for sentence, line in page.sentences:
        if line.index not in chosen:
            continue
        for status, pattern, confidence in (
            (Status.STOPPED, _STOPPED, 0.9),
            (Status.COMPLETED, _COMPLETED, 0.87),
            (Status.RUNNING, _RUNNING, 0.81),
            (Status.AWARDED, _AWARDED, 0.72),
        ):
            match = pattern.search(sentence.text)
            if match and status not in found:
                if status is Status.COMPLETED and re.search(
                    r"\b(?:forventes|skal|når|inden|hvis|efterhånden som|i takt med)\b",
                    sentence.text[: match.end()],
                    re.IGNORECASE,
                ):
                    continue
                begin, end = sentence.char_start + match.start(), sentence.char_start + match.end()
                found[status] = Found(status.value, begin, end, confidence)
    for status in (Status.STOPPED, Status.COMPLETED, Status.RUNNING, Status.AWARDED):
        if status in found:
            return found[status]
    return None


def find_target_group(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give whom the undertaking is for, in the page's words."""
    chosen = lines if lines is not None else page.lines
    for position, line in enumerate(chosen):
        if line.cells and len(line.cells) == 2:
            (a, b), (c, d) = line.cells
            if _TARGET_LABEL.match(page.text[a:b].strip()) and d > c:
                return _shorten(page.text[c:d], c, 0.92)
        inline = _TARGET_INLINE.match(line.text)
        if inline:
            return _shorten(inline["value"], line.char_start + inline.start("value"), 0.92)
        if _TARGET_LABEL.match(line.text) and position + 1 < len(chosen):
            value = chosen[position + 1]
            if not (page.has_markup and value.is_heading):
                return _shorten(value.text, value.char_start, 0.88)
    indexes = {line.index for line in chosen}
    for pattern, confidence in ((_TARGET_SENTENCE, 0.85), (_TARGET_FOCUS, 0.65), (_TARGET_AIMED, 0.6)):
        for sentence, line in page.sentences:
            match = pattern.search(sentence.text) if line.index in indexes else None
            if match:
                return _shorten(match["value"], sentence.char_start + match.start("value"), confidence)
    return None


# A target group is a noun phrase: "mennesker med psykiske lidelser" ends where "er en stor udfordring" begins, unless
# the verb is of a clause that describes them ("borgere, der er", "som har").
_FINITE = re.compile(
    r"(?<!\bder)(?<!\bsom)(?<!\bogså)(?<!\bikke)(?<!\bde)\s(?:er en|er et|er den|er det|er stor\w*|"
    r"er vigtig\w*|er blevet|"
    r"skal|kan være|kræver|bliver|fylder|udgør|betyder|viser|giver|blev)\s|\s(?:eller|og) (?:på|om|hvordan)\b|"
    r"\s[-–]\s|,?\s(?:så|for at|ved at|hvor|herunder|blev opslået)\b"
)


def _shorten(text: str, start: int, confidence: float) -> Found | None:
    """Keep the first sentence, at most 220 characters."""
    lead = len(text) - len(text.lstrip())
    body = text.strip()
    stop = re.search(r"[.\n](?:\s|$)", body)
    value = body[: stop.start()] if stop and stop.start() > 3 else body
    if len(value) > 220:
        value = value[:220].rsplit(" ", 1)[0]
    verb = _FINITE.search(value)
    if verb and verb.start() > 3:
        value = value[: verb.start()]
    value = value.rstrip(" ,;:")
    return Found(value, start + lead, start + lead + len(value), confidence) if len(value) > 3 else None


def find_summary(page: Page, lines: list[Line] | None = None) -> Found | None:
    """Give the paragraph that tells what the undertaking is, at most 600 characters of whole sentences."""
    from ingest.extract.lines import split_sentences

    body = page.under(_SUMMARY_HEAD) if lines is None else []
    pool = body or (lines if lines is not None else page.lines)
    for line in pool:
        if (
            line.is_heading
            or len(line.text) < 70
            or line.cells
            or re.search(r"^(?:emneord|opdateret|af [A-ZÆØÅ]\w+ )", line.text, re.IGNORECASE)
        ):
            continue
        end = line.char_start
        for sentence in split_sentences(line.text, line.char_start):
            if sentence.char_end - line.char_start > 600 and end > line.char_start:
                break
            end = sentence.char_end
        text = page.text[line.char_start : end]
        return Found(text, line.char_start, end, 0.8 if body else 0.7)
    return None


def find_theme_facts(page: Page, parts: list[tuple[Span, float]], *, limit: int = 5) -> list[Found]:
    """Give the themes of an undertaking from its own words: title and target group weigh most.

    Args:
        page: the page.
        parts: stretches of the page's text and their weights, e.g. title 2, target group 2, summary 1.
        limit: most themes to give, the surest first.
    """
    scores = score_themes([(span.text, weight) for span, weight in parts])
    founds: list[Found] = []
    for theme, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]:
        if score < (DIFFUSE_BAR if theme in _DIFFUSE else THEME_BAR):
            continue
        mention = max(
            (
                (m.confidence * weight, -span.char_start, span.char_start + m.char_start, span.char_start + m.char_end)
                for span, weight in parts
                for m in find_themes(span.text)
                if m.theme == theme
            ),
        )
        founds.append(Found(theme, mention[2], mention[3], min(0.95, 0.55 + score / 8), Origin.INFERRED))
    return founds
