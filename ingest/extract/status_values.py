"""What the value of a field or column called "Status" says: a word or two, "Lidt forsinket", "Overdraget til drift"."""

from __future__ import annotations

from corpus.records import Status
from ingest.cues import Cue

_STOPPED = (
    r"stop|stands|afbr[uy]|opgive|opgav|lukket ned|nedlukket|nedlagt|nedlægges|annulle|aflys|afblæs|bortfald|frafald|"
    r"tilbagekald|tilbagebetal|trukket|træk\w* sig|trak |udgået|udgår|udtrådt|sparet væk|sløjfe|droppe|skrinl|henlagt|"
    r"indstillet|sat på|på pause|i bero|på standby|nej tak|takket nej|afslået af|"
    r"(?:ikke|aldrig) (?:blevet )?(?:gennemfør|realiser|til noget)|gennemføres ikke|kom (?:aldrig|ikke)|"
    r"(?:afslut|slut|ophør|luk|ende)\w*\b.{0,40}(?:før tid|i utide|tidligere|før planlagt|efter kun|uden resultat)|"
    r"før tid|i utide"
)
_COMPLETED = (
    r"afslut|slut|færdig|gennemført|fuldført|udført|udløbet|ophør|i mål|overdraget|overgået|videreført|videreføres|"
    r"\bi (?:almindelig |daglig |fast )?drift\b|til (?:almindelig |daglig )?drift|forankret|permanent|implementeret\b|"
    r"afrapporteret|rapporteret|slutrapport|evalueret|regnskab|lukket|historisk|arkiv|tilendebragt|afviklet|overstået"
)
_RUNNING = (
    r"i gang|\bigang|løbe[rn]|kører|pågår|aktiv|åben|undervejs|udvidet|"
    r"tidsplan|efter plan|følger plan|på sporet|på plan|\bfase\b|midtvejs|halvvejs|under (?!opstart|planlægning)\w+|"
    r"implementeres|gennemføres|afprøve|rulles ud|udrul|genoptaget|genstartet|startet|påbegyndt|begyndt|"
    r"\bår\b|rekrutter|dataindsaml|måling|fortsætter"
)
_AWARDED = (
    r"bevil|tildel|tilsagn|godkendt|støttet|planlagt|planlægning|kommende|start|begynder|afvent|udsku[dt]|forbered|"
    r"udvalgt|nyt\b"
)
_NOT_BEGUN = (
    r"(?:ikke|endnu ikke|mangler at) (?:\w+ )?(?:start|påbegynd|begynd|i gang|igang|gået i gang|kommet i gang|åbn)|"
    r"under opstart|under planlægning|opstart (?:udsku|forvent|vente|20)|udsku[dt]"
)
_NOT_ENDED = (
    r"(?:ikke|ej|mangler at blive) (?:\w+ )?(?:afslut|færdig|slut|fuldført|evalueret|afrapporteret)|"
    r"(?:slut\w*|afslut\w*|evaluering|rapport\w*) (?:afvent|vente|forvente|pågår|mangler|undervejs)|"
    r"(?:afvent|mangl|forvent|vente|snart|tæt på)\w*\b.{0,20}(?:slut|afslut|evaluer|rapport|færdig)|"
    r"(?:afsluttes|slutter|stopper|udløber|ophører|færdiggøres)\b|forsink|forlæng"
)
_ORDER = (
    (Cue(_NOT_BEGUN), Status.AWARDED),
    (Cue(rf"i gang\b.{{0,20}}stopper|{_NOT_ENDED}"), Status.RUNNING),
    (Cue(_STOPPED), Status.STOPPED),
    (Cue(_COMPLETED), Status.COMPLETED),
    (Cue(_RUNNING), Status.RUNNING),
    (Cue(_AWARDED), Status.AWARDED),
)
"""What is denied or ahead before what has happened; a stop before an end, what goes on before what was granted."""


def status_of_value(text: str) -> Status | None:
    """Give the status that a field's value names, or `None` where it names none."""
    return next((status for pattern, status in _ORDER if pattern.search(text)), None)
